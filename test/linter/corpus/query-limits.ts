// How long a query may take.

// case: a pg pool whose queries may take for ever
import { Pool } from "pg";
export const pool = new Pool({ connectionTimeoutMillis: 1000 }); // expect: query-timeout

// case: a pg pool with a statement timeout
import { Pool } from "pg";
export const pool = new Pool({ connectionTimeoutMillis: 1000, statement_timeout: 30_000 });

// case: a pg pool with a client-side query timeout
import { Pool } from "pg";
export const pool = new Pool({ connectionTimeoutMillis: 1000, query_timeout: 30_000 });

// case: the statement timeout is set when a connection is made
import { Pool } from "pg";
export const pool = new Pool({ connectionTimeoutMillis: 1000 });
pool.on("connect", (client) => client.query("SET statement_timeout = 30000"));

// case: the statement timeout is in the connection string
import { Pool } from "pg";
export const pool = new Pool({
  connectionTimeoutMillis: 1000,
  connectionString: "postgres://db/app?statement_timeout=5000",
});

// case: a connection string from the environment may carry the limit
import { Pool } from "pg";
export const pool = new Pool({ connectionTimeoutMillis: 1000, connectionString: process.env.DATABASE_URL });

// case: the statement timeout is in a text in the file of the options
// file: config.ts
export const config = { connectionTimeoutMillis: 1000, max: 4, options: "-c statement_timeout=30000" };
// file: pool.ts
import { Pool } from "pg";
import { config } from "./config";
export const pool = new Pool(config);

// case: a connection string that stands alone may carry the limit
import { Client } from "pg";
export const client = new Client(process.env.DATABASE_URL); // expect: connect-timeout
