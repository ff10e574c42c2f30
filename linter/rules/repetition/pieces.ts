import type { CallFact, ParameterFact, TypeRef, Value } from "../../facts.ts";
import { dependsOn, mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { elementBindings } from "../way/elements.ts";

/** The element is called a chunk and is used as a list. */
export function elementsArePieces(linked: Linked, file: FileNode, loop: Iteration, call?: CallFact): boolean {
  const all = elementBindings(file, loop);
  const named = all.filter(
    (index) =>
      piece.test(file.facts.bindings[index]?.name ?? "") &&
      !isKey(file, index, all) &&
      !isSingle(file, index),
  );
  if (named.length === 0 || isListOfOne(file, loop.collection)) return false;
  const elements = new Set(named);
  // `for (const [cardId, items] of byCard)`: what is asked for the key is asked for each.
  const asksFor = (these: Set<number>) =>
    call !== undefined && [call.callee, ...call.arguments].some((value) => dependsOn(file, value, these));
  if (asksFor(new Set(all.filter((index) => !elements.has(index)))) && !asksFor(elements)) return false;
  const isInside = ({ start }: { start: number }) => start >= loop.bodyStart && start < loop.bodyEnd;
  const { calls, bindings } = file.facts;
  const used = calls.filter(isInside).flatMap((inside) => [inside.callee, ...inside.arguments]);
  // `const { type, breed } = animalOrBatch`
  const held = bindings.filter(isInside).flatMap(({ values }) => values.map(({ value }) => value));
  const some = (values: Value[], test: (value: Value) => boolean) =>
    values.some((value) => mentions(file, value, test));
  const isElement = (value: Value) => value.kind === "name" && elements.has(value.binding);
  // A thing with properties of its own is no piece of a list, and one that no call is given says nothing.
  const isOwn = (v: Value) =>
    (v.kind === "member" && !asList.test(v.name) && isElement(v.of)) ||
    (v.kind === "object" && v.properties.some(({ value }) => value.kind === "spread" && isElement(value.of)));
  if (!some(used, isElement) || some([...used, ...held], isOwn)) return false;
  return call === undefined || !isTakenAsOne(linked, file, call, isElement);
}

const piece =
  /^(chunk|batch|bundle|slice|page|part|group|segment|ids|rows|items)s?$|(Chunk|Batch|Bundle|Page|Window|Ids)$/;

/** `for (const [group, rows] of byGroup)`: what the rows stand under. */
function isKey({ facts }: FileNode, index: number, elements: readonly number[]): boolean {
  const placeOf = (binding: number) => {
    const held = facts.bindings[binding]?.values[0]?.value;
    return held?.kind === "element" && held.key.kind === "literal" ? held.key.value : undefined;
  };
  return placeOf(index) === 0 && elements.some((other) => placeOf(other) === 1);
}

/** `(part: number | null) => …`: the number of a part is no list of its rows. */
function isSingle({ facts, source }: FileNode, index: number): boolean {
  const binding = facts.bindings[index];
  if (binding?.type?.kind !== "unknown" && binding?.type?.kind !== "union") return false;
  // What the facts say nothing of is written behind the name.
  return /^\s*\??:\s*(number|string|bigint)(\s*\|\s*(null|undefined))?\s*[,)=]/.test(
    source.slice(binding.end, binding.end + 60),
  );
}

/** `({ id }) => …`, `(page) => find({ page: page.id })` */
function hasOwnParts(file: FileNode, { name, binding }: ParameterFact): boolean {
  if (binding < 0) return name.startsWith("{");
  const { calls, bindings } = file.facts;
  const asksPart = (value: Value) =>
    value.kind === "member" &&
    !asList.test(value.name) &&
    value.of.kind === "name" &&
    value.of.binding === binding;
  return (
    calls.some((call) => [call.callee, ...call.arguments].some((value) => mentions(file, value, asksPart))) ||
    bindings.some(({ values }) => values.some(({ value }) => asksPart(value)))
  );
}

/** `(pages: { id: string }[]) => …`, `(batches: string[]) => …`: what is in the list is said, and is no list. */
function isListOfOne({ facts, source }: FileNode, collection: Value | undefined): boolean {
  const binding = collection?.kind === "name" ? facts.bindings[collection.binding] : undefined;
  if (binding?.type?.kind !== "array") return false;
  if (binding.type.of.kind === "object") return true;
  return /^\??\s*:\s*(readonly\s+)?(string|number|bigint)\[\](?!\[)/.test(
    source.slice(binding.end, binding.end + 40),
  );
}

const asList =
  /^(length|map|filter|forEach|flatMap|reduce|join|slice|some|every|find|includes|push|concat|entries|values|keys|at|sort|size|has)$/;

/** `groups.map((group) => membersOf(group))`, where the function says that it takes a `Group`, or asks for `group.id`. */
function isTakenAsOne(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  isElement: (value: Value) => boolean,
): boolean {
  const position = call.arguments.findIndex(isElement);
  if (position < 0) return false;
  return linked.evaluator.value(file, call.callee).some((entity) => {
    const inside = entity.kind === "function" ? linked.project.files.get(entity.file) : undefined;
    const taken =
      entity.kind === "function" ? inside?.facts.functions[entity.function]?.parameters[position] : undefined;
    if (inside === undefined || taken === undefined) return false;
    const type = inside.facts.bindings[taken.binding]?.type;
    if (type === undefined && hasOwnParts(inside, taken)) return true;
    return isSingle(inside, taken.binding) || (type !== undefined && saysOne(type));
  });
}

/** A type of the project, or of a package, what an object has, or one of some: `Page["id"] | Page`. */
function saysOne(type: TypeRef): boolean {
  if (type.kind === "object") return true;
  if (type.kind === "union") return type.of.some(saysOne) && !type.of.some(({ kind }) => kind === "array");
  return (
    type.kind === "named" &&
    type.binding >= 0 &&
    type.arguments.length === 0 &&
    !/^(Readonly)?(Array|Set|Map)|s$|List|Batch|Chunk/.test(type.name)
  );
}
