import type { CallFact, Value } from "../../facts.ts";
import { dependsOn, mentionsDeep } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { repetitionOf } from "../repetition/repetition.ts";
import type { Linked } from "../rule.ts";
import { changingIn } from "../way/elements.ts";
import { bindingsHolding } from "../way/held.ts";
import { loopsAround } from "../way/loops-around.ts";
import { leavesRefusing } from "./refusals.ts";

/**
 * `while (await exists(slug)) slug = next()`: whether the query only looks for a name that is free. What each turn asks hangs on the
 * answer of the turn before, and the first answer usually ends it. `way` is how the call comes to the query.
 */
export function looksForFree(linked: Linked, file: FileNode, call: number, way: Reach): boolean {
  if (isProbe(linked, file, call) || makesUnique(file, call)) return true;
  for (let at = way.onward; at !== undefined; at = at.onward) {
    const inside = linked.project.files.get(at.file);
    if (inside === undefined) continue;
    if (isProbe(linked, inside, at.at.call) || makesUnique(inside, at.at.call)) return true;
  }
  return false;
}

/** `generateUniqueSlug(title)`: by its name the function looks for one that is free. */
function makesUnique(file: FileNode, index: number): boolean {
  const callee = file.facts.calls[index]?.callee;
  return (callee?.kind === "member" || callee?.kind === "name") && making.test(callee.name);
}

const making =
  /^(generate|make|create|build|find|get|next|resolve|compute|allocate)\w*(unique|available|free|unused)\w*(slug|name|code|key|handle|id|identifier|path|url|title|number)$|^(generate|make|create)\w*slug$/i;

function isProbe(linked: Linked, file: FileNode, index: number): boolean {
  const call = file.facts.calls[index];
  if (call === undefined) return false;
  return loopsAround(linked, file, call.region).some(
    (loop) =>
      (loop.kind === "while" || loop.kind === "count") &&
      repetitionOf(linked, file, loop).runs !== "many" &&
      endsOnNothing(file, index, loop) &&
      asksAnother(file, call, loop) &&
      !climbs(file, index, call),
  );
}

/** The loop goes on while there is an answer: it says so in its condition, or leaves where there is none. */
function endsOnNothing(file: FileNode, index: number, loop: Iteration): boolean {
  const { exits, regions } = file.facts;
  const held = bindingsHolding(file, index);
  const isAnswer = (value: Value) => isTested(value, index, held);
  const condition = regions[loop.region]?.condition;
  if (condition !== undefined && isAnswer(condition)) return true;
  return exits.some((exit) => {
    const { kind, region, start, end } = exit;
    if (kind !== "return" && kind !== "break") return false;
    if (start < loop.bodyStart || end > loop.bodyEnd || leavesRefusing(file, exit)) return false;
    const branch = regions[region];
    return branch?.kind === "branch" && branch.parent === loop.region && branch.condition !== undefined
      ? isAnswer(branch.condition)
      : false;
  });
}

/** The condition asks whether there is an answer, and nothing about what is in it. */
function isTested(condition: Value, index: number, held: ReadonlySet<number>): boolean {
  switch (condition.kind) {
    case "await":
      return isTested(condition.of, index, held);
    case "call":
      return condition.call === index;
    case "name":
      return held.has(condition.binding);
    case "member":
      // `if (rows.length === 0) break`, `if (found.rowCount === 0) return name`
      return (
        /^(length|rowCount|rows|size|count)$/.test(condition.name) && isTested(condition.of, index, held)
      );
    case "operation": {
      const [left, right] = condition.of;
      if (left === undefined) return false;
      if (condition.operator === "!") return isTested(left, index, held);
      const nothing = right?.kind === "literal" || (right?.kind === "name" && right.name === "undefined");
      return /^([!=]={1,2}|>)$/.test(condition.operator) && nothing && isTested(left, index, held);
    }
    default:
      return false;
  }
}

/**
 * `while (id) { const row = await find(id); if (!row) break; id = row.parentId; }`: what is asked next stands in the row that was found, and nothing free
 * is sought. Where the next page begins is no such thing.
 */
function climbs(file: FileNode, index: number, call: CallFact): boolean {
  const held = bindingsHolding(file, index);
  const isInRow = (value: Value): boolean => {
    if (value.kind === "choice") return value.of.some(isInRow);
    const isPart = value.kind === "member" && value.of.kind === "name" && held.has(value.of.binding);
    return isPart && !/next|cursor|token|page|offset/i.test(value.name);
  };
  const isClimbed = (value: Value) => {
    const values = value.kind === "name" ? file.facts.bindings[value.binding]?.values : undefined;
    return values?.some((put) => put.later && isInRow(put.value)) === true;
  };
  return [call.callee, ...call.arguments].some((part) => mentionsDeep(file, part, isClimbed));
}

/** What is asked is made anew in each turn; of a chain, what is asked stands in every part. */
function asksAnother(file: FileNode, call: CallFact, loop: Iteration): boolean {
  const changing = changingIn(file, loop);
  return [call.callee, ...call.arguments].some((part) => dependsOn(file, part, changing));
}
