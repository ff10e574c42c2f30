import { sentence } from "../../words/sentence.ts";
import { FIRST_ARGUMENT, type Library, type Member, type PoolFacts } from "./library.ts";
import { gives, silent } from "./members.ts";

const bulk = "whereIn('‹id›', ids)";
const update = "whereIn('‹id›', ids).update(values)";
const building: Member = { call: { returns: "Builder", bulk } };
const writing = (text?: string): Member => ({
  call: { returns: "WriteBuilder", ...(text === undefined ? {} : { bulk: text }) },
});

const writers: Record<string, Member> = {
  insert: { call: { returns: "InsertBuilder", bulk: "insert(rows)" } },
  upsert: writing("upsert(rows)"),
  update: { call: { returns: "UpdateBuilder", bulk: update } },
  delete: writing("whereIn('‹id›', ids).delete()"),
  del: writing("whereIn('‹id›', ids).del()"),
  increment: writing(),
  decrement: writing(),
  truncate: writing(),
  batchInsert: { call: { effect: "write", many: true } },
};

const beginnings =
  "queryBuilder withSchema with withRecursive withMaterialized withNotMaterialized select column columns distinct distinctOn first pluck from fromRaw into table " +
  "where whereNot whereIn whereNotIn whereNull whereNotNull whereBetween whereNotBetween whereRaw whereLike whereILike whereExists whereNotExists andWhere orWhere " +
  "join innerJoin leftJoin leftOuterJoin rightJoin rightOuterJoin fullOuterJoin crossJoin joinRaw groupBy groupByRaw orderBy orderByRaw having havingRaw limit offset " +
  "count countDistinct min max sum avg union unionAll intersect except modify clone returning forUpdate forShare timeout debug options transacting columnInfo rank";

const transaction: Member = {
  call: {
    returns: "Knex",
    callbacks: { 0: { parameters: ["Knex"], runs: "once" }, 1: { parameters: ["Knex"], runs: "once" } },
  },
};

/** The pool of every client of Knex, and its options. */
const tarn: PoolFacts = {
  kind: "pool",
  argument: 0,
  opensBy: "connection",
  urlProperties: ["connection"],
  source: "knex 3.3 lib/client.js, tarn 3.1 dist/Pool.js",
  properties: [
    { property: "pool.max", concept: "pool.max", unit: "count", default: 10 },
    { property: "pool.min", concept: "pool.min", unit: "count", default: 2 },
    {
      property: "acquireConnectionTimeout",
      aliases: ["pool.acquireTimeoutMillis"],
      concept: "pool.acquireTimeout",
      unit: "ms",
      default: 60_000,
    },
    { property: "pool.createTimeoutMillis", concept: "pool.connectTimeout", unit: "ms", default: 30_000 },
    { property: "pool.idleTimeoutMillis", concept: "pool.idleTimeout", unit: "ms", default: 30_000 },
  ],
  misplaced: [
    {
      path: "connection.acquireConnectionTimeout",
      belongs: sentence("{0}, beside {1}", "acquireConnectionTimeout", "connection"),
    },
    { path: "connection.pool", belongs: sentence("{0}, beside {1}", "pool", "connection") },
    {
      path: "pool.acquireConnectionTimeout",
      belongs: sentence("{0}, beside {1}", "acquireConnectionTimeout", "pool"),
    },
    { path: "acquireTimeoutMillis", belongs: sentence("{0}, as {1}", "pool", "acquireTimeoutMillis") },
  ],
  unsupported: [],
};

/** Knex. */
export const knex: Library = {
  name: "knex",
  title: "Knex",
  modules: ["knex", "nestjs-knex", "nest-knexjs"],
  takesPieces: true,
  exports: {
    default: { call: { returns: "Knex", builds: 0 } },
    knex: { call: { returns: "Knex", builds: 0 } },
    Knex: { type: "Namespace" },
    ...gives("InjectKnex InjectConnection", "Knex"),
  },
  types: {
    Namespace: { members: {} },
    Knex: {
      place: true,
      call: { returns: "Builder", bulk },
      members: {
        ...writers,
        transaction,
        ...gives("transactionProvider", "Knex"),
        raw: { call: { returns: "Raw", sql: 0 } },
        ...silent("ref fn destroy initialize on once schema client commit rollback isTransaction"),
        // Programs add methods of their own to a connection; these begin a query.
        ...gives(beginnings, "Builder"),
      },
    },
    Transaction: { extends: "Knex", members: {} },
    Builder: {
      runs: "read",
      members: {
        ...writers,
        ...silent("toSQL toString toQuery as stream"),
        "*": building,
      },
    },
    QueryBuilder: { extends: "Builder", members: {} },
    InsertBuilder: {
      runs: "write",
      bulk: "insert(rows)",
      members: {
        ...silent("toSQL toString toQuery"),
        "*": { call: { returns: "InsertBuilder", bulk: "insert(rows)" } },
      },
    },
    UpdateBuilder: {
      runs: "write",
      members: {
        ...silent("toSQL toString toQuery"),
        "*": { call: { returns: "UpdateBuilder", bulk: update } },
      },
    },
    WriteBuilder: {
      runs: "write",
      members: { ...silent("toSQL toString toQuery"), "*": { call: { returns: "WriteBuilder" } } },
    },
    Raw: { members: { ...silent("toSQL toString toQuery wrap") } },
  },
  usualNames: [{ names: ["knex", "trx"], type: "Knex" }],
  pool: [
    {
      ...tarn,
      when: { property: "client", values: ["pg", "postgres", "postgresql", "cockroachdb"], otherwise: 1 },
      source: `${tarn.source}; knex 3.3 lib/dialects/postgres/index.js`,
      properties: [
        ...tarn.properties,
        {
          property: "connection.statement_timeout",
          aliases: ["connection.query_timeout"],
          concept: "query.timeout",
          unit: "ms",
          default: "unlimited",
          recommended: 30_000,
          unlimited: 0,
        },
      ],
    },
    tarn,
  ],
};

const patching: Member = { call: { returns: "PatchBuilder", bulk: "whereIn('‹id›', ids).patch(values)" } };

const related: Member = { call: { returns: "Builder", bulk: "withGraphFetched('relation')" } };

/** Objection, models over Knex. */
export const objection: Library = {
  name: "objection",
  title: "Objection",
  modules: ["objection"],
  exports: {
    Model: { class: "Model" },
    transaction: { call: { callbacks: { 1: { parameters: [FIRST_ARGUMENT], runs: "once" } } } },
  },
  types: {
    Model: {
      members: {
        $query: related,
        $relatedQuery: related,
        $fetchGraph: { call: { effect: "read", bulk: "withGraphFetched('relation')" } },
      },
      statics: {
        query: { call: { returns: "Builder", bulk: "findByIds(ids)" } },
        relatedQuery: related,
        fetchGraph: { call: { effect: "read" } },
        transaction: { call: { callbacks: { 0: { parameters: [""], runs: "once" } } } },
        bindKnex: { call: { same: true } },
        bindTransaction: { call: { same: true } },
        ...silent("knex fromJson"),
      },
    },
    Builder: {
      runs: "read",
      element: "Model",
      members: {
        insert: writing("insert(rows)"),
        insertAndFetch: writing("insert(rows)"),
        insertGraph: writing(),
        patch: patching,
        patchAndFetch: writing(),
        patchAndFetchById: writing(),
        update: writing(),
        updateAndFetch: writing(),
        updateAndFetchById: writing(),
        // A plugin's, as in many projects.
        upsert: writing(),
        upsertGraph: writing(),
        delete: writing("whereIn('‹id›', ids).delete()"),
        deleteById: writing("whereIn('‹id›', ids).delete()"),
        relate: writing(),
        unrelate: writing(),
        ...silent("as toKnexQuery clone toFindQuery"),
        "*": { call: { returns: "Builder", bulk: "findByIds(ids)" } },
      },
    },
    QueryBuilder: { extends: "Builder", members: {} },
    WriteBuilder: { runs: "write", members: { "*": { call: { returns: "WriteBuilder" } } } },
    PatchBuilder: { runs: "write", members: { "*": patching } },
  },
};
