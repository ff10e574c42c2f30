import type { CallFact, FileFacts, FunctionFact, Region, Value } from "../../facts.ts";
import { lastName } from "../../value-parts.ts";
import { isLeftBefore } from "../file/branches.ts";
import { isFixedList, isInPieces } from "../file/fixed-lists.ts";
import { regionsUpTo } from "../file/regions.ts";
import { cached } from "../file/taker-names.ts";
import type { FileNode } from "../project/project.ts";
import { each, type Role } from "./role.ts";

/** What a call does with the function that is its argument of that number; undefined where it is not asked any more. */
export type RoleIn = (taker: CallFact, position: number) => Role | undefined;

/**
 * What a function does with the function that it is given under a name; undefined where it does nothing.
 * @param among the calls of its file that may call that, or be passed it
 */
export function roleOfGiven(
  file: FileNode,
  index: number,
  isIt: (value: Value) => boolean,
  call: CallFact,
  roleIn: RoleIn,
  among: readonly number[],
): Role | undefined {
  const fact = file.facts.functions[index];
  if (fact === undefined) return undefined;
  // `const forEach = async (list, run) => { … }` has the name that it is called by.
  const { callee } = call;
  const calledBy = lastName(callee);
  const name = fact.name === "" ? calledBy : fact.name;
  if (cached.test(name) && !alwaysCalls(file, fact, isIt)) return { runs: "cached" };
  if (/^(schedule|cron|subscribe|addListener|addEventListener)$/.test(name)) return { runs: "later" };
  let called = false;
  let kept = false;
  for (const at of among) {
    const inner = file.facts.calls[at];
    if (inner === undefined) continue;
    const direct = isIt(inner.callee);
    const handed = inner.arguments.some(isIt);
    if (!direct && !handed) continue;
    const forLater = direct && isHandedOut(call) && isInReturned(file, inner.region, fact);
    if (
      forLater ||
      isAfterError(file, inner.region, fact.body) ||
      (handed && inner.form === "new") ||
      waits(file, inner, isIt, fact, roleIn)
    ) {
      kept = true;
      continue;
    }
    called = true;
    const around = loopsInside(file, inner.region, fact.body, throughList.test(name), roleIn);
    if (around !== undefined) {
      if (leavesLoop(file, inner, around)) continue;
      const counted = around.kind === "count" || around.kind === "while";
      // Once per constant, or once per piece of the list.
      if (isFixedList(file, around.over) || isInPieces(file, around.over)) return { runs: "once" };
      const listed = argumentFor(fact.parameters, around.over, call);
      if (listed !== undefined) return each(listed);
      return each(counted ? call.arguments[0] : argumentFor(fact.parameters, listOf(file, inner), call));
    }
    const role = handed ? roleIn(inner, inner.arguments.findIndex(isIt)) : undefined;
    if (role?.runs === "each") {
      if (isFixedList(file, role.collection) || isInPieces(file, role.collection)) return { runs: "once" };
      return each(argumentFor(fact.parameters, role.collection, call));
    }
  }
  // `new Worker(name, handler)`: it runs when there is work; what is given back, when somebody calls it.
  if (called) return { runs: "once" };
  return kept ? { runs: "later" } : undefined;
}

/**
 * `function cached(key, load) { log(key); return load(); }`, `wrap(run) { try { return await run(); } catch (error) { … } }`: whatever it is
 * called, it calls that each time, and keeps nothing. Behind a lock, each time is as late as the lock says.
 */
function alwaysCalls({ facts }: FileNode, fact: FunctionFact, isIt: (value: Value) => boolean): boolean {
  return (
    fact.decorators.length === 0 &&
    facts.calls.some(
      (call) =>
        call.start >= fact.start &&
        call.end <= fact.end &&
        isIt(call.callee) &&
        isOnEachWay(facts, call.region, fact) &&
        !isLeftBefore(facts, call),
    )
  );
}

/** In the body of the function itself, or in a `try` that it begins. */
function isOnEachWay({ regions }: FileFacts, from: number, { body, name }: FunctionFact): boolean {
  let at = from;
  while (at !== body && regions[at]?.kind === "try" && !/lock/i.test(name)) at = regions[at]?.parent ?? -1;
  return at === body;
}

/** `for (const id of ids) if (!allowed(id)) return done(error);`, `… { done(error); return; }`: the loop ends where the function is called. */
function leavesLoop({ facts }: FileNode, call: CallFact, loop: Region): boolean {
  if (loop.kind !== "each" || facts.regions[call.region]?.function !== loop.function) return false;
  const around = regionsUpTo(facts, call.region, facts.regions.indexOf(loop));
  return facts.exits.some(
    ({ kind, region, start, end }) =>
      kind === "return" &&
      ((start <= call.start && call.end <= end) || (start >= call.end && around.has(region))),
  );
}

/**
 * A place in a function where its parameter is called or handed on runs only when something happens: in a listener that the function
 * adds, or handed to what keeps it for later.
 */
function waits(
  file: FileNode,
  inner: CallFact,
  isIt: (value: Value) => boolean,
  { body }: FunctionFact,
  roleIn: RoleIn,
): boolean {
  const position = inner.arguments.findIndex(isIt);
  if (position >= 0 && isKeptBy(roleIn, inner, position)) return true;
  return isInAdded(file, inner.region, body, roleIn);
}

/** A call keeps what it is passed for later; what a cache is passed, it asks when it has no answer. */
function isKeptBy(roleIn: RoleIn, taker: CallFact, position: number): boolean {
  const runs = roleIn(taker, position)?.runs;
  return runs === "later" || runs === "cached";
}

/** Between the place and the function body that it is in stands a function that is added for later. */
function isInAdded(file: FileNode, region: number, body: number, roleIn: RoleIn, hops = 0): boolean {
  for (let at = region, steps = 0; at >= 0 && at !== body && steps < 200; steps++) {
    const here = file.facts.regions[at];
    if (here === undefined) return false;
    if (here.kind === "function" && isAddedFor(file, here.function, body, roleIn, hops)) return true;
    at = here.parent;
  }
  return false;
}

/** A function that is handed, in place or by its name, only to calls that keep it for later, or called only in such. */
function isAddedFor(file: FileNode, index: number, body: number, roleIn: RoleIn, hops: number): boolean {
  const { bindings, calls } = file.facts;
  const place = file.passedTo.get(index);
  const taker = place === undefined ? undefined : calls[place.call];
  if (place !== undefined && taker !== undefined) return isKeptBy(roleIn, taker, place.argument);
  const held = bindings.findIndex(
    ({ values, target, kind }) =>
      (kind === "function" && target === index) ||
      values.some(({ value }) => value.kind === "function" && value.function === index),
  );
  if (held < 0 || hops > 4) return false;
  const isHeld = (value: Value) => value.kind === "name" && value.binding === held;
  const users = calls.filter(({ callee, arguments: given }) => isHeld(callee) || given.some(isHeld));
  return (
    users.length > 0 &&
    users.every((user) =>
      isHeld(user.callee)
        ? isInAdded(file, user.region, body, roleIn, hops + 1)
        : isKeptBy(roleIn, user, user.arguments.findIndex(isHeld)),
    )
  );
}

/** `try { … } catch (error) { await rollBack(); throw error; }` */
function isAfterError(file: FileNode, region: number, body: number): boolean {
  for (let at = region, hops = 0; at >= 0 && at !== body && hops < 200; hops++) {
    const here = file.facts.regions[at];
    if (here?.kind === "catch") return true;
    at = here?.parent ?? -1;
  }
  return false;
}

/** What the call gives is not called where it is made. */
function isHandedOut({ use }: CallFact): boolean {
  return use === "returned" || use === "property";
}

/** `return async () => f()`: the place is in a function that the function around it only gives back. */
function isInReturned(file: FileNode, region: number, { body, returns }: FunctionFact): boolean {
  for (let at = region, hops = 0; at >= 0 && at !== body && hops < 200; hops++) {
    const here = file.facts.regions[at];
    if (here === undefined) return false;
    const given = here.kind === "function" ? here.function : -1;
    if (returns.some(({ value }) => value.kind === "function" && value.function === given)) return true;
    at = here.parent;
  }
  return false;
}

const throughList = /map|each|concurren|parallel|series/i;

/** The loop between a region and the function body that it is in. */
function loopsInside(
  file: FileNode,
  region: number,
  body: number,
  byName: boolean,
  roleIn: RoleIn,
): Region | undefined {
  for (let at = region, hops = 0; at >= 0 && at !== body && hops < 200; hops++) {
    const here = file.facts.regions[at];
    if (here === undefined) return undefined;
    if (here.kind === "each") return here;
    // A loop that counts may as well try again; by its name the function goes through a list.
    if (byName && (here.kind === "count" || here.kind === "while")) return here;
    if (here.kind === "function") {
      const place = file.passedTo.get(here.function);
      const taker = place === undefined ? undefined : file.facts.calls[place.call];
      const role = place === undefined || taker === undefined ? undefined : roleIn(taker, place.argument);
      if (role?.runs === "each") return withList(here, role.collection);
    }
    at = here.parent;
  }
  return undefined;
}

/** The function that runs once for each element of the list, as the loop that it is. */
function withList({ over: _, ...body }: Region, list: Value | undefined): Region {
  return list === undefined ? body : { ...body, over: list };
}

/** `callback(items[at])`: the list whose element a callback is given, where the loop itself (of workers, say) is over something else. */
function listOf(file: FileNode, { arguments: [given] }: CallFact): Value | undefined {
  const held = given?.kind === "name" ? file.facts.bindings[given.binding]?.values[0]?.value : given;
  return held?.kind === "element" ? held.of : undefined;
}

/** What the caller passes for the parameter that a helper loops over. */
function argumentFor(
  parameters: { binding: number }[],
  over: Value | undefined,
  call: CallFact,
): Value | undefined {
  if (over?.kind !== "name") return undefined;
  const position = parameters.findIndex(({ binding }) => binding === over.binding);
  return position < 0 ? undefined : call.arguments[position];
}
