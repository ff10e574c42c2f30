import { own } from "../../catalog/index.ts";
import type { Library, Member } from "../../catalog/library.ts";
import { type Entity, none } from "../entity.ts";

/** What a module of a library exports under a name. */
export function ofLibrary(library: Library, module: string, name: string): Entity[] {
  if (name === "*") {
    // What `require` gives is the module and its default in one.
    return [{ kind: "external", module, name }, ...ofLibrary(library, module, "default")];
  }
  const exported = library.submodules && own(library.submodules, module);
  const member = (exported && own(exported, name)) ?? own(library.exports, name);
  return member === undefined ? none : ofMember(library, "", name, member, true);
}

/** What a member of a library is. */
export function ofMember(
  library: Library,
  type: string,
  name: string,
  member: Member,
  sure: boolean,
  label = "",
): Entity[] {
  const out: Entity[] = [];
  if (member.class !== undefined) out.push({ kind: "library class", library, type: member.class });
  if (member.type !== undefined) out.push({ kind: "library", library, type: member.type, label: name, sure });
  if (member.call !== undefined) out.push({ kind: "operation", library, type, label, name, member, sure });
  return out;
}

/** A value of a library's type; `T[]` is a list of them. */
export function ofTypeName(library: Library, name: string, label: string, sure: boolean): Entity[] {
  if (name.endsWith("[]")) {
    return [{ kind: "array", of: ofTypeName(library, name.slice(0, -2), label, sure) }];
  }
  return Object.hasOwn(library.types, name) ? [{ kind: "library", library, type: name, label, sure }] : none;
}
