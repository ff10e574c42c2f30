import { mentions } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";

/** Variables whose value comes from this call. */
export function bindingsHolding(file: FileNode, index: number): Set<number> {
  const out = new Set<number>();
  file.facts.bindings.forEach((binding, position) => {
    const from = binding.values.some(
      ({ value }) =>
        value.kind !== "function" && mentions(file, value, (v) => v.kind === "call" && v.call === index),
    );
    if (from) out.add(position);
  });
  return out;
}
