import type { CallFact, Value } from "../facts.ts";
import { type Entity, none } from "./entity.ts";
import type { Evaluator } from "./evaluator.ts";
import { GLOBAL_TEXT } from "./globals.ts";
import { handedIn } from "./handed-in.ts";
import type { FileNode } from "./project.ts";

/** `require(QUERIES + "/orders")`: the module that a path leads to which is put together of constants, global ones among them. */
export function required(
  evaluator: Evaluator,
  file: FileNode,
  { callee, arguments: given }: CallFact,
): Entity[] {
  const [path] = given;
  if (callee.kind !== "name" || callee.name !== "require" || callee.binding >= 0) return none;
  const module = path === undefined ? undefined : textOf(evaluator, file, path, 0);
  return module === undefined ? none : evaluator.module(file, module);
}

function textOf(evaluator: Evaluator, file: FileNode, value: Value, hops: number): string | undefined {
  if (hops > 6) return undefined;
  const joined = (parts: readonly Value[], between: readonly string[]): string | undefined => {
    let text = between[0] ?? "";
    for (const [at, part] of parts.entries()) {
      const said = textOf(evaluator, file, part, hops + 1);
      if (said === undefined) return undefined;
      text += said + (between[at + 1] ?? "");
    }
    return text;
  };
  switch (value.kind) {
    case "literal":
      return typeof value.value === "string" ? value.value : undefined;
    case "operation":
      return value.operator === "+" ? joined(value.of, []) : undefined;
    case "text":
      return joined(value.of, value.strings);
    case "name": {
      if (value.binding < 0) return globalText(evaluator, value.name);
      const [held, another] = file.facts.bindings[value.binding]?.values ?? [];
      return held === undefined || another !== undefined
        ? undefined
        : textOf(evaluator, file, held.value, hops + 1);
    }
    default:
      return undefined;
  }
}

/** `global.QUERIES = "@queries"` */
function globalText(evaluator: Evaluator, name: string): string | undefined {
  const [path, another] = evaluator.handingOut(GLOBAL_TEXT(name));
  const file = path === undefined || another !== undefined ? undefined : evaluator.project.files.get(path);
  const [said] = file === undefined ? [] : (handedIn(file.facts).get(GLOBAL_TEXT(name)) ?? []);
  return said?.value?.kind === "literal" ? String(said.value.value) : undefined;
}
