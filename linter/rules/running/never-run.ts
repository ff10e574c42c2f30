import type { Value } from "../../facts.ts";
import type { FileNode, Project } from "../../link/project/project.ts";
import { oncePerState } from "../../once-per.ts";
import type { Linked } from "../rule.ts";
import { isForDevelopment } from "./conditions.ts";
import { endsByItself, isBySchedule, isOneRun, isScript } from "./done-once.ts";
import { isFoundAtRunTime } from "./found-at-run-time.ts";
import { mentionsInCode } from "./mentions-in-code.ts";
import { namingIt } from "./naming.ts";
import { actsWhenLoaded, goesOn, hasProgram } from "./serving.ts";
import { takenIn } from "./takers.ts";
import { usersOf } from "./users.ts";

/**
 * Whether no program runs the file, as far as can be seen: what is left behind when nothing imports it any more, and what only such files, and programs
 * that somebody runs by hand, import. Only in a package that has a program, which serves or which it says that it starts: else nothing says what is run.
 */
export function isNeverRun(linked: Linked, file: FileNode): boolean {
  return neverRun(file, linked.project.state, linked);
}

const neverRun = oncePerState((file: FileNode, linked: Linked): boolean => {
  const { project } = linked;
  if (!hasProgram(project, file)) return false;
  // Of most files a program is soon seen that imports them; what else may start a file takes a look at all of them.
  return (
    isLeft(
      file,
      (one) => inEarnest(project, one),
      (one, isImported) => mayAct(linked, one, isImported, one !== file),
    ) &&
    isLeft(
      file,
      (one) => [...inEarnest(project, one), ...namingIt(project, one)],
      (one, isImported) => mayAct(linked, one, isImported, one !== file) || mayBeLoaded(linked, one),
    )
  );
});

/** Those that use a file, but for who develops: `if (env !== "production") app.use("/test", require("./tests"))`. */
function inEarnest(project: Project, file: FileNode): FileNode[] {
  return usersOf(project, file).filter((user) => !usesForDevelopment(project, user, file));
}

function usesForDevelopment(project: Project, user: FileNode, file: FileNode): boolean {
  if (!user.mayName(/dev|local|prod|test/i)) return false;
  const isIt = (module: string) => project.resolve(module, user) === file;
  const isRequired = (value: Value) => value.kind === "module" && isIt(value.module);
  const places = user.facts.calls.flatMap(({ callee, arguments: given }) =>
    [callee, ...given].filter(isRequired).map(({ start }) => start),
  );
  const names = takenIn(user).flatMap(({ module, local }) => (isIt(module) ? [local] : []));
  const uses = [...places, ...names.flatMap((name) => mentionsInCode(user, name))];
  return uses.length > 0 && uses.every((at) => isForDevelopment(user, at));
}

/** Whether no way from a file to those that use it leads to one that may be started. */
function isLeft(
  file: FileNode,
  leadTo: (file: FileNode) => FileNode[],
  mayStart: (file: FileNode, isImported: boolean) => boolean,
): boolean {
  const seen = new Set([file]);
  let ends = 0;
  // It grows while it is gone through.
  for (const one of seen) {
    const users = leadTo(one);
    if (seen.size > mostUsers || mayStart(one, users.length > 0)) return false;
    if (users.length === 0) ends++;
    for (const user of users) seen.add(user);
  }
  // Files that only import one another may still be started by a name that is not seen.
  return ends > 0;
}

/** What so many files lead to is hardly left behind. */
const mostUsers = 60;

/** Whether it is a program, or offered to those outside of the project. */
function mayAct(linked: Linked, file: FileNode, isImported: boolean, isOnTheWay: boolean): boolean {
  const { project } = linked;
  if (project.isOffered(file)) return true;
  // Whether findings in a script are wanted, settings say: on the way from another file it is what that is for.
  if (project.isProgram(file.path) || (isOnTheWay && isScript(project, file))) return false;
  if (project.isStarted(file)) return true;
  // What offers a function that serves, and neither calls it nor is imported, serves nobody.
  const mayServe = isImported || file.exports.size === 0 || actsWhenLoaded(file);
  if (mayServe && goesOn(file)) return true;
  // What offers something is hardly a program, unless it is called so.
  if (isImported || (file.exports.size > 0 && !isBySchedule(file.path))) return false;
  return actsWhenLoaded(file) && !endsByItself(linked, file) && !isOneRun(linked, file);
}

/** Whether somebody may load the file who does not import it. */
function mayBeLoaded(linked: Linked, file: FileNode): boolean {
  const { project } = linked;
  if (project.isProgram(file.path)) return false;
  return (
    isHandler(file) || isCommand.test(file.path) || isFoundAtRunTime(project, file) || isNamed(linked, file)
  );
}

/** What oclif and its kind find in a folder, which package.json says. */
const isCommand = /\/(commands?|cmds?)\//;

/** What a platform calls by its name, or hands a request or an event to. */
function isHandler(file: FileNode): boolean {
  if (["handler", "main", "onRequest", "fetch", "GET", "POST"].some((name) => file.hasExport(name)))
    return true;
  const whole = ["default", "="].flatMap((name) => file.exportsNamed(name) ?? []);
  return whole.some(({ value }) => {
    const given = value?.kind === "name" ? file.facts.bindings[value.binding]?.target : undefined;
    const [first] =
      file.facts.functions[value?.kind === "function" ? value.function : (given ?? -1)]?.parameters ?? [];
    return /^_?(event|evt|req|request|context|job)$/.test(first?.name ?? "");
  });
}

/** Whether a text of the code names the file as one, `new Worker("./resize.js")`: what somebody runs by hand says how. */
function isNamed(linked: Linked, file: FileNode): boolean {
  const { project } = linked;
  const stem = /([^/]*?)\.[cm]?[jt]sx?$/.exec(file.path)?.[1] ?? "";
  const name = new RegExp(`${stem.replace(/\W/g, ".")}\\.[cm]?[jt]s`);
  return [...project.files.inOrder()].some(
    (other) =>
      other !== file &&
      !project.isForTests(other.path) &&
      !ofTests.test(other.path) &&
      other.mayName(name) &&
      name.test(other.source.replace(imported, "")) &&
      !endsByItself(linked, other) &&
      !isOneRun(linked, other),
  );
}

/** The settings of what runs tests. */
const ofTests = /\/(jest|vitest|karma|playwright|cypress)[^/]*\.config[^/]*$/;

/** What is imported is known without its text. */
const imported = /\b(from|import|require)\s*\(?\s*["'][^"'\n]*["']/g;
