import { describe, expect, it } from "vitest";
import type { Part } from "../parts.ts";
import { arrivingAt, journal } from "./journal.ts";
import { measured } from "./measured.ts";

/** Writes of these keys, one at each time, straight to a database. */
const run = (times: string[], keys: number[], database: object, api: object = {}) =>
  measured({
    duration: "60s",
    components: [
      { id: "clients", type: "source", arrival: { model: "trace", times, keys }, calls: ["api"] },
      {
        id: "api",
        type: "server",
        steps: [{ query: { pool: "pool", work: "1s", access: "write", ...api } }],
      },
      { id: "pool", type: "pool", target: "database", max: 100 },
      { id: "database", type: "database", ...database },
    ],
  });

describe("locks of a database", () => {
  it("let one query at a time work, the one that came first", () => {
    const { of } = run(["0s", "100ms", "200ms"], [0, 1, 2], { locks: { takenBy: "writes" } });
    // They end at 1, 2 and 3 s.
    expect(of("latency.max", "clients")).toBeCloseTo(2.8, 9);
    expect(of("database.lockWait.mean", "database")).toBeCloseTo((0 + 0.9 + 1.8) / 3, 9);
    expect(of("database.lockWaiting.max", "database")).toBe(2);
  });

  it("of one a key let different keys pass, and make the same key wait", () => {
    const { of } = run(["0s", "0s", "0s"], [0, 1, 1], { locks: { takenBy: "writes", count: "unlimited" } });
    expect(of("latency.max", "clients")).toBeCloseTo(2, 9);
    expect(of("latency.mean", "clients")).toBeCloseTo((1 + 1 + 2) / 3, 9);
  });

  it("are not taken by reads where only writes take them, and are where all do", () => {
    const reads = (takenBy: string) =>
      run(["0s", "0s"], [0, 0], { locks: { takenBy } }, { access: "read" }).of("latency.max", "clients");
    expect(reads("writes")).toBeCloseTo(1, 9);
    expect(reads("all")).toBeCloseTo(2, 9);
  });

  it("are held for the last share of the work only", () => {
    const { of } = run(["0s", "0s"], [0, 0], { locks: { takenBy: "writes", share: 0.25 } });
    // Both reach the lock at 0.75 s; the second has it from 1 s to 1.25 s.
    expect(of("latency.max", "clients")).toBeCloseTo(1.25, 9);
    expect(of("database.lockWait.max", "database")).toBeCloseTo(0.25, 9);
  });

  it("give up after the lock timeout, with what was done for nothing", () => {
    const { of, network } = run(["0s", "0s", "0s"], [0, 0, 0], {
      locks: { takenBy: "writes", share: 0.5, timeout: "300ms" },
    });
    // The first holds it from 0.5 to 1 s; the others wait until 0.8 s.
    expect(of("outcome.timeout.count", "clients")).toBe(2);
    expect(of("deadWork.ratio", "database")).toBeCloseTo(0.5, 9);
    expect(network.component("database").station.waiting.value).toBe(0);
  });

  it("take no core while a query waits for them", () => {
    const { of } = run(["0s", "0s", "0s"], [0, 0, 1], {
      cores: 2,
      locks: { takenBy: "writes", count: "unlimited" },
    });
    // Two of them work on a core each; the third, of the first's key, does so after it.
    expect(of("latency.max", "clients")).toBeCloseTo(2, 9);
    expect(of("latency.mean", "clients")).toBeCloseTo((1 + 1 + 2) / 3, 9);
  });

  it("are free again when a statement timeout stops their holder", () => {
    const times = ["50ms", "50ms", "2s"];
    const { of } = measured({
      duration: "60s",
      components: [
        { id: "clients", type: "source", arrival: { model: "trace", times }, calls: ["pool"] },
        { id: "pool", type: "pool", target: "database", max: 100, statementTimeout: "1500ms" },
        { id: "database", type: "database", serviceTime: "1s", locks: { takenBy: "all" } },
      ],
      events: [{ at: "0s", until: "100ms", target: "database", fault: "latency", add: "1s" }],
    });
    // The first is stopped at 1.55 s, and so is the second, which waited until then; the third finds the lock free.
    expect(of("outcome.timeout.count", "clients")).toBe(2);
    expect(of("latency.max", "clients")).toBeCloseTo(1, 9);
  });
});

describe("locks of a transaction", () => {
  const write = (pool = "pool"): Part => ({ query: { pool, work: "100ms", access: "write" } });
  const held = (steps: Part[], pool = "pool"): Part => ({ transaction: { pool, steps } });
  const transfers = (
    times: number[],
    steps: Part[],
    more: Part[] = [],
    locks: Part = {},
    pool: Part = {},
  ): Part[] => [
    arrivingAt(times, "api"),
    { id: "api", type: "server", steps },
    { id: "pool", type: "pool", target: "database", max: 9, ...pool },
    { id: "database", type: "database", locks: { takenBy: "writes", ...locks } },
    ...more,
  ];
  const ends = (parts: Part[], events: Part[] = []) => journal(parts, 20, events).entries;

  it("are held until it ends, whatever it does after the query", () => {
    const steps = [held([write(), { compute: "1s" }])];
    expect(ends(transfers([0, 0.05], steps))).toEqual([
      [0, 1.1, "inTime"],
      [0.05, 2.2, "inTime"],
    ]);
    // Without a transaction they end with their query, and so they do with the work before it.
    expect(ends(transfers([0, 0.05], [write(), { compute: "1s" }])).map(([, end]) => end)).toEqual([
      1.1, 1.2,
    ]);
    const last = [held([{ compute: "1s" }, write()])];
    expect(ends(transfers([0, 0.05], last)).map(([, end]) => end)).toEqual([1.1, 1.2]);
  });

  it("are its own: its next query does not wait for them", () => {
    const steps = [held([write(), write(), { parallel: { times: 2, steps: [write()] } }])];
    expect(ends(transfers([0, 0], steps))).toEqual([
      [0, 0.4, "inTime"],
      [0, 0.8, "inTime"],
    ]);
  });

  it("are free when it fails, and who waits longer than the lock timeout fails as a whole", () => {
    const steps = [held([write(), { compute: "1s" }, write()])];
    const { entries, network } = journal(transfers([0, 0.05, 0.3], steps, [], { timeout: "1s" }), 20);
    expect(entries).toEqual([
      [0.05, 1.05, "timeout"],
      [0, 1.2, "inTime"],
      [0.3, 2.4, "inTime"],
    ]);
    const { calls } = network.simulation;
    expect(calls.live).toBe(0);
  });

  it("are kept through a statement timeout, until the transaction has ended", () => {
    const slow: Part = { query: { pool: "pool", work: "3s", access: "write" } };
    const steps = [held([{ parallel: { join: "any", branches: [[slow], [{ compute: "2s" }]] } }])];
    const other: Part[] = [
      { ...arrivingAt([0.5], "other"), id: "others" },
      { id: "other", type: "server", steps: [write("pool2")] },
      { id: "pool2", type: "pool", target: "database" },
    ];
    // It is stopped at 1 s, and rolled back at 2 s.
    expect(ends(transfers([0], steps, other, {}, { statementTimeout: "1s" }))).toEqual([
      [0, 2, "inTime"],
      [0.5, 2.1, "inTime"],
    ]);
  });

  it("are those of a pooler's connection, as long as that is the transaction's", () => {
    const pooler = (mode: string): Part[] =>
      transfers(
        [0, 0.05],
        [held([write("front"), { compute: "1s" }], "front")],
        [{ id: "front", type: "pool", target: "pool", max: 9 }],
        {},
        { mode },
      );
    for (const mode of ["transaction", "session"])
      expect(ends(pooler(mode)).map(([, end]) => end)).toEqual([1.1, 2.2]);
    // In statement mode there are no transactions.
    expect(ends(pooler("statement")).map(([, end]) => end)).toEqual([1.1, 1.2]);
  });

  it("outlive a partition: the database does not hear of the end", () => {
    const steps = [held([write(), { compute: "1s" }])];
    const parts = transfers([0], steps, [
      { ...arrivingAt([2], "other"), id: "others" },
      { id: "other", type: "server", steps: [write("pool2")] },
      { id: "pool2", type: "pool", target: "database" },
    ]);
    const cut: Part = { at: "500ms", until: "5s", target: "database", fault: "partition", from: "pool" };
    expect(ends(parts, [cut])).toEqual([
      [0, 1.1, "inTime"],
      [2, 5.1, "inTime"],
    ]);
  });
});

describe("a query of many rows", () => {
  it("costs its statement once and each further row a row's time", () => {
    const { of } = run(["0s"], [0], { rowTime: "10ms" }, { rows: 11, work: "50ms" });
    expect(of("latency.max", "clients")).toBeCloseTo(0.15, 9);
  });
});
