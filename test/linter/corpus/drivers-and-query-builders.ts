// Drivers of SQL databases and query builders in their own words: pg, mysql2, postgres.js, pg-promise, Knex, Objection, Kysely, Drizzle.

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

// case: models of Objection whose base class a package makes
// file: models.ts
import { raw } from "objection";
import { getModel } from "@acme/postgres";
export class Base extends getModel() {}
export class User extends Base {
  static get tableName() {
    return "users";
  }
}
export class Plain extends Base {}
export const now = raw("now()");
// file: main.ts
import { Plain, User } from "./models";
export async function all(ids: string[], trx: unknown) {
  for (const id of ids) await User.query(trx).where({ id }).first(); // expect: n-plus-one
  for (const id of ids) await Plain.query(trx).where({ id }).first();
}

// case: awaited calls with a type argument, of other servers and in one tick
import { Knex } from "knex";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function sizes(clients: { client: Knex; name: string }[], ids: string[], knex: Knex) {
  await Promise.all(
    clients.map(async ({ client, name }) => {
      const found = await client.raw<{ rows: [{ size: string }] }>("SELECT pg_database_size(?)", [name]);
      return found.rows[0];
    }),
  );
  for (const id of ids) {
    await knex.raw<{ rows: object[] }>("SELECT * FROM users WHERE id = ?", [id]); // expect: n-plus-one
  }
  return Promise.all(
    ids.map(async (id) => {
      const user = await prisma.user.findUnique<{ where: { id: string } }>({ where: { id } });
      return user;
    }),
  );
}

// case: typed tags at the end of a function, a condition, an assignment
import postgres from "postgres";
const sql = postgres({ connect_timeout: 5 }); // expect: pool-acquire-timeout
interface Row {
  id: number;
}
const reviewsOf = (id: number) => sql<Row[]>`select id from reviews where product = ${id}`;
const starsOf = (id: number) => sql<Row[]>`select id from stars where product = ${id}`.then((rows) => rows.length);
const touch = (id: number) => sql<Row[]>`update products set seen = now() where id = ${id} returning id`;
export async function load(products: Row[], known: Map<number, Row[]>) {
  for (const product of products) await reviewsOf(product.id); // expect: n-plus-one
  for (const product of products) await starsOf(product.id); // expect: n-plus-one
  for (const product of products) await touch(product.id); // expect: write-in-loop
  await Promise.all(products.map((product) => sql<Row[]>`select id from a where product = ${product.id}`)); // expect: n-plus-one
  await Promise.all(products.map(async (product) => (await sql<Row[]>`select id from a where id = ${product.id}`)[0])); // expect: n-plus-one
  let rows: readonly Row[] = [];
  for (const product of products) rows = await sql<Row[]>`select id from b where product = ${product.id}`; // expect: n-plus-one
  for (const product of products) {
    rows = known.get(product.id) ?? (await sql<Row[]>`select id from c where product = ${product.id}`);
    const found = product.id > 1 ? [] : await sql<Row[]>`select id from d where product = ${product.id}`; // expect: n-plus-one
    console.log(found);
  }
  return rows.length;
}

// case: upsert of Objection by a plugin
import { Model } from "objection";
class Cache extends Model {}
export async function store(keys: string[]) {
  for (const key of keys) await (Cache.query() as any).upsert({ key }).returning("*");
  for (const key of keys) await Cache.query().findById(key).returning("*"); // expect: n-plus-one
}

// case: a tagged text with a type, kept in a variable
import type { Sql } from "postgres";
export async function load(sql: Sql, ids: string[]) {
  for (const id of ids) {
    const rows = await sql<{ id: string }[]>`SELECT id FROM users WHERE id = ${id}`; // expect: n-plus-one
    console.log(rows);
  }
}

// case: a prepared query of Drizzle
import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { users } from "./schema";
const db = drizzle("x.db");
const byId = db.select().from(users).where(eq(users.id, sql.placeholder("id"))).prepare();
export async function load(ids: string[]) {
  for (const id of ids) await byId.execute({ id }); // expect: n-plus-one
}

// case: rows of a typed query that is awaited in parentheses are a list
import { type Knex, knex } from "knex";
const db: Knex = knex({ client: "pg", acquireConnectionTimeout: 1000, pool: { max: 4 } });
export async function all(teams: { id: string }[]) {
  for (const team of teams) {
    const ids = (await db<{ id: string }>("users").where("team", team.id).select<{ id: string }[]>("id")).map((row) => row.id); // expect: n-plus-one
    for (const [index, id] of ids.entries()) console.log(index, id);
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

// case: pg asks per row
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function load(ids: string[]) {
  for (const id of ids) await pool.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
}

// case: pg through a client of the pool
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function load(ids: string[]) {
  const client = await pool.connect();
  try {
    for (const id of ids) await client.query({ text: "SELECT 1 FROM users WHERE id = $1", values: [id] }); // expect: n-plus-one
  } finally {
    client.release();
  }
}

// case: pg through a query function of the project
// file: db.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export const query = (text: string, values: unknown[]) => pool.query(text, values);
// file: main.ts
import * as db from "./db";
export async function load(ids: string[]) {
  for (const id of ids) await db.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
}

// case: pg with ANY asks once
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export const load = (ids: string[]) => pool.query("SELECT * FROM users WHERE id = ANY($1)", [ids]);

// case: mysql2 asks per row
import mysql from "mysql2/promise";
const pool = mysql.createPool({ host: "db", queueLimit: 50 });
export async function load(ids: number[]) {
  for (const id of ids) {
    const [rows] = await pool.execute("SELECT * FROM users WHERE id = ?", [id]); // expect: n-plus-one
    console.log(rows);
  }
}

// case: mysql2 through a connection
import { createPool } from "mysql2/promise";
const pool = createPool({ host: "db", queueLimit: 50 });
export async function load(ids: number[]) {
  const connection = await pool.getConnection();
  for (const id of ids) await connection.query("SELECT * FROM users WHERE id = ?", [id]); // expect: n-plus-one
}

// case: postgres.js asks per row
import postgres from "postgres";
const sql = postgres("postgres://db", { connection: { statement_timeout: 5000 } }); // expect: pool-acquire-timeout
export async function load(ids: string[]) {
  for (const id of ids) await sql`SELECT * FROM users WHERE id = ${id}`; // expect: n-plus-one
}

// case: Knex by table
import knex from "knex";
const db = knex({ client: "pg" });
export async function load(ids: string[]) {
  for (const id of ids) {
    const row = await db("users").where({ id }).first(); // expect: n-plus-one
    console.log(row);
  }
}

// case: a Knex transaction
import knex from "knex";
const db = knex({ client: "pg" });
export const load = (ids: string[]) =>
  db.transaction(async (trx) => {
    for (const id of ids) await trx("users").where({ id }); // expect: n-plus-one
  });

// case: an Objection model
// file: person.ts
import { Model } from "objection";
export class Person extends Model {
  static tableName = "persons";
}
// file: main.ts
import { Person } from "./person";
export async function load(ids: number[]) {
  for (const id of ids) await Person.query().findById(id); // expect: n-plus-one
  return Person.query().findByIds(ids);
}

// case: Drizzle select
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { users } from "./schema";
const db = drizzle("postgres://db"); // expect: pool-acquire-timeout
export async function load(ids: number[]) {
  for (const id of ids) await db.select().from(users).where(eq(users.id, id)); // expect: n-plus-one
}

// case: Drizzle relational query
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { users } from "./schema";
const db = drizzle("postgres://db"); // expect: pool-acquire-timeout
export const load = (ids: number[]) => Promise.all(ids.map((id) => db.query.users.findFirst({ where: eq(users.id, id) }))); // expect: n-plus-one

// case: Drizzle with inArray and a subquery
import { inArray } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { members, users } from "./schema";
const db = drizzle("postgres://db"); // expect: pool-acquire-timeout
export const load = (ids: number[]) =>
  db.select().from(users).where(inArray(users.id, db.select({ id: members.id }).from(members).where(inArray(members.id, ids))));

// case: a Drizzle database by its declared type
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { users } from "./schema";
export async function load(db: NodePgDatabase, ids: number[]) {
  for (const id of ids) {
    const [row] = await db.select().from(users).where(id); // expect: n-plus-one
    console.log(row);
  }
}

// case: Kysely
import { Kysely } from "kysely";
const db = new Kysely<object>({ dialect });
export async function load(ids: string[]) {
  for (const id of ids) {
    await db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirst(); // expect: n-plus-one
  }
  return db.selectFrom("users").selectAll().where("id", "in", ids).execute();
}

// case: a Kysely transaction
import type { Kysely } from "kysely";
export const load = (db: Kysely<object>, ids: string[]) =>
  db.transaction().execute(async (trx) => {
    for (const id of ids) await trx.selectFrom("users").where("id", "=", id).execute(); // expect: n-plus-one
  });

// case: rows of a Knex query are an array like any other
import knex from "knex";
const db = knex({ client: "pg" });
export async function load(names: string[]) {
  const users = await db("users").whereIn("name", names);
  return names.map((name) => users.find((user) => user.name === name)).filter((user) => users.includes(user));
}

// case: layers over the driver that old programs have
// file: store.js
const mongo = require("mongoskin");
exports.connect = () => mongo.db("mongodb://localhost/shop", { auto_reconnect: true });
// file: carts.js
const mongojs = require("mongojs");
const db = mongojs("shop", ["carts", "goods"]);
exports.fill = function (ids, done) {
  ids.forEach(function (id) {
    db.goods.findOne({ _id: id }, function (error, found) { // expect: n-plus-one
      done(error, found);
    });
  });
  db.carts.find({ _id: { $in: ids } }).toArray(done);
};
// file: main.js
const async = require("async");
const db = require("./store").connect();
function countFor(shop, done) {
  db.collection("visits" + shop._id).find({}).count(done);
}
function ownerOf(shop, done) {
  db.collection("owners").findById(shop.owner, done);
}
exports.visits = (shops, done) => async.map(shops, countFor, done);
exports.owners = (shops, done) => async.map(shops, ownerOf, done); // expect: n-plus-one
exports.find = (shops, done) => db.collection("shops").find({ _id: { $in: shops } }, (error, cursor) => cursor.toArray(done));

// case: a join by text, once
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function load(ids: string[]) {
  const holes = ids.map((_, index) => `$${index + 1}`).join(", ");
  return pool.query(`SELECT * FROM users WHERE id IN (${holes})`, ids);
}

// case: a Drizzle query in a map, and with in one query
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import * as schema from "./schema";
const db = drizzle(new Pool({ connectionTimeoutMillis: 1000 }), { schema });
export async function load() {
  const users = await db.query.users.findMany({ with: { posts: true } });
  return Promise.all(users.map(async (user) => db.select().from(schema.posts).where(eq(schema.posts.userId, user.id)))); // expect: n-plus-one
}

// case: a Kysely query per row
import { Kysely } from "kysely";
declare const db: Kysely<{ users: { id: string } }>;
export async function load(ids: string[]) {
  for (const id of ids) {
    await db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirst(); // expect: n-plus-one
  }
  return db.selectFrom("users").selectAll().where("id", "in", ids).execute();
}

// case: rows of mysql2 taken apart in place
import mysql from "mysql2/promise";
const pool = mysql.createPool({ connectionLimit: 4, queueLimit: 10, connectTimeout: 1000 });
export async function load(ids: string[]) {
  const connection = await pool.getConnection();
  for (const id of ids) {
    const [[row]] = await connection.execute("SELECT * FROM users WHERE id = ?", [id]); // expect: n-plus-one
    console.log(row);
  }
  connection.release();
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

// case: a table that a caller narrows, and that is written to, is not read
import { Knex, knex } from "knex";
const db = knex({ client: "pg" });
type Narrow = (query: Knex.QueryBuilder) => Knex.QueryBuilder;
class Model {
  static table() {
    return db(this.name);
  }
  static async update(narrow: Narrow, row: object) {
    return await narrow(this.table()).update(row);
  }
  static async count(narrow: Narrow) {
    return await narrow(this.table());
  }
}
class Step extends Model {}
export async function settle(steps: { id: string; due: Date }[]) {
  for (const { id, due } of steps) await Step.update((query) => query.where({ id }), { due });
  for (const { id } of steps) await Step.count((query) => query.where({ id })); // expect: n-plus-one
}

// case: what a transaction gives is what its callback gives, and no connection
import { Knex } from "knex";
export class Plans {
  constructor(private database: Knex) {}
  async one(planId: string) {
    const [plan] = await this.database("plans").select().where("plan_id", planId);
    return plan;
  }
  async create(name: string) {
    const planId = await this.database.transaction(async (trx) => {
      const [made] = await trx("plans").insert({ name }).returning("plan_id");
      return made.plan_id;
    });
    return this.one(planId);
  }
}
export async function all(plans: Plans, rows: { planId: string }[]) {
  return await Promise.all(rows.map(async (row) => await plans.one(row.planId))); // expect: n-plus-one
}

// case: a builder in a variable that becomes a write further down, and what a program adds to a connection
import { Knex, knex } from "knex";
declare module "knex" {
  interface Knex {
    clientType(): string;
  }
}
const db: Knex = knex({ client: "pg" });
class Meta {
  async update(table: string, row: object, id: string) {
    const query = db(table);
    query.where("id", id);
    query.update(row);
    return query;
  }
  async one(table: string, id: string) {
    const query = db(table);
    query.where("id", id);
    return query.first();
  }
  isMySQL() {
    return db.clientType() === "mysql2";
  }
}
export async function settle(meta: Meta, rows: { id: string; due: Date }[]) {
  for (const { id, due } of rows) await meta.update("steps", { due }, id); // expect: write-in-loop
  for (const { id } of rows) await meta.one("steps", id); // expect: n-plus-one
  return rows.map(({ id }) => (meta.isMySQL() ? `\`${id}\`` : id));
}
