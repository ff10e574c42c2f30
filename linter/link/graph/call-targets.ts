import { globalOf } from "../../catalog/index.ts";
import type { CallFact, Value } from "../../facts.ts";
import type { Entity } from "../entity.ts";
import { type Needs, together } from "../file/all-needs.ts";
import { neverRuns } from "../file/branches.ts";
import { isCache } from "../file/caches.ts";
import { isIdle } from "../file/idle-functions.ts";
import { needOfInner } from "../file/inner-needs.ts";
import { isKeptByDecorator } from "../file/memo/decorated.ts";
import { fillsOwnField } from "../file/memo/filled.ts";
import { guardedByCache } from "../file/memo/guarded.ts";
import { type Guard, guardsOf, type Need, needOf } from "../file/needs.ts";
import { looksUpOwnAnswer } from "../file/own-answer.ts";
import { thunksOf } from "../file/thunks.ts";
import type { FileNode } from "../project/project.ts";
import { type Query, queriesOf } from "../queries/queries.ts";
import type { SqlParameter } from "../queries/sql.ts";
import { roleOf } from "../roles/roles.ts";
import { runInOptions } from "../roles/run-in-options.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { constructorOf } from "../values/members.ts";
import type { FunctionRef, FunctionRefs } from "./function-refs.ts";
import { ownSteps } from "./left-steps.ts";
import { handlersOf } from "./message-handlers.ts";

export interface CalledFunction {
  ref: FunctionRef;
  /** The argument that it is handed over as; -1 where it is called. */
  argument: number;
  /** Of what it is called on nothing is known: it is known by its name. With others of that name it counts where all of them do the same. */
  named?: true;
  /** A step that a class leaves to those below it, called by the class: it is that of one of them. */
  left?: true;
  /** Whose steps it takes is known: the functions that they are stand beside it. */
  knowsSteps?: true;
  /** So many of its parameters are filled before those that the call passes. */
  bound?: number;
}

/** What happens at a call. An edit that moves the call and changes nothing else keeps the object. */
export interface CallTarget {
  /** Index of the call in its file. */
  call: number;
  queries: readonly Query[];
  /** Functions of the project that it calls, or hands over to be called there. */
  functions: readonly CalledFunction[];
  /** The function that the call is made in, and whether some way through it goes past; undefined where it is no usual way. */
  place: CallPlace | undefined;
  /** What the SQL text does that the call passes to a function which sends it, as it was when that was asked last. */
  passes?: { text: SqlParameter; does: string; bound: number };
  /** What it answered, when that was asked last, to what the functions that it calls need. */
  heeds?: { need: Need; answer: string; bound: number }[];
}

export interface CallPlace {
  ref: FunctionRef;
  conditional: boolean;
  /** What the caller of the function must pass for the call to be made. */
  needs?: Needs;
  /** What is called is this parameter of the function. */
  parameter?: number;
  /** The object of the function keeps the answer, and asks once. */
  keptByObject?: true;
}

/** What happens at the calls of a file, and which of them may build something of a library. */
export function targetsIn(
  evaluator: Evaluator,
  refs: FunctionRefs,
  file: FileNode,
): { targets: Map<number, CallTarget>; outward: number[] } {
  const out = new Map<number, CallTarget>();
  const outward: number[] = [];
  const guards = guardsOf(file.facts);
  file.facts.calls.forEach((call, index) => {
    const queries = queriesOf(evaluator, file, index);
    const callees = evaluator.value(file, call.callee);
    if (callees.some((callee) => mayBuild(evaluator, callee, call))) outward.push(index);
    // Calls are many and most lead nowhere: one list takes what the three find.
    const functions: CalledFunction[] = [];
    if (!callsPassed(file, call)) addCalled(evaluator, refs, call, callees, functions);
    for (const handler of handlersOf(evaluator, file, call, callees))
      functions.push({ ref: refs.to(handler.file, handler.function), argument: -1 });
    const leadsOn = queries.length > 0 || functions.length > 0;
    if (leadsOn || !handsOnlyIdle(file, call)) addHanded(evaluator, refs, file, call, callees, functions);
    if (queries.length === 0 && functions.length === 0) return;
    out.set(index, {
      call: index,
      queries: kept(queries),
      functions: kept(functions),
      place: placeOfCall(refs, file, index, guards),
    });
  });
  return { targets: out, outward };
}

/**
 * `traced(name, (span) => run(span))` in a function that is passed `run`: each of its callers is led to what it passes, and to nothing that others
 * pass.
 */
function callsPassed(file: FileNode, { callee, region }: CallFact): boolean {
  const [held, another] = callee.kind === "name" ? (file.facts.bindings[callee.binding]?.values ?? []) : [];
  if (held?.value.kind !== "parameter" || another !== undefined) return false;
  const { function: around } = held.value;
  let isInside = false;
  for (let at = region, hops = 0; at >= 0 && hops < 300; hops++) {
    const here = file.facts.regions[at];
    if (here === undefined) return false;
    if (here.kind === "function") {
      if (here.function === around) return isInside;
      // What is given back is called by whoever gets it.
      if (!file.passedTo.has(here.function)) return false;
      isInside = true;
    }
    at = here.parent;
  }
  return false;
}

/** The functions of the project that are called there, constructors among them. */
function addCalled(
  evaluator: Evaluator,
  refs: FunctionRefs,
  call: CallFact,
  callees: readonly Entity[],
  to: CalledFunction[],
): void {
  for (const entity of callees) {
    if (entity.kind === "class" && call.form === "new") {
      const made = evaluator.project.files.get(entity.file);
      const maker = constructorOf(made?.facts.classes[entity.class]);
      if (maker >= 0) to.push({ ref: refs.to(entity.file, maker), argument: -1 });
    }
    if (entity.kind !== "function" || entity.kept) continue;
    // What a cache of the project asks its store is not what the caller asks of the database.
    if (isCache(call.callee)) continue;
    // `load.bind(this, id)` makes a function and calls none.
    if (call.callee.kind === "member" && call.callee.name === "bind") continue;
    if (call.form === "element" && !isServerComponent(evaluator, entity)) continue;
    const called: CalledFunction = { ref: refs.to(entity.file, entity.function), argument: -1 };
    if (entity.named) called.named = true;
    if (entity.bound !== undefined) called.bound = entity.bound;
    if (entity.left && call.callee.kind === "member" && call.callee.of.kind === "this") called.left = true;
    to.push(called);
    for (const step of ownSteps(evaluator, entity)) {
      called.knowsSteps = true;
      to.push({ ref: refs.to(step.file, step.function), argument: -1 });
    }
  }
}

/** The functions of the project that the call is passed, and that what it calls runs before it comes back. */
function addHanded(
  evaluator: Evaluator,
  refs: FunctionRefs,
  file: FileNode,
  call: CallFact,
  callees: readonly Entity[],
  to: CalledFunction[],
): void {
  // A component calls what it is given when something happens.
  if (call.form === "element") return;
  call.arguments.forEach((argument, position) => {
    if (argument.kind === "object")
      for (const run of runInOptions(evaluator, callees, call, position))
        to.push({ ref: refs.to(file.path, run), argument: position });
    if (argument.kind === "object" || !mayBeFunction(file, argument)) return;
    const handed = evaluator
      .value(file, argument)
      .filter((e) => e.kind === "function")
      .filter(({ kept: isKept }) => !isKept);
    if (handed.length === 0) return;
    const { runs } = roleOf(evaluator, file, call, position);
    if (runs === "later" || runs === "cached") return;
    // `rows.forEach(visit)` in a function that is passed `visit`: its callers are told what runs once for each row.
    if (runs === "each" && isPassedIn(file, argument)) return;
    for (const entity of handed) {
      const { file: path, function: index } = entity;
      const given: CalledFunction = { ref: refs.to(path, index), argument: position };
      if (entity.named) given.named = true;
      if (entity.bound !== undefined) given.bound = entity.bound;
      to.push(given);
      for (const thunk of thunksOf(evaluator.project, entity, callees, position))
        to.push({ ref: refs.to(path, thunk), argument: -1 });
    }
  });
}

/** `rows.map((row) => row.name)`: the functions that it is passed call nothing, as most do. */
function handsOnlyIdle(file: FileNode, { arguments: given }: CallFact): boolean {
  return given.every((one) =>
    one.kind === "function"
      ? isIdle(file.facts, one.function)
      : one.kind !== "object" && !mayBeFunction(file, one),
  );
}

/** A parameter, and nothing else. */
function isPassedIn(file: FileNode, value: Value): boolean {
  const held = value.kind === "name" ? (file.facts.bindings[value.binding]?.values ?? []) : [];
  return held.length === 1 && held[0]?.value.kind === "parameter";
}

/** Only components that are asynchronous ask for data while they render, and only on the server. */
function isServerComponent(
  evaluator: Evaluator,
  { file, function: index }: Extract<Entity, { kind: "function" }>,
): boolean {
  return evaluator.project.files.get(file)?.facts.functions[index]?.async === true;
}

/** The function that a call is made in, and whether it is made on every way through it; undefined where it is no usual way. */
function placeOfCall(
  refs: FunctionRefs,
  file: FileNode,
  index: number,
  guards: Guard[],
): CallPlace | undefined {
  const { regions } = file.facts;
  const call = file.facts.calls[index];
  if (call === undefined || neverRuns(file.facts, call)) return undefined;
  let conditional = false;
  let needs: Needs | undefined;
  const add = (need: Need | undefined) => {
    if (need !== undefined) needs = together(needs, [need]);
  };
  for (let at = call.region, hops = 0; at >= 0 && hops < 300; hops++) {
    const region = regions[at];
    if (region === undefined) return undefined;
    if (region.kind === "catch") return undefined;
    if (region.kind === "branch" || region.kind === "case") conditional = true;
    add(needOf(file.facts, region));
    for (const guard of guards) if (guard.region === at && guard.end <= call.start) add(guard.need);
    if (region.kind === "function") {
      const isKept = guardedByCache(file, index, region.function);
      if (isKept && !fillsOwnField(file, index, region.function)) return undefined;
      if (isKeptByDecorator(file, region.function)) return undefined;
      if (looksUpOwnAnswer(file, index, region.function)) return undefined;
      const place: CallPlace = { ref: refs.to(file.path, region.function), conditional };
      if (isKept) place.keptByObject = true;
      add(needOfInner(file.facts, call, region.function));
      if (needs !== undefined) place.needs = needs;
      const parameter = parameterCalled(file, call, region.function);
      if (parameter !== undefined) place.parameter = parameter;
      return place;
    }
    at = region.parent;
  }
  return undefined;
}

/** Whether calling it may build something of a library: a pool, a client. */
function mayBuild({ project }: Evaluator, entity: Entity, { form }: CallFact): boolean {
  switch (entity.kind) {
    case "function":
      return (
        form === "call" &&
        project.files.get(entity.file)?.outline.handingOn.includes(entity.function) === true
      );
    case "operation":
      return form === "call" && entity.member.call?.builds !== undefined;
    case "library":
      return form === "call";
    case "library class":
      return form === "new";
    case "global":
      return globalOf(entity.name)?.member.call?.builds !== undefined;
    default:
      return false;
  }
}

function mayBeFunction(file: FileNode, value: Value): boolean {
  if (value.kind === "function" || value.kind === "name" || value.kind === "member") return true;
  const callee = value.kind === "call" ? file.facts.calls[value.call]?.callee : undefined;
  return callee?.kind === "member" && callee.name === "bind";
}

/** The parameter of the function that the call calls: `(run) => run()`. */
function parameterCalled(file: FileNode, { callee }: CallFact, of: number): number | undefined {
  if (callee.kind !== "name") return undefined;
  const held = file.facts.bindings[callee.binding]?.values[0]?.value;
  return held?.kind === "parameter" && held.function === of ? held.index : undefined;
}

/** A list to keep: one that was pushed to holds room for sixteen more, and of most calls one of the two is empty. */
function kept<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? nothing : list.slice();
}

const nothing: readonly never[] = [];
