import { parseScenario } from "./scenario/parse.ts";
import { measurements } from "./study/measurements.ts";
import { Run } from "./study/run.ts";
import { steadiness } from "./study/steadiness.ts";
import { changed } from "./study/timeline.ts";
import type { RunInput, RunProgress, RunResult } from "./task.ts";

/** Events between two reports of progress. */
const BATCH = 200_000;

/** Runs a scenario once, from start to end. Throws where the document or a changed parameter is not valid. */
export function runOnce(input: RunInput, progress: (progress: RunProgress) => void): RunResult {
  const parsed = parseScenario(input.text);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message ?? "the scenario is not valid");
  const document = changed(parsed.raw, input.set);
  const run = new Run(document, input.seed, true);
  const duration = input.duration ?? document.scenario.run.duration;
  let state = run.advance(duration, BATCH);
  while (state === "more") {
    progress({ time: run.now, duration, events: run.network.simulation.events });
    state = run.advance(duration, BATCH);
  }
  return {
    seed: input.seed,
    measurements: measurements(run.network),
    events: run.network.simulation.events,
    time: run.now,
    overloaded: state === "overloaded",
    stuck: state === "stuck",
    steadiness: steadiness(run.network),
  };
}
