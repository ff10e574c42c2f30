import type { Cohort, Difference, Explanation } from "../../simulator/studies.ts";
import { valueText } from "../../simulator/study/quantity.ts";
import { english, type Sentence } from "../../words/sentence.ts";
import { csvLines } from "./csv.ts";
import { finite, jsonText, numbers } from "./json.ts";
import { table } from "./table.ts";

/** Parts that take less than this share of every cohort are left out of the table. */
const SMALL = 0.005;

export function explanationText(found: Explanation, name: string): string {
  const { evidence, findings, verdicts, whatIfs, runs, confidence } = found;
  const { cohorts } = sourceOf(found);
  const lines = [
    name,
    `One run with seed ${evidence.seed}, ${found.source}`,
    "",
    ...findings.map(({ text }) => `- ${english(text)}`),
    "",
    partsTable(cohorts),
  ];
  if (verdicts.length > 0) {
    lines.push(
      "",
      "The scenario by itself, without a run:",
      ...verdicts.map(({ text }) => `- ${english(text)}`),
    );
  }
  if (whatIfs.length > 0) {
    lines.push(
      "",
      `Tried, ${runs} runs each with the same seeds, ${Math.round(confidence * 100)} % interval:`,
      ...whatIfs.map(({ text }) => `- ${english(text)}`),
    );
  }
  return `${lines.join("\n")}\n`;
}

const sourceOf = ({ evidence, source }: Explanation) =>
  evidence.sources.find(({ id }) => id === source) ?? { cohorts: [] };

/** Where the time of each cohort went, and what it adds up to. */
function partsTable(cohorts: readonly Cohort[]): string {
  const names = new Map(
    cohorts
      .flatMap(({ parts }) => parts)
      .filter(({ share }) => share >= SMALL)
      .map(({ component, part }) => [
        `${component} ${part}`,
        component === "" ? part : `${part} of ${component}`,
      ]),
  );
  const rows = [...names].map(([key, title]) => [
    title,
    ...cohorts.map(({ parts }) => {
      const part = parts.find((one) => `${one.component} ${one.part}` === key);
      return part === undefined
        ? "–"
        : `${valueText(part.seconds, "seconds")} ${Math.round(part.share * 100)} %`;
    }),
  ]);
  return table(
    ["Where the time goes", ...cohorts.map(({ name, requests }) => `${name} (${requests})`)],
    [...rows, ["in all", ...cohorts.map(({ latency }) => valueText(latency, "seconds"))]],
  );
}

/** For programs; docs/cli.md says what each field is. */
export function explanationJson(
  { kind, evidence, findings, verdicts, whatIfs, ...rest }: Explanation,
  file: string,
): string {
  const { measurements: _measurements, ...seen } = evidence;
  const difference = ({ a, b, difference: between, ...about }: Difference) => ({
    ...about,
    a: numbers(a),
    b: numbers(b),
    difference: numbers(between),
  });
  return jsonText(kind, file, {
    ...rest,
    findings: findings.map(inWords),
    verdicts: verdicts.map(inWords),
    whatIfs: whatIfs.map(({ latency, inTime, ...one }) => ({
      ...inWords(one),
      latency: difference(latency),
      inTime: difference(inTime),
    })),
    evidence: {
      ...seen,
      components: seen.components.map(({ seconds, ...component }) => ({
        ...component,
        seconds: seconds.map((second) => ({ ...second, p50: finite(second.p50), p99: finite(second.p99) })),
      })),
    },
  });
}

const inWords = <T extends { text: Sentence }>(one: T) => ({ ...one, text: english(one.text) });

/** Where the time goes: a line for each part of each cohort. */
export function explanationCsv(found: Explanation): string {
  return csvLines(
    ["cohort", "requests", "component", "part", "seconds", "share"],
    sourceOf(found).cohorts.flatMap(({ name, requests, parts }) =>
      parts.map(({ component, part, seconds, share }) => [name, requests, component, part, seconds, share]),
    ),
  );
}
