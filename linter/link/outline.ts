import type { FileFacts } from "../facts.ts";

/** What the whole project has to know of every file before any of them is linked. */
export interface Outline {
  imports: { module: string; name: string }[];
  /** Each class by the name of each thing that it extends or implements. */
  heirs: { name: string; class: number }[];
}

export function outlineOf({ imports, classes }: FileFacts): Outline {
  const heirs = classes.flatMap((fact, position) => {
    const names = fact.implements.flatMap((t) => (t.kind === "named" ? [t.path.at(-1) ?? t.name] : []));
    if (fact.superclass?.kind === "name") names.push(fact.superclass.name);
    return names.map((name) => ({ name, class: position }));
  });
  return { imports: imports.map(({ module, name }) => ({ module, name })), heirs };
}
