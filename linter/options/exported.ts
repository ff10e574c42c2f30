import type { Value } from "../facts.ts";
import type { FileNode, Project } from "../link/project/project.ts";

export interface Held {
  file: FileNode;
  value: Value;
}

/** What a file exports under a name, also through other files and as a member of `module.exports = { … }`. */
export function exportedValue(project: Project, file: FileNode, name: string, hops = 0): Held | undefined {
  if (hops > 8) return undefined;
  for (const fact of file.exportsNamed(name) ?? []) {
    if (fact.value !== undefined) return { file, value: fact.value };
    const from = fact.module === undefined ? undefined : project.resolve(fact.module, file);
    const found = from && exportedValue(project, from, fact.imported ?? name, hops + 1);
    if (found !== undefined) return found;
  }
  const whole = file.exportsNamed("=")?.[0]?.value;
  if (whole !== undefined) {
    if (name === "default" || name === "*") return { file, value: whole };
    const { start, end } = whole;
    return { file, value: { kind: "member", of: whole, name, start, end } };
  }
  for (const module of file.outline.handedOn) {
    const from = project.resolve(module, file);
    const found = from && exportedValue(project, from, name, hops + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

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
