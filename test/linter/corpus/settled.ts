// Lists that are as long as whoever set the program up made them, and those that only look so.

// case: lists of a configuration, in a field, in a counting loop, in a scheme
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
interface AppConfig {
  servers: string[];
}
interface Route {
  securityScheme: { resources: { key: string }[] };
}
export class Bridge {
  private readonly settings: AppConfig;
  constructor(private readonly config: AppConfig, settings: AppConfig) {
    this.settings = settings;
    for (const server of config.servers) void pool.query("SELECT * FROM rooms WHERE server = $1", [server]);
  }
  async start() {
    for (const server of this.config.servers) await pool.query("SELECT * FROM rooms WHERE server = $1", [server]);
    for (let i = 0; i < this.settings.servers.length; i++)
      await pool.query("SELECT * FROM rooms WHERE server = $1", [this.settings.servers[i]]);
  }
}
export const sync = async (config: AppConfig) => {
  for (const server of config.servers) await pool.query("SELECT * FROM rooms WHERE server = $1", [server]);
};
export const allowed = (route: Route) =>
  Promise.all(route.securityScheme.resources.map(({ key }) => pool.query("SELECT * FROM keys WHERE id = $1", [key])));

// case: what a configuration is called that comes with a request or from a database
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
declare function settingsOf(id: string): Promise<{ rows: string[] }>;
export async function save(config: { rows: string[] }, all: { rows: string[] }[]) {
  for (const row of config.rows) await pool.query("SELECT * FROM rows WHERE id = $1", [row]); // expect: n-plus-one
  for (const settings of all)
    for (const row of settings.rows) await pool.query("SELECT * FROM rows WHERE id = $1", [row]); // expect: n-plus-one
  const settings = await settingsOf("a");
  for (const row of settings.rows) await pool.query("SELECT * FROM rows WHERE id = $1", [row]); // expect: n-plus-one
}

// case: a list that is filled from a configuration, one that is filled from rows, and one that others add to
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
declare class Server {
  constructor(name: string);
  readonly name: string;
}
export class Bridge {
  private readonly servers: Server[] = [];
  private readonly rooms: string[] = [];
  private readonly users = new Map<string, string>();
  constructor(private readonly config: { servers: string[] }, rooms: string[]) {
    const names = Object.keys(this.config.servers);
    for (let i = 0; i < names.length; i++) this.servers.push(new Server(names[i] ?? ""));
    for (const room of rooms) this.rooms.push(room);
  }
  add(user: string) {
    this.users.set(user, user);
  }
  async start(rows: string[]) {
    for (const { name } of this.servers) await pool.query("SELECT * FROM rooms WHERE server = $1", [name]);
    for (const room of this.rooms) await pool.query("SELECT * FROM rooms WHERE id = $1", [room]); // expect: n-plus-one
    for (const user of this.users.keys()) await pool.query("SELECT * FROM users WHERE id = $1", [user]); // expect: n-plus-one
    const kinds: string[] = [];
    const found: string[] = [];
    for (const kind of ["mail", "chat"]) kinds.push(kind.toUpperCase());
    for (const row of rows) for (const kind of ["mail", "chat"]) found.push(`${row}${kind}`);
    for (const kind of kinds) await pool.query("SELECT * FROM kinds WHERE id = $1", [kind]);
    for (const one of found) await pool.query("SELECT * FROM kinds WHERE id = $1", [one]); // expect: n-plus-one
  }
}

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

// case: what is found by one identity, and what by another column
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const employeesOf = async (id: string) => {
  const found = await prisma.employee.findMany({ where: { employeeId: id }, include: { skills: true } });
  return found;
};
const skillsOf = (employee: string) => prisma.skill.findMany({ where: { employee } });
export async function detail(id: string, team: string, ids: string[], only?: string) {
  const employees = await employeesOf(id);
  const rows = await Promise.all((employees || []).map((one) => skillsOf(one.id)));
  const newest = await prisma.employee.findMany({ where: { team }, orderBy: { at: "desc" }, take: 1 });
  for (const one of newest) rows.push(await skillsOf(one.id));
  for (const one of await prisma.employee.findMany({ where: { team } })) await skillsOf(one.id); // expect: n-plus-one
  for (const one of await prisma.employee.findMany({ where: { id: only } })) await skillsOf(one.id); // expect: n-plus-one
  for (const one of await prisma.employee.findMany({ where: { id: team } })) await skillsOf(one.id); // expect: n-plus-one
  const some = await prisma.employee.findMany({ where: { id: { in: ids } } });
  for (const one of some) await skillsOf(one.id); // expect: n-plus-one
  return rows;
}

// case: rows of one identity in a builder, and of one of a list
import { knex } from "knex";
const db = knex({ client: "pg", acquireConnectionTimeout: 1000 });
const partsOf = (row: string) => db("parts").where("row", row).select();
export async function partsIn(id: string, ids: string[]) {
  for (const row of await db("rows").where("rows.id", id).select()) await partsOf(row.id);
  for (const row of await db("rows").where("rows.id", "=", id).select()) await partsOf(row.id);
  for (const row of await db("rows").where("rows.id", "in", ids).select()) await partsOf(row.id); // expect: n-plus-one
  for (const row of await db("rows").where("rows.kind", id).select()) await partsOf(row.id); // expect: n-plus-one
}

// case: a collection of its own for each parent, by a method or a field of what was made for it
// file: events.ts
import { MongoClient } from "mongodb";
const client = new MongoClient("mongodb://localhost", { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
export class Events {
  constructor(private readonly project: string) {}
  private rows(kind: string) {
    return client.db().collection(`${kind}:${this.project}`);
  }
  private all(kind: string) {
    return client.db().collection(kind);
  }
  async find() {
    const cursor = this.rows("events").find({});
    return cursor.toArray();
  }
  async own() {
    return this.all("events").find({ project: this.project }).toArray();
  }
}
export class Members {
  private readonly rows;
  constructor(workspace: string) {
    this.rows = client.db().collection(`members:${workspace}`);
  }
  find() {
    return this.rows.find({}).toArray();
  }
}
// file: main.ts
import { Events, Members } from "./events";
export async function all(projects: string[]) {
  for (const id of projects) {
    const events = new Events(id);
    await events.find();
    await new Members(id).find();
    await events.own(); // expect: n-plus-one
  }
}
export async function each(rows: { project: string; projectId: string }[]) {
  for (const { projectId } of rows) await new Events(projectId).find(); // expect: n-plus-one
  for (const row of rows) await new Events(row.projectId).find(); // expect: n-plus-one
}

// case: a relation that the first turn loads and what it belongs to keeps
import { type Collection, type EntityManager, Entity, ManyToOne } from "@mikro-orm/core";
@Entity()
export class User {
  posts!: Collection<object>;
}
@Entity()
export class Follower {
  @ManyToOne() owner!: User;
  async tell(user: User) {
    await user.posts.loadItems();
  }
  async tellOwner() {
    await this.owner.posts.loadItems();
  }
}
export async function tellAll(em: EntityManager, user: User) {
  const followers = await em.find(Follower, {});
  for (const follower of followers) await follower.tell(user);
  for (const follower of followers) await follower.tellOwner(); // expect: n-plus-one
  for (const follower of followers) await follower.owner.posts.loadItems(); // expect: n-plus-one
}

// case: what is asked only when something went wrong, and what of rows that went wrong
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function save(row: string): Promise<{ status: string; error?: string; ok: boolean }>;
const log = (row: string) => prisma.log.findFirst({ where: { row } });
async function put(id: string, name: string) {
  const found = await prisma.row.updateMany({ where: { id }, data: { name } });
  if (found.count === 0) return prisma.row.findFirst({ where: { id } });
  return undefined;
}
export async function saveAll(rows: string[], jobs: { id: string; ok: boolean; error: string }[]) {
  for (const row of rows) {
    const result = await save(row);
    if (result.status === "SUCCESS") continue;
    const { error } = await save(row);
    if (error) await log(row);
    if (result.status === "SUCCESS") console.log(row);
    else await log(row);
    if (!result.ok) await log(row);
    if (result.ok) await log(row); // expect: n-plus-one
    await put(row, "a");
  }
  for (const job of jobs) if (!job.ok) await log(job.id); // expect: n-plus-one
}

// case: a turn that ends the loop on the condition on which it asks
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function follow(events: AsyncIterable<{ type: string; id: string }> & { type: string; id: string }[]) {
  for (const event of [...events]) {
    if (event.type === "done") await prisma.row.findFirst({ where: { id: event.id } });
    if (event.type === "part") await prisma.row.findFirst({ where: { id: event.id } }); // expect: n-plus-one
    if (event.type === "done" || event.type === "error") break;
  }
}

// case: rows that are gathered in a field and asked for when they are enough, and a field that is only counted
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class Index {
  private ids: string[] = [];
  private seen: string[] = [];
  async add(id: string) {
    this.ids.push(id);
    if (this.ids.length >= 100) await this.flush();
  }
  async see(id: string) {
    this.seen.push(id);
    if (this.seen.length > 0) await prisma.row.findMany({ where: { parent: id } });
  }
  private async flush() {
    const rows = await prisma.row.findMany({ where: { id: { in: this.ids } } });
    this.ids = [];
    return rows;
  }
  async all(ids: string[]) {
    for (const id of ids) await this.add(id);
    for (const id of ids) await this.see(id); // expect: n-plus-one
  }
}

// case: the next of a list that each turn takes from, and a row that is read for what it says
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function allocate(org: string) {
  const list = await prisma.list.findFirst({ where: { org, active: true } });
  if (list === null) return 0;
  await prisma.list.update({ where: { id: list.id }, data: { used: list.used + 1 } });
  return list.used;
}
async function rename(org: string, name: string) {
  const list = await prisma.list.findFirst({ where: { org, active: true } });
  if (list !== null) await prisma.list.update({ where: { id: list.id }, data: { name } });
}
async function raise(row: { org: string; name: string }) {
  const list = await prisma.list.findFirst({ where: { ...row } });
  if (list !== null) await prisma.list.update({ where: { id: list.id }, data: { used: list.used + 1 } });
}
export async function offer(org: string, names: string[]) {
  for (const name of names) await raise({ org, name }); // expect: n-plus-one
  for (const name of names) console.log(name, await allocate(org));
  for (const name of names) await rename(org, name); // expect: n-plus-one
}

// case: the next number under a lock, of a prefix that is declared in the loop
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function receive(items: { id: string; kind: string }[]) {
  for (const item of items) {
    const today = new Date().toISOString();
    const prefix = `BATCH-${today}`;
    const found = await pool.query("SELECT COALESCE(MAX(number), 0) + 1 AS next FROM batches WHERE name LIKE $1", [prefix]);
    await pool.query("INSERT INTO batches (name, number) VALUES ($1, $2)", [item.id, found.rows[0].next]); // expect: write-in-loop
  }
}

// case: whether a job may go on, asked in each turn, and who a user is
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const assertLease = async (id: string) => {
  if ((await prisma.lease.findFirst({ where: { id } })) === null) throw new Error("lost");
};
const assertMember = async (id: string) => {
  if ((await prisma.member.findFirst({ where: { id } })) === null) throw new Error("no member");
};
declare function work(row: string): Promise<void>;
export async function run(job: string, user: string, rows: string[]) {
  for (const row of rows) {
    await assertLease(job);
    await assertMember(user); // expect: n-plus-one
    await work(row);
  }
}

// case: a function that calls what it is passed here, and not what it is passed elsewhere
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const timers: Record<string, unknown> = {};
function setTimer(name: string, ms: number, run: () => void) {
  if (ms < 0) run();
  else timers[name] = setTimeout(run, ms);
}
async function payBack(id: string) {
  await prisma.chat.findFirst({ where: { id } });
}
export function one(id: string) {
  setTimer(id, 10, async () => {
    await payBack(id);
  });
}
export function reload(ids: string[]) {
  for (const id of ids)
    setTimer(id, 10, () => {
      setTimeout(() => payBack(id), 999);
    });
}

// case: values of an object in the code that a list of rows picks, each once, and as many as rows
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const Flags = { mail: { flag: "m" }, chat: { flag: "c" } };
const isOn = (flag: string) => prisma.flag.findFirst({ where: { flag } });
export async function check(rows: { kind: "mail" | "chat" }[]) {
  const flags = [...new Set(rows.map((row) => row.kind))].map((kind) => Flags[kind].flag);
  for (const flag of flags) await isOn(flag);
  const each = rows.map((row) => Flags[row.kind].flag);
  for (const flag of each) await isOn(flag); // expect: n-plus-one
}

// case: an answer that something is not there, or not for whoever asks, is no hit
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function change(lists: { id: string; owner: string }[], me: string) {
  for (const list of lists) {
    const existing = await prisma.list.findUnique({ where: { id: list.id } }); // expect: n-plus-one
    if (!existing || existing.owner !== me) return { error: "not found" };
    list.owner = existing.owner;
  }
  return { lists };
}
export async function firstOpen(ids: string[]) {
  for (const id of ids) {
    const existing = await prisma.list.findUnique({ where: { id } });
    if (existing && existing.open) return existing;
  }
}
export async function firstFree(slugs: string[]) {
  for (const slug of slugs) {
    const existing = await prisma.list.findUnique({ where: { slug } });
    if (!existing || existing.closed) return slug;
  }
}

// case: the row of one identity is one, joined with others it is many
import { type Kysely } from "kysely";
interface Tables { users: { id: string }; }
export async function all(db: Kysely<Tables>, id: string) {
  const rows = await db.selectFrom("users").selectAll().where("users.id", "=", id).execute();
  for (const row of rows) await db.selectFrom("teams").selectAll().where("user", "=", row.id).execute();
  const joined = await db
    .selectFrom("users").innerJoin("missions", "missions.user", "users.id").select("missions.id").where("users.id", "=", id).execute();
  for (const row of joined) await db.selectFrom("teams").selectAll().where("mission", "=", row.id).execute(); // expect: n-plus-one
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

// case: elements that name the steps of a plan in the code, and those that say which of several to do
// file: main.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000, statement_timeout: 5000 });
export function planFor(id: string) {
  const steps: Record<string, () => Promise<unknown>> = {
    score: () => pool.query("SELECT sum(points) FROM goals WHERE id = $1", [id]),
    average: () => pool.query("SELECT avg(points) FROM goals WHERE parent = $1", [id]),
  };
  return {
    async run(...names: string[]) {
      for (const name of names) await steps[name]?.();
    },
  };
}
const kinds: Record<string, (id: string) => Promise<unknown>> = {
  mail: (id) => pool.query("SELECT * FROM mails WHERE id = $1", [id]),
  chat: (id) => pool.query("SELECT * FROM chats WHERE id = $1", [id]),
};
export async function load(messages: { kind: string; id: string }[]) {
  for (const message of messages) await kinds[message.kind]?.(message.id); // expect: n-plus-one
}

// case: a map of what was asked for all before the loop, and a query for an error of its own
// file: prices.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function prices(codes: string[]) {
  const prices = await prisma.price.findMany({ where: { code: { in: codes } } });
  const priceByCode = new Map(prices.map((price) => [price.code, price] as const));
  return Promise.all(
    codes.map(async (code) => priceByCode.get(code) ?? (await prisma.price.findFirstOrThrow({ where: { code } }))),
  );
}

// case: a map of something else than what is asked
// file: prices.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function prices(codes: string[]) {
  const prices = await prisma.price.findMany({ where: { code: { in: codes } } });
  const priceByCode = new Map(prices.map((price) => [price.code, price] as const));
  for (const code of codes) {
    if (!priceByCode.get(code)) continue;
    await prisma.offer.findFirst({ where: { code } }); // expect: n-plus-one
  }
}
