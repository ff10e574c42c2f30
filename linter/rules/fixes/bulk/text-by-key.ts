import type { Asked } from "../by-key/by-key.ts";
import { oneVaried } from "../by-key/keyed-values.ts";
import { writtenText } from "../by-key/select-text.ts";
import { instead } from "../terms.ts";
import type { WrittenByKey } from "./by-key.ts";

const value = String.raw`(?:\$\d+|\?|\d+|true|false|null|now\(\)|'[^']*')`;
const column = String.raw`(?:["\x60]?\w+["\x60]?\.)?["\x60]?\w+["\x60]?`;
const table = String.raw`["\x60\w.]+`;

/** `DELETE FROM users WHERE id = $1 AND active`, `UPDATE users SET active = false WHERE id = ?`: what is set is the same if it is set twice. */
const write = new RegExp(
  String.raw`^\s*(?:delete\s+from\s+${table}|update\s+${table}\s+set\s+${column}\s*=\s*${value}(?:\s*,\s*${column}\s*=\s*${value})*)\s+where\s+(?<conditions>[\s\S]+?)\s*;?\s*$`,
  "id",
);
const conditions = new RegExp(
  String.raw`^${column}\s*=\s*${value}(?:\s+and\s+${column}\s*=\s*${value})*$`,
  "i",
);

/** Longer texts are no simple statements. */
const longest = 2000;

/** `query("DELETE FROM users WHERE id = $1", [id])` of node-postgres, and with `?` of MySQL; what its `execute` prepares takes no lists. */
export function textByKey(asked: Asked): WrittenByKey | undefined {
  const { file, call, chain } = asked;
  const [text, list, another] = call.arguments;
  if (chain.links.length !== 1 || chain.links[0]?.name !== "query" || another !== undefined) return undefined;
  const written = writtenText(file, text);
  if (written === undefined || written.text.length > longest || list?.kind !== "array") return undefined;
  const found = write.exec(written.text);
  const condition = found?.groups?.conditions;
  if (condition === undefined || !conditions.test(condition)) return undefined;
  const key = oneVaried(asked, list.items);
  const places = [...written.text.matchAll(/\$\d+|\?/g)];
  const at = key === undefined ? -1 : list.items.indexOf(key);
  const isNumbered = places.every(([place]) => place.startsWith("$"));
  const [place, twice] = isNumbered ? places.filter(([one]) => one === `$${at + 1}`) : [places[at]];
  if (key === undefined || place === undefined || twice !== undefined || places.length !== list.items.length)
    return undefined;
  // A value that is set is another one in each turn.
  const [from = 0] = found?.indices?.groups?.conditions ?? [];
  if (place.index < from) return undefined;
  const start = written.start + place.index;
  const equals = /=\s*$/.exec(written.text.slice(0, place.index))?.[0].length ?? 0;
  const many = isNumbered ? `= ANY(${place[0]})` : "IN (?)";
  return {
    value: key,
    change: (keys) => [
      { start: start - equals, end: start + place[0].length, text: many },
      instead(file, key, keys),
    ],
    ...(isNumbered ? {} : { needsRows: true as const }),
  };
}
