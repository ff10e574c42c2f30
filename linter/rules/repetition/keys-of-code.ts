import type { CallFact, Value } from "../../facts.ts";
import { dependsOn, mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";

/**
 * `const { url } = networks[chain]` in a loop, and `steps[name]()`, where `networks` and `steps` are objects in the code: the elements are
 * their keys, and no rows. What is asked with another part of them, `const load = loaders[row.kind]; await load(row.id)`, is asked of rows.
 */
export function areKeysOfCode(
  linked: Linked,
  file: FileNode,
  { collection, bodyStart, bodyEnd }: Iteration,
  elements: ReadonlySet<number>,
  call?: CallFact,
): boolean {
  const keys = new Set<number>();
  const chooses = (value: Value, isTable: (object: NameValue) => boolean) => {
    if (value.kind !== "element" || value.key.kind !== "name" || !elements.has(value.key.binding)) return;
    if (value.of.kind === "name" && isTable(value.of)) keys.add(value.key.binding);
  };
  const isInside = ({ start }: { start: number }) => start >= bodyStart && start < bodyEnd;
  for (const binding of file.facts.bindings) {
    if (!isInside(binding)) continue;
    for (const { value } of binding.values)
      mentions(file, value, (part) => {
        chooses(part, (object) => isWrittenOut(linked, file, object));
        return false;
      });
  }
  for (const other of file.facts.calls)
    if (isInside(other)) chooses(other.callee, (object) => isOfSteps(file, object));
  if (keys.size === 0 || isOfEntries(file, collection)) return keys.size > 0;
  const others = new Set([...elements].filter((element) => !keys.has(element)));
  return !(call?.arguments.some((value) => dependsOn(file, value, others)) ?? false);
}

type NameValue = Extract<Value, { kind: "name" }>;

/** `Object.entries(amounts)`: no two of them have the same key. */
function isOfEntries({ facts }: FileNode, collection: Value | undefined): boolean {
  const call = collection?.kind === "call" ? facts.calls[collection.call] : undefined;
  return call?.callee.kind === "member" && call.callee.name === "entries";
}

/** An object that is written out with a function under each name, and stays as it is. */
function isOfSteps({ facts }: FileNode, { binding }: NameValue): boolean {
  const [held, another] = facts.bindings[binding]?.values ?? [];
  if (held?.value.kind !== "object" || another !== undefined) return false;
  const { properties } = held.value;
  return (
    properties.length > 1 &&
    properties.every(
      ({ key, value }) => key !== undefined && (value.kind === "function" || value.kind === "name"),
    )
  );
}

/** An object of this module or another, with its keys in the code. */
function isWrittenOut({ evaluator }: Linked, file: FileNode, value: NameValue): boolean {
  if (file.facts.bindings[value.binding]?.region !== 0) return false;
  return evaluator
    .value(file, value)
    .some((entity) => entity.kind === "object" && entity.value.properties.length > 1);
}
