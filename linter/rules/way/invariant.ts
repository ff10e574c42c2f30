import type { CallFact, Value } from "../../facts.ts";
import { dependsOn, mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { changingIn } from "./elements.ts";
import { worksWith } from "./hangs-on.ts";
import { takenAround } from "./taken.ts";

/** Nothing that the call is given changes from turn to turn. */
export function isInvariant(file: FileNode, call: CallFact, loop: Iteration): boolean {
  const changing = changingIn(file, loop);
  if (changing.size === 0 && loop.kind === "callback" && loop.callback < 0) return false;
  const varies = (value: Value) =>
    dependsOn(file, value, changing) ||
    mentions(file, value, (v) => v.kind === "function" || v.kind === "this");
  if (call.arguments.some(varies)) return false;
  // `row.reload()`: what is asked is in the receiver.
  return !dependsOn(file, call.callee, changing) && !buildsFrom(file, call.callee, changing);
}

/** `context.run(tenant.id, () => orders.find())`: what a function around the query is run for, the answer may hang on, too. */
export function isForTurn(file: FileNode, call: CallFact, loop: Iteration): boolean {
  const changing = changingIn(file, loop);
  for (const taken of takenAround(file, call, loop))
    if (taken?.taker.arguments.some((value) => value.kind !== "function" && dependsOn(file, value, changing)))
      return true;
  return false;
}

/** `query((builder) => { builder.where("id", row.id); }).fetch()`: what a function in the receiver is made of. */
function buildsFrom(file: FileNode, receiver: Value, changing: ReadonlySet<number>): boolean {
  return mentions(
    file,
    receiver,
    (value) => value.kind === "function" && worksWith(file, value.function, changing),
  );
}
