import type { Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName } from "../../value-parts.ts";

/** Whether only who develops or tests comes to a place: `if (process.env.NODE_ENV === "development") openTunnel()`, `if (!isProduction) …`. */
export function isForDevelopment(file: FileNode, at: number): boolean {
  return isWhere(file, at, asksForDevelopment);
}

/** Whether nobody comes to a place: `if (false && token) poll()`. */
export function isSwitchedOff(file: FileNode, at: number): boolean {
  return isWhere(file, at, (condition) => condition.kind === "literal" && !condition.value);
}

/** Whether a place is one that is only come to where a condition holds of which this is said. */
function isWhere({ facts }: FileNode, at: number, isIt: (condition: Value) => boolean): boolean {
  return facts.regions.some(
    ({ kind, arm, condition, start, end }) =>
      kind === "branch" &&
      arm === 0 &&
      condition !== undefined &&
      start <= at &&
      at < end &&
      conditionsIn(condition).some(isIt),
  );
}

/** Those of which each has to hold: `isLocal && orders.length > 0`. */
function conditionsIn(condition: Value): Value[] {
  return condition.kind === "choice" && condition.when !== undefined && condition.of.length === 1
    ? [condition.when, ...condition.of].flatMap(conditionsIn)
    : [condition];
}

function asksForDevelopment(condition: Value): boolean {
  if (condition.kind !== "operation") return flag.test(lastName(condition));
  const { operator, of } = condition;
  if (operator === "!") return of.some((one) => inEarnest.test(lastName(one)));
  const stages = /^===?$/.test(operator) ? stage : /^!==?$/.test(operator) ? /^prod(uction)?$/i : undefined;
  return (
    stages !== undefined &&
    of.some((one) => one.kind === "literal" && stages.test(String(one.value))) &&
    of.some((one) => environment.test(lastName(one)))
  );
}

/** `config.isDevelopment`, `IS_LOCAL` */
const flag = /^is_?(dev|development|local|localhost|test|testing)(_?(env|mode|environment))?$/i;
const inEarnest = /^is_?(prod|production)(_?(env|mode|environment))?$/i;
const stage = /^(dev|develop|development|local|localhost|test|testing)$/i;
const environment = /env|environment|stage|mode$/i;
