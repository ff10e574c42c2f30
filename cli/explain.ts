import { type Command, Option } from "commander";
import type { Explanation } from "../simulator/studies.ts";
import { explain } from "../simulator/study/explain/explain.ts";
import { changed } from "../simulator/study/timeline.ts";
import { Refusal } from "./exit.ts";
import { refusing } from "./goals.ts";
import { explanationCsv, explanationJson, explanationText } from "./output/explanation.ts";
import { readScenario } from "./scenario-file.ts";
import { atWorkbench, type CommonOptions, checkSettings, withCommonOptions } from "./workbench.ts";

/** Runs of each change that is tried. */
const RUNS = 5;

type Options = CommonOptions & { source?: string; format: string };

export function registerExplain(program: Command): void {
  const command = program.command("explain").argument("<file>", "scenario, JSON or YAML");
  withCommonOptions(command, `runs of each change that is tried; ${RUNS} where left out`)
    .option("--source <id>", "whose requests are explained; the first source where left out")
    .addOption(
      new Option("--format <name>", "form of the result").choices(["text", "json", "csv"]).default("text"),
    )
    .description(
      "say why requests take as long as they do: where the time goes, what is full, what is wasted",
    )
    .addHelpText(
      "after",
      `
Examples:
  spillway explain orders.sim.json
  spillway explain orders.sim.json --set orders-db.max=48 --seed 7
  spillway explain orders.sim.json --format json | jq '.findings[].text'`,
    )
    .action(async (path: string, options: Options) => {
      const file = await readScenario(path);
      checkSettings(file.raw, options.set);
      const document = refusing(() => changed(file.raw, options.set));
      const sources = document.scenario.components.filter(({ type }) => type === "source");
      if (options.source !== undefined && !sources.some(({ id }) => id === options.source)) {
        const ids = sources.map(({ id }) => id).join(", ");
        throw new Refusal(`there is no source "${options.source}" (there are: ${ids})`);
      }
      const found = await atWorkbench(file, options, (setting, observe) =>
        explain(
          {
            ...(options.source === undefined ? {} : { source: options.source }),
            runs: options.runs ?? RUNS,
            confidence: document.scenario.run.confidence,
          },
          document,
          setting,
          observe,
        ),
      );
      process.stdout.write(formatted(found, file.file, document.scenario.name, options.format));
    });
}

function formatted(found: Explanation, file: string, name: string, format: string): string {
  switch (format) {
    case "json":
      return explanationJson(found, file);
    case "csv":
      return explanationCsv(found);
    default:
      return explanationText(found, name);
  }
}
