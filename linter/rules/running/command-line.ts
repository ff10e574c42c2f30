import type { Decorator } from "../../facts.ts";
import { modulesOf } from "../../link/project/importers.ts";
import type { FileNode, Project } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { isBySchedule, isDoneOnce, isScript, keepsRunning } from "./done-once.ts";
import { goesOn, leadsToServing } from "./serving.ts";
import { usersOf } from "./users.ts";

/** Packages that read a command line or ask the person who sits there. */
const packages =
  /^(commander|yargs|minimist|mri|getopts|command-line-args|cac|clipanion|meow|sade|caporal|nest-commander|nestjs-command|@oclif\/(core|command)|inquirer|enquirer|prompts|@inquirer\/.+|@clack\/prompts)(\/|$)/;

/** The file is a program that a person runs and waits for. */
export function isCommandLine(linked: Linked, file: FileNode): boolean {
  if (isStarted(file)) return true;
  const { classes, functions } = file.facts;
  const isCommandBy = (decorators: readonly Decorator[]) => decorators.some((one) => isCommand(file, one));
  if (classes.some((one) => isCommandBy(one.decorators))) return true;
  if (functions.some((one) => isCommandBy(one.decorators))) return true;
  // What yargs finds in a folder: `exports.command = "audit"; exports.handler = async (argv) => …`
  if (file.hasExport("command") && file.hasExport("handler")) return true;
  const importers = linked.evaluator.importersOf(file);
  if (/\/commands?\/[^/]*$/.test(file.path) && importers.length > 0)
    return importers.every((one) => one !== file && isStarted(one));
  return importers.length === 0 && (linked.project.isProgram(file.path) || isDoneOnce(linked, file));
}

/** Whether each way from a file to what imports it, tests aside, ends in a script or a program that reads a command line and serves nobody. */
export function isOfCommandLine({ project }: Linked, file: FileNode): boolean {
  const seen = new Set([file]);
  const reading = new Set<FileNode>();
  let ends = 0;
  // It grows while it is gone through.
  for (const one of seen) {
    if (goesOn(one) || seen.size > mostUsers) return false;
    // What a package finds in a folder of commands may take all of it from a class of the project.
    if (isStarted(one) || modulesOf(one).some((module) => reading.has(project.resolve(module, one) ?? one)))
      reading.add(one);
    const users = usersOf(project, one);
    // Whether findings in a script are wanted, settings say: here it is what others are for.
    const isForScript = one !== file && isScript(project, one);
    if (users.length === 0 && !isForScript && !(reading.has(one) && endsOnce(project, one))) return false;
    if (users.length === 0) ends++;
    for (const user of users) seen.add(user);
  }
  // Files that only import one another may be started by a name that is not seen.
  return ends > 0;
}

/** Nothing in it waits for more to do. */
function endsOnce(project: Project, file: FileNode): boolean {
  return !leadsToServing(project, file) && !keepsRunning(file) && !isBySchedule(file.path);
}

/** What so many files lead to is hardly for a command line alone. */
const mostUsers = 60;

/** It reads a command line, and does what that says: what it imports from a folder of commands is done then. */
function isStarted(file: FileNode): boolean {
  return modulesOf(file).some((module) => packages.test(module));
}

/** `@Command({ command: "users:sync" })`, also of a package's own wrapper. */
function isCommand(file: FileNode, { value }: Decorator): boolean {
  const call = value.kind === "call" ? file.facts.calls[value.call] : undefined;
  const [first] = call?.arguments ?? [];
  if (call?.callee.kind !== "name" || call.callee.name !== "Command" || first?.kind !== "object")
    return false;
  return first.properties.some(({ key }) => key === "command" || key === "name");
}
