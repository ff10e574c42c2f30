import { describe, expect, it } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import { Run } from "../../simulator/study/run.ts";
import type { Part } from "../parts.ts";
import { arrivingAt, journal } from "./journal.ts";

type Fields = Record<string, Json>;

/** Requests at these times query a database, 100 ms each, through a pool. */
function run(
  times: string[],
  pool: Fields,
  more: { components?: Fields[]; events?: Fields[]; until?: number; work?: Json } = {},
) {
  const until = more.until ?? 20;
  const raw: Json = {
    schemaVersion: 1,
    name: "pool",
    run: { duration: `${until}s` },
    components: [
      { id: "clients", type: "source", arrival: { model: "trace", times }, calls: ["api"] },
      { id: "api", type: "server", steps: [{ query: { pool: "pool", work: more.work ?? "100ms" } }] },
      { id: "pool", type: "pool", target: "database", ...pool },
      { id: "database", type: "database" },
      ...(more.components ?? []),
    ],
    events: more.events ?? [],
  };
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  const made = new Run({ raw, scenario: parsed.scenario }, 1, true);
  made.advance(until, Number.POSITIVE_INFINITY);
  const all = measurements(made.network);
  return {
    network: made.network,
    of: (metric: string, component = "clients") =>
      all.find((one) => one.metric === metric && one.component === component)!.value,
  };
}

describe("a connection whose query failed", () => {
  const parts = (pool: Part): Part[] => [
    arrivingAt([0, 0.1, 0.4], "pool"),
    { id: "pool", type: "pool", target: "db", max: 1, queryTimeout: "300ms", connectTime: "10ms", ...pool },
    { id: "db", type: "database", serviceTime: "1s", maxConnections: 2 },
  ];

  it("is busy until the query ends, where it is used again", () => {
    const { entries, network } = journal(parts({}), 10);
    expect(entries).toEqual([
      [0, 0.31, "timeout"],
      [0.1, 1.31, "timeout"],
      [0.4, 2.31, "timeout"],
    ]);
    expect(network.component("pool").station.opened).toBe(1);
  });

  it("is closed at once, where it is not, and the database counts it until the query ends", () => {
    const { entries, network } = journal(parts({ closeOnError: true }), 10);
    expect(entries).toEqual([
      [0, 0.31, "timeout"],
      [0.1, 0.62, "timeout"],
      // Two queries nobody waits for still hold theirs.
      [0.4, 0.63, "unavailable"],
    ]);
    expect(network.component("pool").station.active.value).toBe(0);
    expect(network.simulation.calls.live).toBe(0);
  });

  it("goes back where it was held for a transaction", () => {
    const api: Part = {
      id: "api",
      type: "server",
      steps: [{ transaction: { pool: "pool", steps: [{ query: { pool: "pool" } }] } }],
    };
    const all = parts({ closeOnError: true, queryTimeout: "none", statementTimeout: "300ms" });
    const { network } = journal([arrivingAt([0, 2], "api"), api, ...all.slice(1)], 10);
    expect(network.component("pool").station.opened).toBe(1);
  });
});

describe("validation", () => {
  it("delays a query on an idle connection, and not one on a connection that was just opened", () => {
    const { of } = run(["0s", "1s"], { validationTime: "10ms", connectTime: "50ms" });
    expect(of("latency.max")).toBeCloseTo(0.15, 9);
    expect(of("latency.mean")).toBeCloseTo((0.15 + 0.11) / 2, 9);
  });
});

describe("timeouts of a query", () => {
  it("a query timeout tells the caller, while the connection stays busy until the query ends", () => {
    const { of } = run(["0s", "50ms"], { max: 1, queryTimeout: "40ms" });
    expect(of("outcome.timeout.count")).toBe(2);
    // The second waits until the first query has ended at 100 ms.
    expect(of("pool.wait.max", "pool")).toBeCloseTo(0.05, 9);
    expect(of("deadWork.ratio", "database")).toBe(1);
  });

  it("a statement timeout stops the query, so that the connection is free at once", () => {
    const { of, network } = run(["0s", "20ms"], { max: 1, statementTimeout: "40ms" });
    expect(of("outcome.timeout.count")).toBe(2);
    expect(of("pool.wait.max", "pool")).toBeCloseTo(0.02, 9);
    expect(network.component("database").station.work).toBeCloseTo(0.08, 9);
    expect(network.simulation.calls.live).toBe(0);
  });

  it("the step's own timeout goes before the pool's", () => {
    const { of } = run(["0s"], { queryTimeout: "40ms" }, { work: "30ms" });
    expect(of("outcome.inTime.count")).toBe(1);
  });
});

describe("a target that is down", () => {
  const down = (at: string, until: string) => [{ at, until, target: "database", fault: "down" }];

  it("breaks the connections that are used meanwhile, and refuses new ones", () => {
    const { of } = run(["0s", "1s", "2s", "4s"], { connectTime: "10ms" }, { events: down("500ms", "3s") });
    expect(of("outcome.unavailable.count")).toBe(2);
    expect(of("outcome.inTime.count")).toBe(2);
    // The first connection, the refused one, and the one after the end of the fault.
    expect(of("pool.connects.count", "pool")).toBe(3);
  });

  it("is reconnected to with back-off while requests wait", () => {
    const { of } = run(
      ["0s", "1s"],
      { max: 1, connectTime: "10ms", idleTimeout: "100ms", reconnect: { initial: "1s", factor: 2 } },
      { events: down("500ms", "4500ms") },
    );
    // Tries at 1, 2.01, 4.02 and 8.03 s: the last finds it up, and its connection takes 10 ms.
    expect(of("outcome.inTime.count")).toBe(2);
    expect(of("latency.max")).toBeCloseTo(8.03 + 0.01 + 0.1 - 1, 9);
  });

  it("fails all that wait after the last try", () => {
    const { of } = run(
      ["1s", "1100ms"],
      { max: 1, connectTime: "10ms", reconnect: { initial: "1s", factor: 2, tries: 2 } },
      { events: down("0s", "20s") },
    );
    expect(of("outcome.unavailable.count")).toBe(2);
  });

  it("lets a connection that takes too long fail", () => {
    const { of } = run(
      ["1s"],
      { connectTime: "10ms", connectTimeout: "500ms" },
      {
        events: [{ at: "0s", target: "database", fault: "hang", for: "5s" }],
      },
    );
    expect(of("outcome.unavailable.count")).toBe(1);
  });
});

describe("leaks", () => {
  it("use up the pool when connections never come back", () => {
    const { of } = run(["0s", "1s", "2s"], { max: 2, leakRatio: 1, acquireTimeout: "1s" });
    expect(of("outcome.inTime.count")).toBe(2);
    expect(of("outcome.acquireTimeout.count")).toBe(1);
  });

  it("are taken back after the leak timeout", () => {
    const { of } = run(["0s", "1s"], { max: 1, leakRatio: 1, leakTimeout: "3s" });
    expect(of("outcome.inTime.count")).toBe(2);
    expect(of("pool.wait.max", "pool")).toBeCloseTo(2.1, 9);
  });
});

describe("a reserve", () => {
  it("opens a connection beyond max for a request that has waited too long", () => {
    const { of } = run(
      ["0s", "10ms"],
      { max: 1, reserve: { connections: 1, after: "200ms" } },
      { work: "1s" },
    );
    expect(of("pool.wait.max", "pool")).toBeCloseTo(0.2, 9);
    expect(of("pool.active.max", "pool")).toBe(2);
  });
});

describe("a fallback", () => {
  it("serves what the pool could not, with the work that the request brought", () => {
    const { of } = run(
      ["0s", "10ms"],
      { max: 1, acquireTimeout: "50ms", fallback: "spare" },
      { components: [{ id: "spare", type: "pool", target: "database" }] },
    );
    expect(of("outcome.inTime.count")).toBe(2);
    expect(of("calls.count", "spare")).toBe(1);
    expect(of("latency.max")).toBeCloseTo(0.15, 9);
  });
});
