import type { CallFact, Value } from "../../facts.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { titleOf } from "../../value-parts.ts";
import { elementBindings } from "../way/elements.ts";
import { answersOf } from "./answer.ts";
import { countedOf, isAtCount } from "./counted.ts";
import { isOfElement } from "./key.ts";

/**
 * Whether the loop changes what one query before it would be asked with, or would give: the list grows, an element is assigned or what
 * the text of the key names of it, or a row that was found is, which two turns with one key would then share.
 */
export function changesInLoop(file: FileNode, call: CallFact, loop: Iteration, key: string): boolean {
  const { assignments, bindings, calls } = file.facts;
  const inLoop = ({ start, end }: { start: number; end: number }) =>
    start >= loop.bodyStart && end <= loop.bodyEnd;
  const elements = elementBindings(file, loop);
  if (elements.some((index) => bindings[index]?.values.some(({ later, value }) => later && inLoop(value))))
    return true;
  const rows = answersOf(file, call);
  const isRow = (value: Value) => value.kind === "name" && rows.has(value.binding);
  const counted = countedOf(file, loop);
  const isElement = (value: Value) =>
    value.kind === "name"
      ? elements.includes(value.binding)
      : counted !== undefined && isAtCount(file, counted, value);
  const changed = assignments.some(({ target, ...place }) => {
    if (!inLoop(place) || (target.kind !== "member" && target.kind !== "element")) return false;
    if (mentions(file, target.of, isRow)) return true;
    const ofKey =
      target.kind === "element" || new RegExp(`\\b${target.name.replaceAll("$", "\\$")}\\b`).test(key);
    return ofKey && (mentions(file, target.of, isElement) || isOfElement(file, target.of, loop));
  });
  if (changed) return true;
  const collection = counted?.list ?? loop.collection;
  const list = collection === undefined ? "" : titleOf(collection);
  return calls.some((other) => {
    if (!inLoop(other) || other.callee.kind !== "member") return false;
    if (titleOf(other.callee) === "Object.assign")
      return other.arguments.slice(0, 1).some((value) => isRow(value) || isElement(value));
    if (
      /^(set|push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin)$/.test(other.callee.name) &&
      mentions(file, other.callee.of, isRow)
    )
      return true;
    const puts = /^(push|unshift|splice|add|pop|shift|delete)$/.test(other.callee.name);
    return puts && list !== "" && titleOf(other.callee.of) === list;
  });
}
