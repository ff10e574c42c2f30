import type { Suppression } from "../../facts.ts";
import type { SyntaxTree } from "../syntax.ts";

const directive = /^(?:\/\/|\/\*)\s*spillway-disable(-next-line|-line|-file)?(?![\w-])([\s\S]*?)(?:\*\/)?$/;
const comments = /(?:\s*(?:\/\/[^\n]*|\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\/)[^\S\n]*(?=\n))*/y;

/**
 * What a comment switches off: `// spillway-disable-next-line n-plus-one -- reason`, `// spillway-disable-line`,
 * `/* spillway-disable n-plus-one -- reason *\/` for the rest of the file (also spelled `spillway-disable-file`).
 */
export function suppressionsOf(tree: SyntaxTree, comment: number): Suppression[] {
  const start = tree.start(comment);
  // Most comments are not ours: look before slicing.
  if (!tree.text.startsWith("spillway-disable", firstWord(tree.text, start + 2))) return [];
  const found = directive.exec(tree.textOf(comment).trimEnd());
  if (found === null) return [];
  const [, where, rest = ""] = found;
  const separator = rest.indexOf("--");
  const names = separator < 0 ? rest : rest.slice(0, separator);
  return [
    {
      scope: where === "-next-line" ? "next-line" : where === "-line" ? "line" : "file",
      rules: names.split(/[\s,]+/).filter((name) => name !== ""),
      reason: separator < 0 ? "" : rest.slice(separator + 2).trim(),
      start,
      end: tree.end(comment),
      until: commentsBehind(tree.text, tree.end(comment)),
    },
  ];
}

/** The end of the comments that stand on lines of their own behind one. */
function commentsBehind(text: string, end: number): number {
  comments.lastIndex = end;
  return end + (comments.exec(text)?.[0].length ?? 0);
}

function firstWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at++;
  return at;
}
