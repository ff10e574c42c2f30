import { search } from "../../catalog/index.ts";
import type { Value } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";

/** A cursor of a library: what is asked for each of its rows is asked as often as for each of a list. */
export function isCursor(linked: Linked, file: FileNode, value: Value): boolean {
  return linked.evaluator
    .value(file, value)
    .some((e) => e.kind === "library" && search(e.library, e.type, (type) => type.rowByRow) === true);
}

/** `while (await cursor.hasNext())`, `while ((row = await cursor.next()))` */
export function goesByCursor(linked: Linked, file: FileNode, loop: Iteration): boolean {
  const { calls, regions } = file.facts;
  const { condition } = regions[loop.region] ?? {};
  if (condition === undefined) return false;
  return calls.some(
    ({ callee, start, end }) =>
      start >= condition.start &&
      end <= condition.end &&
      callee.kind === "member" &&
      /^(hasNext|next|tryNext)$/.test(callee.name) &&
      isCursor(linked, file, callee.of),
  );
}
