import type { CallFact, FileFacts, Region, Value } from "../facts.ts";

/** What a caller must pass, or leave out, so that a call in a function is made: `if (id) find(id)`, `user ?? load()`. */
export interface Need {
  /** Index of the parameter. */
  parameter: number;
  /** Property of it that is asked for; "" where it is the parameter itself. */
  property: string;
  given: boolean;
}

/** What the branch asks of the parameters of its function, where it asks just that. */
export function needOf(facts: FileFacts, region: Region): Need | undefined {
  if (region.kind !== "branch" || region.condition === undefined) return undefined;
  return asked(facts, region.function, region.condition, isTaken(facts, region), 0);
}

/** Whether the arm runs when its condition holds; the last arm of an `if` carries the condition of the one before. */
function isTaken(facts: FileFacts, region: Region): boolean {
  if (region.arm === 0) return true;
  const before = facts.regions.find(
    (other) => other.kind === "branch" && other.group === region.group && other.arm === region.arm - 1,
  );
  return before !== undefined && before.condition?.start !== region.condition?.start;
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
      if (right === undefined || !/^[!=]==?$/.test(value.operator) || !isNothing(right)) return undefined;
      return inner(left, value.operator.startsWith("!") === truth);
    }
    case "choice": {
      // All parts of a conjunction hold where it does, none of a disjunction where it does not.
      const all = value.when === undefined ? value.of : [value.when, ...value.of];
      if ((value.when !== undefined) !== truth) return undefined;
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

function ofParameter(
  facts: FileFacts,
  of: number,
  value: Value,
  given: boolean,
  hops: number,
): Need | undefined {
  if (hops > 4) return undefined;
  switch (value.kind) {
    case "parameter":
      return value.function === of ? { parameter: value.index, property: "", given } : undefined;
    case "member": {
      const whole = ofParameter(facts, of, value.of, given, hops + 1);
      return whole?.property === "" ? { ...whole, property: value.name } : undefined;
    }
    case "name": {
      const binding = facts.bindings[value.binding];
      const [held] = binding?.values ?? [];
      if (binding === undefined || binding.values.length !== 1 || held === undefined) return undefined;
      return ofParameter(facts, of, held.value, given, hops + 1);
    }
    case "choice": {
      // `{ user = null }`: left out is what the default says.
      const [first, fallback] = value.of;
      const whole = value.when === undefined && fallback !== undefined && isEmpty(fallback);
      return whole && first !== undefined ? ofParameter(facts, of, first, given, hops + 1) : undefined;
    }
    default:
      return undefined;
  }
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

export function sameNeed(a: Need, b: Need): boolean {
  return a.parameter === b.parameter && a.property === b.property && a.given === b.given;
}

/** Whether a call may meet the need; only what is plain to see says no. */
export function meets(call: CallFact, need: Need): boolean {
  if (call.arguments.some(({ kind }) => kind === "spread")) return true;
  const argument = call.arguments[need.parameter];
  if (argument === undefined) return !need.given;
  if (need.property === "") return isEmptyHere(argument) ? !need.given : need.given || !isOneThing(argument);
  if (argument.kind !== "object") {
    // What travels with a request carries its loaders.
    const loaders = !need.given && /loaders?$/i.test(need.property);
    return isNothing(argument) ? !need.given : !loaders;
  }
  if (argument.properties.some(({ key, value }) => key === undefined || value.kind === "spread")) return true;
  const passed = argument.properties.find(({ key }) => key === need.property);
  if (passed === undefined || isEmptyHere(passed.value)) return !need.given;
  return need.given || !isOneThing(passed.value);
}

/** An argument that says nothing: an empty object is a thing all the same. */
function isEmptyHere(value: Value): boolean {
  return value.kind !== "object" && isEmpty(value);
}

/** Something that is there: what the function would otherwise load. */
function isOneThing(value: Value): boolean {
  return (
    value.kind === "name" || value.kind === "member" || value.kind === "object" || value.kind === "literal"
  );
}
