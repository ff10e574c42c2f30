import type { NetworkComponent } from "../../simulator/protocol.ts";
import type { State } from "../store/state.ts";
import type { Timeline } from "./time.ts";

export type Subject = { index: number; component: NetworkComponent };

/** What a chart is about: the selected component where it is of one of the types, else the first that is; types by preference. */
export function subjectOf(
  { network, selected }: Pick<State, "network" | "selected">,
  types: readonly NetworkComponent["type"][],
): Subject | undefined {
  const all = (network?.components ?? []).map((component, index) => ({ component, index }));
  const chosen = all.find(({ component }) => component.id === selected && types.includes(component.type));
  if (chosen !== undefined) return chosen;
  for (const type of types) {
    const first = all.find(({ component }) => component.type === type);
    if (first !== undefined) return first;
  }
  return undefined;
}

/** A run that is longer than this is shown as far as it has come, simulated seconds; so is one that goes on past its end. */
const LONG = 300;

/** The simulated seconds that the charts cover: the whole run, or of a long one a span that doubles as it goes on. */
export function shownSpan(duration: number, time: number): number {
  let span = Math.min(duration, LONG);
  while (span < time) span *= 2;
  return time > duration ? span : Math.min(span, duration);
}

export function timelineOf({
  network,
  edits,
  events,
  run,
}: Pick<State, "network" | "edits" | "events" | "run">): Timeline {
  return {
    duration: shownSpan(network?.duration ?? 1, run.time),
    events,
    edits,
  };
}
