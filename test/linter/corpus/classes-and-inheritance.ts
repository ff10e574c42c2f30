// Classes, inheritance, prototypes, mixins, static members, getters and fields, and objects around a row.

// case: a method of the same class
import { PrismaClient } from "@prisma/client";
export class Orders {
  private readonly prisma = new PrismaClient();
  async one(id: string) {
    return this.prisma.order.findFirst({ where: { id } });
  }
  async many(ids: string[]) {
    for (const id of ids) await this.one(id); // expect: n-plus-one
  }
}

// case: an inherited method
// file: base.ts
import { PrismaClient } from "@prisma/client";
export class Base {
  protected prisma = new PrismaClient();
  protected load(id: string) {
    return this.prisma.row.findFirst({ where: { id } });
  }
}
// file: child.ts
import { Base } from "./base";
export class Child extends Base {
  async all(ids: string[]) {
    for (const id of ids) await this.load(id); // expect: n-plus-one
  }
}

// case: a class field that is an arrow
import { PrismaClient } from "@prisma/client";
export class Rows {
  private prisma = new PrismaClient();
  private load = async (id: string) => this.prisma.row.findFirst({ where: { id } });
  async all(ids: string[]) {
    for (const id of ids) await this.load(id); // expect: n-plus-one
  }
}

// case: a static method
// file: user.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class Users {
  static load(id: string) {
    return prisma.user.findFirst({ where: { id } });
  }
}
// file: orders.ts
import { Users } from "./user";
export async function decorate(ids: string[]) {
  for (const id of ids) await Users.load(id); // expect: n-plus-one
}

// case: rows with methods of their own
// file: account.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class Account {
  constructor(readonly id: string) {}
  orders() {
    return prisma.order.findMany({ where: { accountId: this.id } });
  }
}
// file: main.ts
import { Account } from "./account";
export async function all(accounts: Account[]) {
  for (const account of accounts) await account.orders(); // expect: n-plus-one
}

// case: a row whose class declares nothing
// file: user.js
import pool from "./pool.js";
export class User {
  constructor(row) {
    Object.assign(this, row);
  }
  static async all() {
    const [rows] = await pool.query("SELECT * FROM users");
    return rows.map((row) => new User(row));
  }
  async posts() {
    const [rows] = await pool.execute("SELECT * FROM posts WHERE user_id = ?", [this.id]);
    return rows;
  }
}
// file: pool.js
import mysql from "mysql2/promise";
export default mysql.createPool({ connectTimeout: 5000, waitForConnections: false });
// file: main.js
import { User } from "./user.js";
export async function index() {
  for (const user of await User.all()) await user.posts(); // expect: n-plus-one
}

// case: what classes below hand to the constructor of one above
// file: base.ts
export interface Delegate<T> { findFirst(args: { where: object }): Promise<T | null> }
export class Base<T> {
  constructor(protected readonly model: Delegate<T>, private readonly names: Map<string, T>) {}
  one(key: string) { return this.model.findFirst({ where: { key } }); }
  known(key: string) { return this.names.get(key); }
}
// file: users.ts
import { PrismaClient } from "@prisma/client";
import { Base } from "./base";
const prisma = new PrismaClient();
interface User { id: string }
export class Users extends Base<User> { constructor() { super(prisma.user, new Map()); } }
// file: teams.ts
import { PrismaClient } from "@prisma/client";
import { Base } from "./base";
const prisma = new PrismaClient();
interface Team { id: string }
export class Teams extends Base<Team> { constructor() { super(prisma.team, new Map()); } }
// file: main.ts
import { Users } from "./users";
export async function load(users: Users, keys: string[]) {
  for (const key of keys) console.log(users.known(key));
  for (const key of keys) console.log(await users.one(key)); // expect: n-plus-one
}

// case: what a class above leaves to those below it is that of the object's own class
// file: use-case.ts
export abstract class MemberTask<Command> {
  async execute(command: Command) {
    this.check(command);
    return this.perform(command);
  }
  protected check(_command: Command) {}
  protected abstract perform(command: Command): Promise<unknown>;
}
// file: tasks.ts
import type { DataSource } from "typeorm";
import { MemberTask } from "./use-case";
export class OpenTask extends MemberTask<{ id: string }> {
  constructor(private readonly source: DataSource) {
    super();
  }
  protected async perform({ id }: { id: string }) {
    return this.source.query("SELECT * FROM rooms WHERE id = $1", [id]);
  }
}
export class CountTask extends MemberTask<{ id: string }> {
  private seen = 0;
  protected async perform(_command: { id: string }) {
    this.seen += 1;
    return this.seen;
  }
}
// file: more-tasks.ts
import { MemberTask } from "./use-case";
export class A extends MemberTask<{ id: string }> {
  protected async perform() {
    return 1;
  }
}
export class B extends MemberTask<{ id: string }> {
  protected async perform() {
    return 2;
  }
}
export class C extends MemberTask<{ id: string }> {
  protected async perform() {
    return 3;
  }
}
// file: close-room.ts
import type { DataSource } from "typeorm";
import { MemberTask } from "./use-case";
export interface CloseTask {
  execute(command: { id: string }): Promise<unknown>;
}
export class CloseRoomTask extends MemberTask<{ id: string }> implements CloseTask {
  constructor(private readonly source: DataSource) {
    super();
  }
  protected async perform({ id }: { id: string }) {
    return this.source.query("SELECT * FROM locks WHERE id = $1", [id]);
  }
}
// file: rooms.ts
import type { CountTask, OpenTask } from "./tasks";
import type { CloseTask } from "./close-room";
export class Rooms {
  constructor(
    private readonly open: OpenTask,
    private readonly count: CountTask,
    private readonly close: CloseTask,
  ) {}
  async all(ids: string[]) {
    for (const id of ids) {
      await this.count.execute({ id });
      await this.open.execute({ id }); // expect: n-plus-one
    }
  }
  async none(ids: string[]) {
    for (const id of ids) await this.close.execute({ id }); // expect: n-plus-one
  }
}

// case: a base of the project's own that is extended by objects, as Backbone's is
// file: lib/extend.js
module.exports = function (own) {
  const parent = this;
  const child = function () {
    return parent.apply(this, arguments);
  };
  Object.assign(child, parent);
  child.prototype = Object.create(parent.prototype);
  Object.assign(child.prototype, own);
  return child;
};
// file: lib/model.js
const mongoose = require("mongoose");
const Model = function (options) {
  this.options = options;
  this.rows = mongoose.model(this.name);
};
Model.extend = require("./extend");
Object.assign(Model.prototype, {
  byId(id) {
    return this.rows.findOne({ _id: id }).exec();
  },
  label(row) {
    return this.rows.findOne({ _id: row }).exec();
  },
});
module.exports = Model;
// file: phases.js
const Model = require("./lib/model");
module.exports = Model.extend({
  name: "Phase",
  label(row) {
    return row.title;
  },
  all(ids) {
    return Promise.all(ids.map((id) => this.byId(id))); // expect: n-plus-one
  },
  labels(rows) {
    return rows.map((row) => this.label(row));
  },
});
// file: milestones.js
const Phases = require("./phases");
module.exports = Phases.extend({ name: "Milestone" });
// file: main.js
const Milestones = require("./milestones");
exports.load = (options, ids) => {
  const milestones = new Milestones(options);
  return Promise.all(ids.map((id) => milestones.byId(id))); // expect: n-plus-one
};
exports.names = (options, rows) => {
  const milestones = new Milestones(options);
  return rows.map((row) => milestones.label(row));
};

// case: a method of an object that is called through this
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const service = {
  find(id: string) {
    return prisma.user.findFirst({ where: { id } });
  },
  async all(ids: string[]) {
    for (const id of ids) await this.find(id); // expect: n-plus-one
  },
};

// case: a method of a generic base class
// file: base.ts
import { PrismaClient } from "@prisma/client";
export abstract class BaseRepository<T> {
  protected abstract readonly model: string;
  constructor(protected readonly prisma: PrismaClient) {}
  async findById(id: string): Promise<T | null> {
    return (this.prisma as any)[this.model].findFirst({ where: { id } });
  }
  async one(id: string) {
    return this.prisma.user.findFirst({ where: { id } });
  }
}
// file: main.ts
import { BaseRepository } from "./base";
class UserRepository extends BaseRepository<object> {
  protected readonly model = "user";
}
export async function load(users: UserRepository, ids: string[]) {
  for (const id of ids) await users.one(id); // expect: n-plus-one
}

// case: what a class passes to its own methods, which say nothing of it
// file: records.js
const mongoose = require("mongoose");
class Records {
  constructor(kind) { this.kind = kind; }
  async existing(row) { const Kind = mongoose.model(this.kind.name); return Kind.findOne({ source: row.source }); }
  plain(row) { return row.source; }
}
module.exports = Records;
// file: main.js
class Import {
  constructor(rows, kind) { this.rows = rows; this.kind = kind; }
  async run() {
    const config = this.config();
    const all = [];
    for (let i = 0; i < this.rows.length; i++) all.push(this.one(this.rows[i], config)); // expect: n-plus-one
    for (let i = 0; i < this.rows.length; i++) await this.named(this.rows[i], config);
    await Promise.all(all);
  }
  async one(row, config) {
    const records = config.make(row);
    return await records.existing(row);
  }
  async named(row, config) { return config.make(row).plain(row); }
  config() { return { make: (row) => new (require("./records"))(this.kind, row) }; }
}
exports.Import = Import;

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

// case: a class around a row, without types
// file: account.js
const db = require("knex")({ client: "pg", connection: process.env.DB });
class Account {
  constructor(row) {
    this.row = row;
  }
  async owner() {
    if (!this._owner) this._owner = await db("users").where({ name: this.row.owner }).first();
    return this._owner;
  }
}
class Exporter {
  constructor(format) {
    this.format = format;
  }
  async last() {
    return db("exports").where({ format: this.format }).first();
  }
}
exports.owners = async () => {
  for (const account of (await db("accounts")).map((row) => new Account(row))) await account.owner(); // expect: n-plus-one
};
exports.exports = async (formats) => {
  for (const exporter of formats.map((format) => new Exporter(format))) await exporter.last();
};

// case: a class field that is a function expression, called per row in another file
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class Users {
  find = async function (id: string) {
    return prisma.user.findFirst({ where: { id } });
  };
}
// file: main.ts
import { Users } from "./users";
const users = new Users();
export async function load(ids: string[]) {
  for (const id of ids) await users.find(id); // expect: n-plus-one
}

// case: a class field that a method fills
import { PrismaClient } from "@prisma/client";
export class Settings {
  private readonly prisma = new PrismaClient();
  private readonly keys: string[] = [];
  add(key: string) {
    this.keys.push(key);
  }
  async load() {
    for (const key of this.keys) await this.prisma.setting.findFirst({ where: { key } }); // expect: n-plus-one
  }
}

// case: a query behind super
import { PrismaClient } from "@prisma/client";
class Base {
  protected prisma = new PrismaClient();
  find(id: string) {
    return this.prisma.user.findFirst({ where: { id } });
  }
}
export class Users extends Base {
  override find(id: string) {
    return super.find(id);
  }
  async all(ids: string[]) {
    for (const id of ids) await this.find(id); // expect: n-plus-one
  }
}

// case: a getter that gives the model
import { PrismaClient } from "@prisma/client";
export class Users {
  private client = new PrismaClient();
  private get users() {
    return this.client.user;
  }
  async all(ids: string[]) {
    for (const id of ids) await this.users.findFirst({ where: { id } }); // expect: n-plus-one
  }
}

// case: who makes a class calls the constructor that it inherits
// file: base.js
export class BaseStore {
  constructor(database) {
    this.database = database;
  }
  async findOne(where) {
    return this.database.one(this.table, where);
  }
}
// file: database.js
import knex from "knex";
export class Database {
  connection = knex({ client: "pg", acquireConnectionTimeout: 1000 });
  one(table, where) {
    return this.connection(table).where(where).first();
  }
}
export class Tree {
  one(name, where) {
    return [name, where];
  }
}
// file: stores.js
import { BaseStore } from "./base";
export class Orders extends BaseStore {
  table = "orders";
}
// file: branches.js
export class Branches {
  constructor(database) {
    this.database = database;
  }
  async findOne(where) {
    return this.database.one("branch", where);
  }
}
// file: main.js
import { Branches } from "./branches";
import { Database, Tree } from "./database";
import { Orders } from "./stores";
const orders = new Orders(new Database());
const branches = new Branches(new Tree());
export async function all(ids) {
  for (const id of ids) console.log(await orders.findOne({ id })); // expect: n-plus-one
  for (const id of ids) console.log(await branches.findOne({ id }));
}

// case: a class below one that it imports under another name
// file: bases.ts
export abstract class VariantRepository {
  abstract getById(id: string): Promise<unknown>;
}
export interface Sizes {
  ofVariant(id: string): Promise<unknown>;
}
export abstract class Repository {
  abstract getById(id: string): Promise<unknown>;
}
// file: stores.ts
import { PrismaClient } from "@prisma/client";
import { Repository as LibraryRepository } from "some-library";
import { type Sizes as AllSizes, VariantRepository as Base } from "./bases";
const prisma = new PrismaClient();
export class VariantRepositoryImpl extends Base {
  getById(id: string) {
    return prisma.variant.findFirst({ where: { id } });
  }
}
export class StoredSizes implements AllSizes {
  ofVariant(id: string) {
    return prisma.size.findFirst({ where: { id } });
  }
}
export class Others extends LibraryRepository {
  getById(id: string) {
    return prisma.other.findFirst({ where: { id } });
  }
}
// file: service.ts
import { Inject } from "@nestjs/common";
import { Repository, type Sizes, VariantRepository } from "./bases";
export class VariantService {
  constructor(
    @Inject(VariantRepository) private readonly variants: VariantRepository,
    @Inject("sizes") private readonly sizes: Sizes,
    @Inject(Repository) private readonly others: Repository,
  ) {}
  async all(ids: string[]) {
    for (const id of ids) console.log(await this.variants.getById(id)); // expect: n-plus-one
    for (const id of ids) console.log(await this.sizes.ofVariant(id)); // expect: n-plus-one
    for (const id of ids) console.log(await this.others.getById(id));
  }
}
