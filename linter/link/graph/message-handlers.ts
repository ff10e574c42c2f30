import type { CallFact, Value } from "../../facts.ts";
import { HANDLER_OF } from "../../outline/outline.ts";
import type { Entity } from "../entity.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "../values/evaluator.ts";

type FunctionEntity = Extract<Entity, { kind: "function" }>;

/** `queryBus.execute(new FindUsers(ids))` of Nest's CQRS: the `execute` of the class that says it handles such a message. */
export function handlersOf(
  evaluator: Evaluator,
  file: FileNode,
  { callee, arguments: given }: CallFact,
  callees: readonly Entity[],
): FunctionEntity[] {
  if (callee.kind !== "member" || callee.name !== "execute") return [];
  const isBus = callees.some((entity) => entity.kind === "external" && entity.module === "@nestjs/cqrs");
  const name = isBus ? made(file, given[0]) : "";
  if (name === "") return [];
  const [handler, another] = evaluator.heirsOf(HANDLER_OF(name));
  // Of two messages of one name nobody can tell which is meant.
  if (handler === undefined || another !== undefined) return [];
  const own = evaluator.project.files.get(handler.file);
  const method = own?.facts.classes[handler.class]?.methods.find((one) => one.name === "execute");
  if (own === undefined || method === undefined) return [];
  evaluator.enter(own);
  return [{ kind: "function", file: own.path, function: method.function }];
}

/** The class of what is made in place, or just before. */
function made(file: FileNode, value: Value | undefined): string {
  const held = value?.kind === "name" ? file.facts.bindings[value.binding]?.values[0]?.value : value;
  const call = held?.kind === "call" ? file.facts.calls[held.call] : undefined;
  return call?.form === "new" && call.callee.kind === "name" ? call.callee.name : "";
}
