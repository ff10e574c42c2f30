import { search } from "../../catalog/index.ts";
import type { Value } from "../../facts.ts";
import { isDistinctive } from "../../outline/named-functions.ts";
import type { Entity } from "../entity.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";
import { isMadeElsewhere } from "./made-elsewhere.ts";

type FunctionEntity = Extract<Entity, { kind: "function" }>;

/** A name that more functions have than these is none to know one of them by. */
const few = 3;

/**
 * `models.Invoice.chargeBeds(…)`, `account.findOwner()` on something of which nothing is known: the functions of the project that have
 * that name, where it is distinctive and few have it.
 */
export function byName(
  evaluator: Evaluator,
  file: FileNode,
  { of, name }: Extract<Value, { kind: "member" }>,
): FunctionEntity[] {
  if (!isDistinctive(name) || evaluator.project.inBrowser(file) || !evaluator.isNamed(name)) return [];
  const receiver = evaluator.value(file, of);
  const isOpen =
    receiver.length > 0
      ? receiver.every((one) => mayHaveMore(evaluator, one))
      : !isMadeElsewhere(evaluator, file, of, 0);
  if (!isOpen) return [];
  const found = evaluator.named(name);
  return found.length > few ? [] : found;
}

/** What is declared, and of whose members not all are in sight; models and rows have those that a project gives them. */
function mayHaveMore(evaluator: Evaluator, entity: Entity): boolean {
  if (entity.kind === "file") return isChosenWhenItRuns(evaluator, entity.file);
  if (entity.kind === "library")
    return (
      search(entity.library, entity.type, ({ place, added, associated }) => place ?? added ?? associated) !==
      undefined
    );
  return entity.kind === "shape";
}

/** `module.exports = require(`./store-${kind}`)`: what the file hands out is that of another, and which one nobody can tell. */
function isChosenWhenItRuns(evaluator: Evaluator, path: string): boolean {
  const file = evaluator.project.files.get(path);
  const whole = file?.exportsNamed("=");
  if (file === undefined || whole === undefined) return false;
  evaluator.enter(file);
  return whole.every(({ value }) => value !== undefined && evaluator.value(file, value).length === 0);
}
