import type { CallFact } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";

/** A call that each turn of a loop makes, and that leads to a query. */
export interface LoopedCall {
  linked: Linked;
  file: FileNode;
  call: CallFact;
  loop: Iteration;
  /** The way from the call to the query. */
  reach: Reach;
}
