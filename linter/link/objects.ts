import type { FileFacts, Value } from "../facts.ts";
import type { FileNode } from "./project.ts";

type ObjectValue = Extract<Value, { kind: "object" }>;

/** A function that has a `this` of its own, and the one around it. */
interface Own {
  index: number;
  start: number;
  end: number;
  around: Own | undefined;
}

interface Methods {
  /** In the order of their starts. */
  functions: Own[];
  /** The object literal that each is a property of. */
  objects: Map<number, ObjectValue>;
}

const known = new WeakMap<FileFacts, Methods>();

/** The object literal that `this` is at a place: the one whose method (no arrow) is the innermost function around it. */
export function objectAround({ facts }: FileNode, at: number): ObjectValue | undefined {
  const methods = known.get(facts) ?? { functions: functionsOf(facts), objects: objectsOf(facts) };
  known.set(facts, methods);
  const own = innermost(methods.functions, at);
  if (own === undefined || facts.functions[own.index]?.class !== -1) return undefined;
  return methods.objects.get(own.index);
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

function functionsOf({ functions }: FileFacts): Own[] {
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
}

function objectsOf({
  bindings,
  exports,
  assignments,
  functions,
  calls,
}: FileFacts): Map<number, ObjectValue> {
  const values = [
    ...bindings.flatMap((binding) => binding.values.map(({ value }) => value)),
    ...exports.map(({ value }) => value),
    ...assignments.map(({ value }) => value),
    ...functions.flatMap(({ returns }) => returns.map(({ value }) => value)),
    ...calls.flatMap((call) => call.arguments),
  ];
  const out = new Map<number, ObjectValue>();
  for (const value of values) {
    for (const { value: held } of value?.kind === "object" ? value.properties : []) {
      if (value?.kind === "object" && held.kind === "function" && !out.has(held.function))
        out.set(held.function, value);
    }
  }
  return out;
}
