import { sentence } from "../../words/sentence.ts";
import type { Library, Member } from "./library.ts";

const bulk = sentence("one query: {0}", "WHERE … IN (…)");
const asking: Member = { call: { sql: 0, bulk } };

/**
 * A database of which the code shows no more than the SQL text that is handed to it: a driver in a package of one's own, one that is not in
 * this catalog. No import leads here.
 */
export const sqlText: Library = {
  name: "sql",
  title: "SQL",
  modules: [],
  takesPieces: true,
  byText: {
    asks: { type: "Client", member: "query" },
    tag: { type: "Client", member: "sql" },
    // What is inside the process, cannot join rows, or is asked over HTTP.
    butOf: /sqlite|duckdb|alasql|cassandra|scylla|salesforce|jsforce/i,
  },
  exports: {},
  types: {
    Client: {
      place: true,
      members: { query: asking, sql: { call: { sql: 0, tag: true, bulk } } },
    },
  },
};
