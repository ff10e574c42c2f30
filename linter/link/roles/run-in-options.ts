import type { CallFact } from "../../facts.ts";
import type { Entity } from "../entity.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { roleInOptions } from "./roles.ts";

/** The functions under keys of an argument that the function of the project which is called runs before it comes back. */
export function runInOptions(
  evaluator: Evaluator,
  callees: readonly Entity[],
  call: CallFact,
  position: number,
): number[] {
  const argument = call.arguments[position];
  const [callee, another] = callees.filter(({ kind }) => kind === "function");
  if (call.form !== "call" || argument?.kind !== "object") return [];
  if (callee?.kind !== "function" || another !== undefined) return [];
  return argument.properties.flatMap(({ key, value }) => {
    if (key === undefined || value.kind !== "function") return [];
    return roleInOptions(evaluator, callee, call, position, key).runs === "once" ? [value.function] : [];
  });
}
