import { arc } from "d3";
import { t } from "../../strings.ts";
import { formatCount, formatSeconds, formatShare } from "../../text/numbers.ts";
import { type Glyph, type Row, roundedBox } from "../glyph.ts";
import { type NodeView, valueAt } from "../view.ts";
import { shape } from "./cells.ts";
import { failures } from "./failures.ts";

const [WIDTH, HEIGHT] = [72, 52];
const SWITCH = 15;

/** Degrees that the bar of the switch is raised: in line when closed, wide open when open. */
export const barAngle = (state: number): number => (state === 1 ? 40 : state === 2 ? 20 : 0);

/** A switch in the line; a ring counts down while it is open, a dial shows how near to its limit it is. */
export const breaker: Glyph = {
  width: WIDTH,
  height: HEIGHT,
  outline: roundedBox(WIDTH, HEIGHT, 12),
  draw(inside, view) {
    const { active: state, extra, detail } = view.reading;
    const angle = (barAngle(state) * Math.PI) / 180;
    const tip = [-SWITCH + 2 * SWITCH * Math.cos(angle), 2 - 2 * SWITCH * Math.sin(angle)];
    shape(inside, "wires", `M${-WIDTH / 2},2H${-SWITCH}M${SWITCH},2H${WIDTH / 2}`);
    shape(inside, "switch", `M${-SWITCH},2L${tip.join(",")}`, state === 1 ? "open" : "");
    shape(
      inside,
      "contacts",
      [-SWITCH, SWITCH].map((x) => `M${x - 3},2a3,3 0 1 1 6,0a3,3 0 1 1 -6,0`).join(""),
    );
    const left = state === 1 ? Math.min(1, extra / openFor(view)) : 0;
    shape(inside, "countdown", left > 0 ? ringPath(left) : "");
    const [limit, width] = [threshold(view), WIDTH - 24];
    const share = Number.isFinite(detail) ? Math.min(1, detail) : 0;
    shape(inside, "dial-room", `M${-width / 2},16h${width}`);
    shape(inside, "dial", share > 0 ? `M${-width / 2},16h${width * share}` : "");
    shape(inside, "dial-limit", limit <= 1 ? `M${-width / 2 + width * limit},12v8` : "");
  },
  rows(view) {
    const { detail, count } = view.reading;
    return [
      stateRow(view),
      { text: t("{0} of {1} calls failed", formatShare(detail), formatCount(count)) },
      ...failures(view),
    ];
  },
};

function stateRow(view: NodeView): Row {
  const { active: state, extra, idle } = view.reading;
  if (state === 1) return { text: t("OPEN {0}", formatSeconds(extra)), tone: "failed" };
  if (state === 2) {
    return {
      text: t("probe {0}/{1}", formatCount(idle), String(valueAt(view, "probes") ?? 1)),
      tone: "waiting",
    };
  }
  return { text: t("closed") };
}

const threshold = (view: NodeView) => Number(valueAt(view, "failureRatio") ?? 1);

/** Seconds that it stays open; the ring is full at the start where the value is not known. */
function openFor(view: NodeView): number {
  const [, number, unit] = /^([\d.]+)(ms|s|m)$/.exec(String(valueAt(view, "openFor"))) ?? [];
  if (number === undefined) return Math.max(view.reading.extra, 1);
  return Number(number) * (unit === "ms" ? 0.001 : unit === "m" ? 60 : 1);
}

function ringPath(share: number): string {
  const path = arc<null>()
    .innerRadius(6)
    .outerRadius(9)
    .startAngle(0)
    .endAngle(2 * Math.PI * share);
  return path(null) ?? "";
}
