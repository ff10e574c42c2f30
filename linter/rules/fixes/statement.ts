import type { CallFact, Place } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { awaitAround } from "./place.ts";

/**
 * Where the statement begins that the call is in, if all of the statement before the call is sure to run and does nothing: `return`,
 * `const found = await`, `res.json({ items: await`. What is put before the statement then runs when the call would have.
 */
export function statementAround(file: FileNode, call: CallFact, region: number): number | undefined {
  const { exits, assignments, calls } = file.facts;
  const holds = (one: Place & { region: number }) =>
    one.region === region && one.start <= call.start && one.end >= call.end;
  const starts = [
    ...exits.filter(({ kind, ...one }) => kind === "return" && holds(one)),
    ...assignments.filter(holds),
    ...calls.filter((other) => other.use === "discarded" && holds(other)),
  ].map(({ start }) => start);
  for (const { values } of file.facts.bindings)
    for (const { later, start, value, region: of } of values)
      if (later && holds({ start, end: value.end, region: of })) starts.push(start);
  const declared = declarationOf(file, call);
  if (declared !== undefined) starts.push(declared);
  const alone = awaitAround(file, call);
  if (alone !== undefined && startsStatement(file, alone.start)) starts.push(alone.start);
  const start = Math.min(...starts.filter((one) => isQuiet(file, one, call.start)));
  if (!Number.isFinite(start) || isArm(file, start) || !startsStatement(file, start)) return undefined;
  return start;
}

/** `const a = `, `let { b } = ` directly before what the call is a part of. */
function declarationOf({ source }: FileNode, { start }: CallFact): number | undefined {
  const from = Math.max(0, start - 400);
  const head = /\b(?:const|let|var)\s+(?:(?!\b(?:const|let|var)\b)[^;])*?=(?![=>])[^;]*$/.exec(
    source.slice(from, start),
  );
  if (head === null) return undefined;
  const text = head[0];
  // Of two declarations without semicolons, the last.
  const last = text.search(/\b(?:const|let|var)\s(?![\s\S]*\b(?:const|let|var)\s)/);
  return from + head.index + Math.max(0, last);
}

/** Nothing runs between the two places, and what stands behind them runs always. */
function isQuiet(file: FileNode, start: number, end: number): boolean {
  const text = file.source.slice(start, end);
  if (/=>|\?|&&|\|\||\bfunction\b|\bclass\b|\byield\b|[;`]|\n\s*\n/.test(text)) return false;
  // Statements without semicolons.
  if (/[\w)\]"']\s*\n\s*[\w$]/.test(text)) return false;
  return !file.facts.calls.some((call) => call.start >= start && call.end <= end);
}

/** Behind another statement or at the beginning of a block, and no part of an expression: `[\n await …]`, `<ul>{await …}</ul>`. */
export function startsStatement(file: FileNode, start: number): boolean {
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
