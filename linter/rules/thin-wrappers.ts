import type { CallFact } from "../facts.ts";
import type { FileNode } from "../link/project.ts";
import type { Reach } from "../link/reach.ts";
import { regionsInFunction } from "../link/regions.ts";
import { chainOf } from "./chain.ts";
import type { Linked } from "./rule.ts";
import { stepsOn } from "./way.ts";

/**
 * `remove(id) { return this.pins.delete(id); }`: every function on the way waits for nothing but what leads to the query, on all ways
 * through it. Whoever calls it for each row may as well write all of them at once.
 */
export function goesThroughThinWrappers(linked: Linked, way: Reach): boolean {
  if (way.conditional || way.named) return false;
  for (const step of stepsOn(linked, way)) {
    if (step === undefined || !isThin(linked, step.file, step.function, step.call)) return false;
  }
  return true;
}

function isThin(linked: Linked, file: FileNode, index: number, on: CallFact): boolean {
  const { calls, functions, regions } = file.facts;
  const fact = functions[index];
  if (fact === undefined || regions[on.region]?.function !== index) return false;
  // Inside of a loop, or where a failure is caught, it is a job of its own.
  if (!regionsInFunction(file.facts, on.region).next().done) return false;
  const targets = linked.graph.targetsOf(file);
  const own = new Set(chainOf(file, on).links.map(({ call }) => call));
  return calls.every((other, position) => {
    if (other.start < fact.start || other.end > fact.end || own.has(other)) return true;
    return other.use !== "awaited" && !targets.has(position);
  });
}
