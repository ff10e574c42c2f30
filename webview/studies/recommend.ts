import type { Json, NetworkComponent, Parameter } from "../../simulator/protocol.ts";
import type { Unit } from "../../simulator/scenario/metrics.ts";
import type { Recommendation } from "../../simulator/studies.ts";
import { estimateText, formatIn, VERDICT_SIGNS, verdictText } from "../budgets/words.ts";
import { element, mark, write } from "../dom.ts";
import type { State } from "../store/state.ts";
import { t, told } from "../strings.ts";
import { type Measured, measuredPoints } from "./points.ts";
import { pointsChart } from "./points-chart.ts";
import { isRunning, type Study, starter } from "./study.ts";
import { unitOfObjective } from "./unit.ts";

export type Recommend = {
  element: HTMLElement;
  /** Shows the parameters of a component that can be searched, and what was found of one of them. */
  update(of: NetworkComponent, now: readonly Parameter[], study: State["study"]): void;
};

/** Finds a good value of a parameter of the selected component, by measuring. */
export function recommend(study: Study): Recommend {
  const menu = element("select", { "data-testid": "recommend-parameter", "aria-label": t("Parameter") });
  let component: NetworkComponent | undefined;
  let shown: Recommendation | undefined;
  const start = starter(
    "recommend-run",
    () => {
      if (component !== undefined) study.ask({ kind: "recommend", path: `${component.id}.${menu.value}` });
    },
    () => study.stop(),
  );
  const found = element("div", { "data-testid": "recommendation" });
  const apply = element("button", { type: "button", class: "primary", "data-testid": "recommend-apply" });
  apply.addEventListener("click", () => {
    if (shown !== undefined) study.set(shown.path, shown.value);
  });
  const root = element(
    "details",
    { class: "recommend", "data-testid": "recommend" },
    element("summary", {}, t("Find a good value")),
    menu,
    start.element,
    found,
    element("div", { class: "actions" }, apply),
  );

  return {
    element: root,
    update(of, now, asked) {
      if (of !== component) {
        component = of;
        const searchable = now.filter(isSearchable);
        root.hidden = searchable.length === 0;
        menu.replaceChildren(
          ...searchable.map(({ path, title }) => element("option", { value: path }, title)),
        );
        const inStudy = asked?.request.kind === "recommend" ? within(of, asked.request.path) : undefined;
        menu.value = searchable.some(({ path }) => path === inStudy)
          ? (inStudy as string)
          : (searchable[0]?.path ?? "");
      }
      const own = ownStudy(asked, of);
      start.update(own, t("Find it by measuring"));
      mark(menu, "disabled", isRunning(own));
      const result = own?.progress?.result;
      const next = result?.kind === "recommend" ? result : undefined;
      const parameter = now.find(({ path }) => `${of.id}.${path}` === next?.path);
      if (next !== shown) {
        shown = next;
        found.replaceChildren(
          ...(next === undefined || parameter === undefined ? [] : parts(next, parameter)),
        );
      }
      apply.hidden = next === undefined || parameter === undefined;
      if (next === undefined || parameter === undefined) return;
      write(apply, t("Set {0} to {1}", parameter.title, valueText(next.value)));
      mark(apply, "disabled", JSON.stringify(parameter.value) === JSON.stringify(next.value));
    },
  };
}

/** What has an order can be searched. */
const isSearchable = ({ control }: Parameter) => control.kind !== "choice" && control.kind !== "flag";

const within = ({ id }: NetworkComponent, path: string): string | undefined =>
  path.startsWith(`${id}.`) ? path.slice(id.length + 1) : undefined;

function ownStudy(study: State["study"], of: NetworkComponent): State["study"] {
  if (study?.request.kind !== "recommend") return undefined;
  return within(of, study.request.path) === undefined ? undefined : study;
}

const valueText = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What was found, in one sentence. */
export function headline({ state, value }: Pick<Recommendation, "state" | "value">): string {
  switch (state) {
    case "found":
      return t("{0} is a good value: it meets the goals.", valueText(value));
    case "none":
      return t("No value that was looked at meets the goals; {0} comes closest.", valueText(value));
    case "undecided":
      return t(
        "{0} is the best that was found; whether it meets the goals is too close to call.",
        valueText(value),
      );
    default:
      return state satisfies never;
  }
}

const SIGN_OF = { found: "pass", none: "fail", undecided: "undecided" } as const;

function parts(found: Recommendation, { control }: Parameter): Node[] {
  const unit = unitOfObjective(found.objective, found.looked);
  const points = measuredPoints([...found.looked, ...found.fresh.points], control);
  const placeOf = (value: Json | null) =>
    points.find((point) => JSON.stringify(point.value) === JSON.stringify(value))?.at;
  const what = t("{0} of {1}", found.objective.metric, found.objective.component);
  return [
    element(
      "p",
      { class: "headline", "data-state": found.state },
      `${VERDICT_SIGNS[SIGN_OF[found.state]]} ${headline(found)}`,
    ),
    element("p", { class: "note" }, t("{0} by value, with its interval", what)),
    pointsChart({
      points,
      recommended: placeOf(found.value),
      now: placeOf(found.now),
      nowText: t("now"),
      format: (value) => formatIn(unit, value),
      label: t("{0} at {1} values. {2}", what, points.length, headline(found)),
    }),
    element("p", { class: "note" }, t("● goals met · ○ too close to call · ✕ missed")),
    element("ul", { class: "reasons" }, ...found.text.map((line) => element("li", {}, told(line)))),
    element("details", {}, element("summary", {}, t("Show as table")), table(points, what, unit)),
  ];
}

function table(points: readonly Measured[], what: string, unit: Unit): HTMLElement {
  const head = [t("value"), what, t("goals")].map((name) => element("th", { scope: "col" }, name));
  return element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...head)),
    element(
      "tbody",
      {},
      ...points.map(({ value, mean, half, verdict }) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, valueText(value)),
          element("td", {}, estimateText({ unit, mean, half })),
          element("td", {}, verdictText(verdict)),
        ),
      ),
    ),
  );
}
