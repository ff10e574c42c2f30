import { sentence } from "../../words/sentence.ts";
import type { Library, Member, PoolFacts } from "./library.ts";
import { gives, manyWrites, reads, silent, writes } from "./members.ts";
import { mysql2 } from "./mysql2.ts";

const bulk = sentence("{0}, or {1}", "find(Entity, { ‹id›: { $in: ids } })", "populate");

const populate = sentence("{0} in the query before the loop", "populate");

/** Members that load a relation, where it is not loaded yet. */
function keeping(names: string): Record<string, Member> {
  const load: Member = { call: { effect: "read", bulk: populate, keeps: true } };
  return Object.fromEntries(names.split(" ").map((name) => [name, load]));
}

const repository: Record<string, Member> = {
  ...reads(
    "find findOne findOneOrFail findAll findAndCount findByCursor count populate refresh refreshOrFail",
    bulk,
  ),
  ...writes("persistAndFlush removeAndFlush flush", sentence("one {0} after the loop", "flush()")),
  ...writes("insert nativeInsert", "insertMany(rows)"),
  ...writes("upsert", "upsertMany(rows)"),
  ...manyWrites("insertMany upsertMany nativeUpdate nativeDelete"),
  ...silent("persist remove create assign getReference map merge clear lock isInTransaction"),
  ...gives("createQueryBuilder qb createQB", "QueryBuilder"),
};

/** What is given options for a pool, at this index. */
function opening(builds: number): Record<string, Member> {
  return {
    init: { call: { returns: "MikroORM", builds } },
    initSync: { call: { returns: "MikroORM", builds } },
  };
}

/** Options of a driver in a module that is of one database: Knex's pool up to version 6, the driver's own since. */
function ofDriver(module: string, since: number): PoolFacts {
  return {
    kind: "pool",
    argument: 0,
    source: "@mikro-orm/knex 6.4, AbstractSqlConnection.js: Knex is given pool; knex 3.3 lib/client.js",
    since: [{ package: module, major: 7, facts: since }],
    properties: [
      { property: "pool.max", concept: "pool.max", unit: "count", default: 10 },
      { property: "pool.min", concept: "pool.min", unit: "count", default: 2 },
      {
        property: "pool.acquireTimeoutMillis",
        concept: "pool.acquireTimeout",
        unit: "ms",
        default: 60_000,
      },
    ],
    unsupported: [],
  };
}

const ownPool: PoolFacts["properties"] = [
  { property: "pool.max", concept: "pool.max", unit: "count", default: 10 },
  { property: "pool.min", concept: "pool.min", unit: "count", default: 0 },
];

/** MikroORM. */
export const mikroOrm: Library = {
  name: "mikro-orm",
  title: "MikroORM",
  modules: ["@mikro-orm/*"],
  exports: {
    MikroORM: { class: "MikroORM" },
    EntityManager: { class: "EntityManager" },
    SqlEntityManager: { class: "EntityManager" },
    MongoEntityManager: { class: "EntityManager" },
    EntityRepository: { class: "EntityRepository" },
    SqlEntityRepository: { class: "EntityRepository" },
    MongoEntityRepository: { class: "EntityRepository" },
    BaseEntity: { class: "BaseEntity" },
    Collection: { class: "Collection" },
    Reference: { class: "Reference" },
    defineConfig: { call: { hands: 0 } },
    ...gives("wrap", "Wrapped"),
    ...gives("InjectRepository", "EntityRepository"),
    ...gives("InjectEntityManager", "EntityManager"),
  },
  submodules: {
    "@mikro-orm/postgresql": { MikroORM: { class: "PostgresORM" } },
    "@mikro-orm/mysql": { MikroORM: { class: "MysqlORM" } },
  },
  types: {
    MikroORM: {
      members: { em: { type: "EntityManager" } },
      statics: { init: { call: { returns: "MikroORM" } }, initSync: { call: { returns: "MikroORM" } } },
    },
    PostgresORM: { extends: "MikroORM", builds: 0, members: {}, statics: opening(0) },
    MysqlORM: { extends: "MikroORM", builds: 1, members: {}, statics: opening(1) },
    EntityManager: {
      place: true,
      members: {
        ...repository,
        ...gives("fork getContext", "EntityManager"),
        ...gives("getRepository repo", "EntityRepository"),
        ...gives("getConnection getKysely", "Connection"),
        execute: { call: { sql: 0 } },
        transactional: { call: { callbacks: { 0: { parameters: ["EntityManager"], runs: "once" } } } },
      },
    },
    SqlEntityManager: { extends: "EntityManager", members: {} },
    MongoEntityManager: { extends: "EntityManager", members: {} },
    EntityRepository: {
      place: true,
      members: {
        ...repository,
        getEntityManager: { call: { returns: "EntityManager" } },
        em: { type: "EntityManager" },
      },
    },
    SqlEntityRepository: { extends: "EntityRepository", members: {} },
    MongoEntityRepository: { extends: "EntityRepository", members: {} },
    BaseEntity: { members: silent("assign toObject toJSON") },
    Connection: { members: { execute: { call: { sql: 0 } } } },
    QueryBuilder: {
      runs: "read",
      members: {
        ...reads("getResult getResultList getSingleResult getCount getResultAndCount execute", bulk),
        ...silent("clone getQuery getParams getFormattedQuery as"),
        ...gives("insert update delete truncate", "WriteBuilder"),
        "*": { call: { returns: "QueryBuilder" } },
      },
    },
    WriteBuilder: {
      runs: "write",
      members: {
        ...manyWrites("execute run"),
        ...silent("getQuery getParams getFormattedQuery"),
        "*": { call: { returns: "WriteBuilder" } },
      },
    },
    Collection: {
      members: {
        ...reads("init loadCount matching", populate),
        ...keeping("loadItems load"),
      },
    },
    Reference: {
      members: keeping("load loadOrFail"),
    },
    Wrapped: {
      members: { ...keeping("init"), ...silent("assign toObject toJSON toPOJO isInitialized toReference") },
    },
  },
  aliases: { Ref: "Reference" },
  usualNames: [{ names: ["em"], type: "EntityManager" }],
  pool: [
    ofDriver("@mikro-orm/postgresql", 2),
    ofDriver("@mikro-orm/mysql", 3),
    {
      kind: "pool",
      driver: "pg",
      argument: 0,
      source: "@mikro-orm/postgresql 7.2 PostgreSqlConnection.js; pg-pool 3.14 index.js",
      properties: [
        ...ownPool,
        {
          property: "driverOptions.connectionTimeoutMillis",
          concept: "pool.acquireTimeout",
          unit: "ms",
          default: "unlimited",
          recommended: 5000,
          unlimited: 0,
        },
        {
          property: "driverOptions.statement_timeout",
          aliases: ["driverOptions.query_timeout"],
          concept: "query.timeout",
          unit: "ms",
          default: "unlimited",
          recommended: 30_000,
          unlimited: 0,
        },
      ],
      misplaced: [
        {
          path: "pool.acquireTimeoutMillis",
          belongs: sentence("{0}, as {1}", "driverOptions", "connectionTimeoutMillis"),
        },
      ],
      unsupported: [],
    },
    {
      kind: "pool",
      driver: "mysql2",
      argument: 0,
      source: "@mikro-orm/mysql 7.2 MySqlConnection.js; mysql2 3.24 lib/pool_config.js",
      properties: [
        ...ownPool,
        {
          property: "driverOptions.queueLimit",
          concept: "pool.waitQueueLimit",
          unit: "count",
          default: "unlimited",
          unlimited: 0,
        },
      ],
      unsupported: (mysql2.pool?.[0]?.unsupported ?? []).map((limit) => ({
        ...limit,
        remedy: { property: "driverOptions.queueLimit", value: 100 },
      })),
    },
  ],
};
