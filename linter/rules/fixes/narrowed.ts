import type { CallFact, Value } from "../../facts.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";

/**
 * `if (sheet) … find({ where: { sheetId: sheet.id } })`: a condition behind the place where the query is to stand is about what the query mentions, which need not
 * be there without it. What is another in each turn is asked for by its own conditions.
 */
export function isNarrowed(
  file: FileNode,
  call: CallFact,
  place: number,
  { changing, key }: { changing: ReadonlySet<number>; key: Value },
): boolean {
  const held = new Set<number>();
  for (const { kind, condition } of file.facts.regions) {
    if (kind !== "branch" || condition === undefined) continue;
    if (condition.start < place || condition.end > call.start) continue;
    mentions(file, condition, (value) => {
      if (value.kind === "name" && value.binding >= 0 && !changing.has(value.binding))
        held.add(value.binding);
      return false;
    });
  }
  const isHeld = (value: Value) =>
    value.kind === "name" && held.has(value.binding) && !(value.start >= key.start && value.end <= key.end);
  return held.size > 0 && [call.callee, ...call.arguments].some((value) => mentions(file, value, isHeld));
}
