import { type Command, Option } from "commander";
import type { Scenario } from "../simulator/scenario/schema/scenario.ts";
import type { AxisRequest, Sweep } from "../simulator/studies.ts";
import { axesOf } from "../simulator/study/axis.ts";
import { sweep } from "../simulator/study/sweep.ts";
import { changed } from "../simulator/study/timeline.ts";
import { exitOf, Refusal } from "./exit.ts";
import { asRefusal, type GoalOptions, refusing, wanted, withGoalOptions } from "./goals.ts";
import { axis, points } from "./options.ts";
import { sweepCsv, sweepJson, sweepText } from "./output/sweep.ts";
import { readScenario } from "./scenario-file.ts";
import { atWorkbench, type CommonOptions, checkSettings, withCommonOptions } from "./workbench.ts";

/** Runs of each point: a sweep asks for the shape, and what it finds can be asked again with more. */
const RUNS = 5;
/** Points after which ranges are not refined: of one parameter, and of two. */
const MOST = [40, 80] as const;

type Options = CommonOptions & GoalOptions & { sweep: AxisRequest[]; points?: number; format: string };

export function registerSweep(program: Command): void {
  const command = program.command("sweep").argument("<file>", "scenario, JSON or YAML");
  withGoalOptions(withCommonOptions(command, `runs of each point; ${RUNS} where left out`))
    .option(
      "--sweep <path=values>",
      "a parameter to go through: a range orders-db.max=4..100, which is refined where something happens, or a list orders-db.max=4,8,16; can be given twice; the scenario's sweep where left out",
      axis,
      [],
    )
    .option("--points <number>", "the most points that are measured", points)
    .addOption(
      new Option("--format <name>", "form of the result").choices(["text", "json", "csv"]).default("text"),
    )
    .description("go through the values of one or two parameters, coarsely first and then more finely")
    .addHelpText(
      "after",
      `
Examples:
  spillway sweep orders.sim.json --sweep orders-db.max=4..100
  spillway sweep orders.sim.json --sweep orders-db.max=4..40 --sweep clients.arrival.rate=100/s..500/s
  spillway sweep orders.sim.json --sweep orders-db.acquireTimeout=none,2s,1s,500ms --format csv > sweep.csv`,
    )
    .action(async (path: string, options: Options) => {
      const file = await readScenario(path);
      checkSettings(file.raw, options.set);
      const axes = options.sweep.length > 0 ? options.sweep : axesOf(file.scenario);
      if (axes.length === 0) {
        throw new Refusal("nothing to go through: add --sweep, such as --sweep orders-db.max=4..100");
      }
      const document = refusing(() => changed(file.raw, options.set));
      const found = await atWorkbench(file, options, (setting) =>
        sweep(
          {
            axes,
            ...wanted(document.scenario, options),
            runs: options.runs ?? RUNS,
            confidence: document.scenario.run.confidence,
            most: options.points ?? MOST[axes.length - 1] ?? MOST[1],
          },
          document,
          setting,
        ).catch((error: unknown) => {
          throw asRefusal(error);
        }),
      );
      process.stdout.write(formatted(found, file.file, document.scenario, options.format));
      process.exitCode = exitOf(found.verdict, options.undecided);
    });
}

function formatted(found: Sweep, file: string, scenario: Scenario, format: string): string {
  switch (format) {
    case "json":
      return sweepJson(found, file);
    case "csv":
      return sweepCsv(found);
    default:
      return sweepText(found, scenario.name);
  }
}
