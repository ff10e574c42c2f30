// Other databases and services: Supabase, Firestore, Elasticsearch, DynamoDB, CouchDB, Bookshelf, Strapi, queues.

// case: the state of each job of a queue
import { type Job, Queue } from "bullmq";
const letters = new Queue("letters", { connection: { host: "cache", maxRetriesPerRequest: null } });
export async function states() {
  const jobs = await letters.getJobs(["active", "waiting"]);
  return Promise.all(jobs.map(async (job) => ({ id: job.id, state: await job.getState() }))); // expect: n-plus-one
}
export async function failed(jobs: Job[]) {
  const out = [];
  for (const job of jobs) if (await job.isFailed()) out.push(job); // expect: n-plus-one
  return out;
}
export const named = (jobs: Job[]) => jobs.map((job) => job.name);
export async function counts(queues: Queue[]) {
  const out = [];
  for (const queue of queues) out.push(await queue.getJobCounts());
  return out;
}

// case: Supabase
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
const supabase = createClient("https://app.supabase.co", "key");
export async function all(ids: string[], rows: { id: string }[], given: SupabaseClient) {
  for (const id of ids) {
    const { data } = await supabase.from("users").select("*").eq("id", id).single(); // expect: n-plus-one
    if (data === null) return;
  }
  await Promise.all(ids.map((id) => given.from("users").select("name").eq("id", id))); // expect: n-plus-one
  for (const row of rows) await supabase.from("seen").insert(row); // expect: write-in-loop
  for (const row of rows) await supabase.from("users").update(row).eq("id", row.id);
  for (const table of ids) await supabase.from(table).select("*");
  await supabase.from("users").select("*").in("id", ids);
  let query = supabase.from("users").select("*");
  for (const id of ids) query = query.neq("id", id);
  return query;
}

// case: Supabase on the server, made for each request
// file: server.ts
import { createServerClient } from "@supabase/ssr";
export async function client() { return createServerClient("https://app.supabase.co", "key", {}); }
// file: main.ts
import { client } from "./server";
export async function all(ids: string[]) {
  const supabase = await client();
  for (const id of ids) await supabase.from("users").select("*").eq("id", id).maybeSingle(); // expect: n-plus-one
}

// case: Firestore
import { getFirestore, type Transaction } from "firebase-admin/firestore";
const db = getFirestore();
export async function all(ids: string[], transaction: Transaction) {
  for (const id of ids) await db.collection("users").doc(id).get(); // expect: n-plus-one
  for (const id of ids) await db.collection("orders").where("owner", "==", id).limit(10).get(); // expect: n-plus-one
  for (const id of ids) await transaction.get(db.doc(`users/${id}`)); // expect: n-plus-one
  for (const id of ids) await db.collection("users").doc(id).update({ seen: true });
  await db.getAll(...ids.map((id) => db.collection("users").doc(id)));
  const batch = db.batch();
  for (const id of ids) batch.set(db.collection("users").doc(id), { seen: true });
  await batch.commit();
}

// case: Firestore by way of the whole of its package
import * as admin from "firebase-admin";
const users = admin.firestore().collection("users");
export async function all(ids: string[]) {
  return Promise.all(ids.map(async (id) => (await users.doc(id).get()).data())); // expect: n-plus-one
}

// case: Elasticsearch
import { Client } from "@elastic/elasticsearch";
const client = new Client({ node: "http://localhost:9200" });
export async function all(ids: string[], names: string[]) {
  for (const id of ids) await client.get({ index: "users", id }); // expect: n-plus-one
  for (const id of ids) await client.index({ index: "users", id, document: { id } }); // expect: write-in-loop
  await client.mget({ index: "users", ids });
  for (const name of names) await client.indices.create({ index: name });
}

// case: DynamoDB, commands and a document client
import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
export async function all(ids: string[], rows: { id: string }[]) {
  for (const id of ids) await client.send(new GetCommand({ TableName: "users", Key: { id } })); // expect: n-plus-one
  for (const id of ids) {
    const command = new GetCommand({ TableName: "users", Key: { id } });
    await client.send(command); // expect: n-plus-one
  }
  for (const Item of rows) await client.send(new PutCommand({ TableName: "users", Item }));
  for (const id of ids) await client.send(new UpdateCommand({ TableName: "users", Key: { id } }));
  for (const id of ids) await client.send(new QueryCommand({ TableName: "orders", KeyConditionExpression: id }));
  await client.send(new BatchGetCommand({ RequestItems: { users: { Keys: ids.map((id) => ({ id })) } } }));
}

// case: DynamoDB, the second version
import AWS from "aws-sdk";
const client = new AWS.DynamoDB.DocumentClient();
export async function all(ids: string[]) {
  for (const id of ids) await client.get({ TableName: "users", Key: { id } }).promise(); // expect: n-plus-one
  for (const id of ids) await client.query({ TableName: "orders", KeyConditionExpression: id }).promise();
}

// case: models of Bookshelf, declared by a class, by what is extended, and by a constructor that returns one
// file: bookshelf.ts
import knex from "knex";
import makeBookshelf from "bookshelf";
export const bookshelf = makeBookshelf(knex({ client: "pg", acquireConnectionTimeout: 1000 }));
// file: models.ts
import { bookshelf } from "./bookshelf";
export class Visit extends bookshelf.Model {
  get tableName() {
    return "visits";
  }
}
export const Guest = bookshelf.Model.extend({ tableName: "guests" });
class Described {
  constructor(options: { tableName: string }) {
    const model = bookshelf.Model.extend({ ...options });
    return model;
  }
}
export const Room = new Described({ tableName: "rooms" }) as any;
// file: use.ts
import { Guest, Room, Visit } from "./models";
export async function load(ids: number[]) {
  for (const id of ids) {
    const visit = await new Visit({ id }).fetch(); // expect: n-plus-one
    await Guest.where({ id }).fetch(); // expect: n-plus-one
    await Room.query((builder: any) => builder.where("id", id)).fetchAll(); // expect: n-plus-one
    visit.get("name");
  }
  // @ts-expect-error Bluebird stands in for the language's own promises.
  await Promise.mapSeries(ids, async (id: number) => {
    await Guest.query((builder: any) => {
      builder.where("id", id);
    }).fetch(); // expect: n-plus-one
  });
  const guests = await Guest.where("id", "IN", ids).fetchAll({ withRelated: ["visits"] });
  return guests.map((guest: any) => guest.related("visits").toJSON());
}

// case: entities of dynamodb-toolbox behind an interface and a helper
// file: toolbox.ts
import { Entity } from "dynamodb-toolbox";
export async function getItem<T>({ entity, key }: { entity: Entity<any>; key: { PK: string } }): Promise<T | null> {
  const found = await entity.get(key, { execute: true });
  return found?.Item ?? null;
}
// file: settings.ts
import type { Entity } from "dynamodb-toolbox";
import { getItem } from "./toolbox";
export interface Settings {
  of(tenant: string): Promise<{ name: string } | null>;
}
export class StoredSettings implements Settings {
  constructor(private readonly entity: Entity<any>) {}
  of(tenant: string) {
    return getItem<{ name: string }>({ entity: this.entity, key: { PK: tenant } });
  }
}
// file: main.ts
import type { Settings } from "./settings";
export async function names(settings: Settings, tenants: string[]) {
  return Promise.all(tenants.map((tenant) => settings.of(tenant))); // expect: n-plus-one
}

// case: CouchDB by nano and by PouchDB
import Nano from "nano";
import PouchDB from "pouchdb";
const server = Nano("http://localhost:5984");
const people = server.db.use("people");
const notes = new PouchDB("http://localhost:5984/notes");
export async function all(ids: string[]) {
  for (const id of ids) await people.get(id); // expect: n-plus-one
  const found = await Promise.all(ids.map((id) => notes.get(id))); // expect: n-plus-one
  for (const id of ids) await people.insert({ _id: id }); // expect: write-in-loop
  for (const id of ids) await notes.put({ _id: id }); // expect: write-in-loop
  await people.fetch({ keys: ids });
  await notes.allDocs({ keys: ids, include_docs: true });
  await people.bulk({ docs: found });
}
export async function ofEach(tenants: string[]) {
  for (const tenant of tenants) await server.use(tenant).get("settings");
}

// case: a wrapper that is passed what to ask of CouchDB
// file: store.ts
import * as Nano from "nano";
type Asking<T> = (db: Nano.DocumentScope<any>) => Promise<() => Promise<T>> | (() => Promise<T>);
export interface Store {
  get<T>(id: string): Promise<T>;
}
export class CouchStore implements Store {
  constructor(
    private server: Nano.ServerScope,
    private name: string,
  ) {}
  private async ask<T>(call: Asking<T>): Promise<T> {
    const run = await call(this.server.db.use(this.name));
    return await run();
  }
  async get<T>(id: string): Promise<T> {
    return this.ask((db) => () => db.get(id));
  }
}
// file: people.ts
import type { Store } from "./store";
export async function load(store: Store, ids: string[]) {
  const out = [];
  for (const id of ids) out.push(await store.get(id)); // expect: n-plus-one
  return out;
}

// case: Strapi by its global, and by what plugins and jobs are passed
// file: services/roles.js
module.exports = {
  async all() {
    const roles = await strapi.query("role", "users-permissions").find({ _sort: "name" }, []);
    for (const role of roles) {
      role.users = await strapi.query("user", "users-permissions").count({ role: role.id }); // expect: n-plus-one
    }
    return roles;
  },
};
// file: jobs/remind.ts
import type { Core } from "@strapi/strapi";
export default {
  remind: async ({ strapi }: { strapi: Core.Strapi }, ids: string[]) => {
    for (const id of ids) await strapi.entityService.findOne("api::order.order", id); // expect: n-plus-one
    for (const id of ids) await strapi.documents("api::order.order").findOne({ documentId: id }); // expect: n-plus-one
    await strapi.db.query("api::order.order").findMany({ where: { id: { $in: ids } } });
  },
};

// case: what a base model of Bookshelf gives all of them, behind an index that loads the folder
// file: models/base/index.js
const bookshelf = require("bookshelf")(require("knex")({ client: "mysql" }));
bookshelf.Model = bookshelf.Model.extend({ requireFetch: false });
bookshelf.plugin(require("./crud"));
module.exports = bookshelf;
// file: models/base/crud.js
module.exports = function (Bookshelf) {
  Bookshelf.Model = Bookshelf.Model.extend(
    {},
    {
      findOne(data, options) {
        return this.forge(data).fetch(options);
      },
    },
  );
};
// file: models/label.js
const base = require("./base");
const Label = base.Model.extend({ tableName: "labels" });
module.exports = { Label: base.model("Label", Label) };
// file: models/index.js
const glob = require("glob");
exports = module.exports;
exports.init = function () {
  glob.sync("!(index).js", { cwd: __dirname }).forEach((file) => {
    Object.assign(exports, require("./" + file.replace(/.js$/, "")));
  });
};
// file: importer.js
const models = require("./models");
const { Label } = require("./models/label");
module.exports.find = async function (names) {
  const found = [];
  for (const name of names) found.push(await models.Label.findOne({ name })); // expect: n-plus-one
  for (const name of names) found.push(await Label.findOne({ name })); // expect: n-plus-one
  return found;
};
