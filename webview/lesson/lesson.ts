import { element, mark, write } from "../dom.ts";
import type { Part } from "../loop.ts";
import type { Store } from "../store/store.ts";
import { t } from "../strings.ts";

/**
 * What a lesson asks, the answers to choose from before the run, and what the run shows: this only when the run has ended, or somebody
 * asks for it.
 */
export function lesson(store: Store): { element: HTMLElement; part: Part } {
  const question = element("p", { class: "question" });
  const predictions = element("fieldset", { class: "predictions" });
  const thought = element("p", { class: "thought", "data-testid": "thought" });
  const outcome = element("p", { "data-testid": "outcome" });
  const result = element("div", { role: "status" }, thought, outcome);
  const tell = element("button", { type: "button", "data-testid": "tell-outcome" }, t("Show what happens"));
  tell.addEventListener("click", () => store.tell({ type: "tellOutcome" }));
  const summary = element("summary", {});
  const root = element(
    "details",
    { class: "lesson", "data-testid": "lesson", open: true, hidden: true },
    summary,
    question,
    predictions,
    result,
    tell,
  );
  let shown: readonly string[] | undefined;

  const choices = (answers: readonly string[]) =>
    answers.map((answer, i) => {
      const id = `prediction-${i}`;
      const radio = element("input", { type: "radio", name: "prediction", id, "data-testid": id });
      radio.addEventListener("change", () => store.tell({ type: "predict", prediction: i }));
      return element("div", { class: "prediction" }, radio, element("label", { for: id }, answer));
    });

  return {
    element: root,
    part: {
      every: () => 0,
      uses: ({ network, prediction, toldOutcome }) => [network, prediction, toldOutcome],
      draw({ network, prediction, toldOutcome }) {
        root.hidden = network?.question === undefined;
        // Without anything to learn it is only what is asked.
        const isLesson = network?.predictions !== undefined || network?.outcome !== undefined;
        write(summary, isLesson ? t("Lesson") : t("Question"));
        write(question, network?.question ?? "");
        const answers = network?.predictions ?? [];
        if (JSON.stringify(answers) !== JSON.stringify(shown)) {
          shown = answers;
          predictions.replaceChildren(element("legend", {}, t("What do you expect?")), ...choices(answers));
        }
        predictions.hidden = answers.length === 0;
        for (const [i, radio] of predictions.querySelectorAll("input").entries()) {
          radio.checked = i === prediction;
          // What is known cannot be foreseen any more.
          mark(radio, "disabled", toldOutcome);
        }
        const chosen = prediction === undefined ? undefined : answers[prediction];
        thought.hidden = !toldOutcome || chosen === undefined;
        write(thought, thought.hidden ? "" : t("You expected: {0}", chosen ?? ""));
        outcome.hidden = !toldOutcome || network?.outcome === undefined;
        write(outcome, outcome.hidden ? "" : (network?.outcome ?? ""));
        tell.hidden = toldOutcome || network?.outcome === undefined;
      },
    },
  };
}
