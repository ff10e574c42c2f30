import type { Region, Value } from "../../facts.ts";
import { isTaken } from "../../link/file/branches.ts";
import { regionsInFunction } from "../../link/file/regions.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { stepsOn } from "../way/way.ts";

/** Whether one of these regions is a branch for what went wrong: `if (result.status === "SUCCESS") …; else await log()`. */
export function isAfterFailure(file: FileNode, regions: readonly Region[]): boolean {
  return regions.some(
    (region) =>
      region.kind === "branch" &&
      region.condition !== undefined &&
      saysFailure(file, region.condition, isTaken(file.facts, region)),
  );
}

/** The same of the functions on the way to the query. */
export function isAfterFailureOnTheWay(linked: Linked, way: Reach): boolean {
  for (const step of stepsOn(linked, way)) {
    if (step === undefined) return false;
    const around = regionsInFunction(step.file.facts, step.call.region);
    if (isAfterFailure(step.file, [...around])) return true;
  }
  return false;
}

/** Whether something that was done did not go well where the condition holds, or where it does not. */
function saysFailure(file: FileNode, condition: Value, holds: boolean): boolean {
  switch (condition.kind) {
    case "operation": {
      const [left, right] = condition.of;
      if (left === undefined) return false;
      if (condition.operator === "!") return saysFailure(file, left, !holds);
      if (right?.kind !== "literal" || !/^[!=]==?$/.test(condition.operator)) return false;
      const isEqual = condition.operator.startsWith("!") !== holds;
      const said = String(right.value);
      if (!isAnswer(file, left)) return false;
      // An update that met no row.
      if (right.value === 0) return isEqual && isNamed(left, touched);
      return isEqual ? failed.test(said) : succeeded.test(said);
    }
    case "member":
    case "name":
      return (
        isAnswer(file, condition) && (holds ? isNamed(condition, failed) : isNamed(condition, succeeded))
      );
    default:
      return false;
  }
}

const failed = /^(err|error|failure|failed)$/i;
const succeeded = /^(ok|isOk|success|succeeded|successful|isSuccess)$/i;
const touched = /^(affected|affectedRows|modifiedCount|matchedCount|nModified|deletedCount|rowCount|count)$/;

function isNamed(value: Value, names: RegExp): boolean {
  return (value.kind === "name" || value.kind === "member") && names.test(value.name);
}

/** What an awaited call answered, or a part of it: a row may have failed, too, and there are many rows. */
function isAnswer({ facts }: FileNode, value: Value): boolean {
  let of = value;
  for (let hops = 0; of.kind === "member" && hops < 4; hops++) of = of.of;
  if (of.kind !== "name") return false;
  const [held, another] = facts.bindings[of.binding]?.values ?? [];
  let from = another === undefined ? held?.value : undefined;
  // `const { error } = await save(row)`
  for (let hops = 0; from?.kind === "member" && hops < 4; hops++) from = from.of;
  return from?.kind === "await" && from.of.kind === "call";
}
