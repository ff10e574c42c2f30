import type { Json, Network, Parameter } from "../../simulator/protocol.ts";
import type { Sweep } from "../../simulator/studies.ts";
import { estimateText, formatIn, VERDICT_SIGNS, verdictText } from "../budgets/words.ts";
import { element, mark, write } from "../dom.ts";
import type { Part } from "../loop.ts";
import type { State } from "../store/state.ts";
import { t } from "../strings.ts";
import { type Choice, choicesOf, valueName } from "./axis.ts";
import { axisForm } from "./axis-form.ts";
import { type HeatMapView, heatMap } from "./heat-map.ts";
import { measuredPoints } from "./points.ts";
import { pointsChart } from "./points-chart.ts";
import { isRunning, type Study, starter } from "./study.ts";
import { unitOfObjective } from "./unit.ts";

/** Goes through the values of one or two parameters, coarsely first, and shows what each of them comes to. */
export function sweep(study: Study): { element: HTMLElement; part: Part; focus(): void } {
  const forms = [axisForm(1, false), axisForm(2, true)] as const;
  const wrong = element("p", { class: "refusal", role: "alert", hidden: true });
  const begin = () => {
    const axes = forms.map((form) => form.read());
    wrong.hidden = !axes.includes("wrong");
    write(
      wrong,
      wrong.hidden ? "" : t("Write a range such as 4..100 or 50ms..2s, or a list such as 4, 8, 16."),
    );
    const [first, second] = axes;
    if (first === "wrong" || second === "wrong" || first === undefined) return;
    if (second?.path === first.path) {
      wrong.hidden = false;
      write(wrong, t("Choose two different parameters."));
      return;
    }
    study.ask({ kind: "sweep", axes: second === undefined ? [first] : [first, second] });
  };
  const start = starter("sweep-run", begin, () => study.stop());
  const found = element("div", { "data-testid": "sweep" });
  const apply = element(
    "button",
    { type: "button", class: "primary", "data-testid": "sweep-apply" },
    t("Use the best values"),
  );
  const root = element(
    "section",
    { class: "sweep", "aria-label": t("Sweep") },
    element("h2", {}, t("Sweep")),
    ...forms.map((form) => form.element),
    wrong,
    start.element,
    found,
    element("div", { class: "actions" }, apply),
  );
  let offered: Network | undefined;
  let shown: Sweep | undefined;
  let map: HeatMapView | undefined;
  const use = (values: readonly Json[]) => {
    for (const [i, { path }] of (shown?.axes ?? []).entries()) study.set(path, values[i] ?? null);
  };
  apply.addEventListener("click", () => {
    const best = shown?.points[shown.best];
    if (best !== undefined) use(best.values);
  });

  const draw = ({ network, parameters, selected, study: asked }: State) => {
    if (network === undefined) return;
    const choices = choicesOf(network, parameters);
    if (network !== offered) {
      // The same scenario with other values is no reason to choose anew.
      const keep = offered?.name === network.name;
      offered = network;
      const [first, second] = network.sweep;
      forms[0].offer(choices, first ?? usualChoice(choices, selected)?.path, keep);
      forms[1].offer(choices, second, keep);
    }
    const own = asked?.request.kind === "sweep" ? asked : undefined;
    start.update(own, t("Sweep"));
    for (const form of forms) form.disable(isRunning(own));
    const result = own?.progress?.result;
    const next = result?.kind === "sweep" ? result : undefined;
    const nowOf = (path: string) => choices.find((choice) => choice.path === path);
    if (next !== shown) {
      const focused = found.contains(document.activeElement);
      shown = next;
      map = undefined;
      const made =
        next === undefined
          ? undefined
          : view(
              next,
              next.axes.map(({ path }) => nowOf(path)),
              use,
            );
      map = made?.map;
      found.replaceChildren(...(made?.nodes ?? []));
      // A finer map replaces the one that somebody walks through.
      if (focused) found.querySelector<HTMLElement>('[role="gridcell"][tabindex="0"]')?.focus();
    }
    const now = shown?.axes.map(({ path }) => nowOf(path)?.parameter.value);
    if (now !== undefined) map?.now(now);
    const best = shown?.points[shown.best];
    apply.hidden = best === undefined || shown === undefined || own === undefined || isRunning(own);
    if (apply.hidden || shown === undefined || best === undefined) return;
    mark(apply, "disabled", JSON.stringify(now) === JSON.stringify(best.values));
  };

  return {
    element: root,
    part: {
      every: () => 100,
      uses: ({ network, parameters, selected, study }) => [network, parameters, selected, study],
      draw,
    },
    focus: () => forms[0].focus(),
  };
}

/** What the selected component is about most: its first number, such as `max` of a pool. */
function usualChoice(choices: readonly Choice[], selected: string | undefined): Choice | undefined {
  const isNumber = ({ parameter: { control } }: Choice) =>
    control.kind !== "choice" && control.kind !== "flag";
  return (
    choices.find((choice) => choice.path.startsWith(`${selected}.`) && isNumber(choice)) ??
    choices.find(isNumber)
  );
}

/** Which point is best, and whether it meets the goals. */
export function sweepHeadline({ points, best, axes, verdict }: Sweep): string {
  const point = points[best];
  if (point === undefined) return t("Nothing was measured.");
  const place = placeText(axes, point.values);
  switch (verdict) {
    case "pass":
      return t("Best is {0}; it meets the goals.", place);
    case "fail":
      return t("No point meets the goals; {0} comes closest.", place);
    case "undecided":
      return t("Best is {0}; whether it meets the goals is too close to call.", place);
    default:
      return verdict satisfies never;
  }
}

/** orders-db.max = 8, orders-db.acquireTimeout = 2s */
const placeText = (axes: Sweep["axes"], values: readonly Json[]): string =>
  axes.map(({ path }, i) => `${path} = ${valueName(values[i] ?? null)}`).join(", ");

type View = { nodes: Node[]; map?: HeatMapView };

function view(
  found: Sweep,
  choices: readonly (Choice | undefined)[],
  use: (values: readonly Json[]) => void,
): View {
  const { objective, points, axes, asGood } = found;
  const unit = unitOfObjective(objective, points);
  const what = t("{0} of {1}", objective.metric, objective.component);
  const names = axes.map(({ path }) => path);
  const describe = (index: number): string => {
    const point = points[index];
    if (point === undefined) return t("Not measured.");
    const parts = [
      placeText(axes, point.values),
      point.unstable ? t("grows without bound") : estimateText({ unit, ...point.objective }),
      t("goals {0}", verdictText(point.verdict)),
      ...(index === found.best
        ? [t("best")]
        : asGood.includes(index)
          ? [t("too close to call against the best")]
          : []),
    ];
    return parts.join(" · ");
  };
  const top = points[found.best];
  const head = [
    element(
      "p",
      { class: "headline", "data-verdict": found.verdict },
      `${VERDICT_SIGNS[found.verdict]} ${sweepHeadline(found)}`,
    ),
    ...(top === undefined
      ? []
      : [element("p", { class: "note" }, t("{0}: {1}", what, estimateText({ unit, ...top.objective })))]),
    ...(asGood.length === 0
      ? []
      : [
          element(
            "p",
            { class: "note" },
            t("{0} others cannot be told from it with these runs.", asGood.length),
          ),
        ]),
    element("p", { class: "note" }, t("Goals: {0}", found.goals.join(", "))),
  ];
  const tail = element(
    "details",
    {},
    element("summary", {}, t("Show as table")),
    table(found, names, what, unit, use),
  );
  const [first, second] = names;
  if (first !== undefined && second !== undefined) {
    const map = heatMap(found, { unit, names: [first, second], what, describe }, use);
    return { nodes: [...head, map.element, tail], map };
  }
  return { nodes: [...head, ...line(found, choices[0]?.parameter, what, unit), tail] };
}

/** One parameter: a line through the values, with their intervals. */
function line(
  found: Sweep,
  parameter: Parameter | undefined,
  what: string,
  unit: ReturnType<typeof unitOfObjective>,
): Node[] {
  const points = measuredPoints(found.points, parameter?.control ?? { kind: "choice" });
  const placeOf = (value: Json | undefined) =>
    points.find((point) => JSON.stringify(point.value) === JSON.stringify(value))?.at;
  return [
    element("p", { class: "note" }, t("{0} by {1}, with its interval", what, found.axes[0]?.path ?? "")),
    pointsChart({
      points,
      recommended: placeOf(found.points[found.best]?.values[0]),
      now: placeOf(parameter?.value),
      nowText: t("now"),
      format: (value) => formatIn(unit, value),
      joined: true,
      label: t("{0} at {1} values. {2}", what, points.length, sweepHeadline(found)),
    }),
    element("p", { class: "note" }, t("● goals met · ○ too close to call · ✕ missed")),
  ];
}

function table(
  { points, best }: Sweep,
  names: readonly string[],
  what: string,
  unit: ReturnType<typeof unitOfObjective>,
  use: (values: readonly Json[]) => void,
): HTMLElement {
  const head = [...names, what, t("goals"), t("use")].map((name) => element("th", { scope: "col" }, name));
  return element(
    "table",
    { class: "sweep-table" },
    element("thead", {}, element("tr", {}, ...head)),
    element(
      "tbody",
      {},
      ...points.map(({ values, objective, verdict, unstable }, i) => {
        const name = values.map(valueName).join(", ");
        const button = element(
          "button",
          { type: "button", class: "link", "aria-label": t("Use {0}", name) },
          t("use"),
        );
        button.addEventListener("click", () => use(values));
        const [first = null, ...rest] = values;
        return element(
          "tr",
          {},
          element("th", { scope: "row" }, `${i === best ? "◆ " : ""}${valueName(first)}`),
          ...rest.map((value) => element("td", {}, valueName(value))),
          element("td", {}, unstable ? "∞" : estimateText({ unit, ...objective })),
          element("td", {}, verdictText(verdict)),
          element("td", {}, button),
        );
      }),
    ),
  );
}
