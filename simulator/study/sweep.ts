import { meanInterval } from "../measure/student.ts";
import type { Json } from "../protocol.ts";
import type { AxisRequest, Sweep, SweepPoint } from "../studies.ts";
import type { RunResult } from "../task.ts";
import { Axis, AxisError } from "./axis.ts";
import type { Goal } from "./goal.ts";
import { objectiveValues } from "./objective.ts";
import { byMerit, type Judging, pointOf } from "./points.ts";
import type { ValidDocument } from "./run.ts";
import { changed } from "./timeline.ts";
import { type Setting, Trials, type Values } from "./trials.ts";

/** Values of a range that are looked at first: of one parameter, and of each of two. */
const COARSE = [9, 5] as const;
/** A change of the objective between neighbours by less than this factor is not looked at more closely. */
const STEP = 1.25;
/** Gaps that are halved in one round because the objective changes over them; those beside the best point come on top. */
const STEPS_A_ROUND = 2;

export type SweepInput = {
  /** One or two. */
  axes: readonly AxisRequest[];
  goals: readonly Goal[];
  objective: Judging["objective"];
  runs: number;
  confidence: number;
  /** Points after which it is not refined any more. */
  most: number;
  /** Told the points so far after each round, the coarsest first. */
  found?: (sweep: Sweep) => void;
};

/**
 * Measures the points of one or two parameters with the same seeds. A range is gone through coarsely first, then between the neighbours of the best
 * point, where goals begin to be met, and where the objective changes most, until there is nothing between them or there are `most` points.
 */
export async function sweep(input: SweepInput, document: ValidDocument, setting: Setting): Promise<Sweep> {
  const axes = input.axes.map((request) => new Axis(request, document));
  if (axes.length < 1 || axes.length > 2) throw new AxisError("a sweep goes through one or two parameters");
  return sweepWith(new Trials(setting), axes, input, document, setting.seed);
}

/** As `sweep`, with runs that other parts of a study share. */
export async function sweepWith(
  trials: Trials,
  axes: readonly Axis[],
  input: SweepInput,
  document: ValidDocument,
  seed: number,
): Promise<Sweep> {
  const { goals, objective, runs, confidence, most } = input;
  const judging = { scenario: document.scenario, goals, objective, confidence };
  const known = new Map<string, { point: SweepPoint; runs: readonly RunResult[] }>();
  const order = (a: SweepPoint, b: SweepPoint) =>
    axes.reduce(
      (sign, axis, i) => sign || axis.position(a.values[i] as Json) - axis.position(b.values[i] as Json),
      0,
    );
  const result = (): Sweep => {
    const all = [...known.values()].sort((a, b) => order(a.point, b.point));
    const points = all.map(({ point }) => point);
    const [top] = [...points].sort(byMerit(objective.better));
    const best = points.indexOf(top as SweepPoint);
    return {
      kind: "sweep",
      axes: axes.map(({ path }, i) => ({
        path,
        values: [...new Set(points.map(({ values }) => values[i] as Json))].sort(
          (a, b) => (axes[i] as Axis).position(a) - (axes[i] as Axis).position(b),
        ),
      })),
      objective,
      goals: goals.map(({ text }) => text),
      runs,
      seed,
      confidence,
      points,
      best,
      asGood: all.flatMap((one, i) =>
        i !== best && one.point.verdict === top?.verdict && !isWorse(one.runs, all[best]?.runs ?? [], judging)
          ? [i]
          : [],
      ),
      verdict: top?.verdict ?? "undecided",
    };
  };
  let wanted = product(axes.map((axis) => axis.coarse(COARSE[axes.length - 1] ?? 2)));
  while (wanted.length > 0) {
    const points = wanted.map((values) => valuesAt(axes, values));
    for (const point of points) changed(document.raw, point);
    const measured = await trials.measure(points, runs);
    wanted.forEach((values, i) => {
      const own = measured[i] as RunResult[];
      known.set(JSON.stringify(values), { point: pointOf(values, own, judging), runs: own });
    });
    const now = result();
    input.found?.(now);
    wanted = product(finer(axes, now, most)).filter((values) => !known.has(JSON.stringify(values)));
  }
  return result();
}

export const valuesAt = (axes: readonly Axis[], values: readonly Json[]): Values =>
  Object.fromEntries(axes.map(({ path }, i) => [path, values[i] as Json]));

/** Whether the paired difference says that these runs are worse in the objective. */
function isWorse(
  runs: readonly RunResult[],
  best: readonly RunResult[],
  { objective, confidence }: Pick<Judging, "objective" | "confidence">,
): boolean {
  const [own, other] = [objectiveValues(runs, objective), objectiveValues(best, objective)];
  const sign = objective.better === "lower" ? 1 : -1;
  const { mean, half } = meanInterval(
    own.map((value, i) => sign * (value - (other[i] ?? Number.NaN))),
    confidence,
  );
  return Number.isNaN(mean) || mean - half > 0;
}

function product(lists: readonly Json[][]): Json[][] {
  return lists.reduce<Json[][]>(
    (rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])),
    [[]],
  );
}

/** What lies between two neighbouring values of one axis, and what is worth knowing of it. */
type Gap = {
  axis: number;
  middle: Json;
  /** Beside the best point. */
  isNear: boolean;
  /** How often goals begin to be met over it: in a plane, for so many values of the other parameter. */
  edges: number;
  /** By how much the objective changes over it at most, as a logarithm. */
  change: number;
};

/**
 * The values of each axis with those that lie between the best point and its neighbours, where goals begin to be met, and in the gaps over which the
 * objective changes most. In a plane each is measured with every value of the other axis, so that the picture has no holes.
 */
function finer(axes: readonly Axis[], found: Sweep, most: number): Json[][] {
  const gaps = axes.flatMap((axis, i) => gapsAlong(axis, i, found));
  const edges = gaps
    .filter(({ isNear, edges }) => isNear || edges > 0)
    .sort((a, b) => Number(b.isNear) - Number(a.isNear) || b.edges - a.edges);
  const steep = gaps
    .filter(({ isNear, edges, change }) => !isNear && edges === 0 && change > Math.log(STEP))
    .sort((a, b) => b.change - a.change)
    .slice(0, STEPS_A_ROUND);
  let values = found.axes.map((axis) => axis.values);
  for (const { axis, middle } of [...edges, ...steep]) {
    const more = values.map((own, i) => (i === axis ? [...own, middle] : own));
    if (more.reduce((size, own) => size * own.length, 1) <= most) values = more;
  }
  return values;
}

function gapsAlong(axis: Axis, index: number, { axes, points, best, asGood }: Sweep): Gap[] {
  const values = axes[index]?.values ?? [];
  const others = (point: SweepPoint) => JSON.stringify(point.values.filter((_, i) => i !== index));
  const isLine = axes.length === 1;
  return values.slice(1).flatMap((to, i): Gap[] => {
    const from = values[i] as Json;
    const middle = axis.between(from, to);
    if (middle === undefined) return [];
    const gap: Gap = { axis: index, middle, isNear: false, edges: 0, change: 0 };
    points.forEach((a, first) => {
      if (a.values[index] !== from) return;
      const second = points.findIndex((b) => b.values[index] === to && others(b) === others(a));
      const b = points[second];
      if (b === undefined) return;
      const other = first === best ? second : first;
      // In a plane most neighbours of the best are as good as it: there is nothing to find between them.
      if ((first === best || second === best) && (isLine || !asGood.includes(other))) gap.isNear = true;
      if (a.verdict !== b.verdict) gap.edges++;
      const change = Math.abs(Math.log(b.objective.mean / a.objective.mean));
      if (change > gap.change) gap.change = change;
    });
    return [gap];
  });
}
