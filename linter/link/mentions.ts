import type { Value } from "../facts.ts";
import { partsInside } from "../value-parts.ts";
import type { FileNode } from "./project.ts";

/** Whether the value, or anything it is made of, passes the test. Variables it names are not followed; `follow` does that. */
export function mentions(file: FileNode, value: Value, test: (value: Value) => boolean): boolean {
  const waiting: Value[] = [value];
  for (let steps = 0; steps < 3000; steps++) {
    const at = waiting.pop();
    if (at === undefined) return false;
    if (test(at)) return true;
    for (const part of partsOf(file, at)) waiting.push(part);
  }
  return false;
}

/** The values directly inside one. */
export function partsOf(file: FileNode, value: Value): readonly Value[] {
  switch (value.kind) {
    case "call": {
      const call = file.facts.calls[value.call];
      return call === undefined ? [] : [call.callee, ...call.arguments];
    }
    case "function":
      return (file.facts.functions[value.function]?.returns ?? []).map((r) => r.value);
    default:
      return partsInside(value);
  }
}

/** Whether the value depends on one of these variables, also through other variables it names, but for those in `besides`. */
export function dependsOn(
  file: FileNode,
  value: Value,
  bindings: ReadonlySet<number>,
  besides: Iterable<number> = [],
): boolean {
  const seen = new Set<number>(besides);
  const reaches = (from: Value): boolean =>
    mentions(file, from, (at) => {
      if (at.kind !== "name" || at.binding < 0) return false;
      if (bindings.has(at.binding)) return true;
      if (seen.has(at.binding) || seen.size > 200) return false;
      seen.add(at.binding);
      const binding = file.facts.bindings[at.binding];
      if (binding === undefined || binding.kind === "import") return false;
      return binding.values.some((assigned) => reaches(assigned.value));
    });
  return reaches(value);
}

/** Like `mentions`, following the variables that are named. */
export function mentionsDeep(file: FileNode, value: Value, test: (value: Value) => boolean): boolean {
  const seen = new Set<number>();
  const go = (from: Value): boolean =>
    mentions(file, from, (at) => {
      if (test(at)) return true;
      if (at.kind !== "name" || at.binding < 0 || seen.has(at.binding) || seen.size > 100) return false;
      seen.add(at.binding);
      return file.facts.bindings[at.binding]?.values.some((v) => go(v.value)) ?? false;
    });
  return go(value);
}
