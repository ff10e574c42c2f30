import type { CallFact, FileFacts, Value } from "../../facts.ts";
import { dependsOn } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";
import { oncePer } from "../../once-per.ts";
import { carriedOn } from "../way/carried.ts";
import { changingIn } from "../way/elements.ts";
import type { LoopedCall } from "../way/looped-call.ts";
import { stepsOn } from "../way/way.ts";

/**
 * The row is no element's, and each turn reads it as it has become: `await job.reload()`, or `update(job.id, …)` and then
 * `job = find(job.id)`. Read once before the loop it would be old.
 */
export function readsAgain({ linked, file, call, loop, reach: way }: LoopedCall): boolean {
  // Few calls do, and what is carried on takes longer to find out.
  const again = new Set<CallFact>();
  if (isReload(file, call) || isJustWritten(file, call)) again.add(call);
  for (const step of stepsOn(linked, way))
    if (step !== undefined && (isReload(step.file, step.call) || isJustWritten(step.file, step.call)))
      again.add(step.call);
  if (again.size === 0) return false;
  let from = file;
  let asked = call;
  let carried: ReadonlySet<number> = changingIn(file, loop);
  const isAgain = () =>
    again.has(asked) && ![asked.callee, ...asked.arguments].some((value) => dependsOn(from, value, carried));
  for (const step of carriedOn(linked, file, call, way, carried)) {
    if (isAgain()) return true;
    const isOfElement = asked.callee.kind === "member" && dependsOn(from, asked.callee.of, carried);
    if (step === undefined || isOfElement) return false;
    from = step.file;
    asked = step.call;
    carried = step.carried;
  }
  return isAgain();
}

/** `row.reload()`, which fills the row anew. */
function isReload(file: FileNode, { callee, arguments: given, region }: CallFact): boolean {
  return (
    callee.kind === "member" &&
    /^(reload|refresh)$/.test(callee.name) &&
    given.length < 2 &&
    isFromOutside(file, callee.of, region)
  );
}

/** A part of the instance, or what the function was passed or sees around it: no row that it has just looked up. */
function isFromOutside(file: FileNode, value: Value, region: number): boolean {
  const { bindings, regions } = file.facts;
  if (value.kind === "this") return true;
  if (value.kind === "member") return isFromOutside(file, value.of, region);
  const binding = value.kind === "name" ? bindings[value.binding] : undefined;
  if (binding === undefined) return false;
  if (binding.kind === "parameter" || regions[binding.region]?.function !== regions[region]?.function)
    return true;
  // `const { job } = options`
  const [held, another] = binding.values;
  const isTaken = held?.value.kind === "member" && another === undefined;
  return isTaken && isFromOutside(file, held.value, region);
}

/** The same is told something else before, by the same key and on every way: `Jobs.update({ id: job.id }, …); Jobs.findOne(job.id)`. */
function isJustWritten(file: FileNode, { callee, arguments: [key], start, region }: CallFact): boolean {
  if (callee.kind !== "member" || callee.of.kind === "this" || key === undefined) return false;
  const before = writingCalls(file.facts).filter((other) => other.region === region && other.end <= start);
  if (before.length === 0) return false;
  const { of } = callee;
  const said = (value: Value) => file.source.slice(value.start, value.end);
  const keys = keysIn(key).filter((one) => isFromOutside(file, one, region));
  const isKey = (value: Value) => keys.some((one) => said(one) === said(value));
  return before.some(
    (other) =>
      said(other.callee.of) === said(of) && other.arguments.some((given) => keysIn(given).some(isKey)),
  );
}

type Method = CallFact & { callee: Extract<Value, { kind: "member" }> };

/** The calls of methods that write, by their names. */
const writingCalls = oncePer(({ calls }: FileFacts) =>
  calls.filter((call): call is Method => call.callee.kind === "member" && writing.test(call.callee.name)),
);

const writing = /^(update|upsert|replace|increment|patch)(One|ById)?$/;

/** What an argument says of the row: itself, or what the properties of an object of conditions are. */
function keysIn(value: Value): Value[] {
  if (value.kind === "object") return value.properties.flatMap((property) => keysIn(property.value));
  return value.kind === "member" || value.kind === "name" ? [value] : [];
}
