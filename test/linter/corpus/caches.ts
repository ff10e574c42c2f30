// Caches, memoising wrappers and decorators that are asked before the database, and such as keep nothing.

// case: a memoised helper
// file: users.ts
import memoize from "lodash/memoize";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const load = memoize(async (id: string) => prisma.user.findFirst({ where: { id } }));
// file: orders.ts
import { load } from "./users";
export async function decorate(ids: string[]) {
  for (const id of ids) await load(id);
}

// case: a cache of the request that is given the query
// file: cache.ts
export class RequestCache {
  async get<T>(key: string, make: () => Promise<T>): Promise<T> {
    return make();
  }
}
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { RequestCache } from "./cache";
export class Zones {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly requestCache: RequestCache,
  ) {}
  zone(id: string) {
    return this.requestCache.get(`zone ${id}`, () => this.prisma.zone.findFirst({ where: { id } }));
  }
  async all(ids: string[]) {
    for (const id of ids) await this.zone(id);
  }
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

// case: what a field of the object, a cache or a store that loads keeps
import { PrismaClient } from "@prisma/client";
import type { RoleCache, Store } from "./stores";
export class Instruments {
  private readonly ids = new Map<string, string>();
  private readonly names = new Map<string, string>();
  constructor(
    private readonly prisma: PrismaClient,
    private readonly roleCache: RoleCache,
    private readonly store: Store,
  ) {}
  private async idOf(symbol: string) {
    if (this.ids.has(symbol)) return this.ids.get(symbol);
    const found = await this.prisma.instrument.findFirst({ where: { symbol } });
    if (found === null) throw new Error("not found");
    this.ids.set(symbol, found.id);
    return found.id;
  }
  private async nameOf(symbol: string) {
    if (this.names.has(symbol)) console.log("known");
    return this.prisma.instrument.findFirst({ where: { symbol } });
  }
  private async permissionsOf(id: string) {
    let permissions = await this.roleCache.getPermissions(id);
    if (!permissions) {
      permissions = await this.prisma.permission.findMany({ where: { role: id } });
      await this.roleCache.setPermissions(id, permissions);
    }
    return permissions;
  }
  private configOf(id: string) {
    return this.store.getOrLoadNs("configs", id, () => this.prisma.config.findFirst({ where: { id } }));
  }
  async all(trades: { symbol: string; role: string }[]) {
    for (const { symbol, role } of trades) {
      await this.idOf(symbol);
      await this.permissionsOf(role);
      await this.configOf(symbol);
      await this.nameOf(symbol); // expect: n-plus-one
    }
  }
}

// case: a cache of the project in front of what is asked
// file: cache.ts
import { createClient } from "redis";
const client = createClient();
export const cache = { get: async (key: string) => client.get(key) };
// file: rates.ts
import { cache } from "./cache";
export const rate = async (currency: string) => cache.get(`rate_${currency}`);
// file: main.ts
import { rate } from "./rates";
export async function sum(rows: { currency: string; value: number }[]) {
  let total = 0;
  for (const row of rows) total += row.value * Number(await rate(row.currency));
  return total;
}

// case: a cache of the request in front of a helper that asks
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare const requestCache: { get<T>(key: string, load: () => Promise<T>): Promise<T> };
declare function found<T>(row: Promise<T>): Promise<T>;
export async function groups(options: { groupId: string }[]) {
  return Promise.all(
    options.map((option) => requestCache.get(option.groupId, () => found(prisma.group.findFirst({ where: { id: option.groupId } })))),
  );
}

// case: a cache of the project that stands among others
// file: main.ts
import { createClient } from "redis";
const client = createClient();
class Comments {
  async find(id: string) {
    return client.get(id);
  }
}
const context = { cache: { comments: new Comments() }, store: { comments: new Comments() } };
export async function all(ids: string[]) {
  for (const id of ids) await context.cache.comments.find(id);
  for (const id of ids) await context.store.comments.find(id); // expect: n-plus-one
}

// case: answers that are kept, and loops that find one out
const mongoose = require("mongoose");
const Grant = mongoose.model("Grant", new mongoose.Schema({}));
const answers = new Map();
exports.may = async (user, actions) => {
  if (answers.has(user)) return answers.get(user);
  const out = [];
  for (const action of actions) out.push(await Grant.find({ user, action })); // expect: n-plus-one
  answers.set(user, out);
  return out;
};
const cache = new Map();
exports.each = async (actions) => {
  for (const action of actions) {
    if (cache.has(action)) continue;
    cache.set(action, await Grant.findOne({ action }));
  }
};

// case: a service named cache whose loop queries
// file: main.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class UserCacheService {
  async warm(ids: string[]) {
    for (const id of ids) {
      const user = await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
      console.log(user);
    }
  }
}
export class FeedCache {
  constructor(private cacheRepo: UserCacheService) {}
  async load(ids: string[]) {
    for (const id of ids) await this.read(id); // expect: n-plus-one
  }
  private async read(id: string) {
    return prisma.feed.findMany({ where: { userId: id } });
  }
}

// case: a set out of which is taken again what was put in blocks doubles, and keeps no answer
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const recentCache = new Set<string>();
const namesCache = new Set<string>();
const note = async ({ caseId, what }: { caseId: number; what: string }) => {
  const mark = `${caseId}-${what}`;
  if (recentCache.has(mark)) return;
  recentCache.add(mark);
  setTimeout(() => recentCache.delete(mark), 2000);
  const noted = await prisma.note.findFirst({ where: { caseId, what } });
  console.log(noted);
};
const name = async (caseId: number) => {
  if (namesCache.has(`${caseId}`)) return;
  namesCache.add(`${caseId}`);
  console.log(await prisma.note.findFirst({ where: { caseId } }));
};
export async function noteAll(ids: number[], what: string) {
  await Promise.all(ids.map((caseId) => note({ caseId, what }))); // expect: n-plus-one
  await Promise.all(ids.map((caseId) => name(caseId)));
}

// case: what a cache or a wrapper that is waited for gives is an answer, and no function
// file: plans.ts
import { PrismaClient } from "@prisma/client";
import { cache, timed } from "./outside";
const prisma = new PrismaClient();
export const plan = async (id: string) => cache.wrap(`plan:${id}`, () => prisma.plan.findFirst({ where: { id } }));
export const subscriptions = (planId: string) => prisma.subscription.count({ where: { planId } });
// file: billing.ts
import { plan, subscriptions } from "./plans";
export async function bill(accounts: { planId: string }[]) {
  for (const account of accounts) {
    const found = await plan(account.planId);
    console.log(found);
    console.log(await subscriptions(account.planId)); // expect: n-plus-one
  }
}

// case: a cache that is asked under a condition, or gives its answer as a part, keeps what was asked
// file: columns.ts
import { knex } from "knex";
import { Cache } from "./cache";
const db = knex({ client: "pg" });
export async function getColumn(id: string | undefined) {
  let column = id && (await Cache.get(`column:${id}`, "object"));
  if (!column) {
    column = await db("columns").where({ id }).first();
    await Cache.set(`column:${id}`, column);
  }
  return column;
}
export async function listSorts(viewId: string) {
  const cachedList = await Cache.getList("sort", [viewId]);
  let { list: sorts } = cachedList;
  const { isNoneList } = cachedList;
  if (!isNoneList && !sorts.length) {
    sorts = await db("sorts").where({ view_id: viewId });
    await Cache.setList("sort", [viewId], sorts);
  }
  return sorts;
}
export async function listFilters(viewId: string) {
  const { shown } = await db("views").where({ id: viewId }).first();
  return shown ? await db("filters").where({ view_id: viewId }) : [];
}
// file: cache.ts
export const Cache = { get: ask, set: tell, getList: ask, setList: tell };
declare function ask(...key: unknown[]): Promise<any>;
declare function tell(...key: unknown[]): Promise<void>;
// file: views.ts
import { getColumn, listFilters, listSorts } from "./columns";
export async function shown(ids: string[]) {
  for (const id of ids) await getColumn(id);
  for (const id of ids) await listSorts(id);
  for (const id of ids) await listFilters(id); // expect: n-plus-one
}

// case: an answer from afar that a project keeps by methods of its own
// file: store.ts
import { createClient } from "redis";
const client = createClient({ socket: { connectTimeout: 1000 } });
export class Kept {
  static async GetSavedRates({ url }: { url: string }) {
    return client.get(`rates:${url}`);
  }
  static async SetSavedRates({ url, data }: { url: string; data: string }) {
    await client.set(`rates:${url}`, data);
  }
  static async getName(id: string) {
    return client.get(`name:${id}`);
  }
  static async setSeen(id: string, at: string) {
    await client.set(`seen:${id}`, at);
  }
}
// file: rates.ts
import { Kept } from "./store";
export async function ratesOf(url: URL) {
  const known = await Kept.GetSavedRates({ url: url.toString() });
  if (known) return JSON.parse(known);
  const answer = await fetch(url, { signal: AbortSignal.timeout(1000) });
  const data = await answer.json();
  await Kept.SetSavedRates({ url: url.toString(), data: JSON.stringify(data) });
  return data;
}
export async function greet(id: string) {
  const name = await Kept.getName(id);
  if (name) return name;
  await Kept.setSeen(id, "now");
  return "nobody";
}
// file: main.ts
import { greet, ratesOf } from "./rates";
export async function all(urls: URL[], ids: string[]) {
  const rates = await Promise.all(urls.map((url) => ratesOf(url)));
  const names = await Promise.all(ids.map((id) => greet(id))); // expect: n-plus-one
  return { rates, names };
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

// case: where a kept list is too short there is nothing to do, and nothing is kept
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function traces(host: string): Promise<string[]>;
export async function scan(host: string, kinds: string[]) {
  const traceCache = await traces(host);
  if (traceCache.length < 10) return;
  for (const kind of kinds) console.log(await prisma.alert.findFirst({ where: { kind } })); // expect: n-plus-one
}
export async function kindsOf(rows: { host: string; cached: string[] }[]) {
  for (const { host, cached } of rows) {
    if (cached.length > 0) console.log(cached);
    else console.log(await prisma.alert.findMany({ where: { host } }));
  }
  for (const { host, cached } of rows) {
    if (cached.length < 1) console.log(await prisma.alert.findMany({ where: { host } }));
  }
}

// case: a cache that is waited for beside others is asked, not what fills it
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
class Kept<T> {
  private readonly held = new Map<string, T>();
  async get(key: string, fill: () => Promise<T>): Promise<T> {
    if (!this.held.has(key)) this.held.set(key, await fill());
    return this.held.get(key) as T;
  }
}
const ruleCache = new Kept<number[]>();
const load = async (name: string) => [(await prisma.rule.findFirst({ where: { name } }))?.rate ?? 1];
const first = (list: number[]) => list.map((one) => one * 2)[0];
async function price(from: string, to: string) {
  const [left, right] = await Promise.all([
    ruleCache.get(from, () => load(from)),
    ruleCache.get(to, () => load(to)),
  ]);
  return first(left) / first(right);
}
async function fresh(from: string) {
  return first(await load(from));
}
export async function all(pairs: { from: string; to: string }[]) {
  for (const { from, to } of pairs) await price(from, to);
  for (const { from } of pairs) await fresh(from); // expect: n-plus-one
}

// case: what Keyv keeps is asked for first
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare const keyv: { get(key: string): Promise<string[] | undefined>; set(key: string, value: string[]): Promise<void> };
async function load(guild: string) {
  const found = await prisma.guild.findFirst({ where: { id: guild } });
  const roles: string[] = found?.roles ?? [];
  await keyv.set(`roles:${guild}`, roles);
  return roles;
}
const rolesOf = async (guild: string) => (await keyv.get(`roles:${guild}`)) || (await load(guild));
export async function count(guild: string, members: string[]) {
  let staff = 0;
  for (const member of members) if ((await rolesOf(guild)).includes(member)) staff++;
  for (const member of members) if ((await load(guild)).includes(member)) staff++; // expect: n-plus-one
  return staff;
}

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

// case: a wrapper that keeps the answers
// file: main.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const once = (work) => {
  const answers = new Map();
  return async (key) => {
    if (answers.has(key)) return answers.get(key);
    const answer = await work(key);
    answers.set(key, answer);
    return answer;
  };
};
const find = once((country) => pool.query("SELECT * FROM countries WHERE code = $1", [country]));
module.exports.all = async (rows) => {
  for (const row of rows) await find(row.country);
};
