import type { Library } from "./library.ts";
import { gives, reads, silent, writes } from "./members.ts";

const bulk = "where('‹id›', 'in', ids)";

/** Kysely. */
export const kysely: Library = {
  name: "kysely",
  title: "Kysely",
  modules: ["kysely", "nestjs-kysely"],
  exports: { Kysely: { class: "Kysely" }, sql: { type: "Sql" }, ...gives("InjectKysely", "Kysely") },
  types: {
    Kysely: {
      place: true,
      members: {
        ...gives("selectFrom selectNoFrom", "Select"),
        ...gives("insertInto replaceInto", "Insert"),
        ...gives("updateTable", "Update"),
        ...gives("mergeInto", "Write"),
        ...gives("deleteFrom", "Delete"),
        ...gives("with withRecursive withSchema withPlugin withTables withoutPlugins", "Kysely"),
        ...gives("transaction connection startTransaction", "TransactionBuilder"),
        ...silent("executeQuery"),
        ...silent("destroy introspection"),
      },
    },
    Transaction: { extends: "Kysely", members: {} },
    QueryCreator: { extends: "Kysely", members: {} },
    TransactionBuilder: {
      members: {
        execute: { call: { returns: "Kysely", callbacks: { 0: { parameters: ["Kysely"], runs: "once" } } } },
        "*": { call: { returns: "TransactionBuilder" } },
      },
    },
    Select: {
      members: {
        ...reads("execute executeTakeFirst executeTakeFirstOrThrow", bulk),
        ...silent("as compile stream explain toOperationNode"),
        "*": { call: { returns: "Select" } },
      },
    },
    SelectQueryBuilder: { extends: "Select", members: {} },
    Insert: {
      members: {
        ...writes("execute executeTakeFirst executeTakeFirstOrThrow", "values(rows)"),
        "*": { call: { returns: "Insert" } },
      },
    },
    Delete: {
      members: {
        ...writes("execute executeTakeFirst executeTakeFirstOrThrow", bulk),
        "*": { call: { returns: "Delete" } },
      },
    },
    Update: {
      members: {
        ...writes("execute executeTakeFirst executeTakeFirstOrThrow", bulk),
        "*": { call: { returns: "Update" } },
      },
    },
    Write: {
      members: {
        ...writes("execute executeTakeFirst executeTakeFirstOrThrow"),
        "*": { call: { returns: "Write" } },
      },
    },
    Sql: {
      call: { returns: "RawBuilder", tag: true },
      members: { raw: { call: { returns: "RawBuilder" } } },
    },
    RawBuilder: {
      members: { execute: { call: { ownText: true } }, "*": { call: { returns: "RawBuilder" } } },
    },
  },
};
