import type { Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";

/** A list that is made with nothing in it: `[]`, `new Map()`, `new Array<Row>()`. */
export function isEmptyList({ facts }: FileNode, value: Value): boolean {
  if (value.kind === "array") return value.items.length === 0;
  const made = value.kind === "call" ? facts.calls[value.call] : undefined;
  const isMade =
    made?.form === "new" && made.callee.kind === "name" && /^(Map|Set|Array)$/.test(made.callee.name);
  return isMade && made.arguments.length === 0;
}
