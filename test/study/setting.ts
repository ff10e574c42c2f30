import { runOnce } from "../../simulator/run-task.ts";
import { parseScenario } from "../../simulator/scenario/parse.ts";
import type { ValidDocument } from "../../simulator/study/run.ts";
import type { Setting } from "../../simulator/study/trials.ts";

/** A study that runs in this thread. */
export function setting(text: string, changes: Partial<Setting> = {}): Setting {
  return {
    text,
    set: {},
    seed: 1,
    parallel: 1,
    run: async (input) => runOnce(input, () => {}),
    ...changes,
  };
}

export function documentOf(text: string): ValidDocument {
  const parsed = parseScenario(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed;
}

/** One exponential server: requests at `rate` a second, work of `mean` (M/M/1, of which theory knows all). */
export const mm1 = (
  rate: string,
  mean: string,
  duration = "60s",
  more: Record<string, unknown> = {},
): string =>
  JSON.stringify({
    schemaVersion: 1,
    name: "M/M/1",
    run: { duration, warmUp: "5s" },
    components: [
      { id: "clients", type: "source", arrival: { model: "open", rate }, calls: ["service"] },
      {
        id: "service",
        type: "server",
        concurrency: 1,
        steps: [{ compute: { distribution: "exponential", mean } }],
      },
    ],
    ...more,
  });
