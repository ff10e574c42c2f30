import type { Interval } from "../measure/student.ts";
import { metricNamed, type Unit } from "../scenario/metrics.ts";

/** `312 ±4 ms`, `98.2 ±0.3 %`: a mean and the half-width of its interval, with as many digits as the interval supports. */
export function estimateText({ mean, half }: Interval, unit: Unit): string {
  if (!Number.isFinite(mean)) return "–";
  const { size, name } = scaleOf(mean, unit);
  const known = Number.isFinite(half);
  const digits = digitsOf(mean / size, known ? half / size : undefined);
  const number = (mean / size).toFixed(digits);
  const around = known && half > 0 ? ` ±${(half / size).toFixed(digits)}` : "";
  return `${number}${around}${name === "" ? "" : ` ${name}`}`;
}

/** A single value, such as a limit. */
export function valueText(value: number, unit: Unit): string {
  return estimateText({ mean: value, half: Number.POSITIVE_INFINITY, count: 1 }, unit);
}

export function unitOf(metric: string): Unit {
  return metricNamed(metric)?.unit ?? "count";
}

function scaleOf(mean: number, unit: Unit): { size: number; name: string } {
  switch (unit) {
    case "seconds":
      return Math.abs(mean) < 1 ? { size: 1e-3, name: "ms" } : { size: 1, name: "s" };
    case "perSecond":
      return { size: 1, name: "/s" };
    case "ratio":
      return { size: 0.01, name: "%" };
    case "count":
      return { size: 1, name: "" };
  }
}

/** Decimals: enough for two digits of the interval, else for three of the number; never more than three. */
function digitsOf(value: number, half: number | undefined): number {
  const decides = half === undefined || half === 0 ? Math.abs(value) / 10 : half;
  if (decides === 0) return 0;
  return Math.min(3, Math.max(0, 1 - Math.floor(Math.log10(decides))));
}
