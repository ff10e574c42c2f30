// Writes in loops that no one statement can do for all rows, and statements that read and write in one.

// case: SQL that writes behind its WITH
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000 });
export async function rollUp(weeks: string[]) {
  for (const week of weeks) {
    await pool.query(
      `
      WITH views AS (SELECT count(*) AS n FROM events WHERE week = $1)
      INSERT INTO totals SELECT $1, n FROM views`,
      [week],
    );
  }
}

// case: an update behind a subquery
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all(ids: number[]) {
  for (const id of ids) await prisma.$queryRaw`WITH level AS (SELECT 1) UPDATE "Chapter" c SET level = 1 WHERE c.id = ${id} RETURNING c.id`;
  for (const id of ids) await prisma.$queryRaw`WITH level AS (SELECT 1) SELECT * FROM level WHERE id = ${id}`; // expect: n-plus-one
}

// case: messages are no rows
import Redis from "ioredis";
const redis = new Redis({ connectTimeout: 1000, commandTimeout: 1000 });
const tell = (user: string) => redis.publish("seen", user);
export async function all(users: string[]) {
  for (const user of users) await redis.publish("seen", user);
  for (const user of users) await tell(user);
  for (const user of users) await redis.sadd("seen", user); // expect: write-in-loop
}

// case: a builder whose failure is caught for its row
const knex = require("knex")({ client: "mysql2", connection: { host: "db" } });
exports.each = async (rows, report) => {
  for (const { name } of rows) await knex("users").insert({ name }).catch(report);
  for (const { name } of rows) await knex("users").insert({ name }); // expect: write-in-loop
};

// case: TypeORM saves a list at once
import { Repository } from "typeorm";
export async function save(users: Repository<object>, rows: object[]) {
  await users.save(rows);
}

// case: the row that was created is needed
import { Model } from "sequelize";
class User extends Model {}
export async function save(rows: object[]) {
  const ids = [];
  for (const row of rows) {
    const user = await User.create(row);
    ids.push(user.id);
  }
  return ids;
}

// case: Prisma updates each row with its own values
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function rank(rows: { id: string; rank: number }[]) {
  for (const row of rows) await prisma.order.update({ where: { id: row.id }, data: { rank: row.rank } });
}

// case: Prisma upserts have no bulk form
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function sync(rows: { id: string }[]) {
  for (const row of rows) await prisma.user.upsert({ where: { id: row.id }, create: row, update: row });
}

// case: rows that are gathered for each element are written at once
import { drizzle } from "drizzle-orm/node-postgres";
import { links } from "./schema";
const db = drizzle("postgres://db"); // expect: pool-acquire-timeout
export async function save(reports: { parts: string[] }[]) {
  for (const report of reports) {
    const rows = report.parts.map((part) => ({ part }));
    await db.insert(links).values(rows);
  }
}

// case: an insert that a text goes on with writes
import knexFactory from "knex";
const knex = knexFactory({ client: "pg" });
async function keep(row: { id: string }) {
  const text = "? ON CONFLICT (id) DO UPDATE SET seen = now() RETURNING *";
  const { rows } = await knex.raw(text, [knex("visits").insert(row)]);
  return rows[0];
}
export async function all(visits: { id: string }[]) {
  for (const visit of visits) await keep(visit);
  for (const { id } of visits) {
    await knex.raw("SELECT * FROM old_visits WHERE id = ?", [id]); // expect: n-plus-one
  }
}

// case: raw SQL of Prisma that inserts, as with any other driver
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function link(rows: { id: string }[]) {
  for (const row of rows) await prisma.$queryRaw`INSERT INTO media (id) VALUES (${row.id})`; // expect: write-in-loop
  for (const row of rows) await prisma.$queryRaw`SELECT * FROM media WHERE id = ${row.id}`; // expect: n-plus-one
}

// case: a transaction that must write per row, each with its own values
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function order(rows: { id: string; position: number }[]) {
  await prisma.$transaction(rows.map((row) => prisma.item.update({ where: { id: row.id }, data: { position: row.position } })));
}

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
    await prisma.invitation.create({ data: { mail } }).catch((error) => { // expect: write-in-loop
      console.error(mail, error);
      throw error;
    });
  }
  for (const mail of mails) {
    await prisma.invitation.create({ data: { mail } }).catch((error) => {
      if (error.code !== "P2002") throw error;
    });
  }
  for (const mail of mails) {
    try {
      await prisma.invitation.create({ data: { mail } }); // expect: write-in-loop
    } catch (error) {
      throw new Error(mail, { cause: error });
    }
  }
}

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
