import type { CallFact, Value } from "../../facts.ts";
import { commonName } from "../../outline/exports.ts";
import { isKept, isNamed, nameOf, ownCalls, passingsInFile } from "../file/callers.ts";
import { classAbove, moduleOf } from "../project/passes.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { fewFiles } from "../values/importing.ts";

/** A call of a function, and where it is made. */
export interface Passed {
  file: FileNode;
  call: CallFact;
}

/** All calls of a function that are made in its own file, or in the few others that import it; none where it may be called elsewhere. */
export function callsOf(evaluator: Evaluator, file: FileNode, index: number): Passed[] {
  const own = ownCalls(file, index);
  if (own.length > 0) return own.map((call) => ({ file, call }));
  const binding = nameOf(file, index);
  const names = exportedNames(file, binding, index);
  const isIt = (value: Value) => isNamed(value, binding);
  if (names.size === 0 || isKept(file, isIt, isExported)) return [];
  // A test passes what it likes.
  const importers = evaluator.importersOf(file).filter(({ path }) => !evaluator.project.isForTests(path));
  // What no file imports is there for others.
  if (importers.length === 0 || importers.length > fewFiles) return [];
  const here = passingsInFile(file, index).map(({ call }) => ({ file, call: file.facts.calls[call] }));
  const elsewhere = importers.map((other) => callsFrom(evaluator, other, file, index, names));
  if (elsewhere.some((calls) => calls === undefined)) return [];
  return [...here, ...elsewhere.flat()].flatMap((passed) =>
    passed?.call === undefined ? [] : [{ file: passed.file, call: passed.call }],
  );
}

/**
 * All places that make something of the class that a constructor belongs to, also by `super(…)`; none where it may be made elsewhere, as
 * what a decorator marks is, and what is handed on as a value.
 */
export function constructionsOf(evaluator: Evaluator, file: FileNode, index: number): Passed[] {
  const own = file.facts.functions[index]?.class ?? -1;
  const made = file.facts.classes[own];
  if (made === undefined || made.decorators.length > 0) return [];
  const importers = evaluator.importersOf(file);
  if (importers.length > fewFiles) return [];
  const out: Passed[] = [];
  for (const other of [file, ...importers]) {
    const isFrom = (module: string | undefined) =>
      module !== undefined && evaluator.project.resolve(module, other) === file;
    const isIt = (value: Value): boolean =>
      (other === file || isFrom(moduleOf(other, value))) &&
      evaluator
        .value(other, value)
        .some((e) => e.kind === "class" && e.file === file.path && e.class === own);
    if (other.facts.exports.some(({ module }) => isFrom(module))) return [];
    const isName = (value: Value) => value.kind === "name" && isIt(value);
    if (other === file ? isKept(other, isName, isExported) : isKept(other, isName)) return [];
    for (const call of evaluator.passedBy(other, file)) {
      const above = classAbove(other, call);
      if ((call.form === "new" || above !== undefined) && isIt(above ?? call.callee))
        out.push({ file: other, call });
    }
  }
  return out;
}

/** `exports.find = …`, `module.exports = …` */
function isExported(target: Value): boolean {
  return commonName(target) !== undefined;
}

/** The names under which others may take the function; "=" is what `require` gives. */
function exportedNames(file: FileNode, binding: number, index: number): Set<string> {
  const isIt = (value: Value | undefined) =>
    value?.kind === "function" ? value.function === index : value !== undefined && isNamed(value, binding);
  const out = new Set<string>();
  for (const [name, facts] of file.exports)
    for (const { value } of facts) {
      if (isIt(value)) out.add(name);
      // `module.exports = { find, save }`
      if (name === "=" && value?.kind === "object")
        for (const held of value.properties)
          if (held.key !== undefined && isIt(held.value)) out.add(held.key);
    }
  return out;
}

/** The calls of another file's function; undefined where this file hands it on. */
function callsFrom(
  evaluator: Evaluator,
  other: FileNode,
  file: FileNode,
  index: number,
  names: ReadonlySet<string>,
): Passed[] | undefined {
  const { project } = evaluator;
  const isFrom = (module: string | undefined) =>
    module !== undefined && project.resolve(module, other) === file;
  if (other.facts.exports.some(({ module }) => isFrom(module))) return undefined;
  const imported = new Set(
    other.facts.imports.flatMap(({ binding, module, name }) =>
      names.has(name) && isFrom(module) ? [binding] : [],
    ),
  );
  // `const { find } = require("./users")`, `const users = require("./users")`
  other.facts.bindings.forEach(({ values: [held] }, binding) => {
    if (held?.value.kind === "module" && isFrom(held.value.module)) imported.add(binding);
    const taken = held?.value.kind === "member" ? held.value : undefined;
    const isTaken = taken?.of.kind === "module" && isFrom(taken.of.module);
    if (isTaken && names.has(taken.name)) imported.add(binding);
  });
  // `module.exports = require("./users")`
  if (other.facts.assignments.some(({ value }) => isFrom(moduleOf(other, value)))) return undefined;
  if (isKept(other, (value) => value.kind === "name" && imported.has(value.binding))) return undefined;
  return evaluator.passedBy(other, file).flatMap((call) => {
    if (call.form !== "call" || !isFrom(moduleOf(other, call.callee))) return [];
    const isIt = evaluator
      .value(other, call.callee)
      .some((e) => e.kind === "function" && e.file === file.path && e.function === index);
    return isIt ? [{ file: other, call }] : [];
  });
}
