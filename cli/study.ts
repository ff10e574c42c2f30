import type { SimulationPool } from "../host/simulation-pool.ts";
import type { Json } from "../simulator/protocol.ts";
import { formatDuration } from "../simulator/scenario/format.ts";
import { type Estimate, estimates, isPrecise, replicateUntil } from "../simulator/study/replications.ts";
import { STOPPED } from "../simulator/study/stopped.ts";
import {
  type BudgetVerdict,
  type ExpectVerdict,
  judgeBudget,
  judgeExpectation,
  type Verdict,
  worst,
} from "../simulator/study/verdicts.ts";
import type { RunResult } from "../simulator/task.ts";
import { Interrupted, Refusal } from "./exit.ts";
import { Progress } from "./output/progress.ts";
import type { ScenarioFile } from "./scenario-file.ts";
import { checkSettings } from "./workbench.ts";

/** Replications of a scenario, and what they came to. */
export type Study = {
  file: string;
  scenario: ScenarioFile["scenario"];
  set: Record<string, Json>;
  seed: number;
  /** Simulated seconds. */
  duration: number;
  /** Of the document as it stands, in the order of their seeds. */
  runs: RunResult[];
  estimates: Estimate[];
  budgets: BudgetVerdict[];
  /** Empty unless asked for. */
  expectations: ExpectVerdict[];
  verdict: Verdict;
};

export type StudyOptions = {
  runs?: number;
  seed?: number;
  set?: Record<string, Json>;
  duration?: number;
  /** Go on with more runs until what is judged is known to this share of its mean. */
  precision?: number;
};

/** Without the wanted precision after this many times the runs asked for, it is not to be had. */
const MOST_TIMES = 20;

/** What a study is about: the p99 of every source, and what its budgets name. */
function judged({
  components,
  budgets,
}: ScenarioFile["scenario"]): { metric: string; component: string; window?: string | undefined }[] {
  return [
    ...components
      .filter(({ type }) => type === "source")
      .map(({ id }) => ({ metric: "latency.p99", component: id })),
    ...budgets.map(({ metric, of, window }) => ({ metric, component: of, window })),
  ];
}

/** The name under which the document as it stands is run beside its variants. */
const ITSELF = "";

/**
 * Runs a scenario's replications on all threads, with a progress line where somebody watches. With `expectations` its variants are run
 * as well, and what it expects is judged.
 */
export async function runStudy(
  pool: SimulationPool,
  { file, text, raw, scenario }: ScenarioFile,
  options: StudyOptions,
  expectations: boolean,
): Promise<Study> {
  const { run } = scenario;
  checkSettings(raw, options.set ?? {});
  const seed = options.seed ?? run.seed;
  const set = options.set ?? {};
  const progress = new Progress(process.stderr, scenario.name);
  const abort = new AbortController();
  const interrupt = () => abort.abort();
  process.once("SIGINT", interrupt);
  try {
    const first = options.runs ?? run.replications;
    const { precision } = options;
    const wanted = judged(scenario);
    const { runs } = await replicateUntil(
      {
        text,
        set,
        variants: { [ITSELF]: {}, ...(expectations ? scenario.variants : {}) },
        seed,
        runs: first,
        ...(options.duration === undefined ? {} : { duration: options.duration }),
        parallel: pool.threads,
      },
      (all) => precision === undefined || isPrecise(all.get(ITSELF) ?? [], wanted, precision, run.confidence),
      precision === undefined ? first : MOST_TIMES * first,
      (input) => pool.run(input, { signal: abort.signal }),
      ({ finished, of }) => progress.show(finished, of),
      abort.signal,
    );
    const own = runs.get(ITSELF) ?? [];
    const stuck = [...runs.values()].flat().find((one) => one.stuck);
    if (stuck !== undefined) throw new Refusal(`${file}: at ${formatDuration(stuck.time)} ${STOPPED.stuck}`);
    const measured = own.map((one) => one.measurements);
    const byVariant = new Map([...runs].map(([name, all]) => [name, all.map((one) => one.measurements)]));
    const budgets = scenario.budgets.map((budget) => judgeBudget(budget, measured, run.confidence));
    const expected = expectations
      ? scenario.expect.map((statement) => judgeExpectation(statement, byVariant, run.confidence))
      : [];
    return {
      file,
      scenario,
      set,
      seed,
      duration: options.duration ?? run.duration,
      runs: own,
      estimates: estimates(own, run.confidence),
      budgets,
      expectations: expected,
      // A system whose queue grows without bound meets no goal, whatever was measured until it was given up.
      verdict: own.some((one) => one.overloaded)
        ? "fail"
        : worst([...budgets, ...expected].map(({ verdict }) => verdict)),
    };
  } catch (error) {
    throw abort.signal.aborted ? new Interrupted() : error;
  } finally {
    progress.end();
    process.removeListener("SIGINT", interrupt);
  }
}
