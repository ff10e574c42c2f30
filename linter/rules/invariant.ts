import type { CallFact, Value } from "../facts.ts";
import type { Iteration } from "../link/iteration.ts";
import { dependsOn, mentions } from "../link/mentions.ts";
import type { FileNode } from "../link/project.ts";
import { changingIn } from "./elements.ts";

/** Nothing that the call is given changes from turn to turn. */
export function isInvariant(file: FileNode, call: CallFact, loop: Iteration): boolean {
  const changing = changingIn(file, loop);
  if (changing.size === 0 && loop.kind === "callback" && loop.callback < 0) return false;
  const varies = (value: Value) =>
    dependsOn(file, value, changing) ||
    mentions(file, value, (v) => v.kind === "function" || v.kind === "this");
  if (call.arguments.some(varies)) return false;
  // `row.reload()`: what is asked is in the receiver.
  return !dependsOn(file, call.callee, changing);
}
