import type { Value } from "../../facts.ts";
import type { FileNode } from "../project/project.ts";

/** A list that stands in the code, or one that is named like a constant. */
export function isFixedList(file: FileNode, value: Value | undefined, hops = 0): boolean {
  if (value?.kind === "array") return !value.items.some(({ kind }) => kind === "spread");
  if (value?.kind !== "name" || hops > 4) return false;
  if (/^[A-Z][A-Z0-9_]+$/.test(value.name)) return true;
  const binding = file.facts.bindings[value.binding];
  return (
    binding?.kind === "constant" &&
    binding.values.length === 1 &&
    isFixedList(file, binding.values[0]?.value, hops + 1)
  );
}

/** Names of functions that cut a list into pieces. */
export const inPieces = /chunk|batch|bundle|partition|splitevery|paginate|pages|windowed|slices|ingroups/i;

/** `chunk(rows, 100).map(…)`, also by way of a variable. */
export function isInPieces(file: FileNode, value: Value | undefined): boolean {
  const held = value?.kind === "name" ? file.facts.bindings[value.binding]?.values[0]?.value : value;
  const made = held?.kind === "await" ? held.of : held;
  const callee = made?.kind === "call" ? file.facts.calls[made.call]?.callee : undefined;
  return (callee?.kind === "name" || callee?.kind === "member") && inPieces.test(callee.name);
}
