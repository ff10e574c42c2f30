import type { CallFact, FunctionFact, Value } from "../../facts.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";
import { chainOf } from "../way/chain.ts";
import { isSteady, type Turn } from "./turn.ts";

/** A line of a function that declares a variable: `const client = tx ?? prisma;` */
export interface Declared {
  /** With what is before it on its line, and the end of the line. */
  start: number;
  end: number;
  text: string;
}

/**
 * The lines before a query that declare variables of which it is made, where what they hold is the same for every key: they can stand before the query for all.
 * Undefined where such a variable cannot.
 */
export function declaredBefore(
  file: FileNode,
  fact: FunctionFact,
  query: CallFact,
  { turn, key }: { turn: Turn; key: Value },
): Declared[] | undefined {
  const used = new Set<number>();
  for (const value of [query.callee, ...query.arguments])
    mentions(file, value, (at) => {
      const isKey = at.start >= key.start && at.end <= key.end;
      if (!isKey && isOwn(file, fact, at)) used.add(at.binding);
      return false;
    });
  const out: Declared[] = [];
  for (const index of used) {
    const line = lineOf(file, fact, index, query, turn);
    if (line === undefined) return undefined;
    out.push(line);
  }
  return out.toSorted((a, b) => a.start - b.start);
}

/** A variable that the function declares. */
function isOwn(
  { facts }: FileNode,
  { start, end }: FunctionFact,
  value: Value,
): value is Extract<Value, { kind: "name" }> {
  const binding = value.kind === "name" ? facts.bindings[value.binding] : undefined;
  return (
    binding !== undefined && binding.kind !== "parameter" && binding.start >= start && binding.start < end
  );
}

function lineOf(
  file: FileNode,
  fact: FunctionFact,
  index: number,
  query: CallFact,
  turn: Turn,
): Declared | undefined {
  const binding = file.facts.bindings[index];
  const [held, ...later] = binding?.values ?? [];
  if (binding?.kind !== "constant" || held === undefined || later.length > 0) return undefined;
  if (binding.region !== fact.body || binding.start > query.start) return undefined;
  const { value } = held;
  if (mentions(file, value, (at) => isOwn(file, fact, at))) return undefined;
  if (!isSteady(file, value, turn) && !isOpened(file, value, query, index)) return undefined;
  const start = file.source.lastIndexOf("\n", binding.start) + 1;
  const end = file.source.indexOf("\n", value.end) + 1;
  const text = file.source.slice(start, end);
  const isAlone = new RegExp(`^[ \\t]*const ${binding.name.replace(/\$/g, "\\$&")}\\b[^=\\n]*= `).test(text);
  const behind = file.source.slice(value.end, end);
  return end > 0 && isAlone && /^[ \t]*;?[ \t]*(\/\/[^\n]*)?\r?\n$/.test(behind)
    ? { start, end, text: text.trim() }
    : undefined;
}

/** `const db = getDb()`: what the query is asked of. */
function isOpened(file: FileNode, value: Value, query: CallFact, index: number): boolean {
  const call = value.kind === "call" ? file.facts.calls[value.call] : undefined;
  const { base } = chainOf(file, query);
  let root = base;
  while (root.kind === "member") root = root.of;
  return (
    call?.callee.kind === "name" &&
    call.form === "call" &&
    call.arguments.length === 0 &&
    root.kind === "name" &&
    root.binding === index
  );
}
