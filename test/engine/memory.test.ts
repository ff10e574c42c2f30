import { expect, test } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import { Run } from "../../simulator/study/run.ts";
import { documentOf, type Part } from "../parts.ts";

const crowded: Part[] = [
  {
    id: "clients",
    type: "source",
    arrival: { model: "open", rate: "180/s" },
    calls: [{ target: "api", timeout: "300ms", retry: { maxRetries: 2 } }],
  },
  { id: "api", type: "server", concurrency: 20, steps: [{ compute: "5ms" }, { query: { pool: "pool" } }] },
  { id: "pool", type: "pool", target: "database", max: 4, acquireTimeout: "200ms" },
  { id: "database", type: "database", cores: 2, serviceTime: { distribution: "exponential", mean: "12ms" } },
];

const fanned: Part[] = [
  { id: "clients", type: "source", arrival: { model: "open", rate: "60/s" }, calls: ["api"] },
  {
    id: "api",
    type: "server",
    concurrency: 100,
    steps: [{ parallel: { branches: [[{ call: "left" }], [{ call: "right" }]] } }],
  },
  {
    id: "left",
    type: "server",
    concurrency: 2,
    steps: [{ compute: { distribution: "exponential", mean: "20ms" } }],
  },
  {
    id: "right",
    type: "server",
    concurrency: 2,
    steps: [{ compute: { distribution: "exponential", mean: "25ms" } }],
  },
];

const flooded: Part[] = [
  { id: "clients", type: "source", arrival: { model: "open", rate: "1000000/s" }, calls: ["api"] },
  { id: "api", type: "server", concurrency: 1, steps: [{ compute: "1s" }] },
];

const crash: Part = { at: "20s", fault: "crash", target: "api", until: "21s" };

const runOf = (parts: Part[], seed: number, events: Part[] = []) =>
  new Run(documentOf(parts, 60, 5, events), seed, true);

const bytes = (run: Run): string =>
  JSON.stringify([run.network.simulation.events, measurements(run.network)] as Json);

function alone(parts: Part[], seed: number, events: Part[] = []): string {
  const run = runOf(parts, seed, events);
  expect(run.advance(60, Number.POSITIVE_INFINITY)).toBe("reached");
  return bytes(run);
}

test("simulations that take turns in one thread are as they are one after another", () => {
  const wanted = [alone(crowded, 1, [crash]), alone(fanned, 2), alone(crowded, 3)];
  const runs = [runOf(crowded, 1, [crash]), runOf(fanned, 2), runOf(crowded, 3)];
  for (let at = 0.5; at <= 60; at += 0.5) {
    for (const run of runs) expect(run.advance(at, Number.POSITIVE_INFINITY)).toBe("reached");
  }
  expect(runs.map(bytes)).toEqual(wanted);
});

test("what one that was stopped for too many calls has left is of no concern to the next", () => {
  const wanted = alone(fanned, 5);
  const run = runOf(flooded, 1);
  expect(run.advance(60, Number.POSITIVE_INFINITY)).toBe("overloaded");
  const { live } = run.network.simulation.calls;
  expect(alone(fanned, 5)).toBe(wanted);
  expect(run.advance(60, Number.POSITIVE_INFINITY)).toBe("overloaded");
  expect(run.network.simulation.calls.live).toBe(live);
});

test("an event that makes more calls than there is memory for stops the run", () => {
  const parts: Part[] = [
    {
      id: "clients",
      type: "source",
      arrival: { model: "open", rate: "1/s", process: "constant" },
      calls: ["api"],
    },
    {
      id: "api",
      type: "server",
      concurrency: 10,
      steps: [{ parallel: { times: 900_000, steps: [{ compute: "100s" }] } }],
    },
  ];
  const run = runOf(parts, 1);
  expect(run.advance(60, Number.POSITIVE_INFINITY)).toBe("overloaded");
});
