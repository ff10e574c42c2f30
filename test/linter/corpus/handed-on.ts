// Queries that are built in one place and run in another, and functions that are taken in other ways.

// case: a resolver hands a builder to the server
import knex from "knex";
const db = knex({ client: "pg" });
export const resolvers = {
  Order: {
    user: (order: { userId: string }) => db("users").where({ id: order.userId }).first(), // expect: n-plus-one
  },
};

// case: a field resolver of a class hands a builder to the server
import { FieldResolver, Resolver, Root } from "type-graphql";
import mongoose from "mongoose";
const User = mongoose.model("User", new mongoose.Schema({}));
@Resolver()
export class OrderResolver {
  @FieldResolver()
  user(@Root() order: { userId: string }) {
    return User.findById(order.userId).lean(); // expect: n-plus-one
  }
}

// case: a function that builds a query, handed to map by its name
import { Model } from "objection";
class User extends Model {
  static tableName = "users";
}
const find = (id: string) => User.query().findById(id);
const narrow = (ids: string[]) => User.query().whereIn("id", ids);
export const load = (a: string[], b: string[]) => Promise.all([...a.map(find), ...b.map(find)]); // expect: n-plus-one, n-plus-one
export const all = (ids: string[]) => narrow(ids);

// case: findUnique that is started in every turn and awaited after the loop
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  const waiting = [];
  for (const id of ids) waiting.push(prisma.user.findUnique({ where: { id } }));
  return Promise.all(waiting);
}

// case: findUnique one after the other, whoever calls it
import async from "async";
import pLimit from "p-limit";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const limit = pLimit(3);
export async function load(ids: string[]) {
  await async.eachSeries(ids, async (id) => {
    await prisma.user.findUnique({ where: { id } }); // expect: n-plus-one
  });
  await ids.reduce((before, id) => before.then(() => prisma.user.findUnique({ where: { id } })), Promise.resolve<unknown>(0)); // expect: n-plus-one
  await Promise.all(ids.map((id) => limit(() => prisma.user.findUnique({ where: { id } })))); // expect: n-plus-one
}

// case: a callback API made into promises
const { promisify } = require("util");
const mysql = require("mysql");
const redis = require("redis");
const client = redis.createClient();
const connection = mysql.createConnection({ host: "db" });
const getAsync = promisify(client.get).bind(client);
const query = promisify(connection.query).bind(connection);
exports.load = async (keys) => {
  for (const key of keys) {
    await getAsync(key); // expect: n-plus-one
    await query("SELECT * FROM users WHERE id = ?", [key]); // expect: n-plus-one
  }
};

// case: a tagged text with a type, kept in a variable
import type { Sql } from "postgres";
export async function load(sql: Sql, ids: string[]) {
  for (const id of ids) {
    const rows = await sql<{ id: string }[]>`SELECT id FROM users WHERE id = ${id}`; // expect: n-plus-one
    console.log(rows);
  }
}

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

// case: a prepared query of Drizzle
import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { users } from "./schema";
const db = drizzle("x.db");
const byId = db.select().from(users).where(eq(users.id, sql.placeholder("id"))).prepare();
export async function load(ids: string[]) {
  for (const id of ids) await byId.execute({ id }); // expect: n-plus-one
}

// case: the driver behind Mongoose
import mongoose from "mongoose";
export async function load(ids: string[]) {
  for (const id of ids) await mongoose.connection.db!.collection("users").findOne({ id }); // expect: n-plus-one
  await mongoose.connection.collection("users").find({ id: { $in: ids } }).toArray();
}

// case: cursors of MongoDB, one for each element and one for all
import type { Db } from "mongodb";
export async function load(db: Db, ids: string[]) {
  for (const id of ids) {
    await db.collection("orders").find({ user: id }).sort({ at: -1 }).limit(1).next(); // expect: n-plus-one
    for await (const order of db.collection("orders").find({ user: id })) console.log(order); // expect: n-plus-one
  }
  const cursor = db.collection("orders").find({ user: { $in: ids } });
  while (await cursor.hasNext()) console.log(await cursor.next());
  for await (const order of db.collection("orders").find({ user: { $in: ids } })) console.log(order);
}

// case: references and collections of MikroORM
import { Collection, type EntityManager, type Ref } from "@mikro-orm/core";
class Author {
  name!: string;
}
class Tag {
  name!: string;
}
class Book {
  author!: Ref<Author>;
  tags = new Collection<Tag>(this);
}
export async function report(em: EntityManager) {
  const books = await em.find(Book, {});
  for (const book of books) {
    await book.author.load(); // expect: n-plus-one
    await book.tags.loadItems(); // expect: n-plus-one
    for (const tag of book.tags.getItems()) console.log(tag.name);
  }
}

// case: a module that exports one thing, imported with require
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
function getUser(id: string) {
  return prisma.user.findFirst({ where: { id } });
}
export = getUser;
// file: main.ts
import getUser = require("./users");
export async function load(ids: string[]) {
  for (const id of ids) await getUser(id); // expect: n-plus-one
}

// case: a method that a decorator keeps the answers of, and one whose answers it throws away
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { CacheEvict, GetOrSetCache } from "./caching";
const prisma = new PrismaClient();
export class TokenService {
  @GetOrSetCache({ ttl: 60 })
  async typeOf(id: string) {
    return prisma.token.findFirst({ where: { id } });
  }
  @CacheEvict({ key: "tokens" })
  async refresh(id: string) {
    return prisma.token.findFirst({ where: { id } });
  }
  async load(ids: string[]) {
    for (const id of ids) await this.typeOf(id);
    for (const id of ids) await this.refresh(id); // expect: n-plus-one
  }
}

// case: a function that hands a query on to a cache, and one that runs it
// file: getter.ts
import type { CacheService } from "./cache";
export class Getter {
  constructor(protected readonly cachingService: CacheService) {}
  protected async getData(key: string, load: () => Promise<unknown>) {
    return this.cachingService.getOrSet(key, load, 60);
  }
  protected async timed(load: () => Promise<unknown>) {
    return await load();
  }
}
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { Getter } from "./getter";
const prisma = new PrismaClient();
export class Addresses extends Getter {
  async kept() {
    return this.getData("addresses", () => prisma.address.findMany({}));
  }
  async fresh() {
    return this.timed(() => prisma.address.findMany({}));
  }
  async check(values: string[]) {
    for (const value of values) console.log(value, await this.kept());
    for (const value of values) console.log(value, await this.fresh()); // expect: n-plus-one
  }
}

// case: helpers that are arrow functions go through a list, keep what they are given, or try again
// file: helpers.ts
export const asyncForEach = async <T>(list: T[], run: (one: T, index: number) => Promise<void>) => {
  for (let index = 0; index < list.length; index++) {
    await run(list[index], index);
  }
};
const kept = new Map<string, Promise<unknown>>();
export const memoize = (key: string, load: () => Promise<unknown>) => {
  const found = kept.get(key) ?? load();
  kept.set(key, found);
  return found;
};
export const retry = async (times: number, run: () => Promise<void>) => {
  for (let turn = 0; turn < times; turn++) {
    await run();
  }
};
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { asyncForEach, memoize, retry } from "./helpers";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  await asyncForEach(ids, async (id) => {
    const found = await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
    console.log(found);
  });
  for (const id of ids) await memoize(id, () => prisma.user.findFirst({ where: { id } }));
  await retry(3, async () => {
    console.log(await prisma.user.findMany({ where: { id: { in: ids } } }));
  });
}

// case: a function per element, for something that runs them all
import async from "async";
import type { Knex } from "knex";
import PQueue from "p-queue";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const queue = new PQueue({ concurrency: 3 });
const load = (id: string) => pool.query("SELECT * FROM parts WHERE id = $1", [id]);
export const queued = (ids: string[]) => queue.addAll(ids.map((id) => () => load(id))); // expect: n-plus-one
export const parallel = (ids: string[]) => async.parallel(ids.map((id) => async () => load(id))); // expect: n-plus-one
export const built = (knex: Knex, ids: string[]) => queue.addAll(ids.map((id) => () => knex("parts").where({ id }).first())); // expect: n-plus-one
export async function kept(ids: string[]) {
  const tasks = ids.map((id) => () => load(id)); // expect: n-plus-one
  return async.parallelLimit(tasks, 3);
}

// case: a function per element, for whoever calls one of them
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const load = (id: string) => pool.query("SELECT * FROM parts WHERE id = $1", [id]);
export const menu = (ids: string[]) => show(ids.map((id) => () => load(id)));
export const rows = (ids: string[]) => ids.map((id) => ({ id, open: () => load(id) }));
export const never = (ids: string[]) => Promise.all(ids.map((id) => () => load(id)));
declare function show(entries: (() => Promise<unknown>)[]): void;

// case: what classes below hand to the constructor of one above
// file: base.ts
export interface Delegate<T> { findFirst(args: { where: object }): Promise<T | null> }
export class Base<T> {
  constructor(protected readonly model: Delegate<T>, private readonly names: Map<string, T>) {}
  one(key: string) { return this.model.findFirst({ where: { key } }); }
  known(key: string) { return this.names.get(key); }
}
// file: users.ts
import { PrismaClient } from "@prisma/client";
import { Base } from "./base";
const prisma = new PrismaClient();
interface User { id: string }
export class Users extends Base<User> { constructor() { super(prisma.user, new Map()); } }
// file: teams.ts
import { PrismaClient } from "@prisma/client";
import { Base } from "./base";
const prisma = new PrismaClient();
interface Team { id: string }
export class Teams extends Base<Team> { constructor() { super(prisma.team, new Map()); } }
// file: main.ts
import { Users } from "./users";
export async function load(users: Users, keys: string[]) {
  for (const key of keys) console.log(users.known(key));
  for (const key of keys) console.log(await users.one(key)); // expect: n-plus-one
}

// case: what a callback is passed, by an alias for the type of its taker's parameter
import { type Knex, knex } from "knex";
type Work<A extends unknown[], V> = (connection: Knex, ...args: A) => Promise<V>;
type Label<A extends unknown[]> = (names: Map<string, string>, ...args: A) => string;
function logged<A extends unknown[], V>(work: Work<A, V>): Work<A, V> {
  return async (connection, ...args) => {
    try {
      return await work(connection, ...args);
    } catch (error) {
      throw new Error("failed", { cause: error });
    }
  };
}
function labelled<A extends unknown[]>(label: Label<A>): Label<A> {
  return (names, ...args) => label(names, ...args);
}
const readOne = logged(async (connection, id: string) => connection("users").where({ id }).first());
const labelOf = labelled((names, id: string) => names.get(id) ?? id);
export async function all(connection: Knex, names: Map<string, string>, ids: string[]) {
  for (const id of ids) console.log(labelOf(names, id));
  for (const id of ids) console.log(await readOne(connection, id)); // expect: n-plus-one
}
export const connect = () => knex({ client: "pg", acquireConnectionTimeout: 1000, pool: { max: 4 } });

// case: rows of a typed query that is awaited in parentheses are a list
import { type Knex, knex } from "knex";
const db: Knex = knex({ client: "pg", acquireConnectionTimeout: 1000, pool: { max: 4 } });
export async function all(teams: { id: string }[]) {
  for (const team of teams) {
    const ids = (await db<{ id: string }>("users").where("team", team.id).select<{ id: string }[]>("id")).map((row) => row.id); // expect: n-plus-one
    for (const [index, id] of ids.entries()) console.log(index, id);
  }
}

// case: what a wrapper gives that runs what it is passed is no function, whatever is done with it
import Redis from "ioredis";
const redis = new Redis({ connectTimeout: 1000, commandTimeout: 1000 });
const safely = async <T>(work: (client: Redis) => T) => {
  if (redis.status !== "ready") throw new Error("no connection");
  return work(redis);
};
const cache = {
  fields: async (key: string) => safely((client) => client.hgetall(key)),
  nothing: async (key: string) => safely(() => key.trim()),
};
async function names(id: string) {
  const found = await cache.fields(id);
  return Object.keys(found);
}
async function trimmed(id: string) {
  const found = await cache.nothing(id);
  return Object.keys(found);
}
export async function all(ids: string[]) {
  await Promise.all(ids.map(async (id) => trimmed(id)));
  return Promise.all(ids.map(async (id) => names(id))); // expect: n-plus-one
}

// case: functions that only write are the statement that they send
// file: users.ts
import type { PrismaClient } from "@prisma/client";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export class Users {
  constructor(private prisma: PrismaClient) {}
  add(name: string) {
    return this.prisma.user.create({ data: { name } });
  }
  async see(id: string) {
    await this.prisma.user.update({ where: { id }, data: { seen: true } });
  }
  async rename({ id, name }: { id: string; name: string }) {
    console.log("renames", id);
    await this.prisma.user.update({ where: { id }, data: { name } });
  }
  async remove(id: string) {
    await this.prisma.$transaction([this.prisma.role.deleteMany({ where: { userId: id } }), this.prisma.user.delete({ where: { id } })]);
  }
  async addChecked(name: string) {
    if (await this.taken(name)) return;
    await this.prisma.user.create({ data: { name } });
  }
  async tryToAdd(name: string) {
    try {
      await this.prisma.user.create({ data: { name } });
    } catch (error) {
      console.log(error);
    }
  }
  private async taken(name: string) {
    return (await this.prisma.user.count({ where: { name } })) > 0;
  }
}
export const rename = (id: string, name: string) => pool.query("UPDATE users SET name = $2 WHERE id = $1", [id, name]);
export const see = (id: string) => pool.query("UPDATE users SET seen = now() WHERE id = $1", [id]);
export const seeOf = (team: string, id: string) => pool.query("UPDATE users SET seen = now() WHERE team = $1 AND id = $2", [team, id]);
// file: service.ts
import type { Users } from "./users";
export class Service {
  constructor(private users: Users) {}
  add(name: string) {
    return this.users.add(name);
  }
}
// file: main.ts
import type { Service } from "./service";
import { rename, see, seeOf, type Users } from "./users";
export async function all(users: Users, service: Service, rows: { id: string; name: string; team: string }[], team: string) {
  for (const row of rows) await users.add(row.name); // expect: write-in-loop
  for (const row of rows) await service.add(row.name); // expect: write-in-loop
  for (const row of rows) await users.see(row.id); // expect: write-in-loop
  for (const row of rows) await users.rename(row);
  for (const row of rows) await users.remove(row.id);
  for (const row of rows) await users.addChecked(row.name); // expect: n-plus-one
  for (const row of rows) await users.tryToAdd(row.name);
  for (const row of rows) await rename(row.id, row.name);
  for (const row of rows) await see(row.id); // expect: write-in-loop
  for (const row of rows) await seeOf(team, row.id); // expect: write-in-loop
  for (const row of rows) await seeOf(row.team, row.id);
  for (const row of rows) {
    const made = await users.add(row.name);
    console.log(made);
  }
}

// case: messages are no rows
import Redis from "ioredis";
const redis = new Redis({ connectTimeout: 1000, commandTimeout: 1000 });
const tell = (user: string) => redis.publish("seen", user);
export async function all(users: string[]) {
  for (const user of users) await redis.publish("seen", user);
  for (const user of users) await tell(user);
  for (const user of users) await redis.sadd("seen", user); // expect: write-in-loop
}
