// What does not run in production: scripts, commands, migrations, tests and their imitations; and programs that only look so.

// case: a program that reads a command line
import { Command } from "nest-commander";
import { Repository } from "typeorm";
@Command({ name: "sync" })
export class SyncCommand {
  constructor(private readonly users: Repository<{ id: string }>) {}
  async run(ids: string[]) {
    for (const id of ids) await this.users.findOneBy({ id });
  }
}

// case: a command by the decorator of a package of one's own
import { Command, Handler } from "@acme/kit";
import { Repository } from "typeorm";
export class SyncUsers {
  constructor(private readonly users: Repository<{ id: string }>) {}
  @Command({ command: "users:sync" })
  async run(ids: string[]) {
    for (const id of ids) await this.users.findOneBy({ id });
  }
}
// file: handler.ts
import { Handler } from "@acme/kit";
import { Repository } from "typeorm";
export class UsersHandler {
  constructor(private readonly users: Repository<{ id: string }>) {}
  @Handler({ command: "sync" })
  async run(ids: string[]) {
    for (const id of ids) await this.users.findOneBy({ id }); // expect: n-plus-one
  }
}

// case: what only a command line imports from its folder of commands
// file: src/cli.ts
import { Command } from "commander";
import { fix } from "./commands/fix";
import { repair } from "./repair";
new Command().command("fix").action(async () => {
  await fix();
  await repair();
});
// file: src/commands/fix.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function fix() {
  for (const user of await prisma.user.findMany()) await prisma.order.count({ where: { userId: user.id } });
}
// file: src/repair.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function repair() {
  for (const user of await prisma.user.findMany()) await prisma.order.count({ where: { userId: user.id } }); // expect: n-plus-one
}

// case: what yargs finds in a folder
// file: src/tasks/audit.js
const { db } = require("../db");
exports.command = "audit";
exports.handler = async () => {
  for (const user of await db.collection("users").find().toArray())
    await db.collection("logins").countDocuments({ user: user._id });
};
// file: src/tasks/report.js
const { db } = require("../db");
exports.handler = async () => {
  for (const user of await db.collection("users").find().toArray())
    await db.collection("logins").countDocuments({ user: user._id }); // expect: n-plus-one
};
// file: src/db.js
const { MongoClient } = require("mongodb");
exports.db = new MongoClient("mongodb://db", { serverSelectionTimeoutMS: 5000, waitQueueTimeoutMS: 5000, socketTimeoutMS: 5000 }).db();

// case: a program that reads its command line, a server that does, and what one imports
// file: import-contacts.ts
import { update } from "./contacts";
import { run } from "./server";
const isDanger = process.argv.includes("--danger");
run(async (rows: string[]) => {
  for (const row of rows) if (isDanger) await update(row);
});
// file: main.ts
import { createServer } from "node:http";
import { update } from "./contacts";
const port = Number(process.argv[2] ?? 80);
export async function all(rows: string[]) {
  for (const row of rows) await update(row); // expect: n-plus-one
}
createServer().listen(port);
// file: contacts.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const update = (email: string) => prisma.contact.findFirst({ where: { email } });
export const isVerbose = process.argv.includes("--verbose");
export async function updateAll(rows: string[]) {
  for (const row of rows) await update(row); // expect: n-plus-one
}
// file: server.ts
export const run = (work: (rows: string[]) => Promise<void>) => work([]);

// case: a migration of TypeORM in a folder of any name
import type { MigrationInterface, QueryRunner } from "typeorm";
export class AddTotals1636314330347 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const projects = await queryRunner.query("select * from project");
    for (const project of projects) {
      await queryRunner.query("select count(*) from donation where project = $1", [project.id]);
    }
  }
  async down(): Promise<void> {}
}

// case: a context that tests make holds imitations
// file: connectors/people.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export class PeopleService {
  async find(id: string) {
    return pool.query("SELECT * FROM users WHERE id = $1", [id]);
  }
}
// file: __test__/people.ts
const createContext = () => ({ peopleService: { find: (id: string) => id } });
export const context = createContext();
// file: main.ts
export const notify = async (_: unknown, { ids }: { ids: string[] }, { peopleService }: any) => {
  for (const id of ids) await peopleService.find(id); // expect: n-plus-one
};

// case: a singleton that is made once, and a program that reads its arguments
// file: main.ts
import { MongoClient } from "mongodb";
declare function getSingleton<T>(name: string, make: () => T): T;
async function connect(url: string) {
  const client = new MongoClient(url, { timeoutMS: 1000, waitQueueTimeoutMS: 1000 });
  await client.db("events").collection("rows").findOne({ url });
  return client;
}
export async function all(builders: { url: string }[]) {
  for (const { url } of builders) await getSingleton(url, () => connect(url));
}
// file: import-users.ts
import parseArgs from "minimist";
import { MongoClient } from "mongodb";
const client = new MongoClient("mongodb://db", { timeoutMS: 1000, waitQueueTimeoutMS: 1000 });
async function run(argv = process.argv.slice(2)) {
  for (const name of parseArgs(argv)._) await client.db("app").collection("users").findOne({ name });
}
void run();

// case: a program that ends by closing what it opened, and one that listens
// file: fix-users.js
const mongoose = require("mongoose");
const User = require("./user");
async function fix() {
  await mongoose.connect("mongodb://db/app", { waitQueueTimeoutMS: 5000 });
  for (const user of await User.find({})) {
    const other = await User.findOne({ email: user.email });
    console.log(other);
  }
  await mongoose.disconnect();
}
fix();
// file: user.js
const mongoose = require("mongoose");
module.exports = mongoose.model("User", new mongoose.Schema({ email: String }));
// file: main.js
const express = require("express");
const mongoose = require("mongoose");
const User = require("./user");
const app = express();
app.get("/", async (request, response) => {
  for (const id of request.query.ids) await User.findOne({ id }); // expect: n-plus-one
  response.end();
});
app.listen(3000);
process.on("exit", () => mongoose.disconnect());

// case: what a test passes says nothing of what others do
// file: orders.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000, max: 4 });
export async function load(payload) {
  for (const id of payload.ids) {
    await pool.query("SELECT * FROM orders WHERE id = $1", [id]); // expect: n-plus-one
  }
}
export async function loadKinds(payload) {
  for (const kind of payload.kinds) await pool.query("SELECT * FROM kinds WHERE name = $1", [kind]);
}
export async function loadAny(payload) {
  for (const id of payload.ids) {
    await pool.query("SELECT * FROM others WHERE id = $1", [id]); // expect: n-plus-one
  }
}
// file: routes.ts
import { load, loadAny, loadKinds } from "./orders";
export const post = async (req) => {
  await loadKinds({ kinds: ["open", "closed"] });
  await loadAny({ ids: [1] });
  await loadAny(req.body);
  return await load(req.body);
};
// file: tests/orders.ts
import { load } from "../orders";
export const works = async () => await load({ ids: [1] });

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

// case: what tests pass to a factory says nothing of what it is given in earnest
// file: notify.js
export function notify({ store }) {
  return async ({ grants }) => {
    await Promise.all(grants.map(async (grant) => {
      const person = await store.person(grant.person); // expect: n-plus-one
      return person.email;
    }));
  };
}
// file: store.js
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const makeStore = () => ({ person: async (id) => prisma.person.findFirst({ where: { id } }) });
// file: test/notify.spec.js
import { notify } from "../notify.js";
const store = {};
it("sends", () => notify({ store })({ grants: [] }));
it("sends one", () => notify({ store })({ grants: [{ person: "1" }] }));
it("sends two", () => notify({ store })({ grants: [{ person: "1" }, { person: "2" }] }));
it("waits", () => notify({ store })({ grants: [] }));
// file: main.js
import { notify } from "./notify.js";
import { makeStore } from "./store.js";
const store = makeStore();
export const onGrant = notify({ store });

// case: of the classes behind an interface, those that stand in for it in tests are not the ones that run
// file: port.ts
export interface Accounts { byId(id: string): Promise<unknown>; }
// file: fakes/a.ts
import type { Accounts } from "../port";
export class A implements Accounts { async byId(id: string) { return { id }; } }
// file: fakes/b.ts
import type { Accounts } from "../port";
export class B implements Accounts { async byId(id: string) { return { id }; } }
// file: in-memory-accounts.ts
import type { Accounts } from "./port";
export class C implements Accounts { async byId(id: string) { return { id }; } }
// file: test/accounts.ts
import type { Accounts } from "../port";
export class D implements Accounts { async byId(id: string) { return { id }; } }
// file: sql-accounts.ts
import { Pool } from "pg";
import type { Accounts } from "./port";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export class SqlAccounts implements Accounts {
  async byId(id: string) { return (await pool.query("SELECT * FROM accounts WHERE id = $1", [id])).rows[0]; }
}
// file: main.ts
import type { Accounts } from "./port";
export class Report {
  constructor(private readonly accounts: Accounts) {}
  async all(ids: string[]) {
    for (const id of ids) await this.accounts.byId(id); // expect: n-plus-one
  }
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

// case: a test passes an imitation
// file: facets.js
module.exports.valuesOf = async (ctx, ids) => {
  const values = [];
  for (const id of ids) values.push(await ctx.facets.findOne({ _id: id })); // expect: n-plus-one
  return values;
};
// file: facets.spec.js
const { valuesOf } = require("./facets");
test("values", () => valuesOf({ facets: { findOne: async () => null } }, [1, 2]));
// file: middleware.js
const { MongoClient } = require("mongodb");
const client = new MongoClient(process.env.MONGO_URL, { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
module.exports = async (ctx, next) => {
  ctx.facets = client.db().collection("facets");
  await next();
};

// case: what a program takes for who develops alone, by a condition of its own
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1", "pg": "8" } }
// file: server.js
const express = require("express");
const accounts = require("./accounts");
const orders = require("./orders");
const tunnel = require("./tunnel");
const app = express();
app.use(orders);
if (process.env.NODE_ENV !== "production") {
  app.use("/test", require("./helpers-of-tests"));
  app.use("/accounts", accounts);
}
if (!config.isProduction) tunnel();
app.listen(80);
// file: helpers-of-tests.js
const axios = require("axios");
module.exports = async (_, response) => response.json(await axios.get("http://accounts"));
// file: accounts.js
const axios = require("axios");
module.exports = async (_, response) => response.json(await axios.get("http://accounts"));
// file: orders.js
const axios = require("axios");
module.exports = async (_, response) => response.json(await axios.get("http://orders")); // expect: http-timeout
// file: tunnel.js
const axios = require("axios");
module.exports = () => axios.post("http://tunnel");

// case: a client that only migrations use, by its name
// file: db.ts
import postgres from "postgres";
export const migrationClient = postgres("postgres://db/shop", { max: 1 });
export const client = postgres("postgres://db/shop"); // expect: pool-acquire-timeout

// case: a function that others are told to call, in the text of an error
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: server.ts
import express from "express";
import { current } from "./db";
express().get("/", (_, response) => response.json(current())).listen(80);
// file: db.ts
import { MongoClient } from "mongodb";
let client: MongoClient | undefined;
export function connectOnce() {
  return (client = new MongoClient("mongodb://db/shop"));
}
export function current() {
  if (client === undefined) throw new Error("Not connected. Call connectOnce() first.");
  return client;
}
