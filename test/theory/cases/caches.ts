import { exp, type Part, poisson, server, source } from "../../parts.ts";
import type { Case } from "../experiment.ts";
import { cheFifo, cheLru, exactFifo, exactLru, waitMMc, zipf } from "../formulas.ts";

const keyed = (lambda: number, keys: number, exponent: number): Part =>
  source(poisson(lambda), "server", { keys: { distribution: "zipf", count: keys, exponent } });

const lookups = (
  lambda: number,
  keys: number,
  exponent: number,
  cache: Part,
  onMiss: Part[] = [],
): Part[] => [
  keyed(lambda, keys, exponent),
  { id: "server", type: "server", steps: [{ lookup: { cache: "cache", onMiss } }] },
  { id: "cache", type: "cache", ...cache },
];

const small = zipf(8, 1);
const medium = zipf(10_000, 0.8);
const large = zipf(100_000, 1);

const hits = (
  name: string,
  components: Part[],
  warmUp: number,
  duration: number,
  exact: number,
  source: string,
  off?: number,
): Case => ({
  name,
  components,
  warmUp,
  duration: warmUp + duration,
  checks: [
    {
      what: "hit ratio",
      reading: ["cache.hit.ratio", "cache"],
      exact,
      source,
      ...(off === undefined ? {} : { off }),
    },
  ],
});

const ttl = zipf(1000, 1).reduce((sum, q) => sum + q * ((200 * q * 30) / (1 + 200 * q * 30)), 0);
const missRate = 100 * (1 - cheLru(medium, 1000));

export const caches: Case[] = [
  hits(
    "LRU of 3 among 8 keys",
    lookups(1000, 8, 1, { maxEntries: 3, policy: "lru" }),
    1,
    20,
    exactLru(small, 3),
    "King 1971",
  ),
  hits(
    "FIFO of 3 among 8 keys",
    lookups(1000, 8, 1, { maxEntries: 3, policy: "fifo" }),
    1,
    20,
    exactFifo(small, 3),
    "King 1971, Gelenbe 1973",
  ),
  hits(
    "LRU of 1,000 among 10,000 keys",
    lookups(1000, 10_000, 0.8, { maxEntries: 1000, policy: "lru" }),
    20,
    30,
    cheLru(medium, 1000),
    "Che, Tung and Wang 2002",
    0.01,
  ),
  hits(
    "FIFO of 1,000 among 100,000 keys",
    lookups(1000, 100_000, 1, { maxEntries: 1000, policy: "fifo" }),
    20,
    30,
    cheFifo(large, 1000),
    "Fricker, Robert and Roberts 2012",
    0.01,
  ),
  hits(
    "a time to live among 1,000 keys",
    lookups(200, 1000, 1, { ttl: "30s" }),
    400,
    100,
    ttl,
    "renewal: lambda T/(1 + lambda T)",
  ),
  hits(
    "times to live that are shortened by up to a half, among 1,000 keys",
    lookups(200, 1000, 1, { ttl: "40s", ttlJitter: 0.5 }),
    400,
    100,
    ttl,
    "renewal: only the mean of 30 s counts",
  ),
  {
    name: "one key, answered stale for 3 s after 5 s",
    components: [
      source(poisson(0.5), "cache"),
      { id: "cache", type: "cache", target: "origin", ttl: "5s", staleWhileRevalidate: "3s" },
      { id: "origin", type: "server", steps: [] },
    ],
    duration: 100_000,
    checks: [
      {
        what: "share answered stale",
        reading: ["cache.stale.ratio", "cache"],
        exact: -Math.expm1(-1.5) / (1 + 0.5 * 5),
        source: "renewal: the first lookup after 5 s is stale, or a miss",
      },
    ],
  },
  {
    name: "one key whose load is shared",
    components: [
      source(poisson(20), "cache"),
      { id: "cache", type: "cache", target: "origin", ttl: "1s", singleFlight: true },
      server("origin", exp(0.2), "unlimited"),
    ],
    duration: 14_000,
    checks: [
      {
        what: "hit ratio",
        reading: ["cache.hit.ratio", "cache"],
        exact: 20 / (1 + 20 * 0.2 + 20),
        source: "renewal: the load, the time to live, the wait for a lookup",
      },
      {
        what: "mean time",
        reading: ["latency.mean", "clients"],
        exact: (0.2 + (20 * 2 * 0.2 ** 2) / 2) / (1 + 20 * 0.2 + 20),
        source: "renewal: those that share wait for what is left",
      },
    ],
  },
  {
    name: "a cache before a database",
    components: [
      ...lookups(100, 10_000, 0.8, { maxEntries: 1000, policy: "lru" }, [
        { query: { pool: "pool", work: exp(1 / 90) } },
      ]),
      { id: "pool", type: "pool", target: "db", max: 1000 },
      { id: "db", type: "database", cores: 1 },
    ],
    warmUp: 100,
    duration: 500,
    checks: [
      {
        what: "load of the database",
        reading: ["database.utilisation", "db"],
        exact: missRate / 90,
        source: "misses by Che",
        off: 0.01,
        error: 0.006,
      },
    ],
  },
  {
    name: "a read-through cache before a server",
    components: [
      { ...keyed(100, 10_000, 0.8), calls: ["cache"] },
      { id: "cache", type: "cache", target: "origin", maxEntries: 1000, policy: "lru" },
      { id: "origin", type: "server", concurrency: 2, steps: [{ compute: exp(1 / 60) }] },
    ],
    warmUp: 100,
    duration: 600,
    checks: [
      {
        what: "mean wait at the origin",
        reading: ["server.wait.mean", "origin"],
        exact: waitMMc(missRate, 60, 2),
        source: "misses are nearly Poisson",
        off: 0.05,
        error: 0.02,
      },
    ],
  },
];
