import { awaitAround } from "../place.ts";
import { instead } from "../terms.ts";
import { type Asked, asText, type ByKey, byKey } from "./by-key.ts";
import { oneVaried } from "./keyed-values.ts";
import { forMany, selectByKey, writtenText } from "./select-text.ts";

/** Stands for the placeholder of the key in a text whose placeholders are all alike. */
const MARK = "\u0001";

/** `const [rows] = await pool.query("SELECT … FROM items WHERE order_id = ?", [order.id])`; what `execute` prepares takes no lists. */
export function mysql2ByKey(asked: Asked): ByKey | undefined {
  const { file, call, chain } = asked;
  const [text, values, another] = call.arguments;
  if (chain.links.length !== 1 || chain.links[0]?.name !== "query" || another !== undefined) return undefined;
  // What the rows are is any of several things, of which only one is a list, unless the code says it.
  if (file.facts.language === "typescript" && call.types.length === 0) return undefined;
  const written = writtenText(file, text);
  const awaited = awaitAround(file, call);
  if (written === undefined || awaited === undefined || values?.kind !== "array") return undefined;
  const before = file.source.slice(Math.max(0, awaited.start - 80), awaited.start);
  const value = oneVaried(asked, values.items);
  if (value === undefined || !/\[\s*(?:[\w$]+|\[\s*[\w$]+\s*\])\s*\]\s*=\s*$/.test(before)) return undefined;
  const at = values.items.indexOf(value);
  let place = 0;
  const marked = written.text.replaceAll("?", () => (place++ === at ? MARK : "?"));
  if (place !== values.items.length) return undefined;
  const found = selectByKey(marked, MARK, (name) => name);
  // In capitals the column may be written otherwise than it is called.
  if (found === undefined || found.cast !== "" || !/[a-z]/.test(found.key)) return undefined;
  const { key, table, column } = found;
  const changes = (keys: string) => [
    ...forMany(found, written.start, `${column} IN (?)`),
    instead(file, value, keys),
  ];
  return byKey(asked, { key, value }, changes, {
    ...{ keyOf: asText.keyOf(key), lookUp: asText.lookUp, of: table, list: true, needsKeys: true },
    nullFindsNone: true,
    rowsIn: (answer) => `(${answer})[0]`,
    answerOf: (rows) => `[${rows}]`,
  });
}
