// Shapes that backends of the sixth evaluation showed, each beside its neighbour that is right as it is.

// case: bluebird gives every method a twin that gives a promise
// file: redis.js
const bluebird = require("bluebird");
const redis = require("redis");
bluebird.promisifyAll(redis.RedisClient.prototype);
const client = redis.createClient();
exports.sessions = async (ids) => {
  const out = [];
  for (const id of ids) out.push(await client.hgetallAsync(`session:${id}`)); // expect: n-plus-one
  return out;
};
exports.together = async (ids) => {
  const pipeline = client.multi();
  for (const id of ids) pipeline.hgetall(`session:${id}`);
  return pipeline.execAsync();
};
// file: users.js
const Promise = require("bluebird");
const mongoose = require("mongoose");
Promise.promisifyAll(mongoose);
const User = mongoose.model("User", new mongoose.Schema({ name: String }));
exports.users = async (names) => {
  for (const name of names) await User.findOneAsync({ name }); // expect: n-plus-one
  for (const name of names) await User.findOne({ name }).execAsync(); // expect: n-plus-one
  return User.findAsync({ name: { $in: names } });
};

// case: a turn that takes the next number reads other things, too
// file: orders.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function nextNumber(shopId: string) {
  const last = await prisma.order.findFirst({ where: { shopId }, orderBy: { number: "desc" } });
  return (last?.number ?? 0) + 1;
}
export async function placeOrder(shopId: string, line: { sku: string; amount: number }) {
  const number = await nextNumber(shopId);
  return prisma.order.create({ data: { shopId, number, amount: line.amount } });
}
export async function placeKnown(shopId: string, line: { sku: string; amount: number }) {
  const number = await nextNumber(shopId);
  const article = await prisma.article.findFirst({ where: { sku: line.sku } });
  return prisma.order.create({ data: { shopId, number, articleId: article?.id } });
}
// file: import.ts
import { placeKnown, placeOrder } from "./orders";
export async function placeAll(shopId: string, lines: { sku: string; amount: number }[]) {
  for (const line of lines) await placeOrder(shopId, line);
  for (const line of lines) await placeKnown(shopId, line); // expect: n-plus-one
}

// case: what a library goes through or looks at is not called
import _ from "lodash";
import { Sequelize } from "sequelize";
const sequelize = new Sequelize("postgres://localhost/shop");
const Stop = sequelize.define("Stop", {});
declare function publish(stop: unknown): void;
export function remove(journey: { destroy(): Promise<void>; id: string }) {
  return sequelize
    .transaction(() => journey.destroy().then(() => Stop.findAll({ where: { journeyId: journey.id } })))
    .then((stops) => {
      _.map(stops, (stop) => publish(stop));
    });
}
const load = (id: string) => Stop.findByPk(id);
export function check(ids: string[]) {
  for (const id of ids) if (_.isFunction(load)) publish(id);
  return Promise.all(_.map(ids, load)); // expect: n-plus-one
}

// case: a client for each tenant, kept under a name that is known when the program runs
// file: clients.ts
import { createClient } from "redis";
const clients = {};
export default function (tenant: string) {
  if (!clients[tenant]) {
    clients[tenant] = createClient({ url: tenant });
    clients[tenant].on("error", () => {
      clients[tenant] = null;
    });
  }
  return clients[tenant];
}
// file: titles.ts
const titles = {};
export default function (tenant: string) {
  titles[tenant] = { get: (key: string) => `${tenant} ${key}` };
  return titles[tenant];
}
// file: read.ts
import clientOf from "./clients";
import titlesOf from "./titles";
export async function read(tenant: string, keys: string[]) {
  const client = clientOf(tenant);
  const titles = titlesOf(tenant);
  for (const key of keys) await client.get(key); // expect: n-plus-one
  for (const key of keys) await titles.get(key);
}

// case: a wrapper that clears the session before each statement asks no rows by that
// file: db.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function query(sql: string, values: unknown[]) {
  const client = await pool.connect();
  try {
    if (process.env.BOUNCED) await client.query("DEALLOCATE ALL");
    return await client.query(sql, values);
  } finally {
    client.release();
  }
}
// file: users.ts
import { query } from "./db";
export async function ban(ids: string[], slots: string[]) {
  for (const id of ids) await query("UPDATE users SET banned = true, rank = $2 WHERE id = $1", [id, id.length]);
  for (const slot of slots) await query(`SELECT pg_drop_replication_slot('${slot}')`, []);
  for (const id of ids) {
    await query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  }
}

// case: Redis over HTTP, one request for each key or one for all
// file: store.ts
import { Redis } from "@upstash/redis";
export const store = new Redis({ url: "https://store", token: "secret" });
export const ofPlace = Redis.fromEnv();
// file: read.ts
import { kv } from "@vercel/kv";
import { ofPlace, store } from "./store";
export async function read(keys: string[]) {
  for (const key of keys) await store.hgetall(key); // expect: n-plus-one
  for (const key of keys) await ofPlace.get(key); // expect: n-plus-one
  for (const key of keys) await kv.smembers(key); // expect: n-plus-one
  const pipeline = store.pipeline();
  for (const key of keys) pipeline.hgetall(key);
  return [await pipeline.exec(), await kv.mget(...keys)];
}

// case: a loop that gives a failure back asks about each of the others
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function rejection(reason: string, context: unknown): { reason: string };
declare function found(id: string): { id: string };
class NotAllowedError extends Error {}
export async function check(ids: string[], slugs: string[]) {
  for (const id of ids) {
    const places = await prisma.place.findMany({ where: { id } }); // expect: n-plus-one
    const isFull = places.length > 3;
    if (isFull || id === "") return rejection("no place is left", { id });
  }
  for (const id of ids) {
    const rights = await prisma.right.findMany({ where: { id } }); // expect: n-plus-one
    if (rights.some((right) => right.denied)) return new NotAllowedError(id);
  }
  for (const slug of slugs) {
    const pages = await prisma.page.findMany({ where: { slug } });
    const isFull = pages.length > 3;
    if (isFull) return found(slug);
  }
  return undefined;
}

// case: an insert that a text goes on with writes
import knexFactory from "knex";
const knex = knexFactory({ client: "pg" });
async function keep(row: { id: string }) {
  const text = "? ON CONFLICT (id) DO UPDATE SET seen = now() RETURNING *";
  const { rows } = await knex.raw(text, [knex("visits").insert(row)]);
  return rows[0];
}
export async function all(visits: { id: string }[]) {
  for (const visit of visits) await keep(visit);
  for (const { id } of visits) {
    await knex.raw("SELECT * FROM old_visits WHERE id = ?", [id]); // expect: n-plus-one
  }
}

// case: the service by which Nest hands out clients of Redis
import { Injectable } from "@nestjs/common";
import { RedisService } from "nestjs-redis";
@Injectable()
export class Presence {
  constructor(private readonly redisService: RedisService) {}
  async socketsOf(users: string[]) {
    const client = this.redisService.getClient();
    const pipeline = client.pipeline();
    for (const user of users) pipeline.exists(user);
    await pipeline.exec();
    return Promise.all(users.map(async (user) => client.smembers(user))); // expect: n-plus-one
  }
}

// case: an object that is given what others are asked for has no keys in the code
// file: lists.ts
import { Pool } from "pg";
export const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function listsOf(servers: string[]) {
  const lists = {};
  for (const server of servers) Object.assign(lists, { [server]: await fetch(server) });
  return lists;
}
export function kindsOf() {
  const kinds = { small: 1, large: 2 };
  return kinds;
}
// file: update.ts
import { kindsOf, listsOf, pool } from "./lists";
export async function update(servers: string[]) {
  const lists = await listsOf(servers);
  const kinds = kindsOf();
  for (const name of Object.keys(lists)) {
    await pool.query("SELECT * FROM servers WHERE name = $1", [name]); // expect: n-plus-one
  }
  for (const kind of Object.keys(kinds)) {
    await pool.query("SELECT * FROM servers WHERE kind = $1", [kind]);
  }
}

// case: a function in an object of options runs where the function that takes it calls it, or hands it on
// file: db.ts
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import * as schema from "./schema";
export type Db = NodePgDatabase<typeof schema>;
export const db: Db = drizzle(new Pool({ connectionTimeoutMillis: 1000, max: 4 }), { schema });
type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];
interface Work<T> {
  execute: (tx: Tx) => Promise<T>;
  label?: string;
}
async function explained<T>(run: () => Promise<T>): Promise<T> {
  return await run();
}
export class Transactions {
  async within<T>({ execute, label }: Work<T>): Promise<T> {
    return explained(async () => db.transaction(execute));
  }
  async of<T>(work: Work<T>): Promise<T> {
    return db.transaction((tx) => work.execute(tx));
  }
  plans: Work<unknown>[] = [];
  plan(work: Work<unknown>) {
    this.plans.push(work);
  }
  onLeave({ execute }: Work<unknown>) {
    process.on("exit", () => db.transaction(execute));
  }
}
// file: schema.ts
import { integer, pgTable } from "drizzle-orm/pg-core";
export const orders = pgTable("orders", { id: integer() });
// file: orders.ts
import { eq } from "drizzle-orm";
import type { Transactions } from "./db";
import { orders } from "./schema";
export class Orders {
  constructor(private readonly transactions: Transactions) {}
  private async settle(id: number) {
    return this.transactions.within({
      execute: async (tx) => tx.query.orders.findFirst({ where: eq(orders.id, id) }),
    });
  }
  private async check(id: number) {
    return this.transactions.of({
      execute: async (tx) => tx.query.orders.findFirst({ where: eq(orders.id, id) }),
    });
  }
  private later(id: number) {
    this.transactions.plan({
      execute: async (tx) => tx.query.orders.findFirst({ where: eq(orders.id, id) }),
    });
    this.transactions.onLeave({
      execute: async (tx) => tx.query.orders.findFirst({ where: eq(orders.id, id) }),
    });
  }
  async all(ids: number[]) {
    for (const id of ids) await this.settle(id); // expect: n-plus-one
    for (const id of ids) await this.check(id); // expect: n-plus-one
    for (const id of ids) this.later(id);
  }
}

// case: what a test passes says nothing of what others do
// file: orders.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000, max: 4 });
export async function load(payload) {
  for (const id of payload.ids) {
    await pool.query("SELECT * FROM orders WHERE id = $1", [id]); // expect: n-plus-one
  }
}
export async function loadKinds(payload) {
  for (const kind of payload.kinds) await pool.query("SELECT * FROM kinds WHERE name = $1", [kind]);
}
export async function loadAny(payload) {
  for (const id of payload.ids) {
    await pool.query("SELECT * FROM others WHERE id = $1", [id]); // expect: n-plus-one
  }
}
// file: routes.ts
import { load, loadAny, loadKinds } from "./orders";
export const post = async (req) => {
  await loadKinds({ kinds: ["open", "closed"] });
  await loadAny({ ids: [1] });
  await loadAny(req.body);
  return await load(req.body);
};
// file: tests/orders.ts
import { load } from "../orders";
export const works = async () => await load({ ids: [1] });

// case: lists in the code, two keys deep
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000, max: 4 });
export class Guard {
  private readonly needed = {
    read: { avatar: [["user", "read"]], page: [["page", "read"], ["file", "read"]] },
    write: { avatar: [], page: [["page", "write"]] },
  };
  private readonly seen = { read: { avatar: [], page: [] }, write: { avatar: [], page: [] } };
  note(action: string, kind: string, id: string) {
    this.seen[action][kind].push(id);
  }
  async allows(action: string, kind: string) {
    const needed = this.needed[action][kind];
    for (const [model] of needed) await pool.query("SELECT * FROM rights WHERE model = $1", [model]);
    for (const id of this.seen[action][kind]) {
      await pool.query("SELECT * FROM rows WHERE id = $1", [id]); // expect: n-plus-one
    }
  }
}

// case: the turns of a loop that waits for none of them start in one tick, whatever was awaited before
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function mirror(id: number) {
  const row = await prisma.entry.findUnique({ where: { id } });
  await fetch("https://mirror", { method: "POST", body: JSON.stringify(row), signal: AbortSignal.timeout(500) });
}
async function look(id: number) {
  await fetch("https://mirror", { signal: AbortSignal.timeout(500) });
  return await prisma.entry.findUnique({ where: { id } });
}
export async function buy(kind: string) {
  const made = await prisma.entry.findMany({ where: { kind } });
  for (const { id } of made) void mirror(id).catch(console.error);
  for (const { id } of made) void look(id); // expect: n-plus-one
  for (const { id } of made) await mirror(id); // expect: n-plus-one
}

// case: a long job asks in each turn whether it is still its own
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000, max: 4 });
const assertStillOwned = (job: string) => pool.query("SELECT owner FROM jobs WHERE id = $1", [job]);
const isCancelRequested = (job: string) => pool.query("SELECT cancel FROM jobs WHERE id = $1", [job]);
const assertAllowed = (job: string) => pool.query("SELECT rights FROM jobs WHERE id = $1", [job]);
export async function run(job: string, rows: string[]) {
  for (const row of rows) {
    await assertStillOwned(job);
    await isCancelRequested(job);
    await assertAllowed(job); // expect: n-plus-one
    console.log(row);
  }
}

// case: a file that the configuration names is a part of it, also where it stands in for another
import { readFileSync } from "node:fs";
import { ConfigService } from "@nestjs/config";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class Accounts {
  constructor(private readonly configService: ConfigService) {}
  async onModuleInit() {
    let accounts = this.configService.get<{ name: string }[]>("accounts");
    const path = this.configService.get("path");
    if (path) accounts = JSON.parse(readFileSync(path, "utf8"));
    for (const { name } of accounts) await prisma.account.findFirst({ where: { name } });
  }
  async load(path: string) {
    let accounts = this.configService.get<{ name: string }[]>("accounts");
    if (path) accounts = JSON.parse(readFileSync(path, "utf8"));
    for (const { name } of accounts) {
      await prisma.account.findFirst({ where: { name } }); // expect: n-plus-one
    }
  }
}
