import { type Command, Option } from "commander";
import type { Breakpoint } from "../simulator/studies.ts";
import { breakpoint } from "../simulator/study/breakpoint.ts";
import { changed } from "../simulator/study/timeline.ts";
import { exitOf, Refusal } from "./exit.ts";
import { asRefusal, type GoalOptions, refusing, wanted, withGoalOptions } from "./goals.ts";
import { precision } from "./options.ts";
import { breakpointCsv, breakpointJson, breakpointText } from "./output/breakpoint.ts";
import { readScenario } from "./scenario-file.ts";
import { atWorkbench, type CommonOptions, checkSettings, withCommonOptions } from "./workbench.ts";

/** Runs of a load at first. */
const RUNS = 5;

type Options = CommonOptions & GoalOptions & { source?: string; precision: number; format: string };

export function registerBreakpoint(program: Command): void {
  const command = program.command("breakpoint").argument("<file>", "scenario, JSON or YAML");
  withGoalOptions(
    withCommonOptions(
      command,
      `runs of each load, up to four times as many where it is close; ${RUNS} where left out`,
    ),
  )
    .option("--source <id>", "the source whose load grows; all of them where left out")
    .option("--precision <share>", "how closely the load is to be known, such as 0.02", precision, 0.02)
    .addOption(
      new Option("--format <name>", "form of the result").choices(["text", "json", "csv"]).default("text"),
    )
    .description("find the load at which the goals begin to be missed")
    .addHelpText(
      "after",
      `
Examples:
  spillway breakpoint orders.sim.json
  spillway breakpoint orders.sim.json --goal "latency.p99(clients) < 200ms" --precision 0.01
  spillway breakpoint orders.sim.json --set orders-db.max=20 --source clients`,
    )
    .action(async (path: string, options: Options) => {
      const file = await readScenario(path);
      checkSettings(file.raw, options.set);
      const document = refusing(() => changed(file.raw, options.set));
      const { components, run } = document.scenario;
      const all = components.filter(({ type }) => type === "source").map(({ id }) => id);
      if (options.source !== undefined && !all.includes(options.source)) {
        throw new Refusal(`there is no source "${options.source}" (there are: ${all.join(", ")})`);
      }
      const found = await atWorkbench(file, options, (setting) =>
        breakpoint(
          {
            ...wanted(document.scenario, options),
            sources: options.source === undefined ? all : [options.source],
            precision: options.precision,
            runs: options.runs ?? RUNS,
            confidence: run.confidence,
          },
          document,
          setting,
        ).catch((error: unknown) => {
          throw asRefusal(error);
        }),
      );
      process.stdout.write(formatted(found, file.file, document.scenario.name, options.format));
      process.exitCode = exitOf(found.now, options.undecided);
    });
}

function formatted(found: Breakpoint, file: string, name: string, format: string): string {
  switch (format) {
    case "json":
      return breakpointJson(found, file);
    case "csv":
      return breakpointCsv(found);
    default:
      return breakpointText(found, name);
  }
}
