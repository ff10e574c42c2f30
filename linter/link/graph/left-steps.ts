import type { FileFacts } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";
import type { Entity } from "../entity.ts";
import type { FileNode } from "../project/project.ts";
import { roleOf } from "../roles/roles.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { memberOfClass } from "../values/members.ts";

type Method = Extract<Entity, { kind: "function" }>;

/** A method that calls more of its own object's than these is no template for others. */
const mostSteps = 16;
/** Methods of the class above that lead to one another. */
const furthest = 2;

/**
 * `class Refund extends UseCase`, and `execute` of a class above calls `this.handle()`: where the class of the object is known, it is
 * its own `handle` that runs. What the class of the object declares of such steps, of a method that it inherits.
 */
export function ownSteps(evaluator: Evaluator, method: Method, hops = 0): Method[] {
  const { on } = method;
  const file = evaluator.project.files.get(method.file);
  if (on === undefined || file === undefined) return [];
  evaluator.enter(file);
  const above = { file: method.file, class: file.facts.functions[method.function]?.class ?? -1 };
  const calls = calledOnItself(file.facts).get(method.function) ?? [];
  if (above.class < 0 || calls.length > mostSteps) return [];
  const names = calls.filter((call) => runsInTime(evaluator, file, call)).map(({ name }) => name);
  return [...new Set(names)].flatMap((name) => {
    const known = memberOfClass(evaluator, above, name).filter(isFunction);
    return memberOfClass(evaluator, on, name)
      .filter(isFunction)
      .flatMap((step) => {
        // The same for all objects: it may lead to what is not.
        if (known.some((one) => isSame(one, step) && one.left === undefined))
          return hops < furthest ? ownSteps(evaluator, step, hops + 1) : [];
        return [step];
      });
  });
}

function isFunction(entity: Entity): entity is Method {
  return entity.kind === "function";
}

function isSame(a: Method, b: Method): boolean {
  return a.file === b.file && a.function === b.function;
}

/** A call of the object's own method, and the functions inside of the calling method that it stands in, the innermost first. */
interface OwnCall {
  name: string;
  inside: number[];
}

/** By method, what it calls on `this`, also in functions inside of it. */
const calledOnItself = oncePer((facts: FileFacts): ReadonlyMap<number, readonly OwnCall[]> => {
  const out = new Map<number, OwnCall[]>();
  for (const { callee, region } of facts.calls) {
    if (callee.kind !== "member" || callee.of.kind !== "this") continue;
    const inside: number[] = [];
    let method = facts.functions[facts.regions[region]?.function ?? 0];
    let index = facts.regions[region]?.function ?? 0;
    while (method !== undefined && method.class < 0 && method.kind !== "module" && inside.length < 8) {
      inside.push(index);
      index = facts.regions[method.region]?.function ?? 0;
      method = facts.functions[index];
    }
    if (method === undefined || method.class < 0) continue;
    out.set(index, [...(out.get(index) ?? []), { name: callee.name, inside }]);
  }
  return out;
});

/** Whether the functions that the call stands in run before the method comes back. */
function runsInTime(evaluator: Evaluator, file: FileNode, { inside }: OwnCall): boolean {
  return inside.every((index) => {
    const passed = file.passedTo.get(index);
    const taker = passed === undefined ? undefined : file.facts.calls[passed.call];
    if (passed === undefined || taker === undefined) return false;
    const { runs } = roleOf(evaluator, file, taker, passed.argument);
    return runs !== "later" && runs !== "cached";
  });
}
