import { type Command, Option } from "commander";
import { type Verdict, worst } from "../simulator/study/verdicts.ts";
import { exitOf } from "./exit.ts";
import { checkJson } from "./output/json.ts";
import { junit } from "./output/junit.ts";
import { studyText } from "./output/text.ts";
import { readScenario } from "./scenario-file.ts";
import { runStudy, type Study } from "./study.ts";
import { type CommonOptions, threadPool, withCommonOptions } from "./workbench.ts";

export function registerCheck(program: Command): void {
  const command = program.command("check").argument("<files...>", "scenarios, JSON or YAML");
  withCommonOptions(command, "replications; as each scenario says where left out")
    .addOption(
      new Option("--format <name>", "form of the result").choices(["text", "json", "junit"]).default("text"),
    )
    .description("check scenarios, run them with all their variants, and judge budgets and expectations")
    .addHelpText(
      "after",
      `
Examples:
  spillway check examples/*.sim.json
  spillway check orders.sim.json --runs 50 --undecided fail
  spillway check scenarios/*.sim.yaml --format junit > spillway.xml`,
    )
    .action(async (paths: string[], options: CommonOptions & { format: string }) => {
      // All are read first: a mistake in the last is told before minutes are spent on the first.
      const files = await Promise.all(paths.map(readScenario));
      const pool = threadPool(options.threads);
      try {
        const studies: Study[] = [];
        for (const file of files) {
          const study = await runStudy(pool, file, options, true);
          studies.push(study);
          if (options.format === "text") process.stdout.write(`${file.file}\n${studyText(study)}\n`);
        }
        const verdict: Verdict = worst(studies.map((study) => study.verdict));
        if (options.format === "json") process.stdout.write(checkJson(studies, verdict));
        if (options.format === "junit") process.stdout.write(junit(studies));
        process.exitCode = exitOf(verdict, options.undecided);
      } finally {
        await pool.destroy();
      }
    });
}
