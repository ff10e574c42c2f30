import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { STARTER } from "../host/starter.ts";
import { Refusal } from "./exit.ts";

export function registerNew(program: Command): void {
  program
    .command("new")
    .argument("<file>", "such as orders.sim.json")
    .description("write a small scenario to begin with")
    .action(async (file: string) => {
      if (!file.endsWith(".sim.json"))
        throw new Refusal(`${file}: the name of a scenario ends with .sim.json`);
      try {
        await writeFile(file, STARTER, { flag: "wx" });
      } catch (error) {
        const taken = (error as NodeJS.ErrnoException).code === "EEXIST";
        throw new Refusal(taken ? `${file} exists already` : `${file} cannot be written: ${String(error)}`);
      }
      console.log(`Wrote ${file}. Run it with: spillway simulate ${file}`);
    });
}
