import type { Sentence } from "../../../words/sentence.ts";
import type { CallFact, Value } from "../../facts.ts";
import type { Fix } from "../../finding.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { endOfAssertions, positionAt, rangeOf, type TextEdit } from "../../text.ts";
import type { Linked } from "../rule.ts";

/** What became of the search for a fix. */
export type Fixed = { fixes: Fix[] } | { fixes: []; unfixable: Sentence };

export function refused(unfixable: Sentence): Fixed {
  return { fixes: [], unfixable };
}

export function textOf(file: FileNode, value: { start: number; end: number }): string {
  return file.source.slice(value.start, value.end);
}

/** A value with what is asserted of it: `row.id!`, `row as User`. */
export function asserted(
  file: FileNode,
  { start, end }: { start: number; end: number },
): { start: number; end: number } {
  return { start, end: endOfAssertions(file.source, end) };
}

/** A name, or members of a name: writing it twice runs nothing twice. */
export function isPlain(value: Value): boolean {
  if (value.kind === "member") return isPlain(value.of);
  return value.kind === "name" || value.kind === "this";
}

/** The pattern of `for (const pattern of list)`. */
export function patternOf(file: FileNode, loop: Iteration): string | undefined {
  return /^for\s*\(\s*(?:const|let|var)\s+([\s\S]+?)\s+of\s/.exec(
    file.source.slice(loop.start, loop.end),
  )?.[1];
}

/** The whole `await call`, where the call itself is awaited in place, and not what is made of its answer: `await find().then(…)`. */
export function awaitAround(file: FileNode, call: CallFact): { start: number; end: number } | undefined {
  if (call.use !== "awaited") return undefined;
  const before = /\bawait\s+$/.exec(file.source.slice(Math.max(0, call.start - 20), call.start));
  return before === null ? undefined : { start: call.start - before[0].length, end: call.end };
}

/** Spaces or tabs at the beginning of the line that `offset` is in. */
export function indentAt(file: FileNode, offset: number): string {
  const { lineStarts } = file.facts;
  const start = lineStarts[positionAt(lineStarts, offset).line] ?? 0;
  return /^[ \t]*/.exec(file.source.slice(start, offset))?.[0] ?? "";
}

/** A name that nothing in the file has yet and no other fix of it takes; it is added to those. */
export function freeName(file: FileNode, wanted: string, given: Set<string>): string {
  const taken = new Set([...given, ...file.facts.bindings.map(({ name }) => name)]);
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted}${n}`;
    if (taken.has(name)) continue;
    given.add(name);
    return name;
  }
}

/** What rows are called in a text that is about other things, too. */
export function rowIn(text: string): string {
  return (
    ["row", "found", "one", "candidate"].find((name) => !new RegExp(`\\b${name}\\b`).test(text)) ?? "row_"
  );
}

export function replace(file: FileNode, span: { start: number; end: number }, newText: string): TextEdit {
  return { file: file.path, range: rangeOf(file.facts.lineStarts, [span.start, span.end]), newText };
}

/** Puts lines before the statement that starts at `offset`, each with its indentation. */
export function before(file: FileNode, offset: number, lines: readonly string[]): TextEdit {
  const indent = indentAt(file, offset);
  const newline = file.source.includes("\r\n") ? "\r\n" : "\n";
  const newText = lines.map((line) => line + newline + indent).join("");
  return replace(file, { start: offset, end: offset }, newText);
}

/** `list.map((pattern) => value)`, or the list itself where the value is the element. */
export function eachOf(
  file: FileNode,
  loop: Iteration,
  pattern: string,
  value: string,
  isArray: boolean,
): string {
  const { collection } = loop;
  const text = collection === undefined ? "" : textOf(file, collection);
  const list =
    collection === undefined || /^(call|name|member|this)$/.test(collection.kind) ? text : `(${text})`;
  return keysOf(file, { list, pattern, isArray }, value, []);
}

/** The keys of those elements that the guards let pass: `list.flatMap((pattern) => (guard ? [value] : []))`. */
export function keysOf(
  file: FileNode,
  { list, pattern, isArray: isListed }: { list: string; pattern: string; isArray: boolean },
  value: string,
  guards: readonly string[],
): string {
  if (guards.length === 0 && value === pattern.replace(/:[\s\S]*/, ""))
    return isListed ? list : `[...${list}]`;
  const parameter =
    /^[\w$]+$/.test(pattern) && file.facts.language === "javascript" ? pattern : `(${pattern})`;
  if (guards.length > 0)
    return `${isListed ? list : `[...${list}]`}.flatMap(${parameter} => (${guards.join(" && ")} ? [${value}] : []))`;
  const body = value.startsWith("{") ? `(${value})` : value;
  // `Array.from` knows nothing of the elements of what may be anything.
  return `${isListed ? list : `[...${list}]`}.map(${parameter} => ${body})`;
}

/** A list with `map`: by its type, or because a query gave it. Sets and other iterables have none. */
export function isArray(linked: Linked, file: FileNode, value: Value): boolean {
  const { type, values: [held, ...later] = [] } =
    (value.kind === "name" && file.facts.bindings[value.binding]) || {};
  if (isIterator(file, value)) return false;
  // `const open = given`: it is what that is.
  if (type === undefined && held?.value.kind === "name" && later.length === 0)
    return isArray(linked, file, held.value);
  if (type?.kind === "array") return true;
  if (type !== undefined) return type.kind === "named" && /^(Array|ReadonlyArray)$/.test(type.name);
  if (linked.evaluator.value(file, value).some((entity) => entity.kind === "array")) return true;
  return isOfRows(linked, file, value);
}

/** What a query gives that is known to give a list. */
function isOfRows(linked: Linked, file: FileNode, value: Value): boolean {
  const binding = value.kind === "name" ? file.facts.bindings[value.binding] : undefined;
  const held = value.kind === "name" ? binding?.kind === "constant" && binding.values[0]?.value : value;
  const asked = held && held.kind === "await" ? held.of : undefined;
  const queries = asked?.kind === "call" ? linked.graph.targetsOf(file).get(asked.call)?.queries : undefined;
  const [query, ...others] = queries ?? [];
  if (query === undefined || others.length > 0) return false;
  const gives = query.library.name === "typeorm" ? /^(find|findBy|getMany)$/ : /^find(Many|All|By)$/;
  return gives.test(query.name);
}

/** `rows.entries()`, `map.values()`: it can be gone through once. */
export function isIterator(file: FileNode, value: Value): boolean {
  const held = value.kind === "name" ? file.facts.bindings[value.binding]?.values[0]?.value : value;
  const callee = held?.kind === "call" ? file.facts.calls[held.call]?.callee : undefined;
  if (callee?.kind !== "member" || !/^(entries|keys|values|matchAll)$/.test(callee.name)) return false;
  return !(callee.of.kind === "name" && callee.of.name === "Object");
}

/** Made of literals alone, so that it means the same wherever it stands. */
export function isFixed(file: FileNode, value: Value): boolean {
  return !mentions(file, value, ({ kind }) => !/^(object|array|literal)$/.test(kind));
}

/** Puts lines of their own before the first import. */
export function beforeImports(file: FileNode, lines: string): TextEdit {
  const { imports, lineStarts } = file.facts;
  const [first] = imports;
  // A name of the statement may stand on a later line: `import {`
  const at =
    first === undefined
      ? 0
      : (lineStarts.findLast(
          (line) =>
            line <= first.start && /^(import|const|let|var)\b/.test(file.source.slice(line, line + 8)),
        ) ?? 0);
  return replace(file, { start: at, end: at }, lines);
}

/** Text of more than one line, indented as if it began on a line with this indentation. */
export function indented(
  file: FileNode,
  { start, end }: { start: number; end: number },
  indent: string,
): string {
  return shifted(file.source.slice(start, end), indentAt(file, start), indent);
}

/** Lines with another indentation. Those of a template are its value. */
export function shifted(text: string, from: string, to: string): string {
  if (/`[^`]*\n[^`]*`/.test(text.replace(/`[^`\n]*`/g, ""))) return text;
  // A line of nothing stays one.
  return text.replace(new RegExp(`\\n${from}(?=[^\\r\\n])`, "g"), `\n${to}`);
}
