import { exp, type Part, poisson, source } from "../../parts.ts";
import type { Case } from "../experiment.ts";
import { erlangB, factorial, lossQueue, tokenBucketLoss, waitMG1, waitMMc } from "../formulas.ts";

/** A server with room for all. */
const open = (service: Part): Part => ({ id: "server", type: "server", steps: [{ compute: service }] });

const limited = (lambda: number, limiter: Part): Part[] => [
  source(poisson(lambda), "limiter"),
  { id: "limiter", type: "limiter", target: "server", ...limiter },
  { id: "server", type: "server", steps: [] },
];

/** The mean of the smaller of a Poisson number and a limit. */
function meanUpTo(mean: number, limit: number): number {
  let below = 0;
  let share = 0;
  for (let n = 0; n < limit; n++) {
    const p = (Math.exp(-mean) * mean ** n) / factorial(n);
    below += n * p;
    share += p;
  }
  return below + limit * (1 - share);
}

/** Tokens that come one by one. */
function bucket(lambda: number, limit: number, burst: number): Case {
  return {
    name: `a bucket of ${burst} tokens, ${limit} a second for ${lambda} calls`,
    components: limited(lambda, { algorithm: "tokenBucket", limit, burst }),
    warmUp: 50,
    duration: 12_000,
    checks: [
      {
        what: "share refused",
        reading: ["limiter.rejected.ratio", "limiter"],
        exact: tokenBucketLoss(lambda, limit, burst),
        source: "M/D/1 of bounded work",
      },
    ],
  };
}

export const limiters: readonly Case[] = [
  {
    name: "a leaky bucket that lets all wait is M/D/1",
    components: limited(0.7, { algorithm: "leakyBucket", limit: 1, queue: { limit: "unlimited" } }),
    warmUp: 1000,
    duration: 141_000,
    checks: [
      {
        what: "mean wait",
        reading: ["limiter.wait.mean", "limiter"],
        exact: waitMG1(0.7, 1, 1),
        source: "Pollaczek and Khinchine",
      },
    ],
  },
  {
    name: "a leaky bucket without a queue is a counter with dead time",
    components: limited(0.8, { algorithm: "leakyBucket", limit: 1 }),
    duration: 20_000,
    checks: [
      {
        what: "share refused",
        reading: ["limiter.rejected.ratio", "limiter"],
        exact: 0.8 / 1.8,
        source: "Cox, Renewal Theory: counter of type I",
      },
    ],
  },
  {
    name: "a fixed window lets the smaller of what comes and its limit through",
    components: limited(5, { algorithm: "fixedWindow", limit: 4 }),
    duration: 10_000,
    checks: [
      {
        what: "share refused",
        reading: ["limiter.rejected.ratio", "limiter"],
        exact: 1 - meanUpTo(5, 4) / 5,
        source: "Poisson arrivals",
      },
    ],
  },
  bucket(12, 10, 20),
  bucket(10, 10, 5),
  bucket(8, 10, 3),
  {
    name: "a sliding log is as many servers that are taken for a period",
    components: limited(6, { algorithm: "slidingLog", limit: 5 }),
    duration: 8000,
    checks: [
      {
        what: "share refused",
        reading: ["limiter.rejected.ratio", "limiter"],
        exact: erlangB(6, 5),
        source: "Erlang B, whose loss does not depend on the shape",
      },
    ],
  },
];

const bulkheaded = (lambda: number, bulkhead: Part): Part[] => [
  source(poisson(lambda), "bulkhead"),
  { id: "bulkhead", type: "bulkhead", target: "server", ...bulkhead },
  open(exp(1)),
];

export const bulkheads: readonly Case[] = [
  {
    name: "a bulkhead before a server with room for all is M/M/3",
    components: bulkheaded(2.1, { concurrency: 3, queue: {} }),
    warmUp: 1000,
    duration: 31_000,
    checks: [
      {
        what: "mean wait",
        reading: ["bulkhead.wait.mean", "bulkhead"],
        exact: waitMMc(2.1, 1, 3),
        source: "Kleinrock, Queueing Systems 1, chapter 3",
        error: 0.01,
      },
      { what: "utilisation", reading: ["bulkhead.utilisation", "bulkhead"], exact: 0.7, source: "Little" },
    ],
  },
  {
    name: "a bulkhead with a queue of 2 is M/M/3/5",
    components: bulkheaded(3, { concurrency: 3, queue: { limit: 2 } }),
    warmUp: 100,
    duration: 10_000,
    checks: [
      {
        what: "share refused",
        reading: ["outcome.queueFull.ratio", "clients"],
        exact: lossQueue(3, 1, 3, 5).rejected,
        source: "Kleinrock, Queueing Systems 1, chapter 3",
      },
    ],
  },
];

export const queues: readonly Case[] = [
  {
    name: "a message queue with 3 consumers is M/M/3",
    components: [
      source(poisson(2.1), "queue"),
      { id: "queue", type: "queue", target: "server", consumers: 3 },
      open(exp(1)),
    ],
    warmUp: 1000,
    duration: 31_000,
    checks: [
      {
        what: "mean wait",
        reading: ["queue.wait.mean", "queue"],
        exact: waitMMc(2.1, 1, 3),
        source: "Kleinrock, Queueing Systems 1, chapter 3",
        error: 0.01,
      },
      {
        what: "mean time from publishing to acknowledgement",
        reading: ["queue.endToEnd.mean", "queue"],
        exact: waitMMc(2.1, 1, 3) + 1,
        source: "Little",
      },
    ],
  },
  {
    name: "a target that fails three times in ten gets each message 10/7 times",
    components: [
      source(poisson(1), "queue"),
      { id: "queue", type: "queue", target: "server", consumers: 10, redelivery: { delay: "1s" } },
      { id: "server", type: "server", steps: [] },
    ],
    events: [{ at: "0s", target: "server", fault: "errors", ratio: 0.3 }],
    warmUp: 100,
    duration: 10_100,
    checks: [
      {
        what: "deliveries beyond the first",
        reading: ["queue.redelivered.count", "queue"],
        exact: 10_000 * (3 / 7),
        source: "geometric number of tries",
      },
    ],
  },
];
