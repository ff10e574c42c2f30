// Where the elements come from: what whoever runs the program settled beside what grows with the data.

// case: a program that does its work and ends, and one that goes on
// file: rename.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function rename() {
  const users = await prisma.user.findMany();
  for (const user of users) await prisma.post.findFirst({ where: { user: user.id } });
}
rename()
  .then(() => process.exit(0))
  .catch(() => process.exit(1));
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { app } from "./app";
const prisma = new PrismaClient();
async function start() {
  const users = await prisma.user.findMany();
  for (const user of users) await prisma.post.findFirst({ where: { user: user.id } }); // expect: n-plus-one
  app.listen(3000);
}
process.on("SIGTERM", () => process.exit(0));
start().catch(() => process.exit(1));
// file: app.ts
export declare const app: { listen(port: number): void };
// file: failing.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function check(ids: string[]) {
  try {
    for (const id of ids) await prisma.post.findFirst({ where: { id } }); // expect: n-plus-one
  } catch {
    process.exit(1);
  }
}
// file: nightly-cron.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function run() {
  const users = await prisma.user.findMany();
  for (const user of users) await prisma.post.findFirst({ where: { user: user.id } }); // expect: n-plus-one
  process.exit(0);
}
run();

// case: a list that the environment, the command line or a file of the program gives, and one of rows
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PrismaClient } from "@prisma/client";
import kinds from "./kinds.json";
import { env, regions } from "./env";
const prisma = new PrismaClient();
const admins = (process.env.ADMINS ?? "").split(",").map((name) => name.trim());
const wanted = JSON.parse(readFileSync(join(__dirname, "wanted.json"), "utf8"));
const tenants = () => process.env.TENANTS?.split(",") ?? [];
export async function all(path: string) {
  for (const name of admins) await prisma.user.findFirst({ where: { name } });
  for (const name of process.argv.slice(2)) await prisma.user.findFirst({ where: { name } });
  for (const name of kinds) await prisma.user.findFirst({ where: { name } });
  for (const name of wanted.names) await prisma.user.findFirst({ where: { name } });
  for (const name of env.admins) await prisma.user.findFirst({ where: { name } });
  for (const name of regions()) await prisma.user.findFirst({ where: { name } });
  for (const name of tenants()) await prisma.user.findFirst({ where: { name } });
  await Promise.all(admins.map((name) => prisma.user.findFirst({ where: { name } })));
  const uploaded = JSON.parse(readFileSync(path, "utf8"));
  for (const name of uploaded.names) await prisma.user.findFirst({ where: { name } }); // expect: n-plus-one
  const rows = await prisma.user.findMany({ where: { region: process.env.REGION } });
  for (const { name } of rows) await prisma.user.findFirst({ where: { name } }); // expect: n-plus-one
  for (const { name } of await inRegion(env.region)) await prisma.user.findFirst({ where: { name } }); // expect: n-plus-one
}
const inRegion = (region: string) => prisma.user.findMany({ where: { region } });
// file: env.ts
import { z } from "zod";
const schema = z.object({ admins: z.array(z.string()), region: z.string() });
export const env = schema.parse(process.env);
export const regions = () => env.region.split(",");

// case: lists that a configuration service and the fields of a class hold
import { ConfigService } from "@nestjs/config";
import { PrismaClient } from "@prisma/client";
export class Reports {
  private readonly regions: string[];
  private readonly names = process.env.NAMES!.split(",");
  private readonly later: string[];
  constructor(
    private readonly config: ConfigService,
    private readonly prisma: PrismaClient,
  ) {
    this.regions = this.config.get<string>("REGIONS")!.split(",");
    this.later = process.env.LATER!.split(",");
  }
  use(names: string[]) {
    this.later = names;
  }
  async all() {
    for (const name of this.regions) await this.prisma.user.findFirst({ where: { name } });
    for (const name of this.names) await this.prisma.user.findFirst({ where: { name } });
    for (const name of this.config.getOrThrow("tenants")) await this.prisma.user.findFirst({ where: { name } });
    for (const name of this.later) await this.prisma.user.findFirst({ where: { name } }); // expect: n-plus-one
  }
}

// case: a value of an argument with which the query is never reached
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
enum Kind {
  Mail = "mail",
  Chat = "chat",
}
async function notify(name: string, kind: string) {
  if (kind === "chat" || kind === "group") await prisma.chat.findFirst({ where: { name } });
}
async function tell(name: string, { kind = "mail" }: { kind?: string } = {}) {
  await notify(name, kind);
}
async function send(name: string, kind: Kind, depth: "full" | "light" = "light") {
  if (kind !== Kind.Chat) return;
  if (depth !== "full") return;
  await prisma.chat.findFirst({ where: { name } });
}
async function load(name: string, kind: string) {
  if (["full", "deep"].includes(kind)) await prisma.chat.findFirst({ where: { name } });
}
export async function all(names: string[], rows: { name: string; kind: string }[], kind: string) {
  for (const name of names) await notify(name, "invite");
  for (const name of names) await notify(name, "group"); // expect: n-plus-one
  for (const name of names) await notify(name, kind); // expect: n-plus-one
  for (const row of rows) await notify(row.name, row.kind); // expect: n-plus-one
  for (const name of names) await tell(name);
  for (const name of names) await tell(name, { kind: "invite" });
  for (const name of names) await tell(name, { kind: "chat" }); // expect: n-plus-one
  for (const name of names) await send(name, Kind.Mail, "full");
  for (const name of names) await send(name, Kind.Chat, "full"); // expect: n-plus-one
  for (const name of names) await load(name, "light");
  for (const name of names) await load(name, "deep"); // expect: n-plus-one
}

// case: only one of the elements leads to the query
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function remove(user: string, role: string) {
  if (role === "admin") await prisma.user.count({ where: { role } });
}
async function check(user: string, role: string) {
  if (role !== "admin") await prisma.user.count({ where: { role } });
}
export async function all(roles: string[], rows: { id: string; role: string }[]) {
  for (const role of roles) await remove("1", role);
  await Promise.all(roles.map((role) => remove("1", role)));
  for (const role of roles) await check("1", role); // expect: n-plus-one
  for (const { id, role } of rows) await remove(id, role); // expect: n-plus-one
}

// case: tasks that stand in files, and things with functions that are made for each row
// file: expire.js
const { prisma } = require("./database");
module.exports = { name: "expire", startup: true, run: async () => prisma.user.findFirst({ where: { old: true } }) };
// file: remind.js
const { prisma } = require("./database");
const run = async () => prisma.post.findFirst({ where: { old: true } });
module.exports = { name: "remind", startup: false, run };
// file: database.js
const { PrismaClient } = require("@prisma/client");
exports.prisma = new PrismaClient();
// file: main.js
const { prisma } = require("./database");
const tasks = {};
function register(task) {
  tasks[task.name] = task;
  if (task.startup) runTask(task);
}
register(require("./expire"));
register(require("./remind"));
async function start() {
  for (const task of Object.values(tasks)) await runTask(task);
}
async function runTask(task) {
  await task.run();
}
const made = (rows) => rows.map((row) => ({ id: row.id, load: async () => prisma.user.findFirst({ where: { id: row.id } }) }));
async function loadAll(rows) {
  for (const one of made(rows)) await one.load(); // expect: n-plus-one
}
module.exports = { start, loadAll };

// case: a helper that is told the table of each model, and one that is told a row of it
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const count = (session: string, table: string) =>
  pool.query("SELECT count(*) FROM snapshots WHERE session = $1 AND record_type = $2", [session, table]);
const find = (table: string, id: string) =>
  pool.query("SELECT * FROM snapshots WHERE record_type = $1 AND record_id = $2", [table, id]);
export async function all(session: string, models: { tableName: string }[], rows: { tableName: string; id: string }[]) {
  for (const model of models) await count(session, model.tableName);
  for (const row of rows) await find(row.tableName, row.id); // expect: n-plus-one
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

// case: one of the inner elements for each of the outer ones
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all(orders: { product: string }[], products: { id: string }[], ids: string[], wanted: string) {
  for (const id of ids) {
    if (id === wanted) await prisma.product.findFirst({ where: { id } });
  }
  for (const product of products) {
    if (product.id === wanted) await prisma.product.findFirst({ where: { id: product.id } });
  }
  for (const order of orders) {
    for (const product of products) {
      if (product.id === order.product) await prisma.stock.findFirst({ where: { id: product.id } }); // expect: n-plus-one
    }
  }
  for (const order of orders) {
    for (const id of ids) {
      if (id === "first") await prisma.stock.findFirst({ where: { id: order.product } }); // expect: n-plus-one
    }
  }
  for (const { id, kind } of await prisma.order.findMany()) {
    if (kind === wanted) await prisma.stock.findFirst({ where: { id } }); // expect: n-plus-one
  }
}

// case: a list that a container injects, and one that a class is made with
import { Inject, Injectable } from "@nestjs/common";
import { PrismaClient } from "@prisma/client";
interface Channel {
  name: string;
}
@Injectable()
export class Poller {
  private readonly byName: Map<string, Channel>;
  constructor(
    @Inject("CHANNELS") private readonly channels: Channel[],
    others: Channel[],
    private readonly prisma: PrismaClient,
  ) {
    this.byName = new Map(others.map((channel) => [channel.name, channel]));
  }
  async poll(wanted: Channel[]) {
    for (const { name } of this.channels) await this.prisma.sync.findFirst({ where: { name } });
    for (const { name } of this.byName.values()) await this.prisma.sync.findFirst({ where: { name } });
    for (const { name } of wanted) await this.prisma.sync.findFirst({ where: { name } }); // expect: n-plus-one
  }
}
export class Import {
  constructor(
    private readonly channels: Channel[],
    private readonly prisma: PrismaClient,
  ) {}
  async run() {
    for (const { name } of this.channels) await this.prisma.sync.findFirst({ where: { name } }); // expect: n-plus-one
  }
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

// case: what a file of configuration says, handed on to a function of one's own
import { readFile } from "node:fs/promises";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Config {
  connections: Record<string, string>;
}
export async function loadConfig(path: string): Promise<Config> {
  const text = await readFile(path, "utf8");
  return JSON.parse(text);
}
export const readSettings = (user: string) => prisma.setting.findMany({ where: { user } });
export class Sync {
  async start(path: string, rows: Record<string, string>) {
    const config = await loadConfig(path);
    await this.all(config.connections);
    await this.both(config.connections);
    await this.both(rows);
    for (const { name } of await readSettings(path)) await prisma.connection.findFirst({ where: { name } }); // expect: n-plus-one
  }
  private all = async (connections: Record<string, string>) => {
    for (const [name] of Object.entries(connections)) await prisma.connection.findFirst({ where: { name } });
  };
  private both = async (connections: Record<string, string>) => {
    for (const [name] of Object.entries(connections)) await prisma.connection.findFirst({ where: { name } }); // expect: n-plus-one
  };
}

// case: a part of the program for each key, and one that is asked for each row
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
abstract class Loader {
  abstract readonly key: string;
  abstract load(student: string): Promise<unknown>;
}
class Parents extends Loader {
  readonly key = "parents";
  load(student: string) {
    return prisma.parent.findMany({ where: { student } });
  }
}
class Loans extends Loader {
  readonly key = "loans";
  load(student: string) {
    return prisma.loan.findMany({ where: { student } });
  }
}
export class Loading {
  private readonly loaders: Loader[] = [new Parents(), new Loans()];
  async all(keys: string[], student: string, rows: { key: string; student: string }[]) {
    await Promise.all(keys.map((key) => this.one(key, student)));
    for (const row of rows) await this.one(row.key, row.student); // expect: n-plus-one
  }
  private async one(key: string, student: string) {
    const loader = this.loaders.find((one) => one.key === key);
    return loader?.load(student);
  }
}

// case: a function with a query for each of many kinds
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function may(kind: string, id: string) {
  if (kind === "a") return prisma.a.findFirst({ where: { id } });
  if (kind === "b" || kind === "c") return prisma.b.findFirst({ where: { id } });
  if (kind === "d") return prisma.d.findFirst({ where: { id } });
  if (kind === "e") return prisma.e.findFirst({ where: { id } });
  if (kind === "f") return prisma.f.findFirst({ where: { id } });
  return null;
}
export async function all(ids: string[]) {
  for (const id of ids) await may("a", id); // expect: n-plus-one
  for (const id of ids) await may("c", id); // expect: n-plus-one
  for (const id of ids) await may("f", id); // expect: n-plus-one
  for (const id of ids) await may("none", id);
}
