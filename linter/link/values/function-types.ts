import type { ExportFact, TypeFact, TypeRef } from "../../facts.ts";
import { type Entity, none } from "../entity.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";

type Named = Extract<TypeRef, { kind: "named" }>;

/** What the type parameters of an alias stand for where it is used. */
interface Given {
  /** The file of who uses it, and what is given there. */
  file: FileNode;
  names: readonly string[];
  types: readonly TypeRef[];
  outer: Given | undefined;
}

/** An alias of an alias, and so on. */
const deepest = 12;

/** What functions of the type are passed: `(tx: Transaction) => void`, also under the name of an alias, `InTransaction<User, Transaction>`. */
export function ofFunctionType(evaluator: Evaluator, file: FileNode, type: TypeRef, index: number): Entity[] {
  return find(evaluator, file, type, index, undefined, 0);
}

function find(
  evaluator: Evaluator,
  file: FileNode,
  type: TypeRef,
  index: number,
  given: Given | undefined,
  hops: number,
): Entity[] {
  if (type.kind === "function") {
    const parameter = type.parameters[index];
    return parameter === undefined ? none : inPlaceOf(evaluator, file, parameter, given);
  }
  const alias = type.kind === "named" && hops < deepest ? aliasOf(evaluator, file, type) : undefined;
  if (alias !== undefined && type.kind === "named") {
    const names = alias.fact.parameters ?? [];
    const inside = { file, names, types: type.arguments, outer: given };
    return find(evaluator, alias.file, alias.fact.type, index, inside, hops + 1);
  }
  return evaluator.ofType(file, type).flatMap((made) => {
    const from = made.kind === "shape" ? evaluator.project.files.get(made.file) : undefined;
    return made.kind === "shape" && made.type.kind === "function" && from !== undefined
      ? find(evaluator, from, made.type, index, undefined, hops + 1)
      : none;
  });
}

/** A type parameter is what is given for it. */
function inPlaceOf(evaluator: Evaluator, file: FileNode, type: TypeRef, given: Given | undefined): Entity[] {
  const open = given === undefined || type.kind !== "named" ? -1 : given.names.indexOf(type.name);
  const known = open < 0 ? undefined : given?.types[open];
  if (open >= 0 && known === undefined) return none;
  return known === undefined || given === undefined
    ? evaluator.ofType(file, type)
    : inPlaceOf(evaluator, given.file, known, given.outer);
}

/** The alias that a name stands for, with the file that declares it. */
function aliasOf(
  evaluator: Evaluator,
  file: FileNode,
  { binding, path }: Named,
): { file: FileNode; fact: TypeFact } | undefined {
  if (binding < 0 || path.length > 0) return undefined;
  const imported = file.imports.get(binding);
  const from = imported === undefined ? undefined : evaluator.project.resolve(imported.module, file);
  if (imported !== undefined) return from && exportedAlias(evaluator, from, imported.name, 0);
  return aliasAt(file, binding);
}

function aliasAt(file: FileNode, binding: number): { file: FileNode; fact: TypeFact } | undefined {
  const declared = file.facts.bindings[binding];
  const fact = declared?.kind === "type" ? file.facts.types[declared.target ?? -1] : undefined;
  return fact?.type.kind === "function" || fact?.type.kind === "named" ? { file, fact } : undefined;
}

function exportedAlias(
  evaluator: Evaluator,
  file: FileNode,
  name: string,
  hops: number,
): { file: FileNode; fact: TypeFact } | undefined {
  if (hops > deepest) return undefined;
  evaluator.enter(file);
  const handedOn = file.outline.handedOn.map((module): ExportFact => ({ name, module, imported: name }));
  for (const { value, module, imported } of file.exportsNamed(name) ?? handedOn) {
    const alias = value?.kind === "name" ? aliasAt(file, value.binding) : undefined;
    if (alias !== undefined) return alias;
    const from = module === undefined ? undefined : evaluator.project.resolve(module, file);
    const found = from && exportedAlias(evaluator, from, imported ?? name, hops + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
