import type { Interval } from "../../simulator/measure/student.ts";
import type { Scenario } from "../../simulator/scenario/schema/scenario.ts";
import type { Comparison, Difference } from "../../simulator/studies.ts";
import { estimateText } from "../../simulator/study/quantity.ts";
import { csvLines } from "./csv.ts";
import { jsonText, numbers } from "./json.ts";
import { table } from "./table.ts";

/** What is shown of each type of component unless everything is asked for. */
const SHOWN: Record<string, readonly string[]> = {
  source: [
    "requests.rate",
    "inTime.ratio",
    "latency.p50",
    "latency.p95",
    "latency.p99",
    "attempts.perRequest",
  ],
  pool: ["pool.utilisation", "pool.wait.p99", "pool.waiting.max"],
  server: ["server.time.p99", "deadWork.ratio"],
  database: ["database.active.mean", "database.utilisation", "database.time.p99", "deadWork.ratio"],
  cache: ["cache.hit.ratio", "cache.loads.count"],
  breaker: ["breaker.opened.count", "breaker.shortCircuited.count"],
};

const VERDICTS = {
  pass: "is not worse",
  fail: "is worse",
  undecided: "may be worse: too close to call",
} as const;

export function comparisonText(comparison: Comparison, scenario: Scenario, all: boolean): string {
  const { a, b, runs, seed, confidence, verdict, unstable } = comparison;
  const shown = comparison.differences.filter((one) => all || isShown(one, scenario));
  const rows = shown.map((one) => [
    `${one.metric} of ${one.component}${one.window === undefined ? "" : ` in ${one.window}`}`,
    estimateText(one.a, one.unit),
    estimateText(one.b, one.unit),
    one.verdict === "same" ? "0" : signed(one.difference, one),
    words(one),
  ]);
  const lines = [
    scenario.name,
    `A: ${a.name}${changes(a.set)}`,
    `B: ${b.name}${changes(b.set)}`,
    `${runs} runs of each with the seeds ${seed} to ${seed + runs - 1}, compared in pairs, ±${Math.round(confidence * 100)} % interval`,
    "",
    table(["", "A", "B", "B - A", ""], rows),
    "",
    ...unstableLines(unstable, runs),
    `B ${VERDICTS[verdict]} than A by more than ${+(comparison.tolerance * 100).toFixed(3)} % in p99 and in time.`,
  ];
  return `${lines.join("\n")}\n`;
}

function isShown({ metric, component, window }: Difference, { components, budgets }: Scenario): boolean {
  if (
    budgets.some((budget) => budget.metric === metric && budget.of === component && budget.window === window)
  )
    return true;
  if (window !== undefined) return false;
  const type = components.find(({ id }) => id === component.split("/")[0])?.type;
  return type !== undefined && SHOWN[type]?.includes(metric) === true;
}

function unstableLines({ a, b }: Comparison["unstable"], runs: number): string[] {
  return [["A", a] as const, ["B", b] as const].flatMap(([name, count]) =>
    count === 0
      ? []
      : [`${name} is unstable in ${count} of ${runs} runs: its numbers depend on how long the run is.`],
  );
}

const changes = (set: Comparison["a"]["set"]): string => {
  const text = Object.entries(set).map(([path, value]) => `${path} = ${JSON.stringify(value)}`);
  return text.length === 0 ? "" : ` (${text.join(", ")})`;
};

function signed(difference: Interval, { unit }: Difference): string {
  const text = estimateText(difference, unit);
  return difference.mean > 0 ? `+${text}` : text;
}

function words({ verdict, better }: Difference): string {
  switch (verdict) {
    case "same":
      return "the same";
    case "undecided":
      return "too close to call";
    default:
      return better === undefined ? verdict : better === "b" ? "better" : "worse";
  }
}

/** For programs; docs/cli.md says what each field is. */
export function comparisonJson(comparison: Comparison, file: string): string {
  const { kind, differences, ...rest } = comparison;
  return jsonText(kind, file, {
    ...rest,
    differences: differences.map(({ a, b, difference, ...about }) => ({
      ...about,
      a: numbers(a),
      b: numbers(b),
      difference: numbers(difference),
    })),
  });
}

export function comparisonCsv({ differences }: Comparison): string {
  return csvLines(
    ["component", "metric", "window", "unit", "a", "b", "difference", "half", "verdict", "better"],
    differences.map(({ component, metric, window, unit, a, b, difference, verdict, better }) => [
      component,
      metric,
      window ?? "",
      unit,
      a.mean,
      b.mean,
      difference.mean,
      difference.half,
      verdict,
      better ?? "",
    ]),
  );
}
