import { awaitAround } from "../place.ts";
import { instead } from "../terms.ts";
import { isPure, isSteady } from "../turn.ts";
import { type Asked, asText, type ByKey, byKey } from "./by-key.ts";
import { forMany, selectByKey, writtenText } from "./select-text.ts";

/** Stands for the placeholder of the key in a text whose placeholders are all alike. */
const MARK = "\u0001";

/** `const [rows] = await pool.query("SELECT … FROM items WHERE order_id = ?", [order.id])`; what `execute` prepares takes no lists. */
export function mysql2ByKey(asked: Asked): ByKey | undefined {
  const { file, call, chain, turn } = asked;
  const [text, values, another] = call.arguments;
  if (chain.links.length !== 1 || chain.links[0]?.name !== "query" || another !== undefined) return undefined;
  // What the rows are is any of several things, of which only one is a list, unless the code says it.
  if (file.facts.language === "typescript" && call.types.length === 0) return undefined;
  const written = writtenText(file, text);
  const awaited = awaitAround(file, call);
  if (written === undefined || awaited === undefined || values?.kind !== "array") return undefined;
  if (!/\[\s*[\w$]+\s*\]\s*=\s*$/.test(file.source.slice(Math.max(0, awaited.start - 80), awaited.start)))
    return undefined;
  const varied = values.items.filter((value) => turn.varies(value));
  const [value] = varied;
  const others = values.items.filter((one) => one !== value);
  if (value === undefined || varied.length > 1 || !isPure(file, value)) return undefined;
  if (!others.every((one) => isSteady(file, one, turn))) return undefined;
  let place = 0;
  const marked = written.text.replaceAll("?", () => (place++ === values.items.indexOf(value) ? MARK : "?"));
  const found = place === values.items.length ? selectByKey(marked, MARK) : undefined;
  if (found === undefined || found.cast !== "") return undefined;
  const { key, table, column } = found;
  const changes = (keys: string) => [
    ...forMany(found, written.start, `${column} IN (?)`),
    instead(file, value, keys),
  ];
  return byKey(asked, { key, value }, changes, {
    ...{ keyOf: asText.keyOf(key), lookUp: asText.lookUp, of: table, list: true, needsKeys: true },
    rowsIn: (answer) => `(${answer})[0]`,
    answerOf: (rows) => `[${rows}]`,
  });
}
