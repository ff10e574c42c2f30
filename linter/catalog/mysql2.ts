import { sentence } from "../../words/sentence.ts";
import type { Library, Member, Operation, PropertyFacts } from "./library.ts";

const query: Operation = { sql: 0, bulk: "WHERE id IN (?)" };

const connection: Record<string, Member> = {
  query: { call: query },
  execute: { call: query },
};

const builders: Record<string, Member> = {
  createPool: { call: { returns: "Pool", builds: 0 } },
  createConnection: { call: { returns: "Connection", builds: 1 } },
  createPoolCluster: { call: { returns: "Pool" } },
};

const connect: PropertyFacts = {
  property: "connectTimeout",
  concept: "pool.connectTimeout",
  unit: "ms",
  default: 10_000,
  unlimited: 0,
};

/** mysql2. */
export const mysql2: Library = {
  name: "mysql2",
  title: "mysql2",
  modules: ["mysql2", "mysql2/promise", "mysql2/promise.js"],
  exports: { ...builders, default: { type: "Module" } },
  types: {
    Module: { members: builders },
    Pool: {
      place: true,
      members: {
        ...connection,
        getConnection: {
          call: { returns: "Connection", callbacks: { 0: { parameters: ["", "Connection"], runs: "once" } } },
        },
        promise: { call: { returns: "Pool" } },
        of: { call: { returns: "Pool" } },
      },
    },
    Connection: { place: true, members: { ...connection, promise: { call: { returns: "Connection" } } } },
    PoolConnection: { extends: "Connection", members: {} },
  },
  pool: [
    {
      kind: "pool",
      argument: 0,
      url: 0,
      urlProperties: ["uri"],
      source: "mysql2 3.24 lib/pool_config.js, lib/base/pool.js, lib/connection_config.js",
      properties: [
        { property: "connectionLimit", concept: "pool.max", unit: "count", default: 10 },
        { property: "maxIdle", concept: "pool.maxIdle", unit: "count", default: null },
        { property: "idleTimeout", concept: "pool.idleTimeout", unit: "ms", default: 60_000 },
        {
          property: "queueLimit",
          concept: "pool.waitQueueLimit",
          unit: "count",
          default: "unlimited",
          unlimited: 0,
        },
        connect,
      ],
      unsupported: [
        {
          concept: "pool.acquireTimeout",
          reason: sentence("{0} has no limit on waiting for a connection", "mysql2"),
          advice: sentence(
            "bound the queue with {0}, and race {1} with a timer where a caller cannot wait",
            "queueLimit",
            "getConnection()",
          ),
          remedy: { property: "queueLimit", value: 100 },
        },
      ],
    },
    {
      kind: "client",
      argument: 0,
      source: "mysql2 3.24 lib/connection_config.js",
      properties: [connect],
      unsupported: [],
    },
  ],
};

/** mysql, whose API mysql2 keeps; its pools have a limit on waiting by themselves. */
export const mysql: Library = {
  ...mysql2,
  name: "mysql",
  title: "mysql",
  modules: ["mysql", "promise-mysql"],
  pool: [],
};
