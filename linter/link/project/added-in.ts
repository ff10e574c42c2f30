import type { LibraryType } from "../../catalog/library.ts";
import type { Value } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";
import { isDefinedModel } from "../../outline/defined-models.ts";
import { lastName } from "../../value-parts.ts";
import type { FileNode } from "./file-node.ts";

type Place = NonNullable<LibraryType["added"]>;

/** What one file adds to the types of a library. */
export interface Added {
  /** Functions of a schema, by where they are put and their name: `statics byName`. */
  members: ReadonlyMap<string, Value>;
  /** The same functions, by their index in the file: the type of whose values `this` is in them. */
  places: ReadonlyMap<number, Place>;
  /** What models are associated with, in small letters. */
  associated: ReadonlySet<string>;
}

/** What a file adds to the types of the libraries that it uses. */
export const addedIn: (of: FileNode) => Added = oncePer(find);

/** All of that which other files can ask for, as text, by library. */
export function addedBy(file: FileNode): ReadonlyMap<string, string> {
  const { members, associated } = addedIn(file);
  if (members.size === 0 && associated.size === 0) return new Map();
  const told = [...members.keys(), "", ...associated].join();
  return new Map([...file.libraries].map((library) => [library, told]));
}

const placed = /^(statics|methods)$/;
const ofOptions: Record<string, Place> = { classMethods: "statics", instanceMethods: "methods" };

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
    const [first, second, third] = given;
    if (form === "new" && name === "Schema" && second?.kind === "object") {
      for (const { key, value } of second.properties) addAll(key ?? "", value);
    } else if (name === "define" && third?.kind === "object") {
      // Sequelize 3: `define(name, columns, { classMethods: { … } })`
      for (const { key = "", value } of third.properties) addAll(ofOptions[key] ?? "", value);
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
