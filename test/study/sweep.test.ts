import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { AxisRequest, Sweep } from "../../simulator/studies.ts";
import { Axis, AxisError } from "../../simulator/study/axis.ts";
import { goalsOf } from "../../simulator/study/goal.ts";
import { Cancelled } from "../../simulator/study/jobs.ts";
import { objectiveOf } from "../../simulator/study/objective.ts";
import { sweep } from "../../simulator/study/sweep.ts";
import { documentOf, mm1, setting } from "./setting.ts";

const lesson = readFileSync(new URL("../../examples/L1-pool-size.sim.json", import.meta.url), "utf8");

async function swept(
  text: string,
  axes: AxisRequest[],
  changes: object = {},
  set: object = {},
): Promise<Sweep> {
  const document = documentOf(text);
  return sweep(
    {
      axes,
      goals: goalsOf(document.scenario, []),
      objective: objectiveOf(document.scenario),
      runs: 3,
      confidence: 0.95,
      most: 40,
      ...changes,
    },
    document,
    setting(text, set),
  );
}

const valuesOf = ({ points }: Sweep) => points.map(({ values }) => values[0]);

describe("a sweep", () => {
  it("finds the best pool of the first lesson to be 8, and looks at every neighbour of it", async () => {
    const found = await swept(lesson, [{ path: "orders-db.max", from: 4, to: 100 }], {}, { duration: 60 });
    expect(found.points[found.best]?.values).toEqual([8]);
    expect(found.verdict).toBe("pass");
    expect(valuesOf(found)).toEqual(expect.arrayContaining([4, 6, 7, 8, 9, 10, 100]));
    expect(valuesOf(found)).toEqual(valuesOf(found).toSorted((a, b) => Number(a) - Number(b)));
    // 6 connections for work of 6 cores, and too many for the database.
    expect(found.points.find(({ values }) => values[0] === 6)?.verdict).toBe("fail");
    expect(found.points.at(-1)?.verdict).toBe("fail");
  }, 120_000);

  it("takes more steps where the latency bends than where it is flat", async () => {
    const text = mm1("50/s", "10ms", "40s");
    const { points } = await swept(text, [{ path: "clients.arrival.rate", from: "10/s", to: "95/s" }], {
      goals: goalsOf(documentOf(text).scenario, ["latency.mean(clients) < 50ms"]),
    });
    const rates = points.map(({ values }) => Number.parseFloat(String(values[0])));
    const below = rates.filter((rate) => rate < 52).length;
    expect(rates.length - below).toBeGreaterThan(below);
  });

  it("measures a list as it is, words too", async () => {
    const values = ["none", "1s", "500ms"];
    const found = await swept(
      lesson,
      [{ path: "orders-db.acquireTimeout", values }],
      { runs: 1 },
      { duration: 15 },
    );
    expect(valuesOf(found)).toEqual(values);
  });

  it("goes through two parameters, and refines around the best point", async () => {
    const found = await swept(
      lesson,
      [
        { path: "orders-db.max", from: 4, to: 40 },
        { path: "clients.arrival.rate", values: ["100/s", "200/s"] },
      ],
      { runs: 1 },
      { duration: 15 },
    );
    expect(found.axes.map(({ values }) => values.length)).toEqual([expect.any(Number), 2]);
    expect(found.axes[0]?.values.length).toBeGreaterThan(5);
    expect(found.points[found.best]?.values[1]).toBe("100/s");
  });

  it("has no holes in a plane, and no more points than it may", async () => {
    const told: Sweep[] = [];
    const found = await swept(
      lesson,
      [
        { path: "orders-db.max", from: 4, to: 40 },
        { path: "clients.arrival.rate", from: "50/s", to: "400/s" },
      ],
      { runs: 1, most: 50, found: (sweep: Sweep) => told.push(sweep) },
      { duration: 10 },
    );
    expect(told[0]?.axes.map(({ values }) => values.length)).toEqual([5, 5]);
    expect(told.length).toBeGreaterThan(1);
    for (const { axes, points } of told) {
      expect(points.length).toBe((axes[0]?.values.length ?? 0) * (axes[1]?.values.length ?? 0));
    }
    expect(found.points.length).toBeGreaterThan(35);
    expect(found.points.length).toBeLessThanOrEqual(50);
  });

  it("tells what it has found after each round, and measures no more points than it may", async () => {
    const told: number[] = [];
    const found = await swept(
      lesson,
      [{ path: "orders-db.max", from: 4, to: 100 }],
      { runs: 1, most: 12, found: ({ points }: Sweep) => told.push(points.length) },
      { duration: 15 },
    );
    expect(told[0]).toBe(9);
    expect(told.at(-1)).toBe(found.points.length);
    expect(found.points.length).toBe(12);
  });

  it("does not depend on how many runs are under way at once", async () => {
    const axes = [{ path: "orders-db.max", from: 4, to: 20 }];
    const both = await Promise.all(
      [1, 3].map((parallel) => swept(lesson, axes, { runs: 2 }, { duration: 15, parallel })),
    );
    expect(both[0]).toEqual(both[1]);
  });

  it("stops when it is cancelled", async () => {
    const signal = { aborted: false };
    const running = swept(
      lesson,
      [{ path: "orders-db.max", from: 4, to: 100 }],
      {},
      {
        duration: 15,
        signal,
        progress: (finished: number) => {
          if (finished === 3) signal.aborted = true;
        },
      },
    );
    await expect(running).rejects.toThrow(Cancelled);
  });
});

describe("the range of a sweep", () => {
  const document = documentOf(lesson);
  const axis = (path: string, from: unknown, to: unknown) =>
    new Axis({ path, from, to } as AxisRequest, document);

  it.each([
    ["orders-db.max", 4, 100, [4, 12, 34, 100], 20],
    ["clients.arrival.rate", "100/s", "400/s", ["100/s", "200/s", "300/s", "400/s"], "150/s"],
    ["orders-db.acquireTimeout", "10ms", "10s", ["10ms", "100ms", "1s", "10s"], "31.6ms"],
    ["postgres.contentionPerExtra", 0, 0.3, [0, 0.1, 0.2, 0.3], 0.05],
  ])("of %s goes from %s to %s in steps that fit", (path, from, to, coarse, between) => {
    const range = axis(path, from, to);
    expect(range.coarse(4)).toEqual(coarse);
    const [first = 0, second = 0, third = 0] = range.coarse(4);
    expect(range.between(path.endsWith("max") ? second : first, path.endsWith("max") ? third : second)).toBe(
      between,
    );
  });

  it("has nothing between neighbours", () => {
    expect(axis("orders-db.max", 4, 100).between(7, 8)).toBeUndefined();
    expect(axis("orders-db.acquireTimeout", "10ms", "1s").between("100ms", "101ms")).toBeUndefined();
  });

  it.each([
    ["two kinds", "50ms", 3],
    ["words", "none", "1s"],
    ["a range that goes down", 9, 3],
  ])("cannot be %s", (_, from, to) => {
    expect(() => axis("orders-db.max", from, to)).toThrow(AxisError);
  });
});
