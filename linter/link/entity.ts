import type { Library, Member } from "../catalog/library.ts";
import type { TypeRef, Value } from "../facts.ts";

/** What a value is, as far as it matters: a thing of a library, a function of the project, an object, … */
export type Entity =
  /** A value of a library's type. `label` is the member it was reached by: `prisma.user` → "user". */
  | {
      kind: "library";
      library: Library;
      type: string;
      label: string;
      sure: boolean;
      /** The class of the project whose rows it gives: `Repository<User>`. */
      rows?: { file: string; class: number };
    }
  /** A class of a library. */
  | { kind: "library class"; library: Library; type: string }
  /** A function of a library, not yet called. */
  | {
      kind: "operation";
      library: Library;
      type: string;
      label: string;
      name: string;
      member: Member;
      sure: boolean;
      /** The class of the project whose rows it gives. */
      rows?: { file: string; class: number };
    }
  | {
      kind: "function";
      file: string;
      function: number;
      /** Of what it was asked for nothing is known: it is known by its name, perhaps with others. */
      named?: true;
      /** The class of the object that has it from a class above. */
      on?: { file: string; class: number };
      /** A class leaves it to those below it, and this is that of one of them. */
      left?: true;
      /** What it was asked for is called by another, which passes so many things of its own before those that it is passed. */
      bound?: number;
      /** What calls it keeps its answer: `const store = lazy(() => new Store())`. */
      kept?: true;
    }
  | { kind: "class"; file: string; class: number }
  | { kind: "instance"; file: string; class: number }
  /** What `new` makes of a constructor that is a function. */
  | { kind: "made"; file: string; function: number }
  | { kind: "object"; file: string; value: Extract<Value, { kind: "object" }> }
  /** Everything that a file exports. */
  | { kind: "file"; file: string }
  /** A module that is neither in the project nor in the catalog, or something of it. */
  | {
      kind: "external";
      module: string;
      name: string;
      /** What the project says of a type that it is: `InboxContext<OurContext>`. */
      about?: readonly Entity[];
    }
  | {
      kind: "array";
      of: Entity[];
      /** Its elements have names: `Record<string, Repo>`. */
      keyed?: true;
      /** The first of it is a name, and the second what has that name: one of `Object.entries`. */
      pair?: true;
    }
  /** A value of an interface or object type of which no class is known. */
  | { kind: "shape"; file: string; type: TypeRef }
  | { kind: "global"; name: string };

export const none: Entity[] = [];

/** More answers than this help nobody. */
export const most = 6;

/** More than an interface, a name of a package, or an object that is to be filled. */
export function saysWhat(entity: Entity): boolean {
  const { kind } = entity;
  return kind !== "shape" && kind !== "external" && !(kind === "object" && isEmpty(entity.value));
}

function isEmpty(value: Value): boolean {
  return value.kind === "object" && value.properties.length === 0;
}

/** `find.bind(this, pool)`, `partial(find, pool)`: whoever calls it fills the parameters behind those. */
export function bound(entity: Entity, parameters: number): Entity {
  if (entity.kind !== "function" || parameters <= 0) return entity;
  return { ...entity, bound: parameters + (entity.bound ?? 0) };
}

/** What is found for each of them, together. Most often there is one, whose answer is it. */
export function foundFor(entities: Entity[], find: (entity: Entity) => Entity[]): Entity[] {
  const [only] = entities;
  if (only === undefined) return none;
  return entities.length === 1 ? find(only) : entities.flatMap(find);
}

/** What `new` makes of a constructor. */
export function instanceOf(entity: Entity): Entity[] {
  if (entity.kind === "class") return [{ ...entity, kind: "instance" }];
  return entity.kind === "function" ? [{ ...entity, kind: "made" }] : none;
}

/** Each of them once, and no more than help somebody. */
export function distinct(entities: Entity[]): Entity[] {
  if (entities.length < 2) return entities;
  // Two of different kinds, as most are, need no keys to tell them apart.
  if (entities.length === 2 && entities[0]?.kind !== entities[1]?.kind) return entities;
  const seen = new Set<string>();
  const out: Entity[] = [];
  for (const entity of entities) {
    const key = keyOf(entity);
    if (seen.has(key)) continue;
    seen.add(key);
    out.push(entity);
    if (out.length >= most) break;
  }
  return out;
}

/** The same for entities that are the same. */
export function keyOf(entity: Entity): string {
  switch (entity.kind) {
    case "library":
    case "library class":
      return `${entity.kind} ${entity.library.name} ${entity.type}`;
    case "operation":
      return `operation ${entity.library.name} ${entity.type} ${entity.name}`;
    case "function": {
      const { on } = entity;
      return `function ${entity.file} ${entity.function} ${on === undefined ? "" : `${on.file} ${on.class}`}`;
    }
    case "made":
      return `made ${entity.file} ${entity.function}`;
    case "class":
    case "instance":
      return `${entity.kind} ${entity.file} ${entity.class}`;
    case "object":
      return `object ${entity.file} ${entity.value.start}`;
    case "file":
      return `file ${entity.file}`;
    case "external":
      return `external ${entity.module} ${entity.name}`;
    case "array":
      return `array${entity.pair ? " pair" : ""} ${entity.of.map(keyOf).join()}`.slice(0, 200);
    case "shape":
      return `shape ${entity.file} ${entity.type.kind === "named" ? entity.type.name : ""}`;
    case "global":
      return `global ${entity.name}`;
  }
}
