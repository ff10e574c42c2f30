// Builders, pieces of queries, and what decides whether a query runs at all.

// case: each branch is for one member of an enumeration
import { PrismaClient } from "@prisma/client";
import { FEATURE } from "./features";
const prisma = new PrismaClient();
export async function disable(removed: string[], hostId: string) {
  for (const feature of removed) {
    if (feature === FEATURE.TAX_FORMS) {
      await prisma.form.findMany({ where: { hostId } });
    } else if (feature === FEATURE.IMPORTS) {
      await prisma.import.findMany({ where: { hostId } });
    }
  }
}

// case: each arm of a switch is for one key, and the rest is not
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function edit(changes: Record<string, string>, id: string) {
  for (const key of Object.keys(changes)) {
    switch (key) {
      case "location":
        await prisma.location.findFirst({ where: { id } });
        break;
      default:
        await prisma.setting.findFirst({ where: { id, key } }); // expect: n-plus-one
    }
  }
}

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

// case: MikroORM's builder writes where it inserts
import { SqlEntityManager } from "@mikro-orm/knex";
export async function insertAll(manager: SqlEntityManager, rows: { id: string }[]) {
  for (const row of rows) {
    const builder = manager.qb("Row");
    await builder.insert(row).onConflict().ignore().execute();
  }
}

// case: SQL that writes behind its WITH
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000 });
export async function rollUp(weeks: string[]) {
  for (const week of weeks) {
    await pool.query(
      `
      WITH views AS (SELECT count(*) AS n FROM events WHERE week = $1)
      INSERT INTO totals SELECT $1, n FROM views`,
      [week],
    );
  }
}

// case: what is asked once the right element is found
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function choose(variants: { id: string; rank: number }[], least: number) {
  for (const variant of variants) {
    if (variant.rank > least) {
      const template = await prisma.template.findFirst({ where: { id: variant.id } });
      if (!template) throw new Error("gone");
      return template;
    }
  }
  return undefined;
}

// case: the map of a result that succeeded or failed is no loop
// file: users.ts
import { ResultAsync } from "neverthrow";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const current = (id: string): ResultAsync<{ teamId: string }, Error> =>
  ResultAsync.fromPromise(prisma.user.findFirst({ where: { id } }), () => new Error("gone"));
export const team = (id: string) => prisma.team.findFirst({ where: { id } });
// file: main.ts
import { current, team } from "./users";
export const teamOf = (id: string) =>
  current(id)
    .andThen((user) => user)
    .map(async (user) => team(user.teamId));
export const teamsOf = (users: { teamId: string }[]) => users.map(async (user) => team(user.teamId)); // expect: n-plus-one

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

// case: a SELECT that computes and asks no table
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000, query_timeout: 5000 });
export async function valid(shapes: { id: string; text: string }[]) {
  for (const { text } of shapes) await pool.query("SELECT ST_MakeValid(ST_GeomFromGeoJSON($1)) AS shape", [text]);
  for (const { id } of shapes) {
    await pool.query("SELECT ST_Area(shape) FROM shapes WHERE id = $1", [id]); // expect: n-plus-one
  }
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
