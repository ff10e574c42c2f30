import type { CallFact } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { askedOn, asksTheSame } from "./asked.ts";
import { isForTurn, isInvariant } from "./invariant.ts";

/** What is the same in every turn: the whole call, or no more than the query that it leads to, whatever else the call passes. */
export type Sameness = "call" | "query";

export function samenessOf(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  way: Reach,
): Sameness | undefined {
  if (isForTurn(file, call, loop)) return undefined;
  if (isInvariant(file, call, loop)) return "call";
  const asked = way.next === undefined ? undefined : askedOn(linked, file, call, loop, way);
  return asked !== undefined && asksTheSame(asked) ? "query" : undefined;
}
