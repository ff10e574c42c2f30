import type { FileNode } from "../../link/project/project.ts";

/** Whether a file has such a text in its code. What a comment says on lines of its own is not done: `// statement_timeout: 10_000,`. */
export function saysInCode(file: FileNode, text: RegExp): boolean {
  return text.test(file.source) && text.test(codeOf(file));
}

/** The text of a file with blanks for comments, so that each place stays where it is. */
export function codeOf({ source }: FileNode): string {
  return source.replace(commentLines, (comment) => comment.replace(/[^\n]/g, " "));
}

/** Only at the start of a line is it plain that `//` is no part of an address, and that `/*` is none of a pattern of paths. */
const commentLines = /^[ \t]*(?:\/\/.*|\/\*[\s\S]*?\*\/)/gm;
