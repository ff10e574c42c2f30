// What contexts, apps, requests and services of a server carry: Fastify, Express, Koa, Hono, tRPC, oRPC, Feathers, Egg.

// case: a context with the client in it
// file: context.ts
import type { PrismaClient } from "@prisma/client";
export interface Context {
  prisma: PrismaClient;
}
// file: resolvers.ts
import type { Context } from "./context";
export async function names(ids: string[], { prisma }: Context) {
  const out = [];
  for (const id of ids) out.push(await prisma.user.findFirst({ where: { id } })); // expect: n-plus-one
  return out;
}

// case: what a context hands out by the name of its class
// file: services.ts
import { Knex } from "knex";
export class AtomService {
  constructor(private readonly knex: Knex) {}
  findFirst({ table, where }: { table: string; where: object }) {
    return this.knex.from(table).where(where).first();
  }
}
export class UserService {}
// file: other.ts
export class UserService {}
// file: main.ts
import type { Resolvers } from "./__generated__/types";
export const articles: Resolvers["articles"] = async ({ ids }, _args, { dataSources: { atomService, userService } }) => {
  for (const id of ids) await userService.findFirst({ table: "article", where: { id } });
  return Promise.all(
    ids.map(async (id) => {
      return await atomService.findFirst({ table: "article", where: { id } }); // expect: n-plus-one
    }),
  );
};

// case: what a package hands out under a usual name
import type { FastifyInstance } from "fastify";
import type { PrismaClient } from "@prisma/client";
declare module "fastify" {
  interface FastifyInstance {
    prisma: PrismaClient;
  }
}
export default async function routes(fastify: FastifyInstance) {
  fastify.get("/orders", async () => {
    const orders = await fastify.prisma.order.findMany();
    for (const order of orders) await fastify.prisma.user.findFirst({ where: { id: order.userId } }); // expect: n-plus-one
  });
}

// case: fastify decorate without types
// file: main.js
const fastify = require("fastify")();
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const store = { find: (id) => pool.query("SELECT * FROM users WHERE id = $1", [id]), label: (id) => id };
fastify.decorate("store", store);
fastify.get("/", async (req) => {
  for (const id of req.body) fastify.store.label(id);
  for (const id of req.body) await fastify.store.find(id); // expect: n-plus-one
});

// case: fastify decorate in a plugin
// file: plugin.js
const fp = require("fastify-plugin");
const { Pool } = require("pg");
module.exports = fp(async (app) => {
  const pool = new Pool({ connectionTimeoutMillis: 1000 });
  const store = { find: (id) => pool.query("SELECT * FROM users WHERE id = $1", [id]) };
  app.decorate("store", store);
});
// file: routes.js
module.exports = async function (fastify) {
  fastify.get("/", async (req) => {
    for (const id of req.body) await fastify.store.find(id); // expect: n-plus-one
  });
};

// case: hono context
// file: main.ts
import { Hono } from "hono";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
class People {
  async find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
type Env = { Variables: { db: Pool; people: People } };
const app = new Hono<Env>();
app.use("*", async (c, next) => { c.set("people", new People()); c.set("db", pool); await next(); });
app.post("/", async (c) => {
  const { ids } = await c.req.json();
  for (const id of ids) await c.get("people").find(id); // expect: n-plus-one
  const db = c.get("db");
  for (const id of ids) await db.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of ids) await c.var.people.find(id); // expect: n-plus-one
  return c.json({});
});

// case: koa ctx.state
// file: main.js
const Koa = require("koa");
const { Pool } = require("pg");
const app = new Koa();
const users = { find: (id) => pool.query("SELECT * FROM users WHERE id = $1", [id]) };
const pool = new Pool({ connectionTimeoutMillis: 1000 });
app.use(async (ctx, next) => { ctx.state.users = users; ctx.people = users; await next(); });
app.use(async (ctx) => {
  for (const id of ctx.request.body) await ctx.state.users.find(id); // expect: n-plus-one
  for (const id of ctx.request.body) await ctx.people.find(id); // expect: n-plus-one
});

// case: express app.locals and req members
// file: app.js
const express = require("express");
const { Pool } = require("pg");
const app = express();
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const users = { find: (id) => pool.query("SELECT * FROM users WHERE id = $1", [id]) };
app.locals.users = users;
app.use((req, res, next) => { req.people = users; res.locals.stuff = users; next(); });
require("./routes")(app);
// file: routes.js
module.exports = (app) => {
  app.get("/", async (req, res) => {
    for (const id of req.body) await req.people.find(id); // expect: n-plus-one
    for (const id of req.body) await req.app.locals.users.find(id); // expect: n-plus-one
    for (const id of req.body) await res.locals.stuff.find(id); // expect: n-plus-one
  });
};

// case: trpc ctx
// file: trpc.ts
import { initTRPC } from "@trpc/server";
import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const conn = drizzle(pool);
export class People {
  async find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
export const createContext = async () => ({ conn, people: new People() });
type Context = Awaited<ReturnType<typeof createContext>>;
const t = initTRPC.context<Context>().create();
export const router = t.router;
export const publicProcedure = t.procedure;
// file: main.ts
import { publicProcedure, router } from "./trpc";
import { users } from "./schema";
export const r = router({
  all: publicProcedure.input(x).query(async ({ ctx, input }) => {
    for (const id of input.ids) await ctx.people.find(id); // expect: n-plus-one
    for (const id of input.ids) await ctx.conn.select().from(users).where(id); // expect: n-plus-one
  }),
  other: publicProcedure.mutation(async (opts) => {
    for (const id of opts.input.ids) await opts.ctx.people.find(id); // expect: n-plus-one
  }),
});

// case: trpc ctx prisma called db, sequential
// file: trpc.ts
import { initTRPC } from "@trpc/server";
import { PrismaClient } from "@prisma/client";
export const db = new PrismaClient();
export const createTRPCContext = async (opts: { headers: Headers }) => { return { db, ...opts }; };
const t = initTRPC.context<typeof createTRPCContext>().create({});
export const createTRPCRouter = t.router;
export const protectedProcedure = t.procedure.use(({ ctx, next }) => next({ ctx: { user: 1 } }));
// file: main.ts
import { createTRPCRouter, protectedProcedure } from "./trpc";
export const r = createTRPCRouter({
  all: protectedProcedure.query(async ({ ctx, input }) => {
    for (const id of input.ids) await ctx.db.user.findFirst({ where: { id } }); // expect: n-plus-one
  }),
});

// case: orpc context
// file: main.ts
import { os } from "@orpc/server";
import { Pool } from "pg";
class People {
  constructor(private pool: Pool) {}
  async find(id: string) { return this.pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
const base = os.$context<{ people: People; headers: Headers }>();
export const list = base.handler(async ({ context, input }) => {
  for (const id of input.ids) await context.people.find(id); // expect: n-plus-one
});
export const list2 = base.use(async ({ context, next }) => next({})).input(z).handler(async ({ context, input }) => {
  for (const id of input.ids) await context.people.find(id); // expect: n-plus-one
});

// case: variables of Hono whose type is written where the app is made
import { eq } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { Hono } from "hono";
import { parts } from "./tables";
const app = new Hono<{ Bindings: { REGION: string }; Variables: { db: NodePgDatabase; seen: Map<number, string> } }>();
app.post("/parts", async (c) => {
  const db = c.get("db");
  const seen = c.get("seen");
  const { ids } = await c.req.json<{ ids: number[] }>();
  const out = [];
  for (const id of ids) {
    out.push(seen.get(id));
    out.push(await db.select().from(parts).where(eq(parts.id, id))); // expect: n-plus-one
  }
  return c.json(out);
});
export default app;

// case: what a context keeps by the name of its kind is the only class of that name
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class UserStore {
  get(id: string) {
    return prisma.user.findFirst({ where: { id } });
  }
}
// file: users-of-web.ts
import { UserStore as Common } from "./users";
export class UserStore extends Common {}
// file: teams.ts
export class TeamStore {
  get(id: string) {
    return new Map<string, string>().get(id);
  }
}
// file: routes.ts
import type { Context } from "koa";
export async function all(ctx: Context) {
  for (const id of ctx.query.ids as string[]) console.log(await ctx.stores.user.get(id)); // expect: n-plus-one
  for (const id of ctx.query.ids as string[]) console.log(await ctx.stores.team.get(id));
}

// case: services of Feathers by their paths
// file: users.service.js
const createService = require("feathers-mongoose");
const { User } = require("../models");
module.exports = function register() {
  const app = this;
  const service = createService({ Model: User, paginate: { default: 50 } });
  app.use("/users", service);
  app.service("users").hooks({});
};
// file: rates.class.js
class Rates {
  constructor(app) { this.app = app; }
  async get(id) { return fetch(`https://rates.example/${id}`, { signal: AbortSignal.timeout(1000) }); }
}
module.exports = { Rates };
// file: rates.service.js
const { Rates } = require("./rates.class");
module.exports = (app) => {
  app.use("rates", new Rates(app));
};
// file: hooks.js
module.exports.withAuthor = async (context) => {
  const { app, result } = context;
  for (const row of result.data) await app.service("rates").get(row.currency);
  const users = app.service("/users");
  return Promise.all(
    result.data.map(async (row) => {
      row.author = await users.get(row.authorId); // expect: n-plus-one
    }),
  );
};
module.exports.notify = async ({ app, result }) => {
  for (const row of result.data) {
    await app.service("users").patch(row.id, { notified: true });
  }
};

// case: services of Feathers that are classes of an adapter
// file: messages.class.ts
import { KnexService } from "@feathersjs/knex";
export class MessageService extends KnexService {}
// file: messages.ts
import type { Application } from "../declarations";
import { MessageService } from "./messages.class";
export const messages = (app: Application) => {
  app.use("messages", new MessageService({ Model: app.get("db"), name: "messages" }));
};
// file: threads.ts
import type { Application } from "../declarations";
export async function counts(app: Application, threads: { id: string }[]) {
  return Promise.all(threads.map((thread) => app.service("messages").find({ query: { thread: thread.id } }))); // expect: n-plus-one
}

// case: services of Egg by the names of their files
// file: app/service/member.js
const { Service } = require("egg");
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
module.exports = class MemberService extends Service {
  find(id) { return pool.query("SELECT * FROM members WHERE id = $1", [id]); }
  label(id) { return `member ${id}`; }
};
// file: app/controller/home.js
const { Controller } = require("egg");
module.exports = class HomeController extends Controller {
  async index() {
    const { ctx } = this;
    for (const id of ctx.request.body.ids) ctx.service.member.label(id);
    for (const id of ctx.request.body.ids) await ctx.service.member.find(id); // expect: n-plus-one
  }
};
