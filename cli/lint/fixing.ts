import { readFile } from "node:fs/promises";
import { editsOf, fixesTogether } from "../../linter/fix-all.ts";
import { lineStarts, type Position, type TextEdit } from "../../linter/text.ts";
import { writeText } from "../text-file.ts";
import type { Reported } from "./report.ts";

/** How often the fixes of a project are made: what one leaves may be mended by the next. */
export const PASSES = 10;

/** What was done to a file. */
export interface FixedFile {
  path: string;
  count: number;
  /** Why it was left as it is. */
  refused?: string;
}

/**
 * Makes the preferred fixes of what was found, in the files.
 * @param may whether a file may be changed
 */
export async function makeFixes(
  found: readonly Reported[],
  may: (file: string) => boolean,
): Promise<FixedFile[]> {
  const fixable = found.filter(({ finding: { fixes } }) =>
    fixes.some(({ isPreferred, edits }) => isPreferred && edits.every(({ file }) => may(file))),
  );
  const fixes = fixesTogether(fixable.map(({ finding }) => finding));
  const out: FixedFile[] = [];
  for (const [file, edits] of editsOf(fixes)) {
    const path = fixable[0]?.relative(file) ?? file;
    const count = fixes.filter((fix) => fix.edits.some((edit) => edit.file === file)).length;
    const bytes = await readFile(file);
    const text = bytes.toString("utf8");
    const refused = whyNot(bytes, text);
    if (refused === undefined) await writeText(file, edited(text, edits));
    out.push({
      path,
      count: refused === undefined ? count : 0,
      ...(refused === undefined ? {} : { refused }),
    });
  }
  return out;
}

/** Why a text is not changed. */
function whyNot(bytes: Buffer, text: string): string | undefined {
  if (!Buffer.from(text).equals(bytes)) return "it is not in UTF-8";
  return /^<{7} /m.test(text) ? "it has a conflict that git left" : undefined;
}

/** The text with edits that do not overlap; those of one place in their order. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const starts = lineStarts(text);
  const offset = ({ line, character }: Position) => (starts[line] ?? text.length) + character;
  const places = edits
    .map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), newText }))
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
  let out = "";
  let at = 0;
  for (const { start, end, newText } of places) {
    out += text.slice(at, start) + newText;
    at = end;
  }
  return out + text.slice(at);
}
