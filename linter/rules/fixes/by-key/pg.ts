import type { CallFact } from "../../../facts.ts";
import type { FileNode } from "../../../link/project.ts";
import { awaitAround } from "../place.ts";
import { instead } from "../terms.ts";
import { isPure, isSteady } from "../turn.ts";
import { type Asked, asText, type ByKey, byKey } from "./by-key.ts";
import { forMany, selectByKey, writtenText } from "./select-text.ts";

/** `const { rows } = await pool.query("SELECT … FROM items WHERE order_id = $1", [order.id])` */
export function pgByKey(asked: Asked): ByKey | undefined {
  const { file, call, chain, turn } = asked;
  const [text, values, another] = call.arguments;
  if (chain.links.length !== 1 || another !== undefined || values?.kind !== "array") return undefined;
  const written = writtenText(file, text);
  if (written === undefined || !isOfRows(file, call)) return undefined;
  const varied = values.items.filter((value) => turn.varies(value));
  const [value] = varied;
  const others = values.items.filter((one) => one !== value);
  if (value === undefined || varied.length > 1 || !isPure(file, value)) return undefined;
  if (!others.every((one) => isSteady(file, one, turn))) return undefined;
  const found = selectByKey(written.text, `\\$${values.items.indexOf(value) + 1}`);
  if (found === undefined) return undefined;
  const { key, table, column, cast } = found;
  const placeholder = `$${values.items.indexOf(value) + 1}${cast === "" ? "" : `::${cast}[]`}`;
  const changes = (keys: string) => [
    ...forMany(found, written.start, `${column} = ANY(${placeholder})`),
    instead(file, value, keys),
  ];
  return byKey(asked, { key, value }, changes, {
    ...{ keyOf: asText.keyOf(key), lookUp: asText.lookUp, of: table, list: true },
    rowsIn: (answer) => `(${answer}).rows`,
    answerOf: (rows) => `{ rows: ${rows} }`,
  });
}

/** Nothing but the rows is taken from the answer: `const { rows } = await …`, `(await …).rows`, or a variable of which all is `found.rows`. */
function isOfRows(file: FileNode, call: CallFact): boolean {
  const awaited = awaitAround(file, call);
  if (awaited === undefined) return false;
  const { source, facts } = file;
  const before = source.slice(Math.max(0, awaited.start - 200), awaited.start);
  if (/\{\s*rows(\s*:\s*[\w$[\]{},\s]+)?\s*\}\s*=\s*$/.test(before)) return true;
  if (/\(\s*$/.test(before)) return /^\s*\)\s*\.rows\b/.test(source.slice(awaited.end, awaited.end + 20));
  const name = /\bconst\s+([A-Za-z_]\w*)\s*=\s*$/.exec(before)?.[1];
  const around = facts.functions[facts.regions[call.region]?.function ?? 0];
  if (name === undefined || around === undefined) return false;
  const otherwise = new RegExp(`(?<![\\w$.])${name}(?![\\w$])(?!\\s*\\??\\.\\s*rows\\b)`);
  return !otherwise.test(source.slice(awaited.end, around.end));
}
