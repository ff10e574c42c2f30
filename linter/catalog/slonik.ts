import { sentence } from "../../words/sentence.ts";
import type { Library, Operation } from "./library.ts";
import { silent } from "./members.ts";

const query: Operation = {
  sql: 0,
  bulk: sentence("one query: {0}", "WHERE … = ANY(ids)"),
};
const inside = { call: { callbacks: { 0: { parameters: ["Pool"], runs: "once" as const } } } };

/** Slonik: texts of its `sql` run where a method is given them. */
export const slonik: Library = {
  name: "slonik",
  title: "Slonik",
  modules: ["slonik"],
  exports: { createPool: { call: { returns: "Pool" } } },
  types: {
    Pool: {
      place: true,
      members: {
        ...Object.fromEntries(
          "query any anyFirst exists many manyFirst maybeOne maybeOneFirst one oneFirst"
            .split(" ")
            .map((name) => [name, { call: query }]),
        ),
        connect: inside,
        transaction: inside,
        ...silent("stream end"),
      },
    },
  },
  aliases: {
    DatabasePool: "Pool",
    DatabasePoolConnection: "Pool",
    DatabaseConnection: "Pool",
    DatabaseTransactionConnection: "Pool",
    CommonQueryMethods: "Pool",
  },
};
