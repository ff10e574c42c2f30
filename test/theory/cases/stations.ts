import type { Histogram } from "../../../simulator/measure/histogram.ts";
import { exp, type Part, poisson, s, server, source } from "../../parts.ts";
import { type Case, serverOf, station, waited } from "../experiment.ts";
import {
  birthDeath,
  constantTransform,
  erlangB,
  erlangC,
  erlangTransform,
  impatient,
  lossQueue,
  meanOf,
  priorityWaits,
  root,
  waitGM1,
  waitMDc,
  waitMG1,
  waitMMc,
  waitQuantileMMc,
  waitShareMD1,
  waitSquareLastFirst,
} from "../formulas.ts";

const KLEINROCK = "Kleinrock, Queueing Systems 1, chapter 3";
const POLLACZEK = "Pollaczek and Khinchine";

/** M/M/c with service of one second, `requests` in all. */
function delay(lambda: number, c: number, requests: number): Case {
  const load = lambda / c;
  const error = load >= 0.9 ? 0.02 : 0.005;
  const tail = waitQuantileMMc(lambda, 1, c, 0.99);
  return {
    name: `M/M/${c} at ${load.toFixed(2)}`,
    components: station(lambda, exp(1), c),
    warmUp: 2000,
    duration: 2000 + requests / 20 / lambda,
    checks: [
      {
        what: "mean wait",
        reading: ["server.wait.mean", "server"],
        exact: waitMMc(lambda, 1, c),
        source: KLEINROCK,
        error,
      },
      {
        what: "share that waits",
        reading: waited("server"),
        exact: erlangC(lambda, c),
        source: KLEINROCK,
        error,
      },
      load < 0.9
        ? {
            what: "99th percentile of the wait",
            reading: ["server.wait.p99", "server"],
            exact: tail,
            source: KLEINROCK,
            error: 0.02,
          }
        : // A percentile of correlated waits is biased in a run of this length; the share beyond it is not. Its logarithm is straight in the percentile.
          {
            what: "share beyond the 99th percentile",
            reading: (network) => serverOf(network, "server").station.wait.shareAbove(tail),
            exact: 0.01,
            source: KLEINROCK,
            error: 0.02 * tail * (c - lambda),
          },
      {
        what: "mean number waiting",
        reading: ["server.waiting.mean", "server"],
        exact: lambda * waitMMc(lambda, 1, c),
        source: "Little",
        error: load >= 0.9 ? 0.02 : 0.006,
      },
      { what: "utilisation", reading: ["server.utilisation", "server"], exact: load, source: "Little" },
    ],
  };
}

const single = (rho: number, requests: number): Case => ({
  name: `M/M/1 at ${rho}`,
  components: station(rho, exp(1), 1),
  warmUp: 2000,
  duration: 2000 + requests / 20 / rho,
  checks: [
    {
      what: "median time",
      reading: ["latency.p50", "clients"],
      exact: Math.LN2 / (1 - rho),
      source: "the time is exponential",
      error: rho >= 0.9 ? 0.02 : 0.005,
    },
    {
      what: "mean time",
      reading: ["latency.mean", "clients"],
      exact: 1 / (1 - rho),
      source: KLEINROCK,
      error: rho >= 0.9 ? 0.02 : 0.005,
    },
    {
      what: "share beyond the 99.9th percentile",
      reading: (network) => serverOf(network, "server").station.time.shareAbove(Math.log(1000) / (1 - rho)),
      exact: 0.001,
      source: "the time is exponential",
      error: (rho >= 0.9 ? 0.05 : 0.02) * Math.log(1000),
    },
  ],
});

/** M/M/c/K: `most` in the system, waiting ones included. */
function bounded(lambda: number, mu: number, c: number, most: number, requests: number): Case {
  const { rejected, time, number } = lossQueue(lambda, mu, c, most);
  return {
    name: `M/M/${c}/${most} at ${(lambda / mu / c).toFixed(2)}`,
    components: station(lambda, exp(1 / mu), c, { queue: { limit: most - c } }),
    warmUp: 500,
    duration: 500 + requests / 20 / lambda,
    checks: [
      {
        what: "share rejected",
        reading: ["outcome.queueFull.ratio", "clients"],
        exact: rejected,
        source: "birth and death",
      },
      {
        what: "mean time of the others",
        reading: ["latency.mean", "clients"],
        exact: time,
        source: "Little on birth and death",
      },
      {
        what: "mean number",
        reading: (network) => {
          const { station } = serverOf(network, "server");
          return station.active.mean(network.simulation.now) + station.waiting.mean(network.simulation.now);
        },
        exact: number,
        source: "birth and death",
      },
    ],
  };
}

/** Erlang's loss system; the share lost depends on the mean service only. */
const loss = (name: string, service: Part): Case => ({
  name,
  components: station(15, service, 20, { queue: { limit: 0 } }),
  warmUp: 100,
  duration: 100 + 4_000_000 / 20 / 15,
  checks: [
    {
      what: "share lost",
      reading: ["outcome.queueFull.ratio", "clients"],
      exact: erlangB(15, 20),
      source: "Erlang B",
    },
  ],
});

export const classical: Case[] = [
  single(0.3, 300_000),
  single(0.5, 900_000),
  single(0.7, 2_500_000),
  single(0.9, 5_000_000),
  delay(0.5, 1, 2_000_000),
  delay(0.9, 1, 12_000_000),
  delay(1.2, 2, 2_000_000),
  delay(2.8, 4, 4_000_000),
  delay(7.2, 8, 14_000_000),
  delay(18, 20, 14_000_000),
  bounded(3, 4, 2, 3, 1_600_000),
  bounded(1.2, 1, 1, 10, 1_300_000),
  bounded(50, 1, 40, 60, 1_500_000),
  loss("M/M/20/20", exp(1)),
  loss("M/D/20/20: the loss does not depend on the shape", { distribution: "constant", value: "1s" }),
  loss("M/lognormal/20/20: the loss does not depend on the shape", {
    distribution: "lognormal",
    mean: "1s",
    cv: 1,
  }),
];

/** M/G/1: a shape of mean one second and its second moment. */
const general = (
  name: string,
  lambda: number,
  service: Part,
  square: number,
  requests: number,
  more: Partial<Case["checks"][0]> = {},
): Case => ({
  name: `M/${name}/1 at ${lambda}`,
  components: station(lambda, service, 1),
  warmUp: 2000,
  duration: 2000 + requests / 20 / lambda,
  checks: [
    {
      what: "mean wait",
      reading: ["server.wait.mean", "server"],
      exact: waitMG1(lambda, 1, square),
      source: POLLACZEK,
      ...more,
    },
    {
      what: "share that waits",
      reading: waited("server"),
      exact: lambda,
      source: "an arrival sees the time average",
    },
  ],
});

const gamma = (x: number): number => {
  // Stirling's series is exact enough here.
  if (x < 10) return gamma(x + 1) / x;
  return (
    Math.sqrt((2 * Math.PI) / x) *
    (x / Math.E) ** x *
    (1 + 1 / (12 * x) + 1 / (288 * x * x) - 139 / (51_840 * x ** 3))
  );
};

/** Bounded Pareto from `min` to `max`: its n-th moment. */
const paretoMoment = (min: number, max: number, shape: number, n: number): number =>
  ((shape * min ** shape) / (1 - (min / max) ** shape) / (shape - n)) *
  (min ** (n - shape) - max ** (n - shape));

const boundedPareto = (() => {
  const min = root((x) => paretoMoment(x, 100 * x, 2.5, 1) - 1, 0.01, 1);
  return { min, max: 100 * min };
})();

const weibull = gamma(1 + 2 / 0.7) / gamma(1 + 1 / 0.7) ** 2;
export const anyService: Case[] = [
  general("D", 0.5, { distribution: "constant", value: "1s" }, 1, 1_500_000),
  general("E2", 0.6, { distribution: "erlang", mean: "1s", stages: 2 }, 1.5, 2_500_000),
  general("E20", 0.5, { distribution: "erlang", mean: "1s", stages: 20 }, 1.05, 1_500_000),
  general("uniform", 0.5, { distribution: "uniform", min: "0s", max: "2s" }, 4 / 3, 1_500_000),
  general("gamma", 0.5, { distribution: "gamma", mean: "1s", cv: 1.5 }, 1 + 1.5 ** 2, 3_500_000),
  general("Weibull", 0.5, { distribution: "weibull", mean: "1s", shape: 0.7 }, weibull, 3_000_000),
  general("lognormal", 0.5, { distribution: "lognormal", mean: "1s", cv: 1.2 }, 1 + 1.2 ** 2, 5_000_000),
  general(
    "lognormal with a squared cv of 4",
    0.7,
    { distribution: "lognormal", mean: "1s", cv: 2 },
    5,
    4_000_000,
    { error: 0.02 },
  ),
  general(
    "bounded Pareto",
    0.5,
    { distribution: "pareto", min: s(boundedPareto.min), max: s(boundedPareto.max), shape: 2.5 },
    paretoMoment(boundedPareto.min, boundedPareto.max, 2.5, 2),
    9_000_000,
  ),
  general(
    "Pareto of index 3.5",
    0.6,
    { distribution: "pareto", min: s(2.5 / 3.5), shape: 3.5 },
    (3.5 / 1.5) * (2.5 / 3.5) ** 2,
    4_000_000,
  ),
  general(
    "H2",
    0.4,
    {
      distribution: "hyperexponential",
      phases: [
        { ratio: 0.8, mean: "0.5s" },
        { ratio: 0.2, mean: "3s" },
      ],
    },
    2 * (0.8 * 0.25 + 0.2 * 9),
    3_000_000,
  ),
  general(
    "mixture",
    0.4,
    {
      distribution: "mixture",
      of: [
        { ratio: 0.9, work: { distribution: "constant", value: "0.5s" } },
        { ratio: 0.1, work: { distribution: "uniform", min: "5s", max: "6s" } },
      ],
    },
    0.9 * 0.25 + (0.1 * (6 ** 3 - 5 ** 3)) / 3,
    2_500_000,
  ),
  general(
    "empirical",
    0.6,
    { distribution: "empirical", samples: ["0.5s", "0.5s", "1s", "2s"] },
    (0.25 + 0.25 + 1 + 4) / 4,
    2_000_000,
  ),
];

export const variations: Case[] = [
  {
    name: "M/D/1 at 0.8: 99th percentile of the wait",
    components: station(0.8, { distribution: "constant", value: "1s" }, 1),
    warmUp: 1000,
    duration: 130_000,
    checks: [
      {
        what: "p99",
        reading: ["server.wait.p99", "server"],
        exact: root((t) => waitShareMD1(0.8, 1, t) - 0.99, 5, 15),
        source: "Erlang 1909",
        error: 0.02,
      },
    ],
  },
  {
    name: "M/D/4 at 0.7",
    components: station(2.8, { distribution: "constant", value: "1s" }, 4),
    warmUp: 1000,
    duration: 80_000,
    checks: [
      {
        what: "mean wait",
        reading: ["server.wait.mean", "server"],
        exact: waitMDc(2.8, 1, 4),
        source: "Crommelin 1932",
      },
    ],
  },
  {
    name: "D/M/1 at 0.6",
    components: [
      source({ model: "open", process: "constant", rate: "0.6/s" }, "server"),
      server("server", exp(1), 1),
    ],
    warmUp: 1000,
    duration: 130_000,
    checks: [
      {
        what: "mean wait",
        reading: ["server.wait.mean", "server"],
        exact: waitGM1(constantTransform(0.6), 1),
        source: "GI/M/1 root",
      },
    ],
  },
  {
    name: "E2/M/1 at 0.6, behind a balancer that takes turns",
    components: [
      source(poisson(1.2), "balancer"),
      { id: "balancer", type: "balancer", algorithm: "roundRobin", targets: ["one", "two"] },
      server("one", exp(1), 1),
      server("two", exp(1), 1),
    ],
    warmUp: 1000,
    duration: 220_000,
    checks: ["one", "two"].map((id) => ({
      what: `mean wait at ${id}`,
      reading: ["server.wait.mean", id] as const,
      exact: waitGM1(erlangTransform(2, 0.6), 1),
      source: "GI/M/1 root",
    })),
  },
  {
    name: "M/M/1 at 0.7, last come first served",
    components: station(0.7, exp(1), 1, { queue: { order: "lifo" } }),
    warmUp: 1000,
    duration: 260_000,
    checks: [
      {
        what: "mean wait",
        reading: ["server.wait.mean", "server"],
        exact: waitMG1(0.7, 1, 2),
        source: "the order does not change the mean",
      },
      {
        what: "second moment of the wait",
        reading: (network) => secondMoment(serverOf(network, "server").station.wait),
        exact: waitSquareLastFirst(0.7, 1, 2, 6),
        source: "Takacs 1963",
        error: 0.02,
      },
    ],
  },
];

/** The mean of the squares, as the integral of 2 x P(X > x), by trapezoids between points that are a hundredth apart. */
function secondMoment(histogram: Histogram): number {
  let sum = 0;
  let last = 0;
  let height = 0;
  for (let x = 1e-4; last < histogram.max; x *= 1.01) {
    const next = 2 * x * histogram.shareAbove(x);
    sum += ((height + next) / 2) * (x - last);
    last = x;
    height = next;
  }
  return sum;
}

/** Two classes of requests of different priority at one station. */
function classes(lambdas: readonly [number, number], c: number, duration: number): Case {
  const waits = priorityWaits(lambdas, 1, c);
  const [high, low] = lambdas;
  return {
    name: `M/M/${c} with two priorities`,
    components: [
      source(poisson(high + low), "server", {
        calls: [
          { target: "server", endpoint: "high", weight: high, priority: 0 },
          { target: "server", endpoint: "low", weight: low, priority: 1 },
        ],
      }),
      server("server", exp(1), c, { queue: { order: "priority" } }),
    ],
    warmUp: 1000,
    duration,
    checks: [
      {
        what: "mean time, high",
        reading: ["latency.mean", "clients/high"],
        exact: waits[0]! + 1,
        source: "Cobham 1954",
      },
      {
        what: "mean time, low",
        reading: ["latency.mean", "clients/low"],
        exact: waits[1]! + 1,
        source: "Cobham 1954, Kella and Yechiali 1985",
      },
    ],
  };
}

/** A constant patience, in a server's queue and at a pool of connections. */
function patience(lambda: number, c: number, seconds: number, duration: number): Case[] {
  const { gaveUp, queueTime } = impatient(lambda, 1, c, seconds);
  return [
    {
      name: `M/M/${c}+D at ${lambda / c}: queue timeout of a server`,
      components: station(lambda, exp(1), c, { queue: { timeout: s(seconds) } }),
      warmUp: 500,
      duration,
      checks: [
        {
          what: "share that gives up",
          reading: ["outcome.queueTimeout.ratio", "clients"],
          exact: gaveUp,
          source: "Zeltyn and Mandelbaum 2005",
        },
        {
          what: "mean time in the queue, of all",
          reading: ["server.wait.mean", "server"],
          exact: queueTime,
          source: "Zeltyn and Mandelbaum 2005",
        },
      ],
    },
    {
      name: `M/M/${c}+D at ${lambda / c}: acquire timeout of a pool`,
      components: [
        source(poisson(lambda), "pool"),
        { id: "pool", type: "pool", target: "db", max: c, acquireTimeout: s(seconds) },
        { id: "db", type: "database", serviceTime: exp(1) },
      ],
      warmUp: 500,
      duration,
      checks: [
        {
          what: "share that gives up",
          reading: ["outcome.acquireTimeout.ratio", "clients"],
          exact: gaveUp,
          source: "Zeltyn and Mandelbaum 2005",
        },
        {
          what: "mean time in the queue, of all",
          reading: ["pool.wait.mean", "pool"],
          exact: queueTime,
          source: "Zeltyn and Mandelbaum 2005",
        },
      ],
    },
  ];
}

export const impatience: Case[] = [
  classes([0.2, 0.4], 1, 150_000),
  classes([1.2, 2.0], 4, 45_000),
  ...patience(9, 10, 0.5, 22_000),
  ...patience(12, 10, 0.5, 8_000),
  ...patience(0.9, 1, 5, 100_000),
];

/** Processor sharing: a mean time of E[S]/(1 - rho) whatever the shape. */
const sharing = (name: string, service: Part, duration: number): Case[] => [
  {
    name: `M/${name}/1 with processor sharing, at a server`,
    components: station(0.5, service, 1, { discipline: "processorSharing" }),
    warmUp: 1000,
    duration,
    checks: [
      {
        what: "mean time",
        reading: ["latency.mean", "clients"],
        exact: 2,
        source: "insensitivity: E[S]/(1 - rho)",
      },
    ],
  },
  {
    name: `M/${name}/1 with processor sharing, at a database`,
    components: [source(poisson(0.5), "db"), { id: "db", type: "database", cores: 1, serviceTime: service }],
    warmUp: 1000,
    duration,
    checks: [
      {
        what: "mean time",
        reading: ["latency.mean", "clients"],
        exact: 2,
        source: "insensitivity: E[S]/(1 - rho)",
      },
      { what: "utilisation", reading: ["database.utilisation", "db"], exact: 0.5, source: "Little" },
    ],
  },
];

/** Cores that slow one another down: the first lesson's database. */
function contention(lambda: number, cores: number, kappa: number, most: number): Case {
  const p = birthDeath(
    most,
    () => lambda,
    (n) => Math.min(n, cores) / (1 + kappa * Math.max(0, n - cores)),
  );
  return {
    name: `pool of ${most} before ${cores} cores that contend`,
    components: [
      source(poisson(lambda), "pool"),
      { id: "pool", type: "pool", target: "db", max: most, waitQueueLimit: 0 },
      { id: "db", type: "database", cores, contentionPerExtra: kappa, serviceTime: exp(1) },
    ],
    warmUp: 300,
    duration: 20_000,
    checks: [
      {
        what: "mean connections in use",
        reading: ["pool.active.mean", "pool"],
        exact: meanOf(p),
        source: "birth and death",
      },
      {
        what: "share of the cores at work, also while they slow one another down",
        reading: ["database.utilisation", "db"],
        exact: p.reduce((sum, share, n) => sum + share * Math.min(n, cores), 0) / cores,
        source: "birth and death",
      },
      {
        what: "share turned away",
        reading: ["outcome.queueFull.ratio", "clients"],
        exact: p[most]!,
        source: "birth and death",
      },
    ],
  };
}

export const shared: Case[] = [
  ...sharing("D", { distribution: "constant", value: "1s" }, 100_000),
  ...sharing(
    "H2",
    {
      distribution: "hyperexponential",
      phases: [
        { ratio: 0.8, mean: "0.5s" },
        { ratio: 0.2, mean: "3s" },
      ],
    },
    200_000,
  ),
  {
    name: "M/G/4 with processor sharing",
    components: station(3.2, { distribution: "erlang", mean: "1s", stages: 3 }, 4, {
      discipline: "processorSharing",
    }),
    warmUp: 1000,
    duration: 40_000,
    checks: [
      {
        what: "mean time",
        reading: ["latency.mean", "clients"],
        exact: 1 + waitMMc(3.2, 1, 4),
        source: "insensitive, so that of M/M/4",
      },
    ],
  },
  contention(7.5, 8, 0.02, 12),
  contention(7.5, 8, 0.05, 20),
];
