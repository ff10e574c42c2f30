import type { CallFact } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { isIn } from "../way/elements.ts";
import { asksAnything } from "../way/reached.ts";
import type { Changes } from "../way/same-data.ts";

/**
 * `await send(mail); await mails.update(mail.id, { sent: true })`: the turn did something outside of the database for this element, and
 * notes it before the next one. One statement behind the loop would forget all of it where the program ends in between.
 */
export function notesWhatWasDone(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  changes: Changes,
): boolean {
  return doneOutside(linked, file, call, loop, changes).some(({ end }) => end <= call.start);
}

/** What the turn waits for and does with the element outside of the database, before the call or after it. */
export function doneOutside(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  changes: Changes,
): CallFact[] {
  const { calls, regions } = file.facts;
  const own = regions[call.region]?.function;
  const targets = linked.graph.targetsOf(file);
  return calls.filter((other, index) => {
    if (other.use !== "awaited" || !isIn(loop, other.start)) return false;
    if (regions[other.region]?.function !== own || !other.arguments.some(changes)) return false;
    const target = targets.get(index);
    if (target === undefined) return true;
    return target.queries.length === 0 && target.functions.every(({ ref }) => !asksAnything(linked, ref));
  });
}
