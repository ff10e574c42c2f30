// Shapes that servers in modern TypeScript showed (NestJS, Next.js, tRPC, GraphQL), each beside its neighbour that is right as it is.

// case: an object that others are spread into has their keys
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function problemsOf(answer: string): Record<string, string[]>;
export async function report(answer: string, isChecked: boolean) {
  let found = {};
  if (isChecked) found = problemsOf(answer);
  await tell({ ...found });
}
async function tell(problems: Record<string, string[]>) {
  for (const title in problems) {
    const known = await prisma.alert.findFirst({ where: { title } }); // expect: n-plus-one
    if (!known) console.log(problems[title]);
  }
}
export async function usual() {
  await tellAll({ slow: ["a"], down: ["b"] });
}
async function tellAll(problems: Record<string, string[]>) {
  for (const title in problems) console.log(await prisma.alert.findFirst({ where: { title } }));
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

// case: of two arms only one runs, so that the other keeps no read waiting
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function fetchUser(id: string, changes?: { name: string }) {
  const user =
    changes !== undefined
      ? await prisma.user.upsert({ where: { id }, create: { id }, update: changes })
      : await prisma.user.findUnique({ where: { id } });
  return user ?? { id };
}
async function fetchLast(id: string, changes?: { name: string }) {
  if (changes !== undefined) await prisma.user.update({ where: { id }, data: changes });
  return prisma.user.findUnique({ where: { id } });
}
export const team = (ids: string[]) => Promise.all(ids.map(async (id) => fetchUser(id)));
export const others = (ids: string[]) => Promise.all(ids.map((id) => fetchLast(id))); // expect: n-plus-one

// case: Monk's collections are asked row by row
// file: db.ts
import monk, { type ICollection } from "monk";
const manager = monk("mongodb://localhost/music");
export const db = {
  scores: manager.get<{ id: string }>("scores"),
  "goal-subs": manager.get("goal-subs"),
};
export type Rows = ICollection<{ id: string }>;
// file: goals.ts
import { db, type Rows } from "./db";
export async function goals(ids: string[]) {
  const out = [];
  for (const goalID of ids) out.push(await db["goal-subs"].findOne({ goalID })); // expect: n-plus-one
  return [out, await db.scores.find({ id: { $in: ids } })];
}
export async function sessions(rows: Rows, ids: string[]) {
  await Promise.all(ids.map((id) => rows.findOne({ id }))); // expect: n-plus-one
  for (const id of ids) await db.scores.insert({ id }); // expect: write-in-loop
}

// case: who makes a class calls the constructor that it inherits
// file: base.js
export class BaseStore {
  constructor(database) {
    this.database = database;
  }
  async findOne(where) {
    return this.database.one(this.table, where);
  }
}
// file: database.js
import knex from "knex";
export class Database {
  connection = knex({ client: "pg", acquireConnectionTimeout: 1000 });
  one(table, where) {
    return this.connection(table).where(where).first();
  }
}
export class Tree {
  one(name, where) {
    return [name, where];
  }
}
// file: stores.js
import { BaseStore } from "./base";
export class Orders extends BaseStore {
  table = "orders";
}
// file: branches.js
export class Branches {
  constructor(database) {
    this.database = database;
  }
  async findOne(where) {
    return this.database.one("branch", where);
  }
}
// file: main.js
import { Branches } from "./branches";
import { Database, Tree } from "./database";
import { Orders } from "./stores";
const orders = new Orders(new Database());
const branches = new Branches(new Tree());
export async function all(ids) {
  for (const id of ids) console.log(await orders.findOne({ id })); // expect: n-plus-one
  for (const id of ids) console.log(await branches.findOne({ id }));
}

// case: a registry makes one of each class that a file exports, and hands them out by their names
// file: table.js
export class Table {
  constructor(database) {
    this.database = database;
  }
  findById(id) {
    return this.database.one(this.name, { id });
  }
}
// file: database.js
import knex from "knex";
export class Database {
  connection = knex({ client: "pg", acquireConnectionTimeout: 1000 });
  async one(table, where) {
    return this.connection(table).where(where).first();
  }
}
// file: models/index.js
export { SurveyModel as Survey } from "./survey";
export { AnswerModel as Answer } from "./answer";
// file: models/survey.js
import { Table } from "../table";
export class SurveyModel extends Table {
  name = "survey";
}
// file: models/answer.js
import { Table } from "../table";
export class AnswerModel extends Table {
  name = "answer";
}
// file: registry.js
import { Database } from "./database";
import * as classes from "./models";
export class Registry {
  constructor(database, more) {
    this.classes = { ...classes, ...more };
    for (const [name, Model] of Object.entries(this.classes)) this[name.toLowerCase()] = new Model(database);
  }
}
export const registry = new Registry(new Database());
// file: answers.js
import { registry } from "./registry";
export async function own(ids) {
  for (const id of ids) console.log(await registry.survey.findById(id)); // expect: n-plus-one
}
export async function answersOf(models, answers) {
  return Promise.all(answers.map((answer) => models.survey.findById(answer.surveyId))); // expect: n-plus-one
}
export const shown = (fashion, answers) => answers.map((answer) => fashion.survey.findById(answer.surveyId));

// case: what a context keeps by the name of its kind is the only class of that name
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class UserStore {
  get(id: string) {
    return prisma.user.findFirst({ where: { id } });
  }
}
// file: users-of-web.ts
import { UserStore as Common } from "./users";
export class UserStore extends Common {}
// file: teams.ts
export class TeamStore {
  get(id: string) {
    return new Map<string, string>().get(id);
  }
}
// file: routes.ts
import type { Context } from "koa";
export async function all(ctx: Context) {
  for (const id of ctx.query.ids as string[]) console.log(await ctx.stores.user.get(id)); // expect: n-plus-one
  for (const id of ctx.query.ids as string[]) console.log(await ctx.stores.team.get(id));
}

// case: models that name their table are those of the package that their base comes from
// file: proposals.ts
import { Model, SQL } from "@acme/models";
export class Proposals extends Model<{ id: string; status: string }> {
  static tableName = "proposals";
  static async waiting(owner: string) {
    return this.namedQuery("waiting", SQL`SELECT id FROM proposals WHERE owner = ${owner}`);
  }
}
// file: panels.ts
import { Model } from "@acme/panels";
export class Panels extends Model {
  static title = "panels";
}
// file: jobs.ts
import { Panels } from "./panels";
import { Proposals } from "./proposals";
export async function remind(owners: string[]) {
  for (const owner of owners) console.log(await Proposals.waiting(owner)); // expect: n-plus-one
  for (const owner of owners) console.log(await Proposals.findOne({ owner, status: "open" })); // expect: n-plus-one
  for (const owner of owners) console.log(await Panels.findOne({ owner }));
  return Proposals.find({ status: "open" });
}

// case: what a script of the package starts by hand may ask as often as it likes
// file: package.json
{
  "scripts": {
    "start": "node src/server.js",
    "start:prod": "tsx src/sync.ts",
    "db:ingest": "dotenv -e .env -- tsx ./temp/ingest.ts && prisma generate",
    "import:start": "tsx src/feed.ts"
  }
}
// file: temp/ingest.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function ingest(rows: { author: string }[]) {
  for (const { author } of rows) console.log(await prisma.user.findFirst({ where: { author } }));
}
// file: src/sync.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function sync(rows: { author: string }[]) {
  for (const { author } of rows) console.log(await prisma.user.findFirst({ where: { author } })); // expect: n-plus-one
}
// file: src/feed.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function feed(rows: { author: string }[]) {
  for (const { author } of rows) console.log(await prisma.user.findFirst({ where: { author } })); // expect: n-plus-one
}

// case: what is registered are parts of the program
// file: registry.ts
export interface Adapter {
  key: string;
}
const state = { adapters: new Map<string, Adapter>() };
export function getAdapterRegistry() {
  return state;
}
export const register = (adapter: Adapter) => getAdapterRegistry().adapters.set(adapter.key, adapter);
export function listAdapters(): Adapter[] {
  return Array.from(getAdapterRegistry().adapters.values());
}
const sessionRegistry = new Map<string, { userId: string }>();
export const join = (id: string, userId: string) => sessionRegistry.set(id, { userId });
export const sessions = () => Array.from(sessionRegistry.values());
// file: options.ts
import { PrismaClient } from "@prisma/client";
import { listAdapters, sessions } from "./registry";
const prisma = new PrismaClient();
export async function options(tenantId: string) {
  const all = listAdapters().filter(({ key }) => key !== "");
  return Promise.all(all.map(({ key }) => prisma.credential.findFirst({ where: { key, tenantId } })));
}
export async function online() {
  for (const { userId } of sessions()) console.log(await prisma.user.findFirst({ where: { id: userId } })); // expect: n-plus-one
}

// case: of the modules of a folder the program picks one
// file: adapters/mail.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const load = (id: string) => prisma.mail.findFirst({ where: { id } });
export default { get: (id: string) => prisma.mail.findFirst({ where: { id } }) };
// file: adapters/chat/index.ts
export const load = async (id: string) => ({ id });
export const loadLocal = async (id: string) => ({ id });
export default { get: async (id: string) => ({ id }) };
// file: panels/mail.ts
export const load = async (id: string) => ({ id });
// file: sync.ts
export async function sync(kind: string, ids: string[]) {
  const adapter = await import(`./adapters/${kind}`);
  for (const id of ids) console.log(await adapter.load(id)); // expect: n-plus-one
  for (const id of ids) console.log(await adapter.loadLocal(id));
  const { default: other } = await import("./adapters/" + kind + ".js");
  for (const id of ids) console.log(await other.get(id)); // expect: n-plus-one
  const panel = await import(`./panels/${kind}.ts`);
  for (const id of ids) console.log(await panel.load(id));
  const { load } = await import(`./adapters/mail`);
  for (const id of ids) console.log(await load(id)); // expect: n-plus-one
}

// case: a helper that spreads one of two into what it asks
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function find(id: string, isFull: boolean) {
  return prisma.user.findFirst({ where: { id, ...(isFull ? { deletedAt: null } : {}) } });
}
async function findOther(id: string, options: { full: boolean; where: object; other: object }) {
  return prisma.user.findFirst({ where: { id, ...(options.full ? options.where : options.other) } });
}
export async function all(ids: string[], options: { full: boolean; where: object; other: object }) {
  for (const id of ids) console.log(await find(id, options.full)); // expect: n-plus-one
  for (const id of ids) console.log(await findOther(id, options)); // expect: n-plus-one
}

// case: a class below one that it imports under another name
// file: bases.ts
export abstract class VariantRepository {
  abstract getById(id: string): Promise<unknown>;
}
export interface Sizes {
  ofVariant(id: string): Promise<unknown>;
}
export abstract class Repository {
  abstract getById(id: string): Promise<unknown>;
}
// file: stores.ts
import { PrismaClient } from "@prisma/client";
import { Repository as LibraryRepository } from "some-library";
import { type Sizes as AllSizes, VariantRepository as Base } from "./bases";
const prisma = new PrismaClient();
export class VariantRepositoryImpl extends Base {
  getById(id: string) {
    return prisma.variant.findFirst({ where: { id } });
  }
}
export class StoredSizes implements AllSizes {
  ofVariant(id: string) {
    return prisma.size.findFirst({ where: { id } });
  }
}
export class Others extends LibraryRepository {
  getById(id: string) {
    return prisma.other.findFirst({ where: { id } });
  }
}
// file: service.ts
import { Inject } from "@nestjs/common";
import { Repository, type Sizes, VariantRepository } from "./bases";
export class VariantService {
  constructor(
    @Inject(VariantRepository) private readonly variants: VariantRepository,
    @Inject("sizes") private readonly sizes: Sizes,
    @Inject(Repository) private readonly others: Repository,
  ) {}
  async all(ids: string[]) {
    for (const id of ids) console.log(await this.variants.getById(id)); // expect: n-plus-one
    for (const id of ids) console.log(await this.sizes.ofVariant(id)); // expect: n-plus-one
    for (const id of ids) console.log(await this.others.getById(id));
  }
}

// case: the next number of a series, which is kept with the last one
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function generateNextNumber(company: string, screen: string) {
  const series = await prisma.series.findFirst({ where: { company, screen } });
  if (!series) throw new Error("none");
  await prisma.$executeRaw`UPDATE series SET last = last + 1 WHERE id = ${series.id}`;
  const now = await prisma.series.findUnique({ where: { id: series.id } });
  return String(now?.last);
}
async function settingsOf(company: string) {
  return prisma.settings.findFirst({ where: { company } });
}
export async function visit(company: string, members: { name: string }[]) {
  for (const { name } of members) {
    const code = await generateNextNumber(company, "visit");
    await prisma.visit.create({ data: { code, name } }); // expect: write-in-loop
  }
  for (const { name } of members) console.log(name, await settingsOf(company)); // expect: n-plus-one
}
export async function nextOf(series: { id: string; screen: string; company: string }[]) {
  for (const one of series) console.log(await generateNextNumber(one.company, one.screen)); // expect: n-plus-one
}
