// What is asked once or for few: one row by its identity, a few turns, keys that stand in the code, a branch for one key.

// case: each branch is for one member of an enumeration
import { PrismaClient } from "@prisma/client";
import { FEATURE } from "./features";
const prisma = new PrismaClient();
export async function disable(removed: string[], hostId: string) {
  for (const feature of removed) {
    if (feature === FEATURE.TAX_FORMS) {
      await prisma.form.findMany({ where: { hostId } });
    } else if (feature === FEATURE.IMPORTS) {
      await prisma.import.findMany({ where: { hostId } });
    }
  }
}

// case: each arm of a switch is for one key, and the rest is not
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function edit(changes: Record<string, string>, id: string) {
  for (const key of Object.keys(changes)) {
    switch (key) {
      case "location":
        await prisma.location.findFirst({ where: { id } });
        break;
      default:
        await prisma.setting.findFirst({ where: { id, key } }); // expect: n-plus-one
    }
  }
}

// case: the keys of an object that a function has in its code
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const kinds = async () => {
  const names = { mail: "Mail", chat: "Chat" };
  return names;
};
export async function counts(byUser: Record<string, string>) {
  const known = await kinds();
  for (const kind of Object.keys(known)) await prisma.integration.count({ where: { kind } });
  for (const user of Object.keys(byUser)) await prisma.integration.count({ where: { user } }); // expect: n-plus-one
}

// case: an enumeration from a package that is not in sight
import { PrismaClient } from "@prisma/client";
import { Kind, rows } from "@acme/kinds";
const prisma = new PrismaClient();
export async function all(counts: Record<string, number>) {
  for (const kind in Kind) await prisma.user.findMany({ where: { kind } });
  for (const row of rows) await prisma.user.findMany({ where: { kind: row.kind } }); // expect: n-plus-one
  for (const kind in counts) await prisma.user.findMany({ where: { kind } }); // expect: n-plus-one
}

// case: maps and sets that stand in the code
// file: limits.ts
export const AllowedIntervals: Map<string, number> = new Map([
  ["card", 60],
  ["cash", 600],
]);
export const Names = new Set(["a", "b"]);
// file: main.ts
import { Repository } from "typeorm";
import { AllowedIntervals, Names } from "./limits";
export async function watch(payments: Repository<object>, rows: string[]) {
  for (const [method] of AllowedIntervals) await payments.findOne({ where: { method } });
  for (const name of Names) await payments.findOne({ where: { name } });
  const seen = new Set(["a"]);
  for (const row of rows) seen.add(row);
  for (const name of seen) await payments.findOne({ where: { name } }); // expect: n-plus-one
  for (const name of new Set(rows)) await payments.findOne({ where: { name } }); // expect: n-plus-one
  const held = new Map<string, number>();
  for (const row of rows) held.set(row, 1);
  for (const [name] of held) await payments.findOne({ where: { name } }); // expect: n-plus-one
}

// case: elements that are keys of an object in the code
// file: networks.ts
export const networks: { [chain: string]: { url: string } } = {
  MAINNET: { url: "https://main.example" },
  GNOSIS: { url: "https://gnosis.example" },
};
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { networks } from "./networks";
const prisma = new PrismaClient();
const labels = { open: "Open", closed: "Closed" };
declare function latest(url: string): Promise<number>;
export async function sync(chains: string[], pools: { id: string; chain: string; status: "open" | "closed" }[]) {
  for (const chain of chains) {
    const network = networks[chain];
    await prisma.pool.findMany({ where: { chain, block: await latest(network.url) } });
    for (const pool of pools) await prisma.token.findMany({ where: { pool: pool.id } }); // expect: n-plus-one
  }
  for (const pool of pools) {
    const network = networks[pool.chain];
    const label = labels[pool.status];
    await prisma.pool.findMany({ where: { id: pool.id, label, url: network.url } }); // expect: n-plus-one
  }
}

// case: only for the element that has the wanted name
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function pull(wanted: string, lists: { id: string; name: string; kind: string }[], kind: string) {
  for (const list of lists) {
    if (list.name === wanted) await prisma.domain.findMany({ where: { list: list.id } });
    if (list.kind === kind) await prisma.domain.findMany({ where: { list: list.id } }); // expect: n-plus-one
    const name = list.kind;
    if (list.name === name) await prisma.domain.findMany({ where: { list: list.id } }); // expect: n-plus-one
  }
}

// case: a switch on the key under another name
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
enum Service {
  Drive = "drive",
  Vpn = "vpn",
}
export async function remove(features: Record<string, { on: boolean }>, user: string, ids: string[]) {
  for (const key of Object.keys(features)) {
    const service = key as Service;
    switch (service) {
      case Service.Drive:
        await prisma.drive.findFirst({ where: { user } });
        break;
      case Service.Vpn:
        await prisma.vpn.findFirst({ where: { user } });
        break;
    }
  }
  for (const key of ids) {
    const id = key;
    if (id !== user) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
  }
}

// case: one known element, and something else besides
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function check(indexes: Record<string, { ready: boolean }>) {
  for (const name in indexes) {
    if (name === "stats" && indexes[name]?.ready) await prisma.stat.findFirst();
    if (name === "stats") console.log(name);
    else await prisma.stat.findFirst({ where: { name } }); // expect: n-plus-one
  }
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

// case: one of the elements and something else besides
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function refresh(indexes: Record<string, { synced: boolean }>, kinds: string[]) {
  for (const name in indexes) {
    if (name === "prices" && indexes[name]?.synced === true) await prisma.price.findFirst({ where: { name } });
  }
  for (const kind of kinds) {
    if (kind === "none") console.log("nothing to do");
    else await prisma.price.findFirst({ where: { name: kind } }); // expect: n-plus-one
  }
}

// case: keys of what the program has, by a constant in a function
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(services: Record<string, unknown>, rows: Record<string, unknown>) {
  const SERVICES = Object.keys(services);
  await Promise.all(SERVICES.map(async (name) => prisma.service.findFirst({ where: { name } })));
  const names = Object.keys(rows);
  await Promise.all(names.map(async (name) => prisma.service.findFirst({ where: { name } }))); // expect: n-plus-one
}

// case: a branch for one key, by what is made of the key
// file: main.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const columnOf = (key: string) => key.toLowerCase();
export async function filter(query: Record<string, string>) {
  for (const key of Object.keys(query)) {
    const column = columnOf(key);
    if (column === "owner") await prisma.source.findMany({ where: { owner: query[key] } });
    else await prisma.column.findFirst({ where: { column } }); // expect: n-plus-one
  }
}

// case: two queries at the same time, once
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function page(skip: number) {
  const [rows, count] = await Promise.all([prisma.user.findMany({ skip, take: 10 }), prisma.user.count()]);
  return { rows, count };
}

// case: tenants of the configuration, by an object in the code
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const limits = { free: 10, team: 100, company: 1000 };
export async function check() {
  for (const [plan, limit] of Object.entries(limits)) console.log(limit, await prisma.account.count({ where: { plan } }));
}

// case: rows grouped by an object made from data
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function check(rows: { plan: string }[]) {
  const byPlan: Record<string, object[]> = {};
  for (const row of rows) (byPlan[row.plan] ??= []).push(row);
  for (const plan of Object.keys(byPlan)) await prisma.account.count({ where: { plan } }); // expect: n-plus-one
}

// case: a callback of Array.from by a count
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const make = () => Promise.all(Array.from({ length: 3 }, () => prisma.slot.count()));

// case: an object that is given what others are asked for has no keys in the code
// file: lists.ts
import { Pool } from "pg";
export const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function listsOf(servers: string[]) {
  const lists = {};
  for (const server of servers) Object.assign(lists, { [server]: await fetch(server) });
  return lists;
}
export function kindsOf() {
  const kinds = { small: 1, large: 2 };
  return kinds;
}
// file: update.ts
import { kindsOf, listsOf, pool } from "./lists";
export async function update(servers: string[]) {
  const lists = await listsOf(servers);
  const kinds = kindsOf();
  for (const name of Object.keys(lists)) {
    await pool.query("SELECT * FROM servers WHERE name = $1", [name]); // expect: n-plus-one
  }
  for (const kind of Object.keys(kinds)) {
    await pool.query("SELECT * FROM servers WHERE kind = $1", [kind]);
  }
}

// case: only one of the elements leads to the query
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function remove(user: string, role: string) {
  if (role === "admin") await prisma.user.count({ where: { role } });
}
async function check(user: string, role: string) {
  if (role !== "admin") await prisma.user.count({ where: { role } });
}
export async function all(roles: string[], rows: { id: string; role: string }[]) {
  for (const role of roles) await remove("1", role);
  await Promise.all(roles.map((role) => remove("1", role)));
  for (const role of roles) await check("1", role); // expect: n-plus-one
  for (const { id, role } of rows) await remove(id, role); // expect: n-plus-one
}

// case: one of the inner elements for each of the outer ones
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all(orders: { product: string }[], products: { id: string }[], ids: string[], wanted: string) {
  for (const id of ids) {
    if (id === wanted) await prisma.product.findFirst({ where: { id } });
  }
  for (const product of products) {
    if (product.id === wanted) await prisma.product.findFirst({ where: { id: product.id } });
  }
  for (const order of orders) {
    for (const product of products) {
      if (product.id === order.product) await prisma.stock.findFirst({ where: { id: product.id } }); // expect: n-plus-one
    }
  }
  for (const order of orders) {
    for (const id of ids) {
      if (id === "first") await prisma.stock.findFirst({ where: { id: order.product } }); // expect: n-plus-one
    }
  }
  for (const { id, kind } of await prisma.order.findMany()) {
    if (kind === wanted) await prisma.stock.findFirst({ where: { id } }); // expect: n-plus-one
  }
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

// case: of rows that are taken apart many may be in one state
const mongoose = require("mongoose");
const Course = mongoose.model("Course", new mongoose.Schema({}));
const STATE = { OPEN: "open", CLOSED: "closed" };
exports.load = async (rows, wanted) => {
  for (const { key, state } of rows) {
    switch (state) {
      case STATE.OPEN:
        await Course.findOne({ key }); // expect: n-plus-one
        break;
    }
    if (state === "closed") await Course.findOne({ key, state }); // expect: n-plus-one
  }
  for (const [key, value] of Object.entries(wanted)) {
    if (key === "title") await Course.findOne({ title: value });
  }
};

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

// case: what is found by one identity, and what by another column
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const employeesOf = async (id: string) => {
  const found = await prisma.employee.findMany({ where: { employeeId: id }, include: { skills: true } });
  return found;
};
const skillsOf = (employee: string) => prisma.skill.findMany({ where: { employee } });
export async function detail(id: string, team: string, ids: string[], only?: string) {
  const employees = await employeesOf(id);
  const rows = await Promise.all((employees || []).map((one) => skillsOf(one.id)));
  const newest = await prisma.employee.findMany({ where: { team }, orderBy: { at: "desc" }, take: 1 });
  for (const one of newest) rows.push(await skillsOf(one.id));
  for (const one of await prisma.employee.findMany({ where: { team } })) await skillsOf(one.id); // expect: n-plus-one
  for (const one of await prisma.employee.findMany({ where: { id: only } })) await skillsOf(one.id); // expect: n-plus-one
  for (const one of await prisma.employee.findMany({ where: { id: team } })) await skillsOf(one.id); // expect: n-plus-one
  const some = await prisma.employee.findMany({ where: { id: { in: ids } } });
  for (const one of some) await skillsOf(one.id); // expect: n-plus-one
  return rows;
}

// case: rows of one identity in a builder, and of one of a list
import { knex } from "knex";
const db = knex({ client: "pg", acquireConnectionTimeout: 1000 });
const partsOf = (row: string) => db("parts").where("row", row).select();
export async function partsIn(id: string, ids: string[]) {
  for (const row of await db("rows").where("rows.id", id).select()) await partsOf(row.id);
  for (const row of await db("rows").where("rows.id", "=", id).select()) await partsOf(row.id);
  for (const row of await db("rows").where("rows.id", "in", ids).select()) await partsOf(row.id); // expect: n-plus-one
  for (const row of await db("rows").where("rows.kind", id).select()) await partsOf(row.id); // expect: n-plus-one
}

// case: values of an object in the code that a list of rows picks, each once, and as many as rows
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const Flags = { mail: { flag: "m" }, chat: { flag: "c" } };
const isOn = (flag: string) => prisma.flag.findFirst({ where: { flag } });
export async function check(rows: { kind: "mail" | "chat" }[]) {
  const flags = [...new Set(rows.map((row) => row.kind))].map((kind) => Flags[kind].flag);
  for (const flag of flags) await isOn(flag);
  const each = rows.map((row) => Flags[row.kind].flag);
  for (const flag of each) await isOn(flag); // expect: n-plus-one
}

// case: the row of one identity is one, joined with others it is many
import { type Kysely } from "kysely";
interface Tables { users: { id: string }; }
export async function all(db: Kysely<Tables>, id: string) {
  const rows = await db.selectFrom("users").selectAll().where("users.id", "=", id).execute();
  for (const row of rows) await db.selectFrom("teams").selectAll().where("user", "=", row.id).execute();
  const joined = await db
    .selectFrom("users").innerJoin("missions", "missions.user", "users.id").select("missions.id").where("users.id", "=", id).execute();
  for (const row of joined) await db.selectFrom("teams").selectAll().where("mission", "=", row.id).execute(); // expect: n-plus-one
}

// case: a list of fixed length, cut by take of lodash
import { PrismaClient } from "@prisma/client";
import { take } from "lodash";
const prisma = new PrismaClient();
export async function first(ids: string[]) {
  for (const id of take(ids, 3)) await prisma.user.findFirst({ where: { id } });
}

// case: a list cut at a thousand is still long
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function first(ids: string[]) {
  for (const id of ids.slice(0, 1000)) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
}

// case: counting to a number that the caller gives
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function fill(count: number) {
  for (let i = 0; i < count; i++) await prisma.slot.findFirst({ where: { free: true } });
}

// case: a branch for the last turn of a counting loop
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function publish(rows: { id: string }[]) {
  for (let i = 0; i < rows.length; i++) {
    await prisma.row.findFirst({ where: { id: rows[i].id } }); // expect: n-plus-one
    if (i === rows.length - 1) await prisma.hook.findMany();
    if (i !== rows.length - 1) await prisma.row.findMany({ where: { next: rows[i].id } }); // expect: n-plus-one
  }
}

// case: what a package has by a name stands in its code
import { createClient } from "redis";
import { modes } from "names-of-modes";
import { users } from "./users";
const redis = createClient({ socket: { connectTimeout: 1000 } });
const count = (key: string) => redis.get(`count:${key}`);
export async function all() {
  for (const key of Object.keys(modes)) await count(key);
  for (const [key] of Object.entries(modes)) await count(key);
  await Promise.all(Object.values(modes).map((mode) => count(mode)));
  for (const key of Object.keys(users)) await count(key); // expect: n-plus-one
}

// case: one case for each option, whatever its letters
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function search(options: string[], user: string) {
  const out: unknown[] = [];
  for (const option of options) {
    switch (option.toLowerCase()) {
      case "mine":
        out.push(await pool.query("SELECT * FROM setup WHERE creator = $1", [user]));
        break;
      default:
        out.push(await pool.query("SELECT * FROM setup WHERE kind = $1", [option])); // expect: n-plus-one
    }
  }
  return out;
}

// case: an object that others are spread into has their keys
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function problemsOf(answer: string): Record<string, string[]>;
export async function report(answer: string, isChecked: boolean) {
  let found = {};
  if (isChecked) found = problemsOf(answer);
  await tell({ ...found });
}
async function tell(problems: Record<string, string[]>) {
  for (const title in problems) {
    const known = await prisma.alert.findFirst({ where: { title } }); // expect: n-plus-one
    if (!known) console.log(problems[title]);
  }
}
export async function usual() {
  await tellAll({ slow: ["a"], down: ["b"] });
}
async function tellAll(problems: Record<string, string[]>) {
  for (const title in problems) console.log(await prisma.alert.findFirst({ where: { title } }));
}

// case: what is asked for one known element only, and what leaves the turns of all others
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Row {
  id: string;
  kind: string;
  _id: { equals(id: string): boolean };
  notes: unknown;
}
const notesOf = (id: string) => prisma.note.findMany({ where: { rowId: id } });
export async function all(rows: Row[], chosenId: string, chosen: Row) {
  for (const row of rows) {
    if (row.id !== chosenId) continue;
    row.notes = await notesOf(row.id);
  }
  for (const row of rows) {
    if (!(row.id === chosenId) || row.kind === "none") continue;
    row.notes = await notesOf(row.id);
  }
  for (const row of rows) {
    const isChosen = row.id === chosenId;
    if (isChosen) row.notes = await notesOf(row.id);
  }
  for (const row of rows) if (String(row.id) === chosen.id.toString()) row.notes = await notesOf(row.id);
  for (const row of rows) if (row._id.equals(chosenId)) row.notes = await notesOf(row.id);
  for (const row of rows) if (row === rows[0]) row.notes = await notesOf(row.id);
  for (const { id } of rows) if (id === chosenId) await notesOf(id);
  await Promise.all(
    rows.map(async (row) => {
      if (row.id !== chosen.id) return row;
      return { ...row, notes: await notesOf(row.id) };
    }),
  );
  await Promise.all(
    rows.map(async (row, index) => {
      if (index === rows.length - 1) row.notes = await notesOf(row.id);
    }),
  );
}

// case: what is asked for all elements but one, or for those of a kind
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Row {
  id: string;
  kind: string;
  parentId: string | null;
  notes: unknown;
}
const notesOf = (id: string) => prisma.note.findMany({ where: { rowId: id } });
export async function all(rows: Row[], chosenId: string, kind: string) {
  for (const row of rows) {
    if (row.id === chosenId) continue;
    row.notes = await notesOf(row.id); // expect: n-plus-one
  }
  for (const row of rows) if (row.id !== chosenId) row.notes = await notesOf(row.id); // expect: n-plus-one
  for (const row of rows) {
    if (row.kind !== kind) continue;
    row.notes = await notesOf(row.id); // expect: n-plus-one
  }
  for (const row of rows) {
    if (row.id !== chosenId && row.kind === kind) continue;
    row.notes = await notesOf(row.id); // expect: n-plus-one
  }
  for (const row of rows) {
    const isChosen = row.id === chosenId;
    if (!isChosen) row.notes = await notesOf(row.id); // expect: n-plus-one
  }
  for (const row of rows) {
    if (row.id !== chosenId) {
      if (row.kind === kind) continue;
    }
    row.notes = await notesOf(row.id); // expect: n-plus-one
  }
  for (const [index, row] of rows.entries()) {
    if (index === 0) continue;
    row.notes = await notesOf(row.id); // expect: n-plus-one
  }
  for (const row of rows) if (row.parentId === chosenId) row.notes = await notesOf(row.id); // expect: n-plus-one
}
