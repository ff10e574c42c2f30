import { type Sentence, sentence } from "../../../words/sentence.ts";
import type { CallFact, Region, Value } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { byElement } from "./key.ts";

const sometimes = sentence(
  "the query is not made in every turn, and whether it is hangs on more than the element",
);

/**
 * The conditions under which a turn comes to the query, said by the element alone: what skips it may also be what makes the key one.
 * Or why they cannot be said before the loop.
 */
export function guardsOf(file: FileNode, call: CallFact, loop: Iteration): string[] | Sentence {
  const { regions } = file.facts;
  const body = loop.callback >= 0 ? (file.facts.functions[loop.callback]?.body ?? -1) : loop.region;
  const found: { at: number; text: string }[] = [];
  const passes = (region: Region, at: number, kept: boolean): boolean => {
    const texts = conditionsOf(file, region, loop, kept);
    found.push(...(texts ?? []).map((text) => ({ at, text })));
    return texts !== undefined;
  };
  for (let at = call.region, hops = 0; at >= 0 && at !== body && hops < 300; hops++) {
    const region = regions[at];
    if (region === undefined) break;
    if (region.kind === "try") return sentence("an error of the query is handled in its own turn");
    if (region.kind !== "finally" && !(region.kind === "branch" && passes(region, region.start, true)))
      return sometimes;
    at = region.parent;
  }
  for (const exit of file.facts.exits) {
    if (exit.start < loop.bodyStart || exit.end > call.start || exit.start <= loop.end) continue;
    const leaves = loop.callback >= 0 ? exit.kind === "return" : exit.kind === "continue";
    if (!leaves && exit.kind !== "throw") return sometimes;
    // What a function inside the loop leaves is that function.
    const inside = regions[exit.region];
    if (inside?.function !== regions[call.region]?.function) continue;
    // The exit stands in the arm that does not lead to the query.
    if (inside?.kind !== "branch" || !isAround(file, inside, call, body)) return sometimes;
    if (!passes(inside, exit.start, false)) return sometimes;
  }
  return [...new Set(found.toSorted((a, b) => a.at - b.at).map(({ text }) => text))];
}

/** The statement that the arm belongs to stands in a region that the call is in, too. */
function isAround(file: FileNode, arm: Region, call: CallFact, body: number): boolean {
  for (let at = call.region, hops = 0; at >= 0 && hops < 300; hops++) {
    if (at === arm.parent) return true;
    if (at === body) return false;
    at = file.facts.regions[at]?.parent ?? -1;
  }
  return false;
}

/** What holds where an arm is taken, or where it is not. */
function conditionsOf(file: FileNode, region: Region, loop: Iteration, taken: boolean): string[] | undefined {
  const { condition, arm, group } = region;
  if (condition === undefined) return undefined;
  const before = file.facts.regions.filter((other) => other.group === group && other.arm < arm);
  const earlier = before.flatMap(({ condition: one }) => (one === undefined ? [] : [one]));
  // `a ?? b`: not that `a` is false, but that there is none.
  if (
    arm === 1 &&
    before.length === 0 &&
    /^\s*\??\?\s*$/.test(gap(file, condition, region)) &&
    /\?\?/.test(gap(file, condition, region))
  )
    return undefined;
  const isElse = arm > 0 && (earlier.length === 0 || earlier.some(({ start }) => start === condition.start));
  // Of a ladder, only the whole is known not to be taken.
  if (!taken && arm > 0) return undefined;
  const holds = new Map<number, { value: Value; is: boolean }>();
  for (const value of earlier) holds.set(value.start, { value, is: false });
  holds.set(condition.start, { value: condition, is: taken ? !isElse : false });
  const out: string[] = [];
  for (const { value, is } of holds.values()) {
    const text = byElement(file, value, loop);
    if (text === undefined) return undefined;
    out.push(is ? inOperand(text) : negated(text));
  }
  return out;
}

function gap(file: FileNode, condition: Value, { start }: Region): string {
  return file.source.slice(condition.end, start).replace(/[()]/g, "");
}

function inOperand(text: string): string {
  return /^[\w$.?![\]]+$/.test(text) ? text : `(${text})`;
}

/** What is not `!a` is as true as `a`. */
function negated(text: string): string {
  if (/^![\w$.?[\]]+$/.test(text)) return text.slice(1);
  return /^[\w$.?[\]]+$/.test(text) ? `!${text}` : `!(${text})`;
}
