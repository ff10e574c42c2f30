// Members that are put on something after it was made, functions that are chosen or made of others, namespaces and generators.

// case: prototype methods, pg
// file: repo.js
function UserRepo(pool) {
  this.pool = pool;
}
UserRepo.prototype.find = async function (id) {
  const { rows } = await this.pool.query("SELECT * FROM users WHERE id = $1", [id]);
  return rows[0];
};
UserRepo.prototype.label = function (id) { return "#" + id; };
module.exports = UserRepo;
// file: main.js
const { Pool } = require("pg");
const UserRepo = require("./repo");
const repo = new UserRepo(new Pool({ connectionTimeoutMillis: 1000 }));
exports.load = async (ids) => {
  for (const id of ids) console.log(repo.label(id));
  for (const id of ids) await repo.find(id); // expect: n-plus-one
};

// case: prototype object assigned, knex
// file: main.js
const knex = require("knex")({ client: "pg" });
function Users() {}
Users.prototype = {
  find(id) { return knex("users").where({ id }).first(); },
  async all(ids) {
    for (const id of ids) await this.find(id); // expect: n-plus-one
  },
};
module.exports = new Users();

// case: Object.assign to prototype of class, mongoose
// file: user-queries.js
const User = require("./user");
module.exports = {
  async byId(id) { return User.findById(id); },
  name() { return "x"; },
};
// file: user.js
const mongoose = require("mongoose");
module.exports = mongoose.model("User", new mongoose.Schema({}));
// file: service.js
class UserService {}
Object.assign(UserService.prototype, require("./user-queries"));
module.exports = UserService;
// file: main.js
const UserService = require("./service");
const users = new UserService();
exports.load = async (ids) => {
  for (const id of ids) users.name(id);
  for (const id of ids) await users.byId(id); // expect: n-plus-one
};

// case: util.inherits
// file: base.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
function Base() {}
Base.prototype.get = function (id) { return pool.query("SELECT * FROM t WHERE id = $1", [id]); };
module.exports = Base;
// file: main.js
const util = require("util");
const Base = require("./base");
function Orders() { Base.call(this); }
util.inherits(Orders, Base);
Orders.prototype.all = async function (ids) {
  for (const id of ids) await this.get(id); // expect: n-plus-one
};
const orders = new Orders();
exports.x = async (ids) => { for (const id of ids) await orders.get(id); }; // expect: n-plus-one

// case: Object.create prototype inherits
// file: main.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
function Base() {}
Base.prototype.get = function (id) { return pool.query("SELECT * FROM t WHERE id = $1", [id]); };
function Orders() {}
Orders.prototype = Object.create(Base.prototype);
Orders.prototype.constructor = Orders;
const orders = new Orders();
exports.x = async (ids) => { for (const id of ids) await orders.get(id); }; // expect: n-plus-one

// case: statics on a function
// file: main.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
function Orders() {}
Orders.get = function (id) { return pool.query("SELECT * FROM t WHERE id = $1", [id]); };
exports.x = async (ids) => { for (const id of ids) await Orders.get(id); }; // expect: n-plus-one

// case: members set on an object after it was made
// file: users.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const users = {};
users.get = function (id) { return pool.query("SELECT * FROM t WHERE id = $1", [id]); };
users.label = (id) => "#" + id;
module.exports = users;
// file: main.js
const users = require("./users");
exports.x = async (ids) => { for (const id of ids) { users.label(id); await users.get(id); } }; // expect: n-plus-one

// case: TypeScript mixin function
// file: main.ts
import { Pool } from "pg";
type Ctor<T = {}> = new (...args: any[]) => T;
const pool = new Pool({ connectionTimeoutMillis: 1000 });
function WithUsers<T extends Ctor>(Base: T) {
  return class extends Base {
    async user(id: string) {
      return pool.query("SELECT * FROM users WHERE id = $1", [id]);
    }
    label(id: string) { return id; }
  };
}
class Core {}
class Service extends WithUsers(Core) {
  async all(ids: string[]) {
    for (const id of ids) this.label(id);
    for (const id of ids) await this.user(id); // expect: n-plus-one
  }
}
const Mixed = WithUsers(Core);
const mixed = new Mixed();
export async function load(ids: string[]) {
  for (const id of ids) await mixed.user(id); // expect: n-plus-one
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

// case: namespace
// file: users.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export namespace Users {
  export async function find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
  export const label = (id: string) => id;
  export const byMail = async (mail: string) => pool.query("SELECT * FROM users WHERE mail = $1", [mail]);
}
// file: main.ts
import { Users } from "./users";
export async function load(ids: string[]) {
  for (const id of ids) Users.label(id);
  for (const id of ids) await Users.find(id); // expect: n-plus-one
  for (const id of ids) await Users.byMail(id); // expect: n-plus-one
}

// case: namespace in one file with a class of one name
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
namespace Users {
  export async function find(id: string) { return prisma.user.findFirst({ where: { id } }); }
}
export async function load(ids: string[]) {
  for (const id of ids) await Users.find(id); // expect: n-plus-one
}

// case: namespace with classes and types
// file: repos.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export namespace Repos {
  export class UserStore {
    async find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
  }
  export interface Opts { a: string }
}
// file: main.ts
import { Repos } from "./repos";
export async function load(store: Repos.UserStore, ids: string[]) {
  for (const id of ids) await store.find(id); // expect: n-plus-one
  const own = new Repos.UserStore();
  for (const id of ids) await own.find(id); // expect: n-plus-one
}

// case: objection transaction with bound models
// file: main.js
const { Model, transaction } = require("objection");
class Person extends Model { static get tableName() { return "persons"; } }
exports.load = async (ids) => {
  await transaction(Person, async (Bound) => {
    for (const id of ids) await Bound.query().findById(id); // expect: n-plus-one
  });
};
exports.load2 = async (ids, trx) => {
  const P = Person.bindTransaction(trx);
  for (const id of ids) await P.query().findById(id); // expect: n-plus-one
  const K = Person.bindKnex(trx);
  for (const id of ids) await K.query().where({ id }); // expect: n-plus-one
};
exports.load3 = async (ids) => {
  await transaction(Person.knex(), async (trx) => {
    for (const id of ids) await Person.query(trx).findById(id); // expect: n-plus-one
  });
};

// case: partial and bind with the client
// file: main.js
const { Pool } = require("pg");
const { partial } = require("lodash");
const _ = require("lodash");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
async function find(client, id) { return client.query("SELECT * FROM users WHERE id = $1", [id]); }
const find1 = partial(find, pool);
const find2 = _.partial(find, pool);
const find3 = find.bind(null, pool);
exports.load = async (ids) => {
  for (const id of ids) await find1(id); // expect: n-plus-one
  for (const id of ids) await find2(id); // expect: n-plus-one
  for (const id of ids) await find3(id); // expect: n-plus-one
  await Promise.all(ids.map(find3)); // expect: n-plus-one
  await Promise.all(ids.map(find.bind(null, pool))); // expect: n-plus-one
};

// case: curried with the client
// file: users.js
module.exports = {
  findUser: (client) => async (id) => client.query("SELECT * FROM users WHERE id = $1", [id]),
};
// file: main.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const { findUser } = require("./users");
const find = findUser(pool);
exports.load = async (ids) => {
  for (const id of ids) await find(id); // expect: n-plus-one
  for (const id of ids) await findUser(pool)(id); // expect: n-plus-one
};

// case: own async generator
// file: main.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
async function* rowsOf() {
  const { rows } = await pool.query("SELECT * FROM users");
  for (const row of rows) yield row;
}
export async function load() {
  for await (const r of rowsOf()) {
    await pool.query("SELECT * FROM posts WHERE user_id = $1", [r.id]); // expect: n-plus-one
  }
}

// case: own async generator in pages, which is right
// file: main.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
async function* pages() {
  let after = 0;
  while (true) {
    const { rows } = await pool.query("SELECT * FROM users WHERE id > $1 LIMIT 100", [after]);
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1).id;
  }
}
export async function load() {
  for await (const page of pages()) {
    await pool.query("SELECT * FROM posts WHERE user_id = ANY($1)", [page.map((r: any) => r.id)]);
  }
}

// case: apollo resolver maps by type imported
// file: resolvers/index.ts
import { User } from "./User";
import { Query } from "./Query";
import Post from "./Post";
export const resolvers = { Query, User, Post };
// file: resolvers/User.ts
import { prisma } from "../db";
export const User = {
  posts: (parent: { id: string }) => prisma.post.findMany({ where: { userId: parent.id } }), // expect: n-plus-one
};
// file: resolvers/Post.ts
import { prisma } from "../db";
export default {
  author: (post: { userId: string }) => prisma.user.findFirst({ where: { id: post.userId } }), // expect: n-plus-one
};
// file: resolvers/Query.ts
import { prisma } from "../db";
export const Query = { users: (_p: unknown, args: { team: string }) => prisma.user.findMany({ where: args }) };
// file: db.ts
import { PrismaClient } from "@prisma/client";
export const prisma = new PrismaClient();

// case: a service named cache whose loop queries
// file: main.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class UserCacheService {
  async warm(ids: string[]) {
    for (const id of ids) {
      const user = await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
      console.log(user);
    }
  }
}
export class FeedCache {
  constructor(private cacheRepo: UserCacheService) {}
  async load(ids: string[]) {
    for (const id of ids) await this.read(id); // expect: n-plus-one
  }
  private async read(id: string) {
    return prisma.feed.findMany({ where: { userId: id } });
  }
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
