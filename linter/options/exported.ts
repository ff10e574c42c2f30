import type { Value } from "../facts.ts";
import { exportedValue, type Held } from "../link/project/exported.ts";
import type { FileNode, Project } from "../link/project/project.ts";

/** What the file that an import leads to exports under its name. */
export function importedValue(
  project: Project,
  file: FileNode,
  { module, name }: { module: string; name: string },
): Held | undefined {
  const other = project.resolve(module, file);
  return other && exportedValue(project, other, name);
}

/** The file that a value is all of: `import * as config`, `require("./config")`. */
export function moduleOf(project: Project, file: FileNode, value: Value): FileNode | undefined {
  if (value.kind === "module") return project.resolve(value.module, file);
  if (value.kind !== "name") return undefined;
  const imported = file.imports.get(value.binding);
  if (imported !== undefined)
    return imported.name === "*" ? project.resolve(imported.module, file) : undefined;
  const binding = file.facts.bindings[value.binding];
  const [only] = binding?.values ?? [];
  return binding?.values.length === 1 && only?.value.kind === "module"
    ? moduleOf(project, file, only.value)
    : undefined;
}
