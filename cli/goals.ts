import type { Command } from "commander";
import { PathError } from "../simulator/scenario/document.ts";
import type { Scenario } from "../simulator/scenario/schema/scenario.ts";
import type { Objective } from "../simulator/studies.ts";
import { AxisError } from "../simulator/study/axis.ts";
import { type Goal, GoalError, goalsOf } from "../simulator/study/goal.ts";
import { LoadError } from "../simulator/study/load.ts";
import { objectiveOf } from "../simulator/study/objective.ts";
import { RefusedChange } from "../simulator/study/timeline.ts";
import { Refusal } from "./exit.ts";
import { listed } from "./options.ts";

export type GoalOptions = { goal: string[]; objective?: string };

/** Adds the options that say what is wanted. */
export function withGoalOptions(command: Command): Command {
  return command
    .option(
      "--goal <statement>",
      'what has to hold, such as "latency.p99(clients) < 120ms"; the budgets where left out; can be repeated',
      listed,
      [],
    )
    .option(
      "--objective <metric>",
      "what is to be as good as can be, such as goodput.rate(clients); p99 where left out",
    );
}

/** What is asked of a system. A Refusal says what cannot be read. */
export function wanted(
  scenario: Scenario,
  { goal, objective }: GoalOptions,
): { goals: Goal[]; objective: Objective } {
  return refusing(() => ({ goals: goalsOf(scenario, goal), objective: objectiveOf(scenario, objective) }));
}

/** What a person has written wrongly is a Refusal. */
export function refusing<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw asRefusal(error);
  }
}

export function asRefusal(error: unknown): unknown {
  const isTheirs =
    error instanceof GoalError ||
    error instanceof AxisError ||
    error instanceof LoadError ||
    error instanceof PathError ||
    error instanceof RefusedChange;
  if (!isTheirs) return error;
  const path = error instanceof RefusedChange ? error.problems[0]?.path : undefined;
  return new Refusal(path === undefined || path === "" ? error.message : `${path}: ${error.message}`);
}
