import type { Json } from "../../protocol.ts";
import { type Flaw, shown } from "../flaw.ts";
import type { Segment } from "../path.ts";
import { rawOf, type Tree } from "./tree.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** The value of a tree, and what no place of a document may have: a key twice, `__proto__`, control characters. */
export function textFlaws(tree: Tree): { raw: Json; flaws: Flaw[] } {
  const flaws: Flaw[] = [];
  walk(tree, [], flaws);
  return { raw: rawOf(tree), flaws };
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
