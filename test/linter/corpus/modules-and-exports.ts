// How a file gets what another has: imports, barrels, require, dynamic and aliased paths, namespaces, folders that are loaded, globals.

// case: a default export, under another name
// file: find-user.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export default async function findUser(id: string) {
  return prisma.user.findFirst({ where: { id } });
}
// file: orders.ts
import load from "./find-user";
export async function decorate(ids: string[]) {
  for (const id of ids) await load(id); // expect: n-plus-one
}

// case: a default export that is an arrow
// file: find-user.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export default async (id: string) => prisma.user.findFirst({ where: { id } });
// file: orders.ts
import load from "./find-user";
export async function decorate(ids: string[]) {
  for (const id of ids) await load(id); // expect: n-plus-one
}

// case: through two barrels of re-exports
// file: db/users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const findUser = (id: string) => prisma.user.findFirst({ where: { id } });
// file: db/index.ts
export * from "./users";
// file: services/index.ts
export { findUser as loadUser } from "../db";
// file: orders.ts
import { loadUser } from "./services";
export async function decorate(ids: string[]) {
  return Promise.all(ids.map((id) => loadUser(id))); // expect: n-plus-one
}

// case: a namespace import
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const find = (id: string) => prisma.user.findFirst({ where: { id } });
// file: orders.ts
import * as users from "./users";
export async function decorate(ids: string[]) {
  for (const id of ids) await users.find(id); // expect: n-plus-one
}

// case: an instance exported by its module
// file: users.ts
import { PrismaClient } from "@prisma/client";
class Users {
  constructor(private readonly prisma: PrismaClient) {}
  load(id: string) {
    return this.prisma.user.findFirst({ where: { id } });
  }
}
export const users = new Users(new PrismaClient());
// file: orders.ts
import { users } from "./users";
export async function decorate(ids: string[]) {
  for (const id of ids) await users.load(id); // expect: n-plus-one
}

// case: a client kept on the global object
// file: db.ts
import { PrismaClient } from "@prisma/client";
const holder = globalThis as unknown as { prisma?: PrismaClient };
export const db = holder.prisma ?? new PrismaClient();
// file: main.ts
import { db } from "./db";
export async function load(ids: string[]) {
  for (const id of ids) await db.user.findFirst({ where: { id } }); // expect: n-plus-one
}

// case: CommonJS exports and require
// file: users.js
const { PrismaClient } = require("@prisma/client");
const prisma = new PrismaClient();
async function load(id) {
  return prisma.user.findFirst({ where: { id } });
}
module.exports = { load };
// file: orders.js
const { load } = require("./users");
module.exports.decorate = async (ids) => {
  for (const id of ids) await load(id); // expect: n-plus-one
};

// case: exports by assignment and a require that is not taken apart
// file: users.js
const { PrismaClient } = require("@prisma/client");
const prisma = new PrismaClient();
exports.load = (id) => prisma.user.findFirst({ where: { id } });
// file: orders.js
const users = require("./users");
exports.decorate = async (ids) => {
  for (const id of ids) await users.load(id); // expect: n-plus-one
};

// case: what a file hands out is chosen when the program runs, and all that it may be do the same
// file: store/index.js
const kind = process.env.STORE || "firestore";
const store = require(`./store-${kind}`);
module.exports = store;
// file: store/store-firestore.js
const { Firestore } = require("@google-cloud/firestore");
const db = new Firestore();
const findWriterById = async (id) => (await db.collection("writers").doc(id).get()).data();
const nameOfWriter = async (id) => (await db.collection("writers").doc(id).get()).data().name;
module.exports = { findWriterById, nameOfWriter };
// file: store/store-mongodb.js
const { MongoClient } = require("mongodb");
const client = new MongoClient("mongodb://localhost", { waitQueueTimeoutMS: 1000 });
const findWriterById = async (id) => client.db().collection("writers").findOne({ _id: id });
const nameOfWriter = async (id) => id.toUpperCase();
module.exports = { findWriterById, nameOfWriter };
// file: articles.js
const { findWriterById, nameOfWriter } = require("./store");
const store = require("./store");
async function writersOf(articles) {
  for (const article of articles) {
    await findWriterById(article.writerId); // expect: n-plus-one
    await nameOfWriter(article.writerId);
  }
  return Promise.all(articles.map((article) => store.findWriterById(article.editorId))); // expect: n-plus-one
}
module.exports = { writersOf };

// case: a module that exports one thing, imported with require
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
function getUser(id: string) {
  return prisma.user.findFirst({ where: { id } });
}
export = getUser;
// file: main.ts
import getUser = require("./users");
export async function load(ids: string[]) {
  for (const id of ids) await getUser(id); // expect: n-plus-one
}

// case: modules by their place from where the program is started
// file: package.json
{ "name": "shop", "main": "server.js", "dependencies": { "mongoose": "5.0.0" } }
// file: modules/core/server/prices.js
const mongoose = require("mongoose");
const Price = mongoose.model("Price", new mongoose.Schema({}));
exports.latest = (code) => Price.where({ code }).sort("-since");
// file: modules/orders/server/orders.controller.js
const path = require("path");
const prices = require(path.resolve("./modules/core/server/prices"));
exports.total = async (lines) => {
  for (const { code } of lines) console.log(await prices.latest(code)); // expect: n-plus-one
};

// case: functions put on what a function is passed that is called where it stands
// file: reports.js
const db = require("./store").connect();
const reports = {};
(function (reports) {
  reports.send = function (id, done) {
    db.collection("reports").findOne({ _id: id }, done);
  };
  reports.check = function (changes, done) {
    for (const key in changes) {
      if (key.indexOf("$") !== 0) {
        if (done) done(new Error(key));
        return;
      }
    }
    db.collection("reports").update({}, changes, done);
  };
})(reports);
module.exports = reports;
// file: store.js
const mongo = require("mongoskin");
exports.connect = () => mongo.db("mongodb://localhost/shop");
// file: send.js
const async = require("async");
const reports = require("./reports");
exports.all = (rows, done) => async.eachSeries(rows, (row, next) => reports.send(row.id, next), done); // expect: n-plus-one
// file: check.js
const reports = require("./reports");
const db = require("./store").connect();
exports.one = (changes, done) =>
  reports.check(changes, () => {
    db.collection("checks").findOne({ seen: false }, done);
  });

// case: a helper taken out of require
// file: users.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
async function find(id) {
  return pool.query("SELECT * FROM users WHERE id = $1", [id]);
}
module.exports = { find };
// file: main.js
const { find } = require("./users");
exports.load = async (ids) => {
  for (const id of ids) {
    await find(id); // expect: n-plus-one
  }
};

// case: what imports name by an alias that a bundler is told
// file: src/core/store.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000, statement_timeout: 5000 });
export const findTrack = (id) => pool.query("SELECT * FROM tracks WHERE id = $1", [id]);
export const nameOf = (track) => track.name;
// file: src/albums/load.js
import { findTrack, nameOf } from "@core/store";
import { findTrack as find } from "~/core/store";
import { findTrack as findAlso } from "@/core/store";
import { findTrack as findElse } from "@other/store";
import { findTrack as findBelow } from "$core/store";
export async function load(album) {
  for (const id of album.tracks) {
    const track = await findTrack(id); // expect: n-plus-one
    await find(track.next); // expect: n-plus-one
    await findAlso(track.next); // expect: n-plus-one
    await findElse(track.next);
    await findBelow(track.next); // expect: n-plus-one
    nameOf(track);
  }
}

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

// case: namespace
// file: users.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export namespace Users {
  export async function find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
  export const label = (id: string) => id;
  export const byMail = async (mail: string) => pool.query("SELECT * FROM users WHERE mail = $1", [mail]);
}
// file: main.ts
import { Users } from "./users";
export async function load(ids: string[]) {
  for (const id of ids) Users.label(id);
  for (const id of ids) await Users.find(id); // expect: n-plus-one
  for (const id of ids) await Users.byMail(id); // expect: n-plus-one
}

// case: namespace in one file with a class of one name
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
namespace Users {
  export async function find(id: string) { return prisma.user.findFirst({ where: { id } }); }
}
export async function load(ids: string[]) {
  for (const id of ids) await Users.find(id); // expect: n-plus-one
}

// case: namespace with classes and types
// file: repos.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export namespace Repos {
  export class UserStore {
    async find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
  }
  export interface Opts { a: string }
}
// file: main.ts
import { Repos } from "./repos";
export async function load(store: Repos.UserStore, ids: string[]) {
  for (const id of ids) await store.find(id); // expect: n-plus-one
  const own = new Repos.UserStore();
  for (const id of ids) await own.find(id); // expect: n-plus-one
}

// case: a module that calls what it exports itself
const { Pool } = require("pg");
exports.pool = new Pool({ connectionTimeoutMillis: 1000 });
exports.find = (id) => exports.pool.query("SELECT * FROM users WHERE id = $1", [id]);
module.exports.label = (id) => `#${id}`;
exports.all = async (ids) => {
  for (const id of ids) {
    console.log(module.exports.label(id));
    await exports.find(id); // expect: n-plus-one
  }
};

// case: a helper that is imported when it is needed
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const find = (id: string) => prisma.user.findFirst({ where: { id } });
// file: main.ts
export async function load(ids: string[]) {
  const { find } = await import("./users");
  for (const id of ids) await find(id); // expect: n-plus-one
}

// case: a barrel that names a module
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const find = (id: string) => prisma.user.findFirst({ where: { id } });
// file: index.ts
export * as users from "./users";
// file: main.ts
import { users } from ".";
export async function load(ids: string[]) {
  for (const id of ids) await users.find(id); // expect: n-plus-one
}

// case: what a function requires by the name that it is passed
// file: from-root.js
module.exports = function fromRoot(name) {
  try {
    const path = require.resolve(name, { paths: [process.cwd()] });
    return require(path);
  } catch (error) {
    return require(name);
  }
};
// file: knex.js
const fromRoot = require("./from-root");
const knex = fromRoot("knex");
module.exports = knex({ client: "pg", connection: process.env.DATABASE_URL });
// file: main.js
const connection = require("./knex");
exports.all = async (rows) => {
  for (const row of rows) {
    const known = await connection("toll").where({ hash: row.hash }).first("id"); // expect: n-plus-one
    console.log(known);
  }
};

// case: of the modules of a folder the program picks one
// file: adapters/mail.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const load = (id: string) => prisma.mail.findFirst({ where: { id } });
export default { get: (id: string) => prisma.mail.findFirst({ where: { id } }) };
// file: adapters/chat/index.ts
export const load = async (id: string) => ({ id });
export const loadLocal = async (id: string) => ({ id });
export default { get: async (id: string) => ({ id }) };
// file: panels/mail.ts
export const load = async (id: string) => ({ id });
// file: sync.ts
export async function sync(kind: string, ids: string[]) {
  const adapter = await import(`./adapters/${kind}`);
  for (const id of ids) console.log(await adapter.load(id)); // expect: n-plus-one
  for (const id of ids) console.log(await adapter.loadLocal(id));
  const { default: other } = await import("./adapters/" + kind + ".js");
  for (const id of ids) console.log(await other.get(id)); // expect: n-plus-one
  const panel = await import(`./panels/${kind}.ts`);
  for (const id of ids) console.log(await panel.load(id));
  const { load } = await import(`./adapters/mail`);
  for (const id of ids) console.log(await load(id)); // expect: n-plus-one
}

// case: what is passed to a class that an index hands on
// file: stores/report-store.js
class ReportStore {
  constructor(rows) { this.rows = rows; }
  byDay(day) { return this.rows.find({ day }).toArray(); }
}
module.exports = ReportStore;
// file: stores/index.js
const ReportStore = require("./report-store");
module.exports = { ReportStore };
// file: main.js
const { MongoClient } = require("mongodb");
const { ReportStore } = require("./stores");
const client = new MongoClient(process.env.MONGO_URL, { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
const reports = new ReportStore(client.db().collection("reports"));
module.exports.week = async (days) => {
  for (const day of days) await reports.byDay(day); // expect: n-plus-one
};

// case: an index that makes one of each module of its folder
// file: daos/index.js
const fs = require("fs");
const path = require("path");
const daos = {};
for (const file of fs.readdirSync(__dirname)) {
  if (file === "index.js") continue;
  const Dao = require(path.join(__dirname, file));
  daos[path.basename(file, ".js")] = new Dao();
}
module.exports = daos;
// file: daos/invoice.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
module.exports = class Invoice {
  lines(id) { return pool.query("SELECT * FROM lines WHERE invoice = $1", [id]); }
  title(id) { return `invoice ${id}`; }
};
// file: main.js
const daos = require("./daos");
module.exports.all = async (ids) => {
  for (const id of ids) daos.invoice.title(id);
  for (const id of ids) await daos.invoice.lines(id); // expect: n-plus-one
  for (const id of ids) await daos.receipt.lines(id);
};

// case: an index that exports each module of its folder
// file: queries/index.js
const fs = require("fs");
fs.readdirSync(__dirname).forEach((file) => {
  if (file !== "index.js") module.exports[file.replace(".js", "")] = require(`./${file}`);
});
// file: queries/stock.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
exports.left = (sku) => pool.query("SELECT count(*) FROM stock WHERE sku = $1", [sku]);
exports.label = (sku) => `sku ${sku}`;
// file: main.js
const queries = require("./queries");
module.exports.all = async (skus) => {
  for (const sku of skus) queries.stock.label(sku);
  for (const sku of skus) await queries.stock.left(sku); // expect: n-plus-one
};

// case: what a program makes global, and paths that begin with it
// file: config/globals.js
const mongoose = require("mongoose");
const connect = () => {
  const connection = mongoose.createConnection(process.env.MONGO_URL, { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
  return { connection, models: connection.models };
};
global.store = connect();
globalThis.QUERIES = "../queries";
global.LIMITS = { page: 50 };
// file: queries/lessons.js
module.exports = class Lessons {
  static byId(id) {
    return new Promise((resolve, reject) => {
      store.models.lessons.find({ _id: id }).lean().then(resolve).catch(reject);
    });
  }
  static title(id) { return `lesson ${id} of ${LIMITS.page}`; }
};
// file: helpers/courses.js
const lessons = require(QUERIES + "/lessons");
const others = require(`${QUERIES}/${process.env.KIND}`);
module.exports.all = async (ids) => {
  for (const id of ids) lessons.title(id);
  for (const id of ids) await lessons.byId(id); // expect: n-plus-one
  for (const id of ids) await others.byKey(id);
  for (const id of ids) await global.store.models.courses.findOne({ _id: id }); // expect: n-plus-one
};
