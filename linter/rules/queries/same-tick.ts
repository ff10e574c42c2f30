import type { CallFact } from "../../facts.ts";
import { regionsInFunction } from "../../link/file/regions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import type { LoopedCall } from "../way/looped-call.ts";
import { takenAround } from "../way/taken.ts";
import { stepsOn } from "../way/way.ts";

/**
 * Whether all turns of the loop send the query in one tick, so that a library which joins such queries sends one:
 * `Promise.all(ids.map((id) => prisma.user.findUnique(…)))`. `reach` is how the call comes to the query.
 */
export function sentInOneTick({ linked, file, call, loop, reach }: LoopedCall): boolean {
  if (!startsAtOnce(file, loop) || isPutOff(linked, file, call, loop) || opensTransaction(call)) return false;
  // Of a field's arguments, which are the same for all parents, it is for all or for none that something else is asked before.
  // What was awaited before a loop without a callback, no turn waits for.
  const from = loop.kind === "callback" ? 0 : loop.bodyStart;
  if (!firstAwait(linked, file, call, loop.parent !== undefined, from)) return false;
  for (const step of stepsOn(linked, reach))
    if (step === undefined || opensTransaction(step.call) || !firstAwait(linked, step.file, step.call, false))
      return false;
  return true;
}

/** `prisma.$transaction(async (tx) => …)`: what is asked in a transaction of its own travels with nothing else. */
function opensTransaction({ callee }: CallFact): boolean {
  return callee.kind === "member" && callee.name === "$transaction";
}

/** No turn waits for the one before. */
function startsAtOnce({ facts }: FileNode, loop: Iteration): boolean {
  // A GraphQL server resolves a field of all parents together.
  if (loop.parent !== undefined) return true;
  if (loop.kind === "callback") {
    const runner = facts.calls[loop.call];
    const { callee } = runner ?? {};
    const name = callee?.kind === "member" || callee?.kind === "name" ? callee.name : "";
    const bounded = runner?.arguments.some(
      (argument) =>
        argument.kind === "object" && argument.properties.some(({ key }) => key === "concurrency"),
    );
    return /^(map|forEach|flatMap|filter|each|from)$/.test(name) && bounded !== true;
  }
  if (loop.kind === "while" || loop.awaits) return false;
  const own = facts.regions[loop.region]?.function;
  return !facts.calls.some(
    ({ use, start, end, region }) =>
      use === "awaited" &&
      start >= loop.bodyStart &&
      end <= loop.bodyEnd &&
      facts.regions[region]?.function === own,
  );
}

/** Nothing is awaited in the function, from that place on, before this call, but what travels together with that of the other turns. */
function firstAwait(linked: Linked, file: FileNode, call: CallFact, butAside: boolean, from = 0): boolean {
  const { calls, regions, functions } = file.facts;
  const region = regions[call.region];
  const body = region && functions[region.function];
  if (body === undefined) return false;
  return !calls.some(
    (other, index) =>
      other.use === "awaited" &&
      other.start >= Math.max(body.start, from) &&
      other.end <= call.start &&
      !isInOtherArm(file, other, call) &&
      !(butAside && isAside(file, other, call)) &&
      !isCoalesced(linked, file, index),
  );
}

/** A query that comes back to all turns at once, so that they go on together. */
function isCoalesced(linked: Linked, file: FileNode, index: number): boolean {
  const target = linked.graph.targetsOf(file).get(index);
  if (target === undefined || target.queries.length === 0 || target.functions.length > 0) return false;
  return target.queries.every(({ operation }) => operation.coalesced === true);
}

/** `known ? await update(known) : await find(id)`: of the two calls no turn makes both. */
function isInOtherArm({ facts }: FileNode, one: CallFact, other: CallFact): boolean {
  const arms = new Map<number, number>();
  for (const { kind, group, arm } of regionsInFunction(facts, other.region))
    if (kind === "branch") arms.set(group, arm);
  for (const { kind, group, arm } of regionsInFunction(facts, one.region))
    if (kind === "branch" && arms.has(group)) return arms.get(group) !== arm;
  return false;
}

/** In a branch that the other call is not in. */
function isAside({ facts }: FileNode, one: CallFact, other: CallFact): boolean {
  for (const { kind, start, end } of regionsInFunction(facts, one.region))
    if (kind === "branch" && (other.start < start || other.end > end)) return true;
  return false;
}

/** `before.then(() => find(id))`, `limit(() => find(id))`: the call is in a function that runs when something else is done. */
function isPutOff(linked: Linked, file: FileNode, call: CallFact, loop: Iteration): boolean {
  for (const taken of takenAround(file, call, loop)) {
    if (taken === undefined) return true;
    const { taker } = taken;
    if (opensTransaction(taker)) return true;
    const { callee } = taker;
    if (callee.kind === "member" && /^(then|catch|finally)$/.test(callee.name)) return true;
    // What nobody knows may start it when it likes: `const limit = pLimit(3)`.
    const known = linked.evaluator.value(file, callee);
    if (taker.form !== "new" && !known.some((e) => e.kind === "function" || e.kind === "operation"))
      return true;
  }
  return false;
}
