import fc from "fast-check";
import type { Json } from "../../simulator/protocol.ts";
import { referencesOf } from "../../simulator/scenario/checks/references.ts";
import { documentOf, type Part, s } from "../parts.ts";

/** Small times, zero among them and with many ties, so that what can coincide does. */
const time = fc.constantFrom(0, 0, 0.05, 0.1, 0.1, 0.2, 0.5, 1.3);
const some = fc.constantFrom(0.05, 0.1, 0.2, 0.35, 1);
const duration = time.map(s);
const positive = some.map(s);
const limit = fc.oneof({ weight: 2, arbitrary: fc.constant("none") }, { weight: 1, arbitrary: positive });
const countLimit = fc.oneof(fc.constant("unlimited"), fc.integer({ min: 1, max: 5 }));
const work = fc.oneof<fc.Arbitrary<Json>[]>(
  duration,
  some.map((mean) => ({ distribution: "exponential", mean: s(mean) })),
);

/** Stands for the component itself. */
const OWN = "own";

/** A reference to a component further down; resolved when the whole is put together. */
type Ref = { ref: number; of?: "pool" | "cache" | "callable" };
const ref = (of: Ref["of"] = "callable") =>
  fc.nat({ max: 1000 }).map((n) => ({ ref: n, of }) as unknown as Json);

const retry = fc.record(
  {
    maxRetries: fc.integer({ min: 0, max: 3 }),
    backoff: fc.record({
      initial: duration,
      factor: fc.constantFrom(1, 2),
      max: fc.constant("2s"),
      jitter: fc.constantFrom("none", "full", "equal", "decorrelated"),
    }),
    budgetRatio: fc.constantFrom(0.1, 0.5, 1),
  },
  { requiredKeys: ["maxRetries"] },
);
const fallback = fc.oneof<fc.Arbitrary<Part>[]>(
  duration.map((time) => ({ time })),
  ref().map((target) => ({ target })),
);
const policy = fc
  .record(
    {
      timeout: positive,
      retry,
      hedge: fc.record({ after: duration, max: fc.integer({ min: 1, max: 3 }) }),
      fallback,
      batch: fc.record({ window: duration, maxSize: countLimit, coalesce: fc.boolean() }),
      connection: fc.record({
        keepAlive: fc.boolean(),
        connectTime: duration,
        max: countLimit,
        idleTimeout: limit,
        maxIdle: fc.integer({ min: 0, max: 3 }),
      }),
    },
    { requiredKeys: [] },
  )
  // A hedge at or after the timeout is refused.
  .map(({ hedge, ...rest }) =>
    hedge === undefined || (rest.timeout !== undefined && seconds(hedge.after) >= seconds(rest.timeout))
      ? rest
      : { ...rest, hedge },
  );
const seconds = (text: string): number => Number.parseFloat(text);

const { steps } = fc.letrec<{ step: Json; steps: Json[] }>((tie) => ({
  steps: fc.array(tie("step"), { maxLength: 3 }),
  step: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 3, arbitrary: work.map((compute) => ({ compute })) },
    { weight: 1, arbitrary: work.map((compute) => ({ compute, on: "workers" })) },
    {
      weight: 3,
      arbitrary: fc.tuple(ref(), policy).map(
        // A load that asks for its own key through a batch would wait for itself for ever.
        ([target, more]) =>
          ({ call: { target: more.batch === undefined ? target : "floorServer", ...more } }) as Json,
      ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(ref("pool"), work, limit, fc.constantFrom("read", "write"), fc.constantFrom(1, 5))
        .map(([pool, work, timeout, access, rows]) => ({ query: { pool, work, timeout, access, rows } })),
    },
    {
      // What is done on a held connection acquires no other: two transactions could wait for each other for ever.
      weight: 1,
      arbitrary: fc
        .tuple(ref("pool"), work, limit, fc.integer({ min: 1, max: 3 }))
        .map(([pool, work, timeout, times]) => {
          const query = { query: { pool, work, timeout } };
          const steps = [query, { compute: work }, { parallel: { times, steps: [query] } }];
          return { transaction: { pool, steps } } as Json;
        }),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(ref("cache"), tie("steps"))
        .map(([cache, steps]) => ({ write: { cache, steps } }) as Json),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(ref("cache"), tie("steps"))
        .map(([cache, onMiss]) => ({ lookup: { cache, onMiss } }) as Json),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.integer({ min: 1, max: 3 }), tie("steps"), fc.constantFrom("all", "any", "quorum"))
        .map(([times, steps, join]) => ({ parallel: { times, steps, join } }) as Json),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.array(tie("steps"), { minLength: 1, maxLength: 3 }),
          fc.constantFrom("all", "any", "quorum"),
        )
        .map(([branches, join]) => ({ parallel: { branches, join } }) as Json),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.integer({ min: 0, max: 3 }), tie("steps"))
        .map(([times, steps]) => ({ repeat: { times, steps } }) as Json),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(tie("steps"), tie("steps")).map(
        ([one, two]) =>
          ({
            branch: [
              { ratio: 0.4, steps: one },
              { ratio: 0.4, steps: two },
            ],
          }) as Json,
      ),
    },
  ),
}));

const server = fc.record(
  {
    type: fc.constant("server"),
    concurrency: countLimit,
    discipline: fc.constantFrom("slots", "slots", "slots", "processorSharing", "preemptive", "eventLoop"),
    atOnce: countLimit,
    eventLoop: fc.record({ slice: limit, workers: fc.integer({ min: 1, max: 2 }) }, { requiredKeys: [] }),
    replicas: fc.integer({ min: 1, max: 3 }),
    spread: fc.constantFrom("roundRobin", "random", "leastBusy", "powerOfTwo"),
    startUp: fc.record(
      { time: work, requests: fc.constantFrom("queue", "refuse", "wait"), cold: fc.boolean() },
      { requiredKeys: ["time"] },
    ),
    scaling: fc.record({
      metric: fc.constant("waiting"),
      target: fc.constantFrom(0.5, 2),
      max: fc.integer({ min: 1, max: 4 }),
      interval: fc.constantFrom("2s", "9s"),
      delay: duration,
      cooldown: duration,
    }),
    cancellation: fc.constantFrom("ignored", "queued", "immediate"),
    queue: fc.record(
      {
        limit: fc.oneof(fc.constant("unlimited"), fc.integer({ min: 0, max: 4 })),
        timeout: limit,
        order: fc.constantFrom("fifo", "lifo", "priority"),
        dropExpired: fc.boolean(),
        patience: work,
      },
      { requiredKeys: [] },
    ),
    steps,
    forward: fc.oneof(
      ref(),
      ref().map((target) => [{ target, ratio: 0.4 }] as Json),
      ref().map(
        (target) =>
          [
            { target, ratio: 0.4 },
            { target: OWN, ratio: 0.4 },
          ] as Json,
      ),
    ),
  },
  { requiredKeys: ["type", "steps"] },
);

const pool = fc.record(
  {
    type: fc.constant("pool"),
    target: ref(),
    max: fc.integer({ min: 1, max: 4 }),
    acquireTimeout: limit,
    waitQueueLimit: fc.oneof(fc.constant("unlimited"), fc.integer({ min: 0, max: 3 })),
    order: fc.constantFrom("fifo", "lifo"),
    idleOrder: fc.constantFrom("fifo", "lifo"),
    connectTime: duration,
    maxConnecting: countLimit,
    idleTimeout: limit,
    maxLifetime: limit,
    maxUses: countLimit,
    validationTime: duration,
    authenticationTime: duration,
    closeTime: duration,
    perRequest: fc.boolean(),
    closeOnError: fc.boolean(),
    maxIdle: fc.constantFrom("unlimited", 1, 2),
    fill: fc.constantFrom("demand", "ahead"),
    mode: fc.constantFrom("transaction", "statement"),
    leakDetection: limit,
    fallback: ref("pool"),
    fallbackFor: duration,
    min: fc.constantFrom(0, 1),
    queryTimeout: limit,
    statementTimeout: limit,
  },
  { requiredKeys: ["type", "target"] },
);

const database = fc.record(
  {
    type: fc.constant("database"),
    cores: fc.oneof(fc.constant("unlimited"), fc.integer({ min: 1, max: 3 })),
    contentionPerExtra: fc.constantFrom(0, 0.1, 1),
    serviceTime: work,
    rowTime: duration,
    locks: fc.record({
      takenBy: fc.constantFrom("nobody", "writes", "all"),
      count: countLimit,
      share: fc.constantFrom(0, 0.3, 1),
      timeout: limit,
    }),
    replicas: fc
      .record({
        count: fc.integer({ min: 0, max: 3 }),
        lag: duration,
        applyRatio: fc.constantFrom(0, 0.5, 1),
        routing: fc.constantFrom("roundRobin", "weighted", "random", "leastConnections"),
        primaryReads: fc.boolean(),
        pinAfterWrite: duration,
        detectionTime: duration,
        fallBackToPrimary: fc.boolean(),
        promotionTime: limit,
        synchronous: fc.option(
          fc.record({
            count: fc.integer({ min: 1, max: 3 }),
            when: fc.constantFrom("received", "applied"),
            timeout: limit,
          }),
          { nil: undefined },
        ),
      })
      .map(({ synchronous, ...rest }) =>
        synchronous === undefined || rest.count === 0
          ? rest
          : { ...rest, synchronous: { ...synchronous, count: Math.min(synchronous.count, rest.count) } },
      ),
  },
  { requiredKeys: ["type"] },
);

const cache = fc.record(
  {
    type: fc.constant("cache"),
    target: ref(),
    maxEntries: countLimit,
    policy: fc.constantFrom("lru", "fifo", "lfu", "ttl"),
    writes: fc.constantFrom("invalidate", "through", "behind", "around"),
    writeBehind: fc.record({ batch: fc.integer({ min: 1, max: 3 }), interval: positive }),
    prewarm: fc.constantFrom(0, 2),
    bypass: fc.boolean(),
    ttl: limit,
    ttlJitter: fc.constantFrom(0, 0.5),
    singleFlight: fc.boolean(),
    staleWhileRevalidate: limit,
    staleIfError: limit,
    hitTime: duration,
    invalidates: fc.array(ref("cache"), { maxLength: 1 }),
    invalidationDelay: duration,
  },
  { requiredKeys: ["type", "target"] },
);

const breaker = fc.record(
  {
    type: fc.constant("breaker"),
    target: ref(),
    failureRatio: fc.constantFrom(0.1, 0.5),
    consecutiveFailures: countLimit,
    window: fc.constantFrom("1s", "3 calls"),
    minimumCalls: fc.integer({ min: 0, max: 3 }),
    slowCallDuration: limit,
    slowCallRatio: fc.constantFrom(0.2, 1),
    openFor: duration,
    probes: fc.integer({ min: 1, max: 2 }),
    probeVerdict: fc.constantFrom("each", "together"),
    counting: fc.constantFrom("ended", "begun"),
    fallback,
  },
  { requiredKeys: ["type", "target"] },
);

const queue = fc
  .record(
    {
      type: fc.constant("queue"),
      target: ref(),
      publishTime: duration,
      limit: countLimit,
      overflow: fc.constantFrom("reject", "dropOldest"),
      order: fc.constantFrom("fifo", "lifo", "priority"),
      messageTtl: limit,
      consumers: fc.integer({ min: 1, max: 3 }),
      prefetch: countLimit,
      batch: fc.record({ size: fc.integer({ min: 2, max: 4 }), linger: duration }),
      deliveryTime: duration,
      acknowledge: fc.constantFrom("afterWork", "onDelivery"),
      onFailure: fc.constantFrom("return", "leave"),
      redelivery: fc.record({ delay: positive, factor: fc.constantFrom(1, 2) }),
      visibilityTimeout: limit,
      // A target that always fails would keep its messages for ever.
      maxDeliveries: fc.integer({ min: 1, max: 4 }),
      deadLetter: ref(),
    },
    { requiredKeys: ["type", "target", "maxDeliveries"] },
  )
  .map(({ visibilityTimeout, onFailure, ...rest }) => ({
    ...rest,
    ...(visibilityTimeout === undefined || rest.acknowledge === "onDelivery" ? {} : { visibilityTimeout }),
    ...(onFailure === undefined ||
    (visibilityTimeout ?? "none") === "none" ||
    rest.acknowledge === "onDelivery"
      ? {}
      : { onFailure }),
  }));

const limiter = fc.record(
  {
    type: fc.constant("limiter"),
    target: ref(),
    algorithm: fc.constantFrom("tokenBucket", "leakyBucket", "fixedWindow", "slidingWindow", "slidingLog"),
    limit: fc.integer({ min: 1, max: 5 }),
    period: positive,
    burst: fc.integer({ min: 1, max: 4 }),
    refill: fc.constantFrom("steady", "whole"),
    windows: fc.constantFrom("clock", "firstCall"),
    scope: fc.constantFrom("all", "key"),
    queue: fc.record({
      limit: fc.oneof(fc.constant("unlimited"), fc.integer({ min: 0, max: 4 })),
      timeout: limit,
      order: fc.constantFrom("fifo", "lifo", "priority"),
      dropExpired: fc.boolean(),
    }),
  },
  { requiredKeys: ["type", "target", "limit"] },
);

const bulkhead = fc.record(
  {
    type: fc.constant("bulkhead"),
    target: ref(),
    concurrency: fc.integer({ min: 1, max: 4 }),
    queue: fc.record({
      limit: fc.integer({ min: 1, max: 4 }),
      timeout: limit,
      order: fc.constantFrom("fifo", "lifo", "priority"),
      dropExpired: fc.boolean(),
    }),
    cancellation: fc.constantFrom("ignored", "queued", "immediate"),
    adaptive: fc.record({ algorithm: fc.constantFrom("aimd", "gradient"), initial: fc.constant(1) }),
    shedding: fc.record({ target: fc.constant("50ms"), interval: positive }),
  },
  { requiredKeys: ["type", "target", "concurrency", "queue"] },
);

const balancer = fc.record(
  {
    type: fc.constant("balancer"),
    algorithm: fc.constantFrom(
      "roundRobin",
      "weightedRoundRobin",
      "random",
      "weightedRandom",
      "leastConnections",
      "weightedLeastConnections",
      "powerOfTwo",
      "nearest",
    ),
    choices: fc.integer({ min: 1, max: 3 }),
    zones: duration.map((roundTrip) => [{ between: ["a", "b"], roundTrip }] as Json),
    targets: fc.array(ref(), { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ["type", "targets"] },
);

const source = fc.record(
  {
    type: fc.constant("source"),
    arrival: fc.oneof(
      fc.tuple(fc.constantFrom("poisson", "constant"), fc.integer({ min: 1, max: 30 })).map(
        ([process, rate]) =>
          ({
            model: "stages",
            process,
            stages: [
              { duration: "3s", rate: `${rate}/s` },
              { duration: "1s", rate: "0/s" },
            ],
          }) as Json,
      ),
      work.filter((between) => between !== s(0)).map((between) => ({ model: "renewal", between }) as Json),
      fc
        .array(time, { minLength: 1, maxLength: 30 })
        .map((steps) => ({ model: "trace", times: cumulated(steps).map(s) }) as Json),
    ),
    deadline: limit,
    patience: work,
    keys: fc.constantFrom<Json[]>({ distribution: "uniform", count: 3 }, { distribution: "zipf", count: 5 }),
    calls: fc.array(
      fc
        .tuple(ref(), fc.integer({ min: 0, max: 2 }), policy)
        .map(([target, priority, more]) => ({ target, priority, ...more }) as Json),
      { minLength: 1, maxLength: 2 },
    ),
  },
  { requiredKeys: ["type", "arrival", "calls"] },
);

const fault = fc
  .tuple(
    fc.constantFrom<Part[]>(
      { fault: "latency", multiplyBy: 3, add: "50ms" },
      { fault: "errors", ratio: 0.4 },
      { fault: "hang", for: "700ms" },
      { fault: "down" },
      { fault: "cores", ratio: 0 },
      { fault: "cores", ratio: 0.4 },
      { fault: "flush" },
      { fault: "crash" },
      { fault: "crash", instances: 1 },
      { fault: "partition" },
      { fault: "partition", from: "caller" },
    ),
    fc.nat({ max: 1000 }),
    fc.constantFrom(0.1, 0.5, 1, 2),
    fc.constantFrom(0.3, 1, 3),
  )
  .map(([what, target, at, length]) => ({ what, target, at, until: at + length }));

function cumulated(steps: readonly number[]): number[] {
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum;
  });
}

type Layer = { type: string } & Part;

/** Everything a reference can lead to further down: at the end stand a server, a pool before a database, and a cache. */
const FLOOR: Part[] = [
  { id: "floorCache", type: "cache", target: "floorServer", singleFlight: true, ttl: "1s" },
  { id: "floorServer", type: "server", concurrency: 2, steps: [{ compute: "100ms" }] },
  { id: "floorPool", type: "pool", target: "floorDb", max: 2 },
  { id: "floorDb", type: "database", cores: 1, serviceTime: "50ms" },
];

/** Which faults the checks of a scenario allow at which types. */
const SUFFERS: Record<string, string> = {
  latency: "server pool database cache queue",
  errors: "server pool database cache balancer breaker bulkhead limiter queue",
  hang: "server pool database cache queue",
  down: "server pool database cache balancer breaker bulkhead limiter queue",
  cores: "server database",
  crash: "server",
  partition: "server pool database cache balancer breaker bulkhead limiter queue",
  flush: "cache",
};

/** Scenarios whose arrivals end after a few seconds: components call what comes after them. */
export const randomScenario: fc.Arbitrary<{ components: Part[]; events: Part[] }> = fc
  .tuple(
    fc.array(source, { minLength: 1, maxLength: 2 }),
    fc.array(fc.oneof(server, server, pool, database, cache, breaker, balancer, bulkhead, limiter, queue), {
      minLength: 1,
      maxLength: 6,
    }),
    fc.array(fault, { maxLength: 3 }),
  )
  .map(([sources, middle, faults]) => {
    const layers = [...sources, ...middle] as unknown as Layer[];
    const all: Part[] = [...layers.map((part, i) => ({ id: `c${i}`, ...part })), ...FLOOR];
    const components = all.map((part, i) => resolved(part, all, i) as Part);
    // Ways are known between two zones; a balancer without any has no nearest target.
    for (const [i, part] of components.entries()) {
      if (part.type === "source" || part.type === "server") part.zone = i % 2 === 0 ? "a" : "b";
      if (part.zones === undefined && part.algorithm === "nearest") part.algorithm = "random";
      if (part.counting === "begun") part.window = "1s";
      // Only who has a fallback goes there for a time.
      if (part.fallbackFor !== undefined && part.fallback === undefined) part.fallback = "floorPool";
    }
    const events = faults.flatMap(({ what, target, at, until }) => {
      const able = components.filter(({ type }) => SUFFERS[what.fault as string]!.includes(type as string));
      const hit = able[target % Math.max(1, able.length)];
      if (hit === undefined) return [];
      if (what.fault === "partition")
        return partition(what, target, hit, components, { at: s(at), until: s(until) });
      // Every second fault of a database with replicas hits one of its machines.
      const { count } = (hit.replicas ?? { count: 0 }) as { count: number };
      const of = count > 0 && target % 2 === 0 ? { node: (target >> 1) % (count + 1) } : {};
      return [{ at: s(at), until: s(until), target: hit.id, ...of, ...what } as Part];
    });
    const endless = components.filter(({ arrival }) => (arrival as Part | undefined)?.model === "renewal");
    const lulls = endless.map(({ id }) => ({ at: "3s", set: { [`${id}.arrival.between`]: "1000000s" } }));
    return { components, events: [...events, ...lulls] };
  });

/** A partition before a component that somebody calls: from one of its callers, or from all. */
function partition(what: Part, number: number, hit: Part, components: Part[], span: Part): Part[] {
  const callers = referencesOf(documentOf(components, 10, 0).scenario.components)
    .filter(({ to }) => to === hit.id)
    .map(({ from }) => components[from]!)
    .filter(({ type }) => hit.type !== "pool" || type === "pool");
  const caller = callers[number % Math.max(1, callers.length)];
  if (caller === undefined) return [];
  const from = what.from === undefined ? {} : { from: caller.id as Json };
  return [{ ...span, target: hit.id as Json, fault: "partition", ...from }];
}

/** Replaces each reference by the id of a component after `from` that fits. */
function resolved(value: Json, all: Part[], from: number): Json {
  if (Array.isArray(value)) return value.map((each) => resolved(each, all, from));
  if (value === OWN) return (all[from] as Part).id as string;
  if (typeof value !== "object" || value === null) return value;
  // Only an event loop has worker threads.
  if ("on" in value && (all[from] as Part).discipline !== "eventLoop")
    return { compute: value.compute as Json };
  if ("ref" in value) {
    const { ref, of } = value as unknown as Ref;
    const after = all.slice(Math.max(from + 1, 0));
    const fitting = after.filter(({ type }) => (of === "callable" ? type !== "source" : type === of));
    const found = fitting[ref % fitting.length];
    return found === undefined
      ? of === "pool"
        ? "floorPool"
        : of === "cache"
          ? "floorCache"
          : "floorServer"
      : (found.id as string);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, resolved(each as Json, all, from)]),
  );
}
