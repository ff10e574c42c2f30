import type { State } from "../store/state.ts";

/** All that is needed to do the run again: the scenario, the seed, and what was changed when. Undefined where nothing is open. */
export function runJson({ opening, network, run, edits }: State): string | undefined {
  if (opening === undefined || network === undefined) return undefined;
  const { text } = opening;
  const told = { name: network.name, seed: network.seed, time: run.time, edits, scenario: text };
  return `${JSON.stringify(told, undefined, 2)}\n`;
}
