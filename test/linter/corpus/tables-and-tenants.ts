// Each turn asks another table, database, server or tenant, or for the schema itself; and such as ask the same one.

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

// case: each turn asks another table
import { PrismaClient } from "@prisma/client";
import knex from "knex";
const prisma = new PrismaClient();
const db = knex({ client: "pg" });
export async function counts(models: ("user" | "order")[], tables: string[], ids: string[]) {
  for (const model of models) await prisma[model].count();
  for (const table of tables) await db(table).count("*");
  for (const table of tables) await db.select("*").from(table);
  for (const id of ids) await db("users").where({ id }).first(); // expect: n-plus-one
}

// case: each turn asks another repository
import { Repository } from "typeorm";
export async function exportAll(repositories: { repository: Repository<object> }[]) {
  for (const item of repositories) await rows(item);
  for (const { repository } of repositories) await repository.find();
}
async function rows(item: { repository: Repository<object> }) {
  return item.repository.find();
}

// case: each turn asks the same repository
import { Repository } from "typeorm";
export async function exportAll(repository: Repository<object>, names: string[]) {
  for (const name of names) await rows(repository, name); // expect: n-plus-one
}
async function rows(repository: Repository<object>, name: string) {
  return repository.find({ where: { name } });
}

// case: every server, every collection
import { Db, MongoClient } from "mongodb";
export async function stats(clients: MongoClient[], db: Db, names: string[]) {
  for (const name of names) await db.collection(name).countDocuments();
  for (const name of names) await db.collection("users").countDocuments({ name }); // expect: n-plus-one
  for (const client of clients) await client.db().collection("users").countDocuments();
}

// case: a shard for each user
import { PrismaClient } from "@prisma/client";
const shards = [new PrismaClient(), new PrismaClient()];
const shardOf = (id: string): PrismaClient => shards[id.length % 2] as PrismaClient;
const only = (): PrismaClient => shards[0] as PrismaClient;
export async function all(ids: string[]) {
  for (const id of ids) await shardOf(id).user.findFirst({ where: { id } });
  for (const id of ids) await only().user.findFirst({ where: { id } }); // expect: n-plus-one
}

// case: the table stands in the text
import { PrismaClient } from "@prisma/client";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import knex from "knex";
import { Pool } from "pg";
import postgres from "postgres";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
const prisma = new PrismaClient();
const db = knex({ client: "pg" });
export async function tables(names: string[], shown: { table: string }[], client: ReturnType<typeof postgres>) {
  const orm = drizzle(client);
  for (const name of names) await pool.query(`SELECT count(*) FROM "public"."${name}" WHERE seen`);
  for (const name of names) await pool.query("SELECT count(*) FROM " + name);
  for (const { table } of shown) await pool.query(`SELECT u.id FROM users u JOIN ${table} t ON t.id = u.id`);
  for (const one of shown) {
    const text = `SELECT count(*) FROM ${one.table}`;
    await pool.query(text);
  }
  for (const name of names) await client`SELECT count(*) FROM ${client(name)}`;
  for (const name of names) await orm.execute(sql`SELECT count(*) FROM ${sql.identifier(name)}`);
  for (const name of names) await orm.execute(sql.raw(`SELECT count(*) FROM ${name}`));
  for (const name of names) await prisma.$queryRawUnsafe(`SELECT count(*) FROM ${name}`);
  for (const name of names) await db.raw("SELECT count(*) FROM ?? WHERE id > ?", [name, 0]);
  for (const name of names) {
    const table = `app_${name}`;
    await db(table).count("*");
  }
}

// case: a value stands in the text
import knex from "knex";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
const db = knex({ client: "pg" });
export async function values(ids: string[], days: string[]) {
  for (const id of ids) await pool.query(`SELECT * FROM users WHERE id = ${id}`); // expect: n-plus-one
  for (const id of ids) await pool.query("SELECT * FROM users WHERE id = " + id); // expect: n-plus-one
  for (const day of days) await pool.query(`SELECT extract(epoch from ${day}) FROM days`); // expect: n-plus-one
  for (const id of ids) await pool.query(`SELECT * FROM users WHERE id IS DISTINCT FROM ${id}`); // expect: n-plus-one
  for (const id of ids) await db.raw("SELECT * FROM ?? WHERE id = ?", ["users", id]); // expect: n-plus-one
}

// case: the table is passed to a helper
// file: count.ts
import { Db } from "mongodb";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export const rows = async (table: string) => pool.query(`SELECT count(*) FROM ${table}`);
export const reported = async (table: string) => console.log(await rows(table));
export const ofUser = async (id: string) => pool.query(`SELECT count(*) FROM users WHERE id = '${id}'`);
export const documents = async (db: Db, name: string) => db.collection(name).countDocuments();
export const documentsOf = async (db: Db, name: string) => db.collection("users").countDocuments({ name });
// file: main.ts
import { Db } from "mongodb";
import { documents, documentsOf, ofUser, reported, rows } from "./count";
export async function all(db: Db, tables: string[], ids: string[]) {
  for (const table of tables) await rows(table);
  for (const table of tables) await reported(table);
  for (const table of tables) await documents(db, table);
  for (const id of ids) await ofUser(id); // expect: n-plus-one
  for (const id of ids) await documentsOf(db, id); // expect: n-plus-one
}

// case: a database for each tenant
// file: tenants.ts
import { PrismaClient } from "@prisma/client";
const clients = new Map<string, PrismaClient>();
const shared = new PrismaClient();
export function clientOf(tenant: string): PrismaClient {
  return clients.get(tenant) ?? new PrismaClient({ datasourceUrl: `postgres://db/${tenant}` });
}
export async function withTenant<T>(tenant: string, run: (db: PrismaClient) => Promise<T>): Promise<T> {
  const db = clientOf(tenant);
  return run(db);
}
export async function withShared<T>(label: string, run: (db: PrismaClient) => Promise<T>): Promise<T> {
  console.log(label);
  return run(shared);
}
export const usersIn = async (tenant: string) => withTenant(tenant, (db) => db.user.count());
export const userIn = async (id: string) => withShared(id, (db) => db.user.findFirst({ where: { id } }));
export async function ordersIn(tenant: string) {
  const db = clientOf(tenant);
  return db.order.count();
}
// file: main.ts
import { ordersIn, userIn, usersIn, withShared, withTenant } from "./tenants";
export async function all(tenants: string[], ids: string[]) {
  for (const tenant of tenants) await withTenant(tenant, (db) => db.user.count());
  for (const tenant of tenants) await withTenant(tenant, async (db) => { await db.user.count(); await db.order.count(); });
  for (const tenant of tenants) await usersIn(tenant);
  for (const tenant of tenants) await ordersIn(tenant);
  for (const id of ids) await withShared(id, (db) => db.user.findFirst({ where: { id } })); // expect: n-plus-one
  for (const id of ids) await userIn(id); // expect: n-plus-one
}

// case: what changes the schema
import { type QueryInterface, Sequelize } from "sequelize";
export async function addKeys(queryInterface: QueryInterface, keys: { table: string; name: string }[]) {
  for (const { table, name } of keys) {
    await queryInterface.sequelize.query("SELECT 1 FROM pg_constraint WHERE conname = :name", { replacements: { name } });
    await queryInterface.addConstraint(table, { name });
  }
}
export async function names(sequelize: Sequelize, keys: string[]) {
  for (const name of keys) await sequelize.query("SELECT 1 FROM t WHERE name = :name", { replacements: { name } }); // expect: n-plus-one
}

// case: functions that are made for another database each
// file: users.ts
import { Knex } from "knex";
export const countUsersFactory =
  ({ db }: { db: Knex }) =>
  async (kind: string) => {
    const [row] = await db("users").where({ kind }).count();
    return row;
  };
// file: main.ts
import { Knex } from "knex";
import { countUsersFactory } from "./users";
export async function all(main: Knex, regions: Knex[], kinds: string[]) {
  for (const client of [main, ...regions]) {
    const countUsers = countUsersFactory({ db: client });
    await countUsers("guest");
  }
  await Promise.all(regions.map((db) => countUsersFactory({ db })("guest")));
  for (const kind of kinds) {
    const countUsers = countUsersFactory({ db: main });
    await countUsers(kind); // expect: n-plus-one
  }
}

// case: a connection that is told the schema of a tenant
import { Pool, type PoolClient } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000, statement_timeout: 5000 });
async function withSchema<T>(schema: string, ask: (client: PoolClient) => Promise<T>) {
  const client = await pool.connect();
  try {
    await client.query(`SET search_path TO "${schema}"`);
    return await ask(client);
  } finally {
    client.release();
  }
}
async function withClient<T>(name: string, ask: (client: PoolClient) => Promise<T>) {
  const client = await pool.connect();
  try {
    console.debug(name);
    return await ask(client);
  } finally {
    client.release();
  }
}
export async function report() {
  const { rows } = await pool.query("SELECT name FROM tenants");
  for (const { name } of rows) await withSchema(name, (client) => client.query("SELECT count(*) FROM orders"));
  for (const { name } of rows)
    await withClient(name, (client) => client.query("SELECT count(*) FROM orders WHERE tenant = $1", [name])); // expect: n-plus-one
}

// case: pools of servers and schemas of tenants beside one pool
import knex from "knex";
import mysql, { type Pool } from "mysql2/promise";
const shards: Pool[] = [];
for (let index = 0; index < 8; index++)
  shards.push(mysql.createPool({ host: `shard${index}`, connectTimeout: 5000, waitForConnections: false }));
const db = knex({ client: "pg", acquireConnectionTimeout: 5000, connection: { statement_timeout: 5000 } });
export async function totals(users: string[]) {
  for (const shard of shards) await shard.query("SELECT count(*) FROM users");
  for (const schema of await db("tenants").pluck("schema")) await db.withSchema(schema).from("orders").first();
  for (const user of users) await shards[0].query("SELECT count(*) FROM orders WHERE user = ?", [user]); // expect: n-plus-one
  for (const user of users) await db.withSchema("shop").from("orders").where({ user }).first(); // expect: n-plus-one
}

// case: rows that a connection shows for whom it is told, and another database of the same connection
import { PrismaClient } from "@prisma/client";
import mongoose from "mongoose";
const prisma = new PrismaClient();
const withOrg = <T>(org: string, ask: (tx: PrismaClient) => Promise<T>) =>
  prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('app.org', ${org}, true)`;
    return ask(tx);
  });
export async function stats() {
  for (const { id } of await prisma.org.findMany()) await withOrg(id, (tx) => tx.invoice.count());
  for (const { id } of await prisma.org.findMany()) await withOrg("all", (tx) => tx.invoice.count({ where: { org: id } })); // expect: n-plus-one
  for (const { name } of await prisma.org.findMany()) {
    const db = mongoose.connection.useDb(name, { useCache: true });
    await db.model("Doc").countDocuments();
  }
  const shared = mongoose.connection.useDb("shared");
  for (const { name } of await prisma.org.findMany()) await shared.model("Doc").countDocuments({ name }); // expect: n-plus-one
}

// case: a database for each turn, known by the text
export async function count(shards: any[]) {
  for (const shard of shards) await shard.query("SELECT count(*) FROM users");
}

// case: a table in the text that a helper sends
// file: db.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000, max: 4 });
exports.query = (text, values) => pool.query(text, values);
// file: main.js
const { query } = require("./db");
exports.counts = async (tables, ids) => {
  for (const table of tables) await query(`SELECT count(*) FROM ${table}`);
  for (const id of ids) await query(`SELECT count(*) FROM users WHERE id = ${id}`); // expect: n-plus-one
  for (const id of ids) await query("UPDATE users SET place = $1 WHERE id = $2", [ids.indexOf(id), id]);
};

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

// case: rows of each table, one by one
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function all(tables: { name: string; ids: string[] }[]) {
  for (const { name, ids } of tables) {
    await pool.query(`SELECT count(*) FROM ${name}`);
    for (const id of ids) await pool.query(`SELECT * FROM ${name} WHERE id = $1`, [id]); // expect: n-plus-one
  }
}

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

// case: a helper that is told the table of each model, and one that is told a row of it
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const count = (session: string, table: string) =>
  pool.query("SELECT count(*) FROM snapshots WHERE session = $1 AND record_type = $2", [session, table]);
const find = (table: string, id: string) =>
  pool.query("SELECT * FROM snapshots WHERE record_type = $1 AND record_id = $2", [table, id]);
export async function all(session: string, models: { tableName: string }[], rows: { tableName: string; id: string }[]) {
  for (const model of models) await count(session, model.tableName);
  for (const row of rows) await find(row.tableName, row.id); // expect: n-plus-one
}

// case: models by a name that is one thing or another
const { Sequelize } = require("sequelize");
const models = require("./models");
exports.dump = async (wanted) => {
  for (let i = 0; i < wanted.length; i++) {
    const one = wanted[i];
    const name = typeof one === "string" ? one : one.model;
    console.log(Sequelize, await models[name].findAll({ raw: true }));
  }
};

// case: a column that stands in the text makes it another statement, a value does not
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const run = async (text: string) => (await pool.query(text)).rows;
export async function profile(columns: string[], ids: number[]) {
  for (const column of columns) await run(`SELECT min(${column}), max(${column}) FROM orders`);
  for (const column of columns) await pool.query(`SELECT id, ${column} FROM orders`);
  for (const id of ids) await run(`SELECT * FROM orders WHERE id = ${id}`); // expect: n-plus-one
  for (const id of ids) await pool.query(`SELECT balance_of(${id})`); // expect: n-plus-one
}

// case: a helper that builds a query of the model that it is passed
import mongoose, { Model } from "mongoose";
const old = (model: Model<any>, before: Date) => model.countDocuments({ at: { $lt: before } });
export async function report(before: Date, ids: string[]) {
  const User = mongoose.model("User", new mongoose.Schema({}));
  for (const name of mongoose.modelNames()) await old(mongoose.model(name), before);
  for (const id of ids) await User.findById(id); // expect: n-plus-one
}

// case: what shows the schema, and a procedure in capitals
// file: columns.js
const mysql = require("mysql2/promise");
const pool = mysql.createPool({ host: "db", queueLimit: 10 });
const columnsOf = async (table) => (await pool.query("SHOW COLUMNS FROM ??", [table]))[0];
async function ensure(table, name) {
  const known = await columnsOf(table);
  if (!known.includes(name)) await pool.query(`ALTER TABLE ${table} ADD COLUMN ${name} text`);
}
exports.ensureAll = async (table, names, ids) => {
  for (const name of names) await ensure(table, name);
  for (const id of ids) await pool.query("EXEC dbo.ArchiveOrder ?", [id]);
  for (const id of ids) await pool.query("CALL get_totals(?)", [id]); // expect: n-plus-one
};

// case: a collection of its own for each parent, by a method or a field of what was made for it
// file: events.ts
import { MongoClient } from "mongodb";
const client = new MongoClient("mongodb://localhost", { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
export class Events {
  constructor(private readonly project: string) {}
  private rows(kind: string) {
    return client.db().collection(`${kind}:${this.project}`);
  }
  private all(kind: string) {
    return client.db().collection(kind);
  }
  async find() {
    const cursor = this.rows("events").find({});
    return cursor.toArray();
  }
  async own() {
    return this.all("events").find({ project: this.project }).toArray();
  }
}
export class Members {
  private readonly rows;
  constructor(workspace: string) {
    this.rows = client.db().collection(`members:${workspace}`);
  }
  find() {
    return this.rows.find({}).toArray();
  }
}
// file: main.ts
import { Events, Members } from "./events";
export async function all(projects: string[]) {
  for (const id of projects) {
    const events = new Events(id);
    await events.find();
    await new Members(id).find();
    await events.own(); // expect: n-plus-one
  }
}
export async function each(rows: { project: string; projectId: string }[]) {
  for (const { projectId } of rows) await new Events(projectId).find(); // expect: n-plus-one
  for (const row of rows) await new Events(row.projectId).find(); // expect: n-plus-one
}

// case: a table for each project, by what a helper makes of its id
// file: visits.ts
import knexOf from "knex";
import dayjs from "dayjs";
const knex = knexOf({ client: "mysql", connection: { host: "db" } });
function tableOf(project: number) { return `visit_${project}`; }
function tableIn(project: number, at: number) {
  const month = dayjs.unix(at).format("YYYYMM");
  return `visit_${project}_${month}`;
}
function oneTable(project: number) { return project > 0 ? "visit" : "draft"; }
export async function count(project: number) {
  const table = tableOf(project);
  return knex.count("*").from(table).where("kind", "page");
}
export async function countOfOne(project: number) {
  const table = oneTable(project);
  return knex.count("*").from(table).where("project", project);
}
export async function visit(project: number, id: number, at: number) {
  const table = tableIn(project, at);
  return knex.select("*").from(table).where("id", id);
}
// file: main.ts
import _ from "lodash";
import { count, countOfOne, visit } from "./visits";
export async function all(projects: { id: number }[]) {
  for (const project of projects) {
    const id = _.get(project, "id", 0);
    await count(id);
  }
  for (const project of projects) await countOfOne(project.id); // expect: n-plus-one
}
export async function ofOne(project: number, rows: { id: number; at: number }[]) {
  for (const row of rows) await visit(project, row.id, row.at); // expect: n-plus-one
}

// case: what a database keeps of its own tables
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
async function rename(view: string) {
  const found = await pool.query(`SELECT count(*) FROM pg_matviews WHERE matviewname = '${view}'`);
  if (found.rows[0].count > 0) await pool.query(`ALTER MATERIALIZED VIEW ${view} RENAME TO old_${view}`);
}
export async function all(models: { view: string; id: string }[]) {
  for (const { view } of models) await rename(view);
  for (const { view } of models)
    await pool.query("SELECT column_name FROM information_schema.columns WHERE table_name = $1", [view]);
  for (const { id } of models) await pool.query("SELECT * FROM pg_models WHERE id = $1", [id]); // expect: n-plus-one
}

// case: an object that is made with a client for each tenant, and one that is made with the same for all
import { PrismaClient } from "@prisma/client";
const shared = new PrismaClient();
const clients = new Map<string, PrismaClient>();
const clientOf = (id: string): PrismaClient => clients.get(id) ?? shared;
class Users {
  constructor(
    private db: PrismaClient,
    private team = "",
  ) {}
  open() {
    return this.db.user.findMany({ where: { isOpen: true, team: this.team } });
  }
}
async function openOf(id: string) {
  const users = new Users(clientOf(id));
  return users.open();
}
export async function all(ids: string[]) {
  for (const id of ids) {
    const users = new Users(clientOf(id));
    await users.open();
    await new Users(clientOf(id)).open();
    await openOf(id);
    await new Users(shared, id).open(); // expect: n-plus-one
  }
}
