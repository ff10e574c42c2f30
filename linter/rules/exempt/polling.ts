import type { CallFact, Value } from "../../facts.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { bindingsHolding } from "../way/held.ts";
import { isInvariant } from "../way/invariant.ts";
import type { LoopedCall } from "../way/looped-call.ts";
import { loopsAround } from "../way/loops-around.ts";
import { usesElement } from "../way/pages.ts";
import { samenessOf } from "../way/sameness.ts";
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
  return file.facts.calls.some((call) => call.start >= bodyStart && call.end <= bodyEnd && isSleeping(call));
}

function isSleeping({ callee }: CallFact): boolean {
  return (
    (callee.kind === "name" || callee.kind === "member") &&
    /^(sleep|delay|pause|wait|setTimeout)/i.test(callee.name)
  );
}

/**
 * `await limiter.take("mail")`, `if (!(await limiter.isOpen())) await sleep(100)`: a function on the way, or the turn itself, sleeps where the answer is not the one that
 * it waits for. The answer of the turn before is too old.
 */
export function sleepsOnAnswer(looped: LoopedCall): boolean {
  const { linked, file, call, loop, reach: way } = looped;
  // What is given the element waits for each of them, but where it only runs it.
  if (usesElement(file, call, loop) && samenessOf(looped) === undefined) return false;
  if (isSleptOn(file, call, loop.bodyStart, loop.bodyEnd)) return true;
  for (const step of stepsOn(linked, way)) {
    if (step === undefined) return false;
    const { start = 0, end = 0 } = step.file.facts.functions[step.function] ?? {};
    if (isSleptOn(step.file, step.call, start, end)) return true;
  }
  return false;
}

/** Somewhere between these places what a call answers is compared, and slept on. */
function isSleptOn(file: FileNode, call: CallFact, start: number, end: number): boolean {
  const { calls, regions } = file.facts;
  const index = calls.indexOf(call);
  const sleeping = calls.filter((one) => one.start >= start && one.end <= end && isSleeping(one));
  if (sleeping.length === 0) return false;
  const held = bindingsHolding(file, index);
  const isAnswer = (part: Value) =>
    part.kind === "call" ? part.call === index : part.kind === "name" && held.has(part.binding);
  const compares = (condition: Value) =>
    mentions(
      file,
      condition,
      (part) =>
        part.kind === "operation" && /^([<>]=?|!)$/.test(part.operator) && mentions(file, part, isAnswer),
    );
  return sleeping.some(({ region }) => {
    for (let at = region, hops = 0; at >= 0 && hops < 300; hops++) {
      const here = regions[at];
      if (here === undefined || here.start < start) return false;
      if (here.condition !== undefined && compares(here.condition)) return true;
      at = here.parent;
    }
    return false;
  });
}
