// Pools and clients with and without their limits: pg, mysql2, MongoDB, Redis, Knex, TypeORM, Sequelize, Prisma, Drizzle.

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

// case: ioredis for BullMQ is left alone
import { Queue } from "bullmq";
import Redis from "ioredis";
const connection = new Redis({ maxRetriesPerRequest: null });
export const queue = new Queue("mail", { connection });

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

// case: what the documentation of mysql2 shows bounds nothing
import mysql from "mysql2/promise";
export const a = mysql.createPool({ host: "db", waitForConnections: true, connectionLimit: 10, queueLimit: 0 }); // expect: pool-acquire-timeout
export const b = mysql.createPool({ host: "db", waitForConnections: false });
export const c = mysql.createPool({ host: "db", waitForConnections: true, queueLimit: Number(process.env.QUEUE) });

// case: a pg client that is given a connection string
import { Client } from "pg";
export const client = new Client(process.env.DATABASE_URL); // expect: connect-timeout

// case: the connection string of mongodb takes the limit away, and an option that has no effect any more sets none
import { MongoClient } from "mongodb";
export const a = new MongoClient("mongodb://db/app?waitQueueTimeoutMS=0"); // expect: pool-acquire-timeout
export const b = new MongoClient("mongodb://db/app", { timeoutMS: 2000 }); // expect: pool-acquire-timeout
export const c = new MongoClient("mongodb://db/app?timeoutMS=2000"); // expect: pool-acquire-timeout

// case: connection strings of Prisma that are put together
import { PrismaClient } from "@prisma/client";
export const a = new PrismaClient({ datasourceUrl: "postgresql://db/app?pool_timeout=0" }); // expect: pool-acquire-timeout
export const b = new PrismaClient({ datasourceUrl: `${process.env.DATABASE_URL}?connect_timeout=0` }); // expect: connect-timeout
const url = process.env.DATABASE_URL + "?connection_limit=5&pool_timeout=0";
export const c = new PrismaClient({ datasources: { db: { url } } }); // expect: pool-acquire-timeout
export const d = new PrismaClient({ datasourceUrl: `${process.env.DATABASE_URL}?pool_timeout=20` });

// case: TypeORM over mysql2 has no limit to set
import { DataSource } from "typeorm";
export const a = new DataSource({ type: "mysql", host: "db" }); // expect: pool-acquire-timeout
export const b = new DataSource({ type: "mariadb", host: "db", extra: { queueLimit: 50 } });
export const c = new DataSource({ type: "better-sqlite3", database: "x" });

// case: pools of Neon, behind Prisma and behind Drizzle
import { PrismaNeon } from "@prisma/adapter-neon";
import { drizzle } from "drizzle-orm/neon-serverless";
export const a = new PrismaNeon({ connectionString: process.env.DATABASE_URL }); // expect: pool-acquire-timeout
export const b = new PrismaNeon({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 5000 });
export const c = drizzle(process.env.DATABASE_URL!); // expect: pool-acquire-timeout

// case: no option of postgres.js is a limit on waiting, whatever the caller gives
import postgres from "postgres";
export const connect = (url: string, options: object) => postgres(url, options); // expect: pool-acquire-timeout

// case: a limit that the library has by default, taken away
import { createClient } from "redis";
import Redis from "ioredis";
import postgres from "postgres";
import mysql from "mysql2/promise";
export const a = createClient({ socket: { host: "cache", connectTimeout: 0 } }); // expect: connect-timeout
export const b = new Redis({ host: "cache", connectTimeout: 0 }); // expect: connect-timeout
export const c = postgres({ host: "db", connect_timeout: 0 }); // expect: connect-timeout, pool-acquire-timeout
export const d = mysql.createPool({ host: "db", queueLimit: 20, connectTimeout: 0 }); // expect: connect-timeout
export const e = createClient({ socket: { host: "cache", connectTimeout: 900 } });
export const f = new Redis({ host: "cache", connectTimeout: Number(process.env.CACHE_CONNECT) });

// case: a limit of days is none
import knex from "knex";
import { Pool } from "pg";
import axios from "axios";
export const a = knex({ client: "pg", connection: { host: "db" }, acquireConnectionTimeout: 48 * 60 * 60 * 1000 }); // expect: pool-acquire-timeout
export const b = new Pool({ host: "db", connectionTimeoutMillis: 172_800_000 }); // expect: pool-acquire-timeout
export const c = axios.create({ baseURL: "http://reports", timeout: 2147483647 }); // expect: http-timeout
export const d = axios.create({ baseURL: "http://reports", timeout: 10 * 60 * 1000 });
export const e = knex({ client: "pg", connection: { host: "db" }, acquireConnectionTimeout: 90_000 });

// case: options where Sequelize, Knex, TypeORM, postgres.js and node-redis do not look
import knex from "knex";
import postgres from "postgres";
import { createClient } from "redis";
import { Sequelize } from "sequelize";
import { DataSource } from "typeorm";
export const a = new Sequelize("shop", "user", "word", {
  acquire: 900, // expect: pool-acquire-timeout
});
export const b = new Sequelize({ acquire: 900, pool: { acquire: 900 } });
export const c = knex({
  client: "pg",
  acquireTimeoutMillis: 900, // expect: pool-acquire-timeout
});
export const d = knex({ client: "pg", pool: { acquireTimeoutMillis: 900 } });
export const e = new DataSource({
  type: "postgres",
  connectTimeout: 900, // expect: pool-acquire-timeout
});
export const f = new DataSource({ type: "mysql", connectTimeout: 900, extra: { queueLimit: 9 } });
export const g = createClient({
  connectTimeout: 900, // expect: connect-timeout
});
export const h = createClient({ socket: { connectTimeout: 900 } });

// case: the connection string of mysql2 bounds its queue, or does not
import { createPool } from "mysql2/promise";
export const a = createPool("mysql://db/shop?queueLimit=50");
export const b = createPool({ uri: `mysql://${process.env.HOST}/shop?connectionLimit=9&waitForConnections=false` });
export const c = createPool("mysql://db/shop?connectionLimit=9&queueLimit=0"); // expect: pool-acquire-timeout

// case: nodes of a Redis cluster take their options from redisOptions
import Redis, { Cluster } from "ioredis";
export const a = new Cluster([{ host: "a" }], { redisOptions: { connectTimeout: 0 } }); // expect: connect-timeout
export const b = new Redis.Cluster(["redis://a"], { redisOptions: { connectTimeout: 900 } });
export const c = new Redis.Cluster(["redis://a"]);

// case: MikroORM with a pool of its driver's own, since its seventh version
// file: package.json
{ "name": "shop", "dependencies": { "@mikro-orm/postgresql": "^7.0.0", "@mikro-orm/mysql": "^7.0.0" } }
// file: config.ts
import { defineConfig } from "@mikro-orm/postgresql";
export const limited = defineConfig({ dbName: "shop", driverOptions: { connectionTimeoutMillis: 900 } });
export const patient = defineConfig({ dbName: "shop", pool: { max: 9 } });
// file: main.ts
import { MikroORM as MysqlORM } from "@mikro-orm/mysql";
import { MikroORM } from "@mikro-orm/postgresql";
import { limited, patient } from "./config";
export const a = await MikroORM.init(limited);
export const b = await MikroORM.init(patient); // expect: pool-acquire-timeout
export const c = new MikroORM({ dbName: "shop" }); // expect: pool-acquire-timeout
export const d = await MysqlORM.init({ dbName: "shop" }); // expect: pool-acquire-timeout
export const e = await MysqlORM.init({ dbName: "shop", driverOptions: { queueLimit: 9 } });
export const f = await MikroORM.init({
  pool: { acquireTimeoutMillis: 900 }, // expect: pool-acquire-timeout
});

// case: MikroORM over Knex, up to its sixth version, gives up by itself
// file: package.json
{ "name": "shop", "dependencies": { "@mikro-orm/postgresql": "6.4.0" } }
// file: main.ts
import { MikroORM } from "@mikro-orm/postgresql";
export const orm = await MikroORM.init({ dbName: "shop", pool: { max: 9 } });

// case: a program that somebody runs by hand beside the one that serves, and the only program there is
// file: src/server.js
const express = require("express");
const { Pool } = require("pg");
const pool = new Pool({ max: 10 }); // expect: pool-acquire-timeout
express().get("/orders", async (_, response) => response.json(await pool.query("SELECT 1"))).listen(80);
// file: check_stock.js
const { Pool } = require("pg");
const pool = new Pool({ max: 1 });
pool.query("SELECT count(*) FROM stock").then(console.log);
// file: close.js
const { Pool } = require("pg");
const pool = new Pool({ max: 1 });
(async () => {
  console.log(await pool.query("SELECT 1"));
  await pool.end();
})();
// file: src/check-login.js
const { Pool } = require("pg");
const pool = new Pool({ max: 5 }); // expect: pool-acquire-timeout
module.exports = (request) => pool.query("SELECT 1 FROM users WHERE id = $1", [request.userId]);

// case: a program that ends, where none serves
import { Pool } from "pg";
const pool = new Pool({ max: 1 }); // expect: pool-acquire-timeout
console.log(await pool.query("SELECT 1"));
await pool.end();

// case: a data source that only migrations load, beside the one that serves
// file: src/data-source.ts
import { DataSource } from "typeorm";
export default new DataSource({ type: "postgres", host: "db", migrations: ["dist/migrations/*.js"] });
// file: src/app.module.ts
import { Module } from "@nestjs/common";
import { TypeOrmModule } from "@nestjs/typeorm";
@Module({ imports: [TypeOrmModule.forRoot({ type: "postgres", host: "db" })] }) // expect: pool-acquire-timeout
export class AppModule {}

// case: a data source with migrations that the program imports
// file: src/data-source.ts
import { DataSource } from "typeorm";
export const source = new DataSource({ type: "postgres", host: "db", migrations: ["dist/migrations/*.js"] }); // expect: pool-acquire-timeout
// file: src/main.ts
import { source } from "./data-source";
export const ready = source.initialize();

// case: a factory of data sources that only a file for migrations calls
// file: src/data-source.ts
import { DataSource } from "typeorm";
export const sourceOf = (host: string) => new DataSource({ type: "postgres", host, migrations: ["dist/migrations/*.js"] });
// file: typeorm.config.ts
import { sourceOf } from "./src/data-source";
export default sourceOf("db");
// file: src/app.module.ts
import { Module } from "@nestjs/common";
import { TypeOrmModule } from "@nestjs/typeorm";
@Module({ imports: [TypeOrmModule.forRoot({ type: "postgres", host: "db" })] }) // expect: pool-acquire-timeout
export class AppModule {}

// case: a program that migrates
// file: db/cli/umzug.ts
import { SequelizeStorage, Umzug } from "umzug";
import pg from "pg";
const pool = new pg.Pool({ max: 1 });
export const umzug = new Umzug({ migrations: { glob: "migrations/*.ts" }, context: pool, logger: console });
umzug.runAsCLI();
// file: src/server.ts
import pg from "pg";
export const pool = new pg.Pool({ max: 10 }); // expect: pool-acquire-timeout

// case: a function that makes a pool of all that it is passed
// file: pool.ts
import { Pool } from "pg";
export const createPool = (...options: any[]) => new Pool(...options);
// file: main.ts
import { createPool } from "./pool";
export const a = createPool({ max: 4 }); // expect: pool-acquire-timeout
export const b = createPool({ max: 4, connectionTimeoutMillis: 900 });

// case: a connection string that the configuration is asked for
import { ConfigService } from "@nestjs/config";
import { Client, Pool } from "pg";
export class Database {
  constructor(private readonly configService: ConfigService) {}
  a = () => new Client(this.configService.get("DATABASE_URL")); // expect: connect-timeout
  b = () => new Client(this.configService.getOrThrow<string>("database.connectionString")); // expect: connect-timeout
  c = () => new Client(this.configService.get("DATABASE"));
  d = () => new Client(this.configService.get(this.name));
  e = () => new Client({ connectionString: this.configService.get("DATABASE_URL"), connectionTimeoutMillis: 900 });
  name = "DATABASE_URL";
}

// case: a part of the configuration that is called like an address
// file: config.ts
import { registerAs } from "@nestjs/config";
export default registerAs("postgresUrl", () => ({ host: "db", connectionTimeoutMillis: 900 }));
// file: main.ts
import { ConfigService } from "@nestjs/config";
import { Client } from "pg";
export const connect = (config: ConfigService) => new Client(config.get("postgresUrl"));

// case: a connection string that a function gives
import { Client } from "pg";
import { databaseUrl, settings } from "some-settings";
const ofTenant = (id: string): string => ["postgres://db", id].join("/");
export const a = new Client(databaseUrl()); // expect: connect-timeout
export const b = (id: string) => new Client(ofTenant(id)); // expect: connect-timeout
export const c = new Client(settings());

// case: a data source beside the options that the program takes
// file: src/database/config.ts
import { DataSource } from "typeorm";
export const options = { type: "postgres" as const, host: "db", migrations: ["dist/migrations/*.js"] };
const source = new DataSource(options);
export default source;
// file: src/app.module.ts
import { Module } from "@nestjs/common";
import { TypeOrmModule } from "@nestjs/typeorm";
import { options } from "./database/config";
@Module({ imports: [TypeOrmModule.forRoot(options)] }) // expect: pool-acquire-timeout
export class AppModule {}

// case: MongoDB's driver before it had the limit by itself
// file: old/package.json
{ "name": "old", "dependencies": { "mongoose": "^4.10.8" } }
// file: old/db.js
const mongoose = require("mongoose");
mongoose.connect("mongodb://db/shop");
// file: older/package.json
{ "name": "older", "dependencies": { "mongodb": "^3.5.7" } }
// file: older/db.js
const { MongoClient } = require("mongodb");
exports.client = new MongoClient("mongodb://db/shop");
// file: new/package.json
{ "name": "new", "dependencies": { "mongoose": "^8.0.0", "mongodb": "^6.0.0" } }
// file: new/db.js
const mongoose = require("mongoose");
const { MongoClient } = require("mongodb");
mongoose.connect("mongodb://db/shop"); // expect: pool-acquire-timeout
exports.client = new MongoClient("mongodb://db/shop"); // expect: pool-acquire-timeout

// case: a pool that migrates and is closed, and one that goes on serving
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "pg": "8", "drizzle-orm": "1" } }
// file: src/server.ts
import express from "express";
import { open } from "./db";
import { prepare } from "./migrations";
await prepare();
const db = await open();
express().get("/", async (_, response) => response.json(await db.query("SELECT 1"))).listen(80);
// file: src/migrations.ts
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Pool } from "pg";
export async function prepare() {
  const pool = new Pool({ max: 1 });
  try {
    await migrate(drizzle(pool), { migrationsFolder: "drizzle" });
  } finally {
    await pool.end();
  }
}
// file: src/db.ts
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Pool } from "pg";
export async function open() {
  const pool = new Pool({ max: 5 }); // expect: pool-acquire-timeout
  await migrate(drizzle(pool), { migrationsFolder: "drizzle" });
  process.on("SIGTERM", () => pool.end());
  return pool;
}

// case: a pool that the function which opens it also closes, and two that it hands on
// file: test-connection.ts
import { Pool } from "pg";
export async function answers(connectionString: string) {
  const pool = new Pool({ max: 1, host: connectionString });
  try {
    await pool.query("SELECT 1");
  } finally {
    await pool.end();
  }
}
export async function open(host: string) {
  const pool = new Pool({ max: 5, host }); // expect: pool-acquire-timeout
  try {
    await pool.query("SELECT 1");
  } catch (error) {
    await pool.end();
    throw error;
  }
  return pool;
}

// case: a connection that waits for notifications waits on purpose
// file: listen.ts
import { Client } from "pg";
export async function listen(tell: (payload?: string) => void) {
  const client = new Client({ host: "db", connectionTimeoutMillis: 5000 });
  client.on("notification", ({ payload }) => tell(payload));
  await client.connect();
  await client.query("LISTEN orders");
}

// case: Mongoose before its sixth version waits for connections where it is asked for the unified topology
// file: plain/package.json
{ "name": "plain", "dependencies": { "mongoose": "^5.13.0" } }
// file: plain/db.js
const mongoose = require("mongoose");
mongoose.connect("mongodb://db/shop", { useNewUrlParser: true });
// file: asked/package.json
{ "name": "asked", "dependencies": { "mongoose": "^5.13.0" } }
// file: asked/db.js
const mongoose = require("mongoose");
mongoose.connect("mongodb://db/shop", { useUnifiedTopology: true }); // expect: pool-acquire-timeout
// file: set/package.json
{ "name": "set", "dependencies": { "mongoose": "^5.13.0" } }
// file: set/db.js
const mongoose = require("mongoose");
mongoose.set("useUnifiedTopology", true);
mongoose.connect("mongodb://db/shop", { useNewUrlParser: true }); // expect: pool-acquire-timeout
// file: driver/package.json
{ "name": "driver", "dependencies": { "mongodb": "3.6" } }
// file: driver/db.js
const { MongoClient } = require("mongodb");
exports.plain = new MongoClient("mongodb://db/shop", { poolSize: 5 });
exports.asked = new MongoClient("mongodb://db/shop", { useUnifiedTopology: true }); // expect: pool-acquire-timeout
