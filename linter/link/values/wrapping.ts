import type { CallFact } from "../../facts.ts";
import { bound, type Entity, none } from "../entity.ts";
import { calledLater } from "../file/called-later.ts";
import type { FileNode } from "../project/project.ts";
import { roleOf } from "../roles/roles.ts";
import type { Evaluator } from "./evaluator.ts";

/**
 * `transactional(find)`: the functions that a function of the project is passed and that the function which it gives back calls. Who calls
 * what it gives calls them.
 */
export function wrapping(
  evaluator: Evaluator,
  entity: Extract<Entity, { kind: "function" }>,
  file: FileNode,
  call: CallFact,
): Entity[] {
  const from = evaluator.project.files.get(entity.file);
  const fact = from?.facts.functions[entity.function];
  if (from === undefined || fact === undefined || call.form !== "call" || call.arguments.length === 0)
    return none;
  evaluator.enter(from);
  return calledLater(fact, from).flatMap(({ position, bound: before, kept }) => {
    const argument = call.arguments[position];
    if (argument === undefined || argument.kind === "spread") return none;
    // `deferred(async () => …)()` is looked at where it stands.
    if (argument.kind === "function" && call.use === "chained") return none;
    const passed = evaluator.value(file, argument).filter(({ kind }) => kind === "function");
    if (passed.length === 0) return none;
    const { runs } = roleOf(evaluator, file, { ...call, use: "kept" }, position);
    if (runs === "cached" || (runs === "once" && kept))
      return passed.map((one) => ({ ...bound(one, before), kept: true as const }));
    return runs === "once" ? passed.map((one) => bound(one, before)) : none;
  });
}
