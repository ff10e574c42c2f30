import type { Reading } from "../../store/reading.ts";
import { t } from "../../strings.ts";
import { formatCount, formatTimes } from "../../text/numbers.ts";
import type { Glyph, Rect } from "../glyph.ts";
import { bar, caption, cells, shape, type Tile, tiles } from "./cells.ts";
import { failures } from "./failures.ts";

const [W, H, LID] = [66, 80, 9];
const [X, Y] = [W / 2, H / 2];
const ROOM: Rect = { x: -X + 7, y: -Y + 2 * LID + 4, width: W - 14, height: H - 3 * LID - 24 };
const MOST_BANDS = 16;

/** A cylinder with a band for each core; the text says how much slower than alone a query runs now. */
export const database: Glyph = {
  width: W,
  height: H,
  outline: `M${-X},${-Y + LID}A${X},${LID} 0 0 1 ${X},${-Y + LID}V${Y - LID}A${X},${LID} 0 0 1 ${-X},${Y - LID}z`,
  draw(inside, { reading }) {
    shape(inside, "lid", `M${-X},${-Y + LID}A${X},${LID} 0 0 0 ${X},${-Y + LID}`);
    tiles(inside, "core", cores(reading));
    caption(inside, "running", t("{0} running", formatCount(reading.active)), 0, Y - LID - 4);
  },
  rows(view) {
    const { active, capacity, detail } = view.reading;
    return [
      ...(Number.isFinite(capacity)
        ? [
            active > capacity
              ? {
                  text: t("{0} on {1} cores", formatCount(active), formatCount(capacity)),
                  tone: "waiting" as const,
                }
              : { text: t("{0} cores", formatCount(capacity)) },
          ]
        : []),
      detail > 1.05
        ? { text: t("{0} slower", formatTimes(detail)), tone: "waiting" as const }
        : { text: t("at full speed") },
      ...failures(view),
    ];
  },
};

/** The bands of the cores, hatched where more queries run than there are cores; a bar for many, nothing without a limit. */
export function cores({ active, capacity }: Pick<Reading, "active" | "capacity">): Tile[] {
  if (!Number.isFinite(capacity)) return [];
  const busy = active > capacity ? "contended" : "working";
  if (capacity > MOST_BANDS) {
    const parts = [
      { kind: busy, amount: Math.min(active, capacity) },
      { kind: "free", amount: Math.max(0, capacity - active) },
    ];
    return bar(parts, capacity, ROOM);
  }
  return cells(Math.round(capacity), ROOM, 3, 2).map((rect, i) => ({
    kind: i < active ? busy : "free",
    rect,
  }));
}
