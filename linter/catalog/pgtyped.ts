import { sentence } from "../../words/sentence.ts";
import type { Library } from "./library.ts";

const run = { call: { ownText: true as const, bulk: sentence("one query: {0}", "WHERE … IN :ids") } };

/** PgTyped: a query is made once, of text or of what its compiler wrote, and run with a client. */
export const pgtyped: Library = {
  name: "pgtyped",
  title: "PgTyped",
  modules: ["@pgtyped/runtime", "@pgtyped/query"],
  exports: {
    sql: { call: { returns: "Query" } },
    PreparedQuery: { class: "Query" },
    TaggedQuery: { class: "Query" },
  },
  types: { Query: { members: { run } } },
  aliases: { PreparedQuery: "Query", TaggedQuery: "Query" },
};
