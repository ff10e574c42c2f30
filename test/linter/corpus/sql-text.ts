// The SQL text decides: how it is found, put together and handed on, and statements and functions that are called for what they do.

// case: a SELECT that locks or sends is called for what it does
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000 });
export async function all(ids: string[]) {
  for (const id of ids) {
    await pool.query("SELECT pg_advisory_xact_lock(hashtext($1))", [id]);
    await pool.query("SELECT pgmq.send('jobs', $1)", [id]);
    await pool.query("SELECT * FROM jobs WHERE id = $1", [id]); // expect: n-plus-one
  }
}

// case: a SELECT that computes and asks no table
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000, query_timeout: 5000 });
export async function valid(shapes: { id: string; text: string }[]) {
  for (const { text } of shapes) await pool.query("SELECT ST_MakeValid(ST_GeomFromGeoJSON($1)) AS shape", [text]);
  for (const { id } of shapes) {
    await pool.query("SELECT ST_Area(shape) FROM shapes WHERE id = $1", [id]); // expect: n-plus-one
  }
}

// case: a database of a package of one's own, known by the text
import { db, pool, query } from "@org/database";
export async function all(ids: string[], client: any, log: any) {
  for (const id of ids) await pool.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of ids) await db.oneOrNone(`SELECT * FROM users WHERE id = $1`, [id]); // expect: n-plus-one
  for (const id of ids) await query("WITH mine AS (SELECT 1) SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of ids) await client.execute({ sql: "SELECT * FROM users WHERE id = ?", args: [id] }); // expect: n-plus-one
  for (const id of ids) client.query("SELECT * FROM users WHERE id = ?", [id]).then(log.info); // expect: n-plus-one
  for (const id of ids) await client.query("INSERT INTO seen (id) VALUES ($1)", [id]); // expect: write-in-loop
  for (const id of ids) await db.sql`SELECT * FROM users WHERE id = ${id}`; // expect: n-plus-one
}

// case: an interface of one's own in front of a driver that nobody sees
export interface Executor { query(text: string, values: unknown[]): Promise<unknown[]> }
export class Users {
  constructor(private readonly executor: Executor) {}
  async all(ids: string[]) {
    for (const id of ids) await this.executor.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  }
}

// case: who hands on a text is a query where the text is SQL
// file: run.ts
import { connect } from "@org/database";
export async function run(text: string, values: unknown[]) {
  const client = await connect();
  return client.query(text, values);
}
export async function each(texts: string[]) {
  const client = await connect();
  for (const text of texts) await client.query(text);
}
// file: main.ts
import { run } from "./run";
export async function all(ids: string[]) {
  for (const id of ids) await run("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of ids) await run("{ user { name } }", [id]);
}

// case: a wrapper that numbers the parameters of a text
// file: pool.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
function numbered(sql: string, values: Record<string, unknown>) {
  let text = sql;
  const list: unknown[] = [];
  for (const [name, value] of Object.entries(values)) { list.push(value); text = text.replaceAll(`$${name}`, `$${list.length}`); }
  return { text, list };
}
export async function rows(sql: string, values: Record<string, unknown>) {
  const { text, list } = numbered(sql, values);
  return (await pool.query(text, list)).rows;
}
// file: main.ts
import { rows } from "./pool";
import { loadSql } from "./load";
const sql = loadSql("main.sql");
export async function all(ids: string[]) {
  for (const id of ids) await rows("SELECT * FROM users WHERE id = $id", { id }); // expect: n-plus-one
  for (const id of ids) await rows(sql.select_user, { id }); // expect: n-plus-one
  for (const id of ids) await rows("UPDATE users SET seen = now() WHERE id = $id", { id }); // expect: write-in-loop
  for (const id of ids) await rows(sql.update_user, { id });
  for (const id of ids) await rows(sql.settle, { id });
}

// case: a text that is put together line by line
import { db } from "@org/database";
export async function all(ids: string[], columns: string, search: any) {
  for (const id of ids) {
    await db.query( // expect: n-plus-one
      "WITH " + "mine AS (SELECT * FROM users WHERE id = $1), " + "seen AS (SELECT 1) " + "SELECT " + "a, " + "b, " + "c, " + "d, " + "e, " + columns + " " + "FROM mine",
      [id],
    );
    await db.query("SELECT " + columns + " FROM users WHERE id = $1", [id]); // expect: n-plus-one
    await db.query("WITH " + "gone AS (DELETE FROM users WHERE id = $1 RETURNING *) " + "SELECT 1 FROM gone", [id]);
    await search.query("Select " + columns + " by hand", id);
  }
}

// case: the next value of a sequence, and a procedure of Dolt, are asked for what they do
import type { Connection } from "mysql2/promise";
export async function number(connection: Connection, rows: { id: number }[]) {
  for (const row of rows) console.log(row, await connection.query("SELECT NEXT VALUE FOR order_numbers AS number"));
  for (const row of rows) await connection.query("SELECT DOLT_CHECKOUT(?)", [row.id]);
  for (const row of rows) console.log(await connection.query("SELECT next_number FROM orders WHERE id = ?", [row.id])); // expect: n-plus-one
}

// case: a tagged text that is put together in another file, and its text given to a driver that nobody sees
// file: queries.ts
import SQL, { type SQLStatement } from "sql-template-strings";
export function itemById(id: string): SQLStatement {
  return SQL`
    SELECT id FROM `.append("market").append(SQL`.item WHERE id = ${id}`);
}
export function insertItem(id: string) {
  const statement = SQL`INSERT INTO item (id) VALUES (`;
  statement.append(SQL`${id})`);
  return statement;
}
// file: main.ts
import type { IPg } from "@org/pg-component";
import { itemById, insertItem } from "./queries";
export interface Port { query(text: string, values: unknown[]): Promise<{ rows: unknown[] }> }
export async function all(ids: string[], pg: IPg, port: Port) {
  for (const id of ids) await pg.query(itemById(id)); // expect: n-plus-one
  await Promise.all(ids.map((id) => pg.query<{ id: string }>(itemById(id)).then((result) => result.rows[0]))); // expect: n-plus-one
  for (const id of ids) {
    const statement = itemById(id);
    await port.query(statement.text, statement.values); // expect: n-plus-one
  }
  for (const id of ids) await pg.query(insertItem(id)); // expect: write-in-loop
}
export function documents(ids: string[], client: IPg, box: { text: string }, parts: string[]) {
  const found: unknown[] = [];
  for (const id of ids) found.push(client.query(box.text, [id]));
  const whole = itemById("1");
  for (const part of parts) whole.append(part);
  return found;
}

// case: a procedure that cleans up gives no rows, one that looks up does
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function all(ids: string[]) {
  for (const id of ids) await pool.query("CALL cleanup()", [id]);
  for (const id of ids) await pool.query("CALL deleteOld($1)", [id]);
  for (const id of ids) await pool.query("SELECT cron.unschedule($1)", [id]);
  for (const id of ids) await pool.query("CALL settings_of($1)", [id]); // expect: n-plus-one
}

// case: texts in files of their own, over a connection that is kept where null was
// file: database.js
const path = require("path");
const pgp = require("pg-promise")({});
const loaded = {};
exports.getDB = (config) => pgp(config);
exports.sqlFile = (name) => {
  if (loaded[name] === undefined) loaded[name] = new pgp.QueryFile(path.join(__dirname, "sql", name), { minify: true });
  return loaded[name];
};
// file: db.js
const { getDB } = require("./database");
const manager = { connection: null, config: null };
exports.getConnection = () => {
  if (manager.connection === null) manager.connection = getDB(manager.config);
  return manager.connection;
};
// file: meter.js
const { sqlFile } = require("./database");
class Meter {
  static async getById(id, conn) {
    return conn.one(sqlFile("meter/get_by_id.sql"), { id });
  }
  static async store(id, conn) {
    return conn.one(sqlFile("meter/insert_meter.sql"), { id });
  }
  static async refresh(id, conn) {
    return conn.one(sqlFile("meter/views.sql"), { id });
  }
}
module.exports = Meter;
// file: main.js
const { getConnection } = require("./db");
const Meter = require("./meter");
exports.all = async (ids) => {
  const conn = getConnection();
  const out = [];
  for (const id of ids) out.push(await Meter.getById(id, conn)); // expect: n-plus-one
  for (const id of ids) await Meter.store(id, conn);
  for (const id of ids) await Meter.refresh(id, conn);
  return out;
};

// case: a wrapper that is passed SELECT and INSERT
// file: db.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export const run = (sql: string, values: unknown[]) => pool.query(sql, values);
// file: main.ts
import { run } from "./db";
export async function load(ids: string[]) {
  for (const id of ids) await run("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
}
export async function save(rows: { name: string }[]) {
  for (const row of rows) await run("INSERT INTO users (name) VALUES ($1)", [row.name]); // expect: write-in-loop
}

// case: an executor behind an interface, whose callers bring the statement
// file: executor.ts
import { Sequelize } from "sequelize";
export interface Executor {
  one(query: string, values: object): Promise<unknown>;
}
export class SequelizeExecutor implements Executor {
  constructor(private readonly sequelize: Sequelize) {}
  async one(query: string, values: object) {
    const [row] = await this.sequelize.query(query, { replacements: values });
    return row;
  }
}
// file: members.ts
import type { Executor } from "./executor";
export const findMember = (executor: Executor, id: string) => executor.one(`SELECT id FROM members WHERE id = :id`, { id });
export const addMember = (executor: Executor, name: string) => executor.one(`insert into members (name) values (:name) returning id`, { name });
// file: main.ts
import type { Executor } from "./executor";
import { addMember, findMember } from "./members";
export async function all(executor: Executor, ids: string[]) {
  for (const id of ids) await findMember(executor, id); // expect: n-plus-one
  for (const id of ids) await addMember(executor, id); // expect: write-in-loop
}

// case: a wrapper that takes an object with the text
// file: db.ts
import mysql from "mysql2/promise";
const pool = mysql.createPool({ connectionLimit: 4, queueLimit: 10, connectTimeout: 1000 });
export async function execute({ sql, values }: { sql: string; values: unknown[] }) {
  const [rows] = await pool.execute(sql, values);
  return rows;
}
// file: main.ts
import { execute } from "./db";
export async function all(ids: string[]) {
  for (const id of ids) await execute({ sql: "SELECT 1 FROM t WHERE id = ?", values: [id] }); // expect: n-plus-one
  for (const id of ids) await execute({ sql: "DELETE FROM t WHERE id = ?", values: [id] }); // expect: write-in-loop
}

// case: text that a formatter makes
import { Pool } from "pg";
import format from "pg-format";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function all(ids: string[]) {
  for (const id of ids) await pool.query(format("SELECT * FROM users WHERE id = %L", id)); // expect: n-plus-one
  for (const id of ids) await pool.query(format("INSERT INTO seen (id) VALUES (%L)", id)); // expect: write-in-loop
}

// case: text that is chosen by the dialect
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function all(ids: string[], dialect: string) {
  for (const id of ids) {
    let sql = "";
    switch (dialect) {
      case "sqlite":
        sql = "INSERT OR IGNORE INTO seen (id) VALUES (?)";
        break;
      default:
        sql = "INSERT INTO seen (id) VALUES ($1) ON CONFLICT DO NOTHING";
    }
    await pool.query(sql, [id]); // expect: write-in-loop
  }
}

// case: text that grows, of a constant in another file
// file: texts.ts
export const byUser = "SELECT * FROM orders WHERE user_id = $1";
export const texts = { touch: "UPDATE users SET seen = now() WHERE id = $1" };
// file: main.ts
import { Pool } from "pg";
import { byUser, texts } from "./texts";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function all(ids: string[], open: boolean) {
  for (const id of ids) {
    let sql = byUser;
    if (open) sql += " AND open";
    await pool.query(sql, [id]); // expect: n-plus-one
    await pool.query(texts.touch, [id]); // expect: write-in-loop
  }
}

// case: a list of statements is no list of rows
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function prepare(statements: string[]) {
  for (const statement of statements) await pool.query(statement);
}

// case: text that nobody can see
import { Pool } from "pg";
import { render } from "./own-builder";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function all(rows: object[]) {
  for (const row of rows) await pool.query(render(row));
}

// case: statements that ask for no rows
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function refresh(views: string[]) {
  for (const view of views) await pool.query(`REFRESH MATERIALIZED VIEW CONCURRENTLY "${view}"`);
}

// case: a statement that goes on in other texts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
const condition = (text: string) => {
  let made = `WHERE ${text}`;
  if (/WHERE/.test(text)) made = ` ${text} `;
  return made;
};
export async function remove(keys: string[]) {
  for (const key of keys) {
    let sql = `DELETE FROM keys WHERE `;
    sql += "name = $1";
    sql = condition(sql);
    await pool.query(sql, [key]);
  }
}

// case: the options say what a text does that is put together elsewhere
// file: finder.ts
import { QueryTypes, Sequelize } from "sequelize";
export class Finder {
  protected text = "";
  constructor(protected readonly sequelize: Sequelize) {}
  protected async rows(nest: boolean) {
    const options = { nest, type: QueryTypes.SELECT as QueryTypes.SELECT };
    return this.sequelize.query(this.text, options);
  }
  protected async put() {
    return this.sequelize.query(this.text, { type: QueryTypes.INSERT });
  }
}
// file: films.ts
import { Finder } from "./finder";
export class Films extends Finder {
  async one(id: string) {
    this.text = build(id);
    const [film] = await this.rows(true);
    return film;
  }
  async add(id: string) {
    this.text = build(id);
    return this.put();
  }
}
function build(id: string) {
  return [id].join();
}
// file: main.ts
import { Films } from "./films";
export async function all(films: Films, ids: string[]) {
  for (const id of ids) await films.one(id); // expect: n-plus-one
  for (const id of ids) await films.add(id);
}

// case: SQL text from everything that a file exports
// file: texts/users.ts
export const LAST_LOGIN = "SELECT max(at) AS at FROM logins WHERE user_id = $1";
export const TOUCH = "UPDATE users SET seen = now() WHERE id = $1";
// file: texts/index.ts
export * from "./users";
// file: db.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000, statement_timeout: 5000 });
export const one = async (text: string, ...values: unknown[]) => (await pool.query(text, values)).rows[0];
// file: main.ts
import { one } from "./db";
import * as texts from "./texts";
export async function logins(users: { id: number }[]) {
  for (const user of users) await one(texts.LAST_LOGIN, user.id); // expect: n-plus-one
  for (const user of users) await one(texts.TOUCH, user.id); // expect: write-in-loop
}

// case: a SELECT that is called for what its function does, and one that asks for rows
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function notify(users: string[]) {
  for (const user of users) await pool.query("SELECT create_notification($1) AS made", [user]);
  for (const user of users) await pool.query("SELECT * FROM app.send_reminder($1)", [user]);
  for (const user of users) await pool.query("SELECT * from app.set_claims($1)", [user]);
  for (const user of users) {
    await pool.query("SELECT get_tasks_of($1) AS tasks", [user]); // expect: n-plus-one
  }
  for (const user of users) {
    await pool.query("SELECT copy_of FROM tasks WHERE owner = $1", [user]); // expect: n-plus-one
  }
}

// case: text that the function is passed, in its own loop
import { Client } from "pg";
export async function push(client: Client, upsert: string, rows: unknown[][]) {
  for (const row of rows) await client.query(upsert, row);
  const find = "SELECT id FROM users WHERE name = $1";
  for (const row of rows) await client.query(find, row); // expect: n-plus-one
}

// case: a wrapper that clears the session before each statement asks no rows by that
// file: db.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function query(sql: string, values: unknown[]) {
  const client = await pool.connect();
  try {
    if (process.env.BOUNCED) await client.query("DEALLOCATE ALL");
    return await client.query(sql, values);
  } finally {
    client.release();
  }
}
// file: users.ts
import { query } from "./db";
export async function ban(ids: string[], slots: string[]) {
  for (const id of ids) await query("UPDATE users SET banned = true, rank = $2 WHERE id = $1", [id, id.length]);
  for (const slot of slots) await query(`SELECT pg_drop_replication_slot('${slot}')`, []);
  for (const id of ids) {
    await query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  }
}

// case: a table that is made of rows
import { DataSource } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
export async function archive(days: { name: string; day: string }[]) {
  for (const { name, day } of days) {
    await source.query(`SELECT * INTO "archive" FROM "orders" WHERE name = $1 AND day < $2`, [name, day]);
  }
}
export async function load(days: { name: string; day: string }[]) {
  for (const { name, day } of days) {
    await source.query(`SELECT * FROM "orders" WHERE name = $1 AND day < $2`, [name, day]); // expect: n-plus-one
  }
}

// case: a text that is looked up by a name, behind the program's own way to the database
// file: db.js
const pg = require("pg");
const fs = require("fs");
const pool = new pg.Pool({ connectionTimeoutMillis: 1000 });
function getQuery(name, done) {
  fs.readFile(`sql/${name}.sql`, (error, buffer) => done(error, buffer.toString()));
}
/** @param {import("pg").PoolClient?} client */
function executeSql(sql, args, client, done) {
  if (args) return client.query(sql, args, done);
  return client.query(sql, done);
}
executeSql.promise = (sql, args, client) =>
  new Promise((resolve, reject) => executeSql(sql, args, client, (error, rows) => (error ? reject(error) : resolve(rows))));
async function query(name, args, client) {
  const sql = await new Promise((resolve) => getQuery(name, (error, text) => resolve(text)));
  return await executeSql.promise(sql, args, client);
}
async function select(name, args, client) {
  return (await query(name, args, client)).rows;
}
async function selectIds(name, args, client) {
  return (await select(name, args, client)).map((row) => row.id);
}
module.exports = { pool, query, select, selectIds };
// file: messages.js
const db = require("./db");
exports.filter = (user, ids) => db.selectIds("messages/filter", [user, ids]);
exports.add = (user, ids) => db.selectIds("messages/insert", [user, ids]);
exports.run = (user, ids) => db.query("messages/seen", [user, ids]);
// file: main.js
const messages = require("./messages");
exports.all = async (users, ids) => {
  for (const user of users) await messages.filter(user.id, ids); // expect: n-plus-one
  for (const user of users) await messages.add(user.id, ids);
  for (const user of users) await messages.run(user.id, ids);
};

// case: a procedure may write, and its name may say so
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function close(ids: string[], name: string) {
  for (const id of ids) await pool.query("CALL close_account($1)", [id]);
  for (const id of ids) await pool.query(`CALL ${name}($1)`, [id]);
  for (const id of ids) await pool.query("SELECT * FROM accounts WHERE id = $1", [id]); // expect: n-plus-one
}

// case: a text put together elsewhere is a query where it is called sql, and reads where those who lead to it say so
// file: collection.ts
import { connect } from "@acme/connections";
import type { Builder } from "./builder";
export class Collection {
  private async run(builder: Builder) {
    const client = connect();
    const { sql, args } = builder.compile();
    return await client.any(sql, args);
  }
  findOne(id: string) {
    return this.run(this.builderOf({ id }));
  }
  rename(id: string) {
    return this.run(this.builderOf({ id }));
  }
  findOrCreate(id: string) {
    return this.run(this.builderOf({ id }));
  }
  declare builderOf: (where: object) => Builder;
}
// file: builder.ts
export interface Builder {
  compile(): { sql: string; args: unknown[] };
}
// file: users.ts
import { Collection } from "./collection";
const users = new Collection();
export async function load(ids: string[]) {
  for (const id of ids) await users.findOne(id); // expect: n-plus-one
  for (const id of ids) await users.rename(id);
  for (const id of ids) await users.findOrCreate(id);
}

// case: of something unknown that is called sql nothing is asked by a method that is no question
import { format } from "@acme/texts";
export function all(parts: { sql: string }[]) {
  return parts.map(({ sql }) => format.pretty(sql));
}

// case: a builder writes the text, and another driver sends it
// file: database.ts
import knexOf from "knex";
import { createPool, type Connection, type Pool } from "mariadb";
export const knex = knexOf({ client: "mysql2" });
export const pool = createPool({ host: "db" });
export const query = async (on: Pool | Connection, sql: string, values: unknown = {}) => {
  const rows = await on.query({ sql, namedPlaceholders: true }, values);
  return rows;
};
// file: texts.ts
import { knex } from "./database";
export const Texts = {
  selectTeam: (id: string) => knex("team").where("id", id).toString(),
  insertTeam: (id: string) => knex("team").insert({ id }).toString(),
  renameTeam: (id: string) => knex("team").where({ id }).update({ name: id }).toString(),
  seatsOf: (id: string) => knex("seat").where({ team: id }).toSQL().toNative(),
};
// file: helpers.ts
import type { Pool } from "mariadb";
import { query } from "./database";
import { Texts } from "./texts";
export const Helpers = (pool: Pool) => ({
  teamOf: async (id: string) => {
    const rows = await query(pool, Texts.selectTeam(id));
    return rows[0];
  },
  addTeam: async (id: string) => { await query(pool, Texts.insertTeam(id)); },
});
// file: main.ts
import { pool, query } from "./database";
import { Helpers } from "./helpers";
import { Texts } from "./texts";
export async function all(ids: string[]) {
  for (const id of ids) await Helpers(pool).teamOf(id); // expect: n-plus-one
  for (const id of ids) await Helpers(pool).addTeam(id);
  for (const id of ids) await query(pool, Texts.renameTeam(id));
  for (const id of ids) await pool.query(Texts.seatsOf(id).sql, [id]); // expect: n-plus-one
  for (const id of ids) await query(pool, Texts.selectTeam(id)); // expect: n-plus-one
}
