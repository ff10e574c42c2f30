import { describe, expect, it } from "vitest";
import { measurements } from "../../simulator/study/measurements.ts";
import type { Part } from "../parts.ts";
import { arrivingAt, journal } from "./journal.ts";

/** Requests at these times whose calls are batched on their way to a server that takes 100 ms. */
function run(
  times: number[],
  batch: Part,
  more: { call?: Part; keys?: number[]; server?: Part; events?: Part[] } = {},
) {
  const trace = { model: "trace", times: times.map((at) => `${at}s`) };
  const { entries, network } = journal(
    [
      arrivingAt(times, "server", {
        arrival: more.keys === undefined ? trace : { ...trace, keys: more.keys },
        calls: [{ target: "server", batch, ...more.call }],
      }),
      { id: "server", type: "server", steps: [{ compute: "100ms" }], ...more.server },
    ],
    20,
    more.events ?? [],
  );
  const all = measurements(network);
  return {
    ends: entries.map(([, end]) => end),
    outcomes: entries.map(([, , outcome]) => outcome),
    network,
    of: (metric: string, component = "clients") =>
      all.find((one) => one.metric === metric && one.component === component)!.value,
  };
}

describe("calls in a batch", () => {
  it("become one call, whose answer is that of all", () => {
    const { ends, of } = run([0, 0.004, 0.02], { window: "10ms" });
    expect(ends).toEqual([0.11, 0.11, 0.13]);
    expect(of("calls.count", "server")).toBe(2);
    expect(of("calls.batches.count")).toBe(2);
    expect(of("calls.batchSize.mean")).toBe(1.5);
  });

  it("are those that a request makes in parallel where there is no window, as DataLoader's of one turn", () => {
    const step = { call: { target: "users", batch: {} } };
    const { entries, network } = journal(
      [
        arrivingAt([0, 0.001], "api"),
        { id: "api", type: "server", steps: [{ parallel: { times: 5, steps: [step] } }, step] },
        { id: "users", type: "server", steps: [{ compute: "10ms" }] },
      ],
      5,
    );
    expect(entries.map(([, end]) => end)).toEqual([0.02, 0.021]);
    expect(network.component("users").station.arrived).toBe(4);
  });

  it("are sent at once when there are as many as a batch may have", () => {
    const { ends, of } = run([0, 0.001, 0.002], { window: "10ms", maxSize: 2 }, { keys: [1, 2, 3] });
    expect(ends).toEqual([0.101, 0.101, 0.112]);
    expect(of("calls.batches.count")).toBe(2);
  });

  it("count once for the same key: three clients, one call", () => {
    const keys = [7, 7, 7];
    const coalesced = run([0, 0.001, 0.002], { window: "10ms", maxSize: 2 }, { keys });
    expect(coalesced.of("calls.count", "server")).toBe(1);
    const counted = run([0, 0.001, 0.002], { window: "10ms", maxSize: 2, coalesce: false }, { keys });
    expect(counted.of("calls.count", "server")).toBe(2);
  });

  it("fail together", () => {
    const { outcomes } = run(
      [0.01, 0.012],
      { window: "5ms" },
      { events: [{ at: "0s", target: "server", fault: "errors", ratio: 1 }] },
    );
    expect(outcomes).toEqual(["error", "error"]);
  });

  it("have the batch's own time added to their wait for it", () => {
    const { network } = run([0, 0.004], { window: "10ms" });
    const { names } = network.simulation.ledgers;
    const { breakdown } = network.sources[0]!;
    const { parts } = breakdown.cohort(0, 1);
    const seconds = (kind: string) => parts[names.findIndex((name) => name.kind === kind)]!;
    // Means of the two: they waited 10 ms and 6 ms.
    expect(seconds("batch wait")).toBeCloseTo(0.008, 9);
    expect(seconds("server work")).toBeCloseTo(0.1, 9);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(0.108, 9);
  });
});

describe("a call that is given up", () => {
  it("leaves the batch that is not sent yet; an empty one is not sent", () => {
    const { of, network } = run([0], { window: "100ms" }, { call: { timeout: "50ms" } });
    expect(of("calls.count", "server")).toBe(0);
    expect(network.simulation.calls.live).toBe(0);
  });

  it("leaves the batch to the others", () => {
    // The first gives up at 70 ms, when the batch is under way; the second gets its answer at 130 ms.
    const { outcomes, of } = run([0, 0.06], { window: "65ms" }, { call: { timeout: "110ms" } });
    expect(outcomes).toEqual(["timeout", "inTime"]);
    expect(of("deadWork.ratio", "server")).toBe(0);
  });

  it("leaves dead work behind when it was the last", () => {
    const { of } = run([0, 0], { window: "10ms" }, { call: { timeout: "50ms" } });
    expect(of("deadWork.ratio", "server")).toBe(1);
  });
});

it("a step's calls of several requests share a batch", () => {
  const { entries, network } = journal(
    [
      arrivingAt([0, 0.001, 0.002], "api"),
      {
        id: "api",
        type: "server",
        steps: [{ call: { target: "users", batch: { window: "5ms" } } }, { compute: "1ms" }],
      },
      { id: "users", type: "server", steps: [{ compute: "10ms" }] },
    ],
    5,
  );
  expect(entries.map(([, end]) => end)).toEqual([0.016, 0.016, 0.016]);
  expect(network.component("users").station.arrived).toBe(1);
});
