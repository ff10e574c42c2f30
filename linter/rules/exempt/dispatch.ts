import type { Binding, CallFact, Region, Value } from "../../facts.ts";
import { isTaken } from "../../link/file/branches.ts";
import { dependsOn } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { isNoAnswer, titleOf } from "../../value-parts.ts";
import { changingIn, elementBindings, isIn } from "../way/elements.ts";

/** `if (key === "email") …`, `switch (key) { case "email": … }`: the element itself is compared with something fixed. */
export function dispatches(file: FileNode, call: CallFact, around: Region[], loop: Iteration): boolean {
  const told = around.filter(
    ({ kind, condition }) => condition !== undefined && /^(case|branch)$/.test(kind),
  );
  const left = exitsBefore(file, call, around, loop);
  if (told.length === 0 && left.length === 0) return false;
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
  const isIdentity = (one: Value, other: Value) => {
    if (isNoAnswer(other) || dependsOn(file, other, changingIn(file, loop))) return false;
    if (one.kind === "member") return identity.test(one.name) && isElement(one.of);
    if (one.kind !== "name") return false;
    // `{ id }` of the rows
    if (elements.has(one.binding) && isTakenOut(file, one.binding)) return identity.test(one.name);
    if (!isElement(one) || !isWhole(file, one.binding)) return false;
    // `if (id === wanted)`, where the element is the id, and `if (row === rows[0])`.
    return (
      other.kind === "name" ||
      (other.kind === "member" && isIdentifier(one.name)) ||
      (other.kind === "element" && other.key.kind === "literal")
    );
  };
  const isOne = (one: Value, other: Value) =>
    isOneTurn(file, loop, one, other) ||
    isIdentity(asItIs(file, one), asItIs(file, other)) ||
    (isElement(one) && isFixed(file, other));
  /** The condition says, where it holds or where it does not, which element it is. */
  const tells = (condition: Value, holds: boolean): boolean => {
    switch (condition.kind) {
      case "name": {
        const { kind, values = [] } = file.facts.bindings[condition.binding] ?? {};
        const [held] = values;
        return kind === "constant" && held?.value.kind === "operation" && tells(held.value, holds);
      }
      case "choice": {
        const { when, of } = condition;
        // `key === "email" && isSet`: the branch is for that element only. So is what `key !== "email" || isSet` leaves.
        if (when !== undefined)
          return holds && of.length === 1 && [when, ...of].some((one) => tells(one, true));
        return !holds && of.some((one) => tells(one, false));
      }
      case "call": {
        // `row._id.equals(wanted)`
        const { callee, arguments: given } = file.facts.calls[condition.call] ?? {};
        const [other, another] = given ?? [];
        const isEqual = callee?.kind === "member" && callee.name === "equals" && another === undefined;
        return holds && isEqual && other !== undefined && isOne(callee.of, other);
      }
      case "operation": {
        const [one, other] = condition.of;
        if (condition.operator === "!") return one !== undefined && tells(one, !holds);
        if (!(holds ? /^={2,3}$/ : /^!={1,2}$/).test(condition.operator)) return false;
        return one !== undefined && other !== undefined && (isOne(one, other) || isOne(other, one));
      }
      default:
        return false;
    }
  };
  return (
    told.some((region) => {
      if (region.condition === undefined) return false;
      if (region.kind === "case") return isElement(inOneCase(file, region.condition));
      return tells(region.condition, isTaken(file.facts, region));
    }) || left.some(({ condition }) => condition !== undefined && tells(condition, false))
  );
}

const identity = /^(_?id|uuid|guid|name|key|slug)$/i;

/** `if (row.id !== wanted) continue;`: the branches before a call in which a turn ends. */
function exitsBefore({ facts }: FileNode, call: CallFact, around: Region[], loop: Iteration): Region[] {
  return facts.exits.flatMap(({ kind, region, start, end }) => {
    const branch = facts.regions[region];
    if (!/^(continue|return)$/.test(kind) || !isIn(loop, start) || end > call.start) return [];
    if (branch?.kind !== "branch" || !isTaken(facts, branch)) return [];
    const outside = facts.regions[branch.parent];
    return branch.parent === loop.region || (outside !== undefined && around.includes(outside))
      ? [branch]
      : [];
  });
}

/** `String(row.id)`, `row._id.toString()`: an identity as text. */
function asItIs({ facts }: FileNode, value: Value): Value {
  const call = value.kind === "call" ? facts.calls[value.call] : undefined;
  if (call === undefined) return value;
  const { callee, arguments: given } = call;
  const [only, another] = given;
  if (callee.kind === "member" && /^to(String|HexString)$/.test(callee.name)) return callee.of;
  const isText = callee.kind === "name" && /^(String|Number)$/.test(callee.name) && another === undefined;
  return isText && only !== undefined ? only : value;
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
function isOneTurn(file: FileNode, loop: Iteration, one: Value, other: Value): boolean {
  const counter = one.kind === "name" ? file.facts.bindings[one.binding] : undefined;
  if (counter === undefined || !isCounter(file, counter, loop)) return false;
  return !dependsOn(file, other, changingIn(file, loop));
}

/** What counts the turns: `for (let i = 0; …)`, `rows.map((row, i) => …)`. */
function isCounter({ facts }: FileNode, { start, values: [held] }: Binding, loop: Iteration): boolean {
  if (loop.kind === "count") {
    const headEnd = facts.regions[loop.region]?.headEnd ?? loop.start;
    return start >= loop.start && start < headEnd;
  }
  const value = held?.value;
  return value?.kind === "parameter" && value.function === loop.callback && value.index === 1;
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
