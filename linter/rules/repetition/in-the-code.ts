import type { CallFact, Value } from "../../facts.ts";
import { exportedValue, takenOf } from "../../link/project/exported.ts";
import type { FileNode } from "../../link/project/project.ts";
import { constructorOf } from "../../link/values/members.ts";
import { titleOf } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";

/** What is looked into by a key, in `kindsByRole[role]` or `kindsOf[tenant][role]`, stands in the code and holds nothing but lists that do. */
export function isTableOfLists(linked: Linked, file: FileNode, value: Value): boolean {
  let table = value;
  let depth = 1;
  for (; table.kind === "element" && depth < 4; depth++) table = table.of;
  const [entity, another] = linked.evaluator.value(file, table);
  if (entity?.kind !== "object" || another !== undefined) return false;
  const lists = listsIn(entity.value, depth);
  // Lists that are empty may be there to be filled; where nobody may do anything is one among many.
  const enough = depth > 1 ? 1 : (lists?.length ?? 0);
  const written = lists?.filter((list) => list.kind === "array" && list.items.length > 0) ?? [];
  return written.length > 0 && written.length >= enough;
}

/** The lists so many keys deep in an object; undefined where something else is there. */
function listsIn(value: Value, depth: number): Value[] | undefined {
  if (depth === 0)
    return value.kind === "array" && value.items.every(({ kind }) => kind !== "spread") ? [value] : undefined;
  if (value.kind !== "object") return undefined;
  const inside = value.properties.map((property) => listsIn(property.value, depth - 1));
  return inside.every((lists) => lists !== undefined) ? inside.flat() : undefined;
}

/** `KINDS`, `Kinds`: a thing that stands in the code, and so does what is in it. */
export function isConstant(value: Value): boolean {
  return (value.kind === "name" || value.kind === "member") && /^[A-Z]/.test(value.name);
}

/** `this.reflector.get("roles", handler)`, or a part of it: what a decorator keeps stands in the code. */
export function isMetadata(file: FileNode, value: Value, hops = 0): boolean {
  if (hops > 4) return false;
  switch (value.kind) {
    case "member":
      return isMetadata(file, value.of, hops + 1);
    case "name": {
      const binding = file.facts.bindings[value.binding];
      const held = binding?.values.length === 1 ? binding.values[0]?.value : undefined;
      return held !== undefined && isMetadata(file, held, hops + 1);
    }
    case "call": {
      const callee = file.facts.calls[value.call]?.callee;
      return (
        callee !== undefined && /(^|\.)reflector\.get|^Reflect\.get(Own)?Metadata$/.test(titleOf(callee))
      );
    }
    default:
      return false;
  }
}

/** `(sizes: number[] = [360, 480])`, `(roles = defaultRoles)`: what stands for the argument when it is left out. */
export function usualList({ of, when }: Extract<Value, { kind: "choice" }>): Value | undefined {
  const [given, usual] = of;
  if (when !== undefined || given?.kind !== "parameter") return undefined;
  return usual?.kind === "name" || (usual?.kind === "array" && usual.items.length > 0) ? usual : undefined;
}

/** `[...new Set(kinds)].map((kind) => Flags[kind].flag)`: no more than the code has, of which each comes once. */
export function picksFromCode({ facts }: FileNode, { callee, arguments: [by] }: CallFact): boolean {
  const list = callee.kind === "member" && callee.of.kind === "array" ? callee.of.items : [];
  const [only, another] = list;
  const made = only?.kind === "spread" && only.of.kind === "call" ? facts.calls[only.of.call] : undefined;
  const isDistinct = made?.form === "new" && titleOf(made.callee) === "Set" && another === undefined;
  if (!isDistinct || by?.kind !== "function") return false;
  const returns = facts.functions[by.function]?.returns ?? [];
  return (
    returns.length > 0 &&
    returns.every(({ value }) => {
      let of = value;
      for (let hops = 0; of.kind === "member" && hops < 6; hops++) of = of.of;
      return of.kind === "element" && isConstant(of.of) && of.key.kind === "name";
    })
  );
}

export function isCapital(name: string): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(name);
}

/** How many elements are put into a list (a set, a map) of the code, one by one in plain sight; "many" where a loop or a list does it. */
export function pushed(file: FileNode, index: number): number | "many" {
  const { bindings, calls, regions } = file.facts;
  const made = bindings[index]?.region ?? 0;
  let count = 0;
  for (const { callee, arguments: given, region } of calls) {
    if (callee.kind !== "member" || callee.of.kind !== "name" || callee.of.binding !== index) continue;
    if (!/^(push|unshift|splice|add|set)$/.test(callee.name)) continue;
    if (callee.name === "splice" || given.some(({ kind }) => kind === "spread")) return "many";
    for (let at = region, hops = 0; at !== made && hops < 300; hops++) {
      const here = regions[at];
      if (here === undefined || /^(function|count|each|while)$/.test(here.kind)) return "many";
      at = here.parent;
    }
    count += /^(push|unshift)$/.test(callee.name) ? given.length : 1;
  }
  return count;
}

/** `z.enum(["mail", "chat"])`, `pgEnum("kind", ["mail", "chat"])`, also by a name that another file exports. */
export function isChoice(linked: Linked, file: FileNode, value: Value, hops = 0): boolean {
  if (hops > 4) return false;
  if (value.kind === "call") {
    const callee = file.facts.calls[value.call]?.callee;
    return (
      (callee?.kind === "member" || callee?.kind === "name") &&
      /^(enum|nativeEnum|picklist|\w+Enum)$/.test(callee.name)
    );
  }
  if (value.kind !== "name") return false;
  const fact = takenOf(file, value.binding);
  const found = fact === undefined ? undefined : linked.project.resolve(fact.module, file);
  if (fact !== undefined) {
    const exported = found === undefined ? undefined : exportedValue(linked.project, found, fact.name);
    return exported !== undefined && isChoice(linked, exported.file, exported.value, hops + 1);
  }
  const [held, another] = file.facts.bindings[value.binding]?.values ?? [];
  return held !== undefined && another === undefined && isChoice(linked, file, held.value, hops + 1);
}

/** A list that a class has from the start, to which nothing in its file puts anything else. */
export function fixedField(
  file: FileNode | undefined,
  index: number,
  name: string,
): { file: FileNode; value: Value } | undefined {
  const fact = file?.facts.classes[index];
  if (file === undefined || fact === undefined) return undefined;
  const isIt = (value: Value) => value.kind === "member" && value.name === name;
  const made = constructorOf(fact);
  // `this.kinds = ["a", "b"]` in the constructor is a field all the same.
  const put = file.facts.assignments.find(
    ({ target, region }) => isIt(target) && made >= 0 && file.facts.regions[region]?.function === made,
  );
  const held = fact.fields.find((one) => one.name === name)?.value ?? put?.value;
  if (held === undefined) return undefined;
  const grows = file.facts.calls.some(
    ({ callee }) =>
      callee.kind === "member" && /^(push|unshift|splice|add|set)$/.test(callee.name) && isIt(callee.of),
  );
  const changes = file.facts.assignments.some(
    (one) => one !== put && (isIt(one.target) || (one.target.kind === "element" && isIt(one.target.of))),
  );
  return grows || changes ? undefined : { file, value: held };
}

/** What a function that is written in place gives; the function itself, which is no list of the code, where it is not. */
export function returnedBy({ facts }: FileNode, value: Value | undefined): Value[] {
  if (value?.kind !== "function") return value === undefined ? [] : [value];
  return facts.functions[value.function]?.returns.map((one) => one.value) ?? [];
}

/** A number in the code, also by the name of a constant. */
export function numberOf(file: FileNode, value: Value | undefined): number | undefined {
  const binding = value?.kind === "name" ? file.facts.bindings[value.binding] : undefined;
  const held = binding?.values.length === 1 ? binding.values[0]?.value : value;
  return held?.kind === "literal" && typeof held.value === "number" ? held.value : undefined;
}

/** The parameter of a function that a list is made of, and has no more elements than. */
export function parameterIn(file: FileNode, value: Value, of: number, hops: number): number | undefined {
  if (hops > 6) return undefined;
  const inner = (part: Value | undefined) =>
    part === undefined ? undefined : parameterIn(file, part, of, hops + 1);
  switch (value.kind) {
    case "parameter":
      return value.function === of ? value.index : undefined;
    case "await":
      return inner(value.of);
    case "array": {
      const [only, another] = value.items;
      return only?.kind === "spread" && another === undefined ? inner(only.of) : undefined;
    }
    case "name": {
      const [held, another] = file.facts.bindings[value.binding]?.values ?? [];
      return another === undefined ? inner(held?.value) : undefined;
    }
    case "call": {
      const call = file.facts.calls[value.call];
      if (call === undefined) return undefined;
      if (/^(Array\.from|Set)$/.test(titleOf(call.callee))) return inner(call.arguments[0]);
      const { callee } = call;
      return callee.kind === "member" && /^(filter|map|slice|sort|reverse|toSorted)$/.test(callee.name)
        ? inner(callee.of)
        : undefined;
    }
    default:
      return undefined;
  }
}
