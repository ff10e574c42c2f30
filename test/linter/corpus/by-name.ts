// Calls on something of which nothing is known, by a name that says enough.

// case: the only function of its name, on a model that a registry hands out
// file: page.js
const { Schema } = require("mongoose");
module.exports = (app) => {
  const pageSchema = new Schema({ path: String });
  pageSchema.statics.countByPath = function (path) { return this.countDocuments({ path }); };
  return app.database.define("Page", pageSchema);
};
// file: search.js
module.exports = class Search {
  constructor(app) { this.app = app; }
  async add(rows) {
    const Page = this.app.model("Page");
    for (const row of rows) row.count = await Page.countByPath(row.path); // expect: n-plus-one
  }
};

// case: the only function of its name, on a parameter without a type
// file: users.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
exports.makeUsers = () => ({
  findByLogin: (login) => pool.query("SELECT * FROM users WHERE login = $1", [login]),
  labelOfLogin: (login) => login.trim(),
});
// file: invite.js
exports.invite = async (store, logins) => {
  for (const login of logins) store.labelOfLogin(login);
  for (const login of logins) await store.findByLogin(login); // expect: n-plus-one
};

// case: the only function of its name is not what a package has
// file: users.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
exports.users = { findByLogin: (login) => pool.query("SELECT * FROM users WHERE login = $1", [login]) };
// file: invite.js
const { directory, connect } = require("some-directory");
exports.invite = async (logins) => {
  const session = await connect();
  for (const login of logins) await directory.findByLogin(login);
  for (const login of logins) await session.users().findByLogin(login);
};

// case: a plain name is none to know a function by
// file: users.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
exports.makeUsers = () => ({ load: (login) => pool.query("SELECT * FROM users WHERE login = $1", [login]) });
// file: invite.js
exports.invite = async (store, logins) => {
  for (const login of logins) await store.load(login);
};

// case: of two functions of a name one asks nothing
// file: users.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
exports.stored = () => ({ findByLogin: (login) => pool.query("SELECT * FROM users WHERE login = $1", [login]) });
exports.remembered = (rows) => ({ findByLogin: async (login) => rows.find((row) => row.login === login) });
// file: invite.js
exports.invite = async (store, logins) => {
  for (const login of logins) await store.findByLogin(login);
};

// case: all functions of a name ask
// file: users.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
exports.users = () => ({ findByLogin: (login) => pool.query("SELECT * FROM users WHERE login = $1", [login]) });
exports.guests = () => ({ findByLogin: (login) => pool.query("SELECT * FROM guests WHERE login = $1", [login]) });
// file: invite.js
exports.invite = async (store, logins) => {
  for (const login of logins) await store.findByLogin(login); // expect: n-plus-one
};

// case: a function that its file keeps to itself is nobody's member
// file: users.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
async function findByLogin(login) { return pool.query("SELECT * FROM users WHERE login = $1", [login]); }
exports.one = (login) => findByLogin(login);
// file: invite.js
exports.invite = async (store, logins) => {
  for (const login of logins) await store.findByLogin(login);
};

// case: a way that goes by a name is the last that is taken
// file: users.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
exports.makeUsers = () => ({ findByLogin: (login) => pool.query("SELECT * FROM users WHERE login = $1", [login]) });
// file: invite.js
const one = (store, login) => store.findByLogin(login);
exports.invite = async (store, logins) => {
  for (const login of logins) await one(store, login); // expect: n-plus-one
};

// case: models by a key that the program computes
// file: import.js
const { PrismaClient } = require("@prisma/client");
const prisma = new PrismaClient();
exports.importAll = async (model, rows) => {
  for (const row of rows) await prisma[model].findFirst({ where: { id: row.id } }); // expect: n-plus-one
};

// case: a method that only the project's library has
// file: models.js
const { Sequelize } = require("sequelize");
exports.load = (options) => new Sequelize(options);
// file: checks.js
exports.check = async (registry, kind, rows) => {
  for (const row of rows) await registry[kind].findByPk(row.id); // expect: n-plus-one
};

// case: a method that only a library has which the project has not
// file: main.js
const { Pool } = require("pg");
exports.pool = new Pool({ connectionTimeoutMillis: 1000 });
exports.check = async (registry, kind, rows) => {
  for (const row of rows) await registry[kind].findByPk(row.id);
};

// case: a method of a library, on what another package made
// file: main.js
const { connect } = require("some-directory");
const mongoose = require("mongoose");
exports.check = async (rows) => {
  const directory = await connect(mongoose);
  for (const row of rows) await directory.users.findById(row.id);
};

// case: whoever asks for the answer sends the query
// file: main.js
const mongoose = require("mongoose");
const Order = mongoose.model("Order", new mongoose.Schema({}));
exports.log = (rows) => {
  rows.forEach((row) => {
    Order.findOne({ user: row._id }).lean().then(console.log).catch(console.error); // expect: n-plus-one
  });
  rows.forEach((row) => {
    Order.find({ user: row._id }).lean();
  });
};

// case: providers of Nest in a list that imports nothing of Nest
// file: providers.ts
import { Pool } from "pg";
export const READS = Symbol("READS");
export const providers = [
  { provide: "WRITES", useFactory: async () => new Pool({ connectionTimeoutMillis: 1000 }) },
  { provide: READS, useFactory: async () => { const pool = new Pool({ connectionTimeoutMillis: 1000 }); return pool; } },
];
// file: users.ts
import { Inject, Injectable } from "@nestjs/common";
import { READS } from "./providers";
@Injectable()
export class Users {
  constructor(@Inject("WRITES") private writes, @Inject(READS) private reads, @Inject("OTHER") private other) {}
  async all(ids: string[]) {
    for (const id of ids) await this.writes.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
    for (const id of ids) await this.reads.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
    for (const id of ids) await this.other.query(id);
  }
}

// case: an interface whose objects are made by a function, known by its method
// file: users.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export interface Users { findByLogin(login: string): Promise<{ id: number }>; }
export interface Guests { findByTable(table: string): Promise<{ id: number }>; }
export function makeUsers() {
  return { findByLogin: (login: string) => pool.query("SELECT * FROM users WHERE login = $1", [login]) };
}
// file: invite.ts
import type { Guests, Users } from "./users";
export async function invite(users: Users, guests: Guests, logins: string[]) {
  for (const login of logins) await users.findByLogin(login); // expect: n-plus-one
  for (const login of logins) await guests.findByTable(login);
}

// case: models of which nothing is known, one for each turn
// file: main.js
const { Op } = require("sequelize");
const rowsOf = (model, since) => model.findAll({ where: { at: { [Op.gt]: since } } });
exports.exportAll = async (registry, since, ids) => {
  for (const model of Object.values(registry.list())) await rowsOf(model, since);
  for (const model of registry.list()) await model.findAll({ where: { since } });
  const model = registry.get("users");
  for (const id of ids) await rowsOf(model, id); // expect: n-plus-one
};

// case: a base class that another package makes of a library which it names
// file: repositories.ts
import { EntityRepository } from "typeorm";
import { BaseRepository } from "typeorm-in-transactions";
import { Store } from "some-directory";
@EntityRepository(User)
export class UserRepository extends BaseRepository<User> {}
export class Folders extends Store<Folder> {}
// file: main.ts
import type { Folders, UserRepository } from "./repositories";
export async function all(users: UserRepository, folders: Folders, ids: string[]) {
  for (const id of ids) await users.find({ where: { id } }); // expect: n-plus-one
  for (const id of ids) await folders.find({ where: { id } });
}

// case: an interface of one's own says what a class is given, and whoever makes it gives a delegate
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Delegate { findFirst(args?: any): Promise<any> }
class Repository {
  constructor(private readonly delegate: Delegate) {}
  async first(id: string) { return this.delegate.findFirst({ where: { id } }); }
}
class Remembered {
  constructor(private readonly rows: Delegate) {}
  async first(id: string) { return this.rows.findFirst({ where: { id } }); }
}
const users = new Repository(prisma.user);
const colours = new Remembered({ findFirst: async () => "red" });
export async function all(ids: string[]) {
  for (const id of ids) await users.first(id); // expect: n-plus-one
  for (const id of ids) await colours.first(id);
}

// case: what a file hands out is chosen when the program runs, and all that it may be do the same
// file: store/index.js
const kind = process.env.STORE || "firestore";
const store = require(`./store-${kind}`);
module.exports = store;
// file: store/store-firestore.js
const { Firestore } = require("@google-cloud/firestore");
const db = new Firestore();
const findWriterById = async (id) => (await db.collection("writers").doc(id).get()).data();
const nameOfWriter = async (id) => (await db.collection("writers").doc(id).get()).data().name;
module.exports = { findWriterById, nameOfWriter };
// file: store/store-mongodb.js
const { MongoClient } = require("mongodb");
const client = new MongoClient("mongodb://localhost", { waitQueueTimeoutMS: 1000 });
const findWriterById = async (id) => client.db().collection("writers").findOne({ _id: id });
const nameOfWriter = async (id) => id.toUpperCase();
module.exports = { findWriterById, nameOfWriter };
// file: articles.js
const { findWriterById, nameOfWriter } = require("./store");
const store = require("./store");
async function writersOf(articles) {
  for (const article of articles) {
    await findWriterById(article.writerId); // expect: n-plus-one
    await nameOfWriter(article.writerId);
  }
  return Promise.all(articles.map((article) => store.findWriterById(article.editorId))); // expect: n-plus-one
}
module.exports = { writersOf };

// case: a part of a row that is handed over, and a field of GraphQL that is called the same
// file: resolvers.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const resolvers = {
  Notice: {
    orderItem: async (notice: { id: string }) => prisma.item.findFirst({ where: { notice: notice.id } }), // expect: n-plus-one
  },
};
export const store = {
  findOwner: async (id: string) => prisma.owner.findFirst({ where: { id } }),
};
// file: cache.js
function settle(cache, value) {
  if (!value) return;
  cache.keep(value.id);
  for (const part of Object.values(value)) settle(cache, part);
}
export function settleAll(cache, notices) {
  for (const notice of notices) settle(cache, notice.orderItem);
}
export async function ownersOf(kit, ids) {
  return Promise.all(ids.map(kit.findOwner)); // expect: n-plus-one
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
