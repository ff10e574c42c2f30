import type { FileNode } from "./file-node.ts";
import { folderOf, join } from "./modules.ts";
import type { Project } from "./project.ts";

/** Modules of which a program picks one, of which more help nobody. */
const most = 12;
const ending = /(\.d)?\.[cm]?[jt]sx?$/;

/** The module that is imported is known when the program runs: `./adapters/*`. */
export function isOneOfMany(module: string): boolean {
  return module.includes("*");
}

/** ``import(`./adapters/${kind}`)``, said as `./adapters/*`: the files that it may be. */
export function chosenModules(project: Project, from: FileNode, module: string): FileNode[] {
  const [head = "", tail = ""] = module.split("*");
  const before = `${join(folderOf(from.path), head)}${head.endsWith("/") ? "/" : ""}`;
  const after = tail.replace(ending, "");
  const isIt = (path: string) => {
    if (!path.startsWith(before) || !ending.test(path) || path === from.path) return false;
    const rest = path.slice(before.length).replace(ending, "");
    const name = after === "" ? rest.replace(/\/index$/, "") : rest.slice(0, -after.length);
    return rest.endsWith(after) && name !== "" && !name.includes("/") && !project.isForTests(path);
  };
  const paths = [...project.files.keys()].filter(isIt).sort();
  return paths.slice(0, most).flatMap((path) => project.files.get(path) ?? []);
}
