import type { FileNode } from "../../link/project/project.ts";
import { oncePer } from "../../once-per.ts";

/** How a file is written, so that what a fix adds looks like the rest. */
export interface Style {
  quote: '"' | "'";
  /** What ends a statement. */
  end: ";" | "";
  /** One step of indentation. */
  indent: string;
}

export const styleOf = oncePer(({ source }: FileNode): Style => styleIn(source));

function styleIn(source: string): Style {
  const count = (pattern: RegExp) => source.match(pattern)?.length ?? 0;
  // Statements that are sure to end with their line.
  const closed = count(/^(import|export|const|let|return)\b[^\n]*;[ \t]*\r?$/gm) + count(/\);[ \t]*\r?$/gm);
  const open =
    count(/^import\b[^\n;]*["'][ \t]*\r?$/gm) +
    count(/^[ \t]+(const|let|return)\b[^\n;]*[\w)"'][ \t]*\r?$/gm);
  const tabbed = count(/^\t/gm) > count(/^ {2}/gm);
  const indent = tabbed ? "\t" : (/^( {2,8})(?=[^\s*])/m.exec(source)?.[1] ?? "  ");
  return {
    quote: count(/'[^'"\n]*'/g) > count(/"[^'"\n]*"/g) ? "'" : '"',
    end: open > closed ? "" : ";",
    indent,
  };
}
