import { type Sentence, sentence } from "../../../../words/sentence.ts";
import type { CallFact, Place, Value } from "../../../facts.ts";
import type { Iteration } from "../../../link/graph/iteration.ts";
import type { FileNode } from "../../../link/project/project.ts";
import { titleOf } from "../../../value-parts.ts";
import type { LoopedCall } from "../../way/looped-call.ts";
import { firstParameter } from "../batch-site.ts";
import { awaitAround, eachOf, isArray, patternOf, textOf } from "../place.ts";
import { isArm, startsStatement } from "../statement.ts";
import { styleOf } from "../style.ts";

/** A loop that does nothing but write, and what one statement for all rows can be made of. */
export interface WriteSite {
  collection: Value;
  /** The text of the list. */
  list: string;
  /** The list has `map` and `length`. */
  isListed: boolean;
  /** The code of a list of what a text of the loop is in each turn. */
  each(text: string): string;
  /** What the one statement takes the place of. */
  place: Place;
  /** What ends it: the semicolon of the project, where the place has one with it. */
  end: string;
  /** It is the one statement of a branch. */
  isArm: boolean;
}

/** The site, or why there is none. */
export function writeSite(looped: LoopedCall): WriteSite | Sentence {
  return looped.loop.kind === "callback" ? inCallback(looped) : inStatement(looped);
}

const noList = sentence("the loop is not over a list that is kept in a variable");
export const doesMore = sentence("the loop does more than write");

/** `for (const row of rows) await create(row)` */
function inStatement({ linked, file, call, loop }: LoopedCall): WriteSite | Sentence {
  const pattern = patternOf(file, loop);
  const { collection } = loop;
  if (loop.kind !== "each" || collection === undefined || pattern === undefined) return noList;
  if (!isWholeBody(file, call, loop)) return doesMore;
  const isListed = isArray(linked, file, collection);
  return {
    ...{ collection, list: textOf(file, collection), isListed },
    each: (text) => eachOf(file, loop, pattern, text, isListed),
    place: { start: loop.bodyStart, end: loop.bodyEnd },
    end: styleOf(file).end,
    isArm: isArm(file, loop.start),
  };
}

function isWholeBody(file: FileNode, call: CallFact, loop: Iteration): boolean {
  const before = file.source.slice(loop.end, call.start);
  const after = file.source.slice(call.end, loop.bodyEnd);
  return /^\s*\)?\s*\{?\s*await\s+$/.test(before) && /^\s*;?\s*\}?$/.test(after);
}

/** `await Promise.all(rows.map((row) => create(row)))`, whose answer nobody keeps. */
function inCallback({ file, call, loop }: LoopedCall): WriteSite | Sentence {
  const { calls, functions } = file.facts;
  const map = calls[loop.call];
  const { collection } = loop;
  const written = functions[loop.callback];
  if (map?.callee.kind !== "member" || map.callee.name !== "map" || collection !== map.callee.of)
    return noList;
  const pattern = firstParameter(file, loop.callback);
  if (written?.parameters.length !== 1 || pattern === undefined) return noList;
  const outer = calls[file.argumentOf.get(map) ?? -1];
  const place = outer === undefined ? undefined : awaitAround(file, outer);
  const isAlone = place !== undefined && startsStatement(file, place.start) && endsStatement(file, place.end);
  if (titleOf(outer?.callee ?? collection) !== "Promise.all" || outer?.arguments.length !== 1 || !isAlone)
    return sentence("what the promises give is taken, or they are not handed to Promise.all at once");
  if (
    !isWholeCallback(file.source.slice(written.start, call.start), file.source.slice(call.end, written.end))
  )
    return doesMore;
  return {
    ...{ collection, list: textOf(file, collection), isListed: true },
    each: (text) => eachOf(file, loop, pattern, text, true),
    ...{ place, end: "" },
    isArm: isArm(file, place.start),
  };
}

/** There is nothing around the call in the function but what awaits it or gives it back. */
function isWholeCallback(before: string, after: string): boolean {
  return (
    /(=>|^(async\s+)?function\b[^{}]*(?=\{))\s*(\{\s*(return\s+(await\s+)?|await\s+))?(await\s+)?$/.test(
      before,
    ) && /^\s*;?\s*\}?$/.test(after)
  );
}

function endsStatement({ source }: FileNode, end: number): boolean {
  return /^[ \t]*(;|\r?\n|\}|$)/.test(source.slice(end, end + 200));
}
