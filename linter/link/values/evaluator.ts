import {
  globalOf,
  libraryOfModule,
  libraryOfName,
  memberOfType,
  search,
  staticOfType,
} from "../../catalog/index.ts";
import type { Binding, CallFact, TypeRef, Value } from "../../facts.ts";
import { isExports } from "../../outline/exports.ts";
import { GLOBAL, isStandard } from "../../outline/globals.ts";
import { isNoAnswer } from "../../value-parts.ts";
import { distinct, type Entity, foundFor, keyOf, most, none, saysWhat } from "../entity.ts";
import type { Heir } from "../project/declared.ts";
import type { FileNode, Project } from "../project/project.ts";
import {
  ADDED_TO,
  HANDED_OUT,
  HEIRS_OF,
  IMPORTERS_OF,
  NAMED,
  OBJECTS_OF,
  PASSED,
} from "../project/questions.ts";
import { addedMembers } from "./added-members.ts";
import { elementsOf, settled } from "./arrays.ts";
import { Asking } from "./asking.ts";
import { assignedElements, assignedMember } from "./assigned-members.ts";
import { byName } from "./by-name.ts";
import { ofBase } from "./extended.ts";
import { handedOut } from "./handed-out.ts";
import { exported, imported, ofModule } from "./imported.ts";
import { called, memberOfClass, parentsOf, staticMember } from "./members.ts";
import { ofLibrary, ofMember } from "./of-library.ts";
import { parameter } from "./parameters.ts";
import { resultOfCall } from "./results.ts";
import { selfAt } from "./self.ts";
import { entitiesOfType, returnedBy, saidOf } from "./types.ts";
import { byUsualName, modelClass } from "./usual-names.ts";

/** Of an object with more members than this, those that a key may choose are not looked at. */
const mostChoices = 12;
/** Chains of definitions longer than this are given up: `const a1 = a0`, `const a2 = a1`, … */
const longest = 60;

/** Says what a value is, following names, imports, members and calls through the project. Answers are kept until the project changes. */
export class Evaluator {
  readonly project: Project;
  /** By file, or by what was asked of all files: the files whose conclusions used it. */
  readers = new Map<string, Set<string>>();
  readonly asking: Asking;
  /** The file that something is found out for, or what was asked of all files. */
  private reader: { readonly path: string } | undefined;
  /** What was found to be handed out by name, and the state of the project that it is of. */
  private handed: { state: number; found: Map<string, Entity[]> } = { state: -1, found: new Map() };
  private depth = 0;
  /** Members being looked up, the innermost last: an object may spread itself. Few at a time, and most of other names. */
  private readonly open: { of: Entity; name: string; depth: number }[] = [];

  constructor(project: Project) {
    this.project = project;
    this.asking = new Asking(() => project.state);
  }

  value(file: FileNode, value: Value): Entity[] {
    this.enter(file);
    const { values } = file;
    const known = this.asking.kept(values, value);
    if (known !== undefined) return known;
    if (this.depth >= longest) return none;
    const before = this.asking.begin(values, value);
    this.depth++;
    const outer = this.reader;
    this.reader = file;
    let found = this.find(file, value);
    // `new Proxy(admins, handlers) as Repos & Admins`: both are meant.
    if (value.as !== undefined && (value.as.kind === "intersection" || !found.some(saysWhat)))
      found = [...entitiesOfType(this, file, value.as), ...found];
    this.reader = outer;
    this.depth--;
    const said = found.every(saysLittle) ? this.unlessUsual(file, value, found) : distinct(found);
    return this.asking.end(values, value, before, said);
  }

  /** Notes that what is being found out about one file depends on another. */
  enter(file: FileNode): void {
    this.project.kept(file);
    const reader = this.reader;
    if (reader === undefined || reader === file) return;
    // Whoever looks for a name through barrels comes by the same files again and again.
    const { noted } = file;
    if (noted.reader === reader.path && noted.in === this.readers) return;
    this.read(reader, file.path);
    noted.reader = reader.path;
    noted.in = this.readers;
  }

  /** As `Project.heirsOf`. */
  heirsOf(name: string): Heir[] {
    if (this.reader !== undefined) this.read(this.reader, HEIRS_OF(name));
    return this.project.heirsOf(name);
  }

  /** As `Project.withObjectsOf`. */
  withObjectsOf(name: string): ReadonlySet<string> {
    if (this.reader !== undefined) this.read(this.reader, OBJECTS_OF(name));
    return this.project.withObjectsOf(name);
  }

  /** As `Project.handingOut`. */
  handingOut(name: string): ReadonlySet<string> {
    if (this.reader !== undefined) this.read(this.reader, HANDED_OUT(name));
    return this.project.handingOut(name);
  }

  /** What the project hands out under a name: found out once, and it depends on other files than who asks. */
  handedOut(name: string): Entity[] {
    const paths = this.handingOut(name);
    if (paths.size === 0) return none;
    const { state } = this.project;
    if (this.handed.state !== state) this.handed = { state, found: new Map() };
    return this.asking.answer(this.handed.found, name, () => {
      const outer = this.reader;
      this.reader = { path: HANDED_OUT(name) };
      const found = handedOut(this, name, paths);
      this.reader = outer;
      return found;
    });
  }

  /** Whether the project has a function of a distinctive name. */
  isNamed(name: string): boolean {
    if (this.reader !== undefined) this.read(this.reader, NAMED(name));
    return this.project.naming(name).length > 0;
  }

  /** The functions of the project of a distinctive name. */
  named(name: string): Extract<Entity, { kind: "function" }>[] {
    if (this.reader !== undefined) this.read(this.reader, NAMED(name));
    return this.project
      .naming(name)
      .flatMap((path) =>
        (this.project.files.get(path)?.outline.named ?? []).flatMap((fact) =>
          fact.name === name
            ? [{ kind: "function" as const, file: path, function: fact.function, named: true as const }]
            : [],
        ),
      );
  }

  /** The users of a library, for who asks what they add to its types. */
  addingTo(library: string): readonly FileNode[] {
    if (this.reader !== undefined) this.read(this.reader, ADDED_TO(library));
    return this.project.usersOf(library);
  }

  /** As `Project.importersOf`. */
  importersOf(file: FileNode): readonly FileNode[] {
    if (this.reader !== undefined) this.read(this.reader, IMPORTERS_OF(file.path));
    return this.project.importersOf(file);
  }

  /** The calls in a file, for who asks what they pass to another file. */
  passedBy(file: FileNode, to: FileNode): readonly CallFact[] {
    if (this.reader !== undefined) this.read(this.reader, PASSED(file.path, to.path));
    return file.facts.calls;
  }

  private read({ path }: { readonly path: string }, what: string): void {
    const readers = this.readers.get(what);
    if (readers === undefined) this.readers.set(what, new Set([path]));
    else readers.add(path);
  }

  /** Runs a look at a file, so that what it reads of others is noted. */
  reading<T>(file: FileNode, look: () => T): T {
    const outer = this.reader;
    this.reader = file;
    const found = look();
    this.reader = outer;
    return found;
  }

  private find(file: FileNode, value: Value): Entity[] {
    switch (value.kind) {
      case "name":
        if (value.name === "super") return this.above(file, value.start);
        return value.binding < 0 ? this.global(value.name) : this.binding(file, value.binding);
      case "member":
        // `exports.find` and `module.exports.find`, asked for in the file itself.
        if (isExports(value.of)) return this.exported(file, value.name);
        return this.membersOf(this.value(file, value.of), value.name);
      case "element":
        return this.element(file, value);
      case "each":
        return elementsOf(this.value(file, value.of));
      case "call":
        return resultOfCall(this, file, value.call);
      case "function":
        return [{ kind: "function", file: file.path, function: value.function }];
      case "class":
        return [{ kind: "class", file: file.path, class: value.class }];
      case "object":
        return [{ kind: "object", file: file.path, value }];
      case "array":
        return [{ kind: "array", of: this.together(file, value.items.slice(0, most)) }];
      case "await":
        return this.awaited(file, value.of);
      case "spread":
        return elementsOf(this.value(file, value.of));
      case "choice":
        return this.together(file, value.of);
      case "this":
        return selfAt(this, file, value.start);
      case "parameter":
        return parameter(this, file, value.function, value.index);
      case "module":
        return ofModule(this, file, value.module);
      default:
        return none;
    }
  }

  private membersOf(entities: Entity[], name: string): Entity[] {
    return foundFor(entities, (of) => this.member(of, name));
  }

  /** What `super` is at a place. */
  private above(file: FileNode, at: number): Entity[] {
    return selfAt(this, file, at).flatMap((own) => parentsOf(this, own));
  }

  private element(file: FileNode, { of: whole, key }: Extract<Value, { kind: "element" }>): Entity[] {
    const isFirst = key.kind === "literal" && key.value === 0;
    const of = this.value(file, whole).filter((e) => !(isFirst && e.kind === "array" && e.pair));
    return [...elementsOf(of), ...of.flatMap((one) => this.heldBy(one))];
  }

  private awaited(file: FileNode, of: Value): Entity[] {
    return settled(this.value(file, of)).filter((e) => !isHandedOver(file, e, of));
  }

  private together(file: FileNode, values: readonly Value[]): Entity[] {
    return values.flatMap((one) => this.value(file, one));
  }

  /** A name that no file declares: what the program makes global under it, or what the language has. */
  private global(name: string, said = name): Entity[] {
    const made = isStandard(name) ? none : this.handedOut(GLOBAL(name));
    const { library, member } = globalOf(name) ?? {};
    if (library !== undefined && member?.type !== undefined)
      return [...made, { kind: "library", library, type: member.type, label: "", sure: true }];
    return made.length > 0 ? made : [{ kind: "global", name: said.slice(0, 80) }];
  }

  /** What a declared name holds. */
  binding(file: FileNode, index: number): Entity[] {
    const binding = file.facts.bindings[index];
    if (binding === undefined) return none;
    switch (binding.kind) {
      case "import":
        return imported(this, file, file.imports.get(index));
      case "function":
        return binding.target === undefined
          ? none
          : [{ kind: "function", file: file.path, function: binding.target }];
      case "class":
        return binding.target === undefined
          ? none
          : [{ kind: "class", file: file.path, class: binding.target }];
      default:
        return this.variable(file, binding);
    }
  }

  private variable(file: FileNode, binding: Binding): Entity[] {
    const declared = binding.type === undefined ? none : entitiesOfType(this, file, binding.type);
    // An interface says less than the thing that was put in.
    if (declared.some(saysWhat)) return declared;
    const held = this.held(file, binding);
    return held.length > 0 ? [...held, ...declared] : declared;
  }

  private held(file: FileNode, { values }: Binding): Entity[] {
    const [only, another] = values;
    if (only === undefined) return none;
    if (another === undefined) return this.value(file, only.value);
    return values.slice(0, most).flatMap(({ value }) => this.value(file, value));
  }

  /** What a file exports under a name; "*" is the file itself. */
  exported(file: FileNode, name: string): Entity[] {
    return exported(this, file, name);
  }

  /** What a value of this type is. */
  ofType(file: FileNode | undefined, type: TypeRef): Entity[] {
    return entitiesOfType(this, file, type);
  }

  /** What a function of the project returns (or promises). */
  returnedBy(entity: Extract<Entity, { kind: "function" }>): Entity[] {
    return returnedBy(this, entity);
  }

  /** What `entity.name` is. */
  member(entity: Entity, name: string): Entity[] {
    if (this.depth >= longest) return none;
    // What a library has leads nowhere else.
    if (entity.kind === "library" || entity.kind === "library class" || entity.kind === "global")
      return this.findMember(entity, name);
    for (const { of, name: asked, depth } of this.open) {
      if (asked !== name || (of !== entity && keyOf(of) !== keyOf(entity))) continue;
      this.asking.meets(depth);
      return none;
    }
    this.open.push({ of: entity, name, depth: this.asking.depth - 1 });
    this.depth++;
    const found = distinct(this.findMember(entity, name));
    this.depth--;
    this.open.pop();
    return found;
  }

  private findMember(entity: Entity, name: string): Entity[] {
    switch (entity.kind) {
      case "library": {
        const member = memberOfType(entity.library, entity.type, name);
        if (member === undefined) return addedMembers(this, entity, name);
        const found = ofMember(entity.library, entity.type, name, member, entity.sure, entity.label);
        const model = found.find((e) => e.kind === "library" && e.label === name);
        const declared =
          model?.kind === "library" ? modelClass(this, entity.library, model.type, name) : undefined;
        if (declared !== undefined) return [declared];
        const { rows } = entity;
        return rows === undefined
          ? found
          : found.map((e) => (e.kind === "operation" && e.rows === undefined ? { ...e, rows } : e));
      }
      case "library class": {
        const member = staticOfType(entity.library, entity.type, name);
        return member === undefined ? none : ofMember(entity.library, entity.type, name, member, true);
      }
      case "class": {
        const found = staticMember(this, entity, name);
        return found.length > 0 ? found : assignedMember(this, entity, name);
      }
      case "instance": {
        const found = memberOfClass(this, entity, name);
        return found.length > 0 ? found : assignedMember(this, entity, name);
      }
      case "made":
        return assignedMember(this, entity, name);
      case "object":
        return this.property(entity, name);
      case "file": {
        const file = this.project.files.get(entity.file);
        return file === undefined ? none : this.exported(file, name);
      }
      case "external": {
        const isWhole = entity.name === "*" || entity.name === "default";
        const library = isWhole ? (libraryOfModule(entity.module) ?? libraryOfName(name)) : undefined;
        if (library !== undefined) return ofLibrary(library, entity.module, name);
        const own = saidOf(this, entity, name);
        return own.length > 0 ? own : [{ ...entity, name: `${entity.name}.${name}`.slice(0, 80) }];
      }
      case "shape":
        return entitiesOfType(this, this.project.files.get(entity.file), {
          kind: "lookup",
          of: entity.type,
          key: name,
        });
      case "function":
        return isCalling(name) ? [entity] : assignedMember(this, entity, name);
      case "operation":
        return isCalling(name) ? [entity] : none;
      case "global":
        if (/^global(This)?$/.test(entity.name)) return this.global(name, `${entity.name}.${name}`);
        return [{ kind: "global", name: `${entity.name}.${name}`.slice(0, 80) }];
      case "array":
        return entity.keyed === true ? entity.of : none;
    }
  }

  private property(entity: Extract<Entity, { kind: "object" }>, name: string): Entity[] {
    const file = this.project.files.get(entity.file);
    if (file === undefined) return none;
    const found = entity.value.properties.findLast((property) => property.key === name);
    if (found?.value.kind === "function") return called(this, file, found.value.function);
    // `{ connection: null }` is filled later.
    if (found !== undefined && !isNoAnswer(found.value)) return this.value(file, found.value);
    const spread = entity.value.properties.flatMap(({ value }) =>
      value.kind === "spread" ? this.value(file, value.of).flatMap((of) => this.member(of, name)) : none,
    );
    const own = spread.length > 0 ? spread : assignedMember(this, entity, name);
    return own.length > 0 ? own : ofBase(this, file, entity.value, name);
  }

  /**
   * `handlers[kind]`, `Object.values(stores)`, `models[kind]`: one of the functions, classes, instances or tables that an object or a file holds, nobody knows
   * which, or what it was given in the same manner.
   */
  heldBy(entity: Entity, hops = 0): Entity[] {
    const file =
      entity.kind === "object" || entity.kind === "file" ? this.project.files.get(entity.file) : undefined;
    if (file === undefined || hops > 3) return none;
    if (entity.kind === "file") {
      this.enter(file);
      return [...file.exports.keys()]
        .slice(0, mostChoices)
        .flatMap((name) => this.exported(file, name))
        .filter(isChosen);
    }
    if (entity.kind !== "object") return none;
    const held = entity.value.properties
      .slice(0, mostChoices)
      .flatMap(({ value }) =>
        value.kind === "spread"
          ? this.value(file, value.of).flatMap((one) => this.heldBy(one, hops + 1))
          : this.value(file, value),
      )
      .filter(isChosen);
    return [...held, ...assignedElements(this, entity)];
  }

  /** `fastify.prisma`: what a package hands out, where its name is not that of something known. */
  private unlessUsual(file: FileNode, value: Value, found: Entity[]): Entity[] {
    if (found.some(({ kind }) => kind === "shape"))
      return value.kind === "member" && file.called.has(value)
        ? distinct([...byName(this, file, value), ...found])
        : distinct(found);
    const usual = byUsualName(this, file, value);
    return usual.length > 0 ? usual : distinct(found);
  }
}

/** What a key chooses: something that runs, or a table or a server of a library. */
function isChosen(entity: Entity): boolean {
  if (entity.kind === "library" || entity.kind === "library class")
    return search(entity.library, entity.type, ({ place }) => place) === true;
  return entity.kind === "function" || entity.kind === "class" || entity.kind === "instance";
}

/** Something of a package, or a method of which no more than the type is in sight. */
function saysLittle(entity: Entity): boolean {
  return entity.kind === "external" || (entity.kind === "shape" && entity.type.kind === "function");
}

function isCalling(name: string): boolean {
  return name === "bind" || name === "call" || name === "apply";
}

/** `await transaction(async () => …)`: what comes of it is not the function that was passed. */
function isHandedOver(file: FileNode, entity: Entity, value: Value): boolean {
  if (entity.kind !== "function" || entity.file !== file.path || value.kind !== "call") return false;
  return file.passedTo.get(entity.function)?.call === value.call;
}
