import type { CallFact, Exit, FileFacts, Region, Value } from "../../facts.ts";
import { partsInside, titleOf } from "../../value-parts.ts";
import { argumentAt } from "./arguments.ts";
import { isTaken } from "./branches.ts";

/** What a caller must pass, or leave out, so that a call in a function is made: `if (id) find(id)`, `user ?? load()`. */
export interface Need {
  /** Index of the parameter. */
  parameter: number;
  /** Property of it that is asked for; "" where it is the parameter itself. */
  property: string;
  given: boolean;
  /** Left out, it is as good as given: `{ check = true }`, `{ check: true, ...options }`. */
  usual?: true;
  /** What it must be one of (or, where it is not to be given, none of): `kind === "full"`. */
  values?: string[];
}

/** What the branch, or the arm of a switch, asks of the parameters of its function, where it asks just that. */
export function needOf(facts: FileFacts, region: Region): Need | undefined {
  if (region.kind === "case" && region.condition?.kind === "operation") {
    const [value, ...labels] = region.condition.of;
    return value === undefined || labels.length === 0
      ? undefined
      : oneOf(facts, region.function, value, labels, true);
  }
  if (region.kind !== "branch" || region.condition === undefined) return undefined;
  return asked(facts, region.function, region.condition, isTaken(facts, region), 0);
}

/** A branch that leaves the function early unless a parameter that may be left out is passed: `if (!user) return false`. */
export interface Guard {
  /** The region that it stands in: what follows there runs only past it. */
  region: number;
  end: number;
  need: Need;
}

export function guardsOf(facts: FileFacts): Guard[] {
  return facts.exits.flatMap((exit) => guardAt(facts, exit, facts.regions[exit.region]?.function ?? 0) ?? []);
}

/** What must be passed to the function `of`, which is the one that is left or stands around it, so that it is not left here. */
export function guardAt(facts: FileFacts, exit: Exit, of: number): Guard | undefined {
  const branch = facts.regions[exit.region];
  if (exit.kind !== "return" || branch?.kind !== "branch" || branch.condition === undefined) return undefined;
  const leaves = asked(facts, of, branch.condition, isTaken(facts, branch), 0);
  if (leaves === undefined) return undefined;
  const parameter = facts.functions[of]?.parameters[leaves.parameter];
  // What must be passed always is: such a guard is there for what is asked of a server and not found.
  const mayLack = parameter?.optional === true || leaves.values !== undefined || isSwitch(leaves);
  if (!mayLack && !answersWith(facts, exit, branch, of, leaves)) return undefined;
  return { region: branch.parent, end: branch.end, need: { ...leaves, given: !leaves.given } };
}

/** `({ id, silent }) => { if (silent) return; … }`: of what is passed in an object, most is left out. */
function isSwitch({ property, given }: Need): boolean {
  return given && property !== "" && !isError.test(property);
}

/** `if (error) return done(error)` */
const isError = /^(e|err|error)$/;

/** `if (product) return product.price`: who has loaded it passes it, and who leaves it out has it loaded. */
function answersWith(
  facts: FileFacts,
  exit: Exit,
  branch: Region,
  of: number,
  { parameter, property, given }: Need,
): boolean {
  if (!given || exit.value === undefined) return false;
  const { bindings, calls, functions } = facts;
  const name = property === "" ? functions[of]?.parameters[parameter]?.name : property;
  if (name === undefined || isError.test(name)) return false;
  const isMadeOf = (value: Value, hops: number): boolean => {
    const place = placeOf(facts, of, value);
    if (place?.parameter === parameter && place.property === property) return true;
    if (hops > 12) return false;
    const call = value.kind === "call" ? calls[value.call] : undefined;
    // `const member = members.find(…)` in the branch itself
    const held = value.kind === "name" ? bindings[value.binding] : undefined;
    const made = held !== undefined && held.start >= branch.start && held.start < branch.end;
    const parts = [
      ...partsInside(value),
      ...(call === undefined ? [] : [call.callee, ...call.arguments]),
      ...(made ? held.values.map((one) => one.value) : []),
    ];
    return parts.some((part) => isMadeOf(part, hops + 1));
  };
  return isMadeOf(exit.value, 0);
}

function asked(facts: FileFacts, of: number, value: Value, truth: boolean, hops: number): Need | undefined {
  if (hops > 6) return undefined;
  const inner = (part: Value, holds: boolean) => asked(facts, of, part, holds, hops + 1);
  switch (value.kind) {
    case "operation": {
      const [left, right] = value.of;
      if (left === undefined) return undefined;
      if (value.operator === "!") return inner(left, !truth);
      if (value.operator === "in" && right !== undefined) {
        const whole = ofParameter(facts, of, right, truth, 0);
        const key = left.kind === "literal" && typeof left.value === "string" ? left.value : undefined;
        return whole?.property === "" && key !== undefined ? { ...whole, property: key } : undefined;
      }
      if (right === undefined || !/^[!=]==?$/.test(value.operator)) return undefined;
      const isEqual = value.operator.startsWith("!") !== truth;
      if (isNothing(right)) return inner(left, !isEqual);
      const counted = right.kind === "literal" && right.value === 0 ? keysCounted(facts, left) : undefined;
      if (counted !== undefined) return inner(counted, !isEqual);
      return oneOf(facts, of, left, [right], isEqual) ?? oneOf(facts, of, right, [left], isEqual);
    }
    case "call": {
      // `["full", "deep"].includes(kind)`
      const call = facts.calls[value.call];
      const [only] = call?.arguments ?? [];
      if (call?.callee.kind !== "member" || call.callee.name !== "includes" || only === undefined)
        return undefined;
      const { of: list } = call.callee;
      return list.kind === "array" ? oneOf(facts, of, only, list.items, truth) : undefined;
    }
    case "choice": {
      // All parts of a conjunction hold where it does, none of a disjunction where it does not.
      const all = value.when === undefined ? value.of : [value.when, ...value.of];
      if ((value.when !== undefined) !== truth)
        return truth ? anyOf(all.map((part) => inner(part, truth))) : undefined;
      for (const part of all) {
        const found = inner(part, truth);
        if (found !== undefined) return found;
      }
      return undefined;
    }
    case "name":
    case "member":
      return ofParameter(facts, of, value, truth, 0);
    default:
      return undefined;
  }
}

/** `Object.keys(patch).length`, also by way of a variable: of what the keys are counted. */
function keysCounted(facts: FileFacts, value: Value): Value | undefined {
  if (value.kind !== "member" || value.name !== "length") return undefined;
  const { of } = value;
  const [held, another] = of.kind === "name" ? (facts.bindings[of.binding]?.values ?? []) : [];
  const made = held !== undefined && another === undefined ? held.value : of;
  const call = made.kind === "call" ? facts.calls[made.call] : undefined;
  return call !== undefined && titleOf(call.callee) === "Object.keys" ? call.arguments[0] : undefined;
}

/** `kind === "full" || kind === "deep"`: one need where all of them ask the same parameter what it is. */
function anyOf(needs: readonly (Need | undefined)[]): Need | undefined {
  const [first] = needs;
  if (first?.values === undefined || !first.given) return undefined;
  const values = needs.flatMap((need) => {
    const isSame =
      need?.given === true && need.parameter === first.parameter && need.property === first.property;
    return isSame ? [need.values] : [undefined];
  });
  if (!values.every((one) => one !== undefined)) return undefined;
  return { ...first, ...(needs.some((need) => need?.usual) ? { usual: true } : {}), values: values.flat() };
}

/** The parameter, or a property of it, must (not) be one of these. */
function oneOf(
  facts: FileFacts,
  of: number,
  value: Value,
  among: readonly Value[],
  given: boolean,
): Need | undefined {
  const values = among.map(keyOf);
  const known = values.every((one) => one !== undefined) ? values : undefined;
  const found = known === undefined ? undefined : placeOf(facts, of, value);
  if (known === undefined || found === undefined) return undefined;
  const { parameter, property, fallback } = found;
  const usual = fallback !== undefined && known.includes(fallback);
  return { parameter, property, given, ...(usual ? { usual } : {}), values: known };
}

/** A text, a number, or a member of an enumeration, as something that can be compared. */
function keyOf(value: Value): string | undefined {
  if (value.kind === "literal") return value.value === null ? undefined : JSON.stringify(value.value);
  const isMember = value.kind === "member" && value.of.kind === "name" && /^[A-Z]/.test(value.of.name);
  return isMember && value.of.kind === "name" ? `${value.of.name}.${value.name}` : undefined;
}

/** The parameter that a value is, or is a property of, and what stands for it where it is left out. */
export function placeOf(
  facts: FileFacts,
  of: number,
  value: Value,
  hops = 0,
): { parameter: number; property: string; fallback?: string } | undefined {
  if (hops > 4) return undefined;
  switch (value.kind) {
    case "parameter":
      return value.function === of ? { parameter: value.index, property: "" } : undefined;
    case "member": {
      const whole = placeOf(facts, of, value.of, hops + 1);
      return whole?.property === "" && whole.fallback === undefined
        ? { ...whole, property: value.name }
        : undefined;
    }
    case "name": {
      const [held, another] = facts.bindings[value.binding]?.values ?? [];
      return held === undefined || another !== undefined
        ? undefined
        : placeOf(facts, of, held.value, hops + 1);
    }
    case "choice": {
      const [first, usual] = value.of;
      if (value.when !== undefined || first === undefined || usual === undefined) return undefined;
      const whole = placeOf(facts, of, first, hops + 1);
      // `({ kind = "full" } = {})`
      if (usual.kind === "object" && usual.properties.length === 0) return whole;
      const fallback = keyOf(usual);
      if (fallback === undefined) return undefined;
      return whole === undefined ? undefined : { ...whole, fallback };
    }
    default:
      return undefined;
  }
}

function ofParameter(
  facts: FileFacts,
  of: number,
  value: Value,
  given: boolean,
  hops: number,
  property?: string,
): Need | undefined {
  if (hops > 7) return undefined;
  switch (value.kind) {
    case "parameter":
      return value.function === of ? { parameter: value.index, property: "", given } : undefined;
    case "member": {
      const merged = ofMerged(facts, of, value, given);
      if (merged !== undefined) return merged;
      const whole = ofParameter(facts, of, value.of, given, hops + 1, value.name);
      return whole?.property === "" ? { ...whole, property: value.name } : undefined;
    }
    case "name": {
      const binding = facts.bindings[value.binding];
      // What is assigned further down does not count yet: `let id = given ?? null; if (!id) id = await find()`.
      const before = binding?.values.filter(({ later, start }) => !later || start < value.start) ?? [];
      const [held] = before;
      if (binding === undefined || before.length !== 1 || held === undefined) return undefined;
      return ofParameter(facts, of, held.value, given, hops + 1, property);
    }
    case "choice": {
      // `{ user = null }`: left out is what the default says.
      const [first, fallback] = value.of;
      // `context && context.members`, `context ? context.members : undefined`
      const isOnlyThen = fallback === undefined || isNothing(fallback);
      if (value.when !== undefined && first !== undefined && isOnlyThen) {
        const found = ofParameter(facts, of, first, given, hops + 1, property);
        const about = ofParameter(facts, of, value.when, given, hops + 1);
        return given || about?.parameter === found?.parameter ? found : undefined;
      }
      if (value.when !== undefined || first === undefined || fallback === undefined) return undefined;
      if (!isEmpty(fallback) && !isTrue(fallback) && !lacks(fallback, property)) return undefined;
      const found = ofParameter(facts, of, first, given, hops + 1);
      return found !== undefined && isTrue(fallback) ? { ...found, usual: true } : found;
    }
    default:
      return undefined;
  }
}

/** `options = { check: true, ...options }`, then `if (options.check)`. */
function ofMerged(
  facts: FileFacts,
  of: number,
  { of: object, name }: Extract<Value, { kind: "member" }>,
  given: boolean,
): Need | undefined {
  const binding = object.kind === "name" ? facts.bindings[object.binding] : undefined;
  const held = binding?.values.at(-1)?.value;
  if (binding === undefined || binding.values.length > 2 || held?.kind !== "object") return undefined;
  const own = held.properties.findIndex(({ key }) => key === name);
  const fallback = held.properties[own]?.value;
  const spread = own < 0 ? onlySpread(held) : held.properties.at(-1)?.value;
  if (spread?.kind !== "spread") return undefined;
  const from = spread.of.kind === "name" ? facts.bindings[spread.of.binding]?.values[0]?.value : undefined;
  const parameter = from?.kind === "choice" ? from.of[0] : from;
  if (parameter?.kind !== "parameter" || parameter.function !== of) return undefined;
  const isUsual = fallback !== undefined && isTrue(fallback);
  if (fallback !== undefined && !isUsual && !isEmpty(fallback)) return undefined;
  return { parameter: parameter.index, property: name, given, ...(isUsual ? { usual: true } : {}) };
}

/** `{ ...options, detail: false }` has no more than these and what the caller passes. */
function onlySpread({ properties }: Extract<Value, { kind: "object" }>): Value | undefined {
  const [spread, another] = properties.filter(({ key }) => key === undefined);
  return another === undefined ? spread?.value : undefined;
}

function isTrue(value: Value): boolean {
  return value.kind === "literal" && value.value === true;
}

function isNothing(value: Value): boolean {
  return (
    (value.kind === "literal" && value.value === null) ||
    (value.kind === "name" && value.name === "undefined" && value.binding < 0)
  );
}

/** A default that asks for nothing: `null`, `false`, `{}`. */
function isEmpty(value: Value): boolean {
  if (isNothing(value)) return true;
  if (value.kind === "object") return value.properties.length === 0;
  return value.kind === "literal" && (value.value === false || value.value === "" || value.value === 0);
}

/** `options = { limit: 10 }` says nothing of `options.cached`. */
function lacks(value: Value, property: string | undefined): boolean {
  if (value.kind !== "object" || property === undefined) return false;
  return value.properties.every(
    ({ key, value: held }) => key !== undefined && key !== property && held.kind !== "spread",
  );
}

export function sameNeed(a: Need, b: Need): boolean {
  return (
    a.parameter === b.parameter &&
    a.property === b.property &&
    a.given === b.given &&
    a.usual === b.usual &&
    String(a.values) === String(b.values)
  );
}

/** The same need of the function that the call is made in, where the call passes on what that function was passed. */
export function handedOn(facts: FileFacts, call: CallFact, need: Need): Need | undefined {
  const argument = argumentAt(facts, call, need.parameter);
  const of = facts.regions[call.region]?.function ?? 0;
  if (argument === undefined) return undefined;
  if (need.values !== undefined) return sameValues(facts, of, argument, need, need.values);
  if (need.property === "") return ofParameter(facts, of, argument, need.given, 0);
  const whole = (value: Value): Need | undefined => {
    const found = ofParameter(facts, of, value, need.given, 0);
    return found?.property === "" ? { ...need, parameter: found.parameter } : undefined;
  };
  if (argument.kind !== "object") return whole(argument);
  const own = argument.properties.findLast(({ key }) => key === need.property);
  if (own !== undefined) return ofParameter(facts, of, own.value, need.given, 0);
  for (const { value } of argument.properties) {
    const found = value.kind === "spread" ? whole(value.of) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** As `handedOn`, of a need that says what the parameter must be. */
function sameValues(
  facts: FileFacts,
  of: number,
  argument: Value,
  need: Need,
  values: readonly string[],
): Need | undefined {
  const own = need.property === "" ? argument : propertyOf(argument, need.property);
  const found = placeOf(facts, of, own ?? argument, 0);
  if (found === undefined || (own === undefined && found.property !== "")) return undefined;
  const { usual: _usual, ...rest } = need;
  const { parameter, fallback } = found;
  const property = own === undefined ? need.property : found.property;
  const usual = fallback === undefined ? need.usual === true : values.includes(fallback);
  return { ...rest, parameter, property, ...(usual ? { usual } : {}) };
}

/** What an object has under a name; undefined where that is not to be seen. */
function propertyOf(value: Value, name: string): Value | undefined {
  return value.kind === "object" ? value.properties.findLast(({ key }) => key === name)?.value : undefined;
}

/** Whether a call may meet the need; only what is plain to see says no. */
export function meets(facts: FileFacts, call: CallFact, need: Need): boolean {
  if (call.arguments.some(({ kind }) => kind === "spread")) return true;
  const given = call.arguments[need.parameter];
  const argument = need.property === "" ? given : (objectIn(facts, given, need.property) ?? given);
  const leftOut = need.given === (need.usual === true);
  if (argument === undefined) return leftOut;
  if (need.values !== undefined) return mayBe(argument, need, need.values, leftOut);
  if (need.property === "") return isEmptyHere(argument) ? !need.given : need.given || !isOneThing(argument);
  if (argument.kind !== "object") {
    // What travels with a request carries its loaders.
    const loaders = !need.given && /loaders?$/i.test(need.property);
    return isNothing(argument) ? !need.given : !loaders;
  }
  const passed = lastOf(argument, need.property);
  if (passed === "unknown") return true;
  if (passed === undefined) return leftOut;
  if (isEmptyHere(passed)) return !need.given;
  return need.given || !isOneThing(passed);
}

/** `const line = { ...data, position: i + 1 }`: the object that a variable holds from its beginning, where nothing puts another thing under that name. */
function objectIn(facts: FileFacts, value: Value | undefined, name: string): Value | undefined {
  const fact = value?.kind === "name" ? facts.bindings[value.binding] : undefined;
  const [held, another] = fact?.values ?? [];
  if (value?.kind !== "name" || fact?.kind !== "constant" || another !== undefined) return undefined;
  if (held?.value.kind !== "object") return undefined;
  const changes = facts.assignments.some(({ target }) => {
    const isMember = (target.kind === "member" && target.name === name) || target.kind === "element";
    return isMember && target.of.kind === "name" && target.of.binding === value.binding;
  });
  return changes ? undefined : held.value;
}

/** What an object has under a name, which what is spread behind it may change: `{ ...options, check: false }`. */
function lastOf(
  { properties }: Extract<Value, { kind: "object" }>,
  name: string,
): Value | "unknown" | undefined {
  const open = properties.findLastIndex(({ key, value }) => key === undefined || value.kind === "spread");
  const own = properties.findLastIndex(({ key }) => key === name);
  return own > open ? properties[own]?.value : open < 0 ? undefined : "unknown";
}

function mayBe(argument: Value, need: Need, values: readonly string[], leftOut: boolean): boolean {
  if (need.property !== "" && argument.kind !== "object") return true;
  const own = need.property === "" || argument.kind !== "object" ? argument : lastOf(argument, need.property);
  if (own === "unknown") return true;
  if (own === undefined) return leftOut;
  const key = keyOf(own);
  // A text and a member of an enumeration may be the same all the same.
  if (key === undefined || !values.every((value) => headOf(value) === headOf(key))) return true;
  return values.includes(key) === need.given;
}

function headOf(key: string): string {
  return /^[A-Z]\w*(?=\.)/.exec(key)?.[0] ?? "";
}

/** An argument that says nothing: an empty object is a thing all the same. */
function isEmptyHere(value: Value): boolean {
  return value.kind !== "object" && isEmpty(value);
}

/** Something that is there: what the function would otherwise load. */
function isOneThing(value: Value): boolean {
  if (value.kind === "operation") return /^[-+*/%]$/.test(value.operator) && value.of.length > 1;
  return (
    value.kind === "name" || value.kind === "member" || value.kind === "object" || value.kind === "literal"
  );
}
