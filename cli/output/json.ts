import type { Interval } from "../../simulator/measure/student.ts";
import type { Verdict } from "../../simulator/studies.ts";
import { unitOf } from "../../simulator/study/quantity.ts";
import type { Study } from "../study.ts";
import { FORMAT_VERSION } from "./format-version.ts";

/** A study for programs; docs/cli.md says what each field is. What was not measured is null. */
export function studyJson(study: Study): string {
  return jsonText("simulate", study.file, studyContent(study));
}

/** Several studies for programs, with the worst of their verdicts. */
export function checkJson(studies: readonly Study[], verdict: Verdict): string {
  const files = studies.map((study) => ({ file: study.file, ...studyContent(study) }));
  return `${JSON.stringify({ formatVersion: FORMAT_VERSION, kind: "check", verdict, files }, undefined, 2)}\n`;
}

function studyContent(study: Study): Record<string, unknown> {
  const { scenario, runs } = study;
  return {
    name: scenario.name,
    runs: runs.length,
    seed: study.seed,
    duration: study.duration,
    warmUp: scenario.run.warmUp,
    confidence: scenario.run.confidence,
    set: study.set,
    verdict: study.verdict,
    overloadedRuns: runs.filter((run) => run.overloaded).length,
    budgets: study.budgets.map(({ budget, interval, verdict }) => ({
      ...budget,
      ...numbers(interval),
      verdict,
    })),
    expectations: study.expectations.map(({ statement, verdict, held, of, difference }) => ({
      statement,
      verdict,
      held,
      of,
      difference: numbers(difference),
    })),
    estimates: study.estimates.map(({ interval, ...about }) => ({
      ...about,
      unit: unitOf(about.metric),
      ...numbers(interval),
    })),
  };
}

/** A result with what every one begins with: the version of the form, what it is, and of which scenario. */
export function jsonText(kind: string, file: string, content: Record<string, unknown>): string {
  return `${JSON.stringify({ formatVersion: FORMAT_VERSION, kind, file, ...content }, undefined, 2)}\n`;
}

/** An estimate; what is not a number is null, because JSON has no other word for it. */
export function numbers({ mean, half, count }: Interval): {
  mean: number | null;
  half: number | null;
  runs: number;
} {
  return { mean: finite(mean), half: finite(half), runs: count };
}

export function finite(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}
