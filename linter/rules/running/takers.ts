import type { Value } from "../../facts.ts";
import type { FileNode, Project } from "../../link/project/project.ts";
import { usedWhole } from "./mentions-in-code.ts";
import { namingIt } from "./naming.ts";

/** The names under which a file offers a function to others; "default" and "=" stand for the file itself. */
export interface Offer {
  itself: ReadonlySet<string>;
  /** Those of objects that hold it. */
  holding: ReadonlySet<string>;
}

/** A file that imports from another one, or from what hands that one on. */
export interface Taker {
  file: FileNode;
  /** What it may call the function by. */
  names: string[];
  /** It does something with all that the file exports, or with the object: whoever is given that may call the function. */
  takesWhole: boolean;
}

/** How many files may hand something on before somebody takes it. */
const mostHandings = 4;

/** The files that may take a function; undefined where it is offered to who is no part of the code, or something is imported that may be its file. */
export function takersOf(project: Project, file: FileNode, name: string, offer: Offer): Taker[] | undefined {
  if (project.isOffered(file)) return undefined;
  const names = { itself: new Set(offer.itself), holding: new Set(offer.holding) };
  const sources = new Set([file]);
  const handing = new Set<FileNode>();
  const taking = new Set<FileNode>();
  // It grows while it is gone through.
  for (const source of sources) {
    if (namingIt(project, source).length > 0) return undefined;
    for (const importer of project.importersOf(source)) {
      if (importer === file || project.isForTests(importer.path)) continue;
      taking.add(importer);
      if (!handsOn(project, importer, source, name, names)) continue;
      handing.add(importer);
      if (project.isOffered(importer) || handing.size > mostHandings) return undefined;
      sources.add(importer);
    }
  }
  return [...taking].map((one) => takerOf(project, one, sources, name, names, handing.has(one)));
}

/** Whether a file exports something of what it imports; the names that it gives the function, whose own is `own`, are added. */
function handsOn(
  project: Project,
  importer: FileNode,
  source: FileNode,
  own: string,
  names: { itself: Set<string>; holding: Set<string> },
): boolean {
  let hands = false;
  for (const { name, module, imported } of importer.facts.exports) {
    if (module === undefined || project.resolve(module, importer) !== source) continue;
    hands = true;
    if (name === "*") continue;
    if (names.itself.has(imported ?? name)) names.itself.add(name);
    if (imported === "*" || names.holding.has(imported ?? name)) names.holding.add(name);
  }
  const { bindings } = importer.facts;
  const takenBy = (value: Value | undefined): { module: string; as: string } | undefined => {
    if (value?.kind !== "name") return requiredBy(value);
    const taken = importer.imports.get(value.binding);
    return taken === undefined
      ? requiredBy(bindings[value.binding]?.values[0]?.value)
      : { module: taken.module, as: taken.name };
  };
  for (const [name, value] of offeredBy(importer)) {
    const taken = takenBy(value);
    if (taken === undefined || project.resolve(taken.module, importer) !== source) continue;
    hands = true;
    if (names.itself.has(taken.as) || (taken.as === own && names.holding.has("="))) names.itself.add(name);
    if (taken.as === "*" || taken.as === "=" || names.holding.has(taken.as)) names.holding.add(name);
  }
  return hands;
}

/** What a file exports, by name, with what is in an object that it exports: `module.exports = { orders, list: require("./list") }`. */
function offeredBy({ exports }: FileNode): [string, Value][] {
  return [...exports].flatMap(([name, facts]) =>
    facts.flatMap(({ value }): [string, Value][] => {
      if (value === undefined) return [];
      const listed = value.kind === "object" ? value.properties : [];
      return [
        [name, value],
        ...listed.flatMap(({ key, value: held }): [string, Value][] =>
          key === undefined ? [] : [[key, held]],
        ),
      ];
    }),
  );
}

function takerOf(
  project: Project,
  file: FileNode,
  sources: ReadonlySet<FileNode>,
  name: string,
  { itself, holding }: Offer,
  handsOn: boolean,
): Taker {
  const isFrom = (module: string) => {
    const there = project.resolve(module, file);
    return there !== undefined && sources.has(there);
  };
  const names = new Set([name, ...[...itself].filter((one) => one !== "default" && one !== "=")]);
  const whole: string[] = [];
  let isBound = handsOn;
  const take = (as: string, local: string) => {
    isBound = true;
    if (itself.has(as)) names.add(local);
    else if (as === "*" || as === "default" || as === "=" || holding.has(as)) whole.push(local);
  };
  for (const { module, as, local } of takenIn(file)) if (isFrom(module)) take(as, local);
  return {
    file,
    names: [...names],
    takesWhole: !isBound || whole.some((one) => usedWhole(file, one, "another's")),
  };
}

/** What a file takes under names of its own: of which module, and as what of it. */
export function takenIn({ facts: { bindings, imports } }: FileNode): {
  module: string;
  as: string;
  local: string;
}[] {
  return [
    ...imports.map(({ binding, module, name }) => ({
      module,
      as: name,
      local: bindings[binding]?.name ?? "",
    })),
    ...bindings.flatMap(({ name: local, values: [held] }) => {
      const taken = requiredBy(held?.value);
      return taken === undefined ? [] : [{ ...taken, local }];
    }),
  ];
}

/** The module that a variable is from, and as what of it: `require("./orders")`, `(await import("./orders")).list`. */
function requiredBy(value: Value | undefined): { module: string; as: string } | undefined {
  if (value?.kind === "await") return requiredBy(value.of);
  if (value?.kind === "module") return { module: value.module, as: "=" };
  const of = value?.kind === "member" ? requiredBy(value.of) : undefined;
  return value?.kind === "member" && of?.as === "=" ? { module: of.module, as: value.name } : undefined;
}
