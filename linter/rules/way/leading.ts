import type { CallTarget } from "../../link/graph/call-targets.ts";
import type { Graph } from "../../link/graph/graph.ts";
import type { FileNode } from "../../link/project/project.ts";
import { oncePerState } from "../../once-per.ts";
import type { Linked } from "../rule.ts";

/** The calls of a file that send a query, or call a function that does: of all that call something, a few. */
export function leadingIn({ graph, project }: Linked, file: FileNode): readonly CallTarget[] {
  return leading(graph.targetsOf(file), project.state, graph);
}

const leading = oncePerState((targets: ReadonlyMap<number, CallTarget>, graph: Graph) =>
  [...targets.values()].filter(
    ({ queries, functions }) => queries.length > 0 || functions.some(({ ref }) => graph.hasReach(ref)),
  ),
);

/** Those of them that write: most files have none, and are asked for each of their queries. */
export function writingIn(linked: Linked, file: FileNode): readonly CallTarget[] {
  return writing(leadingIn(linked, file), linked.project.state, linked.graph);
}

const writing = oncePerState((targets: readonly CallTarget[], graph: Graph) =>
  targets.filter(
    ({ queries, functions }) =>
      queries.some(({ effect }) => effect === "write") ||
      functions.some(({ ref }) => graph.reachOf(ref).write !== undefined),
  ),
);
