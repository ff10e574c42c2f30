import { describe, expect, it } from "vitest";
import { measurements } from "../../simulator/study/measurements.ts";
import type { Part } from "../parts.ts";
import { arrivingAt, journal } from "./journal.ts";

/** Requests at these times whose calls need connections, to a server that takes 100 ms. */
function run(times: number[], connection: Part, more: { call?: Part; events?: Part[] } = {}) {
  const { entries, network } = journal(
    [
      arrivingAt(times, "server", {
        calls: [{ target: "server", connection: { connectTime: "10ms", ...connection }, ...more.call }],
      }),
      { id: "server", type: "server", steps: [{ compute: "100ms" }] },
    ],
    100,
    more.events ?? [],
  );
  const all = measurements(network);
  return {
    ends: entries.map(([, end]) => end),
    outcomes: entries.map(([, , outcome]) => outcome),
    network,
    connects: all.find((one) => one.metric === "calls.connects.count" && one.component === "clients")!.value,
  };
}

describe("keep-alive", () => {
  it("opens a connection for the first call, and uses it again for the next", () => {
    const { ends, connects } = run([0, 1], {});
    expect(ends).toEqual([0.11, 1.1]);
    expect(connects).toBe(1);
  });

  it("opens as many as there are calls at once", () => {
    const { ends, connects } = run([0, 0, 1, 1, 1], {});
    expect(ends).toEqual([0.11, 0.11, 1.1, 1.1, 1.11]);
    expect(connects).toBe(3);
  });

  it("opens a new one when the kept one was idle for too long", () => {
    const { ends, connects } = run([0, 6], { idleTimeout: "5s" });
    expect(ends).toEqual([0.11, 6.11]);
    expect(connects).toBe(2);
  });

  it("keeps no more idle ones than it may", () => {
    expect(run([0, 0, 1, 1], { maxIdle: 1 }).connects).toBe(3);
  });

  it("does not keep one that broke with its target", () => {
    const { connects, outcomes } = run(
      [0, 1, 3],
      {},
      { events: [{ at: "500ms", until: "2s", target: "server", fault: "down" }] },
    );
    expect(outcomes).toEqual(["inTime", "unavailable", "inTime"]);
    expect(connects).toBe(2);
  });
});

it("without keep-alive each call opens a connection", () => {
  const { ends, connects } = run([0, 1], { keepAlive: false });
  expect(ends).toEqual([0.11, 1.11]);
  expect(connects).toBe(2);
});

describe("a limit of connections", () => {
  it("lets further calls wait; a kept connection goes from one to the next", () => {
    const { ends, connects, network } = run([0, 0, 0], { max: 1 });
    expect(ends).toEqual([0.11, 0.21, 0.31]);
    expect(connects).toBe(1);
    const { names } = network.simulation.ledgers;
    const { parts } = network.sources[0]!.breakdown.cohort(0.7, 1);
    const seconds = (kind: string) => parts[names.findIndex((name) => name.kind === kind)]!;
    expect(seconds("connection wait")).toBeCloseTo(0.21, 9);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(0.31, 9);
  });

  it("without keep-alive the next call connects first", () => {
    expect(run([0, 0], { max: 1, keepAlive: false }).ends).toEqual([0.11, 0.22]);
  });

  it("is not used up by calls that were given up, connecting, waiting or under way", () => {
    const { outcomes, network, connects } = run([0, 0.001, 0.2], { max: 1 }, { call: { timeout: "105ms" } });
    // The first is given up at 105 ms; the second connects then, and is given up at 106 ms.
    expect(outcomes).toEqual(["timeout", "timeout", "timeout"]);
    expect(connects).toBe(3);
    expect(network.simulation.calls.live).toBe(0);
  });
});

it("a call in a batch needs one connection for all", () => {
  const { connects, ends } = run([0, 0, 0], {}, { call: { batch: { window: "1ms" } } });
  expect(connects).toBe(1);
  expect(ends).toEqual([0.111, 0.111, 0.111]);
});
