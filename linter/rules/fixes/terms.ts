import type { Property, Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { endOfAssertions } from "../../text.ts";
import type { Change } from "./changes.ts";
import { isPure, isSteady, type Turn } from "./turn.ts";

export interface KeyTerm {
  /** The field by which the rows of a turn are asked. */
  key: string;
  value: Value;
  property: Property;
}

/**
 * The one term of a condition that is another in each turn, where the others are the same in all. `comparedTo` takes the value out of a library's word for "is".
 */
export function keyTerm(
  file: FileNode,
  where: Value | undefined,
  turn: Turn,
  comparedTo: (value: Value) => Value = (value) => value,
): KeyTerm | undefined {
  if (where?.kind !== "object") return undefined;
  let found: KeyTerm | undefined;
  const spread: Value[] = [];
  const others: Property[] = [];
  for (const property of where.properties) {
    const { key } = property;
    const value = comparedTo(property.value);
    if (key === undefined && value.kind === "spread" && isSteady(file, value, turn)) {
      const passed = turn.passed?.(value.of);
      if (passed === undefined) spread.push(value.of);
      else others.push(...passed);
      continue;
    }
    if (key === undefined || /^(AND|OR|NOT|\$.*)$/.test(key)) return undefined;
    if (!turn.varies(value)) {
      if (!isSteady(file, value, turn)) return undefined;
      continue;
    }
    if (found !== undefined || !/^[A-Za-z_$][\w$]*$/.test(key) || !isPure(file, value)) return undefined;
    found = { key, value, property };
  }
  if (found === undefined || others.some(({ key }) => key === undefined || key === found.key))
    return undefined;
  return spread.every((value) => isWithout(value, found.key)) ? found : undefined;
}

/** `...(user ? { userId: user.id } : {})`: whatever it puts in, it is another term than the key. */
function isWithout(value: Value, key: string): boolean {
  if (value.kind === "choice") return value.of.every((one) => isWithout(one, key));
  if (value.kind !== "object") return false;
  return value.properties.every((property) => property.key !== undefined && property.key !== key);
}

/** The term with another value. */
export function term({ property, key }: KeyTerm, value: string): Change {
  return { start: property.start, end: property.end, text: `${key}: ${value}` };
}

/** An argument with another value, with what is asserted of it. */
export function instead(file: FileNode, { start, end }: Value, text: string): Change {
  return { start, end: endOfAssertions(file.source, end), text };
}

/**
 * The properties of a query's options, where all of them are known to mean the same for many rows as for one, and are the same in
 * every turn; undefined where not. `columns` are those that choose what a row has: the key must be among them.
 */
export function optionsOf(
  file: FileNode,
  value: Value | undefined,
  turn: Turn,
  { allowed, columns = [], key = "" }: { allowed: string[]; columns?: string[]; key?: string },
): Property[] | undefined {
  if (value === undefined) return [];
  if (value.kind !== "object") return undefined;
  const isAllowed = ({ key: name, value: given }: Property) =>
    name !== undefined && (columns.includes(name) ? chooses(given, key) : allowed.includes(name));
  for (const property of value.properties) {
    const { key: name, value: given } = property;
    if (name === "where") continue;
    if (!isSteady(file, given, turn)) return undefined;
    const passed = name === undefined && given.kind === "spread" ? turn.passed?.(given.of) : undefined;
    if (!(passed ?? [property]).every(isAllowed)) return undefined;
  }
  return value.properties;
}

/** `{ id: true }`, `["id"]`: the column is among those that are chosen. */
export function chooses(value: Value, key: string): boolean {
  if (value.kind === "object")
    return value.properties.some(
      (property) =>
        property.key === key && property.value.kind === "literal" && property.value.value === true,
    );
  return value.kind === "array" && value.items.some((item) => item.kind === "literal" && item.value === key);
}

export function whereOf(options: readonly Property[]): Value | undefined {
  return options.find(({ key }) => key === "where")?.value;
}
