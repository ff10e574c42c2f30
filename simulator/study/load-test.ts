import type { Estimated, Evidence, Load, LoadTest } from "../studies.ts";
import type { RunInput } from "../task.ts";
import { goalsOf, judgeGoal } from "./goal.ts";
import { loadPlan, withLoad } from "./load.ts";
import { unitOf } from "./quantity.ts";
import { estimates } from "./replications.ts";
import type { ValidDocument } from "./run.ts";
import { areUnstable } from "./stability.ts";
import { changed } from "./timeline.ts";
import { type Setting, Trials } from "./trials.ts";
import { worst } from "./verdicts.ts";

/** What is told of every source. */
const TOLD = ["latency.p50", "latency.p99", "inTime.ratio", "goodput.rate"];

export type LoadTestInput = { load: Load; duration?: number; runs: number; confidence: number };

/**
 * Runs a document under a load test in place of its own load, and judges the goals that are about a whole run. One run is watched second by second.
 * Throws a LoadError.
 */
export async function loadTest(
  { load, duration: wanted, runs, confidence }: LoadTestInput,
  document: ValidDocument,
  setting: Setting,
  observe: (input: RunInput) => Promise<Evidence>,
): Promise<LoadTest> {
  const { duration, parts } = loadPlan(load, wanted);
  const { raw, scenario } = changed(withLoad(document, load, duration), {});
  const text = JSON.stringify(raw);
  const [results = []] = await new Trials({ ...setting, text }).measure([{}], runs);
  const evidence = await observe({ text, set: { ...setting.set }, seed: setting.seed });
  const goals = goalsOf(scenario, []).map((goal) => judgeGoal(goal, results, confidence));
  const sources = scenario.components.filter(({ type }) => type === "source").map(({ id }) => id);
  const [source = ""] = sources;
  return {
    kind: "load",
    load,
    duration,
    parts,
    runs,
    seed: setting.seed,
    confidence,
    goals,
    verdict: areUnstable(results) ? "fail" : worst(goals.map(({ verdict }) => verdict)),
    unstable: results.filter((one) => areUnstable([one])).length,
    estimates: estimates(results, confidence)
      .filter(({ metric, component }) => TOLD.includes(metric) && sources.includes(component))
      .map((one): Estimated => ({ ...one, unit: unitOf(one.metric) })),
    course: {
      source,
      width: evidence.width,
      seconds: evidence.components.find(({ id }) => id === source)?.seconds ?? [],
    },
  };
}
