import { element, write } from "../dom.ts";
import type { Part } from "../loop.ts";
import { describe } from "../stage/describe.ts";
import { nodeViews } from "../stage/view.ts";
import type { State } from "../store/state.ts";
import { t } from "../strings.ts";
import { formatSeconds } from "../text/numbers.ts";

/** Seconds are as often as a listener can take in a sentence. */
const EVERY = 5000;

/** The state of the run in one sentence: the time, and what is worst. */
export function summary(state: State): string {
  const at = t("{0} simulated", formatSeconds(state.run.time));
  const worst = nodeViews(state).filter(({ condition }) => condition !== "normal");
  const selected = nodeViews(state).find((view) => view.selected);
  const told = worst.length > 0 ? worst.slice(0, 3) : selected === undefined ? [] : [selected];
  return [statusName(state), at, ...told.map(describe)].join(". ");
}

function statusName({ run }: State): string {
  switch (run.status) {
    case "playing":
      return t("Playing");
    case "paused":
      return run.because === undefined ? t("Paused") : t("Paused: {0}", run.because);
    case "seeking":
      return t("Running to another time");
    case "finished":
      return t("Finished");
    case "stopped":
      return t("Stopped");
    default:
      return run.status satisfies never;
  }
}

/** Tells those who listen, politely and not too often. */
export function announcer(): { element: HTMLElement; part: Part } {
  const region = element("p", {
    class: "unseen",
    role: "status",
    "aria-live": "polite",
    "data-testid": "summary",
  });
  return {
    element: region,
    part: {
      every: () => EVERY,
      uses: ({ run, network, selected }) => [network, run.status, Math.floor(run.time), selected],
      draw: (state) => write(region, state.network === undefined ? "" : summary(state)),
    },
  };
}
