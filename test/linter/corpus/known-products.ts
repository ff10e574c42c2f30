// Shapes that well-known products showed, each beside its neighbour that is right as it is.

// case: settings that are made where there are none are the same in every turn, the last number is not
// file: settings.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function loadSettings() {
  return await prisma.$transaction(async (tx) => {
    const settings = await tx.settings.findFirst({ orderBy: { id: "desc" } });
    if (settings !== null) return settings;
    return await tx.settings.create({ data: { name: "usual" } });
  });
}
export async function nextTicket(day: string) {
  const last = await prisma.ticket.findFirst({ orderBy: { number: "desc" } });
  if (last !== null && last.day === day) return last;
  return await prisma.ticket.create({ data: { day, number: (last?.number ?? 0) + 1 } });
}
export async function removeFile(id: string) {
  const { bucket } = await loadSettings();
  await prisma.file.delete({ where: { id, bucket } });
}
// file: jobs.ts
import { loadSettings, nextTicket, removeFile } from "./settings";
export async function describe(hosts: string[]) {
  return await Promise.all(hosts.map(async (host) => ({ host, ...(await loadSettings()) }))); // expect: n-plus-one
}
export async function removeAll(ids: string[]) {
  for (const id of ids) await removeFile(id); // expect: n-plus-one
}
export async function giveOut(days: string[]) {
  for (const day of days) await nextTicket(day);
}

// case: an object that is filled by keys of data has as many keys as there is data, also in a loop over the keys
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function count(visits: { pageId: string; visitor: string }[]) {
  const visitors: Record<string, Set<string>> = {};
  for (const { pageId, visitor } of visits) {
    visitors[pageId] = visitors[pageId] || new Set();
    visitors[pageId].add(visitor);
  }
  for (const id in visitors) {
    const page = await prisma.page.findFirst({ where: { id } }); // expect: n-plus-one
    console.log(page, visitors[id].size);
  }
  const limits = { free: 1, paid: 20 };
  for (const plan in limits) await prisma.plan.findFirst({ where: { plan } });
}

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

// case: all of them are asked about where each must be the same
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function areMine(ids: string[], ownerId: string) {
  for (const id of ids) {
    const row = await prisma.album.findFirst({ where: { id } }); // expect: n-plus-one
    if (row?.ownerId !== ownerId) return false;
  }
  return true;
}
export async function mayAll(ids: string[], teamId?: string) {
  for (const id of ids) {
    const row = await prisma.album.findFirst({ where: { id } }); // expect: n-plus-one
    if (row) {
      if (teamId && teamId !== row.teamId) return false;
    }
  }
  return true;
}
export async function holder(ids: string[], ownerId: string) {
  for (const id of ids) {
    const row = await prisma.album.findFirst({ where: { id } });
    if (row?.ownerId === ownerId) return id;
  }
  return undefined;
}

// case: what is set anew in each turn, before it is used, holds nothing of the turn before
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const sizeOf = (shopId: string) => prisma.article.count({ where: { shopId } });
const known = new Map<string, { id: string; parentId: string }>();
export async function sizes(visits: { shopId: string }[]) {
  let shop: { id: string; parentId: string } | undefined;
  const out: number[] = [];
  for (const visit of visits) {
    shop = known.get(visit.shopId);
    if (shop === undefined) shop = (await prisma.shop.findFirst({ where: { id: visit.shopId } })) ?? undefined;
    if (shop !== undefined) out.push(await sizeOf(shop.id)); // expect: n-plus-one
  }
  return out;
}
export async function depth(id: string) {
  let at: string | undefined = id;
  let count = 0;
  while (at !== undefined) {
    const row = known.get(at);
    at = row?.parentId;
    if (at !== undefined) at = (await prisma.shop.findFirst({ where: { id: at } }))?.parentId;
    count++;
  }
  return count;
}

// case: an element that is made anew in its own turn is that of the turn
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function textOf(kind: string): Promise<string>;
async function isVerified(address: string) {
  return (await prisma.address.findFirst({ where: { address } })) !== null;
}
export async function addSteps(steps: { to: string; kind: string; text: string }[]) {
  return await Promise.all(
    steps.map(async (step) => {
      if (step.text === "") step = { ...step, text: await textOf(step.kind) };
      return { ...step, verified: await isVerified(step.to) }; // expect: n-plus-one
    }),
  );
}

// case: what asks for the next batch gives rows, what cuts a list into batches does not
// file: queue.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const nextBatch = () => prisma.job.findMany({ where: { done: false }, take: 100 });
export function* batches(ids: string[]) {
  for (let at = 0; at < ids.length; at += 100) yield ids.slice(at, at + 100);
}
export async function work(ids: string[]) {
  const jobs = await nextBatch();
  for (const job of jobs) await prisma.account.findFirst({ where: { id: job.accountId } }); // expect: n-plus-one
  for (const some of batches(ids)) await prisma.account.findMany({ where: { id: { in: some } } });
}

// case: options over the usual ones have no more than these and what the caller passes
// file: pack.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function pack(file: { id: string; userId: string }, options?: { self?: boolean; withUser?: boolean }) {
  const all = { self: false, ...options };
  return {
    ...file,
    self: all.self,
    user: all.withUser ? await prisma.user.findFirst({ where: { id: file.userId } }) : null,
  };
}
// file: list.ts
import { pack } from "./pack";
export async function own(files: { id: string; userId: string }[]) {
  return await Promise.all(files.map((file) => pack(file, { self: true })));
}
export async function others(files: { id: string; userId: string }[]) {
  return await Promise.all(files.map((file) => pack(file, { withUser: true }))); // expect: n-plus-one
}

// case: a function inside asks what the function around it was passed
// file: folders.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function pack(id: string, options?: { detail: boolean }) {
  const all = { detail: false, ...options };
  const detail = async () => {
    if (!all.detail) return {};
    return { files: await prisma.file.count({ where: { folderId: id } }) };
  };
  return { id, ...(await detail()) };
}
export async function packAll(id: string, options?: { detail: boolean }) {
  const detail = async () => {
    const files = await prisma.file.count({ where: { folderId: id } });
    if (!options?.detail) return {};
    return { files };
  };
  return { id, ...(await detail()) };
}
// file: lists.ts
import { pack, packAll } from "./folders";
export async function lists(ids: string[]) {
  for (const id of ids) await pack(id);
  for (const id of ids) await pack(id, { detail: true }); // expect: n-plus-one
  for (const id of ids) await packAll(id); // expect: n-plus-one
}

// case: an object around a row is one for each row, a part of the program is not
// file: invoicing.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class Invoicing {
  constructor(private readonly team: { id: string }) {}
  async seats() {
    return await prisma.member.count({ where: { teamId: this.team.id } });
  }
}
export class Exporter {
  constructor(private readonly config: { id: string }) {}
  async run() {
    return await prisma.member.count({ where: { exporter: this.config.id } });
  }
}
// file: bill.ts
import { Exporter, Invoicing } from "./invoicing";
export async function bill(teams: { id: string }[]) {
  const all = teams.map((team) => new Invoicing(team));
  return await Promise.all(all.map((one) => one.seats())); // expect: n-plus-one
}
export class Runs {
  private readonly exporters: Exporter[] = [];
  async runAll() {
    for (const one of this.exporters) await one.run();
  }
}

// case: a page of a site is no page of a list
import { type Page, PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function pack(from: Page["id"] | Page) {
  const page = typeof from === "string" ? await prisma.page.findFirstOrThrow({ where: { id: from } }) : from;
  return { page, likes: await prisma.like.count({ where: { pageId: page.id } }) };
}
export async function list() {
  const pages = await prisma.page.findMany();
  return await Promise.all(pages.map((page) => pack(page))); // expect: n-plus-one
}
const claim = (group: string | null, span: string) => prisma.log.findFirst({ where: { group, span } });
export async function claimAll(groups: Iterable<string>) {
  for (const group of groups) await claim(group, "day"); // expect: n-plus-one
}
const packMany = (ids: string[]) => prisma.page.findMany({ where: { id: { in: ids } } });
export async function all(pages: string[][]) {
  for (const page of pages) await packMany(page);
}

// case: a helper that calls all functions of an object asks what they ask
// file: all.ts
import { toPairs } from "lodash";
export async function allOf(tasks: Record<string, () => Promise<unknown>>) {
  const entries = Object.entries(tasks);
  return Object.fromEntries(await Promise.all(entries.map(async ([key, run]) => [key, await run()])));
}
export async function pairsOf(tasks: Record<string, () => Promise<unknown>>) {
  return await Promise.all(toPairs(tasks).map(async ([key, run]) => [key, await run()]));
}
export async function inTurn(tasks: Record<string, () => Promise<unknown>>) {
  for (const key in tasks) await tasks[key]();
  for (const run of Object.values(tasks)) await run();
}
export function oneOf(tasks: Record<string, () => Promise<unknown>>, key: string) {
  return () => tasks[key]();
}
export function register(tasks: Record<string, () => Promise<unknown>>, queue: Map<string, unknown>) {
  for (const [key, run] of Object.entries(tasks)) queue.set(key, run);
}
// file: posts.ts
import { PrismaClient } from "@prisma/client";
import { allOf, inTurn, oneOf, pairsOf, register } from "./all";
const prisma = new PrismaClient();
const likes = (id: string) => prisma.like.count({ where: { postId: id } });
const pack = (id: string) => allOf({ id: async () => id, likes: () => likes(id) });
const packPairs = (id: string) => pairsOf({ likes: () => likes(id) });
const packInTurn = (id: string) => inTurn({ likes: async () => await likes(id) });
const later = (id: string) => oneOf({ likes: () => likes(id) }, "likes");
const keep = (id: string, queue: Map<string, unknown>) => register({ likes: () => likes(id) }, queue);
export async function list(ids: string[], queue: Map<string, unknown>) {
  for (const id of ids) await pack(id); // expect: n-plus-one
  for (const id of ids) await packPairs(id); // expect: n-plus-one
  for (const id of ids) await packInTurn(id); // expect: n-plus-one
  for (const id of ids) keep(id, queue);
  return ids.map((id) => later(id));
}

// case: a wrapper that calls what it was passed within what another one runs
// file: traced.ts
import { startSpan } from "@sentry/node";
export async function traced<T>(run: (...given: string[]) => Promise<T>, ...given: string[]): Promise<T> {
  if (!process.env.TRACES) return await run(...given);
  return await startSpan({ name: run.name }, async () => {
    const result = await run(...given);
    return result;
  });
}
export const inSpan = <T>(name: string, run: () => Promise<T>) => startSpan({ name }, async () => await run());
export async function eachIn<T>(rows: T[], run: (row: T) => Promise<unknown>) {
  await Promise.all(rows.map(async (row) => await run(row)));
}
// file: slots.ts
import { PrismaClient } from "@prisma/client";
import { eachIn, inSpan, traced } from "./traced";
const prisma = new PrismaClient();
const findSlots = async (id: string) => await prisma.slot.findMany({ where: { id } });
const measure = async (id: string) => id.length * 2;
const slots = (id: string) => traced(findSlots, id);
const size = (id: string) => traced(measure, id);
export async function all(ids: string[]) {
  for (const id of ids) await slots(id); // expect: n-plus-one
  for (const id of ids) await size(id);
  for (const id of ids) await traced(measure, id);
  for (const id of ids) await traced(async () => id.length);
  for (const id of ids) await inSpan("slots", () => findSlots(id)); // expect: n-plus-one
  for (const id of ids) await inSpan("size", () => measure(id));
  await eachIn(ids, findSlots); // expect: n-plus-one
  await eachIn(ids, measure);
}
