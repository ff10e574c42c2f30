import type { TypeRef } from "../facts.ts";
import type { FileNode } from "./project.ts";

interface TypedMember {
  type: TypeRef;
  key: string;
}

const known = new WeakMap<FileNode, Map<number, TypedMember>>();

/** The functions of a file that stand in an object whose variable is declared with a type: by function, the member that it is. */
export function typedMembers(file: FileNode): ReadonlyMap<number, TypedMember> {
  let found = known.get(file);
  if (found === undefined) {
    found = find(file);
    known.set(file, found);
  }
  return found;
}

function find(file: FileNode): Map<number, TypedMember> {
  const out = new Map<number, TypedMember>();
  for (const { type, values } of file.facts.bindings) {
    const held = values[0]?.value;
    if (type === undefined || held?.kind !== "object") continue;
    for (const { key, value } of held.properties) {
      if (key !== undefined && value.kind === "function") out.set(value.function, { type, key });
    }
  }
  return out;
}
