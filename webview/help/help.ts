import { SHAPES, type Shape } from "../../simulator/frame.ts";
import { element } from "../dom.ts";
import { t } from "../strings.ts";

const KEYS = (): [string, string][] => [
  [t("Space"), t("play or pause")],
  [".", t("next event")],
  ["]", t("next wait, timeout, breaker change or fault")],
  [", [", t("back to before the last step")],
  ["← →", t("1 s back or on; with Shift 10 s")],
  ["Home", t("restart")],
  ["- =", t("slower, faster")],
  ["↑ ↓ ← →", t("on the stage: along the edges")],
  ["Enter", t("on a node: its parameters; on a folded one: what is in it")],
  ["P", t("parameters")],
  ["E", t("explain: why it takes so long")],
  ["B", t("budgets: are the goals met?")],
  ["C", t("compare two variants")],
  ["S", t("sweep: go through the values of parameters")],
  ["F", t("add a fault to the selected component")],
  ["G", t("show or hide the run before, in grey")],
  ["Esc", t("close")],
];

const SIGNS: Record<Shape, string> = {
  request: "●",
  retry: "○",
  late: "▲",
  error: "◆",
  rejected: "✕",
  cached: "■",
  shortCircuited: "⊘",
};

function meaning(shape: Shape): string {
  switch (shape) {
    case "request":
      return t("a request in time so far; the colour is its age");
    case "retry":
      return t("a retry");
    case "late":
      return t("its client has gone, the work goes on");
    case "error":
      return t("an answer that is an error");
    case "rejected":
      return t("turned away or timed out here");
    case "cached":
      return t("answered from a cache");
    case "shortCircuited":
      return t("turned away by a breaker");
    default:
      return shape satisfies never;
  }
}

/** What the keys do and what the shapes mean. */
export function help(): HTMLDialogElement {
  const close = element("button", { type: "button", class: "quiet", "aria-label": t("Close") }, "✕");
  const dialog = element(
    "dialog",
    { class: "help", "aria-label": t("Keys and shapes") },
    close,
    element("h2", {}, t("Keys")),
    element("dl", {}, ...KEYS().flatMap(([key, does]) => pair(key, does))),
    element("h2", {}, t("Shapes")),
    element("dl", {}, ...SHAPES.flatMap((shape) => pair(SIGNS[shape], meaning(shape)))),
  );
  close.addEventListener("click", () => dialog.close());
  return dialog;
}

const pair = (term: string, meant: string) => [element("dt", {}, term), element("dd", {}, meant)];
