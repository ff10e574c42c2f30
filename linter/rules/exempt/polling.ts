import type { CallFact } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { isInvariant } from "../way/invariant.ts";
import { loopsAround } from "../way/loops-around.ts";
import { takenAround } from "../way/taken.ts";
import { stepsOn } from "../way/way.ts";
import { endsOnAnswer } from "./first-hit.ts";

/**
 * `await untilQuiet()` in each turn: a function on the way asks, sleeps and asks again until the answer is another. What is given the element
 * is no such wait: it tries again for each.
 */
export function waitsForAnswer(linked: Linked, way: Reach): boolean {
  for (const step of stepsOn(linked, way)) {
    if (step === undefined) return false;
    const { file, call, reach } = step;
    const polls = loopsAround(linked, file, call.region).some(
      (loop) =>
        (loop.kind === "while" || loop.kind === "count") &&
        sleeps(file, loop) &&
        isInvariant(file, call, loop) &&
        endsOnAnswer(file, reach.at.call, loop),
    );
    if (polls) return true;
  }
  return false;
}

/** `await waitFor(() => find(id))`: what asks is passed to something that asks until the answer is another. */
export function isPolled(file: FileNode, call: CallFact, loop: Iteration): boolean {
  for (const taken of takenAround(file, call, loop)) {
    const callee = taken?.taker.callee;
    const name = callee?.kind === "name" || callee?.kind === "member" ? callee.name : "";
    if (/^(wait(For|Until|Till)?|poll(For|Until|Till)?)($|[A-Z])/.test(name)) return true;
  }
  return false;
}

/** `await assertLease(lease)`, `if (await isCancelled(job)) …` in each turn of a long job: by its name it asks what may have changed meanwhile. */
export function looksAgain({ callee }: CallFact): boolean {
  return (callee.kind === "name" || callee.kind === "member") && mayChange.test(callee.name);
}

const mayChange =
  /(^lease|Lease)s?($|[A-Z])|Lock(Owner|Held|Valid)|[cC]ancel(l?ed|l?ation|Requested)|(^s|S)till[A-Z]|[aA]bort(ed|Requested)|(is|should|was)(Stop|Pause)|[hH]eartbeat/;

function sleeps(file: FileNode, { bodyStart, bodyEnd }: Iteration): boolean {
  return file.facts.calls.some(
    ({ callee, start, end }) =>
      start >= bodyStart &&
      end <= bodyEnd &&
      (callee.kind === "name" || callee.kind === "member") &&
      /^(sleep|delay|pause|wait|setTimeout)/i.test(callee.name),
  );
}
