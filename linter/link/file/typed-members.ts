import type { TypeRef, Value } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";
import type { FileNode } from "../project/project.ts";

interface TypedMember {
  type: TypeRef;
  /** Undefined where the function itself is of the type. */
  key: string | undefined;
}

/** The functions of a file of which a declaration says the type, or that of an object in which they stand: by function, the member that it is. */
export const typedMembers: (of: FileNode) => ReadonlyMap<number, TypedMember> = oncePer(find);

function find(file: FileNode): Map<number, TypedMember> {
  const out = new Map<number, TypedMember>();
  const add = (type: TypeRef | undefined, held: Value | undefined) => {
    if (type === undefined || held === undefined) return;
    // `const find: Finder = async (db) => …`, `function finder(): Finder { return async (db) => …; }`
    if (held.kind === "function") out.set(held.function, { type, key: undefined });
    if (held.kind !== "object") return;
    for (const { key, value } of held.properties) {
      if (key !== undefined && value.kind === "function") out.set(value.function, { type, key });
    }
  };
  for (const { type, values } of file.facts.bindings) add(type, values[0]?.value);
  // `function makeRepo(): Repo { return { async find(db, id) { … } }; }`
  for (const { returnType, returns } of file.facts.functions)
    for (const { value } of returns) add(returnType, value);
  for (const { fields } of file.facts.classes) for (const { type, value } of fields) add(type, value);
  return out;
}
