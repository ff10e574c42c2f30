import { libraries, search } from "../catalog/index.ts";
import type { LibraryType } from "../catalog/library.ts";
import type { Value } from "../facts.ts";
import { oncePer } from "../once-per.ts";
import { lastName } from "../value-parts.ts";
import { isDefinedModel } from "./defined-models.ts";
import type { Entity } from "./entity.ts";
import type { Evaluator } from "./evaluator.ts";
import type { FileNode } from "./project.ts";

type Place = NonNullable<LibraryType["added"]>;

/** What one file adds to the types of a library. */
interface Added {
  /** Functions of a schema, by where they are put and their name: `statics byName`. */
  members: ReadonlyMap<string, Value>;
  /** The same functions, by their index in the file: the type of whose values `this` is in them. */
  places: ReadonlyMap<number, Place>;
  /** What models are associated with, in small letters. */
  associated: ReadonlySet<string>;
}

/** Libraries to whose types a project adds functions. */
const extended = libraries.filter(({ types }) =>
  Object.values(types).some(({ added }) => added !== undefined),
);

/** Members that a project gives to a library's type itself: the statics and methods of Mongoose's schemas, Sequelize's `getOrders`. */
export function addedMembers(
  evaluator: Evaluator,
  entity: Extract<Entity, { kind: "library" }>,
  name: string,
): Entity[] {
  const { library, type, label, sure } = entity;
  const place = search(library, type, (t) => t.added);
  const getter = search(library, type, (t) => t.associated);
  const about = getter === undefined ? undefined : /^(?:get|count)([A-Z]\w*)$/.exec(name)?.[1];
  if (place === undefined && about === undefined) return [];
  for (const file of evaluator.project.usersOf(library.name)) {
    const { members, associated } = addedIn(file);
    const member = place === undefined ? undefined : members.get(`${place} ${name}`);
    if (member !== undefined) {
      evaluator.enter(file);
      return evaluator.value(file, member);
    }
    if (getter !== undefined && about !== undefined && isOneOf(associated, about.toLowerCase())) {
      evaluator.enter(file);
      return [{ kind: "operation", library, type, label, name, member: getter, sure }];
    }
  }
  return [];
}

/** Sequelize makes plural names of singular ones, and the other way round. */
function isOneOf(names: ReadonlySet<string>, name: string): boolean {
  const singular = name.replace(/ies$/, "y").replace(/(s|x|ch|sh)es$|s$/, "$1");
  return [name, singular, `${name}s`, `${name}es`].some((one) => names.has(one));
}

/** What `this` is in a function of a schema. */
export function selfOfAdded(file: FileNode, at: number): Entity[] {
  const used = extended.filter(({ name }) => file.libraries.has(name));
  if (used.length === 0) return [];
  const { places } = addedIn(file);
  if (places.size === 0) return [];
  const { functions } = file.facts;
  let own = -1;
  functions.forEach((fact, index) => {
    if (index === 0 || fact.kind === "arrow" || fact.start > at || fact.end <= at) return;
    if (own < 0 || fact.start >= (functions[own]?.start ?? 0)) own = index;
  });
  const place = own < 0 ? undefined : places.get(own);
  if (place === undefined) return [];
  return used.flatMap((library): Entity[] => {
    const type = Object.keys(library.types).find((name) => library.types[name]?.added === place);
    return type === undefined ? [] : [{ kind: "library", library, type, label: "", sure: true }];
  });
}

const addedIn: (of: FileNode) => Added = oncePer(find);

const placed = /^(statics|methods)$/;

function find({ facts }: FileNode): Added {
  const members = new Map<string, Value>();
  const places = new Map<number, Place>();
  const associated = new Set<string>();
  const add = (place: string, name: string | undefined, value: Value | undefined) => {
    if (name === undefined || value === undefined || !isPlace(place)) return;
    members.set(`${place} ${name}`, value);
    if (value.kind === "function") places.set(value.function, place);
  };
  const addAll = (place: string, value: Value) => {
    if (value.kind !== "object") return;
    for (const { key, value: held } of value.properties) add(place, key, held);
  };
  // `schema.statics.byName = function …`, `schema.methods = { … }`
  for (const { target, value } of facts.assignments) {
    if (target.kind !== "member") continue;
    if (placed.test(target.name)) addAll(target.name, value);
    else if (target.of.kind === "member" && placed.test(target.of.name))
      add(target.of.name, target.name, value);
    // `User.byName = function …`, `User.prototype.orders = function …`, of a model that the file defines
    else if (isDefinedModel(facts, target.of)) add("statics", target.name, value);
    else if (
      target.of.kind === "member" &&
      target.of.name === "prototype" &&
      isDefinedModel(facts, target.of.of)
    )
      add("methods", target.name, value);
  }
  for (const { callee, form, arguments: given } of facts.calls) {
    const name = lastName(callee);
    const [first, second] = given;
    if (form === "new" && name === "Schema" && second?.kind === "object") {
      for (const { key, value } of second.properties) addAll(key ?? "", value);
    } else if (name === "static" || name === "method") {
      if (first?.kind === "literal") add(`${name}s`, String(first.value), second);
      else if (first !== undefined) addAll(`${name}s`, first);
    } else if (/^(hasMany|hasOne|belongsTo|belongsToMany)$/.test(name) && first !== undefined) {
      const as =
        second?.kind === "object" ? second.properties.find(({ key }) => key === "as")?.value : undefined;
      const target = lastName(first);
      associated.add((as?.kind === "literal" ? String(as.value) : target).toLowerCase());
    }
  }
  return { members, places, associated };
}

function isPlace(text: string): text is Place {
  return placed.test(text);
}
