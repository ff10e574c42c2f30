import { BUCKET, Bucket } from "../../simulator/frame.ts";

/** One component over one second: a row of a frame's buckets (see Bucket in frame.ts for the columns). */
export type BucketRow = Float64Array;

/** Every second that ended so far, by component, oldest first. A new object for each change, so that identity tells of it. */
export type History = { readonly rows: readonly (readonly BucketRow[])[] };

export const emptyHistory = (components: number): History => ({
  rows: Array.from({ length: components }, () => []),
});

const startOf = (row: BucketRow) => row[Bucket.start] ?? 0;

/** Adds the bucket rows of a frame. A second that is there already is replaced, and those after it are dropped. */
export function withBuckets(history: History, buckets: Float64Array): History {
  if (buckets.length === 0) return history;
  const rows = history.rows.map((list) => list as BucketRow[]);
  const own = new Set<number>();
  for (let from = 0; from < buckets.length; from += BUCKET) {
    // The frame's buffer is let go of with the frame; a row is kept for the whole run.
    const row = buckets.slice(from, from + BUCKET);
    const component = row[Bucket.component] ?? 0;
    let list = rows[component];
    if (list === undefined) continue;
    if (!own.has(component)) {
      own.add(component);
      list = list.slice();
      rows[component] = list;
    }
    while (list.length > 0 && startOf(list[list.length - 1] as BucketRow) >= startOf(row)) list.pop();
    list.push(row);
  }
  return { rows };
}

/** Forgets every second that starts at or after a time: what a jump back in time has not reached again. */
export function before(history: History, time: number): History {
  return { rows: history.rows.map((list) => list.filter((row) => startOf(row) < time)) };
}
