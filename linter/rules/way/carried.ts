import type { CallFact, FileFacts, Value } from "../../facts.ts";
import { dependsOn } from "../../link/file/mentions.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { oncePer } from "../../once-per.ts";
import type { Linked } from "../rule.ts";
import { type Step, stepsOn } from "./way.ts";

/** The steps of a way that begins with a call, each with the variables there that hold what these of the file hold. */
export function* carriedOn(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  way: Reach,
  carried: ReadonlySet<number>,
  counts: Counts = anything,
): Generator<(Step & { carried: ReadonlySet<number> }) | undefined, void> {
  let from = { file, call, carried };
  for (const step of stepsOn(linked, way)) {
    if (step === undefined) {
      yield undefined;
      return;
    }
    const passed = passedOn(
      from.file,
      from.call,
      from.carried,
      step.file,
      step.function,
      false,
      step.bound,
      counts,
    );
    const here = { ...step, carried: withFilled(step.file, step.function, passed) };
    yield here;
    from = here;
  }
}

/** `const where = {}; where.id = id`: what a part of hangs on these variables does so, too. */
function withFilled(file: FileNode, of: number, carried: ReadonlySet<number>): ReadonlySet<number> {
  const { assignments, functions } = file.facts;
  const { start = 0, end = 0 } = functions[of] ?? {};
  let out = carried;
  for (const { target, value, start: at } of assignments) {
    if (at < start || at >= end || out.size === 0) continue;
    let root = target;
    while (root.kind === "member" || root.kind === "element") root = root.of;
    if (root.kind !== "name" || root.binding < 0 || out.has(root.binding)) continue;
    if (dependsOn(file, value, out)) out = new Set(out).add(root.binding);
  }
  return out;
}

/** Whether what is passed still is what it hangs on, and nothing that is made of it. */
type Counts = (value: Value) => boolean;
const anything: Counts = () => true;

/** The variables of the called function that hold what these variables of the caller say. */
export function passedOn(
  file: FileNode,
  call: CallFact,
  elements: ReadonlySet<number>,
  inside: FileNode,
  called: number,
  self = false,
  /** So many parameters are filled before what the call passes. */
  bound = 0,
  counts: Counts = anything,
): Set<number> {
  // A function written in place sees the variables around it.
  if (inside === file && isWrittenIn(call, called)) return new Set(elements);
  const out = new Set<number>();
  for (const { binding, index, property } of passedIn(inside.facts).get(called) ?? []) {
    const argument = call.arguments[index - bound];
    if (argument === undefined) continue;
    const own = self && argument.kind === "member" && argument.of.kind === "this";
    if (own || says(file, argument, property, elements, counts)) out.add(binding);
  }
  return out;
}

/** `run(() => …)`, `run({ execute: () => … })`, `(() => …)()` */
export function isWrittenIn({ callee, arguments: given }: CallFact, index: number): boolean {
  const isIt = (value: Value) => value.kind === "function" && value.function === index;
  return [callee, ...given].some(
    (value) => isIt(value) || (value.kind === "object" && value.properties.some((held) => isIt(held.value))),
  );
}

/** Whether an argument, or the property that is taken out of it, hangs on these variables; of an object all that is in it does. */
function says(
  file: FileNode,
  argument: Value,
  property: string | undefined,
  elements: ReadonlySet<number>,
  counts: Counts,
): boolean {
  if (argument.kind !== "object") return counts(argument) && dependsOn(file, argument, elements);
  const taken = argument.properties.filter(({ key, value }) =>
    property === undefined ? value.kind !== "literal" : key === property,
  );
  return taken.length > 0 && taken.every(({ value }) => counts(value) && dependsOn(file, value, elements));
}

/** A variable that holds a parameter of a function, or a property of it. */
interface Passed {
  binding: number;
  index: number;
  property: string | undefined;
}

/** By functions, the variables that hold what they are passed. */
const passedIn = oncePer(({ bindings }: FileFacts) => {
  const out = new Map<number, Passed[]>();
  bindings.forEach(({ kind, values }, binding) => {
    const place = kind === "parameter" ? parameterIn(values[0]?.value) : undefined;
    if (place === undefined) return;
    const { of, index, property } = place;
    const known = out.get(of);
    if (known === undefined) out.set(of, [{ binding, index, property }]);
    else known.push({ binding, index, property });
  });
  return out;
});

/** The parameter that a variable holds, or holds a property of, and of which function. */
function parameterIn(
  value: Value | undefined,
  property?: string,
): { of: number; index: number; property: string | undefined } | undefined {
  if (value?.kind === "parameter") return { of: value.function, index: value.index, property };
  // `(text, values = [])`
  if (value?.kind === "choice" && value.when === undefined) return parameterIn(value.of[0], property);
  return value?.kind === "member" ? parameterIn(value.of, value.name) : undefined;
}
