import { posix } from "node:path";
import type { Source } from "./source.ts";

/** Folders from the ground up: a file runs nothing that lies in a folder above its own. Of some, types are known everywhere. */
const layers = [
  ["linter/outline", "linter/packed", "linter/link"],
  [
    "linter/link",
    "linter/link/file",
    "linter/link/project",
    "linter/link/roles",
    "linter/link/values",
    "linter/link/queries",
    "linter/link/graph",
    "linter/rules",
  ],
  [
    "linter/rules/running",
    "linter/rules/way",
    "linter/rules/repetition",
    "linter/rules/exempt",
    "linter/rules/writes",
    "linter/rules/queries",
    "linter/rules/clients",
  ],
];

/** Every import that leads upwards, each as `file imports other`. */
export function climbs({ path, imports }: Source): string[] {
  const folder = posix.dirname(path);
  return layers.flatMap((folders) => {
    const own = folders.indexOf(folder);
    if (own < 0) return [];
    return imports
      .filter(({ target, typeOnly }) => !typeOnly && folders.indexOf(posix.dirname(target)) > own)
      .map(({ target }) => `${path} imports ${target}`);
  });
}
