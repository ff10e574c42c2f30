import { OUTCOMES, type OutcomeName } from "../outcome.ts";
import type { Component } from "./schema/scenario.ts";

export type ComponentType = Component["type"];

/** What a metric's number is: seconds, events per second, a share from 0 to 1, or a plain number. */
export type Unit = "seconds" | "perSecond" | "ratio" | "count";

export type Metric = {
  name: string;
  unit: Unit;
  description: string;
  /** The types of component that have it. A source's metrics are also kept for each endpoint, as `source/endpoint`. */
  of: readonly ComponentType[];
  /** The system as a whole has it too, under the name `system`. */
  system?: true;
  /** The name under which OpenTelemetry's semantic conventions know the instrument, with its attributes. */
  openTelemetry?: string;
};

/** The component name under which the system as a whole is asked. */
export const SYSTEM = "system";

/** What is told of a set of times. */
export const TIME_STATISTICS = ["mean", "p50", "p90", "p95", "p99", "p999", "max"] as const;
export type TimeStatistic = (typeof TIME_STATISTICS)[number];

const STATISTIC_WORDS: Record<TimeStatistic, string> = {
  mean: "mean",
  p50: "median",
  p90: "90th percentile",
  p95: "95th percentile",
  p99: "99th percentile",
  p999: "99.9th percentile",
  max: "longest",
};

const OUTCOME_WORDS: Record<OutcomeName, string> = {
  inTime: "were answered before the deadline",
  late: "were answered after the deadline",
  timeout: "ended in a timeout",
  acquireTimeout: "waited too long for a connection",
  queueFull: "were rejected by a full queue",
  queueTimeout: "waited too long in a queue",
  rateLimited: "were rejected by a rate limit",
  shortCircuited: "were rejected by an open breaker",
  error: "failed",
  unavailable: "found the component down",
  cancelled: "were given up by their caller",
};

const EVERY: readonly ComponentType[] = [
  "source",
  "balancer",
  "server",
  "pool",
  "database",
  "cache",
  "breaker",
  "bulkhead",
  "limiter",
  "queue",
];

function times(prefix: string, of: readonly ComponentType[], what: string, openTelemetry?: string): Metric[] {
  return TIME_STATISTICS.map((statistic) => ({
    name: `${prefix}.${statistic}`,
    unit: "seconds",
    description: `${what}: ${STATISTIC_WORDS[statistic]}.`,
    of,
    ...(openTelemetry === undefined ? {} : { openTelemetry }),
  }));
}

function level(prefix: string, of: readonly ComponentType[], what: string, openTelemetry?: string): Metric[] {
  const also = openTelemetry === undefined ? {} : { openTelemetry };
  return [
    { name: `${prefix}.mean`, unit: "count", description: `${what}: mean over time.`, of, ...also },
    { name: `${prefix}.max`, unit: "count", description: `${what}: most at once.`, of, ...also },
  ];
}

/** The levels that a station keeps, by the metric of their mean: those that are measured in windows too. */
export const STATION_LEVELS = {
  "pool.active.mean": "active",
  "pool.idle.mean": "idle",
  "pool.connecting.mean": "connecting",
  "pool.waiting.mean": "waiting",
  "server.active.mean": "active",
  "server.waiting.mean": "waiting",
  "database.active.mean": "active",
  "database.lockWaiting.mean": "waiting",
  "cache.dirty.mean": "connecting",
  "bulkhead.active.mean": "active",
  "bulkhead.waiting.mean": "waiting",
  "limiter.waiting.mean": "waiting",
  "queue.waiting.mean": "waiting",
  "queue.taken.mean": "active",
  "queue.delayed.mean": "idle",
} as const;

const single = (
  name: string,
  unit: Unit,
  of: readonly ComponentType[],
  description: string,
  openTelemetry?: string,
): Metric => ({ name, unit, description, of, ...(openTelemetry === undefined ? {} : { openTelemetry }) });

const CONNECTIONS = "db.client.connection";

/** Every metric there is; budgets and `expect` may name no other. */
export const METRICS: readonly Metric[] = [
  ...times(
    "latency",
    ["source"],
    "From arrival to answer, of answered requests",
    "http.client.request.duration",
  ),
  single("requests.count", "count", ["source"], "Requests that ended."),
  single(
    "unfinished.count",
    "count",
    ["source"],
    "Requests that were still under way at the end of the run; they are in no ratio and no latency.",
  ),
  single("requests.rate", "perSecond", ["source"], "Requests that arrived."),
  single("goodput.rate", "perSecond", ["source"], "Requests that were answered in time."),
  single("inTime.ratio", "ratio", ["source"], "Share of requests that were answered before the deadline."),
  single("late.ratio", "ratio", ["source"], "Share of requests that were answered after the deadline."),
  single("error.ratio", "ratio", ["source"], "Share of requests that were not answered."),
  ...OUTCOMES.flatMap((kind) => [
    single(`outcome.${kind}.ratio`, "ratio", ["source"], `Share of requests that ${OUTCOME_WORDS[kind]}.`),
    single(`outcome.${kind}.count`, "count", ["source"], `Number of requests that ${OUTCOME_WORDS[kind]}.`),
  ]),
  single(
    "slo.burn",
    "count",
    ["source"],
    "How many times faster than allowed the error budget of the source's objective is used up.",
  ),
  single(
    "attempts.perRequest",
    "count",
    ["source"],
    "Calls sent for each request, retries and hedges included.",
  ),
  single(
    "calls.fallbacks.count",
    "count",
    ["source", "server", "breaker"],
    "Calls that failed and went to their fallback.",
  ),
  single(
    "calls.connects.count",
    "count",
    ["source", "server"],
    "Connections that were opened for its calls.",
  ),
  single("calls.batches.count", "count", ["source", "server"], "Batches of its calls that were sent."),
  single("calls.batchSize.mean", "count", ["source", "server"], "Calls in a batch."),

  single("calls.count", "count", EVERY, "Calls that came in (of a source: that it sent)."),
  {
    ...single(
      "deadWork.ratio",
      "ratio",
      ["server", "database"],
      "Share of the work that was done for clients that had gone.",
    ),
    system: true,
  },

  ...level("pool.active", ["pool"], "Connections in use", `${CONNECTIONS}.count{state=used}`),
  ...level("pool.idle", ["pool"], "Idle connections", `${CONNECTIONS}.count{state=idle}`),
  ...level("pool.connecting", ["pool"], "Connections being opened"),
  ...level("pool.waiting", ["pool"], "Calls waiting for a connection", `${CONNECTIONS}.pending_requests`),
  single("pool.utilisation", "ratio", ["pool"], "Share of `max` connections in use, over time."),
  ...times("pool.wait", ["pool"], "Wait for a connection", `${CONNECTIONS}.wait_time`),
  single("pool.waited.ratio", "ratio", ["pool"], "Share of calls that found no connection at once."),
  ...times("pool.use", ["pool"], "Time a connection was in use", `${CONNECTIONS}.use_time`),
  single("pool.timeouts.count", "count", ["pool"], "Calls that waited too long.", `${CONNECTIONS}.timeouts`),
  single("pool.connects.count", "count", ["pool"], "Connections that were opened."),
  single("pool.fallbacks.count", "count", ["pool"], "Calls that went to the fallback."),
  single("pool.leaks.count", "count", ["pool"], "Connections that were not returned after their use."),
  single(
    "pool.suspectedLeaks.count",
    "count",
    ["pool"],
    "Connections that were out for longer than the leak detection allows, whether they came back or not.",
  ),

  ...level("server.active", ["server"], "Requests worked on", "http.server.active_requests"),
  ...level("server.waiting", ["server"], "Requests waiting for a slot"),
  single(
    "server.utilisation",
    "ratio",
    ["server"],
    "Share of the slots in use, over time; of the processors or the loop where requests share them.",
  ),
  ...level("server.replicas", ["server"], "Replicas that are up"),
  ...level("server.starting", ["server"], "Replicas that are starting"),
  ...times("server.loop.delay", ["server"], "Wait of a piece of work for the event loop"),
  single(
    "server.workers.utilisation",
    "ratio",
    ["server"],
    "Share of the worker threads at work, over time.",
  ),
  ...times("server.workers.wait", ["server"], "Wait for a worker thread"),
  ...times("server.wait", ["server"], "Wait for a slot"),
  single("server.waited.ratio", "ratio", ["server"], "Share of requests that found no slot at once."),
  ...times(
    "server.time",
    ["server"],
    "From arrival at the server to its answer",
    "http.server.request.duration",
  ),

  ...level("database.active", ["database"], "Queries running"),
  single("database.utilisation", "ratio", ["database"], "Share of the cores in use, over time."),
  single("database.queries.count", "count", ["database"], "Queries that came in."),
  ...times("database.time", ["database"], "Time a query ran", "db.client.operation.duration"),
  single("database.writes.count", "count", ["database"], "Queries that came in to write."),
  single(
    "database.stale.ratio",
    "ratio",
    ["database"],
    "Share of reads that a replica answered without a write that had been committed.",
  ),
  single(
    "database.lostWrites.count",
    "count",
    ["database"],
    "Committed writes that the replica did not have which became the primary.",
  ),
  single("database.failovers.count", "count", ["database"], "Times that a replica became the primary."),
  ...times("database.lag", ["database"], "From the commit of a write until a replica shows it"),
  ...times("database.replicationWait", ["database"], "Wait of a write for the replicas"),
  single(
    "database.unacknowledged.count",
    "count",
    ["database"],
    "Writes that were answered without as many replicas having them as are asked for.",
  ),
  ...level("database.lockWaiting", ["database"], "Queries waiting for a lock"),
  ...times("database.lockWait", ["database"], "Wait for a lock"),

  single("cache.hit.ratio", "ratio", ["cache"], "Share of lookups that found their key, stale or fresh."),
  single("cache.stale.ratio", "ratio", ["cache"], "Share of lookups that were answered with a stale value."),
  single("cache.loads.count", "count", ["cache"], "Times a value was loaded."),
  single("cache.evictions.count", "count", ["cache"], "Keys that were dropped because the cache was full."),
  single(
    "cache.outdated.ratio",
    "ratio",
    ["cache"],
    "Share of lookups that were answered with a value from before a write that the cache could know of.",
  ),
  single("cache.writes.count", "count", ["cache"], "Calls that came in to write."),
  single("cache.batches.count", "count", ["cache"], "Batches that write-behind wrote to the origin."),
  single(
    "cache.lostWrites.count",
    "count",
    ["cache"],
    "Writes that were answered and lost with the cache before the origin had them.",
  ),
  ...level("cache.dirty", ["cache"], "Keys that the origin has not been given yet"),

  single("breaker.opened.count", "count", ["breaker"], "Times that it opened."),
  single("breaker.open.ratio", "ratio", ["breaker"], "Share of the time that it was open."),
  single("breaker.shortCircuited.count", "count", ["breaker"], "Calls that it rejected."),

  ...level("bulkhead.active", ["bulkhead"], "Calls under way to its target"),
  ...level("bulkhead.waiting", ["bulkhead"], "Calls waiting for a place"),
  ...level("bulkhead.limit", ["bulkhead"], "The limit, which moves where it is adaptive"),
  single("bulkhead.utilisation", "ratio", ["bulkhead"], "Share of `concurrency` in use, over time."),
  ...times("bulkhead.wait", ["bulkhead"], "Wait for a place"),
  single("bulkhead.waited.ratio", "ratio", ["bulkhead"], "Share of calls that found no place at once."),
  single(
    "bulkhead.rejected.count",
    "count",
    ["bulkhead"],
    "Calls that it refused, that waited too long, or that it shed.",
  ),

  ...level("limiter.waiting", ["limiter"], "Calls waiting until they may pass"),
  ...times("limiter.wait", ["limiter"], "Wait until a call may pass"),
  single("limiter.waited.ratio", "ratio", ["limiter"], "Share of calls that could not pass at once."),
  single("limiter.rejected.count", "count", ["limiter"], "Calls that it refused, or that waited too long."),
  single("limiter.rejected.ratio", "ratio", ["limiter"], "Share of the calls that it refused."),

  ...level("queue.waiting", ["queue"], "Messages waiting for a consumer"),
  ...level("queue.taken", ["queue"], "Messages that consumers have and that are not acknowledged"),
  ...level("queue.delayed", ["queue"], "Messages that failed and are not to be seen yet"),
  ...times("queue.wait", ["queue"], "Wait of a message for a consumer, for each delivery"),
  ...times("queue.endToEnd", ["queue"], "From the publishing of a message to its acknowledgement"),
  single("queue.oldest.max", "seconds", ["queue"], "The largest age that a waiting message had."),
  single("queue.published.count", "count", ["queue"], "Messages that were stored."),
  single("queue.rejected.count", "count", ["queue"], "Messages that a full queue refused."),
  single("queue.acknowledged.count", "count", ["queue"], "Messages that are done with."),
  single("queue.acknowledged.rate", "perSecond", ["queue"], "Messages that are done with."),
  single("queue.redelivered.count", "count", ["queue"], "Deliveries of a message after its first."),
  single("queue.deadLettered.count", "count", ["queue"], "Messages that failed too often."),
  single("queue.expired.count", "count", ["queue"], "Messages that waited longer than they live."),
  single("queue.dropped.count", "count", ["queue"], "Messages that gave way to newer ones in a full queue."),
  single(
    "queue.lost.count",
    "count",
    ["queue"],
    "Messages that failed after they were acknowledged, or as dead letters.",
  ),
];

const BY_NAME: ReadonlyMap<string, Metric> = new Map(METRICS.map((metric) => [metric.name, metric]));

export const metricNamed = (name: string): Metric | undefined => BY_NAME.get(name);

/** Whether a metric is measured in windows at a component of this type. */
export const inWindows = (metric: string, type: ComponentType): boolean =>
  type === "source" || Object.hasOwn(STATION_LEVELS, metric);

/** The names of the metrics that a type of component has. */
export const metricNamesOf = (type: ComponentType): string[] =>
  METRICS.filter((metric) => metric.of.includes(type)).map((metric) => metric.name);
