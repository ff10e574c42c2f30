import type { Value } from "../../../facts.ts";
import type { FileNode } from "../../../link/project.ts";
import type { Change } from "../chain.ts";
import { isIdentifier } from "./by-key.ts";

/** A `SELECT` by one key. */
export interface SelectByKey {
  table: string;
  /** The column that the key is compared with. */
  key: string;
  /** Where in the text the comparison stands. */
  start: number;
  end: number;
  /** The column as it is written in the comparison, with its table. */
  column: string;
  /** The type that the text says the key is of: `$1::uuid`. */
  cast: string;
  /** `LIMIT 1`, where the key lets there be one row at most. */
  limit?: { start: number; end: number };
}

/** `SELECT id, name FROM users WHERE id = KEY AND active`: columns, table, its other name, conditions, order. */
const select =
  /^\s*select\s+(?<columns>[\w\s.,*"]+?)\s+from\s+(?<table>"?\w+"?(?:\."?\w+"?)?)(?:\s+(?:as\s+)?(?!where\b)(?<alias>\w+))?\s+where\s+(?<conditions>[\s\S]+?)(?:\s+order\s+by\s+[\w\s.,"]+?)?(?<limit>\s+limit\s+1)?\s*;?\s*$/i;

/** Longer texts are no simple questions. */
const longest = 2000;

/** Words that make what is given for many keys something else than what is given for each, or that bring in rows of other tables. */
const other =
  /\b(distinct|limit|offset|fetch|group|having|union|intersect|except|join|or|not|case|between|over|for)\b|[()]/i;

/**
 * The text as a question for the rows of one key, among which rows of many keys can be told apart; undefined where it is none.
 *
 * @param placeholder what stands for the key, as a regular expression: `\$1`
 */
export function selectByKey(text: string, placeholder: string): SelectByKey | undefined {
  if (text.length > longest) return undefined;
  const parts = select.exec(text)?.groups;
  const compared = new RegExp(
    `(?<![\\w.])((?:"?\\w+"?\\.)?"?(\\w+)"?)\\s*=\\s*${placeholder}(?:::(\\w+))?(?![\\w:(])`,
    "i",
  ).exec(text);
  if (parts === undefined || compared === null) return undefined;
  const { columns = "", conditions = "", alias = "", table = "", limit } = parts;
  const [whole, column = "", key = "", cast = ""] = compared;
  const rest = conditions.replace(whole, "");
  if (other.test(columns) || other.test(rest) || !isIdentifier(key)) return undefined;
  if (new RegExp(`${placeholder}(?!\\d)`).test(text.replace(whole, ""))) return undefined;
  if (!conditions.includes(whole)) return undefined;
  const owner = alias === "" ? table : alias;
  const isGiven = columns.split(",").some((one) => {
    const plain = one.trim().replaceAll('"', "");
    return plain === "*" || plain === key || plain === `${owner}.*` || plain === `${owner}.${key}`;
  });
  if (!isGiven) return undefined;
  if (limit !== undefined && key !== "id") return undefined;
  const at = compared.index;
  return {
    ...{ table: table.replace(/^.*\.|"/g, ""), key, column, cast, start: at, end: at + whole.length },
    ...(limit === undefined ? {} : { limit: limitIn(text, limit) }),
  };
}

function limitIn(text: string, limit: string): { start: number; end: number } {
  const start = text.lastIndexOf(limit);
  return { start, end: start + limit.length };
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

/** What becomes of the text where it asks for many keys: another comparison, and no limit. */
export function forMany({ start, end, limit }: SelectByKey, from: number, comparison: string): Change[] {
  const change = (place: { start: number; end: number }, text: string): Change => ({
    start: from + place.start,
    end: from + place.end,
    text,
  });
  return [change({ start, end }, comparison), ...(limit === undefined ? [] : [change(limit, "")])];
}
