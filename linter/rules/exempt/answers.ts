import type { Value } from "../../facts.ts";
import { isNoAnswer } from "../../value-parts.ts";

/** `!found`, `found === null`, `count === 0` */
export function asksForNone(condition: Value): boolean {
  // `!row || !row.id`
  if (condition.kind === "choice" && condition.when === undefined) return condition.of.every(asksForNone);
  if (condition.kind !== "operation") return false;
  if (condition.operator === "!") return true;
  return /^={2,3}$/.test(condition.operator) && condition.of.some(isNoAnswer);
}

/** What people call an answer that says what went wrong. */
export const isFailure = /^(err|invalid|problem|fail)|(Err|Error|Failure|Problem)s?$/;
