import type { Json } from "../protocol.ts";
import { changeOf } from "./document.ts";
import { isJson, readText } from "./read.ts";
import { deepest, rawOf, type Span, type Tree } from "./text/tree.ts";
import { jsonText, yamlText } from "./text/write.ts";

/** Replaces `length` characters from `offset` on, both in UTF-16 units of the text before. */
export type TextEdit = { offset: number; length: number; newText: string };

/** A text that cannot be edited, because it cannot be read. */
export class UnreadableText extends Error {}

/**
 * The edits that give a parameter (`orders-db.max`, `run.seed`) another value and leave all else as it stands: layout, comments,
 * other values. Edits do not overlap and are in the order of the text. Throws a PathError or an UnreadableText.
 */
export function editText(text: string, path: string, value: Json): TextEdit[] {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const { tree, faults } = readText(body);
  if (tree === undefined || faults[0] !== undefined) {
    throw new UnreadableText(faults[0]?.message ?? "the document is empty");
  }
  const change = changeOf(rawOf(tree), path, value);
  const { tree: found, depth } = deepest(tree, change.at);
  const written = isJson(body) ? jsonText : yamlText;
  const edits =
    depth === change.at.length
      ? [{ offset: found.start, length: found.end - found.start, newText: written(change.value) }]
      : insertion(body, found, change.at.at(-1) ?? "", change.value, written);
  const shift = text.length - body.length;
  return edits.map((edit) => ({ ...edit, offset: edit.offset + shift }));
}

/** The text with a parameter changed. Throws a PathError or an UnreadableText. */
export function setValue(text: string, path: string, value: Json): string {
  return editText(text, path, value).reduceRight(
    (after, { offset, length, newText }) => after.slice(0, offset) + newText + after.slice(offset + length),
    text,
  );
}

type Write = (value: Json) => string;

function insertion(text: string, into: Tree, key: string | number, value: Json, written: Write): TextEdit[] {
  return into.kind === "list"
    ? addition(text, into, written(value))
    : entry(text, into, String(key), value, written);
}

/** Behind the last item of a list, on a line of its own where the items have lines of their own. */
function addition(text: string, list: Extract<Tree, { kind: "list" }>, item: string): TextEdit[] {
  const last = list.items.at(-1);
  if (last === undefined)
    return [{ offset: list.start, length: list.end - list.start, newText: `[${item}]` }];
  const entry = { keySpan: last, value: last };
  if (list.flow) return intoBrackets(text, list, entry, item);
  // Nobody writes a list within a list here, so what stands before an item is its dash.
  const dash = text.slice(0, last.start).lastIndexOf("-");
  return intoBlock(text, { keySpan: { start: dash, end: dash + 1 }, value: last }, `- ${item}`);
}

function entry(text: string, map: Tree, key: string, value: Json, written: Write): TextEdit[] {
  if (map.kind !== "map")
    throw new UnreadableText(`"${key}" cannot be added to ${JSON.stringify(rawOf(map))}`);
  const pair = `${written(key)}: ${written(value)}`;
  const last = map.entries.at(-1);
  if (last === undefined) return [{ offset: map.start, length: map.end - map.start, newText: `{ ${pair} }` }];
  return map.flow ? intoBrackets(text, map, last, pair) : intoBlock(text, last, pair);
}

type Entry = { keySpan: Span; value: Span };

/** After the last entry of a map in brackets, on a line of its own where the entries have lines of their own. */
function intoBrackets(text: string, map: Span, last: Entry, pair: string): TextEdit[] {
  const end = last.value.end;
  const rest = text.slice(end, map.end - 1);
  const comma = commaIn(rest);
  const indent = /\n([ \t]*)$/.exec(text.slice(map.start, last.keySpan.start));
  if (indent === null) {
    const at = comma === undefined ? end : end + comma + 1;
    return [{ offset: at, length: 0, newText: comma === undefined ? `, ${pair}` : ` ${pair}` }];
  }
  const newline = eol(text);
  // A comment behind the last entry stays with it.
  const lineEnd = end + (/\r?\n/.exec(rest)?.index ?? 0);
  const newText = `${newline}${indent[1]}${pair}`;
  if (comma !== undefined) return [{ offset: Math.max(lineEnd, end + comma + 1), length: 0, newText }];
  if (lineEnd === end) return [{ offset: end, length: 0, newText: `,${newText}` }];
  return [
    { offset: end, length: 0, newText: "," },
    { offset: lineEnd, length: 0, newText },
  ];
}

/** Where a trailing comma stands, if there is one; commas in comments are none. */
function commaIn(rest: string): number | undefined {
  const bare = rest.replace(/\/\/.*|\/\*[\s\S]*?\*\/|#.*/g, (comment) => " ".repeat(comment.length));
  const comma = bare.indexOf(",");
  return comma < 0 ? undefined : comma;
}

/** After the last entry of a map that has a line for each entry, with the same indentation. */
function intoBlock(text: string, last: Entry, pair: string): TextEdit[] {
  const lineStart = text.lastIndexOf("\n", last.keySpan.start - 1) + 1;
  // The first key of a list's item stands behind its dash.
  const indent = text.slice(lineStart, last.keySpan.start).replace(/[^ ]/g, " ");
  const block = text.slice(last.keySpan.start, last.value.end).trimEnd().length + last.keySpan.start;
  const rest = /^[^\r\n]*/.exec(text.slice(block))?.[0].length ?? 0;
  return [{ offset: block + rest, length: 0, newText: `${eol(text)}${indent}${pair}` }];
}

const eol = (text: string): string => (text.includes("\r\n") ? "\r\n" : "\n");
