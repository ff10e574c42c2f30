import type { Reading } from "../../store/reading.ts";
import { t } from "../../strings.ts";
import { formatCount, formatTimes } from "../../text/numbers.ts";
import type { Glyph, Rect } from "../glyph.ts";
import { type NodeView, valueAt } from "../view.ts";
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
  draw(inside, view) {
    const { reading } = view;
    shape(inside, "lid", `M${-X},${-Y + LID}A${X},${LID} 0 0 0 ${X},${-Y + LID}`);
    tiles(inside, "core", cores(reading));
    shape(inside, "wires", replicas(replicasOf(view)));
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
      ...lag(view).map((text) => ({ text })),
      ...failures(view),
    ];
  },
};

/** Small cylinders beside the large one, as many as can be told apart. */
const MOST_REPLICAS = 4;
const [SMALL, TALL, GAP] = [12, 15, 4];

function replicas(count: number): string {
  const shown = Math.min(count, MOST_REPLICAS);
  const top = -(shown * TALL + (shown - 1) * GAP) / 2;
  return Array.from({ length: shown }, (_, i) => {
    const y = top + i * (TALL + GAP) + 2;
    const lid = `a${SMALL / 2},2 0 0 1 ${SMALL},0a${SMALL / 2},2 0 0 1 ${-SMALL},0`;
    return `M${X + 5},${y}${lid}V${y + TALL - 4}a${SMALL / 2},2 0 0 0 ${SMALL},0V${y}`;
  }).join("");
}

const replicasOf = (view: Pick<NodeView, "parameters">): number =>
  Number(valueAt(view, "replicas.count") ?? 0);

/** Its replicas, and how far the one furthest behind is. */
export function lag(view: Pick<NodeView, "parameters" | "reading">): string[] {
  const count = replicasOf(view);
  if (!(count > 0)) return [];
  const { extra } = view.reading;
  return [
    count === 1 ? t("1 replica") : t("{0} replicas", formatCount(count)),
    ...(extra >= 1 ? [t("{0} writes behind", formatCount(extra))] : []),
  ];
}

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
