import type { CallFact, Value } from "../../facts.ts";
import { dependsOn } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { isDecoratedField, parentBindings } from "../../link/queries/resolvers.ts";
import { elementBindings } from "../way/elements.ts";

/** A resolver that a map or a builder holds may be that of a root, unless it asks for what belongs to its parent, or who asks. */
export function asksForEach(file: FileNode, call: CallFact, loop: Iteration): boolean {
  if (isDecoratedField(file, loop.callback)) return true;
  const parents = new Set(elementBindings(file, loop));
  const ofParent = (value: Value) => dependsOn(file, value, parents);
  return [call.callee, ...call.arguments].some(ofParent) || asksWho(file, call, loop, ofParent);
}

/** `const me = await userOf(context); return me.id === post.writer`: the same user for all parents, for an answer of each. */
function asksWho(
  file: FileNode,
  call: CallFact,
  { callback, parent = 0 }: Iteration,
  ofParent: (value: Value) => boolean,
): boolean {
  const returns = file.facts.functions[callback]?.returns ?? [];
  if (!returns.some(({ value }) => ofParent(value))) return false;
  const context = new Set(parentBindings(file, callback, parent + 2));
  return call.arguments.some((value) => dependsOn(file, value, context));
}
