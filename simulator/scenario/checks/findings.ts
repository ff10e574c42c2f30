import type { Flaw } from "../flaw.ts";
import { formatDuration } from "../format.ts";
import type { Segment } from "../path.ts";

/** A flaw of the value at a path. */
export const wrong = (path: readonly Segment[], message: string, suggestion?: string): Flaw => ({
  path,
  on: "value",
  message,
  ...(suggestion === undefined ? {} : { suggestion }),
});

/** Durations of which the smallest is above the largest. */
export function outOfOrder({ min, max }: { min: number; max: number }, path: readonly Segment[]): Flaw[] {
  return min <= max
    ? []
    : [wrong([...path, "min"], `min ${formatDuration(min)} is above max ${formatDuration(max)}`)];
}

/** Shares that do not sum to 1. */
export function sumOff(parts: readonly { ratio: number }[], path: readonly Segment[]): Flaw[] {
  const sum = parts.reduce((total, { ratio }) => total + ratio, 0);
  return Math.abs(sum - 1) <= 1e-6
    ? []
    : [wrong(path, `the ratios sum to ${Number(sum.toPrecision(9))}: they must sum to 1`)];
}

/** The first number of a list that is smaller than the one before it (or as small, where `strictly`). */
export function falling(
  numbers: readonly number[],
  path: (index: number) => Segment[],
  { strictly, what }: { strictly: boolean; what: string },
): Flaw[] {
  const index = numbers.findIndex((number, i) => {
    const before = i === 0 ? undefined : numbers[i - 1];
    return before !== undefined && (strictly ? number <= before : number < before);
  });
  if (index < 0) return [];
  return [wrong(path(index), `this ${what} is not above the one before it: write them in ascending order`)];
}
