import { describe, expect, it } from "vitest";
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

describe("a query of many rows", () => {
  it("costs its statement once and each further row a row's time", () => {
    const { of } = run(["0s"], [0], { rowTime: "10ms" }, { rows: 11, work: "50ms" });
    expect(of("latency.max", "clients")).toBeCloseTo(0.15, 9);
  });
});
