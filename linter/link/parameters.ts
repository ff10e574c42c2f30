import type { Decorator } from "../facts.ts";
import { elementsOf, settled } from "./arrays.ts";
import { callsInFile } from "./callers.ts";
import { type Entity, none, saysWhat } from "./entity.ts";
import type { Evaluator } from "./evaluator.ts";
import { passedIn } from "./passed-in.ts";
import type { FileNode } from "./project.ts";
import { typedMembers } from "./typed-members.ts";
import { entitiesOfType } from "./types.ts";

/** What parameter `index` of a function of a file holds: by its type, by what is injected, by who calls it and what it is handed. */
export function parameter(evaluator: Evaluator, file: FileNode, of: number, index: number): Entity[] {
  const fact = file.facts.functions[of]?.parameters[index];
  const declared = fact?.type === undefined ? none : entitiesOfType(evaluator, file, fact.type);
  if (declared.some(saysWhat)) return declared;
  const putIn = fact === undefined ? none : injected(evaluator, file, fact.decorators);
  if (putIn.length > 0) return putIn;
  if (declared.length > 0) return declared;
  const passed = file.passedTo.get(of);
  if (passed === undefined) {
    const said = fromDeclaration(evaluator, file, of, index);
    if (said.length > 0) return said;
    const here = fromCalls(evaluator, file, of, index);
    return here.length > 0 ? here : passedIn(evaluator, file, of, index);
  }
  const call = file.facts.calls[passed.call];
  if (call === undefined) return none;
  const { callee } = call;
  const found = evaluator
    .value(file, callee)
    .flatMap((entity) => handed(evaluator, entity, passed.argument, index));
  if (found.length > 0 || callee.kind !== "member") return found;
  // `list.map((row) => …)`, `promise.then((row) => …)`.
  const position = callee.name === "reduce" || callee.name === "reduceRight" ? 1 : 0;
  if (index !== position || passed.argument !== 0) return none;
  const receiver = evaluator.value(file, callee.of);
  return callee.name === "then" ? settled(receiver) : elementsOf(receiver);
}

/** `@InjectModel(User) users: typeof User`, where the type is not in sight: what a library's decorator puts in is known. */
export function injected(evaluator: Evaluator, file: FileNode, decorators: readonly Decorator[]): Entity[] {
  return decorators.flatMap(({ value }) =>
    evaluator.value(file, value).filter(({ kind }) => kind === "library"),
  );
}

/** `const job: Job = { run: async (db) => … }`: the type of the object says what the function is passed. */
function fromDeclaration(evaluator: Evaluator, file: FileNode, of: number, index: number): Entity[] {
  const member = typedMembers(file).get(of);
  if (member === undefined) return none;
  return entitiesOfType(evaluator, file, { kind: "lookup", of: member.type, key: member.key }).flatMap(
    (made) => {
      if (made.kind !== "shape" || made.type.kind !== "function") return none;
      const parameter = made.type.parameters[index];
      const from = evaluator.project.files.get(made.file);
      return parameter === undefined ? none : entitiesOfType(evaluator, from, parameter);
    },
  );
}

/** What the calls of a function in its own file pass for a parameter without a type. */
function fromCalls(evaluator: Evaluator, file: FileNode, of: number, index: number): Entity[] {
  return callsInFile(file, of)
    .slice(0, 3)
    .flatMap((position) => {
      const argument = file.facts.calls[position]?.arguments[index];
      return argument === undefined || argument.kind === "spread" ? none : evaluator.value(file, argument);
    });
}

/** What a callee hands to parameter `index` of the function it is given as argument `argument`. */
function handed(evaluator: Evaluator, callee: Entity, argument: number, index: number): Entity[] {
  if (callee.kind === "operation") {
    const name = callee.member.call?.callbacks?.[argument]?.parameters[index];
    return name === undefined || name === ""
      ? none
      : evaluator.ofTypeName(callee.library, name, "", callee.sure);
  }
  if (callee.kind !== "function") return none;
  const file = evaluator.project.files.get(callee.file);
  const parameter = file?.facts.functions[callee.function]?.parameters[argument];
  if (file === undefined || parameter === undefined) return none;
  if (parameter.type?.kind === "function") {
    const typed = parameter.type.parameters[index];
    const found = typed === undefined ? none : entitiesOfType(evaluator, file, typed);
    if (found.length > 0) return found;
  }
  return file.facts.calls.flatMap((call) => {
    const calls = call.callee.kind === "name" && call.callee.binding === parameter.binding;
    const passed = calls && parameter.binding >= 0 ? call.arguments[index] : undefined;
    return passed === undefined ? none : evaluator.value(file, passed);
  });
}
