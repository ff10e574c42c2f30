import type { Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName } from "../../value-parts.ts";

/** Whether only who develops or tests comes to a place: `if (process.env.NODE_ENV === "development") openTunnel()`. */
export function isForDevelopment({ facts }: FileNode, at: number): boolean {
  return facts.regions.some(
    ({ kind, arm, condition, start, end }) =>
      kind === "branch" &&
      arm === 0 &&
      condition !== undefined &&
      start <= at &&
      at < end &&
      saysSo(condition),
  );
}

function saysSo(condition: Value): boolean {
  // `isLocal && orders.length > 0`
  if (condition.kind === "choice")
    return (
      condition.when !== undefined &&
      condition.of.length === 1 &&
      [condition.when, ...condition.of].some(saysSo)
    );
  if (condition.kind !== "operation") return flag.test(lastName(condition));
  const { operator, of } = condition;
  if (!/^===?$/.test(operator)) return false;
  return (
    of.some((one) => one.kind === "literal" && stage.test(String(one.value))) &&
    of.some((one) => environment.test(lastName(one)))
  );
}

/** `config.isDevelopment`, `IS_LOCAL` */
const flag = /^is_?(dev|development|local|localhost|test|testing)(_?(env|mode|environment))?$/i;
const stage = /^(dev|develop|development|local|localhost|test|testing)$/i;
const environment = /env|environment|stage|mode$/i;
