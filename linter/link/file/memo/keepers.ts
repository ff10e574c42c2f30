import type { Place, Value } from "../../../facts.ts";
import type { FileNode } from "../../project/project.ts";

/** The instance, or a variable that outlives what runs again and is nothing that it is passed. */
export function isKeeper({ facts }: FileNode, of: Value, again: Place | undefined): boolean {
  if (of.kind === "this") return true;
  const fact = of.kind === "name" ? facts.bindings[of.binding] : undefined;
  if (fact === undefined || again === undefined || !/^(constant|variable|class)$/.test(fact.kind))
    return false;
  return fact.start < again.start || fact.start >= again.end;
}

/** The same variable, or the same member of it. */
export function isSame(a: Value, b: Value): boolean {
  if (a.kind === "name") return b.kind === "name" && a.binding === b.binding && a.name === b.name;
  if (a.kind === "member") return b.kind === "member" && a.name === b.name && isSame(a.of, b.of);
  return a.kind === "this" && b.kind === "this";
}
