import * as Field from "../../simulator/engine/field.ts";
import { doubles } from "../../simulator/engine/memory.ts";
import type { Network } from "../../simulator/engine/network.ts";
import { OUTCOMES, type OutcomeName } from "../../simulator/outcome.ts";
import { Run } from "../../simulator/study/run.ts";
import { documentOf, type Part } from "../parts.ts";

/** A request of a run: when it arrived, when it ended (seconds), and how its last call ended. */
export type Entry = [arrived: number, ended: number, outcome: OutcomeName];

const microseconds = (time: number): number => Math.round(time * 1e6) / 1e6;

/** Runs a scenario up to a time and tells of every request that ended, in the order of their ends. */
export function journal(
  components: Part[],
  until: number,
  events: Part[] = [],
  seed = 1,
): { entries: Entry[]; network: Network } {
  const run = new Run(documentOf(components, until, 0, events), seed, true);
  const { network } = run;
  const { simulation } = network;
  const entries: Entry[] = [];
  for (const source of network.sources) {
    const told = source.childDone.bind(source);
    source.childDone = (none, call, outcome) => {
      const arrived = doubles[(call >> 1) + Field.born]!;
      entries.push([microseconds(arrived), microseconds(simulation.now), OUTCOMES[outcome]!]);
      told(none, call, outcome);
    };
  }
  const progress = run.advance(until, 1_000_000);
  if (progress !== "reached") throw new Error(progress);
  return { entries, network };
}

/** A source whose requests arrive at these times. */
export const arrivingAt = (times: readonly number[], target: string, more: Part = {}): Part => ({
  id: "clients",
  type: "source",
  arrival: { model: "trace", times: times.map((time) => `${time}s`) },
  calls: [target],
  ...more,
});
