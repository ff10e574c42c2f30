import type { BudgetCheck, CheckProgress } from "../simulator/protocol.ts";
import { metricNamed } from "../simulator/scenario/metrics.ts";
import { parseScenario } from "../simulator/scenario/parse.ts";
import type { Scenario } from "../simulator/scenario/schema/scenario.ts";
import { replicate } from "../simulator/study/replications.ts";
import { judgeBudget } from "../simulator/study/verdicts.ts";
import type { RunResult } from "../simulator/task.ts";
import type { SimulationPool } from "./simulation-pool.ts";

/** Runs a document with several seeds to see whether it meets its budgets; one check at a time. */
export class Check {
  readonly #pool: SimulationPool;
  #abort: AbortController | undefined;

  constructor(pool: SimulationPool) {
    this.#pool = pool;
  }

  /**
   * Settles when all runs are done, or it was stopped. `tell` is told after each run. Rejects where the document is not valid or a run
   * fails.
   */
  async run(text: string, tell: (progress: CheckProgress) => void): Promise<void> {
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    const parsed = parseScenario(text);
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    const { scenario } = parsed;
    const of = scenario.run.replications;
    const say = (results: readonly RunResult[], running: boolean) =>
      tell({
        done: results.length,
        of,
        running,
        grew: results.filter(({ overloaded }) => overloaded).length,
        budgets: scenario.budgets.map((budget) => judged(budget, results, scenario.run.confidence)),
      });
    let results: readonly RunResult[] = [];
    say(results, true);
    try {
      await replicate(
        {
          text,
          set: {},
          variants: { "": {} },
          seed: scenario.run.seed,
          runs: of,
          parallel: this.#pool.threads,
        },
        (input) => this.#pool.run(input, { signal: abort.signal }),
        (progress) => {
          results = progress.runs.get("") ?? [];
          if (!abort.signal.aborted) say(results, progress.finished < progress.of);
        },
        abort.signal,
      );
    } catch (error) {
      // What was seen until then stays.
      if (abort.signal.aborted) say(results, false);
      else throw error;
    }
  }

  /** Ends the runs that are under way. */
  stop(): void {
    this.#abort?.abort();
    this.#abort = undefined;
  }
}

function judged(
  budget: Scenario["budgets"][number],
  results: readonly RunResult[],
  confidence: number,
): BudgetCheck {
  const { metric, of, window, below, atLeast } = budget;
  const { interval, verdict } = judgeBudget(
    budget,
    results.map(({ measurements }) => measurements),
    confidence,
  );
  return {
    metric,
    of,
    ...(window === undefined ? {} : { window }),
    ...(below === undefined ? {} : { below }),
    ...(atLeast === undefined ? {} : { atLeast }),
    unit: metricNamed(metric)?.unit ?? "count",
    mean: interval.mean,
    half: interval.half,
    // A system whose queue grows without bound meets no goal, whatever was measured until it was given up.
    verdict: results.some(({ overloaded }) => overloaded) ? "fail" : verdict,
  };
}
