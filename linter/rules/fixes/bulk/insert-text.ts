import type { CallFact } from "../../../facts.ts";
import type { Reach } from "../../../link/graph/reach.ts";
import type { FileNode } from "../../../link/project/project.ts";
import { asserted, textOf } from "../place.ts";
import type { Bulk } from "./bulk.ts";
import type { WriteSite } from "./site.ts";

/** Text of SQL that inserts one row, and what it is given. */
interface InsertText {
  /** `INSERT INTO users (name, at)`, with what is before the values, and behind them. */
  head: string;
  tail: string;
  /** Each value as it is written: a placeholder or what is the same in every row. */
  values: string[];
  /** What the placeholders stand for, in their order: code. */
  given: string[];
  quote: string;
}

/** What a message of PostgreSQL's protocol has room for. */
const mostParameters = 65_535;

/** The text that inserts many rows. */
export function bulkInsert(
  file: FileNode,
  call: CallFact,
  { query }: Reach,
  { each, list }: WriteSite,
): Bulk | undefined {
  const asked = textOf(file, call.callee);
  switch (`${query.library.name} ${query.name}`) {
    case "mysql query":
    case "mysql2 query": {
      const one = insertText(file, call);
      // The driver writes a list of rows out where it is given one, without a limit, and nothing between the values.
      if (one === undefined || one.values.some((value) => value !== "?")) return undefined;
      const { head, tail, quote, given } = one;
      const text = `${asked}(${quote}${head}?${tail}${quote}, [${each(`[${given.join(", ")}]`)}])`;
      return { text, needsRows: true };
    }
    case "pg query": {
      const one = insertText(file, call);
      // What would read otherwise in a template.
      if (one === undefined || (one.quote !== "`" && /`|\$\{/.test(one.head + one.tail))) return undefined;
      const { head, tail, given } = one;
      const places = `${list}.map((_, i) => \`(${placesOf(one)})\`).join(", ")`;
      const text = `${asked}(\`${head}\${${places}}${tail}\`, ${each(`[${given.join(", ")}]`)}.flat())`;
      return { text, needsRows: true, most: Math.floor(mostParameters / given.length) };
    }
    default: {
      const one = query.library.name === "postgres" ? insertTag(file, call) : undefined;
      if (one === undefined) return undefined;
      const { head, tail, given } = one;
      const text = `${asked}\`${head}\${${asked}(${each(`[${given.join(", ")}]`)})}${tail}\``;
      return { text, needsRows: true, most: Math.floor(mostParameters / given.length) };
    }
  }
}

/** `$${i * 2 + 1}, NOW(), $${i * 2 + 2}`: the placeholders of row `i`. */
function placesOf({ values, given }: InsertText): string {
  const row = given.length === 1 ? "i" : `i * ${given.length}`;
  let place = 0;
  return values.map((value) => (value.startsWith("$") ? `$\${${row} + ${++place}}` : value)).join(", ");
}

/**
 * `query("INSERT INTO users (name) VALUES (?)", [row.name])`, or the same with `$1`. Each placeholder is there once and in its order, and
 * what is done where a row is there already is the same for many rows at once.
 */
function insertText(file: FileNode, call: CallFact): InsertText | undefined {
  const [text, list, ...others] = call.arguments;
  if (text?.kind !== "literal" || list?.kind !== "array" || others.length > 0) return undefined;
  if (list.items.some(({ kind }) => kind === "spread")) return undefined;
  const written = textOf(file, text);
  const quote = written.charAt(0);
  const parts = inserted(written.slice(1, -1));
  if (parts === undefined || !/["'`]/.test(quote)) return undefined;
  const given = list.items.map((item) => textOf(file, asserted(file, item)));
  const places = parts.values.filter((value) => /^(\?|\$\d+)$/.test(value));
  const inOrder = places.every((place, at) => place === "?" || place === `$${at + 1}`);
  return inOrder && places.length === given.length && given.length > 0
    ? { ...parts, given, quote }
    : undefined;
}

/** `` sql`insert into users (name) values (${row.name})` `` */
function insertTag(file: FileNode, call: CallFact): InsertText | undefined {
  const [text] = call.arguments;
  if (call.form !== "tag" || text?.kind !== "text") return undefined;
  const parts = inserted(text.strings.join("?"));
  if (parts === undefined || !parts.values.every((value) => value === "?")) return undefined;
  return { ...parts, given: text.of.map((part) => textOf(file, asserted(file, part))), quote: "`" };
}

const statement =
  /^(\s*insert\s+(?:ignore\s+)?into\s+[\w."`]+\s*\([\w\s,"`]+\)\s*values\s*)\(([^()]*(?:\(\)[^()]*)*)\)(.*)$/is;
/** Of a row that is there already: PostgreSQL changes none twice in one statement, MySQL goes through them one by one. */
const behind =
  /^(on\s+conflict\s*(\([\w\s,"]*\)\s*)?do\s+nothing|on\s+duplicate\s+key\s+update\s[^?$;]*)?;?$/i;

function inserted(text: string): Pick<InsertText, "head" | "tail" | "values"> | undefined {
  const [, head, list, tail] = statement.exec(text) ?? [];
  if (head === undefined || list === undefined || tail === undefined || !behind.test(tail.trim()))
    return undefined;
  const values = list.split(",").map((value) => value.trim());
  return values.every((value) => /^(\?|\$\d+|\w+(\(\))?)$/.test(value)) ? { head, tail, values } : undefined;
}
