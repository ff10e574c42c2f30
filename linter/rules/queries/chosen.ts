import type { Value } from "../../facts.ts";
import { isOneOfMany } from "../../link/project/chosen-modules.ts";
import type { FileNode } from "../../link/project/project.ts";

/** `handlers[kind](row)`, ``(await import(`./handlers/${kind}`)).run(row)``: another of them may ask nothing. */
export function isChosen(file: FileNode, callee: Value): boolean {
  const held = heldBy(file, callee) ?? callee;
  return held.kind === "element" || isOfChosen(file, held, 0);
}

/** A part of a module that the program picks when it runs. */
function isOfChosen(file: FileNode, value: Value, hops: number): boolean {
  if (hops > 4) return false;
  switch (value.kind) {
    case "member":
    case "await":
      return isOfChosen(file, value.of, hops + 1);
    case "module":
      return isOneOfMany(value.module);
    default: {
      const held = heldBy(file, value);
      return held !== undefined && isOfChosen(file, held, hops + 1);
    }
  }
}

/** What a name begins as. */
function heldBy({ facts }: FileNode, value: Value): Value | undefined {
  return value.kind === "name" ? facts.bindings[value.binding]?.values[0]?.value : undefined;
}
