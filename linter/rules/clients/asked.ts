import type { Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { type Built, nameOf } from "../../options/constructions.ts";
import { optionsOf } from "../../options/options.ts";
import type { Linked } from "../rule.ts";
import { mentionsInCode } from "../running/mentions-in-code.ts";
import { isPrivate, nameStartOf } from "../running/private-members.ts";

/**
 * Whether no request goes out by an instance that has no limit of its own: each call of it says one, or nobody calls it. Only where its own file alone can: a variable
 * that is not exported, or a private field.
 */
export function isAskedWithin(
  linked: Linked,
  file: FileNode,
  built: Built,
  limits: readonly string[],
): boolean {
  const { index, call } = built;
  const made: Value = { kind: "call", call: index, start: call.start, end: call.end };
  const isInstance = linked.evaluator
    .value(file, made)
    .some((one) => one.kind === "library" && one.type === "Instance");
  const name = isInstance ? nameOf(file, index) : undefined;
  if (name === undefined || !isOwn(file, name, index)) return false;
  return mentionsInCode(file, name).every(
    (at) => asksNothing.test(file.source.slice(at + name.length)) || isLimitedCall(linked, file, at, limits),
  );
}

/** `api.defaults.headers`, `this.api = axios.create()` */
const asksNothing = /^\s*(\??\.\s*(defaults|interceptors)\b|=[^=>])/;

function isLimitedCall(
  { evaluator }: Linked,
  file: FileNode,
  at: number,
  limits: readonly string[],
): boolean {
  // `api.get(url).then(use)`: the innermost is the one that asks.
  const [call] = file.facts.calls
    .filter(({ callee }) => callee.start <= at && at < callee.end)
    .sort((one, other) => one.callee.end - other.callee.end);
  return (
    call?.arguments.some((given) =>
      optionsOf(evaluator, file, given).entries.some(({ path }) => limits.includes(path)),
    ) === true
  );
}

function isOwn({ facts, exports, source }: FileNode, name: string, index: number): boolean {
  const isIt = (value: Value) => value.kind === "call" && value.call === index;
  const binding = facts.bindings.findIndex(({ values }) => values.some(({ value }) => isIt(value)));
  if (binding >= 0)
    return ![...exports.values()]
      .flat()
      .some(({ value }) => value?.kind === "name" && value.binding === binding);
  const field = facts.classes.flatMap(({ fields }) => fields).find((one) => one.name === name);
  return field !== undefined && isPrivate(source, name, nameStartOf(source, field));
}
