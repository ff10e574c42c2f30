import type { CallFact } from "../../facts.ts";
import { dependsOn, mentions } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";
import { carriedOn } from "../way/carried.ts";
import { changingIn, elementBindings } from "../way/elements.ts";
import type { LoopedCall } from "../way/looped-call.ts";

/** `for (const hook of hooks) await hook.tell(user)`, where `tell` loads a relation of the user: the first turn asks, and the user keeps it. */
export function asksOnlyOnce(looped: LoopedCall): boolean {
  const { linked, file, call, loop, reach: way } = looped;
  if (way.keptByObject) return !isElementsOwn(looped);
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
function isElementsOwn({ linked, file, call, loop, reach: way }: LoopedCall): boolean {
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
