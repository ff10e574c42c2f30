/**
 * The facts of a file in few bytes: what is sent between threads, written to a cache, and kept of files that nobody looks at. Each
 * text stands once in `texts`, one after the other; `bytes` says how long they are and holds all the rest, in parts of which each can be read
 * without the others.
 */
export interface PackedFacts {
  /** How many lines the text has. */
  lines: number;
  bytes: Uint8Array;
  texts: string;
}

/** The parts of the bytes, in their order. In front stand the version, the language, and how long each part is. */
export const parts = [
  "texts",
  "values",
  "types",
  "outline",
  "lineStarts",
  "imports",
  "loads",
  "exports",
  "bindings",
  "functions",
  "classes",
  "declarations",
  "regions",
  "calls",
  "assignments",
  "exits",
  "directives",
  "errors",
  "casts",
] as const;
export type Part = (typeof parts)[number];

/** The kinds of each union, in the order of their numbers in the bytes. Raise `factsVersion` with any change. */
export const kinds = {
  language: ["typescript", "javascript", "json"],
  binding: ["constant", "variable", "parameter", "element", "import", "function", "class", "type", "caught"],
  function: ["module", "function", "arrow", "method", "getter", "setter", "constructor"],
  region: ["function", "count", "each", "while", "branch", "case", "try", "catch", "finally"],
  use: ["awaited", "returned", "discarded", "chained", "argument", "property", "kept"],
  form: ["call", "new", "tag", "element"],
  exit: ["return", "break", "continue", "throw"],
  directive: ["off-line", "off-next-line", "off", "on", "unknown"],
  type: ["named", "union", "intersection", "object", "array", "query", "function", "lookup", "unknown"],
  value: [
    "name",
    "member",
    "element",
    "call",
    "function",
    "class",
    "object",
    "array",
    "text literal",
    "number literal",
    "true",
    "false",
    "null",
    "text",
    "await",
    "spread",
    "choice",
    "operation",
    "this",
    "each",
    "parameter",
    "module",
    "unknown",
  ],
} as const;

/** The number of each name. */
export function numbers<T extends string>(names: readonly T[]): Record<T, number> {
  return Object.fromEntries(names.map((name, index) => [name, index])) as Record<T, number>;
}
