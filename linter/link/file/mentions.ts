import type { Value } from "../../facts.ts";
import { addPartsInside } from "../../value-parts.ts";
import type { FileNode } from "../project/project.ts";
import { bindingsInKeys } from "./computed-keys.ts";

/** Whether the value, or anything it is made of, passes the test. Variables it names are not followed; `follow` does that. */
export function mentions(
  file: Pick<FileNode, "facts">,
  value: Value,
  test: (value: Value) => boolean,
): boolean {
  // This is asked so often that a list for each time would keep the garbage collector busy.
  const waiting = spare.pop() ?? [];
  waiting.push(value);
  let found = false;
  for (let steps = 0; steps < 3000; steps++) {
    const at = waiting.pop();
    if (at === undefined) break;
    found = test(at);
    if (found) break;
    addParts(file, at, waiting);
  }
  waiting.length = 0;
  spare.push(waiting);
  return found;
}

/** Empty lists for who asks next; who asks while another one does takes one of its own. */
const spare: Value[][] = [];

/** Adds the values directly inside one. */
export function addParts(file: Pick<FileNode, "facts">, value: Value, to: Value[]): void {
  switch (value.kind) {
    case "call": {
      const call = file.facts.calls[value.call];
      if (call === undefined) return;
      to.push(call.callee);
      for (const argument of call.arguments) to.push(argument);
      return;
    }
    case "function":
      for (const returned of file.facts.functions[value.function]?.returns ?? []) to.push(returned.value);
      return;
    default:
      addPartsInside(value, to);
  }
}

/** Whether the value depends on one of these variables, also through other variables it names, but for those in `besides`. */
export function dependsOn(
  file: FileNode,
  value: Value,
  bindings: ReadonlySet<number>,
  besides: Iterable<number> = [],
): boolean {
  if (bindings.size === 0) return false;
  // Most values that are asked about name no other variable.
  let seen: Set<number> | undefined;
  const isOf = (index: number): boolean => {
    if (index < 0) return false;
    if (bindings.has(index)) return true;
    seen ??= new Set(besides);
    if (seen.has(index) || seen.size > 200) return false;
    seen.add(index);
    const binding = file.facts.bindings[index];
    if (binding === undefined || binding.kind === "import") return false;
    return binding.values.some((assigned) => reaches(assigned.value));
  };
  const reaches = (from: Value): boolean =>
    mentions(file, from, (at) => {
      if (at.kind === "object") return bindingsInKeys(file, at).some(isOf);
      return at.kind === "name" && isOf(at.binding);
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
