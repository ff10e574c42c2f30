// Query builders and tagged texts: pieces and subqueries that ask nothing, and builders that are awaited further down.

// case: knex text inside what is written is no query of its own
import { knex } from "knex";
const db = knex({ client: "pg" });
export async function anonymise(ids: number[]) {
  for (const id of ids) {
    await db("users").where({ id }).update({ name: db.raw("name || ?", "(deleted)"), seen: id });
  }
}

// case: a knex subquery that is kept in a variable
import { knex } from "knex";
const db = knex({ client: "pg" });
export async function disconnect(projects: string[]) {
  for (const project of projects) {
    const names = db("features").where({ project }).select("name");
    await db("environments").whereIn("feature", names).update({ at: project });
  }
}

// case: a knex builder that is kept, and awaited further down
import { knex } from "knex";
const db = knex({ client: "pg" });
export async function load(projects: string[], late: boolean) {
  for (const project of projects) {
    const query = db("features").where({ project }); // expect: n-plus-one
    if (late) query.orderBy("at");
    console.log(await query);
  }
}

// case: conditions that a function adds to a builder, one for each part
import { knex, type Knex } from "knex";
const db = knex({ client: "pg" });
function add(builder: Knex.QueryBuilder, parts: Record<string, unknown>): Knex.QueryBuilder {
  if (Array.isArray(parts.or)) {
    builder.where((outer) => {
      parts.or.forEach((part) => {
        outer.orWhere((inner) => add(inner, part));
      });
    });
  }
  return builder.where(parts);
}
export const list = async (parts: Record<string, unknown>) => add(db("t"), parts);

// case: a list of pieces of SQL becomes the columns of one query
import knex from "knex";
const db = knex({ client: "pg", acquireConnectionTimeout: 5000 });
export async function report(columns: string[], ids: string[]) {
  const sums = columns.map((column) => db.raw("sum(??) as ??", [column, column]));
  const found = await db
    .with("old", (query) => {
      query.select("id", ...columns.map((column) => db.raw("??", [column])), ...sums).from("orders");
    })
    .select(columns.map((column) => db.raw("max(??)", [column])))
    .from("old");
  const rows = await Promise.all(ids.map((id) => db.raw("select * from orders where id = ?", [id]))); // expect: n-plus-one
  const asked = ids.map((id) => db.raw("select * from orders where id = ?", [id])); // expect: n-plus-one
  const both = await Promise.all([
    ...ids.map((id) => db.raw("select * from orders where id = ?", [id])), // expect: n-plus-one
    ...columns.map((column) => db.raw("select * from orders where name = ?", [column])), // expect: n-plus-one
  ]);
  return [found, rows, both, await Promise.all(asked)];
}

// case: raw pieces in the list that a builder selects
import knex from "knex";
const db = knex({ client: "pg" });
export async function union(lists: { id: number }[]) {
  const queries = [];
  for (const list of lists) {
    queries.push(
      db
        .from("subscribers")
        .where({ list: list.id })
        .select(["id", db.raw("? AS list", [list.id])])
        .toSQL()
        .toNative(),
    );
  }
  return queries;
}
export async function totals(ids: number[]) {
  for (const id of ids) await Promise.all([db.raw("SELECT name FROM users WHERE id = ?", [id])]); // expect: n-plus-one
}

// case: builders that are gathered for one query, and such as are all run
import { Model } from "objection";
class Version extends Model { static tableName = "version"; }
export const modifiers = {
  byTags(query: any, tags: string[]) {
    const parts: any[] = [];
    for (const tag of tags) {
      const part = Version.query().select("id").where("tag", tag);
      if (tag.length > 3) part.where("open", true);
      parts.push(part);
    }
    query.whereIn("id", (builder: any) => builder.intersect(parts));
  },
  byKeys(query: any, keys: string[]) {
    const parts: any[] = [];
    keys.forEach((key) => parts.push(Version.query().select("id").where("key", key)));
    query.union(parts);
  },
};
export async function all(tags: string[]) {
  const found: any[] = [];
  for (const tag of tags) found.push(Version.query().where("tag", tag)); // expect: n-plus-one
  return Promise.all(found);
}

// case: pieces of a text, and another table in each turn, by text alone
import { db, sql } from "@org/database";
export async function all(ids: string[], tables: string[]) {
  const parts = ids.map((id) => sql`SELECT id FROM users WHERE id = ${id}`);
  await db.query(sql.join(parts, " UNION "));
  for (const table of tables) await db.query(`SELECT count(*) FROM ${table}`);
}

// case: builders that become text, or parts of one query
import knex from "knex";
const db = knex({ client: "pg" });
export async function all(ids: string[], both: boolean) {
  const texts = ids.map((id) => db("users").where({ id }).toQuery());
  const parts = ids.map((id) => {
    const part = both ? db("users").where({ id }) : db("admins").where({ id });
    return part;
  });
  const [first, ...rest] = parts;
  const rows = await first?.unionAll(rest);
  const named = await db("users").where((builder) => {
    for (const id of ids) builder.orWhere(db.raw("CAST(?? AS text)", ["id"]), "LIKE", id);
  });
  for (const id of ids) await db("users").where({ id }).first(); // expect: n-plus-one
  return { texts, rows, named };
}

// case: a subquery in a text
import { drizzle } from "drizzle-orm/node-postgres";
import { count, eq, sql } from "drizzle-orm";
import { users } from "./schema";
const db = drizzle(process.env.URL ?? ""); // expect: pool-acquire-timeout
export function counts(fields: string[]) {
  const extras: Record<string, unknown> = {};
  for (const field of fields) extras[field] = sql`${db.select({ n: count() }).from(users).where(eq(users.id, field))}`.as(field);
  return extras;
}
export async function all(ids: string[]) {
  for (const id of ids) await db.select({ n: count() }).from(users).where(eq(users.id, id)); // expect: n-plus-one
}

// case: tagged texts that become one condition
import postgres from "postgres";
const sql = postgres("postgres://localhost/db", { connect_timeout: 5 }); // expect: pool-acquire-timeout
const or = (parts: any[]) => parts.reduce((all, part) => sql`(${all} OR ${part})`);
export const condition = (types: string[]) => or(types.map((type) => sql`type = ${type}`));
export async function all(ids: string[]) {
  const rows = await Promise.all(ids.map((id) => sql`SELECT * FROM users WHERE id = ${id}`)); // expect: n-plus-one
  const started = ids.map((id) => sql`SELECT * FROM users WHERE id = ${id}`); // expect: n-plus-one
  return [rows, await Promise.all(started), await sql`SELECT * FROM users WHERE ${condition(ids)}`];
}

// case: conditions that a callback adds to a builder, returned to nobody
import { Knex } from "knex";
export const matching = (filters: Record<string, string>) => (builder: Knex.QueryBuilder) => {
  Object.entries(filters).forEach(([column, value]) => {
    return builder.whereRaw("?? = ?", [column, value]);
  });
  Object.entries(filters).map(([column, value]) => builder.andWhere(column, value));
};
export async function each(knex: Knex, ids: string[]) {
  return Promise.all(ids.map((id) => knex("users").where({ id }).first())); // expect: n-plus-one
}

// case: a subquery that is kept in a variable
import { and, eq, inArray } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import { parts, pools } from "./schema";
const db = drizzle(new Pool({ connectionTimeoutMillis: 1000 }));
export async function clear(ids: string[]) {
  for (const id of ids) {
    const inside = db.select({ id: parts.id }).from(parts).where(eq(parts.pool, id));
    await db.update(pools).set({ empty: true }).where(and(eq(pools.id, id), inArray(pools.part, inside)));
  }
}

// case: a query that a part of the same query is named in, in a callback
import { Kysely } from "kysely";
class Shares {
  constructor(private readonly db: Kysely<any>) {}
  async of(pageId: string) {
    return await this.db
      .withRecursive("above", (cte) => cte.selectFrom("pages").select(["id"]).where("id", "=", pageId))
      .selectFrom("above")
      .selectAll()
      .executeTakeFirst();
  }
  async all(ids: string[]) {
    return Promise.all(ids.map((id) => this.of(id))); // expect: n-plus-one
  }
}

// case: a function that builds a query, handed to map by its name
import { Model } from "objection";
class User extends Model {
  static tableName = "users";
}
const find = (id: string) => User.query().findById(id);
const narrow = (ids: string[]) => User.query().whereIn("id", ids);
export const load = (a: string[], b: string[]) => Promise.all([...a.map(find), ...b.map(find)]); // expect: n-plus-one, n-plus-one
export const all = (ids: string[]) => narrow(ids);

// case: an expression is no statement
import { Knex } from "knex";
const point = (db: Knex, at: string) => db.raw("st_geomfromtext(?, 4326)", [at]);
const first = (db: Knex, at: string) => db.raw("(select id from places where at = ?)", [at]);
export async function all(db: Knex, names: string[], places: { at: string; point: unknown }[]) {
  const parts = names.map((name) => `${db.raw("?", [name])}::text`);
  const cases = names.map((name) => db.raw("(CASE WHEN name = ? THEN 1 END)", [name]));
  for (const place of places) place.point = point(db, place.at);
  for (const place of places) place.point = await first(db, place.at); // expect: n-plus-one
  for (const name of names) await db.raw("SELECT (id) FROM users WHERE name = ?", [name]); // expect: n-plus-one
  return [parts, cases];
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

// case: pieces of a text that are gathered in a loop become one query
import postgres from "postgres";
// spillway-disable-next-line pool-acquire-timeout -- there is none
const sql = postgres({ host: "db" });
export async function search(filters: { column: string; value: string }[]) {
  const conditions = [];
  for (const { column, value } of filters) conditions.push(sql`${sql(column)} = ${value}`);
  for (const { value } of filters) conditions.push(sql`state <> ${value}`);
  const joined = conditions.flatMap((one, i) => (i > 0 ? [sql` and `, one] : [one]));
  return sql`select * from homes where ${joined}`;
}
export async function store(rows: { name: string; rooms: number }[]) {
  return sql`insert into homes values ${rows.map((row, i) => [i > 0 ? sql`,` : sql``, sql`(${row.name}, ${row.rooms})`])}`;
}
export async function load(ids: string[]) {
  const all = [];
  for (const id of ids) all.push(sql`select * from homes where id = ${id}`); // expect: n-plus-one
  for (const id of ids) all.push(sql`(select 1 from homes where id = ${id}) union (select 2)`); // expect: n-plus-one
  return Promise.all(all);
}

// case: what a function builds is sent where its answer is asked for, also one after the other
const knex = require("knex")({ client: "mysql2" });
const stepsOf = (id) => knex("steps").where({ flow: id }).orderBy("position");
exports.all = (ids) =>
  ids.reduce(
    (chain, id) => chain.then((out) => stepsOf(id).then((rows) => [...out, ...rows])), // expect: n-plus-one
    Promise.resolve([]),
  );
exports.counts = (ids) => Promise.all(ids.map((id) => stepsOf(id).then((rows) => rows.length))); // expect: n-plus-one
exports.one = (id) => stepsOf(id).then((rows) => rows.length);
exports.together = (ids) => knex("steps").whereIn("flow", ids).then((rows) => rows.map((row) => row.id));

// case: a builder that is kept for the next who asks is sent once, and what a passed function builds counts where it is written
import knex from "knex";
const db = knex({ client: "mysql2", connection: { host: "db" } });
const known = new Map<string, unknown>();
function memo<T>(key: string, load: () => T): T {
  const had = known.get(key);
  if (had !== undefined) return had as T;
  const made = load();
  known.set(key, made);
  return made;
}
async function memoLater<T>(key: string, load: () => Promise<T>): Promise<T> {
  if (known.has(key)) return known.get(key) as T;
  const made = await load();
  known.set(key, made);
  return made;
}
const find = (id: string) => {
  const had = known.get(id);
  if (had !== undefined) return had;
  const made = db("users").where({ id }).first();
  known.set(id, made);
  return made;
};
const timed = <T>(load: () => T): T => {
  const begun = Date.now();
  try {
    return load();
  } finally {
    console.log(Date.now() - begun);
  }
};
export async function run(ids: string[]) {
  for (const id of ids) console.log(await memo(id, () => db("users").where({ id }).first()));
  for (const id of ids) console.log(await memoLater(id, () => db("users").where({ id }).first()));
  for (const id of ids) console.log(await find(id));
  for (const id of ids) console.log(await timed(() => db("users").where({ id }).first())); // expect: n-plus-one
}

// case: postgres.js builds pieces in a loop and asks once
import { sql } from "./db";
export async function load(ids: string[]) {
  const pieces = [];
  for (const id of ids) pieces.push(sql`id = ${id}`);
  return pieces;
}

// case: a Knex builder that grows in a loop runs once
import knex from "knex";
const db = knex({ client: "pg" });
export async function search(words: string[]) {
  let query = db("users").select("*");
  for (const word of words) {
    query = query.orWhere("name", "like", word);
  }
  return query;
}

// case: a Knex subquery is part of its query
import knex from "knex";
const db = knex({ client: "pg" });
export const load = (ids: string[]) => db("users").whereIn("id", db("members").select("id").whereIn("team", ids));

// case: a Kysely builder that grows in a loop
import type { Kysely } from "kysely";
export function search(db: Kysely<object>, words: string[]) {
  let query = db.selectFrom("users").selectAll();
  for (const word of words) query = query.where("name", "like", word);
  return query.execute();
}

// case: a Knex builder that is extended by statements in a loop
import knex from "knex";
const db = knex({ client: "pg" });
export async function search(fields: string[]) {
  const query = db("users").select("*");
  for (const field of fields) {
    query.where(field, "x");
  }
  fields.forEach((field) => {
    query.orWhere(field, "y");
  });
  return query;
}

// case: a helper that only extends a Knex builder
import knex, { type Knex } from "knex";
const db = knex({ client: "pg" });
function narrow(query: Knex.QueryBuilder, field: string) {
  return query.where(field, "x");
}
export async function search(fields: string[]) {
  let query = db("users").select("*");
  for (const field of fields) query = narrow(query, field);
  return query;
}

// case: a helper returns a Knex builder that the loop awaits
import knex from "knex";
const db = knex({ client: "pg" });
function byId(id: string) {
  return db("users").where({ id });
}
export async function load(ids: string[]) {
  for (const id of ids) await byId(id); // expect: n-plus-one
}

// case: a Drizzle count inside a select is part of it
import { drizzle } from "drizzle-orm/node-postgres";
import { posts, users } from "./schema";
const db = drizzle("postgres://db"); // expect: pool-acquire-timeout
export const load = () => db.select({ id: users.id, posts: db.$count(posts) }).from(users);

// case: a locked Knex subquery inside an update
import type { Knex } from "knex";
type Db = Knex | Knex.Transaction;
export class Store {
  private db: Db;
  constructor(db: Db) {
    this.db = db;
  }
  async touch(byEnvironment: Record<string, string[]>, now: Date) {
    for (const env of Object.keys(byEnvironment)) {
      const names = byEnvironment[env].sort();
      await this.db("t")
        .update({ seen: now })
        .where("environment", env)
        .whereIn("name", this.db("t").select("name").whereIn("name", names).forUpdate().skipLocked());
    }
  }
}

// case: a Knex subquery written by a callback
import knex from "knex";
const db = knex({ client: "pg" });
export async function search(fields: string[]) {
  const query = db("users");
  for (const field of fields) {
    query.whereIn("id", (sub) => {
      sub.select("id").from("teams").where(field, "x");
    });
  }
  return query;
}

// case: builders in a list that another query takes one by one
import { knex } from "knex";
const db = knex({ client: "pg", connection: process.env.DB });
export async function search(tags: string[]) {
  const query = db("orders");
  const parts = tags.map((tag) => db("tags").select("order_id").where("name", tag));
  parts.forEach((part) => query.whereIn("id", part));
  return query;
}
export async function searchEach(tags: string[]) {
  const parts = tags.map((tag) => db("tags").select("order_id").where("name", tag)); // expect: n-plus-one
  return Promise.all(parts);
}

// case: what goes on with a builder that it is passed, and hands it back, asks nothing
import { Knex, knex } from "knex";
const db = knex({ client: "pg" });
type Condition = (query: Knex.QueryBuilder, key: string, value: string) => Knex.QueryBuilder;
function each(query: Knex.QueryBuilder, fields: Record<string, string>, condition: Condition) {
  for (const [key, value] of Object.entries(fields)) query = condition(query, key, value);
  return query;
}
const negated = (query: Knex.QueryBuilder) => query.clone();
export function search(filters: { equal: Record<string, string>; empty: Record<string, string> }) {
  let query = db("orders").select("id");
  query = each(query, filters.equal, (q, key, value) => q.where(key, value));
  query = each(query, filters.empty, (q, key) => negated(q).whereNull(key));
  return query;
}
export async function ofEach(ids: string[]) {
  return await db.transaction(async (trx) => await Promise.all(ids.map((id) => trx("orders").where({ id })))); // expect: n-plus-one
}

// case: subqueries by way of helpers, of names and of texts
import { Knex, knex } from "knex";
const db = knex({ client: "pg" });
const only = (key: string, query: Knex.QueryBuilder) => query.whereNotNull(key);
export function search(query: Knex.QueryBuilder, tables: { name: string; key: string; last?: string }[]) {
  for (const { name, key, last } of tables) {
    const related = db(name).select("id");
    query = query.where((inner) => {
      inner.whereExists(only(key, related.clone()));
      inner.orWhereNotExists(related.clone().where(key, 1));
    });
    const counted = db(name).count("id");
    const total = db.raw(`(${counted})`);
    query = query.select({ total });
    query = query.orderByRaw("?? ??", [key, ...(last === undefined ? [] : [db.raw("nulls last")])]);
  }
  return query;
}

// case: a builder that is let go with void only gets another condition
import { Knex, knex } from "knex";
const db = knex({ client: "pg" });
export function search(root: Knex.QueryBuilder, filters: { path: string; value: string; inner?: string[] }[]) {
  for (const { path, value, inner } of filters) {
    if (inner === undefined) void root.where(path, value);
    else void root.where((query) => void query.whereIn(path, inner));
  }
  return root;
}
export async function load(ids: string[]) {
  for (const id of ids) void (await db("users").where({ id })); // expect: n-plus-one
}

// case: promises of builders awaited at the end by another name
import { knex } from "knex";
const db = knex({ client: "pg" });
export async function load(ids: number[]) {
  const asked = [];
  for (const id of ids) asked.push(db("users").where({ id })); // expect: n-plus-one
  return Promise.all(asked);
}

// case: a builder that gets a condition of each element
import { knex } from "knex";
const db = knex({ client: "pg" });
export async function load(names: string[]) {
  const query = db("users").select("*");
  names.forEach((name) => {
    query.orWhere("name", "like", name);
  });
  return query;
}

// case: a builder in a variable that was told to write before it is asked
import knexOf from "knex";
const knex = knexOf({ client: "pg", connection: { host: "db" } });
async function rename(id: string, name?: string, trx = knex) {
  const query = trx("users").where("id", id).returning("*");
  if (name) query.update("name", name);
  return query.then((rows) => rows[0]);
}
async function find(id: string, trx = knex) {
  const query = trx("users").where("id", id);
  query.orderBy("name");
  return query.then((rows) => rows[0]);
}
export async function all(ids: string[]) {
  for (const id of ids) await rename(id, "new"); // expect: write-in-loop
  for (const id of ids) await find(id); // expect: n-plus-one
}
