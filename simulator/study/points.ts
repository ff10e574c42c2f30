import { meanInterval } from "../measure/student.ts";
import type { Json } from "../protocol.ts";
import { metricNamed } from "../scenario/metrics.ts";
import type { Scenario } from "../scenario/schema/scenario.ts";
import type { Estimated, Objective, SweepPoint } from "../studies.ts";
import type { RunResult } from "../task.ts";
import { type Goal, judgeGoal } from "./goal.ts";
import { objectiveValues } from "./objective.ts";
import { estimates } from "./replications.ts";
import { areUnstable } from "./stability.ts";
import { worst } from "./verdicts.ts";

/** What is told of every source at every point, whatever the study is about. */
const HEADLINE = ["latency.p50", "latency.p95", "latency.p99", "inTime.ratio", "error.ratio", "goodput.rate"];

/** What points are judged by. */
export type Judging = {
  scenario: Scenario;
  goals: readonly Goal[];
  objective: Objective;
  confidence: number;
};

/** What the runs at one point came to. */
export function pointOf(
  values: Json[],
  runs: readonly RunResult[],
  { scenario, goals, objective, confidence }: Judging,
): SweepPoint {
  const unstable = areUnstable(runs);
  const judged = goals.map((goal) => judgeGoal(goal, runs, confidence));
  return {
    values,
    objective: meanInterval(objectiveValues(runs, objective).filter(Number.isFinite), confidence),
    goals: judged,
    verdict: unstable ? "fail" : worst(judged.map(({ verdict }) => verdict)),
    unstable,
    estimates: headline(runs, scenario, confidence),
  };
}

export function headline(runs: readonly RunResult[], scenario: Scenario, confidence: number): Estimated[] {
  const sources = new Set(scenario.components.filter(({ type }) => type === "source").map(({ id }) => id));
  return estimates(runs, confidence)
    .filter(
      ({ metric, component, window }) =>
        (window === undefined && sources.has(component) && HEADLINE.includes(metric)) ||
        scenario.budgets.some(
          (budget) => budget.metric === metric && budget.of === component && budget.window === window,
        ),
    )
    .map((one) => ({ ...one, unit: metricNamed(one.metric)?.unit ?? "count" }));
}

/**
 * Orders points, the better one first: what surely meets the goals before what does not; among the first the better objective, among the others
 * what misses fewer goals in the mean, and those by less.
 */
export function byMerit(better: Objective["better"]): (a: SweepPoint, b: SweepPoint) => number {
  const sign = better === "lower" ? 1 : -1;
  const value = (point: SweepPoint) => {
    const { mean } = point.objective;
    return Number.isNaN(mean) ? Number.POSITIVE_INFINITY : sign * mean;
  };
  return (a, b) => {
    const sure = Number(b.verdict === "pass") - Number(a.verdict === "pass");
    if (sure !== 0) return sure;
    if (a.verdict !== "pass") {
      const settled = Number(a.unstable) - Number(b.unstable);
      if (settled !== 0) return settled;
      const [ofA, ofB] = [missed(a), missed(b)];
      if (ofA.length !== ofB.length) return ofA.length - ofB.length;
      const [first] = ofA;
      const same = ofB.find(({ text }) => text === first?.text);
      const less = (first?.margin.mean ?? 0) - (same?.margin.mean ?? 0);
      if (less !== 0 && !Number.isNaN(less)) return less;
    }
    return Math.sign(value(a) - value(b)) || 0;
  };
}

/** The goals that are not met in the mean; one that was not measured is not. */
const missed = ({ goals }: SweepPoint) =>
  goals.filter(({ verdict, margin }) => verdict !== "pass" && !(margin.mean < 0));
