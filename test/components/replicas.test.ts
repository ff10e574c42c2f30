import { describe, expect, it } from "vitest";
import { measured } from "./measured.ts";

type Query = { at: string; key?: number };

const source = (id: string, queries: Query[]) => ({
  id,
  type: "source",
  arrival: { model: "trace", times: queries.map(({ at }) => at), keys: queries.map(({ key }) => key ?? 0) },
  calls: [`${id}-api`],
});
const api = (id: string, access: string, work: string) => ({
  id: `${id}-api`,
  type: "server",
  steps: [{ query: { pool: "pool", work, access } }],
});

/** Writers and readers of one database, each query 1 s of work unless it is said otherwise. */
function run(
  queries: { writes?: Query[]; reads?: Query[] },
  replicas: object,
  more: { database?: object; events?: object[]; read?: string; write?: string } = {},
) {
  return measured({
    duration: "200s",
    components: [
      source("writers", queries.writes ?? [{ at: "199s" }]),
      source("readers", queries.reads ?? [{ at: "199s" }]),
      api("writers", "write", more.write ?? "1s"),
      api("readers", "read", more.read ?? "1s"),
      { id: "pool", type: "pool", target: "db", max: 100 },
      { id: "db", type: "database", cores: 1, replicas, ...more.database },
    ],
    events: more.events ?? [],
  });
}

const down = (node: number, at: string, until: string) => ({ at, until, target: "db", node, fault: "down" });

describe("reads and writes of a database with replicas", () => {
  it("do not disturb one another until the writes are applied", () => {
    const { of } = run(
      { writes: [{ at: "0s" }], reads: [{ at: "0s" }, { at: "0s" }] },
      { count: 2, applyRatio: 0.5 },
    );
    // One core each: the write and both reads take their 1 s.
    expect(of("latency.max", "readers")).toBeCloseTo(1, 9);
    expect(of("latency.max", "writers")).toBeCloseTo(1, 9);
    // Applying takes half a second of a core on each replica, in which nothing else runs.
    expect(of("database.lag.max", "db")).toBeCloseTo(0.5, 9);
    expect(of("database.utilisation", "db")).toBeCloseTo((3 + 2 * 0.5) / 200 / 3, 9);
  });

  it("share the cores of a replica with the writes that it applies", () => {
    const { of } = run({ writes: [{ at: "0s" }], reads: [{ at: "1s" }] }, { count: 1, applyRatio: 1 });
    // The write is committed at 1 s; from then on its copy, 1 s of work, and the read share one core.
    expect(of("latency.max", "readers")).toBeCloseTo(2, 9);
    expect(of("database.lag.max", "db")).toBeCloseTo(2, 9);
  });

  it("miss what has not arrived: such a read is stale, and one of another key is not", () => {
    const queries = {
      writes: [{ at: "0s", key: 3 }],
      reads: [
        { at: "500ms", key: 3 },
        { at: "1100ms", key: 3 },
        { at: "1200ms", key: 4 },
        { at: "2s", key: 3 },
      ],
    };
    const replicas = { count: 1, lag: "300ms", applyRatio: 0 };
    const { of } = run(queries, replicas, { read: "1ms" });
    // Committed at 1 s, there at 1.3 s.
    expect(of("database.stale.ratio", "db")).toBeCloseTo(1 / 4, 9);
    expect(of("database.lag.max", "db")).toBeCloseTo(0.3, 9);
    expect(of("database.writes.count", "db")).toBe(1);
    const pinned = run(queries, { ...replicas, pinAfterWrite: "500ms" }, { read: "1ms" });
    expect(pinned.of("database.stale.ratio", "db")).toBe(0);
  });
});

describe("routing of reads", () => {
  const reads = Array.from({ length: 12 }, (_, i) => ({ at: `${i * 10}ms` }));
  const slowest = (replicas: object, work = "1s") =>
    run({ reads }, { count: 2, ...replicas }, { read: work }).of("latency.max", "readers");

  it("goes round", () => {
    // Six reads share each core from the first 120 ms on: the last ends 6 s after the first began.
    expect(slowest({})).toBeGreaterThan(5.8);
    expect(slowest({})).toBeLessThan(6);
  });

  it("follows weights", () => {
    // Eight go to the first.
    expect(slowest({ routing: "weighted", weights: [2, 1] })).toBeGreaterThan(7.7);
    expect(slowest({ routing: "weighted", weights: [2, 1] })).toBeLessThan(8);
  });

  it("prefers the replica with fewer reads", () => {
    expect(slowest({ routing: "leastConnections" })).toBeLessThan(6);
  });

  it("takes the primary in where it is told to", () => {
    // Four each.
    expect(slowest({ primaryReads: true })).toBeLessThan(4);
  });

  it("draws at random with a stream of its own", () => {
    expect(slowest({ routing: "random" })).toBeGreaterThan(5.8);
  });
});

describe("a replica that is down", () => {
  const every = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => ({ at: `${from + i}s` }));

  it("fails its reads until that is noticed; then the others have them", () => {
    const { of } = run(
      { reads: every(1, 21) },
      { count: 2, detectionTime: "4s" },
      { read: "1ms", events: [down(1, "5500ms", "15500ms")] },
    );
    // Of the reads at 6, 7, 8 and 9 s every second one.
    expect(of("outcome.unavailable.count", "readers")).toBe(2);
    expect(of("outcome.inTime.count", "readers")).toBe(18);
  });

  it("leaves its reads to the primary where it was the only one, or to nobody", () => {
    const outcomes = (fallBackToPrimary: boolean) =>
      run(
        { reads: every(1, 11) },
        { count: 1, detectionTime: "0s", fallBackToPrimary },
        { read: "1ms", events: [down(1, "3500ms", "7500ms")] },
      ).of("outcome.inTime.count", "readers");
    expect(outcomes(true)).toBe(10);
    expect(outcomes(false)).toBe(6);
  });

  it("catches up when it is back", () => {
    const { of } = run(
      { writes: [{ at: "2s", key: 1 }], reads: [{ at: "10600ms", key: 1 }] },
      { count: 1, lag: "1s", applyRatio: 0.5 },
      { events: [down(1, "1s", "10s")], read: "1ms" },
    );
    // Committed at 3 s, applied from 10 s to 10.5 s: the read after that is fresh.
    expect(of("database.lag.max", "db")).toBeCloseTo(7.5, 9);
    expect(of("database.stale.ratio", "db")).toBe(0);
  });
});

describe("a primary that is down", () => {
  const writes = Array.from({ length: 20 }, (_, i) => ({ at: `${i + 1}s`, key: i }));

  it("fails the writes until a replica is promoted, and reads go on", () => {
    const { of } = run(
      { writes, reads: writes },
      { count: 2, lag: "1500ms", applyRatio: 0, promotionTime: "4s", detectionTime: "0s" },
      { write: "1ms", read: "1ms", events: [down(0, "5500ms", "30s")] },
    );
    // Writes at 6, 7, 8 and 9 s.
    expect(of("outcome.unavailable.count", "writers")).toBe(4);
    expect(of("outcome.unavailable.count", "readers")).toBe(0);
    expect(of("database.failovers.count", "db")).toBe(1);
    // Those of 4 and 5 s: what is lost is as much as the delay at that moment, as PostgreSQL's manual says.
    expect(of("database.lostWrites.count", "db")).toBe(2);
  });

  it("takes with it the writes that no replica had", () => {
    const { of } = run(
      { writes: writes.slice(0, 5) },
      { count: 1, lag: "10s", applyRatio: 0, promotionTime: "1s", detectionTime: "0s" },
      { write: "1ms", events: [down(0, "5500ms", "30s")] },
    );
    expect(of("database.lostWrites.count", "db")).toBe(5);
  });

  it("is not replaced where it is back before, or never shall be", () => {
    const failovers = (until: string, promotionTime: string) =>
      run({}, { count: 1, promotionTime }, { events: [down(0, "5s", until)] }).of(
        "database.failovers.count",
        "db",
      );
    expect(failovers("14s", "10s")).toBe(0);
    expect(failovers("16s", "10s")).toBe(1);
    expect(failovers("100s", "none")).toBe(0);
  });

  it("comes back as a replica", () => {
    const { of } = run(
      { writes: [{ at: "50s" }], reads: [{ at: "60s" }, { at: "60s" }] },
      { count: 1, promotionTime: "1s", applyRatio: 0 },
      { events: [down(0, "5s", "10s")] },
    );
    expect(of("outcome.inTime.count", "writers")).toBe(1);
    // Both reads are at the machine that was the primary, and share its core.
    expect(of("latency.max", "readers")).toBeCloseTo(2, 9);
  });
});

describe("a fault of a machine", () => {
  it("slows what is done there only", () => {
    const { of } = run(
      { reads: [{ at: "1s" }, { at: "1s" }] },
      { count: 2 },
      { events: [{ at: "0s", target: "db", node: 2, fault: "latency", multiplyBy: 3 }] },
    );
    expect(of("latency.max", "readers")).toBeCloseTo(3, 9);
    expect(of("latency.mean", "readers")).toBeCloseTo(2, 9);
  });

  it("is refused where there is no such machine", () => {
    expect(() => run({}, { count: 1 }, { events: [down(2, "1s", "2s")] })).toThrow(
      /\\"db\\" has one replica: its nodes are 0 to 1/,
    );
  });
});

describe("replicas that cannot be", () => {
  it("are refused: more than there may be, or with weights for others", () => {
    expect(() => run({}, { count: 65 })).toThrow(/65 replicas are too many: at most 64/);
    expect(() => run({}, { count: 3, weights: [1, 2] })).toThrow(
      /2 weights for 3 replicas: write one for each/,
    );
  });
});

describe("synchronous replication", () => {
  const replicas = (synchronous: object, more: object = {}) => ({
    count: 2,
    lag: "300ms",
    applyRatio: 0.5,
    promotionTime: "none",
    synchronous,
    ...more,
  });
  const write = { writes: [{ at: "0s" }] };

  it("has a write wait until as many replicas as are asked for have got it, or have applied it", () => {
    expect(run(write, replicas({})).of("latency.max", "writers")).toBeCloseTo(1.3, 9);
    const applied = run(write, replicas({ count: 2, when: "applied" }));
    expect(applied.of("latency.max", "writers")).toBeCloseTo(1.8, 9);
    expect(applied.of("database.replicationWait.mean", "db")).toBeCloseTo(0.8, 9);
    expect(applied.of("database.unacknowledged.count", "db")).toBe(0);
  });

  it("books that time as the wait for replicas", () => {
    const { network } = run(write, replicas({}));
    const { names } = network.simulation.ledgers;
    const { parts } = network.sources[0]!.breakdown.cohort(0, 1);
    expect(parts[names.findIndex(({ kind }) => kind === "replication wait")]).toBeCloseTo(0.3, 9);
  });

  it("keeps the lock until then", () => {
    const { of } = run({ writes: [{ at: "0s" }, { at: "0s" }] }, replicas({}), {
      database: { cores: 9, locks: { takenBy: "writes" } },
    });
    expect(of("database.lockWait.max", "db")).toBeCloseTo(1.3, 9);
    expect(of("latency.max", "writers")).toBeCloseTo(2.6, 9);
  });

  it("does without a replica that is down, where the others are enough", () => {
    const events = [down(1, "0s", "10s")];
    expect(run(write, replicas({ count: 1 }), { events }).of("latency.max", "writers")).toBeCloseTo(1.3, 9);
    // Until it is back: it gets at once what it missed.
    expect(run(write, replicas({ count: 2 }), { events }).of("latency.max", "writers")).toBeCloseTo(10, 9);
  });

  it("goes on alone where that is said, and waits again when the replica is back", () => {
    const queries = { writes: ["0s", "3s", "5s", "20s"].map((at) => ({ at })) };
    const { of } = run(queries, replicas({ count: 2, timeout: "2s" }), {
      events: [down(1, "0s", "10s")],
      write: "100ms",
    });
    // The first waits for 2 s, those at 3 and 5 s do not, the last for the lag.
    expect(of("latency.max", "writers")).toBeCloseTo(2.1, 9);
    expect(of("latency.mean", "writers")).toBeCloseTo((2.1 + 0.1 + 0.1 + 0.4) / 4, 9);
    expect(of("database.unacknowledged.count", "db")).toBe(3);
  });

  it("loses no write that was answered when another machine becomes the primary", () => {
    const queries = { writes: Array.from({ length: 20 }, (_, i) => ({ at: `${2 + i / 10}s` })) };
    const failover = { promotionTime: "200ms", detectionTime: "0s" };
    const more = { events: [down(0, "3050ms", "60s")], write: "10ms" };
    const asynchronous = run(queries, { ...replicas({}, failover), synchronous: undefined }, more);
    expect(asynchronous.of("database.lostWrites.count", "db")).toBeGreaterThan(0);
    const { of } = run(queries, replicas({}, failover), more);
    expect(of("database.lostWrites.count", "db")).toBe(0);
    // Who waited was not told that all is well, and neither was who came before the new primary was there.
    expect(of("outcome.unavailable.count", "writers")).toBeGreaterThanOrEqual(3);
    expect(of("unfinished.count", "writers")).toBe(0);
  });

  it("is ended by a statement timeout, and the write is answered: it is committed", () => {
    const { of } = measured({
      duration: "60s",
      components: [
        source("writers", [{ at: "0s" }]),
        api("writers", "write", "1s"),
        { id: "pool", type: "pool", target: "db", statementTimeout: "1500ms" },
        { id: "db", type: "database", replicas: replicas({}, { lag: "10s" }) },
      ],
    });
    expect(of("latency.max", "writers")).toBeCloseTo(1.5, 9);
    expect(of("outcome.inTime.count", "writers")).toBe(1);
    expect(of("database.unacknowledged.count", "db")).toBe(1);
  });

  it("cannot ask for more replicas than there are", () => {
    expect(() => run(write, replicas({ count: 3 }))).toThrow("would wait for 3 of 2 replicas for ever");
  });
});
