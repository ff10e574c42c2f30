import type { CallFact } from "../../facts.ts";
import { ownCalls } from "../../link/file/callers.ts";
import type { FileNode } from "../../link/project/project.ts";
import { repetitionOf } from "../repetition/repetition.ts";
import type { Linked } from "../rule.ts";
import { loopsAround } from "../way/loops-around.ts";

/** In how many loops over data the function that a call stands in is called, at the least, where only its own file can call it. */
export function loopsOfCallers(linked: Linked, file: FileNode, call: CallFact, hops = 0): number {
  const { regions } = file.facts;
  for (let at = call.region, steps = 0; at > 0 && steps < 300 && hops < 4; steps++) {
    const here = regions[at];
    if (here === undefined) return 0;
    const calls = here.kind === "function" ? ownCalls(file, here.function) : [];
    if (calls.length > 0)
      return Math.min(
        ...calls.map((by) =>
          // One that calls itself goes on with what it found.
          by.start >= here.start && by.end <= here.end
            ? 0
            : loopsOver(linked, file, by) + loopsOfCallers(linked, file, by, hops + 1),
        ),
      );
    at = here.parent;
  }
  return 0;
}

/** The loops over data around a call, but for those that may go through something else. */
export function loopsOver(linked: Linked, file: FileNode, call: CallFact): number {
  return loopsAround(linked, file, call.region).filter((loop) => {
    const repetition = repetitionOf(linked, file, loop, call);
    return repetition.runs === "many" && !repetition.weak;
  }).length;
}
