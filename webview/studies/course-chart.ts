import type { LoadTest } from "../../simulator/studies.ts";
import { t } from "../strings.ts";
import { formatRate, formatSeconds } from "../text/numbers.ts";
import { type CoursePoint, courseOf } from "./course.ts";
import { partName } from "./part-name.ts";
import { node, text } from "./svg.ts";

const WIDTH = 300;
const LEFT = 46;
const RIGHT = 292;
/** The two plots, one under the other: from where to where. */
const LOAD = { top: 16, bottom: 84 };
const TAIL = { top: 100, bottom: 156 };
const HEIGHT = 174;

/** A load test over time: what came and what was answered in time, and under it the slowest answers. */
export function courseChart(found: LoadTest): SVGSVGElement {
  const { course, duration, parts } = found;
  const points = courseOf(course);
  const svg = node("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", class: "points course" });
  const most = Math.max(1e-9, ...points.map(({ offered }) => offered));
  const tails = points.map(({ p99 }) => p99).filter(Number.isFinite);
  const slowest = Math.max(1e-9, ...tails);
  svg.setAttribute(
    "aria-label",
    t(
      "{0}: up to {1} come; the slowest second has a p99 of {2}",
      course.source,
      formatRate(most),
      tails.length === 0 ? "–" : formatSeconds(slowest),
    ),
  );
  const x = (at: number) => LEFT + ((RIGHT - LEFT) * at) / duration;
  const y = (plot: typeof LOAD, share: number) => plot.bottom - share * (plot.bottom - plot.top);
  const path = (plot: typeof LOAD, value: (point: CoursePoint) => number, top: number) => {
    let pen = "M";
    return points
      .map((point) => {
        const now = value(point);
        // What is not known is a gap.
        if (!Number.isFinite(now)) {
          pen = "M";
          return "";
        }
        const corner = `${pen}${round(x(point.at))},${round(y(plot, now / top))}`;
        pen = "L";
        return corner;
      })
      .join("");
  };
  for (const [plot, top] of [
    [LOAD, formatRate(most)],
    [TAIL, tails.length === 0 ? "–" : formatSeconds(slowest)],
  ] as const) {
    svg.append(
      node("path", { class: "grid", d: `M${LEFT},${plot.top}H${RIGHT}M${LEFT},${plot.bottom}H${RIGHT}` }),
      text(LEFT - 5, plot.top + 4, top, "end"),
      text(LEFT - 5, plot.bottom, "0", "end"),
    );
  }
  let from = 0;
  for (const { until, window } of parts) {
    if (from > 0)
      svg.append(node("path", { class: "now", d: `M${round(x(from))},${LOAD.top}V${TAIL.bottom}` }));
    const name = window === undefined ? "" : partName(window);
    // A name that does not fit between its lines would be read as another's.
    if (name.length * 5.4 < x(until) - x(from))
      svg.append(text((x(from) + x(until)) / 2, 10, name, "middle"));
    from = until;
  }
  const answered = path(LOAD, ({ inTime }) => inTime, most);
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  svg.append(
    node("path", {
      class: "answered",
      d: `${answered}L${round(x(last))},${LOAD.bottom}L${round(x(first))},${LOAD.bottom}Z`,
    }),
    node("path", { class: "offered", d: path(LOAD, ({ offered }) => offered, most) }),
    node("path", { class: "tail", d: path(TAIL, ({ p99 }) => p99, slowest) }),
    text(LEFT - 5, (TAIL.top + TAIL.bottom) / 2 + 4, "p99", "end"),
    text(LEFT, HEIGHT - 4, "0 s", "start"),
    text(RIGHT, HEIGHT - 4, formatSeconds(duration), "end"),
  );
  return svg;
}

const round = (value: number) => Math.round(value * 10) / 10;
