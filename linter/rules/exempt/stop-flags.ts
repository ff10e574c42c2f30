import type { AssignedValue, FileFacts, Value } from "../../facts.ts";
import { isTaken } from "../../link/file/branches.ts";
import { mentions } from "../../link/file/mentions.ts";
import { regionsInFunction, regionsUpTo } from "../../link/file/regions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { isNoAnswer } from "../../value-parts.ts";
import { isIn } from "../way/elements.ts";
import { asksForNone, isFailure } from "./answers.ts";

/** `rows.forEach(async (row) => { if (found) return; if (await find(row)) found = true; })`: from the first hit on, no turn asks. */
export function stopsByFlag(file: FileNode, index: number, loop: Iteration): boolean {
  const { calls, exits, functions, regions } = file.facts;
  const call = calls[index];
  if (call === undefined) return false;
  const body = loop.callback >= 0 ? (functions[loop.callback]?.body ?? -1) : loop.region;
  const around = regionsUpTo(file.facts, call.region, body);
  const isFlagged = (condition: Value, holds: boolean): boolean => {
    if (condition.kind === "operation" && condition.operator === "!")
      return condition.of.some((part) => isFlagged(part, !holds));
    return holds && condition.kind === "name" && isFlag(file, condition.binding, index, loop);
  };
  const leaves = exits.some(({ kind, region, start, end }) => {
    const branch = regions[region];
    if (kind === "throw" || !isIn(loop, start) || end > call.start) return false;
    if (branch?.kind !== "branch" || branch.condition === undefined) return false;
    const isOnWay = branch.parent === body || around.has(branch.parent);
    return isOnWay && isFlagged(branch.condition, isTaken(file.facts, branch));
  });
  return (
    leaves ||
    [...around].some((at) => {
      const branch = regions[at];
      if (branch?.kind !== "branch" || branch.condition === undefined) return false;
      const holds = isTaken(file.facts, branch);
      return (
        isFlagged(branch.condition, !holds) ||
        isOfFirstTurn(file.facts, branch.condition, holds, new Set([body, ...around]), loop)
      );
    })
  );
}

/** `if (!told) text = await find(); … told = true`, `if (isFirst) await find(); isFirst = false`: whoever has asked says so, and no later turn asks. */
function isOfFirstTurn(
  facts: FileFacts,
  condition: Value,
  holds: boolean,
  onWay: ReadonlySet<number>,
  loop: Iteration,
): boolean {
  if (condition.kind === "operation" && condition.operator === "!")
    return condition.of.some((part) => isOfFirstTurn(facts, part, !holds, onWay, loop));
  const flag = condition.kind === "name" ? facts.bindings[condition.binding] : undefined;
  const [first, ...others] = flag?.values ?? [];
  if (flag?.kind !== "variable" || first === undefined || isIn(loop, flag.start)) return false;
  const is = ({ value }: AssignedValue, truth: boolean) => value.kind === "literal" && value.value === truth;
  return (
    is(first, holds) &&
    others.length > 0 &&
    others.every((one) => is(one, !holds)) &&
    others.some((one) => isIn(loop, one.start) && onWay.has(one.region))
  );
}

/** A variable that begins empty before the loop, and that a turn fills when it has found something. */
function isFlag(file: FileNode, binding: number, index: number, loop: Iteration): boolean {
  const { bindings, calls } = file.facts;
  const fact = bindings[binding];
  const asked = calls[index];
  if (fact?.kind !== "variable" || asked === undefined || isIn(loop, fact.start)) return false;
  if (isFailure.test(fact.name)) return false;
  const [first] = fact.values;
  if (first !== undefined && !first.later && !isNoAnswer(first.value)) return false;
  return fact.values.some(({ later, value, region, start }) => {
    if (!later || !isIn(loop, start) || start < asked.start || isNoAnswer(value)) return false;
    if (mentions(file, value, (part) => part.kind === "call" && part.call === index)) return true;
    const conditions = [...regionsInFunction(file.facts, region)].filter((one) => one.start >= asked.start);
    if (conditions.some(({ kind }) => kind === "catch")) return false;
    return conditions.some(
      (one) =>
        one.kind === "branch" &&
        one.condition !== undefined &&
        isTaken(file.facts, one) &&
        !asksForNone(one.condition) &&
        !(one.condition.kind === "name" && isFailure.test(one.condition.name)),
    );
  });
}
