import type { Finding, RuleId } from "../finding.ts";
import type { Graph } from "../link/graph/graph.ts";
import type { FileNode, Project } from "../link/project/project.ts";
import type { Evaluator } from "../link/values/evaluator.ts";

/** The linked project, as rules see it. */
export interface Linked {
  project: Project;
  evaluator: Evaluator;
  graph: Graph;
}

/** One thing to look for. A rule looks at one file at a time and may ask about every other. */
export interface Rule {
  id: RuleId;
  check(linked: Linked, file: FileNode): Finding[];
}
