// Writes in loops: what one statement can do for all rows, and what it cannot.

// case: creates with related rows, or with what is asked for them
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function save(orders: { id: string; lines: { sku: string }[] }[]) {
  for (const order of orders) {
    await prisma.order.create({ data: { id: order.id, lines: { create: order.lines } } });
    await prisma.order.create({ data: { id: order.id, customer: { connect: { id: "x" } } } });
    await prisma.order.create({ data: { id: order.id } }); // expect: write-in-loop
  }
}

// case: SQL that gives each row values of its own, and SQL that gives all the same
import type { Pool } from "pg";
export async function save(pool: Pool, rows: { id: string; team: string; n: number }[]) {
  for (const row of rows) {
    await pool.query("UPDATE items SET n = $2 WHERE id = $1", [row.id, row.n]);
    await pool.query("UPDATE items SET seen = true WHERE id = $1", [row.id]); // expect: write-in-loop
    await pool.query("DELETE FROM items WHERE id = $1 AND team = $2", [row.id, row.team]);
    await pool.query("DELETE FROM items WHERE id = $1", [row.id]); // expect: write-in-loop
    await pool.query("INSERT INTO items (id, n) VALUES ($1, $2)", [row.id, row.n]); // expect: write-in-loop
    await pool.query(`CREATE INDEX ON items (${row.id})`);
  }
}

// case: an insert of Knex with what is done about a conflict
import knex from "knex";
const db = knex({ client: "pg" });
export async function save(rows: { id: string }[], groups: { rows: { id: string }[] }[]) {
  for (const row of rows) await db("items").insert(row).onConflict("id").merge(); // expect: write-in-loop
  for (const group of groups) await db("items").insert(group.rows.map((row) => row)).onConflict("id").ignore();
}

// case: a row that a field keeps
import { Model, Sequelize } from "sequelize";
class Link extends Model {}
Link.init({}, { sequelize: new Sequelize("postgres://db") });
export async function save(series: { id: string; link?: Link }[]) {
  for (const one of series) one.link = await Link.create({ series: one.id });
}

// case: rows of Drizzle that are gathered for each element, with a clause behind
import { drizzle } from "drizzle-orm/better-sqlite3";
import { links } from "./schema";
const db = drizzle("x.db");
export async function save(reports: { parts: string[] }[]) {
  for (const report of reports) {
    await db.insert(links).values(report.parts.map((part) => ({ part }))).onConflictDoNothing();
  }
}

// case: documents that are made and saved in place
import mongoose from "mongoose";
const Item = mongoose.model("Item", new mongoose.Schema({}));
export async function save(rows: { n: number }[]) {
  for (const row of rows) await new Item(row).save(); // expect: write-in-loop
}

// case: rows of Sequelize that are destroyed by one value, and by two
import { Model, Sequelize } from "sequelize";
class Item extends Model {}
Item.init({}, { sequelize: new Sequelize("postgres://db") });
export async function clean(rows: { id: string; team: string }[]) {
  for (const row of rows) await Item.destroy({ where: { id: row.id } }); // expect: write-in-loop
  for (const row of rows) await Item.destroy({ where: { id: row.id, team: row.team } });
}

// case: a row that may fail by itself
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function invite(mails: string[]) {
  const failed: string[] = [];
  for (const mail of mails) {
    try {
      await prisma.invitation.create({ data: { mail } });
    } catch {
      failed.push(mail);
    }
  }
  for (const mail of mails) await prisma.invitation.create({ data: { mail } }).catch(() => failed.push(mail));
  for (const mail of mails) {
    try {
      await prisma.invitation.create({ data: { mail } }); // expect: write-in-loop
    } catch (error) {
      throw new Error(mail, { cause: error });
    }
  }
}

// case: a transaction for each row, and one for all
import type { DataSource } from "typeorm";
class Account { id!: string; settled!: boolean }
export async function settle(source: DataSource, accounts: Account[]) {
  for (const account of accounts) {
    await source.transaction(async (em) => {
      await em.query("SET LOCAL lock_timeout = '1s'");
      await em.save(account);
    });
  }
  await source.transaction(async (em) => {
    for (const account of accounts) await em.save(account); // expect: write-in-loop
  });
}

// case: rows that are committed one by one, and rows that are committed together
import { Pool, type PoolClient } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000, statement_timeout: 1000 });
export async function oneByOne(client: PoolClient, names: string[]) {
  for (const name of names) {
    await client.query("BEGIN");
    await client.query("INSERT INTO steps (name) VALUES ($1)", [name]);
    await client.query("COMMIT");
  }
}
export async function together(client: PoolClient, names: string[]) {
  await client.query("BEGIN");
  for (const name of names) await client.query("INSERT INTO steps (name) VALUES ($1)", [name]); // expect: write-in-loop
  await client.query("COMMIT");
}
async function inTransaction<T>(work: (client: PoolClient) => Promise<T>) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const done = await work(client);
    await client.query("COMMIT");
    return done;
  } finally {
    client.release();
  }
}
async function withClient<T>(work: (client: PoolClient) => Promise<T>) {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}
export async function throughHelper(names: string[]) {
  for (const name of names) {
    await inTransaction((client) => client.query("INSERT INTO steps (name) VALUES ($1)", [name]));
    await withClient((client) => client.query("INSERT INTO steps (name) VALUES ($1)", [name])); // expect: write-in-loop
  }
}

// case: a transaction of Sequelize that each turn begins and commits
const { Sequelize, DataTypes } = require("sequelize");
const sequelize = new Sequelize("postgres://localhost/app");
const Step = sequelize.define("Step", { name: DataTypes.STRING });
exports.record = async (names) => {
  for (const name of names) {
    const transaction = await sequelize.transaction();
    await Step.create({ name }, { transaction });
    await transaction.commit();
  }
  const transaction = await sequelize.transaction();
  for (const name of names) await Step.create({ name }, { transaction }); // expect: write-in-loop
  await transaction.commit();
};

// case: a row that may fail in one way by itself, and rows that all stop
import type { Repository } from "typeorm";
export async function some(users: Repository<{ id: number }>, rows: { id: number }[], isDuplicate: (error: unknown) => boolean) {
  for (const row of rows) {
    try {
      await users.save(row);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }
}
export async function all(users: Repository<{ id: number }>, rows: { id: number }[]) {
  for (const row of rows) {
    try {
      await users.save(row); // expect: write-in-loop
    } catch (error) {
      console.error(error);
      throw error;
    }
  }
}

// case: a callback that a loop is left with runs once
import mongoose from "mongoose";
const Rule = mongoose.model("Rule", new mongoose.Schema({}));
function check(ids: string[], done: (error?: string) => void) {
  for (const id of ids) {
    if (id === "") return done("not allowed");
  }
  done();
}
function each(ids: string[], done: (id: string) => void) {
  for (const id of ids) done(id);
}
export function add(ids: string[], name: string) {
  check(ids, (error) => {
    if (error === undefined) new Rule({ name }).save();
  });
  each(ids, (id) => {
    new Rule({ name: id }).save(); // expect: write-in-loop
  });
}

// case: what a database keeps of its own tables
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
async function rename(view: string) {
  const found = await pool.query(`SELECT count(*) FROM pg_matviews WHERE matviewname = '${view}'`);
  if (found.rows[0].count > 0) await pool.query(`ALTER MATERIALIZED VIEW ${view} RENAME TO old_${view}`);
}
export async function all(models: { view: string; id: string }[]) {
  for (const { view } of models) await rename(view);
  for (const { view } of models)
    await pool.query("SELECT column_name FROM information_schema.columns WHERE table_name = $1", [view]);
  for (const { id } of models) await pool.query("SELECT * FROM pg_models WHERE id = $1", [id]); // expect: n-plus-one
}

// case: rows that get the same values, in the words of each library
import { eq } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { Knex } from "knex";
import type { Kysely } from "kysely";
import type { Collection } from "mongodb";
import { Model } from "sequelize";
import type { Repository } from "typeorm";
import { letters } from "./tables";
class Letter extends Model {}
export async function a(box: Collection, ids: string[]) {
  for (const id of ids) await box.updateOne({ key: id }, { $set: { seen: true } }); // expect: write-in-loop
}
export async function b(box: Repository<{ id: number; seen: boolean }>, ids: number[]) {
  for (const id of ids) await box.update({ id }, { seen: true }); // expect: write-in-loop
}
export async function c(knex: Knex, ids: number[]) {
  for (const id of ids) await knex("letters").where({ id }).update({ seen: true, at: new Date() }); // expect: write-in-loop
}
export async function d(db: Kysely<any>, ids: number[]) {
  for (const id of ids) await db.updateTable("letters").set({ seen: true }).where("id", "=", id).execute(); // expect: write-in-loop
}
export async function e(db: NodePgDatabase, ids: number[]) {
  for (const id of ids) await db.update(letters).set({ seen: true }).where(eq(letters.id, id)); // expect: write-in-loop
}
export async function f(ids: number[]) {
  for (const id of ids) await Letter.update({ seen: true }, { where: { id } }); // expect: write-in-loop
}

// case: rows that get values of their own, in the words of each library
import { eq } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { Knex } from "knex";
import type { Kysely } from "kysely";
import type { Collection } from "mongodb";
import { randomUUID } from "node:crypto";
import { Model } from "sequelize";
import type { Repository } from "typeorm";
import { letters } from "./tables";
class Letter extends Model {}
type Row = { id: number; place: number };
export async function a(box: Collection, rows: Row[]) {
  for (const { id, place } of rows) await box.updateOne({ key: id }, { $set: { place } });
}
export async function b(box: Repository<Row>, rows: Row[]) {
  for (const row of rows) await box.update(row.id, { place: row.place });
}
export async function c(knex: Knex, rows: Row[]) {
  for (const row of rows) await knex("letters").where({ id: row.id }).update({ place: row.place });
}
export async function d(db: Kysely<any>, ids: number[]) {
  for (const id of ids) await db.updateTable("letters").set({ link: randomUUID() }).where("id", "=", id).execute();
}
export async function e(db: NodePgDatabase, rows: Row[]) {
  for (const row of rows) await db.update(letters).set(row).where(eq(letters.id, row.id));
}
export async function f(rows: Row[]) {
  for (const { id, place } of rows) await Letter.update({ seen: true }, { where: { id, place } });
}

// case: statements that take many rows, and are given one
import { PrismaClient } from "@prisma/client";
import type { Collection } from "mongodb";
const prisma = new PrismaClient();
async function hide(ids: string[]) {
  await prisma.letter.updateMany({ where: { id: { in: ids } }, data: { hidden: true } });
}
export async function oneByOne(ids: string[]) {
  for (const id of ids) await hide([id]); // expect: write-in-loop
}
export async function inPlace(ids: string[]) {
  for (const id of ids) await prisma.letter.updateMany({ where: { id: { in: [id] } }, data: { hidden: true } }); // expect: write-in-loop
}
export async function ofWriters(users: { id: string }[], old: Collection) {
  for (const user of users) {
    await prisma.letter.deleteMany({ where: { writer: { id: user.id } } }); // expect: write-in-loop
    await old.deleteMany({ writer: user.id }); // expect: write-in-loop
  }
}

// case: statements that take many rows, and are given many, or tell how many there were
import { PrismaClient } from "@prisma/client";
import { Model } from "sequelize";
import type { Collection } from "mongodb";
const prisma = new PrismaClient();
class Letter extends Model {}
async function hide(ids: string[]) {
  await prisma.letter.updateMany({ where: { id: { in: ids } }, data: { hidden: true } });
}
export async function byBox(boxes: { name: string; letters: string[]; before: Date }[], old: Collection) {
  for (const box of boxes) {
    await hide(box.letters);
    await prisma.letter.updateMany({ where: { id: { in: box.letters } }, data: { box: box.name } });
    await Letter.destroy({ where: { id: box.letters } });
    await old.deleteMany({ at: { $lt: box.before } });
    await prisma.letter.createMany({ data: box.letters.map((id) => ({ id })) });
  }
}
export async function claim(ids: string[]) {
  const mine = [];
  for (const id of ids) {
    const { count } = await prisma.letter.updateMany({ where: { id, taken: false }, data: { taken: true } });
    if (count === 1) mine.push(id);
  }
  return mine;
}

// case: what was done for a row outside of the database is noted in it before the next one
import { PrismaClient } from "@prisma/client";
import { post } from "./post-office";
const prisma = new PrismaClient();
export async function sendAll(letters: { id: string; to: string }[]) {
  for (const letter of letters) {
    await post(letter);
    await prisma.letter.update({ where: { id: letter.id }, data: { sent: true } });
  }
}
export async function announce(letters: { id: string; to: string }[]) {
  for (const letter of letters) {
    await prisma.letter.update({ where: { id: letter.id }, data: { sent: true } }); // expect: write-in-loop
    await post(letter);
  }
}

// case: what a helper gives back is what this call passes, and not what others do
import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import { users } from "some-schema";
const primary = drizzle(new Pool({ connectionTimeoutMillis: 1000 }));
const bound = (db: any, method: any): any => (typeof method === "function" ? method.bind(db) : method);
const db = {
  get select() { return bound(primary, primary.select); },
  get insert() { return bound(primary, primary.insert); },
  get update() { return bound(primary, primary.update); },
};
export async function all(rows: { id: string; name: string }[], eq: any) {
  for (const row of rows) await db.select().from(users).where(eq(users.id, row.id)); // expect: n-plus-one
  for (const row of rows) await db.update(users).set({ name: row.name }).where(eq(users.id, row.id));
  for (const row of rows) await db.insert(users).values(row); // expect: write-in-loop
}

// case: a statement that a variable holds is judged with what it was built of
// file: main.ts
import { Kysely, sql } from "kysely";
interface Tables { tokens: { id: string; org: string; tenant: string; seen: boolean } }
declare const db: Kysely<Tables>;
export async function forget(groups: Map<string, { org: string; ids: Set<string> }>) {
  for (const [, group] of groups) {
    const remove = db
      .deleteFrom("tokens")
      .where(sql<boolean>`org is not distinct from ${group.org}`)
      .where("id", "in", Array.from(group.ids));
    await remove.execute();
  }
}
export async function drop(ids: string[]) {
  for (const id of ids) {
    const remove = db.deleteFrom("tokens").where("id", "=", id);
    await remove.execute(); // expect: write-in-loop
  }
}
export async function keep(rows: { id: string; seen: boolean }[]) {
  for (const row of rows) {
    const change = db.updateTable("tokens").set({ seen: row.seen }).where("id", "=", row.id);
    await change.execute();
  }
}

// case: relations that an update connects or cuts have no form for many rows
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function untag(name: string) {
  const posts = await prisma.post.findMany({ where: { tags: { some: { name } } } });
  for (const { id } of posts) {
    await prisma.post.update({ where: { id }, data: { tags: { disconnect: { name } } } });
  }
  for (const { id } of posts) {
    await prisma.post.update({ where: { id }, data: { hidden: true } }); // expect: write-in-loop
  }
}

// case: what is noted of a row that went wrong is seldom written
// file: logging.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class Logging {
  static logError(text: string) {
    return prisma.log.create({ data: { text } });
  }
  static logVisit(text: string) {
    return prisma.log.create({ data: { text } });
  }
}
// file: main.ts
import { Logging } from "./logging";
export async function check(rows: { id: string; points: number }[]) {
  for (const row of rows) {
    if (row.points > 1000) await Logging.logError(`${row.id} has too many points`);
  }
}
export async function visits(rows: { id: string }[]) {
  for (const row of rows) await Logging.logVisit(row.id); // expect: write-in-loop
}
