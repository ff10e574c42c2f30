import type { CallFact, Value } from "../../facts.ts";
import { dependsOn } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName } from "../../value-parts.ts";

/** Keys of a condition that many values fulfil. */
const between = /^\$?(gte?|lte?|greaterThan(OrEqual)?|lessThan(OrEqual)?|between|startsWith)$/i;

/** `Between(from, to)` of TypeORM, `gte(sales.date, from)` of Drizzle */
const within = /^(Between|MoreThan(OrEqual)?|LessThan(OrEqual)?|between|[gl]te?)$/;

/** Each turn asks for a range of its own, a month or a day, and not for what belongs to its element: no list of keys asks for all. */
export function asksForRange(file: FileNode, call: CallFact, changing: ReadonlySet<number>): boolean {
  let ranges = 0;
  const isOnlyRanges = (value: Value, isRange: boolean): boolean => {
    if (value.kind === "object")
      return value.properties.every((one) =>
        isOnlyRanges(one.value, isRange || (one.key !== undefined && between.test(one.key))),
      );
    if (value.kind === "array") return value.items.every((item) => isOnlyRanges(item, isRange));
    if (!dependsOn(file, value, changing)) return true;
    const asked = value.kind === "call" ? file.facts.calls[value.call] : undefined;
    if (!isRange && (asked === undefined || !within.test(lastName(asked.callee)))) return false;
    ranges++;
    return true;
  };
  return call.arguments.every((value) => isOnlyRanges(value, false)) && ranges > 0;
}
