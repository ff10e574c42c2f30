import type { Json } from "../../protocol.ts";
import type { Segment } from "../path.ts";

/** A piece of text, as offsets into it; `end` is exclusive. */
export type Span = { start: number; end: number };

/** A document as it stands in its text: the same for JSON and YAML. */
export type Tree = Span &
  (
    | { kind: "scalar"; value: string | number | boolean | null }
    /** `flow`: written with brackets, which YAML may leave out. */
    | { kind: "list"; items: Tree[]; flow: boolean }
    | { kind: "map"; entries: Entry[]; flow: boolean }
  );

export type Entry = { key: string; keySpan: Span; value: Tree };

/** A fault of the text itself, before anything is known of what it means. */
export type SyntaxFault = { offset: number; message: string; suggestion?: string };

/** What came of reading a text: `tree` is absent where nothing useful was found. */
export type Reading = { tree?: Tree; faults: SyntaxFault[] };

/** Deeper nesting than this is refused, so that no later walk can run out of stack. */
export const MAX_DEPTH = 64;

export const tooDeep = (offset: number): SyntaxFault => ({
  offset,
  message: `nested more than ${MAX_DEPTH} levels deep`,
  suggestion: "no scenario needs this; take levels out",
});

/** Whether a value is nested deeper than documents may be. Does not recurse. */
export function isTooDeep(raw: Json): boolean {
  let level: Json[] = [raw];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((value) =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}

/** The value of a tree that was read without faults. A key that stands twice has its last value. */
export function rawOf(tree: Tree): Json {
  switch (tree.kind) {
    case "scalar":
      return tree.value;
    case "list":
      return tree.items.map(rawOf);
    case "map":
      return Object.fromEntries(tree.entries.map(({ key, value }) => [key, rawOf(value)]));
  }
}

/** Follows a path as far as it goes: the deepest tree that is there, and the entry that it is the value of. */
export function deepest(tree: Tree, path: readonly Segment[]): { tree: Tree; entry?: Entry; depth: number } {
  let found: { tree: Tree; entry?: Entry; depth: number } = { tree, depth: 0 };
  for (const [index, segment] of path.entries()) {
    const next = child(found.tree, segment);
    if (next === undefined) return found;
    found = { ...next, depth: index + 1 };
  }
  return found;
}

function child(tree: Tree, segment: Segment): { tree: Tree; entry?: Entry } | undefined {
  if (tree.kind === "list") {
    const item = tree.items[Number(segment)];
    return item && { tree: item };
  }
  if (tree.kind !== "map") return undefined;
  const entry = tree.entries.find(({ key }) => key === String(segment));
  return entry && { tree: entry.value, entry };
}
