import type { Command } from "commander";
import { STARTER } from "../host/starter.ts";
import { Refusal } from "./exit.ts";
import { writeText } from "./text-file.ts";

export function registerNew(program: Command): void {
  program
    .command("new")
    .argument("<file>", "such as orders.sim.json")
    .description("write a small scenario to begin with")
    .action(async (file: string) => {
      if (!file.endsWith(".sim.json"))
        throw new Refusal(`${file}: the name of a scenario ends with .sim.json`);
      await writeText(file, STARTER, "wx");
      console.log(`Wrote ${file}. Run it with: spillway simulate ${file}`);
    });
}
