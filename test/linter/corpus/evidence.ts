// What is known of a query decides: the text that it sends, the table that it asks, whether it is asked at all.

// case: a wrapper that is passed SELECT and INSERT
// file: db.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export const run = (sql: string, values: unknown[]) => pool.query(sql, values);
// file: main.ts
import { run } from "./db";
export async function load(ids: string[]) {
  for (const id of ids) await run("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
}
export async function save(rows: { name: string }[]) {
  for (const row of rows) await run("INSERT INTO users (name) VALUES ($1)", [row.name]); // expect: write-in-loop
}

// case: an executor behind an interface, whose callers bring the statement
// file: executor.ts
import { Sequelize } from "sequelize";
export interface Executor {
  one(query: string, values: object): Promise<unknown>;
}
export class SequelizeExecutor implements Executor {
  constructor(private readonly sequelize: Sequelize) {}
  async one(query: string, values: object) {
    const [row] = await this.sequelize.query(query, { replacements: values });
    return row;
  }
}
// file: members.ts
import type { Executor } from "./executor";
export const findMember = (executor: Executor, id: string) => executor.one(`SELECT id FROM members WHERE id = :id`, { id });
export const addMember = (executor: Executor, name: string) => executor.one(`insert into members (name) values (:name) returning id`, { name });
// file: main.ts
import type { Executor } from "./executor";
import { addMember, findMember } from "./members";
export async function all(executor: Executor, ids: string[]) {
  for (const id of ids) await findMember(executor, id); // expect: n-plus-one
  for (const id of ids) await addMember(executor, id);
}

// case: a wrapper that takes an object with the text
// file: db.ts
import mysql from "mysql2/promise";
const pool = mysql.createPool({ connectionLimit: 4, queueLimit: 10, connectTimeout: 1000 });
export async function execute({ sql, values }: { sql: string; values: unknown[] }) {
  const [rows] = await pool.execute(sql, values);
  return rows;
}
// file: main.ts
import { execute } from "./db";
export async function all(ids: string[]) {
  for (const id of ids) await execute({ sql: "SELECT 1 FROM t WHERE id = ?", values: [id] }); // expect: n-plus-one
  for (const id of ids) await execute({ sql: "DELETE FROM t WHERE id = ?", values: [id] }); // expect: write-in-loop
}

// case: text that a formatter makes
import { Pool } from "pg";
import format from "pg-format";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function all(ids: string[]) {
  for (const id of ids) await pool.query(format("SELECT * FROM users WHERE id = %L", id)); // expect: n-plus-one
  for (const id of ids) await pool.query(format("INSERT INTO seen (id) VALUES (%L)", id)); // expect: write-in-loop
}

// case: text that is chosen by the dialect
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function all(ids: string[], dialect: string) {
  for (const id of ids) {
    let sql = "";
    switch (dialect) {
      case "sqlite":
        sql = "INSERT OR IGNORE INTO seen (id) VALUES (?)";
        break;
      default:
        sql = "INSERT INTO seen (id) VALUES ($1) ON CONFLICT DO NOTHING";
    }
    await pool.query(sql, [id]); // expect: write-in-loop
  }
}

// case: text that grows, of a constant in another file
// file: texts.ts
export const byUser = "SELECT * FROM orders WHERE user_id = $1";
export const texts = { touch: "UPDATE users SET seen = now() WHERE id = $1" };
// file: main.ts
import { Pool } from "pg";
import { byUser, texts } from "./texts";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function all(ids: string[], open: boolean) {
  for (const id of ids) {
    let sql = byUser;
    if (open) sql += " AND open";
    await pool.query(sql, [id]); // expect: n-plus-one
    await pool.query(texts.touch, [id]); // expect: write-in-loop
  }
}

// case: a list of statements is no list of rows
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function prepare(statements: string[]) {
  for (const statement of statements) await pool.query(statement);
}

// case: text that nobody can see
import { Pool } from "pg";
import { render } from "./own-builder";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function all(rows: object[]) {
  for (const row of rows) await pool.query(render(row));
}

// case: rows that are locked one after the other
import { Kysely } from "kysely";
export async function all(db: Kysely<any>, ids: string[]) {
  for (const id of ids) await db.selectFrom("jobs").selectAll().where("id", "=", id).forUpdate().skipLocked().executeTakeFirst();
  for (const id of ids) await db.selectFrom("jobs").selectAll().where("id", "=", id).executeTakeFirst(); // expect: n-plus-one
}

// case: a lock in the text, and one in the options
import { Pool } from "pg";
import { DataSource } from "typeorm";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function all(source: DataSource, ids: number[]) {
  for (const id of ids) await pool.query("SELECT * FROM accounts WHERE id = $1 FOR UPDATE", [id]);
  for (const id of ids) await source.getRepository("Account").findOne({ where: { id }, lock: { mode: "pessimistic_write" } });
  for (const id of ids) await source.getRepository("Account").findOne({ where: { id } }); // expect: n-plus-one
}

// case: each turn asks another table
import { PrismaClient } from "@prisma/client";
import knex from "knex";
const prisma = new PrismaClient();
const db = knex({ client: "pg" });
export async function counts(models: ("user" | "order")[], tables: string[], ids: string[]) {
  for (const model of models) await prisma[model].count();
  for (const table of tables) await db(table).count("*");
  for (const table of tables) await db.select("*").from(table);
  for (const id of ids) await db("users").where({ id }).first(); // expect: n-plus-one
}

// case: each turn asks another repository
import { Repository } from "typeorm";
export async function exportAll(repositories: { repository: Repository<object> }[]) {
  for (const item of repositories) await rows(item);
  for (const { repository } of repositories) await repository.find();
}
async function rows(item: { repository: Repository<object> }) {
  return item.repository.find();
}

// case: each turn asks the same repository
import { Repository } from "typeorm";
export async function exportAll(repository: Repository<object>, names: string[]) {
  for (const name of names) await rows(repository, name); // expect: n-plus-one
}
async function rows(repository: Repository<object>, name: string) {
  return repository.find({ where: { name } });
}

// case: every server, every collection
import { Db, MongoClient } from "mongodb";
export async function stats(clients: MongoClient[], db: Db, names: string[]) {
  for (const name of names) await db.collection(name).countDocuments();
  for (const name of names) await db.collection("users").countDocuments({ name }); // expect: n-plus-one
  for (const client of clients) await client.db().collection("users").countDocuments();
}

// case: a shard for each user
import { PrismaClient } from "@prisma/client";
const shards = [new PrismaClient(), new PrismaClient()];
const shardOf = (id: string): PrismaClient => shards[id.length % 2] as PrismaClient;
const only = (): PrismaClient => shards[0] as PrismaClient;
export async function all(ids: string[]) {
  for (const id of ids) await shardOf(id).user.findFirst({ where: { id } });
  for (const id of ids) await only().user.findFirst({ where: { id } }); // expect: n-plus-one
}

// case: stores that are asked all the same
// file: store.ts
import { PrismaClient } from "@prisma/client";
export interface Store {
  find(ids: string[]): Promise<unknown[]>;
}
export class PrismaStore implements Store {
  constructor(private readonly prisma: PrismaClient) {}
  find(ids: string[]) {
    return this.prisma.row.findMany({ where: { id: { in: ids } } });
  }
}
// file: main.ts
import type { Store } from "./store";
export async function everywhere(stores: Store[], ids: string[]) {
  const parts = await Promise.all(stores.map((store) => store.find(ids)));
  return parts.flat();
}

// case: rows with methods of their own
// file: account.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class Account {
  constructor(readonly id: string) {}
  orders() {
    return prisma.order.findMany({ where: { accountId: this.id } });
  }
}
// file: main.ts
import { Account } from "./account";
export async function all(accounts: Account[]) {
  for (const account of accounts) await account.orders(); // expect: n-plus-one
}

// case: rules that a service holds
// file: rules.ts
import { PrismaClient } from "@prisma/client";
export interface Rule {
  check(order: { id: string }): Promise<boolean>;
}
export class StockRule implements Rule {
  constructor(private readonly prisma: PrismaClient) {}
  async check(order: { id: string }) {
    return (await this.prisma.stock.findFirst({ where: { orderId: order.id } })) !== null;
  }
}
// file: main.ts
import type { Rule } from "./rules";
export class Orders {
  constructor(private readonly rules: Rule[]) {}
  async failed(order: { id: string }) {
    const failed = [];
    for (const rule of this.rules) if (!(await rule.check(order))) failed.push(rule);
    return failed;
  }
}

// case: a promise that is kept in a map, by way of a variable
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const load = (id: string) => prisma.user.findFirst({ where: { id } });
function user(id: string, cache: Map<string, ReturnType<typeof load>>) {
  let promise = cache.get(id);
  if (!promise) {
    promise = load(id);
    cache.set(id, promise);
  }
  return promise;
}
export async function all(ids: string[]) {
  const cache = new Map();
  for (const id of ids) await user(id, cache);
}

// case: what is in the map is asked for again
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all(ids: string[], owners: Map<string, string>) {
  for (const id of ids) {
    const owner = owners.get(id);
    if (owner) await prisma.user.findFirst({ where: { id: owner } }); // expect: n-plus-one
  }
}

// case: asked by the first turn only
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all(ids: string[]) {
  let settings: unknown;
  for (const id of ids) {
    if (!settings) settings = await prisma.settings.findFirst({ where: { key: "all" } });
    console.log(id, settings);
  }
}

// case: asked by the first call only
import { PrismaClient } from "@prisma/client";
export class Rates {
  private readonly prisma = new PrismaClient();
  private rates: unknown[] | undefined;
  async current() {
    this.rates ??= await this.prisma.rate.findMany();
    return this.rates;
  }
  async fresh() {
    return this.prisma.rate.findMany();
  }
}
const rates = new Rates();
export async function all(ids: string[]) {
  for (const id of ids) console.log(id, await rates.current());
  for (const id of ids) console.log(id, await rates.fresh()); // expect: n-plus-one
}

// case: a fallback in each turn is asked each time
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all(rows: { user?: object; userId: string }[]) {
  for (const row of rows) {
    let user: object | null | undefined = row.user;
    if (!user) user = await prisma.user.findFirst({ where: { id: row.userId } }); // expect: n-plus-one
    console.log(user);
  }
}

// case: an option that a caller hands on
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
type Entity = { id?: string; name: string };
async function create(entity: Entity) {
  if (entity.id) await prisma.entity.findFirst({ where: { id: entity.id } });
  return prisma.entity.create({ data: entity });
}
async function createHere(entity: Entity) {
  return create({ ...entity, name: entity.name.trim() });
}
export async function all(rows: { id: string; name: string }[]) {
  for (const row of rows) await createHere({ id: row.id, name: row.name }); // expect: n-plus-one
}
export async function fresh(names: string[]) {
  const made = [];
  for (const name of names) made.push(await createHere({ name }));
  return made;
}

// case: an option that is on unless it is switched off
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function flag(id: string, options: { refresh?: boolean } = {}) {
  options = { refresh: true, ...options };
  await prisma.flag.create({ data: { id } });
  if (options.refresh) await prisma.user.findFirst({ where: { id } });
}
async function mark(id: string, { refresh = true }: { refresh?: boolean } = {}) {
  await prisma.flag.create({ data: { id } });
  if (refresh) await prisma.user.findFirst({ where: { id } });
}
export async function all(ids: string[]) {
  for (const id of ids) await flag(id, { refresh: false });
  for (const id of ids) await flag(id); // expect: n-plus-one
  for (const id of ids) await mark(id, { refresh: false });
  for (const id of ids) await mark(id); // expect: n-plus-one
}

// case: a job that is planned for later
import { PrismaClient } from "@prisma/client";
import { scheduleJob } from "node-schedule";
const prisma = new PrismaClient();
const check = (id: string) => prisma.server.findFirst({ where: { id } });
export function plan(servers: { id: string; cron: string }[]) {
  for (const server of servers) {
    scheduleJob(server.cron, async () => {
      await check(server.id);
    });
  }
}
export async function checkAll(servers: { id: string }[]) {
  for (const server of servers) await check(server.id); // expect: n-plus-one
}

// case: a tool that somebody calls some day
import { tool } from "@langchain/core/tools";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export function tools(actions: { id: string; name: string }[]) {
  const made = [];
  for (const action of actions) {
    const instance = tool(async () => prisma.connection.findFirst({ where: { id: action.id } }), { name: action.name });
    made.push(instance);
  }
  return made;
}

// case: a wrapper of a package that is awaited with the others
import { PrismaClient } from "@prisma/client";
import { traced } from "some-tracer";
const prisma = new PrismaClient();
export async function all(ids: string[]) {
  for (const id of ids) {
    const user = traced(async () => prisma.user.findFirst({ where: { id } })); // expect: n-plus-one
    await Promise.all([user]);
  }
}

// case: a listener that is taken away
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const observe = () => prisma.queue.count();
export function stop(meters: { removeCallback(f: () => unknown): void }[]) {
  for (const meter of meters) meter.removeCallback(observe);
}

// case: bundles of ids
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all(bundles: string[][], ids: string[]) {
  for (const bundle of bundles) await find({ ids: bundle });
  for (const id of ids) await find({ ids: [id] }); // expect: n-plus-one
}
const find = ({ ids }: { ids: string[] }) => prisma.item.findMany({ where: { id: { in: ids } } });

// case: a constant that the environment fills
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const HEALTH_CHECK_PROJECTS: string[] = JSON.parse(process.env.HEALTH_CHECK_PROJECTS ?? "[]");
export async function healthy() {
  for (const id of HEALTH_CHECK_PROJECTS) await prisma.project.findFirst({ where: { id } });
}

// case: the keys of an object that a function has in its code
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const kinds = async () => {
  const names = { mail: "Mail", chat: "Chat" };
  return names;
};
export async function counts(byUser: Record<string, string>) {
  const known = await kinds();
  for (const kind of Object.keys(known)) await prisma.integration.count({ where: { kind } });
  for (const user of Object.keys(byUser)) await prisma.integration.count({ where: { user } }); // expect: n-plus-one
}

// case: a helper that goes through its own list of codes
// file: settings.ts
const CODES = ["host", "port"];
export const readAll = (read: (code: string) => Promise<unknown>) => Promise.all(CODES.map((code) => read(code)));
export const eachOf = (ids: string[], read: (id: string) => Promise<unknown>) => Promise.all(ids.map((id) => read(id)));
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { eachOf, readAll } from "./settings";
const prisma = new PrismaClient();
export const config = () => readAll((code) => prisma.config.findFirst({ where: { code } }));
export const users = (ids: string[]) => eachOf(ids, (id) => prisma.user.findFirst({ where: { id } })); // expect: n-plus-one

// case: tasks that are registered at the start
import { PrismaClient } from "@prisma/client";
export class Tasks {
  private readonly prisma = new PrismaClient();
  async registerTask(task: { id: string }) {
    return this.prisma.taskState.findFirst({ where: { id: task.id } });
  }
  async registerTasks(tasks: { id: string }[]) {
    for (const task of tasks) await this.registerTask(task);
  }
  async states(ids: string[]) {
    for (const id of ids) await this.state(id); // expect: n-plus-one
  }
  private state(id: string) {
    return this.prisma.taskState.findFirst({ where: { id } });
  }
}

// case: builders that become text, or parts of one query
import knex from "knex";
const db = knex({ client: "pg" });
export async function all(ids: string[], both: boolean) {
  const texts = ids.map((id) => db("users").where({ id }).toQuery());
  const parts = ids.map((id) => {
    const part = both ? db("users").where({ id }) : db("admins").where({ id });
    return part;
  });
  const [first, ...rest] = parts;
  const rows = await first?.unionAll(rest);
  const named = await db("users").where((builder) => {
    for (const id of ids) builder.orWhere(db.raw("CAST(?? AS text)", ["id"]), "LIKE", id);
  });
  for (const id of ids) await db("users").where({ id }).first(); // expect: n-plus-one
  return { texts, rows, named };
}

// case: a subquery in a text
import { drizzle } from "drizzle-orm/node-postgres";
import { count, eq, sql } from "drizzle-orm";
import { users } from "./schema";
const db = drizzle(process.env.URL ?? ""); // expect: pool-acquire-timeout
export function counts(fields: string[]) {
  const extras: Record<string, unknown> = {};
  for (const field of fields) extras[field] = sql`${db.select({ n: count() }).from(users).where(eq(users.id, field))}`.as(field);
  return extras;
}
export async function all(ids: string[]) {
  for (const id of ids) await db.select({ n: count() }).from(users).where(eq(users.id, id)); // expect: n-plus-one
}

// case: undefined is nothing, too
import { PrismaClient } from "@prisma/client";
export class Groups {
  private readonly prisma = new PrismaClient();
  private groups: unknown[] | undefined;
  async kept(id: string) {
    if (this.groups === undefined) this.groups = await this.load(id);
    return this.groups;
  }
  load(id: string) {
    return this.prisma.group.findMany({ where: { id } });
  }
}
export async function all(ids: string[], groups: Groups) {
  for (const id of ids) await groups.kept(id);
  for (const id of ids) await groups.load(id); // expect: n-plus-one
}

// case: an id that the caller passes need not be looked up
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function refresh(token: string, given?: string) {
  let id = given ?? null;
  if (!id) {
    const found = await prisma.connection.findFirst({ where: { token } });
    id = found?.id ?? null;
  }
  return prisma.connection.update({ where: { id: id ?? "" }, data: { token } });
}
export async function all(rows: { id: string; token: string }[]) {
  const done = [];
  for (const row of rows) done.push(await refresh(row.token, row.id));
  for (const row of rows) done.push(await refresh(row.token)); // expect: n-plus-one
  return done;
}

// case: a page that calls its server
// file: actions.ts
"use server";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const run = async (id: string) => prisma.rule.findFirst({ where: { id } });
// file: page.tsx
"use client";
import { run } from "./actions";
export async function all(ids: string[]) {
  for (const id of ids) await run(id);
}
// file: job.ts
import { run } from "./actions";
export async function all(ids: string[]) {
  for (const id of ids) await run(id); // expect: n-plus-one
}

// case: a job whose type says what it is passed
// file: job.ts
import type { DataSource } from "typeorm";
export interface Job {
  name: string;
  handler: (source: DataSource) => Promise<void>;
}
// file: main.ts
import type { Job } from "./job";
export const job: Job = {
  name: "reminders",
  handler: async (source) => {
    const users = source.getRepository("User");
    for (const { id } of await users.find()) await source.getRepository("Reminder").findOneBy({ id }); // expect: n-plus-one
  },
};

// case: models of Sequelize that no type tells of
// file: models.ts
import { Sequelize } from "sequelize";
import * as factories from "./factories";
const sequelize = new Sequelize("sqlite::memory:");
export const models = Object.fromEntries(Object.entries(factories).map(([name, make]) => [name, make(sequelize)]));
// file: main.ts
import { models } from "./models";
export async function all(ids: string[]) {
  for (const id of ids) await models.User.findByPk(id); // expect: n-plus-one
  return models.User.findAll({ where: { id: ids } });
}

// case: a level of a tree at a time, through a builder
import { DataSource } from "typeorm";
export async function below(source: DataSource, ids: string[]) {
  const found = new Set<string>();
  let frontier = ids;
  for (let depth = 0; depth < 10 && frontier.length > 0; depth++) {
    const children = await source.getRepository("Node").createQueryBuilder("n").where("n.parent = ANY(:ids)", { ids: frontier }).getMany();
    frontier = children.map(({ id }) => id as string);
    for (const id of frontier) found.add(id);
  }
  return found;
}

// case: what is looked at only after an error
import { createClient } from "redis";
const redis = createClient({ commandsQueueMaxLength: 100 });
export async function all(keys: string[]) {
  try {
    return await redis.mGet(keys);
  } catch {
    for (const key of keys) await redis.get(key);
  }
  for (const key of keys) await redis.get(key); // expect: n-plus-one
}

// case: the result of a transaction is no function
import { DataSource } from "typeorm";
const clone = (value: unknown) => structuredClone(value);
export async function days(source: DataSource, all: string[]) {
  const streak = await source.transaction(async (manager) => {
    return manager.getRepository("Streak").findOneByOrFail({ id: 1 });
  });
  return all.map((day) => ({ day, streak: clone(streak) }));
}

// case: statements that ask for no rows
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function refresh(views: string[]) {
  for (const view of views) await pool.query(`REFRESH MATERIALIZED VIEW CONCURRENTLY "${view}"`);
}

// case: a helper that hands out pieces of the list
// file: limiter.ts
import { chunk } from "lodash";
export function limiter(size: number) {
  const process = <T>(rows: T[], run: (rows: T[]) => Promise<unknown>) => Promise.all(chunk(rows, size).map((piece) => run(piece)));
  const single = <T>(rows: T[], run: (row: T) => Promise<unknown>) => Promise.all(rows.map((row) => run(row)));
  return { process, single };
}
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { limiter } from "./limiter";
const prisma = new PrismaClient();
export async function all(ids: string[]) {
  await limiter(100).process(ids, async (some) => prisma.user.findMany({ where: { id: { in: some } } }));
  await limiter(100).single(ids, async (id) => prisma.user.findMany({ where: { team: id } })); // expect: n-plus-one
}

// case: an answer that the module keeps until it is old
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
let eventsCache: { rows: unknown[]; until: number } | undefined;
async function events() {
  if (eventsCache && eventsCache.until > Date.now()) return eventsCache.rows;
  const rows = await prisma.event.findMany();
  eventsCache = { rows, until: Date.now() + 60_000 };
  return rows;
}
const fresh = () => prisma.event.findMany();
export async function all(ids: string[]) {
  for (const id of ids) console.log(id, await events());
  for (const id of ids) console.log(id, await fresh()); // expect: n-plus-one
}

// case: an update behind a subquery
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all(ids: number[]) {
  for (const id of ids) await prisma.$queryRaw`WITH level AS (SELECT 1) UPDATE "Chapter" c SET level = 1 WHERE c.id = ${id} RETURNING c.id`;
  for (const id of ids) await prisma.$queryRaw`WITH level AS (SELECT 1) SELECT * FROM level WHERE id = ${id}`; // expect: n-plus-one
}

// case: tagged texts that become one condition
import postgres from "postgres";
const sql = postgres("postgres://localhost/db", { connect_timeout: 5 }); // expect: pool-acquire-timeout
const or = (parts: any[]) => parts.reduce((all, part) => sql`(${all} OR ${part})`);
export const condition = (types: string[]) => or(types.map((type) => sql`type = ${type}`));
export async function all(ids: string[]) {
  const rows = await Promise.all(ids.map((id) => sql`SELECT * FROM users WHERE id = ${id}`)); // expect: n-plus-one
  const started = ids.map((id) => sql`SELECT * FROM users WHERE id = ${id}`); // expect: n-plus-one
  return [rows, await Promise.all(started), await sql`SELECT * FROM users WHERE ${condition(ids)}`];
}

// case: reactors whose method is an arrow in a field
// file: reactors.ts
import { PrismaClient } from "@prisma/client";
export interface Reactor {
  react(event: { monitor: string }): Promise<unknown>;
}
export class IncidentReactor implements Reactor {
  constructor(private readonly prisma: PrismaClient) {}
  react = async (event: { monitor: string }) => this.prisma.incident.findFirst({ where: { monitor: event.monitor } });
}
// file: main.ts
import type { Reactor } from "./reactors";
export class Dispatcher {
  constructor(private readonly reactors: Reactor[]) {}
  async dispatch(event: { monitor: string }) {
    for (const reactor of this.reactors) await reactor.react(event);
  }
}

// case: an enumeration from a package that is not in sight
import { PrismaClient } from "@prisma/client";
import { Kind, rows } from "@acme/kinds";
const prisma = new PrismaClient();
export async function all(counts: Record<string, number>) {
  for (const kind in Kind) await prisma.user.findMany({ where: { kind } });
  for (const row of rows) await prisma.user.findMany({ where: { kind: row.kind } }); // expect: n-plus-one
  for (const kind in counts) await prisma.user.findMany({ where: { kind } }); // expect: n-plus-one
}

// case: factories that only make the handler
// file: handlers.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
function deferred(work: () => Promise<unknown>) {
  return async () => {
    await work();
  };
}
export const load = (id: string) => prisma.user.findFirst({ where: { id } });
export const returned = (id: string) => async () => load(id);
export const wrapped = (id: string) => deferred(async () => load(id));
export class Handlers {
  load(id: string) {
    return prisma.user.findFirst({ where: { id } });
  }
  bound(ids: string[]) {
    const out = [];
    for (const id of ids) out.push(this.load.bind(this, id));
    return out;
  }
}
// file: main.ts
import { load, returned, wrapped } from "./handlers";
export function register(ids: string[], bus: Map<string, () => Promise<unknown>>) {
  for (const id of ids) bus.set(id, returned(id));
  for (const id of ids) bus.set(id, wrapped(id));
}
export async function all(ids: string[]) {
  for (const id of ids) await returned(id)(); // expect: n-plus-one
  for (const id of ids) await load(id); // expect: n-plus-one
}

// case: a function that is handed over and called in place
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
function deferred(work: () => Promise<unknown>) {
  return async () => work();
}
export async function all(ids: string[]) {
  for (const id of ids) await deferred(async () => prisma.user.findFirst({ where: { id } }))(); // expect: n-plus-one
}

// case: a free slug for each element
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const exists = async (slug: string) => (await prisma.post.count({ where: { slug } })) > 0;
async function free(title: string) {
  let slug = title;
  for (let n = 1; await exists(slug); n++) slug = `${title}-${n}`;
  return slug;
}
export async function all(titles: string[]) {
  for (const title of titles) {
    let slug = title;
    let n = 1;
    while (await exists(slug)) slug = `${title}-${n++}`;
    await prisma.author.findFirst({ where: { title } }); // expect: n-plus-one
  }
  for (const title of titles) {
    let slug = title;
    for (let n = 1; ; n++) {
      const post = await prisma.post.findFirst({ where: { slug } });
      if (post === null) break;
      slug = `${title}-${n}`;
    }
  }
  for (const title of titles) await free(title);
  for (const title of titles) await exists(title); // expect: n-plus-one
}

// case: pages for each element are no search for a free name
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all(ids: string[]) {
  for (const id of ids) {
    let skip = 0;
    while (true) {
      const orders = await prisma.order.findMany({ where: { userId: id }, skip, take: 100 }); // expect: n-plus-one
      if (orders.length < 100) break;
      skip += 100;
    }
  }
}

// case: the table stands in the text
import { PrismaClient } from "@prisma/client";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import knex from "knex";
import { Pool } from "pg";
import postgres from "postgres";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
const prisma = new PrismaClient();
const db = knex({ client: "pg" });
export async function tables(names: string[], shown: { table: string }[], client: ReturnType<typeof postgres>) {
  const orm = drizzle(client);
  for (const name of names) await pool.query(`SELECT count(*) FROM "public"."${name}" WHERE seen`);
  for (const name of names) await pool.query("SELECT count(*) FROM " + name);
  for (const { table } of shown) await pool.query(`SELECT u.id FROM users u JOIN ${table} t ON t.id = u.id`);
  for (const one of shown) {
    const text = `SELECT count(*) FROM ${one.table}`;
    await pool.query(text);
  }
  for (const name of names) await client`SELECT count(*) FROM ${client(name)}`;
  for (const name of names) await orm.execute(sql`SELECT count(*) FROM ${sql.identifier(name)}`);
  for (const name of names) await orm.execute(sql.raw(`SELECT count(*) FROM ${name}`));
  for (const name of names) await prisma.$queryRawUnsafe(`SELECT count(*) FROM ${name}`);
  for (const name of names) await db.raw("SELECT count(*) FROM ?? WHERE id > ?", [name, 0]);
  for (const name of names) {
    const table = `app_${name}`;
    await db(table).count("*");
  }
}

// case: a value stands in the text
import knex from "knex";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
const db = knex({ client: "pg" });
export async function values(ids: string[], days: string[]) {
  for (const id of ids) await pool.query(`SELECT * FROM users WHERE id = ${id}`); // expect: n-plus-one
  for (const id of ids) await pool.query("SELECT * FROM users WHERE id = " + id); // expect: n-plus-one
  for (const day of days) await pool.query(`SELECT extract(epoch from ${day}) FROM days`); // expect: n-plus-one
  for (const id of ids) await pool.query(`SELECT * FROM users WHERE id IS DISTINCT FROM ${id}`); // expect: n-plus-one
  for (const id of ids) await db.raw("SELECT * FROM ?? WHERE id = ?", ["users", id]); // expect: n-plus-one
}

// case: the table is passed to a helper
// file: count.ts
import { Db } from "mongodb";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export const rows = async (table: string) => pool.query(`SELECT count(*) FROM ${table}`);
export const reported = async (table: string) => console.log(await rows(table));
export const ofUser = async (id: string) => pool.query(`SELECT count(*) FROM users WHERE id = '${id}'`);
export const documents = async (db: Db, name: string) => db.collection(name).countDocuments();
export const documentsOf = async (db: Db, name: string) => db.collection("users").countDocuments({ name });
// file: main.ts
import { Db } from "mongodb";
import { documents, documentsOf, ofUser, reported, rows } from "./count";
export async function all(db: Db, tables: string[], ids: string[]) {
  for (const table of tables) await rows(table);
  for (const table of tables) await reported(table);
  for (const table of tables) await documents(db, table);
  for (const id of ids) await ofUser(id); // expect: n-plus-one
  for (const id of ids) await documentsOf(db, id); // expect: n-plus-one
}

// case: a database for each tenant
// file: tenants.ts
import { PrismaClient } from "@prisma/client";
const clients = new Map<string, PrismaClient>();
const shared = new PrismaClient();
export function clientOf(tenant: string): PrismaClient {
  return clients.get(tenant) ?? new PrismaClient({ datasourceUrl: `postgres://db/${tenant}` });
}
export async function withTenant<T>(tenant: string, run: (db: PrismaClient) => Promise<T>): Promise<T> {
  const db = clientOf(tenant);
  return run(db);
}
export async function withShared<T>(label: string, run: (db: PrismaClient) => Promise<T>): Promise<T> {
  console.log(label);
  return run(shared);
}
export const usersIn = async (tenant: string) => withTenant(tenant, (db) => db.user.count());
export const userIn = async (id: string) => withShared(id, (db) => db.user.findFirst({ where: { id } }));
export async function ordersIn(tenant: string) {
  const db = clientOf(tenant);
  return db.order.count();
}
// file: main.ts
import { ordersIn, userIn, usersIn, withShared, withTenant } from "./tenants";
export async function all(tenants: string[], ids: string[]) {
  for (const tenant of tenants) await withTenant(tenant, (db) => db.user.count());
  for (const tenant of tenants) await withTenant(tenant, async (db) => { await db.user.count(); await db.order.count(); });
  for (const tenant of tenants) await usersIn(tenant);
  for (const tenant of tenants) await ordersIn(tenant);
  for (const id of ids) await withShared(id, (db) => db.user.findFirst({ where: { id } })); // expect: n-plus-one
  for (const id of ids) await userIn(id); // expect: n-plus-one
}

// case: a client that is passed along with the element
import { PrismaClient } from "@prisma/client";
async function load({ db, id }: { db: PrismaClient; id: string }) {
  return db.user.findFirst({ where: { id } });
}
async function loadOf(input: { db: PrismaClient; id: string }) {
  return input.db.user.findFirst({ where: { id: input.id } });
}
export async function all(db: PrismaClient, ids: string[]) {
  for (const id of ids) await load({ db, id }); // expect: n-plus-one
  for (const id of ids) await loadOf({ db, id }); // expect: n-plus-one
}

// case: an optional argument without which the function leaves early
// file: helper.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function compare(value: string, kind: string, member?: { account?: string }) {
  switch (kind) {
    case "member":
      if (!member?.account) return false;
      return (await pool.query("SELECT 1 FROM members WHERE account = $1 AND id = $2", [member.account, value])).rowCount === 1;
    default:
      return value === kind;
  }
}
// file: main.ts
import { compare } from "./helper";
export async function plain(conditions: { value: string; kind: string }[]) {
  for (const { value, kind } of conditions) if (!(await compare(value, kind))) return false;
  return true;
}
export async function ofMember(conditions: { value: string; kind: string }[], account: string) {
  const met: boolean[] = [];
  for (const { value, kind } of conditions) met.push(await compare(value, kind, { account })); // expect: n-plus-one
  return met;
}

// case: an aggregation that stores what it finds
import mongoose, { Schema } from "mongoose";
const Order = mongoose.model("Order", new Schema({}));
export async function store(shops: string[]) {
  for (const shop of shops) {
    const pipeline = [{ $match: { shop } }, { $out: `orders_${shop}` }];
    await Order.aggregate(pipeline).exec();
    await Order.aggregate([{ $match: { shop } }, { $merge: { into: "totals" } }]);
  }
}
export async function read(shops: string[]) {
  for (const shop of shops) await Order.aggregate([{ $match: { shop } }]).exec(); // expect: n-plus-one
}

// case: conditions that a callback adds to a builder, returned to nobody
import { Knex } from "knex";
export const matching = (filters: Record<string, string>) => (builder: Knex.QueryBuilder) => {
  Object.entries(filters).forEach(([column, value]) => {
    return builder.whereRaw("?? = ?", [column, value]);
  });
  Object.entries(filters).map(([column, value]) => builder.andWhere(column, value));
};
export async function each(knex: Knex, ids: string[]) {
  return Promise.all(ids.map((id) => knex("users").where({ id }).first())); // expect: n-plus-one
}

// case: a function that a package is told to start
// file: workflows.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function exportVideo(id: string) {
  return pool.query("SELECT * FROM videos WHERE id = $1", [id]);
}
// file: main.ts
import { start } from "workflow/api";
import pLimit from "p-limit";
import { exportVideo } from "./workflows";
const limit = pLimit(4);
export async function all(ids: string[]) {
  for (const id of ids) await start(exportVideo, [id]);
  return Promise.all(ids.map((id) => limit(exportVideo, id))); // expect: n-plus-one
}

// case: a variable that was looked through for the elements and is filled with what they give
import { Repository } from "typeorm";
export async function filled(text: string, templates: Repository<{ id: string; body: string }>) {
  const found = text.match(/\{\w+\}/g) ?? [];
  for (const mark of found) {
    const id = mark.slice(1, -1);
    const template = await templates.findOneBy({ id }); // expect: n-plus-one
    text = text.replace(mark, template?.body ?? "");
  }
  return text;
}
export async function pages(first: string, templates: Repository<{ id: string; after: string }>, most: number[]) {
  let next = first;
  for (const _ of most) {
    const page = await templates.findOneBy({ id: next });
    next = page?.after ?? "";
  }
}

// case: models that a decorator puts in, of types from a package that is not in sight
import { InjectModel } from "@nestjs/sequelize";
import { InjectRepository } from "@nestjs/typeorm";
import { InjectRedis } from "@nestjs-modules/ioredis";
import { Attachment, type UserRepository, type Cache } from "@acme/database";
export class Attachments {
  constructor(
    @InjectModel(Attachment) private readonly attachments: typeof Attachment,
    @InjectRepository(Attachment) private readonly users: UserRepository,
    @InjectRedis() private readonly cached: Cache,
    private readonly others: typeof Attachment,
  ) {}
  async all(ids: string[]) {
    for (const id of ids) {
      await this.attachments.findOne({ where: { id } }); // expect: n-plus-one
      await this.users.findOneBy({ id }); // expect: n-plus-one
      await this.cached.get(id); // expect: n-plus-one
      await this.others.findOne({ where: { id } });
    }
  }
}

// case: models of Objection whose base class a package makes
// file: models.ts
import { raw } from "objection";
import { getModel } from "@acme/postgres";
export class Base extends getModel() {}
export class User extends Base {
  static get tableName() {
    return "users";
  }
}
export class Plain extends Base {}
export const now = raw("now()");
// file: main.ts
import { Plain, User } from "./models";
export async function all(ids: string[], trx: unknown) {
  for (const id of ids) await User.query(trx).where({ id }).first(); // expect: n-plus-one
  for (const id of ids) await Plain.query(trx).where({ id }).first();
}

// case: collections of MongoDB that travel in a context
// file: client.ts
import { MongoClient } from "mongodb";
export const client = new MongoClient("mongodb://localhost", { waitQueueTimeoutMS: 1000 });
// file: main.js
export async function carts(context, ids) {
  const { collections: { Carts }, collections } = context;
  for (const id of ids) await Carts.findOne({ _id: id }); // expect: n-plus-one
  const { Orders } = collections;
  for (const id of ids) await Orders.find({ cart: id }).toArray(); // expect: n-plus-one
  for (const id of ids) await context.caches.Orders.findOne({ cart: id });
}

// case: a list that is filled in plain sight
// file: alternatives.ts
export function alternatives(wanted: { make?: string; color?: string }) {
  const queries: object[] = [];
  if (wanted.make) queries.push({ make: wanted.make });
  if (wanted.color) {
    queries.push({ color: wanted.color });
  }
  return queries;
}
export function each(makes: string[]) {
  const queries: object[] = [];
  for (const make of makes) queries.push({ make });
  return queries;
}
// file: main.ts
import { Repository } from "typeorm";
import { alternatives, each } from "./alternatives";
export async function search(cars: Repository<object>, makes: string[]) {
  for (const query of alternatives({ make: makes[0] })) await cars.find({ where: query });
  for (const query of each(makes)) await cars.find({ where: query }); // expect: n-plus-one
  const spread: object[] = [];
  spread.push(...makes.map((make) => ({ make })));
  for (const query of spread) await cars.find({ where: query }); // expect: n-plus-one
}

// case: maps and sets that stand in the code
// file: limits.ts
export const AllowedIntervals: Map<string, number> = new Map([
  ["card", 60],
  ["cash", 600],
]);
export const Names = new Set(["a", "b"]);
// file: main.ts
import { Repository } from "typeorm";
import { AllowedIntervals, Names } from "./limits";
export async function watch(payments: Repository<object>, rows: string[]) {
  for (const [method] of AllowedIntervals) await payments.findOne({ where: { method } });
  for (const name of Names) await payments.findOne({ where: { name } });
  const seen = new Set(["a"]);
  for (const row of rows) seen.add(row);
  for (const name of seen) await payments.findOne({ where: { name } }); // expect: n-plus-one
  for (const name of new Set(rows)) await payments.findOne({ where: { name } }); // expect: n-plus-one
  const held = new Map<string, number>();
  for (const row of rows) held.set(row, 1);
  for (const [name] of held) await payments.findOne({ where: { name } }); // expect: n-plus-one
}

// case: a program that reads a command line
import { Command } from "nest-commander";
import { Repository } from "typeorm";
@Command({ name: "sync" })
export class SyncCommand {
  constructor(private readonly users: Repository<{ id: string }>) {}
  async run(ids: string[]) {
    for (const id of ids) await this.users.findOneBy({ id });
  }
}

// case: a command by the decorator of a package of one's own
import { Command, Handler } from "@acme/kit";
import { Repository } from "typeorm";
export class SyncUsers {
  constructor(private readonly users: Repository<{ id: string }>) {}
  @Command({ command: "users:sync" })
  async run(ids: string[]) {
    for (const id of ids) await this.users.findOneBy({ id });
  }
}
// file: handler.ts
import { Handler } from "@acme/kit";
import { Repository } from "typeorm";
export class UsersHandler {
  constructor(private readonly users: Repository<{ id: string }>) {}
  @Handler({ command: "sync" })
  async run(ids: string[]) {
    for (const id of ids) await this.users.findOneBy({ id }); // expect: n-plus-one
  }
}

// case: a query that lies behind everything that the program sends
// file: client.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
const token = () => pool.query("SELECT token FROM accounts");
const legacy = () => token();
const credentials = () => legacy();
const authorised = () => credentials();
const request = () => authorised();
const limited = () => request();
const scheduled = () => limited();
const got = () => scheduled();
const asked = () => got();
export const search = (sku: string) => asked();
export const near = (sku: string) => legacy();
// file: main.ts
import { near, search } from "./client";
export async function all(skus: string[]) {
  for (const sku of skus) await search(sku);
  for (const sku of skus) await near(sku); // expect: n-plus-one
}

// case: a statement that goes on in other texts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
const condition = (text: string) => {
  let made = `WHERE ${text}`;
  if (/WHERE/.test(text)) made = ` ${text} `;
  return made;
};
export async function remove(keys: string[]) {
  for (const key of keys) {
    let sql = `DELETE FROM keys WHERE `;
    sql += "name = $1";
    sql = condition(sql);
    await pool.query(sql, [key]);
  }
}

// case: a collection of a database of which nothing is known
// file: client.ts
import { MongoClient } from "mongodb";
export const client = new MongoClient("mongodb://localhost", { waitQueueTimeoutMS: 1000 });
// file: main.js
import { getFirestore } from "firebase-admin/firestore";
export async function users(req, ids) {
  const { db } = req.app.locals;
  for (const id of ids) await db.collection("users").findOne({ _id: id }); // expect: n-plus-one
  const store = getFirestore();
  for (const id of ids) await store.collection("users").find({ id }).toArray();
}

// case: a container that is asked by a type argument
// file: container.ts
import { container } from "tsyringe";
import type { Files } from "./files";
export const services = { files: () => container.resolve<Files>("files") };
// file: files.ts
import { Model } from "mongoose";
export interface Files {
  byName(name: string): Promise<unknown>;
}
export class MongoFiles implements Files {
  constructor(private readonly files: Model<object>) {}
  byName(name: string) {
    return this.files.findOne({ name }).exec();
  }
}
// file: main.ts
import { services } from "./container";
export async function all(names: string[]) {
  for (const name of names) await services.files().byName(name); // expect: n-plus-one
}

// case: awaited calls with a type argument, of other servers and in one tick
import { Knex } from "knex";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function sizes(clients: { client: Knex; name: string }[], ids: string[], knex: Knex) {
  await Promise.all(
    clients.map(async ({ client, name }) => {
      const found = await client.raw<{ rows: [{ size: string }] }>("SELECT pg_database_size(?)", [name]);
      return found.rows[0];
    }),
  );
  for (const id of ids) {
    await knex.raw<{ rows: object[] }>("SELECT * FROM users WHERE id = ?", [id]); // expect: n-plus-one
  }
  return Promise.all(
    ids.map(async (id) => {
      const user = await prisma.user.findUnique<{ where: { id: string } }>({ where: { id } });
      return user;
    }),
  );
}

// case: a list that is one of constants when it is left out
import Redis from "ioredis";
export async function preload(redis: Redis, video: string, heights: number[] = [360, 480, 720], names: string[] = []) {
  for (const height of heights) await redis.get(`${video}:${height}`);
  for (const name of names) await redis.get(`${video}:${name}`); // expect: n-plus-one
}

// case: what changes the schema
import { type QueryInterface, Sequelize } from "sequelize";
export async function addKeys(queryInterface: QueryInterface, keys: { table: string; name: string }[]) {
  for (const { table, name } of keys) {
    await queryInterface.sequelize.query("SELECT 1 FROM pg_constraint WHERE conname = :name", { replacements: { name } });
    await queryInterface.addConstraint(table, { name });
  }
}
export async function names(sequelize: Sequelize, keys: string[]) {
  for (const name of keys) await sequelize.query("SELECT 1 FROM t WHERE name = :name", { replacements: { name } }); // expect: n-plus-one
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

// case: lists of a class, and results that are empty when there is nothing
import { Repository } from "typeorm";
export class Notifier {
  private static channels: { name: string }[] = [{ name: "mail" }, { name: "push" }];
  constructor(private readonly rows: Repository<{ id: string }>) {}
  async page(ids?: string[]) {
    if (!ids) return { count: 0, result: [] };
    const result = await this.rows.find();
    return { count: result.length, result };
  }
  async send(ids: string[]) {
    for (const channel of Notifier.channels) await this.rows.findOneBy({ id: channel.name });
    const found = await this.page(ids);
    for (const { id } of found.result) await this.rows.findOneBy({ id }); // expect: n-plus-one
  }
}

// case: a map that the function is passed and fills
import { Repository } from "typeorm";
type User = { email: string };
export async function users(rows: Repository<User>, emails: string[], known: Map<string, User>, fixed: Map<string, User>) {
  for (const email of emails) {
    let user: User | null | undefined = known.get(email);
    if (!user) {
      user = await rows.findOneBy({ email });
      if (user) known.set(email, user);
    }
  }
  for (const email of emails) {
    let owner: User | null | undefined = fixed.get(email);
    if (!owner) owner = await rows.findOneBy({ email }); // expect: n-plus-one
  }
}

// case: functions that are made for another database each
// file: users.ts
import { Knex } from "knex";
export const countUsersFactory =
  ({ db }: { db: Knex }) =>
  async (kind: string) => {
    const [row] = await db("users").where({ kind }).count();
    return row;
  };
// file: main.ts
import { Knex } from "knex";
import { countUsersFactory } from "./users";
export async function all(main: Knex, regions: Knex[], kinds: string[]) {
  for (const client of [main, ...regions]) {
    const countUsers = countUsersFactory({ db: client });
    await countUsers("guest");
  }
  await Promise.all(regions.map((db) => countUsersFactory({ db })("guest")));
  for (const kind of kinds) {
    const countUsers = countUsersFactory({ db: main });
    await countUsers(kind); // expect: n-plus-one
  }
}

// case: the options say what a text does that is put together elsewhere
// file: finder.ts
import { QueryTypes, Sequelize } from "sequelize";
export class Finder {
  protected text = "";
  constructor(protected readonly sequelize: Sequelize) {}
  protected async rows(nest: boolean) {
    const options = { nest, type: QueryTypes.SELECT as QueryTypes.SELECT };
    return this.sequelize.query(this.text, options);
  }
  protected async put() {
    return this.sequelize.query(this.text, { type: QueryTypes.INSERT });
  }
}
// file: films.ts
import { Finder } from "./finder";
export class Films extends Finder {
  async one(id: string) {
    this.text = build(id);
    const [film] = await this.rows(true);
    return film;
  }
  async add(id: string) {
    this.text = build(id);
    return this.put();
  }
}
function build(id: string) {
  return [id].join();
}
// file: main.ts
import { Films } from "./films";
export async function all(films: Films, ids: string[]) {
  for (const id of ids) await films.one(id); // expect: n-plus-one
  for (const id of ids) await films.add(id);
}
