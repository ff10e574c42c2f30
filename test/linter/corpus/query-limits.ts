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

// case: a connection string that is all in sight, without the limit and with it
import { Client, Pool } from "pg";
export const a = new Pool({ connectionString: "postgres://db/shop?connect_timeout=9", connectionTimeoutMillis: 900 }); // expect: query-timeout
export const b = new Client({ connectionString: `postgres://${process.env.HOST}/shop`, connectionTimeoutMillis: 900 });
// file: other.ts
import { Pool } from "pg";
import { url } from "./url";
export const c = new Pool({ connectionString: url, connectionTimeoutMillis: 900 });
// file: url.ts
export const url = "postgres://db/shop?options=-c%20statement_timeout%3D9000";

// case: a limit on queries where postgres.js does not look
import postgres from "postgres";
// spillway-disable-next-line pool-acquire-timeout -- there is none
export const a = postgres({
  host: "db",
  statement_timeout: 900, // expect: query-timeout
});
// spillway-disable-next-line pool-acquire-timeout -- there is none
export const b = postgres({ host: "db", connection: { statement_timeout: 900 } });

// case: Knex hands its connection's options to node-postgres, and to no other driver
import knex from "knex";
export const a = knex({ client: "pg", connection: { host: "db" } }); // expect: query-timeout
export const b = knex({ client: "pg", connection: process.env.DATABASE_URL });
export const c = knex({ client: "pg", connection: { connectionString: process.env.DATABASE_URL } });
export const d = knex({ client: "pg", connection: async () => ({ host: "db" }) });
export const e = knex({ client: "mysql2", connection: { host: "db" } });
// file: limited.ts
import knex from "knex";
export const f = knex({ client: "pg", connection: { host: "db", statement_timeout: 900 } });

// case: Sequelize hands its dialect's options to node-postgres
import { Sequelize } from "sequelize";
export const a = new Sequelize({ dialect: "postgres", host: "db" }); // expect: query-timeout
export const b = new Sequelize("shop", "app", "", { dialect: "postgres", host: "db", dialectOptions: { ssl: true } }); // expect: query-timeout
export const c = new Sequelize(process.env.DATABASE_URL, { dialect: "postgres" });
export const d = new Sequelize("shop", "app", "", { dialect: "mysql", host: "db" });
// file: limited.ts
import { Sequelize } from "sequelize";
export const e = new Sequelize({ dialect: "postgres", host: "db", dialectOptions: { statement_timeout: 900 } });

// case: what stands in for a connection string from outside is not the whole of it
import { PrismaPg } from "@prisma/adapter-pg";
import { Pool } from "pg";
const wait = { max: 15, connectionTimeoutMillis: 900 };
export const a = new PrismaPg({ connectionString: process.env.DATABASE_URL ?? "", ...wait });
export const b = new Pool({ connectionString: process.env.DATABASE_URL || "postgres://localhost/shop", ...wait });
export const c = new Pool({ connectionString: "postgres://localhost/shop", ...wait }); // expect: query-timeout

// case: a limit on queries that is commented out
import { Pool } from "pg";
export const pool = new Pool({ // expect: query-timeout
  connectionTimeoutMillis: 1000,
  // statement_timeout: 10000,
  /* query_timeout: 10000,
     options: "-c statement_timeout=10000", */
});

// case: a limit on queries beside what is commented out, and behind what looks like a comment
import { Pool } from "pg";
export const pool = new Pool({
  connectionTimeoutMillis: 1000,
  // max: 20,
  host: "db",
});
/* before each query */ pool.on("connect", (client) => client.query("SET statement_timeout = 30000"));
// file: address.ts
import { Client } from "pg";
const { HOST } = process.env;
const pattern = "/*.sql";
const database =
  "postgres://db/shop?" + "options=-c%20statement_timeout%3D9000"; // */
export const client = new Client({ host: HOST, connectionTimeoutMillis: 900, database });

// case: a connection string that the configuration is asked for may carry the limit
import { ConfigService } from "@nestjs/config";
import { Client } from "pg";
export const connect = (config: ConfigService) => new Client(config.get("DATABASE_URL")); // expect: connect-timeout

// case: Knex that only builds the text of queries
import knex from "knex";
const builder = knex({ client: "pg" });
export const text = (name: string) => builder.withSchema("shop").table("orders").where({ name }).toQuery();
