// What a function is given decides what it asks.

// case: a helper that asks only when it is given an id, with and without one
// file: attachments.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function attach({ id, name }: { id?: string; name: string }) {
  if (id) {
    const known = await prisma.attachment.findFirst({ where: { id } });
    if (known) return known;
  }
  return prisma.attachment.create({ data: { name } });
}
// file: main.ts
import { attach } from "./attachments";
export async function attachAll(names: string[], rows: { id: string; name: string }[]) {
  for (const name of names) await attach({ name });
  for (const row of rows) await attach({ id: row.id, name: row.name }); // expect: n-plus-one
}

// case: a helper that loads what it is not given
// file: position.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function position(id: string, guildId: string, guild?: { size: number }) {
  const of = guild ?? (await prisma.guild.findFirst({ where: { id: guildId } }));
  return `${id} of ${of?.size}`;
}
// file: main.ts
import { position } from "./position";
export async function positions(ids: string[], guild: { id: string; size: number }) {
  for (const id of ids) await position(id, guild.id, guild);
  for (const id of ids) await position(id, guild.id); // expect: n-plus-one
}

// case: a helper that asks a loader when there is one
// file: providers.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
type Loaders = { provider: { load(id: string): Promise<unknown> } };
export async function provider(id: string, { loaders = null }: { loaders?: Loaders | null } = {}) {
  return loaders ? loaders.provider.load(id) : prisma.provider.findMany({ where: { id } });
}
// file: main.ts
import { provider } from "./providers";
export async function all(ids: string[], req: { loaders: never }) {
  await Promise.all(ids.map((id) => provider(id, { loaders: req.loaders })));
  await Promise.all(ids.map((id) => provider(id))); // expect: n-plus-one
}

// case: a transaction that is passed on is no condition
// file: teams.ts
import { PrismaClient, type Prisma } from "@prisma/client";
const prisma = new PrismaClient();
const clientOf = (tx?: Prisma.TransactionClient) => tx ?? prisma;
export async function team(id: string, tx?: Prisma.TransactionClient) {
  return clientOf(tx).team.findFirst({ where: { id } });
}
// file: main.ts
import { team } from "./teams";
export async function teams(ids: string[], tx: never) {
  for (const id of ids) await team(id, tx); // expect: n-plus-one
}

// case: an untyped helper of the same file, known by what it is called with
// file: main.js
import { DataTypes, Sequelize } from "sequelize";
const sequelize = new Sequelize("sqlite::memory:");
const Order = sequelize.define("Order", { id: DataTypes.INTEGER });
const hostOf = async (order) => {
  await order.reload();
  return order.host;
};
export async function hosts() {
  const orders = await Order.findAll();
  for (const order of orders) {
    await hostOf(order); // expect: n-plus-one
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

// case: a handler that is registered once for each queue
// file: manager.ts
import { Worker } from "bullmq";
export class Manager {
  static register(name: string, handler: (job: { id: string }) => Promise<unknown>) {
    return new Worker(name, handler);
  }
}
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { Manager } from "./manager";
const prisma = new PrismaClient();
const handle = async (job: { id: string }) => prisma.rule.findMany({ where: { job: job.id } });
export function start(names: string[]) {
  names.forEach((name) => {
    Manager.register(name, handle);
  });
}

// case: a log that asks for a key only where the entry has one
// file: audit.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
type Entry = { action: string } & ({ session: string } | { apiKeyId: string });
export async function audit(entry: Entry) {
  if ("apiKeyId" in entry) {
    const key = await prisma.apiKey.findFirst({ where: { id: entry.apiKeyId } });
    console.log(key, entry.action);
  }
}
// file: main.ts
import { audit } from "./audit";
export async function removed(rows: { id: string }[], session: string, apiKeyId: string) {
  for (const row of rows) await audit({ action: row.id, session });
  for (const row of rows) await audit({ action: row.id, apiKeyId }); // expect: n-plus-one
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

// case: each provider of the program asks in its own way
// file: search.ts
import { PrismaClient } from "@prisma/client";
export class ManualProvider {
  constructor(private readonly prisma: PrismaClient) {}
  search(query: string) {
    return this.prisma.symbol.findMany({ where: { name: query } });
  }
}
export class Search {
  constructor(private readonly providers: ManualProvider[]) {}
  async all(query: string) {
    const found = [];
    for (const provider of this.providers) found.push(...(await provider.search(query)));
    return found;
  }
}

// case: a helper that goes through a list by counting, and one that tries again
// file: async.ts
export async function asyncMap<T, R>(list: T[], iteratee: (value: T) => Promise<R>): Promise<R[]> {
  const out: R[] = [];
  for (let i = 0; i < list.length; i++) out.push(await iteratee(list[i] as T));
  return out;
}
export async function persist<R>(times: number, action: () => Promise<R>): Promise<R | undefined> {
  for (let i = 0; i < times; i++) {
    try {
      return await action();
    } catch {}
  }
  return undefined;
}
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { asyncMap, persist } from "./async";
const prisma = new PrismaClient();
export async function all(ids: string[]) {
  await asyncMap(ids, (id) => prisma.user.findFirst({ where: { id } })); // expect: n-plus-one
  return persist(ids.length, () => prisma.user.findFirst({ where: { ids } }));
}

// case: raw SQL of Prisma that inserts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function link(rows: { id: string }[]) {
  for (const row of rows) await prisma.$queryRaw`INSERT INTO media (id) VALUES (${row.id})`;
  for (const row of rows) await prisma.$queryRaw`SELECT * FROM media WHERE id = ${row.id}`; // expect: n-plus-one
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

// case: workers that share a list which the caller passes
// file: limited.ts
export const limited = async <T, R>(items: T[], most: number, run: (item: T) => Promise<R>): Promise<R[]> => {
  const out: R[] = new Array(items.length);
  let next = 0;
  const workers = Array.from({ length: most }).map(async () => {
    while (true) {
      const at = next++;
      if (at >= items.length) break;
      out[at] = await run(items[at] as T);
    }
  });
  await Promise.all(workers);
  return out;
};
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { limited } from "./limited";
const prisma = new PrismaClient();
const STEPS = [{ days: 1 }, { days: 3 }, { days: 7 }];
export async function remind() {
  await limited(STEPS, 2, ({ days }) => prisma.user.findMany({ where: { days } }));
}
export async function load(ids: string[]) {
  return limited(ids, 4, (id) => prisma.user.findFirst({ where: { id } })); // expect: n-plus-one
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

// case: what a class passes to its own methods, which say nothing of it
// file: records.js
const mongoose = require("mongoose");
class Records {
  constructor(kind) { this.kind = kind; }
  async existing(row) { const Kind = mongoose.model(this.kind.name); return Kind.findOne({ source: row.source }); }
  plain(row) { return row.source; }
}
module.exports = Records;
// file: main.js
class Import {
  constructor(rows, kind) { this.rows = rows; this.kind = kind; }
  async run() {
    const config = this.config();
    const all = [];
    for (let i = 0; i < this.rows.length; i++) all.push(this.one(this.rows[i], config)); // expect: n-plus-one
    for (let i = 0; i < this.rows.length; i++) await this.named(this.rows[i], config);
    await Promise.all(all);
  }
  async one(row, config) {
    const records = config.make(row);
    return await records.existing(row);
  }
  async named(row, config) { return config.make(row).plain(row); }
  config() { return { make: (row) => new (require("./records"))(this.kind, row) }; }
}
exports.Import = Import;

// case: rows that were read have an identity and are not created
// file: tasks.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export interface Task { id?: string; group: string; number?: number; }
export class Tasks {
  async due() { return prisma.task.findMany({ where: { due: true } }); }
  async save(task: Task) { return task.id ? this.update(task) : this.create(task); }
  async keep(task: Task) { return task.id ? this.checked(task) : this.create(task); }
  private async update(task: Task) { await prisma.task.update({ where: { id: task.id }, data: task }); }
  private async checked(task: Task) {
    await prisma.lock.findFirst({ where: { task: task.id } });
    await prisma.task.update({ where: { id: task.id }, data: task });
  }
  private async create(task: Task) {
    const last = await prisma.task.findFirst({ where: { group: task.group }, orderBy: { number: "desc" } });
    return prisma.task.create({ data: { ...task, number: (last?.number ?? 0) + 1 } });
  }
}
// file: main.ts
import { type Task, Tasks } from "./tasks";
const tasks = new Tasks();
export async function wake() {
  const due = (await tasks.due()) as Task[];
  for (const task of due) await tasks.save(task);
  for (const task of due) await tasks.keep(task); // expect: n-plus-one
}
export async function add(given: Task[]) {
  for (const task of given) await tasks.save(task); // expect: n-plus-one
}

// case: what rows were read with is not loaded once more, what they were not is
// file: messages.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export interface Message { id: string; files?: { name: string }[]; }
export async function serialize(message: Message) {
  const files = message.files ?? (await prisma.file.findMany({ where: { message: message.id } }));
  return { id: message.id, files: files.map((file) => file.name) };
}
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { serialize } from "./messages";
const prisma = new PrismaClient();
export async function whole(topic: string) {
  const [messages, notes] = await Promise.all([
    prisma.message.findMany({ where: { topic }, include: { files: true } }),
    prisma.note.findMany({ where: { topic } }),
  ]);
  const told = await Promise.all(messages.map((message) => serialize(message)));
  return [...told, ...(await Promise.all(notes.map((note) => serialize(note))))]; // expect: n-plus-one
}
export async function short(topic: string) {
  const messages = await prisma.message.findMany({ where: { topic }, include: { writer: true } });
  return Promise.all(messages.map((message) => serialize(message))); // expect: n-plus-one
}
