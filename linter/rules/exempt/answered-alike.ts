import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { isInvariant } from "../way/invariant.ts";

/**
 * `for (const row of rows) { if ((await find(id)).closed) return row; }`: a query that asks the same in every turn, and is all that a turn waits
 * for. Nothing changes until the next one, which is no wait for another answer, and finds no other row.
 */
export function isAnsweredAlike(file: FileNode, index: number, loop: Iteration, way: Reach): boolean {
  const call = file.facts.calls[index];
  return (
    call !== undefined &&
    loop.kind === "each" &&
    !loop.awaits &&
    way.onward === undefined &&
    way.query.operation.effect === "read" &&
    !file.facts.calls.some(
      ({ use, start, end }, at) =>
        at !== index && use === "awaited" && start >= loop.bodyStart && end <= loop.bodyEnd,
    ) &&
    isInvariant(file, call, loop)
  );
}
