import type { CallFact } from "../facts.ts";
import type { Reach } from "../link/graph.ts";
import type { Iteration } from "../link/iteration.ts";
import { dependsOn, mentions } from "../link/mentions.ts";
import type { FileNode } from "../link/project.ts";
import { changingIn } from "./elements.ts";
import { passedOn } from "./other-tables.ts";
import type { Linked } from "./rule.ts";
import { stepsOn } from "./way.ts";

/** `for (const hook of hooks) await hook.tell(user)`, where `tell` loads a relation of the user: the first turn asks, and the user keeps it. */
export function asksOnlyOnce(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  way: Reach,
): boolean {
  if (way.query.operation.keeps !== true) return false;
  let changing: ReadonlySet<number> = changingIn(file, loop);
  let from = file;
  let step = call;
  for (const next of stepsOn(linked, way)) {
    if (next === undefined) return false;
    changing = passedOn(from, step, changing, next.file, next.function);
    from = next.file;
    step = next.call;
  }
  const { callee } = step;
  if (callee.kind !== "member" || mentions(from, callee.of, ({ kind }) => kind === "this")) return false;
  return !dependsOn(from, callee.of, changing);
}
