// Callbacks that run for each element: methods of arrays, libraries such as async and lodash, and helpers of the project that go through a list.

// case: a function reference as the callback
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const load = (id: string) => prisma.user.findFirst({ where: { id } });
// file: orders.ts
import { load } from "./users";
export const decorate = (ids: string[]) => Promise.all(ids.map(load)); // expect: n-plus-one

// case: a method reference with bind
import { PrismaClient } from "@prisma/client";
export class Rows {
  constructor(private readonly prisma: PrismaClient) {}
  load(id: string) {
    return this.prisma.row.findFirst({ where: { id } });
  }
  all(ids: string[]) {
    return Promise.all(ids.map(this.load.bind(this))); // expect: n-plus-one
  }
}

// case: async.eachLimit with a callback by name
import async from "async";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function refresh(row: { id: string }) {
  await prisma.row.findFirst({ where: { id: row.id } });
}
export function all(rows: { id: string }[]) {
  return async.eachLimit(rows, 3, refresh); // expect: n-plus-one
}

// case: p-map
import pMap from "p-map";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const all = (ids: string[]) => pMap(ids, async (id) => prisma.row.findFirst({ where: { id } }), { concurrency: 4 }); // expect: n-plus-one

// case: a helper of the project that calls its callback per element
// file: each.ts
export async function eachInTurn<T>(list: T[], run: (item: T) => Promise<void>) {
  for (const item of list) await run(item);
}
// file: orders.ts
import { PrismaClient } from "@prisma/client";
import { eachInTurn } from "./each";
const prisma = new PrismaClient();
export async function decorate(ids: string[]) {
  await eachInTurn(ids, async (id) => {
    await prisma.order.findFirst({ where: { id } }); // expect: n-plus-one
  });
}

// case: spread maps inside one Promise.all
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const load = (id: string) => prisma.user.findFirst({ where: { id } });
// file: main.ts
import { load } from "./users";
export const all = (a: string[], b: string[]) =>
  Promise.all([
    ...a.map((id) => load(id)), // expect: n-plus-one
    ...b.map(load), // expect: n-plus-one
  ]);

// case: a map that is awaited later
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const load = (id: string) => prisma.user.findFirst({ where: { id } });
// file: main.ts
import { load } from "./users";
export async function all(ids: string[]) {
  const users = ids.map(async (id) => {
    return { id, user: await load(id) }; // expect: n-plus-one
  });
  return Promise.all(users);
}

// case: the map of a result that succeeded or failed is no loop
// file: users.ts
import { ResultAsync } from "neverthrow";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const current = (id: string): ResultAsync<{ teamId: string }, Error> =>
  ResultAsync.fromPromise(prisma.user.findFirst({ where: { id } }), () => new Error("gone"));
export const team = (id: string) => prisma.team.findFirst({ where: { id } });
// file: main.ts
import { current, team } from "./users";
export const teamOf = (id: string) =>
  current(id)
    .andThen((user) => user)
    .map(async (user) => team(user.teamId));
export const teamsOf = (users: { teamId: string }[]) => users.map(async (user) => team(user.teamId)); // expect: n-plus-one

// case: a list that goes through operators of rxjs
import { EMPTY, from, mergeMap, Subject, toArray } from "rxjs";
import type { DataSource } from "typeorm";
import { Meter } from "./meter";
export const load = (source: DataSource, ids: number[]) =>
  from(ids).pipe(
    mergeMap((id) => source.getRepository(Meter).findOne({ where: { id } })), // expect: n-plus-one
    toArray(),
  );
const asked = new Subject<number>();
export const listen = (source: DataSource) =>
  asked.pipe(mergeMap((id) => source.getRepository(Meter).findOne({ where: { id } }) ?? EMPTY));
// file: meter.ts
import { Entity, PrimaryGeneratedColumn } from "typeorm";
@Entity()
export class Meter {
  @PrimaryGeneratedColumn() id!: number;
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

// case: helpers that are arrow functions go through a list, keep what they are given, or try again
// file: helpers.ts
export const asyncForEach = async <T>(list: T[], run: (one: T, index: number) => Promise<void>) => {
  for (let index = 0; index < list.length; index++) {
    await run(list[index], index);
  }
};
const kept = new Map<string, Promise<unknown>>();
export const memoize = (key: string, load: () => Promise<unknown>) => {
  const found = kept.get(key) ?? load();
  kept.set(key, found);
  return found;
};
export const retry = async (times: number, run: () => Promise<void>) => {
  for (let turn = 0; turn < times; turn++) {
    await run();
  }
};
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { asyncForEach, memoize, retry } from "./helpers";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  await asyncForEach(ids, async (id) => {
    const found = await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
    console.log(found);
  });
  for (const id of ids) await memoize(id, () => prisma.user.findFirst({ where: { id } }));
  await retry(3, async () => {
    console.log(await prisma.user.findMany({ where: { id: { in: ids } } }));
  });
}

// case: a function per element, for something that runs them all
import async from "async";
import type { Knex } from "knex";
import PQueue from "p-queue";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const queue = new PQueue({ concurrency: 3 });
const load = (id: string) => pool.query("SELECT * FROM parts WHERE id = $1", [id]);
export const queued = (ids: string[]) => queue.addAll(ids.map((id) => () => load(id))); // expect: n-plus-one
export const parallel = (ids: string[]) => async.parallel(ids.map((id) => async () => load(id))); // expect: n-plus-one
export const built = (knex: Knex, ids: string[]) => queue.addAll(ids.map((id) => () => knex("parts").where({ id }).first())); // expect: n-plus-one
export async function kept(ids: string[]) {
  const tasks = ids.map((id) => () => load(id)); // expect: n-plus-one
  return async.parallelLimit(tasks, 3);
}

// case: what a function asks is told once, not again where its answer is waited for
// file: main.js
const mongoose = require("mongoose");
const Role = mongoose.model("Role", new mongoose.Schema({}));
const Channel = mongoose.model("Channel", new mongoose.Schema({}));
const channelsOf = (user) =>
  Role.find({ name: { $in: user.groups } }).then((roles) => Channel.find({ _id: { $in: roles } }).exec());
exports.load = (users) =>
  Promise.all(
    users.map((user) =>
      channelsOf(user) // expect: n-plus-one
        .then((channels) => ({ user, channels })),
    ),
  );
exports.rename = (ids) => {
  ids.forEach((id) => {
    Role.find({ parent: id })
      .then((roles) => roles.forEach((role) => role.rename()))
      .catch((error) => console.error(error)); // expect: n-plus-one
  });
};

// case: what comes after the function for each element is called once
// file: teams.js
const async = require("async");
const mongoose = require("mongoose");
const Team = mongoose.model("Team", new mongoose.Schema({}));
const Member = mongoose.model("Member", new mongoose.Schema({}));
exports.active = function (ids, done) {
  Team.find({ id: { $in: ids } }, function (error, teams) {
    async.filter(teams, (team, next) => next(null, team.active), done);
  });
};
exports.open = function (teams, done) {
  async.filter(teams, (team, next) => next(null, team.open), (error, found) => done(error, found));
};
exports.files = (store, id, done) => store.find({ id }, done);
exports.each = function (teams, visit) {
  async.each(teams, visit, () => undefined);
};
exports.Member = Member;
// file: main.js
const teams = require("./teams");
exports.load = function (ids, store, done) {
  teams.active(ids, function () {
    teams.Member.findOne({ owner: ids[0] }, done);
  });
  teams.open(ids, function () {
    teams.Member.findOne({ owner: ids[0] }, done);
  });
  teams.files(store, ids[0], function () {
    teams.Member.findOne({ owner: ids[0] }, done);
  });
  teams.each(ids, function (id, next) {
    teams.Member.findOne({ team: id }, next); // expect: n-plus-one
  });
};

// case: steps that have names
const async = require("async");
const mongoose = require("mongoose");
const User = mongoose.model("User", new mongoose.Schema({}));
const Group = mongoose.model("Group", new mongoose.Schema({}));
exports.receive = function (mails, done) {
  mails.forEach(function (mail) {
    async.auto(
      {
        sender: function (next) {
          User.findOne({ address: mail.from }, next); // expect: n-plus-one
        },
        group: ["sender", function (found, next) {
          Group.findOne({ members: found.sender }, next); // expect: n-plus-one
        }],
      },
      done,
    );
  });
};
exports.page = function (id, done) {
  async.parallel({ user: (next) => User.findOne({ id }, next), groups: (next) => Group.countDocuments({}, next) }, done);
};

// case: rows that then is given
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const load = () =>
  prisma.user.findMany().then((users) => Promise.all(users.map((user) => prisma.post.findMany({ where: { userId: user.id } })))); // expect: n-plus-one

// case: a query in one arm of a choice, per row
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(rows: { userId?: string }[]) {
  return Promise.all(rows.map(async (row) => (row.userId ? await prisma.user.findFirst({ where: { id: row.userId } }) : null))); // expect: n-plus-one
}

// case: what a library goes through or looks at is not called
import _ from "lodash";
import { Sequelize } from "sequelize";
const sequelize = new Sequelize("postgres://localhost/shop");
const Stop = sequelize.define("Stop", {});
declare function publish(stop: unknown): void;
export function remove(journey: { destroy(): Promise<void>; id: string }) {
  return sequelize
    .transaction(() => journey.destroy().then(() => Stop.findAll({ where: { journeyId: journey.id } })))
    .then((stops) => {
      _.map(stops, (stop) => publish(stop));
    });
}
const load = (id: string) => Stop.findByPk(id);
export function check(ids: string[]) {
  for (const id of ids) if (_.isFunction(load)) publish(id);
  return Promise.all(_.map(ids, load)); // expect: n-plus-one
}

// case: a helper that goes through a list by counting, and one that tries again
// file: async.ts
export async function asyncMap<T, R>(list: T[], iteratee: (value: T) => Promise<R>): Promise<R[]> {
  const out: R[] = [];
  for (let i = 0; i < list.length; i++) out.push(await iteratee(list[i] as T));
  return out;
}
export async function persist<R>(times: number, action: () => Promise<R>): Promise<R | undefined> {
  for (let i = 0; i < times; i++) {
    try {
      return await action();
    } catch {}
  }
  return undefined;
}
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { asyncMap, persist } from "./async";
const prisma = new PrismaClient();
export async function all(ids: string[]) {
  await asyncMap(ids, (id) => prisma.user.findFirst({ where: { id } })); // expect: n-plus-one
  return persist(ids.length, () => prisma.user.findFirst({ where: { ids } }));
}

// case: lists that the program has given methods which wait
const mongoose = require("mongoose");
const Order = mongoose.model("Order", new mongoose.Schema({}));
Array.prototype.mapAsync = async function (fn) { return Promise.all(this.map(fn)); };
exports.load = async (rows) => {
  await rows.mapAsync(async (row) => Order.findOne({ row: row.id })); // expect: n-plus-one
  await rows.forEachSeries(async (row) => { row.order = await Order.findOne({ row: row.id }); }); // expect: n-plus-one
};

// case: a callback that is made where it is handed over
const mongoose = require("mongoose");
const EventProxy = require("eventproxy");
const User = mongoose.model("User", new mongoose.Schema({}));
exports.authors = (topics, callback) => {
  const ep = new EventProxy();
  ep.after("author", topics.length, () => callback(null, topics));
  topics.forEach((topic) => {
    User.findById(topic.author, ep.done((author) => { // expect: n-plus-one
      topic.author = author;
      ep.emit("author");
    }));
  });
};
exports.show = (ids, view) => ids.forEach((id) => { User.findById(id, view.show.bind(view)); }); // expect: n-plus-one
exports.filters = (ids) => ids.forEach((id) => { User.findById(id, String(id)); });

// case: findMany in Promise.all of map
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  return Promise.all(ids.map((id) => prisma.post.findMany({ where: { userId: id } }))); // expect: n-plus-one
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

// case: allSettled of a map
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  const all = await Promise.allSettled(ids.map((id) => prisma.post.findMany({ where: { userId: id } }))); // expect: n-plus-one
  return all;
}

// case: flatMap that asks per element
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function load(ids: string[]) {
  return Promise.all(ids.flatMap((id) => [pool.query("SELECT a FROM t WHERE id = $1", [id]), 1])); // expect: n-plus-one
}

// case: flatMap over rows that are there
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function load(ids: string[]) {
  const { rows } = await pool.query("SELECT tags FROM t WHERE id = ANY($1)", [ids]);
  return rows.flatMap((row) => row.tags);
}

// case: async.each with a callback in place
import async from "async";
import { createPool } from "mysql2";
const pool = createPool({ connectionLimit: 4, queueLimit: 10, connectTimeout: 1000 });
export function load(ids: string[], done: (error?: Error) => void) {
  async.each(
    ids,
    (id, next) => {
      pool.query("SELECT * FROM users WHERE id = ?", [id], (error) => next(error)); // expect: n-plus-one
    },
    done,
  );
}

// case: async.mapSeries taken out of its module
import { mapSeries } from "async";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export const load = (ids: string[]) => mapSeries(ids, async (id) => pool.query("SELECT 1 FROM t WHERE id = $1", [id])); // expect: n-plus-one

// case: async.eachOf of a list, and async.parallel of two queries
import async from "async";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function load(ids: string[]) {
  await async.eachOf(ids, async (id) => {
    await pool.query("SELECT 1 FROM t WHERE id = $1", [id]); // expect: n-plus-one
  });
  await async.parallel([
    async () => pool.query("SELECT count(*) FROM a"),
    async () => pool.query("SELECT count(*) FROM b"),
  ]);
}

// case: a helper that retries what it is given, for one and for each
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
async function retry<T>(task: () => Promise<T>): Promise<T> {
  for (let i = 0; i < 2; i++) {
    try {
      return await task();
    } catch {}
  }
  return task();
}
export const one = (id: string) => retry(() => pool.query("SELECT 1 FROM t WHERE id = $1", [id]));
export async function each(ids: string[]) {
  for (const id of ids) await retry(() => pool.query("SELECT 1 FROM t WHERE id = $1", [id])); // expect: n-plus-one
}

// case: reduce that chains promises
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const load = (ids: string[]) =>
  ids.reduce((before, id) => before.then(() => prisma.post.findMany({ where: { id } })), Promise.resolve([] as unknown[])); // expect: n-plus-one

// case: reduce over rows that are there
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function sum() {
  const rows = await prisma.post.findMany();
  return rows.reduce((total, row) => total + row.likes, 0);
}

// case: map of bluebird, with and without its options
import Bluebird from "bluebird";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function load(ids: string[]) {
  await Bluebird.map(ids, (id) => pool.query("SELECT 1 FROM t WHERE id = $1", [id]), { concurrency: 4 }); // expect: n-plus-one
  await Bluebird.each(ids, async (id) => {
    await pool.query("SELECT 2 FROM t WHERE id = $1", [id]); // expect: n-plus-one
  });
}

// case: each and map of lodash, in one call and in a chain
import _ from "lodash";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  await Promise.all(_.map(ids, (id) => prisma.post.findMany({ where: { id } }))); // expect: n-plus-one
  await Promise.all(_(ids).uniq().map((id) => prisma.post.findMany({ where: { id } })).value()); // expect: n-plus-one
  _.forEach(ids, async (id) => {
    await prisma.post.findMany({ where: { id } }); // expect: n-plus-one
  });
}

// case: promises pushed in a callback of forEach
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  const asked: Promise<unknown>[] = [];
  ids.forEach((id) => {
    asked.push(prisma.post.findMany({ where: { id } })); // expect: n-plus-one
  });
  await Promise.all(asked);
}

// case: a filter that asks, and a condition of some
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  const kept = await Promise.all(ids.map(async (id) => ((await prisma.post.count({ where: { id } })) > 0 ? id : null))); // expect: n-plus-one
  return kept.filter((id) => id !== null);
}

// case: optional calls
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(team?: { ids?: string[] }) {
  await Promise.all(team?.ids?.map((id) => prisma?.post?.findMany?.({ where: { id } })) ?? []); // expect: n-plus-one
}

// case: steps of async run where they stand
// file: main.js
const async = require("async");
const { model, Schema } = require("mongoose");
const Playlist = model("Playlist", new Schema({}));
exports.remove = (ids, done) => {
  async.eachLimit(
    ids,
    2,
    (id, next) => {
      async.waterfall(
        [
          (step) => Playlist.find({ song: id }, step), // expect: n-plus-one
          (playlists, step) => step(null, playlists.length),
        ],
        next,
      );
    },
    done,
  );
};
exports.load = (id, done) => {
  async.waterfall([(step) => Playlist.find({ song: id }, step), (rows, step) => Playlist.count({}, step)], done);
};

// case: queries that were waited for together are lists of rows
import { Model } from "objection";
class Team extends Model {}
class Member extends Model {}
export async function byMember(links: { team: string; member: string }[]) {
  const [teams, members] = await Promise.all([
    Team.query().whereIn("id", links.map((link) => link.team)),
    Member.query().whereIn("id", links.map((link) => link.member)),
  ]);
  for (const link of links) await Team.query().findById(link.team); // expect: n-plus-one
  return links.map((link) => ({
    team: teams.find((team) => team.$id() === link.team),
    member: members.find((member) => member.$id() === link.member),
  }));
}

// case: a function that is handed by its name to one that counts through the list
// file: each.js
module.exports = async function each(list, visit) {
  for (let i = 0; i < list.length; i++) await visit(list[i], i);
};
// file: main.js
const { model, Schema } = require("mongoose");
const each = require("./each");
const Score = model("Score", new Schema({ points: Number }));
async function show(id) {
  console.log(await Score.findById(id));
}
exports.all = async (ids) => {
  await each(ids, show); // expect: n-plus-one
  await each([1, 2, 3], show);
};

// case: a callback that a loop is left with runs once
import mongoose from "mongoose";
const Rule = mongoose.model("Rule", new mongoose.Schema({}));
function check(ids: string[], done: (error?: string) => void) {
  for (const id of ids) {
    if (id === "") return done("not allowed");
  }
  done();
}
function each(ids: string[], done: (id: string) => void) {
  for (const id of ids) done(id);
}
export function add(ids: string[], name: string) {
  check(ids, (error) => {
    if (error === undefined) new Rule({ name }).save();
  });
  each(ids, (id) => {
    new Rule({ name: id }).save(); // expect: write-in-loop
  });
}
