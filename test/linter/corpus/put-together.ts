// Programs that are put together by hand: what one file passes to another, what models and schemas are given by the project.

// case: a store without types whose constructor is passed a model
// file: user-store.js
class UserStore {
  constructor(model) {
    this.model = model;
  }
  async byId(id) {
    return this.model.findById(id);
  }
}
module.exports = UserStore;
// file: main.js
const mongoose = require("mongoose");
const UserStore = require("./user-store");
const User = mongoose.model("User", new mongoose.Schema({}));
const store = new UserStore(User);
exports.load = (ids) => Promise.all(ids.map((id) => store.byId(id))); // expect: n-plus-one

// case: a store without types over memory
// file: user-store.js
module.exports = class UserStore {
  constructor(model) {
    this.model = model;
  }
  async byId(id) {
    return this.model.findById(id);
  }
};
// file: main.js
const UserStore = require("./user-store");
const store = new UserStore({ findById: (id) => ({ id }) });
exports.load = (ids) => Promise.all(ids.map((id) => store.byId(id)));

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

// case: models that a file of its own makes with what it is passed
// file: models/index.js
const { Sequelize, DataTypes } = require("sequelize");
const sequelize = new Sequelize(process.env.DATABASE_URL);
const db = { sequelize };
db.User = require("./user")(sequelize, DataTypes);
module.exports = db;
// file: models/user.js
module.exports = (sequelize, DataTypes) => sequelize.define("User", { name: DataTypes.STRING });
// file: main.js
const db = require("./models");
exports.load = async (ids) => {
  for (const id of ids) await db.User.findByPk(id); // expect: n-plus-one
};

// case: statics and methods of a schema
// file: user.ts
import { model, Schema } from "mongoose";
const schema = new Schema({ name: String }, { statics: { byMail(mail: string) { return this.findOne({ mail }); } } });
schema.statics.byName = function (name: string) {
  return this.findOne({ name });
};
schema.methods.label = function () {
  return `${this.name}!`;
};
schema.method("orders", function () {
  return model("Order").find({ user: this._id });
});
export const User = model("User", schema) as any;
// file: main.ts
import { model } from "mongoose";
import "./user";
const User = model("User");
export async function load(names: string[]) {
  for (const name of names) await User.byName(name); // expect: n-plus-one
  for (const mail of names) await User.byMail(mail); // expect: n-plus-one
  for (const user of await User.find({ name: { $in: names } })) {
    console.log(user.label());
    await user.orders(); // expect: n-plus-one
  }
}

// case: what associations of Sequelize make, and a method of one's own
const { Sequelize } = require("sequelize");
const sequelize = new Sequelize("postgres://db");
const Customer = sequelize.define("Customer", {});
const Line = sequelize.define("Line", {});
const Order = sequelize.define("Order", {});
Order.belongsTo(Customer);
Order.hasMany(Line, { as: "entries" });
Order.prototype.getTotal = function () {
  return this.entries.reduce((sum, line) => sum + line.price, 0);
};
exports.report = async () => {
  const orders = await Order.findAll({ include: "entries" });
  for (const order of orders) {
    await order.getCustomer(); // expect: n-plus-one
    await order.countEntries(); // expect: n-plus-one
    console.log(order.getTotal());
  }
};

// case: a repository that is extended by methods
// file: users.ts
import { DataSource } from "typeorm";
import { User } from "./user";
const source = new DataSource({ type: "sqlite", database: "x" });
export const users = source.getRepository(User).extend({
  byMail(mail: string) {
    return this.createQueryBuilder("u").where("u.mail = :mail", { mail }).getOne();
  },
});
// file: user.ts
export class User { mail!: string }
// file: main.ts
import { users } from "./users";
export async function load(mails: string[]) {
  for (const mail of mails) await users.byMail(mail); // expect: n-plus-one
  for (const mail of mails) await users.findOneBy({ mail }); // expect: n-plus-one
}

// case: a transaction of Drizzle by its type
// file: db.ts
import { drizzle } from "drizzle-orm/better-sqlite3";
export const db = drizzle("x.db");
export type Db = typeof db;
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];
// file: main.ts
import { eq } from "drizzle-orm";
import type { Tx } from "./db";
import { users } from "./schema";
export async function load(tx: Tx, ids: string[]) {
  for (const id of ids) await tx.select().from(users).where(eq(users.id, id)); // expect: n-plus-one
}

// case: the current user is asked for by each field
import { Context, Parent, ResolveField, Resolver } from "@nestjs/graphql";
import { PrismaClient } from "@prisma/client";
@Resolver("Doc")
export class DocResolver {
  private prisma = new PrismaClient();
  @ResolveField()
  async canEdit(@Parent() doc: { ownerId: string }, @Context() ctx: { userId: string }) {
    const me = await this.prisma.user.findFirst({ where: { id: ctx.userId } }); // expect: n-plus-one
    return me?.id === doc.ownerId;
  }
}

// case: a copy of a list that is worked off, and a queue that others fill
import type { Pool } from "pg";
const queue: string[] = [];
export const add = (id: string) => queue.push(id);
export async function load(pool: Pool, ids: string[]) {
  const todo = [...ids];
  while (todo.length > 0) {
    const id = todo.pop();
    await pool.query("SELECT 1 FROM users WHERE id = $1", [id]); // expect: n-plus-one
  }
  while (queue.length > 0) {
    const id = queue.shift();
    await pool.query("SELECT 1 FROM users WHERE id = $1", [id]);
  }
}

// case: a batch that is gathered in the loop and asked for when it is full
import type { Pool } from "pg";
export async function save(pool: Pool, rows: { id: string }[]) {
  let batch: string[] = [];
  const kept: string[] = [];
  for (const row of rows) {
    batch.push(row.id);
    kept.push(row.id);
    if (batch.length === 500) {
      await pool.query("SELECT id FROM known WHERE id = ANY($1)", [batch]);
      batch = [];
    }
    await pool.query("SELECT id FROM known WHERE id = ANY($1)", [kept]); // expect: n-plus-one
  }
}

// case: a module that calls what it exports itself
const { Pool } = require("pg");
exports.pool = new Pool({ connectionTimeoutMillis: 1000 });
exports.find = (id) => exports.pool.query("SELECT * FROM users WHERE id = $1", [id]);
module.exports.label = (id) => `#${id}`;
exports.all = async (ids) => {
  for (const id of ids) {
    console.log(module.exports.label(id));
    await exports.find(id); // expect: n-plus-one
  }
};

// case: resolvers that a schema is made of in place
import { makeExecutableSchema } from "@graphql-tools/schema";
import knex from "knex";
const db = knex({ client: "pg" });
export const schema = makeExecutableSchema({
  typeDefs: "",
  resolvers: {
    Query: { users: (_root: unknown, { team }: { team: string }) => db("users").where({ team }) },
    User: {
      posts: (user: { id: string }) => db("posts").where({ user_id: user.id }), // expect: n-plus-one
    },
  },
});

// case: models in small letters that a folder puts together, with functions of their own
// file: models/index.js
const fs = require("fs");
const path = require("path");
const Sequelize = require("sequelize");
const db = {};
const sequelize = new Sequelize(process.env.DATABASE_URL);
for (const file of fs.readdirSync(__dirname)) {
  const model = require(path.join(__dirname, file))(sequelize, Sequelize);
  db[model.name] = model;
}
module.exports = db;
// file: models/worker.js
module.exports = function (sequelize, DataTypes) {
  const Worker = sequelize.define("worker", { name: DataTypes.TEXT });
  Worker.byName = async function (name) {
    return this.findOne({ where: { name } });
  };
  Worker.label = function (name) {
    return `worker ${name}`;
  };
  Worker.prototype.orders = function () {
    return sequelize.models.order.findAll({ where: { worker: this.id } });
  };
  return Worker;
};
// file: main.js
const models = require("./models");
exports.load = async (ids) => {
  for (const id of ids) await models.worker.findOne({ where: { id } }); // expect: n-plus-one
  for (const id of ids) await models.worker.byName(id); // expect: n-plus-one
  for (const id of ids) models.worker.label(id);
  for (const one of await models.worker.findAll()) await one.orders(); // expect: n-plus-one
  for (const id of ids) await models.unknown.count({ where: { id } });
};

// case: a wrapper with a type for what it is given, that one function goes through
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const withPool =
  <A, R>(run: (pool: Pool, argument: A) => Promise<R>) =>
  (argument: A) =>
    run(pool, argument);
const partById = withPool(async (p, id: number) => (await p.query("SELECT * FROM parts WHERE id = $1", [id])).rows[0]);
export async function load(ids: number[]) {
  const out = [];
  for (const id of ids) out.push(await partById(id)); // expect: n-plus-one
  return out;
}

// case: a wrapper with a type for what it is given, that functions of many kinds go through
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const timed =
  <A, R>(run: (argument: A) => Promise<R>) =>
  (argument: A) =>
    run(argument);
const partById = timed(async (id: number) => (await pool.query("SELECT * FROM parts WHERE id = $1", [id])).rows[0]);
const priceOf = timed(async (id: number) => (await fetch(`http://prices/${id}`)).json());
export async function prices(ids: number[]) {
  const out = [await partById(0)];
  for (const id of ids) out.push(await priceOf(id));
  return out;
}

// case: a getter of an object gives what it returns
import { type Db, MongoClient } from "mongodb";
const client = new MongoClient("mongodb://db", { waitQueueTimeoutMS: 1000 });
const open = (): Db => client.db("shop");
export const collections = {
  get parts() {
    return open().collection("parts");
  },
};
export async function load(ids: string[]) {
  const out = [];
  for (const id of ids) out.push(await collections.parts.findOne({ key: id })); // expect: n-plus-one
  return out;
}

// case: what tests pass to a factory says nothing of what it is given in earnest
// file: notify.js
export function notify({ store }) {
  return async ({ grants }) => {
    await Promise.all(grants.map(async (grant) => {
      const person = await store.person(grant.person); // expect: n-plus-one
      return person.email;
    }));
  };
}
// file: store.js
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const makeStore = () => ({ person: async (id) => prisma.person.findFirst({ where: { id } }) });
// file: test/notify.spec.js
import { notify } from "../notify.js";
const store = {};
it("sends", () => notify({ store })({ grants: [] }));
it("sends one", () => notify({ store })({ grants: [{ person: "1" }] }));
it("sends two", () => notify({ store })({ grants: [{ person: "1" }, { person: "2" }] }));
it("waits", () => notify({ store })({ grants: [] }));
// file: main.js
import { notify } from "./notify.js";
import { makeStore } from "./store.js";
const store = makeStore();
export const onGrant = notify({ store });

// case: of the classes behind an interface, those that stand in for it in tests are not the ones that run
// file: port.ts
export interface Accounts { byId(id: string): Promise<unknown>; }
// file: fakes/a.ts
import type { Accounts } from "../port";
export class A implements Accounts { async byId(id: string) { return { id }; } }
// file: fakes/b.ts
import type { Accounts } from "../port";
export class B implements Accounts { async byId(id: string) { return { id }; } }
// file: in-memory-accounts.ts
import type { Accounts } from "./port";
export class C implements Accounts { async byId(id: string) { return { id }; } }
// file: test/accounts.ts
import type { Accounts } from "../port";
export class D implements Accounts { async byId(id: string) { return { id }; } }
// file: sql-accounts.ts
import { Pool } from "pg";
import type { Accounts } from "./port";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export class SqlAccounts implements Accounts {
  async byId(id: string) { return (await pool.query("SELECT * FROM accounts WHERE id = $1", [id])).rows[0]; }
}
// file: main.ts
import type { Accounts } from "./port";
export class Report {
  constructor(private readonly accounts: Accounts) {}
  async all(ids: string[]) {
    for (const id of ids) await this.accounts.byId(id); // expect: n-plus-one
  }
}

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
