import type { FileNode } from "../../link/project/project.ts";
import { type ByKey, rowOfKey } from "./by-key/by-key.ts";
import { styleOf } from "./style.ts";

/** Rows of one query for all keys, told apart by their key: the statements that keep them, and what finds those of one key. */
export interface KeptRows {
  lines: string[];
  found(sought: string): string;
}

interface Names {
  /** What holds all rows; needed where a key has several of them. */
  rows: string;
  map: string;
  /** What holds all keys; needed where what is given does not say its own. */
  keys: string;
}

/** @param asked the text of what gives the rows */
export function keptRows(file: FileNode, single: ByKey, names: Names, asked: string): KeptRows {
  return single.list === true ? grouped(file, single, names, asked) : byOne(file, single, names, asked);
}

/** A map from each key to its row. */
function byOne(file: FileNode, single: ByKey, { map, keys }: Names, asked: string): KeptRows {
  const { end, indent } = styleOf(file);
  const constant = file.facts.language === "typescript" ? " as const" : "";
  const { row, key } = taken(single);
  return {
    lines: [
      `const ${map} = new Map(`,
      single.inOrder === true
        ? `${indent}(${asked}).map((${single.of ?? "row"}, at) => [${keys}[at], ${single.of ?? "row"}]${constant}),`
        : `${indent}(${asked}).map((${row}) => [${key}, row]${constant}),`,
      `)${end}`,
    ],
    found: (sought) => {
      const found = `${map}.get(${single.lookUp(sought)})`;
      return single.throws === true ? found : rowOfKey(single, found);
    },
  };
}

/** A map from each key to all of its rows, in the order in which they came. */
function grouped(file: FileNode, single: ByKey, { rows, map }: Names, asked: string): KeptRows {
  const { end, indent, quote } = styleOf(file);
  const { row, key } = taken(single);
  const one = `(typeof ${rows})[number]`;
  const kept = single.hidesKey === true ? `Omit<${one}, ${quote}${single.key}${quote}>` : one;
  const type = key.startsWith("String(") ? "string" : `${one}[${quote}${single.key}${quote}]`;
  const types = file.facts.language === "typescript" ? `<${type}, ${kept}[]>` : "";
  return {
    lines: [
      `const ${rows} = ${asked}${end}`,
      `const ${map} = new Map${types}()${end}`,
      `for (const ${row} of ${rows}) {`,
      `${indent}const group = ${map}.get(${key})${end}`,
      `${indent}if (group === undefined) ${map}.set(${key}, [row])${end}`,
      `${indent}else group.push(row)${end}`,
      "}",
    ],
    found: (sought) => {
      const found = `${map}.get(${single.lookUp(sought)}) ?? []`;
      return single.answerOf?.(`(${found})`) ?? found;
    },
  };
}

/** A row as it is taken, and the text of its key: without what was only asked for to tell the rows apart. */
function taken({ key, keyOf, hidesKey }: ByKey): { row: string; key: string } {
  return hidesKey === true
    ? { row: `{ ${key}, ...row }`, key: keyOf("").replace(`.${key}`, key) }
    : { row: "row", key: keyOf("row") };
}
