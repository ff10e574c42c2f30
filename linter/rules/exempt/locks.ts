import type { CallFact, FileFacts } from "../../facts.ts";
import { dependsOn } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { oncePer } from "../../once-per.ts";
import type { Linked } from "../rule.ts";
import { isIn } from "../way/elements.ts";
import { bindingsHolding } from "../way/held.ts";
import type { LoopedCall } from "../way/looped-call.ts";
import { stepsOn } from "../way/way.ts";

const taking =
  /^(?:lock|(?:acquire|obtain|take|try|get)Lock|runExclusive|(?:with|using|run(?:With|In|Under)|do(?:With|In)|exec(?:ute)?With)\w*Lock)$/i;
const lock = /lock|mutex|semaphore/i;

/**
 * `await locks.lock("game", id); const game = await games.findOne(id)`: a lock is taken in each turn, and what is read behind it must be
 * as it is then.
 */
export function isUnderLock({ linked, file, call, loop, reach: way }: LoopedCall): boolean {
  if (takesLock(file, call, loop.bodyStart)) return true;
  for (const step of stepsOn(linked, way)) {
    if (step === undefined) return false;
    if (takesLock(step.file, step.call, 0)) return true;
  }
  return false;
}

/** `const row = await find(id, { lock }); row.sum += 1; await save(row)`: the next turn may be about the same row, and reads it anew. */
export function writesWhatItLocked(linked: Linked, file: FileNode, call: CallFact, loop: Iteration): boolean {
  const { calls } = file.facts;
  for (const [index, { queries }] of linked.graph.targetsOf(file)) {
    const read = calls[index];
    if (read === undefined || !isIn(loop, read.start) || read.end > call.start) continue;
    if (!queries.some(({ locks }) => locks)) continue;
    const held = bindingsHolding(file, index);
    if ([call.callee, ...call.arguments].some((value) => dependsOn(file, value, held))) return true;
  }
  return false;
}

/** In the function of the call, or in one that it stands in, from a place on. */
function takesLock(file: FileNode, call: CallFact, from: number): boolean {
  const { calls, regions, functions } = file.facts;
  for (let at = call.region, hops = 0; at >= 0 && hops < 300; hops++) {
    const here = regions[at];
    if (here === undefined) return false;
    const isTaken = locksIn(file.facts).some(
      (other) => other.region === at && other.start >= from && other.end <= call.start,
    );
    if (isTaken) return true;
    if (here.kind === "function") {
      const passed = file.passedTo.get(here.function);
      const around = passed === undefined ? undefined : calls[passed.call];
      if (around === undefined) return false;
      if (around.start >= from && isLock(around)) return true;
      if (functions[here.function]?.kind !== "arrow") return false;
    }
    at = here.parent;
  }
  return false;
}

/** The calls that wait for a lock. */
const locksIn = oncePer(({ calls }: FileFacts) =>
  calls.filter((call) => call.use === "awaited" && isLock(call)),
);

function isLock({ callee }: CallFact): boolean {
  if (callee.kind !== "name" && callee.kind !== "member") return false;
  if (taking.test(callee.name)) return true;
  // A pool of connections is acquired from, too.
  const of = callee.kind === "member" ? callee.of : undefined;
  return callee.name === "acquire" && (of?.kind === "name" || of?.kind === "member") && lock.test(of.name);
}
