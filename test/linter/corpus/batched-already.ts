// What is batched already: DataLoader, reads of Prisma that travel together in one tick, helpers that gather.

// case: a helper that batches
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const loadAll = (ids: string[]) => prisma.user.findMany({ where: { id: { in: ids } } });
// file: orders.ts
import { loadAll } from "./users";
export async function decorate(ids: string[]) {
  const users = await loadAll(ids);
  for (const user of users) console.log(user.name);
}

// case: a batch helper that is called per element
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const loadAll = (ids: string[]) => prisma.user.findMany({ where: { id: { in: ids } } });
// file: orders.ts
import { loadAll } from "./users";
export async function decorate(orders: { userId: string }[]) {
  for (const order of orders) await loadAll([order.userId]); // expect: n-plus-one
}

// case: DataLoader in a loop
// file: loaders.ts
import DataLoader from "dataloader";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const users = new DataLoader(async (ids: readonly string[]) => {
  const rows = await prisma.user.findMany({ where: { id: { in: [...ids] } } });
  return ids.map((id) => rows.find((row) => row.id === id));
});
// file: orders.ts
import { users } from "./loaders";
export async function decorate(ids: string[]) {
  for (const id of ids) await users.load(id);
}

// case: a DataLoader whose batch function asks per key
import DataLoader from "dataloader";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const users = new DataLoader(async (ids: readonly string[]) => {
  return Promise.all(ids.map((id) => prisma.user.findFirst({ where: { id } }))); // expect: n-plus-one
});

// case: findUnique that is started in every turn and awaited after the loop
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  const waiting = [];
  for (const id of ids) waiting.push(prisma.user.findUnique({ where: { id } }));
  return Promise.all(waiting);
}

// case: findUnique one after the other, whoever calls it
import async from "async";
import pLimit from "p-limit";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const limit = pLimit(3);
export async function load(ids: string[]) {
  await async.eachSeries(ids, async (id) => {
    await prisma.user.findUnique({ where: { id } }); // expect: n-plus-one
  });
  await ids.reduce((before, id) => before.then(() => prisma.user.findUnique({ where: { id } })), Promise.resolve<unknown>(0)); // expect: n-plus-one
  await Promise.all(ids.map((id) => limit(() => prisma.user.findUnique({ where: { id } })))); // expect: n-plus-one
}

// case: a loader of the project that gathers the ids of one tick and asks for them at once
// file: gathering.js
module.exports = (loadMany) => {
  let waiting = null;
  return (id) => {
    if (!waiting) {
      waiting = {
        ids: [],
        promise: Promise.resolve().then(() => {
          const { ids } = waiting;
          waiting = null;
          return loadMany(ids);
        }),
      };
    }
    waiting.ids.push(id);
    return waiting.promise.then((rows) => rows.find((row) => row.id === id));
  };
};
// file: users.js
const { model, Schema } = require("mongoose");
const gathering = require("./gathering");
const User = model("User", new Schema({ name: String }));
exports.load = gathering((ids) => User.find({ _id: { $in: ids } }));
exports.loadAlone = (id) => Promise.resolve().then(() => User.findById(id));
// file: main.js
const { load, loadAlone } = require("./users");
exports.all = async (ids) => {
  await Promise.all(ids.map((id) => load(id)));
  await Promise.all(ids.map((id) => loadAlone(id))); // expect: n-plus-one
};

// case: what is asked in a transaction of its own travels with nothing else
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function countTag(name: string) {
  await prisma.$transaction(async (tx) => {
    const tag = await tx.tag.findUnique({ where: { name } });
    if (tag !== null) await tx.tag.update({ where: { name }, data: { uses: tag.uses + 1 } });
  });
}
export async function countTags(names: string[]) {
  await Promise.all(names.map((name) => countTag(name))); // expect: n-plus-one
  const known = names.map((name) => prisma.$transaction((tx) => tx.tag.findUnique({ where: { name } }))); // expect: n-plus-one
  return [await Promise.all(known), await together(names)];
}
const together = (names: string[]) =>
  prisma.$transaction((tx) => Promise.all(names.map((name) => tx.tag.findUnique({ where: { name } }))));

// case: findUnique in jobs that no turn waits for, and in turns that wait
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function job(id: string) {
  const row = await prisma.campaign.findUnique({ where: { id } });
  return row?.name;
}
export async function start(ids: string[]) {
  const jobs: Promise<unknown>[] = [];
  for (const id of ids) jobs.push(job(id).catch(console.error));
  await Promise.all(jobs);
  for (const id of ids) {
    console.log(id);
    await job(id); // expect: n-plus-one
  }
}

// case: reads of one tick after reads of one tick, and aside of what only some calls of a field ask
import { PrismaClient } from "@prisma/client";
import { objectType } from "nexus";
const prisma = new PrismaClient();
export const User = objectType({
  name: "User",
  definition(t) {
    t.field("completions", {
      type: "Completion",
      resolve: async (parent, args, ctx) => {
        let course = null;
        if (args.slug) course = await ctx.prisma.course.findFirst({ where: { slug: args.slug } });
        return ctx.prisma.user.findUnique({ where: { id: parent.id } }).completions({ where: { course } });
      },
    });
    t.field("late", {
      type: "Completion",
      resolve: async (parent, args, ctx) => {
        const first = await ctx.prisma.course.findFirst({ where: { user: parent.id } }); // expect: n-plus-one
        return ctx.prisma.user.findUnique({ where: { id: first.user } }); // expect: n-plus-one
      },
    });
  },
});
export async function load(rows: { id: string; course: string }[]) {
  await Promise.all(
    rows.map(async (row) => {
      const course = await prisma.course.findUnique({ where: { id: row.course } });
      if (course === null) return null;
      return prisma.user.findUnique({ where: { id: course.owner } });
    }),
  );
  await Promise.all(
    rows.map(async (row) => {
      const course = await prisma.course.findFirst({ where: { id: row.course } }); // expect: n-plus-one
      if (course === null) return null;
      return prisma.user.findUnique({ where: { id: course.owner } }); // expect: n-plus-one
    }),
  );
}

// case: findUnique in a loop of an interactive transaction
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  return prisma.$transaction(async (tx) => {
    const out = [];
    for (const id of ids) out.push(await tx.user.findUnique({ where: { id } })); // expect: n-plus-one
    return out;
  });
}

// case: the turns of a loop that waits for none of them start in one tick, whatever was awaited before
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function mirror(id: number) {
  const row = await prisma.entry.findUnique({ where: { id } });
  await fetch("https://mirror", { method: "POST", body: JSON.stringify(row), signal: AbortSignal.timeout(500) });
}
async function look(id: number) {
  await fetch("https://mirror", { signal: AbortSignal.timeout(500) });
  return await prisma.entry.findUnique({ where: { id } });
}
export async function buy(kind: string) {
  const made = await prisma.entry.findMany({ where: { kind } });
  for (const { id } of made) void mirror(id).catch(console.error);
  for (const { id } of made) void look(id); // expect: n-plus-one
  for (const { id } of made) await mirror(id); // expect: n-plus-one
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

// case: one query for all of them before the loop
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  const users = await prisma.user.findMany({ where: { id: { in: ids } } });
  for (const user of users) console.log(user.name);
}

// case: a map of what was asked for all before the loop, and a query for an error of its own
// file: prices.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function prices(codes: string[]) {
  const prices = await prisma.price.findMany({ where: { code: { in: codes } } });
  const priceByCode = new Map(prices.map((price) => [price.code, price] as const));
  return Promise.all(
    codes.map(async (code) => priceByCode.get(code) ?? (await prisma.price.findFirstOrThrow({ where: { code } }))),
  );
}

// case: a map of something else than what is asked
// file: prices.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function prices(codes: string[]) {
  const prices = await prisma.price.findMany({ where: { code: { in: codes } } });
  const priceByCode = new Map(prices.map((price) => [price.code, price] as const));
  for (const code of codes) {
    if (!priceByCode.get(code)) continue;
    await prisma.offer.findFirst({ where: { code } }); // expect: n-plus-one
  }
}

// case: a DataLoader made for each request in the context
import DataLoader from "dataloader";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export function context() {
  return {
    users: new DataLoader(async (ids: readonly string[]) => {
      const rows = await prisma.user.findMany({ where: { id: { in: [...ids] } } });
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id));
    }),
  };
}
export async function load(ids: string[]) {
  const { users } = context();
  return Promise.all(ids.map((id) => users.load(id)));
}

// case: of two arms only one runs, so that the other keeps no read waiting
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function fetchUser(id: string, changes?: { name: string }) {
  const user =
    changes !== undefined
      ? await prisma.user.upsert({ where: { id }, create: { id }, update: changes })
      : await prisma.user.findUnique({ where: { id } });
  return user ?? { id };
}
async function fetchLast(id: string, changes?: { name: string }) {
  if (changes !== undefined) await prisma.user.update({ where: { id }, data: changes });
  return prisma.user.findUnique({ where: { id } });
}
export const team = (ids: string[]) => Promise.all(ids.map(async (id) => fetchUser(id)));
export const others = (ids: string[]) => Promise.all(ids.map((id) => fetchLast(id))); // expect: n-plus-one

// case: a wrapper that asks later, for all at once
// file: main.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const gathered = (load) => {
  let waiting = [];
  return (id) =>
    new Promise((resolve) => {
      waiting.push({ id, resolve });
      if (waiting.length > 1) return;
      setImmediate(() => {
        const all = waiting;
        waiting = [];
        load(all);
      });
    });
};
const find = gathered((all) => pool.query("SELECT * FROM users WHERE id = ANY($1)", [all.map(({ id }) => id)]));
module.exports.all = (ids) => Promise.all(ids.map((id) => find(id)));
