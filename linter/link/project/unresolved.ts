import { oncePerState } from "../../once-per.ts";
import { modulesOf } from "./importers.ts";
import type { Project } from "./project.ts";

/** The packages of which files of the project import something that leads to none of its files: `@acme/db` of `@acme/db/client`. */
export const unresolvedPackages = oncePerState((project: Project): ReadonlySet<string> => {
  const out = new Set<string>();
  for (const file of project.files.inOrder())
    for (const module of modulesOf(file))
      if (!module.startsWith(".") && project.resolve(module, file) === undefined) out.add(packageIn(module));
  return out;
});

/** `@octokit/app` of `@octokit/app/dist`, `pg` of `pg/lib` */
export function packageIn(module: string): string {
  return /^(@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? module;
}
