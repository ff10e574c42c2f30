// The row that a write gives: whether anybody but a log looks at it.

// case: what a write gives is only told to a log, or counted
import { PrismaClient } from "@prisma/client";
import { Model, Sequelize } from "sequelize";
import { logger } from "./log";
class Item extends Model {}
Item.init({}, { sequelize: new Sequelize("postgres://db") });
const prisma = new PrismaClient();
export async function logged(rows: { name: string }[]) {
  for (const row of rows) {
    const created = await Item.create(row); // expect: write-in-loop
    logger.info("created " + created.id);
  }
  for (const row of rows) {
    const made = await prisma.item.create({ data: row }); // expect: write-in-loop
    console.log(`made ${made.id} of ${row.name}`);
  }
}
export async function counted(rows: { name: string }[]) {
  const made = [];
  for (const row of rows) {
    const item = await prisma.item.create({ data: row }); // expect: write-in-loop
    made.push(item);
  }
  logger.info({ made }, "done");
  return { count: made.length };
}
class Importer {
  constructor(private readonly logger: { log(text: string): void }) {}
  async all(rows: { name: string }[]) {
    const ids: string[] = [];
    for (const row of rows) {
      const { id } = await prisma.item.create({ data: row }); // expect: write-in-loop
      this.logger.log(id);
      ids.push(id);
    }
    return ids.length;
  }
}

// case: what a write gives is looked at, beside a log
import { PrismaClient } from "@prisma/client";
import { audit } from "./audit";
import { logger } from "./log";
const prisma = new PrismaClient();
export async function children(rows: { name: string }[]) {
  for (const row of rows) {
    const item = await prisma.item.create({ data: row });
    logger.info(item.id);
    await audit(item.id);
  }
}
export async function gathered(rows: { name: string }[]) {
  const made = [];
  for (const row of rows) {
    const item = await prisma.item.create({ data: row });
    made.push(item);
  }
  logger.info(made.length);
  return made;
}
export async function taken(rows: { name: string }[], answer: { send(made: object[]): void }) {
  const made: object[] = [];
  for (const row of rows) {
    const item = await prisma.item.create({ data: row });
    made.push(item);
  }
  answer.send(made);
}

// case: what a write gives is handed on where it stands
import { PrismaClient } from "@prisma/client";
import { audit } from "./audit";
const prisma = new PrismaClient();
export async function handed(rows: { name: string }[]) {
  for (const row of rows) await audit(await prisma.item.create({ data: row }));
}
export async function keyed(rows: { name: string }[]) {
  const byName = new Map<string, object>();
  for (const row of rows) byName.set(row.name, await prisma.item.create({ data: row }));
  return byName;
}
export async function ids(rows: { name: string }[]) {
  const all: string[] = [];
  for (const row of rows) all.push((await prisma.item.create({ data: row })).id);
  return all;
}
export async function logged(rows: { name: string }[]) {
  for (const row of rows) console.log(await prisma.item.create({ data: row })); // expect: write-in-loop
}

// case: a row that the turn makes has a key when it was saved, and somebody asks for it
import { BaseEntity, type Repository } from "typeorm";
import { logger } from "./log";
class User extends BaseEntity {
  id!: number;
  name!: string;
}
export async function all(users: Repository<User>, names: string[]) {
  const ids: number[] = [];
  for (const name of names) {
    const user = new User();
    user.name = name;
    await user.save();
    ids.push(user.id);
  }
  for (const name of names) {
    const user = users.create({ name });
    await users.save(user);
    ids.push(user.id);
  }
  for (const name of names) {
    const user = users.create({ name });
    await users.save(user); // expect: write-in-loop
    logger.info(`${user.id} is new`);
  }
  const made: User[] = [];
  for (const name of names) {
    const user = users.create({ name });
    await users.save(user); // expect: write-in-loop
    made.push(user);
  }
  return ids;
}
