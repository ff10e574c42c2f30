import { describe, expect, test } from "vitest";
import { measurements } from "../../simulator/study/measurements.ts";
import type { Part } from "../parts.ts";
import { arrivingAt, type Entry, journal } from "./journal.ts";

const api = (more: Part): Part => ({ id: "api", type: "server", ...more });

/** When the requests ended, in the order in which they arrived. */
const ends = (entries: Entry[]): number[] => [...entries].sort((a, b) => a[0] - b[0]).map(([, end]) => end);

const classes = (times: number[], priorities: number[]): Part[] =>
  times.map((time, i) => ({
    ...arrivingAt([time], "api"),
    id: `c${i}`,
    calls: [{ target: "api", priority: priorities[i] as number }],
  }));

describe("pre-emption", () => {
  const preemptive = (order: string, more: Part = {}): Part =>
    api({ discipline: "preemptive", concurrency: 1, queue: { order }, steps: [{ compute: "3s" }], ...more });

  test("a request of smaller priority number interrupts the others, and they resume in order", () => {
    const { entries } = journal([...classes([0, 1, 2], [2, 1, 0]), preemptive("priority")], 20);
    // 0..1 the first, 1..2 the second, 2..5 the third, then 2 s of the second and 2 s of the first.
    expect(ends(entries)).toEqual([9, 7, 5]);
  });

  test("among equals nobody is interrupted, and who came first resumes first", () => {
    const { entries } = journal([...classes([0, 1, 2], [1, 1, 0]), preemptive("priority")], 20);
    expect(ends(entries)).toEqual([6, 9, 5]);
  });

  test("two processors go on with the two that are first", () => {
    const parts = [...classes([0, 1, 2], [2, 1, 0]), preemptive("priority", { concurrency: 2 })];
    // The first stops at 2 s with 1 s left, and goes on at 4 s when the second is done.
    expect(ends(journal(parts, 20).entries)).toEqual([5, 4, 5]);
  });

  test("last come first served interrupts whoever is worked on", () => {
    const { entries } = journal([arrivingAt([0, 1, 2], "api"), preemptive("lifo")], 20);
    expect(ends(entries)).toEqual([9, 7, 5]);
  });

  test("the wait of an interrupted request is booked as such, and the processor is as busy as it works", () => {
    const { entries, network } = journal([...classes([0, 1], [1, 0]), preemptive("priority")], 20);
    expect(ends(entries)).toEqual([6, 4]);
    const of = (metric: string) => measurements(network).find((one) => one.metric === metric)!.value;
    expect(of("server.utilisation")).toBeCloseTo(6 / 20, 9);
    const { parts } = network.sources[0]!.breakdown.cohort(0, 1);
    const booked = network.simulation.ledgers.names.flatMap(({ component, kind }, i) =>
      parts[i]! > 0 ? [[component, kind, parts[i]]] : [],
    );
    expect(booked).toEqual([
      ["api", "server work", 3],
      ["api", "thread wait", 3],
    ]);
  });

  test("a cancelled request leaves its processor to the next", () => {
    const parts = [
      arrivingAt([0, 1], "api", { calls: [{ target: "api", timeout: "2s" }] }),
      preemptive("fifo", { cancellation: "immediate" }),
    ];
    // The first gives up at 2 s; the second begins then and gives up at 3 s.
    const { entries, network } = journal(parts, 10);
    expect(entries).toEqual([
      [0, 2, "timeout"],
      [1, 3, "timeout"],
    ]);
    expect(network.component("api").station.work).toBe(0);
  });
});

describe("limited processor sharing", () => {
  test("only so many share the processor, the others wait in the queue", () => {
    const parts = [
      arrivingAt([0, 0.001, 0.002], "api"),
      api({ discipline: "processorSharing", concurrency: 1, atOnce: 2, steps: [{ compute: "1s" }] }),
    ];
    // Two share from 1 ms on, and the third comes in when the first is done: the second has 1 ms left then.
    expect(ends(journal(parts, 10).entries)).toEqual([1.999, 2.001, 3]);
  });
});

describe("an event loop", () => {
  const loop = (steps: Part[], eventLoop: Part = {}, more: Part = {}): Part =>
    api({ discipline: "eventLoop", eventLoop, steps, ...more });

  test("does one piece of work after another, while queries and calls go on side by side", () => {
    const parts = [
      arrivingAt([0, 0.1], "api"),
      loop([{ compute: "1s" }, { call: "slow" }]),
      { id: "slow", type: "server", steps: [{ compute: "5s" }] },
    ];
    expect(ends(journal(parts, 20).entries)).toEqual([6, 7]);
  });

  test("a long computation blocks short ones, and lets them through between slices", () => {
    const mix = (target: string): Part[] => [
      { ...arrivingAt([0], "api"), id: "long", calls: [{ target, endpoint: "report" }] },
      { ...arrivingAt([0.15], "api"), id: "short", calls: [{ target, endpoint: "home" }] },
    ];
    const endpoints = { report: [{ compute: "1s" }], home: [{ compute: "10ms" }] };
    const blocked = journal([...mix("api"), loop([], {}, { endpoints })], 10).entries;
    expect(ends(blocked)).toEqual([1, 1.01]);
    const sliced = journal([...mix("api"), loop([], { slice: "100ms" }, { endpoints })], 10);
    expect(ends(sliced.entries)).toEqual([1.01, 0.21]);
    const of = (metric: string) => measurements(sliced.network).find((one) => one.metric === metric)!.value;
    expect(of("server.loop.delay.max")).toBeCloseTo(0.05, 9);
  });

  test("worker threads take work off it", () => {
    const parts = [
      arrivingAt([0, 0.1, 0.2], "api"),
      loop([{ compute: "1s", on: "workers" }, { compute: "10ms" }], { workers: 2 }),
    ];
    const { entries, network } = journal(parts, 10);
    // Two workers: 0..1, 0.1..1.1, 1..2.
    expect(ends(entries)).toEqual([1.01, 1.11, 2.01]);
    const of = (metric: string) => measurements(network).find((one) => one.metric === metric)!.value;
    expect(of("server.workers.utilisation")).toBeCloseTo(3 / 20, 9);
    expect(of("server.utilisation")).toBeCloseTo(0.03 / 10, 9);
    expect(of("server.workers.wait.max")).toBeCloseTo(0.8, 9);
  });
});

test("patience that is drawn ends the wait, and the queue timeout where that is shorter", () => {
  const parts = (timeout: string): Part[] => [
    arrivingAt([0, 1, 2], "api"),
    api({ concurrency: 1, queue: { patience: "3s", timeout }, steps: [{ compute: "10s" }] }),
  ];
  expect(journal(parts("none"), 20).entries).toEqual([
    [1, 4, "queueTimeout"],
    [2, 5, "queueTimeout"],
    [0, 10, "inTime"],
  ]);
  expect(journal(parts("500ms"), 20).entries.map(([, end]) => end)).toEqual([1.5, 2.5, 10]);
});

test("a client's patience that is drawn makes late what comes after it", () => {
  const parts = (more: Part): Part[] => [
    arrivingAt([0, 0.1], "api", more),
    api({ concurrency: 1, steps: [{ compute: "1s" }] }),
  ];
  const late = (more: Part) =>
    measurements(journal(parts(more), 10).network).find((one) => one.metric === "outcome.late.count")!.value;
  expect(late({ patience: "1500ms" })).toBe(1);
  expect(late({ patience: "1500ms", deadline: "500ms" })).toBe(2);
  expect(late({ patience: "5s" })).toBe(0);
});
