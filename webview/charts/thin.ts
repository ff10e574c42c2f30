import { Bucket } from "../../simulator/frame.ts";
import { OUTCOMES } from "../../simulator/outcome.ts";
import type { BucketRow } from "../store/history.ts";

/** What is counted, and adds up. */
const SUMS = [
  Bucket.width,
  Bucket.arrived,
  Bucket.ended,
  Bucket.answered,
  ...OUTCOMES.map((_, outcome) => Bucket.outcomes + outcome),
];
const LARGEST = [Bucket.max, Bucket.waitingMax];
/** What holds over the time of a row. */
const MEANS = [Bucket.active, Bucket.idle, Bucket.connecting, Bucket.waiting, Bucket.detail];
/** What is about the calls that were answered. */
const PERCENTILES = [Bucket.p50, Bucket.p95, Bucket.p99];

/** How many rows are joined into one, so that no more than `most` are left. */
export const joinedBy = (rows: readonly BucketRow[], most: number): number =>
  Math.max(1, Math.ceil(rows.length / most));

/**
 * At most `most` rows, each of several that follow one another: more could not be told apart on screen. Counts add up; a
 * percentile becomes the mean of those of its seconds, weighted by their answers.
 */
export function thin(rows: readonly BucketRow[], most: number): readonly BucketRow[] {
  const by = joinedBy(rows, most);
  if (by === 1) return rows;
  const thinned: BucketRow[] = [];
  for (let from = 0; from < rows.length; from += by) thinned.push(join(rows.slice(from, from + by)));
  return thinned;
}

function join(rows: readonly BucketRow[]): BucketRow {
  const [first = new Float64Array(), ...rest] = rows;
  const joined = first.slice();
  const mean = (column: number, weight: number) => {
    let [sum, weights] = [0, 0];
    for (const row of rows) {
      const [value, w] = [row[column] ?? 0, row[weight] ?? 0];
      if (Number.isNaN(value)) continue;
      sum += value * w;
      weights += w;
    }
    joined[column] = weights > 0 ? sum / weights : Number.NaN;
  };
  for (const column of MEANS) mean(column, Bucket.width);
  for (const column of PERCENTILES) mean(column, Bucket.answered);
  for (const row of rest) {
    for (const column of SUMS) joined[column] = (joined[column] ?? 0) + (row[column] ?? 0);
    for (const column of LARGEST) {
      joined[column] = Math.max(joined[column] || 0, row[column] || 0);
    }
  }
  return joined;
}
