import type { CallFact, Property, Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Turn } from "./turn.ts";

/** A call of a function. */
interface Caller {
  call: CallFact | undefined;
  /** Of the function that the call is in, where options may be passed on from there. */
  turn: Turn | undefined;
}

/**
 * What a caller passes as options of which a function spreads all, or one: `...options`, `...options?.where`. Nothing where it passes none; undefined
 * where that is not seen.
 */
export function passedIn(
  file: FileNode,
  index: number,
  value: Value,
  caller: Caller,
): readonly Property[] | undefined {
  const { call, turn } = caller;
  if (value.kind === "choice") {
    const one = orNothing(value);
    return one.kind === "choice" ? undefined : passedIn(file, index, one, caller);
  }
  if (value.kind === "member") {
    const all = passedIn(file, index, value.of, caller);
    const one = all?.find(({ key }) => key === value.name);
    return one === undefined ? all && [] : propertiesOf(one.value, turn);
  }
  if (value.kind !== "name" || call === undefined) return undefined;
  const [held, ...later] = file.facts.bindings[value.binding]?.values ?? [];
  const passed = held && orNothing(held.value);
  if (passed?.kind !== "parameter" || passed.function !== index || later.length > 0) return undefined;
  if (call.arguments.some(({ kind }) => kind === "spread")) return undefined;
  const given = call.arguments[passed.index];
  return given === undefined ? [] : propertiesOf(given, turn);
}

/** `options ?? {}`, `options = {}` */
function orNothing(value: Value): Value {
  if (value.kind !== "choice" || value.when !== undefined) return value;
  const [first, ...others] = value.of;
  const areEmpty = others.every((one) => one.kind === "object" && one.properties.length === 0);
  return first !== undefined && areEmpty ? first : { ...value, kind: "unknown" };
}

/** What is in an object that stands there, or that the helper around passes on. */
function propertiesOf(value: Value, turn: Turn | undefined): readonly Property[] | undefined {
  if (value.kind === "object")
    return value.properties.every(({ key }) => key !== undefined) ? value.properties : undefined;
  return turn?.passed?.(value);
}
