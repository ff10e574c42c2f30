import { search } from "../../catalog/index.ts";
import type { CallFact, Value } from "../../facts.ts";
import type { Entity } from "../entity.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";

/** What a list holds; things that are no list hold nothing known. */
export function elementsOf(entities: Entity[]): Entity[] {
  return entities.flatMap((entity): Entity[] => {
    if (entity.kind === "array") return entity.of;
    if (entity.kind !== "library") return [];
    const element = search(entity.library, entity.type, (type) => type.element);
    return element === undefined ? [] : [{ ...entity, type: element }];
  });
}

/** What comes of awaiting: a query becomes its rows, or the one row that it was asked for. */
export function settled(entities: Entity[]): Entity[] {
  return entities.flatMap((entity): Entity[] => {
    if (entity.kind !== "library") return [entity];
    const { library, type } = entity;
    if (search(library, type, (t) => t.runs) === undefined) return [entity];
    const element = search(library, type, (t) => t.element);
    const row: Entity[] = element === undefined ? [] : [{ ...entity, type: element }];
    return [{ kind: "array", of: row }, ...row];
  });
}

/** A list of queries that are waited for together; anything else is itself. Nobody waits for a function. */
export function settledList(entity: Entity): Entity {
  if (entity.kind !== "array") return entity;
  return { kind: "array", of: settled(entity.of).filter(({ kind }) => kind !== "function") };
}

const same = new Set([
  "filter",
  "slice",
  "sort",
  "reverse",
  "concat",
  "toSorted",
  "toReversed",
  "splice",
  "values",
]);
const single = new Set(["find", "at", "pop", "shift", "findLast"]);
const mapped = new Set(["map", "flatMap"]);

/** What a method of an array gives: `rows.filter(f)` is rows again, `rows.map(f)` a list of what f returns. */
export function resultOnArray(
  evaluator: Evaluator,
  file: FileNode,
  call: CallFact,
  callee: Extract<Value, { kind: "member" }>,
): Entity[] {
  const receiver = evaluator.value(file, callee.of);
  if (callee.name === "then" || callee.name === "catch" || callee.name === "finally") {
    if (callee.name !== "then") return receiver;
    // A query that the callback gives runs as soon as it is given.
    return settled(call.arguments.slice(0, 1).flatMap((f) => resultsOf(evaluator, file, f)));
  }
  if (mapped.has(callee.name)) {
    const [callback] = call.arguments;
    const of = callback === undefined ? [] : resultsOf(evaluator, file, callback);
    return [{ kind: "array", of }];
  }
  const arrays = receiver.filter((entity) => entity.kind === "array");
  if (arrays.length === 0) return [];
  if (same.has(callee.name)) return arrays;
  // `[place, element]`
  if (callee.name === "entries") return [{ kind: "array", of: arrays }];
  return single.has(callee.name) ? elementsOf(arrays) : [];
}

function resultsOf(evaluator: Evaluator, file: FileNode, callback: Value): Entity[] {
  return evaluator
    .value(file, callback)
    .flatMap((entity) => (entity.kind === "function" ? evaluator.returnedBy(entity) : []));
}
