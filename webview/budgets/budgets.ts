import type { BudgetCheck } from "../../simulator/protocol.ts";
import { element, mark, write } from "../dom.ts";
import type { Part } from "../loop.ts";
import type { State } from "../store/state.ts";
import { t } from "../strings.ts";
import type { Outgoing } from "../transport.ts";
import { budgetText, estimateText, unchecked, VERDICT_SIGNS, verdictText } from "./words.ts";

/** The goals of the scenario, and whether they are met over several runs: yes, no, or too close to call. */
export function budgets(send: (message: Outgoing) => void): {
  element: HTMLElement;
  part: Part;
  focus(): void;
} {
  const list = element("ul", { class: "budget-list" });
  const note = element("p", { class: "note", role: "status" });
  const bar = element("progress", { "aria-label": t("Runs that are done"), hidden: true });
  const check = element("button", { type: "button", "data-testid": "check" });
  const root = element(
    "section",
    { class: "budgets", "data-testid": "budgets", "aria-label": t("Budgets"), hidden: true },
    element("h2", {}, t("Budgets")),
    list,
    note,
    bar,
    element("div", { class: "actions" }, check),
  );
  let running = false;
  check.addEventListener("click", () => send({ type: running ? "stopCheck" : "check" }));
  return {
    element: root,
    focus: () => check.focus(),
    part: {
      every: () => 250,
      uses: ({ network, check }) => [network, check],
      draw(state) {
        const { network, check: last } = state;
        running = last?.running === true;
        root.hidden = unchecked(network).length === 0;
        list.replaceChildren(
          ...(last === undefined
            ? unchecked(network).map(asked)
            : last.budgets.map((one) => judged(one, last.done))),
        );
        write(note, noteOf(last));
        bar.hidden = !running;
        mark(bar, "max", String(last?.of ?? 1));
        mark(bar, "value", String(last?.done ?? 0));
        write(check, running ? t("Stop") : t("Check with {0} runs", network?.replications ?? 0));
      },
    },
  };
}

const asked = (budget: Parameters<typeof budgetText>[0]) => element("li", {}, budgetText(budget));

function judged(budget: BudgetCheck, runs: number): HTMLElement {
  if (runs === 0) return asked(budget);
  const { verdict } = budget;
  return element(
    "li",
    { "data-verdict": verdict },
    element("span", { class: "verdict" }, `${VERDICT_SIGNS[verdict]} ${verdictText(verdict)}`),
    ` ${budgetText(budget)} `,
    element("span", { class: "estimate" }, estimateText(budget)),
  );
}

function noteOf(check: State["check"]): string {
  if (check === undefined) return t("Not checked yet: one run says little about the next.");
  const sentences = [
    check.running ? t("{0} of {1} runs so far.", check.done, check.of) : t("Mean of {0} runs.", check.done),
    ...(check.grew > 0 ? [t("In {0} of them the queue grew without bound.", check.grew)] : []),
    ...(check.budgets.some(({ verdict }) => verdict === "undecided") && !check.running
      ? [t("Where it is too close to call, more runs decide.")]
      : []),
    ...(check.stale ? [t("Values were changed since.")] : []),
  ];
  return sentences.join(" ");
}
