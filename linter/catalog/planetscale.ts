import { sentence } from "../../words/sentence.ts";
import type { Library, Member } from "./library.ts";

const execute: Member = { call: { sql: 0, bulk: sentence("one query: {0}", "WHERE … IN (…)") } };

/** PlanetScale's driver for serverless functions: each query is a request of its own. */
export const planetscale: Library = {
  name: "planetscale",
  title: "@planetscale/database",
  modules: ["@planetscale/database"],
  exports: {
    connect: { call: { returns: "Connection" } },
    Client: { class: "Client" },
    Connection: { class: "Connection" },
  },
  types: {
    Connection: {
      place: true,
      members: {
        execute,
        transaction: { call: { callbacks: { 0: { parameters: ["Transaction"], runs: "once" } } } },
      },
    },
    Client: { extends: "Connection", members: { connection: { call: { returns: "Connection" } } } },
    Transaction: { members: { execute } },
  },
  aliases: { Tx: "Transaction" },
};
