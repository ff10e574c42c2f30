import type { LoadTest } from "../../simulator/studies.ts";

/** One span of a load test: requests a second that came and that were answered in time, and the p99 of its answers; NaN where there was none. */
export type CoursePoint = { at: number; offered: number; inTime: number; p99: number };

/** More points than this cannot be told apart on a chart as narrow as this. */
const MOST = 150;

/** A test second by second, or in longer spans where it is long. */
export function courseOf({ seconds, width }: LoadTest["course"]): CoursePoint[] {
  const size = Math.max(1, Math.ceil(seconds.length / MOST));
  return Array.from({ length: Math.ceil(seconds.length / size) }, (_, i) => {
    const span = seconds.slice(i * size, (i + 1) * size);
    const length = span.length * width;
    // The worst second of a span is what somebody looks for. Over JSON what is no number comes as nothing.
    const tails = span.map(({ p99 }) => p99 ?? Number.NaN).filter(Number.isFinite);
    return {
      at: span[0]?.at ?? 0,
      offered: span.reduce((sum, { arrived }) => sum + arrived, 0) / length,
      inTime: span.reduce((sum, { inTime }) => sum + inTime, 0) / length,
      p99: tails.length === 0 ? Number.NaN : Math.max(...tails),
    };
  });
}
