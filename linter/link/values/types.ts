import { libraryOfModule, libraryOfName, own, search } from "../../catalog/index.ts";
import type { Library } from "../../catalog/library.ts";
import type { ExportFact, FunctionFact, TypeRef } from "../../facts.ts";
import { typedObjects } from "../../outline/typed-objects.ts";
import type { Entity } from "../entity.ts";
import { instanceOf } from "../entity.ts";
import { isType } from "../project/exported.ts";
import type { FileNode } from "../project/project.ts";
import { settled } from "./arrays.ts";
import type { Evaluator } from "./evaluator.ts";
import { memberOfClass } from "./members.ts";
import { ofTypeName } from "./of-library.ts";

type Named = Extract<TypeRef, { kind: "named" }>;

const transparent = new Set([
  "Promise",
  "PromiseLike",
  "Awaited",
  "Partial",
  "Required",
  "Readonly",
  "NonNullable",
  "Omit",
  "Pick",
  "Exclude",
  "Extract",
  "Relation",
  "Ref",
  "Lazy",
  "Loaded",
]);
const lists = new Set(["Array", "ReadonlyArray", "Set", "Iterable", "AsyncIterable", "Collection"]);
const deepest = 24;
let depth = 0;

/** What a value of this type is. */
export function entitiesOfType(evaluator: Evaluator, file: FileNode | undefined, type: TypeRef): Entity[] {
  if (file === undefined || depth >= deepest) return [];
  evaluator.enter(file);
  return evaluator.asking.answer(file.types, type, () => {
    depth++;
    const found = evaluator.reading(file, () => find(evaluator, file, type));
    depth--;
    return found;
  });
}

function find(evaluator: Evaluator, file: FileNode, type: TypeRef): Entity[] {
  switch (type.kind) {
    case "named":
      return named(evaluator, file, type);
    case "union":
    case "intersection":
      return type.of.slice(0, 8).flatMap((part) => entitiesOfType(evaluator, file, part));
    case "array":
      return [{ kind: "array", of: entitiesOfType(evaluator, file, type.of) }];
    case "object":
    case "function":
      return [{ kind: "shape", file: file.path, type }];
    case "query":
      return evaluator.value(file, type.value);
    case "lookup":
      if (isParametersOf(type.of)) return parameterOf(evaluator, file, type.of, Number(type.key));
      return entitiesOfType(evaluator, file, type.of).flatMap((of) => memberOfShape(evaluator, of, type.key));
    case "unknown":
      return [];
  }
}

function isParametersOf(type: TypeRef): type is Named {
  return type.kind === "named" && type.binding < 0 && type.name === "Parameters";
}

/** `Parameters<typeof find>[0]`, and of a library's callbacks `Parameters<Parameters<Db["transaction"]>[0]>[0]`. */
function parameterOf(evaluator: Evaluator, file: FileNode, type: Named, index: number): Entity[] {
  const [of] = type.arguments;
  if (of === undefined) return [];
  if (of.kind === "lookup" && isParametersOf(of.of)) {
    const [taker] = of.of.arguments;
    const takers = taker === undefined ? [] : entitiesOfType(evaluator, file, taker);
    return takers.flatMap((entity) => {
      if (entity.kind !== "operation") return [];
      const handed = entity.member.call?.callbacks?.[Number(of.key)]?.parameters[index];
      return handed === undefined ? [] : ofTypeName(entity.library, handed, "", entity.sure);
    });
  }
  return entitiesOfType(evaluator, file, of).flatMap((entity) => {
    const made = entity.kind === "function" ? evaluator.project.files.get(entity.file) : undefined;
    const declared =
      entity.kind === "function"
        ? made?.facts.functions[entity.function]?.parameters[index]?.type
        : undefined;
    return declared === undefined ? [] : entitiesOfType(evaluator, made, declared);
  });
}

function memberOfShape(evaluator: Evaluator, entity: Entity, key: string): Entity[] {
  if (entity.kind !== "shape") return evaluator.member(entity, key);
  const file = evaluator.project.files.get(entity.file);
  if (file === undefined) return [];
  if (entity.type.kind === "object") {
    const member = entity.type.members.find(({ name }) => name === key);
    return member === undefined ? [] : entitiesOfType(evaluator, file, member.type);
  }
  return entity.type.kind === "named" ? memberOfInterface(evaluator, file, entity.type, key) : [];
}

/** A member of an interface: of the classes that implement it, of the one object that does, else as it is declared. */
function memberOfInterface(evaluator: Evaluator, file: FileNode, type: Named, key: string): Entity[] {
  const fact = file.facts.types[file.facts.bindings[type.binding]?.target ?? -1];
  if (fact === undefined) return [];
  const implemented = evaluator
    .heirsOf(fact.name)
    .slice(0, 4)
    .flatMap((heir) => memberOfClass(evaluator, { file: heir.file, class: heir.class }, key));
  if (implemented.length > 0) return implemented;
  const [only, ...others] = objectsOf(evaluator, file, type, fact.name);
  const single = only === undefined || others.length > 0 ? [] : evaluator.member(only, key);
  const followed = single.filter(({ kind }) => kind === "function" || kind === "operation");
  const declared =
    fact.type.kind === "object" ? fact.type.members.find(({ name }) => name === key) : undefined;
  // What the object's function leaves untyped, the declaration says.
  if (declared !== undefined) return [...followed, ...entitiesOfType(evaluator, file, declared.type)];
  if (followed.length > 0) return followed;
  return fact.extends.flatMap((parent) =>
    entitiesOfType(evaluator, file, parent).flatMap((of) => memberOfShape(evaluator, of, key)),
  );
}

/** Names that more files than these give to objects are those of props, options and states: to look for the right one takes long. */
const fewFiles = 8;

/** The object literals that are declared to be of an interface; two are enough to know that there are several. */
function objectsOf(evaluator: Evaluator, file: FileNode, type: Named, name: string): Entity[] {
  const out: Entity[] = [];
  const files = evaluator.withObjectsOf(name);
  if (files.size > fewFiles) return out;
  for (const path of files) {
    const other = evaluator.project.files.get(path);
    if (other === undefined) continue;
    for (const { type: declared, value } of typedObjects(other.facts)) {
      const isThis = entitiesOfType(evaluator, other, declared).some(
        (e) =>
          e.kind === "shape" &&
          e.file === file.path &&
          e.type.kind === "named" &&
          e.type.binding === type.binding,
      );
      if (isThis) out.push({ kind: "object", file: other.path, value });
      if (out.length > 1) return out;
    }
  }
  return out;
}

/** `Record<string, Collection>`: what each key leads to, where that is something of which members are asked. */
function keyed(evaluator: Evaluator, file: FileNode, type: TypeRef | undefined): Entity[] {
  const held = type === undefined ? [] : entitiesOfType(evaluator, file, type);
  const of = held.filter(({ kind }) => kind === "library" || kind === "instance");
  return of.length === 0 ? [] : [{ kind: "array", of, keyed: true }];
}

function named(evaluator: Evaluator, file: FileNode, type: Named): Entity[] {
  const name = type.path.at(-1) ?? type.name;
  const [first] = type.arguments;
  if (type.binding < 0) {
    if (transparent.has(name)) return first === undefined ? [] : entitiesOfType(evaluator, file, first);
    if (lists.has(name)) return [{ kind: "array", of: first ? entitiesOfType(evaluator, file, first) : [] }];
    if (name === "Record") return keyed(evaluator, file, type.arguments[1]);
    if (name === "ReturnType" || name === "InstanceType") {
      return first === undefined
        ? []
        : entitiesOfType(evaluator, file, first).flatMap((e) => made(evaluator, e));
    }
    return [];
  }
  const binding = file.facts.bindings[type.binding];
  if (binding === undefined) return [];
  const label = first?.kind === "named" ? first.name : "";
  switch (binding.kind) {
    case "class":
      return binding.target === undefined
        ? []
        : [{ kind: "instance", file: file.path, class: binding.target }];
    case "type":
      return declared(evaluator, file, type, binding.target ?? -1);
    case "import":
      return importedType(evaluator, file, type, label);
    case "function":
      return binding.target === undefined
        ? []
        : instanceOf({ kind: "function", file: file.path, function: binding.target });
    case "constant":
      // A namespace, or what JavaScript takes with `require` and names in a comment.
      return inNamespace(evaluator, evaluator.binding(file, type.binding), type.path).flatMap((e) =>
        e.kind === "library class" ? made(evaluator, e) : instanceOf(e),
      );
    default:
      return [];
  }
}

/** `Repos.UserStore`: what the namespaces of the path hold. */
function inNamespace(evaluator: Evaluator, from: Entity[], path: readonly string[]): Entity[] {
  return path.reduce((found, name) => found.flatMap((of) => evaluator.member(of, name)), from);
}

function instancesOf(entities: Entity[]): Entity[] {
  return entities.flatMap((e) => (e.kind === "class" ? instanceOf(e) : []));
}

function declared(evaluator: Evaluator, file: FileNode, type: Named, index: number): Entity[] {
  const fact = file.facts.types[index];
  if (fact === undefined || fact.enumeration) return [];
  if (fact.type.kind === "object") {
    const parents = fact.extends.flatMap((parent) => entitiesOfType(evaluator, file, parent));
    return [
      ...parents.filter((parent) => parent.kind === "library" || parent.kind === "instance"),
      { kind: "shape", file: file.path, type },
    ];
  }
  return entitiesOfType(evaluator, file, fact.type);
}

function importedType(evaluator: Evaluator, file: FileNode, type: Named, label: string): Entity[] {
  const fact = file.imports.get(type.binding);
  if (fact === undefined) return [];
  const name = type.path.at(-1) ?? (fact.name === "default" || fact.name === "*" ? type.name : fact.name);
  const found = evaluator.project.resolve(fact.module, file);
  if (found !== undefined) {
    const exported = fact.name === "*" ? name : fact.name;
    const local = exportedType(evaluator, found, exported);
    // Of a generated client that lies in the project, only shapes are in sight.
    const isGenerated =
      libraryOfName(fact.name) !== undefined &&
      local.every(({ kind }) => kind === "shape" || kind === "external" || kind === "file");
    if (local.length > 0 && !isGenerated) {
      return type.path.length > 0 && fact.name !== "*"
        ? local.flatMap((e) => qualified(evaluator, e, type.path))
        : local;
    }
  }
  const library = libraryOfModule(fact.module) ?? libraryOfName(fact.name);
  if (library !== undefined) {
    const [first] = type.arguments;
    const row = first === undefined ? undefined : entitiesOfType(evaluator, file, first).find(isInstance);
    const rows = row === undefined ? {} : { rows: { file: row.file, class: row.class } };
    return typeOfLibrary(library, name, label).map((e) => (e.kind === "library" ? { ...e, ...rows } : e));
  }
  if (lists.has(name) && type.arguments[0] !== undefined) {
    return [{ kind: "array", of: entitiesOfType(evaluator, file, type.arguments[0]) }];
  }
  if (transparent.has(name) && type.arguments[0] !== undefined) {
    return entitiesOfType(evaluator, file, type.arguments[0]);
  }
  if (found !== undefined) return [];
  const about = type.arguments.flatMap((one) => entitiesOfType(evaluator, file, one)).filter(isDescribed);
  return [{ kind: "external", module: fact.module, name, ...(about.length > 0 ? { about } : {}) }];
}

/** Something of the project, or a type of a package that is told something of the project. */
function isDescribed(entity: Entity): boolean {
  return (
    entity.kind === "shape" || entity.kind === "instance" || (entity.kind === "external" && !!entity.about)
  );
}

/**
 * `inbox.data.db` of an `InboxContext<Ours>`: what a package hands out of what the project puts in has the type that the project says. What the type itself has
 * under a name is the package's.
 */
export function saidOf(evaluator: Evaluator, entity: External, name: string): Entity[] {
  if (entity.about === undefined || !entity.name.includes(".")) return [];
  return entity.about.flatMap((one) => saidIn(evaluator, one, name, 0));
}

type External = Extract<Entity, { kind: "external" }>;

function saidIn(evaluator: Evaluator, entity: Entity, name: string, hops: number): Entity[] {
  if (entity.kind !== "external") return evaluator.member(entity, name);
  if (hops > 4) return [];
  return (entity.about ?? []).flatMap((one) => saidIn(evaluator, one, name, hops + 1));
}

function isInstance(entity: Entity): entity is Extract<Entity, { kind: "instance" }> {
  return entity.kind === "instance";
}

function qualified(evaluator: Evaluator, entity: Entity, path: readonly string[]): Entity[] {
  if (entity.kind === "library") return typeOfLibrary(entity.library, path.at(-1) ?? "", "");
  const found = inNamespace(evaluator, [entity], path);
  return entity.kind === "object" ? instancesOf(found) : found;
}

function typeOfLibrary(library: Library, name: string, label: string): Entity[] {
  const own_ = library.aliases === undefined ? name : (own(library.aliases, name) ?? name);
  if (!Object.hasOwn(library.types, own_)) return [];
  return [{ kind: "library", library, type: own_, label, sure: true }];
}

/** A type that a file exports: a class, an alias, an interface, or one passed on. */
function exportedType(evaluator: Evaluator, file: FileNode, name: string, hops = 0): Entity[] {
  if (hops > 20) return [];
  // Also where it has no such export yet.
  evaluator.enter(file);
  for (const fact of typesFirst(file, file.exportsNamed(name) ?? [])) {
    if (fact.value?.kind === "name" && file.facts.bindings[fact.value.binding]?.kind === "constant") {
      // A namespace, of which the path asks for more.
      const held = evaluator.value(file, fact.value).filter(({ kind }) => kind === "object");
      if (held.length > 0) return held;
    } else if (fact.value?.kind === "name") {
      const binding = fact.value.binding;
      const type: Named = { kind: "named", name: fact.value.name, binding, path: [], arguments: [] };
      const found = entitiesOfType(evaluator, file, type);
      if (found.length > 0) return found;
    } else if (fact.value?.kind === "class") {
      return [{ kind: "instance", file: file.path, class: fact.value.class }];
    } else if (fact.module !== undefined) {
      const found = passedOn(evaluator, file, fact.module, fact.imported ?? name, hops);
      if (found.length > 0) return found;
    }
  }
  for (const module of file.outline.handedOn) {
    const found = passedOn(evaluator, file, module, name, hops);
    if (found.length > 0) return found;
  }
  return [];
}

/** `export const Role = {…}; export type Role = …`: of what has the same name the type. */
function typesFirst(file: FileNode, exported: readonly ExportFact[]): readonly ExportFact[] {
  if (exported.length < 2) return exported;
  return [...exported].sort((one, other) => Number(isType(file, other)) - Number(isType(file, one)));
}

function passedOn(
  evaluator: Evaluator,
  file: FileNode,
  module: string,
  name: string,
  hops: number,
): Entity[] {
  const from = evaluator.project.resolve(module, file);
  if (from !== undefined) return exportedType(evaluator, from, name, hops + 1);
  const library = libraryOfModule(module) ?? libraryOfName(name);
  return library === undefined ? [] : typeOfLibrary(library, name, "");
}

function made(evaluator: Evaluator, entity: Entity): Entity[] {
  if (entity.kind === "function") return returnedBy(evaluator, entity);
  if (entity.kind === "class") return [{ ...entity, kind: "instance" }];
  if (entity.kind === "library class") return ofTypeName(entity.library, entity.type, "", true);
  if (entity.kind === "operation") {
    const returns = entity.member.call?.returns;
    return returns === undefined ? [] : ofTypeName(entity.library, returns, entity.label, entity.sure);
  }
  return [];
}

/** A query that runs where it is awaited. */
function isBuilder(entity: Entity): boolean {
  return entity.kind === "library" && search(entity.library, entity.type, (type) => type.runs) !== undefined;
}

/** What a function of the project returns (or promises). */
export function returnedBy(evaluator: Evaluator, entity: Extract<Entity, { kind: "function" }>): Entity[] {
  const file = evaluator.project.files.get(entity.file);
  const fact = file?.facts.functions[entity.function];
  if (file === undefined || fact === undefined) return [];
  evaluator.enter(file);
  return evaluator.asking.answer(file.results, entity.function, () => givenBy(evaluator, file, fact));
}

function givenBy(evaluator: Evaluator, file: FileNode, fact: FunctionFact): Entity[] {
  const declared = fact.returnType === undefined ? [] : entitiesOfType(evaluator, file, fact.returnType);
  const clear = declared.some((e) => e.kind !== "shape" && e.kind !== "external");
  const held = () => fact.returns.slice(0, 6).flatMap(({ value }) => evaluator.value(file, value));
  // `QueryBuilder` is said of what reads and of what deletes: what is built in fact says which.
  const built = declared.some(isBuilder) ? held().filter(isBuilder) : [];
  const found = built.length > 0 ? built : clear ? declared : held();
  const given = found.length > 0 ? found : declared;
  if (fact.generator && !clear) return [{ kind: "array", of: settled(given) }];
  return fact.async ? settled(given) : given;
}
