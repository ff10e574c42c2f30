// What programs showed that somebody wrote as an examiner would: caches that keep and caches that do not, and their neighbours.

// case: a function that a package memoises, as an export
// file: tags.js
const _ = require("lodash");
const { Tag } = require("./models");
exports.titleOf = _.memoize(async (slug) => (await Tag.findOne({ slug }).lean())?.title);
exports.plainTitleOf = async (slug) => (await Tag.findOne({ slug }).lean())?.title;
// file: models.js
const mongoose = require("mongoose");
exports.Tag = mongoose.model("Tag", new mongoose.Schema({ slug: String }));
// file: main.js
const { titleOf, plainTitleOf } = require("./tags");
exports.titles = async (posts) => {
  for (const post of posts) post.title = await titleOf(post.tag);
  for (const post of posts) post.plain = await plainTitleOf(post.tag); // expect: n-plus-one
};

// case: a field or an object that is filled by way of a variable
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000, statement_timeout: 5000 });
class Zones {
  private table: Map<string, number> | null = null;
  private last: string | null = null;
  async zoneOf(zip: string) {
    if (this.table === null) {
      const { rows } = await pool.query("SELECT prefix, zone FROM zones");
      this.table = new Map(rows.map((row) => [row.prefix, row.zone]));
    }
    return this.table.get(zip);
  }
  async areaOf(zip: string) {
    if (this.last === null) {
      const { rows } = await pool.query("SELECT area FROM areas WHERE zip = $1", [zip]);
      return rows[0];
    }
    return this.last;
  }
}
export async function partners(zones: Zones, bookings: { zip: string; partner: string }[]) {
  const names: Record<string, string> = {};
  for (const { partner } of bookings) {
    if (!(partner in names)) {
      const found = await pool.query("SELECT name FROM partners WHERE id = $1", [partner]);
      names[partner] = found.rows[0].name;
    }
  }
  for (const { partner } of bookings) {
    if (!(partner in bookings)) {
      const found = await pool.query("SELECT name FROM partners WHERE id = $1", [partner]); // expect: n-plus-one
      names[partner] = found.rows[0].name;
    }
  }
  for (const { zip } of bookings) await zones.zoneOf(zip);
  for (const { zip } of bookings) await zones.areaOf(zip); // expect: n-plus-one
}

// case: Redis before the database, and Redis that counts
// file: remember.ts
import Redis from "ioredis";
export const redis = new Redis({ commandTimeout: 1000 });
export async function remember<T>(key: string, produce: () => Promise<T>): Promise<T> {
  const found = await redis.get(key);
  if (found !== null) return JSON.parse(found) as T;
  const fresh = await produce();
  await redis.set(key, JSON.stringify(fresh), "EX", 60);
  return fresh;
}
export async function countUp(key: string) {
  const count = await redis.get(key);
  if (count === "0") return false;
  await redis.set(key, Number(count) - 1);
  return true;
}
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { countUp, remember } from "./remember";
const prisma = new PrismaClient();
const shopOf = (id: string) => remember(`shop:${id}`, () => prisma.shop.findFirst({ where: { id } }));
export async function offers() {
  const all = await prisma.offer.findMany();
  for (const offer of all) await shopOf(offer.shopId);
  for (const offer of all) await countUp(offer.id); // expect: n-plus-one
}

// case: caches that keep nothing
// file: rates.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000, statement_timeout: 5000 });
const cache = new Map<string, number>();
const filled = new Map<string, number>();
export async function rateOf(code: string) {
  if (cache.has(code)) return cache.get(code);
  const { rows } = await pool.query("SELECT rate FROM rates WHERE code = $1", [code]);
  return rows[0].rate as number;
}
export async function keptRateOf(code: string) {
  if (filled.has(code)) return filled.get(code);
  const { rows } = await pool.query("SELECT rate FROM rates WHERE code = $1", [code]);
  filled.set(code, rows[0].rate);
  return rows[0].rate as number;
}
function cached<T>(key: string, load: () => Promise<T>) {
  console.debug("load", key);
  return load();
}
export const teamOf = (id: string) => cached(id, () => pool.query("SELECT * FROM teams WHERE id = $1", [id]));
// file: main.ts
import { keptRateOf, rateOf, teamOf } from "./rates";
export async function total(items: { currency: string; team: string }[]) {
  for (const item of items) await rateOf(item.currency); // expect: n-plus-one
  for (const item of items) await keptRateOf(item.currency);
  for (const item of items) await teamOf(item.team); // expect: n-plus-one
}

// case: a connection that is told the schema of a tenant
import { Pool, type PoolClient } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000, statement_timeout: 5000 });
async function withSchema<T>(schema: string, ask: (client: PoolClient) => Promise<T>) {
  const client = await pool.connect();
  try {
    await client.query(`SET search_path TO "${schema}"`);
    return await ask(client);
  } finally {
    client.release();
  }
}
async function withClient<T>(name: string, ask: (client: PoolClient) => Promise<T>) {
  const client = await pool.connect();
  try {
    console.debug(name);
    return await ask(client);
  } finally {
    client.release();
  }
}
export async function report() {
  const { rows } = await pool.query("SELECT name FROM tenants");
  for (const { name } of rows) await withSchema(name, (client) => client.query("SELECT count(*) FROM orders"));
  for (const { name } of rows)
    await withClient(name, (client) => client.query("SELECT count(*) FROM orders WHERE tenant = $1", [name])); // expect: n-plus-one
}

// case: SQL text from everything that a file exports
// file: texts/users.ts
export const LAST_LOGIN = "SELECT max(at) AS at FROM logins WHERE user_id = $1";
export const TOUCH = "UPDATE users SET seen = now() WHERE id = $1";
// file: texts/index.ts
export * from "./users";
// file: db.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000, statement_timeout: 5000 });
export const one = async (text: string, ...values: unknown[]) => (await pool.query(text, values)).rows[0];
// file: main.ts
import { one } from "./db";
import * as texts from "./texts";
export async function logins(users: { id: number }[]) {
  for (const user of users) await one(texts.LAST_LOGIN, user.id); // expect: n-plus-one
  for (const user of users) await one(texts.TOUCH, user.id); // expect: write-in-loop
}

// case: a row whose class declares nothing
// file: user.js
import pool from "./pool.js";
export class User {
  constructor(row) {
    Object.assign(this, row);
  }
  static async all() {
    const [rows] = await pool.query("SELECT * FROM users");
    return rows.map((row) => new User(row));
  }
  async posts() {
    const [rows] = await pool.execute("SELECT * FROM posts WHERE user_id = ?", [this.id]);
    return rows;
  }
}
// file: pool.js
import mysql from "mysql2/promise";
export default mysql.createPool({ connectTimeout: 5000, waitForConnections: false });
// file: main.js
import { User } from "./user.js";
export async function index() {
  for (const user of await User.all()) await user.posts(); // expect: n-plus-one
}

// case: a list that goes through operators of rxjs
import { EMPTY, from, mergeMap, Subject, toArray } from "rxjs";
import type { DataSource } from "typeorm";
import { Meter } from "./meter";
export const load = (source: DataSource, ids: number[]) =>
  from(ids).pipe(
    mergeMap((id) => source.getRepository(Meter).findOne({ where: { id } })), // expect: n-plus-one
    toArray(),
  );
const asked = new Subject<number>();
export const listen = (source: DataSource) =>
  asked.pipe(mergeMap((id) => source.getRepository(Meter).findOne({ where: { id } }) ?? EMPTY));
// file: meter.ts
import { Entity, PrimaryGeneratedColumn } from "typeorm";
@Entity()
export class Meter {
  @PrimaryGeneratedColumn() id!: number;
}

// case: what only a command line imports from its folder of commands
// file: src/cli.ts
import { Command } from "commander";
import { fix } from "./commands/fix";
import { repair } from "./repair";
new Command().command("fix").action(async () => {
  await fix();
  await repair();
});
// file: src/commands/fix.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function fix() {
  for (const user of await prisma.user.findMany()) await prisma.order.count({ where: { userId: user.id } });
}
// file: src/repair.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function repair() {
  for (const user of await prisma.user.findMany()) await prisma.order.count({ where: { userId: user.id } }); // expect: n-plus-one
}

// case: typed tags at the end of a function, a condition, an assignment
import postgres from "postgres";
const sql = postgres({ connect_timeout: 5 }); // expect: pool-acquire-timeout
interface Row {
  id: number;
}
const reviewsOf = (id: number) => sql<Row[]>`select id from reviews where product = ${id}`;
const starsOf = (id: number) => sql<Row[]>`select id from stars where product = ${id}`.then((rows) => rows.length);
const touch = (id: number) => sql<Row[]>`update products set seen = now() where id = ${id} returning id`;
export async function load(products: Row[], known: Map<number, Row[]>) {
  for (const product of products) await reviewsOf(product.id); // expect: n-plus-one
  for (const product of products) await starsOf(product.id); // expect: n-plus-one
  for (const product of products) await touch(product.id); // expect: write-in-loop
  await Promise.all(products.map((product) => sql<Row[]>`select id from a where product = ${product.id}`)); // expect: n-plus-one
  await Promise.all(products.map(async (product) => (await sql<Row[]>`select id from a where id = ${product.id}`)[0])); // expect: n-plus-one
  let rows: readonly Row[] = [];
  for (const product of products) rows = await sql<Row[]>`select id from b where product = ${product.id}`; // expect: n-plus-one
  for (const product of products) {
    rows = known.get(product.id) ?? (await sql<Row[]>`select id from c where product = ${product.id}`);
    const found = product.id > 1 ? [] : await sql<Row[]>`select id from d where product = ${product.id}`; // expect: n-plus-one
    console.log(found);
  }
  return rows.length;
}

// case: a state from outside, the field of a class, what is passed
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000, statement_timeout: 5000 });
const state: { at: number; flags: Map<string, boolean> | null } = { at: 0, flags: null };
async function flags() {
  if (!state.flags || Date.now() - state.at > 60_000) {
    const { rows } = await pool.query("SELECT name, active FROM flags");
    state.flags = new Map(rows.map((row) => [row.name, row.active]));
    state.at = Date.now();
  }
  return state.flags;
}
class Countries {
  private static byCode: Record<string, string> = {};
  static async nameOf(code: string) {
    if (!Countries.byCode[code]) {
      const { rows } = await pool.query("SELECT name FROM countries WHERE code = $1", [code]);
      Countries.byCode[code] = rows[0].name;
    }
    return Countries.byCode[code];
  }
}
interface Entry {
  flag: string;
  country: string;
  name?: string;
}
async function fill(entry: Entry) {
  if (!entry.name) {
    const { rows } = await pool.query("SELECT name FROM countries WHERE code = $1", [entry.country]);
    entry.name = rows[0].name;
  }
  return entry;
}
export async function menu(entries: Entry[]) {
  for (const entry of entries) (await flags()).get(entry.flag);
  for (const entry of entries) await Countries.nameOf(entry.country);
  for (const entry of entries) await fill(entry); // expect: n-plus-one
}

// case: a limiter runs what it is given, and a scheduler later
import Bottleneck from "bottleneck";
import { scheduleJob } from "node-schedule";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000, statement_timeout: 5000 });
const limiter = new Bottleneck({ maxConcurrent: 3 });
const ownerOf = async (id: string) => (await pool.query("SELECT * FROM owners WHERE id = $1", [id])).rows[0];
export async function owners(ids: string[]) {
  await Promise.all(ids.map((id) => limiter.schedule(() => ownerOf(id)))); // expect: n-plus-one
  await Array.fromAsync(ids, (id) => ownerOf(id)); // expect: n-plus-one
  for (const id of ids) scheduleJob("0 1 * * *", () => ownerOf(id));
}

// case: pools of servers and schemas of tenants beside one pool
import knex from "knex";
import mysql, { type Pool } from "mysql2/promise";
const shards: Pool[] = [];
for (let index = 0; index < 8; index++)
  shards.push(mysql.createPool({ host: `shard${index}`, connectTimeout: 5000, waitForConnections: false }));
const db = knex({ client: "pg", acquireConnectionTimeout: 5000, connection: { statement_timeout: 5000 } });
export async function totals(users: string[]) {
  for (const shard of shards) await shard.query("SELECT count(*) FROM users");
  for (const schema of await db("tenants").pluck("schema")) await db.withSchema(schema).from("orders").first();
  for (const user of users) await shards[0].query("SELECT count(*) FROM orders WHERE user = ?", [user]); // expect: n-plus-one
  for (const user of users) await db.withSchema("shop").from("orders").where({ user }).first(); // expect: n-plus-one
}

// case: what yargs finds in a folder
// file: src/tasks/audit.js
const { db } = require("../db");
exports.command = "audit";
exports.handler = async () => {
  for (const user of await db.collection("users").find().toArray())
    await db.collection("logins").countDocuments({ user: user._id });
};
// file: src/tasks/report.js
const { db } = require("../db");
exports.handler = async () => {
  for (const user of await db.collection("users").find().toArray())
    await db.collection("logins").countDocuments({ user: user._id }); // expect: n-plus-one
};
// file: src/db.js
const { MongoClient } = require("mongodb");
exports.db = new MongoClient("mongodb://db", { serverSelectionTimeoutMS: 5000, waitQueueTimeoutMS: 5000, socketTimeoutMS: 5000 }).db();

// case: classes that a decorator of the program registers, and rows that one describes
// file: registry.ts
export interface Rule {
  code: string;
  check(order: string): Promise<boolean>;
}
const rules: Rule[] = [];
export const RegisterRule = () => (made: new () => Rule) => {
  rules.push(new made());
};
export const allRules = () => rules;
// file: stock.ts
import { pool } from "./pool";
import { RegisterRule, type Rule } from "./registry";
@RegisterRule()
export class StockRule implements Rule {
  code = "stock";
  async check(order: string) {
    return (await pool.query("SELECT 1 FROM shortages WHERE order_id = $1", [order])).rows.length > 0;
  }
}
// file: pool.ts
import { Pool } from "pg";
export const pool = new Pool({ connectionTimeoutMillis: 5000, statement_timeout: 5000 });
// file: described.ts
export const Described = (table: string) => (made: unknown) => console.debug(table, made);
// file: order.ts
import { Described } from "./described";
import { pool } from "./pool";
@Described("orders")
export class Order {
  constructor(readonly code: string) {}
  async lines() {
    return (await pool.query("SELECT * FROM lines WHERE code = $1", [this.code])).rows;
  }
}
// file: main.ts
import type { Order } from "./order";
import { allRules } from "./registry";
import "./stock";
export async function validate(order: string) {
  for (const rule of allRules()) await rule.check(order);
}
export async function lines(orders: Order[]) {
  for (const order of orders) await order.lines(); // expect: n-plus-one
}

// case: rows that a connection shows for whom it is told, and another database of the same connection
import { PrismaClient } from "@prisma/client";
import mongoose from "mongoose";
const prisma = new PrismaClient();
const withOrg = <T>(org: string, ask: (tx: PrismaClient) => Promise<T>) =>
  prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('app.org', ${org}, true)`;
    return ask(tx);
  });
export async function stats() {
  for (const { id } of await prisma.org.findMany()) await withOrg(id, (tx) => tx.invoice.count());
  for (const { id } of await prisma.org.findMany()) await withOrg("all", (tx) => tx.invoice.count({ where: { org: id } })); // expect: n-plus-one
  for (const { name } of await prisma.org.findMany()) {
    const db = mongoose.connection.useDb(name, { useCache: true });
    await db.model("Doc").countDocuments();
  }
  const shared = mongoose.connection.useDb("shared");
  for (const { name } of await prisma.org.findMany()) await shared.model("Doc").countDocuments({ name }); // expect: n-plus-one
}

// case: lists of an object that the environment fills, of injected options, of a file beside the program
// file: env.ts
const list = (text: string | undefined) => (text ?? "").split(",").filter(Boolean);
export const env = { admins: list(process.env.ADMINS), watchers: [] as string[] };
export function watch(name: string) {
  env.watchers = [...env.watchers, name];
}
// file: regions.ts
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
const file = fileURLToPath(new URL("./regions.json", import.meta.url));
export const regions = JSON.parse(readFileSync(file, "utf8"));
export const uploaded = (path: string) => JSON.parse(readFileSync(path, "utf8"));
// file: main.ts
import { Inject, Injectable } from "@nestjs/common";
import { PrismaClient } from "@prisma/client";
import { env } from "./env";
import { regions, uploaded } from "./regions";
const prisma = new PrismaClient();
@Injectable()
export class WatchService {
  constructor(
    @Inject("OPTIONS") private readonly options: { queues: string[] },
    private readonly page: { queues: string[] },
  ) {}
  async counts(path: string) {
    for (const email of env.admins) await prisma.user.findFirst({ where: { email } });
    for (const email of env.watchers) await prisma.user.findFirst({ where: { email } }); // expect: n-plus-one
    for (const region of regions) await prisma.node.count({ where: { region } });
    for (const region of uploaded(path)) await prisma.node.count({ where: { region } }); // expect: n-plus-one
    for (const queue of this.options.queues) await prisma.job.count({ where: { queue } });
    for (const queue of this.page.queues) await prisma.job.count({ where: { queue } }); // expect: n-plus-one
  }
}

// case: what had its turn already, and what stands behind the loop that goes on
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000, statement_timeout: 5000 });
const weigh = async (stamp: number) => (await pool.query("SELECT weight FROM stats WHERE stamp = $1", [stamp])).rows[0];
export async function load(orders: { id: number; lines: { sku: string }[] }[], stamps: number[]) {
  const existing: Record<number, unknown> = {};
  for (const stamp of stamps) {
    if (existing[stamp] !== undefined) continue;
    const stat = await weigh(stamp); // expect: n-plus-one
    existing[stamp] = stat;
  }
  const bySku = new Map<string, { sku: string }>();
  for (const order of orders) {
    for (const line of order.lines) {
      const before = bySku.get(line.sku);
      if (before) continue;
      bySku.set(line.sku, line);
    }
    await weigh(order.id); // expect: n-plus-one
  }
}
