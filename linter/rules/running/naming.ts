import { modulesOf } from "../../link/project/importers.ts";
import type { FileNode, Project } from "../../link/project/project.ts";
import { packageIn } from "../../link/project/unresolved.ts";

/** Files that import something of the file's name which is nowhere else: a tool may know it by another path, `@app/orders`. */
export function namingIt(project: Project, file: FileNode): FileNode[] {
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

/** `orders` of `src/orders.ts`, `./orders.js` and `orders/index.ts`. */
function stemOf(path: string): string {
  return /([^/]*?)(?:\/index)?(?:\.[cm]?[jt]sx?)?$/.exec(path)?.[1] ?? "";
}
