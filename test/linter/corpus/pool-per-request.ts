// Pools and clients that are made in handlers, for each request, and such as are made once.

// case: Nest makes what is of a request anew for each
import { Inject, Injectable, Scope } from "@nestjs/common";
import { REQUEST } from "@nestjs/core";
import { Pool } from "pg";
const limits = { connectionTimeoutMillis: 900, max: 2 };
@Injectable({ scope: Scope.REQUEST })
export class OwnDatabase {
  readonly pool: Pool;
  constructor(@Inject(REQUEST) request: { headers: Record<string, string> }) {
    this.pool = new Pool({ ...limits, application_name: request.headers.app }); // expect: pool-per-request
  }
}
@Injectable()
export class Database {
  readonly pool = new Pool(limits);
}

// case: a request handler that closes what it opened is no program that ends
const Hapi = require("@hapi/hapi");
const { MongoClient } = require("mongodb");
const server = Hapi.server({ port: 3000 });
server.route({
  method: "GET",
  path: "/parts",
  handler: async () => {
    const client = new MongoClient("mongodb://db", { waitQueueTimeoutMS: 900 }); // expect: pool-per-request
    const parts = await client.db().collection("parts").find().toArray();
    await client.close();
    return parts;
  },
});
server.start();

// case: what a server calls on the way of a request, and what it calls once
import Fastify from "fastify";
import { Pool } from "pg";
const limits = { connectionTimeoutMillis: 900, max: 2 };
const app = Fastify();
app.addHook("onRequest", async (request) => {
  Object.assign(request, { db: new Pool(limits) }); // expect: pool-per-request
});
app.addHook("onReady", async () => {
  app.decorate("db", new Pool(limits));
});

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

// case: a router by its package and the path it is given
import { Hono } from "hono";
import { Pool } from "pg";
const hono = new Hono();
const pools = new Map<string, Pool>();
hono.get("/users", async (c) => {
  const pool = new Pool({ connectionTimeoutMillis: 1000 }); // expect: pool-per-request
  return c.json(await pool.query("SELECT 1"));
});
export const one = () => pools.get("/users");

// case: a handler that is an option of its route
import Fastify from "fastify";
import { Pool } from "pg";
const fastify = Fastify();
fastify.route({
  method: "GET",
  url: "/users",
  handler: async () => {
    const pool = new Pool({ connectionTimeoutMillis: 1000 }); // expect: pool-per-request
    return pool.query("SELECT 1");
  },
});

// case: arrows that a route file exports, and the handler of a cloud function
import { PrismaClient } from "@prisma/client";
const shared = new PrismaClient();
export const POST = async (request: Request) => {
  const prisma = new PrismaClient(); // expect: pool-per-request
  return Response.json(await prisma.user.create({ data: await request.json() }));
};
export const handler = async (event: { id: string }) => {
  const prisma = new PrismaClient(); // expect: pool-per-request
  return [await prisma.user.findFirst({ where: { id: event.id } }), await shared.user.count()];
};

// case: the context that a server makes for each request
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { Pool } from "pg";
const server = new ApolloServer({ typeDefs: "", resolvers: {} });
await startStandaloneServer(server, {
  context: async () => ({ pool: new Pool({ connectionTimeoutMillis: 1000 }) }), // expect: pool-per-request
});

// case: a function that builds a pool, called for each request
// file: db.ts
import { Pool } from "pg";
export function open() {
  return new Pool({ connectionTimeoutMillis: 1000 }); // expect: pool-per-request
}
// file: main.ts
import express from "express";
import { open } from "./db";
const app = express();
app.get("/users", async (req, res) => res.json(await open().query("SELECT 1")));

// case: a function that builds a pool, called once
// file: db.ts
import { Pool } from "pg";
export function open() {
  return new Pool({ connectionTimeoutMillis: 1000 });
}
// file: main.ts
import express from "express";
import { open } from "./db";
const app = express();
const pool = open();
app.get("/users", async (req, res) => res.json(await pool.query("SELECT 1")));

// case: a subscriber for each socket
import Redis from "ioredis";
import { WebSocketServer } from "ws";
const server = new WebSocketServer({ port: 1 });
server.on("connection", (socket) => {
  const subscriber = new Redis();
  subscriber.subscribe("news");
  subscriber.on("message", (_channel, message) => socket.send(message));
});

// case: a client that a function builds when it is first called
// file: redis.ts
import Redis from "ioredis";
let client: Redis | undefined;
export function redis() {
  if (client) return client;
  client = new Redis("redis://db");
  return client;
}
// file: main.ts
import express from "express";
import { redis } from "./redis";
const app = express();
app.get("/users", async (req, res) => res.json(await redis().get("users")));

// case: a function that tries the server that it is told
// file: check.ts
import { Pool } from "pg";
export async function check(connectionString: string) {
  const pool = new Pool({ connectionString, connectionTimeoutMillis: 1000 });
  await pool.query("SELECT 1");
  await pool.end();
}
// file: main.ts
import express from "express";
import { check } from "./check";
const app = express();
app.post("/check", async (req, res) => res.json(await check(req.body.url)));

// case: a function that keeps what it builds, called again by a check
// file: database.ts
import { Pool } from "pg";
export class Database {
  private pool?: Pool;
  async initialize() {
    this.pool = new Pool({ connectionTimeoutMillis: 1000 });
    await this.pool.query("SELECT 1");
  }
}
// file: main.ts
import express from "express";
import { Database } from "./database";
const app = express();
const database = new Database();
app.get("/ready", async (req, res) => res.json(await database.initialize()));

// case: a function that connects unless it did so before, called in a handler
import express from "express";
import { MongoClient } from "mongodb";
const app = express();
let db;
async function connection() {
  if (db) return;
  const client = new MongoClient("mongodb://db", { waitQueueTimeoutMS: 1000 });
  const connect = async () => {
    await client.connect();
    db = client.db();
  };
  await connect();
}
app.get("/", async (req, res) => res.json(await connection()));

// case: a pool that each call of a context opens, and one behind a guard of its caller
// file: open.ts
import { Pool } from "pg";
export const open = (connectionString: string) => new Pool({ connectionString, connectionTimeoutMillis: 1000 });
// file: main.ts
import express from "express";
import { open } from "./open";
let accounts;
const server = async () => {
  if (accounts) return accounts;
  accounts = { pool: open("postgres://db") };
  return accounts;
};
const app = express();
app.get("/", async (req, res) => res.json(await server()));

// case: a pool that is opened for each request although an option is looked at first
import express from "express";
import { Pool } from "pg";
let verbose = false;
const open = () => {
  if (verbose) return undefined;
  return new Pool({ connectionTimeoutMillis: 1000 }); // expect: pool-per-request
};
const app = express();
app.get("/", async (req, res) => res.json(await open()?.query("SELECT 1")));
app.get("/verbose", (req, res) => {
  verbose = true;
});

// case: the handler of a command, and one of a request
// file: commands/copy.ts
import { Client } from "pg";
export const command = "copy";
export const handler = async (argv: { url: string }) => {
  const client = new Client({ connectionString: argv.url, connectionTimeoutMillis: 1000, statement_timeout: 1000 });
  await client.connect();
  await client.query("SELECT copy_rows()");
};
// file: functions/copy.ts
import { Client } from "pg";
export const handler = async (event: { url: string }) => {
  const client = new Client({ connectionTimeoutMillis: 1000, statement_timeout: 1000 }); // expect: pool-per-request
  await client.connect();
  await client.query("SELECT copy_rows()");
};

// case: what a module of CommonJS exports as a handler
const mysql = require("mysql2/promise");
exports.handler = async () => {
  const pool = mysql.createPool({ host: "db", queueLimit: 3 }); // expect: pool-per-request
  return (await pool.query("SELECT 1"))[0];
};

// case: a context that a server asks for in each request, and one that a program makes for itself
// file: context.ts
import { Pool } from "pg";
export const createContext = async () => ({ pool: new Pool({ connectionTimeoutMillis: 1000 }) }); // expect: pool-per-request
export const createAppContext = () => ({ pool: new Pool({ connectionTimeoutMillis: 1000 }) });
// file: main.ts
import { createExpressMiddleware } from "@trpc/server/adapters/express";
import express from "express";
import { createAppContext, createContext } from "./context";
import { router } from "./router";
const { pool } = createAppContext();
const app = express();
app.use("/trpc", createExpressMiddleware({ router, createContext }));
app.listen(3000, () => pool.query("SELECT 1"));

// case: a repository that brings a pool of its own, made in a handler
// file: repository.ts
import { Pool } from "pg";
export class Items {
  private readonly pool = new Pool({ connectionTimeoutMillis: 1000 }); // expect: pool-per-request
  all = () => this.pool.query("SELECT * FROM items");
}
export class Orders {
  private readonly pool: Pool;
  constructor() {
    this.pool = new Pool({ connectionTimeoutMillis: 1000 }); // expect: pool-per-request
  }
  all = () => this.pool.query("SELECT * FROM orders");
}
// file: main.ts
import express from "express";
import { Items, Orders } from "./repository";
const app = express();
app.get("/items", async (req, res) => res.json(await new Items().all()));
app.get("/orders", async (req, res) => {
  const orders = new Orders();
  res.json(await orders.all());
});

// case: repositories that bring a pool of their own, each made once
// file: repository.ts
import { Pool } from "pg";
export class Items {
  private readonly pool = new Pool({ connectionTimeoutMillis: 1000 });
  private readonly open = () => new Pool({ connectionTimeoutMillis: 1000 });
  all = () => this.pool.query("SELECT * FROM items");
}
export class Orders {
  private static readonly pool = new Pool({ connectionTimeoutMillis: 1000 });
  all = () => Orders.pool.query("SELECT * FROM orders");
}
export class Users {
  private readonly pool: Pool;
  constructor() {
    this.pool = new Pool({ connectionTimeoutMillis: 1000 });
  }
  all = () => this.pool.query("SELECT * FROM users");
}
// file: main.ts
import express from "express";
import { Items, Orders, Users } from "./repository";
const app = express();
const items = new Items();
let users: Users | undefined;
app.get("/items", async (req, res) => res.json(await items.all()));
app.get("/orders", async (req, res) => res.json(await new Orders().all()));
app.get("/users", async (req, res) => {
  users ??= new Users();
  res.json(await users.all());
});

// case: a pool for each request of a tenant, one that a map keeps, and one that tries a server
// file: pools.ts
import { Pool } from "pg";
export const poolOf = (tenant: string) => new Pool({ database: tenant, connectionTimeoutMillis: 1000 }); // expect: pool-per-request
export const keptOf = (tenant: string) => new Pool({ database: tenant, connectionTimeoutMillis: 1000 });
export const tried = (database: string) => new Pool({ database, connectionTimeoutMillis: 1000 });
// file: main.ts
import express, { type Request, type Response } from "express";
import { keptOf, poolOf, tried } from "./pools";
const router = express.Router();
const kept = new Map();
async function items(req: Request, res: Response) {
  const { rows } = await poolOf(String(req.headers["x-tenant"])).query("SELECT * FROM items");
  res.json(rows);
}
router.get("/items", items);
router.get("/orders", async (req, res) => {
  const tenant = String(req.headers["x-tenant"]);
  if (!kept.has(tenant)) kept.set(tenant, keptOf(tenant));
  res.json(await kept.get(tenant).query("SELECT * FROM orders"));
});
router.post("/check", async (req, res) => {
  const pool = tried(req.body.database);
  await pool.query("SELECT 1");
  await pool.end();
  res.sendStatus(204);
});

// case: Knex that only builds queries, and Knex that connects, in a handler
import express from "express";
import { knex } from "knex";
const app = express();
app.get("/sql", async (req, res) => res.json(knex({ client: "pg" })("orders").where(req.query).toSQL()));
app.get("/orders", async (req, res) => {
  const db = knex({ client: "pg", connection: process.env.DATABASE_URL }); // expect: pool-per-request
  res.json(await db("orders").limit(9));
});

// case: one connection to each server, and one for each row
import { Client } from "pg";
export async function check(servers: { host: string }[]) {
  for (const { host } of servers) {
    const client = new Client({ host, connectionTimeoutMillis: 1000, statement_timeout: 1000 });
    await client.connect();
    await client.end();
  }
}
export async function store(rows: { id: string }[]) {
  for (const row of rows) {
    const client = new Client({ connectionTimeoutMillis: 1000, statement_timeout: 1000 }); // expect: pool-per-request
    await client.connect();
    console.log(row.id);
    await client.end();
  }
}

// case: a pool for each database, kept where all find it, and one that is made when the program ends
import express from "express";
import pg from "pg";
const pools = new Map<string, pg.Pool>();
export function connect(databases: { name: string }[]) {
  for (const { name } of databases)
    pools.set(name, new pg.Pool({ database: name, connectionTimeoutMillis: 500 }));
}
const stop = async () => {
  const pool = new pg.Pool({ connectionTimeoutMillis: 500 });
  await pool.query("SELECT 1");
  process.exit(0);
};
process.on("SIGINT", () => stop());
express().post("/stop", async () => {
  await new pg.Pool({ connectionTimeoutMillis: 500 }).query("SELECT 1"); // expect: pool-per-request
});

// case: of a pool that each request builds for itself nobody else waits for connections
// file: server.ts
import express from "express";
import { Pool } from "pg";
const app = express();
app.get("/orders", async (_, response) => {
  const pool = new Pool({ max: 5 }); // expect: pool-per-request
  response.json((await pool.query("SELECT 1")).rows);
});
app.listen(80);
