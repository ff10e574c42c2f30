import { type Interval, meanInterval } from "../measure/student.ts";
import { expectFlaws } from "../scenario/checks/goals.ts";
import { evaluate, parseExpression } from "../scenario/expression.ts";
import { formatDuration } from "../scenario/format.ts";
import { metricNamed } from "../scenario/metrics.ts";
import type { Budget, Scenario } from "../scenario/schema/scenario.ts";
import type { GoalVerdict, Verdict } from "../studies.ts";
import type { RunResult } from "../task.ts";
import { areUnstable } from "./stability.ts";
import { valuesOf } from "./verdicts.ts";

/** Something that is to hold, by how far a run is from it: below zero it is met, and at zero too unless it is `strict`. */
export type Goal = { text: string; strict: boolean; margin(run: RunResult): number };

/** A goal that cannot be read, or speaks of what is not there. */
export class GoalError extends Error {
  override readonly name = "GoalError";
}

/** The share of all requests that may go unanswered where nothing else is asked. */
const MAY_FAIL = 0.01;

/** What the document's budgets ask for. */
export function budgetGoals({ budgets }: Pick<Scenario, "budgets">): Goal[] {
  return budgets.map((budget) => ({
    text: budgetText(budget),
    strict: budget.below !== undefined,
    margin: ({ measurements }) => {
      const [value = Number.NaN] = valuesOf([measurements], budget.metric, budget.of, budget.window);
      return budget.below === undefined ? (budget.atLeast as number) - value : value - budget.below;
    },
  }));
}

/** `latency.p99(clients) < 500ms`, as `expect` would write it. */
export function budgetText({ metric, of, window, below, atLeast }: Budget): string {
  const limit = below ?? (atLeast as number);
  const shown = metricNamed(metric)?.unit === "seconds" ? formatDuration(limit) : String(limit);
  const place = window === undefined ? of : `${of}, ${window}`;
  return `${metric}(${place}) ${below === undefined ? ">=" : "<"} ${shown}`;
}

/** A goal in the words of `expect`, without variants: `latency.p99(clients) < 120ms`. Throws a GoalError. */
export function statedGoal(statement: string, scenario: Scenario): Goal {
  const [flaw] = expectFlaws({ ...scenario, variants: {}, expect: [statement] });
  const parsed = parseExpression(statement, { variants: false });
  if (flaw !== undefined || !parsed.ok) {
    const message = flaw?.message ?? (parsed.ok ? "" : parsed.fault.message);
    throw new GoalError(
      `${statement}: ${message}${flaw?.suggestion === undefined ? "" : ` (${flaw.suggestion})`}`,
    );
  }
  const { expression } = parsed;
  const isBelow = expression.comparison.startsWith("<");
  return {
    text: statement,
    strict: expression.comparison.length === 1,
    margin: ({ measurements }) => {
      const { left, right } = evaluate(
        expression,
        (metric, _variant, component, window) =>
          valuesOf([measurements], metric, component, window)[0] ?? Number.NaN,
      );
      return isBelow ? left - right : right - left;
    },
  };
}

/** What is asked of a system whose document asks for nothing: that requests are answered. */
export function answeredGoals({ components }: Pick<Scenario, "components">): Goal[] {
  return components
    .filter(({ type }) => type === "source")
    .map(({ id }) => ({
      text: `inTime.ratio(${id}) >= ${1 - MAY_FAIL}`,
      strict: false,
      margin: ({ measurements }) =>
        1 - MAY_FAIL - (valuesOf([measurements], "inTime.ratio", id, undefined)[0] ?? Number.NaN),
    }));
}

/** What is asked: the goals that are stated, else the document's budgets, else that requests are answered. */
export function goalsOf(scenario: Scenario, stated: readonly string[]): Goal[] {
  if (stated.length > 0) return stated.map((statement) => statedGoal(statement, scenario));
  return scenario.budgets.length > 0 ? budgetGoals(scenario) : answeredGoals(scenario);
}

/** Whether a goal is met over several runs, by the interval of how far they are from it. */
export function judgeGoal(goal: Goal, runs: readonly RunResult[], confidence: number): GoalVerdict {
  // A run that answered nobody has no latency: it cannot show that a goal is met, and does not hide that others miss it.
  const known = runs.map(goal.margin).filter((margin) => !Number.isNaN(margin));
  const margin = meanInterval(known, confidence);
  const found = verdictOf(margin, goal.strict);
  // What grows without bound meets no goal, whatever was measured until it was given up.
  if (areUnstable(runs)) return { text: goal.text, margin, verdict: "fail" };
  const verdict = found === "pass" && known.length < runs.length ? "undecided" : found;
  return { text: goal.text, margin, verdict };
}

function verdictOf({ mean, half }: Interval, strict: boolean): Verdict {
  const high = mean + half;
  if (high < 0 || (high === 0 && !strict)) return "pass";
  const low = mean - half;
  return low > 0 || (low === 0 && strict && half === 0) ? "fail" : "undecided";
}
