import { type Command, Option } from "commander";
import { type ComponentType, componentTypes } from "../simulator/scenario/catalogue.ts";
import { suggest } from "../words/nearest.ts";
import { Refusal } from "./exit.ts";
import { componentsCsv, componentsJson, componentsText, componentText } from "./output/components.ts";

export function registerComponents(program: Command): void {
  program
    .command("components")
    .argument("[type]", "such as pool; a list of all where left out")
    .addOption(
      new Option("--format <name>", "form of the result").choices(["text", "json", "csv"]).default("text"),
    )
    .description("list what a scenario is made of: options, defaults, presets of libraries, metrics")
    .addHelpText(
      "after",
      `
Examples:
  spillway components
  spillway components pool
  spillway components breaker --format json | jq '.components[0].presets[].name'`,
    )
    .action((type: string | undefined, { format }: { format: string }) => {
      const all = componentTypes();
      const chosen = type === undefined ? all : all.filter((one) => one.type === type);
      if (chosen.length === 0 && type !== undefined) {
        const advice = suggest(
          type,
          all.map((one) => one.type),
          "types",
        );
        throw new Refusal(`there is no component "${type}"${advice === undefined ? "" : ` (${advice})`}`);
      }
      process.stdout.write(formatted(chosen, type !== undefined, format));
    });
}

function formatted(chosen: readonly ComponentType[], isOne: boolean, format: string): string {
  switch (format) {
    case "json":
      return componentsJson(chosen);
    case "csv":
      return componentsCsv(chosen);
    default:
      return isOne ? chosen.map(componentText).join("") : componentsText(chosen);
  }
}
