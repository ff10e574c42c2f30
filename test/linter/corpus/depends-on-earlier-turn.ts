// Each turn needs what the turn before it read or wrote: the next number, chains, sums; and such as need nothing.

// case: a variable that was looked through for the elements and is filled with what they give
import { Repository } from "typeorm";
export async function filled(text: string, templates: Repository<{ id: string; body: string }>) {
  const found = text.match(/\{\w+\}/g) ?? [];
  for (const mark of found) {
    const id = mark.slice(1, -1);
    const template = await templates.findOneBy({ id }); // expect: n-plus-one
    text = text.replace(mark, template?.body ?? "");
  }
  return text;
}
export async function pages(first: string, templates: Repository<{ id: string; after: string }>, most: number[]) {
  let next = first;
  for (const _ of most) {
    const page = await templates.findOneBy({ id: next });
    next = page?.after ?? "";
  }
}

// case: the newest row is read and another written, and the newest of each
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function nextPlace(folderId: string) {
  const last = await prisma.page.findFirst({ where: { folderId }, orderBy: { place: "desc" } });
  return (last?.place ?? 0) + 1;
}
export async function move(ids: string[], folderId: string) {
  for (const id of ids) {
    const place = await nextPlace(folderId);
    await prisma.page.update({ where: { id }, data: { place } });
  }
  for (const id of ids) {
    const place = await nextPlace(id); // expect: n-plus-one
    await prisma.page.update({ where: { id }, data: { place } });
  }
}

// case: the last revision of each, and of one, by a part of what is passed, whatever else is in it
// file: revisions.ts
import type { Kysely } from "kysely";
interface Change {
  item: number;
  comment: string;
}
export async function addRevision(db: Kysely<object>, change: Change) {
  const last = await db
    .selectFrom("revision")
    .where("item", "=", change.item)
    .select("number")
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  const number = (last?.number ?? 0) + 1;
  return db.insertInto("revision").values({ item: change.item, number, comment: change.comment }).execute();
}
// file: main.ts
import type { Kysely } from "kysely";
import { markdown } from "some-markdown";
import { addRevision } from "./revisions";
export async function mark(db: Kysely<object>, rows: { id: number; note: string }[], by: { name: string; item: number }) {
  for (const row of rows) {
    await addRevision(db, { item: row.id, comment: markdown(by.name) }); // expect: n-plus-one
  }
  for (const row of rows) {
    await addRevision(db, { item: by.item, comment: row.note });
  }
}

// case: a row gets the number behind the last one
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function add(name: string) {
  const [last] = await prisma.user.findMany({ orderBy: { number: "desc" }, take: 1 });
  return prisma.user.create({ data: { name, number: (last?.number ?? 0) + 1 } });
}
export async function fill(names: string[]) {
  for (const name of names) await add(name);
}

// case: a document that is made with the next number
import { model, Schema } from "mongoose";
const Draft = model("Draft", new Schema({}));
async function nextNumber() {
  const [last] = await Draft.find({}).sort({ number: -1 }).limit(1);
  return last === undefined ? 1 : (last as any).number + 1;
}
async function add(title: string) {
  const made = new Draft({ title });
  (made as any).number = await nextNumber();
  return made.save();
}
export async function fill(titles: string[]) {
  for (const title of titles) await add(title);
}

// case: settings that are made where there are none are the same in every turn, the last number is not
// file: settings.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function loadSettings() {
  return await prisma.$transaction(async (tx) => {
    const settings = await tx.settings.findFirst({ orderBy: { id: "desc" } });
    if (settings !== null) return settings;
    return await tx.settings.create({ data: { name: "usual" } });
  });
}
export async function nextTicket(day: string) {
  const last = await prisma.ticket.findFirst({ orderBy: { number: "desc" } });
  if (last !== null && last.day === day) return last;
  return await prisma.ticket.create({ data: { day, number: (last?.number ?? 0) + 1 } });
}
export async function removeFile(id: string) {
  const { bucket } = await loadSettings();
  await prisma.file.delete({ where: { id, bucket } });
}
// file: jobs.ts
import { loadSettings, nextTicket, removeFile } from "./settings";
export async function describe(hosts: string[]) {
  return await Promise.all(hosts.map(async (host) => ({ host, ...(await loadSettings()) }))); // expect: n-plus-one
}
export async function removeAll(ids: string[]) {
  for (const id of ids) await removeFile(id); // expect: n-plus-one
}
export async function giveOut(days: string[]) {
  for (const day of days) await nextTicket(day);
}

// case: what is set anew in each turn, before it is used, holds nothing of the turn before
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const sizeOf = (shopId: string) => prisma.article.count({ where: { shopId } });
const known = new Map<string, { id: string; parentId: string }>();
export async function sizes(visits: { shopId: string }[]) {
  let shop: { id: string; parentId: string } | undefined;
  const out: number[] = [];
  for (const visit of visits) {
    shop = known.get(visit.shopId);
    if (shop === undefined) shop = (await prisma.shop.findFirst({ where: { id: visit.shopId } })) ?? undefined;
    if (shop !== undefined) out.push(await sizeOf(shop.id)); // expect: n-plus-one
  }
  return out;
}
export async function depth(id: string) {
  let at: string | undefined = id;
  let count = 0;
  while (at !== undefined) {
    const row = known.get(at);
    at = row?.parentId;
    if (at !== undefined) at = (await prisma.shop.findFirst({ where: { id: at } }))?.parentId;
    count++;
  }
  return count;
}

// case: an element that is made anew in its own turn is that of the turn
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function textOf(kind: string): Promise<string>;
async function isVerified(address: string) {
  return (await prisma.address.findFirst({ where: { address } })) !== null;
}
export async function addSteps(steps: { to: string; kind: string; text: string }[]) {
  return await Promise.all(
    steps.map(async (step) => {
      if (step.text === "") step = { ...step, text: await textOf(step.kind) };
      return { ...step, verified: await isVerified(step.to) }; // expect: n-plus-one
    }),
  );
}

// case: a row that is no element's is read as it has become
import { DataTypes, Model, Sequelize } from "sequelize";
const sequelize = new Sequelize(process.env.DATABASE_URL ?? "");
class Job extends Model { declare id: number; declare done: number; }
Job.init({ done: DataTypes.INTEGER }, { sequelize });
class Import {
  job!: Job;
  async note(done: number) {
    await Job.update({ done }, { where: { id: this.job.id } });
    this.job = (await Job.findByPk(this.job.id)) ?? this.job;
  }
  async look() {
    this.job = (await Job.findByPk(this.job.id)) ?? this.job;
  }
  async add(rows: number[]) {
    for (const row of rows) await this.note(row);
    for (const row of rows) await this.look(); // expect: n-plus-one
  }
}
async function noteOf(id: number, done: number) {
  await Job.update({ done }, { where: { id } });
  return Job.findByPk(id);
}
async function encode({ job, file }: { job: Job; file: string }) {
  await job.reload();
  console.log(file);
}
export async function all(job: Job, jobs: Job[], files: string[]) {
  for (const file of files) {
    await job.reload();
    console.log(file);
  }
  for (const file of files) await encode({ job, file });
  for (const one of jobs) await one.reload(); // expect: n-plus-one
  for (const one of jobs) await encode({ job: one, file: "a" }); // expect: n-plus-one
  for (const one of jobs) await noteOf(one.id, 1); // expect: n-plus-one
  return new Import();
}

// case: a row is created, and checked where a column of its table must be unique
// file: store.ts
import type { Repository } from "typeorm";
interface Column { name: string; unique: boolean }
export class Store<T extends object> {
  constructor(private readonly repository: Repository<T>, private readonly columns: Column[]) {}
  async create(row: T) {
    await this.checkUnique(row);
    return this.repository.save(row);
  }
  async change(row: T & { id: number }) {
    const old = await this.repository.findOneBy({ id: row.id } as never);
    return this.repository.save({ ...old, ...row });
  }
  private async checkUnique(row: T) {
    for (const { name, unique } of this.columns) {
      if (unique) await this.repository.count({ where: { [name]: row[name as keyof T] } as never }); // expect: n-plus-one
    }
  }
}
// file: main.ts
import type { Store } from "./store";
export async function all(store: Store<{ id: number }>, rows: { id: number }[]) {
  for (const row of rows) await store.create(row);
  for (const row of rows) await store.change(row); // expect: n-plus-one
}

// case: the next number under a lock, and the highest of each
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function receive(items: { product: string }[]) {
  for (const item of items) {
    await pool.query("SELECT pg_advisory_xact_lock(hashtext('movements'))");
    const next = await pool.query(
      `SELECT 'M-' || (COALESCE(MAX(CAST(SUBSTRING(number FROM 3) AS INTEGER)), 0) + 1) AS number FROM movements`,
    );
    await pool.query("INSERT INTO movements (number, product) VALUES ($1, $2)", [next.rows[0].number, item.product]); // expect: write-in-loop
  }
}
export async function highest(items: { product: string }[]) {
  for (const item of items) {
    const top = await pool.query("SELECT MAX(price) AS top FROM offers WHERE product = $1", [item.product]); // expect: n-plus-one
    await pool.query("UPDATE products SET top = $1 WHERE id = $2", [top.rows[0].top, item.product]);
  }
}

// case: a number that counts what there is, and a count of what the element has
// file: invoice.js
const mongoose = require("mongoose");
const schema = new mongoose.Schema({ number: String });
schema.statics.generateNumber = async function () {
  const count = await this.countDocuments({ year: new Date().getFullYear() });
  return `INV-${count + 1}`;
};
module.exports = mongoose.model("Invoice", schema);
// file: billing.js
const Invoice = require("./invoice");
async function bill(orders) {
  for (const order of orders) {
    const number = await Invoice.generateNumber();
    await new Invoice({ number, order }).save(); // expect: write-in-loop
  }
}
async function count(orders) {
  for (const order of orders) {
    order.invoices = await Invoice.countDocuments({ order: order.id }); // expect: n-plus-one
  }
}
module.exports = { bill, count };

// case: each entry of a ledger is chained to the one before, in SQL
import { QueryTypes, Sequelize } from "sequelize";
const sequelize = new Sequelize("postgres://db", { pool: { acquire: 5000 } });
interface Entry {
  organization: number;
  text: string;
}
async function append({ organization, text }: Entry) {
  const last = await sequelize.query("SELECT hash FROM ledger WHERE organization = :organization ORDER BY id DESC LIMIT 1", {
    replacements: { organization },
    type: QueryTypes.SELECT,
  });
  await sequelize.query("INSERT INTO ledger (organization, text, before) VALUES (:organization, :text, :last)", {
    replacements: { organization, text, last },
  });
}
async function newest({ organization }: Entry) {
  return sequelize.query("SELECT hash FROM ledger WHERE organization = :organization ORDER BY id DESC LIMIT 1", {
    replacements: { organization },
    type: QueryTypes.SELECT,
  });
}
export async function appendAll(organization: number, texts: string[], organizations: number[]) {
  for (const text of texts) await append({ organization, text });
  for (const one of organizations) await newest({ organization: one, text: "" }); // expect: n-plus-one
}

// case: what is passed and gone through on the way to a write is data, and no columns of a table
import { DataTypes, Sequelize } from "sequelize";
const sequelize = new Sequelize("postgres://db", { pool: { acquire: 5000 } });
const Station = sequelize.define("station", {});
const Value = sequelize.define("value", { name: DataTypes.STRING });
interface Report {
  station: string;
  values: { name: string }[];
}
export async function save(report: Report) {
  await Station.create({ id: report.station });
  await Promise.all(
    report.values.map(async ({ name }) => {
      if (name !== "") console.log(await Value.findOne({ where: { name } })); // expect: n-plus-one
    }),
  );
}
export async function saveAll(reports: Report[]) {
  for (const report of reports) await save(report); // expect: n-plus-one
}

// case: what a row is created with comes from the row before
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function add(names: string[]) {
  let parentId: string | null = null;
  for (const name of names) {
    const made: { id: string } = await prisma.folder.create({ data: { name, parentId } });
    parentId = made.id;
  }
}

// case: a turn that takes the next number reads other things, too
// file: orders.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function nextNumber(shopId: string) {
  const last = await prisma.order.findFirst({ where: { shopId }, orderBy: { number: "desc" } });
  return (last?.number ?? 0) + 1;
}
export async function placeOrder(shopId: string, line: { sku: string; amount: number }) {
  const number = await nextNumber(shopId);
  return prisma.order.create({ data: { shopId, number, amount: line.amount } });
}
export async function placeKnown(shopId: string, line: { sku: string; amount: number }) {
  const number = await nextNumber(shopId);
  const article = await prisma.article.findFirst({ where: { sku: line.sku } });
  return prisma.order.create({ data: { shopId, number, articleId: article?.id } });
}
// file: import.ts
import { placeKnown, placeOrder } from "./orders";
export async function placeAll(shopId: string, lines: { sku: string; amount: number }[]) {
  for (const line of lines) await placeOrder(shopId, line);
  for (const line of lines) await placeKnown(shopId, line); // expect: n-plus-one
}

// case: a filter that is filled part by part
const mongoose = require("mongoose");
const Signature = mongoose.model("Signature", new mongoose.Schema({}));
const last = async (user, gist) => {
  const query = { gist };
  query.user = user;
  const found = await Signature.findOne(query, {}, { sort: { created: -1 } });
  if (found && found.name !== user) {
    found.name = user;
    await found.save();
  }
  return found;
};
const next = async (gist) => {
  const query = {};
  query.gist = gist;
  const found = await Signature.findOne(query, {}, { sort: { number: -1 } });
  await Signature.create({ gist, number: found.number + 1 });
};
exports.check = async (users, gist) => {
  for (const user of users) await last(user, gist); // expect: n-plus-one
  for (const user of users) console.log(user, await next(gist));
};

// case: what is asked by a sum that the turns before added up
import { Kysely } from "kysely";
declare const db: Kysely<{ rules: { min: number; factor: number } }>;
export async function balanceAfter(moves: { amount: number }[]) {
  let balance = 0;
  for (const move of moves) {
    const rule = await db.selectFrom("rules").selectAll().where("min", "<=", balance).executeTakeFirst();
    balance += move.amount * (rule ? rule.factor : 1);
  }
  return balance;
}
export async function total(moves: { kind: number }[]) {
  let sum = 0;
  for (const move of moves) {
    const rule = await db.selectFrom("rules").selectAll().where("min", "=", move.kind).executeTakeFirst(); // expect: n-plus-one
    sum += rule ? rule.factor : 1;
  }
  return sum;
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

// case: each turn needs what the turn before has written
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function chain(start: string) {
  let next: string | null = start;
  while (next) {
    const step: { nextId: string | null } | null = await prisma.step.findFirst({ where: { id: next } });
    next = step?.nextId ?? null;
  }
}

// case: the same text reads what the turn before wrote
// file: tip.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function query(text: string, values: unknown[] = []) { return (await pool.query(text, values)).rows; }
export async function height() { return (await query("SELECT height FROM chain_tip"))[0].height; }
export async function move(to: number) { await query("UPDATE chain_tip SET height = $1", [to]); }
export async function heightOf(chain: string) { return (await query("SELECT height FROM chain_tip WHERE chain = $1", [chain]))[0].height; }
export async function limits() { return query("SELECT most FROM limits"); }
// file: main.ts
import { height, heightOf, limits, move } from "./tip";
export async function all(blocks: { height: number; chain: string }[]) {
  for (const block of blocks) {
    if (block.height <= (await height())) continue;
    await move(block.height);
  }
  for (const block of blocks) {
    if (block.height <= (await heightOf(block.chain))) continue; // expect: n-plus-one
    await move(block.height);
  }
  for (const block of blocks) {
    const [{ most }] = await limits(); // expect: n-plus-one
    if (block.height < most) await move(block.height);
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
