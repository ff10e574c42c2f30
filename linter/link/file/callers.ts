import type { CallFact, ClassFact, FileFacts, Value } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";
import { lastName } from "../../value-parts.ts";
import type { FileNode } from "../project/project.ts";

/** What is passed to a function at a place of its own file: `find(pool, id)`, `find.bind(null, pool)`, `partial(find, pool)`. */
interface Passing {
  call: number;
  /** The argument that is passed for the first parameter. */
  first: number;
}

/** What the file passes to a function of its own, by its name, and to a method by way of `this`. */
export function passingsInFile(file: FileNode, index: number): readonly Passing[] {
  return passingsIn(file).get(index) ?? [];
}

const passingsIn = oncePer(({ facts }: FileNode): Map<number, Passing[]> => {
  const out = new Map<number, Passing[]>();
  const add = (index: number | undefined, passing: Passing) => {
    if (index === undefined) return;
    const list = out.get(index);
    if (list === undefined) out.set(index, [passing]);
    else list.push(passing);
  };
  facts.calls.forEach(({ callee, arguments: [first] }, call) => {
    if (callee.kind === "name") add(functionOf(facts, callee), { call, first: 0 });
    const name = lastName(callee);
    // `this.sync(row, settings)`
    if (callee.kind === "member" && callee.of.kind === "this")
      add(ownMethod(facts, callee.start, name), { call, first: 0 });
    if (callee.kind === "member" && (name === "bind" || name === "call"))
      add(functionOf(facts, callee.of), { call, first: 1 });
    else if ((name === "partial" || name === "curry") && first !== undefined)
      add(functionOf(facts, first), { call, first: 1 });
  });
  return out;
});

/** All calls of a function that no other file can call and that nothing keeps; none where it may be called elsewhere. */
export function ownCalls(file: FileNode, index: number): CallFact[] {
  const { calls } = file.facts;
  const fact = file.facts.functions[index];
  if (fact === undefined) return [];
  if (fact.class >= 0) {
    const isIt = (value: Value) =>
      value.kind === "member" && value.of.kind === "this" && value.name === fact.name;
    return isPrivate(file, fact.name, fact.nameStart) && !isKept(file, isIt)
      ? calls.filter(({ callee }) => isIt(callee))
      : [];
  }
  // `private sync = async (rows) => …`
  const field = file.facts.classes
    .flatMap(({ fields }) => fields)
    .find(({ value }) => value?.kind === "function" && value.function === index);
  if (field !== undefined) {
    const isIt = (value: Value) =>
      value.kind === "member" && value.of.kind === "this" && value.name === field.name;
    const written = file.source.slice(field.start, field.value?.start);
    const isOwn = field.name.startsWith("#") || /\bprivate\b/.test(written);
    return isOwn && !isKept(file, isIt) ? calls.filter(({ callee }) => isIt(callee)) : [];
  }
  const binding = nameOf(file, index);
  const isIt = (value: Value) =>
    isNamed(value, binding) || (value.kind === "function" && value.function === index);
  const isExported = file.facts.exports.some(({ value }) => value !== undefined && holds(value, isIt));
  if (binding < 0 || isExported || isKept(file, isIt)) return [];
  return passingsInFile(file, index).flatMap(({ call, first }) => (first > 0 ? [] : (calls[call] ?? [])));
}

export function isNamed(value: Value, binding: number): boolean {
  return value.kind === "name" && value.binding === binding;
}

/** The variable that a function of the module is declared by, or -1. */
export function nameOf({ facts }: FileNode, index: number): number {
  if ((facts.functions[index]?.class ?? 0) >= 0) return -1;
  return facts.bindings.findIndex(
    ({ kind, target, values: [first] }) =>
      (kind === "function" && target === index) ||
      (kind === "constant" && first?.value.kind === "function" && first.value.function === index),
  );
}

function isPrivate({ source }: FileNode, name: string, nameStart: number): boolean {
  if (name.startsWith("#")) return true;
  return /\bprivate\s+(?:async\s+)?$/.test(source.slice(Math.max(0, nameStart - 40), nameStart));
}

/** Something is given the function itself: an argument, a variable, a property, but for what `mayHold` says. */
export function isKept(
  { facts }: FileNode,
  isIt: (value: Value) => boolean,
  mayHold: (target: Value) => boolean = () => false,
): boolean {
  const { assignments, bindings, calls, functions } = facts;
  return (
    calls.some(({ arguments: given }) => given.some((value) => holds(value, isIt))) ||
    assignments.some(({ target, value }) => !mayHold(target) && holds(value, isIt)) ||
    functions.some(({ returns }) => returns.some(({ value }) => holds(value, isIt))) ||
    bindings.some(({ values }) =>
      values.some(({ value }) => (value.kind === "function" ? false : holds(value, isIt))),
    )
  );
}

function holds(value: Value, isIt: (value: Value) => boolean, hops = 0): boolean {
  if (isIt(value)) return true;
  if (hops > 4) return false;
  switch (value.kind) {
    case "object":
      return value.properties.some((property) => holds(property.value, isIt, hops + 1));
    case "array":
      return value.items.some((item) => holds(item, isIt, hops + 1));
    case "choice":
      return value.of.some((one) => holds(one, isIt, hops + 1));
    case "spread":
      return holds(value.of, isIt, hops + 1);
    default:
      return false;
  }
}

/** The method of this name, or the field that holds a function, of the class around a place. */
function ownMethod({ classes }: FileFacts, at: number, name: string): number | undefined {
  const around = classes.filter(({ start, end }) => start <= at && at < end);
  const inner = around.reduce<ClassFact | undefined>(
    (best, one) => (best === undefined || one.start > best.start ? one : best),
    undefined,
  );
  const method = inner?.methods.find((one) => !one.static && one.name === name)?.function;
  if (method !== undefined) return method;
  const held = inner?.fields.find((field) => !field.static && field.name === name)?.value;
  return held?.kind === "function" ? held.function : undefined;
}

function functionOf({ bindings }: FileFacts, value: Value): number | undefined {
  if (value.kind !== "name") return undefined;
  const binding = bindings[value.binding];
  if (binding?.kind === "function") return binding.target;
  const [held] = binding?.values ?? [];
  return held?.value.kind === "function" ? held.value.function : undefined;
}
