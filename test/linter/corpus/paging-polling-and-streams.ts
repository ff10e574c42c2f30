// Rounds that are no elements of a list: pages, polling, retries, workers, streams and messages; and `for await` over what is a list.

// case: pages for each element are no search for a free name
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all(ids: string[]) {
  for (const id of ids) {
    let skip = 0;
    while (true) {
      const orders = await prisma.order.findMany({ where: { userId: id }, skip, take: 100 }); // expect: n-plus-one
      if (orders.length < 100) break;
      skip += 100;
    }
  }
}

// case: for await over what plainly is a list
import { MongoClient } from "mongodb";
const client = new MongoClient(process.env.MONGO_URL ?? "", { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
const users = client.db().collection("users");
const teams = client.db().collection("teams");
export async function all(names: Set<string>, old: Record<string, string>) {
  const [records, total] = await Promise.all([teams.find().toArray(), teams.countDocuments()]);
  for await (const { id } of records) console.log(await users.countDocuments({ team: id }), total); // expect: n-plus-one
  const gone = new Set<string>();
  for (const { name } of records) gone.add(name);
  for await (const name of gone) await users.findOne({ name }); // expect: n-plus-one
  for await (const name of names) await users.findOne({ name }); // expect: n-plus-one
  for await (const name of Object.keys(old)) await users.findOne({ name }); // expect: n-plus-one
  for await (const { name } of teams.find()) await users.findOne({ name }); // expect: n-plus-one
}

// case: a stream is no list
import { MongoClient } from "mongodb";
import { createInterface } from "node:readline";
const client = new MongoClient(process.env.MONGO_URL ?? "", { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
const users = client.db().collection("users");
export async function all(input: NodeJS.ReadableStream) {
  for await (const line of createInterface({ input })) await users.findOne({ name: line });
}

// case: for await over a list that came out of a request, and over what streams
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function body(request: unknown): any;
declare function open(request: unknown): any;
export async function remove(request: unknown) {
  const { names } = body(request);
  for await (const name of names) await prisma.file.findFirst({ where: { name } }); // expect: n-plus-one
  const { chunks } = body(request);
  for await (const chunk of chunks) await prisma.file.findFirst({ where: { name: chunk } });
  const rows = open(request);
  for await (const row of rows) await prisma.file.findFirst({ where: { name: row } });
}

// case: waiting in each turn until nobody else is busy, and asking once in each
// file: quiet.ts
import { Pool } from "pg";
export const pool = new Pool({ connectionTimeoutMillis: 1000 });
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const isBusy = async () => (await pool.query("SELECT 1 FROM shows WHERE live")).rows.length > 0;
export async function untilQuiet() {
  while (true) {
    const busy = await isBusy();
    if (!busy) return;
    await sleep(1000);
  }
}
export async function isQuiet() {
  const busy = await isBusy();
  return !busy;
}
export async function payment(reference: string) {
  for (let tries = 0; tries < 3; tries++) {
    const { rows } = await pool.query("SELECT id FROM payments WHERE reference = $1", [reference]);
    if (rows.length > 0) return rows[0];
    await sleep(1000);
  }
}
// file: main.ts
import { isQuiet, payment, pool, untilQuiet } from "./quiet";
export async function match() {
  const { rows } = await pool.query("SELECT reference FROM events");
  for (const row of rows) console.log(await payment(row.reference)); // expect: n-plus-one
}
export async function repair() {
  const { rows } = await pool.query("SELECT id FROM albums");
  for (const row of rows) {
    await untilQuiet();
    await pool.query("UPDATE albums SET seen = true WHERE id = $1", [row.id]); // expect: write-in-loop
  }
}
export async function report() {
  const { rows } = await pool.query("SELECT id FROM albums");
  for (const row of rows) console.log(row, await isQuiet()); // expect: n-plus-one
}

// case: what is asked until a read model has caught up
import { PrismaClient } from "@prisma/client";
import { upsertTenant, waitForVersion } from "./elsewhere";
const prisma = new PrismaClient();
export async function assign(tenants: { id: string }[]) {
  for (const tenant of tenants) {
    const { version } = await upsertTenant(tenant);
    await waitForVersion(() => prisma.tenant.findFirst({ where: { id: tenant.id } }), version);
    await waitForVersion(await prisma.tenant.findFirst({ where: { id: tenant.id } }), version); // expect: n-plus-one
  }
}

// case: an interval that asks again and again
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
setInterval(async () => {
  await prisma.job.findMany({ where: { state: "waiting" } });
}, 1000);

// case: a worker that takes one job after another
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function work(stopped: () => boolean) {
  while (!stopped()) {
    const job = await prisma.job.findFirst({ where: { state: "waiting" } });
    if (job === null) await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

// case: rows of a file, read as they come
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(path: string) {
  for await (const line of createInterface({ input: createReadStream(path) })) {
    await prisma.user.findFirst({ where: { line } });
  }
}

// case: waiting for a key to be free, with growing delays
import Redis from "ioredis";
const redis = new Redis({ commandTimeout: 1000 });
export async function lock(key: string, tries: number[]) {
  for (const delay of tries) {
    if ((await redis.get(key)) === null) return true;
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
  return false;
}

// case: waiting for a key to be set, by counting
import Redis from "ioredis";
const redis = new Redis({ commandTimeout: 1000 });
export async function poll(key: string) {
  for (let i = 0; i < 10; i++) {
    const value = await redis.get(key);
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

// case: attempts, and a graph that is walked, are counted and taken in the same ways
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function attempts(id: number) {
  let left = 3;
  while (left--) {
    try {
      return await pool.query("SELECT * FROM parts WHERE id = $1", [id]);
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}
export async function walk(root: number) {
  const waiting = [root];
  let id: number | undefined;
  while ((id = waiting.pop()) !== undefined) {
    const { rows } = await pool.query("SELECT id FROM parts WHERE parent = $1", [id]);
    for (const row of rows) waiting.push(row.id);
  }
}

// case: what a service lists is gone through one by one, also where its client fetches page after page
import { DataSource } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
class Invoice {
  number!: string;
}
const invoices = source.getRepository(Invoice);
declare const billing: any;
export async function sync() {
  for await (const { id } of billing.invoices.list({ status: "open" })) {
    await invoices.findOneBy({ number: id }); // expect: n-plus-one
  }
  for await (const page of billing.listInvoices().byPage()) {
    await invoices.findBy({ number: page[0]?.id });
  }
  for await (const { id } of billing.events()) await invoices.findOneBy({ number: id });
}

// case: the same question for each element, which is answered alike each time, and one until the answer is another
import { DataSource } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
class System {
  id!: string;
  kind!: string;
}
const systems = source.getRepository(System);
declare function sleep(ms: number): Promise<void>;
export async function check(id: string, runs: { flows: string[] }[]) {
  for (const run of runs) {
    if (run.flows.length > 0) {
      const system = await systems.findOneBy({ id }); // expect: n-plus-one
      if (system && system.kind !== "FLOW") return "no flow";
    }
  }
  return undefined;
}
export async function wait(id: string, delays: number[]) {
  for (const delay of delays) {
    const system = await systems.findOneBy({ id });
    if (system && system.kind !== "NEW") return system;
    await sleep(delay);
  }
  return undefined;
}
export async function waitIn(id: string, delays: number[]) {
  for (const _ of delays) {
    const system = await later(id);
    if (system) return system;
  }
  return undefined;
}
async function later(id: string) {
  await sleep(100);
  return systems.findOneBy({ id });
}

// case: for-await over a plain list
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load() {
  const users = await prisma.user.findMany();
  for await (const user of users) {
    await prisma.post.findMany({ where: { userId: user.id } }); // expect: n-plus-one
  }
}

// case: paging until a page is short
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function* all() {
  let cursor: string | undefined;
  while (true) {
    const page = await prisma.user.findMany({ take: 100, cursor: cursor ? { id: cursor } : undefined });
    yield* page;
    if (page.length < 100) return;
    cursor = page[page.length - 1].id;
  }
}

// case: a retry loop
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function ready() {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      return await prisma.health.findFirst();
    } catch {
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

// case: retrying over literal delays
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function ready() {
  for (const delay of [100, 500, 2000]) {
    const row = await prisma.health.findFirst();
    if (row) return row;
    await new Promise((done) => setTimeout(done, delay));
  }
}

// case: pages inside a loop over tenants
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(tenants: { id: string }[]) {
  for (const tenant of tenants) {
    let page = 0;
    while (true) {
      const rows = await prisma.row.findMany({ where: { tenantId: tenant.id }, skip: page++ * 100, take: 100 }); // expect: n-plus-one
      if (rows.length < 100) break;
    }
  }
}

// case: own async generator
// file: main.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
async function* rowsOf() {
  const { rows } = await pool.query("SELECT * FROM users");
  for (const row of rows) yield row;
}
export async function load() {
  for await (const r of rowsOf()) {
    await pool.query("SELECT * FROM posts WHERE user_id = $1", [r.id]); // expect: n-plus-one
  }
}

// case: own async generator in pages, which is right
// file: main.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
async function* pages() {
  let after = 0;
  while (true) {
    const { rows } = await pool.query("SELECT * FROM users WHERE id > $1 LIMIT 100", [after]);
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1).id;
  }
}
export async function load() {
  for await (const page of pages()) {
    await pool.query("SELECT * FROM posts WHERE user_id = ANY($1)", [page.map((r: any) => r.id)]);
  }
}

// case: a generator of messages is no list, one of rows is
import { EventEmitter, on } from "node:events";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function* messages(topic: string): AsyncGenerator<{ id: string }> {
  for await (const [message] of on(new EventEmitter(), topic)) yield message;
}
async function* users() {
  for (let page = 0; ; page++) {
    const found = await prisma.user.findMany({ skip: page * 100, take: 100 });
    if (found.length === 0) return;
    yield* found;
  }
}
export async function follow(arriving: AsyncIterable<{ id: string }>) {
  for await (const { id } of messages("posts")) await prisma.post.findFirst({ where: { id } });
  for await (const { id } of arriving) await prisma.post.findFirst({ where: { id } });
  for await (const user of users()) await prisma.post.findFirst({ where: { userId: user.id } }); // expect: n-plus-one
}

// case: what a function is passed under the name of several is a list
// file: enrich.js
import { MongoClient } from "mongodb";
const db = new MongoClient(process.env.DB, { waitQueueTimeoutMS: 1000 }).db();
export async function enrich(orders) {
  for await (const order of orders) order.user = await db.collection("users").findOne({ _id: order.userId }); // expect: n-plus-one
}
export async function listen(messages) {
  for await (const message of messages) await db.collection("users").findOne({ _id: message.userId });
}

// case: waiting until the database is ready
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function ready() {
  for (let attempt = 0; attempt < 30; attempt++) {
    try {
      await pool.query("SELECT 1");
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

// case: waiting with while until a job is done
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function wait(id: string) {
  let job = await prisma.job.findFirst({ where: { id } });
  while (job?.state !== "done") {
    await new Promise((resolve) => setTimeout(resolve, 500));
    job = await prisma.job.findFirst({ where: { id } });
  }
}

// case: waiting with do until a table is there
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function ready(until: number) {
  let there = false;
  do {
    const { rows } = await pool.query("SELECT to_regclass('users') AS t");
    there = rows[0].t !== null;
  } while (!there && Date.now() < until);
}

// case: a cursor loop of Prisma
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function* all() {
  let cursor: string | undefined;
  while (true) {
    const rows = await prisma.user.findMany({ take: 100, ...(cursor ? { skip: 1, cursor: { id: cursor } } : {}) });
    if (rows.length === 0) return;
    yield* rows;
    cursor = rows[rows.length - 1].id;
  }
}

// case: a query per row of each page
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all() {
  for (let skip = 0; ; skip += 100) {
    const rows = await prisma.user.findMany({ take: 100, skip });
    if (rows.length === 0) return;
    for (const row of rows) await prisma.post.count({ where: { userId: row.id } }); // expect: n-plus-one
  }
}

// case: pages by number up to their count
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all() {
  const pages = Math.ceil((await prisma.user.count()) / 100);
  for (let page = 0; page < pages; page++) await prisma.user.findMany({ skip: page * 100, take: 100 });
}

// case: pages of postgres.js by a cursor
import postgres from "postgres";
const sql = postgres("postgres://db", { connect_timeout: 5 }); // expect: pool-acquire-timeout
export async function all() {
  for await (const rows of sql`SELECT * FROM users`.cursor(100)) console.log(rows.length);
}

// case: retrying until it works
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function once(id: string) {
  let left = 3;
  while (left-- > 0) {
    try {
      return await pool.query("SELECT * FROM users WHERE id = $1", [id]);
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

// case: a generator that asks for each element
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function* load(ids: string[]) {
  for (const id of ids) yield await prisma.post.findMany({ where: { id } }); // expect: n-plus-one
}

// case: for await over messages, and over the list in a property
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare const consumer: { consume(): Promise<AsyncIterable<string>>; fetchAll(): Promise<string[]> };
declare function page(request: unknown): Promise<any>;
export async function all(request: unknown) {
  for await (const name of await consumer.consume()) await prisma.file.findFirst({ where: { name } });
  for await (const name of await consumer.fetchAll()) await prisma.file.findFirst({ where: { name } }); // expect: n-plus-one
  const found = await page(request);
  for await (const one of found["invitations"]) await prisma.role.findMany({ where: { id: { in: one.roles } } }); // expect: n-plus-one
  for await (const one of found["pages"]) await prisma.role.findMany({ where: { id: { in: one.roles } } });
}

// case: messages of a queue, each handled by itself
import { ReceiveMessageCommand, DeleteMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PrismaClient } from "@prisma/client";
import { SQSRecord } from "aws-lambda";
import Redis from "ioredis";
import { Kafka } from "kafkajs";
import PgBoss from "pg-boss";
const prisma = new PrismaClient();
const redis = new Redis();
const sqs = new SQSClient({ requestHandler: { requestTimeout: 3000 } });
const boss = new PgBoss("x");
const find = (id: string) => prisma.order.findFirst({ where: { id } });
async function handle(message: { id: string }) {
  await mail(await find(message.id));
}
export const handler = async (event) => {
  const batchItemFailures = [];
  for (const record of event.Records) {
    try {
      const order = await prisma.order.findFirst({ where: { id: record.body } });
      await mail(order);
    } catch {
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  await Promise.all(event.Records.map((record) => handle(JSON.parse(record.body))));
  return { batchItemFailures };
};
export async function records(all: SQSRecord[]) {
  for (const record of all) await handle(JSON.parse(record.body));
}
export async function kafka() {
  await new Kafka({ brokers: [] }).consumer({ groupId: "g" }).run({
    eachBatch: async ({ batch, resolveOffset }) => {
      for (const message of batch.messages) {
        const order = await find(message.key);
        await mail(order);
        resolveOffset(message.offset);
      }
    },
  });
}
export async function poll() {
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: "q" }));
  for (const message of Messages ?? []) {
    const order = await find(message.Body);
    await mail(order);
    await sqs.send(new DeleteMessageCommand({ QueueUrl: "q", ReceiptHandle: message.ReceiptHandle }));
  }
}
export async function follow() {
  const streams = await redis.xreadgroup("GROUP", "g", "c", "COUNT", 10, "STREAMS", "s", ">");
  for (const [, messages] of streams) for (const [id] of messages) await handle({ id });
}
boss.work("mail", async (jobs) => {
  for (const job of jobs) await handle(job.data);
});
export async function webhook(req, res) {
  for (const { changes } of req.body.entry)
    for (const { value } of changes) for (const message of value.messages) await handle(message);
  await Promise.all(req.body.events.map(handle));
  res.sendStatus(200);
}

// case: what is looked up for the messages of a queue, and rows that are handled
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const find = (id: string) => prisma.order.findFirst({ where: { id } });
const exists = async (id: string) => (await find(id)) !== null;
async function handle(message: { id: string }) {
  await mail(await find(message.id));
}
export const handler = async (event) => {
  for (const record of event.Records) {
    const order = await find(record.body); // expect: n-plus-one
    show(order);
  }
  for (const record of event.Records) if (await exists(record.body)) show(record); // expect: n-plus-one
  for (const record of event.Records) show(await find(record.body)); // expect: n-plus-one
  for (const record of event.Records) for (const item of record.items) await handle(item); // expect: n-plus-one
  const orders = await Promise.all(event.Records.map((record) => find(record.body))); // expect: n-plus-one
  return orders;
};
export async function chat(chatId: string) {
  const messages = await prisma.message.findMany({ where: { chatId } });
  for (const message of messages) await handle(message); // expect: n-plus-one
  const jobs = await prisma.job.findMany({ where: { state: "waiting" } });
  for (const job of jobs) await handle(job); // expect: n-plus-one
}

// case: limiters that sleep until they are let through
import Redis from "ioredis";
const redis = new Redis();
async function throttle(key: string) {
  let count = Number(await redis.get(key));
  while (count > 10) {
    await sleep(100);
    count = Number(await redis.get(key));
  }
  await redis.incr(key);
}
async function slow() {
  const left = await redis.get("left");
  if (Number(left) < 1) await new Promise((done) => setTimeout(done, 100));
}
class Limiter {
  async take(tokens: number) {
    const left = Number(await redis.get("tokens"));
    if (left < tokens) {
      await sleep(10);
      return this.take(tokens);
    }
    await redis.set("tokens", left - tokens);
  }
  async schedule(run: () => Promise<void>) {
    await this.take(1);
    return run();
  }
  async isOpen() {
    return Number(await redis.get("tokens")) > 0;
  }
}
const limiter = new Limiter();
export async function all(rows: { id: string }[]) {
  for (const row of rows) {
    await throttle("mail");
    await slow();
    await limiter.take(1);
    await limiter.schedule(() => mail(row));
    if (!(await limiter.isOpen())) await sleep(1000);
  }
}

// case: what sleeps whatever it is answered, or waits for each element
import Redis from "ioredis";
const redis = new Redis();
async function told(key: string) {
  const text = await redis.get("told");
  await sleep(10);
  return text + key;
}
async function settled(id: string) {
  const state = await redis.get(id);
  if (!state) await sleep(10);
}
export async function all(rows: { id: string }[]) {
  for (const row of rows) {
    await told(row.id); // expect: n-plus-one
    await settled(row.id); // expect: n-plus-one
  }
}

// case: workers that are started once for each queue
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const next = (name: string) => prisma.job.findFirst({ where: { name, state: "waiting" } });
async function work(name: string) {
  while (true) {
    const job = await next(name);
    if (job === null) {
      await sleep(1000);
      continue;
    }
    switch (job.kind) {
      case "mail":
        await mail(job);
        break;
      default:
        await print(job);
    }
  }
}
class Worker {
  private stopped = false;
  async consume(name: string, signal: AbortSignal) {
    while (!this.stopped) {
      if (signal.aborted) return;
      await mail(await next(name));
    }
  }
}
async function poll(name: string) {
  const job = await next(name);
  if (job !== null) await mail(job);
  setTimeout(() => poll(name), 1000);
}
export async function start(names: string[], worker: Worker, signal: AbortSignal) {
  for (const name of names) void work(name);
  names.forEach((name) => poll(name));
  await Promise.all(names.map((name) => worker.consume(name, signal)));
}

// case: what takes all that there is of each, or tries again
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const next = (name: string) => prisma.job.findFirst({ where: { name, state: "waiting" } });
async function drain(name: string) {
  while (true) {
    const job = await next(name);
    if (job === null) return;
    await mail(job);
  }
}
async function tried(name: string) {
  for (;;) {
    try {
      return await next(name);
    } catch {
      await sleep(10);
    }
  }
}
async function soon(name: string) {
  await mail(await next(name));
  setTimeout(() => print(name), 1000);
}
async function patiently(name: string) {
  const job = await next(name);
  if (job === null) return new Promise((resolve) => setTimeout(() => resolve(patiently(name)), 10));
  return job;
}
async function until(name: string) {
  let isOpen = true;
  while (isOpen) isOpen = (await next(name)) !== null;
}
export async function start(names: string[]) {
  for (const name of names) await drain(name); // expect: n-plus-one
  for (const name of names) await tried(name); // expect: n-plus-one
  for (const name of names) await until(name); // expect: n-plus-one
  for (const name of names) await soon(name); // expect: n-plus-one
  for (const name of names) await patiently(name); // expect: n-plus-one
}
