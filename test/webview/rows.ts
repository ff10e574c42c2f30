import { BUCKET, Bucket } from "../../simulator/frame.ts";
import { Outcome, type OutcomeName } from "../../simulator/outcome.ts";

type Columns = Partial<Record<Exclude<keyof typeof Bucket, "outcomes">, number>>;

/** A bucket row for a test: a second of component 0 with the columns that matter. */
export function bucketRow(
  start: number,
  columns: Columns = {},
  outcomes: Partial<Record<OutcomeName, number>> = {},
): Float64Array {
  const row = new Float64Array(BUCKET);
  for (const [name, value] of Object.entries({ width: 1, start, ...columns })) {
    row[Bucket[name as keyof typeof Bucket]] = value;
  }
  for (const [name, value] of Object.entries(outcomes))
    row[Bucket.outcomes + Outcome[name as OutcomeName]] = value;
  return row;
}
