import { listed, type Sentence, sentence } from "../../words/sentence.ts";
import { formatDuration } from "../scenario/format.ts";
import type { Recommendation, SweepPoint } from "../studies.ts";
import { objectiveText } from "./objective.ts";
import { estimateText, unitOf } from "./quantity.ts";

/** A recommendation in sentences, the most important first. */
export function recommendationText(found: Omit<Recommendation, "text">): Sentence[] {
  const { path, value, now, state, objective, fresh, runs, bounds, guess, range, tooClose, confidence } =
    found;
  const [own] = fresh.points;
  const measured = own === undefined ? "" : measuredText(own, found);
  const sure = sentence("{0} runs with fresh seeds, {1} % interval", runs, Math.round(confidence * 100));
  const lines: Sentence[] = [];
  if (state === "none") {
    lines.push(
      sentence(
        "No value of {0} that was looked at ({1}) meets the goals: {2}.",
        path,
        spanText(found.looked),
        missedText(own),
      ),
      sentence("{0} = {1} comes closest: {2} ({3}).", path, shown(value), measured, sure),
    );
  } else if (state === "undecided") {
    lines.push(
      sentence("{0} = {1} is the best that was found: {2} ({3}).", path, shown(value), measured, sure),
      sentence(
        "Whether it meets the goals is too close to call: {0}. More runs make the interval narrower.",
        missedText(own),
      ),
    );
  } else {
    lines.push(sentence("{0} = {1}: {2} ({3}), and every goal is met.", path, shown(value), measured, sure));
    if (now === value) lines.push(sentence("That is what the scenario has."));
  }
  const before = fresh.points.find(({ values }) => values[0] === now);
  if (now !== null && now !== value && before !== undefined) {
    const gain = found.gain.find(
      ({ metric, component }) => metric === objective.metric && component === objective.component,
    );
    lines.push(nowText(now, measuredText(before, found), gain));
  }
  if (state !== "none" && range.length > 1) {
    lines.push(sentence("As good within a tenth, and meeting the goals: {0}.", listed(range.map(shown))));
  }
  if (state !== "none" && tooClose.length > 0) {
    lines.push(sentence("Too close to call against it: {0}.", listed(tooClose.map(shown))));
  }
  if (guess !== undefined) {
    lines.push(
      sentence(
        "Erlang's formula says {0} for {1} queries a second of {2} each; it does not know the cores of the database.",
        guess.value,
        Math.round(guess.rate),
        formatDuration(Number(guess.seconds.toPrecision(3))),
      ),
    );
  }
  for (const { least, most, because } of bounds) {
    if (most !== undefined) lines.push(sentence("At most {0}: {1}.", most, because));
    else if (least !== undefined) lines.push(sentence("At least {0}: {1}.", least, because));
  }
  return lines;
}

function nowText(
  now: Recommendation["value"],
  measured: Sentence,
  gain: Recommendation["gain"][number] | undefined,
): Sentence {
  if (gain === undefined) return sentence("Now it is {0}: {1}.", shown(now), measured);
  if (gain.verdict === "undecided" || gain.verdict === "same") {
    return sentence(
      "Now it is {0}: {1}; in pairs the difference is too close to call.",
      shown(now),
      measured,
    );
  }
  const difference = estimateText(gain.difference, gain.unit);
  return sentence("Now it is {0}: {1}; in pairs the difference is {2}.", shown(now), measured, difference);
}

function measuredText(
  { objective, unstable, estimates }: SweepPoint,
  found: Omit<Recommendation, "text">,
): Sentence {
  const { metric, component } = found.objective;
  const inTime = estimates.find(
    (one) => one.metric === "inTime.ratio" && one.component === component && one.window === undefined,
  );
  const value = sentence(
    "{0} is {1}",
    objectiveText(found.objective),
    estimateText(objective, unitOf(metric)),
  );
  const answered =
    inTime === undefined || metric === "inTime.ratio"
      ? value
      : sentence("{0}, {1} answered in time", value, estimateText(inTime.interval, "ratio"));
  return unstable ? sentence("{0}, unstable", answered) : answered;
}

function missedText(point: SweepPoint | undefined): ReturnType<typeof listed> {
  if (point === undefined) return sentence("nothing was measured");
  if (point.unstable) return sentence("the backlog grows without bound");
  return listed(
    point.goals
      .filter(({ verdict }) => verdict !== "pass")
      .map(({ text, verdict }) =>
        verdict === "fail" ? sentence("{0} is missed", text) : sentence("{0} is too close to call", text),
      ),
  );
}

function spanText(looked: readonly SweepPoint[]): Sentence {
  const [first, last] = [looked[0]?.values[0], looked.at(-1)?.values[0]];
  return sentence("{0} values from {1} to {2}", looked.length, shown(first ?? null), shown(last ?? null));
}

const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
