import { Bucket } from "../../simulator/frame.ts";
import type { NetworkComponent, Parameter } from "../../simulator/protocol.ts";
import { NO_READING, type Reading, readingOf } from "../store/reading.ts";
import type { State } from "../store/state.ts";
import { type Condition, conditionOf } from "./condition.ts";

/** A component as the stage shows it at one moment. */
export type NodeView = {
  index: number;
  component: NetworkComponent;
  parameters: readonly Parameter[];
  reading: Reading;
  condition: Condition;
  /** What is being done to it just now, such as "latency ×4". */
  faults: readonly string[];
  /** Calls per second over the last seconds, oldest first. */
  recent: readonly number[];
  selected: boolean;
};

const RECENT = 20;
/** A fault that is added while it stands begins at the next millisecond, and is to be seen at once. Seconds. */
const SOON = 0.001;

export function nodeViews(state: State): NodeView[] {
  const { network, frame, parameters, events, selected, run, history } = state;
  return (network?.components ?? []).map((component, index) => {
    const reading = frame === undefined ? NO_READING : readingOf(frame, index);
    return {
      index,
      component,
      parameters: parameters[index] ?? component.parameters,
      reading,
      condition: conditionOf(component, reading),
      faults: events
        .filter(
          ({ target, at, until }) => target === component.id && at <= run.time + SOON && run.time < until,
        )
        .map(({ fault, label }) => fault ?? label),
      recent: (history.rows[index] ?? [])
        .slice(-RECENT)
        .map((row) => (row[Bucket.arrived] ?? 0) / (row[Bucket.width] || 1)),
      selected: component.id === selected,
    };
  });
}

/** The value of a parameter of a node as the document has it, or undefined where it has no such parameter. */
export const valueAt = (
  { parameters }: Pick<NodeView, "parameters">,
  path: string,
): Parameter["value"] | undefined => parameters.find((parameter) => parameter.path === path)?.value;
