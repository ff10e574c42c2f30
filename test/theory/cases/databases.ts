import { exp, type Part, poisson, s, source } from "../../parts.ts";
import type { Case } from "../experiment.ts";
import { waitMG1, waitMMc } from "../formulas.ts";

const KHINCHINE = "Pollaczek and Khinchine";
const KLEINROCK = "Kleinrock, Queueing Systems 1, chapter 3";

/** Writers and readers, in so many a second, of a database. */
function database(writes: number, reads: number, spec: Part, keys: number): Part[] {
  const clients = (id: string, rate: number, access: string): Part[] =>
    rate === 0
      ? []
      : [
          {
            ...source(poisson(rate), `${id}-api`),
            id,
            keys: { distribution: "uniform", count: keys },
          },
          { id: `${id}-api`, type: "server", steps: [{ query: { pool: "pool", access } }] },
        ];
  return [
    ...clients("writers", writes, "write"),
    ...clients("readers", reads, "read"),
    { id: "pool", type: "pool", target: "db", max: 1_000_000 },
    { id: "db", type: "database", serviceTime: exp(1), ...spec },
  ];
}

const run = { warmUp: 2000, duration: 302_000 };

/** Transactions that update a row, which takes an exponential time of mean 0.5, and then do something else for 0.5. */
const transactions: Part[] = [
  { ...source(poisson(0.6), "api"), keys: { distribution: "uniform", count: 100 } },
  {
    id: "api",
    type: "server",
    steps: [
      {
        transaction: {
          pool: "pool",
          steps: [{ query: { pool: "pool", access: "write", work: exp(0.5) } }, { compute: s(0.5) }],
        },
      },
    ],
  },
  { id: "pool", type: "pool", target: "db", max: 1_000_000 },
  { id: "db", type: "database", locks: { takenBy: "writes" } },
];

export const locks: Case[] = [
  {
    name: "one lock for all is a station with one server",
    components: database(0.6, 0, { locks: { takenBy: "writes" } }, 100),
    ...run,
    checks: [
      {
        what: "mean wait for the lock",
        reading: ["database.lockWait.mean", "db"],
        exact: waitMMc(0.6, 1, 1),
        source: KLEINROCK,
      },
      {
        what: "mean number waiting",
        reading: ["database.lockWaiting.mean", "db"],
        exact: 0.6 * waitMMc(0.6, 1, 1),
        source: "Little",
        error: 0.01,
      },
    ],
  },
  {
    name: "a lock that is held for half of the work",
    components: database(1.2, 0, { locks: { takenBy: "all", share: 0.5 } }, 100),
    ...run,
    checks: [
      {
        // What leaves a station without waiting is Poisson again (Mirasol, 1963).
        what: "mean wait for the lock",
        reading: ["database.lockWait.mean", "db"],
        exact: waitMMc(1.2, 2, 1),
        source: KLEINROCK,
      },
    ],
  },
  {
    name: "four keys with a lock each are four stations",
    components: database(2.4, 0, { locks: { takenBy: "writes", count: "unlimited" } }, 4),
    warmUp: 2000,
    duration: 102_000,
    checks: [
      {
        what: "mean wait for the lock",
        reading: ["database.lockWait.mean", "db"],
        exact: waitMMc(0.6, 1, 1),
        source: KLEINROCK,
      },
    ],
  },

  {
    name: "a lock that is held until the commit",
    components: transactions,
    ...run,
    checks: [
      {
        what: "mean wait for the lock",
        reading: ["database.lockWait.mean", "db"],
        exact: waitMG1(0.6, 1, 0.5 ** 2 + 1),
        source: KHINCHINE,
      },
    ],
  },
  {
    name: "a lock that is held until a replica has the write",
    components: database(
      0.6,
      0,
      {
        serviceTime: exp(0.5),
        locks: { takenBy: "writes" },
        replicas: { count: 1, lag: s(0.5), synchronous: {} },
      },
      100,
    ),
    ...run,
    checks: [
      {
        what: "mean wait for the lock",
        reading: ["database.lockWait.mean", "db"],
        exact: waitMG1(0.6, 1, 0.5 ** 2 + 1),
        source: KHINCHINE,
      },
    ],
  },
];

const REPLICAS = 3;
const LAG = 0.3;

export const replicas: Case[] = [
  {
    name: "reads that are spread at random over three replicas of one core",
    components: database(0, 1.8, { cores: 1, replicas: { count: REPLICAS, routing: "random" } }, 1),
    warmUp: 2000,
    duration: 102_000,
    checks: [
      {
        what: "mean time of a read",
        reading: ["database.time.mean", "db"],
        exact: 1 / (1 - 1.8 / REPLICAS),
        source: "processor sharing, Kleinrock, Queueing Systems 2, chapter 4",
      },
    ],
  },
  {
    name: "reads of what was written less than the lag ago",
    components: database(1, 5, { serviceTime: "0s", replicas: { count: 1, lag: s(LAG), applyRatio: 0 } }, 1),
    warmUp: 10,
    duration: 20_010,
    checks: [
      {
        what: "share of stale reads",
        reading: ["database.stale.ratio", "db"],
        exact: 1 - Math.exp(-LAG),
        source: "Poisson arrivals see time averages (Wolff, 1982)",
      },
    ],
  },
  {
    name: "reads of ten keys, and what was written less than the lag ago",
    components: database(
      10,
      10,
      { serviceTime: "0s", replicas: { count: 2, lag: s(LAG), applyRatio: 0 } },
      10,
    ),
    warmUp: 10,
    duration: 20_010,
    checks: [
      {
        what: "share of stale reads",
        reading: ["database.stale.ratio", "db"],
        exact: 1 - Math.exp(-LAG),
        source: "Poisson arrivals see time averages (Wolff, 1982)",
      },
    ],
  },
];
