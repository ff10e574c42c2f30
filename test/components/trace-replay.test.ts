import { describe, expect, it } from "vitest";
import { RandomStream } from "../../simulator/engine/random-stream.ts";
import type { Json } from "../../simulator/protocol.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import { Run } from "../../simulator/study/run.ts";

function measured(components: Json[], until: number) {
  const raw: Json = { schemaVersion: 1, name: "trace", run: { duration: `${until}s` }, components };
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  const run = new Run({ raw, scenario: parsed.scenario }, 1, true);
  run.advance(until, Number.POSITIVE_INFINITY);
  const all = measurements(run.network);
  return (metric: string, component: string) =>
    all.find((one) => one.metric === metric && one.component === component)!.value;
}

describe("a trace of a measured system", () => {
  /** Arrivals and works of 2,000 queries, and what a FIFO pool of 3 makes of them, worked out by hand: Kiefer and Wolfowitz. */
  const stream = new RandomStream(7, "trace");
  const times: number[] = [];
  const works: number[] = [];
  for (let i = 0, at = 0; i < 2000; i++) {
    at += 0.01 * stream.exponential();
    // Whole microseconds, as a log would have them.
    times.push(Math.round(at * 1e6) / 1e6);
    works.push(Math.round(0.028 * stream.exponential() * 1e6 + 1) / 1e6);
  }
  const free = [0, 0, 0];
  const waits = times.map((time, i) => {
    free.sort((a, b) => a - b);
    const start = Math.max(time, free[0]!);
    free[0] = start + works[i]!;
    return start - time;
  });
  const text = (seconds: number) => `${Math.round(seconds * 1e6)}us`;
  const pool = { id: "pool", type: "pool", target: "database", max: 3 };
  const arrival = { model: "trace", times: times.map(text), works: works.map(text) };

  it("is done by a server's slots, as the recursion says, where a compute step takes it", () => {
    const of = measured(
      [
        { id: "clients", type: "source", arrival, calls: ["api"] },
        { id: "api", type: "server", concurrency: 3, steps: [{ compute: "1h", traced: true }] },
      ],
      60,
    );
    expect(of("requests.count", "clients")).toBe(2000);
    expect(of("server.wait.mean", "api")).toBeCloseTo(waits.reduce((sum, wait) => sum + wait, 0) / 2000, 9);
    expect(of("latency.max", "clients")).toBeCloseTo(
      Math.max(...waits.map((wait, i) => wait + works[i]!)),
      9,
    );
  });

  it("is done within parallel steps too, and what brings none takes the step's own time", () => {
    const steps = [{ parallel: { times: 2, steps: [{ compute: "1s", traced: true }] } }];
    const api = { id: "api", type: "server", steps };
    const traced = { model: "trace", times: ["1s"], works: ["30ms"] };
    const of = (arrival: Json) =>
      measured([{ id: "clients", type: "source", arrival, calls: ["api"] }, api], 10)(
        "latency.max",
        "clients",
      );
    expect(of(traced)).toBeCloseTo(0.03, 9);
    expect(of({ model: "trace", times: ["1s"] })).toBeCloseTo(1, 9);
  });

  it.each([
    [
      "through a server's query step",
      [
        { id: "clients", type: "source", arrival, calls: ["api"] },
        { id: "api", type: "server", steps: [{ query: { pool: "pool" } }] },
      ],
    ],
    ["straight to the pool", [{ id: "clients", type: "source", arrival, calls: ["pool"] }]],
    [
      "through a balancer and a breaker",
      [
        { id: "clients", type: "source", arrival, calls: [{ target: "balancer", timeout: "1h" }] },
        { id: "balancer", type: "balancer", targets: ["breaker"] },
        { id: "breaker", type: "breaker", target: "pool" },
      ],
    ],
  ])("%s waits exactly as the recursion says", (_name, front) => {
    const of = measured(
      [...(front as Json[]), pool, { id: "database", type: "database", serviceTime: "1h" }],
      3600,
    );
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(of("pool.wait.mean", "pool")).toBeCloseTo(mean, 9);
    expect(of("pool.wait.max", "pool")).toBeCloseTo(Math.max(...waits), 9);
    expect(of("requests.count", "clients")).toBe(2000);
  });

  it("brings its keys", () => {
    const of = measured(
      [
        {
          id: "clients",
          type: "source",
          arrival: { model: "trace", times: ["0s", "1s", "2s", "3s"], keys: [5, 9, 5, 9] },
          calls: ["cache"],
        },
        { id: "cache", type: "cache", target: "database", maxEntries: 2 },
        { id: "database", type: "database" },
      ],
      10,
    );
    expect(of("cache.loads.count", "cache")).toBe(2);
    expect(of("cache.hit.ratio", "cache")).toBe(0.5);
  });
});

describe("max connections of a database", () => {
  it("refuses the connections of pools beyond it, and takes new ones when others are closed", () => {
    const api = (id: string) => ({
      id,
      type: "server",
      steps: [{ query: { pool: `${id}-db`, work: "1s" } }],
    });
    const pool = (id: string) => ({
      id: `${id}-db`,
      type: "pool",
      target: "database",
      max: 5,
      idleTimeout: "2s",
    });
    const source = (id: string, times: string[]) => ({
      id: `${id}-users`,
      type: "source",
      arrival: { model: "trace", times },
      calls: [id],
    });
    const of = measured(
      [
        source("a", ["0s", "0s", "0s"]),
        source("b", ["500ms", "500ms", "8s"]),
        api("a"),
        api("b"),
        pool("a"),
        pool("b"),
        { id: "database", type: "database", maxConnections: 4 },
      ],
      20,
    );
    expect(of("outcome.inTime.count", "a-users")).toBe(3);
    expect(of("outcome.unavailable.count", "b-users")).toBe(1);
    expect(of("outcome.inTime.count", "b-users")).toBe(2);
  });
});

describe("an objective", () => {
  it("tells how fast the error budget is used up", () => {
    const of = measured(
      [
        {
          id: "clients",
          type: "source",
          objective: 0.9,
          deadline: "150ms",
          arrival: { model: "trace", times: ["0s", "0s", "5s", "6s", "7s"] },
          calls: ["pool"],
        },
        { id: "pool", type: "pool", target: "database", max: 1 },
        { id: "database", type: "database", serviceTime: "100ms" },
      ],
      10,
    );
    // One of five is late: 20 % where 10 % are allowed.
    expect(of("slo.burn", "clients")).toBeCloseTo(2, 9);
  });
});
