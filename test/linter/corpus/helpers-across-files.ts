// The loop and the query are in different functions: helpers, calls of many steps, clients that are passed as an argument.

// case: a helper in another file
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function findUser(id: string) {
  return prisma.user.findFirst({ where: { id } });
}
// file: orders.ts
import { findUser } from "./users";
export async function decorate(orders: { userId: string }[]) {
  for (const order of orders) {
    await findUser(order.userId); // expect: n-plus-one
  }
}

// case: four calls away
// file: d.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const four = (id: string) => prisma.user.findFirst({ where: { id } });
// file: c.ts
import { four } from "./d";
export const three = (id: string) => four(id);
// file: b.ts
import { three } from "./c";
export async function two(id: string) {
  const row = await three(id);
  return row;
}
// file: a.ts
import { two } from "./b";
export async function one(ids: string[]) {
  for (const id of ids) await two(id); // expect: n-plus-one
}

// case: an object of arrows
// file: user-service.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const userService = {
  get: async (id: string) => prisma.user.findFirst({ where: { id } }),
};
// file: orders.ts
import { userService } from "./user-service";
export async function decorate(ids: string[]) {
  for (const id of ids) await userService.get(id); // expect: n-plus-one
}

// case: a client passed as an argument
// file: users.ts
import type { Prisma, PrismaClient } from "@prisma/client";
export function load(db: PrismaClient | Prisma.TransactionClient, id: string) {
  return db.user.findFirst({ where: { id } });
}
// file: orders.ts
import { PrismaClient } from "@prisma/client";
import { load } from "./users";
const prisma = new PrismaClient();
export const decorate = (ids: string[]) =>
  prisma.$transaction(async (tx) => {
    for (const id of ids) await load(tx, id); // expect: n-plus-one
  });

// case: the same helper twice, with a cycle between helpers
// file: a.ts
import { PrismaClient } from "@prisma/client";
import { odd } from "./b";
const prisma = new PrismaClient();
export async function even(n: number): Promise<unknown> {
  return n === 0 ? prisma.user.findFirst({ where: { n } }) : odd(n - 1);
}
// file: b.ts
import { even } from "./a";
export async function odd(n: number): Promise<unknown> {
  return even(n - 1);
}
// file: main.ts
import { odd } from "./b";
export async function all(list: number[]) {
  for (const n of list) await odd(n); // expect: n-plus-one
}

// case: a query behind call
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function load(this: unknown, id: string) {
  return prisma.user.findFirst({ where: { id } });
}
export async function all(ids: string[]) {
  for (const id of ids) await load.call(null, id); // expect: n-plus-one
}

// case: an inner function that is called in the loop
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all(ids: string[]) {
  const load = async (id: string) => {
    const user = await prisma.user.findFirst({ where: { id } });
    return user;
  };
  for (const id of ids) await load(id); // expect: n-plus-one
}

// case: a client that is passed along with the element
import { PrismaClient } from "@prisma/client";
async function load({ db, id }: { db: PrismaClient; id: string }) {
  return db.user.findFirst({ where: { id } });
}
async function loadOf(input: { db: PrismaClient; id: string }) {
  return input.db.user.findFirst({ where: { id: input.id } });
}
export async function all(db: PrismaClient, ids: string[]) {
  for (const id of ids) await load({ db, id }); // expect: n-plus-one
  for (const id of ids) await loadOf({ db, id }); // expect: n-plus-one
}

// case: a query that lies behind everything that the program sends
// file: client.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
const token = () => pool.query("SELECT token FROM accounts");
const legacy = () => token();
const credentials = () => legacy();
const authorised = () => credentials();
const request = () => authorised();
const limited = () => request();
const scheduled = () => limited();
const got = () => scheduled();
const asked = () => got();
export const search = (sku: string) => asked();
export const near = (sku: string) => legacy();
// file: main.ts
import { near, search } from "./client";
export async function all(skus: string[]) {
  for (const sku of skus) await search(sku);
  for (const sku of skus) await near(sku); // expect: n-plus-one
}

// case: what a function is passed and gives back
// file: with-transaction.ts
import type { EntityManager, Repository } from "typeorm";
export function withTransaction<E, T extends Repository<E>>(repository: T, trx?: EntityManager) {
  if (!trx) return repository;
  const constructor = repository.constructor as { new (manager: EntityManager): T };
  const { manager, ...others } = repository;
  return Object.assign(new constructor(trx), { ...others });
}
export function pick<T>(first: T | undefined, second: T): T {
  return first ?? second;
}
// file: main.ts
import { DataSource, type EntityManager, Repository } from "typeorm";
import { Fuel } from "./fuel.entity";
import { pick, withTransaction } from "./with-transaction";
class FuelRepository extends Repository<Fuel> {
  bySpecs(unit: string, code: string) {
    return this.createQueryBuilder("fuel").where("unit = :unit and code = :code", { unit, code }).getOne();
  }
}
export class Fuels {
  constructor(
    private readonly repository: FuelRepository,
    private readonly other: FuelRepository,
  ) {}
  async load(unit: string, fuels: { code: string }[], trx?: EntityManager) {
    for (const { code } of fuels) {
      await withTransaction(this.repository, trx).bySpecs(unit, code); // expect: n-plus-one
      await pick(undefined, this.other).bySpecs(unit, code); // expect: n-plus-one
    }
    return withTransaction(this.repository, trx).bySpecs(unit, "all");
  }
}

// case: a client that is the default of a parameter
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const find = (id: string, client = prisma) => client.user.findFirst({ where: { id } });
export async function load(ids: string[]) {
  for (const id of ids) await find(id); // expect: n-plus-one
}

// case: an untyped helper of the same file, known by what it is called with
// file: main.js
import { DataTypes, Sequelize } from "sequelize";
const sequelize = new Sequelize("sqlite::memory:");
const Order = sequelize.define("Order", { id: DataTypes.INTEGER });
const hostOf = async (order) => {
  await order.reload();
  return order.host;
};
export async function hosts() {
  const orders = await Order.findAll();
  for (const order of orders) {
    await hostOf(order); // expect: n-plus-one
  }
}

// case: call, apply and bind of a helper
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function find(this: unknown, id: string) {
  return prisma.user.findFirst({ where: { id } });
}
const bound = find.bind(null);
export async function load(ids: string[]) {
  for (const id of ids) {
    await find.call(null, id); // expect: n-plus-one
    await find.apply(null, [id]); // expect: n-plus-one
    await bound(id); // expect: n-plus-one
  }
}

// case: a bound method handed to map
import { PrismaClient } from "@prisma/client";
class Users {
  private prisma = new PrismaClient();
  find(id: string) {
    return this.prisma.user.findFirst({ where: { id } });
  }
}
const users = new Users();
export const load = (ids: string[]) => Promise.all(ids.map(users.find.bind(users))); // expect: n-plus-one

// case: bind of a function that asks nothing
const format = (prefix: string, id: string) => prefix + id;
export const load = (ids: string[]) => ids.map(format.bind(null, "u-"));

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
