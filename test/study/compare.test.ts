import { describe, expect, it } from "vitest";
import { runOnce } from "../../simulator/run-task.ts";
import { compare, differences, judgeDifference } from "../../simulator/study/compare.ts";
import type { RunResult } from "../../simulator/task.ts";
import { mm1, setting } from "./setting.ts";

const text = mm1("50/s", "10ms");
const input = {
  a: { name: "A", set: {} },
  b: { name: "B", set: {} },
  runs: 6,
  confidence: 0.95,
  tolerance: 0.01,
  sources: ["clients"],
};
const longer = { name: "B", set: { "service.steps.0.compute.mean": "10.2ms" } };

describe("a comparison in pairs", () => {
  it("finds every metric of identical variants to be the same", async () => {
    const { differences, verdict } = await compare(input, setting(text));
    expect(differences.length).toBeGreaterThan(30);
    expect(new Set(differences.filter(({ a }) => a.count > 0).map(({ verdict }) => verdict))).toEqual(
      new Set(["same"]),
    );
    expect(verdict).toBe("pass");
  });

  it("finds a difference in about one of twenty metrics of the same system with other seeds: as often as its intervals say", () => {
    const each = 5;
    const runs = Array.from({ length: 2 * 200 * each }, (_, i) =>
      runOnce({ text: mm1("50/s", "10ms", "25s"), set: {}, seed: 1000 + i }, () => {}),
    );
    let found = 0;
    for (let i = 0; i < runs.length; i += 2 * each) {
      const all = differences(runs.slice(i, i + each), runs.slice(i + each, i + 2 * each), 0.95);
      const one = all.find(({ metric }) => metric === "latency.mean");
      if (one?.verdict !== "undecided") found++;
    }
    // 200 comparisons at 5 %: 10 on average, with a standard error of 3.1.
    expect(found).toBeGreaterThanOrEqual(1);
    expect(found).toBeLessThanOrEqual(19);
  }, 120_000);

  it("finds a real difference of 2 % that lies far within the interval of each side", async () => {
    const { differences, verdict } = await compare({ ...input, b: longer }, setting(text));
    const p99 = differences.find(({ metric }) => metric === "latency.p99");
    expect(p99).toMatchObject({ verdict: "higher", better: "a" });
    expect(p99?.difference.half).toBeLessThan((p99?.a.half ?? 0) / 2);
    expect(verdict).toBe("fail");
  });

  it("calls one run too close to call", async () => {
    const { differences, verdict } = await compare({ ...input, b: longer, runs: 1 }, setting(text));
    expect(differences.find(({ metric }) => metric === "latency.p99")?.verdict).toBe("undecided");
    expect(verdict).toBe("undecided");
  });

  it("calls an unstable B worse", async () => {
    const b = { name: "B", set: { "service.steps.0.compute.mean": "30ms" } };
    const { unstable, verdict } = await compare({ ...input, b, runs: 2 }, setting(text));
    expect(unstable).toEqual({ a: 0, b: 2 });
    expect(verdict).toBe("fail");
  });

  it.each([
    ["not worse where the interval ends below what is allowed", 0.005, 0.002, "pass"],
    ["worse where it begins above it", 0.02, 0.002, "fail"],
    ["too close to call where it holds it", 0.011, 0.002, "undecided"],
    ["not worse where it is better", -0.02, 0.002, "pass"],
  ])("is %s", (_, mean, half, verdict) => {
    const interval = (mean: number, half: number) => ({ mean, half, count: 20 });
    const one = {
      metric: "latency.p99",
      component: "clients",
      unit: "seconds" as const,
      a: interval(1, 0),
      b: interval(1 + mean, 0),
      difference: interval(mean, half),
      verdict: mean > 0 ? ("higher" as const) : ("lower" as const),
    };
    expect(judgeDifference(one, 0.01).verdict).toBe(verdict);
    // What is better when it is higher is worse when it is lower.
    const ratio = {
      ...one,
      metric: "inTime.ratio",
      unit: "ratio" as const,
      difference: interval(-mean, half),
    };
    expect(judgeDifference(ratio, 0.01).verdict).toBe(verdict);
  });

  it("leaves a seed out of the pairs of a metric that was not measured with it", () => {
    const run = (value: number) =>
      ({ measurements: [{ metric: "latency.p99", component: "clients", value }] }) as unknown as RunResult;
    const [one] = differences([run(1), run(2), run(Number.NaN)], [run(2), run(3), run(9)], 0.95);
    expect(one?.difference).toMatchObject({ mean: 1, count: 2 });
  });
});
