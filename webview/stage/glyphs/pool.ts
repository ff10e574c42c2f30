import type { Reading } from "../../store/reading.ts";
import { t } from "../../strings.ts";
import { formatCount } from "../../text/numbers.ts";
import { poolLimit, trend } from "../describe.ts";
import { type Glyph, type Rect, roundedBox } from "../glyph.ts";
import { bar, cells, MOST_CELLS, type Tile, tiles } from "./cells.ts";
import { failures } from "./failures.ts";
import { waitBar } from "./wait-bar.ts";

const [WIDTH, HEIGHT] = [150, 74];
const ROOM: Rect = { x: -WIDTH / 2 + 9, y: -HEIGHT / 2 + 9, width: WIDTH - 18, height: HEIGHT - 36 };
const QUEUE: Rect = { x: ROOM.x, y: HEIGHT / 2 - 20, width: ROOM.width, height: 12 };

/** A thick box of pills: filled = in use, half = connecting, outline = idle, dotted = not created; below them who waits. */
export const pool: Glyph = {
  width: WIDTH,
  height: HEIGHT,
  outline: roundedBox(WIDTH, HEIGHT, 9),
  draw(inside, { reading }) {
    const data = pills(reading);
    tiles(inside, "pill", data, 4);
    tiles(inside, "pill-half", data.filter(({ kind }) => kind === "connecting").map(leftHalf), 4);
    waitBar(inside, reading.waiting, QUEUE);
  },
  rows(view) {
    const { active, idle, connecting, capacity, waiting, detail } = view.reading;
    const state = [
      t("{0}/{1} active", formatCount(active), formatCount(capacity)),
      t("{0} idle", formatCount(idle)),
      ...(connecting > 0 ? [t("{0} connecting", formatCount(connecting))] : []),
    ];
    const queue = [t("{0} waiting", formatCount(waiting)), trend(detail)].filter((part) => part !== "");
    return [
      { text: state.join(" · ") },
      {
        text: queue.join(" "),
        ...(waiting >= 1 ? { tone: "waiting" as const } : {}),
        testId: `waiting-${view.component.id}`,
      },
      ...(waiting >= 1 ? [{ text: poolLimit(view), tone: "waiting" as const }] : []),
      ...failures(view),
    ];
  },
};

/** A pill for each connection there may be, or a bar where there are too many. */
export function pills({
  active,
  idle,
  connecting,
  capacity,
}: Pick<Reading, "active" | "idle" | "connecting" | "capacity">): Tile[] {
  if (!(capacity > 0) || !Number.isFinite(capacity)) return [];
  const parts = [
    { kind: "working", amount: active },
    { kind: "connecting", amount: connecting },
    { kind: "idle", amount: idle },
    { kind: "absent", amount: Math.max(0, capacity - active - connecting - idle) },
  ];
  if (capacity > MOST_CELLS) return bar(parts, Math.max(capacity, active + connecting + idle), ROOM);
  const kinds = parts.flatMap(({ kind, amount }) => Array.from({ length: Math.round(amount) }, () => kind));
  return cells(Math.round(capacity), ROOM, 1.7, 4).map((rect, i) => ({ kind: kinds[i] ?? "absent", rect }));
}

const leftHalf = ({ rect }: Tile): Tile => ({ kind: "working", rect: { ...rect, width: rect.width / 2 } });
