import type { Command } from "commander";
import { worst } from "../simulator/study/verdicts.ts";
import { exitOf } from "./exit.ts";
import { runs } from "./options.ts";
import { studyText } from "./output/text.ts";
import { readScenario } from "./scenario-file.ts";
import { runStudy, type Study } from "./study.ts";
import { threadPool } from "./workbench.ts";

export function registerCheck(program: Command): void {
  program
    .command("check")
    .argument("<files...>", "scenarios, JSON or YAML")
    .option("--runs <number>", "replications; as each scenario says where left out", runs)
    .description("check scenarios, run them with all their variants, and judge budgets and expectations")
    .action(async (paths: string[], options: { runs?: number }) => {
      // All are read first: a mistake in the last is told before minutes are spent on the first.
      const files = await Promise.all(paths.map(readScenario));
      const pool = threadPool(undefined);
      try {
        const studies: Study[] = [];
        for (const file of files) {
          const study = await runStudy(pool, file, options, true);
          studies.push(study);
          process.stdout.write(`${file.file}\n${studyText(study)}\n`);
        }
        process.exitCode = exitOf(worst(studies.map(({ verdict }) => verdict)));
      } finally {
        await pool.destroy();
      }
    });
}
