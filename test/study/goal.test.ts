import { describe, expect, it } from "vitest";
import { GoalError, goalsOf, judgeGoal, statedGoal } from "../../simulator/study/goal.ts";
import { objectiveOf } from "../../simulator/study/objective.ts";
import type { RunResult } from "../../simulator/task.ts";
import { documentOf, mm1 } from "./setting.ts";

const { scenario } = documentOf(mm1("50/s", "10ms"));

const run = (value: number, state: "settled" | "unstable" = "settled"): RunResult => ({
  seed: 1,
  measurements: [{ metric: "latency.p99", component: "clients", value }],
  events: 1,
  time: 60,
  overloaded: false,
  stuck: false,
  steadiness: [{ source: "clients", state }],
});

describe("a goal", () => {
  it.each([
    ["met", "latency.p99(clients) < 120ms", [0.1, 0.11, 0.1], "pass"],
    ["missed", "latency.p99(clients) < 80ms", [0.1, 0.11, 0.1], "fail"],
    ["too close to call", "latency.p99(clients) < 104ms", [0.1, 0.11, 0.1], "undecided"],
    ["too close to call from one run", "latency.p99(clients) < 120ms", [0.1], "undecided"],
    ["met at its limit", "latency.p99(clients) <= 100ms", [0.1, 0.1], "pass"],
    ["missed at a limit that is to be kept below", "latency.p99(clients) < 100ms", [0.1, 0.1], "fail"],
    ["met from above", "latency.p99(clients) >= 50ms", [0.1, 0.11, 0.1], "pass"],
    [
      "too close to call where it was not measured",
      "latency.p99(clients) < 1s",
      [Number.NaN, 0.1, 0.1],
      "undecided",
    ],
    ["missed by those that answered", "latency.p99(clients) < 80ms", [Number.NaN, 0.1, 0.11, 0.1], "fail"],
  ])("is %s: %s", (_, statement, values, verdict) => {
    const goal = statedGoal(statement, scenario);
    expect(
      judgeGoal(
        goal,
        values.map((value) => run(value)),
        0.95,
      ).verdict,
    ).toBe(verdict);
  });

  it("is missed where the backlog grew without bound in most runs", () => {
    const goal = statedGoal("latency.p99(clients) < 1s", scenario);
    const runs = [run(0.1, "unstable"), run(0.1, "unstable"), run(0.1)];
    expect(judgeGoal(goal, runs, 0.95).verdict).toBe("fail");
  });

  it.each([
    ["latency.p98(clients) < 1s", /there is no metric "latency\.p98" \(did you mean "latency\.p9\d"\?\)/],
    ["latency.p99(client) < 1s", /there is no component "client" \(did you mean "clients"\?\)/],
    ["latency.p99(clients)", /is expected here/],
  ])("cannot be %s", (statement, message) => {
    expect(() => statedGoal(statement, scenario)).toThrow(GoalError);
    expect(() => statedGoal(statement, scenario)).toThrow(message);
  });

  it("is what the document's budgets say, or else that requests are answered", () => {
    const budgets = [
      { metric: "latency.p99", of: "clients", below: "500ms" },
      { metric: "inTime.ratio", of: "clients", atLeast: 0.9 },
    ];
    const text = (more: object) => goalsOf(documentOf(mm1("50/s", "10ms", "60s", { ...more })).scenario, []);
    expect(text({ budgets }).map(({ text }) => text)).toEqual([
      "latency.p99(clients) < 500ms",
      "inTime.ratio(clients) >= 0.9",
    ]);
    expect(text({}).map(({ text }) => text)).toEqual(["inTime.ratio(clients) >= 0.99"]);
  });
});

describe("an objective", () => {
  it.each([
    [undefined, { metric: "latency.p99", component: "clients", better: "lower" }],
    ["goodput.rate(clients)", { metric: "goodput.rate", component: "clients", better: "higher" }],
    [
      "server.waiting.mean(service)",
      { metric: "server.waiting.mean", component: "service", better: "lower" },
    ],
  ])("is %s", (text, objective) => {
    expect(objectiveOf(scenario, text)).toEqual(objective);
  });

  it.each(["server.active.mean(service)", "latency.p99(clients) + 1", "3"])("cannot be %s", (text) => {
    expect(() => objectiveOf(scenario, text)).toThrow(GoalError);
  });
});
