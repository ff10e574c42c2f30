import type { Value } from "../facts.ts";
import type { Iteration } from "../link/iteration.ts";
import { mentions } from "../link/mentions.ts";
import type { FileNode } from "../link/project.ts";
import type { Linked } from "./rule.ts";

/** `const { url } = networks[chain]` in a loop, where `networks` is an object in the code: the elements are its keys, and no rows. */
export function areKeysOfCode(
  linked: Linked,
  file: FileNode,
  { bodyStart, bodyEnd }: Iteration,
  elements: ReadonlySet<number>,
): boolean {
  const chooses = (value: Value) =>
    value.kind === "element" &&
    value.key.kind === "name" &&
    elements.has(value.key.binding) &&
    value.of.kind === "name" &&
    isWrittenOut(linked, file, value.of);
  return file.facts.bindings.some(
    ({ start, values }) =>
      start >= bodyStart && start < bodyEnd && values.some(({ value }) => mentions(file, value, chooses)),
  );
}

/** An object of this module or another, with its keys in the code. */
function isWrittenOut(
  { evaluator }: Linked,
  file: FileNode,
  value: Extract<Value, { kind: "name" }>,
): boolean {
  if (file.facts.bindings[value.binding]?.region !== 0) return false;
  return evaluator
    .value(file, value)
    .some((entity) => entity.kind === "object" && entity.value.properties.length > 1);
}
