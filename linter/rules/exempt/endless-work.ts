import type { Exit, Region, Value } from "../../facts.ts";
import { dependsOn } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName, titleOf } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { changingIn, isIn } from "../way/elements.ts";
import { loopsAround } from "../way/loops-around.ts";
import { stepsOn } from "../way/way.ts";

/** `for (const queue of queues) void consume(queue)`: each turn starts something that asks again and again, as long as the program runs. */
export function startsEndlessWork(linked: Linked, way: Reach): boolean {
  for (const step of stepsOn(linked, way)) {
    if (step === undefined) return false;
    const { file, call } = step;
    if (callsItselfLater(file, step.function)) return true;
    if (loopsAround(linked, file, call.region).some((loop) => neverEnds(file, loop))) return true;
  }
  return false;
}

/** `async function poll() { …; setTimeout(() => poll(), 1000); }` */
function callsItselfLater({ facts }: FileNode, index: number): boolean {
  const { name = "", start = 0, end = 0 } = facts.functions[index] ?? {};
  const isIt = (value: Value) => name !== "" && lastName(value) === name;
  return facts.calls.some(({ callee, arguments: [later], ...place }) => {
    if (lastName(callee) !== "setTimeout" || place.start < start || place.end > end) return false;
    if (later === undefined || isIt(later)) return later !== undefined;
    return (
      later.kind === "function" &&
      facts.calls.some(
        (one) =>
          // `setTimeout(() => resolve(load(rest)), 100)`: somebody waits for what is left.
          one.use !== "argument" && one.start >= later.start && one.end <= later.end && isIt(one.callee),
      )
    );
  });
}

/** `while (true)`, `while (!this.stopped)`: nothing that a turn does ends the loop. */
function neverEnds(file: FileNode, loop: Iteration): boolean {
  const region = file.facts.regions[loop.region];
  if (region === undefined || (loop.kind !== "while" && loop.kind !== "count")) return false;
  const { condition } = region;
  if (condition !== undefined && !isSwitch(file, condition, loop)) return false;
  return !file.facts.exits.some((exit) => isIn(loop, exit.start) && ends(file, exit, loop, region));
}

/** `true`, or a variable that somebody else sets. */
function isSwitch(file: FileNode, condition: Value, loop: Iteration): boolean {
  switch (condition.kind) {
    case "literal":
      return condition.value === true;
    case "name":
    case "member": {
      if (/^(length|size|next|value)$/.test(condition.name)) return false;
      const title = titleOf(condition);
      const isSet = file.facts.assignments.some(
        ({ target, start }) => isIn(loop, start) && titleOf(target) === title,
      );
      return title !== "" && !isSet && !dependsOn(file, condition, changingIn(file, loop));
    }
    case "operation":
      return condition.operator === "!" && condition.of.every((one) => isSwitch(file, one, loop));
    default:
      return false;
  }
}

/** The exit leaves the loop by what a turn has found. */
function ends(file: FileNode, { kind, region }: Exit, loop: Iteration, own: Region): boolean {
  const { regions } = file.facts;
  if (kind !== "return" && kind !== "break") return false;
  for (let at = region, hops = 0; at >= 0 && at !== loop.region && hops < 300; hops++) {
    const here = regions[at];
    if (here === undefined || here.function !== own.function) return false;
    if (kind === "break" && /^(each|count|while|case)$/.test(here.kind)) return false;
    // `if (signal.aborted) return;`
    const { condition } = here;
    if (here.kind === "branch" && condition !== undefined && isSwitch(file, condition, loop)) return false;
    at = here.parent;
  }
  return true;
}
