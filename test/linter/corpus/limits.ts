// Pools and clients with and without their limits.

// case: a pg pool without any option
import { Pool } from "pg";
export const pool = new Pool(); // expect: pool-acquire-timeout

// case: a pg pool of twenty without a limit on waiting
import { Pool } from "pg";
export const pool = new Pool({ max: 20 }); // expect: pool-acquire-timeout

// case: a pg pool with a limit
import { Pool } from "pg";
export const pool = new Pool({ max: 20, connectionTimeoutMillis: 5000 });

// case: a limit of zero is none
import { Pool } from "pg";
export const pool = new Pool({ connectionTimeoutMillis: 0 }); // expect: pool-acquire-timeout

// case: a pool through the default import
import pg from "pg";
export const pool = new pg.Pool({ max: 5 }); // expect: pool-acquire-timeout

// case: a pool through require
const { Pool } = require("pg");
module.exports = new Pool({ host: "db" }); // expect: pool-acquire-timeout

// case: the options are in a constant
import { Pool } from "pg";
const options = { max: 20, connectionTimeoutMillis: 2_000 };
export const pool = new Pool(options);

// case: the options are in a constant that lacks the limit
import { Pool } from "pg";
const options = { max: 20 };
export const pool = new Pool(options); // expect: pool-acquire-timeout

// case: the options are in another module
// file: config.ts
export const database = { max: 20, connectionTimeoutMillis: 2000 };
// file: db.ts
import { Pool } from "pg";
import { database } from "./config";
export const pool = new Pool({ ...database, host: "db" });

// case: the options in another module lack the limit
// file: config.ts
export const config = { database: { max: 20 } };
// file: db.ts
import { Pool } from "pg";
import { config } from "./config";
export const pool = new Pool(config.database); // expect: pool-acquire-timeout

// case: the options are the result of a function
// file: config.ts
export function options() {
  return { max: 20, connectionTimeoutMillis: 2000 };
}
// file: db.ts
import { Pool } from "pg";
import { options } from "./config";
export const pool = new Pool(options());

// case: the options come from somewhere unknown
import { Pool } from "pg";
import { options } from "@company/config";
export const pool = new Pool(options);

// case: an unknown spread may set the limit
import { Pool } from "pg";
export const make = (options: object) => new Pool({ max: 5, ...options });

// case: the limit comes from the environment
import { Pool } from "pg";
export const pool = new Pool({ connectionTimeoutMillis: Number(process.env.PG_TIMEOUT) });

// case: the limit is assigned afterwards
import { Pool } from "pg";
const config: Record<string, unknown> = { max: 5 };
config.connectionTimeoutMillis = 1000;
export const pool = new Pool(config);

// case: a class that is called Pool but is none
import { Pool } from "./thread-pool";
export const pool = new Pool({ max: 20 });

// case: a generic pool of another library
import { Pool } from "tarn";
export const pool = new Pool({ create: () => 1, min: 0, max: 5 });

// case: a single pg client that may connect for ever
import { Client } from "pg";
export const client = new Client({ host: "db" }); // expect: connect-timeout

// case: a single pg client with a limit
import { Client } from "pg";
export const client = new Client({ host: "db", connectionTimeoutMillis: 3000 });

// case: mysql2 has no such limit
import { createPool } from "mysql2/promise";
export const pool = createPool({ host: "db", connectionLimit: 10 }); // expect: pool-acquire-timeout

// case: mysql2 with a bounded queue
import { createPool } from "mysql2/promise";
export const pool = createPool({ host: "db", connectionLimit: 10, queueLimit: 100 });

// case: mongodb waits for ever
import { MongoClient } from "mongodb";
export const client = new MongoClient("mongodb://db", { maxPoolSize: 50 }); // expect: pool-acquire-timeout

// case: mongodb with a limit
import { MongoClient } from "mongodb";
export const client = new MongoClient("mongodb://db", { waitQueueTimeoutMS: 2000 });

// case: mongodb with the limit in its connection string
import { MongoClient } from "mongodb";
export const client = new MongoClient("mongodb://db/app?waitQueueTimeoutMS=2000");

// case: mongoose.connect waits for ever
import mongoose from "mongoose";
export const ready = mongoose.connect("mongodb://db"); // expect: pool-acquire-timeout

// case: mongoose.connect with a limit
import mongoose from "mongoose";
export const ready = mongoose.connect("mongodb://db", { waitQueueTimeoutMS: 5000 });

// case: TypeORM over pg without a limit
import { DataSource } from "typeorm";
export const source = new DataSource({ type: "postgres", host: "db" }); // expect: pool-acquire-timeout

// case: TypeORM over pg with the driver's limit in extra
import { DataSource } from "typeorm";
export const source = new DataSource({ type: "postgres", extra: { connectionTimeoutMillis: 4000 } });

// case: TypeORM over pg with its own option
import { DataSource } from "typeorm";
export const source = new DataSource({ type: "postgres", connectTimeoutMS: 4000 });

// case: TypeORM over SQLite needs nothing
import { DataSource } from "typeorm";
export const source = new DataSource({ type: "sqlite", database: ":memory:" });

// case: TypeORM in a Nest module
import { Module } from "@nestjs/common";
import { TypeOrmModule } from "@nestjs/typeorm";
@Module({
  imports: [TypeOrmModule.forRoot({ type: "postgres", host: "db" })], // expect: pool-acquire-timeout
})
export class AppModule {}

// case: knex has a limit by itself
import knex from "knex";
export const db = knex({ client: "pg", connection: "postgres://db", pool: { min: 0, max: 10 } });

// case: a knex option where knex does not look
import knex from "knex";
export const db = knex({
  client: "pg",
  connection: {
    host: "db",
    acquireConnectionTimeout: 5000, // expect: pool-acquire-timeout
  },
});

// case: Sequelize has a limit by itself
import { Sequelize } from "sequelize";
export const sequelize = new Sequelize("postgres://db", { pool: { max: 10 } });

// case: axios without a timeout
import axios from "axios";
export const load = (id: string) => axios.get(`https://example.org/${id}`); // expect: http-timeout

// case: axios with a timeout
import axios from "axios";
export const load = (id: string) => axios.get(`https://example.org/${id}`, { timeout: 3000 });

// case: an axios instance without a timeout
import axios from "axios";
export const client = axios.create({ baseURL: "https://example.org" }); // expect: http-timeout
export const load = () => client.get("/rows");

// case: an axios instance with a timeout covers its calls
import axios from "axios";
const client = axios.create({ baseURL: "https://example.org", timeout: 2000 });
export const load = () => client.get("/rows");

// case: axios by its defaults
import axios from "axios";
axios.defaults.timeout = 5000;
export const load = () => axios.get("https://example.org");

// case: axios with an abort signal
import axios from "axios";
export const load = () => axios.post("https://example.org", {}, { signal: AbortSignal.timeout(1000) });

// case: axios called with its configuration
import axios from "axios";
export const load = () => axios({ url: "https://example.org", method: "get" }); // expect: http-timeout

// case: got without a timeout
import got from "got";
export const load = () => got("https://example.org"); // expect: http-timeout

// case: got with a timeout
import got from "got";
export const load = () => got("https://example.org", { timeout: { request: 2000 } });

// case: ioredis for BullMQ is left alone
import { Queue } from "bullmq";
import Redis from "ioredis";
const connection = new Redis({ maxRetriesPerRequest: null });
export const queue = new Queue("mail", { connection });

// case: a pool for every request
import express from "express";
import { Pool } from "pg";
const app = express();
app.get("/users", async (req, res) => {
  const pool = new Pool({ connectionTimeoutMillis: 1000 }); // expect: pool-per-request
  res.json(await pool.query("SELECT 1"));
});

// case: one pool for all requests
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function GET(request: Request) {
  return Response.json(await pool.query("SELECT 1"));
}

// case: a client in a route handler of a file
import { MongoClient } from "mongodb";
export async function GET() {
  const client = new MongoClient("mongodb://db", { waitQueueTimeoutMS: 1000 }); // expect: pool-per-request
  return Response.json(await client.db("app").collection("rows").findOne({}));
}

// case: a pool in a loop over tenants
import { Pool } from "pg";
export function pools(urls: string[]) {
  for (const url of urls) {
    const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 1000 }); // expect: pool-per-request
    pool.on("error", console.error);
  }
}

// case: a pool built when it is first needed
import { Pool } from "pg";
let pool: Pool | undefined;
export function handler(req: unknown, res: unknown) {
  if (pool === undefined) pool = new Pool({ connectionTimeoutMillis: 1000 });
  return pool.query("SELECT 1");
}

// case: Prisma's driver adapter is a pool of the driver
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@prisma/client";
const adapter = new PrismaPg({ connectionString: process.env.DATABASE_URL }); // expect: pool-acquire-timeout
export const prisma = new PrismaClient({ adapter });

// case: Prisma's driver adapter with a limit, and over a pool that has one
import { PrismaPg } from "@prisma/adapter-pg";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000 });
export const own = new PrismaPg({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 5000 });
export const shared = new PrismaPg(pool);

// case: Prisma has limits by itself, unless its connection string takes them away
import { PrismaClient } from "@prisma/client";
export const usual = new PrismaClient();
export const short = new PrismaClient({ datasources: { db: { url: "postgresql://db/app?connection_limit=5&pool_timeout=2" } } });
export const waiting = new PrismaClient({ datasources: { db: { url: "postgresql://db/app?pool_timeout=0" } } }); // expect: pool-acquire-timeout
export const slow = new PrismaClient({ datasources: { db: { url: "postgresql://db/app?connect_timeout=0" } } }); // expect: connect-timeout

// case: a Prisma client for every request, and one over an adapter
import { PrismaClient } from "@prisma/client";
export async function GET() {
  const prisma = new PrismaClient(); // expect: pool-per-request
  return Response.json(await prisma.user.findMany());
}
export async function POST(request: { adapter: never }) {
  const prisma = new PrismaClient({ adapter: request.adapter });
  return Response.json(await prisma.user.findMany());
}

// case: TypeORM in a Nest module whose options a factory makes
import { TypeOrmModule } from "@nestjs/typeorm";
declare const config: { get(key: string): string };
export const lacking = TypeOrmModule.forRootAsync({ // expect: pool-acquire-timeout
  inject: [Object],
  useFactory: () => ({ type: "postgres", host: config.get("HOST") }),
});
export const limited = TypeOrmModule.forRootAsync({
  useFactory: async () => ({ type: "postgres", host: config.get("HOST"), extra: { connectionTimeoutMillis: 5000 } }),
});
export const elsewhere = TypeOrmModule.forRootAsync({ useClass: Object });
export const other = TypeOrmModule.forRootAsync({ useFactory: () => ({ type: "sqlite", database: "a" }) });

// case: Mongoose in a Nest module, with and without a limit
import { MongooseModule } from "@nestjs/mongoose";
declare const config: { get(key: string): string };
export const lacking = MongooseModule.forRootAsync({ // expect: pool-acquire-timeout
  useFactory: () => ({ uri: config.get("MONGO") }),
});
export const limited = MongooseModule.forRootAsync({
  useFactory: () => ({ uri: config.get("MONGO"), waitQueueTimeoutMS: 5000 }),
});

// case: undici by itself waits five minutes, and for ever where it is told to
import { Agent, request } from "undici";
export const usual = () => request("https://api.test");
export const never = () => request("https://api.test", { headersTimeout: 0 }); // expect: http-timeout
export const agent = new Agent({ headersTimeout: 0 }); // expect: http-timeout
export const bounded = () => request("https://api.test", { headersTimeout: 5000 });

// case: fetch by itself waits five minutes, which is told where it is asked for
export const usual = () => fetch("https://api.test");
export const bounded = () => fetch("https://api.test", { signal: AbortSignal.timeout(5000) });

// case: what is declared as got may have been extended with a limit
import got, { type Got } from "got";
export const ask = (api: Got) => api.post("chat", { json: {} });
export const bare = () => got.post("https://api.test", { json: {} }); // expect: http-timeout

// case: options of a CommonJS module, as a member, taken out of it, and merged
// file: config.js
module.exports = { db: { host: "x", max: 5 }, limited: { host: "x", connectionTimeoutMillis: 1000 } };
// file: main.js
const { Pool } = require("pg");
const config = require("./config");
const { db, limited } = require("./config");
exports.a = new Pool(config.db); // expect: pool-acquire-timeout
exports.b = new Pool(config.limited);
exports.c = new Pool(db); // expect: pool-acquire-timeout
exports.d = new Pool(limited);
exports.e = new Pool(Object.assign({}, db, { ssl: true })); // expect: pool-acquire-timeout
exports.f = new Pool(Object.assign({}, db, { connectionTimeoutMillis: 4000 }));

// case: options that pass through a barrel
// file: config/db.ts
export const open = { max: 10 };
export const closed = { max: 10, connectionTimeoutMillis: 2000 };
// file: config/index.ts
export * from "./db";
export { open as usual } from "./db";
// file: main.ts
import { Pool } from "pg";
import { closed, open, usual } from "./config";
import * as config from "./config";
export const a = new Pool(open); // expect: pool-acquire-timeout
export const b = new Pool(closed);
export const c = new Pool(usual); // expect: pool-acquire-timeout
export const d = new Pool(config.open); // expect: pool-acquire-timeout
export const e = new Pool(config.closed);

// case: what a package gives by default, through require
const axios = require("axios");
const knex = require("knex");
const mongoose = require("mongoose");
async function load(ids) {
  const db = knex({ client: "pg", connection: { host: "x", pool: { max: 3 } } }); // expect: pool-acquire-timeout
  const connection = mongoose.createConnection("mongodb://x"); // expect: pool-acquire-timeout
  await axios.post("https://example.test", {}); // expect: http-timeout
  await axios({ url: "https://example.test" }); // expect: http-timeout
  await axios.get("https://example.test", { timeout: 1000 });
  for (const id of ids) await db("users").where({ id }).first(); // expect: n-plus-one
  return connection;
}
module.exports = { load };

// case: the pool that Drizzle builds of pg
import { drizzle } from "drizzle-orm/node-postgres";
const url = "postgres://db/app";
export const fromText = drizzle("postgres://db/app"); // expect: pool-acquire-timeout
export const fromName = drizzle(url); // expect: pool-acquire-timeout
export const fromEnvironment = drizzle(process.env.DATABASE_URL!, { logger: true }); // expect: pool-acquire-timeout
export const fromConnection = drizzle({ connection: process.env.DATABASE_URL! }); // expect: pool-acquire-timeout
export const fromOptions = drizzle({ connection: { host: "db", max: 20 } }); // expect: pool-acquire-timeout
export const limited = drizzle({ connection: { connectionString: url, connectionTimeoutMillis: 2000 } });

// case: Drizzle over a pool that is there already, or is not in sight
import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import { connection, elsewhere } from "./elsewhere";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export const given = drizzle(pool);
export const named = drizzle({ client: pool });
export const unseen = drizzle(elsewhere);
export const hidden = drizzle({ connection });

// case: the pool that Drizzle builds of mysql2
import { drizzle } from "drizzle-orm/mysql2";
export const fromText = drizzle("mysql://db/app"); // expect: pool-acquire-timeout
export const fromOptions = drizzle({ connection: { uri: "mysql://db/app" } }); // expect: pool-acquire-timeout
export const bounded = drizzle({ connection: { uri: "mysql://db/app", queueLimit: 20 } });

// case: the pool that Drizzle builds of postgres.js
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
const url = "postgres://db/app";
const client = postgres(url, { connection: { statement_timeout: 5000 } }); // expect: pool-acquire-timeout
export const fromText = drizzle(url, { logger: true }); // expect: pool-acquire-timeout
export const fromOptions = drizzle({ connection: { url, max: 20 } }); // expect: pool-acquire-timeout
export const given = drizzle(client);
export const named = drizzle({ client });
