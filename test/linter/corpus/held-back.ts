// What an examiner held back: positive twins of shapes that are left alone, and the other way round.

// case: one of several functions, chosen by a part of the row and asked with another
// file: loaders.js
const { model, Schema } = require("mongoose");
const Image = model("Image", new Schema({ url: String }));
const Video = model("Video", new Schema({ url: String }));
const image = (id) => Image.findById(id).lean();
const video = (id) => Video.findById(id).lean();
module.exports = { image, video };
// file: main.js
const loaders = require("./loaders");
exports.feed = async (entries, kinds, amounts) => {
  for (const { kind, id } of entries) {
    const load = loaders[kind];
    if (load) await load(id); // expect: n-plus-one
  }
  for (const kind of kinds) {
    const load = loaders[kind];
    if (load) await load(1);
  }
  for (const [kind, amount] of Object.entries(amounts)) {
    const load = loaders[kind];
    if (load) await load(amount);
  }
};

// case: the first hit among the names of each row, and among those of one
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000, max: 4 });
export async function match(rows: { names: string[] }[], names: string[]) {
  for (const row of rows) {
    for (const name of row.names) {
      const { rows: hits } = await pool.query("SELECT id FROM people WHERE name = $1", [name]); // expect: n-plus-one
      if (hits.length > 0) break;
    }
  }
  for (const row of rows) {
    for (let i = 0; i < 50; i++) {
      const { rows: taken } = await pool.query("SELECT id FROM people WHERE name = $1", [`${row.names[0]}-${i}`]);
      if (taken.length === 0) break;
    }
  }
  for (const name of names) {
    const { rows: hits } = await pool.query("SELECT id FROM people WHERE name = $1", [name]);
    if (hits.length > 0) return hits[0].id;
  }
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

// case: an insert of TypeORM's builder with one row, and with many
import { type DataSource } from "typeorm";
import { Ping } from "./ping";
export async function save(source: DataSource, rows: { at: Date; marks: string[] }[]) {
  for (const row of rows) await source.createQueryBuilder().insert().into(Ping).values({ at: row.at }).execute(); // expect: write-in-loop
  for (const { marks } of rows) await source.createQueryBuilder().insert().into(Ping).values(marks.map((mark) => ({ mark }))).execute();
}

// case: a table in the text that a helper sends
// file: db.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000, max: 4 });
exports.query = (text, values) => pool.query(text, values);
// file: main.js
const { query } = require("./db");
exports.counts = async (tables, ids) => {
  for (const table of tables) await query(`SELECT count(*) FROM ${table}`);
  for (const id of ids) await query(`SELECT count(*) FROM users WHERE id = ${id}`); // expect: n-plus-one
  for (const id of ids) await query("UPDATE users SET place = $1 WHERE id = $2", [ids.indexOf(id), id]);
};
