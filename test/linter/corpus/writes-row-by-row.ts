// Writes in loops that one statement could do for all rows.

// case: functions that only write are the statement that they send
// file: users.ts
import type { PrismaClient } from "@prisma/client";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export class Users {
  constructor(private prisma: PrismaClient) {}
  add(name: string) {
    return this.prisma.user.create({ data: { name } });
  }
  async see(id: string) {
    await this.prisma.user.update({ where: { id }, data: { seen: true } });
  }
  async rename({ id, name }: { id: string; name: string }) {
    console.log("renames", id);
    await this.prisma.user.update({ where: { id }, data: { name } });
  }
  async remove(id: string) {
    await this.prisma.$transaction([this.prisma.role.deleteMany({ where: { userId: id } }), this.prisma.user.delete({ where: { id } })]);
  }
  async addChecked(name: string) {
    if (await this.taken(name)) return;
    await this.prisma.user.create({ data: { name } });
  }
  async tryToAdd(name: string) {
    try {
      await this.prisma.user.create({ data: { name } });
    } catch (error) {
      console.log(error);
    }
  }
  private async taken(name: string) {
    return (await this.prisma.user.count({ where: { name } })) > 0;
  }
}
export const rename = (id: string, name: string) => pool.query("UPDATE users SET name = $2 WHERE id = $1", [id, name]);
export const see = (id: string) => pool.query("UPDATE users SET seen = now() WHERE id = $1", [id]);
export const seeOf = (team: string, id: string) => pool.query("UPDATE users SET seen = now() WHERE team = $1 AND id = $2", [team, id]);
// file: service.ts
import type { Users } from "./users";
export class Service {
  constructor(private users: Users) {}
  add(name: string) {
    return this.users.add(name);
  }
}
// file: main.ts
import type { Service } from "./service";
import { rename, see, seeOf, type Users } from "./users";
export async function all(users: Users, service: Service, rows: { id: string; name: string; team: string }[], team: string) {
  for (const row of rows) await users.add(row.name); // expect: write-in-loop
  for (const row of rows) await service.add(row.name); // expect: write-in-loop
  for (const row of rows) await users.see(row.id); // expect: write-in-loop
  for (const row of rows) await users.rename(row);
  for (const row of rows) await users.remove(row.id);
  for (const row of rows) await users.addChecked(row.name); // expect: n-plus-one
  for (const row of rows) await users.tryToAdd(row.name);
  for (const row of rows) await rename(row.id, row.name);
  for (const row of rows) await see(row.id); // expect: write-in-loop
  for (const row of rows) await seeOf(team, row.id); // expect: write-in-loop
  for (const row of rows) await seeOf(row.team, row.id);
  for (const row of rows) {
    const made = await users.add(row.name);
    row.id = made.id;
  }
}

// case: an insert of TypeORM's builder with one row, and with many
import { type DataSource } from "typeorm";
import { Ping } from "./ping";
export async function save(source: DataSource, rows: { at: Date; marks: string[] }[]) {
  for (const row of rows) await source.createQueryBuilder().insert().into(Ping).values({ at: row.at }).execute(); // expect: write-in-loop
  for (const { marks } of rows) await source.createQueryBuilder().insert().into(Ping).values(marks.map((mark) => ({ mark }))).execute();
}

// case: a document has fields that are named like many, and is one row
import { MongoClient } from "mongodb";
const client = new MongoClient("mongodb://db/app?waitQueueTimeoutMS=900");
const rounds = client.db().collection("rounds");
export async function record(scores: { game: string; points: number }[]) {
  for (const score of scores) {
    await rounds.insertOne({ game: score.game, points: score.points, at: new Date() }); // expect: write-in-loop
  }
}
export async function recordAll(games: { rounds: { game: string }[] }[]) {
  for (const game of games) await rounds.insertMany(game.rounds);
}

// case: a statement that a function builds is run by its caller, once for each row
// file: tables.ts
import { integer, pgTable, text } from "drizzle-orm/pg-core";
export const tokens = pgTable("tokens", { id: integer("id"), owner: integer("owner"), value: text("value") });
// file: tokens.ts
import { and, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import { tokens } from "./tables";
const db = drizzle(new Pool({ connectionTimeoutMillis: 900 }));
export const remove = (id: number) => db.delete(tokens).where(eq(tokens.id, id));
export const removeOf = (id: number, owner: number) =>
  db.delete(tokens).where(and(eq(tokens.id, id), eq(tokens.owner, owner)));
export const revoke = (id: number) => db.update(tokens).set({ value: "" }).where(eq(tokens.id, id));
export const rename = (id: number, value: string) => db.update(tokens).set({ value }).where(eq(tokens.id, id));
export const add = (value: string) => db.insert(tokens).values({ value });
export const addAll = (values: string[]) => db.insert(tokens).values(values.map((value) => ({ value })));
export const addOne = (value: string) => db.insert(tokens).values({ value }).returning();
// file: main.ts
import * as tokens from "./tokens";
export async function run(rows: { id: number; owner: number; value: string; values: string[] }[]) {
  for (const row of rows) await tokens.remove(row.id); // expect: write-in-loop
  for (const row of rows) await tokens.removeOf(row.id, row.owner);
  for (const row of rows) await tokens.revoke(row.id); // expect: write-in-loop
  for (const row of rows) await tokens.rename(row.id, row.value);
  for (const row of rows) await tokens.add(row.value); // expect: write-in-loop
  for (const row of rows) await tokens.addAll(row.values);
  for (const row of rows) {
    const [made] = await tokens.addOne(row.value);
    row.id = made.id;
  }
}

// case: the same of models and of a builder that a function hands back
const { Schema, model } = require("mongoose");
const { Model } = require("objection");
const knex = require("knex")({ client: "mysql2" });
const Draft = model("Draft", new Schema({ title: String }));
class Person extends Model {}
const removeDraft = (id) => Draft.deleteOne({ _id: id });
const retitle = (id, title) => Draft.updateOne({ _id: id }, { title });
const removePerson = (id) => Person.query().deleteById(id);
const removeRow = (id) => knex("rows").where({ id }).del();
const renameRow = (id, name) => knex("rows").where({ id }).update({ name });
exports.run = async (rows) => {
  for (const row of rows) await removeDraft(row.id); // expect: write-in-loop
  for (const row of rows) await retitle(row.id, row.title);
  for (const row of rows) await removePerson(row.id); // expect: write-in-loop
  for (const row of rows) await removeRow(row.id); // expect: write-in-loop
  for (const row of rows) await renameRow(row.id, row.name);
};

// case: what is written is needed where somebody looks at it, and not where it is only waited for
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const create = (name: string) => prisma.label.create({ data: { name } });
export async function waited(names: string[]) {
  const sent = names.map((name) => create(name)); // expect: write-in-loop
  await Promise.all(sent);
}
export async function handedOn(names: string[]) {
  const sent = names.map((name) => create(name));
  const labels = await Promise.all(sent);
  return labels.map(({ id }) => id);
}
export async function counted(names: string[]) {
  const sent = names.map((name) => create(name));
  console.log(sent.length);
  await Promise.all(sent);
}
export async function takenApart(names: string[]) {
  return (await Promise.all(names.map((name) => create(name)))).map(({ id }) => id);
}
export async function gathered(names: string[]) {
  const sent = [];
  for (const name of names) sent.push(create(name));
  const labels = await Promise.all(sent);
  return new Map(labels.map((label) => [label.name, label.id]));
}
export async function gatheredToWait(names: string[]) {
  const sent = [];
  for (const name of names) sent.push(create(name)); // expect: write-in-loop
  await Promise.all(sent);
}

// case: what could write many rows is told one by a function, too
// file: store.ts
import { EntityManager } from "@mikro-orm/postgresql";
import { Session } from "./session";
export class Sessions {
  constructor(private readonly em: EntityManager) {}
  end(id: string) {
    return this.em.nativeDelete(Session, { id });
  }
  endOf(ids: string[]) {
    return this.em.nativeDelete(Session, { id: { $in: ids } });
  }
  rename(id: string, name: string) {
    return this.em.nativeUpdate(Session, { id }, { name });
  }
}
// file: session.ts
import { Entity, PrimaryKey } from "@mikro-orm/core";
@Entity()
export class Session {
  @PrimaryKey() id!: string;
}
// file: main.ts
import { Sessions } from "./store";
export async function run(sessions: Sessions, rows: { id: string; name: string; ids: string[] }[]) {
  for (const row of rows) await sessions.end(row.id); // expect: write-in-loop
  for (const row of rows) await sessions.endOf(row.ids);
  for (const row of rows) await sessions.rename(row.id, row.name);
  await sessions.endOf(rows.map((row) => row.id));
}

// case: pg inserts row by row
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function save(rows: { id: string }[]) {
  for (const row of rows) await pool.query("INSERT INTO users (id) VALUES ($1)", [row.id]); // expect: write-in-loop
}

// case: TypeORM saves one by one
import { Repository } from "typeorm";
export async function save(users: Repository<object>, rows: object[]) {
  for (const row of rows) await users.save(row); // expect: write-in-loop
}

// case: Sequelize creates one by one
import { Model } from "sequelize";
class User extends Model {}
export async function save(rows: object[]) {
  for (const row of rows) await User.create(row); // expect: write-in-loop
}

// case: Knex inserts row by row
import knex from "knex";
const db = knex({ client: "pg" });
export async function save(rows: object[]) {
  for (const row of rows) await db("users").insert(row); // expect: write-in-loop
  await db("users").insert(rows);
}

// case: Drizzle inserts row by row
import { drizzle } from "drizzle-orm/node-postgres";
import { users } from "./schema";
const db = drizzle("postgres://db"); // expect: pool-acquire-timeout
export async function save(rows: object[]) {
  for (const row of rows) await db.insert(users).values(row); // expect: write-in-loop
  await db.insert(users).values(rows);
}

// case: MikroORM flushes in a loop
import type { EntityManager } from "@mikro-orm/core";
export async function save(em: EntityManager, rows: object[]) {
  for (const row of rows) {
    em.persist(row);
    await em.flush(); // expect: write-in-loop
  }
}

// case: Mongoose writes documents one by one
import { model, Schema } from "mongoose";
const User = model("User", new Schema({}));
export async function save(rows: object[]) {
  for (const row of rows) await User.create(row); // expect: write-in-loop
  await User.insertMany(rows);
}

// case: the MongoDB driver deletes one by one
import type { Collection } from "mongodb";
export async function clean(rows: Collection, ids: string[]) {
  for (const id of ids) await rows.deleteOne({ id }); // expect: write-in-loop
  await rows.deleteMany({ id: { $in: ids } });
}

// case: Prisma creates one by one
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function save(rows: object[]) {
  for (const row of rows) await prisma.user.create({ data: row }); // expect: write-in-loop
  await prisma.user.createMany({ data: rows });
}

// case: Prisma updates every row alike
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function close(ids: string[]) {
  for (const id of ids) await prisma.order.update({ where: { id }, data: { open: false } }); // expect: write-in-loop
}

// case: Prisma deletes one by one in a transaction list
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const clean = (ids: string[]) => prisma.$transaction(ids.map((id) => prisma.order.delete({ where: { id } }))); // expect: write-in-loop

// case: batchInsert of knex takes many rows
import { knex } from "knex";
const db = knex({ client: "pg" });
export async function add(rows: object[]) {
  await db.batchInsert("users", rows, 500);
  for (const row of rows) await db("users").insert(row); // expect: write-in-loop
}

// case: every row changed alike, and every row deleted
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(rows: { id: string; n: number }[]) {
  for (const row of rows) await prisma.user.update({ where: { id: row.id }, data: { seen: true } }); // expect: write-in-loop
  for (const row of rows) await prisma.user.delete({ where: { id: row.id } }); // expect: write-in-loop
}

// case: a list of one row that is made for what takes many
// file: labels.ts
import { drizzle } from "drizzle-orm/node-postgres";
import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { Pool } from "pg";
const table = pgTable("labels", { id: integer("id").primaryKey(), name: text("name") });
const db = drizzle(new Pool({ connectionTimeoutMillis: 1000 }));
export const labels = {
  async add(rows: { id: number; name: string }[]) {
    await db.insert(table).values(rows);
  },
};
export async function fill(names: string[]) {
  for (const name of names) await db.insert(table).values([{ id: 1, name }]); // expect: write-in-loop
}
// file: boards.ts
import { labels } from "./labels";
export async function fillAll(names: string[], boards: { rows: { id: number; name: string }[] }[]) {
  for (const name of names) await labels.add([{ id: 1, name }]); // expect: write-in-loop
  for (const board of boards) await labels.add(board.rows.map((row) => ({ ...row })));
}

// case: writes through functions that do nothing else, and through functions that do
// file: main.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare const mailer: { send(to: string): Promise<void> };
const remove = (id: string) => prisma.pin.delete({ where: { id } });
const removeOf = (board: string, id: string) => prisma.pin.delete({ where: { id, board } });
const add = (title: string) => prisma.pin.create({ data: { title } });
const addWith = (title: string, marks: string[]) => prisma.pin.create({ data: { title, marks: { create: marks } } });
const move = (id: string, place: number) => prisma.pin.update({ where: { id }, data: { place } });
const addAll = (rows: { title: string }[]) => prisma.pin.createMany({ data: rows });
async function invite(to: string) {
  await prisma.invitation.create({ data: { to } });
  await mailer.send(to);
}
async function addOnce(title: string) {
  if (title !== "") await prisma.pin.create({ data: { title } });
}
export async function all(pins: { id: string; board: string; title: string; marks: string[] }[]) {
  for (const { id } of pins) await remove(id); // expect: write-in-loop
  await Promise.all(pins.map((pin) => add(pin.title))); // expect: write-in-loop
  for (const pin of pins) await removeOf(pin.board, pin.id);
  for (const pin of pins) await addWith(pin.title, pin.marks);
  for (const pin of pins) await move(pin.id, 1); // expect: write-in-loop
  for (const pin of pins) await move(pin.id, pin.marks.length);
  for (const pin of pins) await invite(pin.title);
  for (const pin of pins) await addAll(pin.marks.map((title) => ({ title })));
  for (const pin of pins) await addAll([{ title: pin.title }]); // expect: write-in-loop
  for (const pin of pins) await addOnce(pin.title);
  for (const pin of pins) {
    const made = await add(pin.title);
    pin.id = made.id;
  }
  for (const pin of pins) {
    await mailer.send(pin.title);
    await add(pin.title);
  }
}

// case: an insert that a function builds and its caller runs
// file: rows.ts
import type { Knex } from "knex";
export const insertGuest = (trx: Knex.Transaction, guest: { name: string }) => trx("guests").insert(guest);
export const guestsOf = (trx: Knex.Transaction, names: string[]) => trx("guests").whereIn("name", names);
// file: main.ts
import type { Knex } from "knex";
import { guestsOf, insertGuest } from "./rows";
export const seat = (knex: Knex, guests: { name: string }[]) =>
  knex.transaction(async (trx) => {
    await guestsOf(trx, guests.map(({ name }) => name));
    for (const guest of guests) await insertGuest(trx, guest); // expect: write-in-loop
  });

// case: an insert of Knex with what is done about a conflict
import knex from "knex";
const db = knex({ client: "pg" });
export async function save(rows: { id: string }[], groups: { rows: { id: string }[] }[]) {
  for (const row of rows) await db("items").insert(row).onConflict("id").merge(); // expect: write-in-loop
  for (const group of groups) await db("items").insert(group.rows.map((row) => row)).onConflict("id").ignore();
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

// case: raw SQL of Drizzle that writes, also in a transaction
import { drizzle } from "drizzle-orm/node-postgres";
import { sql } from "drizzle-orm";
import { Pool } from "pg";
const db = drizzle({ client: new Pool({ max: 5, connectionTimeoutMillis: 1000, statement_timeout: 1000 }) });
export async function fill(rows: { id: string; name: string }[]) {
  for (const row of rows) {
    await db.execute(sql`INSERT INTO tags (id, name) VALUES (${row.id}, ${row.name})`); // expect: write-in-loop
  }
  await db.transaction(async (tx) => {
    for (const row of rows) await tx.execute(sql`DELETE FROM tags WHERE id = ${row.id}`); // expect: write-in-loop
  });
  for (const row of rows) await db.execute(sql`UPDATE tags SET name = ${row.name} WHERE id = ${row.id}`);
}

// case: what a write gives is put into a variable that nobody reads
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function invite(emails: string[]) {
  for (const email of emails) {
    const invitation = await prisma.invitation.create({ data: { email } }); // expect: write-in-loop
  }
}
export async function register(emails: string[]) {
  const ids = new Map<string, string>();
  for (const email of emails) {
    const member = await prisma.member.create({ data: { email } });
    ids.set(email, member.id);
  }
  return ids;
}
export async function registered(emails: string[]) {
  const out: object[] = [];
  for (const email of emails) {
    const member = await prisma.member.create({ data: { email } });
    out.push({ ...member, isNew: true });
  }
  return out;
}
