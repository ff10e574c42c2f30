import { sentence } from "../../words/sentence.ts";
import type { Effect, Library, LibraryType, Member, PoolFacts } from "./library.ts";
import { gives, reads, silent, together, writes } from "./members.ts";

const commands: Record<string, Member> = {
  ...reads("get", "mget(keys)"),
  ...reads(
    "getBuffer hget hmget hgetall hvals hkeys hexists hlen lrange llen lindex smembers sismember scard zrange zrangebyscore zrevrange zscore zrank zcard zcount exists ttl pttl type strlen getrange xlen xrange bitcount pfcount",
    sentence("a pipeline"),
  ),
  ...writes("set setex psetex setnx getset", sentence("{0}, or a pipeline", "mset")),
  ...writes("del unlink", "del(...keys)"),
  ...writes(
    "hset hmset hdel hincrby incr incrby decr decrby expire pexpire expireat persist lpush rpush lpop rpop lrem ltrim sadd srem zadd zrem zincrby append xadd xack",
    sentence("a pipeline"),
  ),
  // A message to whoever listens, which no later one stands for.
  ...silent("publish"),
  ...reads("mget"),
  eval: { call: { effect: "write" } },
  evalsha: { call: { effect: "write" } },
};

/** node-redis spells commands in camel case. */
const camel: Record<string, Member> = {
  ...commands,
  ...reads("mGet"),
  // node-redis writes the commands of one tick to its socket together.
  ...together(
    "exists ttl type strlen hGet hmGet hGetAll hVals hKeys hExists hLen lRange lLen lIndex sMembers sIsMember sCard zRange zRangeWithScores zScore zRank zCard zCount pTTL xLen xRange",
    sentence("{0}, which {1} sends as one pipeline", "Promise.all", "node-redis"),
  ),
  ...writes("setEx setNX", "multi()"),
  ...writes(
    "hSet hDel hIncrBy incrBy decrBy expireAt lPush rPush lPop rPop lRem lTrim sAdd sRem zAdd zRem zIncrBy xAdd xAck",
    "multi()",
  ),
};

/**
 * `multi().hgetall(key).smembers(other).exec()`: what is put into a pipeline in one go, and is nothing but reads, is asked where it is sent. One
 * that also writes is sent for that, and of one in a variable nothing is known.
 */
function pipelines(
  known: Record<string, Member>,
  sending: string,
  sent: Member,
): Record<string, LibraryType> {
  const puts = (effect: Effect, returns: string) =>
    Object.keys(known)
      .filter((name) => known[name]?.call?.effect === effect)
      .map((name) => [name, { call: { returns } }]);
  const written = { ...silent(sending), "*": { call: { returns: "WritingPipeline" } } };
  const begun = Object.fromEntries([...puts("read", "ReadingPipeline"), ...puts("write", "WritingPipeline")]);
  const asked = Object.fromEntries(sending.split(" ").map((name) => [name, sent]));
  return {
    Pipeline: { members: { ...silent(sending), "*": { call: { returns: "Pipeline" } }, ...begun } },
    ReadingPipeline: { members: { "*": { call: { returns: "ReadingPipeline" } }, ...begun, ...asked } },
    WritingPipeline: { members: written },
  };
}

/** What people call a client. */
const usual = ["redis", "redisClient"];

const ioredisLimits: PoolFacts = {
  kind: "client",
  argument: -1,
  source: "ioredis 6.0 built/redis/RedisOptions.js",
  properties: [
    { property: "connectTimeout", concept: "pool.connectTimeout", unit: "ms", default: 10_000, unlimited: 0 },
    { property: "commandTimeout", concept: "query.timeout", unit: "ms", default: "unlimited" },
  ],
  unsupported: [],
};

/** ioredis. */
export const ioredis: Library = {
  name: "ioredis",
  title: "ioredis",
  modules: [
    "ioredis",
    "nestjs-redis",
    "@liaoliaots/nestjs-redis",
    "@songkeys/nestjs-redis",
    "@nestjs-modules/ioredis",
  ],
  exports: {
    default: { class: "Redis" },
    Redis: { class: "Redis" },
    Cluster: { class: "Cluster" },
    RedisService: { class: "RedisService" },
    ...gives("InjectRedis", "Redis"),
  },
  types: {
    Redis: {
      place: true,
      builds: 0,
      members: {
        ...commands,
        ...silent("on once quit disconnect subscribe psubscribe defineCommand scanStream"),
        pipeline: { call: { returns: "Pipeline" } },
        multi: { call: { returns: "Pipeline" } },
        duplicate: { call: { returns: "Redis" } },
      },
      statics: { Cluster: { class: "Cluster" } },
    },
    Cluster: { extends: "Redis", builds: 1, members: {} },
    // What Nest's modules hand out clients by.
    RedisService: { members: gives("getClient getOrThrow getOrNil", "Redis") },
    ...pipelines(commands, "exec", { call: { effect: "read", bulk: sentence("a pipeline") } }),
  },
  usualNames: [{ names: usual, type: "Redis" }],
  pool: [
    ioredisLimits,
    {
      ...ioredisLimits,
      argument: 1,
      source: "ioredis 6.0 built/cluster/ConnectionPool.js: each node is given redisOptions",
      properties: ioredisLimits.properties.map((known) => ({
        ...known,
        property: `redisOptions.${known.property}`,
      })),
    },
  ],
};

/** node-redis. */
export const redis: Library = {
  name: "redis",
  title: "node-redis",
  modules: ["redis", "@redis/client"],
  exports: {
    createClient: { call: { returns: "Client", builds: 0 } },
    createCluster: { call: { returns: "Client" } },
    createClientPool: { call: { returns: "Client" } },
    default: { type: "Module" },
  },
  types: {
    Module: { members: { createClient: { call: { returns: "Client", builds: 0 } } } },
    Client: {
      place: true,
      members: {
        ...camel,
        ...silent("connect quit disconnect subscribe pSubscribe"),
        on: { call: { returns: "Client" } },
        multi: { call: { returns: "Pipeline" } },
        duplicate: { call: { returns: "Client" } },
      },
    },
    RedisClientType: { extends: "Client", members: {} },
    ...pipelines(camel, "exec execAsPipeline", {
      call: { effect: "read", coalesced: true, bulk: sentence("a pipeline") },
    }),
  },
  usualNames: [{ names: usual, type: "Client" }],
  pool: [
    {
      kind: "client",
      argument: 0,
      source: "redis 6.3, @redis/client dist/lib/client/socket.js",
      properties: [
        {
          property: "socket.connectTimeout",
          concept: "pool.connectTimeout",
          unit: "ms",
          default: 5000,
          unlimited: 0,
        },
        { property: "socket.socketTimeout", concept: "query.timeout", unit: "ms", default: "unlimited" },
      ],
      misplaced: [
        {
          path: "connectTimeout",
          belongs: sentence("{0}, as {1}", "socket", "connectTimeout"),
          concept: "pool.connectTimeout",
        },
      ],
      unsupported: [],
    },
  ],
};

/** Upstash's Redis over HTTP, and Vercel KV, which is one: it sends the commands of one tick as one request. */
export const upstash: Library = {
  name: "upstash",
  title: "Upstash Redis",
  modules: ["@upstash/redis", "@upstash/redis/*", "@vercel/kv"],
  exports: {
    Redis: { class: "Redis" },
    kv: { type: "Redis" },
    createClient: { call: { returns: "Redis" } },
    default: { type: "Redis" },
  },
  types: {
    Redis: {
      place: true,
      members: {
        ...commands,
        ...together("get", "mget(...keys)"),
        ...together(
          "hget hmget hgetall hvals hkeys hexists hlen lrange llen lindex smembers sismember scard zrange zscore zrank zcard zcount exists ttl pttl type strlen",
          sentence("a pipeline"),
        ),
        ...gives("pipeline multi", "Pipeline"),
      },
      statics: gives("fromEnv", "Redis"),
    },
    Pipeline: { members: { ...silent("exec"), "*": { call: { returns: "Pipeline" } } } },
  },
};
