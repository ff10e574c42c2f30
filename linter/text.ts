/** A place in a text as LSP counts it: zero-based line, UTF-16 code units within the line. */
export interface Position {
  line: number;
  character: number;
}

/** From `start` up to, not including, `end`. */
export interface Range {
  start: Position;
  end: Position;
}

/** Replaces `range` of `file` by `newText`. `file` is the path under which the text was given to the linter. */
export interface TextEdit {
  file: string;
  range: Range;
  newText: string;
}

/** Offsets in UTF-16 code units: `[start, end)`. Facts carry spans, findings carry ranges. */
export type Span = readonly [start: number, end: number];

/** Offset of the first character of every line; a line ends with \n, \r\n or a lone \r, as LSP says. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}

export function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (starts[low] ?? 0) };
}

export function rangeOf(starts: readonly number[], span: Span): Range {
  return { start: positionAt(starts, span[0]), end: positionAt(starts, span[1]) };
}

/** Where what is asserted of an expression ends that ends at `end`: `row.id!`, `row as User`; the facts leave it out. */
export function endOfAssertions(source: string, end: number): number {
  const more = /^(?:!(?!=)|\s+(?:as|satisfies)\s+[\w$.]+(?:<[\w$., ]*>)?(?:\[\])*)+/.exec(
    source.slice(end, end + 120),
  );
  return end + (more?.[0].length ?? 0);
}

/** The text as a pattern that matches nothing else. */
export function escaped(text: string): string {
  return text.replace(/\W/g, "\\$&");
}
