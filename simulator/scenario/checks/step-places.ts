import type { Segment } from "../path.ts";
import type { Step } from "../schema/steps.ts";

/** A step and where it stands, and how many times a request runs it at most. */
export type PlacedStep = { step: Step; path: Segment[]; times: number };

/** Every step of a list, also those inside other steps. */
export function* placedSteps(
  steps: readonly Step[],
  path: readonly Segment[],
  times = 1,
): Generator<PlacedStep> {
  for (const [index, step] of steps.entries()) {
    const here = [...path, index];
    yield { step, path: here, times };
    if ("lookup" in step) yield* placedSteps(step.lookup.onMiss, [...here, "lookup", "onMiss"], times);
    else if ("write" in step) yield* placedSteps(step.write.steps ?? [], [...here, "write", "steps"], times);
    else if ("transaction" in step)
      yield* placedSteps(step.transaction.steps, [...here, "transaction", "steps"], times);
    else if ("repeat" in step) {
      yield* placedSteps(step.repeat.steps, [...here, "repeat", "steps"], times * step.repeat.times);
    } else if ("branch" in step) {
      for (const [way, { steps }] of step.branch.entries()) {
        yield* placedSteps(steps, [...here, "branch", way, "steps"], times);
      }
    } else if ("parallel" in step) {
      const { parallel } = step;
      if ("times" in parallel) {
        yield* placedSteps(parallel.steps, [...here, "parallel", "steps"], times * parallel.times);
      } else {
        for (const [index, branch] of parallel.branches.entries()) {
          yield* placedSteps(branch, [...here, "parallel", "branches", index], times);
        }
      }
    }
  }
}
