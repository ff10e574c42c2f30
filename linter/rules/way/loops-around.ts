import type { Region } from "../../facts.ts";
import { type Iteration, iterationsAround } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { oncePerState } from "../../once-per.ts";
import type { Linked } from "../rule.ts";

/** The loops around a region: the same ones for all calls in it, so that what is found out about a loop is found out once. */
export function loopsAround(linked: Linked, file: FileNode, region: number): readonly Iteration[] {
  const here = file.facts.regions[region];
  return here === undefined ? [] : around(here, linked.project.state, { linked, file, region });
}

const around = oncePerState(
  (_: Region, of: { linked: Linked; file: FileNode; region: number }): readonly Iteration[] =>
    iterationsAround(of.linked.evaluator, of.file, of.region),
);
