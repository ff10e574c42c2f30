import type { CallFact } from "../../facts.ts";
import { dependsOn, mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { carriedOn } from "../way/carried.ts";
import { changingIn, elementBindings } from "../way/elements.ts";

/** `for (const hook of hooks) await hook.tell(user)`, where `tell` loads a relation of the user: the first turn asks, and the user keeps it. */
export function asksOnlyOnce(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  way: Reach,
): boolean {
  if (way.keptByObject) return !isElementsOwn(linked, file, call, loop, way);
  if (way.query.operation.keeps !== true) return false;
  const changing = changingIn(file, loop);
  let end: { file: FileNode; call: CallFact; carried: ReadonlySet<number> } = {
    file,
    call,
    carried: changing,
  };
  for (const step of carriedOn(linked, file, call, way, changing)) {
    if (step === undefined) return false;
    end = step;
  }
  const { callee } = end.call;
  if (callee.kind !== "member" || mentions(end.file, callee.of, ({ kind }) => kind === "this")) return false;
  return !dependsOn(end.file, callee.of, end.carried);
}

/** `for (const order of orders) await order.customer()`, where each order keeps its own: of what others keep (`this.settings`) the first turn asks. */
function isElementsOwn(linked: Linked, file: FileNode, call: CallFact, loop: Iteration, way: Reach): boolean {
  const carried: ReadonlySet<number> = new Set(elementBindings(file, loop));
  let from = { call, carried };
  let isElement = false;
  for (const step of carriedOn(linked, file, call, way, carried)) {
    if (step === undefined) return false;
    const { callee } = from.call;
    const on = callee.kind === "member" ? callee.of : undefined;
    if (on?.kind !== "this") isElement = on?.kind === "name" && from.carried.has(on.binding);
    if (step.reach.keptByObject && step.reach.onward?.keptByObject !== true) return isElement;
    from = step;
  }
  return false;
}
