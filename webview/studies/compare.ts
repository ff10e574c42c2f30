import type { Comparison, Difference } from "../../simulator/studies.ts";
import { estimateText } from "../budgets/words.ts";
import { element, mark } from "../dom.ts";
import type { Part } from "../loop.ts";
import { t } from "../strings.ts";
import { isRunning, type Study, starter } from "./study.ts";

const ITSELF = "";

/** What is told of every source; all other metrics are in the command line's table. */
const TOLD = ["latency.p50", "latency.p99", "inTime.ratio", "goodput.rate"];

/** Two variants of the document with the same seeds, and in what they differ. */
export function compare(study: Study): { element: HTMLElement; part: Part; focus(): void } {
  const side = (name: string, label: string) =>
    element("select", { "data-testid": `compare-${name}`, "aria-label": label });
  const [a, b] = [side("a", t("First variant")), side("b", t("Second variant"))];
  const found = element("div", { "data-testid": "comparison" });
  let values: Readonly<Record<string, Comparison["a"]["set"]>> = {};
  const of = ({ value }: HTMLSelectElement): Comparison["a"] => ({
    name: value === ITSELF ? t("as it stands") : value,
    set: values[value] ?? {},
  });
  const start = starter(
    "compare-run",
    () => study.ask({ kind: "compare", asWritten: true, a: of(a), b: of(b) }),
    () => study.stop(),
  );
  const root = element(
    "section",
    { class: "compare", "aria-label": t("Compare variants"), hidden: true },
    element("h2", {}, t("Compare variants")),
    element("div", { class: "sides" }, a, b),
    start.element,
    found,
  );
  let shown: Comparison | undefined;
  return {
    element: root,
    focus: () => a.focus(),
    part: {
      every: () => 100,
      uses: ({ variants, study }) => [variants, study],
      draw({ variants, study: asked }) {
        if (variants !== values) {
          values = variants;
          const names = Object.keys(variants);
          root.hidden = names.length === 0;
          for (const menu of [a, b]) {
            menu.replaceChildren(
              element("option", { value: ITSELF }, t("as it stands")),
              ...names.map((name) => element("option", { value: name }, name)),
            );
          }
          // As the command line does: the first two, or the document and its only variant.
          a.value = names.length > 1 ? (names[0] ?? ITSELF) : ITSELF;
          b.value = names[1] ?? names[0] ?? ITSELF;
        }
        const own = asked?.request.kind === "compare" ? asked : undefined;
        // It is about the document as written, whatever is changed in the run.
        start.update(own && { ...own, stale: false }, t("Compare"));
        for (const menu of [a, b]) mark(menu, "disabled", isRunning(own));
        const result = own?.progress?.result;
        const next = result?.kind === "compare" ? result : undefined;
        if (next === shown) return;
        shown = next;
        found.replaceChildren(...(next === undefined ? [] : [table(next)]));
      },
    },
  };
}

function table(found: Comparison): HTMLElement {
  const head = [found.a.name, found.b.name, t("difference")];
  return element(
    "table",
    { class: "differences" },
    element("thead", {}, element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, name)))),
    // The name of a metric needs a line of its own beside the stage.
    ...toldOf(found).map((one) =>
      element(
        "tbody",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "rowgroup", colspan: 3 }, t("{0} of {1}", one.metric, one.component)),
        ),
        element(
          "tr",
          {},
          element("td", {}, estimateText({ unit: one.unit, ...one.a })),
          element("td", {}, estimateText({ unit: one.unit, ...one.b })),
          element("td", {}, differenceText(one, found)),
        ),
      ),
    ),
  );
}

/** The differences of the sources over the whole run. */
export const toldOf = ({ differences, judged }: Comparison): Difference[] =>
  differences.filter(
    ({ metric, component, window }) =>
      window === undefined && TOLD.includes(metric) && judged.some((one) => one.component === component),
  );

/** Which is better and by how much, or that one cannot say. */
export function differenceText(
  { verdict, better, difference, unit }: Difference,
  { a, b }: Pick<Comparison, "a" | "b">,
): string {
  if (verdict === "same") return t("the same");
  if (verdict === "undecided") return t("too close to call");
  const by = estimateText({ unit, ...difference });
  return better === undefined ? by : t("{0}: {1} is better", by, better === "a" ? a.name : b.name);
}
