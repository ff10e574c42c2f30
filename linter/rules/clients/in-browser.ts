import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";

const views =
  /^(react|react-dom|react-redux|react-query|@tanstack\/react-query|swr|preact|vue|svelte|solid-js|@angular\/core|react-native)(\/|$)/;

/**
 * Whether a file is code for a browser: by its package, by what it imports, or because all that import it are. A page and the server that
 * hands it out may be one package.
 */
export function runsInBrowser(linked: Linked, file: FileNode): boolean {
  return linked.project.inBrowser(file) || isOfPage(linked, file, 0);
}

const mostImports = 3;

function isOfPage(linked: Linked, file: FileNode, hops: number): boolean {
  const { imports, required } = file.outline;
  if (imports.some(({ module }) => views.test(module)) || required.some((module) => views.test(module)))
    return true;
  if (hops >= mostImports) return false;
  const importers = linked.project
    .importersOf(file)
    .filter(({ path }) => path !== file.path && !linked.project.isForTests(path));
  return importers.length > 0 && importers.every((one) => isOfPage(linked, one, hops + 1));
}
