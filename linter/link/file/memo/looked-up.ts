import type { Binding, CallFact, FileFacts, Place, Value } from "../../../facts.ts";
import { isNoAnswer, lastName } from "../../../value-parts.ts";
import type { FileNode } from "../../project/project.ts";
import { isPutBack } from "../own-answer.ts";
import { isAnew, isNeverFilled, keeps, named } from "./stores.ts";

/**
 * A set keeps no answer. `if (done.has(row.id)) continue` is for the rows that had their turn, and each of the others asks; `if (busy.has(key))
 * return`, where what is put in is taken out again, is for those that are under way.
 */
export function isDone(
  { facts }: FileNode,
  { of, name }: Extract<Value, { kind: "member" }>,
  [key]: readonly Value[],
): boolean {
  const { bindings, calls } = facts;
  const held = of.kind === "name" ? bindings[of.binding]?.values[0]?.value : undefined;
  const made = held?.kind === "call" ? calls[held.call] : undefined;
  if (name !== "has" || made?.form !== "new" || made.callee.kind !== "name" || made.callee.name !== "Set")
    return false;
  return isIdOfElement(facts, key) || calls.some(({ callee }) => isTakenOut(callee, of));
}

function isIdOfElement({ bindings }: FileFacts, key: Value | undefined): boolean {
  if (key?.kind !== "member" || !/^_?id$/.test(key.name) || key.of.kind !== "name") return false;
  const [element] = bindings[key.of.binding]?.values ?? [];
  return element?.value.kind === "each";
}

/** `busy.delete(key)` */
function isTakenOut(callee: Value, of: Value): boolean {
  return (
    callee.kind === "member" &&
    callee.name === "delete" &&
    callee.of.kind === "name" &&
    of.kind === "name" &&
    callee.of.binding === of.binding
  );
}

/** `const known = cache.get(id)`, `let user = usersById[id]`: a variable that begins as what a store gives. */
export function isLookup(
  file: FileNode,
  { binding }: { binding: number },
  call: CallFact,
  again: Place | undefined,
): boolean {
  const value = askedFirst(file.facts, firstAnswer(file.facts.bindings[binding], call));
  if (value?.kind === "element")
    return named(value.of) && !isNeverFilled(file, value.of) && !isAnew(file, value.of, again);
  const callee = value?.kind === "call" ? file.facts.calls[value.call]?.callee : undefined;
  if (callee?.kind !== "member") return false;
  if (callee.name === "get" && keeps(file, callee.of, call, again)) return true;
  const lookup = value?.kind === "call" ? file.facts.calls[value.call] : undefined;
  const inFunction = file.facts.regions[lookup?.region ?? -1]?.function ?? -1;
  if (lookup !== undefined && isPutBack(file, lookup, inFunction, new Set([binding]), call.end)) return true;
  // `roleCache.getPermissions(id)`, which is told the answer afterwards: `roleCache.setPermissions(id, found)`.
  return isTold(file, callee, call);
}

/** What a variable begins with; of one that begins empty, `let row = null; if (id) row = cache.get(id)`, what it is given before the call. */
function firstAnswer(binding: Binding | undefined, { start }: CallFact): Value | undefined {
  const [first, ...others] = binding?.values ?? [];
  if (first === undefined || (!first.later && !isNoAnswer(first.value))) return first?.value;
  return [first, ...others].find((one) => !isNoAnswer(one.value) && one.start < start)?.value ?? first.value;
}

/** What a value begins with: `id && (await cache.get(id))`, `cache.get(id) ?? null`, and a part of what a variable holds, `const { list } = cached`. */
function askedFirst(facts: FileFacts, value: Value | undefined, hops = 0): Value | undefined {
  if (value === undefined || hops > 4) return value;
  if (value.kind === "await") return askedFirst(facts, value.of, hops + 1);
  if (value.kind === "choice" && value.when === undefined) {
    const [begun, usual] = value.of;
    if (usual !== undefined && isNoAnswer(usual)) return askedFirst(facts, begun, hops + 1);
  }
  if (value.kind === "choice" && value.when !== undefined && value.of.length === 1)
    return askedFirst(facts, value.of[0], hops + 1);
  const held =
    value.kind === "member" && value.of.kind === "name" ? facts.bindings[value.of.binding] : undefined;
  return held?.kind === "constant" ? askedFirst(facts, held.values[0]?.value, hops + 1) : value;
}

function isTold(file: FileNode, asked: Extract<Value, { kind: "member" }>, call: CallFact): boolean {
  const about = /^(?:get|read|load|fetch|find)(\w*)$/.exec(asked.name)?.[1];
  const own = lastName(asked.of);
  return (
    about !== undefined &&
    /cache/i.test(own) &&
    file.facts.calls.some(
      ({ callee, end }) =>
        callee.kind === "member" &&
        callee.name === `set${about}` &&
        lastName(callee.of) === own &&
        end >= call.end,
    )
  );
}
