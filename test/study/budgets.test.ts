import { describe, expect, it } from "vitest";
import { runOnce } from "../../simulator/run-task.ts";
import { parseScenario } from "../../simulator/scenario/parse.ts";
import { judgeBudget, valuesOf } from "../../simulator/study/verdicts.ts";
import { documentOf, mm1 } from "./setting.ts";

/** Nothing is answered from 20 s to 30 s of 60 s. */
const outage = (budgets: unknown[]) =>
  mm1("50/s", "1ms", "60s", {
    run: { duration: "60s" },
    events: [{ at: "20s", until: "30s", target: "service", fault: "down" }],
    windows: { outage: ["20s", "30s"] },
    budgets,
  }).replace('"calls"', '"objective":0.99,"calls"');

const problems = (text: string) => {
  const parsed = parseScenario(text);
  return parsed.ok ? [] : parsed.problems.map(({ message }) => message);
};

describe("a budget with a window", () => {
  const measured = (text: string) => runOnce({ text, set: {}, seed: 1 }, () => {}).measurements;

  it.each([
    ["a name", "outage", 0],
    ["times within the outage", ["22s", "28s"], 0],
    ["times after it", ["35.5s", "60s"], 1],
    ["times of which half lie in it", ["15s", "25s"], 0.5],
  ])("is about the requests that arrive in it, given by %s", (_, window, share) => {
    const text = outage([{ metric: "inTime.ratio", of: "clients", atLeast: 0.9, window }]);
    const [budget] = documentOf(text).scenario.budgets;
    if (budget === undefined) throw new Error("no budget");
    const { interval } = judgeBudget(budget, [measured(text)], 0.95);
    expect(interval.mean).toBeCloseTo(share, 1);
  });

  it("is about the levels of other components in it", () => {
    const window = ["22s", "28s"];
    const text = outage([{ metric: "server.active.mean", of: "service", below: 3, window }]);
    const [budget] = documentOf(text).scenario.budgets;
    const value = (name: string | undefined) =>
      valuesOf([measured(text)], "server.active.mean", "service", name)[0] as number;
    expect(value(budget?.window)).toBe(0);
    expect(value(undefined)).toBeGreaterThan(0);
  });

  it("is refused of what is not measured in windows", () => {
    const text = outage([{ metric: "server.waiting.max", of: "service", below: 3, window: "outage" }]);
    expect(problems(text)).toEqual(['"server.waiting.max" of a server is not measured in windows']);
  });

  it.each([
    [["20s"], /window/],
    [["30s", "20s"], /not after it begins/],
    [["50s", "90s"], /after the end of the run/],
    [[20, 30], /window|unit/],
    ["late", /there is no window "late"/],
  ])("cannot be %j", (window, message) => {
    const text = outage([{ metric: "inTime.ratio", of: "clients", atLeast: 0.9, window }]);
    expect(problems(text).join("\n")).toMatch(message);
  });

  it("burns the error budget as fast as it misses the objective, over the run and in each window", () => {
    const all = measured(outage([]));
    const of = (metric: string, window?: string) => valuesOf([all], metric, "clients", window)[0] as number;
    // 99 % are to be in time: 1 % may miss, and every request of the outage does.
    expect(of("slo.burn", "outage")).toBeCloseTo(100, 6);
    expect(of("slo.burn")).toBeCloseTo((1 - of("inTime.ratio")) / 0.01, 6);
    expect(of("slo.burn")).toBeCloseTo(100 / 6, 0);
  });
});
