// Shapes seen in backends that are written in JavaScript: models on a context, `require` taken apart, rows that fill themselves.

// case: a type may have the name of a value, and stand after it
// file: models.ts
import { type InferSchemaType, model, Schema } from "mongoose";
const schema = new Schema({ name: String });
export const Room = model("Room", schema);
export type Room = InferSchemaType<typeof schema>;
export interface Guest { id: string }
export const Guest = model("Guest", schema);
// file: main.ts
import { type Dog, dogs } from "./dogs";
import { Guest, Room } from "./models";
export async function check(names: string[], guests: Guest[], all: Dog[]) {
  for (const name of names) await Room.exists({ name }); // expect: n-plus-one
  for (const { id } of guests) await Guest.find({ id }); // expect: n-plus-one
  for (const dog of all) await dog.owner(); // expect: n-plus-one
  for (const name of dogs) await Room.exists({ name });
}
// file: dogs.ts
import { Guest } from "./models";
interface Dog { bark(): void }
class Dog {
  constructor(public id: string) {}
  async owner() { return await Guest.find({ dog: this.id }); }
}
export type { Dog };
export const dogs = ["rex", "bello"];

// case: a type in a comment takes nothing from a value of its name
// file: models.js
const mongoose = require("mongoose");
exports.Ticket = mongoose.model("Ticket", new mongoose.Schema({}));
exports.Seat = mongoose.model("Seat", new mongoose.Schema({}));
// file: main.js
const { Ticket, Seat } = require("./models");
/** @typedef {import("./types").Ticket} Ticket */
/** @typedef {import("./types").Seat} Seat */
exports.check = async (filter) => {
  for await (const ticket of Ticket.find(filter)) await Seat.find({ ticket: ticket.id }); // expect: n-plus-one
};

// case: models on a context of which nothing is known
// file: models.js
const mongoose = require("mongoose");
module.exports = (connection) => ({ Cluster: connection.model("clusters", new mongoose.Schema({})) });
// file: groups.js
exports.sync = async (groups, context) => {
  const { models, logger } = context;
  for (const group of groups) {
    const clusters = await models.Cluster.find({ groups: group.id }).lean(); // expect: n-plus-one
    logger.info(clusters);
  }
};
exports.known = (names, { models }) => names.map((name) => models.list.find((one) => one === name));

// case: a row that is asked to fill itself is a query
const mongoose = require("mongoose");
const Order = mongoose.model("Order", new mongoose.Schema({}));
exports.fill = async (rows) => {
  for (const row of rows) await row.populate({ path: "owner", select: "name" }); // expect: n-plus-one
  await Order.populate(rows, { path: "owner" });
  for (const row of rows) await row.populate("owner").execPopulate(); // expect: n-plus-one
};

// case: constants that are taken out of what require gives
// file: constants.js
const COMMON = { OPEN: "open", CLOSED: "closed" };
const states = { ...COMMON, LATE: "late" };
const places = { north: { name: "North" }, south: { name: "South" } };
const found = {};
module.exports = { states, places, found };
// file: main.js
const mongoose = require("mongoose");
const { states, places, found } = require("./constants");
const Order = mongoose.model("Order", new mongoose.Schema({}));
exports.learn = (name) => { found[name] = true; };
exports.count = async () => {
  await Promise.all(Object.values(states).map((state) => Order.countDocuments({ state })));
  const names = [null, ...Object.values(places).map(({ name }) => name)];
  for (const name of names) await Order.countDocuments({ name });
  for (const name of Object.keys(found)) await Order.countDocuments({ name }); // expect: n-plus-one
};

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

// case: every seventh turn, and rows of every seventh day
const mongoose = require("mongoose");
const Day = mongoose.model("Day", new mongoose.Schema({}));
exports.remind = async (rows, now, keys) => {
  for (const row of rows) {
    if (now.diff(row.created, "days") % 7 === 0) await Day.findOne({ row: row.id }); // expect: n-plus-one
    if (row.day % 7 === 0) await Day.findOne({ day: row.day }); // expect: n-plus-one
  }
  let batch = [];
  for (let i = 0; i < keys.length; i++) {
    batch.push(keys[i]);
    if (batch.length % 100 === 0) await Day.find({ key: { $in: batch } });
    if ((i + 1) % 100 === 0) batch = [];
  }
};

// case: a filter that is filled part by part
const mongoose = require("mongoose");
const Signature = mongoose.model("Signature", new mongoose.Schema({}));
const last = async (user, gist) => {
  const query = { gist };
  query.user = user;
  const found = await Signature.findOne(query, {}, { sort: { created: -1 } });
  if (found && found.name !== user) {
    found.name = user;
    await found.save();
  }
  return found;
};
const next = async (gist) => {
  const query = {};
  query.gist = gist;
  const found = await Signature.findOne(query, {}, { sort: { number: -1 } });
  await Signature.create({ gist, number: found.number + 1 });
};
exports.check = async (users, gist) => {
  for (const user of users) await last(user, gist); // expect: n-plus-one
  for (const user of users) console.log(user, await next(gist));
};

// case: answers that are kept, and loops that find one out
const mongoose = require("mongoose");
const Grant = mongoose.model("Grant", new mongoose.Schema({}));
const answers = new Map();
exports.may = async (user, actions) => {
  if (answers.has(user)) return answers.get(user);
  const out = [];
  for (const action of actions) out.push(await Grant.find({ user, action })); // expect: n-plus-one
  answers.set(user, out);
  return out;
};
const cache = new Map();
exports.each = async (actions) => {
  for (const action of actions) {
    if (cache.has(action)) continue;
    cache.set(action, await Grant.findOne({ action }));
  }
};

// case: models by a name that is one thing or another
const { Sequelize } = require("sequelize");
const models = require("./models");
exports.dump = async (wanted) => {
  for (let i = 0; i < wanted.length; i++) {
    const one = wanted[i];
    const name = typeof one === "string" ? one : one.model;
    console.log(Sequelize, await models[name].findAll({ raw: true }));
  }
};

// case: what a model is given where it is defined, as the old Sequelize takes it
// file: models/index.js
const sequelize = require("../sequelize");
const load = (name) => sequelize.import(name);
module.exports = { Tag: load("tag"), Keyword: load("keyword") };
// file: sequelize.js
const Sequelize = require("sequelize");
module.exports = new Sequelize("db", "user", "password", { pool: { acquire: 1000 } });
// file: models/tag.js
module.exports = (sequelize, types) =>
  sequelize.define("Tag", { name: types.STRING }, {
    classMethods: { *findByName(name) { return yield this.find({ where: { name } }); } },
    instanceMethods: { label() { return this.name; } },
  });
// file: services/tags.js
const models = require("../models");
const { Tag, Keyword } = models;
exports.save = function* (names) {
  yield names.map((name) => Tag.findByName(name)); // expect: n-plus-one
  for (const name of names) {
    const row = yield Keyword.find({ where: { name } }); // expect: n-plus-one
    console.log(row.label());
  }
  for (const name of names) console.log(models.Known.find((known) => known.name === name));
};

// case: lists that the program has given methods which wait
const mongoose = require("mongoose");
const Order = mongoose.model("Order", new mongoose.Schema({}));
Array.prototype.mapAsync = async function (fn) { return Promise.all(this.map(fn)); };
exports.load = async (rows) => {
  await rows.mapAsync(async (row) => Order.findOne({ row: row.id })); // expect: n-plus-one
  await rows.forEachSeries(async (row) => { row.order = await Order.findOne({ row: row.id }); }); // expect: n-plus-one
};

// case: lines that are written when there are enough of them
const mongoose = require("mongoose");
const Log = mongoose.model("Log", new mongoose.Schema({}));
class Worker {
  log(line) {
    this.text += line;
    if (this.text.length >= 1024) this.save();
  }
  note(line) {
    this.last = line;
    if (line.length >= 80) return this.save();
  }
  async save() {
    const row = await Log.findById(this.id);
    row.text += this.text;
    this.text = "";
    await row.save();
  }
  async run(rows) {
    for (const row of rows) this.log(row.name);
    for (const row of rows) await this.note(row.name); // expect: n-plus-one
  }
}
module.exports = Worker;

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

// case: paths that are put together of where the file lies and where the program begins
// file: package.json
{ "name": "shop", "dependencies": { "mongoose": "8" } }
// file: plugins/tags/package.json
{ "name": "tags" }
// file: lib/general.js
exports.item = (Model, query) => Model.findOne(query);
// file: lib/tag.js
const mongoose = require("mongoose");
module.exports = mongoose.model("Tag", new mongoose.Schema({}));
// file: plugins/tags/service.js
const path = require("path");
const { item } = require(path.join(process.cwd(), "lib/general"));
const Tag = require(path.resolve(__dirname, "../../lib/tag"));
const known = require(path.join(__dirname, process.env.KNOWN));
exports.all = async (ids) => {
  for (const id of ids) await item(Tag, { id }); // expect: n-plus-one
  for (const id of ids) await known.item(id);
};

// case: a list that workers take from until nothing is left
const mongoose = require("mongoose");
const User = mongoose.model("User", new mongoose.Schema({}));
exports.work = async (ids, page) => {
  const pending = ids.slice();
  const worker = async () => {
    while (true) {
      const id = pending.pop();
      if (!id) return;
      await User.findOne({ id }); // expect: n-plus-one
    }
  };
  await Promise.all([worker(), worker()]);
  while (true) {
    const rows = await User.find({}).skip(page++);
    if (rows.length === 0) return;
  }
};

// case: a text that is looked up by a name, behind the program's own way to the database
// file: db.js
const pg = require("pg");
const fs = require("fs");
const pool = new pg.Pool({ connectionTimeoutMillis: 1000 });
function getQuery(name, done) {
  fs.readFile(`sql/${name}.sql`, (error, buffer) => done(error, buffer.toString()));
}
/** @param {import("pg").PoolClient?} client */
function executeSql(sql, args, client, done) {
  if (args) return client.query(sql, args, done);
  return client.query(sql, done);
}
executeSql.promise = (sql, args, client) =>
  new Promise((resolve, reject) => executeSql(sql, args, client, (error, rows) => (error ? reject(error) : resolve(rows))));
async function query(name, args, client) {
  const sql = await new Promise((resolve) => getQuery(name, (error, text) => resolve(text)));
  return await executeSql.promise(sql, args, client);
}
async function select(name, args, client) {
  return (await query(name, args, client)).rows;
}
async function selectIds(name, args, client) {
  return (await select(name, args, client)).map((row) => row.id);
}
module.exports = { pool, query, select, selectIds };
// file: messages.js
const db = require("./db");
exports.filter = (user, ids) => db.selectIds("messages/filter", [user, ids]);
exports.add = (user, ids) => db.selectIds("messages/insert", [user, ids]);
exports.run = (user, ids) => db.query("messages/seen", [user, ids]);
// file: main.js
const messages = require("./messages");
exports.all = async (users, ids) => {
  for (const user of users) await messages.filter(user.id, ids); // expect: n-plus-one
  for (const user of users) await messages.add(user.id, ids);
  for (const user of users) await messages.run(user.id, ids);
};

// case: what nothing declares is global
// file: connect.js
exports = mongoose = require("mongoose");
exports = Schema = mongoose.Schema;
// file: room.js
require("./connect");
module.exports = mongoose.model("Room", new Schema({ name: String }));
// file: main.js
const Room = require("./room");
exports.all = async (names) => {
  for (const name of names) console.log(await Room.distinct("_id", { name }).exec()); // expect: n-plus-one
  for (const name of names) console.log(unknown.distinct("_id", { name }));
};

// case: an update that only looks where nothing is to be changed
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
async function update(id: string, patch: Record<string, unknown>) {
  const keys = Object.keys(patch);
  if (keys.length === 0) return (await pool.query("SELECT * FROM staff WHERE id = $1", [id])).rows[0];
  const set = keys.map((key, at) => `${key} = $${at + 2}`).join(", ");
  return (await pool.query(`UPDATE staff SET ${set} WHERE id = $1 RETURNING *`, [id, ...keys.map((key) => patch[key])])).rows[0];
}
async function find(filter: Record<string, unknown>) {
  const keys = Object.keys(filter);
  if (keys.length === 0) return [];
  return (await pool.query("SELECT * FROM staff WHERE name = $1", [filter.name])).rows;
}
export async function all(rows: { id: string; name: string }[]) {
  for (const { id, name } of rows) await update(id, { name });
  for (const { name } of rows) await find({ name }); // expect: n-plus-one
}
