import type { Group, Rect } from "../glyph.ts";

/** More than this many are one bar instead of cells. */
export const MOST_CELLS = 40;

/** Cells for `count` things in a room: rows and columns such that a cell comes nearest to the wanted width ÷ height. */
export function cells(count: number, room: Rect, shape: number, gap = 3): Rect[] {
  let best = { columns: 1, badness: Number.POSITIVE_INFINITY };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const [w, h] = [cell(room.width, columns, gap), cell(room.height, rows, gap)];
    if (w <= 0 || h <= 0) continue;
    // Ragged last rows count against it, so that ten become two rows of five.
    const badness = Math.abs(Math.log(w / h / shape)) + (rows * columns - count) / count;
    if (badness < best.badness) best = { columns, badness };
  }
  const rows = Math.ceil(count / best.columns);
  const [width, height] = [cell(room.width, best.columns, gap), cell(room.height, rows, gap)];
  return Array.from({ length: count }, (_, i) => ({
    x: room.x + (i % best.columns) * (width + gap),
    y: room.y + Math.floor(i / best.columns) * (height + gap),
    width,
    height,
  }));
}

const cell = (room: number, count: number, gap: number) => (room - gap * (count - 1)) / count;

/** Side by side parts of a bar, in order; shares of `of`. */
export function bar<K extends string>(parts: readonly { kind: K; amount: number }[], of: number, room: Rect) {
  let x = room.x;
  return parts.map(({ kind, amount }) => {
    const width = of > 0 ? Math.max(0, Math.min(room.x + room.width - x, (room.width * amount) / of)) : 0;
    const part = { kind, rect: { ...room, x, width } };
    x += width;
    return part;
  });
}

export type Tile = { kind: string; rect: Rect };

/** How a kind of tile is filled: by a class, whose fill may be a pattern of `patterns.ts`. */
export function tiles(inside: Group, name: string, data: readonly Tile[], radius = 1.5): void {
  inside
    .selectAll<SVGRectElement, Tile>(`rect.${name}`)
    .data(data)
    .join("rect")
    .attr("class", ({ kind }) => `${name} tile ${kind}`)
    .attr("x", ({ rect }) => rect.x)
    .attr("y", ({ rect }) => rect.y)
    .attr("width", ({ rect }) => rect.width)
    .attr("height", ({ rect }) => rect.height)
    .attr("rx", radius);
}

/** A text inside of a glyph. */
export function caption(inside: Group, name: string, text: string, x: number, y: number): void {
  inside
    .selectAll<SVGTextElement, string>(`text.${name}`)
    .data(text === "" ? [] : [text])
    .join("text")
    .attr("class", `${name} caption`)
    .attr("x", x)
    .attr("y", y)
    .text(String);
}

/** A path inside of a glyph; nothing where there is no data. */
export function shape(inside: Group, name: string, path: string, kind = ""): void {
  inside
    .selectAll<SVGPathElement, string>(`path.${name}`)
    .data(path === "" ? [] : [path])
    .join("path")
    .attr("class", `${name} ${kind}`)
    .attr("d", String);
}
