// Functions that the project makes of others, and what classes list to be made with.

// case: a transaction around each exported function
// file: transactional.js
function inTransaction(work) {
  return function (...given) {
    return new Promise((resolve, reject) => {
      attempt(resolve, reject, work, this, given);
    });
  };
}
function attempt(resolve, reject, work, self, given) {
  work.apply(self, given).then(resolve).catch(reject);
}
module.exports = { inTransaction };
// file: routes.js
const { Route } = require("./models");
const { inTransaction } = require("./transactional");
async function addRoute(data) {
  const from = await Route.findOne({ where: { name: data.from } });
  return { from };
}
async function label(data) { return data.name; }
module.exports = { addRoute: inTransaction(addRoute), label: inTransaction(label) };
// file: models.js
const { Sequelize, DataTypes } = require("sequelize");
const sequelize = new Sequelize(process.env.DATABASE_URL);
exports.Route = sequelize.define("Route", { name: DataTypes.STRING });
// file: main.js
const routes = require("./routes");
module.exports.save = async (list) => {
  for (const data of list) await routes.label(data);
  for (const data of list) await routes.addRoute(data); // expect: n-plus-one
};

// case: a wrapper gives back a function by its name
// file: main.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const timed = (name, work) => {
  const run = async (...given) => {
    const started = Date.now();
    const answer = await work(...given);
    console.log(name, Date.now() - started);
    return answer;
  };
  return run;
};
const find = timed("find", (id) => pool.query("SELECT * FROM users WHERE id = $1", [id]));
module.exports.all = async (ids) => {
  for (const id of ids) await find(id); // expect: n-plus-one
};

// case: a wrapper that keeps the answers
// file: main.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const once = (work) => {
  const answers = new Map();
  return async (key) => {
    if (answers.has(key)) return answers.get(key);
    const answer = await work(key);
    answers.set(key, answer);
    return answer;
  };
};
const find = once((country) => pool.query("SELECT * FROM countries WHERE code = $1", [country]));
module.exports.all = async (rows) => {
  for (const row of rows) await find(row.country);
};

// case: a wrapper that asks later, for all at once
// file: main.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const gathered = (load) => {
  let waiting = [];
  return (id) =>
    new Promise((resolve) => {
      waiting.push({ id, resolve });
      if (waiting.length > 1) return;
      setImmediate(() => {
        const all = waiting;
        waiting = [];
        load(all);
      });
    });
};
const find = gathered((all) => pool.query("SELECT * FROM users WHERE id = ANY($1)", [all.map(({ id }) => id)]));
module.exports.all = (ids) => Promise.all(ids.map((id) => find(id)));

// case: functions that are put in front of a list
// file: main.js
const { Pool } = require("pg");
const express = require("express");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const app = express();
const authenticate = async (req, res, next) => {
  req.user = await pool.query("SELECT * FROM users WHERE token = $1", [req.headers.token]);
  next();
};
module.exports.routes = (routes) => {
  for (const route of routes) {
    const handlers = [route.handler];
    handlers.unshift(authenticate);
    app.get(route.path, ...handlers);
  }
};

// case: a class lists what it is made with
// file: user-store.js
import Database from "./database.js";
export default class UserStore {
  static needs = [Database];
  constructor(db) { this.users = db.users; }
  byId(id) { return this.users.find({ _id: id }).toArray(); }
  label(id) { return `user ${id}`; }
}
// file: database.js
import { MongoClient } from "mongodb";
const names = ["users", "rooms"];
export default class Database {
  async connect(url) {
    this.client = await MongoClient.connect(url, { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
    const db = this.client.db();
    for (const name of names) this[name] = db.collection(name);
  }
}
// file: mailer.js
export default class Mailer {
  send(to) { return fetch(`https://mail.example/${to}`, { signal: AbortSignal.timeout(1000) }); }
}
// file: service.js
import Mailer from "./mailer.js";
import UserStore from "./user-store.js";
export default class Service {
  static get inject() { return [Mailer, UserStore]; }
  constructor(mailer, store) {
    this.mailer = mailer;
    this.store = store;
  }
  async all(ids) {
    for (const id of ids) await this.mailer.send(this.store.label(id));
    for (const id of ids) await this.store.byId(id); // expect: n-plus-one
  }
}

// case: a list of classes that a constructor is not made with
// file: store.js
export default class Store {
  constructor(pool) { this.pool = pool; }
  find(id) { return this.pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
// file: service.js
import Store from "./store.js";
export default class Service {
  static uses = [Store];
  constructor(store, log) {
    this.store = store;
    this.log = log;
  }
  async all(ids) {
    for (const id of ids) await this.store.find(id);
  }
}

// case: services of Feathers by their paths
// file: users.service.js
const createService = require("feathers-mongoose");
const { User } = require("../models");
module.exports = function register() {
  const app = this;
  const service = createService({ Model: User, paginate: { default: 50 } });
  app.use("/users", service);
  app.service("users").hooks({});
};
// file: rates.class.js
class Rates {
  constructor(app) { this.app = app; }
  async get(id) { return fetch(`https://rates.example/${id}`, { signal: AbortSignal.timeout(1000) }); }
}
module.exports = { Rates };
// file: rates.service.js
const { Rates } = require("./rates.class");
module.exports = (app) => {
  app.use("rates", new Rates(app));
};
// file: hooks.js
module.exports.withAuthor = async (context) => {
  const { app, result } = context;
  for (const row of result.data) await app.service("rates").get(row.currency);
  const users = app.service("/users");
  return Promise.all(
    result.data.map(async (row) => {
      row.author = await users.get(row.authorId); // expect: n-plus-one
    }),
  );
};
module.exports.notify = async ({ app, result }) => {
  for (const row of result.data) {
    await app.service("users").patch(row.id, { notified: true });
  }
};

// case: services of Feathers that are classes of an adapter
// file: messages.class.ts
import { KnexService } from "@feathersjs/knex";
export class MessageService extends KnexService {}
// file: messages.ts
import type { Application } from "../declarations";
import { MessageService } from "./messages.class";
export const messages = (app: Application) => {
  app.use("messages", new MessageService({ Model: app.get("db"), name: "messages" }));
};
// file: threads.ts
import type { Application } from "../declarations";
export async function counts(app: Application, threads: { id: string }[]) {
  return Promise.all(threads.map((thread) => app.service("messages").find({ query: { thread: thread.id } }))); // expect: n-plus-one
}

// case: a test passes an imitation
// file: facets.js
module.exports.valuesOf = async (ctx, ids) => {
  const values = [];
  for (const id of ids) values.push(await ctx.facets.findOne({ _id: id })); // expect: n-plus-one
  return values;
};
// file: facets.spec.js
const { valuesOf } = require("./facets");
test("values", () => valuesOf({ facets: { findOne: async () => null } }, [1, 2]));
// file: middleware.js
const { MongoClient } = require("mongodb");
const client = new MongoClient(process.env.MONGO_URL, { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
module.exports = async (ctx, next) => {
  ctx.facets = client.db().collection("facets");
  await next();
};

// case: what is passed to a class that an index hands on
// file: stores/report-store.js
class ReportStore {
  constructor(rows) { this.rows = rows; }
  byDay(day) { return this.rows.find({ day }).toArray(); }
}
module.exports = ReportStore;
// file: stores/index.js
const ReportStore = require("./report-store");
module.exports = { ReportStore };
// file: main.js
const { MongoClient } = require("mongodb");
const { ReportStore } = require("./stores");
const client = new MongoClient(process.env.MONGO_URL, { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
const reports = new ReportStore(client.db().collection("reports"));
module.exports.week = async (days) => {
  for (const day of days) await reports.byDay(day); // expect: n-plus-one
};

// case: a list in the code for one caller, by way of an index not for another
// file: utils/balances.js
exports.ownersOf = async (pool, inputs) => {
  const owners = [];
  for (const input of inputs) owners.push(await pool.query("SELECT * FROM owners WHERE id = $1", [input])); // expect: n-plus-one
  return owners;
};
exports.none = (pool) => exports.ownersOf(pool, []);
// file: utils/index.js
module.exports = { ...require("./balances") };
// file: main.js
const { Pool } = require("pg");
const { ownersOf } = require("./utils");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
module.exports.all = (ids) => ownersOf(pool, ids);

// case: a container of awilix that loads folders
// file: container.js
const { createContainer, asValue } = require("awilix");
const knex = require("knex");
const container = createContainer();
container.register({ db: asValue(knex({ client: "pg", connection: process.env.DATABASE_URL })) });
container.loadModules(["stores/*.js", "services/*.js"], { formatName: "camelCase" });
module.exports = container;
// file: stores/parcels.js
module.exports = ({ db }) => {
  const get = (id) => db("parcels").where({ id }).first();
  const title = (id) => `parcel ${id}`;
  return { get, title };
};
// file: stores/stop-log.js
module.exports = class {
  constructor({ db }) { this.db = db; }
  list(id) { return this.db("stops").where({ parcel: id }); }
};
// file: services/tracking.js
module.exports = ({ parcels, stopLog, clock }) => ({
  async all(ids) {
    for (const id of ids) parcels.title(id);
    for (const id of ids) await parcels.get(id); // expect: n-plus-one
    for (const id of ids) await stopLog.list(id); // expect: n-plus-one
    for (const id of ids) await clock.get(id);
  },
});

// case: an index that makes one of each module of its folder
// file: daos/index.js
const fs = require("fs");
const path = require("path");
const daos = {};
for (const file of fs.readdirSync(__dirname)) {
  if (file === "index.js") continue;
  const Dao = require(path.join(__dirname, file));
  daos[path.basename(file, ".js")] = new Dao();
}
module.exports = daos;
// file: daos/invoice.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
module.exports = class Invoice {
  lines(id) { return pool.query("SELECT * FROM lines WHERE invoice = $1", [id]); }
  title(id) { return `invoice ${id}`; }
};
// file: main.js
const daos = require("./daos");
module.exports.all = async (ids) => {
  for (const id of ids) daos.invoice.title(id);
  for (const id of ids) await daos.invoice.lines(id); // expect: n-plus-one
  for (const id of ids) await daos.receipt.lines(id);
};

// case: an index that exports each module of its folder
// file: queries/index.js
const fs = require("fs");
fs.readdirSync(__dirname).forEach((file) => {
  if (file !== "index.js") module.exports[file.replace(".js", "")] = require(`./${file}`);
});
// file: queries/stock.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
exports.left = (sku) => pool.query("SELECT count(*) FROM stock WHERE sku = $1", [sku]);
exports.label = (sku) => `sku ${sku}`;
// file: main.js
const queries = require("./queries");
module.exports.all = async (skus) => {
  for (const sku of skus) queries.stock.label(sku);
  for (const sku of skus) await queries.stock.left(sku); // expect: n-plus-one
};

// case: services of Egg by the names of their files
// file: app/service/member.js
const { Service } = require("egg");
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
module.exports = class MemberService extends Service {
  find(id) { return pool.query("SELECT * FROM members WHERE id = $1", [id]); }
  label(id) { return `member ${id}`; }
};
// file: app/controller/home.js
const { Controller } = require("egg");
module.exports = class HomeController extends Controller {
  async index() {
    const { ctx } = this;
    for (const id of ctx.request.body.ids) ctx.service.member.label(id);
    for (const id of ctx.request.body.ids) await ctx.service.member.find(id); // expect: n-plus-one
  }
};

// case: what a program makes global, and paths that begin with it
// file: config/globals.js
const mongoose = require("mongoose");
const connect = () => {
  const connection = mongoose.createConnection(process.env.MONGO_URL, { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
  return { connection, models: connection.models };
};
global.store = connect();
globalThis.QUERIES = "../queries";
global.LIMITS = { page: 50 };
// file: queries/lessons.js
module.exports = class Lessons {
  static byId(id) {
    return new Promise((resolve, reject) => {
      store.models.lessons.find({ _id: id }).lean().then(resolve).catch(reject);
    });
  }
  static title(id) { return `lesson ${id} of ${LIMITS.page}`; }
};
// file: helpers/courses.js
const lessons = require(QUERIES + "/lessons");
const others = require(`${QUERIES}/${process.env.KIND}`);
module.exports.all = async (ids) => {
  for (const id of ids) lessons.title(id);
  for (const id of ids) await lessons.byId(id); // expect: n-plus-one
  for (const id of ids) await others.byKey(id);
  for (const id of ids) await global.store.models.courses.findOne({ _id: id }); // expect: n-plus-one
};

// case: a model that a key chooses, and keys that come later
// file: models.js
const mongoose = require("mongoose");
const Book = mongoose.model("Book", new mongoose.Schema({ url: String }));
const Film = mongoose.model("Film", new mongoose.Schema({ url: String }));
module.exports = { Book, Film };
// file: main.js
const { Book, Film } = require("./models");
const waiting = {};
const levels = { low: 1, high: 2 };
module.exports.waiting = waiting;
const models = { book: Book, film: Film };
module.exports.check = async (kind, urls) => {
  const model = models[kind];
  for (const url of urls) await model.find({ url }).lean().limit(2); // expect: n-plus-one
  for (const name in models) await models[name].findOne({ url: urls[0] });
};
module.exports.go = async () => {
  for (const id in waiting) await Book.findOne({ id }); // expect: n-plus-one
  for (const level in levels) await Book.findOne({ level });
};

// case: tables and stores in a record
// file: meta.ts
import type { Collection } from "mongodb";
import { UserStore } from "./store";
interface Meta { collections: Record<string, Collection>; labels: Record<string, string> }
export const meta: Meta = { collections: {}, labels: {} };
export const stores: Record<string, UserStore> = { user: new UserStore() };
// file: store.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export class UserStore {
  byId(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
  label(id: string) { return `user ${id}`; }
}
// file: main.ts
import { meta, stores } from "./meta";
export async function all(kind: string, ids: string[]) {
  const collection = meta.collections[kind];
  for (const id of ids) await collection.aggregate([{ $match: { id } }]).toArray(); // expect: n-plus-one
  for (const id of ids) await meta.collections.Person.find({ id }).toArray(); // expect: n-plus-one
  for (const id of ids) stores.user.label(meta.labels[id]);
  for (const id of ids) await stores.user.byId(id); // expect: n-plus-one
  for (const id of ids) await stores[kind].byId(id); // expect: n-plus-one
}
