// Functions that other functions make or fill, and functions that do nothing but lead on.

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

// case: writes through functions that do nothing else, and through functions that do
// file: main.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare const mailer: { send(to: string): Promise<void> };
const remove = (id: string) => prisma.pin.delete({ where: { id } });
const removeOf = (board: string, id: string) => prisma.pin.delete({ where: { id, board } });
const add = (title: string) => prisma.pin.create({ data: { title } });
const addWith = (title: string, marks: string[]) => prisma.pin.create({ data: { title, marks: { create: marks } } });
const move = (id: string, place: number) => prisma.pin.update({ where: { id }, data: { place } });
const addAll = (rows: { title: string }[]) => prisma.pin.createMany({ data: rows });
async function invite(to: string) {
  await prisma.invitation.create({ data: { to } });
  await mailer.send(to);
}
async function addOnce(title: string) {
  if (title !== "") await prisma.pin.create({ data: { title } });
}
export async function all(pins: { id: string; board: string; title: string; marks: string[] }[]) {
  for (const { id } of pins) await remove(id); // expect: write-in-loop
  await Promise.all(pins.map((pin) => add(pin.title))); // expect: write-in-loop
  for (const pin of pins) await removeOf(pin.board, pin.id);
  for (const pin of pins) await addWith(pin.title, pin.marks);
  for (const pin of pins) await move(pin.id, 1); // expect: write-in-loop
  for (const pin of pins) await move(pin.id, pin.marks.length);
  for (const pin of pins) await invite(pin.title);
  for (const pin of pins) await addAll(pin.marks.map((title) => ({ title })));
  for (const pin of pins) await addAll([{ title: pin.title }]); // expect: write-in-loop
  for (const pin of pins) await addOnce(pin.title);
  for (const pin of pins) {
    const made = await add(pin.title);
    pin.id = made.id;
  }
  for (const pin of pins) {
    await mailer.send(pin.title);
    await add(pin.title);
  }
}

// case: an insert that a function builds and its caller runs
// file: rows.ts
import type { Knex } from "knex";
export const insertGuest = (trx: Knex.Transaction, guest: { name: string }) => trx("guests").insert(guest);
export const guestsOf = (trx: Knex.Transaction, names: string[]) => trx("guests").whereIn("name", names);
// file: main.ts
import type { Knex } from "knex";
import { guestsOf, insertGuest } from "./rows";
export const seat = (knex: Knex, guests: { name: string }[]) =>
  knex.transaction(async (trx) => {
    await guestsOf(trx, guests.map(({ name }) => name));
    for (const guest of guests) await insertGuest(trx, guest); // expect: write-in-loop
  });

// case: a row that was locked in the turn is written in it
// file: main.ts
import { type DataSource } from "typeorm";
import { Account } from "./account";
export const settle = (source: DataSource, moves: { account: number; sum: number }[]) =>
  source.transaction(async (manager) => {
    for (const { account, sum } of moves) {
      const row = await manager.findOneOrFail(Account, { where: { id: account }, lock: { mode: "pessimistic_write" } });
      row.sum += sum;
      await manager.save(row);
    }
    for (const { sum } of moves) {
      const row = manager.create(Account, { sum });
      await manager.save(row); // expect: write-in-loop
    }
  });

// case: one of several objects of the project, chosen by a field of the row
// file: prices.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Prices { of(sku: string): Promise<number> }
class Fixed implements Prices {
  async of(sku: string) {
    return (await prisma.price.findFirst({ where: { sku } }))?.cents ?? 0;
  }
}
class Auction implements Prices {
  async of(sku: string) {
    return (await prisma.bid.findFirst({ where: { sku } }))?.cents ?? 0;
  }
}
export const prices: Record<string, Prices> = { fixed: new Fixed(), auction: new Auction() };
export const tables: Record<string, { count(): Promise<number> }> = { price: prisma.price, bid: prisma.bid };
// file: main.ts
import { prices, tables } from "./prices";
export async function total(items: { sku: string; kind: string }[]) {
  let cents = 0;
  for (const item of items) cents += await prices[item.kind].of(item.sku); // expect: n-plus-one
  for (const item of items) cents += await tables[item.kind].count();
  return cents;
}

// case: a map that begins empty in each call keeps nothing, and one that outlives it does
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const cache = new Map<string, string>();
async function nameOf(id: string) {
  const cache = new Map<string, string>();
  if (cache.has(id)) return cache.get(id);
  const user = await prisma.user.findFirst({ where: { id } });
  cache.set(id, user.name);
  return user.name;
}
async function keptNameOf(id: string) {
  if (cache.has(id)) return cache.get(id);
  const user = await prisma.user.findFirst({ where: { id } });
  cache.set(id, user.name);
  return user.name;
}
export async function all(ids: string[]) {
  for (const id of ids) await nameOf(id); // expect: n-plus-one
  for (const id of ids) await keptNameOf(id);
}

// case: pages, batches and groups that are things, and lists that are called so
// file: parts.js
const { Block } = require("./models");
exports.blocksOf = (page) => Block.find({ page: page._id }).lean();
exports.blocksAt = ({ page, place }) => Block.findOne({ page, place }).lean();
exports.blocksIn = (page) => Block.find({ _id: { $in: page } }).lean();
// file: models.js
const { model, Schema } = require("mongoose");
exports.Block = model("Block", new Schema({ page: String, place: Number }));
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { blocksAt, blocksIn, blocksOf } from "./parts";
const prisma = new PrismaClient();
const mayEdit = (user: string, site: string) => prisma.right.findFirst({ where: { user, site } });
const rated = (batch: string) => prisma.sample.count({ where: { batch } });
export async function all(pages: any[], lists: any[]) {
  for (const page of pages) await blocksOf(page); // expect: n-plus-one
  for (const slice of pages) await blocksAt(slice); // expect: n-plus-one
  for (const page of lists) await blocksIn(page);
}
export async function shown(pages: { id: string }[], user: string, site: string) {
  const out = [];
  for (const page of pages) out.push({ ...page, editable: await mayEdit(user, site) }); // expect: n-plus-one
  return out;
}
export async function rates(batches: string[], bundles: string[][]) {
  for (const batch of batches) await rated(batch); // expect: n-plus-one
  for (const batch of bundles) await prisma.sample.findMany({ where: { batch: { in: batch } } });
}

// case: fields of Nexus, of any kind
// file: types.ts
import { objectType } from "nexus";
export const Album = objectType({
  name: "Album",
  definition(t) {
    t.id("id");
    t.nonNull.int("songs", {
      resolve: (album, _args, ctx) => ctx.prisma.song.count({ where: { album: album.id } }), // expect: n-plus-one
    });
  },
});
export const Query = objectType({
  name: "Query",
  definition(t) {
    t.nonNull.int("songs", { resolve: (_root, { album }, ctx) => ctx.prisma.song.count({ where: { album } }) });
  },
});
// file: context.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export interface Context { prisma: PrismaClient }
export const createContext = (): Context => ({ prisma });

// case: an object that a helper makes when it is first asked for
// file: lazily.ts
export function lazily<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= make());
}
// file: store.ts
import { PrismaClient } from "@prisma/client";
import { lazily } from "./lazily";
const prisma = new PrismaClient();
class Store {
  value(name: string) {
    return prisma.setting.findFirst({ where: { name } });
  }
}
export const store = lazily(() => new Store());
export const rates = lazily(() => prisma.rate.findMany());
// file: main.ts
import { rates, store } from "./store";
export async function all(names: string[]) {
  for (const name of names) await store().value(name); // expect: n-plus-one
  for (const name of names) console.log(name, await rates());
}

// case: a function that is handed by its name to one that counts through the list
// file: each.js
module.exports = async function each(list, visit) {
  for (let i = 0; i < list.length; i++) await visit(list[i], i);
};
// file: main.js
const { model, Schema } = require("mongoose");
const each = require("./each");
const Score = model("Score", new Schema({ points: Number }));
async function show(id) {
  console.log(await Score.findById(id));
}
exports.all = async (ids) => {
  await each(ids, show); // expect: n-plus-one
  await each([1, 2, 3], show);
};
