import { type Sentence, sentence } from "../../../words/sentence.ts";
import type { CallFact, Value } from "../../facts.ts";
import type { Iteration } from "../../link/iteration.ts";
import type { FileNode } from "../../link/project.ts";
import { positionAt } from "../../text.ts";
import type { Linked } from "../rule.ts";
import { awaitAround, isArray, isPlain, patternOf } from "./place.ts";

/** Where in a loop the single query stands, and where one for all elements can be put. */
export interface BatchSite {
  collection: Value;
  /** What the loop calls its element, as written. */
  pattern: string;
  /** The list has `map`. */
  isArray: boolean;
  /** The text that becomes a look into what was asked before. */
  asked: { start: number; end: number };
  /** The statement before which the query for all goes. */
  statement: number;
}

/** The site, or why there is none. */
export function batchSite(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  loop: Iteration,
): BatchSite | Sentence {
  const { collection } = loop;
  if (loop.kind === "callback") return inCallback(file, call, loop);
  if (loop.kind !== "each") return sentence("the loop is not over the elements of a list in this statement");
  const pattern = patternOf(file, loop);
  if (collection === undefined || !isPlain(collection) || pattern === undefined)
    return sentence("the list is not kept in a variable");
  const asked = awaitAround(file, call);
  if (asked === undefined) return sentence("the query is not awaited in place");
  if (isArm(file, loop.start)) return sentence("the loop is the one statement of a branch");
  return { collection, pattern, isArray: isArray(linked, file, collection), asked, statement: loop.start };
}

/** `await Promise.all(list.map((x) => find(x.id)))`, also with an async callback that awaits it. */
function inCallback(file: FileNode, call: CallFact, loop: Iteration): BatchSite | Sentence {
  const { calls, functions, regions } = file.facts;
  const map = calls[loop.call];
  const { collection } = loop;
  if (map?.callee.kind !== "member" || map.callee.name !== "map" || loop.callback < 0)
    return sentence("the loop is not over the elements of a list in this statement");
  if (collection === undefined || !isPlain(collection) || collection !== map.callee.of)
    return sentence("the list is not kept in a variable");
  const outer = calls[file.argumentOf.get(map) ?? -1];
  const all = outer?.callee.kind === "member" && outer.callee.of.kind === "name" ? outer.callee : undefined;
  if (
    outer === undefined ||
    all?.of.kind !== "name" ||
    all.of.name !== "Promise" ||
    outer.arguments.length > 1
  )
    return sentence("the promises are not handed to Promise.all at once");
  if (all.name !== "all") return sentence("each query may fail by itself here, and one for all cannot");
  if (regions[call.region]?.function !== loop.callback)
    return sentence("the query is in a function inside the loop");
  const alone = call.use === "returned" ? { start: call.start, end: call.end } : undefined;
  const asked = awaitAround(file, call) ?? alone;
  if (asked === undefined) return sentence("the query is not awaited in place");
  const pattern = firstParameter(file, loop.callback);
  if (pattern === undefined) return sentence("the element has no name of its own");
  const around = functions[regions[map.region]?.function ?? 0];
  const statement = statementAt(file, outer.start);
  if (statement === undefined || around === undefined)
    return sentence("the loop is not a statement that is awaited or returned");
  if (!statement.awaits && !around.async) return sentence("the function around the loop is not async");
  return { collection, pattern, isArray: true, asked, statement: statement.start };
}

/** The name of the first parameter, or its pattern without a type. */
function firstParameter(file: FileNode, index: number): string | undefined {
  const fact = file.facts.functions[index];
  const [first] = fact?.parameters ?? [];
  if (fact === undefined || first === undefined || first.rest) return undefined;
  if (first.binding >= 0) return file.facts.bindings[first.binding]?.name;
  return /^(?:async\s*)?(?:function\s*)?\(\s*(\{[^{}()=]*\}|\[[^[\]()=]*\])/.exec(
    file.source.slice(fact.start, fact.end),
  )?.[1];
}

/** The start of `return x`, `await x` or `const a = await x`, where the text up to `offset` is all of it. */
function statementAt(file: FileNode, offset: number): { start: number; awaits: boolean } | undefined {
  const { lineStarts } = file.facts;
  const line = lineStarts[positionAt(lineStarts, offset).line] ?? 0;
  const head = /(?:^|[;{])\s*((?:(?:const|let)\s[^;=]*=\s*)?await\s+|return\s+(?:await\s+)?)$/.exec(
    file.source.slice(line, offset),
  );
  const text = head?.[1];
  if (text === undefined) return undefined;
  const start = offset - text.length;
  if (isArm(file, start) || !startsStatement(file, start)) return undefined;
  return { start, awaits: /await\s+$/.test(text) };
}

/** Behind another statement or at the beginning of a block, and no part of an expression: `[\n await …]`, `<ul>{await …}</ul>`. */
function startsStatement(file: FileNode, start: number): boolean {
  const code = codeBefore(file, start);
  if (code === "" || /[;}]$/.test(code)) return true;
  const end = Math.max(0, start - 2000) + code.length;
  if (code.endsWith("{")) return opensBlock(file, end - 1);
  // A line behind one that does without its semicolon.
  return /[\w$)\]"'`]$/.test(code) && file.source.slice(end, start).includes("\n");
}

/** The statement is all of a branch or loop without braces, where a second one has no room. */
export function isArm(file: FileNode, start: number): boolean {
  const code = codeBefore(file, start);
  const line = code.slice(code.lastIndexOf("\n") + 1);
  return /(\belse|\bdo|=>|[:?=(,])$/.test(code) || /\b(if|while|for)\b[^;{}]*\)$/.test(line);
}

/** The code before an offset, without the comment that may stand between. */
function codeBefore(file: FileNode, start: number): string {
  const text = file.source.slice(Math.max(0, start - 2000), start);
  return text.replace(/\/\/[^\n]*$|\/\*[^*]*\*\/\s*$/, "").trimEnd();
}

/** A brace that begins a block: that of a function or branch, the body of a loop or `catch`, or one behind a statement. */
function opensBlock({ facts, source }: FileNode, at: number): boolean {
  const before = source.slice(0, at).trimEnd();
  if (/[;{}]$/.test(before)) return true;
  return facts.regions.some(({ kind, start, headEnd }) => {
    if (start === at) return true;
    const isHead = kind === "each" || kind === "count" || kind === "while" || kind === "catch";
    return isHead && start < at && /^[\s)]*$/.test(source.slice(Math.max(start, headEnd), at));
  });
}
