import type { CallFact } from "../../../facts.ts";
import type { FileNode } from "../../../link/project/project.ts";
import { awaitAround } from "../place.ts";
import { instead } from "../terms.ts";
import { type Asked, asText, type ByKey, byKey } from "./by-key.ts";
import { oneVaried } from "./keyed-values.ts";
import { forMany, inSmallLetters, selectByKey, writtenText } from "./select-text.ts";

/** `const { rows } = await pool.query("SELECT … FROM items WHERE order_id = $1", [order.id])` */
export function pgByKey(asked: Asked): ByKey | undefined {
  const { file, call, chain } = asked;
  const [text, values, another] = call.arguments;
  if (chain.links.length !== 1 || another !== undefined || values?.kind !== "array") return undefined;
  const written = writtenText(file, text);
  const value = oneVaried(asked, values.items);
  const rows = rowsOf(file, call);
  if (written === undefined || value === undefined || rows === undefined) return undefined;
  const place = `$${values.items.indexOf(value) + 1}`;
  const found = selectByKey(written.text, `\\${place}`, inSmallLetters, isOfColumns(file, call, rows));
  if (found === undefined) return undefined;
  const { key, table, column, cast } = found;
  const many = cast === "" ? place : `${place}::${cast}[]`;
  const changes = (keys: string) => [
    ...forMany(found, written.start, `${column} = ANY(${many})`),
    instead(file, value, keys),
  ];
  return byKey(asked, { key, value }, changes, {
    ...{ keyOf: asText.keyOf(key), lookUp: asText.lookUp, of: table, list: true },
    nullFindsNone: true,
    rowsIn: (answer) => `(${answer}).rows`,
    answerOf: (list) => `{ rows: ${list} }`,
  });
}

/** What the rows are called, as a regular expression, where nothing else is taken from the answer: `rows`, `found.rows`; "" where they have no name. */
function rowsOf(file: FileNode, call: CallFact): string | undefined {
  const awaited = awaitAround(file, call);
  if (awaited === undefined) return undefined;
  const { source } = file;
  const before = source.slice(Math.max(0, awaited.start - 200), awaited.start);
  const taken = /\{\s*rows(?:\s*:\s*([\w$[\]{},\s]+?))?\s*\}\s*=\s*$/.exec(before);
  if (taken !== null) return /^\w+$/.test(taken[1] ?? "rows") ? (taken[1] ?? "rows") : "";
  if (/\(\s*$/.test(before))
    return /^\s*\)\s*\.rows\b/.test(source.slice(awaited.end, awaited.end + 20)) ? "" : undefined;
  const name = /\bconst\s+([A-Za-z_]\w*)\s*=\s*$/.exec(before)?.[1];
  const rows = "\\s*\\??\\.\\s*rows\\b";
  return name === undefined || isUsedBut(file, call, name, rows) ? undefined : `${name}${rows}`;
}

/** Of the rows only columns are read that are named, so that one more is seen by nobody: `found.rows[0].name`. */
function isOfColumns(file: FileNode, call: CallFact, rows: string): boolean {
  // The code says what columns there are.
  if (rows === "" || call.types.length > 0) return false;
  return !isUsedBut(
    file,
    call,
    rows,
    "\\s*(?:\\??\\.\\s*length\\b|(?:\\?\\.)?\\[\\d+\\]\\s*[!?]?\\.\\s*[A-Za-z_])",
  );
}

/** Whether the function uses behind the query what is called so in another way than this. */
function isUsedBut(file: FileNode, call: CallFact, name: string, way: string): boolean {
  const { functions, regions } = file.facts;
  const around = functions[regions[call.region]?.function ?? 0];
  const otherwise = new RegExp(`(?<![\\w$.])${name}(?![\\w$])(?!${way})`);
  return otherwise.test(file.source.slice(call.end, around?.end));
}
