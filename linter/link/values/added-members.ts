import { libraries, search } from "../../catalog/index.ts";
import { oncePer } from "../../once-per.ts";
import type { Entity } from "../entity.ts";
import { addedIn } from "../project/added-in.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";

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
  const asked = `${place} ${name}`;
  for (const file of addingAmong(evaluator.addingTo(library.name))) {
    const { members, associated } = addedIn(file);
    const member = place === undefined ? undefined : members.get(asked);
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

/** Of the users of a library those that add something to it, which are few. */
const addingAmong = oncePer((users: readonly FileNode[]): readonly FileNode[] =>
  users.filter((file) => {
    const { members, associated } = addedIn(file);
    return members.size > 0 || associated.size > 0;
  }),
);

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
