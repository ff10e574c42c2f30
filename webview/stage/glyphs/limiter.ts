import { t } from "../../strings.ts";
import { formatCount, formatShare } from "../../text/numbers.ts";
import { type Glyph, roundedBox } from "../glyph.ts";
import { type NodeView, valueAt } from "../view.ts";
import { caption, shape } from "./cells.ts";
import { failures } from "./failures.ts";
import { waitBar } from "./wait-bar.ts";

const [WIDTH, HEIGHT] = [88, 48];

/** A funnel with its limit; those who wait stand below. */
export const limiter: Glyph = {
  width: WIDTH,
  height: HEIGHT,
  outline: roundedBox(WIDTH, HEIGHT, 7),
  draw(inside, view) {
    shape(inside, "wires", "M-38,-16L-24,-5H-16M-38,8L-24,-3H-16");
    caption(inside, "letters", limitOf(view), 10, 0);
    waitBar(inside, view.reading.waiting, {
      x: -WIDTH / 2 + 8,
      y: HEIGHT / 2 - 10,
      width: WIDTH - 16,
      height: 5,
    });
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

const limitOf = (view: NodeView): string =>
  t("{0} in {1}", String(valueAt(view, "limit") ?? ""), String(valueAt(view, "period") ?? ""));
