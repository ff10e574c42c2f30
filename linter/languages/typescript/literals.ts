import type { Value } from "../../facts.ts";
import type { SyntaxTree } from "../syntax.ts";
import type { Draft } from "./draft.ts";

/** The value of a literal, or undefined where the node is none. */
export function literal(draft: Draft, node: number): Value | undefined {
  const { tree } = draft;
  const place = { start: tree.start(node), end: tree.end(node) };
  switch (tree.type(node)) {
    case "string":
      return { kind: "literal", value: textOfString(tree, node), ...place };
    case "number": {
      const value = Number(tree.textOf(node).replaceAll("_", "").replace(/n$/, ""));
      return Number.isNaN(value) ? { kind: "unknown", ...place } : { kind: "literal", value, ...place };
    }
    case "true":
    case "false":
      return { kind: "literal", value: tree.type(node) === "true", ...place };
    case "null":
      return { kind: "literal", value: null, ...place };
    default:
      return undefined;
  }
}

/** The content between the quotes; escapes are left as written, no name or option that we compare has one. */
export function textOfString(tree: SyntaxTree, node: number): string {
  return tree.text.slice(tree.start(node) + 1, Math.max(tree.start(node) + 1, tree.end(node) - 1));
}
