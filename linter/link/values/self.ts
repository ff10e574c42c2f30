import type { ClassFact, Value } from "../../facts.ts";
import { type Entity, none } from "../entity.ts";
import { objectAround } from "../file/objects.ts";
import type { FileNode } from "../project/project.ts";
import { selfOfAdded } from "./added-members.ts";
import { selfOfAssigned } from "./assigned-members.ts";
import type { Evaluator } from "./evaluator.ts";
import { resultOf } from "./results.ts";

/** The instance (or object) whose method this place is in. */
export function selfAt(evaluator: Evaluator, file: FileNode, at: number): Entity[] {
  const added = selfOfAdded(file, at);
  if (added.length > 0) return added;
  const object = objectAround(file, at);
  const assigned = selfOfAssigned(file, at, object);
  if (object !== undefined)
    return [
      { kind: "object", file: file.path, value: object },
      ...assigned,
      ...joinedBy(evaluator, file, object),
    ];
  if (assigned.length > 0) return assigned;
  let best: { kind: "instance" | "class"; class: number; size: number } | undefined;
  file.facts.classes.forEach((fact, index) => {
    if (fact.start > at || fact.end < at) return;
    const size = fact.end - fact.start;
    if (best === undefined || size < best.size) {
      best = { kind: isInStatic(file, fact, at) ? "class" : "instance", class: index, size };
    }
  });
  return best === undefined ? none : [{ kind: best.kind, file: file.path, class: best.class }];
}

function isInStatic({ facts }: FileNode, { methods }: ClassFact, at: number): boolean {
  return methods.some(({ static: isStatic, function: index }) => {
    const made = isStatic ? facts.functions[index] : undefined;
    return made !== undefined && made.start <= at && at < made.end;
  });
}

/** What a library joins an object with: the repository, in a method of what it is extended by. */
function joinedBy(evaluator: Evaluator, file: FileNode, object: Value): Entity[] {
  const index = file.facts.calls.findIndex((call) => call.arguments.includes(object));
  const call = file.facts.calls[index];
  if (call === undefined) return none;
  return evaluator
    .value(file, call.callee)
    .filter((e) => e.kind === "operation" && e.member.call?.joins !== undefined)
    .flatMap((e) => resultOf(evaluator, e, file, index))
    .filter(({ kind }) => kind === "library");
}
