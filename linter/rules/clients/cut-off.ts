import type { CallFact, Value } from "../../facts.ts";
import { ownCalls } from "../../link/file/callers.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName, titleOf } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";

/**
 * Whether somebody stops waiting for a call: a race against a timer, a helper that is called for its deadline, or a circuit breaker. It is passed the call, or a
 * function that makes it.
 */
export function isCutOff(linked: Linked, file: FileNode, call: CallFact, hops = 0): boolean {
  const names = namesAround(file, call);
  const isOf = (value: Value) => names.has(lastName(value));
  return (
    file.facts.calls.some((taker) => {
      const given = waitedFor(taker);
      const isInside = given.some(({ start, end }) => start <= call.start && call.end <= end);
      return isInside || (taker !== call && given.some((value) => mentions(file, value, isOf)));
    }) ||
    (names.size > 0 &&
      linked.project
        .importersOf(file)
        .some(
          (other) =>
            other !== file &&
            other.facts.calls.some((taker) => waitedFor(taker).some((value) => mentions(other, value, isOf))),
        )) ||
    isSettledByTimer(file, call) ||
    (hops < mostCalls && isOfCutOff(linked, file, call, hops))
  );
}

/** `new Promise((resolve) => { ask(resolve); setTimeout(() => resolve(undefined), 5000); })` */
function isSettledByTimer({ facts, passedTo }: FileNode, { start, end }: CallFact): boolean {
  return facts.functions.some((made, index) => {
    const taker = facts.calls[passedTo.get(index)?.call ?? -1];
    if (index === 0 || start < made.start || made.end < end) return false;
    if (taker?.form !== "new" || lastName(taker.callee) !== "Promise") return false;
    const settles = new Set(made.parameters.map(({ name }) => name));
    return facts.calls.some(({ callee, arguments: [first], ...timer }) => {
      const late = first?.kind === "function" ? facts.functions[first.function] : undefined;
      if (late === undefined || lastName(callee) !== "setTimeout") return false;
      // A call that the timer makes waits as long as any other.
      const isInside =
        made.start <= timer.start && timer.end <= made.end && !(late.start <= start && end <= late.end);
      return (
        isInside &&
        facts.calls.some(
          (one) => late.start <= one.start && one.end <= late.end && settles.has(lastName(one.callee)),
        )
      );
    });
  });
}

/** How many functions may call one another on the way to who stops waiting. */
const mostCalls = 3;

/** Whether that is so of each call of the function around the call, where nobody but its own file can call it. */
function isOfCutOff(linked: Linked, file: FileNode, call: CallFact, hops: number): boolean {
  const own = file.facts.regions[call.region]?.function ?? 0;
  const calling = own === 0 ? [] : ownCalls(file, own).filter((one) => one !== call);
  return calling.length > 0 && calling.every((one) => isCutOff(linked, file, one, hops + 1));
}

/** What is waited for with an end: the arguments of such a call, or of one of what it makes, `breaker.fire(() => load())`. */
function waitedFor({ callee, arguments: given }: CallFact): readonly Value[] {
  const [list] = given;
  if (titleOf(callee) === "Promise.race") return list?.kind === "array" ? [list] : [];
  const isRun =
    callee.kind === "member" &&
    /^(fire|execute|exec|run|call)$/.test(callee.name) &&
    /(timeout|breaker)\w*$/i.test(lastName(callee.of));
  return isRun || limiting.test(lastName(callee)) ? given : [];
}

/** `new CircuitBreaker(load)`, whose limit is 10 s where it is told none, `pTimeout(load(), { milliseconds: 5000 })`, `withDeadline(load)` */
const limiting =
  /^(?!(set|clear)(Timeout|Deadline)$)(\w*(CircuitBreaker|Deadline)|p?Timeout|(with|run|race|promise|call|fetch)\w*Timeout|timeoutAfter)$/i;

/** The names of the functions around a call. */
function namesAround({ facts }: FileNode, { start, end }: CallFact): ReadonlySet<string> {
  const around = facts.functions.slice(1).filter((one) => one.start <= start && end <= one.end);
  return new Set(around.flatMap(({ name }) => (name === "" || name === "constructor" ? [] : [name])));
}
