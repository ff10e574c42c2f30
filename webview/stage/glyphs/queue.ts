import { t } from "../../strings.ts";
import { formatCount, formatSeconds } from "../../text/numbers.ts";
import { trend } from "../describe.ts";
import type { Glyph } from "../glyph.ts";
import { caption } from "./cells.ts";
import { failures } from "./failures.ts";
import { waitBar } from "./wait-bar.ts";

const [WIDTH, HEIGHT] = [112, 44];

const [X, Y, R] = [WIDTH / 2, HEIGHT / 2, 7];

/** An open tray of messages: those that wait as a bar, and how many consumers have. */
export const queue: Glyph = {
  width: WIDTH,
  height: HEIGHT,
  outline: `M${-X},${-Y}V${Y - R}a${R},${R} 0 0 0 ${R},${R}H${X - R}a${R},${R} 0 0 0 ${R},${-R}V${-Y}`,
  draw(inside, { reading }) {
    waitBar(inside, reading.waiting, { x: -X + 8, y: -12, width: WIDTH - 16, height: 12 });
    caption(inside, "working-count", t("{0} at consumers", formatCount(reading.active)), 0, 13);
  },
  rows(view) {
    const { waiting, detail, extra, idle } = view.reading;
    return [
      ...(waiting >= 1
        ? [
            {
              text: [t("{0} waiting", formatCount(waiting)), trend(detail)].filter(Boolean).join(" "),
              tone: "waiting" as const,
              testId: `waiting-${view.component.id}`,
            },
            { text: t("oldest {0}", formatSeconds(extra)) },
          ]
        : []),
      ...(idle >= 1 ? [{ text: t("{0} come back later", formatCount(idle)) }] : []),
      ...failures(view),
    ];
  },
};
