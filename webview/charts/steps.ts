import { area, curveStepAfter, line } from "d3";
import type { BucketRow } from "../store/history.ts";
import { endOf, startOf, type TimeScale } from "./time.ts";

type Corner<T> = { at: number; value: T } | null;
type Value = (row: BucketRow) => number;
type Scale = (value: number) => number;

/**
 * The corners of a step through the rows: the value at the start of each row, and again at the end of the last one of each
 * unbroken stretch. A stretch ends where a second is missing.
 */
export function corners<T>(rows: readonly BucketRow[], value: (row: BucketRow) => T): Corner<T>[] {
  const found: Corner<T>[] = [];
  for (const [i, row] of rows.entries()) {
    const previous = rows[i - 1];
    if (previous !== undefined && startOf(row) > endOf(previous) + 1e-6) {
      found.push({ at: endOf(previous), value: value(previous) }, null);
    }
    found.push({ at: startOf(row), value: value(row) });
  }
  const last = rows[rows.length - 1];
  if (last !== undefined) found.push({ at: endOf(last), value: value(last) });
  return found;
}

/** The path of an area between two values that hold for a second each. */
export function stepArea(rows: readonly BucketRow[], x: TimeScale, y: Scale, from: Value, to: Value): string {
  const path = area<Corner<[number, number]>>()
    .defined((corner) => corner !== null)
    .curve(curveStepAfter)
    .x((corner) => x(corner?.at ?? 0))
    .y0((corner) => y(corner?.value[0] ?? 0))
    .y1((corner) => y(corner?.value[1] ?? 0));
  return path(corners(rows, (row): [number, number] => [from(row), to(row)])) ?? "";
}

/** The path of a line through values that hold for a second each. */
export function stepLine(rows: readonly BucketRow[], x: TimeScale, y: Scale, value: Value): string {
  const path = line<Corner<number>>()
    .defined((corner) => corner !== null)
    .curve(curveStepAfter)
    .x((corner) => x(corner?.at ?? 0))
    .y((corner) => y(corner?.value ?? 0));
  return path(corners(rows, value)) ?? "";
}
