// Answers that the code itself keeps in a variable, a field or a map and asks for once, and such as keep nothing.

// case: a helper that keeps what it has loaded
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const cache = new Map<string, unknown>();
export async function load(id: string) {
  if (cache.has(id)) return cache.get(id);
  const user = await prisma.user.findFirst({ where: { id } });
  cache.set(id, user);
  return user;
}
// file: orders.ts
import { load } from "./users";
export async function decorate(ids: string[]) {
  for (const id of ids) await load(id);
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

// case: an object that is filled with what was asked, under a name of any kind
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function types(rows: { typeId: string }[]) {
  const types: Record<string, unknown> = {};
  for (const row of rows) {
    if (!types[row.typeId]) types[row.typeId] = await prisma.type.findFirst({ where: { id: row.typeId } });
  }
  const found: Record<string, unknown> = {};
  for (const row of rows) {
    if (!types[row.typeId]) {
      found[row.typeId] = await prisma.type.findFirst({ where: { id: row.typeId } }); // expect: n-plus-one
    }
  }
}

// case: a list of what was asked that is looked through first
import { model, Schema } from "mongoose";
const Feature = model("Feature", new Schema({}));
type Row = { ids: string[] };
export async function resize(changes: { id: string }[]) {
  const found: Row[] = [];
  for (const { id } of changes) {
    let row: Row | null | undefined;
    for (const one of found) {
      if (one.ids.includes(id)) row = one;
    }
    if (!row) {
      row = (await Feature.findOne({ ids: id }).exec()) as Row | null;
      if (row) found.push(row);
    }
    console.log(row);
  }
  const all: unknown[] = [];
  for (const { id } of changes) {
    let row: unknown;
    if (!row) {
      row = await Feature.findOne({ ids: id }).exec(); // expect: n-plus-one
      all.push(row);
    }
  }
}

// case: what makes the connection looks at it once
import { type Knex, knex } from "knex";
let database: Knex | null = null;
export function connection(): Knex {
  if (database) return database;
  database = knex({ client: "pg", acquireConnectionTimeout: 1000 });
  checkCharset(database);
  return database;
}
async function checkCharset(db: Knex) {
  await db.select("charset").from("settings").first();
}
let last: Knex | null = null;
export function another(): Knex {
  if (last === null) console.log("the first one");
  last = knex({ client: "pg", acquireConnectionTimeout: 1000 });
  checkCharset(last);
  return last;
}
let checked = false;
async function check(db: Knex) {
  if (checked) return;
  checked = true;
  await checkCharset(db);
}
let busy = false;
async function alone(db: Knex) {
  if (busy) return;
  busy = true;
  await checkCharset(db);
  busy = false;
}
export async function all(names: string[], db: Knex) {
  for (const name of names) console.log(name, connection());
  for (const name of names) await check(db);
  for (const name of names) await alone(db); // expect: n-plus-one
  for (const name of names) console.log(name, another()); // expect: n-plus-one
}

// case: what has the name of a cache and only runs what it is passed keeps nothing, and what looks first does
// file: failures.ts
export class Failures {
  async wrap<T>(run: () => Promise<T>, key: string) {
    try {
      return { ok: true, data: await run() };
    } catch (error) {
      return { ok: false, error: `${key}: ${error}` };
    }
  }
}
export class Kept {
  private readonly store = new Map<string, unknown>();
  async wrap<T>(run: () => Promise<T>, key: string) {
    try {
      const known = this.store.get(key);
      if (known !== undefined) return known;
      const answer = await run();
      this.store.set(key, answer);
      return answer;
    } catch (error) {
      return { ok: false, error };
    }
  }
}
// file: prices.ts
import { PrismaClient } from "@prisma/client";
import { Failures, Kept } from "./failures";
const prisma = new PrismaClient();
export class Prices {
  constructor(
    private readonly failures: Failures,
    private readonly kept: Kept,
  ) {}
  async now(item: { id: string }) {
    return this.failures.wrap(async () => {
      const price = await prisma.price.findFirst({ where: { item: item.id } });
      return price?.amount ?? 0;
    }, "price");
  }
  async usual(item: { id: string }) {
    return this.kept.wrap(async () => prisma.price.findFirst({ where: { item: item.id } }), item.id);
  }
}
// file: main.ts
import type { Prices } from "./prices";
export async function quote(prices: Prices, items: { id: string }[]) {
  for (const item of items) console.log(await prices.now({ id: item.id })); // expect: n-plus-one
  for (const item of items) console.log(await prices.usual({ id: item.id }));
}

// case: what is set up once, and what has no mark of it
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
class Bridge {
  #ready = false;
  busy = false;
  async connect() {
    if (this.#ready) return;
    await prisma.setting.findFirst();
    this.#ready = true;
  }
  async work(id: string) {
    if (this.busy) return;
    this.busy = true;
    await prisma.job.findFirst({ where: { id } });
    this.busy = false;
  }
  async send(id: string) {
    await this.connect();
    return fetch(`https://api.test/${id}`, { signal: AbortSignal.timeout(1000) });
  }
}
export async function all(ids: string[]) {
  const bridge = new Bridge();
  for (const id of ids) await bridge.send(id);
  for (const id of ids) await bridge.work(id); // expect: n-plus-one
}

// case: a set of the rows that had their turn keeps no answer
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function rebuild(rows: { id: number; author: number }[]) {
  const done = new Set<number>();
  const authors = new Set<number>();
  for (const row of rows) {
    if (done.has(row.id)) continue;
    await prisma.note.findFirst({ where: { id: row.id } }); // expect: n-plus-one
    done.add(row.id);
  }
  for (const row of rows) {
    if (authors.has(row.author)) continue;
    await prisma.user.findFirst({ where: { id: row.author } });
    authors.add(row.author);
  }
}

// case: a set of what there is already, before a loop that asks about the others
// file: import.js
const mongoose = require("mongoose");
const Student = mongoose.model("Student", new mongoose.Schema({}));
const Faculty = mongoose.model("Faculty", new mongoose.Schema({}));
exports.add = async (rows) => {
  const emails = new Set(await Student.distinct("email", { email: { $in: rows.map(({ email }) => email) } }));
  for (const row of rows) {
    if (emails.has(row.email)) continue;
    emails.add(row.email);
    row.faculty = await Faculty.findOne({ name: row.faculty }).lean(); // expect: n-plus-one
  }
};
exports.fill = async (rows) => {
  const found = await Faculty.find({ name: { $in: rows.map(({ faculty }) => faculty) } });
  const faculties = new Map(found.map((one) => [one.name, one]));
  for (const row of rows) {
    if (faculties.has(row.faculty)) continue;
    row.faculty = await Faculty.findOne({ name: row.faculty }).lean();
  }
};

// case: what a map has is looked up first, also where the variable begins empty and nothing found is null
import { EntityManager } from "@mikro-orm/postgresql";
class Depot {
  id!: string;
}
declare function present<T>(found: T | null): T;
export async function book(em: EntityManager, moves: { from?: string; to: string }[]) {
  const depots = new Map<string, Depot>();
  for (const move of moves) {
    let from: Depot | null = null;
    if (move.from) {
      from = depots.get(move.from) ?? null;
      if (!from) {
        from = present(await em.findOne(Depot, { id: move.from }));
        depots.set(move.from, from);
      }
    }
    const to = present(await em.findOne(Depot, { id: move.to })); // expect: n-plus-one
    console.log(from, to);
  }
}
export async function bookFresh(em: EntityManager, moves: { from: string }[], depots: Map<string, string>) {
  for (const move of moves) {
    let from: Depot | null = null;
    if (depots.has(move.from)) from = { id: depots.get(move.from) ?? "" };
    if (!from) from = await em.findOne(Depot, { id: move.from }); // expect: n-plus-one
    console.log(from);
  }
}

// case: what is passed from turn to turn keeps a promise, and answers by their keys
import { EntityManager } from "@mikro-orm/postgresql";
class Unit {
  code!: string;
}
interface Units {
  basePromise: Promise<Unit | null> | null;
  codes: Map<string, Unit | null>;
}
interface Line {
  unit: string;
  ratePromise?: Promise<Unit | null>;
}
async function check(em: EntityManager, units: Units, code: string) {
  if (!units.basePromise) units.basePromise = em.findOne(Unit, { code: "base" });
  const base = await units.basePromise;
  if (units.codes.has(code)) return base;
  units.codes.set(code, await em.findOne(Unit, { code }));
  return base;
}
async function rate(em: EntityManager, line: Line) {
  if (!line.ratePromise) line.ratePromise = em.findOne(Unit, { code: line.unit });
  return line.ratePromise;
}
export async function checkAll(em: EntityManager, lines: Line[]) {
  const units: Units = { basePromise: null, codes: new Map() };
  await Promise.all(lines.map((line) => check(em, units, line.unit)));
  await Promise.all(lines.map((line) => rate(em, line))); // expect: n-plus-one
}

// case: what only the first turn asks, because it says that it has
import { DataSource } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
class Template {
  id!: string;
  text!: string;
}
const templates = source.getRepository(Template);
declare function send(to: string, text: string): Promise<void>;
export async function sendAll(letters: string[]) {
  let sent = false;
  for (const to of letters) {
    let text: string;
    if (sent) {
      text = "";
    } else {
      text = (await templates.findOneByOrFail({ id: "letter" })).text;
    }
    await send(to, text);
    sent = true;
  }
}
export async function sendFirst(letters: string[]) {
  let isFirst = true;
  for (const to of letters) {
    if (isFirst) await send(to, (await templates.findOneByOrFail({ id: "first" })).text);
    isFirst = false;
    await send(to, "");
  }
}
export async function sendEveryOther(letters: { to: string; id: string }[]) {
  let quiet = false;
  for (const { to, id } of letters) {
    if (!quiet) await send(to, (await templates.findOneByOrFail({ id })).text); // expect: n-plus-one
    quiet = !quiet;
  }
}

// case: a key that is looked for in a set of others is no answer that is kept
import { EntityManager } from "@mikro-orm/postgresql";
class Category {
  id!: number;
  parent!: number;
}
class Grant {
  category!: number;
  granted!: boolean;
}
export async function grant(em: EntityManager, ids: number[], parents: Category[], closed: Set<number>) {
  const parentMap = new Map(parents.map(({ id, parent }) => [id, parent]));
  for (const id of ids) {
    const parent = parentMap.get(id);
    if (parent && closed.has(parent)) continue;
    console.log(await em.findOneOrFail(Category, { id })); // expect: n-plus-one
  }
}
export async function grantNew(em: EntityManager, ids: number[]) {
  const granted = new Set((await em.find(Grant, { granted: true })).map(({ category }) => category));
  for (const id of ids) {
    if (granted.has(id)) continue;
    console.log(await em.findOneOrFail(Category, { id })); // expect: n-plus-one
  }
}
export async function name(em: EntityManager, ids: number[], knownMap: Map<number, Category>) {
  for (const id of ids) {
    const known = knownMap.get(id);
    if (known && known.parent > 0) continue;
    knownMap.set(id, await em.findOneOrFail(Category, { id }));
  }
}

// case: a list of answers that is passed to what looks for one
import { DataSource } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
class Authority {
  id!: string;
  name!: string;
}
const authorities = source.getRepository(Authority);
const named = async (school: { authority: string }, known?: Authority[]) => {
  let authority = known ? known.find(({ id }) => id === school.authority) : undefined;
  if (!authority) {
    const row = await authorities.findOneByOrFail({ id: school.authority });
    authority = { id: row.id, name: row.name };
    if (known) known.push(authority);
  }
  return authority.name;
};
export async function names(schools: { authority: string }[]) {
  const known: Authority[] = [];
  const out: string[] = [];
  for (const school of schools) out.push(await named(school, known));
  return out;
}

// case: asked only when not kept yet
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(rows: { userId: string }[]) {
  const cache = new Map();
  for (const row of rows) {
    if (!cache.has(row.userId)) {
      cache.set(row.userId, await prisma.user.findUnique({ where: { id: row.userId } }));
    }
  }
}

// case: a number that is asked whether it is more than none is no answer that a map lacks
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function shortages(orders: string[], item: string, wantedMap: Map<string, number>) {
  for (const order of orders) {
    const wanted = wantedMap.get(order);
    if (!wanted || wanted <= 0.001) continue;
    const material = await prisma.material.findFirst({ where: { order, item } }); // expect: n-plus-one
    console.log(material, wanted);
  }
}
export async function prices(items: string[], priceMap: Map<string, number>) {
  for (const item of items) {
    const price = priceMap.get(item);
    if (price !== undefined && price > 0) continue;
    console.log(await prisma.material.findFirst({ where: { item } }));
  }
}

// case: a map that a function makes where it is passed none keeps what was asked
import mongoose from "mongoose";
const Owner = mongoose.model("Owner", new mongoose.Schema({ name: String }));
export async function attach(pets, owners = new Map()) {
  for (const pet of pets) {
    if (!owners.has(pet.ownerId)) owners.set(pet.ownerId, await Owner.findById(pet.ownerId).lean());
    pet.owner = owners.get(pet.ownerId);
  }
  for (const pet of pets) pet.owner = await Owner.findById(pet.ownerId).lean(); // expect: n-plus-one
}

// case: what each object keeps is asked for each object, what one for all keeps is asked once
// file: invoice.js
import knex from "knex";
export const db = knex({ client: "pg", connection: process.env.DB });
export class Invoice {
  #lines;
  constructor(row) {
    this.row = row;
  }
  async lines() {
    this.#lines ??= await db("lines").where({ invoice_id: this.row.id });
    return this.#lines;
  }
  async total() {
    return (await this.lines()).reduce((sum, line) => sum + line.amount, 0);
  }
}
export class Rates {
  async values() {
    if (!this.kept) this.kept = await db("rates");
    return this.kept;
  }
}
// file: report.js
import { db, Invoice, Rates } from "./invoice.js";
const rates = new Rates();
const totalOf = async (invoice, values) => (await invoice.total()) * values.length;
export async function totals() {
  const invoices = (await db("invoices")).map((row) => new Invoice(row));
  const [first] = invoices;
  const out = [];
  for (const invoice of invoices) out.push((await rates.values()).length + invoice.row.id);
  for (const invoice of invoices) out.push((await first.total()) + invoice.row.id);
  for (const invoice of invoices) out.push(await invoice.total()); // expect: n-plus-one
  for (const invoice of invoices) out.push(await totalOf(invoice, await rates.values())); // expect: n-plus-one
  return out;
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

// case: what is made once, and filled where it is made
// file: kinds.ts
import { createClient } from "redis";
const redis = createClient({ socket: { connectTimeout: 1000 } });
export class Kinds {
  private static all: Kinds;
  private static first: Kinds;
  private async load() { await redis.get("kinds"); }
  static async instance() {
    if (!Kinds.all) {
      Kinds.all = new Kinds();
      await Kinds.all.load();
    }
    return Kinds.all;
  }
  static async anew() {
    if (!Kinds.first) Kinds.first = new Kinds();
    await Kinds.first.load();
    return Kinds.first;
  }
}
// file: main.ts
import { Kinds } from "./kinds";
export async function all(ids: string[]) {
  for (const id of ids) (await Kinds.instance()).toString();
  for (const id of ids) (await Kinds.anew()).toString(); // expect: n-plus-one
}

// case: what a method of the same class puts into the field that was looked at
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
class Uploads {
  private settings: unknown;
  private last: unknown;
  async load() {
    const { rows } = await pool.query("SELECT * FROM settings LIMIT 1");
    this.settings = rows[0];
    return true;
  }
  async read() { return (await pool.query("SELECT * FROM settings LIMIT 1")).rows; }
  async put(file: string) {
    if (!this.settings) {
      const loaded = await this.load();
      if (!loaded) throw new Error("no settings");
    }
    return file;
  }
  private isReady = false;
  async prepare() {
    await pool.query("SELECT * FROM settings LIMIT 1");
    this.isReady = true;
  }
  async putReady(file: string) {
    if (!this.isReady) await this.prepare();
    return file;
  }
  async putLast(file: string) {
    if (!this.last) await this.read();
    return file;
  }
}
const uploads = new Uploads();
export async function all(files: string[]) {
  for (const file of files) await uploads.put(file);
  for (const file of files) await uploads.putReady(file);
  for (const file of files) await uploads.putLast(file); // expect: n-plus-one
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
