import type { FileFacts } from "../../facts.ts";
import { type Iteration, iterationsAround } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { oncePerState } from "../../once-per.ts";
import type { Linked } from "../rule.ts";

/** The loops around a region: the same ones for all calls in it, so that what is found out about a loop is found out once. */
export function loopsAround(linked: Linked, file: FileNode, region: number): readonly Iteration[] {
  const known = byRegion(file.facts, linked.project.state);
  let found = known.get(region);
  if (found === undefined) {
    found = iterationsAround(linked.evaluator, file, region);
    known.set(region, found);
  }
  return found;
}

const byRegion = oncePerState((_: FileFacts) => new Map<number, readonly Iteration[]>());
