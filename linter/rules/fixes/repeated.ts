import type { CallFact } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";

/** A read that is made again in each turn, for which a fix is sought. */
export interface Repeated {
  linked: Linked;
  file: FileNode;
  call: CallFact;
  loop: Iteration;
  /** The way from the call to the query. */
  reach: Reach;
  /** Names that other fixes of the file take. */
  names: Set<string>;
}
