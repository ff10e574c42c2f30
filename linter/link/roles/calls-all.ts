import type { Value } from "../../facts.ts";
import { titleOf } from "../../value-parts.ts";
import { placeOf } from "../file/needs.ts";
import { perElement } from "../file/taker-names.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "../values/evaluator.ts";

/**
 * A function that goes through an object of functions which it is passed and calls each of them:
 * `Promise.all(Object.entries(tasks).map(async ([key, run]) => [key, await run()]))`.
 */
export function callsAll(evaluator: Evaluator, file: FileNode, index: number, argument: number): boolean {
  const { calls, functions } = file.facts;
  const { start = 0, end = 0 } = functions[index] ?? {};
  const isPassed = (value: Value | undefined) => {
    const place = value === undefined ? undefined : placeOf(file.facts, index, value);
    return place?.parameter === argument && place.property === "";
  };
  return calls.some((call) => {
    if (call.form !== "call" || call.start < start || call.end > end) return false;
    const { callee } = call;
    if (callee.kind === "element" && callee.key.kind === "name")
      return isPassed(callee.of) && isKeyOf(file, callee.key.binding, isPassed);
    return callee.kind === "name" && isValueOf(evaluator, file, callee.binding, isPassed);
  });
}

/** `for (const key in tasks)`, `Object.keys(tasks).map((key) => …)` */
function isKeyOf(file: FileNode, binding: number, isPassed: (value: Value | undefined) => boolean): boolean {
  const { kind, region = -1, values = [] } = file.facts.bindings[binding] ?? {};
  const around = file.facts.regions[region];
  if (kind === "element" && around?.kind === "each" && isPassed(around.over)) return true;
  const list = listOf(file, values[0]?.value);
  const made = list?.kind === "call" ? file.facts.calls[list.call] : undefined;
  return made !== undefined && titleOf(made.callee) === "Object.keys" && isPassed(made.arguments[0]);
}

/** `for (const run of Object.values(tasks))`, `Object.entries(tasks).map(([key, run]) => …)` */
function isValueOf(
  evaluator: Evaluator,
  file: FileNode,
  binding: number,
  isPassed: (value: Value | undefined) => boolean,
): boolean {
  const held = file.facts.bindings[binding]?.values[0]?.value;
  const isSecond = held?.kind === "element" && held.key.kind === "literal" && held.key.value === 1;
  const list = listOf(file, isSecond ? held.of : held);
  const made = list?.kind === "call" ? file.facts.calls[list.call] : undefined;
  if (made === undefined || !isPassed(made.arguments[0])) return false;
  const title = titleOf(made.callee);
  if (title === (isSecond ? "Object.entries" : "Object.values")) return true;
  const isOfPackage = evaluator.value(file, made.callee).some(({ kind }) => kind === "external");
  return isOfPackage && (isSecond ? /(^|\.)(to)?(entries|pairs)$/i : /(^|\.)values$/).test(title);
}

/** The list that a variable is an element of, in a loop or in the callback of its method. */
function listOf(file: FileNode, element: Value | undefined): Value | undefined {
  if (element?.kind === "each") return heldBy(file, element.of);
  if (element?.kind !== "parameter" || element.index !== 0) return undefined;
  const place = file.passedTo.get(element.function);
  const callee = place?.argument === 0 ? file.facts.calls[place.call]?.callee : undefined;
  return callee?.kind === "member" && perElement.has(callee.name) ? heldBy(file, callee.of) : undefined;
}

function heldBy(file: FileNode, value: Value): Value {
  const values = value.kind === "name" ? file.facts.bindings[value.binding]?.values : undefined;
  return values?.length === 1 ? (values[0]?.value ?? value) : value;
}
