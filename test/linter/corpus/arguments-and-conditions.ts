// Arguments, options, errors and dead code that decide whether a query is reached at all.

// case: an option that a caller hands on
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
type Entity = { id?: string; name: string };
async function create(entity: Entity) {
  if (entity.id) await prisma.entity.findFirst({ where: { id: entity.id } });
  return prisma.entity.create({ data: entity });
}
async function createHere(entity: Entity) {
  return create({ ...entity, name: entity.name.trim() });
}
export async function all(rows: { id: string; name: string }[]) {
  for (const row of rows) await createHere({ id: row.id, name: row.name }); // expect: n-plus-one
}
export async function fresh(names: string[]) {
  const made = [];
  for (const name of names) made.push(await createHere({ name }));
  return made;
}

// case: an option that is on unless it is switched off
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function flag(id: string, options: { refresh?: boolean } = {}) {
  options = { refresh: true, ...options };
  await prisma.flag.create({ data: { id } });
  if (options.refresh) await prisma.user.findFirst({ where: { id } });
}
async function mark(id: string, { refresh = true }: { refresh?: boolean } = {}) {
  await prisma.flag.create({ data: { id } });
  if (refresh) await prisma.user.findFirst({ where: { id } });
}
export async function all(ids: string[]) {
  for (const id of ids) await flag(id, { refresh: false });
  for (const id of ids) await flag(id); // expect: n-plus-one
  for (const id of ids) await mark(id, { refresh: false });
  for (const id of ids) await mark(id); // expect: n-plus-one
}

// case: an id that the caller passes need not be looked up
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function refresh(token: string, given?: string) {
  let id = given ?? null;
  if (!id) {
    const found = await prisma.connection.findFirst({ where: { token } });
    id = found?.id ?? null;
  }
  return prisma.connection.update({ where: { id: id ?? "" }, data: { token } });
}
export async function all(rows: { id: string; token: string }[]) {
  const done = [];
  for (const row of rows) done.push(await refresh(row.token, row.id));
  for (const row of rows) done.push(await refresh(row.token)); // expect: n-plus-one
  return done;
}

// case: what is looked at only after an error
import { createClient } from "redis";
const redis = createClient({ commandsQueueMaxLength: 100 });
export async function all(keys: string[]) {
  try {
    return await redis.mGet(keys);
  } catch {
    for (const key of keys) await redis.get(key);
  }
  for (const key of keys) await redis.get(key); // expect: n-plus-one
}

// case: an optional argument without which the function leaves early
// file: helper.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function compare(value: string, kind: string, member?: { account?: string }) {
  switch (kind) {
    case "member":
      if (!member?.account) return false;
      return (await pool.query("SELECT 1 FROM members WHERE account = $1 AND id = $2", [member.account, value])).rowCount === 1;
    default:
      return value === kind;
  }
}
// file: main.ts
import { compare } from "./helper";
export async function plain(conditions: { value: string; kind: string }[]) {
  for (const { value, kind } of conditions) if (!(await compare(value, kind))) return false;
  return true;
}
export async function ofMember(conditions: { value: string; kind: string }[], account: string) {
  const met: boolean[] = [];
  for (const { value, kind } of conditions) met.push(await compare(value, kind, { account })); // expect: n-plus-one
  return met;
}

// case: options over the usual ones have no more than these and what the caller passes
// file: pack.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function pack(file: { id: string; userId: string }, options?: { self?: boolean; withUser?: boolean }) {
  const all = { self: false, ...options };
  return {
    ...file,
    self: all.self,
    user: all.withUser ? await prisma.user.findFirst({ where: { id: file.userId } }) : null,
  };
}
// file: list.ts
import { pack } from "./pack";
export async function own(files: { id: string; userId: string }[]) {
  return await Promise.all(files.map((file) => pack(file, { self: true })));
}
export async function others(files: { id: string; userId: string }[]) {
  return await Promise.all(files.map((file) => pack(file, { withUser: true }))); // expect: n-plus-one
}

// case: a function inside asks what the function around it was passed
// file: folders.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function pack(id: string, options?: { detail: boolean }) {
  const all = { detail: false, ...options };
  const detail = async () => {
    if (!all.detail) return {};
    return { files: await prisma.file.count({ where: { folderId: id } }) };
  };
  return { id, ...(await detail()) };
}
export async function packAll(id: string, options?: { detail: boolean }) {
  const detail = async () => {
    const files = await prisma.file.count({ where: { folderId: id } });
    if (!options?.detail) return {};
    return { files };
  };
  return { id, ...(await detail()) };
}
// file: lists.ts
import { pack, packAll } from "./folders";
export async function lists(ids: string[]) {
  for (const id of ids) await pack(id);
  for (const id of ids) await pack(id, { detail: true }); // expect: n-plus-one
  for (const id of ids) await packAll(id); // expect: n-plus-one
}

// case: an option whose default says other things
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare const kept: { id: string }[];
interface Options { cached?: boolean; limit?: number }
async function find(table: string, options: Options = { limit: 10 }) {
  if (options.cached) return kept.filter(({ id }) => id === table);
  return prisma.field.findMany({ where: { table }, take: options.limit });
}
export async function all(tables: string[]) {
  for (const table of tables) await find(table, { cached: true });
  for (const table of tables) await find(table); // expect: n-plus-one
}

// case: what a helper calls when something went wrong, and what it calls at the end
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function orRollBack(work: () => Promise<void>, undo: () => Promise<unknown>) {
  try {
    await work();
  } catch (error) {
    await undo();
    throw error;
  }
}
async function thenTell(work: () => Promise<void>, tell: () => Promise<unknown>) {
  await work();
  await tell();
}
const load = async (id: string) => prisma.flow.findFirst({ where: { id } });
declare function work(): Promise<void>;
export async function all(ids: string[]) {
  for (const id of ids) await orRollBack(work, () => load(id));
  for (const id of ids) await thenTell(work, () => load(id)); // expect: n-plus-one
}

// case: what is spread into an object does not change what is written behind it
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Work {
  id: number;
  tell: boolean;
}
async function remove(work: Work) {
  if (work.tell) console.log(await prisma.user.findFirst({ where: { id: work.id } }));
}
export async function removeAll(ids: number[], options: Work) {
  for (const id of ids) await remove({ ...options, id, tell: false });
  for (const id of ids) await remove({ tell: false, ...options, id }); // expect: n-plus-one
}

// case: code behind a return never runs
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function off(ids: number[]) {
  try {
    return { sent: false };
    for (const id of ids) await prisma.user.findFirst({ where: { id } });
    await Promise.all(ids.map(async (id) => prisma.user.findFirst({ where: { id } })));
  } catch {
    return { sent: true };
  }
}
export async function on(ids: number[], kind: string) {
  try {
    if (ids.length === 0) return [];
  } finally {
    console.log(ids);
  }
  for (const id of ids) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
  switch (kind) {
    case "none":
      return [];
    default:
      for (const id of ids) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
  }
  return declared();
  async function declared() {
    for (const id of ids) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
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

// case: what is asked only for a property that is left out, of a copy of what is passed
import { Model } from "sequelize";
class Line extends Model {
  static async place(data: { order: string; position?: number; text: string }) {
    const line = { ...data, text: data.text.trim() };
    if (line.position === undefined) {
      line.position = Number(await Line.max("position", { where: { order: data.order } })) + 1;
    }
    return Line.create(line);
  }
}
export async function copy(order: string, lines: { position: number; text: string }[]) {
  for (const { position, text } of lines) await Line.place({ order, position, text });
  for (let i = 0; i < lines.length; i++) {
    const line = { ...lines[i]!, order, position: i + 1 };
    await Line.place(line);
  }
}
export async function append(order: string, texts: string[]) {
  for (const text of texts) await Line.place({ order, text }); // expect: n-plus-one
  for (const text of texts) {
    const line = { order, text };
    await Line.place(line); // expect: n-plus-one
  }
}

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

// case: an update that only looks where nothing is to be changed
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
async function update(id: string, patch: Record<string, unknown>) {
  const keys = Object.keys(patch);
  if (keys.length === 0) return (await pool.query("SELECT * FROM staff WHERE id = $1", [id])).rows[0];
  const set = keys.map((key, at) => `${key} = $${at + 2}`).join(", ");
  return (await pool.query(`UPDATE staff SET ${set} WHERE id = $1 RETURNING *`, [id, ...keys.map((key) => patch[key])])).rows[0];
}
async function find(filter: Record<string, unknown>) {
  const keys = Object.keys(filter);
  if (keys.length === 0) return [];
  return (await pool.query("SELECT * FROM staff WHERE name = $1", [filter.name])).rows;
}
export async function all(rows: { id: string; name: string }[]) {
  for (const { id, name } of rows) await update(id, { name });
  for (const { name } of rows) await find({ name }); // expect: n-plus-one
}

// case: a query in the catch of a loop
import { PrismaClient } from "@prisma/client";
import { send } from "./send";
const prisma = new PrismaClient();
export async function sendAll(ids: string[]) {
  for (const id of ids) {
    try {
      await send(id);
    } catch {
      await prisma.failure.findFirst({ where: { id } });
    }
  }
}

// case: behind a branch and an early return a query is only for callers that pass what both of them ask for
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Visit {
  caseId: number;
  date?: Date;
}
const arrange = async (visit: Visit, isFollowing = false) => {
  const { caseId, date } = visit;
  await prisma.visit.create({ data: { caseId } });
  if (isFollowing) return;
  if (date) console.log(await prisma.team.findFirst({ where: { caseId } }), date);
};
const arrangeFor = (visit: Visit, isFollowing: boolean) => arrange(visit, isFollowing);
export async function arrangeAll(visit: Visit, ids: number[]) {
  await Promise.all(ids.map((caseId) => arrange({ ...visit, caseId }, true)));
  await Promise.all(ids.map((caseId) => arrangeFor({ ...visit, caseId }, true)));
  await Promise.all(ids.map((caseId) => arrange({ caseId })));
  await Promise.all(ids.map((caseId) => arrange({ ...visit, caseId }))); // expect: n-plus-one
  await Promise.all(ids.map((caseId) => arrangeFor({ ...visit, caseId }, false))); // expect: n-plus-one
}

// case: what a property of the only argument switches off is not asked by whoever passes it
// file: price.js
const knex = require("knex");
const db = knex({ client: "pg", connection: process.env.DB });
async function priceOf({ sku, product, currency = "EUR" }) {
  if (product) return product.prices[currency];
  const row = await db("products").where({ sku }).first();
  return row.prices[currency];
}
async function roleIn(team, userId, members) {
  if (members !== undefined) {
    const member = members.find((one) => one.userId === userId);
    return member ? member.role : null;
  }
  return db("members").where({ team_id: team.id, user_id: userId }).first();
}
const mayEdit = async (team, userId, context) => (await roleIn(team, userId, context && context.members)) === "owner";
async function report(error, id) {
  if (error) return console.log(error);
  return db("reports").where({ id }).first();
}
module.exports = { priceOf, roleIn, mayEdit, report };
// file: cart.js
const { priceOf, roleIn, mayEdit, report } = require("./price");
exports.total = async (products, skus) => {
  for (const product of products) await priceOf({ sku: product.sku, product });
  for (const sku of skus) await priceOf({ sku }); // expect: n-plus-one
};
exports.editable = async (teams, userId, members) => {
  for (const team of teams) await mayEdit(team, userId, { members });
  for (const team of teams) await mayEdit(team, userId); // expect: n-plus-one
  for (const team of teams) await roleIn(team, userId); // expect: n-plus-one
};
exports.reports = async (ids, error) => {
  for (const id of ids) await report(error, id); // expect: n-plus-one
};

// case: a helper that was switched off asks nothing
// file: users.js
const mongoose = require("mongoose");
const User = mongoose.model("User", new mongoose.Schema({}));
exports.off = async (id) => {
  return { id };
  const user = await User.findById(id);
  return user;
};
exports.never = async (id) => {
  if (false) await User.findById(id);
  return { id };
};
exports.on = async (id) => {
  if (!id) return null;
  return User.findById(id);
};
// file: app.js
const users = require("./users");
exports.load = async (ids) => {
  for (const id of ids) await users.off(id);
  for (const id of ids) await users.never(id);
  for (const id of ids) await users.on(id); // expect: n-plus-one
};

// case: a switch among the options, taken out in the body, and one that ends the function
// file: show.js
const { DataTypes, Sequelize } = require("sequelize");
const Comment = new Sequelize("postgres://db/blog").define("comment", { postId: DataTypes.STRING });
exports.show = async (post, options = {}) => {
  const { comments = false } = options;
  return { id: post.id, comments: comments ? await Comment.findAll({ where: { postId: post.id } }) : [] };
};
exports.publish = async ({ id, dryRun }) => {
  if (dryRun) return { id };
  return Comment.findOne({ where: { postId: id } });
};
// file: posts.js
const { show, publish } = require("./show");
exports.list = async (posts) => {
  for (const post of posts) await show(post, { count: 1 });
  for (const post of posts) await show(post, { comments: true }); // expect: n-plus-one
  for (const post of posts) await publish({ id: post.id, dryRun: true });
  for (const post of posts) await publish({ id: post.id }); // expect: n-plus-one
};

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

// case: what is passed on is told apart by a switch, and one of its arms asks
// file: store.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
type Direction = "apply" | "rollback" | "replay" | "check";
export async function update(block: { id: number }, direction: Direction) {
  switch (direction) {
    case "replay":
    case "apply":
      await apply(block);
      break;
    case "rollback":
      await pool.query("DELETE FROM blocks WHERE id = $1", [block.id]);
      break;
    default:
      break;
  }
}
async function apply(block: { id: number }) {
  const { rows } = await pool.query("SELECT * FROM inscriptions WHERE block = $1", [block.id]);
  return rows;
}
export async function going(block: { id: number }, direction: Direction) {
  switch (direction) {
    case "rollback":
      block.id--;
    case "apply":
      await apply(block);
  }
}
// file: main.ts
import { going, update } from "./store";
export async function all(blocks: { id: number }[], direction: "apply" | "check") {
  for (const block of blocks) await update(block, "rollback");
  for (const block of blocks) await update(block, "check");
  for (const block of blocks) await update(block, "apply"); // expect: n-plus-one
  for (const block of blocks) await update(block, "replay"); // expect: n-plus-one
  for (const block of blocks) await update(block, direction); // expect: n-plus-one
  for (const block of blocks) await going(block, "rollback"); // expect: n-plus-one
  for (const block of blocks) await going(block, "replay");
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
