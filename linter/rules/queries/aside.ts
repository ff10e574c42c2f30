import { dependsOn } from "../../link/file/mentions.ts";
import type { CallTarget } from "../../link/graph/call-targets.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { loopsAround } from "../way/loops-around.ts";
import { reachedBy } from "../way/reached.ts";
import { isConditional } from "./route.ts";

/**
 * `create(row)`, which always writes, and on the way goes through the columns of the table and asks where one must be unique: for most
 * tables it asks nothing.
 */
export function isAside(
  linked: Linked,
  file: FileNode,
  index: number,
  target: CallTarget,
  reach: Reach,
): boolean {
  if (reach.next === undefined || !isConditional(reach)) return false;
  let inLoop = false;
  for (let at = reach.onward; at !== undefined; at = at.onward) {
    const inside = linked.project.files.get(at.file);
    const region = inside?.facts.calls[at.at.call]?.region;
    if (inside !== undefined && region !== undefined)
      inLoop ||= loopsAround(linked, inside, region).some((one) => !isOverPassed(inside, one));
  }
  const write = inLoop ? reachedBy(linked, file, index, target, "write") : undefined;
  return write !== undefined && !isConditional(write);
}

/** `for (const value of row.values)` in a function that is passed the row: what it goes through is data, and no columns of a table. */
function isOverPassed(file: FileNode, { collection }: Iteration): boolean {
  const passed = new Set<number>();
  file.facts.bindings.forEach(({ kind }, index) => {
    if (kind === "parameter") passed.add(index);
  });
  return collection?.kind === "member" && dependsOn(file, collection.of, passed);
}
