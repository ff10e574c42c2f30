import type { CallFact, Exit, FileFacts, Value } from "../../facts.ts";
import { isNoAnswer, lastName, partsInside } from "../../value-parts.ts";
import type { FileNode } from "../project/project.ts";
import { earlyExits, isTaken } from "./branches.ts";
import { dependsOn, mentions, mentionsDeep } from "./mentions.ts";
import { isPutBack } from "./own-answer.ts";
import { regionsInFunction } from "./regions.ts";

const store = /cache|memo|keyv|seen|known|loaded|visited|lookup|map$|byid$|store$/i;

/** The code that runs again and again: a variable from outside of it keeps its value. */
interface Span {
  start: number;
  end: number;
}

/**
 * Whether a call is made only when something kept from before does not have the answer: inside `if (!cache.has(id))`, after
 * `if (cached) return cached`, or to fill a variable that outlives `again` and is still empty.
 */
export function guardedByCache(file: FileNode, index: number, inFunction: number, again?: Span): boolean {
  const { calls, functions } = file.facts;
  const call = calls[index];
  if (call === undefined) return false;
  const body = again ?? functions[inFunction];
  const lacks = (condition: Value, holds: boolean, skips = false) =>
    saysAbsent(file, condition, holds, call, index, body, skips, 0);
  for (const region of regionsInFunction(file.facts, call.region)) {
    if (
      region.kind === "branch" &&
      region.condition !== undefined &&
      !isOfAllTurns(file, region, region.condition, again) &&
      lacks(region.condition, isTaken(file.facts, region))
    )
      return true;
  }
  return earlyExits(file.facts, inFunction).some(
    ({ exit, branch, condition }) =>
      exit.start <= call.start &&
      !isOfAllTurns(file, exit, condition, again) &&
      isInItsTurn(file, exit, call) &&
      (lacks(condition, !isTaken(file.facts, branch), exit.kind === "continue") ||
        (again === undefined && isTaken(file.facts, branch) && givesWhatIsMade(file, exit, condition))),
  );
}

/** `if (answers.has(user)) return answers.get(user)` before the turns: there are as many for each key that comes; what has none is done once. */
function isOfAllTurns(file: FileNode, { start }: Span, condition: Value, again: Span | undefined): boolean {
  if (again === undefined || start >= again.start) return false;
  return mentionsDeep(file, condition, (value) => {
    if (value.kind === "element") return true;
    return value.kind === "call" && (file.facts.calls[value.call]?.arguments.length ?? 0) > 0;
  });
}

/** `this.rows ??= await load(this.id)` in a method: each object keeps its own answer, and asks for it. */
export function fillsOwnField(file: FileNode, index: number, inFunction: number): boolean {
  const { assignments, functions } = file.facts;
  const own = functions[inFunction];
  if (own === undefined || own.class < 0 || own.static || own.kind === "constructor") return false;
  return assignments.some(
    ({ target, value, start }) =>
      target.kind === "member" &&
      target.of.kind === "this" &&
      start >= own.start &&
      start < own.end &&
      gives(file, value, index),
  );
}

/** `if (database) return database; database = connect(); check(database);`: all that follows is done once, to make what is given from then on. */
function givesWhatIsMade({ facts }: FileNode, exit: Exit, condition: Value): boolean {
  const given = exit.kind === "return" ? exit.value : undefined;
  if (condition.kind !== "name" || given?.kind !== "name" || given.binding !== condition.binding)
    return false;
  const own = facts.functions[facts.regions[exit.region]?.function ?? -1];
  const held = facts.bindings[given.binding];
  if (own === undefined || held?.kind !== "variable") return false;
  if (held.start >= own.start && held.start < own.end) return false;
  return held.values.some(
    ({ later, region, value, start }) =>
      later && start > exit.end && region === own.body && value.kind !== "literal",
  );
}

/** `continue` and `break` say nothing of what is behind their loop. */
function isInItsTurn({ facts }: FileNode, { kind, region }: Exit, call: CallFact): boolean {
  if (kind !== "continue" && kind !== "break") return true;
  for (const around of regionsInFunction(facts, region))
    if (/^(each|count|while)$/.test(around.kind)) return call.start < around.end;
  return true;
}

/** `@GetOrSetCache({ ttl })`, `@Memoize()`: what a method answers is kept, and its body asks for what is not. */
export function isKeptByDecorator(file: FileNode, index: number): boolean {
  const decorators = file.facts.functions[index]?.decorators ?? [];
  return decorators.some(({ value }) => {
    const said = value.kind === "call" ? file.facts.calls[value.call]?.callee : value;
    const name = said?.kind === "name" || said?.kind === "member" ? said.name : "";
    return (
      /cache|memo/i.test(name) && !/control|evict|clear|invalidat|delete|remove|reset|flush|bust/i.test(name)
    );
  });
}

/** Whether a store has nothing when the condition holds (or does not). */
function saysAbsent(
  file: FileNode,
  condition: Value,
  holds: boolean,
  call: CallFact,
  index: number,
  again: Span | undefined,
  /** Of an element that is there already the turn does nothing: what is put there may be a mark that it had its turn. */
  skips: boolean,
  depth: number,
): boolean {
  if (depth > 12) return false;
  const inner = (part: Value, truth: boolean) =>
    saysAbsent(file, part, truth, call, index, again, skips, depth + 1);
  const isElementKept = (of: Value) =>
    !isAnew(file, of, again) && (named(of) || isFilledElement(file, of, index, skips));
  switch (condition.kind) {
    case "operation": {
      if (condition.operator === "!") return condition.of.some((part) => inner(part, !holds));
      if (/^[!=]==?$/.test(condition.operator)) {
        const [left, right] = condition.of;
        const empty = condition.of.find(isNoAnswer);
        const other = empty === left ? right : left;
        if (empty === undefined || other === undefined)
          return condition.of.some((part) => inner(part, holds));
        return inner(other, condition.operator.startsWith("!") === holds);
      }
      // `if (cached.length < wanted) return`: what is too short is what lacks.
      if (/^<=?$/.test(condition.operator) && isCount(condition.of[0]))
        return condition.of.some((part) => inner(part, !holds));
      // `if (!(id in names)) names[id] = await load(id)`
      if (condition.operator === "in") {
        const [, kept] = condition.of;
        return !holds && kept !== undefined && isElementKept(kept);
      }
      return condition.of.some((part) => inner(part, holds));
    }
    case "choice":
      return partsInside(condition).some((part) => inner(part, holds));
    case "call": {
      const callee = file.facts.calls[condition.call]?.callee;
      const given = file.facts.calls[condition.call]?.arguments ?? [];
      if (callee?.kind === "member" && (callee.name === "has" || callee.name === "get"))
        return !holds && !isDone(file, callee, given) && keeps(file, callee.of, call, again);
      // What a function says of a kept value may be either: `needsRefresh(cached)`.
      return given.some((part) =>
        mentions(file, part, (value) => value.kind === "name" && isKept(value.name)),
      );
    }
    case "await":
      return inner(condition.of, holds);
    case "element":
      return !holds && isElementKept(condition.of);
    case "member":
      return (
        (!holds && (isFilledField(file, condition, index, again) || isMark(file, condition, call))) ||
        (!(holds && isCount(condition)) &&
          mentions(file, condition.of, (value) => value.kind === "name" && isKept(value.name)))
      );
    case "name":
      return (
        !holds &&
        (isKept(condition.name) ||
          isLookup(file, condition, call, again) ||
          isFilled(file, condition, index, again) ||
          isSaidDone(file, condition, call) ||
          isGathered(file, condition, again))
      );
    default:
      return false;
  }
}

/** `if (done.has(row.id)) continue`: a set of the rows that had their turn keeps no answer, and each of the others asks. */
function isDone(
  file: FileNode,
  { of, name }: Extract<Value, { kind: "member" }>,
  given: readonly Value[],
): boolean {
  const { bindings, calls } = file.facts;
  const held = of.kind === "name" ? bindings[of.binding]?.values[0]?.value : undefined;
  const made = held?.kind === "call" ? calls[held.call] : undefined;
  if (name !== "has" || made?.form !== "new" || made.callee.kind !== "name" || made.callee.name !== "Set")
    return false;
  const [key] = given;
  if (key?.kind !== "member" || !/^_?id$/.test(key.name) || key.of.kind !== "name") return false;
  const [element] = bindings[key.of.binding]?.values ?? [];
  return element?.value.kind === "each";
}

/** `cached.length` */
function isCount(value: Value | undefined): boolean {
  return value?.kind === "member" && /^(length|size)$/.test(value.name);
}

function isKept(name: string): boolean {
  return /^(cached|memoi[sz]ed|fromCache|existingPromise|inflight|hit)|.cache$/i.test(name);
}

/** `const known = cache.get(id)`, `let user = usersById[id]`: a variable that begins as what a store gives. */
function isLookup(
  file: FileNode,
  { binding }: { binding: number },
  call: CallFact,
  again: Span | undefined,
): boolean {
  const value = askedFirst(file.facts, file.facts.bindings[binding]?.values[0]?.value);
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

/** What a value begins with: `id && (await cache.get(id))`, and a part of what a variable holds, `const { list } = cached`. */
function askedFirst(facts: FileFacts, value: Value | undefined, hops = 0): Value | undefined {
  if (value === undefined || hops > 4) return value;
  if (value.kind === "await") return askedFirst(facts, value.of, hops + 1);
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

/** `rows ??= await load()` of a variable that is declared outside: only the first turn asks. */
function isFilled(
  file: FileNode,
  { binding }: { binding: number },
  index: number,
  again: Span | undefined,
): boolean {
  const fact = file.facts.bindings[binding];
  if (fact === undefined || again === undefined) return false;
  if (fact.start >= again.start && fact.start < again.end) return false;
  return fact.values.some(
    ({ later, value, start }) =>
      later &&
      // What is filled behind the loop is empty in each of its turns.
      start >= again.start &&
      start < again.end &&
      gives(file, value, index),
  );
}

/** `if (ready) return; ready = true; await load()`: a variable of the module that is only ever said to be true. */
function isSaidDone({ facts }: FileNode, { binding }: { binding: number }, { region }: CallFact): boolean {
  const fact = facts.bindings[binding];
  const functionOf = (at: number) => facts.regions[at]?.function;
  if (fact === undefined || functionOf(fact.region) !== 0) return false;
  const set = fact.values.filter(({ later }) => later);
  return (
    set.every(({ value }) => value.kind === "literal" && value.value === true) &&
    set.some((one) => functionOf(one.region) === functionOf(region))
  );
}

/** `for (const one of found) if (one.id === id) row = one; if (!row) { row = await load(id); found.push(row); }` */
function isGathered(file: FileNode, { binding }: { binding: number }, again: Span | undefined): boolean {
  const { bindings, calls } = file.facts;
  return calls.some(({ callee, arguments: given }) => {
    if (callee.kind !== "member" || callee.of.kind !== "name") return false;
    if (callee.name !== "push" && callee.name !== "add") return false;
    const list = bindings[callee.of.binding];
    if (list === undefined || again === undefined) return false;
    if (list.start >= again.start && list.start < again.end) return false;
    const isPut = given.some((value) => value.kind === "name" && value.binding === binding);
    const lists = new Set([callee.of.binding]);
    return isPut && (bindings[binding]?.values.some(({ value }) => dependsOn(file, value, lists)) ?? false);
  });
}

/** `if (!this.rows) this.rows = await load()`, `if (!state.rows) state.rows = await load()` with a state from outside of what runs again. */
function isFilledField(
  file: FileNode,
  member: Extract<Value, { kind: "member" }>,
  index: number,
  again: Span | undefined,
): boolean {
  return (
    isKeeper(file, member.of, again) &&
    file.facts.assignments.some(
      ({ target, value }) =>
        target.kind === "member" &&
        target.name === member.name &&
        isSame(target.of, member.of) &&
        gives(file, value, index),
    )
  );
}

/** The instance, or a variable that outlives what runs again and is nothing that it is passed. */
function isKeeper({ facts }: FileNode, of: Value, again: Span | undefined): boolean {
  if (of.kind === "this") return true;
  const fact = of.kind === "name" ? facts.bindings[of.binding] : undefined;
  if (fact === undefined || again === undefined || !/^(constant|variable|class)$/.test(fact.kind))
    return false;
  return fact.start < again.start || fact.start >= again.end;
}

function isSame(a: Value, b: Value): boolean {
  if (a.kind === "name") return b.kind === "name" && a.binding === b.binding && a.name === b.name;
  if (a.kind === "member") return b.kind === "member" && a.name === b.name && isSame(a.of, b.of);
  return a.kind === "this" && b.kind === "this";
}

/** `if (this.ready) return; … this.ready = true`: what is done once, and is said to be done where it is. */
function isMark(file: FileNode, member: Extract<Value, { kind: "member" }>, call: CallFact): boolean {
  if (member.of.kind !== "this") return false;
  const { assignments, functions, regions } = file.facts;
  const own = functions[regions[call.region]?.function ?? 0];
  const set = assignments.filter(
    ({ target, start }) =>
      target.kind === "member" &&
      target.of.kind === "this" &&
      target.name === member.name &&
      own !== undefined &&
      start >= own.start &&
      start < own.end,
  );
  return set.length > 0 && set.every(({ value }) => value.kind === "literal" && value.value === true);
}

/** `if (!types[id]) types[id] = await load(id)`. */
function isFilledElement(file: FileNode, of: Value, index: number, skips: boolean): boolean {
  const fills = (value: Value) =>
    skips
      ? mentions(file, value, (part) => part.kind === "call" && part.call === index)
      : gives(file, value, index);
  return (
    (of.kind === "name" || of.kind === "member") &&
    file.facts.assignments.some(
      ({ target, value }) => target.kind === "element" && isSame(target.of, of) && fills(value),
    )
  );
}

/** What the call gives, also by way of a variable: `const { rows } = await query(); this.rows = new Map(rows)`. */
function gives(file: FileNode, value: Value, index: number): boolean {
  return mentionsDeep(file, value, (part) => part.kind === "call" && part.call === index);
}

function keeps(file: FileNode, holder: Value, call: CallFact, again: Span | undefined): boolean {
  if (isAnew(file, holder, again)) return false;
  return (named(holder) && !isNeverFilled(file, holder)) || isMade(file, holder, call);
}

/** `const cache = new Map()`, `const known = {}` inside of what runs again: it begins empty each time. */
function isAnew({ facts }: FileNode, holder: Value, again: Span | undefined): boolean {
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

function isEmptyObject(value: Value | undefined): boolean {
  return value?.kind === "object" && value.properties.length === 0;
}

/** `const cache = new Map()`, `const known = {}`, which only its own file has and into which nothing is ever put. */
function isNeverFilled({ facts }: FileNode, value: Value): boolean {
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

function named(value: Value): boolean {
  return (value.kind === "name" || value.kind === "member") && store.test(value.name);
}

/** `new LRUCache(…)`, or a `Map` into which what the call gives is put. */
function isMade(file: FileNode, value: Value, call: CallFact): boolean {
  if (value.kind === "member") return isKeptField(file, value, call);
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

/** `if (this.ids.has(name)) …; const row = await load(name); this.ids.set(name, row.id)`. */
function isKeptField(
  file: FileNode,
  { of, name }: Extract<Value, { kind: "member" }>,
  call: CallFact,
): boolean {
  const { calls, regions } = file.facts;
  const functionOf = ({ region }: CallFact) => regions[region]?.function;
  return (
    of.kind === "this" &&
    calls.some(
      (other) =>
        other.callee.kind === "member" &&
        (other.callee.name === "set" || other.callee.name === "add") &&
        other.callee.of.kind === "member" &&
        other.callee.of.of.kind === "this" &&
        other.callee.of.name === name &&
        other.end >= call.end &&
        functionOf(other) === functionOf(call),
    )
  );
}
