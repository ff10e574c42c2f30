import type { Json } from "../../simulator/protocol.ts";
import type { StudyRequest } from "../../simulator/studies.ts";
import { element, mark, write } from "../dom.ts";
import type { State } from "../store/state.ts";
import { t } from "../strings.ts";

/** What the views of studies can have done. */
export type Study = {
  ask(request: StudyRequest): void;
  stop(): void;
  seek(time: number): void;
  set(path: string, value: Json): void;
};

export const isRunning = (study: State["study"]): boolean =>
  study !== undefined && (study.progress?.running ?? true);

/** A button that begins a study and ends it, with how far it is. */
export function starter(
  testId: string,
  start: () => void,
  stop: () => void,
): { element: HTMLElement; button: HTMLButtonElement; update(study: State["study"], name: string): void } {
  const button = element("button", { type: "button", "data-testid": testId });
  const bar = element("progress", { "aria-label": t("Runs that are done"), hidden: true });
  const note = element("p", { class: "note", role: "status" });
  let running = false;
  button.addEventListener("click", () => (running ? stop() : start()));
  return {
    element: element("div", { class: "starter" }, button, bar, note),
    button,
    update(study, name) {
      running = isRunning(study);
      write(button, running ? t("Stop") : name);
      bar.hidden = !running;
      const { finished = 0, of = 0 } = study?.progress ?? {};
      mark(bar, "max", String(Math.max(1, of)));
      mark(bar, "value", String(finished));
      write(note, noteOf(study));
    },
  };
}

/** How far a study is, and whether what it found is about the values of now. */
export function noteOf(study: State["study"]): string {
  if (study === undefined) return "";
  const { finished = 0, of = 0 } = study.progress ?? {};
  if (isRunning(study)) return of === 0 ? t("running…") : t("{0} of {1} runs so far.", finished, of);
  const end = study.whole ? t("{0} runs.", finished) : t("Stopped.");
  return study.stale ? `${end} ${t("Values were changed since.")}` : end;
}
