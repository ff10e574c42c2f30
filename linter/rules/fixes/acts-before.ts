import type { CallFact, Value } from "../../facts.ts";
import { dependsOn } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { elementBindings } from "../way/elements.ts";
import { countedOf, isAtCount } from "./counted.ts";
import { awaitAround } from "./place.ts";
import { startsStatement } from "./statement.ts";

/** Calls that look at what they are given, or keep it. */
const harmless =
  /^(log|info|warn|error|debug|trace|verbose|push|add|set|get|has|includes|indexOf|map|filter|find|some|every|forEach|join|toString|trim|split|slice|String|Number|Boolean|parseInt|parseFloat|BigInt)$/;

/**
 * Whether a turn does something with its element before it asks that may throw or change it, such as `checkIsNumber(row.id)`: asked
 * before all of that, the query may meet a key that it never met.
 */
export function actsBefore(linked: Linked, file: FileNode, query: CallFact, loop: Iteration): boolean {
  const targets = linked.graph.targetsOf(file);
  const elements = new Set(elementBindings(file, loop));
  const counted = countedOf(file, loop);
  if (counted !== undefined) elements.add(counted.counter);
  return file.facts.calls.some((call, index) => {
    if (call.start <= loop.end || call.start < loop.bodyStart || call.end > query.start) return false;
    const { callee } = call;
    const name = lastName(callee);
    if (harmless.test(name) || targets.get(index)?.queries.some(({ effect }) => effect === "read"))
      return false;
    const given = [...call.arguments, ...(callee.kind === "member" ? [callee.of] : [])];
    if (given.some((value) => isElement(value, elements))) return true;
    if (counted !== undefined && given.some((value) => isAtCount(file, counted, value))) return true;
    return isStatement(file, call) && given.some((value) => dependsOn(file, value, elements));
  });
}

/** The element itself, which may be an object. */
function isElement(value: Value, elements: ReadonlySet<number>): boolean {
  return value.kind === "name" && elements.has(value.binding);
}

/** Nothing is made of what the call gives. */
function isStatement(file: FileNode, call: CallFact): boolean {
  if (call.use === "discarded") return true;
  const awaited = awaitAround(file, call);
  return awaited !== undefined && startsStatement(file, awaited.start);
}
