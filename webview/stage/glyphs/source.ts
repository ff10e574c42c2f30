import { line } from "d3";
import { t } from "../../strings.ts";
import { formatCount, formatRate, formatTimes } from "../../text/numbers.ts";
import type { Glyph } from "../glyph.ts";
import { valueAt } from "../view.ts";
import { shape } from "./cells.ts";
import { failures } from "./failures.ts";

const R = 23;

/** A circle with what it sent of late; an arrow back where its users wait for their answers before they ask again. */
export const source: Glyph = {
  width: 2 * R,
  height: 2 * R,
  outline: `M${-R},0a${R},${R} 0 1 1 ${2 * R},0a${R},${R} 0 1 1 ${-2 * R},0z`,
  draw(inside, view) {
    const closed = valueAt(view, "arrival.users") !== undefined;
    shape(inside, "sparkline", sparkline(view.recent));
    shape(inside, "return-arrow", closed ? "M10,14a17,17 0 0 1 -20,0m1,6l-2,-7l7,1" : "");
  },
  rows(view) {
    const { reading } = view;
    return [
      { text: formatRate(reading.rate) },
      ...(reading.detail > 1.05
        ? [{ text: `↻ ${t("{0} attempts", formatTimes(reading.detail))}`, tone: "waiting" as const }]
        : []),
      ...failures(view),
      { text: t("{0} under way", formatCount(reading.active)) },
    ];
  },
};

/** A small line of the rates, oldest first, scaled to their largest. */
export function sparkline(recent: readonly number[]): string {
  if (recent.length < 2) return "M-12,0H12";
  const most = Math.max(...recent, 1e-9);
  const path = line<number>(
    (_, i) => -13 + (26 * i) / (recent.length - 1),
    (rate) => 8 - (16 * rate) / most,
  );
  return path(recent) ?? "";
}
