import { formatDuration } from "../scenario/format.ts";
import type { Recommendation, SweepPoint } from "../studies.ts";
import { objectiveText } from "./objective.ts";
import { estimateText, unitOf } from "./quantity.ts";

/** A recommendation in sentences, the most important first. */
export function recommendationText(found: Omit<Recommendation, "text">): string[] {
  const { path, value, now, state, objective, fresh, runs, bounds, guess, range, tooClose, confidence } =
    found;
  const [own] = fresh.points;
  const measured = own === undefined ? "" : measuredText(own, found);
  const sure = `${runs} runs with fresh seeds, ${Math.round(confidence * 100)} % interval`;
  const lines: string[] = [];
  if (state === "none") {
    lines.push(
      `No value of ${path} that was looked at (${spanText(found.looked)}) meets the goals: ${missedText(own)}.`,
      `${path} = ${shown(value)} comes closest: ${measured} (${sure}).`,
    );
  } else if (state === "undecided") {
    lines.push(
      `${path} = ${shown(value)} is the best that was found: ${measured} (${sure}).`,
      `Whether it meets the goals is too close to call: ${missedText(own)}. More runs make the interval narrower.`,
    );
  } else {
    lines.push(`${path} = ${shown(value)}: ${measured} (${sure}), and every goal is met.`);
    if (now === value) lines.push("That is what the scenario has.");
  }
  const before = fresh.points.find(({ values }) => values[0] === now);
  if (now !== null && now !== value && before !== undefined) {
    const gain = found.gain.find(
      ({ metric, component }) => metric === objective.metric && component === objective.component,
    );
    const verdict =
      gain === undefined
        ? ""
        : gain.verdict === "undecided" || gain.verdict === "same"
          ? "; in pairs the difference is too close to call"
          : `; in pairs the difference is ${estimateText(gain.difference, gain.unit)}`;
    lines.push(`Now it is ${shown(now)}: ${measuredText(before, found)}${verdict}.`);
  }
  if (state !== "none" && range.length > 1) {
    lines.push(`As good within a tenth, and meeting the goals: ${range.map(shown).join(", ")}.`);
  }
  if (state !== "none" && tooClose.length > 0) {
    lines.push(`Too close to call against it: ${tooClose.map(shown).join(", ")}.`);
  }
  if (guess !== undefined) {
    lines.push(
      `Erlang's formula says ${guess.value} for ${Math.round(guess.rate)} queries a second of ${formatDuration(Number(guess.seconds.toPrecision(3)))} each; it does not know the cores of the database.`,
    );
  }
  for (const { least, most, because } of bounds) {
    lines.push(`At ${most === undefined ? `least ${least}` : `most ${most}`}: ${because}.`);
  }
  return lines;
}

function measuredText(
  { objective, unstable, estimates }: SweepPoint,
  found: Omit<Recommendation, "text">,
): string {
  const { metric, component } = found.objective;
  const value = `${objectiveText(found.objective)} is ${estimateText(objective, unitOf(metric))}`;
  const inTime = estimates.find(
    (one) => one.metric === "inTime.ratio" && one.component === component && one.window === undefined,
  );
  const answered =
    inTime === undefined || metric === "inTime.ratio"
      ? ""
      : `, ${estimateText(inTime.interval, "ratio")} answered in time`;
  return `${value}${answered}${unstable ? ", unstable" : ""}`;
}

function missedText(point: SweepPoint | undefined): string {
  if (point === undefined) return "nothing was measured";
  if (point.unstable) return "the backlog grows without bound";
  return point.goals
    .filter(({ verdict }) => verdict !== "pass")
    .map(({ text, verdict }) => `${text} ${verdict === "fail" ? "is missed" : "is too close to call"}`)
    .join(", ");
}

function spanText(looked: readonly SweepPoint[]): string {
  const [first, last] = [looked[0]?.values[0], looked.at(-1)?.values[0]];
  return `${looked.length} values from ${shown(first ?? null)} to ${shown(last ?? null)}`;
}

const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
