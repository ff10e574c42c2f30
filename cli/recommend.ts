import { type Command, Option } from "commander";
import type { AxisRequest, Recommendation } from "../simulator/studies.ts";
import { recommend } from "../simulator/study/recommend.ts";
import { changed } from "../simulator/study/timeline.ts";
import { EXIT, exitOf, Refusal } from "./exit.ts";
import { asRefusal, type GoalOptions, refusing, wanted, withGoalOptions } from "./goals.ts";
import { axis } from "./options.ts";
import { recommendationCsv, recommendationJson, recommendationText } from "./output/recommendation.ts";
import { readScenario } from "./scenario-file.ts";
import { atWorkbench, type CommonOptions, checkSettings, withCommonOptions } from "./workbench.ts";

type Options = CommonOptions & GoalOptions & { among: AxisRequest[]; format: string };

export function registerRecommend(program: Command): void {
  const command = program
    .command("recommend")
    .argument("<file>", "scenario, JSON or YAML")
    .argument("[parameter]", "such as orders-db.max; the size of the only pool where left out");
  withGoalOptions(withCommonOptions(command, "runs of the best values; as the scenario says where left out"))
    .option(
      "--among <path=values>",
      "the values to choose from, such as orders-db.max=4..40; around the present value where left out",
      axis,
      [],
    )
    .addOption(
      new Option("--format <name>", "form of the result").choices(["text", "json", "csv"]).default("text"),
    )
    .description("measure which value of a parameter is best for a goal, and check it with fresh seeds")
    .addHelpText(
      "after",
      `
Examples:
  spillway recommend orders.sim.json orders-db.max
  spillway recommend orders.sim.json orders-db.max --goal "latency.p99(clients) < 100ms"
  spillway recommend orders.sim.json orders-db.acquireTimeout --among orders-db.acquireTimeout=100ms..10s`,
    )
    .action(async (path: string, named: string | undefined, options: Options) => {
      const file = await readScenario(path);
      checkSettings(file.raw, options.set);
      const document = refusing(() => changed(file.raw, options.set));
      const [among, second] = options.among;
      if (second !== undefined) throw new Refusal("--among takes one parameter");
      const parameter = named ?? among?.path ?? onlyPool(document.scenario);
      if (among !== undefined && among.path !== parameter) {
        throw new Refusal(`--among is about ${among.path}, not about ${parameter}`);
      }
      const { run } = document.scenario;
      const found = await atWorkbench(file, options, (setting) =>
        recommend(
          {
            path: parameter,
            ...(among === undefined ? {} : { among }),
            ...wanted(document.scenario, options),
            runs: options.runs ?? run.replications,
            confidence: run.confidence,
          },
          document,
          setting,
        ).catch((error: unknown) => {
          throw asRefusal(error);
        }),
      );
      process.stdout.write(formatted(found, file.file, document.scenario.name, options.format));
      process.exitCode =
        found.state === "none"
          ? EXIT.failed
          : exitOf(found.state === "found" ? "pass" : "undecided", options.undecided);
    });
}

function onlyPool({ components }: { components: readonly { id: string; type: string }[] }): string {
  const pools = components.filter(({ type }) => type === "pool");
  const [only, other] = pools;
  if (only === undefined || other !== undefined) {
    const ids = pools.map(({ id }) => `${id}.max`).join(", ");
    throw new Refusal(`say which parameter${ids === "" ? "" : `, such as ${ids}`}`);
  }
  return `${only.id}.max`;
}

function formatted(found: Recommendation, file: string, name: string, format: string): string {
  switch (format) {
    case "json":
      return recommendationJson(found, file);
    case "csv":
      return recommendationCsv(found);
    default:
      return recommendationText(found, name);
  }
}
