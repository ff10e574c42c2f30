import type { Decorator } from "../facts.ts";
import type { FileNode } from "../link/project.ts";

/** Packages that read a command line or ask the person who sits there. */
const packages =
  /^(commander|yargs|minimist|mri|getopts|command-line-args|cac|clipanion|meow|sade|caporal|nest-commander|nestjs-command|@oclif\/(core|command)|inquirer|enquirer|prompts|@inquirer\/.+|@clack\/prompts)$/;

/** The file is a program that a person runs and waits for. */
export function isCommandLine(file: FileNode): boolean {
  const { imports, required } = file.outline;
  if (imports.some(({ module }) => packages.test(module))) return true;
  if (required.some((module) => packages.test(module))) return true;
  const { classes, functions } = file.facts;
  return [...classes, ...functions].some(({ decorators }) => decorators.some((one) => isCommand(file, one)));
}

/** `@Command({ command: "users:sync" })`, also of a package's own wrapper. */
function isCommand(file: FileNode, { value }: Decorator): boolean {
  const call = value.kind === "call" ? file.facts.calls[value.call] : undefined;
  const [first] = call?.arguments ?? [];
  if (call?.callee.kind !== "name" || call.callee.name !== "Command" || first?.kind !== "object")
    return false;
  return first.properties.some(({ key }) => key === "command" || key === "name");
}
