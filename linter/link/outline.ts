import type { FileFacts } from "../facts.ts";
import { typedObjects } from "./typed-objects.ts";

/** What the whole project has to know of every file before any of them is linked. */
export interface Outline {
  imports: { module: string; name: string }[];
  /** Each class by the name of each thing that it extends or implements. */
  heirs: { name: string; class: number }[];
  /** The name of the type of each object literal that is declared with one. */
  objects: string[];
}

export function outlineOf(facts: FileFacts): Outline {
  const { imports, classes } = facts;
  const heirs = classes.flatMap((fact, position) => {
    const names = fact.implements.flatMap((t) => (t.kind === "named" ? [t.path.at(-1) ?? t.name] : []));
    if (fact.superclass?.kind === "name") names.push(fact.superclass.name);
    return names.map((name) => ({ name, class: position }));
  });
  const objects = typedObjects(facts).map(({ type }) => type.path.at(-1) ?? type.name);
  return { imports: imports.map(({ module, name }) => ({ module, name })), heirs, objects };
}
