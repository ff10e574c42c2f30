// What a program puts into a context or a container, and where it is asked for by its name.

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

// case: constructor keeps a callback
// file: main.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
class Loader {
  private fetchOne: (id: string) => Promise<unknown>;
  constructor(fetchOne: (id: string) => Promise<unknown>) { this.fetchOne = fetchOne; }
  async all(ids: string[]) {
    for (const id of ids) await this.fetchOne(id); // expect: n-plus-one
  }
}
export const loader = new Loader((id) => pool.query("SELECT * FROM users WHERE id = $1", [id]));

// case: constructor keeps a dependency object
// file: service.ts
export class Service {
  constructor(private readonly deps: { users: any; log: any }) {}
  async all(ids: string[]) {
    for (const id of ids) this.deps.log.info(id);
    for (const id of ids) await this.deps.users.find(id); // expect: n-plus-one
  }
}
// file: main.ts
import { Pool } from "pg";
import { Service } from "./service";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const users = { find: (id: string) => pool.query("SELECT * FROM users WHERE id = $1", [id]) };
export const service = new Service({ users, log: console });

// case: constructor keeps options with a callback
// file: main.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
class Sync {
  constructor(options) { this.options = options; }
  async run(rows) {
    for (const row of rows) await this.options.lookup(row.id); // expect: n-plus-one
  }
}
new Sync({ lookup: async (id) => pool.query("SELECT * FROM users WHERE id = $1", [id]) }).run([]);

// case: deps destructured from a context parameter
// file: load.ts
export async function load({ db, users }: any, ids: string[]) {
  for (const id of ids) await users.byId(id); // expect: n-plus-one
}
export const makeApi = ({ users }: { users: any }) => ({
  all: async (ids: string[]) => {
    for (const id of ids) await users.byId(id); // expect: n-plus-one
  },
});
// file: main.ts
import { Pool } from "pg";
import { load, makeApi } from "./load";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const users = { byId: (id: string) => pool.query("SELECT * FROM users WHERE id = $1", [id]) };
export const api = makeApi({ users });
export const run = (ids: string[]) => load({ db: pool, users }, ids);

// case: Deps type with ReturnType
// file: repo.ts
import type { Pool } from "pg";
export const createUserRepo = (pool: Pool) => ({
  byId: (id: string) => pool.query("SELECT * FROM users WHERE id = $1", [id]),
  label: (id: string) => id,
});
export type UserRepo = ReturnType<typeof createUserRepo>;
// file: main.ts
import type { UserRepo } from "./repo";
interface Deps { users: UserRepo }
export const createService = ({ users }: Deps) => ({
  async all(ids: string[]) {
    for (const id of ids) users.label(id);
    for (const id of ids) await users.byId(id); // expect: n-plus-one
  },
});

// case: awilix cradle by class
// file: users.js
class UserFinder {
  constructor({ pool }) { this.pool = pool; }
  async find(id) { return this.pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
module.exports = UserFinder;
// file: container.js
const { createContainer, asClass, asValue, asFunction } = require("awilix");
const { Pool } = require("pg");
const UserFinder = require("./users");
const container = createContainer();
container.register({ pool: asValue(new Pool({ connectionTimeoutMillis: 1000 })), userFinder: asClass(UserFinder).singleton(), orders: asFunction(require("./orders")) });
module.exports = container;
// file: orders.js
module.exports = ({ pool, userFinder }) => ({
  async all(ids) {
    for (const id of ids) await userFinder.find(id); // expect: n-plus-one
    for (const id of ids) await pool.query("SELECT * FROM o WHERE id = $1", [id]); // expect: n-plus-one
  },
});
// file: main.js
const container = require("./container");
exports.load = async (ids) => {
  const finder = container.resolve("userFinder");
  for (const id of ids) await finder.find(id); // expect: n-plus-one
  const { userFinder } = container.cradle;
  for (const id of ids) await userFinder.find(id); // expect: n-plus-one
};

// case: tsyringe token inject
// file: repo.ts
import { injectable } from "tsyringe";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export interface IUsers { find(id: string): Promise<unknown> }
@injectable()
export class PgUsers implements IUsers {
  async find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
// file: main.ts
import { container, inject, injectable } from "tsyringe";
import { IUsers, PgUsers } from "./repo";
container.register<IUsers>("Users", { useClass: PgUsers });
container.registerSingleton<IUsers>("Users2", PgUsers);
@injectable()
export class Service {
  constructor(@inject("Users") private users: IUsers, @inject("Users2") private more: any) {}
  async all(ids: string[]) {
    for (const id of ids) await this.users.find(id); // expect: n-plus-one
    for (const id of ids) await this.more.find(id); // expect: n-plus-one
  }
}
export async function load(ids: string[]) {
  const u = container.resolve("Users2") as any;
  for (const id of ids) await u.find(id); // expect: n-plus-one
}

// case: inversify bind to
// file: repo.ts
import { injectable } from "inversify";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
@injectable()
export class PgPeople {
  async find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
// file: types.ts
export const TYPES = { People: Symbol.for("People") };
// file: container.ts
import { Container } from "inversify";
import { PgPeople } from "./repo";
import { TYPES } from "./types";
export const container = new Container();
container.bind(TYPES.People).to(PgPeople).inSingletonScope();
// file: main.ts
import { inject, injectable } from "inversify";
import { TYPES } from "./types";
import { container } from "./container";
@injectable()
export class Service {
  constructor(@inject(TYPES.People) private people: any) {}
  async all(ids: string[]) {
    for (const id of ids) await this.people.find(id); // expect: n-plus-one
  }
}
export async function load(ids: string[]) {
  const people = container.get(TYPES.People) as any;
  for (const id of ids) await people.find(id); // expect: n-plus-one
}

// case: typedi
// file: main.ts
import { Container, Inject, Service } from "typedi";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
@Service("people")
export class People {
  async find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
@Service()
export class Work {
  @Inject() people: People;
  @Inject("people") other: any;
  @Inject(() => People) third: any;
  async all(ids: string[]) {
    for (const id of ids) await this.people.find(id); // expect: n-plus-one
    for (const id of ids) await this.other.find(id); // expect: n-plus-one
    for (const id of ids) await this.third.find(id); // expect: n-plus-one
    const p = Container.get<People>("people");
    for (const id of ids) await p.find(id); // expect: n-plus-one
  }
}

// case: nest custom providers with string tokens
// file: repo.ts
import { Pool } from "pg";
export class People {
  constructor(private pool: Pool) {}
  async find(id: string) { return this.pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
// file: module.ts
import { Module } from "@nestjs/common";
import { Pool } from "pg";
import knex from "knex";
import { People } from "./repo";
import { Work } from "./work";
@Module({
  providers: [
    Work,
    { provide: "PG", useFactory: () => new Pool({ connectionTimeoutMillis: 1000 }) },
    { provide: "PEOPLE", useFactory: (pool: Pool) => new People(pool), inject: ["PG"] },
    { provide: "KNEX", useFactory: async () => knex({ client: "pg" }) },
    { provide: "PEOPLE2", useClass: People },
  ],
})
export class AppModule {}
// file: work.ts
import { Inject, Injectable } from "@nestjs/common";
@Injectable()
export class Work {
  constructor(
    @Inject("PG") private readonly q: any,
    @Inject("PEOPLE") private readonly people: any,
    @Inject("PEOPLE2") private readonly people2: any,
    @Inject("KNEX") private readonly kq: any,
  ) {}
  async all(ids: string[]) {
    for (const id of ids) await this.q.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
    for (const id of ids) await this.people.find(id); // expect: n-plus-one
    for (const id of ids) await this.people2.find(id); // expect: n-plus-one
    for (const id of ids) await this.kq("users").where({ id }); // expect: n-plus-one
  }
}

// case: nest token constants, several interfaces
// file: tokens.ts
export const USERS = Symbol("USERS");
export const DB = "DB_CONNECTION";
// file: ports.ts
export interface Users { find(id: string): Promise<unknown> }
// file: pg-users.ts
import { Inject, Injectable } from "@nestjs/common";
import { DB } from "./tokens";
import type { Users } from "./ports";
@Injectable()
export class PgUsers implements Users {
  constructor(@Inject(DB) private db: any) {}
  async find(id: string) { return this.db.select().from("x").where(id); }
}
// file: module.ts
import { Module } from "@nestjs/common";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { DB, USERS } from "./tokens";
import { PgUsers } from "./pg-users";
@Module({ providers: [{ provide: DB, useFactory: () => { const c = drizzle("x.db"); return c; } }, { provide: USERS, useClass: PgUsers }] })
export class M {}
// file: work.ts
import { Inject, Injectable } from "@nestjs/common";
import { USERS } from "./tokens";
@Injectable()
export class Work {
  constructor(@Inject(USERS) private readonly people: any) {}
  async all(ids: string[]) {
    for (const id of ids) await this.people.find(id); // expect: n-plus-one
  }
}

// case: nest token of a value without queries, which is right
// file: module.ts
import { Module } from "@nestjs/common";
import { Pool } from "pg";
@Module({ providers: [{ provide: "LOG", useValue: { find: (id: string) => id } }, { provide: "PG", useFactory: () => new Pool({ connectionTimeoutMillis: 1000 }) }] })
export class M {}
// file: work.ts
import { Inject, Injectable } from "@nestjs/common";
@Injectable()
export class Work {
  constructor(@Inject("LOG") private readonly log: any) {}
  async all(ids: string[]) {
    for (const id of ids) await this.log.find(id);
  }
}

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

// case: a context that tests make holds imitations
// file: connectors/people.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export class PeopleService {
  async find(id: string) {
    return pool.query("SELECT * FROM users WHERE id = $1", [id]);
  }
}
// file: __test__/people.ts
const createContext = () => ({ peopleService: { find: (id: string) => id } });
export const context = createContext();
// file: main.ts
export const notify = async (_: unknown, { ids }: { ids: string[] }, { peopleService }: any) => {
  for (const id of ids) await peopleService.find(id); // expect: n-plus-one
};

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
