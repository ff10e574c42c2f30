import { availableParallelism } from "node:os";
import { type Command, Option } from "commander";
import { inlineMore } from "../host/inlining.ts";
import { SimulationPool } from "../host/simulation-pool.ts";
import type { Json } from "../simulator/protocol.ts";
import { PathError } from "../simulator/scenario/document.ts";
import type { Evidence } from "../simulator/studies.ts";
import { Cancelled } from "../simulator/study/jobs.ts";
import { changed, RefusedChange } from "../simulator/study/timeline.ts";
import { type Setting, StuckRun } from "../simulator/study/trials.ts";
import type { RunInput } from "../simulator/task.ts";
import { Interrupted, Refusal, type Undecided } from "./exit.ts";
import { DIST } from "./folders.ts";
import { duration, runs, seed, setting, threads } from "./options.ts";
import { Progress } from "./output/progress.ts";
import type { ScenarioFile } from "./scenario-file.ts";

/** What every command that runs a scenario takes. */
export type CommonOptions = {
  runs?: number;
  seed?: number;
  duration?: number;
  set: Record<string, Json>;
  threads?: number;
  undecided?: Undecided;
};

/** Adds the options that every command that runs a scenario takes. */
export function withCommonOptions(command: Command, runsMeaning: string): Command {
  return command
    .option("--runs <number>", runsMeaning, runs)
    .option("--seed <number>", "seed of the first run; each further run has the next one", seed)
    .option(
      "--set <path=value>",
      "change a parameter, such as orders-db.max=20; can be repeated",
      setting,
      {},
    )
    .option("--duration <time>", "simulated time, such as 5m", duration)
    .option("--threads <number>", "runs at once; one for each core where left out", threads)
    .addOption(
      new Option("--undecided <verdict>", "what a verdict that is too close to call counts as").choices([
        "pass",
        "fail",
      ]),
    );
}

/** The worker threads of a command: all cores, because nobody types in an editor meanwhile. */
export function threadPool(wanted: number | undefined): SimulationPool {
  inlineMore();
  return new SimulationPool(DIST, wanted ?? availableParallelism());
}

/** Runs a study over the worker threads, with a progress line where somebody watches, and ends the threads; Ctrl+C ends it at once. */
export async function atWorkbench<T>(
  { file, text, raw, scenario }: ScenarioFile,
  options: CommonOptions,
  study: (setting: Setting, observe: (input: RunInput) => Promise<Evidence>) => Promise<T>,
): Promise<T> {
  checkSettings(raw, options.set);
  const pool = threadPool(options.threads);
  const progress = new Progress(process.stderr, scenario.name);
  const abort = new AbortController();
  const interrupt = () => abort.abort();
  process.once("SIGINT", interrupt);
  try {
    return await study(
      {
        text,
        set: options.set,
        seed: options.seed ?? scenario.run.seed,
        ...(options.duration === undefined ? {} : { duration: options.duration }),
        parallel: pool.threads,
        run: (input) => pool.run(input, { signal: abort.signal }),
        progress: (finished, of) => progress.show(finished, of),
        signal: abort.signal,
      },
      (input) => pool.observe(input, abort.signal),
    );
  } catch (error) {
    if (abort.signal.aborted || error instanceof Cancelled) throw new Interrupted();
    if (error instanceof StuckRun) throw new Refusal(`${file}: ${error.message}`);
    throw error;
  } finally {
    progress.end();
    process.removeListener("SIGINT", interrupt);
    await pool.destroy();
  }
}

/** A parameter that cannot be is told before anything runs. */
export function checkSettings(raw: Json, set: Record<string, Json>, option = "--set"): void {
  try {
    changed(raw, set);
  } catch (error) {
    if (!(error instanceof RefusedChange || error instanceof PathError)) throw error;
    const advice =
      error instanceof PathError && error.suggestion !== undefined ? ` (${error.suggestion})` : "";
    throw new Refusal(`${option} ${Object.keys(set).join(", ")}: ${error.message}${advice}`);
  }
}
