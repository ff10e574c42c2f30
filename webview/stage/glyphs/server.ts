import type { Reading } from "../../store/reading.ts";
import { t } from "../../strings.ts";
import { formatCount, formatShare } from "../../text/numbers.ts";
import { type Glyph, type Rect, roundedBox } from "../glyph.ts";
import { type NodeView, valueAt } from "../view.ts";
import { bar, caption, cells, MOST_CELLS, type Tile, tiles } from "./cells.ts";
import { failures } from "./failures.ts";
import { waitBar } from "./wait-bar.ts";

const [WIDTH, HEIGHT] = [104, 48];
const ROOM: Rect = { x: -WIDTH / 2 + 8, y: -HEIGHT / 2 + 8, width: WIDTH - 16, height: HEIGHT - 22 };
const QUEUE: Rect = { x: ROOM.x, y: HEIGHT / 2 - 10, width: ROOM.width, height: 5 };

/** A box with a cell for each slot: filled = working, hatched = work for a client that has gone, empty = free. */
export const server: Glyph = {
  width: WIDTH,
  height: HEIGHT,
  outline: roundedBox(WIDTH, HEIGHT, 7),
  draw(inside, { reading }) {
    tiles(inside, "slot", slots(reading));
    caption(
      inside,
      "working-count",
      Number.isFinite(reading.capacity) ? "" : t("{0} working", formatCount(reading.active)),
      0,
      ROOM.y + ROOM.height / 2 + 4,
    );
    waitBar(inside, reading.waiting, QUEUE);
  },
  rows(view) {
    const { id } = view.component;
    const { waiting, utilisation, dead } = view.reading;
    return [
      ...fleet(view).map((text) => ({ text })),
      ...(Number.isFinite(utilisation) ? [{ text: t("{0} busy", formatShare(utilisation)) }] : []),
      ...(waiting >= 1
        ? [
            {
              text: t("{0} waiting", formatCount(waiting)),
              tone: "waiting" as const,
              testId: `waiting-${id}`,
            },
          ]
        : []),
      ...(dead >= 1
        ? [{ text: `▲ ${t("{0} dead work", formatCount(dead))}`, tone: "waiting" as const }]
        : []),
      ...failures(view),
    ];
  },
};

/** What it is made of, where that is more than one process that runs requests side by side. */
export function fleet(view: Pick<NodeView, "parameters" | "reading">): string[] {
  const { extra: up, connecting: starting } = view.reading;
  const replicas = valueAt(view, "replicas");
  const isFleet = (typeof replicas === "number" && replicas > 1) || up > 1 || starting > 0;
  return [
    ...(valueAt(view, "discipline") === "eventLoop" ? [`↻ ${t("event loop")}`] : []),
    ...(isFleet ? [t("{0} replicas up", formatCount(up))] : []),
    ...(starting > 0 ? [t("{0} starting", formatCount(starting))] : []),
  ];
}

/** The cells of the slots, or a bar where there are too many of them; nothing where there is no limit. */
export function slots({ active, dead, capacity }: Pick<Reading, "active" | "dead" | "capacity">): Tile[] {
  if (!Number.isFinite(capacity)) return [];
  const gone = Math.min(dead, active);
  const parts = [
    { kind: "working", amount: active - gone },
    { kind: "dead", amount: gone },
    { kind: "free", amount: Math.max(0, capacity - active) },
  ];
  if (capacity > MOST_CELLS) return bar(parts, capacity, ROOM);
  const kinds = parts.flatMap(({ kind, amount }) => Array.from({ length: Math.round(amount) }, () => kind));
  return cells(Math.round(capacity), ROOM, 1.3).map((rect, i) => ({ kind: kinds[i] ?? "free", rect }));
}
