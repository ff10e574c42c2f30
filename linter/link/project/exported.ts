import type { ExportFact, Value } from "../../facts.ts";
import type { FileNode, Project } from "./project.ts";

/** A value, and the file that it stands in. */
export interface Held {
  file: FileNode;
  value: Value;
}

/** The one expression that a file exports under a name, also by way of other files that hand it on. */
export function exportedValue(
  project: Project,
  file: FileNode,
  name: string,
  seen = new Set<string>(),
): Held | undefined {
  // Files may hand on what the other has.
  const key = `${file.path} ${name}`;
  if (seen.has(key)) return undefined;
  seen.add(key);
  const direct = file.exportsNamed(name);
  if (direct !== undefined) {
    const [fact, another] = direct.length === 1 ? direct : direct.filter((one) => !isType(file, one));
    if (fact === undefined || another !== undefined) return undefined;
    if (fact.value !== undefined) return { file, value: fact.value };
    const from = fact.module === undefined ? undefined : project.resolve(fact.module, file);
    return from === undefined ? undefined : exportedValue(project, from, fact.imported ?? name, seen);
  }
  const held = ofWhole(file, name);
  if (held !== undefined) return { file, value: held };
  for (const module of file.outline.handedOn) {
    const from = project.resolve(module, file);
    const found = from === undefined ? undefined : exportedValue(project, from, name, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `module.exports = { kinds }`; what imports its default by the rules of modules is given all of it. */
function ofWhole(file: FileNode, name: string): Value | undefined {
  const [whole, another] = file.exportsNamed("=") ?? [];
  if (whole?.value === undefined || another !== undefined) return undefined;
  const { value } = whole;
  if (name === "*" || name === "default") return value;
  if (value.kind === "object") return value.properties.findLast(({ key }) => key === name)?.value;
  return { kind: "member", of: value, name, start: value.start, end: value.end };
}

/** `export type Kind = …`, which may stand beside `export const Kind = …`. */
export function isType({ facts }: FileNode, { value }: ExportFact): boolean {
  return value?.kind === "name" && facts.bindings[value.binding]?.kind === "type";
}

/** What a variable takes of another file: `import { kinds } from "./kinds"`, `const { kinds } = require("./kinds")`; "*" is all of it. */
export function takenOf(file: FileNode, binding: number): { module: string; name: string } | undefined {
  const imported = file.imports.get(binding);
  if (imported !== undefined) return imported;
  const [held, another] = file.facts.bindings[binding]?.values ?? [];
  if (held === undefined || another !== undefined) return undefined;
  const { value } = held;
  if (value.kind === "module") return { module: value.module, name: "*" };
  return value.kind === "member" && value.of.kind === "module"
    ? { module: value.of.module, name: value.name }
    : undefined;
}
