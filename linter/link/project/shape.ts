import type { CallFact, Decorator, Region } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";
import { copiedModules } from "../../outline/exports.ts";
import { typedObjects } from "../../outline/typed-objects.ts";
import { calledLater } from "../file/called-later.ts";
import { perElement } from "../file/taker-names.ts";
import { passedCall } from "../file/thunks.ts";
import type { FileNode } from "./file-node.ts";
import { runsWhere } from "./runs-where.ts";
import { Told } from "./told.ts";

/**
 * All that other files can see of a file, as text: exports, classes, types, what functions take and return, and what it does when it is
 * loaded. While it stays the same, an edit cannot change which function a call in another file leads to.
 */
export const shapeOf: (of: FileNode) => string = oncePer(find);

/** `for (const run of Object.values(tasks)) run()`, `tasks[key]()`: what is called is one of several. */
function callsEach(file: FileNode, { form, callee }: CallFact): boolean {
  if (form !== "call") return false;
  if (callee.kind === "element") return callee.key.kind === "name";
  const held = callee.kind === "name" ? file.facts.bindings[callee.binding]?.values[0]?.value : undefined;
  const one = held?.kind === "element" ? held.of : held;
  if (one?.kind === "each") return true;
  const place = one?.kind === "parameter" ? file.passedTo.get(one.function) : undefined;
  const taker = place === undefined ? undefined : file.facts.calls[place.call]?.callee;
  return taker?.kind === "member" && perElement.has(taker.name);
}

/** The text of the outermost function that a call stands in. */
function textAround({ facts, source }: FileNode, { region }: CallFact): string {
  let around: Region | undefined;
  for (let at = region; at > 0; at = facts.regions[at]?.parent ?? -1)
    if (facts.regions[at]?.kind === "function") around = facts.regions[at];
  return source.slice(around?.start ?? 0, around?.end ?? 0);
}

function find(file: FileNode): string {
  const { facts } = file;
  const told = new Told(file, false);
  const decorated = (decorators: readonly Decorator[]) => {
    for (const { value } of decorators) told.say("@", told.value(value));
  };
  for (const { module, name } of facts.imports) told.say("import", module, name);
  for (const fact of facts.exports) {
    told.say("export", fact.name, fact.module, fact.imported, fact.value && told.value(fact.value));
  }
  for (const binding of facts.bindings) {
    if (binding.region !== 0) continue;
    told.say(binding.kind, binding.name, binding.target, binding.type && told.type(binding.type));
    for (const held of binding.values) told.say("=", told.value(held.value));
  }
  for (const fact of facts.functions) {
    told.say(
      "function",
      fact.kind,
      fact.name,
      fact.class,
      fact.static,
      fact.async,
      fact.generator,
      fact.returnType && told.type(fact.returnType),
    );
    decorated(fact.decorators);
    for (const parameter of fact.parameters) {
      told.say("takes", parameter.name, parameter.type && told.type(parameter.type));
      decorated(parameter.decorators);
    }
    for (const returned of fact.returns.slice(0, 6)) told.say("returns", told.value(returned.value));
    for (const later of calledLater(fact, file)) told.say("later", later.position, later.bound, later.kept);
  }
  for (const fact of facts.classes) {
    told.say("class", fact.name, fact.abstract, fact.superclass && told.value(fact.superclass));
    for (const type of [...fact.superArguments, ...fact.implements]) told.say("implements", told.type(type));
    decorated(fact.decorators);
    for (const field of fact.fields) {
      told.say("field", field.name, field.static, field.type && told.type(field.type));
      if (field.value !== undefined) told.say("=", told.value(field.value));
      decorated(field.decorators);
    }
  }
  for (const fact of facts.types)
    told.say(
      "type",
      fact.name,
      fact.parameters?.join(),
      told.type(fact.type),
      ...fact.extends.map((type) => told.type(type)),
    );
  for (const { type, value } of typedObjects(facts)) told.say("object", told.type(type), told.value(value));
  for (const { target, value } of facts.assignments) told.say("put", told.value(target), told.value(value));
  for (const value of copiedModules(facts)) told.say("copies", told.value(value));
  // What a function is passed it may call, and what that gives.
  for (const call of facts.calls) {
    const passed = passedCall(facts, call.callee);
    if (passed !== undefined) told.say("runs", passed, runsWhere(file, call));
  }
  told.say("hands on", ...file.outline.handingOn);
  // What it goes through it may have been passed: that hangs on all of the function.
  for (const call of facts.calls) if (callsEach(file, call)) told.say("calls each", textAround(file, call));
  // What is associated, mixed in, registered.
  for (const call of facts.calls) if (call.region === 0) told.say(told.call(call));
  return told.text();
}
