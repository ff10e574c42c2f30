import type { CallFact } from "../../facts.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";

/** A function on the way from a call to its query, and the call in it that leads on. */
export interface Step {
  file: FileNode;
  function: number;
  call: CallFact;
  reach: Reach;
  /** How many parameters of the function are filled before those that the call to it passes. */
  bound: number;
  /** The function is handed to the call before, which calls it with what it likes. */
  handed: boolean;
}

/** The functions on a way, in order; undefined, and no more, where one is not in sight. */
export function* stepsOn(linked: Linked, way: Reach): Generator<Step | undefined, void> {
  for (let at = way; at.onward !== undefined; at = at.onward) {
    const { next, onward } = at;
    const file = linked.project.files.get(onward.file);
    const call = file?.facts.calls[onward.at.call];
    if (next === undefined || file === undefined || call === undefined) {
      yield undefined;
      return;
    }
    const { bound = 0, argument = -1 } = at.at.functions.find(({ ref }) => ref.key === next.key) ?? {};
    yield { file, function: next.function, call, reach: onward, bound, handed: argument >= 0 };
  }
}

/** The call and file at the end of a way that begins with a call in a file; undefined where it is not in sight. */
export function endOf(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  way: Reach,
): { file: FileNode; call: CallFact } | undefined {
  let end: { file: FileNode; call: CallFact } | undefined = { file, call };
  for (const step of stepsOn(linked, way)) end = step;
  return end;
}

/** `users.load → this.find → prisma.user.findUnique`; of a long way its ends. */
export function wayOf([, ...calls]: readonly string[]): string {
  return (calls.length > 5 ? [...calls.slice(0, 2), "…", ...calls.slice(-2)] : calls).join(" → ");
}
