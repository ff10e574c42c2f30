import type { CallFact, FileFacts, FunctionFact, ParameterFact, Value } from "../../facts.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { oncePer } from "../../once-per.ts";
import { lastName } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { isWrittenIn } from "./carried.ts";
import { changingIn, parametersOf } from "./elements.ts";
import { hangsOn } from "./hangs-on.ts";
import { writingIn } from "./leading.ts";
import type { LoopedCall } from "./looped-call.ts";
import { loopsAround } from "./loops-around.ts";
import { setAgainIn } from "./set-again.ts";
import { endOf, type Step, stepsOn } from "./way.ts";

/** The query that a call in a loop leads to, where it stands, and the variables there that may be others in each turn. */
export interface Asked {
  file: FileNode;
  call: CallFact;
  changing: ReadonlySet<number>;
  /** A function on the way has a loop of its own, for whose elements it asks. */
  hasLoops: boolean;
}

/** Undefined where any variable may be another in each turn. The same way in the same loop is gone once, however many ask. */
export function askedOn(looped: LoopedCall): Asked | undefined {
  const { loop, reach } = looped;
  const known = inLoops(reach);
  if (!known.has(loop)) known.set(loop, gone(looped));
  return known.get(loop);
}

const inLoops = oncePer((_: Reach) => new Map<Iteration, Asked | undefined>());

function gone({ linked, file, call, loop, reach: way }: LoopedCall): Asked | undefined {
  // `.map(this.load)`: the call is the loop, and what it passes on is in no variable.
  if (loop.kind === "callback" && loop.callback < 0) return undefined;
  let from: Asked = { file, call, changing: changingIn(file, loop), hasLoops: false };
  for (const step of stepsOn(linked, way)) {
    if (step === undefined || isAnother(from)) return undefined;
    const passed = mayChange(from, step);
    if (passed === undefined) return undefined;
    const loops = loopsAround(linked, step.file, step.call.region);
    const elements = loops.flatMap((one) => [...changingIn(step.file, one)]);
    const made = [...passed, ...madeAnew(linked, step.file, step.function)];
    const told = withChanged(step.file, step.function, new Set(made));
    from = {
      file: step.file,
      call: step.call,
      changing: new Set([...told, ...elements]),
      hasLoops: from.hasLoops || loops.length > 0,
    };
  }
  return from;
}

/** What a function has from what it writes, `const { id } = await db.insert(order).returning()`: another one each time. */
function madeAnew(linked: Linked, file: FileNode, of: number): number[] {
  const { bindings, functions } = file.facts;
  const { start = 0, end = 0 } = functions[of] ?? {};
  const writing = new Set<number>();
  for (const { call } of writingIn(linked, file)) {
    const at = file.facts.calls[call]?.start ?? -1;
    if (at >= start && at < end) writing.add(call);
  }
  if (writing.size === 0) return [];
  const writes = (value: Value) => value.kind === "call" && writing.has(value.call);
  return bindings.flatMap(({ values, start: at }, index) => {
    const isInside = at >= start && at < end;
    return isInside && values.some(({ value }) => mentions(file, value, writes)) ? [index] : [];
  });
}

/** The same where it is not known what changes: all that the function is passed, and the elements of its own loops. */
export function askedByAny(linked: Linked, file: FileNode, call: CallFact, way: Reach): Asked | undefined {
  const end = endOf(linked, file, call, way);
  if (end === undefined) return undefined;
  const changing = new Set<number>();
  end.file.facts.bindings.forEach(({ kind }, index) => {
    if (kind === "parameter" || kind === "element") changing.add(index);
  });
  return { ...end, changing, hasLoops: true };
}

/** Nothing that the query is asked with changes from turn to turn: what it asks is the same, whatever else the call passes. */
export function asksTheSame(asked: Asked): boolean {
  const { file, call, changing, hasLoops } = asked;
  const varies = (value: Value) =>
    hangsOn(file, value, changing) ||
    mentions(file, value, ({ kind }) => kind === "function" || kind === "this" || kind === "unknown");
  return !call.arguments.some(varies) && !hasLoops && !isAnother(asked) && !isTold(asked);
}

/** `const query = users.find({ team }); query.where({ id })`: it is asked with what it is told later, too. */
function isTold({ file, call, changing }: Asked): boolean {
  const isBegun = ({ value }: { value: Value }) =>
    value.kind === "call" &&
    mentions(file, value, (at) => at.kind === "call" && file.facts.calls[at.call] === call);
  return [...changing].some((index) => file.facts.bindings[index]?.values.some(isBegun));
}

/** `row.load()`, `users.where((builder) => { builder.where({ id }); }).first()`: what is called is another one in each turn. */
function isAnother({ file, call, changing }: Asked): boolean {
  return hangsOn(file, call.callee, changing);
}

/** The parameters of the called function that may be others; undefined where all of them may. */
function mayChange({ file, call, changing }: Asked, step: Step): Set<number> | undefined {
  const { file: inside, function: called, bound } = step;
  const isWritten = isWrittenIn(call, called);
  if ((step.handed && !isWritten) || call.arguments.some(({ kind }) => kind === "spread")) return undefined;
  // What stands in the same file may see the variables around it.
  const out = new Set(inside === file ? changing : []);
  const fact = inside.facts.functions[called];
  if (fact === undefined) return out;
  for (const index of parametersOf(inside, called)) {
    const place = placeOf(inside.facts.bindings[index]?.values[0]?.value, called);
    // What is not passed is the same in every turn.
    const parts = isWritten ? call.arguments : place && passedAt(call, place, bound, fact.parameters);
    if (parts === undefined || parts.some((part) => hangsOn(file, part, changing))) out.add(index);
  }
  return out;
}

/** What a call gives the parameter, or the part of it that a variable holds. */
function passedAt(
  { arguments: given }: CallFact,
  { index, path }: Place,
  bound: number,
  parameters: readonly ParameterFact[],
): Value[] {
  if (parameters[index]?.rest === true) return given.slice(Math.max(0, index - bound));
  const argument = given[index - bound];
  return argument === undefined ? [] : partsOf(argument, path);
}

/** An argument, or the part of it that names lead to. */
interface Place {
  index: number;
  path: string[];
}

/** Which argument a variable holds, or a part of it. */
function placeOf(value: Value | undefined, of: number): Place | undefined {
  if (value?.kind === "parameter")
    return value.function === of ? { index: value.index, path: [] } : undefined;
  if (value?.kind === "choice")
    return value.of.map((one) => placeOf(one, of)).find((one) => one !== undefined);
  const place = value?.kind === "member" ? placeOf(value.of, of) : undefined;
  return place === undefined || value?.kind !== "member"
    ? undefined
    : { index: place.index, path: [...place.path, value.name] };
}

/** What may be the part of a value that a path of names leads to. */
function partsOf(value: Value, [name, ...path]: readonly string[]): Value[] {
  if (name === undefined || value.kind !== "object") return [value];
  return value.properties.flatMap(({ key, value: held }) =>
    key === name ? partsOf(held, path) : key === undefined ? [held] : [],
  );
}

/**
 * These variables of a function, and those that are told something of them (`where.id = id`, `query.where({ id })`), or something only at times, which may hang on
 * them.
 */
function withChanged(file: FileNode, of: number, changing: ReadonlySet<number>): ReadonlySet<number> {
  const fact = file.facts.functions[of];
  if (changing.size === 0 || fact === undefined) return changing;
  const { setAgain, tellings } = changesIn(fact, file.facts);
  const out = new Set(changing);
  for (const index of setAgain) out.add(index);
  for (const { root, always, values } of tellings)
    if (!out.has(root) && (!always || values.some((value) => hangsOn(file, value, out)))) out.add(root);
  return out;
}

/** A variable is told something. */
interface Telling {
  root: number;
  /** Wherever the variable is declared, it is told. */
  always: boolean;
  values: readonly Value[];
}

/** The calls of a file that may tell a variable something. */
const tellingIn = oncePer((facts: FileFacts): readonly CallFact[] =>
  facts.calls.filter((call) => {
    const made = call.callee.kind === "member" ? facts.bindings[rootOf(facts, call.callee.of)] : undefined;
    return (
      lastName(call.callee) === "assign" ||
      isHandedOn(call) ||
      (made !== undefined && made.kind !== "parameter")
    );
  }),
);

/** `withNames(query, names);`: what nothing comes back of does something to what it is passed. */
function isHandedOn({ use, callee, arguments: [first] }: CallFact): boolean {
  return use === "discarded" && callee.kind === "name" && first !== undefined;
}

/** The variables that a function sets again, and what it tells which ones, in order. */
const changesIn = oncePer(({ start, end }: FunctionFact, facts: FileFacts) => {
  const { assignments, bindings } = facts;
  const isInside = (place: number) => place >= start && place < end;
  const setAgain = setAgainIn(facts).filter((index) =>
    bindings[index]?.values.some(({ later, start: at }) => later && isInside(at)),
  );
  const tellings: Telling[] = [];
  const tells = (target: Value, region: number, values: readonly Value[]) => {
    const root = rootOf(facts, target);
    if (root >= 0) tellings.push({ root, always: region === bindings[root]?.region, values });
  };
  for (const { target, value, region, start: at } of assignments)
    if (isInside(at) && target.kind !== "name") tells(target, region, [value]);
  // What holds rows is asked, what was made here is told.
  const isMadeHere = (value: Value) => {
    const made = bindings[rootOf(facts, value)];
    return made !== undefined && made.kind !== "parameter" && isInside(made.start);
  };
  for (const call of tellingIn(facts)) {
    const { callee, arguments: given, region, start: at } = call;
    if (!isInside(at)) continue;
    const [first, ...others] = given;
    if (isHandedOn(call)) {
      if (first !== undefined && isMadeHere(first)) tells(first, region, [callee, ...others]);
    } else if (callee.kind === "member") {
      if (isMadeHere(callee.of)) tells(callee.of, region, given);
      if (callee.name === "assign" && first !== undefined) tells(first, region, others);
    }
  }
  return { setAgain, tellings };
});

/** The variable that a value is, or is a part of, or is made of by calls in a row; -1 where it is none. */
function rootOf({ calls }: FileFacts, value: Value): number {
  let at: Value | undefined = value;
  while (at !== undefined && at.kind !== "name") {
    if (at.kind === "call") at = calls[at.call]?.callee;
    else if (at.kind === "member" || at.kind === "element") at = at.of;
    else return -1;
  }
  return at?.binding ?? -1;
}
