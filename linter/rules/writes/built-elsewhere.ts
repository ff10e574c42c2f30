import type { Operation } from "../../catalog/library.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import type { Passage } from "./only-writes.ts";

/** A statement that a function of the project builds and hands back, for its caller to run: `await remove(row.id)`. */
export interface BuiltElsewhere {
  passage: Passage;
  /** What the last call of the builder does, and its name. */
  operation: Operation;
  name: string;
}

/** What the call at `index` runs, where it is a function that builds it and nothing else; undefined where that cannot be told. */
export function builtElsewhere(
  linked: Linked,
  file: FileNode,
  index: number,
  reach: Reach,
): BuiltElsewhere | undefined {
  if (reach.next !== undefined || reach.query.name !== "") return undefined;
  const [called, another] = linked.graph.targetsOf(file).get(index)?.functions ?? [];
  if (called === undefined || another !== undefined || called.argument >= 0 || called.named) return undefined;
  const made = linked.project.files.get(called.ref.file);
  const [returned, more] = made?.facts.functions[called.ref.function]?.returns ?? [];
  if (made === undefined || returned?.value.kind !== "call" || more !== undefined) return undefined;
  const call = made.facts.calls[returned.value.call];
  if (call === undefined) return undefined;
  for (const entity of linked.evaluator.value(made, call.callee)) {
    if (entity.kind !== "operation" || entity.member.call === undefined) continue;
    const passage = { file: made, function: called.ref.function, call, bound: called.bound ?? 0 };
    return { passage, operation: entity.member.call, name: entity.name };
  }
  return undefined;
}
