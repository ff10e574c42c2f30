import type { CallFact, Value } from "../../facts.ts";
import { regionsUpTo } from "../../link/file/regions.ts";
import { lastName, titleOf } from "../../value-parts.ts";
import { isLog } from "../way/logs.ts";
import { isAnew } from "../way/same-data.ts";
import type { Statement } from "./only-writes.ts";

/** Where a row is given values: the variables that hold one, and where the turn, or the function that is passed it, begins. */
export interface Turn {
  rows: ReadonlySet<number>;
  start: number;
}

/**
 * `row.update({ status })`, `row.status = status; await row.save();`: a row writes itself, and each is given the same values. What the
 * chain of calls is made on is the row.
 */
export function isGivenTheSame(
  { file, call, changes }: Statement,
  chain: readonly CallFact[],
  turn: Turn,
): boolean {
  const [first] = chain;
  const row = first?.callee.kind === "member" ? first.callee.of : undefined;
  const root = row && rootOf(row);
  if (row === undefined || root === undefined || !turn.rows.has(root)) return false;
  const given = chain.flatMap((part) => part.arguments);
  // `save()` may be told a transaction; what it saves is what the row was given before.
  const values = lastName(call.callee) === "save" ? valuesGiven(file.facts, call, row, root, turn) : given;
  return (
    values !== undefined &&
    values.length > 0 &&
    [...values, ...given].every((value) => !changes(value) && !isAnew(file, value))
  );
}

/** What the row was given in the turn on every way to the call; undefined where some of it is not in sight, or depends. */
function valuesGiven(
  facts: Statement["file"]["facts"],
  save: CallFact,
  row: Value,
  root: number,
  { start }: Turn,
): Value[] | undefined {
  const title = titleOf(row);
  const always = regionsUpTo(facts, save.region, -1);
  const isBefore = (place: { start: number; end: number }) => place.start >= start && place.end <= save.start;
  const values: Value[] = [];
  for (const { target, value, region, ...place } of facts.assignments) {
    if (!isBefore(place) || rootOf(target) !== root) continue;
    if (target.kind !== "member" || titleOf(target.of) !== title || !always.has(region)) return undefined;
    values.push(value);
  }
  for (const other of facts.calls) {
    if (!isBefore(other)) continue;
    const { callee } = other;
    if (callee.kind === "member" && rootOf(callee.of) === root && titleOf(callee.of) === title) {
      if (!/^(set|setDataValue|get|getDataValue|toJSON)$/.test(callee.name)) return undefined;
      if (!callee.name.startsWith("set")) continue;
      if (!always.has(other.region)) return undefined;
      values.push(...other.arguments);
    } else if (other.arguments.some((value) => value.kind === "name" && value.binding === root)) {
      // What is handed the row may change it, unless it is only asked about it.
      if (!isLog(other) && !/^(is|has|can|should|needs?)(?![a-z])/.test(lastName(callee))) return undefined;
    }
  }
  return values;
}

/** The variable that a value is, or is a part of. */
export function rootOf(value: Value): number | undefined {
  let of = value;
  while (of.kind === "member" || of.kind === "element") of = of.of;
  return of.kind === "name" && of.binding >= 0 ? of.binding : undefined;
}
