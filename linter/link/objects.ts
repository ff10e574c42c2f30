import type { Value } from "../facts.ts";
import type { FileNode } from "./project.ts";

type ObjectValue = Extract<Value, { kind: "object" }>;

/** The object literal that `this` is at a place: the one whose method (no arrow) is the innermost function around it. */
export function objectAround(file: FileNode, at: number): ObjectValue | undefined {
  const { functions, bindings, exports, assignments, calls } = file.facts;
  let own = -1;
  let size = Number.POSITIVE_INFINITY;
  functions.forEach((fact, index) => {
    if (index === 0 || fact.kind === "arrow" || fact.start > at || fact.end <= at) return;
    if (fact.end - fact.start >= size) return;
    size = fact.end - fact.start;
    own = index;
  });
  if (own < 0 || functions[own]?.class !== -1) return undefined;
  const holds = (value: Value | undefined): ObjectValue | undefined => {
    if (value?.kind !== "object") return undefined;
    return value.properties.some((p) => p.value.kind === "function" && p.value.function === own)
      ? value
      : undefined;
  };
  for (const { values } of bindings) {
    for (const { value } of values) {
      const found = holds(value);
      if (found !== undefined) return found;
    }
  }
  const others = [
    ...exports.map(({ value }) => value),
    ...assignments.map(({ value }) => value),
    ...functions.flatMap(({ returns }) => returns.map(({ value }) => value)),
    ...calls.flatMap((call) => call.arguments),
  ];
  for (const value of others) {
    const found = holds(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
