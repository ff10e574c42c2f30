import { line, scaleLog } from "d3";
import { Bucket } from "../../simulator/frame.ts";
import type { BucketRow } from "../store/history.ts";
import { t } from "../strings.ts";
import { formatSeconds } from "../text/numbers.ts";
import { MARGIN, type Mark, type Plot, type Size } from "./plot.ts";
import { apart, middleOf, type Timeline, timelineMarks, timeScale, within } from "./time.ts";

export const PERCENTILES = ["p50", "p95", "p99"] as const;

/** A p99 of fewer calls than this is the value of one or two of them; it is drawn hollow. */
const SURE = 100;

export type LatencyData = {
  rows: readonly BucketRow[];
  /** Of the run before; drawn under it. */
  ghost: readonly BucketRow[];
  timeline: Timeline;
  /** Seconds that p99 should stay below. */
  budget?: number;
};

/** Percentiles of latency over time on a log axis. A second in which nothing was answered is a gap. */
export function latencyPlot({ rows, ghost, timeline, budget }: LatencyData, size: Size): Plot {
  const { x, ticks: xTicks } = timeScale(timeline, size);
  const [top, bottom] = [MARGIN.top + 10, size.height - MARGIN.bottom];
  const values = [...rows, ...ghost]
    .flatMap((row) => PERCENTILES.map((p) => row[Bucket[p]] ?? Number.NaN))
    .filter((v) => v > 0);
  const [low, high] = decades([...values, ...(budget === undefined ? [] : [budget])]);
  const y = scaleLog([low, high], [bottom, top]).clamp(true);

  const linesOf = (shown: readonly BucketRow[], tone: "working" | "ghost") =>
    PERCENTILES.map((name): Mark => {
      const path = line<BucketRow>()
        .defined((row) => (row[Bucket[name]] ?? Number.NaN) > 0)
        .x((row) => x(middleOf(row)))
        .y((row) => y(row[Bucket[name]] ?? low));
      return {
        kind: "line",
        name: tone === "ghost" ? `${name} before` : name,
        tone,
        path: path(shown) ?? "",
      };
    });
  const before = ghost.length === 0 ? [] : linesOf(within(ghost, timeline), "ghost");
  const lines = [...before, ...linesOf(rows, "working")];
  const last = rows[rows.length - 1];
  const now = PERCENTILES.map((name) => ({ name, seconds: last?.[Bucket[name]] ?? Number.NaN }));
  const labels = apart(
    now
      .filter(({ seconds }) => seconds > 0)
      .map(({ name, seconds }) => ({ name, text: `${name} ${formatSeconds(seconds)}`, y: y(seconds) })),
    12,
    bottom - 2,
  ).map(
    (label): Mark => ({
      kind: "label",
      tone: "working",
      x: (last === undefined ? 0 : x(middleOf(last))) + 5,
      ...label,
    }),
  );
  const hollow = rows
    .filter((row) => (row[Bucket.p99] ?? 0) > 0 && (row[Bucket.answered] ?? 0) < SURE)
    .map((row): Mark => ({ kind: "hollow", x: x(middleOf(row)), y: y(row[Bucket.p99] ?? low) }));
  const marks: Mark[] = [
    ...timelineMarks(timeline, x),
    ...(budget === undefined
      ? []
      : [
          {
            kind: "rule",
            name: "budget",
            y: y(budget),
            label: t("budget {0}", formatSeconds(budget)),
          } as const,
        ]),
    ...lines,
    ...hollow,
    ...labels,
  ];
  return {
    left: MARGIN.left,
    right: size.width - MARGIN.right,
    xTicks,
    panels: [
      { top, bottom, ticks: majors(low, high).map((v) => ({ at: y(v), label: formatSeconds(v) })), marks },
    ],
    summary:
      rows.length === 0
        ? t("No answers yet")
        : now.map(({ name, seconds }) => `${name} ${formatSeconds(seconds)}`).join(", "),
  };
}

/** The powers of ten that hold all values, at least two of them; seconds. */
export function decades(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0.001, 1];
  const low = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
  const high = Math.ceil(Math.log10(Math.max(...values)) - 1e-9);
  return [10 ** low, 10 ** Math.max(high, low + 1)];
}

function majors(low: number, high: number): number[] {
  const from = Math.round(Math.log10(low));
  return Array.from({ length: Math.round(Math.log10(high)) - from + 1 }, (_, i) => 10 ** (from + i));
}
