import { meanInterval } from "../measure/student.ts";
import type { Json } from "../protocol.ts";
import { metricNamed } from "../scenario/metrics.ts";
import type { Scenario } from "../scenario/schema/scenario.ts";
import type { Estimated, Objective, SweepPoint } from "../studies.ts";
import type { RunResult } from "../task.ts";
import { type Goal, judgeGoal } from "./goal.ts";
import { objectiveValues } from "./objective.ts";
import { estimates } from "./replications.ts";
import { isUnstable } from "./stability.ts";
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
  const unstable = runs.some(isUnstable);
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

const RANK = { pass: 0, undecided: 1, fail: 2 } as const;

/**
 * Orders points, the better one first: what meets the goals before what may, before what does not; among the first the better
 * objective, among the last what misses fewer goals, and those by less.
 */
export function byMerit(better: Objective["better"]): (a: SweepPoint, b: SweepPoint) => number {
  const sign = better === "lower" ? 1 : -1;
  const value = (point: SweepPoint) => {
    const { mean } = point.objective;
    return Number.isNaN(mean) ? Number.POSITIVE_INFINITY : sign * mean;
  };
  return (a, b) => {
    const rank = RANK[a.verdict] - RANK[b.verdict];
    if (rank !== 0) return rank;
    if (a.verdict === "fail") {
      const fewer = missed(a).length - missed(b).length;
      if (fewer !== 0) return fewer;
      const [first] = missed(a);
      const same = missed(b).find(({ text }) => text === first?.text);
      const less = (first?.margin.mean ?? 0) - (same?.margin.mean ?? 0);
      if (less !== 0 && !Number.isNaN(less)) return less;
    }
    return Math.sign(value(a) - value(b)) || 0;
  };
}

const missed = ({ goals }: SweepPoint) => goals.filter(({ verdict }) => verdict !== "pass");
