import type { Value } from "../facts.ts";
import type { FileNode, Project } from "./project.ts";

/** The one expression that a file exports under a name, also by way of other files that hand it on. */
export function exportedValue(
  project: Project,
  file: FileNode,
  name: string,
  seen = new Set<string>(),
): { file: FileNode; value: Value } | undefined {
  // Files may hand on what the other has.
  const key = `${file.path} ${name}`;
  if (seen.has(key)) return undefined;
  seen.add(key);
  const direct = file.exports.get(name);
  if (direct !== undefined) {
    const [fact, another] = direct;
    if (fact === undefined || another !== undefined) return undefined;
    if (fact.value !== undefined) return { file, value: fact.value };
    const from = fact.module === undefined ? undefined : project.resolve(fact.module, file);
    return from === undefined ? undefined : exportedValue(project, from, fact.imported ?? name, seen);
  }
  for (const { module } of file.exports.get("*") ?? []) {
    const from = module === undefined ? undefined : project.resolve(module, file);
    const found = from === undefined ? undefined : exportedValue(project, from, name, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
