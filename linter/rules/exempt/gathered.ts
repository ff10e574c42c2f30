import type { CallFact, Place, Region, Value } from "../../facts.ts";
import { isTaken } from "../../link/file/branches.ts";
import { mentions } from "../../link/file/mentions.ts";
import { regionsInFunction } from "../../link/file/regions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { titleOf } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { stepsOn } from "../way/way.ts";

/** `batch.push(row); if (batch.length >= 500) await flush()`: the branch is taken once for many turns. */
export function waitsForMany(file: FileNode, around: readonly Region[], loop: Iteration): boolean {
  const { bindings, calls } = file.facts;
  const grows = (of: Value) =>
    of.kind === "name" &&
    (bindings[of.binding]?.start ?? loop.bodyStart) < loop.start &&
    calls.some(
      ({ callee, start, end }) =>
        start >= loop.bodyStart &&
        end <= loop.bodyEnd &&
        callee.kind === "member" &&
        callee.name === "push" &&
        callee.of.kind === "name" &&
        callee.of.binding === of.binding,
    );
  return around.some(({ kind, condition }) => {
    if (kind !== "branch" || condition?.kind !== "operation" || !/^(>=?|={2,3})$/.test(condition.operator))
      return false;
    const [length, most] = condition.of;
    if (length?.kind !== "member" || length.name !== "length" || !grows(length.of)) return false;
    return most?.kind === "name" || most?.kind === "member" || (most?.kind === "literal" && most.value !== 0);
  });
}

/** `batch.push(row); if (batch.length === 500) { await find(batch); batch = []; }`: what was gathered over many turns is asked for at once. */
export function asksForGathered(file: FileNode, call: CallFact, loop: Iteration): boolean {
  const { bindings, calls, assignments } = file.facts;
  const inLoop = ({ start, end }: { start: number; end: number }) =>
    start >= loop.bodyStart && end <= loop.bodyEnd;
  const isGathered = (list: number): boolean => {
    const made = bindings[list];
    if (made === undefined || (made.start >= loop.bodyStart && made.start < loop.bodyEnd)) return false;
    const isList = (value: Value) => value.kind === "name" && value.binding === list;
    const on = (name: string) =>
      calls.some(
        (other) =>
          inLoop(other) &&
          other.callee.kind === "member" &&
          other.callee.name === name &&
          isList(other.callee.of),
      );
    const emptied =
      on("splice") ||
      made.values.some((held) => held.later && inLoop(held.value) && held.value.kind === "array") ||
      assignments.some(
        ({ target, ...place }) =>
          inLoop(place) && target.kind === "member" && target.name === "length" && isList(target.of),
      );
    return emptied && on("push");
  };
  return call.arguments.some((argument) =>
    mentions(file, argument, (value) => value.kind === "name" && isGathered(value.binding)),
  );
}

/**
 * `async add(row) { this.rows.push(row); if (this.rows.length >= 500) await this.flush(); }`, `this.text += line; …`: the same, in a function that
 * the loop calls.
 */
export function gathersOnTheWay(linked: Linked, way: Reach): boolean {
  for (const step of stepsOn(linked, way)) {
    if (step === undefined) return false;
    const { file, call } = step;
    const { assignments, calls, functions } = file.facts;
    const own = functions[step.function];
    const isInside = ({ start, end }: Place) => own !== undefined && start >= own.start && end <= own.end;
    for (const region of regionsInFunction(file.facts, call.region)) {
      const list =
        region.kind === "branch" && isTaken(file.facts, region) ? fullList(region.condition) : undefined;
      if (list === undefined) continue;
      const isPut = calls.some(
        ({ callee, ...place }) =>
          isInside(place) &&
          callee.kind === "member" &&
          /^(push|add|set)$/.test(callee.name) &&
          titleOf(callee.of) === list,
      );
      const isWritten = assignments.some(
        ({ target, value, ...place }) =>
          isInside(place) &&
          value.kind === "operation" &&
          value.operator === "+" &&
          [target, value.of[0]].every((one) => one !== undefined && titleOf(one) === list),
      );
      if (isPut || isWritten) return true;
    }
  }
  return false;
}

/** The list that a condition says is long enough: `this.rows.length >= this.size`. */
function fullList(condition: Value | undefined): string | undefined {
  if (condition?.kind !== "operation" || !/^(>=?|===?)$/.test(condition.operator)) return undefined;
  const [left, right] = condition.of;
  const isLength = left?.kind === "member" && /^(length|size)$/.test(left.name);
  if (!isLength || (right?.kind === "literal" && Number(right.value) <= 1)) return undefined;
  return titleOf(left.of);
}
