import type { Breakpoint, Load, LoadTest, StudyRequest, Verdict } from "../../simulator/studies.ts";
import { estimateText, formatIn, VERDICT_SIGNS, verdictText } from "../budgets/words.ts";
import { element, mark, write } from "../dom.ts";
import type { Part } from "../loop.ts";
import { t, told } from "../strings.ts";
import { courseChart } from "./course-chart.ts";
import { partName } from "./part-name.ts";
import { pointsChart } from "./points-chart.ts";
import { isRunning, type Study, starter } from "./study.ts";
import { unitOfObjective } from "./unit.ts";

type Test = Load | "breakpoint";

const TESTS: readonly Test[] = ["smoke", "load", "stress", "spike", "soak", "breakpoint"];

/** The usual load tests in place of the scenario's own load, and the search for the load at which goals begin to be missed. */
export function load(study: Study): { element: HTMLElement; part: Part } {
  const menu = element(
    "select",
    { "data-testid": "load-test", "aria-label": t("Load test") },
    ...TESTS.map((test) => element("option", { value: test }, nameOf(test))),
  );
  const about = element("p", { class: "note" }, aboutOf("smoke"));
  const chosen = () => menu.value as Test;
  menu.addEventListener("change", () => write(about, aboutOf(chosen())));
  const start = starter(
    "load-run",
    () => study.ask(requestOf(chosen())),
    () => study.stop(),
  );
  const found = element("div", { "data-testid": "load-result" });
  const root = element(
    "section",
    { class: "load", "aria-label": t("Load test") },
    element("h2", {}, t("Load test")),
    menu,
    about,
    start.element,
    found,
  );
  let shown: LoadTest | Breakpoint | undefined;
  return {
    element: root,
    part: {
      every: () => 100,
      uses: ({ study }) => [study],
      draw({ study: asked }) {
        const own =
          asked?.request.kind === "load" || asked?.request.kind === "breakpoint" ? asked : undefined;
        start.update(own, t("Run the load test"));
        mark(menu, "disabled", isRunning(own));
        const result = own?.progress?.result;
        const next = result?.kind === "load" || result?.kind === "breakpoint" ? result : undefined;
        if (next === shown) return;
        shown = next;
        found.replaceChildren(
          ...(next === undefined ? [] : next.kind === "load" ? testParts(next) : breakpointParts(next)),
        );
      },
    },
  };
}

const requestOf = (test: Test): StudyRequest =>
  test === "breakpoint" ? { kind: "breakpoint" } : { kind: "load", load: test };

function nameOf(test: Test): string {
  switch (test) {
    case "smoke":
      return t("Smoke: does it work at all?");
    case "load":
      return t("Load: the usual day");
    case "stress":
      return t("Stress: up to twice the load");
    case "spike":
      return t("Spike: five times at once");
    case "soak":
      return t("Soak: an hour of it");
    case "breakpoint":
      return t("Breaking point: how much load until goals are missed?");
    default:
      return test satisfies never;
  }
}

function aboutOf(test: Test): string {
  switch (test) {
    case "smoke":
      return t("A twentieth of the load for a minute.");
    case "load":
      return t("The load of the scenario for ten minutes, with its coming and going.");
    case "stress":
      return t("The usual load, half as much again, and twice as much, in ten minutes.");
    case "spike":
      return t("Five times the load from one second to the next, and whether it recovers: three minutes.");
    case "soak":
      return t("The usual load for an hour, and whether it ends as it began.");
    case "breakpoint":
      return t("The load is multiplied until the goals are surely missed, and then closed in on.");
    default:
      return test satisfies never;
  }
}

/** A verdict in one line. */
export function testHeadline({
  verdict,
  unstable,
  runs,
}: Pick<LoadTest, "verdict" | "unstable" | "runs">): string {
  if (unstable > 0) return t("The backlog grew without bound in {0} of {1} runs.", unstable, runs);
  switch (verdict) {
    case "pass":
      return t("Every goal is met.");
    case "fail":
      return t("A goal is missed.");
    case "undecided":
      return t("Whether every goal is met is too close to call.");
    default:
      return verdict satisfies never;
  }
}

const headline = (verdict: Verdict, text: string): HTMLElement =>
  element("p", { class: "headline", "data-verdict": verdict }, `${VERDICT_SIGNS[verdict]} ${text}`);

function testParts(found: LoadTest): Node[] {
  return [
    headline(found.verdict, testHeadline(found)),
    element(
      "ul",
      { class: "goals" },
      ...found.goals.map(({ text, verdict }) =>
        element("li", {}, `${VERDICT_SIGNS[verdict]} ${text} · ${verdictText(verdict)}`),
      ),
    ),
    courseChart(found),
    element("p", { class: "note" }, t("dashed: what comes · filled: answered in time · below: p99")),
    partsTable(found),
  ];
}

const COLUMNS = ["latency.p50", "latency.p99", "inTime.ratio"] as const;

/** Each part of the test, and all of it, for each source. */
function partsTable({ estimates, parts }: LoadTest): HTMLElement {
  const sources = [...new Set(estimates.map(({ component }) => component))];
  const windows = [...parts.flatMap(({ window }) => (window === undefined ? [] : [window])), undefined];
  const cell = (source: string, window: string | undefined, metric: string) => {
    const one = estimates.find(
      (each) => each.component === source && each.window === window && each.metric === metric,
    );
    return element(
      "td",
      {},
      one === undefined ? "–" : estimateText({ unit: one.unit, ...one.interval, half: Number.NaN }),
    );
  };
  return element(
    "table",
    {},
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ...[t("part"), "p50", "p99", t("in time")].map((name) => element("th", { scope: "col" }, name)),
      ),
    ),
    ...sources.map((source) =>
      element(
        "tbody",
        {},
        ...(sources.length < 2
          ? []
          : [element("tr", {}, element("th", { scope: "rowgroup", colspan: 4 }, source))]),
        ...windows.map((window) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, partName(window)),
            ...COLUMNS.map((metric) => cell(source, window, metric)),
          ),
        ),
      ),
    ),
  );
}

/** A share of the present load: ×1.41. */
const factorText = (factor: number): string => `×${Number(factor.toPrecision(3))}`;

function breakpointParts(found: Breakpoint): Node[] {
  const { points, objective, holds, breaks, text } = found;
  const unit = unitOfObjective(objective, points);
  const what = t("{0} of {1}", objective.metric, objective.component);
  const [first, last] = [points[0]?.factor ?? 1, points.at(-1)?.factor ?? 1];
  const at = (factor: number) => (last > first ? Math.log(factor / first) / Math.log(last / first) : 0.5);
  return [
    headline(
      found.now,
      holds === undefined
        ? t("No load was found at which the goals surely hold.")
        : breaks === undefined
          ? t(
              "The goals hold up to {0} times the load, as far as was tried.",
              Number(holds.factor.toPrecision(3)),
            )
          : t(
              "The goals hold up to {0} times the load, and are missed from {1} times on.",
              Number(holds.factor.toPrecision(3)),
              Number(breaks.factor.toPrecision(3)),
            ),
    ),
    element("p", { class: "note" }, t("{0} by load, as a multiple of the present one", what)),
    pointsChart({
      points: points.map(({ factor, objective: { mean, half }, verdict, unstable }) => ({
        value: factorText(factor),
        at: at(factor),
        mean: mean ?? Number.NaN,
        half: Number.isFinite(half) ? half : 0,
        verdict,
        unstable,
      })),
      recommended: holds === undefined ? undefined : at(holds.factor),
      now: points.some(({ factor }) => factor === 1) ? at(1) : undefined,
      nowText: t("now"),
      format: (value) => formatIn(unit, value),
      joined: true,
      ...(holds === undefined || breaks === undefined
        ? {}
        : { between: [at(holds.factor), at(breaks.factor)] as const }),
      label: t("{0} at {1} loads", what, points.length),
    }),
    element("p", { class: "note" }, t("● goals met · ○ too close to call · ✕ missed")),
    element("ul", { class: "reasons" }, ...text.map((line) => element("li", {}, told(line)))),
    element("details", {}, element("summary", {}, t("Show as table")), loadsTable(found, what)),
  ];
}

function loadsTable({ points, objective }: Breakpoint, what: string): HTMLElement {
  const unit = unitOfObjective(objective, points);
  const head = [t("load"), what, t("goals")].map((name) => element("th", { scope: "col" }, name));
  return element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...head)),
    element(
      "tbody",
      {},
      ...points.map(({ factor, set, objective: value, verdict, unstable }) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, `${factorText(factor)} (${Object.values(set).join(", ")})`),
          element("td", {}, unstable ? "∞" : estimateText({ unit, ...value })),
          element("td", {}, verdictText(verdict)),
        ),
      ),
    ),
  );
}
