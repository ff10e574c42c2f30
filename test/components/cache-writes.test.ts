import { describe, expect, it } from "vitest";
import { measured } from "./measured.ts";

type Access = { at: string; key?: number };

/** A source and its server; neither where it does nothing. */
const source = (id: string, accesses: Access[], step: object) =>
  accesses.length === 0 ? [] : used(id, accesses, step);

const used = (id: string, accesses: Access[], step: object) => [
  {
    id,
    type: "source",
    arrival: {
      model: "trace",
      times: accesses.map(({ at }) => at),
      keys: accesses.map(({ key }) => key ?? 0),
    },
    calls: [`${id}-api`],
  },
  { id: `${id}-api`, type: "server", steps: [step] },
];

const query = (access: string) => ({ query: { pool: "pool", work: "100ms", access } });

/** Readers and writers of a cache in front of a database that takes 100 ms for a query and 1 ms for each further row. */
function run(
  reads: Access[],
  writes: Access[],
  cache: object,
  { events = [], components = [] }: { events?: object[]; components?: object[] } = {},
) {
  return measured({
    duration: "100s",
    components: [
      ...source("readers", reads, { lookup: { cache: "cache", onMiss: [query("read")] } }),
      ...source("writers", writes, { write: { cache: "cache", steps: [query("write")] } }),
      { id: "cache", type: "cache", ...cache },
      { id: "pool", type: "pool", target: "db", max: 100 },
      { id: "db", type: "database", rowTime: "1ms" },
      ...components,
    ],
    events,
  });
}

describe("a write", () => {
  const reads = [{ at: "1s" }, { at: "3s" }];
  const writes = [{ at: "2s" }];

  it("that invalidates makes the next lookup load", () => {
    const { of } = run(reads, writes, { writes: "invalidate" });
    expect(of("cache.loads.count", "cache")).toBe(2);
    expect(of("cache.outdated.ratio", "cache")).toBe(0);
    expect(of("latency.max", "writers")).toBeCloseTo(0.1, 9);
  });

  it("through the cache leaves the new value there, once the origin has it", () => {
    const { of } = run(reads, writes, { writes: "through" });
    expect(of("cache.loads.count", "cache")).toBe(1);
    expect(of("cache.outdated.ratio", "cache")).toBe(0);
    expect(of("latency.max", "writers")).toBeCloseTo(0.1, 9);
    expect(of("database.writes.count", "db")).toBe(1);
  });

  it("around the cache leaves the old value there", () => {
    const { of } = run(reads, writes, { writes: "around" });
    expect(of("cache.loads.count", "cache")).toBe(1);
    expect(of("cache.outdated.ratio", "cache")).toBe(0.5);
  });

  it("is no lookup, and neither a hit nor a miss", () => {
    const { of } = run(reads, writes, { writes: "through" });
    expect(of("cache.hit.ratio", "cache")).toBe(0.5);
    expect(of("cache.writes.count", "cache")).toBe(1);
  });

  it("that the origin refuses changes nothing", () => {
    const { of } = run(
      reads,
      writes,
      { writes: "through" },
      {
        events: [{ at: "1500ms", until: "2500ms", target: "db", fault: "down" }],
      },
    );
    expect(of("outcome.unavailable.count", "writers")).toBe(1);
    expect(of("cache.outdated.ratio", "cache")).toBe(0);
    expect(of("cache.loads.count", "cache")).toBe(1);
  });

  it("during a load lets the load store what it read before", () => {
    // The load lasts from 1.95 s to 2.05 s, and the write, which takes no time at the database, is at 2 s.
    const { of } = measured({
      duration: "10s",
      components: [
        ...source("readers", [{ at: "1950ms" }, { at: "3s" }], {
          lookup: { cache: "cache", onMiss: [query("read")] },
        }),
        ...source("writers", [{ at: "2s" }], {
          write: { cache: "cache", steps: [{ query: { pool: "pool", work: "0ms", access: "write" } }] },
        }),
        { id: "cache", type: "cache" },
        { id: "pool", type: "pool", target: "db", max: 100 },
        { id: "db", type: "database" },
      ],
    });
    expect(of("cache.outdated.ratio", "cache")).toBe(0.5);
  });
});

describe("write-behind", () => {
  const behind = (more: object = {}) => ({
    writes: "behind",
    writeBehind: { batch: 3, interval: "2s" },
    ...more,
  });
  const keys = (...all: number[]) => all.map((key, i) => ({ at: `${1000 + 100 * i}ms`, key }));

  it("answers at once, and writes when the interval is over", () => {
    const { of } = run([{ at: "2s", key: 7 }], keys(7), behind());
    expect(of("latency.max", "writers")).toBe(0);
    expect(of("cache.hit.ratio", "cache")).toBe(1);
    expect(of("cache.batches.count", "cache")).toBe(1);
    expect(of("database.writes.count", "db")).toBe(1);
  });

  it("writes a batch as soon as it is full, as one query of so many rows", () => {
    const { of } = run([], keys(1, 2, 3, 4), behind());
    // Three at 1.2 s: 100 ms and two more rows; the fourth at 1.3 s waits for the interval.
    expect(of("cache.batches.count", "cache")).toBe(2);
    expect(of("database.time.max", "db")).toBeCloseTo(0.102, 9);
    expect(of("cache.dirty.max", "cache")).toBe(3);
  });

  it("writes a key once that was written often meanwhile", () => {
    const { of } = run([], keys(5, 5, 5, 5), behind());
    expect(of("cache.batches.count", "cache")).toBe(1);
    expect(of("database.time.max", "db")).toBeCloseTo(0.1, 9);
  });

  it("loses with the cache what it has not written", () => {
    const { of } = run([{ at: "9s", key: 5 }], keys(4, 5, 5), behind(), {
      events: [{ at: "2500ms", target: "cache", fault: "flush" }],
    });
    expect(of("cache.lostWrites.count", "cache")).toBe(3);
    expect(of("database.writes.count", "db")).toBe(0);
    expect(of("cache.loads.count", "cache")).toBe(1);
  });

  it("tries again what the origin did not take", () => {
    const { of } = run([], keys(5), behind(), {
      events: [{ at: "0s", until: "4s", target: "db", fault: "down" }],
    });
    // Tries at 3 s and at 5 s.
    expect(of("database.writes.count", "db")).toBe(1);
    expect(of("cache.batches.count", "cache")).toBe(1);
    expect(of("cache.lostWrites.count", "cache")).toBe(0);
  });

  it("answers lookups from what waits to be written, though the key was evicted", () => {
    const { of } = run([{ at: "1500ms", key: 1 }], keys(1, 2), behind({ maxEntries: 1 }));
    expect(of("cache.hit.ratio", "cache")).toBe(1);
  });
});

describe("an invalidation", () => {
  const tiers = (l2: object) => ({
    components: [
      ...source("l1-readers", [{ at: "1s" }, { at: "2200ms" }, { at: "4s" }], {
        call: "l1",
      }),
      { id: "l1", type: "cache", target: "l2" },
      { id: "l2", type: "cache", target: "store", writes: "through", ...l2 },
      { id: "store", type: "database", serviceTime: "100ms" },
      ...source("l2-writers", [{ at: "2s" }], { write: { cache: "l2" } }),
    ],
  });

  it("tells the cache in front at once", () => {
    const { of } = run([], [], {}, tiers({ invalidates: ["l1"] }));
    // The write is through at 2.1 s.
    expect(of("cache.loads.count", "l1")).toBe(2);
    expect(of("cache.loads.count", "l2")).toBe(1);
  });

  it("reaches it later where it takes time, and answers are outdated until then", () => {
    const { of } = run([], [], {}, tiers({ invalidates: ["l1"], invalidationDelay: "1s" }));
    expect(of("cache.outdated.ratio", "l1")).toBeCloseTo(1 / 3, 9);
    expect(of("cache.loads.count", "l1")).toBe(2);
  });
});

describe("tiers", () => {
  it("of caches keep a key each for its own time, so that the ages add up", () => {
    const { of } = measured({
      duration: "100s",
      components: [
        {
          id: "clients",
          type: "source",
          arrival: { model: "trace", times: ["0s", "5s", "9s", "18s", "19s"] },
          calls: ["l1"],
        },
        { id: "l1", type: "cache", target: "l2", ttl: "10s", hitTime: "1ms" },
        { id: "l2", type: "cache", target: "store", ttl: "15s", hitTime: "10ms" },
        { id: "store", type: "database", serviceTime: "100ms" },
      ],
    });
    // l1 loads at 0 and 18 s; l2, whose value ended at 15 s, loads both times. At 5, 9 and 19 s l1 answers.
    expect(of("cache.hit.ratio", "l1")).toBeCloseTo(3 / 5, 9);
    expect(of("cache.loads.count", "l2")).toBe(2);
    expect(of("latency.max", "clients")).toBeCloseTo(0.111, 9);
    expect(of("latency.p50", "clients")).toBeCloseTo(0.001, 4);
  });
});

describe("a pre-warmed cache", () => {
  const reads = [0, 1, 2, 3].map((key, i) => ({ at: `${i + 1}s`, key }));

  it("has its most popular keys from the start", () => {
    expect(run(reads, [], { prewarm: 2 }).of("cache.loads.count", "cache")).toBe(2);
    expect(run(reads, [], { prewarm: 100 }).of("cache.loads.count", "cache")).toBe(0);
    expect(run(reads, [], { prewarm: 4, maxEntries: 3 }).of("cache.hit.ratio", "cache")).toBe(3 / 4);
  });

  it("has them again after a flush", () => {
    const events = [{ at: "2500ms", target: "cache", fault: "flush" }];
    expect(run(reads, [], { prewarm: 3 }, { events }).of("cache.loads.count", "cache")).toBe(1);
  });
});

describe("a cache that is down", () => {
  const events = [{ at: "0s", target: "cache", fault: "down" }];

  it("fails its lookups and writes, or is gone past", () => {
    const failed = run([{ at: "1s" }], [{ at: "1s" }], {}, { events });
    expect(failed.of("outcome.unavailable.count", "readers")).toBe(1);
    expect(failed.of("outcome.unavailable.count", "writers")).toBe(1);
    const past = run([{ at: "1s" }, { at: "2s" }], [{ at: "1s" }], { bypass: true }, { events });
    expect(past.of("outcome.inTime.count", "readers")).toBe(2);
    expect(past.of("outcome.inTime.count", "writers")).toBe(1);
    expect(past.of("database.queries.count", "db")).toBe(3);
  });
});

describe("a scenario with writes to caches", () => {
  it("is refused where nothing would write, or nobody is told", () => {
    const write = source("writers", [{ at: "1s" }], { write: { cache: "cache" } });
    expect(() =>
      measured({ duration: "10s", components: [...write, { id: "cache", type: "cache" }] }),
    ).toThrow(/\\"cache\\" has no target: say the steps that write/);
    const told = (id: string) => () =>
      measured({
        duration: "10s",
        components: [
          ...source("readers", [{ at: "1s" }], { lookup: { cache: "cache", onMiss: [] } }),
          { id: "cache", type: "cache", invalidates: [id] },
        ],
      });
    expect(told("cash")).toThrow(/there is no cache \\"cash\\"/);
    expect(told("cache")).toThrow(/cannot invalidate itself/);
  });
});
