import type { CallFact, Exit, Place, Value } from "../../../facts.ts";
import { isNoAnswer, partsInside } from "../../../value-parts.ts";
import type { FileNode } from "../../project/project.ts";
import { earlyExits, isTaken } from "../branches.ts";
import { mentions, mentionsDeep } from "../mentions.ts";
import { regionsInFunction } from "../regions.ts";
import {
  isFilled,
  isFilledByMethod,
  isFilledElement,
  isFilledField,
  isGathered,
  isMadeInBranch,
  isMark,
  isSaidDone,
} from "./filled.ts";
import { isDone, isLookup } from "./looked-up.ts";
import { isAnew, isAskedBefore, keeps, named } from "./stores.ts";

type Operation = Extract<Value, { kind: "operation" }>;

/**
 * Whether a call is made only when something kept from before does not have the answer: inside `if (!cache.has(id))`, after
 * `if (cached) return cached`, or to fill a variable that outlives `again` and is still empty. `again` is the code that runs again and
 * again: a variable from outside of it keeps its value.
 */
export function guardedByCache(file: FileNode, index: number, inFunction: number, again?: Place): boolean {
  const { calls, functions } = file.facts;
  const call = calls[index];
  if (call === undefined) return false;
  const body = again ?? functions[inFunction];
  const lacks = (condition: Value, holds: boolean, skips = false) =>
    saysAbsent({ file, call, index, again: body, skips }, condition, holds);
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
function isOfAllTurns(file: FileNode, { start }: Place, condition: Value, again: Place | undefined): boolean {
  if (again === undefined || start >= again.start) return false;
  return mentionsDeep(file, condition, (value) => {
    if (value.kind === "element") return true;
    return value.kind === "call" && (file.facts.calls[value.call]?.arguments.length ?? 0) > 0;
  });
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

/** A call that may be made only where a store has nothing. */
interface Guarded {
  file: FileNode;
  call: CallFact;
  index: number;
  /** The code that runs again and again. */
  again: Place | undefined;
  /** Of an element that is there already the turn does nothing: what is put there may be a mark that it had its turn. */
  skips: boolean;
}

/** Whether a store has nothing when the condition holds (or does not). */
function saysAbsent(guarded: Guarded, condition: Value, holds: boolean, depth = 0): boolean {
  if (depth > 12) return false;
  const { file, call, index, again } = guarded;
  const inner = (part: Value, truth: boolean) => saysAbsent(guarded, part, truth, depth + 1);
  switch (condition.kind) {
    case "operation":
      return operationSaysAbsent(guarded, condition, holds, inner);
    case "choice": {
      const parts = partsInside(condition);
      // `if (teamId && closed.has(teamId)) continue`: what is a key elsewhere is no answer.
      return parts.some((part) => !isKeyIn(file, part, parts) && inner(part, holds));
    }
    case "call": {
      const callee = file.facts.calls[condition.call]?.callee;
      const given = file.facts.calls[condition.call]?.arguments ?? [];
      if (callee?.kind === "member" && (callee.name === "has" || callee.name === "get"))
        return (
          !holds &&
          !isDone(file, callee, given) &&
          (keeps(file, callee.of, call, again) || (depth === 0 && isAskedBefore(file, callee.of, again)))
        );
      // What a function says of a kept value may be either: `needsRefresh(cached)`.
      return given.some((part) =>
        mentions(file, part, (value) => value.kind === "name" && isKept(value.name)),
      );
    }
    case "await":
      return inner(condition.of, holds);
    case "element":
      return !holds && isElementKept(guarded, condition.of);
    case "member":
      return (
        (!holds &&
          (isFilledField(file, condition, index, again) ||
            isMadeInBranch(file, condition, call, again) ||
            isFilledByMethod(file, condition, call) ||
            isMark(file, condition, call))) ||
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

function operationSaysAbsent(
  guarded: Guarded,
  operation: Operation,
  holds: boolean,
  inner: (part: Value, truth: boolean) => boolean,
): boolean {
  const { operator, of } = operation;
  const some = (truth: boolean) => of.some((part) => inner(part, truth));
  if (operator === "!") return some(!holds);
  if (/^[!=]==?$/.test(operator)) {
    const [left, right] = of;
    const empty = of.find(isNoAnswer);
    const other = empty === left ? right : left;
    if (empty === undefined || other === undefined) return some(holds);
    return inner(other, operator.startsWith("!") === holds);
  }
  // `if (cached.length < wanted) return`: what is too short is what lacks.
  if (/^<=?$/.test(operator) && isCount(of[0])) return some(!holds);
  if (saysMore(operation, holds)) return false;
  // `if (!(id in names)) names[id] = await load(id)`
  if (operator === "in") return !holds && of[1] !== undefined && isElementKept(guarded, of[1]);
  return some(holds);
}

/** `answers[id]`: what the element is taken of is not made anew in each turn, and is called or filled as what keeps answers. */
function isElementKept({ file, index, again, skips }: Guarded, of: Value): boolean {
  return !isAnew(file, of, again) && (named(of) || isFilledElement(file, of, index, skips));
}

/** `if (wanted <= 0) continue`: what is more than a number is there. */
function saysMore({ operator, of }: Operation, holds: boolean): boolean {
  const [left, right] = of;
  const isMore = /^[<>]=?$/.test(operator) && operator.startsWith(">") === holds;
  return isMore && left?.kind === "name" && right?.kind === "literal" && typeof right.value === "number";
}

/** A variable that another of these conditions looks for in a set or a map. */
function isKeyIn({ facts }: FileNode, part: Value, among: readonly Value[]): boolean {
  if (part.kind !== "name") return false;
  return among.some((other) => {
    const call = other.kind === "call" ? facts.calls[other.call] : undefined;
    const [key] = call?.arguments ?? [];
    return (
      call?.callee.kind === "member" &&
      call.callee.name === "has" &&
      key?.kind === "name" &&
      key.binding === part.binding
    );
  });
}

/** `cached.length` */
function isCount(value: Value | undefined): boolean {
  return value?.kind === "member" && /^(length|size)$/.test(value.name);
}

function isKept(name: string): boolean {
  return /^(cached|memoi[sz]ed|fromCache|existingPromise|inflight|hit)|.cache$/i.test(name);
}
