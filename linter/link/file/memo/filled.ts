import type { Binding, CallFact, Place, Value } from "../../../facts.ts";
import type { FileNode } from "../../project/project.ts";
import { dependsOn, mentions, mentionsDeep } from "../mentions.ts";
import { isKeeper, isSame } from "./keepers.ts";

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

/** `rows ??= await load()` of a variable that is declared outside: only the first turn asks. */
export function isFilled(
  file: FileNode,
  { binding }: { binding: number },
  index: number,
  again: Place | undefined,
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
export function isSaidDone(
  { facts }: FileNode,
  { binding }: { binding: number },
  { region }: CallFact,
): boolean {
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
export function isGathered(
  file: FileNode,
  { binding }: { binding: number },
  again: Place | undefined,
): boolean {
  const { bindings, calls } = file.facts;
  return calls.some(({ callee, arguments: given }) => {
    if (callee.kind !== "member" || callee.of.kind !== "name") return false;
    if (callee.name !== "push" && callee.name !== "add") return false;
    const list = bindings[callee.of.binding];
    if (list === undefined || again === undefined) return false;
    const isOwn = list.start >= again.start && list.start < again.end;
    if (isOwn && !isPassedByName(file, list)) return false;
    const isPut = given.some((value) => value.kind === "name" && value.binding === binding);
    const lists = new Set([callee.of.binding]);
    return isPut && (bindings[binding]?.values.some(({ value }) => dependsOn(file, value, lists)) ?? false);
  });
}

/** A parameter of what is called by its name: a function that is passed on is called with another list for each. */
function isPassedByName({ facts }: FileNode, { kind, region }: Binding): boolean {
  const own = facts.regions[region]?.function;
  const isOwn = (given: Value) => given.kind === "function" && given.function === own;
  return kind === "parameter" && !facts.calls.some((call) => call.arguments.some(isOwn));
}

/** `if (!this.rows) this.rows = await load()`, `if (!state.rows) state.rows = await load()` with a state from outside of what runs again. */
export function isFilledField(
  file: FileNode,
  member: Extract<Value, { kind: "member" }>,
  index: number,
  again: Place | undefined,
): boolean {
  return (
    (isKeeper(file, member.of, again) || isPromiseKeptIn(file, member, index)) &&
    file.facts.assignments.some(
      ({ target, value }) =>
        target.kind === "member" &&
        target.name === member.name &&
        isSame(target.of, member.of) &&
        gives(file, value, index),
    )
  );
}

/** `if (!units.promise) units.promise = load(shop)`: the promise is of nothing that the object says, and whoever is passed it next finds it there. */
function isPromiseKeptIn(
  file: FileNode,
  { name, of }: Extract<Value, { kind: "member" }>,
  index: number,
): boolean {
  const { bindings, calls } = file.facts;
  const call = calls[index];
  if (!/promise$/i.test(name) || of.kind !== "name" || call === undefined) return false;
  const holder = new Set([of.binding]);
  return (
    bindings[of.binding]?.kind === "parameter" &&
    !call.arguments.some((given) => dependsOn(file, given, holder))
  );
}

/** `if (!Kinds.all) { Kinds.all = new Kinds(); await Kinds.all.load(); }`: all that is done there is done once, to make what is kept. */
export function isMadeInBranch(
  file: FileNode,
  member: Extract<Value, { kind: "member" }>,
  { region }: CallFact,
  again: Place | undefined,
): boolean {
  return (
    isKeeper(file, member.of, again) &&
    file.facts.assignments.some(
      ({ target, value, ...put }) =>
        put.region === region &&
        target.kind === "member" &&
        target.name === member.name &&
        isSame(target.of, member.of) &&
        value.kind === "call" &&
        file.facts.calls[value.call]?.form === "new",
    )
  );
}

/** `if (!this.settings) await this.load()`, a method of the same class that puts them there, or says that they are. */
export function isFilledByMethod(
  { facts }: FileNode,
  member: Extract<Value, { kind: "member" }>,
  { callee, region }: CallFact,
): boolean {
  if (member.of.kind !== "this" || callee.kind !== "member" || callee.of.kind !== "this") return false;
  const own = facts.classes[facts.functions[facts.regions[region]?.function ?? -1]?.class ?? -1];
  const method = own?.methods.find(({ name }) => name === callee.name);
  const filling = method === undefined ? undefined : facts.functions[method.function];
  return (
    filling !== undefined &&
    facts.assignments.some(
      ({ target, value, start }) =>
        target.kind === "member" &&
        target.of.kind === "this" &&
        target.name === member.name &&
        start >= filling.start &&
        start < filling.end &&
        (value.kind !== "literal" || value.value === true),
    )
  );
}

/** `if (this.ready) return; … this.ready = true`: what is done once, and is said to be done where it is. */
export function isMark(file: FileNode, member: Extract<Value, { kind: "member" }>, call: CallFact): boolean {
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
export function isFilledElement(file: FileNode, of: Value, index: number, skips: boolean): boolean {
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
