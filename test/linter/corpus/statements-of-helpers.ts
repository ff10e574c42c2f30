// Helpers of a project that are passed the table, the values or the conditions of what they write.

// case: text that a helper puts together of a table, values and conditions
// file: rows.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
type Row = Record<string, unknown>;
export async function insert(table: string, row: Row) {
  const keys = Object.keys(row);
  const holes = keys.map((_, i) => `$${i + 1}`).join(", ");
  await pool.query(`INSERT INTO ${table} (${keys.join(", ")}) VALUES (${holes})`, Object.values(row));
}
export async function update(table: string, values: Row, where: Row) {
  const sets = Object.keys(values).map((key, i) => `${key} = $${i + 1}`);
  const conditions = Object.keys(where).map((key, i) => `${key} = $${sets.length + i + 1}`);
  const text = `UPDATE ${table} SET ${sets.join(", ")} WHERE ${conditions.join(" AND ")}`;
  await pool.query(text, [...Object.values(values), ...Object.values(where)]);
}
export async function remove(table: string, where: Row) {
  const conditions = Object.keys(where).map((key, i) => `${key} = $${i + 1}`);
  const values = Object.values(where);
  await pool.query(`DELETE FROM ${table} WHERE ${conditions.join(" AND ")}`, values);
}
export async function removeById(table: string, id: string) {
  await pool.query(`DELETE FROM ${table} WHERE id = $1`, [id]);
}
// file: main.ts
import { insert, remove, removeById, update } from "./rows";
export async function all(rows: { id: string; team: string; n: number }[]) {
  for (const row of rows) await insert("orders", { id: row.id, n: row.n }); // expect: write-in-loop
  for (const row of rows) await update("orders", { status: "closed" }, { id: row.id }); // expect: write-in-loop
  for (const row of rows) await update("orders", { n: row.n }, { id: row.id });
  for (const row of rows) await update("orders", { status: "closed" }, { id: row.id, team: row.team });
  for (const row of rows) await update("orders", { n: row.n }, { team: "a" });
  for (const row of rows) await remove("orders", { id: row.id }); // expect: write-in-loop
  for (const row of rows) await remove("orders", { id: row.id, open: false }); // expect: write-in-loop
  for (const row of rows) await remove("orders", { id: row.id, team: row.team });
  for (const row of rows) await removeById("orders", row.id); // expect: write-in-loop
}

// case: text and values that a helper gathers piece by piece
// file: rows.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
type Row = Record<string, unknown>;
export async function update(id: string, fields: Row) {
  const sets: string[] = [];
  const values: unknown[] = [];
  for (const [key, value] of Object.entries(fields)) {
    values.push(value);
    sets.push(`${key} = $${values.length}`);
  }
  values.push(id);
  await pool.query(`UPDATE orders SET ${sets.join(", ")} WHERE id = $${values.length}`, values);
}
export async function remove(where: Row) {
  const values: unknown[] = [];
  const conditions = Object.keys(where).map((key) => `${key} = $${values.push(where[key])}`);
  await pool.query(`DELETE FROM orders WHERE ${conditions.join(" AND ")}`, values);
}
export async function rename(id: string, name: string, note?: string) {
  let text = "UPDATE orders SET name = $1";
  if (note !== undefined) text += `, note = ${note}`;
  await pool.query(`${text} WHERE id = $2`, [name, id]);
}
// file: main.ts
import { remove, rename, update } from "./rows";
export async function all(rows: { id: string; team: string; n: number }[]) {
  for (const row of rows) await update(row.id, { n: row.n });
  for (const row of rows) await remove({ id: row.id, team: row.team });
  for (const row of rows) await rename(row.id, row.team);
}

// case: conditions that a helper hands to a builder
// file: rows.ts
import knexFactory from "knex";
const knex = knexFactory({ client: "pg" });
export const insert = (table: string, row: object) => knex(table).insert(row);
export const update = (table: string, values: object, where: object) => knex(table).where(where).update(values);
export async function remove(table: string, where: object) {
  await knex(table).where(where).del();
}
// file: main.ts
import { insert, remove, update } from "./rows";
export async function all(rows: { id: string; team: string; n: number }[], team: string) {
  for (const row of rows) await insert("orders", row); // expect: write-in-loop
  for (const row of rows) await update("orders", { status: "closed" }, { id: row.id }); // expect: write-in-loop
  for (const row of rows) await update("orders", { status: "closed" }, { id: row.id, team }); // expect: write-in-loop
  for (const row of rows) await update("orders", { n: row.n }, { id: row.id });
  for (const row of rows) await update("orders", { status: "closed" }, { id: row.id, team: row.team });
  for (const row of rows) await remove("orders", { id: row.id }); // expect: write-in-loop
  for (const row of rows) await remove("orders", { id: row.id, team: row.team });
}

// case: SQL that gives each row what is the same in each turn
import { sql } from "drizzle-orm";
import type { Pool } from "pg";
export async function all(pool: Pool, rows: { id: string; team: string; n: number }[], status: string, at: Date) {
  for (const row of rows) await pool.query("UPDATE items SET status = $1, at = $2 WHERE id = $3", [status, at, row.id]); // expect: write-in-loop
  for (const row of rows) await pool.query("UPDATE items SET status = $2 WHERE id = $1", [row.id, status]); // expect: write-in-loop
  for (const row of rows) await pool.query("UPDATE items SET n = $1 WHERE id = $2", [row.n, row.id]);
  for (const row of rows) await pool.query("UPDATE items SET status = $1, n = $2 WHERE id = $3", [status, row.n, row.id]);
  for (const row of rows) await pool.query("UPDATE items SET status = $1 WHERE id = $2 AND team = $3", [status, row.id, row.team]);
  for (const row of rows) {
    const values = [row.id, row.team];
    await pool.query("DELETE FROM items WHERE id = $1 AND team = $2", values);
  }
}
export async function tagged(prisma: import("@prisma/client").PrismaClient, rows: { id: string; n: number }[], status: string) {
  for (const row of rows) await prisma.$executeRaw`UPDATE items SET status = ${status} WHERE id = ${row.id}`; // expect: write-in-loop
  for (const row of rows) await prisma.$executeRaw`UPDATE items SET n = ${row.n} WHERE id = ${row.id}`;
  for (const row of rows) await prisma.$executeRaw`INSERT INTO items (id, n) VALUES (${row.id}, ${row.n})`; // expect: write-in-loop
  for (const row of rows) await prisma.$executeRaw`DELETE FROM items WHERE id = ${row.id}`; // expect: write-in-loop
  for (const row of rows) await prisma.$executeRaw`DELETE FROM items WHERE id = ${row.id} AND n = ${row.n}`;
  for (const row of rows) await prisma.$executeRaw`SELECT pg_notify(${row.id}, ${status})`;
}
export async function unseen(prisma: import("@prisma/client").PrismaClient, texts: string[]) {
  for (const text of texts) await prisma.$executeRawUnsafe(text);
  for (const text of texts) await prisma.$executeRawUnsafe(`CREATE INDEX ON ${text} (id)`);
}
export async function drizzled(db: import("drizzle-orm/node-postgres").NodePgDatabase, rows: { id: string; n: number }[], status: string) {
  for (const row of rows) await db.execute(sql`UPDATE items SET status = ${status} WHERE id = ${row.id}`); // expect: write-in-loop
  for (const row of rows) await db.execute(sql`UPDATE items SET n = ${row.n} WHERE id = ${row.id}`);
}
export async function byPlace(pool: import("mysql2/promise").Pool, rows: { id: string; n: number }[], status: string) {
  for (const row of rows) await pool.execute("UPDATE items SET status = ? WHERE id = ?", [status, row.id]); // expect: write-in-loop
  for (const row of rows) await pool.execute("UPDATE items SET n = ? WHERE id = ?", [row.n, row.id]);
  for (const row of rows) await pool.execute("UPDATE items SET status = ?, n = ? WHERE id = ?", [status, row.n, row.id]);
}
