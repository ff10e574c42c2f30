import { describe, expect, it } from "vitest";
import type { Bulkhead } from "../../simulator/components/bulkhead.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import type { Part } from "../parts.ts";
import { arrivingAt, journal } from "./journal.ts";

const server = (compute: string, more: Part = {}): Part => ({
  id: "server",
  type: "server",
  steps: [{ compute }],
  ...more,
});

/** Requests at these times to a bulkhead before a server that takes 100 ms. */
function run(times: number[], bulkhead: Part, more: { calls?: Part; server?: Part; until?: number } = {}) {
  const { entries, network } = journal(
    [
      arrivingAt(times, "bulkhead", { calls: [{ target: "bulkhead", ...more.calls }] }),
      { id: "bulkhead", type: "bulkhead", target: "server", ...bulkhead },
      server("100ms", more.server),
    ],
    more.until ?? 20,
  );
  const all = measurements(network);
  return {
    entries,
    network,
    of: (metric: string, component = "bulkhead") =>
      all.find((one) => one.metric === metric && one.component === component)!.value,
    bulkhead: network.component("bulkhead") as Bulkhead,
  };
}

describe("a full bulkhead", () => {
  it("refuses at once where nobody may wait", () => {
    const { entries, of } = run([0, 0.01, 0.02, 0.15], { concurrency: 2 });
    expect(entries).toEqual([
      [0.02, 0.02, "queueFull"],
      [0, 0.1, "inTime"],
      [0.01, 0.11, "inTime"],
      [0.15, 0.25, "inTime"],
    ]);
    expect(of("bulkhead.rejected.count")).toBe(1);
    expect(of("bulkhead.active.max")).toBe(2);
  });

  it("lets as many wait as its queue holds, in the order in which they came", () => {
    const { entries, of } = run([0, 0.01, 0.02, 0.03], { concurrency: 1, queue: { limit: 2 } });
    expect(entries).toEqual([
      [0.03, 0.03, "queueFull"],
      [0, 0.1, "inTime"],
      [0.01, 0.2, "inTime"],
      [0.02, 0.3, "inTime"],
    ]);
    expect(of("bulkhead.waiting.max")).toBe(2);
    expect(of("bulkhead.wait.max")).toBeCloseTo(0.18, 9);
  });

  it("lets nobody wait longer than its timeout", () => {
    const { entries, of } = run([0, 0.01, 0.06], { concurrency: 1, queue: { timeout: "50ms" } });
    expect(entries).toEqual([
      [0.01, 0.06, "queueTimeout"],
      [0, 0.1, "inTime"],
      [0.06, 0.2, "inTime"],
    ]);
    expect(of("bulkhead.rejected.count")).toBe(1);
  });

  it("sends more when its limit is raised while calls wait", () => {
    const { entries } = journal(
      [
        arrivingAt([0, 0, 0], "bulkhead"),
        { id: "bulkhead", type: "bulkhead", target: "server", concurrency: 1, queue: { limit: 5 } },
        server("100ms"),
      ],
      2,
      [{ at: "50ms", set: { "bulkhead.concurrency": 3 } }],
    );
    expect(entries.map(([, end]) => end)).toEqual([0.1, 0.15, 0.15]);
  });

  it("books the wait on itself, and the rest on the server", () => {
    const { network } = run([0, 0], { concurrency: 1, queue: { limit: 1 } });
    const { names } = network.simulation.ledgers;
    const { parts } = network.sources[0]!.breakdown.cohort(0.6, 1);
    const seconds = (component: string) => parts[names.findIndex((name) => name.component === component)]!;
    expect(seconds("bulkhead")).toBeCloseTo(0.1, 9);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(0.2, 9);
  });
});

describe("when the caller has gone", () => {
  // The caller gives up after 50 ms; the second request comes at 60 ms.
  const gone = (cancellation: string) =>
    run([0, 0.06], { concurrency: 1, cancellation }, { calls: { timeout: "50ms" } });

  it.each(["ignored", "queued"])("%s: the place is taken until the target has answered", (cancellation) => {
    const { entries } = gone(cancellation);
    expect(entries[1]).toEqual([0.06, 0.06, "queueFull"]);
  });

  it("immediate: the place is free at once, and the server works on", () => {
    const { entries, of } = gone("immediate");
    expect(entries[1]).toEqual([0.06, 0.11, "timeout"]);
    expect(of("server.active.max", "server")).toBe(2);
    expect(of("deadWork.ratio", "server")).toBe(1);
  });

  it("queued: a call leaves the queue, so that its place is there for another", () => {
    // The second waits until it gives up at 60 ms; the third takes its place in the queue.
    const { entries } = run(
      [0, 0.01, 0.07],
      { concurrency: 1, queue: { limit: 1 }, cancellation: "queued" },
      { calls: { timeout: "50ms" } },
    );
    expect(entries.map(([, end, outcome]) => [end, outcome])).toEqual([
      [0.05, "timeout"],
      [0.06, "timeout"],
      [0.12, "timeout"],
    ]);
  });
});

describe("an adaptive limit", () => {
  it("aimd grows by one with each good call while half of it is used", () => {
    const { bulkhead } = run([0, 0, 1, 2], { concurrency: 10, adaptive: { initial: 2 } });
    // 2 and 2 of 2 under way: 4. The single calls after that use less than half of it.
    expect(bulkhead.limit).toBe(4);
  });

  it("aimd falls to a share after a call that was too slow, and by one at least", () => {
    const slow = (initial: number) =>
      run([0], { concurrency: 100, adaptive: { initial, slowCallDuration: "50ms" } }).bulkhead.limit;
    expect(slow(20)).toBe(18);
    expect(slow(5)).toBe(4);
    expect(slow(1)).toBe(1);
  });

  it("gradient grows by a fifth of the spare calls while times stay the same", () => {
    const times = Array.from({ length: 4 }, () => 0);
    const { bulkhead } = run(times, { concurrency: 100, adaptive: { algorithm: "gradient", initial: 4 } });
    // 4 calls were sent as number 1 to 4: those from the second on used half of 4, of 4.8 and of 5.6.
    expect(bulkhead.limit).toBe(Math.floor(4 + 0.8 * 3));
  });

  it("gradient halves its wish when calls take more than twice as long as usual", () => {
    // Four slow calls follow many quick ones: they arrive together when the server has become ten times slower.
    const quick = Array.from({ length: 200 }, (_, i) => i);
    const { network } = journal(
      [
        arrivingAt([...quick, 300, 300, 300, 300], "bulkhead"),
        {
          id: "bulkhead",
          type: "bulkhead",
          target: "server",
          concurrency: 100,
          adaptive: { algorithm: "gradient", initial: 8 },
        },
        server("100ms"),
      ],
      400,
      [{ at: "250s", target: "server", fault: "latency", multiplyBy: 100 }],
    );
    // Only the fourth used half of 8: 8 (1 - 0.2) + (8 / 2 + 4) 0.2 = 8.
    expect((network.component("bulkhead") as Bulkhead).limit).toBe(8);
  });

  it("is kept within its bounds, and goes on from where it is when parameters change", () => {
    const { network } = journal(
      [
        arrivingAt([0, 0, 1, 1, 2], "bulkhead"),
        { id: "bulkhead", type: "bulkhead", target: "server", concurrency: 3, adaptive: { initial: 2 } },
        server("100ms"),
      ],
      5,
      [{ at: "500ms", set: { "bulkhead.adaptive.backoffRatio": 0.5 } }],
    );
    expect((network.component("bulkhead") as Bulkhead).limit).toBe(3);
  });
});

describe("shedding", () => {
  it("drops one call once all waits have been too long for the interval, then at interval / sqrt(n)", () => {
    // One call every 50 ms, each takes 100 ms: the wait of the n-th is 50 (n - 1) ms.
    const times = Array.from({ length: 30 }, (_, i) => i * 0.05);
    const { entries } = run(times, {
      concurrency: 1,
      queue: { limit: 100 },
      shedding: { target: "60ms", interval: "190ms" },
    });
    const dropped = entries.filter(([, , outcome]) => outcome === "queueTimeout").map(([, end]) => end);
    // The call that leaves the queue at 0.2 s is the first that waited 60 ms or more: from 0.39 s on it is too long.
    // Then drops are due at 0.4 + 0.19 = 0.59 s, 0.19 / sqrt(2) later at 0.72 s, and so on; calls leave every 100 ms.
    expect(dropped.slice(0, 5)).toEqual([0.4, 0.6, 0.8, 0.9, 1]);
  });

  it("drops nothing while the queue is emptied again and again", () => {
    const bursts = [0, 1, 2, 3].flatMap((at) => [at, at, at, at]);
    const { of } = run(bursts, {
      concurrency: 1,
      queue: { limit: 100 },
      shedding: { target: "60ms", interval: "500ms" },
    });
    expect(of("bulkhead.rejected.count")).toBe(0);
  });
});
