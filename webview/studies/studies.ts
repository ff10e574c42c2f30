import { element } from "../dom.ts";
import type { Part } from "../loop.ts";
import { t } from "../strings.ts";
import { compare } from "./compare.ts";
import { load } from "./load.ts";
import type { Study } from "./study.ts";
import { sweep } from "./sweep.ts";

/** What many runs answer: which values are good, how much load it bears, and in what variants differ. */
export function studies(study: Study): {
  element: HTMLElement;
  parts: Part[];
  focus(which: "compare" | "sweep"): void;
} {
  const [range, test, pair] = [sweep(study), load(study), compare(study)];
  return {
    element: element(
      "div",
      { class: "studies", id: "studies", role: "tabpanel", "aria-label": t("Studies") },
      range.element,
      test.element,
      pair.element,
    ),
    parts: [range.part, test.part, pair.part],
    focus(which) {
      const wanted = which === "compare" && !pair.element.hidden ? pair : range;
      wanted.element.scrollIntoView({ block: "nearest" });
      wanted.focus();
    },
  };
}
