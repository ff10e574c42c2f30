import { modulesOf } from "../../link/project/importers.ts";
import { join } from "../../link/project/modules.ts";
import type { FileNode, Project } from "../../link/project/project.ts";
import { oncePerState } from "../../once-per.ts";
import type { Linked } from "../rule.ts";
import { endsByItself, goesOnBySchedule, isOneRun } from "./done-once.ts";
import { actsWhenLoaded, goesOn, hasProgram } from "./serving.ts";
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
      (one) => usersOf(project, one),
      (one, isImported) => mayAct(linked, one, isImported),
    ) &&
    isLeft(
      file,
      (one) => [...usersOf(project, one), ...namingIt(project, one)],
      (one, isImported) => mayAct(linked, one, isImported) || mayBeLoaded(linked, one),
    )
  );
});

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
function mayAct(linked: Linked, file: FileNode, isImported: boolean): boolean {
  const { project } = linked;
  if (project.isOffered(file) || goesOn(file)) return true;
  if (isImported || project.isProgram(file.path)) return false;
  if (project.isStarted(file)) return true;
  // What offers something is hardly a program, unless it is called so.
  if (file.exports.size > 0 && !goesOnBySchedule.test(file.path)) return false;
  return actsWhenLoaded(file) && !endsByItself(linked, file) && !isOneRun(linked, file);
}

/** Whether somebody may load the file who does not import it. */
function mayBeLoaded(linked: Linked, file: FileNode): boolean {
  const { project } = linked;
  if (project.isProgram(file.path)) return false;
  return isHandler(file) || isCommand.test(file.path) || isFound(project, file) || isNamed(linked, file);
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

/** Files that import something of the file's name which is nowhere else: a tool may know it by another path, `@app/orders`. */
function namingIt(project: Project, file: FileNode): FileNode[] {
  const stem = stemOf(file.path);
  const isIt = (module: string, from: FileNode) =>
    module.includes(stem) &&
    stemOf(module) === stem &&
    project.resolve(module, from) === undefined &&
    project.majorOf(from, packageIn(module)) === undefined;
  return [...project.files.inOrder()].filter(
    (other) =>
      other !== file &&
      !project.isForTests(other.path) &&
      modulesOf(other).some((module) => isIt(module, other)),
  );
}

/** `@octokit/app` of `@octokit/app/dist`, `pg` of `pg/lib` */
function packageIn(module: string): string {
  return /^(@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? module;
}

/** `orders` of `src/orders.ts`, `./orders.js` and `orders/index.ts`. */
function stemOf(path: string): string {
  return /([^/]*?)(?:\/index)?(?:\.[cm]?[jt]sx?)?$/.exec(path)?.[1] ?? "";
}

/** Folders that say nothing of what lies in them. */
const anyFolder = /^(src|lib|libs|app|apps|dist|build|server|packages|\.*)$/;

/** Whether a program may find it when it runs, by the folders that it reads or what files are called there, or because it lies beside or below what reads. */
function isFound(project: Project, file: FileNode): boolean {
  const folder = project.packageOf(file) ?? "";
  const folders = file.path
    .slice(folder.length)
    .split("/")
    .slice(0, -1)
    .filter((name) => !anyFolder.test(name));
  const written = folders.map((name) => name.replace(/\W/g, "\\$&"));
  const names = written.map((name) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`));
  const paths = written.map((name) => new RegExp(`["'\`/]${name}/`));
  const role = /\.(\w+)\.[cm]?[jt]sx?$/.exec(file.path)?.[1];
  const called = role === undefined ? undefined : new RegExp(`\\*[^/]*\\.${role}`);
  return [...project.files.inOrder()].some((other) => {
    if (project.isForTests(other.path)) return false;
    if (called !== undefined && other.mayName(called)) return true;
    const all = other.outline.patterns;
    if (all.length === 0) return false;
    // A program looks for what runs in it in its own package, or says where else.
    const isNear = file.path.startsWith(project.packageOf(other) ?? "");
    const beside = other.path.slice(0, other.path.lastIndexOf("/"));
    // `./events/*` says where it is.
    const isThere = ([start = ""]: string[]) => file.path.startsWith(join(beside, start));
    if (all.some((pattern) => pattern.startsWith(".") && isThere(pattern.split("*")))) return true;
    const patterns = all.filter((pattern) => !pattern.startsWith(".")).map((pattern) => pattern.split("/"));
    if (patterns.some((words) => folders.some((name) => words.includes(name)))) return true;
    const isOpen = (word: string) => word.includes("*") || anyFolder.test(word);
    if (!isNear || !patterns.some((words) => words.every(isOpen))) return false;
    // Which folder it is, is said elsewhere.
    const isBelow = file.path.startsWith(`${beside}/`) && !anyFolder.test(/[^/]*$/.exec(beside)?.[0] ?? "");
    if (isBelow) return true;
    if (!other.mayName(reading)) return paths.some((path) => path.test(other.source));
    return names.length === 0 || names.some((name) => name.test(other.source));
  });
}

/** What goes through the files of a folder. */
const reading = /readdir|opendir|glob|walk|klaw|(require|include)-?(all|dir)/i;

/** Whether a text of the code names the file as one, `new Worker("./resize.js")`: what somebody runs by hand says how. */
function isNamed(linked: Linked, file: FileNode): boolean {
  const { project } = linked;
  const stem = /([^/]*?)\.[cm]?[jt]sx?$/.exec(file.path)?.[1] ?? "";
  const name = new RegExp(`${stem.replace(/\W/g, ".")}\\.[cm]?[jt]s`);
  return [...project.files.inOrder()].some(
    (other) =>
      other !== file &&
      !project.isForTests(other.path) &&
      other.mayName(name) &&
      name.test(other.source.replace(imported, "")) &&
      !endsByItself(linked, other) &&
      !isOneRun(linked, other),
  );
}

/** What is imported is known without its text. */
const imported = /\b(from|import|require)\s*\(?\s*["'][^"'\n]*["']/g;
