import type { CallFact, FileFacts, Place, Value } from "../../../facts.ts";
import { lastName } from "../../../value-parts.ts";
import type { FileNode } from "../../project/project.ts";
import { mentionsDeep } from "../mentions.ts";
import { isKeeper, isSame } from "./keepers.ts";

const store = /cache|memo|keyv|seen|known|loaded|visited|lookup|map$|byid$|store$/i;

export function keeps(file: FileNode, holder: Value, call: CallFact, again: Place | undefined): boolean {
  if (isAnew(file, holder, again)) return false;
  return (named(holder) && !isNeverFilled(file, holder)) || isMade(file, holder, call, again);
}

/** `const cache = new Map()`, `const known = {}` inside of what runs again: it begins empty each time. */
export function isAnew({ facts }: FileNode, holder: Value, again: Place | undefined): boolean {
  const made = holder.kind === "name" ? facts.bindings[holder.binding] : undefined;
  if (made === undefined || again === undefined || made.start < again.start || made.start >= again.end)
    return false;
  const first = made.values[0]?.value;
  return mapMade(facts, first) !== undefined || isEmptyObject(first);
}

/** `new Map(…)`, `new WeakSet()` */
function mapMade({ calls }: FileFacts, value: Value | undefined): CallFact | undefined {
  const built = value?.kind === "call" ? calls[value.call] : undefined;
  const isMap =
    built?.form === "new" && built.callee.kind === "name" && /^(Weak)?(Map|Set)$/.test(built.callee.name);
  return isMap ? built : undefined;
}

/** `const userById = new Map((await find({ id: In(ids) })).map(…))` before the turns: what it gives, no query is made for. A set gives nothing. */
export function isAskedBefore(file: FileNode, holder: Value, again: Place | undefined): boolean {
  const made = holder.kind === "name" ? file.facts.bindings[holder.binding] : undefined;
  if (made?.kind !== "constant" || again === undefined || made.start >= again.start) return false;
  const map = mapMade(file.facts, made.values[0]?.value);
  const rows = map !== undefined && lastName(map.callee).endsWith("Map") ? map.arguments[0] : undefined;
  return rows !== undefined && mentionsDeep(file, rows, ({ kind }) => kind === "await");
}

function isEmptyObject(value: Value | undefined): boolean {
  return value?.kind === "object" && value.properties.length === 0;
}

/** `const cache = new Map()`, `const known = {}`, which only its own file has and into which nothing is ever put. */
export function isNeverFilled({ facts }: FileNode, value: Value): boolean {
  const made = value.kind === "name" ? facts.bindings[value.binding] : undefined;
  const [first, another] = made?.values ?? [];
  if (made?.kind !== "constant" || first === undefined || another !== undefined) return false;
  const isEmpty = mapMade(facts, first.value)?.arguments.length === 0 || isEmptyObject(first.value);
  const isIt = (one: Value) => one.kind === "name" && facts.bindings[one.binding] === made;
  return (
    isEmpty &&
    !facts.exports.some(({ value: given }) => given !== undefined && isIt(given)) &&
    !facts.assignments.some(
      ({ target, value: given }) =>
        isIt(given) || ((target.kind === "element" || target.kind === "member") && isIt(target.of)),
    ) &&
    !facts.bindings.some(({ values }) => values.some((held) => isIt(held.value))) &&
    !facts.calls.some(
      ({ callee, arguments: given }) =>
        given.some((one) => isIt(one) || isInObject(one, isIt)) ||
        (callee.kind === "member" && isIt(callee.of) && !/^(has|get|delete|clear)$/.test(callee.name)),
    ) &&
    !facts.functions.some(({ returns }) =>
      returns.some((one) => isIt(one.value) || isInObject(one.value, isIt)),
    )
  );
}

function isInObject(value: Value, isIt: (value: Value) => boolean): boolean {
  return value.kind === "object" && value.properties.some((property) => isIt(property.value));
}

export function named(value: Value): boolean {
  return (value.kind === "name" || value.kind === "member") && store.test(value.name);
}

/** `new LRUCache(…)`, or a `Map` into which what the call gives is put. */
function isMade(file: FileNode, value: Value, call: CallFact, again: Place | undefined): boolean {
  if (value.kind === "member") return isKeptField(file, value, call, again);
  if (value.kind !== "name") return false;
  const { values, type } = file.facts.bindings[value.binding] ?? {};
  const held = values?.[0]?.value;
  // `(rows, known = new Map()) => …`
  const first = held?.kind === "choice" ? held.of.at(-1) : held;
  const made = first?.kind === "call" ? file.facts.calls[first.call] : undefined;
  const constructed = made?.form === "new" && made.callee.kind === "name" ? made.callee.name : "";
  if (/cache|lru/i.test(constructed)) return true;
  // One that the function is passed: `(known: Map<string, User>) => …`
  const name = constructed === "" && type?.kind === "named" ? type.name : constructed;
  if (!/^(Weak)?(Map|Set)$/.test(name)) return false;
  return file.facts.calls.some(
    ({ callee, end }) =>
      callee.kind === "member" &&
      (callee.name === "set" || callee.name === "add") &&
      callee.of.kind === "name" &&
      callee.of.binding === value.binding &&
      end >= call.end,
  );
}

/** `if (this.ids.has(name)) …; const row = await load(name); this.ids.set(name, row.id)`, also of an object that is passed: `known.ids.has(name)`. */
function isKeptField(
  file: FileNode,
  field: Extract<Value, { kind: "member" }>,
  call: CallFact,
  again: Place | undefined,
): boolean {
  const { bindings, calls, regions } = file.facts;
  const functionOf = ({ region }: CallFact) => regions[region]?.function;
  const isPassed = field.of.kind === "name" && bindings[field.of.binding]?.kind === "parameter";
  return (
    (isPassed || isKeeper(file, field.of, again)) &&
    calls.some(
      (other) =>
        other.callee.kind === "member" &&
        (other.callee.name === "set" || other.callee.name === "add") &&
        isSame(other.callee.of, field) &&
        other.end >= call.end &&
        functionOf(other) === functionOf(call),
    )
  );
}
