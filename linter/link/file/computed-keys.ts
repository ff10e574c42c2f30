import type { Value } from "../../facts.ts";
import type { FileNode } from "../project/project.ts";

/** `{ [row.key]: value }`: the variables that the computed names of an object are made of, by their text. */
export function bindingsInKeys(
  file: FileNode,
  { properties }: Extract<Value, { kind: "object" }>,
): readonly number[] {
  const out: number[] = [];
  for (const { key, value, start } of properties) {
    if (key !== undefined || value.kind === "spread") continue;
    for (const [name] of file.source.slice(start, value.start).matchAll(/(?<![\w$.])[A-Za-z_$][\w$]*/g)) {
      const binding = bindingAt(file, name, start);
      if (binding >= 0) out.push(binding);
    }
  }
  return out;
}

/** What a name means at a place: of all that are called so, the one in the innermost block around it. */
function bindingAt({ facts: { bindings, regions } }: FileNode, name: string, place: number): number {
  let found = -1;
  let from = -1;
  bindings.forEach((binding, index) => {
    const region = regions[binding.region];
    if (binding.name !== name || region === undefined) return;
    if (region.start > place || region.end < place || region.start < from) return;
    found = index;
    from = region.start;
  });
  return found;
}
