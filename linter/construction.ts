import { type Sentence, sentence } from "../words/sentence.ts";
import type { Position, Range } from "./text.ts";

/** What a property of a library means, in the words of the scenario file (VOCABULARY). */
export type Concept =
  | "pool.max"
  | "pool.min"
  | "pool.maxIdle"
  | "pool.acquireTimeout"
  | "pool.waitQueueLimit"
  | "pool.connectTimeout"
  | "pool.maxConnecting"
  | "pool.idleTimeout"
  | "pool.maxLifetime"
  | "pool.maxUses"
  | "query.timeout"
  | "call.timeout";

export type Unit = "ms" | "s" | "count";

/** Where the value of a property was written. */
export type ValueSource =
  /** In the options themselves; `range` of the property is the expression. */
  | { kind: "literal" }
  /** In a named constant; `range` is the expression it was initialised with, in `file`. */
  | { kind: "constant"; name: string; file: string; range: Range }
  /** Decided outside the code; the property's value is the fallback written beside it, or null. */
  | { kind: "environment"; variable: string }
  | { kind: "unknown"; text: string };

/** A property that the construction sets. */
export interface ConstructionProperty {
  /** Name as written, with the path of nested objects: `max`, `pool.max` (knex). */
  property: string;
  concept: Concept;
  /** In `unit`; null where it cannot be known from the code. */
  value: number | string | boolean | null;
  unit: Unit;
  /** The value expression in the options. */
  range: Range;
  /** The text of the expression that `source` points at: `20`, `30 * 1000`, `10_000`. */
  text: string;
  source: ValueSource;
}

/** A property that the library knows, set or not: how a concept is spelled there and what it is when left out. */
export interface KnownProperty {
  property: string;
  concept: Concept;
  unit: Unit;
  /** What holds when it is left out, in `unit`; "unlimited" = no limit, waits for ever; null = not a single value. */
  default: number | "unlimited" | null;
  /** A value that also means no limit, such as pg's 0. */
  unlimited?: number;
}

/** Where text can be put so that the object gains a property: `before + "max: 20" + after` at `at`. */
export interface InsertionPoint {
  at: Position;
  before: string;
  after: string;
}

/** An object in the options that can take properties: "" is the options themselves, `pool` a nested object. */
export interface PropertyContainer {
  path: string;
  insertAt: InsertionPoint;
  /** It is in JSON: names are quoted, and values are no expressions. */
  json?: true;
}

/** A pool or client built in code: `new Pool({ max: 20 })`. */
export interface Construction {
  library: string;
  kind: "pool" | "client";
  /** Whose pool it is, where it is not the library's own: Drizzle's is one of pg, mysql2 or postgres.js. */
  driver?: string;
  /** The variable or field it is kept in. */
  name?: string;
  file: string;
  /** The whole expression. */
  range: Range;
  /** The options, where they are an object literal or a variable that holds one (then in `argumentFile`). */
  argumentRange?: Range;
  argumentFile?: string;
  properties: ConstructionProperty[];
  /** Every property of the library that means something to a simulation. */
  known: KnownProperty[];
  /** Concepts that the library cannot express, with what to do instead. */
  unsupported: { concept: Concept; reason: Sentence }[];
  /** Empty where the options cannot be extended in place (they come from elsewhere). */
  containers: PropertyContainer[];
}

/** The edit that writes a value back, or why there is none. */
export type PropertyEdit = { edit: { file: string; range: Range; newText: string } } | { refused: Sentence };

/**
 * The edit that makes `property` of the construction `value`, given in the unit of that property. A literal is replaced in its own
 * form (`30 * 1000` stays a product, `10_000` keeps its separators), a constant is changed where it is defined, a missing
 * property is inserted. `{ text }` is an expression, written as it is.
 */
export function setPropertyEdit(
  construction: Construction,
  property: string,
  value: number | boolean | string | { text: string },
): PropertyEdit {
  const present = construction.properties.find((p) => p.property === property);
  if (present === undefined) return insertion(construction, property, value);
  switch (present.source.kind) {
    case "environment":
      return { refused: sentence("value comes from {0}", present.source.variable) };
    case "unknown":
      return { refused: sentence("value is computed: {0}", present.source.text) };
    case "constant":
      return { edit: { ...place(present.source), newText: spelled(value, present.text) } };
    case "literal": {
      const file = construction.argumentFile ?? construction.file;
      return { edit: { file, range: present.range, newText: spelled(value, present.text) } };
    }
  }
}

function place(source: { file: string; range: Range }): { file: string; range: Range } {
  return { file: source.file, range: source.range };
}

function insertion(
  construction: Construction,
  property: string,
  value: number | boolean | string | { text: string },
): PropertyEdit {
  const known = construction.known.find((k) => k.property === property);
  if (known === undefined)
    return { refused: sentence("{0} has no property {1}", construction.library, property) };
  const dot = property.lastIndexOf(".");
  const path = dot < 0 ? "" : property.slice(0, dot);
  const owners = construction.containers.filter((c) => c.path === path);
  const [own] = owners;
  const outers = own === undefined ? construction.containers.filter((c) => c.path === "") : owners;
  const [outer] = outers;
  // `local ? { … } : { … }`: one of them would be without it.
  if (outers.length > 1) return { refused: sentence("the options are written in more than one place") };
  if (outer === undefined) return { refused: sentence("the options are not written at this construction") };
  if (outer.json && typeof value === "object")
    return { refused: sentence("the options are in JSON, which has no expressions") };
  const key = (name: string) => (outer.json ? JSON.stringify(name) : name);
  const leaf = `${key(property.slice(dot + 1))}: ${spelled(value, "")}`;
  const text = own === undefined ? `${key(path)}: { ${leaf} }` : leaf;
  const { at, before, after } = outer.insertAt;
  const file = construction.argumentFile ?? construction.file;
  return { edit: { file, range: { start: at, end: at }, newText: before + text + after } };
}

/** `value` in the form that `old` had. */
function spelled(value: number | boolean | string | { text: string }, old: string): string {
  if (typeof value === "object") return value.text;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "boolean") return String(value);
  const factors = /^\s*[\d_.]+((?:\s*\*\s*(?:1000|1_000|60|3600|24))+)\s*$/.exec(old);
  if (factors !== null) {
    const tail = factors[1] ?? "";
    const scale = [...tail.matchAll(/[\d_]+/g)].reduce((p, m) => p * Number(m[0].replaceAll("_", "")), 1);
    const head = value / scale;
    if (Number.isInteger(head) && head > 0) return `${head}${tail.trimEnd()}`;
  }
  if (old.includes("_") && Number.isInteger(value)) {
    return String(value).replace(/\B(?=(\d{3})+$)/g, "_");
  }
  return String(value);
}
