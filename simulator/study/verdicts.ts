import { type Interval, meanInterval } from "../measure/student.ts";
import { evaluate, parseExpression } from "../scenario/expression.ts";
import type { Budget } from "../scenario/schema/scenario.ts";
import type { Verdict } from "../studies.ts";
import type { Measurement } from "./measurements.ts";

export type { Verdict };

export type BudgetVerdict = { budget: Budget; interval: Interval; verdict: Verdict };

/** A statement of `expect` over the same seeds of all variants. It must hold for every seed. */
export type ExpectVerdict = {
  statement: string;
  verdict: "pass" | "fail";
  /** How many seeds it held for, of how many. */
  held: number;
  of: number;
  /** Left minus right over the seeds. */
  difference: Interval;
};

/** What one metric was in each run. */
export function valuesOf(
  runs: readonly (readonly Measurement[])[],
  metric: string,
  component: string,
  window: string | undefined,
): number[] {
  return runs.map(
    (run) =>
      run.find((one) => one.metric === metric && one.component === component && one.window === window)
        ?.value ?? Number.NaN,
  );
}

export function judgeBudget(
  budget: Budget,
  runs: readonly (readonly Measurement[])[],
  confidence: number,
): BudgetVerdict {
  const interval = meanInterval(valuesOf(runs, budget.metric, budget.of, budget.window), confidence);
  return { budget, interval, verdict: verdictOf(budget, interval) };
}

function verdictOf({ below, atLeast }: Budget, { mean, half }: Interval): Verdict {
  if (Number.isNaN(mean)) return "undecided";
  if (below !== undefined) return mean + half < below ? "pass" : mean - half >= below ? "fail" : "undecided";
  const least = atLeast as number;
  return mean - half >= least ? "pass" : mean + half < least ? "fail" : "undecided";
}

/** `runs` by variant's name ("" without variants); the i-th run of every variant has the same seed. */
export function judgeExpectation(
  statement: string,
  runs: ReadonlyMap<string, readonly (readonly Measurement[])[]>,
  confidence: number,
): ExpectVerdict {
  const parsed = parseExpression(statement, { variants: [...runs.keys()].some((name) => name !== "") });
  if (!parsed.ok) throw new Error(`${statement}: ${parsed.fault.message}`);
  const count = Math.min(...[...runs.values()].map((all) => all.length));
  const differences: number[] = [];
  let held = 0;
  for (let i = 0; i < count; i++) {
    const { left, right, holds } = evaluate(parsed.expression, (metric, variant, component, window) => {
      const run = runs.get(variant ?? "")?.[i] ?? [];
      return valuesOf([run], metric, component, window)[0] as number;
    });
    differences.push(left - right);
    if (holds) held++;
  }
  return {
    statement,
    verdict: held === count ? "pass" : "fail",
    held,
    of: count,
    difference: meanInterval(differences, confidence),
  };
}

/** The worst of several verdicts: a failure outweighs what is undecided. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("fail")) return "fail";
  return verdicts.includes("undecided") ? "undecided" : "pass";
}
