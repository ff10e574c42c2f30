import type { Json, Parameter } from "../../simulator/protocol.ts";
import type { SweepPoint, Verdict } from "../../simulator/studies.ts";
import { fromDocument } from "../inspector/value.ts";

/** A measured value of a parameter. `at` is its place from 0 to 1. */
export type Measured = {
  value: Json;
  at: number;
  mean: number;
  /** Half the width of its interval; 0 where there is none. */
  half: number;
  verdict: Verdict;
  unstable: boolean;
};

/**
 * All values of one parameter that were measured in the order of the values, each with what is told of it last: with fresh seeds where there are such. Values that are all numbers are in proportion (their logarithms); else the next one is as far as any other.
 */
export function measuredPoints(all: readonly SweepPoint[], control: Parameter["control"]): Measured[] {
  const best = new Map<string, SweepPoint>();
  for (const point of all) best.set(JSON.stringify(point.values[0]), point);
  const points = [...best.values()]
    .map((point) => ({ point, number: numberOf(control, point.values[0]) }))
    .sort((a, b) => a.number - b.number);
  const [first, last] = [points[0]?.number ?? 0, points.at(-1)?.number ?? 0];
  const proportional = first > 0 && Number.isFinite(last) && last > first;
  const span = Math.log(last / first);
  return points.map(({ point, number }, i) => ({
    value: point.values[0] ?? null,
    at: proportional ? Math.log(number / first) / span : points.length < 2 ? 0.5 : i / (points.length - 1),
    // Over JSON what is no number comes as nothing.
    mean: point.objective.mean ?? Number.NaN,
    half: Number.isFinite(point.objective.half) ? point.objective.half : 0,
    verdict: point.verdict,
    unstable: point.unstable,
  }));
}

/** "none" and "unlimited" are beyond every number. */
function numberOf(control: Parameter["control"], value: Json | undefined): number {
  const number = fromDocument(control, value);
  return typeof number === "number" ? number : Number.POSITIVE_INFINITY;
}
