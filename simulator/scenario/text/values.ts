import type { Json } from "../../protocol.ts";
import { type Flaw, shown } from "../flaw.ts";
import type { Segment } from "../path.ts";
import { rawOf, type Tree } from "./tree.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Every step, call and event is an object; more than this is no scenario that a person or a bridge wrote. */
const MOST_OBJECTS = 50_000;

/** The value of a tree, and what no place of a document may have: a key twice, `__proto__`, control characters. */
export function textFlaws(tree: Tree): { raw: Json; flaws: Flaw[] } {
  const flaws: Flaw[] = [];
  const objects = countObjects(tree);
  if (objects > MOST_OBJECTS) {
    const message = `the document has ${objects} objects (components, steps, events): at most ${MOST_OBJECTS} are read`;
    flaws.push({ path: [], on: "value", message });
  }
  walk(tree, [], flaws);
  return { raw: rawOf(tree), flaws };
}

function countObjects(tree: Tree): number {
  switch (tree.kind) {
    case "scalar":
      return 0;
    case "list":
      return tree.items.reduce((sum, item) => sum + countObjects(item), 0);
    case "map":
      return tree.entries.reduce((sum, { value }) => sum + countObjects(value), 1);
  }
}

function walk(tree: Tree, path: readonly Segment[], flaws: Flaw[]): void {
  switch (tree.kind) {
    case "scalar":
      if (typeof tree.value === "string" && CONTROL.test(tree.value)) {
        flaws.push({ path, on: "value", message: `${shown(tree.value)} has a control character` });
      }
      return;
    case "list":
      for (const [index, item] of tree.items.entries()) walk(item, [...path, index], flaws);
      return;
    case "map": {
      const seen = new Set<string>();
      for (const { key, value } of tree.entries) {
        const here = [...path, key];
        if (key === "__proto__") flaws.push({ path: here, on: "key", message: `unknown key "__proto__"` });
        else if (seen.has(key)) {
          flaws.push({ path: here, on: "key", message: `the key ${shown(key)} stands here twice` });
        }
        seen.add(key);
        walk(value, here, flaws);
      }
    }
  }
}
