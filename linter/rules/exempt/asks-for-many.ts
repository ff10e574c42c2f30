import type { CallFact, Region, Value } from "../../facts.ts";
import { isTaken } from "../../link/file/branches.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { elementBindings } from "../way/elements.ts";

/** `if (index % 1000 === 0) chunk = await load(rows.slice(index, index + 1000))` */
export function isOfMany({ facts }: FileNode, region: Region): boolean {
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

/** `where: { id: { in: chunk } }` with the element itself as the list, and `load(chunk.map((row) => row.id))`. */
export function takesList(file: FileNode, call: CallFact, loop: Iteration): boolean {
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
