import type { Measured } from "./points.ts";
import { node, text } from "./svg.ts";

const WIDTH = 300;
const HEIGHT = 150;
const MARGIN = { left: 46, right: 12, top: 10, bottom: 22 };

export type PointsChart = {
  points: readonly Measured[];
  /** The places of the values that are marked, from 0 to 1. */
  recommended: number | undefined;
  now: number | undefined;
  /** The names of the marks, and how numbers are said. */
  nowText: string;
  format(value: number): string;
  label: string;
  /** A line leads from value to value. */
  joined?: boolean;
  /** Two places between which something is: what is looked for lies there. */
  between?: readonly [number, number];
};

/**
 * Measured values with their intervals: a dot where the goals are met, a ring where that is too close to call, a cross where they are missed. Times
 * and rates are on a scale of ratios, as they range over many sizes.
 */
export function pointsChart(chart: PointsChart): SVGSVGElement {
  const { points, format } = chart;
  const svg = node("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", class: "points" });
  svg.setAttribute("aria-label", chart.label);
  const known = points.filter(({ mean }) => Number.isFinite(mean));
  if (known.length === 0) return svg;
  const y = scaleOf(known);
  const x = (at: number) => MARGIN.left + 8 + at * (WIDTH - MARGIN.left - MARGIN.right - 16);
  for (const value of y.ticks) {
    svg.append(
      node("path", { class: "grid", d: `M${MARGIN.left},${y.of(value)}H${WIDTH - MARGIN.right}` }),
      text(MARGIN.left - 5, y.of(value) + 3.5, format(value), "end"),
    );
  }
  if (chart.now !== undefined) {
    const at = x(chart.now);
    svg.append(node("path", { class: "now", d: `M${at},${MARGIN.top}V${HEIGHT - MARGIN.bottom}` }));
    svg.append(text(at, MARGIN.top - 1, chart.nowText, anchorAt(chart.now)));
  }
  if (chart.between !== undefined) {
    const [from, to] = chart.between.map(x) as [number, number];
    const height = HEIGHT - MARGIN.bottom - MARGIN.top;
    svg.append(
      node("rect", { class: "between", x: from, y: MARGIN.top, width: Math.max(2, to - from), height }),
    );
  }
  if (chart.joined === true) {
    const corners = known.map(({ at, mean }) => `${x(at)},${y.of(mean)}`);
    svg.append(node("path", { class: "joined", d: `M${corners.join("L")}` }));
  }
  for (const { at, mean, half, verdict } of known) {
    const [low, high] = [Math.max(y.least, mean - half), mean + half];
    if (half > 0) svg.append(node("path", { class: "interval", d: `M${x(at)},${y.of(low)}V${y.of(high)}` }));
    svg.append(dot(x(at), y.of(mean), verdict));
  }
  const chosen = known.find(({ at }) => at === chart.recommended);
  if (chosen !== undefined)
    svg.append(node("circle", { class: "chosen", cx: x(chosen.at), cy: y.of(chosen.mean), r: 8 }));
  let end = Number.NEGATIVE_INFINITY;
  for (const { at, value } of points) {
    const isChosen = at === chart.recommended;
    const width = String(value).length * 6 + 4;
    // What is recommended is always named; of the others, those that have room.
    if (!isChosen && (x(at) - width / 2 < end || closeToChosen(x(at), width, chart, x))) continue;
    svg.append(text(x(at), HEIGHT - 8, String(value), "middle", isChosen ? "chosen-name" : ""));
    end = x(at) + width / 2;
  }
  return svg;
}

const closeToChosen = (at: number, width: number, { recommended }: PointsChart, x: (at: number) => number) =>
  recommended !== undefined && Math.abs(x(recommended) - at) < width + 4;

function scaleOf(points: readonly Measured[]) {
  const lows = points.map(({ mean, half }) => (mean - half > 0 ? mean - half : mean));
  const highs = points.map(({ mean, half }) => mean + half);
  let [low, high] = [Math.min(...lows), Math.max(...highs)];
  if (!(high > low)) [low, high] = [low - Math.abs(low) / 2 - 1e-9, high + Math.abs(high) / 2 + 1e-9];
  const logarithmic = low > 0 && high / low > 3;
  const f = (value: number) => (logarithmic ? Math.log(value) : value);
  const g = (value: number) => (logarithmic ? Math.exp(value) : value);
  const share = (value: number) => (f(Math.max(value, low)) - f(low)) / (f(high) - f(low));
  return {
    least: low,
    of: (value: number) =>
      HEIGHT - MARGIN.bottom - 6 - share(value) * (HEIGHT - MARGIN.top - MARGIN.bottom - 12),
    ticks: [low, g((f(low) + f(high)) / 2), high],
  };
}

function dot(x: number, y: number, verdict: Measured["verdict"]): SVGElement {
  if (verdict === "fail") return node("path", { class: "fail", d: `M${x - 3},${y - 3}l6,6m0,-6l-6,6` });
  return node("circle", { class: verdict, cx: x, cy: y, r: 3.5 });
}

const anchorAt = (at: number) => (at < 0.15 ? "start" : at > 0.85 ? "end" : "middle");
