import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";

/** What is called is a query of a library, and no function of the project, not even one that builds it. */
export function isAnswered({ graph }: Linked, file: FileNode, index: number): boolean {
  const { queries = [] } = graph.targetsOf(file).get(index) ?? {};
  return queries.some(({ name }) => name !== "");
}
