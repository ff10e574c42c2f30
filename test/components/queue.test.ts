import { describe, expect, it } from "vitest";
import * as Field from "../../simulator/engine/field.ts";
import { ints } from "../../simulator/engine/memory.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import { Run } from "../../simulator/study/run.ts";
import { documentOf, type Part } from "../parts.ts";
import { arrivingAt } from "./journal.ts";

const milliseconds = (seconds: number): number => Math.round(seconds * 1e6) / 1e3;

type More = { worker?: Part; source?: Part; parts?: Part[]; events?: Part[]; until?: number };

/** Messages published at these times, and a worker that takes 100 ms for each. */
function run(times: number[], queue: Part, more: More = {}) {
  const until = more.until ?? 100;
  const made = new Run(
    documentOf(
      [
        arrivingAt(times, "queue", more.source),
        { id: "queue", type: "queue", target: "worker", ...queue },
        { id: "worker", type: "server", steps: [{ compute: "100ms" }], ...more.worker },
        ...(more.parts ?? []),
      ],
      until,
      0,
      more.events ?? [],
    ),
    1,
    true,
  );
  const { network } = made;
  const { simulation } = network;
  /** When the worker was called, in ms, and with the message of which request. */
  const worked: [at: number, request: number][] = [];
  simulation.showOneIn = 1;
  simulation.trace = {
    hop(call, link, back) {
      if (link.target.id === "worker" && back === 0)
        worked.push([milliseconds(simulation.now), ints[call + Field.request]!]);
    },
  };
  made.advance(until, 1_000_000);
  const all = measurements(network);
  return {
    network,
    worked,
    of: (metric: string, component = "queue") =>
      all.find((one) => one.metric === metric && one.component === component)!.value,
  };
}

describe("publishing", () => {
  it("is answered when the message is stored, whatever the consumers do", () => {
    const { of, worked, network } = run([0, 0, 0], { publishTime: "2ms" });
    expect(of("outcome.inTime.count", "clients")).toBe(3);
    expect(of("latency.max", "clients")).toBeCloseTo(0.002, 9);
    expect(worked).toEqual([
      [2, 1],
      [102, 2],
      [202, 3],
    ]);
    expect(of("queue.endToEnd.max")).toBeCloseTo(0.3, 9);
    expect(of("queue.wait.max")).toBeCloseTo(0.2, 9);
    expect(of("queue.oldest.max")).toBeCloseTo(0.2, 9);
    expect(of("queue.acknowledged.count")).toBe(3);
    expect(network.simulation.calls.live).toBe(0);
  });

  it("books the time until the message is stored on the queue, and nothing else", () => {
    const { network } = run([0], { publishTime: "2ms" });
    const { names } = network.simulation.ledgers;
    const { parts } = network.sources[0]!.breakdown.cohort(0, 1);
    expect(parts[names.findIndex(({ kind }) => kind === "publish")]).toBeCloseTo(0.002, 9);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(0.002, 9);
  });

  it("makes work that is not dead, though its client has long gone", () => {
    const { of } = run([0, 0, 0], {}, { source: { deadline: "10ms" } });
    expect(of("deadWork.ratio", "worker")).toBe(0);
  });

  it("fails at a full queue, where the new message gives way", () => {
    const { of, worked } = run([0, 0.01, 0.02, 0.03], { limit: 2 });
    expect(of("outcome.queueFull.count", "clients")).toBe(1);
    expect(of("queue.rejected.count")).toBe(1);
    expect(worked.map(([, request]) => request)).toEqual([1, 2, 3]);
  });

  it("drops the oldest waiting message of a full queue, where that gives way", () => {
    const { of, worked } = run([0, 0.01, 0.02, 0.03], { limit: 2, overflow: "dropOldest" });
    expect(of("outcome.inTime.count", "clients")).toBe(4);
    expect(of("queue.dropped.count")).toBe(1);
    expect(worked.map(([, request]) => request)).toEqual([1, 3, 4]);
  });

  it("fails while the queue is down, and messages wait until it is up again", () => {
    const { of, worked } = run(
      [0, 0.01, 0.3],
      {},
      { events: [{ at: "50ms", until: "500ms", target: "queue", fault: "down" }] },
    );
    expect(of("outcome.unavailable.count", "clients")).toBe(1);
    expect(worked).toEqual([
      [0, 1],
      [500, 2],
    ]);
  });
});

describe("consumers", () => {
  it("have as many deliveries at once as they prefetch, each", () => {
    const { worked, of } = run([0, 0, 0, 0, 0], { consumers: 2, prefetch: 2 });
    expect(worked.map(([at]) => at)).toEqual([0, 0, 0, 0, 100]);
    expect(of("queue.taken.max")).toBe(4);
  });

  it("take messages later where there are none at first", () => {
    const { worked } = run(
      [0, 0],
      { consumers: 0 },
      { events: [{ at: "1s", set: { "queue.consumers": 2 } }] },
    );
    expect(worked.map(([at]) => at)).toEqual([1000, 1000]);
  });

  it("take a full batch at once, with one call, and one that is not full after the linger", () => {
    const { worked, of } = run([0, 0.01, 0.02, 0.03, 0.04], {
      consumers: 5,
      batch: { size: 3, linger: "50ms" },
    });
    // The third fills a batch at 20 ms; the fourth lingers from 30 to 80 ms.
    expect(worked).toEqual([
      [20, 1],
      [80, 4],
    ]);
    expect(of("queue.acknowledged.count")).toBe(5);
    expect(of("queue.endToEnd.max")).toBeCloseTo(0.15, 9);
  });

  it("get messages after the delivery time", () => {
    const { worked, of } = run([0, 0], { deliveryTime: "5ms" });
    expect(worked.map(([at]) => at)).toEqual([5, 110]);
    expect(of("queue.endToEnd.max")).toBeCloseTo(0.21, 9);
  });

  it("take the message with the smallest priority number first where that is the order", () => {
    const arrival = { model: "trace", times: ["0s", "1ms", "2ms"] };
    const two = (id: string, times: string[], priority: number): Part => ({
      id,
      type: "source",
      arrival: { model: "trace", times },
      calls: [{ target: "queue", priority }],
    });
    const { of } = run(
      [],
      { order: "priority" },
      { source: { arrival, calls: [{ target: "queue", priority: 5 }] }, parts: [two("urgent", ["3ms"], 1)] },
    );
    // The first is worked on from 0 to 100 ms; the urgent one goes before the other two.
    expect(of("queue.wait.max")).toBeCloseTo(0.298, 9);
    expect(of("queue.wait.p50")).toBeCloseTo(0.097, 2);
  });
});

describe("a message that fails", () => {
  const failing = (until: string) => [{ at: "0s", until, target: "worker", fault: "errors", ratio: 1 }];

  it("comes back after a wait that grows, ahead of newer ones, until it succeeds", () => {
    const { worked, of } = run(
      [0.01, 0.25],
      { redelivery: { delay: "100ms", factor: 2 } },
      { events: failing("500ms") },
    );
    // Fails at 10 ms, 110 ms, 310 ms; the other at 250 ms and 350 ms. The first works from 710 ms on.
    expect(worked).toEqual([
      [10, 1],
      [110, 1],
      [250, 2],
      [310, 1],
      [350, 2],
      [550, 2],
      [710, 1],
    ]);
    expect(of("queue.redelivered.count")).toBe(5);
    expect(of("queue.delayed.max")).toBe(2);
    expect(of("queue.acknowledged.count")).toBe(2);
  });

  it("is dead after as many deliveries as it may have, and goes where dead letters go", () => {
    const { worked, of } = run(
      [0.01],
      { redelivery: { delay: "100ms" }, maxDeliveries: 3, deadLetter: "dead" },
      { events: failing("10s"), parts: [{ id: "dead", type: "queue", target: "worker", consumers: 0 }] },
    );
    expect(worked.map(([at]) => at)).toEqual([10, 110, 210]);
    expect(of("queue.deadLettered.count")).toBe(1);
    expect(of("queue.published.count", "dead")).toBe(1);
    expect(of("queue.lost.count")).toBe(0);
  });

  it("stays away until the visibility timeout ends, where it is left, as on SQS", () => {
    const { worked, of } = run(
      [0.01],
      { preset: "sqs", visibilityTimeout: "2s", maxDeliveries: 2 },
      { events: failing("10s") },
    );
    expect(worked.map(([at]) => at)).toEqual([10, 2010]);
    expect(of("queue.deadLettered.count")).toBe(1);
  });

  it("is dead at once where there is one attempt, as by default with BullMQ", () => {
    const { worked, of } = run([0.01], { preset: "bullmq" }, { events: failing("10s") });
    expect(worked).toHaveLength(1);
    expect(of("queue.deadLettered.count")).toBe(1);
  });

  it("takes its whole batch with it", () => {
    const { of } = run([0.01, 0.01], { batch: { size: 2 }, maxDeliveries: 1 }, { events: failing("10s") });
    expect(of("queue.deadLettered.count")).toBe(2);
  });

  it("is lost where it was acknowledged on delivery", () => {
    const { worked, of } = run([0.01], { acknowledge: "onDelivery" }, { events: failing("10s") });
    expect(worked).toHaveLength(1);
    expect(of("queue.lost.count")).toBe(1);
    expect(of("queue.endToEnd.max")).toBe(0);
  });
});

describe("a visibility timeout that is shorter than the work", () => {
  it("has the message worked on twice; the first work is for nothing, and keeps its consumer", () => {
    const { worked, of, network } = run([0], { visibilityTimeout: "60ms", consumers: 2, maxDeliveries: 2 });
    // Taken again at 60 ms by the other consumer, which is too slow as well: dead at 120 ms.
    expect(worked.map(([at]) => at)).toEqual([0, 60]);
    expect(of("queue.redelivered.count")).toBe(1);
    expect(of("queue.acknowledged.count")).toBe(0);
    expect(of("queue.deadLettered.count")).toBe(1);
    expect(of("deadWork.ratio", "worker")).toBe(1);
    expect(network.simulation.calls.live).toBe(0);
  });
});

describe("the life of a message", () => {
  it("ends while it waits, and not while a consumer has it", () => {
    const { worked, of } = run([0, 0.01, 0.12], { messageTtl: "80ms" });
    expect(worked).toEqual([
      [0, 1],
      [120, 3],
    ]);
    expect(of("queue.expired.count")).toBe(1);
    expect(of("queue.acknowledged.count")).toBe(2);
    expect(of("queue.oldest.max")).toBeCloseTo(0.08, 9);
  });

  it("is over when it comes back too late", () => {
    const { of } = run(
      [0.01],
      { messageTtl: "80ms", redelivery: { delay: "100ms" } },
      { events: [{ at: "0s", until: "50ms", target: "worker", fault: "errors", ratio: 1 }] },
    );
    expect(of("queue.expired.count")).toBe(1);
  });
});
