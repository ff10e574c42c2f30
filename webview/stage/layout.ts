import type { Arrangement } from "./arrangement.ts";

export type Box = { width: number; height: number; position?: readonly [number, number] };
export type Point = { x: number; y: number };

/** Where the boxes are (their middles) and what the edges pass through on their way, in px of the drawing. */
export type Layout = {
  nodes: readonly Point[];
  bends: readonly (readonly Point[])[];
  width: number;
  height: number;
  /** The room that it needs at the least gaps. */
  least: { width: number; height: number };
};

export type Direction = "right" | "down";

/** Room that the drawing may take, and the least gap between ranks, in px. */
export type Room = { width: number; height: number; direction: Direction };

const MARGIN = 28;
const GAP = { right: { least: 44, most: 190 }, down: { least: 34, most: 80 } };

/**
 * Gives ranks and rows their places in a room. The gaps between ranks are equal, so that each hop takes the same time on screen,
 * and grow with the room.
 */
export function layout(boxes: readonly Box[], { nodes, bends }: Arrangement, room: Room): Layout {
  if (boxes.length === 0)
    return { nodes: [], bends: [], width: room.width, height: room.height, least: { width: 1, height: 1 } };
  const down = room.direction === "down";
  const along = (box: Box) => (down ? box.height : box.width);

  // Along the flow: boxes at one place make a rank, as long as the longest of them.
  const stops = [...new Set(nodes.map((node) => (down ? node.y : node.x)))].sort((a, b) => a - b);
  const longest = new Map<number, number>();
  for (const [i, box] of boxes.entries()) {
    const stop = (down ? nodes[i]?.y : nodes[i]?.x) ?? 0;
    longest.set(stop, Math.max(longest.get(stop) ?? 0, along(box)));
  }
  const lengths = stops.map((stop) => longest.get(stop) ?? 0);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const free = (down ? room.height : room.width) - 2 * MARGIN - total;
  const { least, most } = GAP[room.direction];
  const gap = Math.min(most, Math.max(least, free / Math.max(1, stops.length - 1)));
  const length = total + gap * (stops.length - 1);
  let at = Math.max(MARGIN, ((down ? room.height : room.width) - length) / 2);
  const places = lengths.map((rank) => {
    const place = at + rank / 2;
    at += rank + gap;
    return place;
  });

  // Across the flow: as it was arranged, in the middle of the room.
  const across = nodes.map((node) => (down ? node.x : node.y));
  const size = (box: Box) => (down ? box.width : box.height) / 2;
  const first = Math.min(...boxes.map((box, i) => (across[i] ?? 0) - size(box)));
  const last = Math.max(...boxes.map((box, i) => (across[i] ?? 0) + size(box)));
  const wide = down ? room.width : room.height;
  const shift = Math.max(MARGIN / 2, (wide - (last - first)) / 2) - first;

  const moved = ({ x, y }: Point): Point =>
    down ? { x: x + shift, y: between(stops, places, y) } : { x: between(stops, places, x), y: y + shift };
  const breadth = last - first + MARGIN;
  const extent = (between: number) => total + between * (stops.length - 1) + 2 * MARGIN;
  const sizeWith = (between: number) =>
    down ? { width: breadth, height: extent(between) } : { width: extent(between), height: breadth };
  const needed = sizeWith(gap);
  return {
    nodes: nodes.map(moved),
    bends: bends.map((points) => points.map(moved)),
    width: Math.max(room.width, needed.width),
    height: Math.max(room.height, needed.height),
    least: sizeWith(least),
  };
}

/** The place between two ranks that belongs to a place between two stops. */
function between(stops: readonly number[], places: readonly number[], at: number): number {
  const after = stops.findIndex((stop) => stop >= at);
  if (after <= 0) return places[after === 0 ? 0 : places.length - 1] ?? at;
  const [s0, s1] = [stops[after - 1] ?? 0, stops[after] ?? 1];
  const [p0, p1] = [places[after - 1] ?? 0, places[after] ?? 0];
  return p0 + ((at - s0) / (s1 - s0)) * (p1 - p0);
}
