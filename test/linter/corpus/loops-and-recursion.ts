// Loops of every kind (for, while, for-in, by an index) and recursion, with the query in the same function.

// case: an immediately called function in the loop
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export function decorate(ids: string[]) {
  const waiting = [];
  for (const id of ids) {
    waiting.push(
      (async () => {
        return prisma.order.findFirst({ where: { id } }); // expect: n-plus-one
      })(),
    );
  }
  return Promise.all(waiting);
}

// case: recursion over children
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function tree(id: string) {
  const children = await prisma.node.findMany({ where: { parentId: id } });
  for (const child of children) await tree(child.id); // expect: n-plus-one
}

// case: promises that were started before are awaited in a loop
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function two() {
  const promises = [prisma.user.findMany(), prisma.order.findMany()];
  for (const promise of promises) await promise;
}

// case: a level of a tree at a time, through a builder
import { DataSource } from "typeorm";
export async function below(source: DataSource, ids: string[]) {
  const found = new Set<string>();
  let frontier = ids;
  for (let depth = 0; depth < 10 && frontier.length > 0; depth++) {
    const children = await source.getRepository("Node").createQueryBuilder("n").where("n.parent = ANY(:ids)", { ids: frontier }).getMany();
    frontier = children.map(({ id }) => id as string);
    for (const id of frontier) found.add(id);
  }
  return found;
}

// case: a condition that another part of is set in each turn is not the same in each
import { model, Schema } from "mongoose";
const Request = model("Request", new Schema({}));
export async function counts(agents: { id: string }[]) {
  const query: Record<string, unknown> = { open: true };
  for (const agent of agents) {
    query.agent = agent.id;
    await Request.countDocuments(query); // expect: n-plus-one
  }
}

// case: ids of a request, in a handler
import express from "express";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const app = express();
app.post("/users", async (request, response) => {
  const out = [];
  for (const id of request.body.ids) out.push(await prisma.user.findFirst({ where: { id } })); // expect: n-plus-one
  response.json(out);
});

// case: lines of orders, in two loops
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(orders: { lines: { sku: string }[] }[]) {
  for (const order of orders) for (const line of order.lines) await prisma.product.findUnique({ where: { sku: line.sku } }); // expect: n-plus-one
}

// case: lists that a while loop goes through in ways of its own
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
type Row = { id: number };
const ask = (row?: Row) => pool.query("SELECT * FROM parts WHERE id = $1", [row?.id]);
export async function down(rows: Row[]) {
  let left = rows.length;
  while (left--) await ask(rows[left]); // expect: n-plus-one
}
export async function downInside(rows: Row[]) {
  let left = rows.length;
  while (left > 0) {
    left -= 1;
    await ask(rows[left]); // expect: n-plus-one
  }
}
export async function downInHeader(rows: Row[]) {
  for (let left = rows.length; left--; ) await ask(rows[left]); // expect: n-plus-one
}
export async function upAtEnd(rows: Row[]) {
  let at = 0;
  do {
    await ask(rows[at]); // expect: n-plus-one
  } while (++at < rows.length);
}
export async function takenInHeader(ids: number[]) {
  const rows = ids.map((id) => ({ id }));
  let row: Row | undefined;
  while ((row = rows.pop())) await ask(row); // expect: n-plus-one
}

// case: a walk that makes the list of its next turn
import { DataSource, In } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
class Link {
  from!: string;
  to!: string;
}
const links = source.getRepository(Link);
export async function reach(ids: string[], hops: number) {
  const seen = new Set(ids);
  let level = [...ids];
  for (let hop = 0; hop < hops && level.length; hop++) {
    const found = await links.findBy({ from: In(level) });
    const next = new Set<string>();
    for (const { to } of found) {
      if (seen.has(to)) continue;
      seen.add(to);
      next.add(to);
    }
    level = [...next];
  }
  return seen;
}
export async function reachOne(ids: string[]) {
  for (let at = 0; at < ids.length; at++) {
    console.log(await links.findBy({ from: ids[at] })); // expect: n-plus-one
  }
}

// case: workers that share a list which the caller passes
// file: limited.ts
export const limited = async <T, R>(items: T[], most: number, run: (item: T) => Promise<R>): Promise<R[]> => {
  const out: R[] = new Array(items.length);
  let next = 0;
  const workers = Array.from({ length: most }).map(async () => {
    while (true) {
      const at = next++;
      if (at >= items.length) break;
      out[at] = await run(items[at] as T);
    }
  });
  await Promise.all(workers);
  return out;
};
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { limited } from "./limited";
const prisma = new PrismaClient();
const STEPS = [{ days: 1 }, { days: 3 }, { days: 7 }];
export async function remind() {
  await limited(STEPS, 2, ({ days }) => prisma.user.findMany({ where: { days } }));
}
export async function load(ids: string[]) {
  return limited(ids, 4, (id) => prisma.user.findFirst({ where: { id } })); // expect: n-plus-one
}

// case: a list that workers take from until nothing is left
const mongoose = require("mongoose");
const User = mongoose.model("User", new mongoose.Schema({}));
exports.work = async (ids, page) => {
  const pending = ids.slice();
  const worker = async () => {
    while (true) {
      const id = pending.pop();
      if (!id) return;
      await User.findOne({ id }); // expect: n-plus-one
    }
  };
  await Promise.all([worker(), worker()]);
  while (true) {
    const rows = await User.find({}).skip(page++);
    if (rows.length === 0) return;
  }
};

// case: findUnique in a for-of loop over a parameter
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const id of ids) {
    const user = await prisma.user.findUnique({ where: { id } }); // expect: n-plus-one
    console.log(user);
  }
}

// case: findMany per row of an earlier query
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load() {
  const orders = await prisma.order.findMany();
  for (const order of orders) {
    order.items = await prisma.item.findMany({ where: { orderId: order.id } }); // expect: n-plus-one
  }
}

// case: a counting loop to the length of a list
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(orders: { id: string }[]) {
  for (let i = 0; i < orders.length; i++) {
    await prisma.item.count({ where: { orderId: orders[i].id } }); // expect: n-plus-one
  }
}

// case: a counting loop whose length was kept before
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(orders: { id: string }[]) {
  const n = orders.length;
  for (let i = 0; i < n; i += 1) await prisma.item.findFirst({ where: { orderId: orders[i].id } }); // expect: n-plus-one
}

// case: for-in over an object made from data
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(byId: Record<string, number>) {
  for (const id in byId) {
    await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
  }
}

// case: promises pushed to a list and awaited later
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  const waiting = [];
  for (const id of ids) {
    waiting.push(prisma.item.findFirst({ where: { id } })); // expect: n-plus-one
  }
  return Promise.all(waiting);
}

// case: a braceless body and a query in a condition
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  const known = [];
  for (const id of ids) if ((await prisma.item.count({ where: { id } })) > 0) known.push(id); // expect: n-plus-one
  return known;
}

// case: the same question in every turn is to be hoisted
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const id of ids) {
    const settings = await prisma.settings.findFirst({ where: { active: true } }); // expect: n-plus-one
    console.log(id, settings);
  }
}

// case: a query in the header of the loop runs once
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load() {
  for (const user of await prisma.user.findMany()) console.log(user.name);
}

// case: walking up the parents of a folder
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function ancestors(id: string) {
  const out = [];
  let folder = await prisma.folder.findUnique({ where: { id } });
  while (folder?.parentId) {
    folder = await prisma.folder.findUnique({ where: { id: folder.parentId } });
    out.push(folder);
  }
  return out;
}

// case: a worker list emptied by shift
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(first: string[]) {
  const queue = [...first];
  while (queue.length > 0) {
    const id = queue.shift();
    const children = await prisma.node.findMany({ where: { parentId: id } });
    queue.push(...children.map((child) => child.id));
  }
}

// case: a copy of a list that is worked off, and a queue that others fill
import type { Pool } from "pg";
const queue: string[] = [];
export const add = (id: string) => queue.push(id);
export async function load(pool: Pool, ids: string[]) {
  const todo = [...ids];
  while (todo.length > 0) {
    const id = todo.pop();
    await pool.query("SELECT 1 FROM users WHERE id = $1", [id]); // expect: n-plus-one
  }
  while (queue.length > 0) {
    const id = queue.shift();
    await pool.query("SELECT 1 FROM users WHERE id = $1", [id]);
  }
}

// case: a turn for each place that a pattern has in a text
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000 });
export async function nameMentioned(text: string) {
  const mention = /<@(\w+)>/g;
  let match: RegExpExecArray | null;
  while ((match = mention.exec(text)) !== null) {
    const { rows } = await pool.query("SELECT name FROM users WHERE id = $1", [match[1]]); // expect: n-plus-one
    console.log(rows[0]);
  }
  let page = await pool.query("SELECT id FROM users LIMIT 100");
  while (page.rows.length > 0) page = await pool.query("SELECT id FROM users WHERE id > $1", [page.rows.at(-1).id]);
}

// case: recursion over children through map
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function tree(id: string): Promise<unknown> {
  const children = await prisma.folder.findMany({ where: { parentId: id } });
  return Promise.all(children.map((child) => tree(child.id))); // expect: n-plus-one
}

// case: recursion over children by a method of a class
import { PrismaClient } from "@prisma/client";
export class Tree {
  private prisma = new PrismaClient();
  async fill(node: { id: string; children: any[] }) {
    node.children = await this.prisma.node.findMany({ where: { parentId: node.id } });
    for (const child of node.children) await this.fill(child); // expect: n-plus-one
  }
}

// case: recursion over children that were loaded at once
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
function nest(rows: any[], parentId: string | null): any[] {
  return rows.filter((row) => row.parentId === parentId).map((row) => ({ ...row, children: nest(rows, row.id) }));
}
export async function tree() {
  return nest(await prisma.folder.findMany(), null);
}

// case: recursion up the parents
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function path(id: string): Promise<string[]> {
  const folder = await prisma.folder.findFirst({ where: { id } });
  if (!folder?.parentId) return [id];
  return [...(await path(folder.parentId)), id];
}

// case: recursion level by level
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function below(ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const children = await prisma.folder.findMany({ where: { parentId: { in: ids } } });
  return [...ids, ...(await below(children.map((child) => child.id)))];
}

// case: keys of a map, entries and values
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(byId: Map<string, number>) {
  for (const [id] of byId) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
  for (const [id] of byId.entries()) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
  for (const id of byId.keys()) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
  byId.forEach(async (_, id) => {
    await prisma.post.findMany({ where: { id } }); // expect: n-plus-one
  });
}

// case: while over rows by an index
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(rows: { id: string }[]) {
  let i = 0;
  while (i < rows.length) {
    await prisma.post.findMany({ where: { userId: rows[i].id } }); // expect: n-plus-one
    i++;
  }
}

// case: a queue of work that grows while it is worked off
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function walk(root: string) {
  const open = [root];
  while (open.length > 0) {
    const id = open.pop();
    const below = await prisma.folder.findMany({ where: { parentId: id } });
    open.push(...below.map((folder) => folder.id));
  }
}

// case: then in the body of a loop
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export function load(ids: string[]) {
  for (const id of ids) {
    Promise.resolve(id).then((key) => prisma.post.findMany({ where: { key } })); // expect: n-plus-one
  }
}

// case: a set of ids, entries with an index, and a copy
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const id of new Set(ids)) await prisma.post.findMany({ where: { userId: id } }); // expect: n-plus-one
  for (const [index, id] of ids.entries()) console.log(index, await prisma.post.count({ where: { userId: id } })); // expect: n-plus-one
  await Promise.all([...new Set(ids)].map(async function (id) {
    return prisma.post.findMany({ where: { userId: id } }); // expect: n-plus-one
  }));
  await Promise.all(Array.from(ids, (id) => prisma.post.findMany({ where: { userId: id } }))); // expect: n-plus-one
}

// case: for-in over a list by its index
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(rows: { id: string }[]) {
  for (const i in rows) await prisma.post.findMany({ where: { userId: rows[i].id } }); // expect: n-plus-one
}

// case: promises of a counting loop put by index
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  const asked: Promise<unknown>[] = [];
  for (let i = ids.length - 1; i >= 0; i--) asked[i] = prisma.post.findMany({ where: { id: ids[i] } }); // expect: n-plus-one
  return Promise.all(asked);
}

// case: a query in two loops, one of them in a function of the file, is told once
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Team {
  id: string;
  users: { id: string }[];
}
const ordersOf = (userId: string) => prisma.order.findMany({ where: { userId } });
async function load(team: Team) {
  for (const { id } of team.users) show(await ordersOf(id)); // expect: n-plus-one
}
export async function all(teams: Team[]) {
  for (const team of teams) await load(team);
}
class Teams {
  async all(teams: Team[]) {
    return Promise.all(teams.map(async (team) => this.load(team)));
  }
  private async load(team: Team) {
    return Promise.all(team.users.map(({ id }) => prisma.order.findMany({ where: { userId: id } }))); // expect: n-plus-one
  }
}

// case: and twice where others call the function, where it asks for more than that, where not all of its calls are in a loop, and where a loop asks the same
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Team {
  id: string;
  users: { id: string }[];
}
const ordersOf = (userId: string) => prisma.order.findMany({ where: { userId } });
export async function load(team: Team) {
  for (const { id } of team.users) show(await ordersOf(id)); // expect: n-plus-one
}
async function loadWithOwner(team: Team) {
  for (const { id } of team.users) show(await ordersOf(id)); // expect: n-plus-one
  show(await prisma.owner.findFirst({ where: { teamId: team.id } }));
}
async function loadAtTimes(team: Team) {
  for (const { id } of team.users) show(await ordersOf(id)); // expect: n-plus-one
}
async function loadSame(team: Team) {
  for (const { id } of team.users) show(await ordersOf(id)); // expect: n-plus-one
}
export async function all(teams: Team[], own: Team, rows: string[]) {
  for (const team of teams) await load(team); // expect: n-plus-one
  for (const team of teams) await loadWithOwner(team); // expect: n-plus-one
  for (const team of teams) await loadAtTimes(team); // expect: n-plus-one
  await loadAtTimes(own);
  for (const row of rows) show(row, await loadSame(own)); // expect: n-plus-one
}
