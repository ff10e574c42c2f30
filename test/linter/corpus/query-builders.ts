// Shapes that backends with Prisma, Drizzle and Kysely showed, each beside its neighbour that is right as it is.

// case: a client that Prisma generates into the project is Prisma's all the same
// file: src/generated/client.ts
import * as $Class from "./internal/class.js";
import * as Prisma from "./internal/prismaNamespace.js";
export const PrismaClient = $Class.getPrismaClientClass();
export type PrismaClient = $Class.PrismaClient;
export { Prisma };
// file: src/generated/internal/class.ts
import * as runtime from "@prisma/client/runtime/client";
import type * as Prisma from "./prismaNamespace.js";
export interface PrismaClientConstructor {
  new (options: object): PrismaClient;
}
export interface PrismaClient {
  get parcel(): Prisma.ParcelDelegate;
}
export function getPrismaClientClass(): PrismaClientConstructor {
  return runtime.getPrismaClient({}) as unknown as PrismaClientConstructor;
}
// file: src/generated/internal/prismaNamespace.ts
export interface ParcelDelegate {
  aggregate(args: object): Promise<{ _sum: { weight: number } }>;
  update(args: object): Promise<unknown>;
}
// file: src/database.ts
import { PrismaClient } from "./generated/client";
export class Database extends PrismaClient {
  constructor() {
    super({});
  }
}
// file: src/parcels.ts
import { Database } from "./database";
export class Parcels {
  constructor(private readonly database: Database) {}
  async weightOf(depotId: string) {
    const sum = await this.database.parcel.aggregate({ where: { depotId }, _sum: { weight: true } });
    return sum._sum.weight;
  }
  async weights(depots: { id: string }[]) {
    return Promise.all(depots.map(async ({ id }) => ({ id, weight: await this.weightOf(id) }))); // expect: n-plus-one
  }
  async sent(ids: string[]) {
    for (const id of ids) {
      await this.database.parcel.update({ where: { id }, data: { sent: true } }); // expect: write-in-loop
    }
  }
}

// case: a set out of which is taken again what was put in blocks doubles, and keeps no answer
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const recentCache = new Set<string>();
const namesCache = new Set<string>();
const note = async ({ caseId, what }: { caseId: number; what: string }) => {
  const mark = `${caseId}-${what}`;
  if (recentCache.has(mark)) return;
  recentCache.add(mark);
  setTimeout(() => recentCache.delete(mark), 2000);
  const noted = await prisma.note.findFirst({ where: { caseId, what } });
  console.log(noted);
};
const name = async (caseId: number) => {
  if (namesCache.has(`${caseId}`)) return;
  namesCache.add(`${caseId}`);
  console.log(await prisma.note.findFirst({ where: { caseId } }));
};
export async function noteAll(ids: number[], what: string) {
  await Promise.all(ids.map((caseId) => note({ caseId, what }))); // expect: n-plus-one
  await Promise.all(ids.map((caseId) => name(caseId)));
}

// case: a number that is asked whether it is more than none is no answer that a map lacks
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function shortages(orders: string[], item: string, wantedMap: Map<string, number>) {
  for (const order of orders) {
    const wanted = wantedMap.get(order);
    if (!wanted || wanted <= 0.001) continue;
    const material = await prisma.material.findFirst({ where: { order, item } }); // expect: n-plus-one
    console.log(material, wanted);
  }
}
export async function prices(items: string[], priceMap: Map<string, number>) {
  for (const item of items) {
    const price = priceMap.get(item);
    if (price !== undefined && price > 0) continue;
    console.log(await prisma.material.findFirst({ where: { item } }));
  }
}

// case: behind a branch and an early return a query is only for callers that pass what both of them ask for
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Visit {
  caseId: number;
  date?: Date;
}
const arrange = async (visit: Visit, isFollowing = false) => {
  const { caseId, date } = visit;
  await prisma.visit.create({ data: { caseId } });
  if (isFollowing) return;
  if (date) console.log(await prisma.team.findFirst({ where: { caseId } }), date);
};
const arrangeFor = (visit: Visit, isFollowing: boolean) => arrange(visit, isFollowing);
export async function arrangeAll(visit: Visit, ids: number[]) {
  await Promise.all(ids.map((caseId) => arrange({ ...visit, caseId }, true)));
  await Promise.all(ids.map((caseId) => arrangeFor({ ...visit, caseId }, true)));
  await Promise.all(ids.map((caseId) => arrange({ caseId })));
  await Promise.all(ids.map((caseId) => arrange({ ...visit, caseId }))); // expect: n-plus-one
  await Promise.all(ids.map((caseId) => arrangeFor({ ...visit, caseId }, false))); // expect: n-plus-one
}

// case: what Prisma is asked for at most ten rows of is no N
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const batch = 100;
export async function some() {
  const places = await prisma.place.findMany({ where: { lat: null }, take: 10 });
  for (const { streetId } of places) console.log(await prisma.street.findFirst({ where: { id: streetId } }));
}
export async function more() {
  const places = await prisma.place.findMany({ where: { lat: null }, take: batch });
  for (const { streetId } of places) {
    console.log(await prisma.street.findFirst({ where: { id: streetId } })); // expect: n-plus-one
  }
}

// case: what Drizzle and Kysely are asked for at most ten rows of is no N
import { drizzle } from "drizzle-orm/node-postgres";
import { eq } from "drizzle-orm";
import { Kysely } from "kysely";
import { places, streets } from "./schema";
const db = drizzle(process.env.DATABASE_URL!); // expect: pool-acquire-timeout
declare const kysely: Kysely<any>;
export async function drizzled() {
  const few = await db.select().from(places).limit(5);
  for (const place of few) console.log(await db.select().from(streets).where(eq(streets.id, place.streetId)));
  const many = await db.select().from(places).limit(50);
  for (const place of many) {
    console.log(await db.select().from(streets).where(eq(streets.id, place.streetId))); // expect: n-plus-one
  }
}
export async function built() {
  const few = await kysely.selectFrom("places").selectAll().limit(5).execute();
  for (const { streetId } of few)
    console.log(await kysely.selectFrom("streets").selectAll().where("id", "=", streetId).executeTakeFirst());
  const many = await kysely.selectFrom("places").selectAll().limit(50).execute();
  for (const { streetId } of many) {
    console.log(await kysely.selectFrom("streets").selectAll().where("id", "=", streetId).executeTakeFirst()); // expect: n-plus-one
  }
}

// case: Drizzle is known by its own chains where nothing says what the context holds
// file: builder.ts
import SchemaBuilder from "@pothos/core";
export const builder = new SchemaBuilder<{ Context: { db: unknown } }>({});
// file: database.ts
import { drizzle } from "drizzle-orm/node-postgres";
export const open = () => drizzle(process.env.DATABASE_URL!); // expect: pool-acquire-timeout
// file: members.ts
import { builder } from "./builder";
import { memberships } from "./tables";
export const Membership = builder.objectRef<{ memberId: string }>("Membership");
Membership.implement({
  fields: (t) => ({
    member: t.field({
      type: "Account",
      resolve: (membership, _, ctx) => ctx.db.query.accounts.findFirst({ where: { id: membership.memberId } }), // expect: n-plus-one
    }),
    size: t.int({
      resolve: async (membership, _, ctx) => {
        const rows = await ctx.db.select().from(memberships).where({ id: membership.memberId }); // expect: n-plus-one
        return rows.length;
      },
    }),
    ownName: t.drizzleField({
      type: "Account",
      resolve: (query, membership, _, ctx) => ctx.db.query.accounts.findFirst(query({ where: { id: membership.memberId } })), // expect: n-plus-one
    }),
    ofGrid: t.field({
      type: "Cell",
      resolve: (membership, _, ctx) => ctx.grid.cells.findFirst({ id: membership.memberId }),
    }),
  }),
});
// file: sending.ts
import type { InboxContext } from "@fedify/fedify";
async function tell(inbox: InboxContext<{ db: unknown }>, id: string) {
  console.log(await inbox.data.db.query.notes.findFirst({ where: { id } }));
}
export async function tellAll(inbox: InboxContext<{ db: unknown }>, ids: string[]) {
  for (const id of ids) await tell(inbox, id); // expect: n-plus-one
}

// case: fields of Pothos' roots, of what a mutation answers and of its errors have one parent
// file: builder.ts
import SchemaBuilder from "@pothos/core";
export const builder = new SchemaBuilder<{ Context: { db: unknown } }>({});
// file: database.ts
import { drizzle } from "drizzle-orm/node-postgres";
export const open = () => drizzle(process.env.DATABASE_URL!); // expect: pool-acquire-timeout
// file: accounts.ts
import { builder } from "./builder";
builder.queryFields((t) => ({
  accountByHandle: t.drizzleField({
    type: "Account",
    resolve: (query, root, { handle }, ctx) => ctx.db.query.accounts.findFirst(query({ where: { handle } })),
  }),
  accountByUrl: t.field({
    type: "Account",
    resolve: (parent, { url }, ctx) => ctx.db.query.accounts.findFirst({ where: { url, of: parent.id } }),
  }),
}));
builder.relayMutationField("follow", {}, { resolve: (_root, args) => args }, {
  outputFields: (t) => ({
    followee: t.field({
      type: "Account",
      resolve: (result, _, ctx) => ctx.db.query.accounts.findFirst({ where: { id: result.followeeId } }),
    }),
  }),
});
const Refused = builder.objectRef<{ ownerId: string }>("SignupErrors");
Refused.implement({
  fields: (t) => ({
    owner: t.field({
      type: "Account",
      resolve: (errors, _, ctx) => ctx.db.query.accounts.findFirst({ where: { id: errors.ownerId } }),
    }),
  }),
});
const Follow = builder.objectRef<{ followeeId: string }>("Follow");
Follow.implement({
  fields: (t) => ({
    followee: t.field({
      type: "Account",
      resolve: (follow, _, ctx) => ctx.db.query.accounts.findFirst({ where: { id: follow.followeeId } }), // expect: n-plus-one
    }),
  }),
});

// case: a batch that is claimed with its size is rows, and batches that are made of a list are pieces
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const claimBatch = (size: number) => prisma.job.findMany({ where: { status: "new" }, take: size });
const idBatches = async (ids: string[], size: number) => {
  const known = await prisma.job.findMany({ where: { id: { in: ids } } });
  return Array.from({ length: known.length / size }, (_, i) => known.slice(i * size, (i + 1) * size));
};
export async function work(size: number) {
  const batch = await claimBatch(size);
  for (const { ownerId } of batch) {
    console.log(await prisma.owner.findFirst({ where: { id: ownerId } })); // expect: n-plus-one
  }
}
export async function report(ids: string[]) {
  for (const jobs of await idBatches(ids, 100)) {
    console.log(await prisma.owner.findMany({ where: { id: { in: jobs.map(({ ownerId }) => ownerId) } } }));
  }
}

// case: what a package hands out of what the project puts in has the type that the project says
// file: indexer.ts
import type { Indexer as PackageIndexer } from "chain-indexer";
import type { Store } from "./store";
export interface Held {
  store: Store;
  chain: number;
}
export type Indexer = PackageIndexer<{ depth: number }, Held>;
// file: store.ts
import { Kysely } from "kysely";
export class Store {
  #db: Kysely<any>;
  constructor(db: Kysely<any>) {
    this.#db = db;
  }
  async roundOf(id: string) {
    return this.#db.withSchema("chain").selectFrom("rounds").selectAll().where("id", "=", id).executeTakeFirst();
  }
  get(id: string) {
    return this.#db.selectFrom("rounds").selectAll().where("id", "=", id).executeTakeFirst();
  }
}
// file: events.ts
import type { EventArguments, Shelf } from "chain-indexer";
import type { Indexer } from "./indexer";
import type { Store } from "./store";
export async function handle(args: EventArguments<Indexer, "Allocated">) {
  const {
    event,
    context: { store, chain },
  } = args;
  return Promise.all(event.rounds.map(async (id: string) => [chain, await store.roundOf(id)])); // expect: n-plus-one
}
export async function shelved(shelf: Shelf<Store>, ids: string[]) {
  return Promise.all(ids.map((id) => shelf.get(id)));
}

// case: pages of a site are rows, and pages of a list are not
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function inPages(ids: string[], size: number): string[][];
const findSitePages = (authorId: string) => prisma.page.findMany({ where: { authorId } });
export async function titles(authorId: string) {
  const pages = await findSitePages(authorId);
  return Promise.all(pages.map(({ id }) => prisma.segment.findFirst({ where: { pageId: id } }))); // expect: n-plus-one
}
export async function listed(ids: string[]) {
  for (const some of inPages(ids, 100)) console.log(await prisma.segment.findMany({ where: { id: { in: some } } }));
}

// case: an answer that says what is wrong is no first hit, and the row that was looked for is one
import { NextResponse } from "next/server";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const isThere = async (name: string, version: number) => (await prisma.release.count({ where: { name, version } })) > 0;
export async function POST(releases: { name: string; version: number }[]) {
  const fresh = [];
  for (const { name, version } of releases) {
    if (await isThere(name, version)) return NextResponse.json({ message: `${name} is there` }, { status: 409 }); // expect: n-plus-one
    fresh.push(name);
  }
  return NextResponse.json(fresh);
}
export async function answered(names: string[], response: any) {
  for (const name of names) {
    const found = await prisma.release.findFirst({ where: { name } }); // expect: n-plus-one
    if (found) return response.status(400).json({ message: name });
  }
}
export async function checked(names: string[]) {
  for (const name of names) {
    const found = await prisma.release.findFirst({ where: { name } }); // expect: n-plus-one
    if (found) return { error: `${name} is there` };
  }
  return { error: null };
}
export async function firstOf(names: string[], response: any) {
  for (const name of names) {
    const found = await prisma.release.findFirst({ where: { name } });
    if (found) return response.status(200).json(found);
  }
}
export async function firstRow(names: string[]) {
  for (const name of names) {
    const found = await prisma.release.findFirst({ where: { name } });
    if (found) return { error: null, found };
  }
}
