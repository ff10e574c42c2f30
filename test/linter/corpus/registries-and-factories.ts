// Factories, registries, proxies and objects of functions or stores that a key chooses from.

// case: a factory that closes over the client
// file: factory.ts
import type { PrismaClient } from "@prisma/client";
export function makeUsers(prisma: PrismaClient) {
  return { load: (id: string) => prisma.user.findFirst({ where: { id } }) };
}
// file: orders.ts
import { PrismaClient } from "@prisma/client";
import { makeUsers } from "./factory";
const users = makeUsers(new PrismaClient());
export async function decorate(ids: string[]) {
  for (const id of ids) await users.load(id); // expect: n-plus-one
}

// case: an object that ts-pattern chooses
import { match } from "ts-pattern";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
abstract class Page {
  constructor(readonly id: string) {}
  async load() {
    return prisma.link.findMany({ where: { page: this.id } });
  }
}
class Article extends Page {}
class Profile extends Page {}
const pageOf = (row: { id: string; kind: "article" | "profile" }) =>
  match(row.kind)
    .with("article", () => new Article(row.id))
    .with("profile", () => new Profile(row.id))
    .exhaustive();
export async function load(rows: { id: string; kind: "article" | "profile" }[]) {
  return Promise.all(
    rows.map(async (row) => {
      const page = pageOf(row);
      await page.load(); // expect: n-plus-one
      return page;
    }),
  );
}

// case: the names of an object's functions are no functions, its functions are
import { PrismaClient } from "@prisma/client";
import { includes } from "lodash";
const prisma = new PrismaClient();
const known = ["daily", "weekly"];
const isKnown = (task: string): boolean => includes(known, task);
const start = (task: () => Promise<unknown>) => task();
export class Worker {
  private readonly enabled: string[] = [];
  list() {
    const isWanted = ([task]: [string, unknown]) => isKnown(task) && this.enabled.includes(task);
    return Object.fromEntries(Object.entries(this.tasks()).filter(([task]) => isKnown(task) && this.enabled.includes(task)).filter(isWanted));
  }
  async run(rows: { id: string }[]) {
    for (const row of rows) {
      for (const [name, task] of Object.entries(this.tasks())) console.log(row.id, name, await start(task)); // expect: n-plus-one
    }
  }
  private tasks() {
    return {
      daily: async () => prisma.job.findMany(),
      weekly: async () => prisma.job.findMany({ where: { weekly: true } }),
    };
  }
}

// case: an implementation that a key chooses
// file: stores.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
class Rows { find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); } }
class Fixed { find(id: string) { return id; } }
const made = { rows: new Rows(), fixed: new Fixed() };
const classes = { rows: Rows, fixed: Fixed };
const fixed = { one: new Fixed(), other: new Fixed() };
export const storeOf = (kind: "rows" | "fixed") => made[kind];
export const fixedOf = (kind: "one" | "other") => fixed[kind];
export function newStore(kind: "rows" | "fixed") { return new classes[kind](); }
// file: main.ts
import { fixedOf, newStore, storeOf } from "./stores";
export async function all(ids: string[], kind: "rows" | "fixed") {
  const store = storeOf(kind);
  for (const id of ids) await store.find(id); // expect: n-plus-one
  const another = newStore(kind);
  for (const id of ids) await another.find(id); // expect: n-plus-one
  const fixed = fixedOf("one");
  for (const id of ids) await fixed.find(id);
}

// case: Deps type with ReturnType
// file: repo.ts
import type { Pool } from "pg";
export const createUserRepo = (pool: Pool) => ({
  byId: (id: string) => pool.query("SELECT * FROM users WHERE id = $1", [id]),
  label: (id: string) => id,
});
export type UserRepo = ReturnType<typeof createUserRepo>;
// file: main.ts
import type { UserRepo } from "./repo";
interface Deps { users: UserRepo }
export const createService = ({ users }: Deps) => ({
  async all(ids: string[]) {
    for (const id of ids) users.label(id);
    for (const id of ids) await users.byId(id); // expect: n-plus-one
  },
});

// case: one of several functions, chosen by a part of the row and asked with another
// file: loaders.js
const { model, Schema } = require("mongoose");
const Image = model("Image", new Schema({ url: String }));
const Video = model("Video", new Schema({ url: String }));
const image = (id) => Image.findById(id).lean();
const video = (id) => Video.findById(id).lean();
module.exports = { image, video };
// file: main.js
const loaders = require("./loaders");
exports.feed = async (entries, kinds, amounts) => {
  for (const { kind, id } of entries) {
    const load = loaders[kind];
    if (load) await load(id); // expect: n-plus-one
  }
  for (const kind of kinds) {
    const load = loaders[kind];
    if (load) await load(1);
  }
  for (const [kind, amount] of Object.entries(amounts)) {
    const load = loaders[kind];
    if (load) await load(amount);
  }
};

// case: a dependency typed as what a factory gives
// file: make.ts
import type { PrismaClient } from "@prisma/client";
export const makeUsers = ({ prisma }: { prisma: PrismaClient }) => ({
  find: (id: string) => prisma.user.findFirst({ where: { id } }),
});
// file: main.ts
import type { makeUsers } from "./make";
export class Orders {
  constructor(private readonly deps: { users: ReturnType<typeof makeUsers> }) {}
  async all(ids: string[]) {
    return Promise.all(ids.map((id) => this.deps.users.find(id))); // expect: n-plus-one
  }
}

// case: a client for each tenant, kept under a name that is known when the program runs
// file: clients.ts
import { createClient } from "redis";
const clients = {};
export default function (tenant: string) {
  if (!clients[tenant]) {
    clients[tenant] = createClient({ url: tenant });
    clients[tenant].on("error", () => {
      clients[tenant] = null;
    });
  }
  return clients[tenant];
}
// file: titles.ts
const titles = {};
export default function (tenant: string) {
  titles[tenant] = { get: (key: string) => `${tenant} ${key}` };
  return titles[tenant];
}
// file: read.ts
import clientOf from "./clients";
import titlesOf from "./titles";
export async function read(tenant: string, keys: string[]) {
  const client = clientOf(tenant);
  const titles = titlesOf(tenant);
  for (const key of keys) await client.get(key); // expect: n-plus-one
  for (const key of keys) await titles.get(key);
}

// case: dynamic key
// file: main.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const handlers: Record<string, (row: { id: string }) => Promise<unknown>> = {
  user: (row) => pool.query("SELECT * FROM users WHERE id = $1", [row.id]),
  post: async (row) => {
    const { rows } = await pool.query("SELECT * FROM posts WHERE id = $1", [row.id]);
    return rows;
  },
};
export async function load(rows: { id: string; kind: string }[]) {
  for (const row of rows) await handlers[row.kind](row); // expect: n-plus-one
}
export async function load2(rows: { id: string; kind: string }[]) {
  for (const row of rows) {
    const handler = handlers[row.kind];
    if (handler) await handler(row); // expect: n-plus-one
  }
}

// case: dynamic key, none queries, which is right
// file: main.ts
const handlers: Record<string, (row: { id: string }) => Promise<unknown>> = {
  user: async (row) => row.id,
  post: async (row) => row.id + 1,
};
export async function load(rows: { id: string; kind: string }[]) {
  for (const row of rows) await handlers[row.kind](row);
}

// case: what is put into an object under names that are known when the program runs
// file: db.js
const { MongoClient } = require("mongodb");
exports.tables = {};
exports.open = async (url) => {
  const db = (await MongoClient.connect(url, { waitQueueTimeoutMS: 5000 })).db("music");
  for (const { name } of await db.listCollections().toArray()) exports.tables[name] = db.collection(name);
};
// file: main.js
const db = require("./db");
exports.load = async (ids) => {
  const out = [];
  for (const _id of ids) out.push(await db.tables["user"].findOne({ _id })); // expect: n-plus-one
  for (const _id of ids) out.push(await db.tables.track.findOne({ _id })); // expect: n-plus-one
  return out;
};

// case: an object of functions by names that are known when the program runs
const handlers = {};
const register = (name, make) => {
  handlers[name] = make(name);
};
register("a", (name) => ({ find: (id) => `${name} ${id}` }));
exports.load = async (ids) => {
  for (const id of ids) await handlers.a.find(id);
};

// case: a service that is a function of its dependencies
// file: services/users.js
module.exports = ({ db }) => ({
  find: (id) => db("users").where({ id }).first(),
  named: (names) => db("users").whereIn("name", names),
});
// file: db.js
module.exports = require("knex")({ client: "pg" });
// file: main.js
const users = require("./services/users")({ db: require("./db") });
exports.load = async (ids) => {
  for (const id of ids) console.log(await users.find(id)); // expect: n-plus-one
  return users.named(ids);
};

// case: a proxy stands before what it is made of, and a cast says what else it has
// file: stores.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
class Admins { async admin(id: string) { return prisma.admin.findFirst({ where: { id } }); } }
export const makeStores = () => {
  const admins = new Admins();
  const others = { person: async (id: string) => prisma.person.findFirst({ where: { id } }) };
  type Others = typeof others;
  return new Proxy(admins, { get: (target, key) => (key in target ? target[key as keyof Admins] : others[key as keyof Others]) }) as Others & Admins;
};
export const lazily = new Proxy({} as PrismaClient, { get: (_, key) => prisma[key as keyof PrismaClient] });
export const settings = new Proxy({ get: (key: string) => key }, {});
// file: main.ts
import { lazily, makeStores, settings } from "./stores";
const stores = makeStores();
export async function all(ids: string[]) {
  for (const id of ids) await stores.person(id); // expect: n-plus-one
  for (const id of ids) await stores.admin(id); // expect: n-plus-one
  for (const id of ids) await lazily.person.findFirst({ where: { id } }); // expect: n-plus-one
  for (const id of ids) settings.get(id);
}

// case: of two functions that give what the other gives, each gives both, whichever is asked about first
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
class SqlUsers { async load(id: string) { return (await pool.query("SELECT * FROM users WHERE id = $1", [id])).rows[0]; } }
class Nobody { async load(id: string) { return { id }; } }
function usual(again: boolean) { return again ? otherwise(false) : new Nobody(); }
function otherwise(again: boolean) { return again ? usual(false) : new SqlUsers(); }
export async function all(ids: string[], again: boolean) {
  for (const id of ids) await usual(again).load(id); // expect: n-plus-one
  for (const id of ids) await otherwise(again).load(id); // expect: n-plus-one
}

// case: a factory that gives an object of functions, made in another file
// file: repository.ts
import { Pool } from "pg";
export function createUsers(pool: Pool) {
  const byId = async (id: string) => (await pool.query("SELECT * FROM users WHERE id = $1", [id])).rows[0];
  return { byId, name: (id: string) => id };
}
// file: main.ts
import { Pool } from "pg";
import { createUsers } from "./repository";
const users = createUsers(new Pool({ connectionTimeoutMillis: 1000 }));
export async function load(ids: string[]) {
  for (const id of ids) {
    users.name(id);
    await users.byId(id); // expect: n-plus-one
  }
}

// case: a factory that gives a function
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const finder = (table: string) => (id: string) => pool.query(`SELECT * FROM ${table} WHERE id = $1`, [id]);
const findUser = finder("users");
export async function load(ids: string[]) {
  return Promise.all(ids.map((id) => findUser(id))); // expect: n-plus-one
}

// case: a factory whose class has a create method
import { PrismaClient } from "@prisma/client";
class Users {
  private constructor(private readonly prisma: PrismaClient) {}
  static create() {
    return new Users(new PrismaClient());
  }
  find(id: string) {
    return this.prisma.user.findFirst({ where: { id } });
  }
}
const users = Users.create();
export async function load(ids: string[]) {
  for (const id of ids) await users.find(id); // expect: n-plus-one
}

// case: a registry makes one of each class that a file exports, and hands them out by their names
// file: table.js
export class Table {
  constructor(database) {
    this.database = database;
  }
  findById(id) {
    return this.database.one(this.name, { id });
  }
}
// file: database.js
import knex from "knex";
export class Database {
  connection = knex({ client: "pg", acquireConnectionTimeout: 1000 });
  async one(table, where) {
    return this.connection(table).where(where).first();
  }
}
// file: models/index.js
export { SurveyModel as Survey } from "./survey";
export { AnswerModel as Answer } from "./answer";
// file: models/survey.js
import { Table } from "../table";
export class SurveyModel extends Table {
  name = "survey";
}
// file: models/answer.js
import { Table } from "../table";
export class AnswerModel extends Table {
  name = "answer";
}
// file: registry.js
import { Database } from "./database";
import * as classes from "./models";
export class Registry {
  constructor(database, more) {
    this.classes = { ...classes, ...more };
    for (const [name, Model] of Object.entries(this.classes)) this[name.toLowerCase()] = new Model(database);
  }
}
export const registry = new Registry(new Database());
// file: answers.js
import { registry } from "./registry";
export async function own(ids) {
  for (const id of ids) console.log(await registry.survey.findById(id)); // expect: n-plus-one
}
export async function answersOf(models, answers) {
  return Promise.all(answers.map((answer) => models.survey.findById(answer.surveyId))); // expect: n-plus-one
}
export const shown = (fashion, answers) => answers.map((answer) => fashion.survey.findById(answer.surveyId));

// case: one of several objects of the project, chosen by a field of the row
// file: prices.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Prices { of(sku: string): Promise<number> }
class Fixed implements Prices {
  async of(sku: string) {
    return (await prisma.price.findFirst({ where: { sku } }))?.cents ?? 0;
  }
}
class Auction implements Prices {
  async of(sku: string) {
    return (await prisma.bid.findFirst({ where: { sku } }))?.cents ?? 0;
  }
}
export const prices: Record<string, Prices> = { fixed: new Fixed(), auction: new Auction() };
export const tables: Record<string, { count(): Promise<number> }> = { price: prisma.price, bid: prisma.bid };
// file: main.ts
import { prices, tables } from "./prices";
export async function total(items: { sku: string; kind: string }[]) {
  let cents = 0;
  for (const item of items) cents += await prices[item.kind].of(item.sku); // expect: n-plus-one
  for (const item of items) cents += await tables[item.kind].count();
  return cents;
}

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
