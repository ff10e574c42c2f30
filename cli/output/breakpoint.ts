import type { Breakpoint } from "../../simulator/studies.ts";
import { objectiveText } from "../../simulator/study/objective.ts";
import { estimateText, unitOf } from "../../simulator/study/quantity.ts";
import { english } from "../../words/sentence.ts";
import { csvLines } from "./csv.ts";
import { jsonText } from "./json.ts";
import { pointJson, shownValue, VERDICT_WORDS } from "./sweep.ts";
import { table } from "./table.ts";

export function breakpointText(
  { points, objective, text, seed, confidence }: Breakpoint,
  name: string,
): string {
  const rows = points.map((point) => [
    Object.values(point.set).map(shownValue).join(" and "),
    String(point.factor),
    `${estimateText(point.objective, unitOf(objective.metric))}${point.unstable ? " unstable" : ""}`,
    String(point.runs),
    VERDICT_WORDS[point.verdict],
  ]);
  return `${[
    name,
    `Seeds from ${seed} on, ±${Math.round(confidence * 100)} % interval`,
    "",
    ...text.map(english),
    "",
    table(["load", "of the present", objectiveText(objective), "runs", "goals"], rows),
  ].join("\n")}\n`;
}

/** For programs; docs/cli.md says what each field is. */
export function breakpointJson({ kind, points, text, ...rest }: Breakpoint, file: string): string {
  return jsonText(kind, file, {
    ...rest,
    text: text.map(english),
    points: points.map((point) => {
      const { values: _values, ...about } = pointJson({ ...point, values: [] });
      return about;
    }),
  });
}

export function breakpointCsv({ points }: Breakpoint): string {
  return csvLines(
    ["factor", "load", "objective", "half", "runs", "goals", "unstable"],
    points.map(({ factor, set, objective, runs, verdict, unstable }) => [
      factor,
      Object.values(set).map(shownValue).join(" and "),
      objective.mean,
      objective.half,
      runs,
      verdict,
      unstable ? "yes" : "no",
    ]),
  );
}
