import type { CallFact, Value } from "../../facts.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";
import { titleOf } from "../../value-parts.ts";
import { bindingsHolding } from "../way/held.ts";

/** Whether what the call gives is used: it is put into a variable or a field, or taken apart. What is only waited for is not. */
export function isNeeded(file: FileNode, index: number): boolean {
  const { assignments, calls } = file.facts;
  const isIt = (value: Value) => value.kind === "call" && value.call === index;
  if (assignments.some(({ value }) => value.kind !== "function" && mentions(file, value, isIt))) return true;
  if ([...bindingsHolding(file, index)].some((held) => !isOnlyWaitedFor(file, held) && !isUnread(file, held)))
    return true;
  const call = calls[index];
  return call !== undefined && (isTakenApart(file, call, isIt) || isNeededOfList(file, isIt));
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
function isNeededOfList(file: FileNode, isIt: (value: Value) => boolean): boolean {
  const { calls } = file.facts;
  return calls.some(({ callee, arguments: given }) => {
    if (callee.kind !== "member" || callee.name !== "push" || callee.of.kind !== "name") return false;
    const { binding } = callee.of;
    return given.some(isIt) && waitsFor(file, binding).some((waiting) => isNeeded(file, waiting));
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

/** `const row = await create(…);` of a variable that its function never names again. */
function isUnread({ facts: { bindings, functions, regions }, source }: FileNode, held: number): boolean {
  const { name = "", kind, region, values } = bindings[held] ?? {};
  const around = functions[regions[region ?? -1]?.function ?? -1];
  if ((kind !== "constant" && kind !== "variable") || values?.length !== 1 || around === undefined)
    return false;
  // A member that is called so is another thing; what is spread is it.
  const named = new RegExp(`(?<![\\w$])(?<!(?<!\\.\\.)\\.)${name.replaceAll("$", "\\$")}(?![\\w$])`, "g");
  return [...source.slice(around.start, around.end).matchAll(named)].length === 1;
}

/** The calls that wait for all that a variable holds. */
function waitsFor({ facts: { calls } }: FileNode, binding: number): number[] {
  return calls.flatMap(({ callee, arguments: [first] }, index) =>
    first?.kind === "name" && first.binding === binding && /^Promise\.(all|allSettled)$/.test(titleOf(callee))
      ? [index]
      : [],
  );
}
