// What first looks at unknown repositories showed: shapes that are right as they are beside neighbours that are not.

// case: models out of a folder that fills its exports when it runs
// file: models/index.js
const fs = require("fs");
const Sequelize = require("sequelize");
const db = {};
const sequelize = new Sequelize("postgres://db", { pool: { acquire: 5000 } });
fs.readdirSync(__dirname).forEach((file) => {
  const model = require(`./${file}`)(sequelize, Sequelize);
  db[model.name] = model;
});
module.exports = db;
// file: labels.js
export const Label = { findOne: (label) => label.text };
// file: users.js
import { Label } from "./labels";
import { User } from "./models";
const { Role } = require("./models/index.js");
export async function load(ids) {
  for (const id of ids) await User.findOne({ where: { id } }); // expect: n-plus-one
  for (const id of ids) await Role.findByPk(id); // expect: n-plus-one
  for (const id of ids) await Label.findOne({ text: id });
}

// case: a model of Sequelize is the class of its name
// file: models/Author.js
const { Model } = require("sequelize");
class Author extends Model {
  static async byName(name) {
    const found = await this.findOne({ where: { name } });
    return found;
  }
  static initials(name) {
    return name.slice(0, 1);
  }
}
module.exports = Author;
// file: Database.js
const { Sequelize } = require("sequelize");
class Database {
  constructor() {
    this.sequelize = new Sequelize("sqlite::memory:", { pool: { acquire: 5000 } });
  }
  get models() {
    return this.sequelize.models;
  }
  get authorModel() {
    return this.models.author;
  }
}
module.exports = new Database();
// file: main.js
const Database = require("./Database");
async function load(names) {
  for (const name of names) await Database.authorModel.byName(name); // expect: n-plus-one
  for (const name of names) Database.authorModel.initials(name);
}
module.exports = { load };

// case: for await over a list that came out of a request, and over what streams
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function body(request: unknown): any;
declare function open(request: unknown): any;
export async function remove(request: unknown) {
  const { names } = body(request);
  for await (const name of names) await prisma.file.findFirst({ where: { name } }); // expect: n-plus-one
  const { chunks } = body(request);
  for await (const chunk of chunks) await prisma.file.findFirst({ where: { name: chunk } });
  const rows = open(request);
  for await (const row of rows) await prisma.file.findFirst({ where: { name: row } });
}

// case: kinds that the constructor fixes, and those that it is given
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class Finder {
  fixed: string[];
  given: string[];
  constructor(given: string[]) {
    this.fixed = ["books", "films"];
    this.given = given;
  }
  async all() {
    for (const kind of this.fixed) await prisma.item.findMany({ where: { kind } });
    for (const kind of this.given) await prisma.item.findMany({ where: { kind } }); // expect: n-plus-one
  }
}

// case: the shortest beginning of a text that is free
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function shorten(id: string, ids: string[]) {
  for (let end = 6; end <= id.length; end++) {
    const short = id.substring(0, end);
    if (!(await prisma.link.findFirst({ where: { short } }))) break;
  }
  for (let at = 0; at < ids.length; at++) await prisma.link.findFirst({ where: { short: ids[at] } }); // expect: n-plus-one
}

// case: what is set up once, and what has no mark of it
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
class Bridge {
  #ready = false;
  busy = false;
  async connect() {
    if (this.#ready) return;
    await prisma.setting.findFirst();
    this.#ready = true;
  }
  async work(id: string) {
    if (this.busy) return;
    this.busy = true;
    await prisma.job.findFirst({ where: { id } });
    this.busy = false;
  }
  async send(id: string) {
    await this.connect();
    return fetch(`https://api.test/${id}`, { signal: AbortSignal.timeout(1000) });
  }
}
export async function all(ids: string[]) {
  const bridge = new Bridge();
  for (const id of ids) await bridge.send(id);
  for (const id of ids) await bridge.work(id); // expect: n-plus-one
}

// case: a timer that is kept in a map
import later from "later";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
class Jobs {
  timers = new Map<string, unknown>();
  handlers = new Map<string, () => unknown>();
  async run(id: string) {
    await prisma.job.findFirst({ where: { id } });
  }
  add(id: string) {
    const timer = later.setInterval(() => this.run(id), 1000);
    this.timers.set(id, timer);
    this.handlers.set(id, () => this.run(id));
  }
}
export async function start(ids: string[]) {
  const jobs = new Jobs();
  for (const id of ids) jobs.add(id);
  for (const id of ids) await jobs.run(id); // expect: n-plus-one
}

// case: a scheduler of the project
// file: cron.js
exports.schedule = function schedule(expression, run) {
  const task = { expression, run: () => run() };
  run.registered = true;
  return task;
};
// file: main.js
const { Pool } = require("pg");
const cron = require("./cron");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
function start(library) {
  cron.schedule(library.cron, async () => pool.query("SELECT * FROM libraries WHERE id = $1", [library.id]));
}
async function startAll(libraries) {
  for (const library of libraries) start(library);
  for (const { id } of libraries) await pool.query("SELECT * FROM libraries WHERE id = $1", [id]); // expect: n-plus-one
}
module.exports = { startAll };

// case: a name that is quoted first, and the size of a table
import { Sequelize } from "sequelize";
const sequelize = new Sequelize("postgres://db", { pool: { acquire: 5000 } });
declare function quoteIdentifier(name: string): string;
export async function sizes(tables: string[]) {
  for (const table of tables) {
    const quoted = quoteIdentifier(table);
    const escaped = sequelize.escape(quoted);
    await sequelize.query(`SELECT count(*) FROM ${quoted}`);
    await sequelize.query(`SELECT pg_total_relation_size(${escaped}) AS size`);
    await sequelize.query(`SELECT count(*) FROM users WHERE name = ${escaped}`); // expect: n-plus-one
  }
}

// case: SQL text that is executed where it stands, with Kysely
import { Kysely, sql } from "kysely";
export async function trim(db: Kysely<unknown>, users: { id: string }[]) {
  for (const { id } of users) {
    await sql`SELECT * FROM sessions WHERE user_id = ${id}`.execute(db); // expect: n-plus-one
    await sql`DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE user_id = ${id} OFFSET 5)`.execute(db);
  }
}

// case: a slug that is made to be unique, and a check that one is
// file: slugs.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function generateUniqueSlug(title: string): Promise<string> {
  const last = await prisma.slug.findFirst({ where: { base: title } });
  return last === null ? title : `${title}-${last.number + 1}`;
}
export async function isUniqueSlug(slug: string) {
  return (await prisma.slug.findFirst({ where: { slug } })) === null;
}
// file: main.ts
import { generateUniqueSlug, isUniqueSlug } from "./slugs";
export async function slugs(titles: string[]) {
  for (const title of titles) console.log(await generateUniqueSlug(title));
  for (const title of titles) console.log(await isUniqueSlug(title)); // expect: n-plus-one
}

// case: findUnique in jobs that no turn waits for, and in turns that wait
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function job(id: string) {
  const row = await prisma.campaign.findUnique({ where: { id } });
  return row?.name;
}
export async function start(ids: string[]) {
  const jobs: Promise<unknown>[] = [];
  for (const id of ids) jobs.push(job(id).catch(console.error));
  await Promise.all(jobs);
  for (const id of ids) {
    console.log(id);
    await job(id); // expect: n-plus-one
  }
}

// case: one of the elements and something else besides
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function refresh(indexes: Record<string, { synced: boolean }>, kinds: string[]) {
  for (const name in indexes) {
    if (name === "prices" && indexes[name]?.synced === true) await prisma.price.findFirst({ where: { name } });
  }
  for (const kind of kinds) {
    if (kind === "none") console.log("nothing to do");
    else await prisma.price.findFirst({ where: { name: kind } }); // expect: n-plus-one
  }
}

// case: lists in a switch, and a list that one way loads
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function nodes(network: string) {
  let keys: string[];
  switch (network) {
    case "test":
      keys = ["a", "b"];
      break;
    default:
      keys = ["c"];
  }
  for (const key of keys) await prisma.node.findFirst({ where: { key } });
  let names = ["x", "y"];
  if (network === "main") names = (await prisma.node.findMany()).map(({ name }) => name);
  for (const name of names) await prisma.node.findFirst({ where: { name } }); // expect: n-plus-one
}

// case: the answers of a list of questions in the code
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function logged(kind: string): Promise<string>;
const tell = async (id: string) => prisma.campaign.findFirst({ where: { id } });
export async function finish(kinds: string[]) {
  await Promise.all([logged("mail"), logged("text")]).then((ids) => ids.filter(Boolean).forEach((id) => void tell(id)));
  const both = await Promise.all([logged("mail"), logged("text")]);
  for (const id of both) await tell(id);
  const all = await Promise.all(kinds.map(logged));
  for (const id of all) await tell(id); // expect: n-plus-one
}

// case: keys of what the program has, by a constant in a function
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(services: Record<string, unknown>, rows: Record<string, unknown>) {
  const SERVICES = Object.keys(services);
  await Promise.all(SERVICES.map(async (name) => prisma.service.findFirst({ where: { name } })));
  const names = Object.keys(rows);
  await Promise.all(names.map(async (name) => prisma.service.findFirst({ where: { name } }))); // expect: n-plus-one
}

// case: a row is created, and checked where a column of its table must be unique
// file: store.ts
import type { Repository } from "typeorm";
interface Column { name: string; unique: boolean }
export class Store<T extends object> {
  constructor(private readonly repository: Repository<T>, private readonly columns: Column[]) {}
  async create(row: T) {
    await this.checkUnique(row);
    return this.repository.save(row);
  }
  async change(row: T & { id: number }) {
    const old = await this.repository.findOneBy({ id: row.id } as never);
    return this.repository.save({ ...old, ...row });
  }
  private async checkUnique(row: T) {
    for (const { name, unique } of this.columns) {
      if (unique) await this.repository.count({ where: { [name]: row[name as keyof T] } as never }); // expect: n-plus-one
    }
  }
}
// file: main.ts
import type { Store } from "./store";
export async function all(store: Store<{ id: number }>, rows: { id: number }[]) {
  for (const row of rows) await store.create(row);
  for (const row of rows) await store.change(row); // expect: n-plus-one
}

// case: what the methods of a returned object are passed, by the type that the function returns
// file: repository.ts
import type { PrismaClient } from "@prisma/client";
export interface GroupRepository {
  bySlug(db: PrismaClient, slug: string): Promise<unknown>;
  initials(db: PrismaClient, slug: string): string;
}
export function getGroupRepository(): GroupRepository {
  return {
    async bySlug(db, slug) {
      return db.group.findFirst({ where: { slug } });
    },
    initials(_db, slug) {
      return slug.slice(0, 1);
    },
  };
}
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { getGroupRepository } from "./repository";
const db = new PrismaClient();
export async function load(slugs: string[]) {
  const groups = getGroupRepository();
  for (const slug of slugs) await groups.bySlug(db, slug); // expect: n-plus-one
  for (const slug of slugs) groups.initials(db, slug);
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

// case: text that the function is passed, in its own loop
import { Client } from "pg";
export async function push(client: Client, upsert: string, rows: unknown[][]) {
  for (const row of rows) await client.query(upsert, row);
  const find = "SELECT id FROM users WHERE name = $1";
  for (const row of rows) await client.query(find, row); // expect: n-plus-one
}

// case: a client for each server, in a function that is called in place, and in an object
import { Client } from "pg";
async function state(client: Client, mapping: string) {
  return client.query("SELECT id FROM sync WHERE mapping = $1", [mapping]);
}
async function migrate(options: { client: Client; log: boolean }) {
  return options.client.query("SELECT id FROM migrations");
}
async function sync(config: { url: string }) {
  const client = new Client({ connectionString: config.url, connectionTimeoutMillis: 1000 });
  await migrate({ client, log: true });
  return (async () => {
    await client.connect();
    return state(client, "users");
  })();
}
export async function all(configs: { url: string }[], client: Client, mappings: string[]) {
  for (const config of configs) await sync(config);
  for (const mapping of mappings) await state(client, mapping); // expect: n-plus-one
}

// case: a table of the project's own, which the element names
// file: db.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const quote = (name: string) => `"${name}"`;
export async function select(table: string, id: string, fast = false) {
  let sql: string;
  if (fast) sql = `SELECT id FROM ${quote(table)} WHERE id = $1`;
  else sql = `SELECT * FROM ${quote(table)} WHERE id = $1`;
  return pool.query(sql, [id]);
}
// file: table.ts
import { select } from "./db";
export class Table {
  constructor(readonly name: string) {}
  async row(id: string) {
    return select(this.name, id);
  }
}
// file: main.ts
import { Table } from "./table";
const users = new Table("users");
export async function all(names: string[], ids: string[]) {
  for (const name of names) {
    const table = new Table(name);
    await table.row("1");
  }
  for (const id of ids) await users.row(id); // expect: n-plus-one
}

// case: an option whose default says other things
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare const kept: { id: string }[];
interface Options { cached?: boolean; limit?: number }
async function find(table: string, options: Options = { limit: 10 }) {
  if (options.cached) return kept.filter(({ id }) => id === table);
  return prisma.field.findMany({ where: { table }, take: options.limit });
}
export async function all(tables: string[]) {
  for (const table of tables) await find(table, { cached: true });
  for (const table of tables) await find(table); // expect: n-plus-one
}

// case: a generated client that lies in the project, and its namespace of types
// file: generated/client.ts
import * as runtime from "@prisma/client/runtime/client";
import * as Prisma from "./namespace";
export const PrismaClient = runtime.getPrismaClient({}) as unknown as new () => PrismaClient;
export interface PrismaClient { user: { findFirst(args: unknown): Promise<unknown> } }
export { Prisma };
// file: generated/namespace.ts
import type { PrismaClient } from "./client";
export type TransactionClient = Omit<PrismaClient, "$transaction">;
// file: main.ts
import { type Prisma, PrismaClient } from "./generated/client";
const prisma = new PrismaClient();
export async function load(db: Prisma.TransactionClient, ids: string[]) {
  for (const id of ids) await db.user.findFirst({ where: { id } }); // expect: n-plus-one
  for (const id of ids) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
}

// case: types of a client that is generated elsewhere, and something of the project by that name
// file: own.ts
export const Prisma = { user: { findFirst: async (id: string) => id.length } };
// file: main.ts
import type { Prisma } from "../generated/prisma/client";
import { Prisma as own } from "./own";
export async function load(db: Prisma.TransactionClient, ids: string[]) {
  for (const id of ids) await db.user.findFirst({ where: { id } }); // expect: n-plus-one
  for (const id of ids) await own.user.findFirst(id);
}

// case: a singleton that is made once, and a program that reads its arguments
// file: main.ts
import { MongoClient } from "mongodb";
declare function getSingleton<T>(name: string, make: () => T): T;
async function connect(url: string) {
  const client = new MongoClient(url, { timeoutMS: 1000, waitQueueTimeoutMS: 1000 });
  await client.db("events").collection("rows").findOne({ url });
  return client;
}
export async function all(builders: { url: string }[]) {
  for (const { url } of builders) await getSingleton(url, () => connect(url));
}
// file: import-users.ts
import parseArgs from "minimist";
import { MongoClient } from "mongodb";
const client = new MongoClient("mongodb://db", { timeoutMS: 1000, waitQueueTimeoutMS: 1000 });
async function run(argv = process.argv.slice(2)) {
  for (const name of parseArgs(argv)._) await client.db("app").collection("users").findOne({ name });
}
void run();

// case: pieces of a list that a helper asks for at once, and a retry
import type { Repository } from "typeorm";
import { In } from "typeorm";
declare const states: Repository<{ id: string; userId: string }>;
declare function spread<T>(list: T[], into: number): T[][];
const missing = async (ids: string[]) => states.find({ where: { userId: In(ids) } });
const one = async (id: string) => states.findOneBy({ userId: id });
export async function fill(users: { id: string }[], ids: string[]) {
  const seqs = spread(users, 4);
  await Promise.all(seqs.map((seq) => missing(seq.map(({ id }) => id))));
  for (const user of users) await fetch(user.id, { signal: AbortSignal.timeout(9) }).catch(() => one(user.id));
  for (const id of ids) await one(id); // expect: n-plus-one
}

// case: what a helper calls when something went wrong, and what it calls at the end
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function orRollBack(work: () => Promise<void>, undo: () => Promise<unknown>) {
  try {
    await work();
  } catch (error) {
    await undo();
    throw error;
  }
}
async function thenTell(work: () => Promise<void>, tell: () => Promise<unknown>) {
  await work();
  await tell();
}
const load = async (id: string) => prisma.flow.findFirst({ where: { id } });
declare function work(): Promise<void>;
export async function all(ids: string[]) {
  for (const id of ids) await orRollBack(work, () => load(id));
  for (const id of ids) await thenTell(work, () => load(id)); // expect: n-plus-one
}

// case: rows of each table, one by one
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function all(tables: { name: string; ids: string[] }[]) {
  for (const { name, ids } of tables) {
    await pool.query(`SELECT count(*) FROM ${name}`);
    for (const id of ids) await pool.query(`SELECT * FROM ${name} WHERE id = $1`, [id]); // expect: n-plus-one
  }
}

// case: a loop that ends at the first error, and one that ends at the first hit
// file: main.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function validate(transfer: { from: string; amount: number }): Promise<string | undefined> {
  const balance = await prisma.balance.findFirst({ where: { account: transfer.from } });
  return balance.total < transfer.amount ? "not enough" : undefined;
}
export async function check(transfers: { from: string; amount: number }[]) {
  const errors: string[] = [];
  for (const transfer of transfers) {
    const error = await validate(transfer); // expect: n-plus-one
    if (error) {
      errors.push(error);
      break;
    }
  }
  return errors;
}
export async function first(transfers: { from: string; amount: number }[]) {
  for (const transfer of transfers) {
    const said = await validate(transfer);
    if (said) return said;
  }
}

// case: an element called a batch that has properties of its own, and one that is a list
// file: main.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const check = (row: object) => prisma.origin.findFirst({ where: row });
export async function load(rows: { type: string }[], lists: number[][]) {
  for (const animalOrBatch of rows) {
    const { type } = animalOrBatch;
    if (type !== "") await check(animalOrBatch); // expect: n-plus-one
  }
  for (const batch of lists) await prisma.animal.findMany({ where: { OR: batch } });
}

// case: a model that a discriminator makes
// file: models.js
const mongoose = require("mongoose");
const Item = mongoose.model("Item", new mongoose.Schema({}));
module.exports.Tool = Item.discriminator("Tool", new mongoose.Schema({ category: String }));
// file: main.js
const { Tool } = require("./models");
exports.load = async (ids) => {
  for (const id of ids) console.log(await Tool.findOne({ _id: id })); // expect: n-plus-one
};

// case: a database for each tenant, by its address
import { Client, Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
async function version({ databaseUrl }: { databaseUrl: string }) {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 1000 });
  await client.connect();
  return client.query("SELECT version FROM schema_version");
}
const owner = (id: string, url: string) => pool.query(`SELECT owner FROM tenants WHERE id = $1 AND home = $2`, [id, url]);
declare function configOf(id: string): Promise<{ databaseUrl: string; home: string }>;
export async function all(tenants: { id: string }[]) {
  for (const tenant of tenants) {
    const config = await configOf(tenant.id);
    await version({ databaseUrl: config.databaseUrl });
    await owner(tenant.id, config.home); // expect: n-plus-one
  }
}

// case: find of a model with a callback, which is no list
// file: main.js
const mongoose = require("mongoose");
const Client = mongoose.model("Client", new mongoose.Schema({}));
const Keystore = mongoose.model("Keystore", new mongoose.Schema({}));
exports.upgrade = (done) =>
  Client.find((error, clients) => {
    if (error) return done(error);
    Keystore.findOne((failed, keystore) => done(failed, clients, keystore));
  });
exports.load = (ids) => {
  ids.forEach((id) => {
    Client.findOne({ _id: id }, (error, client) => console.log(error, client)); // expect: n-plus-one
  });
};

// case: what a function asks is told once, not again where its answer is waited for
// file: main.js
const mongoose = require("mongoose");
const Role = mongoose.model("Role", new mongoose.Schema({}));
const Channel = mongoose.model("Channel", new mongoose.Schema({}));
const channelsOf = (user) =>
  Role.find({ name: { $in: user.groups } }).then((roles) => Channel.find({ _id: { $in: roles } }).exec());
exports.load = (users) =>
  Promise.all(
    users.map((user) =>
      channelsOf(user) // expect: n-plus-one
        .then((channels) => ({ user, channels })),
    ),
  );
exports.rename = (ids) => {
  ids.forEach((id) => {
    Role.find({ parent: id })
      .then((roles) => roles.forEach((role) => role.rename()))
      .catch((error) => console.error(error)); // expect: n-plus-one
  });
};

// case: loops by an index over collections, and over rows
// file: main.ts
import type { Db } from "mongodb";
const removed = (db: Db, collection: string) => db.collection(collection).find({ removed: true }).toArray();
export async function clean(db: Db, names: string[]) {
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    await db.collection(name).findOne({ removed: true });
    await removed(db, name);
  }
}
export async function load(db: Db, ids: string[]) {
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i];
    await db.collection("users").findOne({ id }); // expect: n-plus-one
  }
}

// case: what a decorator says, and what a request says
// file: main.ts
import { Reflector } from "@nestjs/core";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class LimitGuard {
  constructor(private readonly reflector: Reflector) {}
  async canActivate(handler: () => void, asked: string[]) {
    const metadata = this.reflector.getAllAndMerge<{ labels: string[] }>("limits", [handler]);
    const { labels } = metadata;
    await Promise.all(labels.map(async (label) => prisma.limit.findFirst({ where: { label } })));
    await Promise.all(asked.map(async (label) => prisma.limit.findFirst({ where: { label } }))); // expect: n-plus-one
  }
}

// case: a branch for one key, by what is made of the key
// file: main.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const columnOf = (key: string) => key.toLowerCase();
export async function filter(query: Record<string, string>) {
  for (const key of Object.keys(query)) {
    const column = columnOf(key);
    if (column === "owner") await prisma.source.findMany({ where: { owner: query[key] } });
    else await prisma.column.findFirst({ where: { column } }); // expect: n-plus-one
  }
}

// case: waiting in each turn until nobody else is busy, and asking once in each
// file: quiet.ts
import { Pool } from "pg";
export const pool = new Pool({ connectionTimeoutMillis: 1000 });
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const isBusy = async () => (await pool.query("SELECT 1 FROM shows WHERE live")).rows.length > 0;
export async function untilQuiet() {
  while (true) {
    const busy = await isBusy();
    if (!busy) return;
    await sleep(1000);
  }
}
export async function isQuiet() {
  const busy = await isBusy();
  return !busy;
}
export async function payment(reference: string) {
  for (let tries = 0; tries < 3; tries++) {
    const { rows } = await pool.query("SELECT id FROM payments WHERE reference = $1", [reference]);
    if (rows.length > 0) return rows[0];
    await sleep(1000);
  }
}
// file: main.ts
import { isQuiet, payment, pool, untilQuiet } from "./quiet";
export async function match() {
  const { rows } = await pool.query("SELECT reference FROM events");
  for (const row of rows) console.log(await payment(row.reference)); // expect: n-plus-one
}
export async function repair() {
  const { rows } = await pool.query("SELECT id FROM albums");
  for (const row of rows) {
    await untilQuiet();
    await pool.query("UPDATE albums SET seen = true WHERE id = $1", [row.id]); // expect: write-in-loop
  }
}
export async function report() {
  const { rows } = await pool.query("SELECT id FROM albums");
  for (const row of rows) console.log(row, await isQuiet()); // expect: n-plus-one
}

// case: the next number under a lock, and the highest of each
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function receive(items: { product: string }[]) {
  for (const item of items) {
    await pool.query("SELECT pg_advisory_xact_lock(hashtext('movements'))");
    const next = await pool.query(
      `SELECT 'M-' || (COALESCE(MAX(CAST(SUBSTRING(number FROM 3) AS INTEGER)), 0) + 1) AS number FROM movements`,
    );
    await pool.query("INSERT INTO movements (number, product) VALUES ($1, $2)", [next.rows[0].number, item.product]); // expect: write-in-loop
  }
}
export async function highest(items: { product: string }[]) {
  for (const item of items) {
    const top = await pool.query("SELECT MAX(price) AS top FROM offers WHERE product = $1", [item.product]); // expect: n-plus-one
    await pool.query("UPDATE products SET top = $1 WHERE id = $2", [top.rows[0].top, item.product]);
  }
}

// case: a number that counts what there is, and a count of what the element has
// file: invoice.js
const mongoose = require("mongoose");
const schema = new mongoose.Schema({ number: String });
schema.statics.generateNumber = async function () {
  const count = await this.countDocuments({ year: new Date().getFullYear() });
  return `INV-${count + 1}`;
};
module.exports = mongoose.model("Invoice", schema);
// file: billing.js
const Invoice = require("./invoice");
async function bill(orders) {
  for (const order of orders) {
    const number = await Invoice.generateNumber();
    await new Invoice({ number, order }).save(); // expect: write-in-loop
  }
}
async function count(orders) {
  for (const order of orders) {
    order.invoices = await Invoice.countDocuments({ order: order.id }); // expect: n-plus-one
  }
}
module.exports = { bill, count };

// case: a program that ends by closing what it opened, and one that listens
// file: fix-users.js
const mongoose = require("mongoose");
const User = require("./user");
async function fix() {
  await mongoose.connect("mongodb://db/app", { waitQueueTimeoutMS: 5000 });
  for (const user of await User.find({})) {
    const other = await User.findOne({ email: user.email });
    console.log(other);
  }
  await mongoose.disconnect();
}
fix();
// file: user.js
const mongoose = require("mongoose");
module.exports = mongoose.model("User", new mongoose.Schema({ email: String }));
// file: main.js
const express = require("express");
const mongoose = require("mongoose");
const User = require("./user");
const app = express();
app.get("/", async (request, response) => {
  for (const id of request.query.ids) await User.findOne({ id }); // expect: n-plus-one
  response.end();
});
app.listen(3000);
process.on("exit", () => mongoose.disconnect());

// case: what a field of the object, a cache or a store that loads keeps
import { PrismaClient } from "@prisma/client";
import type { RoleCache, Store } from "./stores";
export class Instruments {
  private readonly ids = new Map<string, string>();
  private readonly names = new Map<string, string>();
  constructor(
    private readonly prisma: PrismaClient,
    private readonly roleCache: RoleCache,
    private readonly store: Store,
  ) {}
  private async idOf(symbol: string) {
    if (this.ids.has(symbol)) return this.ids.get(symbol);
    const found = await this.prisma.instrument.findFirst({ where: { symbol } });
    if (found === null) throw new Error("not found");
    this.ids.set(symbol, found.id);
    return found.id;
  }
  private async nameOf(symbol: string) {
    if (this.names.has(symbol)) console.log("known");
    return this.prisma.instrument.findFirst({ where: { symbol } });
  }
  private async permissionsOf(id: string) {
    let permissions = await this.roleCache.getPermissions(id);
    if (!permissions) {
      permissions = await this.prisma.permission.findMany({ where: { role: id } });
      await this.roleCache.setPermissions(id, permissions);
    }
    return permissions;
  }
  private configOf(id: string) {
    return this.store.getOrLoadNs("configs", id, () => this.prisma.config.findFirst({ where: { id } }));
  }
  async all(trades: { symbol: string; role: string }[]) {
    for (const { symbol, role } of trades) {
      await this.idOf(symbol);
      await this.permissionsOf(role);
      await this.configOf(symbol);
      await this.nameOf(symbol); // expect: n-plus-one
    }
  }
}

// case: a group that a function takes as one, and one that it takes as a list
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Group {
  id: string;
}
async function membersOf(group: Group, user: string) {
  return prisma.member.findMany({ where: { group: group.id, user } });
}
async function allOf(group: string[]) {
  return prisma.member.findMany({ where: { id: { in: group } } });
}
export async function load(groups: Group[], pieces: string[][], user: string) {
  await Promise.all(groups.map((group) => membersOf(group, user))); // expect: n-plus-one
  await Promise.all(pieces.map((group) => allOf(group)));
}

// case: parts that are numbers, and parts that are lists
import { type DataSource, In } from "typeorm";
import { Score } from "./score";
declare const source: DataSource;
const scores = source.getRepository(Score);
function ofPart(user: string, part: number) {
  return scores.find({ where: { user, part } });
}
function ofIds(ids: string[]) {
  return scores.find({ where: { id: In(ids) } });
}
export async function load(user: string, parts: number[], lists: string[][]) {
  await Promise.all(parts.map((part: number) => ofPart(user, part))); // expect: n-plus-one
  await Promise.all(lists.map((part) => ofIds(part)));
}

// case: what a subscriber of TypeORM asks about each change
import { type EntitySubscriberInterface, EventSubscriber, type UpdateEvent } from "typeorm";
import { Card, Field } from "./entities";
@EventSubscriber()
export class Cards implements EntitySubscriberInterface<Card> {
  async afterUpdate(event: UpdateEvent<Card>) {
    const changed = await this.changesOf(event);
    await Promise.all(changed.map((key) => this.fieldOf(key, event))); // expect: n-plus-one
    await event.manager.getRepository(Field).find({ where: { card: event.entity } });
  }
  private fieldOf(slug: string, event: UpdateEvent<Card>) {
    const fields = event.manager.getRepository(Field);
    return fields.findOne({ where: { slug } });
  }
  private async changesOf(event: UpdateEvent<Card>): Promise<string[]> {
    return event.updatedColumns.map((column) => column.propertyName);
  }
}

// case: what a function is passed and gives back
// file: with-transaction.ts
import type { EntityManager, Repository } from "typeorm";
export function withTransaction<E, T extends Repository<E>>(repository: T, trx?: EntityManager) {
  if (!trx) return repository;
  const constructor = repository.constructor as { new (manager: EntityManager): T };
  const { manager, ...others } = repository;
  return Object.assign(new constructor(trx), { ...others });
}
export function pick<T>(first: T | undefined, second: T): T {
  return first ?? second;
}
// file: main.ts
import { DataSource, type EntityManager, Repository } from "typeorm";
import { Fuel } from "./fuel.entity";
import { pick, withTransaction } from "./with-transaction";
class FuelRepository extends Repository<Fuel> {
  bySpecs(unit: string, code: string) {
    return this.createQueryBuilder("fuel").where("unit = :unit and code = :code", { unit, code }).getOne();
  }
}
export class Fuels {
  constructor(
    private readonly repository: FuelRepository,
    private readonly other: FuelRepository,
  ) {}
  async load(unit: string, fuels: { code: string }[], trx?: EntityManager) {
    for (const { code } of fuels) {
      await withTransaction(this.repository, trx).bySpecs(unit, code); // expect: n-plus-one
      await pick(undefined, this.other).bySpecs(unit, code); // expect: n-plus-one
    }
    return withTransaction(this.repository, trx).bySpecs(unit, "all");
  }
}

// case: a loop that ends in its first turn, around one that goes on
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function check(places: { id: string; systems: { code: string }[] }[]) {
  for (const place of places) {
    const known = await prisma.place.findFirst({ where: { id: place.id } });
    for (const system of place.systems) {
      await prisma.system.findFirst({ where: { place: known?.id, code: system.code } }); // expect: n-plus-one
    }
    return known;
  }
}

// case: a folder of models under a name of the file's own
// file: models/index.js
const Sequelize = require("sequelize");
const db = {};
const sequelize = new Sequelize("postgres://db", { pool: { acquire: 5000 } });
for (const file of require("fs").readdirSync(__dirname)) {
  const model = sequelize["import"](file);
  db[model.name] = model;
}
module.exports = db;
// file: comments.js
const Tables = require("./models");
const commentsOf = ({ leave }) => Tables.Comment.findAll({ where: { leave: leave.id } });
module.exports = { commentsOf };
// file: main.js
const { commentsOf } = require("./comments");
module.exports = async function feed(leaves) {
  for (const leave of leaves) await commentsOf({ leave }); // expect: n-plus-one
};

// case: a chain of calls with type arguments that is awaited asks what its end says
import { knex as connect } from "knex";
const knex = connect({ client: "pg", pool: { acquireTimeoutMillis: 5000 } });
interface Link {
  link: string;
}
export async function load(tiers: { course: string }[], course: string) {
  for (const tier of tiers) {
    await knex.select<unknown, Link[]>("link").from("links").where("course", tier.course); // expect: n-plus-one
    const first = (await knex.select<unknown, Link[]>("link").from("links").where("course", tier.course))[0]; // expect: n-plus-one
    if (first === undefined) throw new Error("no link");
  }
  return knex.select<unknown, Link[]>("link").from("links").where("course", course);

// case: a package that says so in its name has the MongoDB driver inside
// file: store.ts
import { Store } from "@acme/node-kit/mongo.js";
import { Files } from "@acme/files";
import type { Filter } from "mongodb";
export class Database {
  store: Store;
  files: Files;
  constructor() {
    this.store = new Store();
    this.files = new Files();
  }
  get users() {
    return this.store.db.collection<{ id: string }>("users");
  }
  get folders() {
    return this.files.db.collection("folders");
  }
}
export const everyone: Filter<{ id: string }> = {};
export default new Database();
// file: users.ts
import database from "./store";
export async function count(ids: string[]) {
  for (const id of ids) await database.users.countDocuments({ id }); // expect: n-plus-one
  for (const id of ids) await database.folders.countDocuments({ id });
}

// case: a model of Sequelize that is picked by a name which the program has
// file: repository.ts
import type { FindOptions } from "sequelize";
import { type Model, type Sequelize } from "sequelize-typescript";
export class Rows<T extends Model> {
  protected s: Sequelize;
  protected kind: string;
  constructor(s: Sequelize, kind: string) {
    this.s = s;
    this.kind = kind;
  }
  async all(query: object, kind = this.kind): Promise<T[]> {
    return await this.s.models[kind].findAll(query as FindOptions).then((rows) => rows as T[]);
  }
  async of(ids: string[]) {
    for (const id of ids) await this.all({ where: { id } }); // expect: n-plus-one
    for (const id of ids) this.s.models[this.kind].build({ id });
  }
}

// case: what is spread into an object does not change what is written behind it
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Work {
  id: number;
  tell: boolean;
}
async function remove(work: Work) {
  if (work.tell) console.log(await prisma.user.findFirst({ where: { id: work.id } }));
}
export async function removeAll(ids: number[], options: Work) {
  for (const id of ids) await remove({ ...options, id, tell: false });
  for (const id of ids) await remove({ tell: false, ...options, id }); // expect: n-plus-one
}

// case: code behind a return never runs
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function off(ids: number[]) {
  try {
    return { sent: false };
    for (const id of ids) await prisma.user.findFirst({ where: { id } });
    await Promise.all(ids.map(async (id) => prisma.user.findFirst({ where: { id } })));
  } catch {
    return { sent: true };
  }
}
export async function on(ids: number[], kind: string) {
  try {
    if (ids.length === 0) return [];
  } finally {
    console.log(ids);
  }
  for (const id of ids) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
  switch (kind) {
    case "none":
      return [];
    default:
      for (const id of ids) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
  }
  return declared();
  async function declared() {
    for (const id of ids) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
  }
}

// case: a set of the rows that had their turn keeps no answer
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function rebuild(rows: { id: number; author: number }[]) {
  const done = new Set<number>();
  const authors = new Set<number>();
  for (const row of rows) {
    if (done.has(row.id)) continue;
    await prisma.note.findFirst({ where: { id: row.id } }); // expect: n-plus-one
    done.add(row.id);
  }
  for (const row of rows) {
    if (authors.has(row.author)) continue;
    await prisma.user.findFirst({ where: { id: row.author } });
    authors.add(row.author);
  }
}

// case: conditions that are gathered for one statement
import postgres from "postgres";
const sql = postgres(process.env.URL ?? "", { connect_timeout: 5 }); // expect: pool-acquire-timeout
export async function screen(patterns: string[], ids: string[]) {
  const conditions = [sql`WHERE online`];
  for (const pattern of patterns)
    conditions.push(sql`AND`, sql`EXISTS (SELECT 1 FROM tags WHERE tags.text ~ ${pattern})`);
  for (const pattern of patterns) conditions.push(sql`providers.id IN (SELECT id FROM tags WHERE text = ${pattern})`);
  for (const id of ids) await sql`SELECT id FROM providers WHERE id = ${id}`; // expect: n-plus-one
  for (const id of ids) await sql`SELECT EXISTS (SELECT 1 FROM providers WHERE id = ${id})`; // expect: n-plus-one
  return sql`SELECT id FROM providers ${conditions}`;
}

// case: each entry of a ledger is chained to the one before, in SQL
import { QueryTypes, Sequelize } from "sequelize";
const sequelize = new Sequelize("postgres://db", { pool: { acquire: 5000 } });
interface Entry {
  organization: number;
  text: string;
}
async function append({ organization, text }: Entry) {
  const last = await sequelize.query("SELECT hash FROM ledger WHERE organization = :organization ORDER BY id DESC LIMIT 1", {
    replacements: { organization },
    type: QueryTypes.SELECT,
  });
  await sequelize.query("INSERT INTO ledger (organization, text, before) VALUES (:organization, :text, :last)", {
    replacements: { organization, text, last },
  });
}
async function newest({ organization }: Entry) {
  return sequelize.query("SELECT hash FROM ledger WHERE organization = :organization ORDER BY id DESC LIMIT 1", {
    replacements: { organization },
    type: QueryTypes.SELECT,
  });
}
export async function appendAll(organization: number, texts: string[], organizations: number[]) {
  for (const text of texts) await append({ organization, text });
  for (const one of organizations) await newest({ organization: one, text: "" }); // expect: n-plus-one
}

// case: what is passed and gone through on the way to a write is data, and no columns of a table
import { DataTypes, Sequelize } from "sequelize";
const sequelize = new Sequelize("postgres://db", { pool: { acquire: 5000 } });
const Station = sequelize.define("station", {});
const Value = sequelize.define("value", { name: DataTypes.STRING });
interface Report {
  station: string;
  values: { name: string }[];
}
async function save(report: Report) {
  await Station.create({ id: report.station });
  await Promise.all(
    report.values.map(async ({ name }) => {
      if (name !== "") console.log(await Value.findOne({ where: { name } })); // expect: n-plus-one
    }),
  );
}
export async function saveAll(reports: Report[]) {
  for (const report of reports) await save(report); // expect: n-plus-one
}

// case: what is asked until a read model has caught up
import { PrismaClient } from "@prisma/client";
import { upsertTenant, waitForVersion } from "./elsewhere";
const prisma = new PrismaClient();
export async function assign(tenants: { id: string }[]) {
  for (const tenant of tenants) {
    const { version } = await upsertTenant(tenant);
    await waitForVersion(() => prisma.tenant.findFirst({ where: { id: tenant.id } }), version);
    await waitForVersion(await prisma.tenant.findFirst({ where: { id: tenant.id } }), version); // expect: n-plus-one
  }
}

// case: reads of one tick after reads of one tick, and aside of what only some calls of a field ask
import { PrismaClient } from "@prisma/client";
import { objectType } from "nexus";
const prisma = new PrismaClient();
export const User = objectType({
  name: "User",
  definition(t) {
    t.field("completions", {
      type: "Completion",
      resolve: async (parent, args, ctx) => {
        let course = null;
        if (args.slug) course = await ctx.prisma.course.findFirst({ where: { slug: args.slug } });
        return ctx.prisma.user.findUnique({ where: { id: parent.id } }).completions({ where: { course } });
      },
    });
    t.field("late", {
      type: "Completion",
      resolve: async (parent, args, ctx) => {
        const first = await ctx.prisma.course.findFirst({ where: { user: parent.id } }); // expect: n-plus-one
        return ctx.prisma.user.findUnique({ where: { id: first.user } }); // expect: n-plus-one
      },
    });
  },
});
export async function load(rows: { id: string; course: string }[]) {
  await Promise.all(
    rows.map(async (row) => {
      const course = await prisma.course.findUnique({ where: { id: row.course } });
      if (course === null) return null;
      return prisma.user.findUnique({ where: { id: course.owner } });
    }),
  );
  await Promise.all(
    rows.map(async (row) => {
      const course = await prisma.course.findFirst({ where: { id: row.course } }); // expect: n-plus-one
      if (course === null) return null;
      return prisma.user.findUnique({ where: { id: course.owner } }); // expect: n-plus-one
    }),
  );
}

// case: what is read under a lock of its own is read in each turn
import { PrismaClient } from "@prisma/client";
import { locks, pools } from "./locks";
const prisma = new PrismaClient();
async function close(id: number) {
  await using _held = await locks.lock("game", id);
  const game = await prisma.game.findFirst({ where: { id } });
  if (game?.open) await prisma.game.update({ where: { id }, data: { open: false } });
}
async function load(id: number) {
  const client = await pools.acquire();
  return client.label(await prisma.game.findFirst({ where: { id } }));
}
export async function closeAll(ids: number[]) {
  for (const id of ids) await close(id);
  for (const id of ids) await load(id); // expect: n-plus-one
  for (const id of ids) {
    await locks.runExclusive(async () => console.log(await prisma.game.findFirst({ where: { id } })));
  }
  await locks.lock("games", 0);
  for (const id of ids) await prisma.game.findFirst({ where: { id } }); // expect: n-plus-one
  await locks.withLock("games", async () => {
    for (const id of ids) await prisma.game.findFirst({ where: { id } }); // expect: n-plus-one
  });
}

// case: a builder that deletes, under a type that says only that it is one
import { type Knex, knex } from "knex";
const db = knex({ client: "pg", pool: { acquireTimeoutMillis: 5000 } });
const removeOf = (item: string): Knex.QueryBuilder => db("tags").where({ item }).del();
const tagsOf = (item: string): Knex.QueryBuilder => db("tags").where({ item });
export async function replace(items: string[]) {
  await db.transaction(async (trx) => {
    for (const item of items) await removeOf(item).transacting(trx);
    for (const item of items) await tagsOf(item).transacting(trx); // expect: n-plus-one
  });

// case: a loop that breaks off where a row is missing or fails asks for each of the others
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function unlock(id: number) {
  const found = await prisma.rate.findFirst({ where: { id } });
  return found ?? new Error("no such rate");
}
export async function check(ids: number[], candidates: string[]) {
  for (const id of ids) {
    const existing = await prisma.media.findFirst({ where: { id } }); // expect: n-plus-one
    if (existing == null) return { error: "not found" };
  }
  for (const id of ids) {
    const unlocked = await unlock(id); // expect: n-plus-one
    if (unlocked instanceof Error) return unlocked;
  }
  for (const slug of candidates) {
    const existing = await prisma.post.findFirst({ where: { slug } });
    if (existing === null) return slug;
  }
  for (const slug of candidates) {
    const found = await prisma.post.findFirst({ where: { slug } });
    if (found) return found;
  }
  return undefined;
}

// case: builders that are put into the text of an update are a part of it
import { count, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { accounts, posts } from "./schema";
const db = drizzle(process.env.URL ?? ""); // expect: pool-acquire-timeout
async function count1(id: string) {
  const total = db.select({ n: count() }).from(posts).where(eq(posts.account, id));
  await db.update(accounts).set({ total: sql`${total}` }).where(eq(accounts.id, id));
}
async function count2(id: string) {
  const total = db.select({ n: count() }).from(posts).where(eq(posts.account, id));
  return await total;
}
export async function countAll(ids: string[]) {
  for (const id of ids) await count1(id);
  for (const id of ids) await count2(id); // expect: n-plus-one
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

// case: what a class above has run later, or in place, by the object's own class
// file: job.ts
export interface Queue {
  addWorker(run: (job: { id: string }) => Promise<unknown>): Promise<void>;
  inTransaction<T>(run: () => Promise<T>): Promise<T>;
}
export abstract class Job {
  constructor(protected readonly queue: Queue) {}
  async start() {
    await this.queue.addWorker((job) => this.work(job.id));
  }
  async now(id: string) {
    return this.queue.inTransaction(() => this.work(id));
  }
  abstract work(id: string): Promise<unknown>;
}
// file: mail-job.ts
import { Pool } from "pg";
import { Job } from "./job";
const pool = new Pool({ connectionTimeoutMillis: 1000, statement_timeout: 5000 });
export class MailJob extends Job {
  async work(id: string) {
    return pool.query("SELECT * FROM mails WHERE id = $1", [id]);
  }
}
// file: main.ts
import { MailJob } from "./mail-job";
export async function startAll(queues: import("./job").Queue[]) {
  for (const queue of queues) await new MailJob(queue).start();
}
export async function runAll(job: MailJob, ids: string[]) {
  for (const id of ids) await job.now(id); // expect: n-plus-one
}
