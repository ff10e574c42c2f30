import type { Value } from "../facts.ts";
import type { Entity } from "./entity.ts";
import type { Evaluator } from "./evaluator.ts";
import type { FileNode, Project } from "./project.ts";

/** A function that more files than these import is no part that is put together once: its parameters are anything. */
const fewFiles = 8;
/** Places that pass something, of which more help nobody. */
const mostCalls = 3;

/**
 * What other files pass for a parameter without a type: `new UserStore(User)`, `require("./users")({ db })`. That is how programs
 * without types are put together.
 */
export function passedIn(evaluator: Evaluator, file: FileNode, of: number, index: number): Entity[] {
  const { project } = evaluator;
  const fact = file.facts.functions[of];
  if (fact === undefined || fact.kind === "method" || fact.kind === "getter" || fact.kind === "setter")
    return [];
  const importers = evaluator.importersOf(file);
  if (importers.length > fewFiles) return [];
  const isIt = (entity: Entity): boolean => {
    if (fact.kind === "constructor")
      return entity.kind === "class" && entity.file === file.path && entity.class === fact.class;
    return entity.kind === "function" && entity.file === file.path && entity.function === of;
  };
  const out: Entity[] = [];
  let calls = 0;
  for (const other of fact.kind === "constructor" ? [file, ...importers] : importers) {
    for (const call of evaluator.callsIn(other)) {
      const argument = call.arguments[index];
      const isForm = call.form === "new" || (call.form === "call" && fact.kind !== "constructor");
      if (!isForm || argument === undefined || argument.kind === "spread") continue;
      if (other !== file && !comesFrom(project, other, call.callee, file)) continue;
      if (!evaluator.value(other, call.callee).some(isIt)) continue;
      out.push(...evaluator.value(other, argument));
      if (++calls >= mostCalls) return out;
    }
  }
  return out;
}

/** Whether the name that a callee begins with is imported from a file; most callees need no longer look. */
function comesFrom(project: Project, other: FileNode, callee: Value, file: FileNode, hops = 0): boolean {
  const isIt = (module: string) => project.resolve(module, other) === file;
  if (hops > 4) return false;
  switch (callee.kind) {
    case "module":
      return isIt(callee.module);
    case "member":
      return comesFrom(project, other, callee.of, file, hops + 1);
    case "name": {
      const imported = other.imports.get(callee.binding);
      if (imported !== undefined) return isIt(imported.module);
      const held = other.facts.bindings[callee.binding]?.values[0]?.value;
      return held !== undefined && comesFrom(project, other, held, file, hops + 1);
    }
    default:
      return false;
  }
}
