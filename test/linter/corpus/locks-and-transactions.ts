// Locks, leases and transactions: what is read or written under one that each turn takes, and under one around the loop.

// case: rows that are locked one after the other
import { Kysely } from "kysely";
export async function all(db: Kysely<any>, ids: string[]) {
  for (const id of ids) await db.selectFrom("jobs").selectAll().where("id", "=", id).forUpdate().skipLocked().executeTakeFirst();
  for (const id of ids) await db.selectFrom("jobs").selectAll().where("id", "=", id).executeTakeFirst(); // expect: n-plus-one
}

// case: a lock in the text, and one in the options
import { Pool } from "pg";
import { DataSource } from "typeorm";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function all(source: DataSource, ids: number[]) {
  for (const id of ids) await pool.query("SELECT * FROM accounts WHERE id = $1 FOR UPDATE", [id]);
  for (const id of ids) await source.getRepository("Account").findOne({ where: { id }, lock: { mode: "pessimistic_write" } });
  for (const id of ids) await source.getRepository("Account").findOne({ where: { id } }); // expect: n-plus-one
}

// case: what is read under a lock of its own is read in each turn
import { PrismaClient } from "@prisma/client";
import { locks, pools } from "./locks";
const prisma = new PrismaClient();
async function close(id: number) {
  await using _held = await locks.lock("game", id);
  const game = await prisma.game.findFirst({ where: { id } });
  if (game?.open) await prisma.game.update({ where: { id }, data: { open: false } });
}
async function load(id: number) {
  const client = await pools.acquire();
  return client.label(await prisma.game.findFirst({ where: { id } }));
}
export async function closeAll(ids: number[]) {
  for (const id of ids) await close(id);
  for (const id of ids) await load(id); // expect: n-plus-one
  for (const id of ids) {
    await locks.runExclusive(async () => console.log(await prisma.game.findFirst({ where: { id } })));
  }
  await locks.lock("games", 0);
  for (const id of ids) await prisma.game.findFirst({ where: { id } }); // expect: n-plus-one
  await locks.withLock("games", async () => {
    for (const id of ids) await prisma.game.findFirst({ where: { id } }); // expect: n-plus-one
  });
}

// case: pg in a transaction says BEGIN and COMMIT in no loop
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function run() {
  for (const statement of ["BEGIN", "COMMIT"]) await pool.query(statement);
}

// case: a long job asks in each turn whether it is still its own
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000, max: 4 });
const assertStillOwned = (job: string) => pool.query("SELECT owner FROM jobs WHERE id = $1", [job]);
const isCancelRequested = (job: string) => pool.query("SELECT cancel FROM jobs WHERE id = $1", [job]);
const assertAllowed = (job: string) => pool.query("SELECT rights FROM jobs WHERE id = $1", [job]);
export async function run(job: string, rows: string[]) {
  for (const row of rows) {
    await assertStillOwned(job);
    await isCancelRequested(job);
    await assertAllowed(job); // expect: n-plus-one
    console.log(row);
  }
}

// case: an interactive transaction per element
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const id of ids) {
    await prisma.$transaction(async (tx) => {
      await tx.user.findFirst({ where: { id } }); // expect: n-plus-one
    });
  }
}

// case: whether a job may go on, asked in each turn, and who a user is
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const assertLease = async (id: string) => {
  if ((await prisma.lease.findFirst({ where: { id } })) === null) throw new Error("lost");
};
const assertMember = async (id: string) => {
  if ((await prisma.member.findFirst({ where: { id } })) === null) throw new Error("no member");
};
declare function work(row: string): Promise<void>;
export async function run(job: string, user: string, rows: string[]) {
  for (const row of rows) {
    await assertLease(job);
    await assertMember(user); // expect: n-plus-one
    await work(row);
  }
}

// case: a row that was locked in the turn is written in it
// file: main.ts
import { type DataSource } from "typeorm";
import { Account } from "./account";
export const settle = (source: DataSource, moves: { account: number; sum: number }[]) =>
  source.transaction(async (manager) => {
    for (const { account, sum } of moves) {
      const row = await manager.findOneOrFail(Account, { where: { id: account }, lock: { mode: "pessimistic_write" } });
      row.sum += sum;
      await manager.save(row);
    }
    for (const { sum } of moves) {
      const row = manager.create(Account, { sum });
      await manager.save(row); // expect: write-in-loop
    }
  });

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
