import type { Reach } from "../../link/graph/reach.ts";
import type { Repeated } from "./repeated.ts";

/**
 * `await find(row.id)`, where `find` gives back a query that is sent when somebody waits for it, `return db("users").where({ id }).first()`:
 * the same way as to a function that sends it itself.
 */
export function throughGiver({ linked, file, call, reach }: Repeated): Reach {
  if (reach.next !== undefined) return reach;
  const [entity, ...others] = linked.evaluator.value(file, call.callee);
  if (entity?.kind !== "function" || others.length > 0) return reach;
  const there = linked.project.files.get(entity.file);
  const [given, ...more] = there?.facts.functions[entity.function]?.returns ?? [];
  if (there === undefined || given?.value.kind !== "call" || more.length > 0) return reach;
  const { query, kind } = reach;
  const at = { call: given.value.call, queries: [query], functions: [], place: undefined };
  return {
    ...reach,
    next: { file: entity.file, function: entity.function, key: `${entity.file}#${entity.function}` },
    onward: { query, kind, file: entity.file, at, distance: 0, conditional: false },
    distance: 1,
  };
}
