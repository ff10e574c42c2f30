import type { PropertyFacts } from "../../catalog/library.ts";
import type { Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { constantOf, shownText } from "../../options/constant.ts";
import type { Built } from "../../options/constructions.ts";
import type { Linked } from "../rule.ts";

/** Where a connection string stands: an argument of the call, or an option, which may be written in another file. */
interface ConnectionString {
  file?: FileNode;
  value: Value;
}

/** The connection strings that the library may take options from. */
export function stringsOf({ call, facts, options }: Built): ConnectionString[] {
  const written = facts.url === undefined ? undefined : call.arguments[facts.url];
  const out: ConnectionString[] =
    written === undefined || written.kind === "object" ? [] : [{ value: written }];
  for (const { path, file, property } of options.entries) {
    if (facts.urlProperties?.includes(path)) out.push({ file, value: property.value });
  }
  return out;
}

/** A connection string that the code shows; one that it does not show, or only a stand-in of, may carry options. */
export function isShown(linked: Linked, file: FileNode, value: Value): boolean {
  const { value: text, source } = constantOf(linked.project, file, value);
  return typeof text === "string" && source.kind !== "environment";
}

/** What a connection string sets a parameter to, as far as the code shows it. */
export function parameterIn(
  linked: Linked,
  file: FileNode,
  built: Built,
  parameter: string,
): string | undefined {
  const pattern = new RegExp(`[?&]${parameter}=([^&#]*)`);
  for (const { file: from = file, value } of stringsOf(built)) {
    const set = pattern.exec(shownText(linked.project, from, value) ?? "")?.[1];
    if (set !== undefined) return set;
  }
  return undefined;
}

/** Whether a connection string sets this option to a limit. */
export function mayCarry(
  linked: Linked,
  file: FileNode,
  built: Built,
  { property, aliases = [], unlimited }: PropertyFacts,
): boolean {
  return [property, ...aliases].some((name) => {
    const set = parameterIn(linked, file, built, name);
    return set !== undefined && set !== String(unlimited);
  });
}
