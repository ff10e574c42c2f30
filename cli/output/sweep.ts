import type { Json } from "../../simulator/protocol.ts";
import type { Estimated, Sweep, SweepPoint } from "../../simulator/studies.ts";
import { objectiveText } from "../../simulator/study/objective.ts";
import { estimateText, unitOf } from "../../simulator/study/quantity.ts";
import { csvLines } from "./csv.ts";
import { jsonText, numbers } from "./json.ts";
import { table } from "./table.ts";

export const VERDICT_WORDS = { pass: "pass", fail: "FAIL", undecided: "too close to call" } as const;

/** Points that are as good as the best are named up to this many. */
const MOST_NAMED = 6;

/** A value as it is shown: texts without quotes. */
export const shownValue = (value: Json | undefined): string =>
  typeof value === "string" ? value : JSON.stringify(value ?? null);

export function sweepText(sweep: Sweep, name: string): string {
  const { axes, runs, seed, confidence, goals, points, best } = sweep;
  const heading = [
    name,
    `${axes.map(({ path }) => path).join(" and ")}: ${points.length} points, ${runs} runs of each with the seeds ${seed} to ${seed + runs - 1}, ±${Math.round(confidence * 100)} % interval`,
    ...(goals.length === 0 ? [] : [`Goals: ${goals.join(" and ")}`]),
  ];
  const body = axes.length === 1 ? line(sweep) : plane(sweep);
  return `${[...heading, "", body, "", answer(sweep, points[best])].join("\n")}\n`;
}

function line(sweep: Sweep): string {
  const { objective, points, best, asGood, axes } = sweep;
  const columns = others(points[0]?.estimates ?? [], sweep);
  const rows = points.map((point, i) => [
    shownValue(point.values[0]),
    objectiveCell(point, sweep),
    ...columns.map((column) => cell(point, column)),
    ...(sweep.goals.length === 0 ? [] : [VERDICT_WORDS[point.verdict]]),
    i === best ? "◇ best" : asGood.includes(i) ? "as good" : "",
  ]);
  return table(
    [
      axes[0]?.path ?? "",
      objectiveText(objective),
      ...columns.map(({ metric, component }) => `${metric}(${component})`),
      ...(sweep.goals.length === 0 ? [] : ["goals"]),
      "",
    ],
    rows,
  );
}

/** What is shown beside the objective: how many were answered in time. */
function others(estimates: readonly Estimated[], { objective }: Sweep): Estimated[] {
  return estimates.filter(
    ({ metric, component, window }) =>
      window === undefined &&
      metric === "inTime.ratio" &&
      (metric !== objective.metric || component !== objective.component),
  );
}

function cell({ estimates }: SweepPoint, { metric, component }: Estimated): string {
  const found = estimates.find(
    (one) => one.metric === metric && one.component === component && one.window === undefined,
  );
  return found === undefined ? "–" : estimateText(found.interval, found.unit);
}

function objectiveCell({ objective, unstable }: SweepPoint, sweep: Sweep): string {
  const text = estimateText(objective, unitOf(sweep.objective.metric));
  return unstable ? `${text} unstable` : text;
}

/** The objective by both parameters: rows by the first, columns by the second; a mark says what the colour of a map would. */
function plane(sweep: Sweep): string {
  const [first, second] = sweep.axes;
  const at = (a: Json, b: Json) => sweep.points.findIndex(({ values }) => values[0] === a && values[1] === b);
  const rows = (first?.values ?? []).map((a) => [
    shownValue(a),
    ...(second?.values ?? []).map((b) => {
      const index = at(a, b);
      const point = sweep.points[index];
      if (point === undefined) return "";
      const mark = index === sweep.best ? "◇" : point.unstable ? "∞" : point.verdict === "fail" ? "✕" : "";
      return `${estimateText({ ...point.objective, half: Number.POSITIVE_INFINITY }, unitOf(sweep.objective.metric))} ${mark}`.trim();
    }),
  ]);
  return [
    table([`${first?.path} \\ ${second?.path}`, ...(second?.values ?? []).map(shownValue)], rows),
    "",
    `${objectiveText(sweep.objective)}; ◇ best, ✕ misses a goal, ∞ unstable, empty: not measured`,
  ].join("\n");
}

function answer(sweep: Sweep, best: SweepPoint | undefined): string {
  if (best === undefined) return "Nothing was measured.";
  const place = sweep.axes.map(({ path }, i) => `${path} = ${shownValue(best.values[i])}`).join(", ");
  const value = `${objectiveText(sweep.objective)} ${estimateText(best.objective, unitOf(sweep.objective.metric))}`;
  if (best.verdict === "fail") return `No point meets the goals; ${place} comes closest (${value}).`;
  const near = sweep.asGood.map((i) =>
    (sweep.points[i]?.values ?? []).map((one) => shownValue(one)).join(" and "),
  );
  const more = near.length > MOST_NAMED ? ` and ${near.length - MOST_NAMED} more` : "";
  const tie =
    near.length === 0 ? "" : ` Too close to call against it: ${near.slice(0, MOST_NAMED).join("; ")}${more}.`;
  const sure = best.verdict === "undecided" ? " Whether it meets the goals is too close to call." : "";
  return `Best: ${place} (${value}).${tie}${sure}`;
}

/** For programs; docs/cli.md says what each field is. */
export function sweepJson({ kind, points, ...rest }: Sweep, file: string): string {
  return jsonText(kind, file, { ...rest, points: points.map(pointJson) });
}

export function pointJson({ objective, goals, estimates, ...point }: SweepPoint): Record<string, unknown> {
  return {
    ...point,
    objective: numbers(objective),
    goals: goals.map(({ margin, ...goal }) => ({ ...goal, margin: numbers(margin) })),
    estimates: estimates.map(({ interval, ...about }) => ({ ...about, ...numbers(interval) })),
  };
}

/** A line for each metric of each point. */
export function sweepCsv({ axes, points }: Sweep): string {
  return csvLines(
    [
      ...axes.map(({ path }) => path),
      "component",
      "metric",
      "window",
      "mean",
      "half",
      "runs",
      "goals",
      "unstable",
    ],
    points.flatMap(({ values, estimates, verdict, unstable }) =>
      estimates.map(({ component, metric, window, interval }) => [
        ...values.map(shownValue),
        component,
        metric,
        window ?? "",
        interval.mean,
        interval.half,
        interval.count,
        verdict,
        unstable ? "yes" : "no",
      ]),
    ),
  );
}
