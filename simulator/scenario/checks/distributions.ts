import type { Flaw } from "../flaw.ts";
import { formatDuration } from "../format.ts";
import type { Segment } from "../path.ts";
import type { Distribution } from "../schema/distribution.ts";
import { falling, outOfOrder, sumOff, wrong } from "./findings.ts";

/** Spreads beyond these overflow or never end when drawn. */
const MOST_CV = 1000;
const LEAST_SHAPE = 0.05;
const MOST_SHAPE = 1000;
const MOST_STAGES = 1_000_000;

/** What a distribution's fields say against one another. */
export function distributionFlaws(d: Distribution, path: readonly Segment[]): Flaw[] {
  switch (d.distribution) {
    case "constant":
    case "exponential":
      return [];
    case "uniform":
      return outOfOrder(d, path);
    case "normal":
      return d.mean > 0 ? [] : [aboveZero([...path, "mean"])];
    case "lognormal":
    case "gamma":
      return [
        ...(d.mean > 0 ? [] : [aboveZero([...path, "mean"])]),
        ...(d.cv > MOST_CV
          ? [wrong([...path, "cv"], `${d.cv} is too wide a spread: at most ${MOST_CV}`)]
          : []),
      ];
    case "erlang":
      return d.stages > MOST_STAGES
        ? [wrong([...path, "stages"], `${d.stages} stages are too many: at most ${MOST_STAGES}`)]
        : [];
    case "weibull":
      return [...(d.mean > 0 ? [] : [aboveZero([...path, "mean"])]), ...shapeFlaws(d.shape, path)];
    case "pareto":
      return [
        ...(d.min > 0 ? [] : [aboveZero([...path, "min"])]),
        ...outOfOrder({ min: d.min, max: d.max ?? Number.POSITIVE_INFINITY }, path),
        ...(d.max === d.min
          ? [wrong([...path, "max"], "the largest duration must be above the smallest")]
          : []),
        ...shapeFlaws(d.shape, path),
      ];
    case "hyperexponential":
      return sumOff(d.phases, [...path, "phases"]);
    case "mixture":
      return [
        ...sumOff(d.of, [...path, "of"]),
        ...d.of.flatMap((part, index) => distributionFlaws(part.work, [...path, "of", index, "work"])),
      ];
    case "empirical":
      return empiricalFlaws(d, path);
  }
}

function empiricalFlaws(
  d: Extract<Distribution, { distribution: "empirical" }>,
  path: readonly Segment[],
): Flaw[] {
  if ([d.samples, d.quantiles, d.histogram].filter((one) => one !== undefined).length !== 1) {
    return [
      wrong(path, 'an empirical distribution needs exactly one of "samples", "quantiles" and "histogram"'),
    ];
  }
  if (d.histogram !== undefined) return histogramFlaws(d.histogram, [...path, "histogram"]);
  const { quantiles } = d;
  if (quantiles === undefined) return [];
  const here = [...path, "quantiles"];
  const last = quantiles.length - 1;
  return [
    ...falling(
      quantiles.map(([share]) => share),
      (index) => [...here, index, 0],
      { strictly: true, what: "share" },
    ),
    ...falling(
      quantiles.map(([, value]) => value),
      (index) => [...here, index, 1],
      { strictly: false, what: "value" },
    ),
    ...(quantiles[0]?.[0] === 0
      ? []
      : [wrong([...here, 0, 0], "the first quantile must be at share 0: the smallest duration")]),
    ...(quantiles[last]?.[0] === 1
      ? []
      : [wrong([...here, last, 0], "the last quantile must be at share 1: the largest duration")]),
  ];
}

function histogramFlaws(
  bins: readonly (readonly [number, number, number])[],
  path: readonly Segment[],
): Flaw[] {
  return [
    ...bins.flatMap(([min, max], index) =>
      min <= max
        ? []
        : [
            wrong(
              [...path, index],
              `a bin from ${formatDuration(min)} to ${formatDuration(max)} is upside down`,
            ),
          ],
    ),
    ...(bins.some(([, , count]) => count > 0)
      ? []
      : [wrong(path, "all bins are empty: nothing can be drawn")]),
  ];
}

function shapeFlaws(shape: number, path: readonly Segment[]): Flaw[] {
  if (shape >= LEAST_SHAPE && shape <= MOST_SHAPE) return [];
  return [
    wrong([...path, "shape"], `a shape of ${shape} is out of range: from ${LEAST_SHAPE} to ${MOST_SHAPE}`),
  ];
}

const aboveZero = (path: readonly Segment[]): Flaw =>
  wrong(path, "this distribution needs a duration above zero");

/** Whether every draw is zero. */
export function alwaysZero(d: Distribution): boolean {
  switch (d.distribution) {
    case "constant":
      return d.value === 0;
    case "uniform":
      return d.max === 0;
    case "hyperexponential":
      return d.phases.every(({ ratio, mean }) => ratio === 0 || mean === 0);
    case "empirical":
      return (
        (d.samples?.every((value) => value === 0) ?? true) &&
        (d.histogram?.every(([, to, count]) => count === 0 || to === 0) ?? true) &&
        (d.quantiles?.every(([, value]) => value === 0) ?? true)
      );
    case "mixture":
      return d.of.every(({ ratio, work }) => ratio === 0 || alwaysZero(work));
    case "pareto":
      return false;
    default:
      return d.mean === 0;
  }
}
