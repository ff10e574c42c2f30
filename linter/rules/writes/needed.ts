import type { CallFact, Value } from "../../facts.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName, titleOf } from "../../value-parts.ts";
import { isIn } from "../way/elements.ts";
import { bindingsHolding } from "../way/held.ts";
import { isLog } from "../way/logs.ts";
import { isAskedForKey, isLookedAt } from "./looked-at.ts";

/** Whether what the call gives is used: it is put into a variable or a field, or taken apart. What is only waited for, or told to a log, is not. */
export function isNeeded(file: FileNode, index: number, loop: Iteration): boolean {
  const { assignments, calls } = file.facts;
  const isIt = (value: Value) => value.kind === "call" && value.call === index;
  if (assignments.some(({ value }) => value.kind !== "function" && mentions(file, value, isIt))) return true;
  if (
    [...bindingsHolding(file, index)].some((held) => !isOnlyWaitedFor(file, held) && isLookedAt(file, held))
  )
    return true;
  const call = calls[index];
  if (call === undefined) return false;
  return (
    isTakenApart(file, call, isIt) ||
    isNeededOfList(file, isIt, loop) ||
    isHandedOn(file, call, isIt) ||
    isAskedOnceSaved(file, call, loop)
  );
}

/** `(await Promise.all(rows.map(create))).map((row) => row.id)` */
function isTakenApart(file: FileNode, { start, end }: CallFact, isIt: (value: Value) => boolean): boolean {
  return file.facts.calls.some(
    ({ callee }) =>
      callee.kind === "member" &&
      callee.start <= start &&
      end <= callee.end &&
      !/^(then|catch|finally)$/.test(callee.name) &&
      mentions(file, callee.of, isIt),
  );
}

/** `sent.push(create(row))`, where what `await Promise.all(sent)` gives is used. */
function isNeededOfList(file: FileNode, isIt: (value: Value) => boolean, loop: Iteration): boolean {
  const { calls } = file.facts;
  return calls.some(({ callee, arguments: given }) => {
    if (callee.kind !== "member" || callee.name !== "push" || callee.of.kind !== "name") return false;
    const { binding } = callee.of;
    return given.some(isIt) && waitsFor(file, binding).some((waiting) => isNeeded(file, waiting, loop));
  });
}

/** `const sent = rows.map(create); await Promise.all(sent);`: nobody looks at what comes back. */
function isOnlyWaitedFor(file: FileNode, binding: number): boolean {
  const { assignments, bindings, calls, functions } = file.facts;
  const waiting = waitsFor(file, binding);
  if (waiting.length === 0) return false;
  const isIt = (value: Value) => value.kind === "name" && value.binding === binding;
  const uses = (value: Value) => mentions(file, value, isIt);
  const isWaiting = (value: Value): boolean =>
    value.kind === "await" ? isWaiting(value.of) : value.kind === "call" && waiting.includes(value.call);
  return !(
    calls.some(({ callee, arguments: given }, index) =>
      [callee, ...given].some((value) => !waiting.includes(index) && uses(value)),
    ) ||
    bindings.some(({ values }) => values.some(({ value }) => uses(value))) ||
    assignments.some(({ value }) => uses(value)) ||
    functions.some(({ returns }) => returns.some(({ value }) => !isWaiting(value) && uses(value)))
  );
}

/** `await audit(await create(row))`, `ids.push((await create(row)).id)`. The list that only gets the row may be what a write of all gives. */
function isHandedOn(file: FileNode, call: CallFact, isIt: (value: Value) => boolean): boolean {
  if (call.use !== "awaited") return false;
  const { calls, regions } = file.facts;
  const own = regions[call.region]?.function;
  return calls.some((other) => {
    if (regions[other.region]?.function !== own || isLog(other)) return false;
    if (/^Promise\.\w+$/.test(titleOf(other.callee))) return false;
    return other.arguments.some((value) => {
      if (value.start > call.start || call.end > value.end || value.kind === "function") return false;
      const isWhole = value.kind === "await" && isIt(value.of);
      return mentions(file, value, isIt) && !(isWhole && lastName(other.callee) === "push");
    });
  });
}

/** `const user = new User(); await user.save(); ids.push(user.id);`: a row that the turn makes is asked for what it was given when it was written. */
function isAskedOnceSaved(file: FileNode, call: CallFact, loop: Iteration): boolean {
  if (!/^(save|insert|persistAndFlush)$/.test(lastName(call.callee))) return false;
  const { bindings, calls } = file.facts;
  const receiver = call.callee.kind === "member" ? [call.callee.of] : [];
  return [...receiver, ...call.arguments].some((value) => {
    if (value.kind !== "name") return false;
    const { start = -1, values = [] } = bindings[value.binding] ?? {};
    const isMade = values.some(({ value: held }) => {
      const maker = held.kind === "call" ? calls[held.call] : undefined;
      return (
        maker !== undefined &&
        (maker.form === "new" || /^(create|build|make|new)/.test(lastName(maker.callee)))
      );
    });
    return isMade && isIn(loop, start) && isAskedForKey(file, value.binding, call.end, loop.bodyEnd);
  });
}

/** The calls that wait for all that a variable holds. */
function waitsFor({ facts: { calls } }: FileNode, binding: number): number[] {
  return calls.flatMap(({ callee, arguments: [first] }, index) =>
    first?.kind === "name" && first.binding === binding && /^Promise\.(all|allSettled)$/.test(titleOf(callee))
      ? [index]
      : [],
  );
}
