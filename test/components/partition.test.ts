import { describe, expect, test } from "vitest";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import { Run } from "../../simulator/study/run.ts";
import { documentOf, type Part } from "../parts.ts";
import { arrivingAt, type Entry, journal } from "./journal.ts";

const cut = (target: string, more: Part = {}): Part => ({
  at: "1s",
  until: "3s",
  target,
  fault: "partition",
  ...more,
});

const api = (more: Part = {}): Part => ({
  id: "api",
  type: "server",
  steps: [{ compute: "100ms" }],
  ...more,
});

describe("what is sent over a cut", () => {
  test("arrives when the partition is over, and what was answered meanwhile comes back then", () => {
    const parts = [arrivingAt([0, 0.95, 1.5, 3.5], "api"), api()];
    expect(journal(parts, 10, [cut("api")]).entries).toEqual([
      [0, 0.1, "inTime"],
      [0.95, 3, "inTime"],
      [1.5, 3.1, "inTime"],
      [3.5, 3.6, "inTime"],
    ]);
  });

  test("never arrives where its caller has given up; what had arrived is worked on, and the target hears of it after", () => {
    const slow = api({ steps: [{ compute: "2500ms" }], cancellation: "immediate" });
    const parts = [{ ...arrivingAt([0.9, 1.5], "api"), calls: [{ target: "api", timeout: "200ms" }] }, slow];
    const { entries, network } = journal(parts, 10, [cut("api")]);
    expect(entries).toEqual([
      [0.9, 1.1, "timeout"],
      [1.5, 1.7, "timeout"],
    ]);
    const { station } = network.component("api");
    expect(station.arrived).toBe(1);
    // At 3 s it is told, after 2.1 s of work.
    expect(station.work).toBe(0);
    expect(network.simulation.calls.live).toBe(0);
  });

  test("waits to the end of a run that ends before the partition, as under way", () => {
    const run = new Run(
      documentOf([arrivingAt([1.5], "api"), api()], 10, 0, [cut("api", { until: "20s" })]),
      1,
      true,
    );
    run.advance(10, 1000);
    expect(measurements(run.network).find(({ metric }) => metric === "unfinished.count")?.value).toBe(1);
    expect(run.network.simulation.calls.live).toBe(1);
  });

  test("is cut for one caller, or for all", () => {
    const parts = [arrivingAt([1.5], "api"), { ...arrivingAt([1.6], "api"), id: "others" }, api()];
    const ends = (more: Part): Entry[] => journal(parts, 10, [cut("api", more)]).entries;
    expect(ends({ from: "clients" })).toEqual([
      [1.6, 1.7, "inTime"],
      [1.5, 3.1, "inTime"],
    ]);
    expect(ends({}).map(([, end]) => end)).toEqual([3.1, 3.1]);
  });

  test("waits for the last of several partitions", () => {
    const parts = [arrivingAt([1.5], "api"), api()];
    const events = [
      cut("api"),
      cut("api", { at: "2s", until: "4s" }),
      cut("api", { at: "4500ms", until: "5s" }),
    ];
    expect(journal(parts, 10, events).entries).toEqual([[1.5, 4.1, "inTime"]]);
  });

  test("has that time booked as the partition's", () => {
    const { network } = journal([arrivingAt([1.5], "api"), api()], 10, [cut("api")]);
    const { names } = network.simulation.ledgers;
    const { parts } = network.sources[0]!.breakdown.cohort(0, 1);
    const seconds =
      parts[names.findIndex(({ component, kind }) => component === "api" && kind === "partition")];
    expect(seconds).toBeCloseTo(1.5, 9);
  });
});

test("a balancer's health checks over a cut fail, and its calls go elsewhere after", () => {
  const parts = [
    arrivingAt([0, 0.1, 1.5, 2.5, 2.6], "lb"),
    {
      id: "lb",
      type: "balancer",
      algorithm: "roundRobin",
      targets: ["a", "b"],
      healthCheck: { interval: "300ms", timeout: "100ms", fall: 2, rise: 1 },
    },
    api({ id: "a" }),
    api({ id: "b" }),
  ];
  expect(journal(parts, 10, [cut("a")]).entries).toEqual([
    [0, 0.1, "inTime"],
    [0.1, 0.2, "inTime"],
    // Noticed at 1.5 s, after the second check.
    [2.5, 2.6, "inTime"],
    [2.6, 2.7, "inTime"],
    [1.5, 3.1, "inTime"],
  ]);
});

describe("the pool of a database that is cut off", () => {
  const db = (more: Part = {}): Part => ({ id: "db", type: "database", serviceTime: "100ms", ...more });
  const pool = (more: Part = {}): Part => ({ id: "pool", type: "pool", target: "db", ...more });
  const asks = (query: Part = {}): Part => api({ steps: [{ query: { pool: "pool", ...query } }] });

  test("has its queries hang on their connections, and no statement timeout ends that: the database keeps it", () => {
    const parts = [
      arrivingAt([0, 1.5], "api"),
      asks(),
      pool({ max: 1, statementTimeout: "300ms" }),
      db({ serviceTime: "250ms" }),
    ];
    const { entries } = journal(parts, 10, [cut("db")]);
    expect(entries).toEqual([
      [0, 0.25, "inTime"],
      // Sent at 1.5 s, there at 3 s: only from then on does the statement's time run.
      [1.5, 3.25, "inTime"],
    ]);
  });

  test("the statement's time runs from when the query is there", () => {
    const parts = [
      arrivingAt([0.9, 1.5], "api"),
      asks(),
      pool({ statementTimeout: "300ms" }),
      db({ serviceTime: "2s" }),
    ];
    const { entries, network } = journal(parts, 10, [cut("db")]);
    expect(entries).toEqual([
      // Stopped at 1.2 s; that is heard when the partition is over.
      [0.9, 3, "timeout"],
      [1.5, 3.3, "timeout"],
    ]);
    expect(network.component("db").station.work).toBeCloseTo(0.6, 9);
  });

  test("a query timeout is the client's own, whether the pool or the step says it", () => {
    for (const [step, ofPool] of [
      [{ timeout: "500ms" }, {}],
      [{}, { queryTimeout: "500ms" }],
      [{ timeout: "500ms" }, { queryTimeout: "4s" }],
    ] as [Part, Part][]) {
      for (const more of [{}, { statementTimeout: "200ms" }] as Part[]) {
        const parts = [arrivingAt([0, 0, 0.95, 1.5], "api"), asks(step), pool({ ...ofPool, ...more }), db()];
        expect(journal(parts, 10, [cut("db")]).entries.slice(2)).toEqual([
          [0.95, 1.45, "timeout"],
          [1.5, 2, "timeout"],
        ]);
      }
    }
  });

  test("opening a connection hangs until its connect timeout", () => {
    const parts = [
      arrivingAt([1.5], "api"),
      asks(),
      pool({ connectTime: "10ms", connectTimeout: "1s" }),
      db(),
    ];
    expect(journal(parts, 10, [cut("db")]).entries).toEqual([[1.5, 2.5, "unavailable"]]);
  });

  test("or until the partition is over, and then takes as long as ever", () => {
    for (const more of [{}, { connectTimeout: "2s" }] as Part[]) {
      const parts = [arrivingAt([1.5, 1.6], "api"), asks(), pool({ connectTime: "10ms", ...more }), db()];
      const { entries, network } = journal(parts, 10, [cut("db")]);
      expect(entries).toEqual([
        [1.5, 3.11, "inTime"],
        [1.6, 3.11, "inTime"],
      ]);
      expect(network.component("pool").station.connecting.value).toBe(0);
      expect(network.component("pool").station.opened).toBe(2);
    }
  });

  test("the database counts a connection that was closed meanwhile until it hears of it", () => {
    const parts = [
      arrivingAt([0, 2, 3.5], "api"),
      { ...arrivingAt([2.5], "api2"), id: "others" },
      asks(),
      api({ id: "api2", steps: [{ query: { pool: "pool2" } }] }),
      pool({ idleTimeout: "1s" }),
      pool({ id: "pool2" }),
      db({ maxConnections: 1 }),
    ];
    const { entries } = journal(parts, 10, [cut("db", { from: "pool" })]);
    expect(entries).toEqual([
      [0, 0.1, "inTime"],
      // Its idle connection was closed at 1.1 s; the database has not heard of that.
      [2.5, 2.5, "unavailable"],
      [2, 3.1, "inTime"],
      [3.5, 3.6, "inTime"],
    ]);
  });
});

describe("a partition that cuts nothing is refused", () => {
  const problems = (event: Part): string[] => {
    const raw = {
      schemaVersion: 1,
      name: "test",
      run: { duration: "10s" },
      components: [
        arrivingAt([0], "api"),
        api({ steps: [{ query: { pool: "pool" } }] }),
        { id: "pool", type: "pool", target: "db" },
        { id: "db", type: "database" },
      ],
      events: [event],
    };
    const parsed = parseRaw(raw);
    return parsed.ok ? [] : parsed.problems.map(({ message }) => message);
  };

  test("with what is wrong about it", () => {
    expect(problems(cut("db"))).toEqual([]);
    expect(problems(cut("db", { from: "pool" }))).toEqual([]);
    expect(problems(cut("api", { from: "clients" }))).toEqual([]);
    expect(problems(cut("db", { from: "api" }))[0]).toContain('"api" does not call "db"');
    expect(problems(cut("db", { from: "pol" }))[0]).toContain('there is no component "pol"');
    expect(problems(cut("pool"))[0]).toContain('there is nothing to cut before "pool"');
    expect(problems(cut("db", { node: 0 }))[0]).toContain("a partition is of a whole component");
    expect(problems(cut("clients"))[0]).toContain('"clients" is a source');
  });
});
