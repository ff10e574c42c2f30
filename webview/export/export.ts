import { element } from "../dom.ts";
import type { State } from "../store/state.ts";
import { t } from "../strings.ts";
import { formatTime } from "../text/numbers.ts";
import { pngOf, stageSvg } from "./picture.ts";
import { runJson } from "./run.ts";
import { seriesCsv } from "./series.ts";

/** Takes a file out of the panel. Rejects with the reason where that cannot be done. */
export type Save = (name: string, content: Blob) => Promise<void>;

type Kind = "svg" | "png" | "csv" | "json";

const TYPES: Record<Kind, string> = {
  svg: "image/svg+xml",
  png: "image/png",
  csv: "text/csv",
  json: "application/json",
};

/** Offers what is shown as a file: the stage as a picture, the seconds of the run as numbers, and the run as what it takes to do it again. */
export function exports(
  state: () => State,
  stage: Element,
  save: Save,
  failed: (message: string) => void,
): HTMLDialogElement {
  const close = element("button", { type: "button", class: "quiet", "aria-label": t("Close") }, "✕");
  const names: [Kind, string][] = [
    ["svg", t("The stage as SVG")],
    ["png", t("The stage as PNG")],
    ["csv", t("The seconds of the run as CSV")],
    ["json", t("The run as JSON: scenario, seed and changes")],
  ];
  const dialog = element(
    "dialog",
    { class: "help export", "aria-label": t("Export") },
    close,
    element("h2", {}, t("Export")),
    ...names.map(([kind, name]) => {
      const button = element("button", { type: "button", "data-testid": `export-${kind}` }, name);
      button.addEventListener("click", () => {
        dialog.close();
        write(kind).catch((error: Error) => failed(error.message));
      });
      return button;
    }),
  );
  const write = async (kind: Kind) => {
    const now = state();
    const content = await contentOf(kind, now, stage);
    if (content === undefined) return;
    const blob = typeof content === "string" ? new Blob([content], { type: TYPES[kind] }) : content;
    await save(`${fileName(now.network?.name ?? "")}.${kind}`, blob);
  };
  close.addEventListener("click", () => dialog.close());
  return dialog;
}

async function contentOf(kind: Kind, state: State, stage: Element): Promise<string | Blob | undefined> {
  switch (kind) {
    case "svg":
      return stageSvg(stage, captionOf(state, stage));
    case "png":
      return pngOf(stageSvg(stage, captionOf(state, stage)));
    case "csv":
      return seriesCsv(state);
    case "json":
      return runJson(state);
    default:
      return kind satisfies never;
  }
}

/** What a picture has to say by itself: of what it is, and what its dots stand for. */
function captionOf({ network, run }: State, stage: Element): string[] {
  const honesty = stage.querySelector('[data-testid="honesty"]')?.textContent ?? "";
  return [
    t("{0} · seed {1} · t = {2}", network?.name ?? "", network?.seed ?? 0, formatTime(run.time)),
    honesty,
  ];
}

/** A name of a file on any system. */
export const fileName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 60) || "spillway";
