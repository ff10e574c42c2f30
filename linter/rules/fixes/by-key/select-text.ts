import type { Value } from "../../../facts.ts";
import type { FileNode } from "../../../link/project/project.ts";
import type { Change } from "../changes.ts";
import { isIdentifier } from "./by-key.ts";

/** A `SELECT` by one key. */
export interface SelectByKey {
  table: string;
  /** What the key is called in the rows. */
  key: string;
  /** Where in the text the comparison stands. */
  start: number;
  end: number;
  /** The column as it is written in the comparison, with its table. */
  column: string;
  /** The type that the text says the key is of: `$1::uuid`. */
  cast: string;
  /** Where the key is put among the columns, if it is not one of them. */
  added?: number;
  /** `LIMIT 1`, where the key lets there be one row at most. */
  limit?: { start: number; end: number };
}

/** `SELECT id, name FROM users u WHERE id = KEY AND active ORDER BY name`: of one table, with nothing that is computed. */
const select =
  /^\s*select\s+(?<columns>[\w\s.,*"`]+?)\s+from\s+(?<table>["`]?\w+["`]?(?:\.["`]?\w+["`]?)?)(?:\s+(?:as\s+)?(?!where\b)\w+)?\s+where\s+(?<conditions>[\s\S]+?)(?<order>\s+order\s+by\s+[\w\s.,"`]+?)?(?<limit>\s+limit\s+1)?\s*;?\s*$/i;

/** Longer texts are no simple questions. */
const longest = 2000;

/** Words that make what is given for many keys something else than what is given for each, or that bring in rows of other tables. */
const other =
  /\b(distinct|limit|offset|fetch|group|having|union|intersect|except|join|or|case|between|over|for)\b|[()]|--|\/\*/i;

/**
 * The text as a question for the rows of one key, among which rows of many keys can be told apart; undefined where it is none.
 *
 * @param placeholder what stands for the key, as a regular expression: `\$1`
 * @param named what a column is called in the rows whose name is written without quotes
 * @param mayAdd whether the rows may have the key where they had not
 */
export function selectByKey(
  text: string,
  placeholder: string,
  named: (name: string) => string,
  mayAdd = false,
): SelectByKey | undefined {
  if (text.length > longest) return undefined;
  const parts = select.exec(text)?.groups;
  const compared = comparison(text, placeholder);
  if (parts === undefined || compared === undefined) return undefined;
  const { columns = "", conditions = "", table = "", order = "", limit } = parts;
  const { whole, column, cast, start } = compared;
  const rest = conditions.replace(whole, "");
  if (rest === conditions || other.test(`${columns} ${rest} ${order}`)) return undefined;
  if (new RegExp(`${placeholder}(?!\\d)`).test(text.replace(whole, ""))) return undefined;
  const key = lastName(column, named);
  if (!isIdentifier(lastName(column, (name) => name))) return undefined;
  const gives = hasKey(columns, key, named);
  if (gives === undefined || !(gives || mayAdd)) return undefined;
  if (limit !== undefined && key !== "id") return undefined;
  return {
    ...{ table: lastName(table, (name) => name), key, column, cast, start, end: start + whole.length },
    ...(gives ? {} : { added: /^\s*select\s+/i.exec(text)?.[0].length ?? 0 }),
    ...(limit === undefined ? {} : { limit: limitIn(text, limit) }),
  };
}

/** The condition that compares a column with the key, which stands for itself among others that hold, too. */
function comparison(
  text: string,
  placeholder: string,
): { whole: string; column: string; cast: string; start: number } | undefined {
  const found = new RegExp(
    `(?<=\\b(?:where|and)\\s+)((?:["\`]?\\w+["\`]?\\.)?["\`]?\\w+["\`]?)\\s*=\\s*${placeholder}(?:::(\\w+))?(?=\\s+(?:and|order|limit)\\b|\\s*;?\\s*$)`,
    "i",
  ).exec(text);
  if (found === null) return undefined;
  const [whole, column = "", cast = ""] = found;
  return { whole, column, cast, start: found.index };
}

/** Whether the key is among the columns; undefined where another one goes by its name. */
function hasKey(columns: string, key: string, named: (name: string) => string): boolean | undefined {
  const written = columns.split(",").map((one) => one.trim());
  const isPlain = (one: string) => !/\s/.test(one);
  const isKey = (one: string) => lastName(one, named) === key;
  if (written.some((one) => isKey(one) && !isPlain(one))) return undefined;
  return written.some((one) => isKey(one) || /(^|\.)\*$/.test(one));
}

/** `u."userId"` → `userId` */
function lastName(written: string, named: (name: string) => string): string {
  const name = /["`]?\w+["`]?$/.exec(written)?.[0] ?? "";
  const plain = name.replace(/["`]/g, "");
  return plain === name ? named(name) : plain;
}

function limitIn(text: string, limit: string): { start: number; end: number } {
  const start = text.lastIndexOf(limit);
  return { start, end: start + limit.length };
}

/** PostgreSQL writes what has no quotes in small letters. */
export function inSmallLetters(name: string): string {
  return name.toLowerCase();
}

/** A text without holes, as it is written at a call, and where it begins between its quotes. */
export function writtenText(
  file: FileNode,
  value: Value | undefined,
): { text: string; start: number } | undefined {
  if (value === undefined || (value.kind !== "literal" && value.kind !== "text")) return undefined;
  if (value.kind === "text" && value.of.length > 0) return undefined;
  const text = file.source.slice(value.start + 1, value.end - 1);
  // What is escaped is longer than what it says.
  return text.includes("\\") ? undefined : { text, start: value.start + 1 };
}

/** What becomes of the text where it asks for many keys: another comparison, the key among the columns, and no limit. */
export function forMany(
  { start, end, column, added, limit }: SelectByKey,
  from: number,
  comparison: string,
): Change[] {
  const change = (place: { start: number; end: number }, text: string): Change => ({
    start: from + place.start,
    end: from + place.end,
    text,
  });
  return [
    ...(added === undefined ? [] : [change({ start: added, end: added }, `${column}, `)]),
    change({ start, end }, comparison),
    ...(limit === undefined ? [] : [change(limit, "")]),
  ];
}
