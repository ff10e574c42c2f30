import type { CallFact, Value } from "../facts.ts";
import type { Iteration } from "../link/iteration.ts";
import { dependsOn, mentions } from "../link/mentions.ts";
import type { FileNode } from "../link/project.ts";
import type { Linked } from "./rule.ts";

/**
 * `const { url } = networks[chain]` in a loop, where `networks` is an object in the code: the elements are its keys, and no rows. What is
 * asked with another part of them, `const load = loaders[row.kind]; await load(row.id)`, is asked of rows.
 */
export function areKeysOfCode(
  linked: Linked,
  file: FileNode,
  { collection, bodyStart, bodyEnd }: Iteration,
  elements: ReadonlySet<number>,
  call?: CallFact,
): boolean {
  const chooses = (value: Value) =>
    value.kind === "element" &&
    value.key.kind === "name" &&
    elements.has(value.key.binding) &&
    value.of.kind === "name" &&
    isWrittenOut(linked, file, value.of);
  const keys = new Set<number>();
  for (const { start, values } of file.facts.bindings) {
    if (start < bodyStart || start >= bodyEnd) continue;
    for (const { value } of values)
      mentions(file, value, (part) => {
        if (chooses(part) && part.kind === "element" && part.key.kind === "name") keys.add(part.key.binding);
        return false;
      });
  }
  if (keys.size === 0 || isOfEntries(file, collection)) return keys.size > 0;
  const others = new Set([...elements].filter((element) => !keys.has(element)));
  return !(call?.arguments.some((value) => dependsOn(file, value, others)) ?? false);
}

/** `Object.entries(amounts)`: no two of them have the same key. */
function isOfEntries({ facts }: FileNode, collection: Value | undefined): boolean {
  const call = collection?.kind === "call" ? facts.calls[collection.call] : undefined;
  return call?.callee.kind === "member" && call.callee.name === "entries";
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
