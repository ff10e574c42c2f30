import type { Group, Rect } from "../glyph.ts";
import { type Tile, tiles } from "./cells.ts";

const MOST_TICKS = 12;
/** Where the log bar is full. */
const FULL = 10_000;

/** Those who wait: a tick each while they can be counted, then a bar on a log scale, which the number beside it makes plain. */
export function waitTiles(waiting: number, room: Rect): Tile[] {
  const count = Math.round(waiting);
  if (count <= 0) return [];
  if (count <= MOST_TICKS) {
    const step = room.width / MOST_TICKS;
    return Array.from({ length: count }, (_, i) => ({
      kind: "waiting",
      rect: { x: room.x + i * step, y: room.y, width: step - 2, height: room.height },
    }));
  }
  const share = Math.min(1, Math.log10(count) / Math.log10(FULL));
  return [{ kind: "waiting", rect: { ...room, width: room.width * share } }];
}

export function waitBar(inside: Group, waiting: number, room: Rect): void {
  tiles(inside, "wait-room", [{ kind: "queue", rect: room }]);
  tiles(inside, "wait", waitTiles(waiting, room));
}
