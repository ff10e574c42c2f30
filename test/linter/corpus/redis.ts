// Redis: ioredis, node-redis and Redis over HTTP; one command for each key, pipelines, commands for many keys.

// case: ioredis reads per key
import Redis from "ioredis";
const redis = new Redis();
export async function load(keys: string[]) {
  for (const key of keys) await redis.get(key); // expect: n-plus-one
  return redis.mget(keys);
}

// case: an ioredis pipeline
import Redis from "ioredis";
const redis = new Redis();
export async function load(keys: string[]) {
  const pipeline = redis.pipeline();
  for (const key of keys) pipeline.get(key);
  return pipeline.exec();
}

// case: node-redis reads hashes per key
import { createClient } from "redis";
const client = createClient();
export async function load(keys: string[]) {
  const out = [];
  for (const key of keys) out.push(await client.hGetAll(key)); // expect: n-plus-one
  return out;
}

// case: a SCAN loop over cursors
import Redis from "ioredis";
const redis = new Redis();
export async function all() {
  let cursor = "0";
  do {
    const [next, keys] = await redis.scan(cursor);
    cursor = next;
    if (keys.length > 0) await redis.mget(keys);
  } while (cursor !== "0");
}

// case: node-redis sends what is asked in one tick together, and has a command for many keys
import { createClient } from "redis";
const client = createClient({ url: process.env.REDIS_URL });
export const together = (ids: string[]) => Promise.all(ids.map((id) => client.hGetAll(`part:${id}`)));
export const oneCommand = (ids: string[]) => Promise.all(ids.map((id) => client.get(`part:${id}`))); // expect: n-plus-one
export async function inTurn(ids: string[]) {
  const out = [];
  for (const id of ids) out.push(await client.hGetAll(`part:${id}`)); // expect: n-plus-one
  return out;
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

// case: mget at once and hget in a loop
import Redis from "ioredis";
const redis = new Redis({ commandTimeout: 1000 });
export async function load(keys: string[]) {
  const values = await redis.mget(keys);
  for (const key of keys) await redis.hget(key, "name"); // expect: n-plus-one
  return values;
}

// case: Redis over HTTP, one request for each key or one for all
// file: store.ts
import { Redis } from "@upstash/redis";
export const store = new Redis({ url: "https://store", token: "secret" });
export const ofPlace = Redis.fromEnv();
// file: read.ts
import { kv } from "@vercel/kv";
import { ofPlace, store } from "./store";
export async function read(keys: string[]) {
  for (const key of keys) await store.hgetall(key); // expect: n-plus-one
  for (const key of keys) await ofPlace.get(key); // expect: n-plus-one
  for (const key of keys) await kv.smembers(key); // expect: n-plus-one
  const pipeline = store.pipeline();
  for (const key of keys) pipeline.hgetall(key);
  return [await pipeline.exec(), await kv.mget(...keys)];
}

// case: the service by which Nest hands out clients of Redis
import { Injectable } from "@nestjs/common";
import { RedisService } from "nestjs-redis";
@Injectable()
export class Presence {
  constructor(private readonly redisService: RedisService) {}
  async socketsOf(users: string[]) {
    const client = this.redisService.getClient();
    const pipeline = client.pipeline();
    for (const user of users) pipeline.exists(user);
    await pipeline.exec();
    return Promise.all(users.map(async (user) => client.smembers(user))); // expect: n-plus-one
  }
}

// case: a client with a twin of each method, which a file has under another name
// file: cache.js
const bluebird = require("bluebird");
const redis = bluebird.promisifyAll(require("redis"));
const store = redis.createClient({ socket: { connectTimeout: 1000 } });
const isThere = async (id) => (await store.sismemberAsync("games", id)) !== 0;
exports.game = async (id) => {
  if (!(await isThere(id))) return undefined;
  return { id, type: await store.getAsync(`game:${id}:type`) };
};
exports.all = async (ids) => {
  const out = [];
  for (const id of ids) out.push(await exports.game(id)); // expect: n-plus-one
  for (const id of ids) out.push(await store.getAsync(`game:${id}:host`)); // expect: n-plus-one
  return out;
};

// case: members and their scores in turn
import Redis from "ioredis";
const redis = new Redis({ commandTimeout: 1000 });
export async function board(key: string) {
  const found = await redis.zrevrange(key, 0, 99, "WITHSCORES");
  const out: unknown[] = [];
  for (let i = 0; i < found.length; i += 2)
    out.push({ score: found[i + 1], user: await redis.hgetall(`user:${found[i]}`) }); // expect: n-plus-one
  for (let i = 0; i < found.length; i += 2) out.push(await redis.mget(...found.slice(i, i + 2)));
  return out;
}

// case: a pipeline for each element
import Redis from "ioredis";
import { createClient } from "redis";
const redis = new Redis({ commandTimeout: 1000 });
const client = createClient({ socket: { connectTimeout: 1000 } });
export async function all(rooms: string[]) {
  for (const room of rooms) await redis.multi().hgetall(`room:${room}`).smembers(`room:${room}:users`).exec(); // expect: n-plus-one
  for (const room of rooms) await client.multi().hGetAll(`room:${room}`).exec(); // expect: n-plus-one
  await Promise.all(rooms.map((room) => client.multi().hGetAll(`room:${room}`).exec()));
  for (const room of rooms) await redis.multi().get(`room:${room}`).del(`room:${room}`).exec();
  for (const room of rooms) await redis.pipeline().incr(`seen:${room}`).get(`room:${room}`).exec();
  const pipeline = redis.pipeline();
  for (const room of rooms) pipeline.hgetall(`room:${room}`);
  await pipeline.exec();
}
