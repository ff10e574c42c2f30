import type { Control } from "../../simulator/scenario/schema/quantities.ts";

/** Positions of a slider: fine enough to drag, coarse enough to be whole numbers. */
export const POSITIONS = 1000;

export type Range = Required<Pick<Control, "min" | "max" | "scale">> & Pick<Control, "kind">;

/** The range of a control with its gaps filled. A log range cannot begin at 0: then the first position is 0 and the rest is log. */
export function rangeOf({ kind, min = 0, max = 100, scale = "linear" }: Control): Range {
  return { kind, min, max, scale };
}

const smallest = ({ min, max, kind }: Range) => (min > 0 ? min : kind === "count" ? 1 : max / 10_000);

/** The slider's position, 0..POSITIONS, for a value; values outside of the range are at its ends. */
export function positionOf(range: Range, value: number): number {
  const { min, max, scale } = range;
  if (!(value > min)) return 0;
  if (value >= max) return POSITIONS;
  if (scale === "linear") return Math.round((POSITIONS * (value - min)) / (max - min));
  const least = smallest(range);
  const share = Math.log(Math.max(value, least) / least) / Math.log(max / least);
  return Math.max(min > 0 ? 0 : 1, Math.round(POSITIONS * share));
}

/** The value at a position, rounded to what a person would write: whole counts, else two digits. */
export function valueAtPosition(range: Range, position: number): number {
  const { min, max, scale } = range;
  if (position <= 0) return min;
  if (position >= POSITIONS) return max;
  const share = position / POSITIONS;
  if (scale === "linear") return rounded(range, min + share * (max - min));
  const least = smallest(range);
  return rounded(range, least * (max / least) ** share);
}

/**
 * The next value in a direction, as an arrow key wants it: never the same, though its place on the slider may be. Counts below a
 * hundred go one by one, everything else by one in its second digit.
 */
export function stepped(range: Range, value: number, direction: 1 | -1, times = 1): number {
  let at = Math.min(range.max, Math.max(range.min, value));
  for (let i = 0; i < times; i++) {
    const step = stepAt(range, at, direction);
    at = tidy(Math.round(at / step) * step + direction * step);
  }
  return Math.min(range.max, Math.max(range.min, at));
}

function stepAt(range: Range, value: number, direction: 1 | -1): number {
  if (range.scale === "linear" && range.kind !== "count") return tidy((range.max - range.min) / 100);
  // Below 10 the step down is a tenth of the step up.
  const from = direction < 0 ? value * 0.999 : value;
  const step = from > 0 ? 10 ** (Math.floor(Math.log10(from) + 1e-9) - 1) : smallest(range);
  return range.kind === "count" ? Math.max(1, step) : step;
}

function rounded(range: Range, value: number): number {
  if (range.kind === "count") return Math.round(value >= 100 ? Number(value.toPrecision(2)) : value);
  const kept = range.scale === "linear" ? Math.round(value / linearStep(range)) * linearStep(range) : value;
  return Math.min(
    range.max,
    Math.max(range.min, tidy(Number(kept.toPrecision(range.scale === "linear" ? 6 : 2)))),
  );
}

const linearStep = ({ min, max }: Range) => 10 ** (Math.floor(Math.log10(max - min)) - 2);

/** Without the dust of binary fractions: 0.30000000000000004 is 0.3. */
const tidy = (value: number) => Number(value.toPrecision(12));
