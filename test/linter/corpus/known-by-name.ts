// Something of which nothing is known, with a name that says enough, and names that only sound like a query.

// case: a function of the same name that does not query
// file: users.ts
export const get = (id: string) => ({ id });
// file: orders.ts
import { get } from "./users";
export function decorate(ids: string[]) {
  for (const id of ids) get(id);
}

// case: services that are not databases
// file: mailer.ts
export class Mailer {
  async find(id: string) {
    return { id };
  }
  async save(id: string) {
    console.log(id);
  }
}
// file: main.ts
import { Mailer } from "./mailer";
const mailer = new Mailer();
export async function all(ids: string[]) {
  for (const id of ids) {
    await mailer.find(id);
    await mailer.save(id);
  }
}

// case: an HTTP call per element is no query
export async function all(ids: string[]) {
  for (const id of ids) await fetch(`https://example.org/${id}`);
}

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

// case: what is no query of a database far away
import Database from "better-sqlite3";
import { Client } from "cassandra-driver";
import jsforce from "jsforce";
const file = new Database("users.db");
const client = new Client({});
export async function all(ids: string[], search: any, log: any, statement: any) {
  const connection = new jsforce.Connection({});
  for (const id of ids) file.prepare("SELECT * FROM users WHERE id = ?").get(id);
  for (const id of ids) await client.execute("SELECT * FROM users WHERE id = ?", [id]);
  for (const id of ids) await connection.query(`SELECT Id FROM Account WHERE Name = '${id}'`);
  for (const id of ids) await search.query("red shoes", id);
  for (const id of ids) await search.query("Select a colour", id);
  for (const id of ids) log.debug("SELECT * FROM users", id);
  for (const id of ids) statement.query("SELECT * FROM users WHERE id = ?").all(id);
}

// case: a usual name for what another package made
import knex from "knex";
import { R } from "redbean-node";
const db = knex({ client: "pg" });
export async function move(domains: string[]) {
  const trx = await R.begin();
  for (const domain of domains) await trx.exec("DELETE FROM cname WHERE domain = ?", [domain]);
}
export async function load(ids: string[]) {
  const trx = await db.transaction();
  for (const id of ids) await trx("users").where({ id }).first(); // expect: n-plus-one
}

// case: a Map that is named like a cache
const redis = new Map<string, string>();
export function load(keys: string[]) {
  return keys.map((key) => redis.get(key));
}

// case: methods of a class that is called like a model
class User {
  static find(id: string) {
    return id;
  }
  static findOne(id: string) {
    return [id];
  }
}
export const load = (ids: string[]) => ids.map((id) => [User.find(id), User.findOne(id)]);

// case: models on a context of which nothing is known
// file: models.js
const mongoose = require("mongoose");
module.exports = (connection) => ({ Cluster: connection.model("clusters", new mongoose.Schema({})) });
// file: groups.js
exports.sync = async (groups, context) => {
  const { models, logger } = context;
  for (const group of groups) {
    const clusters = await models.Cluster.find({ groups: group.id }).lean(); // expect: n-plus-one
    logger.info(clusters);
  }
};
exports.known = (names, { models }) => names.map((name) => models.list.find((one) => one === name));

// case: methods of arrays and maps that are named like queries
const users = [{ id: 1 }];
const sessions = new Map<number, string>();
export function load(ids: number[]) {
  for (const id of ids) {
    users.find((u) => u.id === id);
    sessions.get(id);
    users.filter((u) => u.id === id).map((u) => u.id);
  }
}

// case: queries that are commented out
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const id of ids) {
    // await prisma.user.findUnique({ where: { id } });
    console.log(id);
  }
}

// case: Drizzle is known by its own chains where nothing says what the context holds
// file: builder.ts
import SchemaBuilder from "@pothos/core";
export const builder = new SchemaBuilder<{ Context: { db: unknown } }>({});
// file: database.ts
import { drizzle } from "drizzle-orm/node-postgres";
export const open = () => drizzle(process.env.DATABASE_URL!); // expect: pool-acquire-timeout
// file: members.ts
import { builder } from "./builder";
import { memberships } from "./tables";
export const Membership = builder.objectRef<{ memberId: string }>("Membership");
Membership.implement({
  fields: (t) => ({
    member: t.field({
      type: "Account",
      resolve: (membership, _, ctx) => ctx.db.query.accounts.findFirst({ where: { id: membership.memberId } }), // expect: n-plus-one
    }),
    size: t.int({
      resolve: async (membership, _, ctx) => {
        const rows = await ctx.db.select().from(memberships).where({ id: membership.memberId }); // expect: n-plus-one
        return rows.length;
      },
    }),
    ownName: t.drizzleField({
      type: "Account",
      resolve: (query, membership, _, ctx) => ctx.db.query.accounts.findFirst(query({ where: { id: membership.memberId } })), // expect: n-plus-one
    }),
    ofGrid: t.field({
      type: "Cell",
      resolve: (membership, _, ctx) => ctx.grid.cells.findFirst({ id: membership.memberId }),
    }),
  }),
});
// file: sending.ts
import type { InboxContext } from "@fedify/fedify";
async function tell(inbox: InboxContext<{ db: unknown }>, id: string) {
  console.log(await inbox.data.db.query.notes.findFirst({ where: { id } }));
}
export async function tellAll(inbox: InboxContext<{ db: unknown }>, ids: string[]) {
  for (const id of ids) await tell(inbox, id); // expect: n-plus-one
}

// case: a list called users is no model
export function names(users: { find(test: (u: { name: string }) => boolean): unknown; name: string }[], User: string[]) {
  for (const user of users) {
    User.find((name) => name === user.name);
    User.filter((name) => name !== user.name).forEach((name) => name.trim());
  }
}

// case: a client by its usual name, with the mark that it is nobody else's
// file: app.ts
import { createClient } from "redis";
export const client = createClient({ socket: { connectTimeout: 1000 } });
// file: main.js
export class Credentials {
  constructor(app) { this._app = app; }
  async present(names) {
    const out = [];
    for (const name of names) if (await this._app._redis.sIsMember("ids", name)) out.push(name); // expect: n-plus-one
    for (const name of names) if (await this._app._reader.sIsMember("ids", name)) out.push(name);
    return out;
  }
}

// case: models that name their table are those of the package that their base comes from
// file: proposals.ts
import { Model, SQL } from "@acme/models";
export class Proposals extends Model<{ id: string; status: string }> {
  static tableName = "proposals";
  static async waiting(owner: string) {
    return this.namedQuery("waiting", SQL`SELECT id FROM proposals WHERE owner = ${owner}`);
  }
}
// file: panels.ts
import { Model } from "@acme/panels";
export class Panels extends Model {
  static title = "panels";
}
// file: jobs.ts
import { Panels } from "./panels";
import { Proposals } from "./proposals";
export async function remind(owners: string[]) {
  for (const owner of owners) console.log(await Proposals.waiting(owner)); // expect: n-plus-one
  for (const owner of owners) console.log(await Proposals.findOne({ owner, status: "open" })); // expect: n-plus-one
  for (const owner of owners) console.log(await Panels.findOne({ owner }));
  return Proposals.find({ status: "open" });
}
