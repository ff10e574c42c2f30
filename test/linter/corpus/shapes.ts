// The shapes of the rule's table, one bad and one good each, where the other files have only one of the two.

// case: allSettled of a map
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  const all = await Promise.allSettled(ids.map((id) => prisma.post.findMany({ where: { userId: id } }))); // expect: n-plus-one
  return all;
}

// case: allSettled of chunks
import { chunk } from "lodash";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  return Promise.allSettled(chunk(ids, 500).map((part) => prisma.post.findMany({ where: { userId: { in: part } } })));
}

// case: flatMap that asks per element
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function load(ids: string[]) {
  return Promise.all(ids.flatMap((id) => [pool.query("SELECT a FROM t WHERE id = $1", [id]), 1])); // expect: n-plus-one
}

// case: flatMap over rows that are there
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function load(ids: string[]) {
  const { rows } = await pool.query("SELECT tags FROM t WHERE id = ANY($1)", [ids]);
  return rows.flatMap((row) => row.tags);
}

// case: async.each with a callback in place
import async from "async";
import { createPool } from "mysql2";
const pool = createPool({ connectionLimit: 4, queueLimit: 10, connectTimeout: 1000 });
export function load(ids: string[], done: (error?: Error) => void) {
  async.each(
    ids,
    (id, next) => {
      pool.query("SELECT * FROM users WHERE id = ?", [id], (error) => next(error)); // expect: n-plus-one
    },
    done,
  );
}

// case: async.mapSeries taken out of its module
import { mapSeries } from "async";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export const load = (ids: string[]) => mapSeries(ids, async (id) => pool.query("SELECT 1 FROM t WHERE id = $1", [id])); // expect: n-plus-one

// case: async.eachOf of a list, and async.parallel of two queries
import async from "async";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function load(ids: string[]) {
  await async.eachOf(ids, async (id) => {
    await pool.query("SELECT 1 FROM t WHERE id = $1", [id]); // expect: n-plus-one
  });
  await async.parallel([
    async () => pool.query("SELECT count(*) FROM a"),
    async () => pool.query("SELECT count(*) FROM b"),
  ]);
}

// case: recursion over children through map
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function tree(id: string): Promise<unknown> {
  const children = await prisma.folder.findMany({ where: { parentId: id } });
  return Promise.all(children.map((child) => tree(child.id))); // expect: n-plus-one
}

// case: recursion over children by a method of a class
import { PrismaClient } from "@prisma/client";
export class Tree {
  private prisma = new PrismaClient();
  async fill(node: { id: string; children: any[] }) {
    node.children = await this.prisma.node.findMany({ where: { parentId: node.id } });
    for (const child of node.children) await this.fill(child); // expect: n-plus-one
  }
}

// case: recursion over children that were loaded at once
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
function nest(rows: any[], parentId: string | null): any[] {
  return rows.filter((row) => row.parentId === parentId).map((row) => ({ ...row, children: nest(rows, row.id) }));
}
export async function tree() {
  return nest(await prisma.folder.findMany(), null);
}

// case: recursion up the parents
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function path(id: string): Promise<string[]> {
  const folder = await prisma.folder.findFirst({ where: { id } });
  if (!folder?.parentId) return [id];
  return [...(await path(folder.parentId)), id];
}

// case: recursion level by level
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function below(ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const children = await prisma.folder.findMany({ where: { parentId: { in: ids } } });
  return [...ids, ...(await below(children.map((child) => child.id)))];
}

// case: a class field that is a function expression, called per row in another file
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class Users {
  find = async function (id: string) {
    return prisma.user.findFirst({ where: { id } });
  };
}
// file: main.ts
import { Users } from "./users";
const users = new Users();
export async function load(ids: string[]) {
  for (const id of ids) await users.find(id); // expect: n-plus-one
}

// case: a class field that is a list of names
import { PrismaClient } from "@prisma/client";
export class Settings {
  private readonly prisma = new PrismaClient();
  private readonly keys = ["mail", "theme"];
  async load() {
    for (const key of this.keys) await this.prisma.setting.findFirst({ where: { key } });
  }
}

// case: a factory that gives an object of functions, made in another file
// file: repository.ts
import { Pool } from "pg";
export function createUsers(pool: Pool) {
  const byId = async (id: string) => (await pool.query("SELECT * FROM users WHERE id = $1", [id])).rows[0];
  return { byId, name: (id: string) => id };
}
// file: main.ts
import { Pool } from "pg";
import { createUsers } from "./repository";
const users = createUsers(new Pool({ connectionTimeoutMillis: 1000 }));
export async function load(ids: string[]) {
  for (const id of ids) {
    users.name(id);
    await users.byId(id); // expect: n-plus-one
  }
}

// case: a factory that gives a function
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const finder = (table: string) => (id: string) => pool.query(`SELECT * FROM ${table} WHERE id = $1`, [id]);
const findUser = finder("users");
export async function load(ids: string[]) {
  return Promise.all(ids.map((id) => findUser(id))); // expect: n-plus-one
}

// case: a factory whose class has a create method
import { PrismaClient } from "@prisma/client";
class Users {
  private constructor(private readonly prisma: PrismaClient) {}
  static create() {
    return new Users(new PrismaClient());
  }
  find(id: string) {
    return this.prisma.user.findFirst({ where: { id } });
  }
}
const users = Users.create();
export async function load(ids: string[]) {
  for (const id of ids) await users.find(id); // expect: n-plus-one
}

// case: call, apply and bind of a helper
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function find(this: unknown, id: string) {
  return prisma.user.findFirst({ where: { id } });
}
const bound = find.bind(null);
export async function load(ids: string[]) {
  for (const id of ids) {
    await find.call(null, id); // expect: n-plus-one
    await find.apply(null, [id]); // expect: n-plus-one
    await bound(id); // expect: n-plus-one
  }
}

// case: a bound method handed to map
import { PrismaClient } from "@prisma/client";
class Users {
  private prisma = new PrismaClient();
  find(id: string) {
    return this.prisma.user.findFirst({ where: { id } });
  }
}
const users = new Users();
export const load = (ids: string[]) => Promise.all(ids.map(users.find.bind(users))); // expect: n-plus-one

// case: bind of a function that asks nothing
const format = (prefix: string, id: string) => prefix + id;
export const load = (ids: string[]) => ids.map(format.bind(null, "u-"));

// case: waiting until the database is ready
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function ready() {
  for (let attempt = 0; attempt < 30; attempt++) {
    try {
      await pool.query("SELECT 1");
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

// case: waiting with while until a job is done
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function wait(id: string) {
  let job = await prisma.job.findFirst({ where: { id } });
  while (job?.state !== "done") {
    await new Promise((resolve) => setTimeout(resolve, 500));
    job = await prisma.job.findFirst({ where: { id } });
  }
}

// case: waiting with do until a table is there
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function ready(until: number) {
  let there = false;
  do {
    const { rows } = await pool.query("SELECT to_regclass('users') AS t");
    there = rows[0].t !== null;
  } while (!there && Date.now() < until);
}

// case: a cursor loop of Prisma
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function* all() {
  let cursor: string | undefined;
  while (true) {
    const rows = await prisma.user.findMany({ take: 100, ...(cursor ? { skip: 1, cursor: { id: cursor } } : {}) });
    if (rows.length === 0) return;
    yield* rows;
    cursor = rows[rows.length - 1].id;
  }
}

// case: a query per row of each page
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all() {
  for (let skip = 0; ; skip += 100) {
    const rows = await prisma.user.findMany({ take: 100, skip });
    if (rows.length === 0) return;
    for (const row of rows) await prisma.post.count({ where: { userId: row.id } }); // expect: n-plus-one
  }
}

// case: pages by number up to their count
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all() {
  const pages = Math.ceil((await prisma.user.count()) / 100);
  for (let page = 0; page < pages; page++) await prisma.user.findMany({ skip: page * 100, take: 100 });
}

// case: pages of postgres.js by a cursor
import postgres from "postgres";
const sql = postgres("postgres://db", { connect_timeout: 5 }); // expect: pool-acquire-timeout
export async function all() {
  for await (const rows of sql`SELECT * FROM users`.cursor(100)) console.log(rows.length);
}

// case: retrying until it works
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function once(id: string) {
  let left = 3;
  while (left-- > 0) {
    try {
      return await pool.query("SELECT * FROM users WHERE id = $1", [id]);
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

// case: a helper that retries what it is given, for one and for each
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
async function retry<T>(task: () => Promise<T>): Promise<T> {
  for (let i = 0; i < 2; i++) {
    try {
      return await task();
    } catch {}
  }
  return task();
}
export const one = (id: string) => retry(() => pool.query("SELECT 1 FROM t WHERE id = $1", [id]));
export async function each(ids: string[]) {
  for (const id of ids) await retry(() => pool.query("SELECT 1 FROM t WHERE id = $1", [id])); // expect: n-plus-one
}

// case: a constant list by its type
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const kinds = ["order", "invoice", "credit"] as const;
export async function count() {
  return Promise.all(kinds.map((kind) => prisma.document.count({ where: { kind } })));
}

// case: a list of fixed length, cut by take of lodash
import { PrismaClient } from "@prisma/client";
import { take } from "lodash";
const prisma = new PrismaClient();
export async function first(ids: string[]) {
  for (const id of take(ids, 3)) await prisma.user.findFirst({ where: { id } });
}

// case: a list cut at a thousand is still long
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function first(ids: string[]) {
  for (const id of ids.slice(0, 1000)) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
}

// case: the first that has what is looked for ends the loop
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function owner(ids: string[]) {
  let found = null;
  for (const id of ids) {
    const member = await prisma.member.findFirst({ where: { id, role: "owner" } });
    if (member) {
      found = member;
      break;
    }
  }
  return found;
}

// case: break for another reason does not make it the first hit
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function some(ids: string[], stop: () => boolean) {
  for (const id of ids) {
    if (stop()) break;
    await prisma.member.findFirst({ where: { id } }); // expect: n-plus-one
  }
}

// case: each turn needs what the turn before has written
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function chain(start: string) {
  let next: string | null = start;
  while (next) {
    const step: { nextId: string | null } | null = await prisma.step.findFirst({ where: { id: next } });
    next = step?.nextId ?? null;
  }
}

// case: a list called users is no model
export function names(users: { find(test: (u: { name: string }) => boolean): unknown; name: string }[], User: string[]) {
  for (const user of users) {
    User.find((name) => name === user.name);
    User.filter((name) => name !== user.name).forEach((name) => name.trim());
  }
}

// case: promises of builders awaited at the end by another name
import { knex } from "knex";
const db = knex({ client: "pg" });
export async function load(ids: number[]) {
  const asked = [];
  for (const id of ids) asked.push(db("users").where({ id })); // expect: n-plus-one
  return Promise.all(asked);
}

// case: a builder that gets a condition of each element
import { knex } from "knex";
const db = knex({ client: "pg" });
export async function load(names: string[]) {
  const query = db("users").select("*");
  names.forEach((name) => {
    query.orWhere("name", "like", name);
  });
  return query;
}

// case: a transaction that must write per row, each with its own values
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function order(rows: { id: string; position: number }[]) {
  await prisma.$transaction(rows.map((row) => prisma.item.update({ where: { id: row.id }, data: { position: row.position } })));
}

// case: keys of a map, entries and values
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(byId: Map<string, number>) {
  for (const [id] of byId) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
  for (const [id] of byId.entries()) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
  for (const id of byId.keys()) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
  byId.forEach(async (_, id) => {
    await prisma.post.findMany({ where: { id } }); // expect: n-plus-one
  });
}

// case: reduce that chains promises
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const load = (ids: string[]) =>
  ids.reduce((before, id) => before.then(() => prisma.post.findMany({ where: { id } })), Promise.resolve([] as unknown[])); // expect: n-plus-one

// case: reduce over rows that are there
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function sum() {
  const rows = await prisma.post.findMany();
  return rows.reduce((total, row) => total + row.likes, 0);
}

// case: while over rows by an index
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(rows: { id: string }[]) {
  let i = 0;
  while (i < rows.length) {
    await prisma.post.findMany({ where: { userId: rows[i].id } }); // expect: n-plus-one
    i++;
  }
}

// case: a queue of work that grows while it is worked off
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function walk(root: string) {
  const open = [root];
  while (open.length > 0) {
    const id = open.pop();
    const below = await prisma.folder.findMany({ where: { parentId: id } });
    open.push(...below.map((folder) => folder.id));
  }
}

// case: then in the body of a loop
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export function load(ids: string[]) {
  for (const id of ids) {
    Promise.resolve(id).then((key) => prisma.post.findMany({ where: { key } })); // expect: n-plus-one
  }
}

// case: a field resolver of Nest, with and without a query of its own
import { Parent, Query, ResolveField, Resolver } from "@nestjs/graphql";
import { PrismaService } from "./prisma.service";
@Resolver("User")
export class UserResolver {
  constructor(private readonly prisma: PrismaService) {}
  @Query()
  users() {
    return this.prisma.user.findMany();
  }
  @ResolveField()
  posts(@Parent() user: { id: string }) {
    return this.prisma.post.findMany({ where: { authorId: user.id } }); // expect: n-plus-one
  }
  @ResolveField()
  label(@Parent() user: { name: string }) {
    return user.name;
  }
}
// file: prisma.service.ts
import { PrismaClient } from "@prisma/client";
export class PrismaService extends PrismaClient {}

// case: a class field that a method fills
import { PrismaClient } from "@prisma/client";
export class Settings {
  private readonly prisma = new PrismaClient();
  private readonly keys: string[] = [];
  add(key: string) {
    this.keys.push(key);
  }
  async load() {
    for (const key of this.keys) await this.prisma.setting.findFirst({ where: { key } }); // expect: n-plus-one
  }
}

// case: while by an index in steps of a chunk
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  let i = 0;
  while (i < ids.length) {
    await prisma.post.findMany({ where: { userId: { in: ids.slice(i, i + 100) } } });
    i += 100;
  }
}

// case: a set of ids, entries with an index, and a copy
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const id of new Set(ids)) await prisma.post.findMany({ where: { userId: id } }); // expect: n-plus-one
  for (const [index, id] of ids.entries()) console.log(index, await prisma.post.count({ where: { userId: id } })); // expect: n-plus-one
  await Promise.all([...new Set(ids)].map(async function (id) {
    return prisma.post.findMany({ where: { userId: id } }); // expect: n-plus-one
  }));
  await Promise.all(Array.from(ids, (id) => prisma.post.findMany({ where: { userId: id } }))); // expect: n-plus-one
}

// case: for-in over a list by its index
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(rows: { id: string }[]) {
  for (const i in rows) await prisma.post.findMany({ where: { userId: rows[i].id } }); // expect: n-plus-one
}

// case: a helper that is imported when it is needed
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const find = (id: string) => prisma.user.findFirst({ where: { id } });
// file: main.ts
export async function load(ids: string[]) {
  const { find } = await import("./users");
  for (const id of ids) await find(id); // expect: n-plus-one
}

// case: a barrel that names a module
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const find = (id: string) => prisma.user.findFirst({ where: { id } });
// file: index.ts
export * as users from "./users";
// file: main.ts
import { users } from ".";
export async function load(ids: string[]) {
  for (const id of ids) await users.find(id); // expect: n-plus-one
}

// case: a query behind super
import { PrismaClient } from "@prisma/client";
class Base {
  protected prisma = new PrismaClient();
  find(id: string) {
    return this.prisma.user.findFirst({ where: { id } });
  }
}
export class Users extends Base {
  override find(id: string) {
    return super.find(id);
  }
  async all(ids: string[]) {
    for (const id of ids) await this.find(id); // expect: n-plus-one
  }
}

// case: a getter that gives the model
import { PrismaClient } from "@prisma/client";
export class Users {
  private client = new PrismaClient();
  private get users() {
    return this.client.user;
  }
  async all(ids: string[]) {
    for (const id of ids) await this.users.findFirst({ where: { id } }); // expect: n-plus-one
  }
}

// case: map of bluebird, with and without its options
import Bluebird from "bluebird";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function load(ids: string[]) {
  await Bluebird.map(ids, (id) => pool.query("SELECT 1 FROM t WHERE id = $1", [id]), { concurrency: 4 }); // expect: n-plus-one
  await Bluebird.each(ids, async (id) => {
    await pool.query("SELECT 2 FROM t WHERE id = $1", [id]); // expect: n-plus-one
  });
}

// case: each and map of lodash, in one call and in a chain
import _ from "lodash";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  await Promise.all(_.map(ids, (id) => prisma.post.findMany({ where: { id } }))); // expect: n-plus-one
  await Promise.all(_(ids).uniq().map((id) => prisma.post.findMany({ where: { id } })).value()); // expect: n-plus-one
  _.forEach(ids, async (id) => {
    await prisma.post.findMany({ where: { id } }); // expect: n-plus-one
  });
}

// case: promises pushed in a callback of forEach
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  const asked: Promise<unknown>[] = [];
  ids.forEach((id) => {
    asked.push(prisma.post.findMany({ where: { id } })); // expect: n-plus-one
  });
  await Promise.all(asked);
}

// case: promises of a counting loop put by index
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  const asked: Promise<unknown>[] = [];
  for (let i = ids.length - 1; i >= 0; i--) asked[i] = prisma.post.findMany({ where: { id: ids[i] } }); // expect: n-plus-one
  return Promise.all(asked);
}

// case: a filter that asks, and a condition of some
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  const kept = await Promise.all(ids.map(async (id) => ((await prisma.post.count({ where: { id } })) > 0 ? id : null))); // expect: n-plus-one
  return kept.filter((id) => id !== null);
}

// case: a model that is looked up by its name
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const id of ids) await prisma["user"].findFirst({ where: { id } }); // expect: n-plus-one
}

// case: optional calls
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(team?: { ids?: string[] }) {
  await Promise.all(team?.ids?.map((id) => prisma?.post?.findMany?.({ where: { id } })) ?? []); // expect: n-plus-one
}

// case: a generator that asks for each element
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function* load(ids: string[]) {
  for (const id of ids) yield await prisma.post.findMany({ where: { id } }); // expect: n-plus-one
}

// case: lru-cache in front of the query
import { LRUCache } from "lru-cache";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const users = new LRUCache<string, object>({ max: 100 });
export async function load(ids: string[]) {
  for (const id of ids) {
    if (users.has(id)) continue;
    users.set(id, (await prisma.user.findFirst({ where: { id } })) ?? {});
  }
}

// case: a DataLoader made for each request in the context
import DataLoader from "dataloader";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export function context() {
  return {
    users: new DataLoader(async (ids: readonly string[]) => {
      const rows = await prisma.user.findMany({ where: { id: { in: [...ids] } } });
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id));
    }),
  };
}
export async function load(ids: string[]) {
  const { users } = context();
  return Promise.all(ids.map((id) => users.load(id)));
}

// case: counting to a number that the caller gives
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function fill(count: number) {
  for (let i = 0; i < count; i++) await prisma.slot.findFirst({ where: { free: true } });
}

// case: whereIn, inArray, ANY and $in in chunks
import { chunk } from "lodash";
import { inArray } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { knex } from "knex";
import { MongoClient } from "mongodb";
import { Pool } from "pg";
import { posts } from "./schema";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const query = knex({ client: "pg" });
const db = drizzle(pool);
const users = new MongoClient("mongodb://db", { waitQueueTimeoutMS: 1000 }).db().collection("users");
export async function load(ids: number[]) {
  for (const part of chunk(ids, 1000)) {
    await query("users").whereIn("id", part);
    await db.select().from(posts).where(inArray(posts.id, part));
    await pool.query("SELECT * FROM users WHERE id = ANY($1)", [part]);
    await users.find({ _id: { $in: part } }).toArray();
  }
}

// case: a map that keeps what was asked, and one that only says who is wanted
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[], rows: { id: string }[]) {
  const users = new Map<string, unknown>();
  for (const id of ids) {
    if (!users.has(id)) users.set(id, await prisma.user.findFirst({ where: { id } }));
  }
  const wanted = new Map(rows.map((row) => [row.id, row]));
  for (const id of ids) {
    if (wanted.has(id)) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
  }
}

// case: a part of the answer is kept outside, and is asked for once
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function restore(rows: { id: string; box: string | undefined }[], user: string) {
  let target: string | undefined;
  const ensure = async () => {
    if (target) return target;
    let box = await prisma.box.findFirst({ where: { user, name: "restored" } });
    if (!box) box = await prisma.box.findFirst({ where: { user, name: "inbox" } });
    target = box?.id;
    return target;
  };
  for (const row of rows) row.box = await ensure();
  let last: string | undefined;
  for (const row of rows) {
    const box = await prisma.box.findFirst({ where: { id: row.id } }); // expect: n-plus-one
    last = box?.id;
  }
  return last;
}

// case: a branch for the last turn of a counting loop
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function publish(rows: { id: string }[]) {
  for (let i = 0; i < rows.length; i++) {
    await prisma.row.findFirst({ where: { id: rows[i].id } }); // expect: n-plus-one
    if (i === rows.length - 1) await prisma.hook.findMany();
    if (i !== rows.length - 1) await prisma.row.findMany({ where: { next: rows[i].id } }); // expect: n-plus-one
  }
}

// case: steps of async run where they stand
// file: main.js
const async = require("async");
const { model, Schema } = require("mongoose");
const Playlist = model("Playlist", new Schema({}));
exports.remove = (ids, done) => {
  async.eachLimit(
    ids,
    2,
    (id, next) => {
      async.waterfall(
        [
          (step) => Playlist.find({ song: id }, step), // expect: n-plus-one
          (playlists, step) => step(null, playlists.length),
        ],
        next,
      );
    },
    done,
  );
};
exports.load = (id, done) => {
  async.waterfall([(step) => Playlist.find({ song: id }, step), (rows, step) => Playlist.count({}, step)], done);
};

// case: a turn that ends in an error is the last
// file: main.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
exports.check = async (rows) => {
  for (const row of rows) {
    if (row.id < 0) {
      const { rows: found } = await pool.query("SELECT * FROM users WHERE id = $1", [row.id]);
      throw new Error(`${row.id} ${found[0].name}`);
    }
  }
  for (const row of rows) {
    try {
      await pool.query("SELECT * FROM users WHERE id = $1", [row.id]); // expect: n-plus-one
      throw new Error(row.id);
    } catch (error) {
      console.error(error);
    }
  }
};

// case: a piece of the list every thousand turns
// file: main.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function load(ids: string[]) {
  let known = new Map<string, object>();
  for (const [index, id] of ids.entries()) {
    if (index % 1000 === 0) {
      const { rows } = await pool.query("SELECT * FROM users WHERE id = ANY($1)", [ids.slice(index, index + 1000)]);
      known = new Map(rows.map((row) => [row.id, row]));
    }
    if (index % 1000 !== 0) await pool.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
    console.log(known.get(id));
  }
}

// case: what is looked for in a loop and kept behind it
// file: main.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function closest(ids: string[], name: string) {
  let found: object | undefined;
  if (!found) {
    let best: object | undefined;
    for (const id of ids) {
      const { rows } = await pool.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
      if (rows[0].name > name) best = rows[0];
    }
    if (best) found = best;
  }
  return found;
}
