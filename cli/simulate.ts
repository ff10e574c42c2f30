import { type Command, Option } from "commander";
import { SimulationPool } from "../host/simulation-pool.ts";
import type { Json } from "../simulator/protocol.ts";
import type { Verdict } from "../simulator/study/verdicts.ts";
import { EXIT } from "./exit.ts";
import { DIST } from "./folders.ts";
import { duration, precision, runs, seed, setting, threads, trace } from "./options.ts";
import { studyCsv } from "./output/csv.ts";
import { studyJson } from "./output/json.ts";
import { studyText } from "./output/text.ts";
import { readScenario, readTraceFile } from "./scenario-file.ts";
import { runStudy, type Study, type StudyOptions } from "./study.ts";

const FORMATS: Record<string, (study: Study) => string> = { text: studyText, json: studyJson, csv: studyCsv };

/** What a verdict ends the process with. */
export const VERDICT_EXIT: Record<Verdict, number> = {
  pass: EXIT.pass,
  fail: EXIT.failed,
  undecided: EXIT.undecided,
};

type Options = StudyOptions & {
  set: Record<string, Json>;
  trace: Record<string, string>;
  threads?: number;
  format: string;
};

export function registerSimulate(program: Command): void {
  program
    .command("simulate")
    .argument("<file>", "scenario, JSON or YAML")
    .option("--runs <number>", "replications; as the scenario says where left out", runs)
    .option("--seed <number>", "seed of the first run; each further run has the next one", seed)
    .option(
      "--set <path=value>",
      "change a parameter, such as orders-db.max=20; can be repeated",
      setting,
      {},
    )
    .option(
      "--trace <source=file>",
      "let a source replay a recorded trace, CSV or JSON with columns such as time_ms, work_ms, key; can be repeated",
      trace,
      {},
    )
    .option(
      "--precision <share>",
      "go on until p99 and budgets are known to this share, such as 0.02",
      precision,
    )
    .option("--duration <time>", "simulated time, such as 5m", duration)
    .option("--threads <number>", "runs at once", threads)
    .addOption(
      new Option("--format <name>", "form of the result").choices(Object.keys(FORMATS)).default("text"),
    )
    .description("run a scenario's replications, and judge its budgets")
    .action(async (path: string, { threads: most, format, trace: traces, ...options }: Options) => {
      const file = await readScenario(path);
      for (const [source, from] of Object.entries(traces)) {
        options.set[`${source}.arrival`] = await readTraceFile(from);
      }
      const pool = new SimulationPool(DIST, most);
      try {
        const study = await runStudy(pool, file, options, false);
        process.stdout.write((FORMATS[format] ?? studyText)(study));
        process.exitCode = VERDICT_EXIT[study.verdict];
      } finally {
        await pool.destroy();
      }
    });
}
