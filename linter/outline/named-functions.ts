import { libraries } from "../catalog/index.ts";
import type { FileFacts, Value } from "../facts.ts";

const inLibraries = new Set(
  libraries.flatMap(({ types }) =>
    Object.values(types).flatMap(({ members, statics }) => Object.keys({ ...members, ...statics })),
  ),
);

/** `findUserByEmail`: two words or more, and no method of a library. */
export function isDistinctive(name: string): boolean {
  return /^[a-z][a-z0-9]*([A-Z]|_[a-z])\w*$/.test(name) && !inLibraries.has(name);
}

/** The functions of a file that others may call as a member of something, by names that are distinctive. */
export function namedFunctions(facts: FileFacts): { name: string; function: number }[] {
  const { bindings, functions } = facts;
  // The binding that holds a function, where it is no member of anything.
  const own = new Array<number>(functions.length).fill(-1);
  bindings.forEach(({ kind, target, values }, binding) => {
    const held = values[0]?.value;
    if (kind === "function" && target !== undefined) own[target] = binding;
    else if (held?.kind === "function") own[held.function] = binding;
  });
  let shared: Set<number> | undefined;
  const out: { name: string; function: number }[] = [];
  functions.forEach(({ name: written, kind, start, end }, index) => {
    // What is declared and has no body is no function to follow.
    if ((kind !== "function" && kind !== "arrow" && kind !== "method") || end - start < 3) return;
    const binding = own[index] ?? -1;
    const name = binding < 0 ? written : (bindings[binding]?.name ?? "");
    // `User.statics.findByEmail = function …`
    const last = name.slice(name.lastIndexOf(".") + 1);
    if (!isDistinctive(last)) return;
    if (binding >= 0) {
      shared ??= sharedBindings(facts);
      if (!shared.has(binding)) return;
    }
    out.push({ name: last, function: index });
  });
  return out;
}

/** What a file exports, or puts into objects by its own name. */
function sharedBindings(facts: FileFacts): Set<number> {
  const out = new Set<number>();
  const add = (value: Value | undefined) => {
    if (value?.kind === "name") out.add(value.binding);
    if (value?.kind !== "object") return;
    for (const { value: held } of value.properties) if (held.kind === "name") out.add(held.binding);
  };
  for (const { value } of facts.exports) add(value);
  for (const { values } of facts.bindings)
    for (const { value } of values) if (value.kind === "object") add(value);
  for (const { value } of facts.assignments) add(value);
  for (const { returns } of facts.functions) for (const { value } of returns) add(value);
  for (const call of facts.calls) for (const value of call.arguments) if (value.kind === "object") add(value);
  return out;
}
