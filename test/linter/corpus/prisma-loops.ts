// Queries in loops, in the function that has the loop.

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

// case: for-await over a plain list
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load() {
  const users = await prisma.user.findMany();
  for await (const user of users) {
    await prisma.post.findMany({ where: { userId: user.id } }); // expect: n-plus-one
  }
}

// case: findMany in Promise.all of map
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  return Promise.all(ids.map((id) => prisma.post.findMany({ where: { userId: id } }))); // expect: n-plus-one
}

// case: findUnique in Promise.all of map travels as one query
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  return Promise.all(ids.map((id) => prisma.user.findUnique({ where: { id } })));
}

// case: findUnique in map after another await does not travel together
import { PrismaClient } from "@prisma/client";
import { token } from "./token";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  return Promise.all(
    ids.map(async (id) => {
      await token(id);
      return prisma.user.findUnique({ where: { id } }); // expect: n-plus-one
    }),
  );
}

// case: forEach with an async callback
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export function load(orders: { id: string }[]) {
  orders.forEach(async (order) => {
    await prisma.item.findMany({ where: { orderId: order.id } }); // expect: n-plus-one
  });
}

// case: reduce that awaits its accumulator
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export function load(ids: string[]) {
  return ids.reduce(async (before, id) => {
    const sum = await before;
    return sum + (await prisma.item.count({ where: { orderId: id } })); // expect: n-plus-one
  }, Promise.resolve(0));
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

// case: one query for all of them before the loop
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  const users = await prisma.user.findMany({ where: { id: { in: ids } } });
  for (const user of users) console.log(user.name);
}

// case: chunks of a list with in
import { PrismaClient } from "@prisma/client";
import { chunk } from "lodash";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const some of chunk(ids, 500)) {
    await prisma.user.findMany({ where: { id: { in: some } } });
  }
}

// case: a counting loop in steps of a chunk
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (let i = 0; i < ids.length; i += 500) {
    await prisma.user.findMany({ where: { id: { in: ids.slice(i, i + 500) } } });
  }
}

// case: paging until a page is short
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function* all() {
  let cursor: string | undefined;
  while (true) {
    const page = await prisma.user.findMany({ take: 100, cursor: cursor ? { id: cursor } : undefined });
    yield* page;
    if (page.length < 100) return;
    cursor = page[page.length - 1].id;
  }
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

// case: a retry loop
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function ready() {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      return await prisma.health.findFirst();
    } catch {
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

// case: retrying over literal delays
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function ready() {
  for (const delay of [100, 500, 2000]) {
    const row = await prisma.health.findFirst();
    if (row) return row;
    await new Promise((done) => setTimeout(done, delay));
  }
}

// case: probing for a free slug
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function slug(base: string) {
  let candidate = base;
  let n = 1;
  while (await prisma.post.findUnique({ where: { slug: candidate } })) candidate = `${base}-${n++}`;
  return candidate;
}

// case: stopping at the first candidate that exists
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function firstOf(names: string[]) {
  for (const name of names) {
    const found = await prisma.team.findFirst({ where: { name } });
    if (found) return found;
  }
  return undefined;
}

// case: a list of three names in the code
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const KINDS = ["day", "week", "month"];
export async function totals() {
  return Promise.all(KINDS.map((kind) => prisma.total.findFirst({ where: { kind } })));
}

// case: the values of an enumeration
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
enum Status {
  Open = "open",
  Closed = "closed",
}
export async function counts() {
  for (const status of Object.values(Status)) await prisma.order.count({ where: { status } });
}

// case: a list in the code that data is pushed to
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(rows: { id: string; open: boolean }[]) {
  const open = [];
  for (const row of rows) if (row.open) open.push(row.id);
  for (const id of open) await prisma.order.findFirst({ where: { id } }); // expect: n-plus-one
}

// case: at most five elements
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const id of ids.slice(0, 5)) await prisma.user.findFirst({ where: { id } });
}

// case: dispatch on the element itself
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function validate(fields: string[], value: string) {
  for (const field of fields) {
    if (field === "email") await prisma.user.findFirst({ where: { email: value } });
  }
}

// case: a query in the catch of a loop
import { PrismaClient } from "@prisma/client";
import { send } from "./send";
const prisma = new PrismaClient();
export async function sendAll(ids: string[]) {
  for (const id of ids) {
    try {
      await send(id);
    } catch {
      await prisma.failure.findFirst({ where: { id } });
    }
  }
}

// case: asked only when not kept yet
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(rows: { userId: string }[]) {
  const cache = new Map();
  for (const row of rows) {
    if (!cache.has(row.userId)) {
      cache.set(row.userId, await prisma.user.findUnique({ where: { id: row.userId } }));
    }
  }
}

// case: methods of arrays and maps that are named like queries
const users = [{ id: 1 }];
const sessions = new Map<number, string>();
export function load(ids: number[]) {
  for (const id of ids) {
    users.find((u) => u.id === id);
    sessions.get(id);
    users.filter((u) => u.id === id).map((u) => u.id);
  }
}

// case: queries that are commented out
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const id of ids) {
    // await prisma.user.findUnique({ where: { id } });
    console.log(id);
  }
}

// case: handlers registered in a loop
import { PrismaClient } from "@prisma/client";
import { app } from "./app";
const prisma = new PrismaClient();
export function register(paths: string[]) {
  for (const path of paths) {
    app.get(path, async (request, reply) => reply.send(await prisma.page.findFirst({ where: { path } })));
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

// case: raw SQL per element
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const id of ids) await prisma.$queryRaw`SELECT * FROM users WHERE id = ${id}`; // expect: n-plus-one
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

// case: pages inside a loop over tenants
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(tenants: { id: string }[]) {
  for (const tenant of tenants) {
    let page = 0;
    while (true) {
      const rows = await prisma.row.findMany({ where: { tenantId: tenant.id }, skip: page++ * 100, take: 100 }); // expect: n-plus-one
      if (rows.length < 100) break;
    }
  }
}

// case: each element of a chunk asked for by itself
import { PrismaClient } from "@prisma/client";
import { chunk } from "lodash";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const batch of chunk(ids, 10)) {
    await Promise.all(batch.map((id) => prisma.user.findFirst({ where: { id } }))); // expect: n-plus-one
  }
}
