import { search } from "../../catalog/index.ts";
import type { CallFact, FunctionFact, Value } from "../../facts.ts";
import { lastName } from "../../value-parts.ts";
import { bound, type Entity, foundFor, instanceOf, none, saysWhat } from "../entity.ts";
import { callsParameter } from "../file/calls-with.ts";
import type { FileNode } from "../project/project.ts";
import { composed, isTaking } from "../roles/composed.ts";
import { resultOnArray, settledList } from "./arrays.ts";
import type { Evaluator } from "./evaluator.ts";
import { extension, isExtension } from "./extended.ts";
import { givenBack } from "./given-back.ts";
import { matched } from "./matched.ts";
import { constructorOf } from "./members.ts";
import { ofTypeName } from "./of-library.ts";
import { required, requiredThrough } from "./required.ts";
import { wrapping } from "./wrapping.ts";

/** What a call of a file gives. */
export function resultOfCall(evaluator: Evaluator, file: FileNode, index: number): Entity[] {
  const call = file.facts.calls[index];
  if (call === undefined) return none;
  const one = matched(evaluator, file, call);
  if (one !== undefined) return one;
  const made = extension(evaluator, file, call);
  if (made.length > 0) return made;
  const { callee } = call;
  const callees = evaluator.value(file, callee);
  const out = resultsOf(evaluator, callees, file, index);
  // TypeORM's `getCustomRepository(UserRepository)` is one of the project's own.
  const isCustom =
    (callee.kind === "name" || callee.kind === "member") && callee.name === "getCustomRepository";
  const own = isCustom ? handedOut(evaluator, file, call) : none;
  if (own.length > 0) return own;
  if (out.length > 0) return out;
  const module = required(evaluator, file, call);
  if (module.length > 0) return module;
  const several = composed(evaluator, file, call, callees);
  if (several.length > 0) return several;
  const unwrapped = wrapped(evaluator, file, call, callees);
  if (unwrapped.length > 0 || (callee.kind !== "member" && callee.kind !== "name")) return unwrapped;
  // Containers hand out what they are asked for: `moduleRef.get(UserService)`, `inject(UserService)`.
  if (/^(get|resolve|create|use|inject|singleton|(get|use)(Instance|Singleton|Service))$/.test(callee.name)) {
    const made = handedOut(evaluator, file, call);
    if (made.length > 0) return made;
  }
  // Their type arguments say it too: `container.resolve<UserService>("users")`, `getSingleton<UserService>()`.
  const [type, another] = call.types;
  const asks = callee.kind === "member" ? asking : askingAlone;
  if (asks.test(callee.name) && type !== undefined && another === undefined) {
    const said = evaluator.ofType(file, type).filter(({ kind }) => kind !== "array");
    if (said.length > 0) return said;
  }
  return callee.kind === "member" ? resultOnArray(evaluator, file, call, callee) : none;
}

function resultsOf(evaluator: Evaluator, callees: Entity[], file: FileNode, index: number): Entity[] {
  return foundFor(callees, (entity) => resultOf(evaluator, entity, file, index));
}

const asking = /^(get|resolve|inject|make)/;
const askingAlone = /^(resolve|inject|singleton|(get|use|make)(Instance|Singleton|Service))$/;

/**
 * A wrapper that nothing is known of: `remember("db", () => new PrismaClient())` gives what its function gives,
 * `withAuth(async (id) => …)` a function like it. A list's own methods are no wrappers.
 */
function wrapped(evaluator: Evaluator, file: FileNode, call: CallFact, callees: readonly Entity[]): Entity[] {
  const { callee } = call;
  if (
    call.form !== "call" ||
    !call.arguments.some(isWritten) ||
    (callee.kind === "member" && /^(map|flatMap|filter|then|reduce|find)$/.test(callee.name)) ||
    ((callee.kind === "member" || callee.kind === "name") &&
      // Debounced, it runs once for many calls, and later.
      /^(set(Timeout|Interval|Immediate)|debounce)$/.test(callee.name))
  ) {
    return none;
  }
  return givenByPassed(evaluator, file, call, callees);
}

function isWritten(value: Value): value is Extract<Value, { kind: "function" }> {
  return value.kind === "function";
}

/** What a wrapper gives of the functions that it is passed. */
function givenByPassed(
  evaluator: Evaluator,
  file: FileNode,
  call: CallFact,
  callees: readonly Entity[],
): Entity[] {
  const { callee } = call;
  const functions = call.arguments.slice(0, 3).filter(isWritten);
  // `cache.wrap(key, load)` gives an answer as `cached(key, load)` does.
  const isKeeping =
    keeping.test(lastName(callee)) || (callee.kind === "member" && keeping.test(lastName(callee.of)));
  return functions.flatMap((argument) => {
    const made: Entity = { kind: "function", file: file.path, function: argument.function };
    const given = evaluator.returnedBy(made).filter((e) => e.kind === "library" || e.kind === "instance");
    const isRun = callees.some((one) => runs(evaluator, one, call.arguments.indexOf(argument)));
    const gives = isRun || isKeeping || isPromised(file, call);
    return gives ? given : [made, ...given];
  });
}

/** `await traced("load", () => …)`: what somebody waits for is an answer, and no function. */
function isPromised({ facts: { functions, regions } }: FileNode, { use, region }: CallFact): boolean {
  if (use !== "returned") return use === "awaited";
  const around = functions[regions[region]?.function ?? 0];
  return (
    around?.async === true || (around?.returnType?.kind === "named" && around.returnType.name === "Promise")
  );
}

const keeping = /cache|memo|once/i;

/** `const safely = async (work) => work(client)`: a function of the project that runs what it is passed gives its answer, and no function. */
function runs(evaluator: Evaluator, entity: Entity, argument: number): boolean {
  const from = entity.kind === "function" ? evaluator.project.files.get(entity.file) : undefined;
  return (
    from !== undefined && entity.kind === "function" && callsParameter(from.facts, entity.function, argument)
  );
}

/** What `new` makes of a class: an instance, or what its constructor returns in its place. */
function constructed(evaluator: Evaluator, entity: Extract<Entity, { kind: "class" }>): Entity[] {
  const made = evaluator.project.files.get(entity.file);
  const maker = constructorOf(made?.facts.classes[entity.class]);
  const gives = made?.facts.functions[maker]?.returns.length ?? 0;
  const given =
    gives === 0 ? none : evaluator.returnedBy({ kind: "function", file: entity.file, function: maker });
  return given.some(saysWhat) ? given : [{ ...entity, kind: "instance" }];
}

/** What calling (or constructing) the entity gives. */
export function resultOf(evaluator: Evaluator, entity: Entity, file: FileNode, index: number): Entity[] {
  const call = file.facts.calls[index];
  if (call === undefined) return none;
  switch (entity.kind) {
    case "function":
      if (call.callee.kind === "member" && call.callee.name === "bind")
        return [bound(entity, call.arguments.length - 1)];
      {
        // What other callers pass for it is not what this one gets back.
        const back = givenBack(evaluator, entity, file, call);
        const said = asTypeArgument(evaluator, entity, file, call);
        const all = back.some(saysWhat) ? back : [...back, ...evaluator.returnedBy(entity), ...said];
        const given = [
          ...wrapping(evaluator, entity, file, call),
          ...(entity.named ? all.flatMap(unsure) : all),
        ];
        if (given.length === 0 && call.form === "call") return requiredThrough(evaluator, entity, file, call);
        return given.length > 0 || call.form !== "new" ? given : instanceOf(entity);
      }
    case "operation": {
      if (call.callee.kind === "member" && call.callee.name === "bind") return [entity];
      if (entity.member.call?.same === true && call.callee.kind === "member")
        return evaluator.value(file, call.callee.of);
      const returns = entity.member.call?.returns;
      if (returns === undefined) {
        if (entity.member.call?.effect === undefined) return none;
        const row = rowOf(entity, classIn(evaluator, file, call.arguments[0]));
        return row === undefined ? none : [{ kind: "array", of: [row] }, row];
      }
      // `const id = await db.transaction(async (trx) => …)`: with a callback it gives what that gives, and no transaction.
      const inside = Object.keys(entity.member.call?.callbacks ?? {}).map((at) => call.arguments[Number(at)]);
      const run = inside.find((argument) => argument?.kind === "function");
      if (run?.kind === "function")
        return evaluator.returnedBy({ kind: "function", file: file.path, function: run.function });
      const label = entity.label === "" ? labelOf(call.arguments[0]) : entity.label;
      const made = ofTypeName(entity.library, returns, label, entity.sure);
      const joined = call.arguments[entity.member.call?.joins ?? -1];
      if (joined !== undefined) return [...evaluator.value(file, joined), ...made];
      const rows = entity.rows ?? classIn(evaluator, file, call.arguments[0]);
      return rows === undefined ? made : made.map((e) => (e.kind === "library" ? { ...e, rows } : e));
    }
    case "library": {
      if (call.form === "new") {
        const made = search(entity.library, entity.type, (type) => type.instances);
        return made === undefined ? none : [{ ...entity, type: made }];
      }
      const operation = search(entity.library, entity.type, (type) => type.call);
      if (operation?.returns === undefined) return none;
      return ofTypeName(entity.library, operation.returns, labelOf(call.arguments[0]), entity.sure);
    }
    case "class":
      return call.form === "new" ? constructed(evaluator, entity) : none;
    case "object":
      return call.form === "new" && isExtension(evaluator, entity) ? [entity] : none;
    case "library class":
      return call.form === "new" ? ofTypeName(entity.library, entity.type, "", true) : none;
    case "shape":
      if (entity.type.kind !== "function") return none;
      return evaluator.ofType(evaluator.project.files.get(entity.file), entity.type.returns);
    case "external": {
      const [first] = call.arguments;
      // `promisifyAll(require("redis"))`: with a twin of each method.
      if (/(^|\.)promisifyAll$/.test(entity.name))
        return first === undefined ? none : evaluator.value(file, first);
      if (!isTaking(entity.name) || first === undefined) return none;
      const taken = evaluator
        .value(file, first)
        .filter((e) => e.kind === "function" || e.kind === "operation");
      return taken.map((e) => bound(e, call.arguments.length - 1));
    }
    case "global":
      if (/^Promise\.(all|allSettled|race|any|resolve)$/.test(entity.name) || entity.name === "Array.from") {
        const [first] = call.arguments;
        const given = first === undefined ? none : evaluator.value(file, first);
        // `Promise.all([find(), count()])` waits for each: what is taken out of it are rows, no queries.
        return entity.name.startsWith("Promise.all") ? given.map(settledList) : given;
      }
      if (/^Object\.(assign|freeze|create|seal)$/.test(entity.name)) {
        return call.arguments.flatMap((argument) => evaluator.value(file, argument));
      }
      if (/^Object\.(values|entries)$/.test(entity.name)) {
        const held = call.arguments.slice(0, 1).flatMap((argument) => heldIn(evaluator, file, argument));
        if (held.length === 0) return none;
        return [
          {
            kind: "array",
            of: entity.name === "Object.values" ? held : [{ kind: "array", of: held, pair: true }],
          },
        ];
      }
      // What is asked of a proxy is asked of what it stands before.
      if (entity.name === "Proxy" && call.form === "new" && call.arguments[0] !== undefined)
        return evaluator.value(file, call.arguments[0]);
      return none;
    default:
      return none;
  }
}

/**
 * The functions, classes, instances and tables that an object, or all that a file exports, holds. Who passes an object to a function that calls
 * all of its functions is led to them there.
 */
function heldIn(evaluator: Evaluator, file: FileNode, of: Value): Entity[] {
  let start = of;
  while (start.kind === "member") start = start.of;
  const isPassed = start.kind === "name" && file.facts.bindings[start.binding]?.kind === "parameter";
  return evaluator
    .value(file, of)
    .flatMap((one) => evaluator.heldBy(one))
    .filter(({ kind }) => kind !== "function" || !isPassed);
}

/** `proxy<UserModel>("users")` of `function proxy<T>(name: string): T`: what the call says of the type that it leaves open. */
function asTypeArgument(
  evaluator: Evaluator,
  { file: path, function: index }: Extract<Entity, { kind: "function" }>,
  file: FileNode,
  { types }: CallFact,
): Entity[] {
  if (types.length === 0) return none;
  const own = evaluator.project.files.get(path);
  const fact = own?.facts.functions[index];
  const returned = fact?.returnType;
  const isPromise = returned?.kind === "named" && returned.name === "Promise";
  const type = isPromise ? returned.arguments[0] : returned;
  if (own === undefined || fact === undefined || type?.kind !== "named" || type.binding >= 0) return none;
  const said = types[typeParametersOf(own, fact).indexOf(type.name)];
  return said === undefined ? none : evaluator.ofType(file, said);
}

/** The names between the angle brackets of a function: `E` and `R` of `<E, R extends Repository<E>>(entity: E): R`. */
function typeParametersOf({ source }: FileNode, { start, end }: FunctionFact): string[] {
  const [, written = ""] =
    /^[^(<]*<([^()]*)>\s*\(/.exec(source.slice(start, Math.min(end, start + 400))) ?? [];
  let names = written;
  while (/<[^<>]*>/.test(names)) names = names.replace(/<[^<>]*>/g, "");
  return names.split(",").map(
    (one) =>
      one
        .trim()
        .replace(/^const\s+/, "")
        .split(/\W/)[0] ?? "",
  );
}

/** What a function gives that is known by its name alone: the query that it builds is no more than likely. */
function unsure(entity: Entity): Entity[] {
  return entity.kind === "library" ? [{ ...entity, sure: false }] : none;
}

/** What a container gives that is asked for a class. */
function handedOut(evaluator: Evaluator, file: FileNode, { arguments: [asked] }: CallFact): Entity[] {
  const classes = asked === undefined ? none : evaluator.value(file, asked);
  return classes.flatMap((e) => (e.kind === "class" ? [{ ...e, kind: "instance" as const }] : []));
}

/** `getRepository(User)`: the class that is asked for. */
function classIn(
  evaluator: Evaluator,
  file: FileNode,
  value: Value | undefined,
): { file: string; class: number } | undefined {
  if (value?.kind !== "name") return undefined;
  const found = evaluator.value(file, value).find((entity) => entity.kind === "class");
  return found === undefined ? undefined : { file: found.file, class: found.class };
}

/** What a model gives: its own class, or the row of its library. */
function rowOf(
  entity: Extract<Entity, { kind: "operation" }>,
  asked: { file: string; class: number } | undefined,
): Entity | undefined {
  const { library, label, sure } = entity;
  const rows = entity.rows ?? asked;
  if (rows !== undefined) return { kind: "instance", ...rows };
  const type = search(library, entity.type, (known) => known.element);
  return type === undefined ? undefined : { kind: "library", library, type, label, sure };
}

export function labelOf(value: Value | undefined): string {
  if (value?.kind === "literal" && typeof value.value === "string") return value.value;
  if (value?.kind === "name") return value.name;
  return "";
}
