import type { Library, PropertyFacts } from "./library.ts";
import { mysql2 } from "./mysql2.ts";

const connect: PropertyFacts = {
  property: "connectTimeout",
  concept: "pool.connectTimeout",
  unit: "ms",
  default: 1000,
  unlimited: 0,
};

/** MariaDB's own connector, which has the API of mysql2; its pools have a limit on waiting by themselves. */
export const mariadb: Library = {
  ...mysql2,
  name: "mariadb",
  title: "MariaDB Connector",
  modules: ["mariadb", "mariadb/callback", "mariadb/callback.js"],
  pool: [
    {
      kind: "pool",
      argument: 0,
      url: 0,
      source: "mariadb 3.5 lib/config/pool-options.js, lib/config/connection-options.js",
      properties: [
        { property: "connectionLimit", concept: "pool.max", unit: "count", default: 10 },
        { property: "acquireTimeout", concept: "pool.acquireTimeout", unit: "ms", default: 10_000 },
        { property: "idleTimeout", concept: "pool.idleTimeout", unit: "s", default: 1800 },
        connect,
      ],
      unsupported: [],
    },
    {
      kind: "client",
      argument: 0,
      url: 0,
      source: "mariadb 3.5 lib/config/connection-options.js",
      properties: [connect],
      unsupported: [],
    },
  ],
};
