import { directives } from "../../directives.ts";
import type { Directive } from "../../facts.ts";
import type { SyntaxTree } from "../syntax.ts";

const comment = /^(?:\/\/|\/\*+)\s*([\w-]+)([\s\S]*?)(?:\*\/)?$/;
const comments = /(?:\s*(?:\/\/[^\n]*|\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\/)[^\S\n]*(?=\n))*/y;

/**
 * What a comment tells the linter: `// spillway-disable-next-line n-plus-one -- reason`, `// spillway-disable-line`,
 * `/* spillway-disable n-plus-one -- reason *\/` up to `/* spillway-enable n-plus-one *\/` or else for the rest of the file (also spelled `spillway-disable-file`).
 */
export function directiveOf(tree: SyntaxTree, node: number): Directive | undefined {
  const start = tree.start(node);
  // Most comments are not ours: look before slicing.
  if (!tree.text.startsWith("spillway-", firstWord(tree.text, start + 2))) return undefined;
  const [, word, rest = ""] = comment.exec(tree.textOf(node).trimEnd()) ?? [];
  if (word === undefined) return undefined;
  const separator = rest.indexOf("--");
  const names = separator < 0 ? rest : rest.slice(0, separator);
  return {
    kind: directives.get(word) ?? "unknown",
    word,
    rules: names.split(/[\s,]+/).filter((name) => name !== ""),
    reason: separator < 0 ? "" : rest.slice(separator + 2).trim(),
    start,
    end: tree.end(node),
    until: commentsBehind(tree.text, tree.end(node)),
  };
}

/** The end of the comments that stand on lines of their own behind one. */
function commentsBehind(text: string, end: number): number {
  comments.lastIndex = end;
  return end + (comments.exec(text)?.[0].length ?? 0);
}

/** Past blanks, and the stars of a documenting comment. */
function firstWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[\s*]/.test(text.charAt(at))) at++;
  return at;
}
