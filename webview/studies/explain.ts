import type { Cohort, Explanation, Finding, WhatIf } from "../../simulator/studies.ts";
import { element } from "../dom.ts";
import type { Part } from "../loop.ts";
import type { State } from "../store/state.ts";
import type { Store } from "../store/store.ts";
import { t, told } from "../strings.ts";
import { formatCount, formatSeconds, formatShare, formatTime } from "../text/numbers.ts";
import { type Study, starter } from "./study.ts";

/** Why requests take as long as they do with the values of now: findings, where the time went, and what might help. */
export function explain(store: Store, study: Study): { element: HTMLElement; part: Part; focus(): void } {
  const start = starter(
    "explain-run",
    () => study.ask({ kind: "explain" }),
    () => study.stop(),
  );
  const found = element("div", { "data-testid": "explanation" });
  const select = (component: string) => store.tell({ type: "select", component });
  const root = element(
    "section",
    { class: "explain", id: "explain", role: "tabpanel", "aria-label": t("Explain") },
    element("h2", {}, t("Why does it take so long?")),
    start.element,
    found,
  );
  let shown: Explanation | undefined;
  return {
    element: root,
    part: {
      every: () => 100,
      uses: ({ study }) => [study],
      draw(state) {
        const own = explanationOf(state);
        start.update(own.study, t("Explain the values of now"));
        if (own.result === shown) return;
        shown = own.result;
        found.replaceChildren(...(shown === undefined ? [] : parts(shown, select, study)));
      },
    },
    focus: () => start.button.focus(),
  };
}

function explanationOf({ study }: State): { study: State["study"]; result: Explanation | undefined } {
  if (study?.request.kind !== "explain") return { study: undefined, result: undefined };
  const result = study.progress?.result;
  return { study, result: result?.kind === "explain" ? result : undefined };
}

function parts(found: Explanation, select: (id: string) => void, study: Study): HTMLElement[] {
  const { findings, verdicts, whatIfs, evidence, source } = found;
  const cohorts = evidence.sources.find(({ id }) => id === source)?.cohorts ?? [];
  const [slowest] = cohorts;
  return [
    findingList(findings, select, study),
    ...(slowest === undefined || slowest.requests === 0 ? [] : [breakdown(slowest, select)]),
    ...(verdicts.length === 0
      ? []
      : [element("h3", {}, t("What the scenario says by itself")), findingList(verdicts, select, study)]),
    ...(whatIfs.length === 0
      ? []
      : [
          element("h3", {}, t("What might help, measured with {0} runs", found.runs)),
          element("ul", { class: "findings what-ifs" }, ...whatIfs.map(whatIf)),
        ]),
  ];
}

function findingList(all: readonly Finding[], select: (id: string) => void, study: Study): HTMLElement {
  return element(
    "ul",
    { class: "findings" },
    ...all.map(({ rule, text, components, span }) =>
      element(
        "li",
        { "data-rule": rule },
        element("span", {}, told(text)),
        element(
          "div",
          { class: "finding-links" },
          ...components.map((id) => componentLink(id, select)),
          ...(span === undefined ? [] : [timeLink(span[0], study)]),
        ),
      ),
    ),
  );
}

function componentLink(id: string, select: (id: string) => void): HTMLElement {
  const link = element("button", { type: "button", class: "link", "aria-label": t("Select {0}", id) }, id);
  link.addEventListener("click", () => select(id));
  return link;
}

function timeLink(at: number, study: Study): HTMLElement {
  const name = t("go to {0}", formatTime(at));
  const link = element("button", { type: "button", class: "link" }, name);
  link.addEventListener("click", () => study.seek(at));
  return link;
}

/** Where the time of the slowest requests went: the parts add up to the latency. */
function breakdown(cohort: Cohort, select: (id: string) => void): HTMLElement {
  const rows = cohort.parts.map(({ component, part, seconds, share }) => {
    const bar = element("span", { class: "share-bar" });
    bar.style.setProperty("--share", String(share));
    return element(
      "tr",
      {},
      element(
        "th",
        { scope: "row" },
        ...(component === "" ? [] : [componentLink(component, select), " "]),
        // Its name is among the sentences of the simulator.
        t(part),
      ),
      element("td", {}, formatSeconds(seconds)),
      element("td", { class: "share" }, bar, formatShare(share)),
    );
  });
  return element(
    "table",
    { class: "breakdown", "data-testid": "breakdown" },
    element(
      "caption",
      {},
      t(
        "The slowest 1 %: {0} requests, {1} in the mean",
        formatCount(cohort.requests),
        formatSeconds(cohort.latency),
      ),
    ),
    element(
      "thead",
      { class: "unseen" },
      element(
        "tr",
        {},
        element("th", { scope: "col" }, t("part")),
        element("th", { scope: "col" }, t("mean time")),
        element("th", { scope: "col" }, t("share")),
      ),
    ),
    element("tbody", {}, ...rows),
  );
}

const whatIf = ({ text, latency }: WhatIf): HTMLElement =>
  element("li", { "data-better": latency.better ?? "" }, told(text));
