import { FIRST_ARGUMENT } from "../../catalog/library.ts";
import type { Decorator, FunctionFact, TypeRef } from "../../facts.ts";
import { type Entity, none, saysWhat } from "../entity.ts";
import { calledLater } from "../file/called-later.ts";
import { passingsInFile } from "../file/callers.ts";
import { functionsInOptions } from "../file/in-options.ts";
import { typedMembers } from "../file/typed-members.ts";
import type { FileNode } from "../project/project.ts";
import { elementsOf, settled } from "./arrays.ts";
import type { Evaluator } from "./evaluator.ts";
import { ofFunctionType } from "./function-types.ts";
import { byToken } from "./handed-out.ts";
import { listed } from "./listed.ts";
import { ofTypeName } from "./of-library.ts";
import { passedIn } from "./passed-in.ts";

/** What parameter `index` of a function of a file holds: by its type, by what is injected, by who calls it and what it is handed. */
export function parameter(evaluator: Evaluator, file: FileNode, of: number, index: number): Entity[] {
  const fact = file.facts.functions[of]?.parameters[index];
  const declared = fact?.type === undefined ? none : evaluator.ofType(file, fact.type);
  if (declared.some(saysWhat)) return declared;
  const putIn = fact === undefined ? none : injected(evaluator, file, fact.decorators);
  if (putIn.length > 0) return putIn;
  const inList = listed(evaluator, file, of, index);
  if (inList.length > 0) return inList;
  if (declared.length > 0 && !isFilled(file, of, declared)) return declared;
  const passed = file.passedTo.get(of);
  if (passed === undefined) {
    const said = fromDeclaration(evaluator, file, of, index);
    if (said.some(saysWhat)) return said;
    const handed = fromOptions(evaluator, file, of, index);
    if (handed.length > 0) return handed;
    const here = fromCalls(evaluator, file, of, index);
    const put = here.length > 0 ? here : passedIn(evaluator, file, of, index);
    // What was put in says more than its type, which says what it leaves open.
    return [...withoutOthers(file, of, index, put), ...(declared.length > 0 ? declared : said)];
  }
  if (declared.length > 0) return declared;
  const call = file.facts.calls[passed.call];
  if (call === undefined) return none;
  const { callee } = call;
  const found = evaluator
    .value(file, callee)
    .flatMap((entity) =>
      isPassedOn(entity, passed.argument, index)
        ? call.arguments.slice(0, 1).flatMap((argument) => evaluator.value(file, argument))
        : handed(evaluator, entity, passed.argument, index),
    );
  if (found.length > 0 || callee.kind !== "member") return found;
  // `list.map((row) => …)`, `promise.then((row) => …)`.
  const position = callee.name === "reduce" || callee.name === "reduceRight" ? 1 : 0;
  if (index !== position || passed.argument !== 0) return none;
  const receiver = evaluator.value(file, callee.of);
  return callee.name === "then" ? settled(receiver) : elementsOf(receiver);
}

/**
 * A type that only says what its holder can do, which whoever puts the program together fills in: `{ users: any }` of a factory, `Deps`,
 * a callback that a constructor keeps.
 */
function isFilled(file: FileNode, of: number, declared: readonly Entity[]): boolean {
  const fact = file.facts.functions[of];
  return declared.every((entity) => {
    if (fact === undefined || entity.kind !== "shape") return false;
    const { type } = entity;
    switch (type.kind) {
      case "function":
        return fact.kind === "constructor" || (isFactory(fact) && isUsedOnce(file, of));
      case "object":
        return (
          (fact.kind === "constructor" || isFactory(fact)) &&
          type.members.some((member) => isOpen(member.type))
        );
      default:
        return (
          type.kind === "named" &&
          (fact.kind === "constructor" || /(Deps|Dependencies|Services)$/.test(type.name))
        );
    }
  });
}

/** One call at the top of the file gives it what it wraps: of several it cannot be told which one is meant. */
function isUsedOnce(file: FileNode, of: number): boolean {
  const [only, another] = passingsInFile(file, of);
  return another === undefined && only !== undefined && file.facts.calls[only.call]?.region === 0;
}

function isOpen({ kind }: TypeRef): boolean {
  return kind === "unknown" || kind === "function";
}

/** What it returns are functions, or an object of some: `({ users }) => ({ all: () => users.find() })`. */
function isFactory({ returns }: FunctionFact): boolean {
  return returns.some(
    ({ value }) =>
      value.kind === "function" ||
      (value.kind === "object" && value.properties.some((property) => property.value.kind === "function")),
  );
}

/** `@InjectModel(User) users: typeof User`, where the type is not in sight: what a library's decorator puts in is known. */
export function injected(evaluator: Evaluator, file: FileNode, decorators: readonly Decorator[]): Entity[] {
  return decorators.flatMap((decorator) => {
    const known = evaluator.value(file, decorator.value).filter(({ kind }) => kind === "library");
    return known.length > 0 ? known : byToken(evaluator, file, decorator);
  });
}

/** `const job: Job = { run: async (db) => … }`: the type of the object says what the function is passed. */
function fromDeclaration(evaluator: Evaluator, file: FileNode, of: number, index: number): Entity[] {
  const member = typedMembers(file).get(of);
  if (member === undefined) return none;
  const { type, key } = member;
  return ofFunctionType(evaluator, file, key === undefined ? type : { kind: "lookup", of: type, key }, index);
}

/** `run({ execute: async (tx) => … })`: the type of what the function of the project takes says what the function under that key is passed. */
function fromOptions(evaluator: Evaluator, file: FileNode, of: number, index: number): Entity[] {
  const option = functionsInOptions(file).get(of);
  const callee = option === undefined ? undefined : file.facts.calls[option.call]?.callee;
  if (option === undefined || callee === undefined) return none;
  return evaluator.value(file, callee).flatMap((entity) => {
    const from = entity.kind === "function" ? evaluator.project.files.get(entity.file) : undefined;
    const fact = entity.kind === "function" ? from?.facts.functions[entity.function] : undefined;
    const type = fact?.parameters[option.argument]?.type;
    return from === undefined || type === undefined
      ? none
      : ofFunctionType(evaluator, from, { kind: "lookup", of: type, key: option.key }, index);
  });
}

/** Of what a function makes of another, each is of its own: what one caller wraps is not what another calls. */
function withoutOthers(file: FileNode, of: number, index: number, found: Entity[]): Entity[] {
  const fact = file.facts.functions[of];
  const wraps =
    found.length > 1 &&
    fact !== undefined &&
    calledLater(fact, file).some(({ position }) => position === index);
  return wraps ? found.filter(({ kind }) => kind !== "function") : found;
}

/** What the calls of a function in its own file pass for a parameter without a type. */
function fromCalls(evaluator: Evaluator, file: FileNode, of: number, index: number): Entity[] {
  return passingsInFile(file, of)
    .slice(0, 3)
    .flatMap(({ call, first }) => {
      const argument = file.facts.calls[call]?.arguments[index + first];
      return argument === undefined || argument.kind === "spread" ? none : evaluator.value(file, argument);
    });
}

/** Objection's `transaction(Person, async (Bound) => …)`: the callback is handed what the call is. */
function isPassedOn(callee: Entity, argument: number, index: number): boolean {
  return (
    callee.kind === "operation" &&
    callee.member.call?.callbacks?.[argument]?.parameters[index] === FIRST_ARGUMENT
  );
}

/** What a callee hands to parameter `index` of the function it is given as argument `argument`. */
function handed(evaluator: Evaluator, callee: Entity, argument: number, index: number): Entity[] {
  if (callee.kind === "operation") {
    const name = callee.member.call?.callbacks?.[argument]?.parameters[index];
    return name === undefined || name === "" ? none : ofTypeName(callee.library, name, "", callee.sure);
  }
  if (callee.kind !== "function") return none;
  const file = evaluator.project.files.get(callee.file);
  const parameter = file?.facts.functions[callee.function]?.parameters[argument];
  if (file === undefined || parameter === undefined) return none;
  const found = parameter.type === undefined ? none : ofFunctionType(evaluator, file, parameter.type, index);
  if (found.length > 0) return found;
  return file.facts.calls.flatMap((call) => {
    const calls = call.callee.kind === "name" && call.callee.binding === parameter.binding;
    const passed = calls && parameter.binding >= 0 ? call.arguments[index] : undefined;
    return passed === undefined ? none : evaluator.value(file, passed);
  });
}
