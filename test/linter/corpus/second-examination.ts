// Programs that somebody wrote who had not read the linter, where it was wrong: each shape beside its neighbour.

// case: what a property of the only argument switches off is not asked by whoever passes it
// file: price.js
const knex = require("knex");
const db = knex({ client: "pg", connection: process.env.DB });
async function priceOf({ sku, product, currency = "EUR" }) {
  if (product) return product.prices[currency];
  const row = await db("products").where({ sku }).first();
  return row.prices[currency];
}
async function roleIn(team, userId, members) {
  if (members !== undefined) {
    const member = members.find((one) => one.userId === userId);
    return member ? member.role : null;
  }
  return db("members").where({ team_id: team.id, user_id: userId }).first();
}
const mayEdit = async (team, userId, context) => (await roleIn(team, userId, context && context.members)) === "owner";
async function report(error, id) {
  if (error) return console.log(error);
  return db("reports").where({ id }).first();
}
module.exports = { priceOf, roleIn, mayEdit, report };
// file: cart.js
const { priceOf, roleIn, mayEdit, report } = require("./price");
exports.total = async (products, skus) => {
  for (const product of products) await priceOf({ sku: product.sku, product });
  for (const sku of skus) await priceOf({ sku }); // expect: n-plus-one
};
exports.editable = async (teams, userId, members) => {
  for (const team of teams) await mayEdit(team, userId, { members });
  for (const team of teams) await mayEdit(team, userId); // expect: n-plus-one
  for (const team of teams) await roleIn(team, userId); // expect: n-plus-one
};
exports.reports = async (ids, error) => {
  for (const id of ids) await report(error, id); // expect: n-plus-one
};

// case: a map that a function makes where it is passed none keeps what was asked
import mongoose from "mongoose";
const Owner = mongoose.model("Owner", new mongoose.Schema({ name: String }));
export async function attach(pets, owners = new Map()) {
  for (const pet of pets) {
    if (!owners.has(pet.ownerId)) owners.set(pet.ownerId, await Owner.findById(pet.ownerId).lean());
    pet.owner = owners.get(pet.ownerId);
  }
  for (const pet of pets) pet.owner = await Owner.findById(pet.ownerId).lean(); // expect: n-plus-one
}

// case: what a cache or a wrapper that is waited for gives is an answer, and no function
// file: plans.ts
import { PrismaClient } from "@prisma/client";
import { cache, timed } from "./outside";
const prisma = new PrismaClient();
export const plan = async (id: string) => cache.wrap(`plan:${id}`, () => prisma.plan.findFirst({ where: { id } }));
export const subscriptions = (planId: string) => prisma.subscription.count({ where: { planId } });
// file: billing.ts
import { plan, subscriptions } from "./plans";
export async function bill(accounts: { planId: string }[]) {
  for (const account of accounts) {
    const found = await plan(account.planId);
    console.log(found);
    console.log(await subscriptions(account.planId)); // expect: n-plus-one
  }
}

// case: a procedure may write, and its name may say so
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function close(ids: string[], name: string) {
  for (const id of ids) await pool.query("CALL close_account($1)", [id]);
  for (const id of ids) await pool.query(`CALL ${name}($1)`, [id]);
  for (const id of ids) await pool.query("SELECT * FROM accounts WHERE id = $1", [id]); // expect: n-plus-one
}

// case: a variable that the first hit fills stops the rest
// file: find.js
const async = require("async");
const { MongoClient } = require("mongodb");
const sites = new MongoClient(process.env.DB, { waitQueueTimeoutMS: 1000 }).db().collection("sites");
exports.first = (hosts, done) => {
  let found = false;
  let site;
  async.eachSeries(
    hosts,
    (host, next) => {
      if (found) return next();
      sites.findOne({ host }, (error, doc) => {
        if (doc) {
          found = true;
          site = doc;
        }
        next(error);
      });
    },
    (error) => done(error, site),
  );
};
exports.firstOfAll = async (hosts) => {
  let site;
  let found = false;
  await hosts.reduce(async (before, host) => {
    await before;
    if (!found) {
      const doc = await sites.findOne({ host });
      if (doc) {
        found = true;
        site = doc;
      }
    }
  }, Promise.resolve());
  return site;
};
exports.detect = (hosts, done) => async.detectSeries(hosts, (host, next) => sites.findOne({ host }, (error, doc) => next(error, doc)), done);
exports.untilMissing = async (hosts) => {
  let missing = false;
  await hosts.reduce(async (before, host) => {
    await before;
    if (missing) return;
    const doc = await sites.findOne({ host }); // expect: n-plus-one
    if (!doc) missing = true;
  }, Promise.resolve());
  return missing;
};

// case: the first one that is not taken ends the search, all that are not taken are asked about
import { knex } from "knex";
const db = knex({ client: "pg", connection: process.env.DB });
const isTaken = async (room: string, at: string) => Boolean(await db("bookings").where({ room, at }).first());
export async function firstFree(rooms: string[], at: string) {
  for (const room of rooms) if (!(await isTaken(room, at))) return room;
  return undefined;
}
export async function free(rooms: string[], at: string) {
  const out = [];
  for (const room of rooms) if (!(await isTaken(room, at))) out.push(room); // expect: n-plus-one
  return out;
}
export async function allTaken(rooms: string[], at: string) {
  for (const room of rooms) if (!(await isTaken(room, at))) return false; // expect: n-plus-one
  return true;
}

// case: a column that stands in the text makes it another statement, a value does not
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const run = async (text: string) => (await pool.query(text)).rows;
export async function profile(columns: string[], ids: number[]) {
  for (const column of columns) await run(`SELECT min(${column}), max(${column}) FROM orders`);
  for (const column of columns) await pool.query(`SELECT id, ${column} FROM orders`);
  for (const id of ids) await run(`SELECT * FROM orders WHERE id = ${id}`); // expect: n-plus-one
  for (const id of ids) await pool.query(`SELECT balance_of(${id})`); // expect: n-plus-one
}

// case: a helper that builds a query of the model that it is passed
import mongoose, { Model } from "mongoose";
const old = (model: Model<any>, before: Date) => model.countDocuments({ at: { $lt: before } });
export async function report(before: Date, ids: string[]) {
  const User = mongoose.model("User", new mongoose.Schema({}));
  for (const name of mongoose.modelNames()) await old(mongoose.model(name), before);
  for (const id of ids) await User.findById(id); // expect: n-plus-one
}

// case: a generator of messages is no list, one of rows is
import { EventEmitter, on } from "node:events";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function* messages(topic: string): AsyncGenerator<{ id: string }> {
  for await (const [message] of on(new EventEmitter(), topic)) yield message;
}
async function* users() {
  for (let page = 0; ; page++) {
    const found = await prisma.user.findMany({ skip: page * 100, take: 100 });
    if (found.length === 0) return;
    yield* found;
  }
}
export async function follow(arriving: AsyncIterable<{ id: string }>) {
  for await (const { id } of messages("posts")) await prisma.post.findFirst({ where: { id } });
  for await (const { id } of arriving) await prisma.post.findFirst({ where: { id } });
  for await (const user of users()) await prisma.post.findFirst({ where: { userId: user.id } }); // expect: n-plus-one
}

// case: what a function is passed under the name of several is a list
// file: enrich.js
import { MongoClient } from "mongodb";
const db = new MongoClient(process.env.DB, { waitQueueTimeoutMS: 1000 }).db();
export async function enrich(orders) {
  for await (const order of orders) order.user = await db.collection("users").findOne({ _id: order.userId }); // expect: n-plus-one
}
export async function listen(messages) {
  for await (const message of messages) await db.collection("users").findOne({ _id: message.userId });
}

// case: builders in a list that another query takes one by one
import { knex } from "knex";
const db = knex({ client: "pg", connection: process.env.DB });
export async function search(tags: string[]) {
  const query = db("orders");
  const parts = tags.map((tag) => db("tags").select("order_id").where("name", tag));
  parts.forEach((part) => query.whereIn("id", part));
  return query;
}
export async function searchEach(tags: string[]) {
  const parts = tags.map((tag) => db("tags").select("order_id").where("name", tag)); // expect: n-plus-one
  return Promise.all(parts);
}

// case: what is asked by a sum that the turns before added up
import { Kysely } from "kysely";
declare const db: Kysely<{ rules: { min: number; factor: number } }>;
export async function balanceAfter(moves: { amount: number }[]) {
  let balance = 0;
  for (const move of moves) {
    const rule = await db.selectFrom("rules").selectAll().where("min", "<=", balance).executeTakeFirst();
    balance += move.amount * (rule ? rule.factor : 1);
  }
  return balance;
}
export async function total(moves: { kind: number }[]) {
  let sum = 0;
  for (const move of moves) {
    const rule = await db.selectFrom("rules").selectAll().where("min", "=", move.kind).executeTakeFirst(); // expect: n-plus-one
    sum += rule ? rule.factor : 1;
  }
  return sum;
}

// case: a lazy relation that came with the rows asks nothing
// file: team.ts
import { Entity, ManyToOne, OneToMany, PrimaryGeneratedColumn } from "typeorm";
@Entity()
export class Team {
  @PrimaryGeneratedColumn() id!: number;
  @OneToMany(() => Player, (player) => player.team) players!: Promise<Player[]>;
}
@Entity()
export class Player {
  @PrimaryGeneratedColumn() id!: number;
  @ManyToOne(() => Team, (team) => team.players) team!: Promise<Team>;
}
// file: teams.ts
import { DataSource } from "typeorm";
import { Player, Team } from "./team";
export async function sizes(source: DataSource) {
  const out = [];
  for (const team of await source.getRepository(Team).find({ relations: { players: true } })) out.push((await team.players).length);
  const players = await source.getRepository(Player).find({ relations: ["team"] });
  for (const player of players) out.push((await player.team).id);
  const joined = await source.getRepository(Team).createQueryBuilder("team").leftJoinAndSelect("team.players", "player").getMany();
  for (const team of joined) out.push((await team.players).length);
  for (const team of await source.getRepository(Team).find()) out.push((await team.players).length); // expect: n-plus-one
  return out;
}

// case: a file that exports a map of resolvers under no such name
// file: graphql/invoice.js
const invoices = require("../data/invoices");
module.exports = {
  Query: { invoice: (_, { id }, { db }) => invoices.get(db, id) },
  Invoice: { lines: (invoice, _, { db }) => invoices.lines(db, invoice.id) }, // expect: n-plus-one
  PayPayload: { invoice: ({ id }, _, { db }) => invoices.get(db, id) },
};
// file: data/invoices.js
exports.get = (db, id) => db("invoices").where({ id }).first();
exports.lines = (db, invoiceId) => db("lines").where({ invoice_id: invoiceId });
// file: index.js
const { ApolloServer } = require("@apollo/server");
const { startStandaloneServer } = require("@apollo/server/standalone");
const knex = require("knex")({ client: "pg", connection: process.env.DB });
const invoice = require("./graphql/invoice");
startStandaloneServer(new ApolloServer({ typeDefs: "", resolvers: [invoice] }), { context: async () => ({ db: knex }) });

// case: a list that a configuration in a field is asked for by its name
// file: feeds.js
const mongoose = require("mongoose");
const Feed = mongoose.model("Feed", new mongoose.Schema({ name: String }));
module.exports = class Feeds {
  constructor({ config } = {}) {
    this.config = config;
  }
  async states(names) {
    const out = [];
    for (const { name } of this.config.get("feeds")) out.push(await Feed.findOne({ name }));
    for (const name of names) out.push(await Feed.findOne({ name })); // expect: n-plus-one
    return out;
  }
};

// case: what rows of a map stand under is no piece of a list
import { DataSource } from "typeorm";
export async function cheapest(source: DataSource, groups: Map<string, string[]>) {
  for (const [group, skus] of groups)
    await source.getRepository("Price").findOne({ where: { group, sku: skus[0] } }); // expect: n-plus-one
  for (const [, group] of groups) await source.query("SELECT * FROM prices WHERE sku = ANY($1)", [group]);
}

// case: a list of one row that is made for what takes many
// file: labels.ts
import { drizzle } from "drizzle-orm/node-postgres";
import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { Pool } from "pg";
const table = pgTable("labels", { id: integer("id").primaryKey(), name: text("name") });
const db = drizzle(new Pool({ connectionTimeoutMillis: 1000 }));
export const labels = {
  async add(rows: { id: number; name: string }[]) {
    await db.insert(table).values(rows);
  },
};
export async function fill(names: string[]) {
  for (const name of names) await db.insert(table).values([{ id: 1, name }]); // expect: write-in-loop
}
// file: boards.ts
import { labels } from "./labels";
export async function fillAll(names: string[], boards: { rows: { id: number; name: string }[] }[]) {
  for (const name of names) await labels.add([{ id: 1, name }]); // expect: write-in-loop
  for (const board of boards) await labels.add(board.rows.map((row) => ({ ...row })));
}

// case: a helper that was switched off asks nothing
// file: users.js
const mongoose = require("mongoose");
const User = mongoose.model("User", new mongoose.Schema({}));
exports.off = async (id) => {
  return { id };
  const user = await User.findById(id);
  return user;
};
exports.never = async (id) => {
  if (false) await User.findById(id);
  return { id };
};
exports.on = async (id) => {
  if (!id) return null;
  return User.findById(id);
};
// file: app.js
const users = require("./users");
exports.load = async (ids) => {
  for (const id of ids) await users.off(id);
  for (const id of ids) await users.never(id);
  for (const id of ids) await users.on(id); // expect: n-plus-one
};

// case: what shows the schema, and a procedure in capitals
// file: columns.js
const mysql = require("mysql2/promise");
const pool = mysql.createPool({ host: "db", queueLimit: 10 });
const columnsOf = async (table) => (await pool.query("SHOW COLUMNS FROM ??", [table]))[0];
async function ensure(table, name) {
  const known = await columnsOf(table);
  if (!known.includes(name)) await pool.query(`ALTER TABLE ${table} ADD COLUMN ${name} text`);
}
exports.ensureAll = async (table, names, ids) => {
  for (const name of names) await ensure(table, name);
  for (const id of ids) await pool.query("EXEC dbo.ArchiveOrder ?", [id]);
  for (const id of ids) await pool.query("CALL get_totals(?)", [id]); // expect: n-plus-one
};

// case: what the files of CommonJS pass to a function that builds a pool
// file: pools.js
const { Pool } = require("pg");
exports.bare = (options) => new Pool(options); // expect: pool-acquire-timeout
exports.limited = (options = {}) => new Pool({ connectionTimeoutMillis: 5000, ...options });
function open(options) {
  return new Pool(options);
}
module.exports.open = open;
// file: stores.js
const { bare, limited } = require("./pools");
const pools = require("./pools");
exports.orders = bare({ host: "orders", max: 5 });
exports.users = limited({ host: "users" });
exports.stock = pools.open({ host: "stock", connectionTimeoutMillis: 1000 });

// case: a class of CommonJS whose objects are made with options
// file: store.js
const { Pool } = require("pg");
class Store {
  constructor(options) {
    this.pool = new Pool(options); // expect: pool-acquire-timeout
  }
}
module.exports = Store;
// file: main.js
const Store = require("./store");
module.exports = new Store({ host: "db", max: 4 });

// case: a list in the code that the files of CommonJS pass
// file: counts.js
const { MongoClient } = require("mongodb");
const db = new MongoClient(process.env.DB, { waitQueueTimeoutMS: 1000 }).db();
exports.perKind = async (kinds) => {
  const out = {};
  for (const kind of kinds) out[kind] = await db.collection("events").countDocuments({ kind });
  return out;
};
exports.perUser = async (ids) => {
  const out = {};
  for (const id of ids) out[id] = await db.collection("events").countDocuments({ user: id }); // expect: n-plus-one
  return out;
};
// file: routes.js
const counts = require("./counts");
exports.all = async (request) => [await counts.perKind(["view", "click"]), await counts.perUser(request.body.ids)];

// case: what each object keeps is asked for each object, what one for all keeps is asked once
// file: invoice.js
import knex from "knex";
export const db = knex({ client: "pg", connection: process.env.DB });
export class Invoice {
  #lines;
  constructor(row) {
    this.row = row;
  }
  async lines() {
    this.#lines ??= await db("lines").where({ invoice_id: this.row.id });
    return this.#lines;
  }
  async total() {
    return (await this.lines()).reduce((sum, line) => sum + line.amount, 0);
  }
}
export class Rates {
  async values() {
    if (!this.kept) this.kept = await db("rates");
    return this.kept;
  }
}
// file: report.js
import { db, Invoice, Rates } from "./invoice.js";
const rates = new Rates();
const totalOf = async (invoice, values) => (await invoice.total()) * values.length;
export async function totals() {
  const invoices = (await db("invoices")).map((row) => new Invoice(row));
  const [first] = invoices;
  const out = [];
  for (const invoice of invoices) out.push((await rates.values()).length + invoice.row.id);
  for (const invoice of invoices) out.push((await first.total()) + invoice.row.id);
  for (const invoice of invoices) out.push(await invoice.total()); // expect: n-plus-one
  for (const invoice of invoices) out.push(await totalOf(invoice, await rates.values())); // expect: n-plus-one
  return out;
}

// case: a switch among the options, taken out in the body, and one that ends the function
// file: show.js
const { DataTypes, Sequelize } = require("sequelize");
const Comment = new Sequelize("postgres://db/blog").define("comment", { postId: DataTypes.STRING });
exports.show = async (post, options = {}) => {
  const { comments = false } = options;
  return { id: post.id, comments: comments ? await Comment.findAll({ where: { postId: post.id } }) : [] };
};
exports.publish = async ({ id, dryRun }) => {
  if (dryRun) return { id };
  return Comment.findOne({ where: { postId: id } });
};
// file: posts.js
const { show, publish } = require("./show");
exports.list = async (posts) => {
  for (const post of posts) await show(post, { count: 1 });
  for (const post of posts) await show(post, { comments: true }); // expect: n-plus-one
  for (const post of posts) await publish({ id: post.id, dryRun: true });
  for (const post of posts) await publish({ id: post.id }); // expect: n-plus-one
};

// case: a relation that a builder loads for one row after the other
import { DataSource } from "typeorm";
export async function books(source: DataSource, authors: { id: number }[]) {
  const out = [];
  for (const author of authors) out.push(await source.createQueryBuilder().relation("Author", "books").of(author).loadMany()); // expect: n-plus-one
  return out;
}

// case: a class around a row, without types
// file: account.js
const db = require("knex")({ client: "pg", connection: process.env.DB });
class Account {
  constructor(row) {
    this.row = row;
  }
  async owner() {
    if (!this._owner) this._owner = await db("users").where({ name: this.row.owner }).first();
    return this._owner;
  }
}
class Exporter {
  constructor(format) {
    this.format = format;
  }
  async last() {
    return db("exports").where({ format: this.format }).first();
  }
}
exports.owners = async () => {
  for (const account of (await db("accounts")).map((row) => new Account(row))) await account.owner(); // expect: n-plus-one
};
exports.exports = async (formats) => {
  for (const exporter of formats.map((format) => new Exporter(format))) await exporter.last();
};

// case: all functions of an object in the code, called one after the other
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const parts = {
  profile: (id: string) => pool.query("SELECT * FROM profiles WHERE id = $1", [id]),
  orders: (id: string) => pool.query("SELECT * FROM orders WHERE user_id = $1", [id]),
};
const page = async (id: string) => Promise.all(Object.values(parts).map((part) => part(id)));
export async function pages(ids: string[]) {
  const [first] = ids;
  for (const part of Object.values(parts)) await part(first);
  return Promise.all(ids.map((id) => page(id))); // expect: n-plus-one
}

// case: a list that is one of the properties of the element
import { MongoClient } from "mongodb";
const seats = new MongoClient(process.env.DB ?? "", { waitQueueTimeoutMS: 1000 }).db().collection("seats");
export async function seatsOf(bookings: { id: string; codes: string[] }[], batches: string[][]) {
  for (const { codes } of bookings) await seats.find({ code: { $in: codes } }).toArray(); // expect: n-plus-one
  for (const codes of batches) await seats.find({ code: { $in: codes } }).toArray();
}
