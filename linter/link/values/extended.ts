import type { CallFact, FileFacts, Value } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";
import { type Entity, instanceOf, none } from "../entity.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";

/** So many classes one above the other are gone through. */
const highest = 8;

/**
 * `module.exports = Base.extend({ find() { … } })` of Backbone and its like, with a base of the project: a class, of whose instances the object
 * stands for all. They have what it has, and else what those of the base have.
 */
export function extension(evaluator: Evaluator, file: FileNode, { arguments: [own] }: CallFact): Entity[] {
  if (own?.kind !== "object" || basesOf(evaluator, file, own).length === 0) return none;
  return [{ kind: "object", file: file.path, value: own }];
}

/** Whether an object stands for the instances of such a class. */
export function isExtension(evaluator: Evaluator, entity: Entity, hops = 0): boolean {
  const file = entity.kind === "object" ? evaluator.project.files.get(entity.file) : undefined;
  return (
    entity.kind === "object" &&
    file !== undefined &&
    hops < highest &&
    basesOf(evaluator, file, entity.value, hops + 1).length > 0
  );
}

/** What the instances of such a class have of the base under a name. */
export function ofBase(evaluator: Evaluator, file: FileNode, object: Value, name: string): Entity[] {
  return basesOf(evaluator, file, object).flatMap((one) => evaluator.member(one, name));
}

function basesOf(evaluator: Evaluator, file: FileNode, object: Value, hops = 0): Entity[] {
  const base = extending(file.facts).get(object.start);
  if (base === undefined) return none;
  return evaluator
    .value(file, base)
    .flatMap((entity) => (isExtension(evaluator, entity, hops) ? [entity] : instanceOf(entity)));
}

/** What the objects of a file extend, by where they begin. */
const extending = oncePer(({ calls }: FileFacts) => {
  const out = new Map<number, Value>();
  for (const { callee, form, arguments: given } of calls) {
    const [own] = given;
    if (form === "call" && callee.kind === "member" && callee.name === "extend" && own?.kind === "object")
      out.set(own.start, callee.of);
  }
  return out;
});
