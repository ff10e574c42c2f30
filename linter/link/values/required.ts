import type { CallFact, Value } from "../../facts.ts";
import { GLOBAL_TEXT } from "../../outline/globals.ts";
import { handedIn } from "../../outline/handed-in.ts";
import { type Entity, none } from "../entity.ts";
import { dependsOn } from "../file/mentions.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";
import { ofModule } from "./imported.ts";

/**
 * `require(QUERIES + "/orders")`, `require(path.join(__dirname, "../orders"))`: the module that a path leads to which is put together of constants, global ones
 * among them, of where the file lies, and of where the program is started.
 */
export function required(
  evaluator: Evaluator,
  file: FileNode,
  { callee, arguments: given }: CallFact,
): Entity[] {
  const [path] = given;
  if (callee.kind !== "name" || callee.name !== "require" || callee.binding >= 0) return none;
  const module = path === undefined ? undefined : textOf(evaluator, file, path, 0);
  return module === undefined ? none : ofModule(evaluator, file, module);
}

/** `requireFromRoot("pg")`, a function of the project that gives what it requires by the name that it is passed. */
export function requiredThrough(
  evaluator: Evaluator,
  of: Extract<Entity, { kind: "function" }>,
  file: FileNode,
  { arguments: [name] }: CallFact,
): Entity[] {
  if (name?.kind !== "literal" || typeof name.value !== "string") return none;
  const inside = evaluator.project.files.get(of.file);
  const fact = inside?.facts.functions[of.function];
  const passed = new Set([fact?.parameters[0]?.binding ?? -1]);
  const gives = fact?.returns.some(({ value }) => {
    const made = value.kind === "call" ? inside?.facts.calls[value.call] : undefined;
    const [path] = made?.arguments ?? [];
    if (inside === undefined || path === undefined || made?.callee.kind !== "name") return false;
    return made.callee.name === "require" && made.callee.binding < 0 && dependsOn(inside, path, passed);
  });
  return gives === true ? ofModule(evaluator, file, name.value) : none;
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
    case "call":
      return placeOf(evaluator, file, value.call, hops);
    case "name": {
      if (value.binding < 0) return value.name === "__dirname" ? "." : globalText(evaluator, value.name);
      const [held, another] = file.facts.bindings[value.binding]?.values ?? [];
      return held === undefined || another !== undefined
        ? undefined
        : textOf(evaluator, file, held.value, hops + 1);
    }
    default:
      return undefined;
  }
}

/** `path.join(__dirname, "../orders")`; `process.cwd()` is the top of the project, which `~` stands for in many. */
function placeOf(evaluator: Evaluator, file: FileNode, index: number, hops: number): string | undefined {
  const { callee, arguments: given = [] } = file.facts.calls[index] ?? {};
  if (callee?.kind !== "member" || callee.of.kind !== "name") return undefined;
  if (callee.of.name === "process" && callee.name === "cwd") return "~";
  if (callee.of.name !== "path" || !/^(join|resolve)$/.test(callee.name)) return undefined;
  const parts = given.map((part) => textOf(evaluator, file, part, hops + 1));
  if (parts.includes(undefined)) return undefined;
  const path = parts.join("/");
  // `path.resolve("./modules/orders")` begins where the program is started; `__dirname` is spoken of as the folder of the file.
  const [first] = given;
  const isFromTop = callee.name === "resolve" && first?.kind === "literal" && /^(\.\/)?\w/.test(path);
  return isFromTop ? `~/${path.replace(/^\.\//, "")}` : path;
}

/** `global.QUERIES = "@queries"` */
function globalText(evaluator: Evaluator, name: string): string | undefined {
  const [path, another] = evaluator.handingOut(GLOBAL_TEXT(name));
  const file = path === undefined || another !== undefined ? undefined : evaluator.project.files.get(path);
  const [said] = file === undefined ? [] : (handedIn(file.facts).get(GLOBAL_TEXT(name)) ?? []);
  return said?.value?.kind === "literal" ? String(said.value.value) : undefined;
}
