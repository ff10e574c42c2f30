// Pieces of a list: chunks, batches, groups and windows that are asked for at once, and things that are only called so.

// case: bundles of ids
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all(bundles: string[][], ids: string[]) {
  for (const bundle of bundles) await find({ ids: bundle });
  for (const id of ids) await find({ ids: [id] }); // expect: n-plus-one
}
const find = ({ ids }: { ids: string[] }) => prisma.item.findMany({ where: { id: { in: ids } } });

// case: a helper that hands out pieces of the list
// file: limiter.ts
import { chunk } from "lodash";
export function limiter(size: number) {
  const process = <T>(rows: T[], run: (rows: T[]) => Promise<unknown>) => Promise.all(chunk(rows, size).map((piece) => run(piece)));
  const single = <T>(rows: T[], run: (row: T) => Promise<unknown>) => Promise.all(rows.map((row) => run(row)));
  return { process, single };
}
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { limiter } from "./limiter";
const prisma = new PrismaClient();
export async function all(ids: string[]) {
  await limiter(100).process(ids, async (some) => prisma.user.findMany({ where: { id: { in: some } } }));
  await limiter(100).single(ids, async (id) => prisma.user.findMany({ where: { team: id } })); // expect: n-plus-one
}

// case: a part of the element is called a group, and no call is given it
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function balances(rows: { groupId: number; group: { simplify: boolean } | null }[]) {
  return Promise.all(
    rows.map(async ({ groupId, group }) => {
      if (!group?.simplify) return [];
      return prisma.balance.findMany({ where: { groupId } }); // expect: n-plus-one
    }),
  );
}

// case: windows that a list is cut into
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function windowsOf(heights: number[]): number[][];
export async function load(heights: number[]) {
  return Promise.all(
    windowsOf(heights).map((heightWindow) =>
      prisma.block.findMany({ where: { height: { gte: heightWindow[0], lte: heightWindow.at(-1) } } }),
    ),
  );
}

// case: rows that are grouped, asked for by what they are grouped by, and a piece by its number
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function last(byCard: Map<string, { id: string }[]>, chunks: string[][]) {
  for (const [cardId, items] of byCard.entries()) {
    const found = await prisma.list.findFirst({ where: { cardId } }); // expect: n-plus-one
    console.log(found, items.map((item) => item.id));
  }
  for (const [number, chunk] of chunks.entries()) {
    console.log(number, await prisma.list.findMany({ where: { id: { in: chunk } } }));
  }
}

// case: what asks for the next batch gives rows, what cuts a list into batches does not
// file: queue.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const nextBatch = () => prisma.job.findMany({ where: { done: false }, take: 100 });
export function* batches(ids: string[]) {
  for (let at = 0; at < ids.length; at += 100) yield ids.slice(at, at + 100);
}
export async function work(ids: string[]) {
  const jobs = await nextBatch();
  for (const job of jobs) await prisma.account.findFirst({ where: { id: job.accountId } }); // expect: n-plus-one
  for (const some of batches(ids)) await prisma.account.findMany({ where: { id: { in: some } } });
}

// case: a page of a site is no page of a list
import { type Page, PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function pack(from: Page["id"] | Page) {
  const page = typeof from === "string" ? await prisma.page.findFirstOrThrow({ where: { id: from } }) : from;
  return { page, likes: await prisma.like.count({ where: { pageId: page.id } }) };
}
export async function list() {
  const pages = await prisma.page.findMany();
  return await Promise.all(pages.map((page) => pack(page))); // expect: n-plus-one
}
const claim = (group: string | null, span: string) => prisma.log.findFirst({ where: { group, span } });
export async function claimAll(groups: Iterable<string>) {
  for (const group of groups) await claim(group, "day"); // expect: n-plus-one
}
const packMany = (ids: string[]) => prisma.page.findMany({ where: { id: { in: ids } } });
export async function all(pages: string[][]) {
  for (const page of pages) await packMany(page);
}

// case: pieces of a list that a helper asks for at once, and a retry
import type { Repository } from "typeorm";
import { In } from "typeorm";
declare const states: Repository<{ id: string; userId: string }>;
declare function spread<T>(list: T[], into: number): T[][];
const missing = async (ids: string[]) => states.find({ where: { userId: In(ids) } });
const one = async (id: string) => states.findOneBy({ userId: id });
export async function fill(users: { id: string }[], ids: string[]) {
  const seqs = spread(users, 4);
  await Promise.all(seqs.map((seq) => missing(seq.map(({ id }) => id))));
  for (const user of users) await fetch(user.id, { signal: AbortSignal.timeout(9) }).catch(() => one(user.id));
  for (const id of ids) await one(id); // expect: n-plus-one
}

// case: an element called a batch that has properties of its own, and one that is a list
// file: main.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const check = (row: object) => prisma.origin.findFirst({ where: row });
export async function load(rows: { type: string }[], lists: number[][]) {
  for (const animalOrBatch of rows) {
    const { type } = animalOrBatch;
    if (type !== "") await check(animalOrBatch); // expect: n-plus-one
  }
  for (const batch of lists) await prisma.animal.findMany({ where: { OR: batch } });
}

// case: a group that a function takes as one, and one that it takes as a list
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Group {
  id: string;
}
async function membersOf(group: Group, user: string) {
  return prisma.member.findMany({ where: { group: group.id, user } });
}
async function allOf(group: string[]) {
  return prisma.member.findMany({ where: { id: { in: group } } });
}
export async function load(groups: Group[], pieces: string[][], user: string) {
  await Promise.all(groups.map((group) => membersOf(group, user))); // expect: n-plus-one
  await Promise.all(pieces.map((group) => allOf(group)));
}

// case: parts that are numbers, and parts that are lists
import { type DataSource, In } from "typeorm";
import { Score } from "./score";
declare const source: DataSource;
const scores = source.getRepository(Score);
function ofPart(user: string, part: number) {
  return scores.find({ where: { user, part } });
}
function ofIds(ids: string[]) {
  return scores.find({ where: { id: In(ids) } });
}
export async function load(user: string, parts: number[], lists: string[][]) {
  await Promise.all(parts.map((part: number) => ofPart(user, part))); // expect: n-plus-one
  await Promise.all(lists.map((part) => ofIds(part)));
}

// case: Knex in chunks
import knex from "knex";
import { chunk } from "lodash";
const db = knex({ client: "pg" });
export async function load(ids: string[]) {
  for (const part of chunk(ids, 100)) await db("users").whereIn("id", part);
}

// case: chunks by splice and by slice
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  while (ids.length > 0) {
    const part = ids.splice(0, 100);
    await prisma.user.findMany({ where: { id: { in: part } } });
  }
}

// case: an own function that cuts into pieces
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
function* pieces<T>(list: T[], size: number) {
  for (let i = 0; i < list.length; i += size) yield list.slice(i, i + size);
}
export async function load(ids: string[]) {
  for (const some of pieces(ids, 100)) await prisma.user.findMany({ where: { id: { in: some } } });
}

// case: what is asked of a whole page is asked for each page, whatever the pages are of
import { DataSource, In } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
class Ticket {
  id!: number;
  shop!: string;
}
class Shop {
  id!: string;
}
const tickets = source.getRepository(Ticket);
declare function fetchPage(shop: string, page: number): Promise<{ id: number }[]>;
declare function chunk<T>(list: T[], size: number): T[][];
export async function sync() {
  for (const shop of await source.getRepository(Shop).find()) {
    for (let page = 1; ; page++) {
      const rows = await fetchPage(shop.id, page);
      if (rows.length === 0) break;
      const known = await tickets.findBy({ id: In(rows.map(({ id }) => id)) });
      console.log(known.length);
    }
  }
}
export async function syncOwn() {
  for (const shop of await source.getRepository(Shop).find()) {
    let page = 0;
    while (true) {
      const rows = await fetchPage(shop.id, page++);
      if (rows.length === 0) break;
      console.log(await tickets.countBy({ shop: shop.id })); // expect: n-plus-one
      for (const { id } of rows) await tickets.findOneBy({ id }); // expect: n-plus-one
    }
  }
}
export async function syncKnown(shops: { tickets: number[] }[]) {
  for (const shop of shops) {
    for (const ids of chunk(shop.tickets, 100)) await tickets.findBy({ id: In(ids) });
  }
}

// case: every seventh turn, and rows of every seventh day
const mongoose = require("mongoose");
const Day = mongoose.model("Day", new mongoose.Schema({}));
exports.remind = async (rows, now, keys) => {
  for (const row of rows) {
    if (now.diff(row.created, "days") % 7 === 0) await Day.findOne({ row: row.id }); // expect: n-plus-one
    if (row.day % 7 === 0) await Day.findOne({ day: row.day }); // expect: n-plus-one
  }
  let batch = [];
  for (let i = 0; i < keys.length; i++) {
    batch.push(keys[i]);
    if (batch.length % 100 === 0) await Day.find({ key: { $in: batch } });
    if ((i + 1) % 100 === 0) batch = [];
  }
};

// case: lines that are written when there are enough of them
const mongoose = require("mongoose");
const Log = mongoose.model("Log", new mongoose.Schema({}));
class Worker {
  log(line) {
    this.text += line;
    if (this.text.length >= 1024) this.save();
  }
  note(line) {
    this.last = line;
    if (line.length >= 80) return this.save();
  }
  async save() {
    const row = await Log.findById(this.id);
    row.text += this.text;
    this.text = "";
    await row.save();
  }
  async run(rows) {
    for (const row of rows) this.log(row.name);
    for (const row of rows) await this.note(row.name); // expect: n-plus-one
  }
}
module.exports = Worker;

// case: chunks of a list with in
import { PrismaClient } from "@prisma/client";
import { chunk } from "lodash";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const some of chunk(ids, 500)) {
    await prisma.user.findMany({ where: { id: { in: some } } });
  }
}

// case: a counting loop in steps of a chunk
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (let i = 0; i < ids.length; i += 500) {
    await prisma.user.findMany({ where: { id: { in: ids.slice(i, i + 500) } } });
  }
}

// case: each element of a chunk asked for by itself
import { PrismaClient } from "@prisma/client";
import { chunk } from "lodash";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const batch of chunk(ids, 10)) {
    await Promise.all(batch.map((id) => prisma.user.findFirst({ where: { id } }))); // expect: n-plus-one
  }
}

// case: a batch that is gathered in the loop and asked for when it is full
import type { Pool } from "pg";
export async function save(pool: Pool, rows: { id: string }[]) {
  let batch: string[] = [];
  const kept: string[] = [];
  for (const row of rows) {
    batch.push(row.id);
    kept.push(row.id);
    if (batch.length === 500) {
      await pool.query("SELECT id FROM known WHERE id = ANY($1)", [batch]);
      batch = [];
    }
    await pool.query("SELECT id FROM known WHERE id = ANY($1)", [kept]); // expect: n-plus-one
  }
}

// case: a batch that is claimed with its size is rows, and batches that are made of a list are pieces
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const claimBatch = (size: number) => prisma.job.findMany({ where: { status: "new" }, take: size });
const idBatches = async (ids: string[], size: number) => {
  const known = await prisma.job.findMany({ where: { id: { in: ids } } });
  return Array.from({ length: known.length / size }, (_, i) => known.slice(i * size, (i + 1) * size));
};
export async function work(size: number) {
  const batch = await claimBatch(size);
  for (const { ownerId } of batch) {
    console.log(await prisma.owner.findFirst({ where: { id: ownerId } })); // expect: n-plus-one
  }
}
export async function report(ids: string[]) {
  for (const jobs of await idBatches(ids, 100)) {
    console.log(await prisma.owner.findMany({ where: { id: { in: jobs.map(({ ownerId }) => ownerId) } } }));
  }
}

// case: pages of a site are rows, and pages of a list are not
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function inPages(ids: string[], size: number): string[][];
const findSitePages = (authorId: string) => prisma.page.findMany({ where: { authorId } });
export async function titles(authorId: string) {
  const pages = await findSitePages(authorId);
  return Promise.all(pages.map(({ id }) => prisma.segment.findFirst({ where: { pageId: id } }))); // expect: n-plus-one
}
export async function listed(ids: string[]) {
  for (const some of inPages(ids, 100)) console.log(await prisma.segment.findMany({ where: { id: { in: some } } }));
}

// case: what rows of a map stand under is no piece of a list
import { DataSource } from "typeorm";
export async function cheapest(source: DataSource, groups: Map<string, string[]>) {
  for (const [group, skus] of groups)
    await source.getRepository("Price").findOne({ where: { group, sku: skus[0] } }); // expect: n-plus-one
  for (const [, group] of groups) await source.query("SELECT * FROM prices WHERE sku = ANY($1)", [group]);
}

// case: a list that is one of the properties of the element
import { MongoClient } from "mongodb";
const seats = new MongoClient(process.env.DB ?? "", { waitQueueTimeoutMS: 1000 }).db().collection("seats");
export async function seatsOf(bookings: { id: string; codes: string[] }[], batches: string[][]) {
  for (const { codes } of bookings) await seats.find({ code: { $in: codes } }).toArray(); // expect: n-plus-one
  for (const codes of batches) await seats.find({ code: { $in: codes } }).toArray();
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

// case: allSettled of chunks
import { chunk } from "lodash";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  return Promise.allSettled(chunk(ids, 500).map((part) => prisma.post.findMany({ where: { userId: { in: part } } })));
}

// case: while by an index in steps of a chunk
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  let i = 0;
  while (i < ids.length) {
    await prisma.post.findMany({ where: { userId: { in: ids.slice(i, i + 100) } } });
    i += 100;
  }
}

// case: whereIn, inArray, ANY and $in in chunks
import { chunk } from "lodash";
import { inArray } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { knex } from "knex";
import { MongoClient } from "mongodb";
import { Pool } from "pg";
import { posts } from "./schema";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const query = knex({ client: "pg" });
const db = drizzle(pool);
const users = new MongoClient("mongodb://db", { waitQueueTimeoutMS: 1000 }).db().collection("users");
export async function load(ids: number[]) {
  for (const part of chunk(ids, 1000)) {
    await query("users").whereIn("id", part);
    await db.select().from(posts).where(inArray(posts.id, part));
    await pool.query("SELECT * FROM users WHERE id = ANY($1)", [part]);
    await users.find({ _id: { $in: part } }).toArray();
  }
}

// case: a piece of the list every thousand turns
// file: main.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function load(ids: string[]) {
  let known = new Map<string, object>();
  for (const [index, id] of ids.entries()) {
    if (index % 1000 === 0) {
      const { rows } = await pool.query("SELECT * FROM users WHERE id = ANY($1)", [ids.slice(index, index + 1000)]);
      known = new Map(rows.map((row) => [row.id, row]));
    }
    if (index % 1000 !== 0) await pool.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
    console.log(known.get(id));
  }
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

// case: a group that a helper takes as a thing with parts, as its type says in place
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const studentsOf = (group: { id: string }) => prisma.student.findMany({ where: { groupId: group.id } });
export async function all(course: string) {
  const groups = await prisma.group.findMany({ where: { course } });
  return Promise.all(groups.map(async (group) => await studentsOf(group))); // expect: n-plus-one
}
