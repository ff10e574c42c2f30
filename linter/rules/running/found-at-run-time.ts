import { join } from "../../link/project/modules.ts";
import type { FileNode, Project } from "../../link/project/project.ts";
import { escaped } from "../../text.ts";

/** Folders that say nothing of what lies in them. */
const anyFolder = /^(src|lib|libs|app|apps|dist|build|server|packages|\.*)$/;

/** Whether a program may find it when it runs, by the folders that it reads or what files are called there, or because it lies beside or below what reads. */
export function isFoundAtRunTime(project: Project, file: FileNode): boolean {
  const folder = project.packageOf(file) ?? "";
  const around = file.path.slice(folder.length).split("/").slice(0, -1).filter(Boolean);
  const inside = around.at(-1);
  const folders = around.filter((name) => !anyFolder.test(name));
  const written = folders.map(escaped);
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
    const own = project.packageOf(other) ?? "";
    const isNear = own === "" || file.path.startsWith(`${own}/`);
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
    if (!reading.test(other.source)) return paths.some((path) => path.test(other.source));
    // In a folder of a name that says nothing, or in none, the program says where to look.
    return names.length === 0 ? isSaid(other, inside) : names.some((name) => name.test(other.source));
  });
}

/** Whether a text of a file is the name of a folder, or ends or begins in it: `"./src"`. */
function isSaid({ source }: FileNode, folder: string | undefined): boolean {
  return folder === undefined || new RegExp(`["'\`/]${escaped(folder)}["'\`/]`).test(source);
}

/** What goes through the files of a folder. */
const reading =
  /\b(readdir\w*|opendir\w*|globby|glob|globSync|fast-glob|klaw|walk\w*|(require|include)-?(all|dir))\b/i;
