import { suggest } from "../../words/nearest.ts";
import type { Json } from "../protocol.ts";
import type { Component } from "./schema/scenario.ts";

/** A library's or server's defaults for a type of component, as a document would write them. */
export type Preset = {
  type: Component["type"];
  /** Where the defaults were read: the package and version, or the documentation. */
  source: string;
  defaults: Readonly<Record<string, Json>>;
};

/**
 * By name; where a library has defaults for several types, with `/type` behind the name, which a document leaves out. What a library has
 * no limit for is said (`none`, `unlimited`), never left to our own defaults.
 */
export const PRESETS: ReadonlyMap<string, Preset> = new Map(
  Object.entries({
    pg: {
      type: "pool",
      source: "pg-pool 3.14, index.js",
      defaults: {
        max: 10,
        min: 0,
        acquireTimeout: "none",
        waitQueueLimit: "unlimited",
        idleTimeout: "10s",
        maxLifetime: "none",
        maxUses: "unlimited",
        order: "fifo",
        idleOrder: "lifo",
        closeOnError: true,
      },
    },
    mysql2: {
      type: "pool",
      source:
        "mysql2 3.24, lib/pool_config.js; its idleTimeout of 60 s acts only where maxIdle is below connectionLimit (lib/base/pool.js)",
      defaults: {
        max: 10,
        min: 0,
        acquireTimeout: "none",
        waitQueueLimit: "unlimited",
        idleTimeout: "none",
        maxLifetime: "none",
        maxUses: "unlimited",
        order: "fifo",
        idleOrder: "lifo",
      },
    },
    mariadb: {
      type: "pool",
      source: "mariadb 3.5, pool options",
      defaults: {
        max: 10,
        min: 10,
        acquireTimeout: "10s",
        waitQueueLimit: "unlimited",
        idleTimeout: "30m",
        maxLifetime: "none",
        maxUses: "unlimited",
        fill: "ahead",
        order: "fifo",
        idleOrder: "fifo",
      },
    },
    "postgres.js": {
      type: "pool",
      source: "postgres 3.4, options",
      defaults: {
        max: 10,
        min: 0,
        acquireTimeout: "none",
        waitQueueLimit: "unlimited",
        idleTimeout: "none",
        maxLifetime: "45m",
        maxUses: "unlimited",
        order: "fifo",
        idleOrder: "fifo",
      },
    },
    tarn: {
      type: "pool",
      source: "tarn 3.1, dist/Pool.js",
      defaults: {
        max: 10,
        min: 2,
        acquireTimeout: "30s",
        waitQueueLimit: "unlimited",
        idleTimeout: "30s",
        maxLifetime: "none",
        maxUses: "unlimited",
        order: "fifo",
        idleOrder: "lifo",
      },
    },
    knex: {
      type: "pool",
      source: "knex documentation, pool; tarn 3.1 for what it leaves out",
      defaults: {
        max: 10,
        min: 2,
        acquireTimeout: "60s",
        waitQueueLimit: "unlimited",
        idleTimeout: "30s",
        maxLifetime: "none",
        maxUses: "unlimited",
        order: "fifo",
        idleOrder: "lifo",
      },
    },
    "generic-pool": {
      type: "pool",
      source: "generic-pool 3.9, lib/PoolDefaults.js",
      defaults: {
        max: 1,
        min: 0,
        acquireTimeout: "none",
        waitQueueLimit: "unlimited",
        idleTimeout: "none",
        maxLifetime: "none",
        maxUses: "unlimited",
        fill: "ahead",
        order: "fifo",
        idleOrder: "fifo",
      },
    },
    mongodb: {
      type: "pool",
      source: "mongodb 7.8, connection pool options",
      defaults: {
        max: 100,
        min: 0,
        acquireTimeout: "none",
        waitQueueLimit: "unlimited",
        maxConnecting: 2,
        idleTimeout: "none",
        maxLifetime: "none",
        maxUses: "unlimited",
        order: "fifo",
        idleOrder: "fifo",
      },
    },
    hikaricp: {
      type: "pool",
      source: "HikariCP documentation, essential and frequently used properties",
      defaults: {
        max: 10,
        min: 10,
        acquireTimeout: "30s",
        waitQueueLimit: "unlimited",
        idleTimeout: "10m",
        maxLifetime: "30m",
        maxUses: "unlimited",
        fill: "ahead",
        order: "fifo",
        idleOrder: "lifo",
      },
    },
    pgbouncer: {
      type: "pool",
      source: "PgBouncer's example pgbouncer.ini, which names the defaults",
      defaults: {
        mode: "session",
        max: 20,
        min: 0,
        maxClients: 100,
        acquireTimeout: "2m",
        waitQueueLimit: "unlimited",
        connectTimeout: "15s",
        idleTimeout: "10m",
        maxLifetime: "1h",
        maxUses: "unlimited",
        order: "fifo",
        idleOrder: "lifo",
      },
    },
    sequelize: {
      type: "pool",
      source: "Sequelize 6 documentation, pool options",
      defaults: {
        max: 5,
        min: 0,
        acquireTimeout: "60s",
        waitQueueLimit: "unlimited",
        idleTimeout: "10s",
        maxLifetime: "none",
        maxUses: "unlimited",
        order: "fifo",
        idleOrder: "lifo",
      },
    },
    sqlalchemy: {
      type: "pool",
      source: "SQLAlchemy 2 documentation, QueuePool: pool_size 5 is maxIdle, max_overflow 10 comes on top",
      defaults: {
        max: 15,
        min: 0,
        maxIdle: 5,
        acquireTimeout: "30s",
        waitQueueLimit: "unlimited",
        idleTimeout: "none",
        maxLifetime: "none",
        maxUses: "unlimited",
        order: "fifo",
        idleOrder: "fifo",
      },
    },
    psycopg: {
      type: "pool",
      source: "psycopg_pool 3 documentation, ConnectionPool: max_size is min_size where it is left out",
      defaults: {
        max: 4,
        min: 4,
        acquireTimeout: "30s",
        waitQueueLimit: "unlimited",
        idleTimeout: "10m",
        maxLifetime: "1h",
        maxUses: "unlimited",
        fill: "ahead",
        order: "fifo",
        idleOrder: "fifo",
      },
    },
    asyncpg: {
      type: "pool",
      source: "asyncpg documentation, create_pool; its idle timeout holds below min_size too, unlike ours",
      defaults: {
        max: 10,
        min: 10,
        acquireTimeout: "none",
        waitQueueLimit: "unlimited",
        idleTimeout: "5m",
        maxLifetime: "none",
        maxUses: 50_000,
        fill: "ahead",
        order: "fifo",
        idleOrder: "lifo",
      },
    },
    go: {
      type: "pool",
      source:
        "Go documentation, database/sql: two idle connections are kept, and 100,000 stands for no limit of open ones",
      defaults: {
        max: 100_000,
        min: 0,
        maxIdle: 2,
        acquireTimeout: "none",
        waitQueueLimit: "unlimited",
        idleTimeout: "none",
        maxLifetime: "none",
        maxUses: "unlimited",
        order: "fifo",
        idleOrder: "lifo",
      },
    },
    postgresql: {
      type: "database",
      source: "PostgreSQL documentation, connection settings",
      defaults: { maxConnections: 100 },
    },
    mysql: {
      type: "database",
      source: "MySQL documentation, server system variables",
      defaults: { maxConnections: 151 },
    },
    opossum: {
      type: "breaker",
      source: "opossum 9.0, lib/circuit.js",
      defaults: {
        failureRatio: 0.5,
        consecutiveFailures: "unlimited",
        window: "10s",
        counting: "begun",
        minimumCalls: 0,
        openFor: "30s",
        probes: 1,
      },
    },
    resilience4j: {
      type: "breaker",
      source: "resilience4j documentation, CircuitBreaker",
      defaults: {
        failureRatio: 0.5,
        opensAt: "reached",
        consecutiveFailures: "unlimited",
        window: "100 calls",
        minimumCalls: 100,
        slowCallDuration: "60s",
        slowCallRatio: 1,
        openFor: "60s",
        probes: 10,
        probeVerdict: "together",
      },
    },
    polly: {
      type: "breaker",
      source:
        "Polly 8 documentation, circuit breaker strategy; opens at the ratio as AdvancedCircuitBehavior.cs does",
      defaults: {
        failureRatio: 0.1,
        opensAt: "reached",
        consecutiveFailures: "unlimited",
        window: "30s",
        minimumCalls: 100,
        openFor: "5s",
        probes: 1,
      },
    },
    node: {
      type: "server",
      source:
        "Node.js documentation, event loop and UV_THREADPOOL_SIZE: one loop, four threads for what is done off it",
      defaults: { discipline: "eventLoop", eventLoop: { slice: "none", workers: 4 } },
    },
    nginx: {
      type: "balancer",
      source: "nginx documentation, ngx_http_upstream_module",
      defaults: {
        algorithm: "weightedRoundRobin",
        ring: "nginx",
        virtualNodes: 160,
        ejection: { consecutiveFailures: 1, openFor: "10s", maxRatio: 1 },
      },
    },
    haproxy: {
      type: "balancer",
      source: "HAProxy 2.8 configuration manual, balance and check",
      defaults: {
        algorithm: "weightedRoundRobin",
        ring: "haproxy",
        virtualNodes: 16,
        healthCheck: { interval: "2s", fall: 3, rise: 2 },
      },
    },
    envoy: {
      type: "balancer",
      source: "Envoy documentation, outlier detection",
      defaults: {
        algorithm: "roundRobin",
        ejection: { consecutiveFailures: 5, openFor: "30s", maxRatio: 0.1 },
      },
    },
    "lru-cache": {
      type: "cache",
      source: "lru-cache 11.5: fetch() lets concurrent loads of a key share one; there is no default size",
      defaults: { policy: "lru", ttl: "none", singleFlight: true, staleWhileRevalidate: "none" },
    },
    redis: {
      type: "cache",
      source: "Redis documentation, key eviction (allkeys-lru); 1 ms a lookup is an assumption",
      defaults: { policy: "lru", ttl: "none", singleFlight: false, hitTime: "1ms" },
    },
    "cockatiel/bulkhead": {
      type: "bulkhead",
      source: "cockatiel 3.2, BulkheadPolicy.ts; how many is for the program to say",
      defaults: { queue: { limit: 0, order: "fifo" }, cancellation: "ignored" },
    },
    "resilience4j/bulkhead": {
      type: "bulkhead",
      source: "resilience4j documentation, Bulkhead: maxConcurrentCalls, maxWaitDuration",
      defaults: { concurrency: 25, queue: { limit: 0 }, cancellation: "ignored" },
    },
    "opossum/bulkhead": {
      type: "bulkhead",
      source: "opossum 9.0, lib/circuit.js: capacity; a call that timed out gives its place back",
      defaults: { concurrency: "unlimited", queue: { limit: 0 }, cancellation: "immediate" },
    },
    "envoy/bulkhead": {
      type: "bulkhead",
      source: "Envoy documentation, circuit breaking: max_requests, max_pending_requests",
      defaults: { concurrency: 1024, queue: { limit: 1024, order: "fifo" }, cancellation: "immediate" },
    },
    "nginx/limiter": {
      type: "limiter",
      source: "nginx, ngx_http_limit_req_module.c; queue.limit is its burst",
      defaults: { algorithm: "leakyBucket", period: "1s", scope: "key", queue: { limit: 0 } },
    },
    "envoy/limiter": {
      type: "limiter",
      source:
        "Envoy documentation, token bucket: tokens_per_fill is limit, max_tokens burst, fill_interval period",
      defaults: { algorithm: "tokenBucket", refill: "whole", limit: 1, scope: "all", queue: { limit: 0 } },
    },
    "resilience4j/limiter": {
      type: "limiter",
      source: "resilience4j documentation, RateLimiter; AtomicRateLimiter.java",
      defaults: {
        algorithm: "fixedWindow",
        windows: "clock",
        limit: 50,
        period: "0.5us",
        scope: "all",
        queue: { limit: "unlimited", timeout: "5s", order: "fifo" },
      },
    },
    bottleneck: {
      type: "limiter",
      source:
        "bottleneck 2, LocalDatastore.coffee: reservoirRefreshAmount is limit, reservoirRefreshInterval period",
      defaults: {
        algorithm: "fixedWindow",
        windows: "clock",
        scope: "all",
        queue: { limit: "unlimited", timeout: "none", order: "fifo" },
      },
    },
    "express-rate-limit": {
      type: "limiter",
      source:
        "express-rate-limit documentation: windowMs, limit; a window for each key from its first call on",
      defaults: {
        algorithm: "fixedWindow",
        windows: "firstCall",
        limit: 5,
        period: "1m",
        scope: "key",
        queue: { limit: 0 },
      },
    },
    rabbitmq: {
      type: "queue",
      source:
        "RabbitMQ documentation: queue length limit, consumer prefetch, quorum queues (delivery limit), consumer_timeout",
      defaults: {
        limit: "unlimited",
        overflow: "dropOldest",
        order: "fifo",
        messageTtl: "none",
        prefetch: "unlimited",
        acknowledge: "afterWork",
        onFailure: "return",
        visibilityTimeout: "30m",
        maxDeliveries: 20,
      },
    },
    sqs: {
      type: "queue",
      source: "Amazon SQS developer guide: visibility timeout, message retention, batches",
      defaults: {
        limit: "unlimited",
        order: "fifo",
        messageTtl: "96h",
        prefetch: 1,
        batch: { size: 1, linger: "0ms" },
        acknowledge: "afterWork",
        onFailure: "leave",
        visibilityTimeout: "30s",
        maxDeliveries: "unlimited",
      },
    },
    bullmq: {
      type: "queue",
      source:
        "BullMQ documentation: worker concurrency, attempts; a lock that is renewed while the worker lives",
      defaults: {
        limit: "unlimited",
        order: "fifo",
        messageTtl: "none",
        prefetch: 1,
        acknowledge: "afterWork",
        onFailure: "return",
        visibilityTimeout: "none",
        maxDeliveries: 1,
      },
    },
    "concurrency-limits": {
      type: "bulkhead",
      source: "Netflix concurrency-limits, Gradient2Limit.java",
      defaults: {
        concurrency: 200,
        queue: { limit: 0 },
        adaptive: { algorithm: "gradient", initial: 20, min: 20, smoothing: 0.2, spare: 4, longWindow: 600 },
      },
    },
  } satisfies Record<string, Preset>),
);

/** The name by which a document calls a preset. */
export const presetName = (key: string): string => key.split("/", 1)[0] ?? key;

/** The presets of that name, each for a type of its own. */
const presetsNamed = (name: string): Preset[] =>
  [...PRESETS].filter(([key]) => presetName(key) === name).map(([, preset]) => preset);

/** What a component's preset says, where it names one that fits its type; otherwise nothing. */
export function presetDefaults(component: Json): Readonly<Record<string, Json>> {
  if (typeof component !== "object" || component === null || Array.isArray(component)) return {};
  if (typeof component.preset !== "string") return {};
  const { type } = component;
  return presetsNamed(component.preset).find((preset) => preset.type === type)?.defaults ?? {};
}

/** The document with the defaults of presets where components are silent. */
export function withPresets(raw: { [key: string]: Json }): Json {
  return Array.isArray(raw.components) ? { ...raw, components: raw.components.map(withPreset) } : raw;
}

function withPreset(component: Json): Json {
  const defaults = presetDefaults(component);
  if (Object.keys(defaults).length === 0) return component;
  const merged = { ...defaults, ...(component as Record<string, Json>) };
  // A smaller pool than the library's keeps no more connections open than it may have.
  if (
    typeof merged.min === "number" &&
    typeof merged.max === "number" &&
    !Object.hasOwn(component as object, "min")
  ) {
    merged.min = Math.min(merged.min, merged.max);
  }
  return merged;
}

/** What is wrong with a component's preset, if anything: the message and what to do. */
export function presetFlaw(component: {
  type: string;
  preset?: string | undefined;
}): { message: string; suggestion?: string } | undefined {
  const { preset: name, type } = component;
  if (name === undefined) return undefined;
  const types = presetsNamed(name).map((preset) => preset.type);
  if (types.some((known) => known === type)) return undefined;
  const fitting = [...PRESETS].filter(([, one]) => one.type === type).map(([key]) => presetName(key));
  const message =
    types.length === 0
      ? `there is no preset "${name}"`
      : `the preset "${name}" is for a ${types.join(" or a ")}, not for a ${type}`;
  const suggestion = suggest(name, fitting, "presets");
  return suggestion === undefined ? { message } : { message, suggestion };
}
