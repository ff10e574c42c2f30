import type { Value } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { elementBindings } from "../way/elements.ts";
import type { LoopedCall } from "../way/looped-call.ts";
import { reachedBy } from "../way/reached.ts";

/**
 * A function that asks only for what its argument lacks, and rows that have it: `save(row)` of a row that was read, which is not created, and
 * `serialize(message)`, which loads `message.files` of messages that were read `with: { files: true }`.
 */
export function isThereAlready({ linked, file, call, loop, reach }: LoopedCall): boolean {
  const needs = reach.next === undefined ? [] : (reach.onward?.needs ?? []);
  return needs.some((need) => {
    if (need.given || need.values !== undefined || need.property === "") return false;
    const argument = call.arguments[need.parameter];
    if (argument?.kind !== "name" || !isElement(file, loop, argument.binding)) return false;
    return isReadWith(linked, file, loop, need.property);
  });
}

/** Whether the rows of the loop are read with that property. */
function isReadWith(linked: Linked, file: FileNode, loop: Iteration, property: string): boolean {
  const read = loop.collection === undefined ? undefined : callOf(file, loop.collection);
  if (read === undefined) return false;
  const target = linked.graph.targetsOf(file).get(read);
  if (target === undefined || reachedBy(linked, file, read, target, "read") === undefined) return false;
  const isIdentity = /^(_?id|uuid|guid)$/i.test(property);
  return isIdentity || (file.facts.calls[read]?.arguments.some((given) => loads(given, property)) ?? false);
}

/** The element as it is: a part that is taken out of it is another thing. */
function isElement(file: FileNode, loop: Iteration, binding: number): boolean {
  const held = file.facts.bindings[binding]?.values[0]?.value.kind;
  return elementBindings(file, loop).includes(binding) && (held === "each" || held === "parameter");
}

/** The call whose answer a list is, also in a variable, and as one of several: `const [users] = await Promise.all([find()])`. */
function callOf(file: FileNode, collection: Value): number | undefined {
  let of = collection;
  if (of.kind === "name") {
    const [held, another] = file.facts.bindings[of.binding]?.values ?? [];
    if (held === undefined || another !== undefined) return undefined;
    of = held.value;
  }
  if (of.kind === "await") return of.of.kind === "call" ? of.of.call : undefined;
  if (of.kind !== "element" || of.key.kind !== "literal" || of.of.kind !== "await") return undefined;
  const all = of.of.of.kind === "call" ? file.facts.calls[of.of.of.call]?.arguments[0] : undefined;
  const one = all?.kind === "array" ? all.items[Number(of.key.value)] : undefined;
  return one?.kind === "call" ? one.call : undefined;
}

/** `with: { files: true }`, `include: { files: { … } }`, `relations: ["files"]` */
function loads(options: Value, relation: string): boolean {
  if (options.kind !== "object") return false;
  return options.properties.some(({ key, value }) => {
    if (!/^(with|include|relations|populate|withRelated)$/.test(key ?? "")) return false;
    if (value.kind === "array")
      return value.items.some((item) => item.kind === "literal" && item.value === relation);
    return (
      value.kind === "object" &&
      value.properties.some(
        (one) => one.key === relation && !(one.value.kind === "literal" && one.value.value === false),
      )
    );
  });
}
