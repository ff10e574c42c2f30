import { scaleLinear } from "d3";
import { Bucket } from "../../simulator/frame.ts";
import type { BucketRow } from "../store/history.ts";
import { formatTime } from "../text/numbers.ts";
import { MARGIN, type Mark, type Size, type Tick } from "./plot.ts";

/** What happened over time, which every chart shows: spans in which something is different, and edits. */
export type Timeline = {
  /** Simulated seconds that a chart covers. */
  duration: number;
  events: readonly { at: number; until: number; label: string }[];
  edits: readonly { at: number; path: string }[];
};

export type TimeScale = (seconds: number) => number;

/** Simulated time on the x axis, from 0 to the end of the run. */
export function timeScale({ duration }: Timeline, { width }: Size): { x: TimeScale; ticks: Tick[] } {
  const scale = scaleLinear([0, duration], [MARGIN.left, Math.max(MARGIN.left + 1, width - MARGIN.right)]);
  const ticks = scale.ticks(Math.max(2, Math.min(8, Math.floor((width - 100) / 55))));
  return { x: scale, ticks: ticks.map((seconds) => ({ at: scale(seconds), label: `${seconds}s` })) };
}

/** About as wide as a letter of a label, px. */
const LETTER = 5.5;

export function timelineMarks({ duration, events, edits }: Timeline, x: TimeScale): Mark[] {
  let free = Number.NEGATIVE_INFINITY;
  return [
    ...events
      .filter(({ at }) => at < duration)
      .sort((a, b) => a.at - b.at)
      .map(({ at, until, label }): Mark => {
        const end = Math.min(until, duration);
        // A label that would lie on the one before is left out; the lanes have it.
        const fits = x(at) >= free;
        if (fits) free = x(at) + label.length * LETTER;
        return { kind: "band", x: x(at), width: Math.max(1, x(end) - x(at)), label: fits ? label : "" };
      }),
    ...edits.map(
      ({ at, path }): Mark => ({ kind: "moment", x: x(at), label: `${path} · ${formatTime(at)}` }),
    ),
  ];
}

/** The rows that a chart has room for: the run before may have gone on for longer. */
export const within = (rows: readonly BucketRow[], { duration }: Timeline): readonly BucketRow[] =>
  rows.filter((row) => endOf(row) <= duration + 1e-6);

export const startOf = (row: BucketRow): number => row[Bucket.start] ?? 0;
export const middleOf = (row: BucketRow): number => startOf(row) + (row[Bucket.width] ?? 1) / 2;
export const endOf = (row: BucketRow): number => startOf(row) + (row[Bucket.width] ?? 1);
export const perSecond = (row: BucketRow, column: number): number =>
  (row[column] ?? 0) / (row[Bucket.width] || 1);

/** Moves labels apart that would lie on one another, keeping their order; `least` px from one to the next. */
export function apart<L extends { y: number }>(labels: readonly L[], least: number, bottom: number): L[] {
  const sorted = labels.map((label) => ({ ...label })).sort((a, b) => a.y - b.y);
  for (let i = 1; i < sorted.length; i++) {
    const [above, label] = [sorted[i - 1] as L, sorted[i] as L];
    label.y = Math.max(label.y, above.y + least);
  }
  for (let i = sorted.length - 1; i >= 0; i--) {
    const [label, below] = [sorted[i] as L, sorted[i + 1]];
    label.y = Math.min(label.y, below === undefined ? bottom : below.y - least);
  }
  return sorted;
}
