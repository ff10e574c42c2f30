import { sentence } from "../../words/sentence.ts";
import type { Library, Operation, PropertyFacts } from "./library.ts";

const query: Operation = { sql: 0, bulk: "WHERE … = ANY($1)" };

const tagged: Operation = { sql: 0, tag: true, bulk: "WHERE … = ANY(ids)" };

const queryTimeouts: PropertyFacts[] = [
  {
    property: "statement_timeout",
    concept: "query.timeout",
    unit: "ms",
    default: "unlimited",
    recommended: 30_000,
    unlimited: 0,
  },
  { property: "query_timeout", concept: "query.timeout", unit: "ms", default: "unlimited", unlimited: 0 },
];

/** node-postgres. */
export const pg: Library = {
  name: "pg",
  title: "node-postgres",
  modules: [
    "pg",
    "pg-pool",
    "pg-promise-pool",
    "@neondatabase/serverless",
    "@vercel/postgres",
    "@prisma/adapter-pg",
    "@prisma/adapter-neon",
  ],
  exports: {
    Pool: { class: "Pool" },
    Client: { class: "Client" },
    // Prisma's driver adapter is a pool of this driver, with this driver's defaults.
    PrismaPg: { class: "Pool" },
    PrismaNeon: { class: "Pool" },
    native: { type: "Module" },
    default: { class: "Pool", type: "Module" },
  },
  submodules: {
    "@neondatabase/serverless": { neon: { call: { returns: "Sql" } } },
    "@vercel/postgres": {
      sql: { type: "TaggedPool" },
      db: { type: "TaggedPool" },
      createPool: { call: { returns: "TaggedPool" } },
      createClient: { call: { returns: "TaggedClient" } },
    },
  },
  types: {
    Module: { members: { Pool: { class: "Pool" }, Client: { class: "Client" }, native: { type: "Module" } } },
    Pool: {
      place: true,
      builds: 0,
      members: { query: { call: query }, connect: { call: { returns: "PoolClient" } } },
    },
    Client: {
      place: true,
      builds: 1,
      members: { query: { call: query }, connect: { call: {} } },
    },
    PoolClient: { extends: "Client", members: {} },
    // Neon's and Vercel's own: texts that are tagged.
    Sql: { place: true, call: tagged, members: { query: { call: query } } },
    TaggedPool: {
      extends: "Pool",
      call: tagged,
      members: { sql: { call: tagged }, connect: { call: { returns: "TaggedClient" } } },
    },
    TaggedClient: { extends: "Client", members: { sql: { call: tagged } } },
    ClientBase: { extends: "Client", members: {} },
  },
  aliases: {
    NeonQueryFunction: "Sql",
    VercelPool: "TaggedPool",
    VercelClient: "TaggedClient",
    VercelPoolClient: "TaggedClient",
  },
  pool: [
    {
      kind: "pool",
      argument: 0,
      source: "pg-pool 3.14 index.js; pg 8.23 lib/defaults.js, lib/connection-parameters.js",
      properties: [
        { property: "max", aliases: ["poolSize"], concept: "pool.max", unit: "count", default: 10 },
        { property: "min", concept: "pool.min", unit: "count", default: 0 },
        {
          property: "connectionTimeoutMillis",
          concept: "pool.acquireTimeout",
          unit: "ms",
          default: "unlimited",
          recommended: 5000,
          unlimited: 0,
        },
        {
          property: "idleTimeoutMillis",
          concept: "pool.idleTimeout",
          unit: "ms",
          default: 10_000,
          unlimited: 0,
        },
        {
          property: "maxLifetimeSeconds",
          concept: "pool.maxLifetime",
          unit: "s",
          default: "unlimited",
          unlimited: 0,
        },
        { property: "maxUses", concept: "pool.maxUses", unit: "count", default: "unlimited" },
        ...queryTimeouts,
      ],
      unsupported: [
        {
          concept: "pool.waitQueueLimit",
          reason: sentence("{0} has no limit on how many requests wait", "pg-pool"),
          advice: sentence("check {0} before asking for a connection", "pool.waitingCount"),
        },
      ],
    },
    {
      kind: "client",
      argument: 0,
      source: "pg 8.23 lib/client.js, lib/connection-parameters.js",
      properties: [
        {
          property: "connectionTimeoutMillis",
          concept: "pool.connectTimeout",
          unit: "ms",
          default: "unlimited",
          recommended: 5000,
          unlimited: 0,
        },
        ...queryTimeouts,
      ],
      unsupported: [],
    },
  ],
};
