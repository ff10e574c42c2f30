// Models of Mongoose, collections of the MongoDB driver and of what is built on it, and their cursors.

// case: whoever asks for the answer sends the query
// file: main.js
const mongoose = require("mongoose");
const Order = mongoose.model("Order", new mongoose.Schema({}));
exports.log = (rows) => {
  rows.forEach((row) => {
    Order.findOne({ user: row._id }).lean().then(console.log).catch(console.error); // expect: n-plus-one
  });
  rows.forEach((row) => {
    Order.find({ user: row._id }).lean();
  });
};

// case: an aggregation that stores what it finds
import mongoose, { Schema } from "mongoose";
const Order = mongoose.model("Order", new Schema({}));
export async function store(shops: string[]) {
  for (const shop of shops) {
    const pipeline = [{ $match: { shop } }, { $out: `orders_${shop}` }];
    await Order.aggregate(pipeline).exec();
    await Order.aggregate([{ $match: { shop } }, { $merge: { into: "totals" } }]);
  }
}
export async function read(shops: string[]) {
  for (const shop of shops) await Order.aggregate([{ $match: { shop } }]).exec(); // expect: n-plus-one
}

// case: collections of MongoDB that travel in a context
// file: client.ts
import { MongoClient } from "mongodb";
export const client = new MongoClient("mongodb://localhost", { waitQueueTimeoutMS: 1000 });
// file: main.js
export async function carts(context, ids) {
  const { collections: { Carts }, collections } = context;
  for (const id of ids) await Carts.findOne({ _id: id }); // expect: n-plus-one
  const { Orders } = collections;
  for (const id of ids) await Orders.find({ cart: id }).toArray(); // expect: n-plus-one
  for (const id of ids) await context.caches.Orders.findOne({ cart: id });
}

// case: a collection of a database of which nothing is known
// file: client.ts
import { MongoClient } from "mongodb";
export const client = new MongoClient("mongodb://localhost", { waitQueueTimeoutMS: 1000 });
// file: main.js
import { getFirestore } from "firebase-admin/firestore";
export async function users(req, ids) {
  const { db } = req.app.locals;
  for (const id of ids) await db.collection("users").findOne({ _id: id }); // expect: n-plus-one
  const store = getFirestore();
  for (const id of ids) await store.collection("users").find({ id }).toArray();
}

// case: the driver behind Mongoose
import mongoose from "mongoose";
export async function load(ids: string[]) {
  for (const id of ids) await mongoose.connection.db!.collection("users").findOne({ id }); // expect: n-plus-one
  await mongoose.connection.collection("users").find({ id: { $in: ids } }).toArray();
}

// case: cursors of MongoDB, one for each element and one for all
import type { Db } from "mongodb";
export async function load(db: Db, ids: string[]) {
  for (const id of ids) {
    await db.collection("orders").find({ user: id }).sort({ at: -1 }).limit(1).next(); // expect: n-plus-one
    for await (const order of db.collection("orders").find({ user: id })) console.log(order); // expect: n-plus-one
  }
  const cursor = db.collection("orders").find({ user: { $in: ids } });
  while (await cursor.hasNext()) console.log(await cursor.next());
  for await (const order of db.collection("orders").find({ user: { $in: ids } })) console.log(order);
}

// case: a model that a discriminator makes
// file: models.js
const mongoose = require("mongoose");
const Item = mongoose.model("Item", new mongoose.Schema({}));
module.exports.Tool = Item.discriminator("Tool", new mongoose.Schema({ category: String }));
// file: main.js
const { Tool } = require("./models");
exports.load = async (ids) => {
  for (const id of ids) console.log(await Tool.findOne({ _id: id })); // expect: n-plus-one
};

// case: find of a model with a callback, which is no list
// file: main.js
const mongoose = require("mongoose");
const Client = mongoose.model("Client", new mongoose.Schema({}));
const Keystore = mongoose.model("Keystore", new mongoose.Schema({}));
exports.upgrade = (done) =>
  Client.find((error, clients) => {
    if (error) return done(error);
    Keystore.findOne((failed, keystore) => done(failed, clients, keystore));
  });
exports.load = (ids) => {
  ids.forEach((id) => {
    Client.findOne({ _id: id }, (error, client) => console.log(error, client)); // expect: n-plus-one
  });
};

// case: a package that says so in its name has the MongoDB driver inside
// file: store.ts
import { Store } from "@acme/node-kit/mongo.js";
import { Files } from "@acme/files";
import type { Filter } from "mongodb";
export class Database {
  store: Store;
  files: Files;
  constructor() {
    this.store = new Store();
    this.files = new Files();
  }
  get users() {
    return this.store.db.collection<{ id: string }>("users");
  }
  get folders() {
    return this.files.db.collection("folders");
  }
}
export const everyone: Filter<{ id: string }> = {};
export default new Database();
// file: users.ts
import database from "./store";
export async function count(ids: string[]) {
  for (const id of ids) await database.users.countDocuments({ id }); // expect: n-plus-one
  for (const id of ids) await database.folders.countDocuments({ id });
}

// case: a Mongoose model
// file: user.ts
import mongoose from "mongoose";
const schema = new mongoose.Schema({ name: String });
export const User = mongoose.model("User", schema);
// file: main.ts
import { User } from "./user";
export async function load(ids: string[]) {
  for (const id of ids) {
    const user = await User.findById(id).lean(); // expect: n-plus-one
    console.log(user);
  }
  return User.find({ _id: { $in: ids } });
}

// case: Mongoose with exec
import { model, Schema } from "mongoose";
const User = model("User", new Schema({}));
export const load = (ids: string[]) => Promise.all(ids.map((id) => User.findOne({ id }).populate("team").exec())); // expect: n-plus-one

// case: a Mongoose model injected by Nest
import { InjectModel } from "@nestjs/mongoose";
import { Model } from "mongoose";
export class Cats {
  constructor(@InjectModel("Cat") private readonly cats: Model<object>) {}
  async load(ids: string[]) {
    for (const id of ids) await this.cats.findById(id); // expect: n-plus-one
  }
}

// case: Mongoose with callbacks and async.each
const async = require("async");
const mongoose = require("mongoose");
const User = mongoose.model("User", new mongoose.Schema({}));
function load(ids: string[], done: () => void) {
  async.each(
    ids,
    (id: string, next: () => void) => {
      User.findOne({ id }, next); // expect: n-plus-one
    },
    done,
  );
}

// case: a Mongoose cursor
import { model, Schema } from "mongoose";
const User = model("User", new Schema({}));
export async function all() {
  await User.find().cursor().eachAsync((user) => console.log(user));
}

// case: the MongoDB driver
import { MongoClient } from "mongodb";
const client = new MongoClient("mongodb://db/?waitQueueTimeoutMS=1000");
const users = client.db("app").collection("users");
export async function load(ids: string[]) {
  for (const id of ids) await users.findOne({ id }); // expect: n-plus-one
  return users.find({ id: { $in: ids } }).toArray();
}

// case: the MongoDB driver reads lists per element
import type { Db } from "mongodb";
export const load = (db: Db, ids: string[]) =>
  Promise.all(ids.map((id) => db.collection("orders").find({ userId: id }).toArray())); // expect: n-plus-one

// case: a MongoDB cursor is walked
import type { Collection } from "mongodb";
export async function all(rows: Collection) {
  for await (const row of rows.find()) console.log(row);
}

// case: what is asked for each row of a cursor
import { MongoClient, type Document } from "mongodb";
import { model, Schema } from "mongoose";
const db = new MongoClient("mongodb://db", { waitQueueTimeoutMS: 5000 }).db("shop");
const Order = model("Order", new Schema({}));
export async function walk() {
  const cursor = db.collection("orders").find({});
  for await (const order of cursor) {
    await db.collection("users").findOne({ _id: order.user }); // expect: n-plus-one
  }
  for await (const order of Order.find().cursor()) {
    await Order.findOne({ parent: order._id }); // expect: n-plus-one
  }
}
export async function step() {
  const cursor = db.collection("orders").find({});
  while (await cursor.hasNext()) {
    const order = await cursor.next();
    if (order !== null) await db.collection("users").findOne({ _id: order.user }); // expect: n-plus-one
  }
  let order: Document | null;
  const others = db.collection("others").find({});
  while ((order = await others.next()) !== null) {
    await db.collection("users").findOne({ _id: order.user }); // expect: n-plus-one
  }
}
export async function gathered() {
  let users: string[] = [];
  const flush = async () => {
    await db.collection("users").find({ _id: { $in: users } }).toArray();
    users = [];
  };
  for await (const order of db.collection("orders").find({})) {
    users.push(order.user);
    if (users.length >= 500) await flush();
  }
  await flush();
}

// case: commands to MongoDB about each collection
import { MongoClient } from "mongodb";
const db = new MongoClient("mongodb://db", { waitQueueTimeoutMS: 5000 }).db("shop");
export async function validate(models: { name: string; schema: object }[]) {
  await Promise.all(models.map(({ name, schema }) => db.command({ collMod: name, validator: schema })));
}
export async function load(ids: string[]) {
  return Promise.all(ids.map((id) => db.collection("orders").findOne({ id }))); // expect: n-plus-one
}

// case: a static function asks another model of its connection, by way of a variable too
// file: models/message.js
const mongoose = require("mongoose");
const messages = new mongoose.Schema({ body: String });
messages.statics.latestOf = function (room, done) {
  const self = this;
  return new Promise((resolve) => {
    (async () => {
      const query = self.model("messages").find({ room }).sort("-sent").limit(1);
      if (typeof done === "function") return query.exec(done);
      return resolve(await query.exec());
    })();
  });
};
messages.statics.named = function (names) {
  return names.map((name) => this.model(name).modelName);
};
module.exports = mongoose.model("messages", messages);
// file: routes/rooms.js
const async = require("async");
const Message = require("../models/message");
exports.list = function (rooms, done) {
  async.eachSeries(
    rooms,
    function (room, next) {
      Message.latestOf(room.id, function (error, found) { // expect: n-plus-one
        room.latest = found;
        next(error);
      });
    },
    done,
  );
};
exports.names = (rooms) => rooms.map((room) => Message.named(room.kinds));

// case: models of a package that says what it has inside
// file: main.js
const mongoose = require("mongoose");
const models = require("@shop/node-utils").mongodb.models;
const search = require("@shop/search");
exports.connect = () => mongoose.connect("mongodb://localhost/shop?waitQueueTimeoutMS=1000");
module.exports = function (db) {
  const places = new models.Places(db);
  const index = new search.Index(db);
  return {
    async cities(ids) {
      for (const id of ids) console.log(await places.City.findOne({ _id: id })); // expect: n-plus-one
    },
    async hits(ids) {
      for (const id of ids) console.log(await index.City.findOne({ _id: id }));
    },
  };
};

// case: a model that a file also writes to, with a callback
const async = require("async");
const mongoose = require("mongoose");
const Thread = mongoose.model("Thread", new mongoose.Schema({}));
exports.seen = (id, done) => {
  Thread.update({ _id: id }, { $set: { seen: true } }, done);
};
exports.fill = (threads, done) =>
  async.mapSeries(
    threads,
    (thread, next) => {
      Thread.findById(thread.id, "owner", (error, found) => next(error, found)); // expect: n-plus-one
    },
    done,
  );

// case: populate in a loop and populate in the query
import { model, Schema } from "mongoose";
const Post = model("Post", new Schema({}));
export async function load(ids: string[]) {
  for (const id of ids) await Post.findOne({ _id: id }).populate("author").lean().exec(); // expect: n-plus-one
  return Post.find({ _id: { $in: ids } }).populate("author").lean();
}

// case: statics and methods of a schema
// file: user.ts
import { model, Schema } from "mongoose";
const schema = new Schema({ name: String }, { statics: { byMail(mail: string) { return this.findOne({ mail }); } } });
schema.statics.byName = function (name: string) {
  return this.findOne({ name });
};
schema.methods.label = function () {
  return `${this.name}!`;
};
schema.method("orders", function () {
  return model("Order").find({ user: this._id });
});
export const User = model("User", schema) as any;
// file: main.ts
import { model } from "mongoose";
import "./user";
const User = model("User");
export async function load(names: string[]) {
  for (const name of names) await User.byName(name); // expect: n-plus-one
  for (const mail of names) await User.byMail(mail); // expect: n-plus-one
  for (const user of await User.find({ name: { $in: names } })) {
    console.log(user.label());
    await user.orders(); // expect: n-plus-one
  }
}

// case: Monk's collections are asked row by row
// file: db.ts
import monk, { type ICollection } from "monk";
const manager = monk("mongodb://localhost/music");
export const db = {
  scores: manager.get<{ id: string }>("scores"),
  "goal-subs": manager.get("goal-subs"),
};
export type Rows = ICollection<{ id: string }>;
// file: goals.ts
import { db, type Rows } from "./db";
export async function goals(ids: string[]) {
  const out = [];
  for (const goalID of ids) out.push(await db["goal-subs"].findOne({ goalID })); // expect: n-plus-one
  return [out, await db.scores.find({ id: { $in: ids } })];
}
export async function sessions(rows: Rows, ids: string[]) {
  await Promise.all(ids.map((id) => rows.findOne({ id }))); // expect: n-plus-one
  for (const id of ids) await db.scores.insert({ id }); // expect: write-in-loop
}
