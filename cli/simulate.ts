import { type Command, Option } from "commander";
import { exitOf } from "./exit.ts";
import { precision, trace } from "./options.ts";
import { studyCsv } from "./output/csv.ts";
import { studyJson } from "./output/json.ts";
import { studyText } from "./output/text.ts";
import { readScenario, readTraceFile } from "./scenario-file.ts";
import { runStudy, type Study, type StudyOptions } from "./study.ts";
import { type CommonOptions, threadPool, withCommonOptions } from "./workbench.ts";

const FORMATS: Record<string, (study: Study) => string> = { text: studyText, json: studyJson, csv: studyCsv };

type Options = CommonOptions & StudyOptions & { trace: Record<string, string>; format: string };

export function registerSimulate(program: Command): void {
  const command = program.command("simulate").argument("<file>", "scenario, JSON or YAML");
  withCommonOptions(command, "replications; as the scenario says where left out")
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
    .addOption(
      new Option("--format <name>", "form of the result").choices(Object.keys(FORMATS)).default("text"),
    )
    .description("run a scenario's replications, and judge its budgets")
    .action(async (path: string, { threads, format, trace: traces, ...options }: Options) => {
      const file = await readScenario(path);
      for (const [source, from] of Object.entries(traces)) {
        options.set[`${source}.arrival`] = await readTraceFile(from);
      }
      const pool = threadPool(threads);
      try {
        const study = await runStudy(pool, file, options, false);
        process.stdout.write((FORMATS[format] ?? studyText)(study));
        process.exitCode = exitOf(study.verdict, options.undecided);
      } finally {
        await pool.destroy();
      }
    });
}
