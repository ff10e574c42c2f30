import type { Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";

/** The list whose length a condition compares with. */
export function lengthOf(file: FileNode, value: Value, hops = 0): Value | undefined {
  if (hops > 6) return undefined;
  if (value.kind === "member" && (value.name === "length" || value.name === "size")) return value.of;
  if (value.kind === "operation" || value.kind === "choice") {
    for (const part of value.of) {
      const found = lengthOf(file, part, hops + 1);
      if (found !== undefined) return found;
    }
  }
  if (value.kind === "name") {
    const binding = file.facts.bindings[value.binding];
    if (binding?.values.length !== 1) return undefined;
    const [only] = binding.values;
    return only === undefined ? undefined : lengthOf(file, only.value, hops + 1);
  }
  return undefined;
}
