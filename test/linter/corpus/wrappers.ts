// Functions that run what they are passed, or make functions of others: transactions, tracers, partial application, promisified callbacks.

// case: a wrapper that runs its callback once, inside a loop
// file: timed.ts
export async function timed<T>(name: string, run: () => Promise<T>) {
  const result = await run();
  console.log(name);
  return result;
}
// file: orders.ts
import { PrismaClient } from "@prisma/client";
import { timed } from "./timed";
const prisma = new PrismaClient();
export async function decorate(ids: string[]) {
  for (const id of ids) {
    await timed("order", () => prisma.order.findFirst({ where: { id } })); // expect: n-plus-one
  }
}

// case: a wrapper that hands on all that it is passed, behind something of its own
// file: pool.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const replica = new Pool({ connectionTimeoutMillis: 1000 });
function ask(on: Pool, text: string, values?: unknown[]) {
  return on.query(text, values);
}
export function query(...args: any[]) { return ask(pool, ...args); }
export const fromReplica = (...args: any[]) => ask(replica, ...args);
export const raw = (...args: any[]) => pool.query(...args);
export function logged(what: string, ...args: any[]) { console.log(what); return raw(...args); }
// file: main.ts
import { fromReplica, logged, query, raw } from "./pool";
export async function all(ids: string[]) {
  for (const id of ids) await query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of ids) await fromReplica("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of ids) await raw("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of ids) await logged("users", "SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of ids) await query("UPDATE users SET seen = now() WHERE id = $1", [id]); // expect: write-in-loop
  for (const id of ids) await raw("SELECT pg_notify('seen', $1)", [id]);
  for (const id of ids) await logged("SELECT what is asked FROM the log", "UPDATE users SET seen = now() WHERE id = $1", [id]); // expect: write-in-loop
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

// case: the result of a transaction is no function
import { DataSource } from "typeorm";
const clone = (value: unknown) => structuredClone(value);
export async function days(source: DataSource, all: string[]) {
  const streak = await source.transaction(async (manager) => {
    return manager.getRepository("Streak").findOneByOrFail({ id: 1 });
  });
  return all.map((day) => ({ day, streak: clone(streak) }));
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

// case: a function that a package puts together of others
// file: users.ts
import { flow } from "fp-ts/function";
import { Pool } from "pg";
import * as R from "ramda";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const find = (id: string) => pool.query("SELECT * FROM users WHERE id = $1", [id]);
const label = (row: unknown) => String(row);
export const findLabel = R.pipe(find, label);
export const findLater = R.pipeWith(R.andThen, [find, label]);
export const labelOf = R.compose(label, find);
export const flowing = flow(find, label);
export const silent = flow(label, label);
// file: main.ts
import { findLabel, findLater, flowing, labelOf, silent } from "./users";
export async function all(ids: string[]) {
  for (const id of ids) await findLabel(id); // expect: n-plus-one
  for (const id of ids) await findLater(id); // expect: n-plus-one
  for (const id of ids) await labelOf(id); // expect: n-plus-one
  for (const id of ids) await flowing(id); // expect: n-plus-one
  for (const id of ids) silent(id);
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

// case: a helper that calls all functions of an object asks what they ask
// file: all.ts
import { toPairs } from "lodash";
export async function allOf(tasks: Record<string, () => Promise<unknown>>) {
  const entries = Object.entries(tasks);
  return Object.fromEntries(await Promise.all(entries.map(async ([key, run]) => [key, await run()])));
}
export async function pairsOf(tasks: Record<string, () => Promise<unknown>>) {
  return await Promise.all(toPairs(tasks).map(async ([key, run]) => [key, await run()]));
}
export async function inTurn(tasks: Record<string, () => Promise<unknown>>) {
  for (const key in tasks) await tasks[key]();
  for (const run of Object.values(tasks)) await run();
}
export function oneOf(tasks: Record<string, () => Promise<unknown>>, key: string) {
  return () => tasks[key]();
}
export function register(tasks: Record<string, () => Promise<unknown>>, queue: Map<string, unknown>) {
  for (const [key, run] of Object.entries(tasks)) queue.set(key, run);
}
// file: posts.ts
import { PrismaClient } from "@prisma/client";
import { allOf, inTurn, oneOf, pairsOf, register } from "./all";
const prisma = new PrismaClient();
const likes = (id: string) => prisma.like.count({ where: { postId: id } });
const pack = (id: string) => allOf({ id: async () => id, likes: () => likes(id) });
const packPairs = (id: string) => pairsOf({ likes: () => likes(id) });
const packInTurn = (id: string) => inTurn({ likes: async () => await likes(id) });
const later = (id: string) => oneOf({ likes: () => likes(id) }, "likes");
const keep = (id: string, queue: Map<string, unknown>) => register({ likes: () => likes(id) }, queue);
export async function list(ids: string[], queue: Map<string, unknown>) {
  for (const id of ids) await pack(id); // expect: n-plus-one
  for (const id of ids) await packPairs(id); // expect: n-plus-one
  for (const id of ids) await packInTurn(id); // expect: n-plus-one
  for (const id of ids) keep(id, queue);
  return ids.map((id) => later(id));
}

// case: a wrapper that calls what it was passed within what another one runs
// file: traced.ts
import { startSpan } from "@sentry/node";
export async function traced<T>(run: (...given: string[]) => Promise<T>, ...given: string[]): Promise<T> {
  if (!process.env.TRACES) return await run(...given);
  return await startSpan({ name: run.name }, async () => {
    const result = await run(...given);
    return result;
  });
}
export const inSpan = <T>(name: string, run: () => Promise<T>) => startSpan({ name }, async () => await run());
export async function eachIn<T>(rows: T[], run: (row: T) => Promise<unknown>) {
  await Promise.all(rows.map(async (row) => await run(row)));
}
// file: slots.ts
import { PrismaClient } from "@prisma/client";
import { eachIn, inSpan, traced } from "./traced";
const prisma = new PrismaClient();
const findSlots = async (id: string) => await prisma.slot.findMany({ where: { id } });
const measure = async (id: string) => id.length * 2;
const slots = (id: string) => traced(findSlots, id);
const size = (id: string) => traced(measure, id);
export async function all(ids: string[]) {
  for (const id of ids) await slots(id); // expect: n-plus-one
  for (const id of ids) await size(id);
  for (const id of ids) await traced(measure, id);
  for (const id of ids) await traced(async () => id.length);
  for (const id of ids) await inSpan("slots", () => findSlots(id)); // expect: n-plus-one
  for (const id of ids) await inSpan("size", () => measure(id));
  await eachIn(ids, findSlots); // expect: n-plus-one
  await eachIn(ids, measure);
}

// case: a function that gives promises in the place of callbacks, taken and called
// file: users.js
const mongoose = require("mongoose");
const User = mongoose.model("User", new mongoose.Schema({}));
exports.get = (id, done) => User.findOne({ _id: id }, done);
// file: main.js
const Q = require("q");
const users = require("./users");
exports.all = (links) => Q.all(links.map((link) => Q.denodeify(users.get)(link.user))); // expect: n-plus-one
exports.later = (names) => names.map((name) => [name, Q.denodeify(users.get)]);
exports.ways = (names) => names.map((name) => ({ name, get: Q.denodeify(users.get) }));

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

// case: partial and bind with the client
// file: main.js
const { Pool } = require("pg");
const { partial } = require("lodash");
const _ = require("lodash");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
async function find(client, id) { return client.query("SELECT * FROM users WHERE id = $1", [id]); }
const find1 = partial(find, pool);
const find2 = _.partial(find, pool);
const find3 = find.bind(null, pool);
exports.load = async (ids) => {
  for (const id of ids) await find1(id); // expect: n-plus-one
  for (const id of ids) await find2(id); // expect: n-plus-one
  for (const id of ids) await find3(id); // expect: n-plus-one
  await Promise.all(ids.map(find3)); // expect: n-plus-one
  await Promise.all(ids.map(find.bind(null, pool))); // expect: n-plus-one
};

// case: curried with the client
// file: users.js
module.exports = {
  findUser: (client) => async (id) => client.query("SELECT * FROM users WHERE id = $1", [id]),
};
// file: main.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const { findUser } = require("./users");
const find = findUser(pool);
exports.load = async (ids) => {
  for (const id of ids) await find(id); // expect: n-plus-one
  for (const id of ids) await findUser(pool)(id); // expect: n-plus-one
};

// case: a wrapper with a type for what it is given, that one function goes through
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const withPool =
  <A, R>(run: (pool: Pool, argument: A) => Promise<R>) =>
  (argument: A) =>
    run(pool, argument);
const partById = withPool(async (p, id: number) => (await p.query("SELECT * FROM parts WHERE id = $1", [id])).rows[0]);
export async function load(ids: number[]) {
  const out = [];
  for (const id of ids) out.push(await partById(id)); // expect: n-plus-one
  return out;
}

// case: a wrapper with a type for what it is given, that functions of many kinds go through
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const timed =
  <A, R>(run: (argument: A) => Promise<R>) =>
  (argument: A) =>
    run(argument);
const partById = timed(async (id: number) => (await pool.query("SELECT * FROM parts WHERE id = $1", [id])).rows[0]);
const priceOf = timed(async (id: number) => (await fetch(`http://prices/${id}`)).json());
export async function prices(ids: number[]) {
  const out = [await partById(0)];
  for (const id of ids) out.push(await priceOf(id));
  return out;
}

// case: who keeps what a function gives, or calls it later, does not run it
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000 });
const handlers: (() => Promise<unknown>)[] = [];
function ask<T>(give: (db: Pool) => () => Promise<T>) {
  const run = give(pool);
  return run();
}
function keep<T>(give: (db: Pool) => () => Promise<T>) {
  handlers.push(give(pool));
}
export async function load(ids: string[]) {
  for (const id of ids) await ask((db) => () => db.query("SELECT * FROM users WHERE id = $1", [id])); // expect: n-plus-one
  for (const id of ids) keep((db) => () => db.query("SELECT * FROM users WHERE id = $1", [id]));
}

// case: what a tracer is passed it runs, and gives the answer: whoever is handed that is handed no function
// file: store.ts
import tracer from "dd-trace";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000 });
export class Store {
  get(id: string): Promise<object> {
    return tracer.trace("store.get", async (span) => {
      span.addTags({ id });
      const { rows } = await pool.query("SELECT * FROM notes WHERE id = $1", [id]);
      return rows[0];
    });
  }
}
// file: notes.ts
import cloneDeep from "lodash/cloneDeep";
import { Store } from "./store";
export async function copies(store: Store, id: string, names: string[]) {
  const note = await store.get(id);
  return names.map((name) => Object.assign(cloneDeep(note), { name }));
}
export async function all(store: Store, ids: string[]) {
  return await Promise.all(ids.map((id) => store.get(id))); // expect: n-plus-one
}

// case: what a wrapper gives calls what it was passed, behind arguments of its own
// file: session.ts
import { Pool, type PoolClient } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000, max: 4 });
export function inSession<A extends unknown[], R>(work: (client: PoolClient, ...args: A) => Promise<R>) {
  return async (...args: A): Promise<R> => {
    const client = await pool.connect();
    try {
      return await work(client, ...args);
    } finally {
      client.release();
    }
  };
}
export function remembered<K, V>(load: (key: K) => Promise<V>) {
  const kept = new Map<K, Promise<V>>();
  return (key: K): Promise<V> => {
    const found = kept.get(key);
    if (found) return found;
    const promise = load(key);
    kept.set(key, promise);
    return promise;
  };
}
export function soon<A extends unknown[]>(work: (...args: A) => unknown) {
  return (...args: A) => {
    setTimeout(() => work(...args), 50);
  };
}
// file: queries.ts
import { Pool } from "pg";
import { inSession, remembered, soon } from "./session";
const pool = new Pool({ connectionTimeoutMillis: 1000, max: 4 });
export const findMember = inSession(async (client, id: string) => {
  const { rows } = await client.query("SELECT * FROM members WHERE id = $1", [id]);
  return rows[0];
});
export const rateOf = remembered(async (currency: string) => pool.query("SELECT * FROM rates WHERE code = $1", [currency]));
export const noteSoon = soon(async (id: string) => pool.query("SELECT note($1)", [id]));
// file: main.ts
import { findMember, noteSoon, rateOf } from "./queries";
export async function all(ids: string[], currencies: string[]) {
  for (const id of ids) await findMember(id); // expect: n-plus-one
  for (const currency of currencies) await rateOf(currency);
  for (const id of ids) noteSoon(id);
}

// case: a function in another file whose first parameters were filled there
// file: run.js
const _ = require("lodash");
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000, max: 4 });
const first = async (db, text, values) => (await db.query(text, values)).rows[0];
exports.first = _.partial(first, pool);
exports.one = first.bind(null, pool);
// file: main.js
const { first, one } = require("./run");
exports.all = async (numbers, tables) => {
  for (const number of numbers) await first("SELECT * FROM flights WHERE number = $1", [number]); // expect: n-plus-one
  for (const number of numbers) await one("SELECT * FROM flights WHERE number = $1", [number]); // expect: n-plus-one
  for (const table of tables) await one(`SELECT count(*) FROM ${table}`, []);
};

// case: a transaction around each exported function
// file: transactional.js
function inTransaction(work) {
  return function (...given) {
    return new Promise((resolve, reject) => {
      attempt(resolve, reject, work, this, given);
    });
  };
}
function attempt(resolve, reject, work, self, given) {
  work.apply(self, given).then(resolve).catch(reject);
}
module.exports = { inTransaction };
// file: routes.js
const { Route } = require("./models");
const { inTransaction } = require("./transactional");
async function addRoute(data) {
  const from = await Route.findOne({ where: { name: data.from } });
  return { from };
}
async function label(data) { return data.name; }
module.exports = { addRoute: inTransaction(addRoute), label: inTransaction(label) };
// file: models.js
const { Sequelize, DataTypes } = require("sequelize");
const sequelize = new Sequelize(process.env.DATABASE_URL);
exports.Route = sequelize.define("Route", { name: DataTypes.STRING });
// file: main.js
const routes = require("./routes");
module.exports.save = async (list) => {
  for (const data of list) await routes.label(data);
  for (const data of list) await routes.addRoute(data); // expect: n-plus-one
};

// case: a wrapper gives back a function by its name
// file: main.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const timed = (name, work) => {
  const run = async (...given) => {
    const started = Date.now();
    const answer = await work(...given);
    console.log(name, Date.now() - started);
    return answer;
  };
  return run;
};
const find = timed("find", (id) => pool.query("SELECT * FROM users WHERE id = $1", [id]));
module.exports.all = async (ids) => {
  for (const id of ids) await find(id); // expect: n-plus-one
};
