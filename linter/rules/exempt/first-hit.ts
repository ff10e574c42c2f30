import type { CallFact, Exit, Value } from "../../facts.ts";
import { isTaken } from "../../link/file/branches.ts";
import { dependsOn, mentions } from "../../link/file/mentions.ts";
import { regionsUpTo } from "../../link/file/regions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { isNoAnswer } from "../../value-parts.ts";
import { changingIn, elementBindings } from "../way/elements.ts";
import { bindingsHolding } from "../way/held.ts";
import { asksForNone, isFailure } from "./answers.ts";
import { leavesRefusing } from "./refusals.ts";

/** `const hit = await find(x); if (hit) return hit;` */
export function stopsAtFirst(file: FileNode, index: number, loop: Iteration): boolean {
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
    if (exit.kind === "return" && loop.kind !== "while" && leavesRefusing(file, exit)) return false;
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
