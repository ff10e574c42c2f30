import type { CallFact, Region, Value } from "../../facts.ts";
import { isTaken } from "../../link/file/branches.ts";
import { dependsOn } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { titleOf } from "../../value-parts.ts";
import { changingIn, elementBindings } from "../way/elements.ts";

/** `if (key === "email") …`, `switch (key) { case "email": … }`: the element itself is compared with something fixed. */
export function dispatches(file: FileNode, around: Region[], loop: Iteration): boolean {
  const told = around.filter(
    ({ kind, condition }) => condition !== undefined && /^(case|branch)$/.test(kind),
  );
  if (told.length === 0) return false;
  const elements = new Set(elementBindings(file, loop));
  // `const kind = key as Kind`
  file.facts.bindings.forEach(({ kind, values: [held] }, index) => {
    const isSame = kind === "constant" && held?.value.kind === "name" && elements.has(held.value.binding);
    if (isSame) elements.add(index);
  });
  const isElement = (value: Value | undefined) =>
    value?.kind === "name" &&
    !isTakenOut(file, value.binding) &&
    (elements.has(value.binding) || isMadeOfKey(file, value.binding, loop, elements));
  // `if (wanted === row.id)`: no more than one of them is it.
  const isIdentity = (one: Value | undefined, other: Value | undefined) => {
    if (one === undefined || other === undefined) return false;
    // `if (id === wanted)`, where the element is the id.
    const tells =
      one.kind === "name"
        ? isElement(one) &&
          isWhole(file, one.binding) &&
          (other.kind === "name" || (other.kind === "member" && isIdentifier(one.name)))
        : one.kind === "member" && /^(_?id|uuid|guid|name|key|slug)$/i.test(one.name) && isElement(one.of);
    return tells && !dependsOn(file, other, changingIn(file, loop));
  };
  const compares = (condition: Value): boolean => {
    // `key === "email" && isSet`: the branch is for that element only.
    if (condition.kind === "choice" && condition.when !== undefined && condition.of.length === 1)
      return [condition.when, ...condition.of].some(compares);
    if (condition.kind !== "operation" || !/^={2,3}$/.test(condition.operator)) return false;
    const [left, right] = condition.of;
    if (isOneTurn(file, loop, left, right) || isOneTurn(file, loop, right, left)) return true;
    if (isIdentity(left, right) || isIdentity(right, left)) return true;
    return (isElement(left) && isFixed(file, right)) || (isElement(right) && isFixed(file, left));
  };
  return told.some((region) => {
    if (region.condition === undefined) return false;
    if (region.kind === "case") return isElement(inOneCase(file, region.condition));
    return region.kind === "branch" && isTaken(file.facts, region) && compares(region.condition);
  });
}

/** What a switch tells apart: `switch (option.toLowerCase())` does so as `switch (option)` does. */
function inOneCase({ facts }: FileNode, arm: Value): Value {
  const [value = arm] = arm.kind === "operation" ? arm.of : [];
  const { callee } = (value.kind === "call" && facts.calls[value.call]) || {};
  return callee?.kind === "member" && /^(to(Lower|Upper)Case|trim)$/.test(callee.name) ? callee.of : value;
}

/** `id`, `orderId`, `user_id`: of the elements no two are the same. */
function isIdentifier(name: string): boolean {
  return /^(_?id|uuid|guid)$|[a-z\d](Id|Uuid|Guid)$|_(id|uuid|guid)$/.test(name);
}

/** `if (i === rows.length - 1)`: of all turns it is the last one. */
function isOneTurn(
  file: FileNode,
  loop: Iteration,
  one: Value | undefined,
  other: Value | undefined,
): boolean {
  if (one?.kind !== "name" || other === undefined || loop.kind !== "count") return false;
  const counter = file.facts.bindings[one.binding];
  const headEnd = file.facts.regions[loop.region]?.headEnd ?? loop.start;
  if (counter === undefined || counter.start < loop.start || counter.start >= headEnd) return false;
  return !dependsOn(file, other, changingIn(file, loop));
}

/** `for (const role of roles) await remove(user, role)`, where only one known role leads to the query. */
export function dispatchesInside(
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  { next, onward }: Reach,
): boolean {
  const needs = next === undefined ? [] : (onward?.needs ?? []);
  return needs.some(({ values, given, property, parameter }) => {
    if (values === undefined || !given || property !== "") return false;
    const argument = call.arguments[parameter];
    if (argument?.kind !== "name" || !elementBindings(file, loop).includes(argument.binding)) return false;
    return isWhole(file, argument.binding);
  });
}

/** The element itself: a property that is taken out of it, `{ id, role }`, many may have. */
function isWhole({ facts }: FileNode, binding: number): boolean {
  const held = facts.bindings[binding]?.values[0]?.value.kind;
  return held === "each" || held === "parameter";
}

/** `{ status }` of the rows: many may have it, where `[key]` of the entries of an object only one has. */
function isTakenOut({ facts }: FileNode, binding: number): boolean {
  return facts.bindings[binding]?.values[0]?.value.kind === "member";
}

/** `const column = columnOf(key)` in a loop over the keys of an object: it says as much as the key. */
function isMadeOfKey(
  file: FileNode,
  index: number,
  { collection, bodyStart, bodyEnd }: Iteration,
  keys: ReadonlySet<number>,
): boolean {
  const over = collection?.kind === "call" ? file.facts.calls[collection.call] : undefined;
  const binding = file.facts.bindings[index];
  if (over === undefined || titleOf(over.callee) !== "Object.keys" || binding?.kind !== "constant")
    return false;
  if (binding.start < bodyStart || binding.start >= bodyEnd) return false;
  const made = binding.values[0]?.value;
  const call = made?.kind === "call" ? file.facts.calls[made.call] : undefined;
  return call?.arguments.some((given) => given.kind === "name" && keys.has(given.binding)) ?? false;
}

/** A literal, or a member of an enumeration or of an object of constants: `FEATURE.TAX_FORMS`. */
function isFixed(file: FileNode, value: Value | undefined): boolean {
  if (value?.kind === "literal") return true;
  if (value?.kind === "name") return /^[A-Z][A-Z0-9_]*$/.test(value.name);
  if (value?.kind !== "member" || value.of.kind !== "name") return false;
  const kind = file.facts.bindings[value.of.binding]?.kind;
  return kind === "type" || (kind === "import" && /^[A-Z]/.test(value.name));
}
