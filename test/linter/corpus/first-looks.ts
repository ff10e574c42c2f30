// Shapes that backends showed which nobody here had tuned to, each beside its neighbour that is right to tell.

// case: a SELECT that is called for what its function does, and one that asks for rows
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function notify(users: string[]) {
  for (const user of users) await pool.query("SELECT create_notification($1) AS made", [user]);
  for (const user of users) await pool.query("SELECT * FROM app.send_reminder($1)", [user]);
  for (const user of users) await pool.query("SELECT * from app.set_claims($1)", [user]);
  for (const user of users) {
    await pool.query("SELECT get_tasks_of($1) AS tasks", [user]); // expect: n-plus-one
  }
  for (const user of users) {
    await pool.query("SELECT copy_of FROM tasks WHERE owner = $1", [user]); // expect: n-plus-one
  }
}

// case: a listener that a function adds runs when something happens
// file: events.ts
import { EventEmitter } from "node:events";
const events = new EventEmitter();
export async function listenTo(name: string, callback: (data: unknown) => unknown, direct: boolean) {
  if (direct) {
    const listener = (data: unknown) => callback(data);
    process.addListener("message", (message) => listener(message));
    return () => process.removeListener("message", listener);
  }
  const listener = (data: unknown) => callback(data);
  events.addListener(name, listener);
  return () => events.removeListener(name, listener);
}
export async function tell(name: string, callback: (data: unknown) => unknown) {
  const send = (data: unknown) => callback(data);
  await send(name);
}
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { listenTo, tell } from "./events";
const prisma = new PrismaClient();
const onMessage = async (data: unknown) => prisma.ban.findFirst({ where: { data } });
export async function open(channels: string[]) {
  for (const channel of channels) await listenTo(channel, onMessage, channel === "");
  for (const channel of channels) await tell(channel, onMessage); // expect: n-plus-one
}

// case: a handler that a helper hands to a timer
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const later = (task: () => Promise<unknown>, delay: number) => setTimeout(() => task(), delay);
export async function remind(ids: string[]) {
  for (const id of ids) later(() => prisma.user.findFirst({ where: { id } }), 1000);
}

// case: the newest row is read and another written, and the newest of each
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function nextPlace(folderId: string) {
  const last = await prisma.page.findFirst({ where: { folderId }, orderBy: { place: "desc" } });
  return (last?.place ?? 0) + 1;
}
export async function move(ids: string[], folderId: string) {
  for (const id of ids) {
    const place = await nextPlace(folderId);
    await prisma.page.update({ where: { id }, data: { place } });
  }
  for (const id of ids) {
    const place = await nextPlace(id); // expect: n-plus-one
    await prisma.page.update({ where: { id }, data: { place } });
  }
}

// case: a row gets the number behind the last one
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function add(name: string) {
  const [last] = await prisma.user.findMany({ orderBy: { number: "desc" }, take: 1 });
  return prisma.user.create({ data: { name, number: (last?.number ?? 0) + 1 } });
}
export async function fill(names: string[]) {
  for (const name of names) await add(name);
}

// case: a list that is one or another that stands in the code
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const Kinds = ["a", "b", "c"];
export async function count(kind: string, ids: string[]) {
  let kinds: string[] = [];
  if (kind === "all") kinds = [...Kinds];
  else kinds = [kind];
  for (const one of kinds) await prisma.row.findFirst({ where: { kind: one } });
  let wanted: string[] = [];
  if (kind === "all") wanted = [...ids];
  for (const id of wanted) await prisma.row.findFirst({ where: { id } }); // expect: n-plus-one
}

// case: a list that a switch chooses
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(network: string) {
  let nodes: string[];
  switch (network) {
    case "main":
      nodes = ["a", "b"];
      break;
    default:
      nodes = ["c"];
  }
  for (const id of nodes) await prisma.node.findFirst({ where: { id } });
}

// case: the turn ends where a limit is reached that the element counts towards
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function used() {
  const { _sum } = await prisma.file.aggregate({ _sum: { size: true } });
  return _sum.size;
}
export async function store(files: { size: number }[]) {
  for (const file of files) {
    const before = await used(); // expect: n-plus-one
    if (before + file.size > 1000) return false;
    console.log(file);
  }
  return true;
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

// case: a subquery that is kept in a variable
import { and, eq, inArray } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import { parts, pools } from "./schema";
const db = drizzle(new Pool({ connectionTimeoutMillis: 1000 }));
export async function clear(ids: string[]) {
  for (const id of ids) {
    const inside = db.select({ id: parts.id }).from(parts).where(eq(parts.pool, id));
    await db.update(pools).set({ empty: true }).where(and(eq(pools.id, id), inArray(pools.part, inside)));
  }
}

// case: a query that a part of the same query is named in, in a callback
import { Kysely } from "kysely";
class Shares {
  constructor(private readonly db: Kysely<any>) {}
  async of(pageId: string) {
    return await this.db
      .withRecursive("above", (cte) => cte.selectFrom("pages").select(["id"]).where("id", "=", pageId))
      .selectFrom("above")
      .selectAll()
      .executeTakeFirst();
  }
  async all(ids: string[]) {
    return Promise.all(ids.map((id) => this.of(id))); // expect: n-plus-one
  }
}

// case: a migration of TypeORM in a folder of any name
import type { MigrationInterface, QueryRunner } from "typeorm";
export class AddTotals1636314330347 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const projects = await queryRunner.query("select * from project");
    for (const project of projects) {
      await queryRunner.query("select count(*) from donation where project = $1", [project.id]);
    }
  }
  async down(): Promise<void> {}
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

// case: a part of the element is called a group, and no call is given it
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function balances(rows: { groupId: number; group: { simplify: boolean } | null }[]) {
  return Promise.all(
    rows.map(async ({ groupId, group }) => {
      if (!group?.simplify) return [];
      return prisma.balance.findMany({ where: { groupId } }); // expect: n-plus-one
    }),
  );
}

// case: an object that is filled with what was asked, under a name of any kind
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function types(rows: { typeId: string }[]) {
  const types: Record<string, unknown> = {};
  for (const row of rows) {
    if (!types[row.typeId]) types[row.typeId] = await prisma.type.findFirst({ where: { id: row.typeId } });
  }
  const found: Record<string, unknown> = {};
  for (const row of rows) {
    if (!types[row.typeId]) {
      found[row.typeId] = await prisma.type.findFirst({ where: { id: row.typeId } }); // expect: n-plus-one
    }
  }
}

// case: upsert of Objection by a plugin
import { Model } from "objection";
class Cache extends Model {}
export async function store(keys: string[]) {
  for (const key of keys) await (Cache.query() as any).upsert({ key }).returning("*");
  for (const key of keys) await Cache.query().findById(key).returning("*"); // expect: n-plus-one
}

// case: what is said of a page is asked for once, what is said of a row for each
import Redis from "ioredis";
const redis = new Redis({ commandTimeout: 1000 });
export const resolvers = {
  PageInfo: {
    async totalCount(pageInfo: { key: string }) {
      return redis.get(pageInfo.key);
    },
  },
  Item: {
    async count(item: { key: string }) {
      return redis.get(item.key); // expect: n-plus-one
    },
  },
};

// case: windows that a list is cut into
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function windowsOf(heights: number[]): number[][];
export async function load(heights: number[]) {
  return Promise.all(
    windowsOf(heights).map((heightWindow) =>
      prisma.block.findMany({ where: { height: { gte: heightWindow[0], lte: heightWindow.at(-1) } } }),
    ),
  );
}

// case: rows that are grouped, asked for by what they are grouped by, and a piece by its number
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function last(byCard: Map<string, { id: string }[]>, chunks: string[][]) {
  for (const [cardId, items] of byCard.entries()) {
    const found = await prisma.list.findFirst({ where: { cardId } }); // expect: n-plus-one
    console.log(found, items.map((item) => item.id));
  }
  for (const [number, chunk] of chunks.entries()) {
    console.log(number, await prisma.list.findMany({ where: { id: { in: chunk } } }));
  }
}

// case: a helper that goes through a list, in words of its own
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function asyncForEach(array, callback) {
  for (let index = 0; index < array.length; index++) await callback(array[index], index, array);
}
async function load(id: string) {
  return prisma.user.findFirst({ where: { id } });
}
export async function loadAll(ids: string[]) {
  await asyncForEach(ids, async (id) => {
    await load(id); // expect: n-plus-one
  });
}

// case: what is called when all elements are done
import async from "async";
import { model, Schema } from "mongoose";
const Post = model("Post", new Schema({}));
export function load(ids: string[], done: (error?: unknown) => void) {
  async.eachSeries(
    ids,
    (id, next) => {
      Post.findOne({ _id: id }, next); // expect: n-plus-one
    },
    () => {
      Post.countDocuments({}, done);
    },
  );
  async.eachLimit(
    ids,
    3,
    (id, next) => {
      Post.findOne({ _id: id }, next); // expect: n-plus-one
    },
    () => {
      Post.countDocuments({}, done);
    },
  );
}

// case: a document that is made with the next number
import { model, Schema } from "mongoose";
const Draft = model("Draft", new Schema({}));
async function nextNumber() {
  const [last] = await Draft.find({}).sort({ number: -1 }).limit(1);
  return last === undefined ? 1 : (last as any).number + 1;
}
async function add(title: string) {
  const made = new Draft({ title });
  (made as any).number = await nextNumber();
  return made.save();
}
export async function fill(titles: string[]) {
  for (const title of titles) await add(title);
}

// case: a list of what was asked that is looked through first
import { model, Schema } from "mongoose";
const Feature = model("Feature", new Schema({}));
type Row = { ids: string[] };
export async function resize(changes: { id: string }[]) {
  const found: Row[] = [];
  for (const { id } of changes) {
    let row: Row | null | undefined;
    for (const one of found) {
      if (one.ids.includes(id)) row = one;
    }
    if (!row) {
      row = (await Feature.findOne({ ids: id }).exec()) as Row | null;
      if (row) found.push(row);
    }
    console.log(row);
  }
  const all: unknown[] = [];
  for (const { id } of changes) {
    let row: unknown;
    if (!row) {
      row = await Feature.findOne({ ids: id }).exec(); // expect: n-plus-one
      all.push(row);
    }
  }
}

// case: parts of the program that a function is passed, and rows
import { EventEmitter } from "node:events";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
class Nursery extends EventEmitter {
  constructor(private readonly chain: string) {
    super();
  }
  async init() {
    return prisma.swap.findMany({ where: { chain: this.chain } });
  }
}
class Order {
  constructor(readonly id: string) {}
  async lines() {
    return prisma.line.findMany({ where: { orderId: this.id } });
  }
}
const listen = async (nursery: Nursery) => nursery.init();
const print = async (order: Order) => console.log(await order.lines());
export async function start(nurseries: Nursery[], orders: Order[]) {
  await Promise.all(nurseries.map((nursery) => listen(nursery)));
  for (const order of orders) await print(order); // expect: n-plus-one
}

// case: a repository of one's own that TypeORM is asked for
import { EntityRepository, getCustomRepository, Repository } from "typeorm";
class Product {
  id: number;
}
@EntityRepository(Product)
class ProductRepository extends Repository<Product> {
  async byId(id: number) {
    return this.findOne({ where: { id } });
  }
}
export async function load(ids: number[]) {
  for (const id of ids) await getCustomRepository(ProductRepository).byId(id); // expect: n-plus-one
}
