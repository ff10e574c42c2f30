// Shapes of servers over TypeORM, MikroORM and Sequelize, each beside its neighbour that is right as it is, or that is not.

// case: what a map has is looked up first, also where the variable begins empty and nothing found is null
import { EntityManager } from "@mikro-orm/postgresql";
class Depot {
  id!: string;
}
declare function present<T>(found: T | null): T;
export async function book(em: EntityManager, moves: { from?: string; to: string }[]) {
  const depots = new Map<string, Depot>();
  for (const move of moves) {
    let from: Depot | null = null;
    if (move.from) {
      from = depots.get(move.from) ?? null;
      if (!from) {
        from = present(await em.findOne(Depot, { id: move.from }));
        depots.set(move.from, from);
      }
    }
    const to = present(await em.findOne(Depot, { id: move.to })); // expect: n-plus-one
    console.log(from, to);
  }
}
export async function bookFresh(em: EntityManager, moves: { from: string }[], depots: Map<string, string>) {
  for (const move of moves) {
    let from: Depot | null = null;
    if (depots.has(move.from)) from = { id: depots.get(move.from) ?? "" };
    if (!from) from = await em.findOne(Depot, { id: move.from }); // expect: n-plus-one
    console.log(from);
  }
}

// case: what is passed from turn to turn keeps a promise, and answers by their keys
import { EntityManager } from "@mikro-orm/postgresql";
class Unit {
  code!: string;
}
interface Units {
  basePromise: Promise<Unit | null> | null;
  codes: Map<string, Unit | null>;
}
interface Line {
  unit: string;
  ratePromise?: Promise<Unit | null>;
}
async function check(em: EntityManager, units: Units, code: string) {
  if (!units.basePromise) units.basePromise = em.findOne(Unit, { code: "base" });
  const base = await units.basePromise;
  if (units.codes.has(code)) return base;
  units.codes.set(code, await em.findOne(Unit, { code }));
  return base;
}
async function rate(em: EntityManager, line: Line) {
  if (!line.ratePromise) line.ratePromise = em.findOne(Unit, { code: line.unit });
  return line.ratePromise;
}
export async function checkAll(em: EntityManager, lines: Line[]) {
  const units: Units = { basePromise: null, codes: new Map() };
  await Promise.all(lines.map((line) => check(em, units, line.unit)));
  await Promise.all(lines.map((line) => rate(em, line))); // expect: n-plus-one
}

// case: what only the first turn asks, because it says that it has
import { DataSource } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
class Template {
  id!: string;
  text!: string;
}
const templates = source.getRepository(Template);
declare function send(to: string, text: string): Promise<void>;
export async function sendAll(letters: string[]) {
  let sent = false;
  for (const to of letters) {
    let text: string;
    if (sent) {
      text = "";
    } else {
      text = (await templates.findOneByOrFail({ id: "letter" })).text;
    }
    await send(to, text);
    sent = true;
  }
}
export async function sendFirst(letters: string[]) {
  let isFirst = true;
  for (const to of letters) {
    if (isFirst) await send(to, (await templates.findOneByOrFail({ id: "first" })).text);
    isFirst = false;
    await send(to, "");
  }
}
export async function sendEveryOther(letters: { to: string; id: string }[]) {
  let quiet = false;
  for (const { to, id } of letters) {
    if (!quiet) await send(to, (await templates.findOneByOrFail({ id })).text); // expect: n-plus-one
    quiet = !quiet;
  }
}

// case: candidates are tried one by one until nothing fails
import { DataSource } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
class Secret {
  shop!: string;
  key!: string;
}
const secrets = source.getRepository(Secret);
declare function open(text: string, key: string): string;
export async function read(text: string, shops: string[]) {
  for (const shop of shops) {
    const secret = await secrets.findOneBy({ shop });
    try {
      return open(text, secret?.key ?? "");
    } catch (error) {
      console.log(error);
    }
  }
  throw new Error("nobody's");
}
export async function readAll(texts: string[], shop: string) {
  const out: string[] = [];
  for (const text of texts) {
    const secret = await secrets.findOneBy({ shop, key: text }); // expect: n-plus-one
    try {
      out.push(open(text, secret?.key ?? ""));
    } catch (error) {
      console.log(error);
    }
  }
  return out;
}

// case: of many keys one is that of the row at hand
import { DataSource } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
class Method {
  id!: string;
}
const methods = source.getRepository(Method);
export async function settle(orderIds: string[], paid: { orderId: string; methodId: string }) {
  for (const orderId of orderIds) {
    if (orderId === paid.orderId && paid.methodId) await methods.findOneBy({ id: paid.methodId });
  }
}
export async function settleByState(states: string[], paid: { state: string; methodId: string }) {
  for (const state of states) {
    if (state === paid.state) await methods.findOneBy({ id: state }); // expect: n-plus-one
  }
}

// case: a key that is looked for in a set of others is no answer that is kept
import { EntityManager } from "@mikro-orm/postgresql";
class Category {
  id!: number;
  parent!: number;
}
class Grant {
  category!: number;
  granted!: boolean;
}
export async function grant(em: EntityManager, ids: number[], parents: Category[], closed: Set<number>) {
  const parentMap = new Map(parents.map(({ id, parent }) => [id, parent]));
  for (const id of ids) {
    const parent = parentMap.get(id);
    if (parent && closed.has(parent)) continue;
    console.log(await em.findOneOrFail(Category, { id })); // expect: n-plus-one
  }
}
export async function grantNew(em: EntityManager, ids: number[]) {
  const granted = new Set((await em.find(Grant, { granted: true })).map(({ category }) => category));
  for (const id of ids) {
    if (granted.has(id)) continue;
    console.log(await em.findOneOrFail(Category, { id })); // expect: n-plus-one
  }
}
export async function name(em: EntityManager, ids: number[], knownMap: Map<number, Category>) {
  for (const id of ids) {
    const known = knownMap.get(id);
    if (known && known.parent > 0) continue;
    knownMap.set(id, await em.findOneOrFail(Category, { id }));
  }
}

// case: what a service lists is gone through one by one, also where its client fetches page after page
import { DataSource } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
class Invoice {
  number!: string;
}
const invoices = source.getRepository(Invoice);
declare const billing: any;
export async function sync() {
  for await (const { id } of billing.invoices.list({ status: "open" })) {
    await invoices.findOneBy({ number: id }); // expect: n-plus-one
  }
  for await (const page of billing.listInvoices().byPage()) {
    await invoices.findBy({ number: page[0]?.id });
  }
  for await (const { id } of billing.events()) await invoices.findOneBy({ number: id });
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

// case: a tool is made of a function that a model calls later
import { tool } from "@langchain/core/tools";
import { DataSource } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
class Base {
  id!: string;
}
class Explorer {
  constructor(readonly base: string) {}
  async toTool() {
    return tool(async () => source.getRepository(Base).findOneBy({ id: this.base }), { name: this.base });
  }
  async look() {
    return source.getRepository(Base).findOneBy({ id: this.base });
  }
}
export async function toolsOf(bases: string[]) {
  const tools: unknown[] = [];
  for (const base of bases) tools.push(await new Explorer(base).toTool());
  for (const base of bases) await new Explorer(base).look(); // expect: n-plus-one
  return tools;
}

// case: what is asked only for a property that is left out, of a copy of what is passed
import { Model } from "sequelize";
class Line extends Model {
  static async place(data: { order: string; position?: number; text: string }) {
    const line = { ...data, text: data.text.trim() };
    if (line.position === undefined) {
      line.position = Number(await Line.max("position", { where: { order: data.order } })) + 1;
    }
    return Line.create(line);
  }
}
export async function copy(order: string, lines: { position: number; text: string }[]) {
  for (const { position, text } of lines) await Line.place({ order, position, text });
  for (let i = 0; i < lines.length; i++) {
    const line = { ...lines[i]!, order, position: i + 1 };
    await Line.place(line);
  }
}
export async function append(order: string, texts: string[]) {
  for (const text of texts) await Line.place({ order, text }); // expect: n-plus-one
  for (const text of texts) {
    const line = { order, text };
    await Line.place(line); // expect: n-plus-one
  }
}

// case: a table that is made of rows
import { DataSource } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
export async function archive(days: { name: string; day: string }[]) {
  for (const { name, day } of days) {
    await source.query(`SELECT * INTO "archive" FROM "orders" WHERE name = $1 AND day < $2`, [name, day]);
  }
}
export async function load(days: { name: string; day: string }[]) {
  for (const { name, day } of days) {
    await source.query(`SELECT * FROM "orders" WHERE name = $1 AND day < $2`, [name, day]); // expect: n-plus-one
  }
}

// case: what is asked of a whole page is asked for each page, whatever the pages are of
import { DataSource, In } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
class Ticket {
  id!: number;
  shop!: string;
}
class Shop {
  id!: string;
}
const tickets = source.getRepository(Ticket);
declare function fetchPage(shop: string, page: number): Promise<{ id: number }[]>;
declare function chunk<T>(list: T[], size: number): T[][];
export async function sync() {
  for (const shop of await source.getRepository(Shop).find()) {
    for (let page = 1; ; page++) {
      const rows = await fetchPage(shop.id, page);
      if (rows.length === 0) break;
      const known = await tickets.findBy({ id: In(rows.map(({ id }) => id)) });
      console.log(known.length);
    }
  }
}
export async function syncOwn() {
  for (const shop of await source.getRepository(Shop).find()) {
    let page = 0;
    while (true) {
      const rows = await fetchPage(shop.id, page++);
      if (rows.length === 0) break;
      console.log(await tickets.countBy({ shop: shop.id })); // expect: n-plus-one
      for (const { id } of rows) await tickets.findOneBy({ id }); // expect: n-plus-one
    }
  }
}
export async function syncKnown(shops: { tickets: number[] }[]) {
  for (const shop of shops) {
    for (const ids of chunk(shop.tickets, 100)) await tickets.findBy({ id: In(ids) });
  }
}

// case: a list of answers that is passed to what looks for one
import { DataSource } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
class Authority {
  id!: string;
  name!: string;
}
const authorities = source.getRepository(Authority);
const named = async (school: { authority: string }, known?: Authority[]) => {
  let authority = known ? known.find(({ id }) => id === school.authority) : undefined;
  if (!authority) {
    const row = await authorities.findOneByOrFail({ id: school.authority });
    authority = { id: row.id, name: row.name };
    if (known) known.push(authority);
  }
  return authority.name;
};
export async function names(schools: { authority: string }[]) {
  const known: Authority[] = [];
  const out: string[] = [];
  for (const school of schools) out.push(await named(school, known));
  return out;
}

// case: the same question for each element, which is answered alike each time, and one until the answer is another
import { DataSource } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
class System {
  id!: string;
  kind!: string;
}
const systems = source.getRepository(System);
declare function sleep(ms: number): Promise<void>;
export async function check(id: string, runs: { flows: string[] }[]) {
  for (const run of runs) {
    if (run.flows.length > 0) {
      const system = await systems.findOneBy({ id }); // expect: n-plus-one
      if (system && system.kind !== "FLOW") return "no flow";
    }
  }
  return undefined;
}
export async function wait(id: string, delays: number[]) {
  for (const delay of delays) {
    const system = await systems.findOneBy({ id });
    if (system && system.kind !== "NEW") return system;
    await sleep(delay);
  }
  return undefined;
}
export async function waitIn(id: string, delays: number[]) {
  for (const _ of delays) {
    const system = await later(id);
    if (system) return system;
  }
  return undefined;
}
async function later(id: string) {
  await sleep(100);
  return systems.findOneBy({ id });
}
