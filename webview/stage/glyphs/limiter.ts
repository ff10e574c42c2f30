import { t } from "../../strings.ts";
import { formatCount, formatShare } from "../../text/numbers.ts";
import type { Glyph } from "../glyph.ts";
import { type NodeView, valueAt } from "../view.ts";
import { caption, shape } from "./cells.ts";
import { failures } from "./failures.ts";
import { waitBar } from "./wait-bar.ts";

const [WIDTH, HEIGHT] = [88, 48];

const [X, Y, TAPER] = [WIDTH / 2, HEIGHT / 2, 9];

/** A bucket with its limit; those who wait stand in it. */
export const limiter: Glyph = {
  width: WIDTH,
  height: HEIGHT,
  outline: `M${-X},${-Y}L${-X + TAPER},${Y - 4}q1,4 5,4H${X - TAPER - 5}q4,0 5,-4L${X},${-Y}z`,
  draw(inside, view) {
    // The rim: a bucket is open above.
    shape(inside, "wires", `M${-X + 2},${-Y + 8}H${X - 2}`);
    caption(inside, "letters", limitOf(view), 0, 3);
    waitBar(inside, view.reading.waiting, { x: -X + 16, y: Y - 12, width: WIDTH - 32, height: 5 });
  },
  rows(view) {
    const { waiting, detail } = view.reading;
    return [
      ...(detail > 0 ? [{ text: t("{0} refused", formatShare(detail)), tone: "failed" as const }] : []),
      ...(waiting >= 1 ? [{ text: t("{0} waiting", formatCount(waiting)), tone: "waiting" as const }] : []),
      ...failures(view),
    ];
  },
};

/** Where it has a rate instead, as a leaky bucket, that is in the inspector. */
export function limitOf(view: Pick<NodeView, "parameters">): string {
  const [limit, period] = [valueAt(view, "limit"), valueAt(view, "period")];
  return typeof limit === "number" ? t("{0} in {1}", formatCount(limit), String(period ?? "")) : "";
}
