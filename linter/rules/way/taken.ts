import type { CallFact } from "../../facts.ts";
import { type Iteration, runnerOf } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";

/** More functions around one another than this are given up. */
const deepest = 300;

/** Of each function around a call within a turn of the loop, from the inside out: the call that it is passed to, and as which argument; undefined where there is none. */
export function* takenAround(
  file: FileNode,
  call: CallFact,
  loop: Iteration,
): Generator<{ taker: CallFact; argument: number } | undefined, void> {
  const { regions, calls } = file.facts;
  for (let at = call.region, hops = 0; at >= 0 && at !== loop.region && hops < deepest; hops++) {
    const region = regions[at];
    if (region === undefined || region.start < loop.bodyStart) return;
    at = region.parent;
    if (region.kind !== "function" || region.function === loop.callback) continue;
    const runner = runnerOf(file, region.function);
    const taker = runner === undefined ? undefined : calls[runner.call];
    yield runner === undefined || taker === undefined ? undefined : { taker, argument: runner.argument };
  }
}
