import { expect, test } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import type { Part } from "../parts.ts";
import { arrivingAt, journal } from "./journal.ts";

const station = (id: string, forward: Json | undefined, steps: Part[] = [{ compute: "1s" }]): Part => ({
  id,
  type: "server",
  concurrency: 1,
  steps,
  ...(forward === undefined ? {} : { forward }),
});

test("a request goes on by chance, comes back to the end of the queue, and is answered in the end", () => {
  const back = station("api", [{ target: "api", ratio: 0.5 }]);
  const rounds: number[] = [];
  for (let seed = 1; seed <= 400; seed++) {
    const { entries } = journal([arrivingAt([0], "api"), back], 100, [], seed);
    rounds.push(entries[0]![1]);
  }
  // Geometric: half are answered after one round, a quarter after two.
  expect(rounds.every(Number.isInteger)).toBe(true);
  expect(rounds.reduce((sum, n) => sum + n, 0) / 400).toBeCloseTo(2, 0);
  const once = rounds.filter((n) => n === 1).length;
  // Standard deviation 10.
  expect(Math.abs(once - 200)).toBeLessThan(40);
  // The slot is free in between: with another one waiting, turns alternate.
  const { entries } = journal(
    [arrivingAt([0, 0], "api"), station("api", [{ target: "api", ratio: 0.9999 }])],
    50.5,
  );
  expect(entries).toEqual([]);
});

test("a long way round takes no stack, and one that takes no time is told", () => {
  const parts = [arrivingAt([0], "api"), station("api", [{ target: "api", ratio: 0.99999 }], [])];
  expect(journal(parts, 1).entries.map(([, end]) => end)).toEqual([0]);
});

test("circles are refused where nothing ever leaves, and where calls go round", () => {
  const problem = (...components: Part[]) => {
    const raw = { schemaVersion: 1, name: "none", components: [arrivingAt([0], "a"), ...components] };
    const parsed = parseRaw(raw);
    return parsed.ok ? "" : `${parsed.problems[0]!.path}: ${parsed.problems[0]!.message}`;
  };
  expect(problem(station("a", [{ target: "b", ratio: 1 }]), station("b", [{ target: "a", ratio: 1 }]))).toBe(
    'a.forward.0.target: a request that comes to "a" never gets away: all that it can go to leads back',
  );
  expect(problem(station("a", [{ target: "a", ratio: 1 }]))).toContain("never gets away");
  expect(
    problem(station("a", [{ target: "b", ratio: 1 }]), station("b", [{ target: "a", ratio: 0.9 }])),
  ).toBe("");
  expect(problem(station("a", [{ target: "b", ratio: 0.5 }]), station("b", "a"))).toBe("");
  expect(problem(station("a", "b"), station("b", "a"))).toContain("calls go round in a circle");
  expect(
    problem(
      station("a", [
        { target: "a", ratio: 0.7 },
        { target: "b", ratio: 0.4 },
      ]),
      station("b", undefined),
    ),
  ).toContain("a.forward: the ratios sum to 1.1");
  // A call that comes back by chance is a recursion that ends.
  expect(problem(station("a", undefined, [{ call: "b" }]), station("b", [{ target: "a", ratio: 0.5 }]))).toBe(
    "",
  );
});

test("a request whose client has gone is not sent on", () => {
  const { entries, network } = journal(
    [
      arrivingAt([0], "a", { calls: [{ target: "a", timeout: "1s" }] }),
      { ...station("a", [{ target: "b", ratio: 1 }]), cancellation: "immediate" },
      station("b", undefined),
    ],
    5,
  );
  expect(entries).toEqual([[0, 1, "timeout"]]);
  // Its work was done at the very moment at which it gave up, before the timer: it had gone on, and b does not mind.
  expect(network.component("b").station.arrived).toBeLessThanOrEqual(1);
  expect(network.simulation.calls.live).toBe(0);
});
