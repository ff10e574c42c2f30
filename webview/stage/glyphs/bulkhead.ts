import { t } from "../../strings.ts";
import { formatCount, formatShare } from "../../text/numbers.ts";
import { type Glyph, roundedBox } from "../glyph.ts";
import { caption, shape, tiles } from "./cells.ts";
import { failures } from "./failures.ts";
import { slots } from "./server.ts";
import { waitBar } from "./wait-bar.ts";

const [WIDTH, HEIGHT] = [104, 48];

/** Places between two walls: filled = a call is under way, empty = free; those who wait stand below. */
export const bulkhead: Glyph = {
  width: WIDTH,
  height: HEIGHT,
  outline: roundedBox(WIDTH, HEIGHT, 2),
  draw(inside, { reading }) {
    tiles(inside, "slot", slots(reading));
    const x = WIDTH / 2 - 4;
    shape(inside, "wires", `M${-x},${-HEIGHT / 2}V${HEIGHT / 2}M${x},${-HEIGHT / 2}V${HEIGHT / 2}`);
    caption(
      inside,
      "working-count",
      Number.isFinite(reading.capacity) ? "" : t("{0} under way", formatCount(reading.active)),
      0,
      0,
    );
    waitBar(inside, reading.waiting, { x: -WIDTH / 2 + 8, y: HEIGHT / 2 - 10, width: WIDTH - 16, height: 5 });
  },
  rows(view) {
    const { waiting, utilisation, capacity } = view.reading;
    return [
      ...(Number.isFinite(utilisation) ? [{ text: t("{0} busy", formatShare(utilisation)) }] : []),
      ...(Number.isFinite(capacity) ? [{ text: t("limit {0}", formatCount(capacity)) }] : []),
      ...(waiting >= 1 ? [{ text: t("{0} waiting", formatCount(waiting)), tone: "waiting" as const }] : []),
      ...failures(view),
    ];
  },
};
