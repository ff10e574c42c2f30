import type { Value } from "../../facts.ts";
import type { SyntaxTree } from "../syntax.ts";
import type { Draft } from "./draft.ts";

/** The value of a literal, or undefined where the node is none. */
export function literal(draft: Draft, node: number): Value | undefined {
  const { tree } = draft;
  const start = tree.start(node);
  const end = tree.end(node);
  switch (tree.type(node)) {
    case "string":
      return { kind: "literal", value: textOfString(tree, node), start, end };
    case "number": {
      const value = Number(tree.textOf(node).replaceAll("_", "").replace(/n$/, ""));
      return Number.isNaN(value) ? { kind: "unknown", start, end } : { kind: "literal", value, start, end };
    }
    case "true":
    case "false":
      return { kind: "literal", value: tree.type(node) === "true", start, end };
    case "null":
      return { kind: "literal", value: null, start, end };
    default:
      return undefined;
  }
}

/** The content between the quotes; escapes are left as written, no name or option that we compare has one. */
export function textOfString(tree: SyntaxTree, node: number): string {
  return tree.text.slice(tree.start(node) + 1, Math.max(tree.start(node) + 1, tree.end(node) - 1));
}
