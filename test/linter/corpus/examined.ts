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
  for (const user of users) await one(texts.TOUCH, user.id);
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
