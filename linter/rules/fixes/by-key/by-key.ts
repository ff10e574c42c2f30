import type { CallFact, Value } from "../../../facts.ts";
import type { Reach } from "../../../link/graph/reach.ts";
import type { FileNode } from "../../../link/project/project.ts";
import type { Linked } from "../../rule.ts";
import type { Chain } from "../../way/chain.ts";
import { type Change, changed } from "../changes.ts";
import { singular } from "../queried.ts";
import type { Turn } from "../turn.ts";

/** How a query asks for the rows with one key, and how it asks for those of many. */
export interface ByKey {
  /** The field that the rows are told apart by. */
  key: string;
  value: Value;
  /** The query for all, given the text of the list of keys. It gives a list of rows. */
  all(keys: string): string;
  /** Text of the key in a row, and of the key that is looked for. */
  keyOf(row: string): string;
  lookUp(value: string): string;
  /** What the single query gives when there is no row. */
  missing: string;
  /** What the single query gives, made of the row that was found, or undefined; where it is more than that row. */
  made?(found: string): string;
  /** What the rows are, where that is said in a text: their table. */
  of?: string;
  /** The query gives all rows with that key, not one. */
  list?: true;
  /** The key is asked for to tell rows apart alone: what is handed on is without it. */
  hidesKey?: true;
  /** The schema says whether rows may have none. */
  optional?: boolean;
  /** How keys compare, where a schema says it: as in a program, as objects, or without their case. */
  compares?: "same" | "objects" | "folded";
  /** The list of rows in what the query for all gives, and what the single query gives made of a list: pg's `{ rows }`. */
  rowsIn?(answer: string): string;
  answerOf?(rows: string): string;
  /** What is counted is the rows of a key. */
  counts?: true;
  /** Where there is no row it throws: it is asked itself then, for an error of its own. */
  throws?: true;
  /** A key that is missing finds nothing, alone as among others. */
  nullFindsNone?: true;
  /** No key at all would be an error. */
  needsKeys?: true;
  /** What is given is a value for each key, in their order, and not a row that says its key. */
  inOrder?: true;
  /** A name that has to be imported, and from where. */
  needs?: { name: string; module: string };
}

/** A query to be looked at, with what is another in each turn. */
export interface Asked {
  linked: Linked;
  file: FileNode;
  call: CallFact;
  chain: Chain;
  reach: Reach;
  turn: Turn;
}

/** The part of an answer that all libraries have in common. */
export function byKey(
  { file, call }: Asked,
  { key, value }: { key: string; value: Value },
  changes: (keys: string) => Change[],
  more: Partial<ByKey> = {},
): ByKey {
  return {
    key,
    value,
    all: (keys) => changed(file, call, changes(keys)),
    keyOf: (row) => `${row}.${key}`,
    lookUp: (text) => text,
    missing: "",
    ...more,
  };
}

/** What the single query gives, made of a look into the rows by their keys. */
export function rowOfKey({ made, missing }: ByKey, found: string): string {
  return made?.(found) ?? `${found}${missing}`;
}

/** Rows and keys whose types are not looked at: a number may come as text, and the other way round, where the database takes both. */
export const asText = {
  keyOf: (key: string) => (row: string) => `String(${row}.${key})`,
  lookUp: (text: string) => `String(${text})`,
};

/** A name that keys have which are numbers or made-up texts: written in one way only, unlike dates and what people type. */
export function isIdentifier(key: string): boolean {
  if (/(^|_)(u?u?id|pk)$/i.test(key)) return true;
  // `itemId`, and not the `mid` of `amid`
  if (/[a-z\d](I[dD]|U[uU][iI][dD])$/.test(key)) return true;
  return /id$/i.test(key) && !/(valid|paid|void|grid|bid|kid|mid|aid|avoid)$/i.test(key);
}

/** The key of a table by its name, of which there is one row at most: `id`, and `order_id` or `orderId` of `orders`. */
export function isKeyOf(key: string, table: string): boolean {
  if (key === "id") return true;
  const simple = (name: string) => name.replace(/[\W_]/g, "").toLowerCase();
  const one = singular(simple(table.replace(/^.*\./, "")));
  return one !== "" && [`${one}id`, `${one}pk`, `${one}uuid`].includes(simple(key));
}

/** A name of values that are objects in a program: two of them are never the same, whatever they say. */
export function isOfObjects(key: string): boolean {
  return /(At|On|Date|Time|Day|Timestamp|Amount|Price|Bytes|Json)$|^(date|time|timestamp|day|amount|price)$/.test(
    key,
  );
}
