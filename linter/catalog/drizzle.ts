import { sentence } from "../../words/sentence.ts";
import type { Library, PoolFacts } from "./library.ts";
import { gives, reads, silent, writes } from "./members.ts";
import { mysql2 } from "./mysql2.ts";
import { pg } from "./pg.ts";
import { postgresJs } from "./postgres-js.ts";

const update = "update(table).set(values).where(inArray(‹table.id›, ids))";
const bulk = "where(inArray(‹table.id›, ids))";

/** The pool that Drizzle builds of a driver's own, from `connection` or a connection string: the driver's options and defaults. */
function inConnection(driver: Library, source: string): PoolFacts[] {
  const named = (property: string) => `connection.${property}`;
  return (driver.pool ?? []).slice(0, 1).map(({ url: _url, ...facts }) => ({
    ...facts,
    driver: driver.name,
    argument: 0,
    connection: "connection",
    source: `${source}; ${facts.source}`,
    properties: facts.properties.map((known) => ({
      ...known,
      property: named(known.property),
      ...(known.aliases === undefined ? {} : { aliases: known.aliases.map(named) }),
    })),
    unsupported: facts.unsupported.map(({ remedy, ...limit }) =>
      remedy === undefined ? limit : { ...limit, remedy: { ...remedy, property: named(remedy.property) } },
    ),
  }));
}

/** Drizzle ORM over any driver. */
export const drizzle: Library = {
  name: "drizzle",
  title: "Drizzle",
  modules: ["drizzle-orm", "drizzle-orm/*"],
  usualChains: [
    { names: ["findMany", "findFirst"], behind: "query", type: "Table" },
    { names: ["from"], behind: "select", type: "Select" },
    { names: ["from"], behind: "selectDistinct", type: "Select" },
  ],
  exports: { drizzle: { call: { returns: "Database" } } },
  submodules: {
    "drizzle-orm/node-postgres": { drizzle: { call: { returns: "Database", builds: 0 } } },
    "drizzle-orm/mysql2": { drizzle: { call: { returns: "Database", builds: 1 } } },
    "drizzle-orm/postgres-js": { drizzle: { call: { returns: "Database", builds: 2 } } },
    "drizzle-orm/neon-serverless": { drizzle: { call: { returns: "Database", builds: 0 } } },
  },
  pool: [
    ...inConnection(pg, "drizzle-orm 0.45 node-postgres/driver.js"),
    ...inConnection(mysql2, "drizzle-orm 0.45 mysql2/driver.js"),
    ...inConnection(postgresJs, "drizzle-orm 0.45 postgres-js/driver.js"),
  ],
  types: {
    Database: {
      place: true,
      members: {
        ...gives("select selectDistinct selectDistinctOn", "Select"),
        insert: { call: { returns: "Insert", bulk: "insert(table).values(rows)" } },
        update: { call: { returns: "Update", bulk: update } },
        delete: { call: { returns: "Delete", bulk: "delete(table).where(inArray(‹table.id›, ids))" } },
        ...gives("with $with", "Database"),
        query: { type: "Query" },
        execute: { call: { sql: 0 } },
        $count: { call: { returns: "Select" } },
        ...reads("all get values", bulk),
        ...writes("run"),
        transaction: { call: { callbacks: { 0: { parameters: ["Database"], runs: "once" } } } },
        ...silent("batch refreshMaterializedView"),
      },
    },
    Query: { members: { "*": { type: "Table" } } },
    Table: {
      place: true,
      members: reads(
        "findMany findFirst",
        sentence("{0}, or {1}", "findMany({ where: inArray(‹table.id›, ids) })", "with"),
      ),
    },
    Select: {
      runs: "read",
      members: {
        ...reads("execute all get values", bulk),
        ...silent("as toSQL getSQL $dynamic"),
        ...gives("prepare", "Prepared"),
        "*": { call: { returns: "Select", bulk } },
      },
    },
    Prepared: { members: reads("execute all get values", bulk) },
    Insert: {
      runs: "write",
      bulk: "insert(table).values(rows)",
      members: {
        ...silent("toSQL getSQL prepare"),
        ...writes("execute run all get", "insert(table).values(rows)"),
        "*": { call: { returns: "Insert", bulk: "insert(table).values(rows)" } },
      },
    },
    Delete: {
      runs: "write",
      members: {
        ...writes("execute run all get", "delete(table).where(inArray(‹table.id›, ids))"),
        "*": { call: { returns: "Delete", bulk: "delete(table).where(inArray(‹table.id›, ids))" } },
      },
    },
    Update: {
      runs: "write",
      members: {
        ...writes("execute run all get", update),
        "*": { call: { returns: "Update", bulk: update } },
      },
    },
    PgTransaction: { extends: "Database", members: {} },
    MySqlTransaction: { extends: "Database", members: {} },
    SQLiteTransaction: { extends: "Database", members: {} },
  },
  aliases: Object.fromEntries(
    [
      "NodePgDatabase",
      "PostgresJsDatabase",
      "MySql2Database",
      "BetterSQLite3Database",
      "LibSQLDatabase",
      "NeonHttpDatabase",
      "NeonDatabase",
      "DrizzleD1Database",
      "VercelPgDatabase",
      "PgDatabase",
      "MySqlDatabase",
      "BaseSQLiteDatabase",
      "PgliteDatabase",
      "PlanetScaleDatabase",
    ].map((name) => [name, "Database"]),
  ),
};
