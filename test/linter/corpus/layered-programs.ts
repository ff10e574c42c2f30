// Shapes of layered programs, written without a look at the linter before it was asked.

// case: what a constructor keeps is what it is passed, or what it makes without
// file: members.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const labels = new Map<string, string>();
export class Members {
  async get(id: string) {
    return prisma.member.findFirst({ where: { id } });
  }
}
export class Labels {
  get(id: string) {
    return labels.get(id);
  }
}
// file: clubs.ts
import { Labels, Members } from "./members";
export class Clubs {
  constructor(
    private readonly members = new Members(),
    private readonly labels = new Labels(),
  ) {}
  async names(ids: string[]) {
    const out = [];
    for (const id of ids) out.push(await this.members.get(id)); // expect: n-plus-one
    return out;
  }
  labelled(ids: string[]) {
    return ids.map((id) => this.labels.get(id));
  }
}

// case: a document has fields that are named like many, and is one row
import { MongoClient } from "mongodb";
const client = new MongoClient("mongodb://db/app?waitQueueTimeoutMS=900");
const rounds = client.db().collection("rounds");
export async function record(scores: { game: string; points: number }[]) {
  for (const score of scores) {
    await rounds.insertOne({ game: score.game, points: score.points, at: new Date() }); // expect: write-in-loop
  }
}
export async function recordAll(games: { rounds: { game: string }[] }[]) {
  for (const game of games) await rounds.insertMany(game.rounds);
}

// case: a statement that a function builds is run by its caller, once for each row
// file: tables.ts
import { integer, pgTable, text } from "drizzle-orm/pg-core";
export const tokens = pgTable("tokens", { id: integer("id"), owner: integer("owner"), value: text("value") });
// file: tokens.ts
import { and, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import { tokens } from "./tables";
const db = drizzle(new Pool({ connectionTimeoutMillis: 900 }));
export const remove = (id: number) => db.delete(tokens).where(eq(tokens.id, id));
export const removeOf = (id: number, owner: number) =>
  db.delete(tokens).where(and(eq(tokens.id, id), eq(tokens.owner, owner)));
export const revoke = (id: number) => db.update(tokens).set({ value: "" }).where(eq(tokens.id, id));
export const rename = (id: number, value: string) => db.update(tokens).set({ value }).where(eq(tokens.id, id));
export const add = (value: string) => db.insert(tokens).values({ value });
export const addAll = (values: string[]) => db.insert(tokens).values(values.map((value) => ({ value })));
export const addOne = (value: string) => db.insert(tokens).values({ value }).returning();
// file: main.ts
import * as tokens from "./tokens";
export async function run(rows: { id: number; owner: number; value: string; values: string[] }[]) {
  for (const row of rows) await tokens.remove(row.id); // expect: write-in-loop
  for (const row of rows) await tokens.removeOf(row.id, row.owner);
  for (const row of rows) await tokens.revoke(row.id); // expect: write-in-loop
  for (const row of rows) await tokens.rename(row.id, row.value);
  for (const row of rows) await tokens.add(row.value); // expect: write-in-loop
  for (const row of rows) await tokens.addAll(row.values);
  for (const row of rows) {
    const [made] = await tokens.addOne(row.value);
    console.log(made);
  }
}

// case: the same of models and of a builder that a function hands back
const { Schema, model } = require("mongoose");
const { Model } = require("objection");
const knex = require("knex")({ client: "mysql2" });
const Draft = model("Draft", new Schema({ title: String }));
class Person extends Model {}
const removeDraft = (id) => Draft.deleteOne({ _id: id });
const retitle = (id, title) => Draft.updateOne({ _id: id }, { title });
const removePerson = (id) => Person.query().deleteById(id);
const removeRow = (id) => knex("rows").where({ id }).del();
const renameRow = (id, name) => knex("rows").where({ id }).update({ name });
exports.run = async (rows) => {
  for (const row of rows) await removeDraft(row.id); // expect: write-in-loop
  for (const row of rows) await retitle(row.id, row.title);
  for (const row of rows) await removePerson(row.id); // expect: write-in-loop
  for (const row of rows) await removeRow(row.id); // expect: write-in-loop
  for (const row of rows) await renameRow(row.id, row.name);
};

// case: pieces of a text that are gathered in a loop become one query
import postgres from "postgres";
// spillway-disable-next-line pool-acquire-timeout -- there is none
const sql = postgres({ host: "db" });
export async function search(filters: { column: string; value: string }[]) {
  const conditions = [];
  for (const { column, value } of filters) conditions.push(sql`${sql(column)} = ${value}`);
  for (const { value } of filters) conditions.push(sql`state <> ${value}`);
  const joined = conditions.flatMap((one, i) => (i > 0 ? [sql` and `, one] : [one]));
  return sql`select * from homes where ${joined}`;
}
export async function store(rows: { name: string; rooms: number }[]) {
  return sql`insert into homes values ${rows.map((row, i) => [i > 0 ? sql`,` : sql``, sql`(${row.name}, ${row.rooms})`])}`;
}
export async function load(ids: string[]) {
  const all = [];
  for (const id of ids) all.push(sql`select * from homes where id = ${id}`); // expect: n-plus-one
  for (const id of ids) all.push(sql`(select 1 from homes where id = ${id}) union (select 2)`); // expect: n-plus-one
  return Promise.all(all);
}

// case: a row of sequelize-typescript asks for what belongs to it
import { Column, Model, Table } from "sequelize-typescript";
@Table
export class Ticket extends Model {
  @Column declare subject: string;
}
export async function board() {
  const tickets = await Ticket.findAll({ include: ["agent"] });
  for (const ticket of tickets) console.log(await ticket.$get("agent")); // expect: n-plus-one
  for (const ticket of tickets) console.log(await ticket.$count("comments")); // expect: n-plus-one
  return tickets.map((ticket) => ticket.subject);
}

// case: what a function builds is sent where its answer is asked for, also one after the other
const knex = require("knex")({ client: "mysql2" });
const stepsOf = (id) => knex("steps").where({ flow: id }).orderBy("position");
exports.all = (ids) =>
  ids.reduce(
    (chain, id) => chain.then((out) => stepsOf(id).then((rows) => [...out, ...rows])), // expect: n-plus-one
    Promise.resolve([]),
  );
exports.counts = (ids) => Promise.all(ids.map((id) => stepsOf(id).then((rows) => rows.length))); // expect: n-plus-one
exports.one = (id) => stepsOf(id).then((rows) => rows.length);
exports.together = (ids) => knex("steps").whereIn("flow", ids).then((rows) => rows.map((row) => row.id));

// case: a subgraph is asked for each of the things that another one names
import { buildSubgraphSchema } from "@apollo/subgraph";
import type DataLoader from "dataloader";
import type { PrismaClient } from "@prisma/client";
import { typeDefs } from "./types";
interface Context {
  prisma: PrismaClient;
  shops: DataLoader<string, { id: string }>;
}
export const schema = buildSubgraphSchema({
  typeDefs,
  resolvers: {
    Query: { offers: (_: unknown, _args: unknown, { prisma }: Context) => prisma.offer.findMany() },
    Offer: {
      __resolveReference: ({ id }: { id: string }, { prisma }: Context) => prisma.offer.findFirst({ where: { id } }), // expect: n-plus-one
    },
    Shop: {
      __resolveReference: ({ id }: { id: string }, { shops }: Context) => shops.load(id),
    },
  },
});

// case: Nest makes what is of a request anew for each
import { Inject, Injectable, Scope } from "@nestjs/common";
import { REQUEST } from "@nestjs/core";
import { Pool } from "pg";
const limits = { connectionTimeoutMillis: 900, max: 2 };
@Injectable({ scope: Scope.REQUEST })
export class OwnDatabase {
  readonly pool: Pool;
  constructor(@Inject(REQUEST) request: { headers: Record<string, string> }) {
    this.pool = new Pool({ ...limits, application_name: request.headers.app }); // expect: pool-per-request
  }
}
@Injectable()
export class Database {
  readonly pool = new Pool(limits);
}

// case: a request handler that closes what it opened is no program that ends
const Hapi = require("@hapi/hapi");
const { MongoClient } = require("mongodb");
const server = Hapi.server({ port: 3000 });
server.route({
  method: "GET",
  path: "/parts",
  handler: async () => {
    const client = new MongoClient("mongodb://db", { waitQueueTimeoutMS: 900 }); // expect: pool-per-request
    const parts = await client.db().collection("parts").find().toArray();
    await client.close();
    return parts;
  },
});
server.start();

// case: what is written is needed where somebody looks at it, and not where it is only waited for
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const create = (name: string) => prisma.label.create({ data: { name } });
export async function waited(names: string[]) {
  const sent = names.map((name) => create(name)); // expect: write-in-loop
  await Promise.all(sent);
}
export async function handedOn(names: string[]) {
  const sent = names.map((name) => create(name));
  const labels = await Promise.all(sent);
  return labels.map(({ id }) => id);
}
export async function counted(names: string[]) {
  const sent = names.map((name) => create(name));
  console.log(sent.length);
  await Promise.all(sent);
}
export async function takenApart(names: string[]) {
  return (await Promise.all(names.map((name) => create(name)))).map(({ id }) => id);
}
export async function gathered(names: string[]) {
  const sent = [];
  for (const name of names) sent.push(create(name));
  const labels = await Promise.all(sent);
  return new Map(labels.map((label) => [label.name, label.id]));
}
export async function gatheredToWait(names: string[]) {
  const sent = [];
  for (const name of names) sent.push(create(name)); // expect: write-in-loop
  await Promise.all(sent);
}

// case: what could write many rows is told one by a function, too
// file: store.ts
import { EntityManager } from "@mikro-orm/postgresql";
import { Session } from "./session";
export class Sessions {
  constructor(private readonly em: EntityManager) {}
  end(id: string) {
    return this.em.nativeDelete(Session, { id });
  }
  endOf(ids: string[]) {
    return this.em.nativeDelete(Session, { id: { $in: ids } });
  }
  rename(id: string, name: string) {
    return this.em.nativeUpdate(Session, { id }, { name });
  }
}
// file: session.ts
import { Entity, PrimaryKey } from "@mikro-orm/core";
@Entity()
export class Session {
  @PrimaryKey() id!: string;
}
// file: main.ts
import { Sessions } from "./store";
export async function run(sessions: Sessions, rows: { id: string; name: string; ids: string[] }[]) {
  for (const row of rows) await sessions.end(row.id); // expect: write-in-loop
  for (const row of rows) await sessions.endOf(row.ids);
  for (const row of rows) await sessions.rename(row.id, row.name);
  await sessions.endOf(rows.map((row) => row.id));
}

// case: a builder that is kept for the next who asks is sent once, and what a passed function builds counts where it is written
import knex from "knex";
const db = knex({ client: "mysql2", connection: { host: "db" } });
const known = new Map<string, unknown>();
function memo<T>(key: string, load: () => T): T {
  const had = known.get(key);
  if (had !== undefined) return had as T;
  const made = load();
  known.set(key, made);
  return made;
}
async function memoLater<T>(key: string, load: () => Promise<T>): Promise<T> {
  if (known.has(key)) return known.get(key) as T;
  const made = await load();
  known.set(key, made);
  return made;
}
const find = (id: string) => {
  const had = known.get(id);
  if (had !== undefined) return had;
  const made = db("users").where({ id }).first();
  known.set(id, made);
  return made;
};
const timed = <T>(load: () => T): T => {
  const begun = Date.now();
  try {
    return load();
  } finally {
    console.log(Date.now() - begun);
  }
};
export async function run(ids: string[]) {
  for (const id of ids) console.log(await memo(id, () => db("users").where({ id }).first()));
  for (const id of ids) console.log(await memoLater(id, () => db("users").where({ id }).first()));
  for (const id of ids) console.log(await find(id));
  for (const id of ids) console.log(await timed(() => db("users").where({ id }).first())); // expect: n-plus-one
}

// case: options are filled after they were written, in whichever file
// file: filled.ts
export const filled: Record<string, unknown> = { host: "db" };
Object.assign(filled, { connectionTimeoutMillis: 900 });
export const set: Record<string, unknown> = { host: "db" };
set.connectionTimeoutMillis = 900;
export const other: Record<string, unknown> = { host: "db" };
Object.assign(other, { max: 4 });
// file: pools.ts
import { drizzle } from "drizzle-orm/node-postgres";
import _ from "lodash";
import { Pool } from "pg";
import { filled, other, set } from "./filled";
import { usual } from "./usual";
export const a = new Pool(filled);
export const b = new Pool(set);
export const c = new Pool(other); // expect: pool-acquire-timeout
const merged = { host: "db" };
_.merge(merged, usual());
export const d = new Pool(merged);
export const e = drizzle({ connection: filled });
export const f = drizzle({ connection: usual() });
const made = () => ({ host: "db" });
export const g = drizzle({ connection: made() }); // expect: pool-acquire-timeout
// file: usual.ts
export const usual = () => ({ connectionTimeoutMillis: 900 });

// case: options of a class, of a thing that is made of one, and of what is frozen
// file: settings.ts
export class Settings {
  static readonly reader = { host: "reader" };
  static readonly limited = { host: "reader", connectionTimeoutMillis: 900 };
  readonly writer = { host: "writer" };
  get audit() {
    return { host: "audit" };
  }
  get limitedAudit() {
    return { host: "audit", connectionTimeoutMillis: 900 };
  }
}
export const settings = new Settings();
export const frozen = Object.freeze({ host: "frozen" });
export const limited = Object.freeze({ host: "frozen", connectionTimeoutMillis: 900 });
// file: pools.ts
import { Pool } from "pg";
import { frozen, limited, Settings, settings } from "./settings";
export const a = new Pool(Settings.reader); // expect: pool-acquire-timeout
export const b = new Pool(Settings.limited);
export const c = new Pool(settings.writer); // expect: pool-acquire-timeout
export const d = new Pool(settings.audit); // expect: pool-acquire-timeout
export const e = new Pool(settings.limitedAudit);
export const f = new Pool(frozen); // expect: pool-acquire-timeout
export const g = new Pool(limited);

// case: what a server calls on the way of a request, and what it calls once
import Fastify from "fastify";
import { Pool } from "pg";
const limits = { connectionTimeoutMillis: 900, max: 2 };
const app = Fastify();
app.addHook("onRequest", async (request) => {
  Object.assign(request, { db: new Pool(limits) }); // expect: pool-per-request
});
app.addHook("onReady", async () => {
  app.decorate("db", new Pool(limits));
});

// case: a builder whose failure is caught for its row
const knex = require("knex")({ client: "mysql2", connection: { host: "db" } });
exports.each = async (rows, report) => {
  for (const { name } of rows) await knex("users").insert({ name }).catch(report);
  for (const { name } of rows) await knex("users").insert({ name }); // expect: write-in-loop
};
