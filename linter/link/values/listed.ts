import type { ClassFact, Value } from "../../facts.ts";
import { type Entity, instanceOf, none } from "../entity.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";

/**
 * `static inject = [UserStore, Mailer]`: what a container makes a class with, listed by the class itself in the order of its constructor's parameters,
 * as classes or by the names under which the container has them. The field is called as the container wants it.
 */
export function listed(evaluator: Evaluator, file: FileNode, of: number, index: number): Entity[] {
  const maker = file.facts.functions[of];
  const fact = maker?.kind === "constructor" ? file.facts.classes[maker.class] : undefined;
  if (maker === undefined || fact === undefined) return none;
  for (const list of listsOf(file, fact)) {
    if (list.length !== maker.parameters.length) continue;
    const what = list[index];
    if (what?.kind === "literal" && typeof what.value === "string") return evaluator.handedOut(what.value);
    if (what?.kind !== "name" && what?.kind !== "member") continue;
    const made = evaluator.value(file, what).flatMap((e) => (e.kind === "class" ? instanceOf(e) : none));
    if (made.length > 0) return made;
  }
  return none;
}

/** The lists that a class has: in static fields, behind static getters, and put on it. */
function listsOf({ facts }: FileNode, { binding, fields, methods }: ClassFact): Value[][] {
  const held = fields.flatMap((field) => (field.static && field.value !== undefined ? [field.value] : []));
  for (const method of methods) {
    const made = method.static ? facts.functions[method.function] : undefined;
    if (made?.kind === "getter") held.push(...made.returns.map(({ value }) => value));
  }
  for (const { target, value } of facts.assignments)
    if (target.kind === "member" && target.of.kind === "name" && target.of.binding === binding)
      held.push(value);
  return held.flatMap((value) => (value.kind === "array" ? [value.items] : []));
}
