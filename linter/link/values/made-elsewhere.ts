import type { Value } from "../../facts.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";

/** Of so many values that a variable is given, one that a package made is enough. */
const few = 3;

/** `get folders() { return this.files.folders() }` */
function isGot(
  evaluator: Evaluator,
  file: FileNode,
  { of, name }: Extract<Value, { kind: "member" }>,
  hops: number,
): boolean {
  return evaluator.value(file, of).some((entity) => {
    if (entity.kind !== "instance") return false;
    const made = evaluator.project.files.get(entity.file);
    const method = made?.facts.classes[entity.class]?.methods.find((own) => own.name === name);
    return method !== undefined && givesElsewhere(evaluator, entity.file, method.function, hops);
  });
}

function givesElsewhere(evaluator: Evaluator, path: string, index: number, hops: number): boolean {
  const file = evaluator.project.files.get(path);
  if (file === undefined) return false;
  evaluator.enter(file);
  const returns = file.facts.functions[index]?.returns ?? [];
  return returns.slice(0, few).some(({ value }) => isMadeElsewhere(evaluator, file, value, hops + 1));
}

function isPassing(evaluator: Evaluator, file: FileNode, callee: Value): boolean {
  return evaluator
    .value(file, callee)
    .some((e) => e.kind === "global" && /^(Promise\.all|Object\.(values|entries)|Array\.from)$/.test(e.name));
}

/** A package made it, or the language: `getFirestore()`, `response.body.getReader()`, `new Map()`. */
export function isMadeElsewhere(evaluator: Evaluator, file: FileNode, value: Value, hops: number): boolean {
  if (hops > 8) return true;
  const isElsewhere = (one: Value) =>
    evaluator
      .value(file, one)
      .some(({ kind }) => kind === "external" || kind === "global" || kind === "operation");
  const inner = (one: Value) => isMadeElsewhere(evaluator, file, one, hops + 1);
  switch (value.kind) {
    case "await":
    case "each":
    case "element":
    case "spread":
      return inner(value.of);
    case "member":
      return isElsewhere(value) || isGot(evaluator, file, value, hops) || inner(value.of);
    case "call": {
      const call = file.facts.calls[value.call];
      const [first] = call?.arguments ?? [];
      if (call === undefined) return true;
      // What the language only passes on: `Promise.all(list)`, `Object.values(models)`.
      if (first !== undefined && isPassing(evaluator, file, call.callee)) return inner(first);
      return (
        isElsewhere(call.callee) ||
        evaluator
          .value(file, call.callee)
          .some((e) => e.kind === "function" && givesElsewhere(evaluator, e.file, e.function, hops)) ||
        inner(call.callee)
      );
    }
    case "choice":
      return value.of.some(inner);
    case "array":
      return value.items.some(inner);
    case "name":
      return (file.facts.bindings[value.binding]?.values ?? [])
        .slice(0, few)
        .some((held) => inner(held.value));
    case "this":
    case "parameter":
    case "module":
      return false;
    default:
      // What is written in place is known.
      return true;
  }
}
