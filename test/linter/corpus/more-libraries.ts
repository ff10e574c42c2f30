// Databases that are asked over HTTP or gRPC.

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

// case: Redis over HTTP
import { Redis } from "@upstash/redis";
import { kv } from "@vercel/kv";
const redis = Redis.fromEnv();
export async function all(ids: string[]) {
  for (const id of ids) await redis.get(`user:${id}`); // expect: n-plus-one
  for (const id of ids) await kv.hgetall(`user:${id}`); // expect: n-plus-one
  await redis.mget(...ids);
  await Promise.all(ids.map((id) => redis.get(`user:${id}`)));
  const pipeline = redis.pipeline();
  for (const id of ids) pipeline.get(`user:${id}`);
  await pipeline.exec();
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

// case: Redis by the name that people give to it
// file: redis.ts
import Redis from "ioredis";
export const make = () => new Redis({ connectTimeout: 1000, commandTimeout: 1000 });
// file: main.ts
import { cache } from "some-cache";
export async function all(ids: string[], redis: any, fastify: any) {
  for (const id of ids) await redis.get(`user:${id}`); // expect: n-plus-one
  for (const id of ids) await fastify.redis.hgetall(`user:${id}`); // expect: n-plus-one
  for (const id of ids) await cache.redis.get(`user:${id}`); // expect: n-plus-one
  for (const id of ids) await cache.get(`user:${id}`);
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
