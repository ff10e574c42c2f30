import type { CallFact, Exit, Region, Value } from "../../facts.ts";
import { isTaken, neverRuns } from "../../link/file/branches.ts";
import { guardedByCache } from "../../link/file/memo/guarded.ts";
import { dependsOn, mentions } from "../../link/file/mentions.ts";
import { regionsInFunction, regionsUpTo } from "../../link/file/regions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { isNoAnswer, titleOf } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { changingIn, elementBindings } from "../way/elements.ts";
import { bindingsHolding } from "../way/held.ts";
import { isAnsweredAlike } from "./answered-alike.ts";
import { asksForNone, isFailure } from "./answers.ts";
import { isAfterFailure, isAfterFailureOnTheWay } from "./failures.ts";
import { followsChain } from "./follows.ts";
import { asksForGathered, gathersOnTheWay, waitsForMany } from "./gathered.ts";
import { asksOnlyOnce } from "./kept-relations.ts";
import { asksAnotherTable, passesTable } from "./other-tables.ts";
import { readsOwnWrite } from "./own-writes.ts";
import { isInMigration, isPartOfProgram } from "./program-parts.ts";
import { readsAgain } from "./read-again.ts";
import { isRefusal } from "./refusals.ts";
import { stopsByFlag } from "./stop-flags.ts";
import { isThereAlready } from "./there-already.ts";
import { readsTableWritten } from "./written-tables.ts";

/** The loops inside of such a one ask the same table in every turn. */
export const anotherTable = "each turn asks another table";
/** The loops around such a one come to the query in each of their turns. */
export const firstHit = "stops at the first hit";
export const oneElement = "each branch is for one known element";
/** This query needs what the turn before wrote; what else the turn reads may not. */
export const ownWrite = "each turn reads what the turn before wrote";
/** This query is asked of what a row lacks; what else the turn reads may not be. */
export const notLacking = "asks only for what these rows have already";

/** Why a query in a loop over data is right as it is, or undefined where it is not. `way` is how the call comes to the query. */
export function exemptionOf(
  linked: Linked,
  file: FileNode,
  index: number,
  loop: Iteration,
  way: Reach,
): string | undefined {
  const call = file.facts.calls[index];
  if (call === undefined) return "";
  if (isInMigration(file, call)) return "a migration runs once";
  if (neverRuns(file.facts, call)) return "stands behind the end of its function and never runs";
  const around = regionsBetween(file, call, loop);
  const isAfterError =
    around.some((region) => region.kind === "catch") ||
    isInCatch(file, loop) ||
    isAfterFailure(file, around) ||
    isAfterFailureOnTheWay(linked, way);
  if (isAfterError) return "runs only after an error";
  const inFunction = around.find((region) => region.kind === "function")?.function ?? functionOf(file, call);
  const again = { start: loop.bodyStart, end: loop.bodyEnd };
  if (guardedByCache(file, index, inFunction, again)) return "asks only for what is not kept yet";
  if (around.some((region) => isOfMany(file, region))) return "asks once for so many turns";
  if (takesList(file, call, loop)) return "the element is itself a list that is asked for at once";
  const gathers = asksForGathered(file, call, loop) || waitsForMany(file, around, loop);
  if (gathers || gathersOnTheWay(linked, way)) return "asks at once for what many turns gathered";
  if (asksAnotherTable(linked, file, call, loop) || passesTable(linked, file, call, loop, way))
    return anotherTable;
  if (isPartOfProgram(linked, file, call, loop, way))
    return "the elements are parts of the program, not rows";
  if (dispatches(file, around, loop) || dispatchesInside(file, call, loop, way)) return oneElement;
  const stops = stopsAtFirst(file, index, loop) || stopsByFlag(file, index, loop);
  if (stops && !isAnsweredAlike(file, index, loop, way)) return firstHit;
  if (followsChain(file, call, loop)) return "each turn needs the row of the turn before";
  if (asksOnlyOnce(linked, file, call, loop, way)) return "what is asked for is kept and asked for once";
  if (readsOwnWrite(linked, file, call, loop, way) || readsTableWritten(linked, file, call, loop, way))
    return ownWrite;
  if (readsAgain(linked, file, call, loop, way)) return "what may have changed since is read again";
  if (isThereAlready(linked, file, call, loop, way)) return notLacking;
  return undefined;
}

function functionOf(file: FileNode, call: CallFact): number {
  return file.facts.regions[call.region]?.function ?? 0;
}

/** `if (index % 1000 === 0) chunk = await load(rows.slice(index, index + 1000))` */
function isOfMany({ facts }: FileNode, region: Region): boolean {
  const { condition } = region;
  if (region.kind !== "branch" || condition?.kind !== "operation" || !isTaken(facts, region)) return false;
  const isRest = (value: Value | undefined) =>
    value?.kind === "operation" && value.operator === "%" && counts(value.of[0]);
  const [left, right] = condition.of;
  if (condition.operator === "!") return isRest(left);
  return /^===?$/.test(condition.operator) && isRest(left) && right?.kind === "literal" && right.value === 0;
}

/** `index`, `index + 1`, `batch.length`: how many turns there were, where `row.day % 7` is data. */
function counts(value: Value | undefined): boolean {
  if (value?.kind === "operation") return value.of.every((part) => part.kind === "literal" || counts(part));
  return value?.kind === "name" || (value?.kind === "member" && /^(length|size)$/.test(value.name));
}

/** The loop itself is what is done after an error. */
function isInCatch(file: FileNode, loop: Iteration): boolean {
  const inside = loop.region >= 0 ? loop.region : (file.facts.calls[loop.call]?.region ?? -1);
  for (const { kind } of regionsInFunction(file.facts, inside)) if (kind === "catch") return true;
  return false;
}

/** The regions from the call out to the loop. */
function regionsBetween(file: FileNode, call: CallFact, loop: Iteration): Region[] {
  const out: Region[] = [];
  for (let at = call.region, hops = 0; at >= 0 && at !== loop.region && hops < 300; hops++) {
    const region = file.facts.regions[at];
    if (region === undefined || region.start < loop.bodyStart) break;
    out.push(region);
    at = region.parent;
  }
  return out;
}

/** `where: { id: { in: chunk } }` with the element itself as the list, and `load(chunk.map((row) => row.id))`. */
function takesList(file: FileNode, call: CallFact, loop: Iteration): boolean {
  // `for (const { id, seats } of bookings)`: each booking has seats of its own.
  const isProperty = (index: number) => file.facts.bindings[index]?.values[0]?.value.kind === "member";
  const elements = new Set(elementBindings(file, loop).filter((index) => !isProperty(index)));
  const isElement = (value: Value): boolean =>
    (value.kind === "name" && elements.has(value.binding)) ||
    (value.kind === "call" && isMapOfElement(file, value.call, elements));
  const isMade = (value: Value) => value.kind === "call" && isMapOfElement(file, value.call, elements);
  if (call.arguments.some(isMade)) return true;
  // Of a chain, what is asked stands in every part: `find({ _id: { $in: ids } }).toArray()`.
  return [call.callee, ...call.arguments].some((part) =>
    mentions(file, part, (value) => {
      if (value.kind === "object") {
        return value.properties.some((p) => (p.key === "in" || p.key === "$in") && isElement(p.value));
      }
      if (value.kind !== "call") return false;
      const inner = file.facts.calls[value.call];
      const name = inner?.callee.kind === "name" || inner?.callee.kind === "member" ? inner.callee.name : "";
      return /^(In|inArray|whereIn|any|Any)$/.test(name) && (inner?.arguments.some(isElement) ?? false);
    }),
  );
}

/** `chunk.map((row) => row.id)`. */
function isMapOfElement(file: FileNode, index: number, elements: ReadonlySet<number>): boolean {
  const callee = file.facts.calls[index]?.callee;
  if (callee?.kind !== "member" || !/^(map|flatMap|filter)$/.test(callee.name)) return false;
  return callee.of.kind === "name" && elements.has(callee.of.binding);
}

/** `if (key === "email") …`, `switch (key) { case "email": … }`: the element itself is compared with something fixed. */
function dispatches(file: FileNode, around: Region[], loop: Iteration): boolean {
  const elements = new Set(elementBindings(file, loop));
  // `const kind = key as Kind`
  file.facts.bindings.forEach(({ kind, values: [held] }, index) => {
    const isSame = kind === "constant" && held?.value.kind === "name" && elements.has(held.value.binding);
    if (isSame) elements.add(index);
  });
  const isElement = (value: Value | undefined) =>
    value?.kind === "name" &&
    !isTakenOut(file, value.binding) &&
    (elements.has(value.binding) || isMadeOfKey(file, value.binding, loop, elements));
  // `if (wanted === row.id)`: no more than one of them is it.
  const isIdentity = (one: Value | undefined, other: Value | undefined) => {
    if (one === undefined || other === undefined) return false;
    // `if (id === wanted)`, where the element is the id.
    const tells =
      one.kind === "name"
        ? isElement(one) &&
          isWhole(file, one.binding) &&
          (other.kind === "name" || (other.kind === "member" && isIdentifier(one.name)))
        : one.kind === "member" && /^(_?id|uuid|guid|name|key|slug)$/i.test(one.name) && isElement(one.of);
    return tells && !dependsOn(file, other, changingIn(file, loop));
  };
  const compares = (condition: Value): boolean => {
    // `key === "email" && isSet`: the branch is for that element only.
    if (condition.kind === "choice" && condition.when !== undefined && condition.of.length === 1)
      return [condition.when, ...condition.of].some(compares);
    if (condition.kind !== "operation" || !/^={2,3}$/.test(condition.operator)) return false;
    const [left, right] = condition.of;
    if (isOneTurn(file, loop, left, right) || isOneTurn(file, loop, right, left)) return true;
    if (isIdentity(left, right) || isIdentity(right, left)) return true;
    return (isElement(left) && isFixed(file, right)) || (isElement(right) && isFixed(file, left));
  };
  return around.some((region) => {
    if (region.condition === undefined) return false;
    if (region.kind === "case") return isElement(inOneCase(file, region.condition));
    return region.kind === "branch" && isTaken(file.facts, region) && compares(region.condition);
  });
}

/** What a switch tells apart: `switch (option.toLowerCase())` does so as `switch (option)` does. */
function inOneCase({ facts }: FileNode, arm: Value): Value {
  const [value = arm] = arm.kind === "operation" ? arm.of : [];
  const { callee } = (value.kind === "call" && facts.calls[value.call]) || {};
  return callee?.kind === "member" && /^(to(Lower|Upper)Case|trim)$/.test(callee.name) ? callee.of : value;
}

/** `id`, `orderId`, `user_id`: of the elements no two are the same. */
function isIdentifier(name: string): boolean {
  return /^(_?id|uuid|guid)$|[a-z\d](Id|Uuid|Guid)$|_(id|uuid|guid)$/.test(name);
}

/** `if (i === rows.length - 1)`: of all turns it is the last one. */
function isOneTurn(
  file: FileNode,
  loop: Iteration,
  one: Value | undefined,
  other: Value | undefined,
): boolean {
  if (one?.kind !== "name" || other === undefined || loop.kind !== "count") return false;
  const counter = file.facts.bindings[one.binding];
  const headEnd = file.facts.regions[loop.region]?.headEnd ?? loop.start;
  if (counter === undefined || counter.start < loop.start || counter.start >= headEnd) return false;
  return !dependsOn(file, other, changingIn(file, loop));
}

/** `for (const role of roles) await remove(user, role)`, where only one known role leads to the query. */
function dispatchesInside(file: FileNode, call: CallFact, loop: Iteration, { next, onward }: Reach): boolean {
  const needs = next === undefined ? [] : (onward?.needs ?? []);
  return needs.some(({ values, given, property, parameter }) => {
    if (values === undefined || !given || property !== "") return false;
    const argument = call.arguments[parameter];
    if (argument?.kind !== "name" || !elementBindings(file, loop).includes(argument.binding)) return false;
    return isWhole(file, argument.binding);
  });
}

/** The element itself: a property that is taken out of it, `{ id, role }`, many may have. */
function isWhole({ facts }: FileNode, binding: number): boolean {
  const held = facts.bindings[binding]?.values[0]?.value.kind;
  return held === "each" || held === "parameter";
}

/** `{ status }` of the rows: many may have it, where `[key]` of the entries of an object only one has. */
function isTakenOut({ facts }: FileNode, binding: number): boolean {
  return facts.bindings[binding]?.values[0]?.value.kind === "member";
}

/** `const column = columnOf(key)` in a loop over the keys of an object: it says as much as the key. */
function isMadeOfKey(
  file: FileNode,
  index: number,
  { collection, bodyStart, bodyEnd }: Iteration,
  keys: ReadonlySet<number>,
): boolean {
  const over = collection?.kind === "call" ? file.facts.calls[collection.call] : undefined;
  const binding = file.facts.bindings[index];
  if (over === undefined || titleOf(over.callee) !== "Object.keys" || binding?.kind !== "constant")
    return false;
  if (binding.start < bodyStart || binding.start >= bodyEnd) return false;
  const made = binding.values[0]?.value;
  const call = made?.kind === "call" ? file.facts.calls[made.call] : undefined;
  return call?.arguments.some((given) => given.kind === "name" && keys.has(given.binding)) ?? false;
}

/** A literal, or a member of an enumeration or of an object of constants: `FEATURE.TAX_FORMS`. */
function isFixed(file: FileNode, value: Value | undefined): boolean {
  if (value?.kind === "literal") return true;
  if (value?.kind === "name") return /^[A-Z][A-Z0-9_]*$/.test(value.name);
  if (value?.kind !== "member" || value.of.kind !== "name") return false;
  const kind = file.facts.bindings[value.of.binding]?.kind;
  return kind === "type" || (kind === "import" && /^[A-Z]/.test(value.name));
}

/** `const hit = await find(x); if (hit) return hit;` */
function stopsAtFirst(file: FileNode, index: number, loop: Iteration): boolean {
  const { exits, regions, calls } = file.facts;
  const call = calls[index];
  if (call === undefined || loop.kind === "callback") return false;
  const chain = regionsUpTo(file.facts, call.region, loop.region);
  const conditions = new Set([...chain].flatMap((at) => conditionOf(file, at) ?? []));
  return exits.some((exit) => {
    if (exit.kind === "continue") return false;
    if (regions[exit.region]?.function !== regions[loop.region]?.function) return false;
    // `await log(row); throw new Error(row.id)`
    if (exit.kind === "throw")
      return (
        exit.start >= call.end &&
        exit.end <= loop.bodyEnd &&
        chain.has(exit.region) &&
        !goesOnBefore(file, call, exit) &&
        ![...regionsUpTo(file.facts, exit.region, loop.region)].some(
          (region) => regions[region]?.kind === "try",
        )
      );
    if (exit.kind === "break" && left(file, exit.region) !== loop.region) return false;
    if (exit.start < call.start || exit.end > loop.bodyEnd) {
      const returnsIt = exit.kind === "return" && exit.start < call.start && exit.end >= call.end;
      return returnsIt && exit.start > loop.bodyStart;
    }
    const region = regions[exit.region];
    // Whoever comes to the call comes to the exit.
    if (exit.region === loop.region || chain.has(exit.region)) return true;
    // `const key = await find(id); try { return open(key, text); } catch {}`: the turns go on as long as it goes wrong.
    if (region?.kind === "try" && (region.parent === loop.region || chain.has(region.parent))) return true;
    if (region?.kind !== "branch" || region.condition === undefined || region.arm !== 0) return false;
    // `if (kind === "done") await find(); if (kind === "done" || kind === "error") break;`
    if (
      region.parent === loop.region &&
      partsOfAny(file, region.condition).some((part) => conditions.has(part))
    )
      return true;
    // `if (!existing) return error`: what is looked for in vain is no free name, which would be given back.
    if (exit.kind === "return" && loop.kind === "each" && refuses(region.condition)) {
      const given = exit.value;
      if (given !== undefined && !dependsOn(file, given, changingIn(file, loop))) return false;
    }
    // `if (!may(row)) return rejection("not allowed", { row })`: all of them are asked about as long as it goes well.
    if (exit.kind === "return" && loop.kind === "each" && isRefusal(file, exit.value)) return false;
    // `if (row?.owner !== me) return false`: all of them must be mine.
    const isRefused = exit.kind === "return" && loop.kind === "each" && isFalse(exit.value);
    if (isRefused && isOther(region.condition)) return false;
    return wants(file, region.condition, call, index);
  });
}

function isFalse(value: Value | undefined): boolean {
  return value?.kind === "literal" && value.value === false;
}

/** `row.owner !== me`, `me && row.owner !== me` */
function isOther(condition: Value): boolean {
  if (condition.kind === "choice" && condition.when !== undefined) return condition.of.some(isOther);
  return (
    condition.kind === "operation" && /^!==?$/.test(condition.operator) && !condition.of.some(isNoAnswer)
  );
}

/** `if (row !== undefined) continue; throw new Error(name)`, and `break` in a `switch`: of what is found the turns go on. */
function goesOnBefore(file: FileNode, call: CallFact, before: Exit): boolean {
  return file.facts.exits.some(
    ({ kind, start, end }) =>
      (kind === "continue" || kind === "break") && start >= call.end && end <= before.start,
  );
}

/** As text, the condition that a region is entered on. */
function conditionOf(file: FileNode, at: number): string | undefined {
  const region = file.facts.regions[at];
  if (region?.kind !== "branch" || region.condition === undefined || !isTaken(file.facts, region))
    return undefined;
  return file.source.slice(region.condition.start, region.condition.end);
}

/** As text, the conditions of which one is enough. */
function partsOfAny(file: FileNode, condition: Value): string[] {
  const parts = condition.kind === "choice" && condition.when === undefined ? condition.of : [condition];
  return parts.map(({ start, end }) => file.source.slice(start, end));
}

/** Whether the loop ends, by `return` or `break`, on what the call answers: of a call that asks the same in every turn, that is polling. */
export function endsOnAnswer(file: FileNode, index: number, loop: Iteration): boolean {
  const { exits, regions, calls } = file.facts;
  const call = calls[index];
  if (call === undefined || loop.kind === "callback") return false;
  const held = bindingsHolding(file, index);
  return exits.some((exit) => {
    if (exit.kind !== "return" && exit.kind !== "break") return false;
    if (exit.start < call.start || exit.end > loop.bodyEnd) return false;
    const { condition, kind } = regions[exit.region] ?? {};
    if (kind !== "branch" || condition === undefined) return false;
    if (exit.kind === "break" && left(file, exit.region) !== loop.region) return false;
    // `if (used + file.size > limit) return`: the turns differ all the same.
    if (dependsOn(file, condition, new Set(elementBindings(file, loop)))) return false;
    return mentions(
      file,
      condition,
      (value) =>
        (value.kind === "call" && value.call === index) || (value.kind === "name" && held.has(value.binding)),
    );
  });
}

/** The loop (or switch) that a `break` in this region leaves. */
function left(file: FileNode, from: number): number {
  for (let at = from, hops = 0; at >= 0 && hops < 300; hops++) {
    const region = file.facts.regions[at];
    if (region === undefined || /^(each|count|while|case|function)$/.test(region.kind)) return at;
    at = region.parent;
  }
  return -1;
}

/** `!existing || existing.owner !== user.id`: not there, or not for whoever asks. */
function refuses(condition: Value): boolean {
  const either = condition.kind === "choice" && condition.when === undefined ? condition.of[0] : condition;
  return either !== undefined && asksForNone(either);
}

/** The condition holds when the call found something. */
function wants(file: FileNode, condition: Value, call: CallFact, index: number): boolean {
  if (asksForNone(condition)) return isFreeName(file, condition, index);
  // `if (used + size > limit)` weighs what was found; `> 0` asks whether there is any.
  const weighs = condition.kind === "operation" && /^[<>]=?$/.test(condition.operator);
  if (weighs && !condition.of.some((v) => v.kind === "literal" && (v.value === 0 || v.value === 1)))
    return false;
  // `if (saved instanceof Error) return saved`
  if (condition.kind === "operation" && condition.operator === "instanceof")
    return !condition.of.some((value) => value.kind === "name" && isFailure.test(value.name));
  // `const error = await validate(row); if (error) break`: what goes well goes on to the last.
  if (condition.kind === "name" && isFailure.test(condition.name)) return false;
  const held = bindingsHolding(file, index);
  return mentions(file, condition, (value) => {
    if (value.kind === "call" && file.facts.calls[value.call] === call) return true;
    return value.kind === "name" && dependsOn(file, value, held);
  });
}

/** `while/for … if (!taken) return slug`, `if (!(await isTaken(room))) return room`: looking for what is free also ends at the first hit. */
function isFreeName(file: FileNode, condition: Value, index: number): boolean {
  const held = bindingsHolding(file, index);
  const isIt = (value: Value) =>
    value.kind === "name" ? held.has(value.binding) : value.kind === "call" && value.call === index;
  const tested = mentions(file, condition, isIt);
  const named = mentions(
    file,
    condition,
    (v) =>
      (v.kind === "name" || v.kind === "member") &&
      /exist|taken|used|conflict|duplicate|occupied|reserved|busy/i.test(v.name),
  );
  return tested && named;
}
