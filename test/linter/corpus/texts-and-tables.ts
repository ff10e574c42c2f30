// SQL that a builder writes out for another driver, tables by a helper, what is made once, and lists of a package.

// case: a builder writes the text, and another driver sends it
// file: database.ts
import knexOf from "knex";
import { createPool, type Connection, type Pool } from "mariadb";
export const knex = knexOf({ client: "mysql2" });
export const pool = createPool({ host: "db" });
export const query = async (on: Pool | Connection, sql: string, values: unknown = {}) => {
  const rows = await on.query({ sql, namedPlaceholders: true }, values);
  return rows;
};
// file: texts.ts
import { knex } from "./database";
export const Texts = {
  selectTeam: (id: string) => knex("team").where("id", id).toString(),
  insertTeam: (id: string) => knex("team").insert({ id }).toString(),
  renameTeam: (id: string) => knex("team").where({ id }).update({ name: id }).toString(),
  seatsOf: (id: string) => knex("seat").where({ team: id }).toSQL().toNative(),
};
// file: helpers.ts
import type { Pool } from "mariadb";
import { query } from "./database";
import { Texts } from "./texts";
export const Helpers = (pool: Pool) => ({
  teamOf: async (id: string) => {
    const rows = await query(pool, Texts.selectTeam(id));
    return rows[0];
  },
  addTeam: async (id: string) => { await query(pool, Texts.insertTeam(id)); },
});
// file: main.ts
import { pool, query } from "./database";
import { Helpers } from "./helpers";
import { Texts } from "./texts";
export async function all(ids: string[]) {
  for (const id of ids) await Helpers(pool).teamOf(id); // expect: n-plus-one
  for (const id of ids) await Helpers(pool).addTeam(id);
  for (const id of ids) await query(pool, Texts.renameTeam(id));
  for (const id of ids) await pool.query(Texts.seatsOf(id).sql, [id]); // expect: n-plus-one
  for (const id of ids) await query(pool, Texts.selectTeam(id)); // expect: n-plus-one
}

// case: a table for each project, by what a helper makes of its id
// file: visits.ts
import knexOf from "knex";
import dayjs from "dayjs";
const knex = knexOf({ client: "mysql", connection: { host: "db" } });
function tableOf(project: number) { return `visit_${project}`; }
function tableIn(project: number, at: number) {
  const month = dayjs.unix(at).format("YYYYMM");
  return `visit_${project}_${month}`;
}
function oneTable(project: number) { return project > 0 ? "visit" : "draft"; }
export async function count(project: number) {
  const table = tableOf(project);
  return knex.count("*").from(table).where("kind", "page");
}
export async function countOfOne(project: number) {
  const table = oneTable(project);
  return knex.count("*").from(table).where("project", project);
}
export async function visit(project: number, id: number, at: number) {
  const table = tableIn(project, at);
  return knex.select("*").from(table).where("id", id);
}
// file: main.ts
import _ from "lodash";
import { count, countOfOne, visit } from "./visits";
export async function all(projects: { id: number }[]) {
  for (const project of projects) {
    const id = _.get(project, "id", 0);
    await count(id);
  }
  for (const project of projects) await countOfOne(project.id); // expect: n-plus-one
}
export async function ofOne(project: number, rows: { id: number; at: number }[]) {
  for (const row of rows) await visit(project, row.id, row.at); // expect: n-plus-one
}

// case: what is made once, and filled where it is made
// file: kinds.ts
import { createClient } from "redis";
const redis = createClient({ socket: { connectTimeout: 1000 } });
export class Kinds {
  private static all: Kinds;
  private static first: Kinds;
  private async load() { await redis.get("kinds"); }
  static async instance() {
    if (!Kinds.all) {
      Kinds.all = new Kinds();
      await Kinds.all.load();
    }
    return Kinds.all;
  }
  static async anew() {
    if (!Kinds.first) Kinds.first = new Kinds();
    await Kinds.first.load();
    return Kinds.first;
  }
}
// file: main.ts
import { Kinds } from "./kinds";
export async function all(ids: string[]) {
  for (const id of ids) (await Kinds.instance()).toString();
  for (const id of ids) (await Kinds.anew()).toString(); // expect: n-plus-one
}

// case: what a package has by a name stands in its code
import { createClient } from "redis";
import { modes } from "names-of-modes";
import { users } from "./users";
const redis = createClient({ socket: { connectTimeout: 1000 } });
const count = (key: string) => redis.get(`count:${key}`);
export async function all() {
  for (const key of Object.keys(modes)) await count(key);
  for (const [key] of Object.entries(modes)) await count(key);
  await Promise.all(Object.values(modes).map((mode) => count(mode)));
  for (const key of Object.keys(users)) await count(key); // expect: n-plus-one
}

// case: functions of a program that are gone through
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const checks: Record<string, () => Promise<unknown>> = {
  queue: async () => pool.query("SELECT count(*) FROM queue"),
  users: async () => pool.query("SELECT count(*) FROM users"),
};
export async function health(ids: string[]) {
  const out: Record<string, unknown> = {};
  for (const [name, check] of Object.entries(checks)) out[name] = await check();
  const asks = ids.map((id) => () => pool.query("SELECT * FROM users WHERE id = $1", [id]));
  for (const ask of asks) await ask(); // expect: n-plus-one
  return out;
}

// case: what a function requires by the name that it is passed
// file: from-root.js
module.exports = function fromRoot(name) {
  try {
    const path = require.resolve(name, { paths: [process.cwd()] });
    return require(path);
  } catch (error) {
    return require(name);
  }
};
// file: knex.js
const fromRoot = require("./from-root");
const knex = fromRoot("knex");
module.exports = knex({ client: "pg", connection: process.env.DATABASE_URL });
// file: main.js
const connection = require("./knex");
exports.all = async (rows) => {
  for (const row of rows) {
    const known = await connection("toll").where({ hash: row.hash }).first("id"); // expect: n-plus-one
    console.log(known);
  }
};

// case: a client with a twin of each method, which a file has under another name
// file: cache.js
const bluebird = require("bluebird");
const redis = bluebird.promisifyAll(require("redis"));
const store = redis.createClient({ socket: { connectTimeout: 1000 } });
const isThere = async (id) => (await store.sismemberAsync("games", id)) !== 0;
exports.game = async (id) => {
  if (!(await isThere(id))) return undefined;
  return { id, type: await store.getAsync(`game:${id}:type`) };
};
exports.all = async (ids) => {
  const out = [];
  for (const id of ids) out.push(await exports.game(id)); // expect: n-plus-one
  for (const id of ids) out.push(await store.getAsync(`game:${id}:host`)); // expect: n-plus-one
  return out;
};

// case: what a method of the same class puts into the field that was looked at
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
class Uploads {
  private settings: unknown;
  private last: unknown;
  async load() {
    const { rows } = await pool.query("SELECT * FROM settings LIMIT 1");
    this.settings = rows[0];
    return true;
  }
  async read() { return (await pool.query("SELECT * FROM settings LIMIT 1")).rows; }
  async put(file: string) {
    if (!this.settings) {
      const loaded = await this.load();
      if (!loaded) throw new Error("no settings");
    }
    return file;
  }
  private isReady = false;
  async prepare() {
    await pool.query("SELECT * FROM settings LIMIT 1");
    this.isReady = true;
  }
  async putReady(file: string) {
    if (!this.isReady) await this.prepare();
    return file;
  }
  async putLast(file: string) {
    if (!this.last) await this.read();
    return file;
  }
}
const uploads = new Uploads();
export async function all(files: string[]) {
  for (const file of files) await uploads.put(file);
  for (const file of files) await uploads.putReady(file);
  for (const file of files) await uploads.putLast(file); // expect: n-plus-one
}

// case: one case for each option, whatever its letters
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function search(options: string[], user: string) {
  const out: unknown[] = [];
  for (const option of options) {
    switch (option.toLowerCase()) {
      case "mine":
        out.push(await pool.query("SELECT * FROM setup WHERE creator = $1", [user]));
        break;
      default:
        out.push(await pool.query("SELECT * FROM setup WHERE kind = $1", [option])); // expect: n-plus-one
    }
  }
  return out;
}

// case: a socket of one's own that gives again what came before
// file: socket.ts
export class Socket {
  private actions: Record<string, ((data: unknown) => void)[]> = {};
  private received: { event: string; data: unknown }[] = [];
  on(event: string, action: (data: unknown) => void) {
    (this.actions[event] ??= []).push(action);
    for (const message of this.received) if (message.event === event) action(message.data);
  }
  each(action: (data: unknown) => void) {
    for (const message of this.received) action(message.data);
  }
}
// file: main.ts
import { Pool } from "pg";
import { Socket } from "./socket";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export function listen(socket: Socket) {
  socket.on("join", async (data) => { console.log(await pool.query("SELECT * FROM users WHERE id = $1", [data])); });
  socket.each(async (data) => { console.log(await pool.query("SELECT * FROM users WHERE id = $1", [data])); }); // expect: n-plus-one
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

// case: a builder in a variable that was told to write before it is asked
import knexOf from "knex";
const knex = knexOf({ client: "pg", connection: { host: "db" } });
async function rename(id: string, name?: string, trx = knex) {
  const query = trx("users").where("id", id).returning("*");
  if (name) query.update("name", name);
  return query.then((rows) => rows[0]);
}
async function find(id: string, trx = knex) {
  const query = trx("users").where("id", id);
  query.orderBy("name");
  return query.then((rows) => rows[0]);
}
export async function all(ids: string[]) {
  for (const id of ids) await rename(id, "new"); // expect: write-in-loop
  for (const id of ids) await find(id); // expect: n-plus-one
}

// case: members and their scores in turn
import Redis from "ioredis";
const redis = new Redis({ commandTimeout: 1000 });
export async function board(key: string) {
  const found = await redis.zrevrange(key, 0, 99, "WITHSCORES");
  const out: unknown[] = [];
  for (let i = 0; i < found.length; i += 2)
    out.push({ score: found[i + 1], user: await redis.hgetall(`user:${found[i]}`) }); // expect: n-plus-one
  for (let i = 0; i < found.length; i += 2) out.push(await redis.mget(...found.slice(i, i + 2)));
  return out;
}

// case: a pipeline for each element
import Redis from "ioredis";
import { createClient } from "redis";
const redis = new Redis({ commandTimeout: 1000 });
const client = createClient({ socket: { connectTimeout: 1000 } });
export async function all(rooms: string[]) {
  for (const room of rooms) await redis.multi().hgetall(`room:${room}`).smembers(`room:${room}:users`).exec(); // expect: n-plus-one
  for (const room of rooms) await client.multi().hGetAll(`room:${room}`).exec(); // expect: n-plus-one
  await Promise.all(rooms.map((room) => client.multi().hGetAll(`room:${room}`).exec()));
  for (const room of rooms) await redis.multi().get(`room:${room}`).del(`room:${room}`).exec();
  for (const room of rooms) await redis.pipeline().incr(`seen:${room}`).get(`room:${room}`).exec();
  const pipeline = redis.pipeline();
  for (const room of rooms) pipeline.hgetall(`room:${room}`);
  await pipeline.exec();
}

// case: a client by its usual name, with the mark that it is nobody else's
// file: app.ts
import { createClient } from "redis";
export const client = createClient({ socket: { connectTimeout: 1000 } });
// file: main.js
export class Credentials {
  constructor(app) { this._app = app; }
  async present(names) {
    const out = [];
    for (const name of names) if (await this._app._redis.sIsMember("ids", name)) out.push(name); // expect: n-plus-one
    for (const name of names) if (await this._app._reader.sIsMember("ids", name)) out.push(name);
    return out;
  }
}
