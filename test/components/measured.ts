import type { Json } from "../../simulator/protocol.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import { Run } from "../../simulator/study/run.ts";

/** Runs a scenario to its end; `of` tells what it measured. */
export function measured(
  scenario: { duration: string; components: object[]; events?: object[]; windows?: object },
  seed = 1,
) {
  const { duration, ...rest } = scenario;
  const raw = { schemaVersion: 1, name: "test", run: { duration }, ...rest } as unknown as Json;
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const run = new Run({ raw, scenario: parsed.scenario }, seed, true);
  run.advance(parsed.scenario.run.duration, Number.POSITIVE_INFINITY);
  const all = measurements(run.network);
  return {
    network: run.network,
    of: (metric: string, component: string): number => {
      const found = all.find((one) => one.metric === metric && one.component === component);
      if (found === undefined) throw new Error(`${component} has no ${metric}`);
      return found.value;
    },
  };
}
