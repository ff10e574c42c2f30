import { OUTCOMES, type OutcomeName } from "../../simulator/outcome.ts";
import { formatDuration } from "../../simulator/scenario/format.ts";
import { estimateText, unitOf, valueText } from "../../simulator/study/quantity.ts";
import type { Study } from "../study.ts";
import { table } from "./table.ts";

/** What became of requests, in words. */
const OUTCOME_WORDS: Record<OutcomeName, string> = {
  inTime: "in time",
  late: "late",
  timeout: "timeout",
  acquireTimeout: "acquire timeout",
  queueFull: "queue full",
  queueTimeout: "queue timeout",
  rateLimited: "rate limited",
  shortCircuited: "short-circuited",
  error: "error",
  unavailable: "unavailable",
  cancelled: "cancelled",
};

/** One table for each kind of component: its columns by metric. */
const TABLES: { type: string; title: string; columns: [title: string, metric: string][] }[] = [
  {
    type: "pool",
    title: "Pool",
    columns: [
      ["in use", "pool.active.mean"],
      ["utilisation", "pool.utilisation"],
      ["waiting", "pool.waiting.mean"],
      ["most waiting", "pool.waiting.max"],
      ["wait p99", "pool.wait.p99"],
    ],
  },
  {
    type: "database",
    title: "Database",
    columns: [
      ["running", "database.active.mean"],
      ["utilisation", "database.utilisation"],
      ["time p99", "database.time.p99"],
      ["dead work", "deadWork.ratio"],
    ],
  },
  {
    type: "server",
    title: "Server",
    columns: [
      ["working", "server.active.mean"],
      ["waiting", "server.waiting.mean"],
      ["time p99", "server.time.p99"],
      ["dead work", "deadWork.ratio"],
    ],
  },
  {
    type: "cache",
    title: "Cache",
    columns: [
      ["hits", "cache.hit.ratio"],
      ["stale", "cache.stale.ratio"],
      ["loads", "cache.loads.count"],
    ],
  },
  {
    type: "breaker",
    title: "Breaker",
    columns: [
      ["opened", "breaker.opened.count"],
      ["open", "breaker.open.ratio"],
      ["short-circuited", "breaker.shortCircuited.count"],
    ],
  },
  {
    type: "queue",
    title: "Queue",
    columns: [
      ["waiting", "queue.waiting.mean"],
      ["most waiting", "queue.waiting.max"],
      ["end to end p99", "queue.endToEnd.p99"],
      ["redelivered", "queue.redelivered.count"],
      ["dead", "queue.deadLettered.count"],
    ],
  },
  {
    type: "limiter",
    title: "Limiter",
    columns: [
      ["waiting", "limiter.waiting.mean"],
      ["wait p99", "limiter.wait.p99"],
      ["rejected", "limiter.rejected.ratio"],
    ],
  },
  {
    type: "bulkhead",
    title: "Bulkhead",
    columns: [
      ["under way", "bulkhead.active.mean"],
      ["limit", "bulkhead.limit.mean"],
      ["waiting", "bulkhead.waiting.mean"],
      ["wait p99", "bulkhead.wait.p99"],
      ["rejected", "bulkhead.rejected.count"],
    ],
  },
];

/** A study as a person reads it. */
export function studyText(study: Study): string {
  const parts = [heading(study), requests(study)];
  const spans = windows(study);
  if (spans !== undefined) parts.push(spans);
  for (const { type, title, columns } of TABLES) {
    const ids = study.scenario.components.filter((component) => component.type === type).map(({ id }) => id);
    if (ids.length === 0) continue;
    const rows = ids.map((id) => [id, ...columns.map(([, metric]) => cell(study, metric, id))]);
    parts.push(table([title, ...columns.map(([name]) => name)], rows));
  }
  const goals = [...study.budgets.map(budgetLine), ...study.expectations.map(expectLine)];
  if (goals.length > 0) parts.push(goals.join("\n"));
  const given = study.runs.filter((run) => run.overloaded).length;
  if (given > 0) {
    parts.push(
      `Unstable: ${given} of ${study.runs.length} runs were given up, because more requests arrived than could be answered and their number grew without bound.`,
    );
  }
  const unsteady = steadinessLines(study);
  if (unsteady.length > 0) parts.push(unsteady.join("\n"));
  return `${parts.join("\n\n")}\n`;
}

/** What is to be said where the numbers above are not those of a steady state. */
function steadinessLines({ runs }: Study): string[] {
  return (runs[0]?.steadiness ?? []).flatMap(({ source }) => {
    const count = (state: string) =>
      runs.filter((run) => run.steadiness.some((one) => one.source === source && one.state === state)).length;
    const lines: string[] = [];
    const unstable = count("unstable");
    const notSettled = count("notSettled");
    if (unstable > 0) {
      lines.push(
        `Unstable: the backlog of ${source} grew throughout ${unstable} of ${runs.length} runs; its latency depends on how long the run is.`,
      );
    }
    if (notSettled > runs.length / 2) {
      lines.push(
        `Not settled: the latency of ${source} still changed in ${notSettled} of ${runs.length} runs; run longer, or give a warm-up.`,
      );
    }
    return lines;
  });
}

function heading({ scenario, runs, seed, duration }: Study): string {
  const { warmUp, confidence } = scenario.run;
  const seeds = runs.length === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + runs.length - 1}`;
  const measured = warmUp > 0 ? `, measured from ${formatDuration(warmUp)} on` : "";
  const intervals = runs.length > 1 ? `, ±${Math.round(confidence * 100)} % interval` : "";
  return `${scenario.name}\n${formatDuration(duration)} simulated${measured}, ${runs.length} ${runs.length === 1 ? "run" : "runs"}, ${seeds}${intervals}`;
}

function requests(study: Study): string {
  const rows = sourceNames(study).flatMap((id) => {
    const share = OUTCOMES.filter((kind) => kind !== "inTime").flatMap((kind) => {
      const ratio = `outcome.${kind}.ratio`;
      const mean = estimate(study, ratio, id)?.interval.mean ?? 0;
      return mean > 0 ? [`${OUTCOME_WORDS[kind]} ${cell(study, ratio, id)}`] : [];
    });
    const columns = ["requests.rate", "inTime.ratio", "latency.p50", "latency.p95", "latency.p99"];
    const main = [id, ...columns.map((metric) => cell(study, metric, id))];
    return share.length === 0 ? [main] : [main, [`  ${share.join(" · ")}`]];
  });
  // A line of words is not a column: it is put below its row as it is.
  const numbers = rows.filter((row) => row.length > 1);
  const lines = table(["Requests", "rate", "in time", "p50", "p95", "p99"], numbers).split("\n");
  const [header = "", ...below] = lines;
  let next = 0;
  return [header, ...rows.map((row) => (row.length > 1 ? (below[next++] ?? "") : row.join("")))].join("\n");
}

/** The same of each window, where there are any. */
function windows(study: Study): string | undefined {
  const names = Object.keys(study.scenario.windows);
  if (names.length === 0) return undefined;
  const columns = ["requests.rate", "inTime.ratio", "latency.p50", "latency.p95", "latency.p99"];
  const rows = names.flatMap((window) =>
    sourceNames(study).map((id) => [
      `${window}: ${id}`,
      ...columns.map((metric) => cell(study, metric, id, window)),
    ]),
  );
  return table(["Window", "rate", "in time", "p50", "p95", "p99"], rows);
}

/** Sources, and the endpoints of those that have several. */
function sourceNames({ estimates }: Study): string[] {
  return estimates
    .filter(({ metric, window }) => metric === "requests.rate" && window === undefined)
    .map(({ component }) => component);
}

function estimate({ estimates }: Study, metric: string, component: string, window?: string) {
  return estimates.find((e) => e.metric === metric && e.component === component && e.window === window);
}

function cell(study: Study, metric: string, component: string, window?: string): string {
  const found = estimate(study, metric, component, window);
  return found === undefined ? "–" : estimateText(found.interval, unitOf(metric));
}

const VERDICT_WORDS = { pass: "pass", fail: "FAIL", undecided: "too close to call" } as const;

function budgetLine({ budget, interval, verdict }: Study["budgets"][number]): string {
  const unit = unitOf(budget.metric);
  const limit =
    budget.below === undefined
      ? `at least ${valueText(budget.atLeast ?? 0, unit)}`
      : `below ${valueText(budget.below, unit)}`;
  const span = budget.window === undefined ? "" : ` in ${budget.window}`;
  const word = Number.isNaN(interval.mean) ? "not measured" : VERDICT_WORDS[verdict];
  return `${word}: ${budget.metric} of ${budget.of}${span} ${limit} (is ${estimateText(interval, unit)})`;
}

function expectLine({ statement, verdict, held, of }: Study["expectations"][number]): string {
  return `${VERDICT_WORDS[verdict]}: ${statement} (held for ${held} of ${of} seeds)`;
}
