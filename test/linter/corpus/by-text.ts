// Queries that only their SQL text shows, and drivers that take text.

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

// case: pieces of a text, and another table in each turn, by text alone
import { db, sql } from "@org/database";
export async function all(ids: string[], tables: string[]) {
  const parts = ids.map((id) => sql`SELECT id FROM users WHERE id = ${id}`);
  await db.query(sql.join(parts, " UNION "));
  for (const table of tables) await db.query(`SELECT count(*) FROM ${table}`);
}

// case: pg-promise
import pgPromise, { PreparedStatement } from "pg-promise";
const pgp = pgPromise();
const db = pgp("postgres://localhost/app");
const byId = new PreparedStatement({ name: "by-id", text: "SELECT * FROM users WHERE id = $1" });
export async function all(ids: string[]) {
  for (const id of ids) await db.oneOrNone("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of ids) await db.one(byId, [id]); // expect: n-plus-one
  await db.tx(async (t) => {
    for (const id of ids) await t.any("SELECT * FROM orders WHERE owner = $1", [id]); // expect: n-plus-one
  });
  await db.task((t) => t.batch(ids.map((id) => t.one("SELECT * FROM users WHERE id = $1", [id])))); // expect: n-plus-one
  await db.any("SELECT * FROM users WHERE id IN ($1:csv)", [ids]);
}

// case: Slonik
import { createPool, sql, type DatabasePool } from "slonik";
export async function all(ids: string[], row: any, given: DatabasePool) {
  const pool = await createPool("postgres://localhost/app");
  for (const id of ids) await pool.maybeOne(sql.type(row)`SELECT * FROM users WHERE id = ${id}`); // expect: n-plus-one
  for (const id of ids) await given.any(sql.unsafe`SELECT * FROM orders WHERE owner = ${id}`); // expect: n-plus-one
  await pool.transaction(async (inside) => {
    for (const id of ids) await inside.oneFirst(sql.unsafe`SELECT name FROM users WHERE id = ${id}`); // expect: n-plus-one
  });
  const terms = ids.map((id) => sql.fragment`id = ${id}`);
  await pool.any(sql.unsafe`SELECT * FROM users WHERE ${sql.join(terms, sql.fragment` OR `)}`);
}

// case: tagged texts of Neon and Vercel
import { neon } from "@neondatabase/serverless";
import { db, sql as vercel } from "@vercel/postgres";
const sql = neon("postgres://localhost/app");
export async function all(ids: string[]) {
  for (const id of ids) await sql`SELECT * FROM users WHERE id = ${id}`; // expect: n-plus-one
  for (const id of ids) await sql.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of ids) await vercel`SELECT * FROM users WHERE id = ${id}`; // expect: n-plus-one
  const client = await db.connect();
  for (const id of ids) await client.sql`SELECT * FROM users WHERE id = ${id}`; // expect: n-plus-one
  for (const id of ids) await vercel`UPDATE users SET seen = now() WHERE id = ${id}`; // expect: write-in-loop
  await sql.transaction(ids.map((id) => sql`SELECT * FROM users WHERE id = ${id}`));
}

// case: PlanetScale and PgTyped
// file: user.queries.ts
import { PreparedQuery, sql } from "@pgtyped/runtime";
const findUserIR: any = { statement: "SELECT * FROM users WHERE id = :id" };
export const findUser = new PreparedQuery<{ id: string }, { name: string }>(findUserIR);
export const touchUser = sql<any>`UPDATE users SET seen = now() WHERE id = $id`;
// file: main.ts
import { connect } from "@planetscale/database";
import { findUser, touchUser } from "./user.queries";
const connection = connect({});
export async function all(ids: string[], client: any) {
  for (const id of ids) await connection.execute("SELECT * FROM users WHERE id = ?", [id]); // expect: n-plus-one
  for (const id of ids) await findUser.run({ id }, client); // expect: n-plus-one
  for (const id of ids) await touchUser.run({ id }, client);
}

// case: a wrapper that hands on all that it is passed, behind something of its own
// file: pool.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const replica = new Pool({ connectionTimeoutMillis: 1000 });
function ask(on: Pool, text: string, values?: unknown[]) {
  return on.query(text, values);
}
export function query(...args: any[]) { return ask(pool, ...args); }
export const fromReplica = (...args: any[]) => ask(replica, ...args);
export const raw = (...args: any[]) => pool.query(...args);
export function logged(what: string, ...args: any[]) { console.log(what); return raw(...args); }
// file: main.ts
import { fromReplica, logged, query, raw } from "./pool";
export async function all(ids: string[]) {
  for (const id of ids) await query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of ids) await fromReplica("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of ids) await raw("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of ids) await logged("users", "SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of ids) await query("UPDATE users SET seen = now() WHERE id = $1", [id]); // expect: write-in-loop
  for (const id of ids) await raw("SELECT pg_notify('seen', $1)", [id]);
  for (const id of ids) await logged("SELECT what is asked FROM the log", "UPDATE users SET seen = now() WHERE id = $1", [id]); // expect: write-in-loop
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
