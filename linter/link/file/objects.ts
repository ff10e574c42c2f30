import type { FileFacts, Value } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";
import type { FileNode } from "../project/project.ts";

type ObjectValue = Extract<Value, { kind: "object" }>;

/** A function that has a `this` of its own, and the one around it. */
interface Own {
  index: number;
  start: number;
  end: number;
  around: Own | undefined;
}

/** The innermost function around a place that has a `this` of its own. */
export function functionAround({ facts }: FileNode, at: number): number | undefined {
  return innermost(functionsOf(facts), at)?.index;
}

/** The object literal that `this` is at a place: the one whose method (no arrow) is the innermost function around it. */
export function objectAround({ facts }: FileNode, at: number): ObjectValue | undefined {
  const own = innermost(functionsOf(facts), at);
  if (own === undefined || facts.functions[own.index]?.class !== -1) return undefined;
  return objectsOf(facts).get(own.index);
}

function innermost(functions: readonly Own[], at: number): Own | undefined {
  let [from, to] = [0, functions.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((functions[middle]?.start ?? 0) <= at) from = middle + 1;
    else to = middle;
  }
  let own = functions[from - 1];
  while (own !== undefined && own.end <= at) own = own.around;
  return own;
}

/** The functions of a file in the order of their starts, each with the one around it. */
const functionsOf = oncePer(({ functions }: FileFacts): Own[] => {
  const out: Own[] = functions.flatMap(({ kind, start, end }, index) =>
    index === 0 || kind === "arrow" ? [] : [{ index, start, end, around: undefined }],
  );
  out.sort((a, b) => a.start - b.start || b.end - a.end);
  let around: Own | undefined;
  for (const own of out) {
    while (around !== undefined && around.end <= own.start) around = around.around;
    own.around = around;
    around = own;
  }
  return out;
});

/** The object literals of a file that functions are properties of, by function. */
const objectsOf = oncePer((facts: FileFacts): Map<number, ObjectValue> => {
  const out = new Map<number, ObjectValue>();
  const add = (value: Value | undefined) => {
    if (value?.kind !== "object") return;
    for (const { value: held } of value.properties)
      if (held.kind === "function" && !out.has(held.function)) out.set(held.function, value);
  };
  for (const { values } of facts.bindings) for (const { value } of values) add(value);
  for (const { value } of facts.exports) add(value);
  for (const { value } of facts.assignments) add(value);
  for (const { returns } of facts.functions) for (const { value } of returns) add(value);
  for (const call of facts.calls) call.arguments.forEach(add);
  return out;
});
