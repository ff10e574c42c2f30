import { type Command, Option } from "commander";
import type { Comparison, Values } from "../simulator/studies.ts";
import { compare } from "../simulator/study/compare.ts";
import { exitOf, Refusal } from "./exit.ts";
import { tolerance } from "./options.ts";
import { comparisonCsv, comparisonJson, comparisonText } from "./output/comparison.ts";
import { readScenario, type ScenarioFile } from "./scenario-file.ts";
import { atWorkbench, type CommonOptions, checkSettings, withCommonOptions } from "./workbench.ts";

type Options = CommonOptions & { a?: string; b?: string; tolerance: number; format: string; all?: boolean };

/** The document as it stands, among the names of its variants. */
const BASE = "base";
/** The document with the changes of `--set`. */
const CHANGED = "changed";

export function registerCompare(program: Command): void {
  const command = program.command("compare").argument("<file>", "scenario, JSON or YAML");
  withCommonOptions(command, "runs of each; as the scenario says where left out")
    .option("--a <variant>", `what is compared with: a variant, or "${BASE}" for the document as it stands`)
    .option("--b <variant>", "what is compared: a variant; --set changes it further")
    .option(
      "--tolerance <share>",
      "how much worse B may be: a share of A for times, an absolute share for ratios",
      tolerance,
      0.01,
    )
    .option("--all", "every metric, not only the ones that usually matter")
    .addOption(
      new Option("--format <name>", "form of the result").choices(["text", "json", "csv"]).default("text"),
    )
    .description("run two variants with the same seeds, and say in which metrics they differ")
    .addHelpText(
      "after",
      `
Examples:
  spillway compare orders.sim.json --set orders-db.max=20      the document, and with 20 connections
  spillway compare orders.sim.json --a small --b large         two variants of the document
  spillway compare orders.sim.json --b large --undecided pass  in CI: fail only where it is surely worse`,
    )
    .action(async (path: string, options: Options) => {
      const file = await readScenario(path);
      const sides = sidesOf(file, options);
      checkSettings(file.raw, sides.b.set as Options["set"], "--set");
      const { run, components } = file.scenario;
      const comparison = await atWorkbench(file, { ...options, set: {} }, (setting) =>
        compare(
          {
            ...sides,
            runs: options.runs ?? run.replications,
            confidence: run.confidence,
            tolerance: options.tolerance,
            sources: components.filter(({ type }) => type === "source").map(({ id }) => id),
          },
          setting,
        ),
      );
      process.stdout.write(formatted(comparison, file, options));
      process.exitCode = exitOf(comparison.verdict, options.undecided);
    });
}

function formatted(comparison: Comparison, { file, scenario }: ScenarioFile, options: Options): string {
  switch (options.format) {
    case "json":
      return comparisonJson(comparison, file);
    case "csv":
      return comparisonCsv(comparison);
    default:
      return comparisonText(comparison, scenario, options.all === true);
  }
}

type Side = { name: string; set: Values };

/** What A and B are. Without names the document's first two variants, or the document and what `--set` makes of it. */
function sidesOf({ scenario }: ScenarioFile, { a, b, set }: Options): { a: Side; b: Side } {
  const variants = scenario.variants as Record<string, Values>;
  const names = Object.keys(variants);
  const side = (name: string): Side => {
    if (name === BASE && !Object.hasOwn(variants, BASE)) return { name, set: {} };
    const values = variants[name];
    if (values === undefined) {
      throw new Refusal(`there is no variant "${name}" (there are: ${[BASE, ...names].join(", ")})`);
    }
    return { name, set: values };
  };
  const isChanged = Object.keys(set).length > 0;
  const [first, second] = names;
  if (a === undefined && b === undefined && !isChanged) {
    if (first === undefined) {
      throw new Refusal(
        "nothing to compare: the scenario has no variants (add --set, such as --set orders-db.max=20)",
      );
    }
    return second === undefined ? { a: side(BASE), b: side(first) } : { a: side(first), b: side(second) };
  }
  const of = side(a ?? BASE);
  const to = b === undefined ? { name: isChanged ? CHANGED : BASE, set: of.set } : side(b);
  return { a: of, b: { name: to.name, set: { ...to.set, ...set } } };
}
