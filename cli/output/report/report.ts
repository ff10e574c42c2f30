import { formatDuration } from "../../../simulator/scenario/format.ts";
import type { Evidence, EvidenceSecond, Verdict } from "../../../simulator/studies.ts";
import { budgetText } from "../../../simulator/study/goal.ts";
import { estimateText, unitOf, valueText } from "../../../simulator/study/quantity.ts";
import type { Study } from "../../study.ts";
import { escaped } from "../junit.ts";
import { chart } from "./chart.ts";
import { STYLE } from "./style.ts";

const VERDICTS: Record<Verdict, string> = {
  pass: "✓ pass",
  fail: "✕ fail",
  undecided: "? too close to call",
};

/**
 * A study as a page of its own: no scripts, nothing from elsewhere, for light and dark. The charts are of the first run; the tables are of
 * all.
 */
export function report(study: Study, evidence: Evidence): string {
  const { scenario, runs, seed, duration, verdict } = study;
  const { confidence } = scenario.run;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(scenario.name)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(scenario.name)}</h1>
<p>${formatDuration(duration)} simulated, ${runs.length} ${runs.length === 1 ? "run" : "runs"}, seeds ${seed} to ${seed + runs.length - 1}, ±${Math.round(confidence * 100)} % intervals. Measured from ${formatDuration(scenario.run.warmUp)} on.</p>
${unstable(study)}
${goals(study, verdict)}
${sources(study)}
<h2>Over time, seed ${evidence.seed}</h2>
${charts(evidence, study)}
${estimates(study)}
</main>
</body>
</html>
`;
}

function unstable({ runs }: Study): string {
  const given = runs.filter(({ overloaded }) => overloaded).length;
  if (given === 0) return "";
  return `<p class="fail">Unstable: ${given} of ${runs.length} runs were given up, because more requests arrived than could be answered and their number grew without bound.</p>`;
}

function goals({ budgets, expectations }: Study, verdict: Verdict): string {
  if (budgets.length + expectations.length === 0) return "";
  const rows = [
    ...budgets.map(({ budget, interval, verdict }) => [
      budgetText(budget),
      estimateText(interval, unitOf(budget.metric)),
      VERDICTS[verdict],
      verdict,
    ]),
    ...expectations.map(({ statement, held, of, verdict }) => [
      statement,
      `held for ${held} of ${of} seeds`,
      VERDICTS[verdict],
      verdict,
    ]),
  ];
  return `<h2>Goals: <span class="${verdict}">${VERDICTS[verdict]}</span></h2>
${table(
  "Goals, what was measured, and whether they are met",
  ["goal", "measured", "verdict"],
  rows.map(([goal = "", measured = "", word = ""]) => [goal, measured, word]),
)}`;
}

function sources({ estimates, scenario }: Study): string {
  const columns = [
    ["rate", "requests.rate"],
    ["in time", "inTime.ratio"],
    ["failed", "error.ratio"],
    ["p50", "latency.p50"],
    ["p95", "latency.p95"],
    ["p99", "latency.p99"],
  ] as const;
  const places = estimates
    .filter(({ metric }) => metric === "requests.rate")
    .map(({ component, window }) => ({ component, window }));
  const rows = places.map(({ component, window }) => [
    window === undefined ? component : `${component}, ${window}`,
    ...columns.map(([, metric]) => {
      const found = estimates.find(
        (one) => one.metric === metric && one.component === component && one.window === window,
      );
      return found === undefined ? "–" : estimateText(found.interval, unitOf(metric));
    }),
  ]);
  return `<h2>Requests</h2>
${table(`Requests of ${scenario.name}`, ["", ...columns.map(([title]) => title)], rows)}`;
}

function charts({ components, sources }: Evidence, { scenario }: Study): string {
  const of = (id: string) => components.find((one) => one.id === id)?.seconds ?? [];
  const line = (seconds: readonly EvidenceSecond[], read: (second: EvidenceSecond) => number) =>
    seconds.map((second) => ({ at: second.at, value: read(second) }));
  const width = (seconds: readonly EvidenceSecond[]) => (seconds[1]?.at ?? 1) - (seconds[0]?.at ?? 0) || 1;
  const found = sources.flatMap(({ id }) => {
    const seconds = of(id);
    return [
      chart({
        title: `Latency of ${id}`,
        scale: "log",
        text: (value) => valueText(value, "seconds"),
        lines: [
          { name: "p50", style: "thin", points: line(seconds, ({ p50 }) => p50) },
          { name: "p99", style: "thick", points: line(seconds, ({ p99 }) => p99) },
        ],
      }),
      chart({
        title: `Requests of ${id} per second`,
        scale: "linear",
        text: (value) => valueText(value, "perSecond"),
        lines: [
          {
            name: "arrived",
            style: "dashed",
            points: line(seconds, ({ arrived }) => arrived / width(seconds)),
          },
          { name: "in time", style: "thick", points: line(seconds, ({ inTime }) => inTime / width(seconds)) },
        ],
      }),
    ];
  });
  const queues = scenario.components
    .filter(({ id, type }) => type !== "source" && of(id).some(({ waitingMax }) => waitingMax > 0))
    .map(({ id }) =>
      chart({
        title: `Waiting at ${id}`,
        scale: "linear",
        text: (value) => valueText(value, "count"),
        lines: [{ name: "waiting", style: "thick", points: line(of(id), ({ waiting }) => waiting) }],
      }),
    );
  return [...found, ...queues].join("\n");
}

function estimates({ estimates }: Study): string {
  const rows = estimates
    .filter(({ interval }) => Number.isFinite(interval.mean))
    .map(({ metric, component, window, interval }) => [
      component,
      metric,
      window ?? "",
      estimateText(interval, unitOf(metric)),
    ]);
  return `<details><summary>Everything that was measured</summary>
${table("Means over the runs with their intervals", ["component", "metric", "window", "value"], rows)}
</details>`;
}

function table(caption: string, header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `<div class="table"><table><caption>${escaped(caption)}</caption>
<thead><tr>${header.map((title) => `<th scope="col">${escaped(title)}</th>`).join("")}</tr></thead>
<tbody>
${rows.map(([first = "", ...rest]) => `<tr><th scope="row">${escaped(first)}</th>${rest.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`).join("\n")}
</tbody></table></div>`;
}
