import { libraries } from "../../catalog/index.ts";
import { objection } from "../../catalog/knex.ts";
import { tableModel } from "../../catalog/table-model.ts";
import type { ClassFact, FieldFact, FileFacts, MethodFact, Value } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";
import type { Entity } from "../entity.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";
import { ofTypeName } from "./of-library.ts";
import { injected } from "./parameters.ts";

type ClassEntity = { file: string; class: number };

/** The constructor of a class as one of the functions of its file; -1 where it has none of its own. */
export function constructorOf(fact: ClassFact | undefined): number {
  return fact?.methods.find(({ name }) => name === "constructor")?.function ?? -1;
}

/** What a class itself has: static fields and methods, its own or inherited. */
export function staticMember(evaluator: Evaluator, entity: ClassEntity, name: string, hops = 0): Entity[] {
  const [file, fact] = classOf(evaluator, entity);
  if (file === undefined || fact === undefined || hops > 12) return [];
  const method = fact.methods.findLast((m) => m.static && m.name === name);
  if (method !== undefined) return called(evaluator, file, method.function);
  const field = fact.fields.find((f) => f.static && f.name === name);
  if (field !== undefined) return fieldValue(evaluator, file, fact, name);
  const inherited = superclasses(evaluator, file, fact).flatMap((parent) => {
    if (parent.kind === "class") {
      const rows = { file: entity.file, class: entity.class };
      return staticMember(evaluator, parent, name, hops + 1).map((e) =>
        e.kind === "operation" ? { ...e, rows } : e,
      );
    }
    if (parent.kind !== "library class") return memberOfBase(evaluator, parent, fact.name, name);
    const rows = { file: entity.file, class: entity.class };
    return evaluator.member(parent, name).map((e) => (e.kind === "operation" ? { ...e, rows } : e));
  });
  return inherited.length > 0 ? inherited : memberOfTable(evaluator, entity, fact, name);
}

/** Models that name their table themselves are Objection's where the project has it, else those of the package that their base class comes from. */
function memberOfTable(evaluator: Evaluator, rows: ClassEntity, fact: ClassFact, name: string): Entity[] {
  const named = [...fact.methods, ...fact.fields].some((own) => own.static && own.name === "tableName");
  if (!named || fact.superclass === undefined) return [];
  const isObjection = (evaluator.project.libraries.get(objection.name) ?? 0) > 0;
  const library = isObjection ? objection : tableModel;
  const model: Entity = { kind: "library class", library, type: "Model" };
  return evaluator
    .member(model, name)
    .map((e) => (e.kind === "operation" ? { ...e, rows, sure: e.sure && isObjection } : e));
}

/** What an instance has: methods, fields, what constructors put into it, and what it inherits. */
export function memberOfClass(evaluator: Evaluator, entity: ClassEntity, name: string, hops = 0): Entity[] {
  const [file, fact] = classOf(evaluator, entity);
  if (file === undefined || fact === undefined || hops > 12) return [];
  const method = membersOf(fact).get(name)?.method;
  if (method !== undefined) {
    const made = file.facts.functions[method.function];
    // An abstract method has no body here: what runs is that of a subclass.
    if (fact.abstract && made !== undefined && made.returns.length === 0 && made.end - made.start < 3)
      return [];
    return called(evaluator, file, method.function);
  }
  const held = fieldValue(evaluator, file, fact, name);
  if (held.length > 0 || (fact.superclass === undefined && !fact.abstract)) return held;
  return memberOfOthers(evaluator, entity, [file, fact], name, hops);
}

/** What an instance has of what its class extends, or of what extends that, where the class says only what there is. */
function memberOfOthers(
  evaluator: Evaluator,
  entity: ClassEntity,
  [file, fact]: [FileNode, ClassFact],
  name: string,
  hops: number,
): Entity[] {
  const inherited = superclasses(evaluator, file, fact).flatMap((parent) => {
    if (parent.kind === "class") {
      const above = memberOfClass(evaluator, parent, name, hops + 1);
      return hops > 0
        ? above
        : above.map((e) =>
            e.kind === "function" ? { ...e, on: { file: entity.file, class: entity.class } } : e,
          );
    }
    if (parent.kind !== "library class") return memberOfBase(evaluator, parent, fact.name, name);
    return ofTypeName(parent.library, parent.type, fact.name, true).flatMap((instance) =>
      evaluator.member(instance, name),
    );
  });
  if (inherited.length > 0 || !fact.abstract || hops > 0) return inherited;
  return evaluator
    .heirsOf(fact.name)
    .slice(0, 4)
    .flatMap((heir) => memberOfClass(evaluator, { file: heir.file, class: heir.class }, name, hops + 1))
    .map((e) => (e.kind === "function" ? { ...e, left: true } : e));
}

/** `class Users extends BaseRepository<User>`, whose base another package makes of a library that both name: it has what the library gives. */
function memberOfBase(evaluator: Evaluator, base: Entity, label: string, name: string): Entity[] {
  if (base.kind !== "external") return [];
  const { project } = evaluator;
  const library = libraries.find(
    ({ name: used, usualMethods }) =>
      usualMethods?.base?.test(`${base.module} ${base.name}`) && (project.libraries.get(used) ?? 0) > 0,
  );
  if (library?.usualMethods === undefined) return [];
  return evaluator.member(
    { kind: "library", library, type: library.usualMethods.type, label, sure: false },
    name,
  );
}

/** What a class extends. */
export function superclasses(evaluator: Evaluator, file: FileNode, fact: ClassFact): Entity[] {
  return fact.superclass === undefined ? [] : evaluator.value(file, fact.superclass);
}

/** What `super` is in a class or an instance of it. */
export function parentsOf(evaluator: Evaluator, own: Entity): Entity[] {
  if (own.kind !== "instance" && own.kind !== "class") return [];
  const [file, fact] = classOf(evaluator, own);
  if (file === undefined || fact === undefined) return [];
  const parents = superclasses(evaluator, file, fact);
  if (own.kind === "class") return parents;
  return parents.flatMap((parent): Entity[] => {
    if (parent.kind === "class") return [{ kind: "instance", file: parent.file, class: parent.class }];
    if (parent.kind !== "library class") return [];
    return ofTypeName(parent.library, parent.type, fact.name, true);
  });
}

function classOf(evaluator: Evaluator, entity: ClassEntity): [FileNode | undefined, ClassFact | undefined] {
  const file = evaluator.project.files.get(entity.file);
  if (file !== undefined) evaluator.enter(file);
  return [file, file?.facts.classes[entity.class]];
}

/** A method; a getter is what it returns. */
export function called(evaluator: Evaluator, file: FileNode, index: number): Entity[] {
  const entity = { kind: "function" as const, file: file.path, function: index };
  return file.facts.functions[index]?.kind === "getter" ? evaluator.returnedBy(entity) : [entity];
}

interface Declared {
  method?: MethodFact;
  field?: FieldFact;
}

/** By name, the method of its instances that a class declares last, and the field that it declares first. */
const membersOf = oncePer(({ methods, fields }: ClassFact) => {
  const out = new Map<string, Declared>();
  const at = (name: string) => {
    const known = out.get(name) ?? {};
    out.set(name, known);
    return known;
  };
  for (const method of methods) if (!method.static) at(method.name).method = method;
  for (const field of fields) at(field.name).field ??= field;
  return out;
});

/** By name, what a file puts into members of `this`. */
const putIntoItself = oncePer(({ assignments }: FileFacts) => {
  const out = new Map<string, FileFacts["assignments"]>();
  for (const fact of assignments) {
    const { target } = fact;
    if (target.kind !== "member" || target.of.kind !== "this") continue;
    const known = out.get(target.name);
    if (known === undefined) out.set(target.name, [fact]);
    else known.push(fact);
  }
  return out;
});

function fieldValue(evaluator: Evaluator, file: FileNode, fact: ClassFact, name: string): Entity[] {
  const field = membersOf(fact).get(name)?.field;
  if (field?.type !== undefined) {
    const typed = evaluator.ofType(file, field.type);
    if (typed.some((entity) => entity.kind !== "external" && entity.kind !== "shape")) return typed;
  }
  const putIn = field === undefined ? [] : injected(evaluator, file, field.decorators);
  if (putIn.length > 0) return putIn;
  const put: Value[] = field?.value === undefined ? [] : [field.value];
  for (const { target, value } of putIntoItself(file.facts).get(name) ?? [])
    if (target.start >= fact.start && target.end <= fact.end) put.push(value);
  const found = put.slice(0, 4).flatMap((value) => evaluator.value(file, value));
  if (found.length > 0) return found;
  return field?.type === undefined ? [] : evaluator.ofType(file, field.type);
}
