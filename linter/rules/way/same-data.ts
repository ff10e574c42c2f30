import type { CallFact, Value } from "../../facts.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Query } from "../../link/queries/queries.ts";
import { titleOf } from "../../value-parts.ts";

/** How many values that are others in each turn a value stands for; 0 where it is the same in all of them. */
export type Changes = (value: Value) => number;

/** How many values that are others in each turn a call is given. */
export function changingAmong(file: FileNode, values: readonly Value[], changes: Changes): number {
  return values.reduce((n, value) => leaves(file, value).reduce((m, leaf) => m + changes(leaf), n), 0);
}

/** The rows get the same values in each turn: what changes only says which row is meant. */
export function sameForAll(
  file: FileNode,
  query: Query,
  chain: readonly CallFact[],
  changes: Changes,
): boolean {
  const all = chain.flatMap((call) => call.arguments);
  if (all.some((value) => isAnew(file, value))) return false;
  const inConditions = changingAmong(
    file,
    chain.flatMap((call) => conditionsOf(query, call)),
    changes,
  );
  return inConditions > 0 && inConditions === changingAmong(file, all, changes);
}

/** A write of many rows that is given one: its condition is that a column is what this element says, and no list. */
export function isOfOne(file: FileNode, query: Query, chain: readonly CallFact[], changes: Changes): boolean {
  const conditions = chain.flatMap((call) => conditionsOf(query, call));
  if (changingAmong(file, conditions, changes) !== 1) return false;
  const equal = (value: Value): boolean => {
    if (value.kind !== "object") return changes(value) > 0 && !isList(value);
    return value.properties.some(({ key = "", value: held }) => {
      if (/^(\$?in|\$?eq|equals)$/.test(key)) return isItself(key, held) && leaves(file, held).some(changes);
      return !/^(\$|not|lte?$|gte?$|contains$)/.test(key) && equal(held);
    });
  };
  /** `in: [id]`, `equals: id` */
  const isItself = (key: string, value: Value) =>
    value.kind === "array" ? value.items.length === 1 : !/in$/.test(key);
  return conditions.some(equal);
}

/** The rows are found by a list that belongs to the element: `destroy({ where: { id: box.letters } })`. */
export function isOfMany(
  file: FileNode,
  query: Query,
  chain: readonly CallFact[],
  changes: Changes,
): boolean {
  return chain
    .flatMap((call) => conditionsOf(query, call))
    .flatMap((value) => leaves(file, value))
    .some((value) => changes(value) && isList(value));
}

/** The parts of a call that say which rows are meant. */
export function conditionsOf({ library }: Query, { callee, arguments: given }: CallFact): Value[] {
  const name = callee.kind === "member" ? callee.name : "";
  if (/where|^findById$/i.test(name)) return given;
  const where = given.flatMap((value) =>
    value.kind === "object" ? value.properties.filter(({ key }) => key === "where") : [],
  );
  if (where.length > 0) return where.map(({ value }) => value);
  // `insertOne(row)` is given the row, and no condition.
  if (/^mongo/.test(library.name)) return /^(insert|create)/.test(name) ? [] : given.slice(0, 1);
  return /^(typeorm|mikro-orm)$/.test(library.name) && /^(update|native)/.test(name)
    ? given.slice(0, /update/i.test(name) ? -1 : undefined)
    : [];
}

/** A value that is made of what is another one each time, whatever the turn is about. */
export function isAnew(file: FileNode, value: Value): boolean {
  return mentions(file, value, (part) => isMadeAnew(file, part));
}

/** `randomUUID()`, `newToken()`, `codes.pop()`: another one each time it is called. */
function isMadeAnew({ facts }: FileNode, value: Value): boolean {
  if (value.kind === "await") return true;
  const callee = value.kind === "call" ? facts.calls[value.call]?.callee : undefined;
  return (
    callee !== undefined &&
    /uuid|nanoid|random|cuid|ulid|token|generate|create|make|next|\.(pop|shift)$/i.test(titleOf(callee))
  );
}

/** Something that is named like many. */
function isList(value: Value): boolean {
  if (value.kind === "call" || value.kind === "array" || value.kind === "spread") return true;
  return /([^su]s|list|chunk|batch|group|slice|page)$/i.test(titleOf(value));
}

/** The values that a value is put together of: of `and(eq(table.id, id), open)` those that are compared. */
function leaves(file: FileNode, value: Value): Value[] {
  const all = (values: readonly Value[]) => values.flatMap((one) => leaves(file, one));
  if (value.kind === "object") return all(value.properties.map((property) => property.value));
  if (value.kind === "array") return all(value.items);
  if (value.kind === "text") return all(value.of);
  const call = value.kind === "call" ? file.facts.calls[value.call] : undefined;
  if (call === undefined) return [value];
  return all(call.callee.kind === "member" ? [call.callee.of, ...call.arguments] : call.arguments);
}
