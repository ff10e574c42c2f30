import { libraryOfModule, libraryOfName } from "../../catalog/index.ts";
import type { ImportFact } from "../../facts.ts";
import { copiedModules, ELEMENTS, exportedElements } from "../../outline/exports.ts";
import { type Entity, none } from "../entity.ts";
import { chosenModules, isOneOfMany } from "../project/chosen-modules.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";
import { copiedFromFolder, ofFolder } from "./of-folder.ts";
import { ofLibrary } from "./of-library.ts";

/** Files that hand on what others hand on, of which more are given up. */
const longest = 60;

/** What an import brings in. */
export function imported(evaluator: Evaluator, file: FileNode, fact: ImportFact | undefined): Entity[] {
  if (fact === undefined) return none;
  const found = evaluator.project.resolve(fact.module, file);
  // A generated client that lies in the project, and declares what its package makes: its name says more than its text.
  const named = libraryOfName(fact.name);
  if (found !== undefined) {
    const given = exported(evaluator, found, fact.name);
    const isGenerated =
      named !== undefined &&
      given.every(({ kind }) => kind === "shape" || kind === "external" || kind === "file");
    if (given.length > 0 && !isGenerated) return given;
  }
  const library = libraryOfModule(fact.module) ?? named;
  if (library !== undefined) return ofLibrary(library, fact.module, fact.name);
  // What a file of the project exports and nobody can tell is nothing known, and no package's.
  return found === undefined ? [{ kind: "external", module: fact.module, name: fact.name }] : none;
}

/** All that a module exports. */
export function ofModule(evaluator: Evaluator, file: FileNode, module: string): Entity[] {
  const { project } = evaluator;
  if (isOneOfMany(module))
    return chosenModules(project, file, module).flatMap((one) => whole(evaluator, one));
  const found = project.resolve(module, file);
  if (found !== undefined) return whole(evaluator, found);
  const library = libraryOfModule(module);
  return library === undefined ? [{ kind: "external", module, name: "*" }] : ofLibrary(library, module, "*");
}

function whole(evaluator: Evaluator, file: FileNode): Entity[] {
  evaluator.enter(file);
  const assigned = file
    .exportsNamed("=")
    ?.flatMap(({ value }) => (value ? evaluator.value(file, value) : none));
  return assigned !== undefined && assigned.length > 0 ? assigned : [{ kind: "file", file: file.path }];
}

/** What a file exports under a name; "*" is the file itself. */
export function exported(
  evaluator: Evaluator,
  file: FileNode,
  name: string,
  seen = new Set<string>(),
  hops = 0,
): Entity[] {
  evaluator.enter(file);
  if (name === "*") return whole(evaluator, file);
  if (seen.has(file.path) || hops > longest) return none;
  seen.add(file.path);
  const direct = file.exportsNamed(name);
  if (direct !== undefined) {
    return direct.flatMap((fact) => {
      if (fact.value !== undefined) return evaluator.value(file, fact.value);
      if (fact.module === undefined) return none;
      const from = evaluator.project.resolve(fact.module, file);
      if (from !== undefined) return exported(evaluator, from, fact.imported ?? name, seen, hops + 1);
      const library = libraryOfModule(fact.module);
      return library === undefined ? none : ofLibrary(library, fact.module, fact.imported ?? name);
    });
  }
  const all = file.exportsNamed("=");
  if (all !== undefined) {
    const values = all.flatMap(({ value }) => (value === undefined ? none : evaluator.value(file, value)));
    return name === "default" ? values : values.flatMap((value) => evaluator.member(value, name));
  }
  for (const module of file.outline.handedOn) {
    const from = evaluator.project.resolve(module, file);
    if (from !== undefined) {
      const found = exported(evaluator, from, name, seen, hops + 1);
      if (found.length > 0) return found;
    } else {
      const library = libraryOfModule(module) ?? libraryOfName(name);
      const found = library === undefined ? none : ofLibrary(library, module, name);
      if (found.length > 0) return found;
    }
  }
  if (!file.hasExport(ELEMENTS)) return none;
  const own = ofFolder(evaluator, file, exportedElements(file.facts), name);
  return own.length > 0 ? own : copiedFromFolder(evaluator, file, copiedModules(file.facts), name);
}
