import { parseExpression } from "../scenario/expression.ts";
import type { Scenario } from "../scenario/schema/scenario.ts";
import type { Objective } from "../studies.ts";
import type { RunResult } from "../task.ts";
import { GoalError, statedGoal } from "./goal.ts";
import { preference } from "./preference.ts";
import { valuesOf } from "./verdicts.ts";

/** What is to be as good as can be: as it is stated, else the metric of the first budget of a latency, else the p99 of the first source. */
export function objectiveOf(scenario: Scenario, stated?: string): Objective {
  if (stated !== undefined) return statedObjective(stated, scenario);
  const budget = scenario.budgets.find(({ metric }) => metric.startsWith("latency."));
  const source = scenario.components.find(({ type }) => type === "source")?.id ?? "";
  return budget === undefined
    ? { metric: "latency.p99", component: source, better: "lower" }
    : {
        metric: budget.metric,
        component: budget.of,
        better: "lower",
        ...(budget.window === undefined ? {} : { window: budget.window }),
      };
}

/** `goodput.rate(clients)`. Throws a GoalError where it cannot be read, or where nobody can say whether more or less of it is better. */
function statedObjective(text: string, scenario: Scenario): Objective {
  const statement = `${text} < 0`;
  statedGoal(statement, scenario);
  const parsed = parseExpression(statement, { variants: false });
  if (!parsed.ok || parsed.expression.left.kind !== "metric") {
    throw new GoalError(`${text} is not one metric, such as latency.p99(clients)`);
  }
  const { name, component, window } = parsed.expression.left;
  const better = preference(name);
  if (better === undefined) {
    throw new GoalError(
      `${text}: neither less nor more of it is better as such; choose a latency, a ratio or a wait`,
    );
  }
  return { metric: name, component, better, ...(window === undefined ? {} : { window }) };
}

export const objectiveText = ({ metric, component, window }: Objective): string =>
  `${metric}(${window === undefined ? component : `${component}, ${window}`})`;

/** What the objective was in each run; NaN where it was not measured. */
export const objectiveValues = (
  runs: readonly RunResult[],
  { metric, component, window }: Objective,
): number[] =>
  valuesOf(
    runs.map(({ measurements }) => measurements),
    metric,
    component,
    window,
  );
