import { search } from "../catalog/index.ts";
import type { CallFact, Value } from "../facts.ts";
import type { Reach } from "../link/graph.ts";
import type { Iteration } from "../link/iteration.ts";
import { dependsOn, mentions } from "../link/mentions.ts";
import type { FileNode } from "../link/project.ts";
import { elementBindings } from "./repetition.ts";
import type { Linked } from "./rule.ts";

/** `for (const model of models) await model.count()`, `prisma[name].count()`, `knex(table)`: the element says which table is asked. */
export function asksAnotherTable(linked: Linked, file: FileNode, call: CallFact, loop: Iteration): boolean {
  const elements = new Set(elementBindings(file, loop));
  const ofElement = (value: Value) => dependsOn(file, value, elements);
  const isOfElement = (value: Value | undefined) =>
    value !== undefined &&
    mentions(file, value, (part) => part.kind === "name" && elements.has(part.binding));
  const names = (made: CallFact): boolean => {
    const name = made.callee.kind === "member" ? made.callee.name : "";
    const [first] = made.arguments;
    const direct = made.callee.kind === "name" && isTable(linked, file, made.callee);
    return (direct || naming.test(name)) && first?.kind !== "object" && isOfElement(first);
  };
  if (names(call)) return true;
  for (let at = call.callee, hops = 0; hops < 60; hops++) {
    switch (at.kind) {
      case "element":
        return isOfElement(at.key);
      case "name":
        return ofElement(at) && isTable(linked, file, at);
      case "call": {
        const made = file.facts.calls[at.call];
        if (made === undefined) return false;
        if (names(made)) return true;
        // `shardOf(id).user.findFirst(…)`
        if (made.arguments.some(isOfElement) && isTable(linked, file, at)) return true;
        at = made.callee;
        break;
      }
      case "member":
        if (ofElement(at) && isTable(linked, file, at)) return true;
        at = at.of;
        break;
      default:
        return false;
    }
  }
  return false;
}

/** `for (const repository of repositories) await exportAll(repository)`: the function asks what it is passed. */
export function passesTable(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  way: Reach,
): boolean {
  const { onward, next } = way;
  const inside = onward === undefined ? undefined : linked.project.files.get(onward.file);
  const query = onward === undefined ? undefined : inside?.facts.calls[onward.at.call];
  if (inside === undefined || query === undefined || next === undefined || onward?.onward !== undefined)
    return false;
  const elements = new Set(elementBindings(file, loop));
  for (let at = query.callee, hops = 0; at.kind === "member" && hops < 12; hops++) {
    at = at.of;
    const parameter = isTable(linked, inside, at) ? parameterIn(inside, at, next.function) : undefined;
    const argument = parameter === undefined ? undefined : call.arguments[parameter];
    if (argument !== undefined && dependsOn(file, argument, elements)) return true;
  }
  return false;
}

/** The parameter of the function that a value is a part of. */
function parameterIn(file: FileNode, value: Value, of: number, hops = 0): number | undefined {
  if (hops > 12) return undefined;
  switch (value.kind) {
    case "parameter":
      return value.function === of ? value.index : undefined;
    case "member":
      return parameterIn(file, value.of, of, hops + 1);
    case "name": {
      const held = file.facts.bindings[value.binding]?.values[0];
      return held === undefined ? undefined : parameterIn(file, held.value, of, hops + 1);
    }
    default:
      return undefined;
  }
}

/** Methods whose first argument is the table. */
const naming =
  /^(from|table|collection|model|getRepository|getCollection|getTreeRepository|getMongoRepository|selectFrom)$/;

/** Something of a library that rows are asked of, and no row itself. */
function isTable(linked: Linked, file: FileNode, value: Value): boolean {
  return linked.evaluator
    .value(file, value)
    .some((e) => e.kind === "library" && search(e.library, e.type, (type) => type.place) === true);
}
