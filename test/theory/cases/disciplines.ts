import { exp, type Part, poisson, s, server, source } from "../../parts.ts";
import { type Case, station, waited } from "../experiment.ts";
import {
  constantTransform,
  erlangA,
  erlangTransform,
  hyperTransform,
  jackson,
  joinShortest,
  preemptiveTimes,
  root,
  uniformTransform,
  waitGM1,
  waitMG1,
  waitMMc,
} from "../formulas.ts";

/** GI/M/1: independent times between arrivals of any distribution, one exponential server of rate 1. */
function renewal(name: string, between: Part, transform: (s: number) => number, duration: number): Case {
  const sigma = root((x) => transform(1 - x) - x, 1e-9, 1 - 1e-9);
  return {
    name: `${name}/M/1`,
    components: [source({ model: "renewal", between }, "server"), server("server", exp(1), 1)],
    warmUp: 1000,
    duration,
    checks: [
      {
        what: "mean wait",
        reading: ["server.wait.mean", "server"],
        exact: waitGM1(transform, 1),
        source: "GI/M/1 root",
        error: 0.006,
      },
      { what: "share that waits", reading: waited("server"), exact: sigma, source: "GI/M/1 root" },
      {
        what: "99th percentile of the wait",
        reading: ["server.wait.p99", "server"],
        exact: Math.log(sigma * 100) / (1 - sigma),
        source: "P(wait > t) = sigma exp(-(1 - sigma) t)",
        error: 0.02,
      },
    ],
  };
}

const H2 = [
  { ratio: 0.8, mean: 1 },
  { ratio: 0.2, mean: 4 },
] as const;

export const renewals: Case[] = [
  renewal("D at 0.7", { distribution: "constant", value: s(1 / 0.7) }, constantTransform(0.7), 150_000),
  renewal(
    "E2 at 0.6",
    { distribution: "erlang", mean: s(1 / 0.6), stages: 2 },
    erlangTransform(2, 0.6),
    170_000,
  ),
  renewal("E4 at 0.5", { distribution: "erlang", mean: s(2), stages: 4 }, erlangTransform(4, 0.5), 170_000),
  renewal(
    "H2 at 0.625",
    {
      distribution: "hyperexponential",
      phases: H2.map(({ ratio, mean }) => ({ ratio, mean: s(mean) })),
    },
    hyperTransform(H2),
    300_000,
  ),
  renewal(
    "U at 0.625",
    { distribution: "uniform", min: s(0.2), max: s(3) },
    uniformTransform(0.2, 3),
    200_000,
  ),
];

/** Exponential patience in the queue. */
function impatient(lambda: number, c: number, theta: number, duration: number): Case {
  const { queueTime, gaveUp } = erlangA(lambda, 1, c, theta);
  return {
    name: `M/M/${c}+M at ${lambda / c}, patience of ${1 / theta}`,
    components: station(lambda, exp(1), c, { queue: { patience: exp(1 / theta) } }),
    warmUp: 300,
    duration,
    checks: [
      {
        what: "mean time in the queue, of all",
        reading: ["server.wait.mean", "server"],
        exact: queueTime,
        source: "Palm 1957, Erlang A",
      },
      {
        what: "share that gives up",
        reading: ["outcome.queueTimeout.ratio", "clients"],
        exact: gaveUp,
        source: "Palm 1957, Erlang A",
      },
    ],
  };
}

export const patience: Case[] = [
  impatient(10, 10, 0.5, 20_000),
  impatient(24, 20, 2, 6_000),
  impatient(0.8, 1, 0.25, 130_000),
  {
    name: "a client's patience that is drawn",
    components: station(5, exp(1), "unlimited").map((part) =>
      part.type === "source" ? { ...part, patience: exp(2) } : part,
    ),
    warmUp: 20,
    duration: 12_000,
    checks: [
      {
        what: "share that is late",
        reading: ["late.ratio", "clients"],
        exact: 1 / 3,
        source: "the shorter of two exponential times",
      },
    ],
  },
];

/** Two classes of which the first interrupts the second. */
function preemptive(
  name: string,
  lambdas: readonly [number, number],
  service: Part | string,
  c: number,
  [high, low]: readonly number[],
  duration: number,
): Case {
  const [rateHigh, rateLow] = lambdas;
  return {
    name: `${name} with pre-emptive priority`,
    components: [
      source(poisson(rateHigh + rateLow), "server", {
        calls: [
          { target: "server", endpoint: "high", weight: rateHigh, priority: 0 },
          { target: "server", endpoint: "low", weight: rateLow, priority: 1 },
        ],
      }),
      server("server", service, c, { discipline: "preemptive", queue: { order: "priority" } }),
    ],
    warmUp: 1000,
    duration,
    checks: [
      {
        what: "mean time, high",
        reading: ["latency.mean", "clients/high"],
        exact: high!,
        source: "Kleinrock, Queueing Systems 2",
      },
      {
        what: "mean time, low",
        reading: ["latency.mean", "clients/low"],
        exact: low!,
        source: "Kleinrock, Queueing Systems 2",
        error: 0.006,
      },
    ],
  };
}

const timeMMc = (lambda: number, c: number): number => waitMMc(lambda, 1, c) + 1;

const lastFirst = (name: string, service: Part, duration: number): Case => ({
  name: `M/${name}/1, last come first served, pre-emptive`,
  components: station(0.6, service, 1, { discipline: "preemptive", queue: { order: "lifo" } }),
  warmUp: 1000,
  duration,
  checks: [
    {
      what: "mean time",
      reading: ["latency.mean", "clients"],
      exact: 2.5,
      source: "insensitivity: E[S]/(1 - rho)",
    },
    { what: "utilisation", reading: ["server.utilisation", "server"], exact: 0.6, source: "Little" },
  ],
});

const DETERMINISTIC = { distribution: "constant", value: "1s" };

export const preemption: Case[] = [
  preemptive("M/M/1 at 0.8", [0.2, 0.6], exp(1), 1, preemptiveTimes([0.2, 0.6], 1, 2), 600_000),
  preemptive("M/D/1 at 0.7", [0.3, 0.4], "1s", 1, preemptiveTimes([0.3, 0.4], 1, 1), 160_000),
  preemptive(
    "M/M/4 at 0.75",
    [1, 2],
    exp(1),
    4,
    // All classes together are M/M/4, and the first is alone there.
    [timeMMc(1, 4), (3 * timeMMc(3, 4) - timeMMc(1, 4)) / 2],
    60_000,
  ),
  lastFirst("M", exp(1), 200_000),
  lastFirst("D", DETERMINISTIC, 120_000),
  {
    name: "M/M/1 at 0.7 with processor sharing of at most three",
    components: station(0.7, exp(1), 1, { discipline: "processorSharing", atOnce: 3 }),
    warmUp: 1000,
    duration: 260_000,
    checks: [
      {
        what: "mean number waiting",
        reading: ["server.waiting.mean", "server"],
        exact: 0.7 ** 4 / 0.3,
        source: "the number is that of M/M/1",
        error: 0.01,
      },
      {
        what: "share that waits",
        reading: waited("server"),
        exact: 0.7 ** 3,
        source: "the number is that of M/M/1",
      },
      {
        what: "mean time",
        reading: ["latency.mean", "clients"],
        exact: 1 / 0.3,
        source: "the number is that of M/M/1",
      },
    ],
  },
  {
    name: "M/E2/1 on an event loop",
    components: station(0.7, { distribution: "erlang", mean: "1s", stages: 2 }, "unlimited", {
      discipline: "eventLoop",
    }),
    warmUp: 1000,
    duration: 150_000,
    checks: [
      {
        what: "mean delay of the loop",
        reading: ["server.loop.delay.mean", "server"],
        exact: waitMG1(0.7, 1, 1.5),
        source: "Pollaczek and Khinchine",
        error: 0.006,
      },
      { what: "utilisation", reading: ["server.utilisation", "server"], exact: 0.7, source: "Little" },
    ],
  },
  {
    name: "M/M/1 on an event loop in small slices",
    components: station(0.6, exp(1), "unlimited", { discipline: "eventLoop", eventLoop: { slice: "20ms" } }),
    warmUp: 500,
    duration: 40_000,
    checks: [
      {
        what: "mean time",
        reading: ["latency.mean", "clients"],
        exact: 2.5,
        source: "the order does not change the mean",
        error: 0.01,
      },
    ],
  },
  {
    name: "M/M/4 on worker threads",
    components: [
      source(poisson(3), "server"),
      {
        id: "server",
        type: "server",
        discipline: "eventLoop",
        eventLoop: { workers: 4 },
        steps: [{ compute: exp(1), on: "workers" }],
      },
    ],
    warmUp: 1000,
    duration: 60_000,
    checks: [
      {
        what: "mean wait for a worker",
        reading: ["server.workers.wait.mean", "server"],
        exact: waitMMc(3, 1, 4),
        source: "Erlang C",
        error: 0.01,
      },
    ],
  },
];

/** Stations of an open network whose requests go on by chance, and may come back. */
function network(
  name: string,
  external: readonly number[],
  routing: readonly (readonly number[])[],
  mu: readonly number[],
  c: readonly number[],
  duration: number,
): Case {
  const { rates, time } = jackson(external, routing, mu, c);
  return {
    name,
    components: [
      source(poisson(external.reduce((sum, rate) => sum + rate, 0)), "s0", {
        calls: external.flatMap((weight, i) => (weight > 0 ? [{ target: `s${i}`, weight }] : [])),
      }),
      ...routing
        .map((ways, i) =>
          server(`s${i}`, exp(1 / mu[i]!), c[i]!, {
            forward: ways.flatMap((ratio, j) => (ratio > 0 ? [{ target: `s${j}`, ratio }] : [])),
          }),
        )
        .map((part) => ((part.forward as unknown[]).length === 0 ? without(part) : part)),
    ],
    warmUp: 500,
    duration,
    checks: [
      {
        what: "mean time in the network",
        reading: ["latency.mean", "clients"],
        exact: time,
        source: "Jackson 1957",
      },
      ...rates.map((rate, i) => ({
        what: `utilisation of station ${i}`,
        reading: ["server.utilisation", `s${i}`] as const,
        exact: rate / mu[i]! / c[i]!,
        source: "Jackson 1957",
      })),
    ],
  };
}

function without({ forward: _, ...rest }: Part): Part {
  return rest;
}

export const feedback: Case[] = [
  network("M/M/1 with feedback of 0.4", [0.36], [[0.4]], [1], [1], 250_000),
  network(
    "three stations with a way back",
    [5, 0, 0],
    [
      [0, 0.8, 0.2],
      [0, 0, 0.3],
      [0, 0.1, 0],
    ],
    [8, 3, 2],
    [1, 2, 3],
    30_000,
  ),
  network(
    "two stations that send to one another and to themselves",
    [0.3, 0.2],
    [
      [0.2, 0.5],
      [0.3, 0.1],
    ],
    [2, 1.5],
    [1, 1],
    200_000,
  ),
];

const replicated = (
  spread: string,
  replicas: number,
  lambda: number,
  checks: Case["checks"],
  duration: number,
): Case => ({
  name: `${replicas} replicas, ${spread}`,
  components: station(lambda, exp(1), 1, { replicas, spread }),
  warmUp: 500,
  duration,
  checks,
});

export const replicas: Case[] = [
  replicated(
    "random",
    10,
    7,
    [
      {
        what: "mean time",
        reading: ["latency.mean", "clients"],
        exact: 1 / 0.3,
        source: "each is M/M/1 by thinning",
      },
      { what: "utilisation", reading: ["server.utilisation", "server"], exact: 0.7, source: "Little" },
    ],
    25_000,
  ),
  replicated(
    "roundRobin",
    2,
    1.2,
    [
      {
        what: "mean wait",
        reading: ["server.wait.mean", "server"],
        exact: waitGM1(erlangTransform(2, 0.6), 1),
        source: "each is E2/M/1",
        error: 0.006,
      },
    ],
    90_000,
  ),
  replicated(
    "leastBusy",
    2,
    1.6,
    [
      {
        what: "mean time",
        reading: ["latency.mean", "clients"],
        exact: joinShortest(1.6, 1, 2, 70),
        source: "two-dimensional Markov chain",
      },
    ],
    150_000,
  ),
];
