import type { Recommendation, SweepPoint } from "../../simulator/studies.ts";
import { objectiveText } from "../../simulator/study/objective.ts";
import { estimateText, unitOf } from "../../simulator/study/quantity.ts";
import { english } from "../../words/sentence.ts";
import { csvLines } from "./csv.ts";
import { jsonText, numbers } from "./json.ts";
import { pointJson, shownValue, VERDICT_WORDS } from "./sweep.ts";
import { table } from "./table.ts";

export function recommendationText(found: Recommendation, name: string): string {
  const { path, objective, fresh, value, now, goals } = found;
  const rows = fresh.points.map((point) => [
    shownValue(point.values[0]),
    estimateText(point.objective, unitOf(objective.metric)),
    VERDICT_WORDS[point.verdict],
    point.values[0] === value ? "◇ recommended" : point.values[0] === now ? "now" : "",
  ]);
  return `${[
    name,
    `Goals: ${goals.join(" and ")}`,
    "",
    ...found.text.map(english),
    "",
    `With fresh seeds, ${fresh.seed} to ${fresh.seed + found.runs - 1}:`,
    table([path, objectiveText(objective), "goals", ""], rows),
  ].join("\n")}\n`;
}

/** For programs; docs/cli.md says what each field is. */
export function recommendationJson(
  { kind, looked, fresh, gain, bounds, text, ...rest }: Recommendation,
  file: string,
): string {
  return jsonText(kind, file, {
    ...rest,
    bounds: bounds.map((bound) => ({ ...bound, because: english(bound.because) })),
    text: text.map(english),
    looked: looked.map(pointJson),
    fresh: { seed: fresh.seed, points: fresh.points.map(pointJson) },
    gain: gain.map(({ a, b, difference, ...about }) => ({
      ...about,
      a: numbers(a),
      b: numbers(b),
      difference: numbers(difference),
    })),
  });
}

/** A line for each value that was looked at, and for each that was measured with fresh seeds. */
export function recommendationCsv({ path, looked, fresh, value }: Recommendation): string {
  const row = (seeds: string) => (point: SweepPoint) => [
    shownValue(point.values[0]),
    seeds,
    point.objective.mean,
    point.objective.half,
    point.objective.count,
    point.verdict,
    point.unstable ? "yes" : "no",
    point.values[0] === value ? "yes" : "no",
  ];
  return csvLines(
    [path, "seeds", "objective", "half", "runs", "goals", "unstable", "recommended"],
    [...looked.map(row("first")), ...fresh.points.map(row("fresh"))],
  );
}
