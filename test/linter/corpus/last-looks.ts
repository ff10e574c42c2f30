// Shapes seen in a chat server, a video platform and a headless CMS that nobody had looked at from the inside.

// case: a handler in a wrapper of the project's own is still a handler
// file: safely.ts
export const safely = (work: (request: { body: string }) => Promise<void>) => (request: { body: string }, next: () => void) =>
  Promise.resolve(work(request)).catch(next);
// file: main.ts
import { Router } from "express";
import { Pool } from "pg";
import { safely } from "./safely";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
function routerFor(name: string) {
  const router = Router();
  router.post("/", safely(async ({ body }) => {
    await pool.query("SELECT id FROM users WHERE name = $1", [body]);
    console.log(name);
  }));
  return router;
}
export function mount(names: string[]) {
  for (const name of names) routerFor(name);
}
export async function now(names: string[]) {
  await Promise.all(names.map((name) => run(safely(() => find(name))))); // expect: n-plus-one
}
const run = (work: (request: { body: string }, next: () => void) => Promise<void>) => work({ body: "" }, () => {});
async function find(name: string) {
  await pool.query("SELECT id FROM users WHERE name = $1", [name]);
}

// case: what makes the connection looks at it once
import { type Knex, knex } from "knex";
let database: Knex | null = null;
export function connection(): Knex {
  if (database) return database;
  database = knex({ client: "pg", acquireConnectionTimeout: 1000 });
  checkCharset(database);
  return database;
}
async function checkCharset(db: Knex) {
  await db.select("charset").from("settings").first();
}
let last: Knex | null = null;
export function another(): Knex {
  if (last === null) console.log("the first one");
  last = knex({ client: "pg", acquireConnectionTimeout: 1000 });
  checkCharset(last);
  return last;
}
let checked = false;
async function check(db: Knex) {
  if (checked) return;
  checked = true;
  await checkCharset(db);
}
let busy = false;
async function alone(db: Knex) {
  if (busy) return;
  busy = true;
  await checkCharset(db);
  busy = false;
}
export async function all(names: string[], db: Knex) {
  for (const name of names) console.log(name, connection());
  for (const name of names) await check(db);
  for (const name of names) await alone(db); // expect: n-plus-one
  for (const name of names) console.log(name, another()); // expect: n-plus-one
}

// case: an expression is no statement
import { Knex } from "knex";
const point = (db: Knex, at: string) => db.raw("st_geomfromtext(?, 4326)", [at]);
const first = (db: Knex, at: string) => db.raw("(select id from places where at = ?)", [at]);
export async function all(db: Knex, names: string[], places: { at: string; point: unknown }[]) {
  const parts = names.map((name) => `${db.raw("?", [name])}::text`);
  const cases = names.map((name) => db.raw("(CASE WHEN name = ? THEN 1 END)", [name]));
  for (const place of places) place.point = point(db, place.at);
  for (const place of places) place.point = await first(db, place.at); // expect: n-plus-one
  for (const name of names) await db.raw("SELECT (id) FROM users WHERE name = ?", [name]); // expect: n-plus-one
  return [parts, cases];
}

// case: a resolver that takes the whole request in one object is kept by its name, for a field of some root
import { schemaComposer } from "graphql-compose";
import { GraphQLString } from "graphql";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const save = async (args: { id: string }) => (await pool.query("SELECT * FROM rows WHERE id = $1", [args.id])).rows;
export function types(names: string[]) {
  for (const name of names) {
    const type = schemaComposer.createObjectTC(name);
    type.addResolver({
      name: `update_${name}`,
      type: "String",
      resolve: async ({ args, info }: { args: { id: string }; info: unknown }) => save(args),
    });
  }
}
export const fields = {
  owner: {
    type: GraphQLString,
    resolve: async ({ id }: { id: string }) => save({ id }), // expect: n-plus-one
  },
};

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

// case: for await over what plainly is a list
import { MongoClient } from "mongodb";
const client = new MongoClient(process.env.MONGO_URL ?? "", { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
const users = client.db().collection("users");
const teams = client.db().collection("teams");
export async function all(names: Set<string>, old: Record<string, string>) {
  const [records, total] = await Promise.all([teams.find().toArray(), teams.countDocuments()]);
  for await (const { id } of records) console.log(await users.countDocuments({ team: id }), total); // expect: n-plus-one
  const gone = new Set<string>();
  gone.add("a");
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

// case: where a turn may go on, an error at its end ends nothing
import { MongoClient } from "mongodb";
const client = new MongoClient(process.env.MONGO_URL ?? "", { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
const rooms = client.db().collection("rooms");
export async function all(channels: string[]) {
  for (const channel of channels) {
    let room = null;
    switch (channel[0]) {
      case "#":
        room = await rooms.findOne({ name: channel }); // expect: n-plus-one
        break;
      default:
        room = await rooms.findOne({ id: channel }); // expect: n-plus-one
        if (room) break;
        throw new Error(channel);
    }
    console.log(room);
  }
  for (const channel of channels) {
    if (channel !== "") continue;
    const room = await rooms.findOne({ name: channel }); // expect: n-plus-one
    console.log(room);
  }
  for (const channel of channels) {
    if (channel === "") {
      const room = await rooms.findOne({ name: channel });
      throw new Error(`${room?.id}`);
    }
  }
}

// case: a loop that ends where nothing was made goes through all of them
import { MongoClient } from "mongodb";
const client = new MongoClient(process.env.MONGO_URL ?? "", { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
const rooms = client.db().collection("rooms");
export async function all(channels: string[]) {
  for (const channel of channels) {
    const room = await rooms.findOne({ name: channel }); // expect: n-plus-one
    if (!room || !room.id) {
      console.log(channel);
      return;
    }
  }
}
export async function any(channels: string[]) {
  for (const channel of channels) {
    const room = await rooms.findOne({ name: channel });
    if (room || channel === "all") return room;
  }
  return undefined;
}

// case: what is made of a row is no part of the program
import { DataTypes, Model, Sequelize } from "sequelize";
const sequelize = new Sequelize(process.env.DATABASE_URL ?? "");
class User extends Model {}
User.init({ name: DataTypes.STRING }, { sequelize });
class Notice {
  private users: User[] = [];
  constructor(private readonly about: string) {}
  async prepare() { this.users = await User.findAll({ where: { name: this.about } }); }
}
class Digest {
  private users: User[] = [];
  constructor(private readonly about: { id: string }) {}
  async prepare() { this.users = await User.findAll({ where: { name: this.about.id } }); }
}
async function send(notice: Notice | Digest) { await notice.prepare(); }
async function sendEach(kinds: (new (about: any) => Notice | Digest)[], about: unknown) {
  for (const kind of kinds) await send(new kind(about));
}
export async function all(names: string[]) {
  await sendEach([Notice, Digest], "everything");
  for (const name of names) await send(new Notice(name)); // expect: n-plus-one
}
