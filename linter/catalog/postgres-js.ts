import { sentence } from "../../words/sentence.ts";
import type { Library } from "./library.ts";
import { silent } from "./members.ts";

const bulk = sentence("one query: {0}", "WHERE … = ANY(ids)");

/** postgres.js. Its times are in seconds. */
export const postgresJs: Library = {
  name: "postgres",
  title: "postgres.js",
  modules: ["postgres"],
  exports: { default: { call: { returns: "Sql", builds: 0 } } },
  types: {
    Sql: {
      call: { sql: 0, tag: true, bulk },
      members: {
        unsafe: { call: { sql: 0, bulk } },
        begin: {
          call: {
            callbacks: { 0: { parameters: ["Sql"], runs: "once" }, 1: { parameters: ["Sql"], runs: "once" } },
          },
        },
        savepoint: {
          call: {
            callbacks: { 0: { parameters: ["Sql"], runs: "once" }, 1: { parameters: ["Sql"], runs: "once" } },
          },
        },
        ...silent("json array typed end listen notify file"),
      },
    },
    TransactionSql: { extends: "Sql", members: {} },
    ReservedSql: { extends: "Sql", members: {} },
  },
  pool: [
    {
      kind: "pool",
      argument: -1,
      source: "postgres 3.4 src/index.js",
      properties: [
        { property: "max", concept: "pool.max", unit: "count", default: 10 },
        { property: "idle_timeout", concept: "pool.idleTimeout", unit: "s", default: "unlimited" },
        { property: "connect_timeout", concept: "pool.connectTimeout", unit: "s", default: 30, unlimited: 0 },
        { property: "max_lifetime", concept: "pool.maxLifetime", unit: "s", default: null },
        {
          property: "connection.statement_timeout",
          concept: "query.timeout",
          unit: "ms",
          default: "unlimited",
          recommended: 30_000,
          unlimited: 0,
        },
      ],
      misplaced: [
        {
          path: "statement_timeout",
          belongs: sentence("{0}, as {1}", "connection", "statement_timeout"),
          concept: "query.timeout",
        },
      ],
      unsupported: [
        {
          concept: "pool.acquireTimeout",
          reason: sentence(
            "{0} has no limit on waiting for a connection ({1} is for connecting only)",
            "postgres.js",
            "connect_timeout",
          ),
          advice: sentence(
            "race the query with a timer and call {0} on it, or admit fewer requests in front of it",
            "cancel()",
          ),
        },
      ],
    },
  ],
};
