// Lists that stand in the code, by whatever way they come to the loop, and lists that data is put into.

// case: a helper that goes through its own list of codes
// file: settings.ts
const CODES = ["host", "port"];
export const readAll = (read: (code: string) => Promise<unknown>) => Promise.all(CODES.map((code) => read(code)));
export const eachOf = (ids: string[], read: (id: string) => Promise<unknown>) => Promise.all(ids.map((id) => read(id)));
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { eachOf, readAll } from "./settings";
const prisma = new PrismaClient();
export const config = () => readAll((code) => prisma.config.findFirst({ where: { code } }));
export const users = (ids: string[]) => eachOf(ids, (id) => prisma.user.findFirst({ where: { id } })); // expect: n-plus-one

// case: a list that is filled in plain sight
// file: alternatives.ts
export function alternatives(wanted: { make?: string; color?: string }) {
  const queries: object[] = [];
  if (wanted.make) queries.push({ make: wanted.make });
  if (wanted.color) {
    queries.push({ color: wanted.color });
  }
  return queries;
}
export function each(makes: string[]) {
  const queries: object[] = [];
  for (const make of makes) queries.push({ make });
  return queries;
}
// file: main.ts
import { Repository } from "typeorm";
import { alternatives, each } from "./alternatives";
export async function search(cars: Repository<object>, makes: string[]) {
  for (const query of alternatives({ make: makes[0] })) await cars.find({ where: query });
  for (const query of each(makes)) await cars.find({ where: query }); // expect: n-plus-one
  const spread: object[] = [];
  spread.push(...makes.map((make) => ({ make })));
  for (const query of spread) await cars.find({ where: query }); // expect: n-plus-one
}

// case: a set that at most two are put into, and one that a loop fills
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function moved(before: string | undefined, now: string | undefined, others: { id: string }[]) {
  const touched = new Set<string>();
  if (before) touched.add(before);
  if (now) touched.add(now);
  await Promise.all([...touched].map((id) => prisma.shelf.findFirst({ where: { id } })));
  const all = new Set<string>();
  for (const { id } of others) all.add(id);
  await Promise.all([...all].map((id) => prisma.shelf.findFirst({ where: { id } }))); // expect: n-plus-one
}

// case: a field that begins empty is filled by whoever makes the object, and one that has its names is not
// file: order.ts
export class OrderRequest {
  customer: string;
  lines: { id: string }[] = [];
  notes = new Array<{ id: string }>();
  readonly kinds = ["new", "used"];
}
// file: main.ts
import { PrismaClient } from "@prisma/client";
import type { OrderRequest } from "./order";
const prisma = new PrismaClient();
export async function check(order: OrderRequest) {
  for (const line of order.lines) await prisma.product.findFirst({ where: { id: line.id } }); // expect: n-plus-one
  for (const note of order.notes) await prisma.note.findFirst({ where: { id: note.id } }); // expect: n-plus-one
  for (const kind of order.kinds) await prisma.stock.findFirst({ where: { kind } });
}

// case: a list that is one of constants when it is left out
import Redis from "ioredis";
export async function preload(redis: Redis, video: string, heights: number[] = [360, 480, 720], names: string[] = []) {
  for (const height of heights) await redis.get(`${video}:${height}`);
  for (const name of names) await redis.get(`${video}:${name}`); // expect: n-plus-one
}

// case: lists of a class, and results that are empty when there is nothing
import { Repository } from "typeorm";
export class Notifier {
  private static channels: { name: string }[] = [{ name: "mail" }, { name: "push" }];
  constructor(private readonly rows: Repository<{ id: string }>) {}
  async page(ids?: string[]) {
    if (!ids) return { count: 0, result: [] };
    const result = await this.rows.find();
    return { count: result.length, result };
  }
  async send(ids: string[]) {
    for (const channel of Notifier.channels) await this.rows.findOneBy({ id: channel.name });
    const found = await this.page(ids);
    for (const { id } of found.result) await this.rows.findOneBy({ id }); // expect: n-plus-one
  }
}

// case: a list that is one or another that stands in the code
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const Kinds = ["a", "b", "c"];
export async function count(kind: string, ids: string[]) {
  let kinds: string[] = [];
  if (kind === "all") kinds = [...Kinds];
  else kinds = [kind];
  for (const one of kinds) await prisma.row.findFirst({ where: { kind: one } });
  let wanted: string[] = [];
  if (kind === "all") wanted = [...ids];
  for (const id of wanted) await prisma.row.findFirst({ where: { id } }); // expect: n-plus-one
}

// case: a list that a switch chooses
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(network: string) {
  let nodes: string[];
  switch (network) {
    case "main":
      nodes = ["a", "b"];
      break;
    default:
      nodes = ["c"];
  }
  for (const id of nodes) await prisma.node.findFirst({ where: { id } });
}

// case: kinds that the constructor fixes, and those that it is given
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class Finder {
  fixed: string[];
  given: string[];
  constructor(given: string[]) {
    this.fixed = ["books", "films"];
    this.given = given;
  }
  async all() {
    for (const kind of this.fixed) await prisma.item.findMany({ where: { kind } });
    for (const kind of this.given) await prisma.item.findMany({ where: { kind } }); // expect: n-plus-one
  }
}

// case: lists in a switch, and a list that one way loads
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function nodes(network: string) {
  let keys: string[];
  switch (network) {
    case "test":
      keys = ["a", "b"];
      break;
    default:
      keys = ["c"];
  }
  for (const key of keys) await prisma.node.findFirst({ where: { key } });
  let names = ["x", "y"];
  if (network === "main") names = (await prisma.node.findMany()).map(({ name }) => name);
  for (const name of names) await prisma.node.findFirst({ where: { name } }); // expect: n-plus-one
}

// case: the answers of a list of questions in the code
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function logged(kind: string): Promise<string>;
const tell = async (id: string) => prisma.campaign.findFirst({ where: { id } });
export async function finish(kinds: string[]) {
  await Promise.all([logged("mail"), logged("text")]).then((ids) => ids.filter(Boolean).forEach((id) => void tell(id)));
  const both = await Promise.all([logged("mail"), logged("text")]);
  for (const id of both) await tell(id);
  const all = await Promise.all(kinds.map(logged));
  for (const id of all) await tell(id); // expect: n-plus-one
}

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

// case: what all callers of a function of the file pass
import { PrismaClient } from "@prisma/client";
import { Limits, Methods, methodsOf } from "./kinds";
const prisma = new PrismaClient();
async function count(kinds: readonly string[]) {
  for (const kind of kinds) await prisma.user.count({ where: { kind } });
}
async function sum(kinds: readonly string[]) {
  for (const kind of kinds) await prisma.user.count({ where: { kind } }); // expect: n-plus-one
}
export async function total(kinds: readonly string[]) {
  for (const kind of kinds) await prisma.user.count({ where: { kind } }); // expect: n-plus-one
}
async function passed(kinds: readonly string[]) {
  for (const kind of kinds) await prisma.user.count({ where: { kind } }); // expect: n-plus-one
}
export const jobs = { passed };
export class Report {
  async all(country: string, rows: string[]) {
    await count(["mail", "chat"]);
    await sum(["mail", "chat"]);
    await sum(rows);
    await total(["mail", "chat"]);
    await passed(["mail"]);
    await this.byMethod(Methods.get(country)!);
    for (const [, methods] of Methods) await this.byMethod(methods);
    await this.byRow(["mail"]);
    await this.open(["mail"]);
    for (const kind of Limits[country]!) await prisma.user.count({ where: { kind } });
    for (const kind of methodsOf(country)) await prisma.user.count({ where: { kind } }); // expect: n-plus-one
  }
  private async byMethod(methods: string[]) {
    for (const kind of methods) await prisma.user.count({ where: { kind } });
  }
  private async byRow(rows: string[]) {
    for (const kind of rows) await prisma.user.count({ where: { kind } }); // expect: n-plus-one
    return { again: this.byRow };
  }
  async open(rows: string[]) {
    for (const kind of rows) await prisma.user.count({ where: { kind } }); // expect: n-plus-one
  }
}
// file: kinds/index.ts
export * from "./methods";
export { Limits } from "./limits";
// file: kinds/limits.ts
export const Limits: Record<string, string[]> = { de: ["mail"], fr: ["chat", "mail"] };
// file: kinds/methods.ts
declare const rows: Map<string, string[]>;
export const Methods = new Map<string, string[]>([["de", ["mail", "chat"]]]);
export const methodsOf = (country: string) => rows.get(country) ?? [];

// case: a list that a helper makes distinct, of the code or of rows
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const distinct = (kinds: string[]) => [...new Set(kinds.filter((kind) => kind !== ""))];
const named = (kinds: string[]) => kinds.map((kind) => kind.trim());
function wanted(mail: boolean) {
  const kinds: string[] = [];
  if (mail) kinds.push("mail");
  kinds.push("chat");
  return distinct(kinds);
}
export async function all(rows: string[]) {
  for (const kind of wanted(true)) await prisma.user.count({ where: { kind } });
  for (const kind of named(["mail", "chat"])) await prisma.user.count({ where: { kind } });
  for (const kind of distinct(rows)) await prisma.user.count({ where: { kind } }); // expect: n-plus-one
}

// case: lists of the code by every way, and lists that more is put into
import { PrismaClient } from "@prisma/client";
import { pgEnum } from "drizzle-orm/pg-core";
import { z } from "zod";
import * as constants from "./constants";
import { byRole, frozen, plans } from "./constants";
const { levels } = require("./levels");
const prisma = new PrismaClient();
const kinds = z.enum(["mail", "chat"]);
const roles = pgEnum("role", ["admin", "user"]);
const find = (name: string) => prisma.user.findFirst({ where: { name } });
function listFor(kind: string) {
  switch (kind) {
    case "a":
      return ["x", "y"];
    case "b":
      return ["z"];
    default:
      return [];
  }
}
async function missing(from: number, to: number) {
  if (from > to) return [];
  const known = await prisma.block.findMany();
  const all = Array.from({ length: to - from }, (_, index) => from + index);
  return all.filter((height) => !known.some((one) => one.height === height));
}
const rowsFor = async (kind: string) => (kind === "a" ? ["x"] : (await prisma.user.findMany()).map(({ name }) => name));
export class Kinds {
  private readonly levels = { low: 1, high: 2 };
  private readonly groups: Record<string, number> = { low: 1 };
  put(name: string) {
    this.groups[name] = 1;
  }
  async all(kind: string, rows: string[]) {
    for (const name of Object.keys(this.levels)) await find(name);
    for (const name of Object.keys(this.groups)) await find(name); // expect: n-plus-one
    for (const name of Object.keys(levels)) await find(name);
    for (const name of kinds.options) await find(name);
    for (const name of roles.enumValues) await find(name);
    for (const { name } of constants.plans) await find(name);
    for (const name of Object.keys(frozen)) await find(name);
    for (const name of byRole[kind]!) await find(name);
    for (const name of listFor(kind)) await find(name);
    for (const name of await rowsFor(kind)) await find(name); // expect: n-plus-one
    for (const height of await missing(kind.length, rows.length)) await find(String(height)); // expect: n-plus-one
    for (const name of "mail,chat".split(",")) await find(name);
    for (const name of kind.split(",")) await find(name); // expect: n-plus-one
    let some: string[] = [];
    if (kind) some = listFor(kind);
    for (const name of some) await find(name);
    const others = { first: ["a"], rest: rows } as Record<string, string[]>;
    for (const name of others[kind]!) await find(name); // expect: n-plus-one
    for (const name of [...listFor(kind), ...rows]) await find(name); // expect: n-plus-one
    for (const name of ["mail"].concat(rows)) await find(name); // expect: n-plus-one
    for (const name of ["mail"].concat("chat")) await find(name);
    for (const name of plans.flatMap((plan) => plan.members(rows))) await find(name); // expect: n-plus-one
    for (const name of plans.flatMap((plan) => [plan.name, "all"])) await find(name);
  }
}
// file: constants.ts
const members = (rows: string[]) => rows;
export const plans = [
  { name: "free", members },
  { name: "pro", members },
];
export const frozen = Object.freeze({ mail: 1, chat: 2 });
export const byRole: Record<string, string[]> = { admin: ["mail", "chat"], user: ["mail"] };
// file: levels.js
module.exports = { levels: { low: 1, high: 2 } };

// case: files that hand on what the other has
import { PrismaClient } from "@prisma/client";
import { levels, missing } from "./first";
const prisma = new PrismaClient();
export async function all() {
  for (const name of levels) await prisma.user.findFirst({ where: { name } });
  for (const name of missing) await prisma.user.findFirst({ where: { name } }); // expect: n-plus-one
}
// file: first.ts
export * from "./second";
// file: second.ts
export * from "./first";
export * from "./levels";
// file: levels.ts
export const levels = ["low", "high"];

// case: a list that a function gives from the code, and one that it gives from a table
// file: formats.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const formats = () => ["pdf", "html", "xml"];
export const users = async () => prisma.user.findMany();
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { formats, users } from "./formats";
const prisma = new PrismaClient();
export async function exportAll(id: string) {
  await Promise.all(formats().map((format) => prisma.export.findFirst({ where: { id, format } })));
  for (const user of await users()) await prisma.export.findFirst({ where: { user: user.id } }); // expect: n-plus-one
}

// case: what the elements of a list in the code hold stands in the code, also by way of their places
// file: regions.ts
export const regions = [
  { name: "north", districts: ["a", "b"] },
  { name: "south", districts: ["c"] },
];
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { regions } from "./regions";
const prisma = new PrismaClient();
export async function seed() {
  for (const [place, region] of regions.entries()) {
    await prisma.region.findFirst({ where: { place, name: region.name } });
    for (const [at, name] of region.districts.entries()) await prisma.district.findFirst({ where: { at, name } });
  }
}
export async function load(regions: { districts: string[] }[]) {
  for (const [, region] of regions.entries())
    for (const [at, name] of region.districts.entries()) await prisma.district.findFirst({ where: { at, name } }); // expect: n-plus-one
}

// case: constants that are taken out of what require gives
// file: constants.js
const COMMON = { OPEN: "open", CLOSED: "closed" };
const states = { ...COMMON, LATE: "late" };
const places = { north: { name: "North" }, south: { name: "South" } };
const found = {};
module.exports = { states, places, found };
// file: main.js
const mongoose = require("mongoose");
const { states, places, found } = require("./constants");
const Order = mongoose.model("Order", new mongoose.Schema({}));
exports.learn = (name) => { found[name] = true; };
exports.count = async () => {
  await Promise.all(Object.values(states).map((state) => Order.countDocuments({ state })));
  const names = [null, ...Object.values(places).map(({ name }) => name)];
  for (const name of names) await Order.countDocuments({ name });
  for (const name of Object.keys(found)) await Order.countDocuments({ name }); // expect: n-plus-one
};

// case: a list of three names in the code
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const KINDS = ["day", "week", "month"];
export async function totals() {
  return Promise.all(KINDS.map((kind) => prisma.total.findFirst({ where: { kind } })));
}

// case: a list in the code that data is pushed to
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(rows: { id: string; open: boolean }[]) {
  const open = [];
  for (const row of rows) if (row.open) open.push(row.id);
  for (const id of open) await prisma.order.findFirst({ where: { id } }); // expect: n-plus-one
}

// case: a list in the code that the files of CommonJS pass
// file: counts.js
const { MongoClient } = require("mongodb");
const db = new MongoClient(process.env.DB, { waitQueueTimeoutMS: 1000 }).db();
exports.perKind = async (kinds) => {
  const out = {};
  for (const kind of kinds) out[kind] = await db.collection("events").countDocuments({ kind });
  return out;
};
exports.perUser = async (ids) => {
  const out = {};
  for (const id of ids) out[id] = await db.collection("events").countDocuments({ user: id }); // expect: n-plus-one
  return out;
};
// file: routes.js
const counts = require("./counts");
exports.all = async (request) => [await counts.perKind(["view", "click"]), await counts.perUser(request.body.ids)];

// case: what the callers of another file pass, also as a property
// file: sync.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const find = (name: string) => pool.query("SELECT * FROM contexts WHERE name = $1", [name]);
export const syncContexts = async (params: { contexts?: Record<string, string>; id: number }) => {
  const { contexts } = params;
  if (contexts) for (const [name] of Object.entries(contexts)) await find(name);
};
export async function syncKinds(kinds: string[]) {
  for (const kind of kinds) await find(kind);
}
export async function syncRows(rows: string[]) {
  for (const row of rows) await find(row); // expect: n-plus-one
}
// file: main.ts
import { readFile } from "node:fs/promises";
import { syncContexts, syncKinds, syncRows } from "./sync";
const loadConfig = async (path: string) => JSON.parse(await readFile(path, "utf8"));
export async function start(path: string, rows: string[]) {
  const config = await loadConfig(path);
  await syncContexts({ contexts: config.contexts, id: 1 });
  await syncKinds(["mail", "chat"]);
  await syncRows(rows);
}

// case: a list that a module makes when it is loaded
import { Pool } from "pg";
import { jobs, rowsOf } from "./jobs";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const names = jobs.getKeys();
const rows = rowsOf();
const seen: string[] = Object.values(rows).map((row) => row.id);
export const states = async () => {
  for (const name of names) await pool.query("SELECT * FROM jobs WHERE name = $1", [name]);
  for (const { id } of rows) await pool.query("SELECT * FROM jobs WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of seen) await pool.query("SELECT * FROM jobs WHERE id = $1", [id]); // expect: n-plus-one
  seen.push("a");
};

// case: parts of elements of a list in the code, and of a list in the code that holds rows
// file: regions.ts
export const regions = [
  { name: "north", towns: ["a", "b"] },
  { name: "south", towns: ["c"] },
];
// file: main.ts
import { Pool } from "pg";
import { regions } from "./regions";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function seedTowns(staff: string[], guests: string[]) {
  for (const [, region] of regions.entries())
    for (const [, town] of region.towns.entries()) await pool.query("SELECT * FROM towns WHERE name = $1", [town]);
  for (const group of [staff, guests])
    for (const id of group) await pool.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
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

// case: a constant list by its type
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const kinds = ["order", "invoice", "credit"] as const;
export async function count() {
  return Promise.all(kinds.map((kind) => prisma.document.count({ where: { kind } })));
}

// case: a list in the code for one caller, by way of an index not for another
// file: utils/balances.js
exports.ownersOf = async (pool, inputs) => {
  const owners = [];
  for (const input of inputs) owners.push(await pool.query("SELECT * FROM owners WHERE id = $1", [input])); // expect: n-plus-one
  return owners;
};
exports.none = (pool) => exports.ownersOf(pool, []);
// file: utils/index.js
module.exports = { ...require("./balances") };
// file: main.js
const { Pool } = require("pg");
const { ownersOf } = require("./utils");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
module.exports.all = (ids) => ownersOf(pool, ids);

// case: a list of the code that stands for an argument which is left out
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const roles = [{ name: "admin" }, { name: "guest" }];
export async function ensure(list = roles) {
  for (const { name } of list) await prisma.role.findFirst({ where: { name } });
}
export async function count(ranges = [{ from: 1 }, { from: 10 }]) {
  for (const { from } of ranges) await prisma.role.count({ where: { level: { gte: from } } });
}
export async function find(names: string[] = [], others = rows()) {
  for (const name of names) await prisma.role.findFirst({ where: { name } }); // expect: n-plus-one
  for (const name of others) await prisma.role.findFirst({ where: { name } }); // expect: n-plus-one
}
