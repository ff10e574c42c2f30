import type { Library } from "./library.ts";
import { gives, reads, silent, writes } from "./members.ts";

const bulk = "where(inArray(table.id, ids))";

/** Drizzle ORM over any driver. */
export const drizzle: Library = {
  name: "drizzle",
  title: "Drizzle",
  modules: ["drizzle-orm", "drizzle-orm/*"],
  exports: { drizzle: { call: { returns: "Database" } } },
  types: {
    Database: {
      place: true,
      members: {
        ...gives("select selectDistinct selectDistinctOn", "Select"),
        insert: { call: { returns: "Insert", bulk: "insert(table).values(rows)" } },
        update: { call: { returns: "Write" } },
        delete: { call: { returns: "Delete", bulk: "delete(table).where(inArray(table.id, ids))" } },
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
      members: reads("findMany findFirst", "findMany({ where: inArray(table.id, ids) }), or with"),
    },
    Select: {
      runs: "read",
      members: {
        ...reads("execute all get values", bulk),
        ...silent("as toSQL getSQL prepare $dynamic"),
        "*": { call: { returns: "Select", bulk } },
      },
    },
    Insert: {
      runs: "write",
      members: {
        ...silent("toSQL getSQL prepare"),
        ...writes("execute run all get", "insert(table).values(rows)"),
        "*": { call: { returns: "Insert", bulk: "insert(table).values(rows)" } },
      },
    },
    Delete: {
      runs: "write",
      members: {
        ...writes("execute run all get", "delete(table).where(inArray(table.id, ids))"),
        "*": { call: { returns: "Delete", bulk: "delete(table).where(inArray(table.id, ids))" } },
      },
    },
    Write: {
      runs: "write",
      members: { ...writes("execute run all get"), "*": { call: { returns: "Write" } } },
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
