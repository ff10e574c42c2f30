import type { CallFact } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { parentBindings } from "../../link/queries/resolvers.ts";
import { bindingsHolding } from "../way/held.ts";
import { awaitAround } from "./place.ts";

/** The query itself of `db("users").first().then((row) => …)`, which libraries send when `then` is called. */
export function queryOf({ facts }: FileNode, call: CallFact): CallFact {
  let at = call;
  for (let hops = 0; hops < 10; hops++) {
    const { callee } = at;
    const before =
      callee.kind === "member" && callee.of.kind === "call" ? facts.calls[callee.of.call] : undefined;
    if (callee.kind !== "member" || callee.name !== "then" || before === undefined) break;
    at = before;
  }
  return at;
}

/** The functions that an answer is handed to, one after the other: `find(id).then(one).then(other)`. */
function handed({ facts }: FileNode, query: CallFact): CallFact[] {
  const out: CallFact[] = [];
  let of = facts.calls.indexOf(query);
  for (let hops = 0; hops < 10; hops++) {
    const next = facts.calls.findIndex(
      ({ callee }) => callee.kind === "member" && callee.of.kind === "call" && callee.of.call === of,
    );
    const call = facts.calls[next];
    if (call === undefined) break;
    out.push(call);
    of = next;
  }
  return out;
}

/** Where the text of a query stands whose answer is used as it is, or goes through `then` first. */
export interface Taken {
  start: number;
  end: number;
  /** What stands there has to be a promise. */
  isPromise: boolean;
}

/**
 * The text that is there for the answer: `await find(id)`, `return find(id)`, or the query alone in `await find(id).then((row) => …)`.
 * Undefined where its error is handled, or nobody waits for it here.
 * @param mayReturn what is returned is waited for
 */
export function takenIn(file: FileNode, query: CallFact, mayReturn: boolean): Taken | undefined {
  const awaited = awaitAround(file, query);
  if (awaited !== undefined) return { ...awaited, isPromise: false };
  const { start, end } = query;
  if (mayReturn && query.use === "returned") return { start, end, isPromise: false };
  const after = handed(file, query);
  const last = after.at(-1);
  const isThen = ({ callee, arguments: { length } }: CallFact) =>
    callee.kind === "member" && callee.name === "then" && length === 1;
  if (last === undefined || !after.every(isThen)) return undefined;
  const isWaitedFor = awaitAround(file, last) !== undefined || (mayReturn && last.use === "returned");
  return isWaitedFor ? { start, end, isPromise: true } : undefined;
}

/** What was asked before, in the place of the query. */
export function promised({ isPromise }: Taken, text: string): string {
  return isPromise ? `Promise.resolve(${text})` : text;
}

/** The variables that hold the answer: what it is kept in, and what a function calls it that `then` hands it to. */
export function answersOf(file: FileNode, query: CallFact): Set<number> {
  const out = bindingsHolding(file, file.facts.calls.indexOf(query));
  for (const { arguments: given } of handed(file, query)) {
    const [value] = given;
    if (value?.kind === "function")
      for (const index of parentBindings(file, value.function, 0)) out.add(index);
  }
  return out;
}

/** What was asked before, where the query stood. */
export function answerAt(file: FileNode, asked: Taken, text: string): string {
  return asked.isPromise ? promised(asked, text) : wrapped(file, asked, text);
}

/** In parentheses, unless the text stands alone behind `=`, `=>` or `return`, or as an argument. */
function wrapped(file: FileNode, span: { start: number; end: number }, text: string): string {
  if (/^[\w$.]+$/.test(text)) return text;
  const head = file.source.slice(Math.max(0, span.start - 200), span.start);
  const tail = file.source.slice(span.end, span.end + 12);
  if (/\($/.test(head) && /^\)/.test(tail)) return text;
  const begins = /((?<![=!<>])=|\breturn|=>|[[,])\s*$/.test(head);
  return begins && /^\s*[;\n\r),\]]/.test(tail) ? text : `(${text})`;
}
