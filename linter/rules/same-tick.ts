import type { CallFact } from "../facts.ts";
import type { Reach } from "../link/graph.ts";
import type { Iteration } from "../link/iteration.ts";
import type { FileNode } from "../link/project.ts";
import type { Linked } from "./rule.ts";
import { takenAround } from "./taken.ts";
import { stepsOn } from "./way.ts";

/**
 * Whether all turns of the loop send the query in one tick, so that a library which joins such queries sends one:
 * `Promise.all(ids.map((id) => prisma.user.findUnique(…)))`. `reach` is how the call comes to the query.
 */
export function sentInOneTick(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  reach: Reach,
): boolean {
  if (!startsAtOnce(file, loop) || !firstAwait(file, call) || isPutOff(linked, file, call, loop))
    return false;
  for (const step of stepsOn(linked, reach))
    if (step === undefined || !firstAwait(step.file, step.call)) return false;
  return true;
}

/** No turn waits for the one before. */
function startsAtOnce({ facts }: FileNode, loop: Iteration): boolean {
  // A GraphQL server resolves a field of all parents together.
  if (loop.parent !== undefined) return true;
  if (loop.kind === "callback") {
    const runner = facts.calls[loop.call];
    const { callee } = runner ?? {};
    const name = callee?.kind === "member" || callee?.kind === "name" ? callee.name : "";
    const bounded = runner?.arguments.some(
      (argument) =>
        argument.kind === "object" && argument.properties.some(({ key }) => key === "concurrency"),
    );
    return /^(map|forEach|flatMap|filter|each|from)$/.test(name) && bounded !== true;
  }
  if (loop.kind === "while" || loop.awaits) return false;
  const own = facts.regions[loop.region]?.function;
  return !facts.calls.some(
    ({ use, start, end, region }) =>
      use === "awaited" &&
      start >= loop.bodyStart &&
      end <= loop.bodyEnd &&
      facts.regions[region]?.function === own,
  );
}

/** Nothing is awaited in the function before this call. */
function firstAwait({ facts }: FileNode, call: CallFact): boolean {
  const region = facts.regions[call.region];
  const body = region && facts.functions[region.function];
  if (body === undefined) return false;
  return !facts.calls.some(
    (other) => other.use === "awaited" && other.start >= body.start && other.end <= call.start,
  );
}

/** `before.then(() => find(id))`, `limit(() => find(id))`: the call is in a function that runs when something else is done. */
function isPutOff(linked: Linked, file: FileNode, call: CallFact, loop: Iteration): boolean {
  for (const taken of takenAround(file, call, loop)) {
    if (taken === undefined) return true;
    const { taker } = taken;
    const { callee } = taker;
    if (callee.kind === "member" && /^(then|catch|finally)$/.test(callee.name)) return true;
    // What nobody knows may start it when it likes: `const limit = pLimit(3)`.
    const known = linked.evaluator.value(file, callee);
    if (taker.form !== "new" && !known.some((e) => e.kind === "function" || e.kind === "operation"))
      return true;
  }
  return false;
}
