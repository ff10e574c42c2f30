// More shapes: those that are right as they are beside their neighbours that are not, and more ways to a query.

// case: a loop over what a query of TypeORM gives, and a relation asked for with it
import type { Repository } from "typeorm";
declare const users: Repository<{ id: number }>;
declare const posts: Repository<{ id: number; userId: number }>;
export async function load() {
  for (const user of await users.find()) {
    await posts.findBy({ userId: user.id }); // expect: n-plus-one
  }
  for (const user of await users.find({ relations: { posts: true } })) console.log(user);
}

// case: populate in a loop and populate in the query
import { model, Schema } from "mongoose";
const Post = model("Post", new Schema({}));
export async function load(ids: string[]) {
  for (const id of ids) await Post.findOne({ _id: id }).populate("author").lean().exec(); // expect: n-plus-one
  return Post.find({ _id: { $in: ids } }).populate("author").lean();
}

// case: mget at once and hget in a loop
import Redis from "ioredis";
const redis = new Redis({ commandTimeout: 1000 });
export async function load(keys: string[]) {
  const values = await redis.mget(keys);
  for (const key of keys) await redis.hget(key, "name"); // expect: n-plus-one
  return values;
}

// case: batchInsert of knex takes many rows
import { knex } from "knex";
const db = knex({ client: "pg" });
export async function add(rows: object[]) {
  await db.batchInsert("users", rows, 500);
  for (const row of rows) await db("users").insert(row); // expect: write-in-loop
}

// case: what a row is created with comes from the row before
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function add(names: string[]) {
  let parentId: string | null = null;
  for (const name of names) {
    const made: { id: string } = await prisma.folder.create({ data: { name, parentId } });
    parentId = made.id;
  }
}

// case: two queries at the same time, once
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function page(skip: number) {
  const [rows, count] = await Promise.all([prisma.user.findMany({ skip, take: 10 }), prisma.user.count()]);
  return { rows, count };
}

// case: tenants of the configuration, by an object in the code
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const limits = { free: 10, team: 100, company: 1000 };
export async function check() {
  for (const [plan, limit] of Object.entries(limits)) console.log(limit, await prisma.account.count({ where: { plan } }));
}

// case: rows grouped by an object made from data
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function check(rows: { plan: string }[]) {
  const byPlan: Record<string, object[]> = {};
  for (const row of rows) (byPlan[row.plan] ??= []).push(row);
  for (const plan of Object.keys(byPlan)) await prisma.account.count({ where: { plan } }); // expect: n-plus-one
}

// case: a join by text, once
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function load(ids: string[]) {
  const holes = ids.map((_, index) => `$${index + 1}`).join(", ");
  return pool.query(`SELECT * FROM users WHERE id IN (${holes})`, ids);
}

// case: chunks by splice and by slice
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  while (ids.length > 0) {
    const part = ids.splice(0, 100);
    await prisma.user.findMany({ where: { id: { in: part } } });
  }
}

// case: an own function that cuts into pieces
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
function* pieces<T>(list: T[], size: number) {
  for (let i = 0; i < list.length; i += size) yield list.slice(i, i + size);
}
export async function load(ids: string[]) {
  for (const some of pieces(ids, 100)) await prisma.user.findMany({ where: { id: { in: some } } });
}

// case: find of a helper that returns what is found first
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function domain(hosts: string[]) {
  for (const host of hosts) {
    const found = await prisma.domain.findFirst({ where: { host } });
    if (found !== null) return found;
  }
  return null;
}

// case: a free name is looked for by counting
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function slug(base: string) {
  for (let n = 1; ; n++) {
    const name = `${base}-${n}`;
    const taken = await prisma.page.findFirst({ where: { name } });
    if (taken === null) return name;
  }
}

// case: an interval that asks again and again
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
setInterval(async () => {
  await prisma.job.findMany({ where: { state: "waiting" } });
}, 1000);

// case: a worker that takes one job after another
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function work(stopped: () => boolean) {
  while (!stopped()) {
    const job = await prisma.job.findFirst({ where: { state: "waiting" } });
    if (job === null) await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

// case: rows of a file, read as they come
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(path: string) {
  for await (const line of createInterface({ input: createReadStream(path) })) {
    await prisma.user.findFirst({ where: { line } });
  }
}

// case: elements that are functions
export async function run(tasks: (() => Promise<void>)[]) {
  for (const task of tasks) await task();
}

// case: methods of a class that is called like a model
class User {
  static find(id: string) {
    return id;
  }
  static findOne(id: string) {
    return [id];
  }
}
export const load = (ids: string[]) => ids.map((id) => [User.find(id), User.findOne(id)]);

// case: a Drizzle query in a map, and with in one query
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import * as schema from "./schema";
const db = drizzle(new Pool({ connectionTimeoutMillis: 1000 }), { schema });
export async function load() {
  const users = await db.query.users.findMany({ with: { posts: true } });
  return Promise.all(users.map(async (user) => db.select().from(schema.posts).where(eq(schema.posts.userId, user.id)))); // expect: n-plus-one
}

// case: a Kysely query per row
import { Kysely } from "kysely";
declare const db: Kysely<{ users: { id: string } }>;
export async function load(ids: string[]) {
  for (const id of ids) {
    await db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirst(); // expect: n-plus-one
  }
  return db.selectFrom("users").selectAll().where("id", "in", ids).execute();
}

// case: findOne of MikroORM per row, and find of all
import { EntityManager } from "@mikro-orm/core";
class User {}
export async function load(em: EntityManager, ids: number[]) {
  for (const id of ids) await em.findOne(User, id); // expect: n-plus-one
  return em.find(User, { id: { $in: ids } });
}

// case: Objection with related in a loop, and with graph
import { Model } from "objection";
class Person extends Model {}
export async function load() {
  const people = await Person.query().withGraphFetched("pets");
  for (const person of people) await person.$relatedQuery("pets"); // expect: n-plus-one
}

// case: Sequelize include, and getters per row
import { DataTypes, Model, Sequelize } from "sequelize";
const sequelize = new Sequelize("sqlite::memory:");
class User extends Model {}
User.init({ id: DataTypes.INTEGER }, { sequelize });
class Post extends Model {}
Post.init({ id: DataTypes.INTEGER }, { sequelize });
User.hasMany(Post);
export async function load() {
  const users = await User.findAll({ include: [Post] });
  return Promise.all(users.map((user) => Post.findAll({ where: { userId: user.id } }))); // expect: n-plus-one
}

// case: a service injected by its token into a class field
import { Inject, Injectable } from "@nestjs/common";
import { PrismaClient } from "@prisma/client";
@Injectable()
export class UserService {
  private prisma = new PrismaClient();
  byId(id: string) {
    return this.prisma.user.findFirst({ where: { id } });
  }
}
@Injectable()
export class OrderService {
  @Inject(UserService) private readonly users: UserService;
  async all(orders: { userId: string }[]) {
    return Promise.all(orders.map(async (order) => ({ ...order, user: await this.users.byId(order.userId) }))); // expect: n-plus-one
  }
}

// case: a helper taken out of require
// file: users.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
async function find(id) {
  return pool.query("SELECT * FROM users WHERE id = $1", [id]);
}
module.exports = { find };
// file: main.js
const { find } = require("./users");
exports.load = async (ids) => {
  for (const id of ids) {
    await find(id); // expect: n-plus-one
  }
};

// case: a callback of Array.from by a count
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const make = () => Promise.all(Array.from({ length: 3 }, () => prisma.slot.count()));

// case: middleware in a loop of routes
import express from "express";
import { PrismaClient } from "@prisma/client";
const app = express();
const prisma = new PrismaClient();
for (const path of ["/a", "/b"]) app.get(path, async (_, response) => response.json(await prisma.user.findMany()));
export function mount(paths: string[]) {
  for (const path of paths) app.get(path, async (_, response) => response.json(await prisma.user.findMany()));
}

// case: a method of an object that is called through this
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const service = {
  find(id: string) {
    return prisma.user.findFirst({ where: { id } });
  },
  async all(ids: string[]) {
    for (const id of ids) await this.find(id); // expect: n-plus-one
  },
};

// case: a client that is the default of a parameter
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const find = (id: string, client = prisma) => client.user.findFirst({ where: { id } });
export async function load(ids: string[]) {
  for (const id of ids) await find(id); // expect: n-plus-one
}

// case: a dependency typed as what a factory gives
// file: make.ts
import type { PrismaClient } from "@prisma/client";
export const makeUsers = ({ prisma }: { prisma: PrismaClient }) => ({
  find: (id: string) => prisma.user.findFirst({ where: { id } }),
});
// file: main.ts
import type { makeUsers } from "./make";
export class Orders {
  constructor(private readonly deps: { users: ReturnType<typeof makeUsers> }) {}
  async all(ids: string[]) {
    return Promise.all(ids.map((id) => this.deps.users.find(id))); // expect: n-plus-one
  }
}

// case: a method of a generic base class
// file: base.ts
import { PrismaClient } from "@prisma/client";
export abstract class BaseRepository<T> {
  protected abstract readonly model: string;
  constructor(protected readonly prisma: PrismaClient) {}
  async findById(id: string): Promise<T | null> {
    return (this.prisma as any)[this.model].findFirst({ where: { id } });
  }
  async one(id: string) {
    return this.prisma.user.findFirst({ where: { id } });
  }
}
// file: main.ts
import { BaseRepository } from "./base";
class UserRepository extends BaseRepository<object> {
  protected readonly model = "user";
}
export async function load(users: UserRepository, ids: string[]) {
  for (const id of ids) await users.one(id); // expect: n-plus-one
}

// case: ids of a request, in a handler
import express from "express";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const app = express();
app.post("/users", async (request, response) => {
  const out = [];
  for (const id of request.body.ids) out.push(await prisma.user.findFirst({ where: { id } })); // expect: n-plus-one
  response.json(out);
});

// case: rows that then is given
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const load = () =>
  prisma.user.findMany().then((users) => Promise.all(users.map((user) => prisma.post.findMany({ where: { userId: user.id } })))); // expect: n-plus-one

// case: a query in one arm of a choice, per row
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(rows: { userId?: string }[]) {
  return Promise.all(rows.map(async (row) => (row.userId ? await prisma.user.findFirst({ where: { id: row.userId } }) : null))); // expect: n-plus-one
}

// case: waiting for a key to be free, with growing delays
import Redis from "ioredis";
const redis = new Redis({ commandTimeout: 1000 });
export async function lock(key: string, tries: number[]) {
  for (const delay of tries) {
    if ((await redis.get(key)) === null) return true;
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
  return false;
}

// case: waiting for a key to be set, by counting
import Redis from "ioredis";
const redis = new Redis({ commandTimeout: 1000 });
export async function poll(key: string) {
  for (let i = 0; i < 10; i++) {
    const value = await redis.get(key);
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

// case: findUnique in a loop of an interactive transaction
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  return prisma.$transaction(async (tx) => {
    const out = [];
    for (const id of ids) out.push(await tx.user.findUnique({ where: { id } })); // expect: n-plus-one
    return out;
  });
}

// case: lines of orders, in two loops
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(orders: { lines: { sku: string }[] }[]) {
  for (const order of orders) for (const line of order.lines) await prisma.product.findUnique({ where: { sku: line.sku } }); // expect: n-plus-one
}

// case: a repository that Nest injects, with everything awaited
import { Injectable } from "@nestjs/common";
import { InjectRepository } from "@nestjs/typeorm";
import { Repository } from "typeorm";
class User {}
@Injectable()
export class S {
  constructor(@InjectRepository(User) private users: Repository<User>) {}
  async load(ids: number[]) {
    return await Promise.all(ids.map(async (id) => await this.users.findOne({ where: { id } }))); // expect: n-plus-one
  }
}

// case: a data source of TypeORM: text, repository and builder
import { DataSource } from "typeorm";
export async function load(source: DataSource, ids: number[]) {
  for (const id of ids) await source.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of ids) await source.getRepository("User").findOneBy({ id }); // expect: n-plus-one
  for (const id of ids) await source.createQueryBuilder().select("u").from("User", "u").where("u.id = :id", { id }).getOne(); // expect: n-plus-one
}

// case: rows of mysql2 taken apart in place
import mysql from "mysql2/promise";
const pool = mysql.createPool({ connectionLimit: 4, queueLimit: 10, connectTimeout: 1000 });
export async function load(ids: string[]) {
  const connection = await pool.getConnection();
  for (const id of ids) {
    const [[row]] = await connection.execute("SELECT * FROM users WHERE id = ?", [id]); // expect: n-plus-one
    console.log(row);
  }
  connection.release();
}

// case: every row changed alike, and every row deleted
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(rows: { id: string; n: number }[]) {
  for (const row of rows) await prisma.user.update({ where: { id: row.id }, data: { seen: true } }); // expect: write-in-loop
  for (const row of rows) await prisma.user.delete({ where: { id: row.id } }); // expect: write-in-loop
}

// case: lists that a while loop goes through in ways of its own
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
type Row = { id: number };
const ask = (row?: Row) => pool.query("SELECT * FROM parts WHERE id = $1", [row?.id]);
export async function down(rows: Row[]) {
  let left = rows.length;
  while (left--) await ask(rows[left]); // expect: n-plus-one
}
export async function downInside(rows: Row[]) {
  let left = rows.length;
  while (left > 0) {
    left -= 1;
    await ask(rows[left]); // expect: n-plus-one
  }
}
export async function downInHeader(rows: Row[]) {
  for (let left = rows.length; left--; ) await ask(rows[left]); // expect: n-plus-one
}
export async function upAtEnd(rows: Row[]) {
  let at = 0;
  do {
    await ask(rows[at]); // expect: n-plus-one
  } while (++at < rows.length);
}
export async function takenInHeader(ids: number[]) {
  const rows = ids.map((id) => ({ id }));
  let row: Row | undefined;
  while ((row = rows.pop())) await ask(row); // expect: n-plus-one
}

// case: attempts, and a graph that is walked, are counted and taken in the same ways
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function attempts(id: number) {
  let left = 3;
  while (left--) {
    try {
      return await pool.query("SELECT * FROM parts WHERE id = $1", [id]);
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}
export async function walk(root: number) {
  const waiting = [root];
  let id: number | undefined;
  while ((id = waiting.pop()) !== undefined) {
    const { rows } = await pool.query("SELECT id FROM parts WHERE parent = $1", [id]);
    for (const row of rows) waiting.push(row.id);
  }
}

// case: what imports name by an alias that a bundler is told
// file: src/core/store.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000, statement_timeout: 5000 });
export const findTrack = (id) => pool.query("SELECT * FROM tracks WHERE id = $1", [id]);
export const nameOf = (track) => track.name;
// file: src/albums/load.js
import { findTrack, nameOf } from "@core/store";
import { findTrack as find } from "~/core/store";
import { findTrack as findAlso } from "@/core/store";
import { findTrack as findElse } from "@other/store";
import { findTrack as findBelow } from "$core/store";
export async function load(album) {
  for (const id of album.tracks) {
    const track = await findTrack(id); // expect: n-plus-one
    await find(track.next); // expect: n-plus-one
    await findAlso(track.next); // expect: n-plus-one
    await findElse(track.next);
    await findBelow(track.next); // expect: n-plus-one
    nameOf(track);
  }
}

// case: entities of dynamodb-toolbox behind an interface and a helper
// file: toolbox.ts
import { Entity } from "dynamodb-toolbox";
export async function getItem<T>({ entity, key }: { entity: Entity<any>; key: { PK: string } }): Promise<T | null> {
  const found = await entity.get(key, { execute: true });
  return found?.Item ?? null;
}
// file: settings.ts
import type { Entity } from "dynamodb-toolbox";
import { getItem } from "./toolbox";
export interface Settings {
  of(tenant: string): Promise<{ name: string } | null>;
}
export class StoredSettings implements Settings {
  constructor(private readonly entity: Entity<any>) {}
  of(tenant: string) {
    return getItem<{ name: string }>({ entity: this.entity, key: { PK: tenant } });
  }
}
// file: main.ts
import type { Settings } from "./settings";
export async function names(settings: Settings, tenants: string[]) {
  return Promise.all(tenants.map((tenant) => settings.of(tenant))); // expect: n-plus-one
}

// case: what is debounced runs once for many calls
// file: guests.ts
import { debounce, partial } from "lodash";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000, statement_timeout: 5000 });
export class Guests {
  private readonly recount: () => void;
  private readonly count: () => Promise<void>;
  constructor(private readonly shown: { guests: unknown }) {
    this.recount = debounce(() => {
      void this.countAll();
    }, 500);
    this.count = partial(async () => {
      await this.countAll();
    });
  }
  private async countAll() {
    const { rows } = await pool.query("SELECT count(*) FROM guests");
    this.shown.guests = rows;
  }
  async add(names: string[]) {
    for (const name of names) {
      this.greet(name);
      this.recount();
    }
    for (const name of names) {
      this.greet(name);
      await this.count(); // expect: n-plus-one
    }
  }
  private greet(name: string) {
    return `Hello ${name}`;
  }
}
