import { join } from "node:path";
import type { Command } from "commander";
import { Examples } from "../host/examples.ts";
import { Refusal } from "./exit.ts";
import { EXAMPLES } from "./folders.ts";
import { port } from "./options.ts";
import { studyText } from "./output/text.ts";
import { readScenario } from "./scenario-file.ts";
import { serve } from "./serve.ts";
import { runStudy } from "./study.ts";
import { threadPool } from "./workbench.ts";

export function registerStart(program: Command): void {
  program
    .command("start")
    .argument("[file]", "scenario; the first example where left out")
    .option("--headless", "stop after the table")
    .option("--port <number>", "port on 127.0.0.1; a free one where left out", port, 0)
    .description("run a scenario, print its result, and show it in the browser")
    .action(async (given: string | undefined, options: { headless?: boolean; port: number }) => {
      const file = await readScenario(given ?? (await firstExample()));
      const pool = threadPool(undefined);
      try {
        if (!process.stderr.isTTY) console.error(`Simulating ${file.scenario.name} …`);
        process.stdout.write(studyText(await runStudy(pool, file, {}, false)));
      } finally {
        await pool.destroy();
      }
      if (options.headless) return;
      const server = await serve(given, options.port);
      console.log(`\nThe panel: ${server.url}  (Ctrl+C ends it)`);
    });
}

async function firstExample(): Promise<string> {
  const [first] = await new Examples(EXAMPLES).files();
  if (first === undefined) throw new Refusal(`there are no examples in ${EXAMPLES}`);
  return join(EXAMPLES, first);
}
