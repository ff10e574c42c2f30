import type { CallFact, Decorator, FileFacts, TypeRef, Value } from "../facts.ts";
import { oncePer } from "../once-per.ts";
import { lastName } from "../value-parts.ts";
import { instanceOf } from "./assigned-members.ts";
import { definedModels, MODEL_OF } from "./defined-models.ts";
import { type Entity, most, none, saysWhat } from "./entity.ts";
import type { Evaluator } from "./evaluator.ts";
import { GLOBAL, GLOBAL_TEXT, isGlobalObject } from "./globals.ts";
import { LOADED, loadedAs, serviceOfEgg } from "./loaded.ts";
import type { FileNode } from "./project.ts";
import { entitiesOfType, returnedBy } from "./types.ts";

/** What a program puts into a context or a container under a name, to be asked for elsewhere. */
interface Handed {
  /** Of a "factory" what it returns, of a "class" an instance. */
  how: "value" | "class" | "factory" | "type";
  value?: Value;
  type?: TypeRef;
}

/** A name under which more is handed out than this is no name of one thing. */
const fewThings = 3;
/** What people call that which carries such things. */
const carriers = new Set(
  (
    "c ctx context req request res reply app application fastify server instance state locals cradle container Container var event " +
    "deps dependencies services scope opts koa"
  ).split(" "),
);
/** Calls that put something there. */
const givers = new Set(
  (
    "decorate decorateRequest decorateReply set register registerSingleton registerInstance registerType to toConstantValue " +
    "toDynamicValue toSelf next $context use loadModules"
  ).split(" "),
);
const perElement = /^(map|forEach|flatMap|filter|some|every|find|findIndex|reduce|sort)$/;

/** What Feathers' `app.service("users")` is found by. */
const SERVICE_AT = (path: string) => `service ${path.replace(/^\/+|\/+$/g, "")}`;

/** What the file hands out, by name. */
export const handedIn: (of: FileFacts) => ReadonlyMap<string, readonly Handed[]> = oncePer(find);

/** `ctx.users`, `({ users }) => …`, `c.get("users")`: what the project puts there, where nothing else is known. */
export function byHandedOut(evaluator: Evaluator, file: FileNode, value: Value): Entity[] {
  const name = value.kind === "call" ? askedFor(file, value.call) : takenOut(file, value);
  if (name === undefined) return serviceOfEgg(evaluator, value);
  const handed = evaluator.handedOut(name);
  return handed.length > 0 ? handed : loadedAs(evaluator, name);
}

/** `@Inject("USERS") users`: what a container puts in by a token, or by a class. */
export function byToken(evaluator: Evaluator, file: FileNode, { value }: Decorator): Entity[] {
  const call = value.kind === "call" ? file.facts.calls[value.call] : undefined;
  const [token] = call?.arguments ?? [];
  if (call?.callee.kind !== "name" || !/^inject$/i.test(call.callee.name) || token === undefined) return none;
  const asked = evaluator
    .value(file, token)
    .flatMap((e) => (e.kind === "function" ? returnedBy(evaluator, e) : [e]));
  const instances = asked.flatMap((e) => (e.kind === "class" ? instanceOf(e) : []));
  if (instances.length > 0) return instances;
  const name = nameOf(token);
  return name === undefined ? none : evaluator.handedOut(name);
}

/** What these files hand out under a name. */
export function handedOut(evaluator: Evaluator, name: string, paths: Iterable<string>): Entity[] {
  const out: Entity[] = [];
  let things = 0;
  for (const path of paths) {
    // Contexts that are made for tests hold imitations.
    const file = evaluator.project.isForTests(path) ? undefined : evaluator.project.files.get(path);
    if (file === undefined) continue;
    evaluator.enter(file);
    for (const handed of handedIn(file.facts).get(name) ?? []) {
      if (++things > fewThings) return none;
      out.push(...entitiesOf(evaluator, file, handed).filter(saysWhat));
    }
  }
  return out.slice(0, most);
}

function entitiesOf(evaluator: Evaluator, file: FileNode, { how, value, type }: Handed): Entity[] {
  if (type !== undefined) return entitiesOfType(evaluator, file, type);
  if (value === undefined) return none;
  const held = evaluator.reading(file, () => evaluator.value(file, value));
  if (how === "value") return held;
  return held.flatMap((e) =>
    e.kind === "function" && how === "factory" ? returnedBy(evaluator, e) : instanceOf(e),
  );
}

/** The name under which a member is taken out of something that carries such things. */
function takenOut(file: FileNode, value: Value): string | undefined {
  if (value.kind !== "member") return undefined;
  const { of, name } = value;
  if (of.kind === "name" || of.kind === "member") return carriers.has(of.name) ? name : undefined;
  if (of.kind !== "parameter") return undefined;
  // A function's own parameter, but for the elements of a list.
  const passed = file.passedTo.get(of.function);
  const callee = passed === undefined ? undefined : file.facts.calls[passed.call]?.callee;
  return callee?.kind === "member" && perElement.test(callee.name) ? undefined : name;
}

function askedFor(file: FileNode, index: number): string | undefined {
  const call = file.facts.calls[index];
  const [token, another] = call?.arguments ?? [];
  if (call?.callee.kind !== "member" || token === undefined || another !== undefined) return undefined;
  const { name, of } = call.callee;
  if (name === "service" && token.kind === "literal" && typeof token.value === "string")
    return SERVICE_AT(token.value);
  if (!/^(get|getAsync|resolve|inject|make)$/.test(name) || (of.kind !== "name" && of.kind !== "member"))
    return undefined;
  return carriers.has(of.name) ? nameOf(token) : undefined;
}

/** A token as both sides write it: its text, or the last part of its name. */
function nameOf(token: Value | undefined): string | undefined {
  if (token?.kind === "literal" && typeof token.value === "string") return token.value;
  return token?.kind === "name" || token?.kind === "member" ? token.name : undefined;
}

function find(facts: FileFacts): Map<string, Handed[]> {
  const out = new Map<string, Handed[]>();
  const add = (name: string | undefined, handed: Handed | undefined) => {
    if (name === undefined || handed === undefined) return;
    const list = out.get(name);
    if (list === undefined) out.set(name, [handed]);
    else list.push(handed);
  };
  const addAll = (value: Value | undefined) => {
    if (value?.kind !== "object") return;
    for (const { key, value: held } of value.properties)
      if (mayServe(held)) add(key, { how: "value", value: held });
  };
  const addTypes = (type: TypeRef | undefined) => {
    if (type?.kind !== "object") return;
    for (const member of type.members)
      if (isOfSomebody(member.type)) add(member.name, { how: "type", type: member.type });
  };
  for (const { adds, type } of facts.types) {
    if (adds === true) addTypes(type);
    addTypes(variablesOf(type));
  }
  for (const { target, value } of facts.assignments) {
    if (target.kind !== "member") continue;
    const { of, name } = target;
    if (value.kind === "literal" && typeof value.value === "string" && isGlobalObject(of))
      add(GLOBAL_TEXT(name), { how: "value", value });
    if (!mayServe(value)) continue;
    if (isGlobalObject(of)) add(GLOBAL(name), { how: "value", value });
    else if ((of.kind === "name" || of.kind === "member") && carriers.has(of.name))
      add(name, { how: "value", value });
  }
  const addReturned = (name: string, index: number) => {
    if (!isContext(name)) return;
    for (const { value } of facts.functions[index]?.returns ?? []) addAll(value);
  };
  facts.functions.forEach(({ name }, index) => {
    addReturned(name, index);
  });
  for (const { name, values } of facts.bindings) {
    const held = values[0]?.value;
    if (held?.kind === "function" && facts.functions[held.function]?.name === "")
      addReturned(name, held.function);
  }
  facts.classes.forEach(({ decorators, start }, index) => {
    for (const { value } of decorators) {
      const call = value.kind === "call" ? facts.calls[value.call] : undefined;
      if (call?.callee.kind !== "name" || !/^(Service|Injectable)$/.test(call.callee.name)) continue;
      add(nameOf(call.arguments[0]), {
        how: "class",
        value: { kind: "class", class: index, start, end: start },
      });
    }
  });
  for (const { form, types } of facts.calls) if (form === "new") addTypes(types[0] && variablesOf(types[0]));
  for (const call of facts.calls) fromCall(facts, call, add, addAll, addTypes);
  for (const { library, name, call } of definedModels(facts)) {
    const { start = 0, end = 0 } = facts.calls[call] ?? {};
    add(MODEL_OF(library.name, name), { how: "value", value: { kind: "call", call, start, end } });
  }
  for (const value of listedIn(facts)) {
    const [token, handed] = provided(value) ?? [];
    add(token, handed);
  }
  return out;
}

/** Hono's `{ Variables: { db: Db } }`: what its context carries, of a type with a name or in `new Hono<…>()`. */
function variablesOf(type: TypeRef): TypeRef | undefined {
  return type.kind === "object" ? type.members.find(({ name }) => name === "Variables")?.type : undefined;
}

/** `createContext` of tRPC, `context` of Apollo. */
function isContext(name: string): boolean {
  return name === "context" || (name.startsWith("create") && /Context(Inner)?$/.test(name));
}

type Add = (name: string | undefined, handed: Handed | undefined) => void;

function fromCall(
  facts: FileFacts,
  { callee, arguments: given, types }: CallFact,
  add: Add,
  addAll: (value: Value | undefined) => void,
  addTypes: (type: TypeRef | undefined) => void,
): void {
  const name = lastName(callee);
  if (!givers.has(name)) return;
  const [first, second] = given;
  if (name.startsWith("decorate")) {
    if (second !== undefined && mayServe(second)) add(nameOf(first), { how: "value", value: second });
  } else if (name === "set" && callee.kind === "member" && second !== undefined) {
    const on = lastName(callee.of);
    if (carriers.has(on) && mayServe(second)) add(nameOf(first), { how: "value", value: second });
  } else if (name.startsWith("register") && callee.kind === "member") {
    // awilix, and tsyringe
    if (first?.kind === "object") {
      for (const { key, value } of first.properties) add(key, registered(facts, value));
    } else if (second !== undefined) add(nameOf(first), registered(facts, second) ?? putIn(second));
  } else if (name.startsWith("to") && callee.kind === "member") {
    // inversify's `bind(token).to(Class)`
    const bound = callee.of.kind === "call" ? facts.calls[callee.of.call] : undefined;
    const isBind =
      (bound?.callee.kind === "member" || bound?.callee.kind === "name") &&
      /^(re)?bind$/.test(bound.callee.name);
    if (!isBind || first === undefined) return;
    const how = name === "to" ? "class" : name === "toDynamicValue" ? "factory" : "value";
    add(nameOf(bound.arguments[0]), { how, value: first });
  } else if (name === "next" && first?.kind === "object") {
    // A middleware of tRPC: `next({ ctx: { db } })`
    for (const { key, value } of first.properties) if (key === "ctx" || key === "context") addAll(value);
  } else if (name === "use" && callee.kind === "member") {
    // Feathers' `app.use("/users", service)`; what is asked for by a path is no router of Express.
    if (first?.kind !== "literal" || typeof first.value !== "string") return;
    // Middleware may stand before it, options behind it.
    for (const value of given.slice(1, 3))
      if (mayServe(value)) add(SERVICE_AT(first.value), { how: "value", value });
  } else if (name === "loadModules" && first !== undefined) add(LOADED, { how: "value", value: first });
  else if (name === "$context") addTypes(types[0]);
}

/** awilix's `asClass(Users).singleton()`, `asValue(pool)`, `asFunction(makeUsers)`. */
function registered(facts: FileFacts, value: Value): Handed | undefined {
  for (let at = value, hops = 0; at.kind === "call" && hops < 6; hops++) {
    const call: CallFact | undefined = facts.calls[at.call];
    if (call === undefined) return undefined;
    const { callee } = call;
    const [what] = call.arguments;
    const name = lastName(callee);
    if (what !== undefined && name === "asClass") return { how: "class", value: what };
    if (what !== undefined && name === "asValue") return { how: "value", value: what };
    if (what !== undefined && name === "asFunction") return { how: "factory", value: what };
    if (callee.kind !== "member") return undefined;
    at = callee.of;
  }
  return undefined;
}

/** `{ useClass: Users }`, `{ useFactory: () => … }`, or the class itself. */
function putIn(value: Value): Handed | undefined {
  if (value.kind !== "object") return value.kind === "name" ? { how: "class", value } : undefined;
  for (const { key, value: held } of value.properties) {
    if (key === "useClass" || key === "useExisting") return { how: "class", value: held };
    if (key === "useFactory") return { how: "factory", value: held };
    if (key === "useValue") return { how: "value", value: held };
  }
  return undefined;
}

/** A provider of Nest: `{ provide: USERS, useClass: PgUsers }`. */
function provided(value: Value): [string, Handed] | undefined {
  if (value.kind !== "object") return undefined;
  const token = nameOf(value.properties.find(({ key }) => key === "provide")?.value);
  const handed = token === undefined ? undefined : putIn(value);
  return token === undefined || handed === undefined ? undefined : [token, handed];
}

/** The objects that a file lists: in the lists that it keeps, and where it imports Nest, in all that it passes, keeps and returns. */
function listedIn(facts: FileFacts): Value[] {
  const ofNest = facts.imports.some(({ module }) => module.startsWith("@nestjs/"));
  const out: Value[] = [];
  const walk = (value: Value | undefined, hops: number): void => {
    if (value === undefined || hops > 4) return;
    if (value.kind === "array") for (const item of value.items) walk(item, hops + 1);
    else if (value.kind === "spread") walk(value.of, hops + 1);
    else if (value.kind === "object") {
      if (value.properties.some(({ key }) => key === "provide")) out.push(value);
      else for (const { value: held } of value.properties) walk(held, hops + 1);
    }
  };
  for (const { values } of facts.bindings)
    if (ofNest || values[0]?.value.kind === "array") walk(values[0]?.value, 0);
  if (ofNest) {
    for (const { returns } of facts.functions) for (const { value } of returns) walk(value, 0);
    for (const call of facts.calls) for (const argument of call.arguments) walk(argument, 0);
  }
  return [...new Set(out)];
}

/** What may have methods: data are of no interest. */
function mayServe(value: Value): boolean {
  switch (value.kind) {
    case "object":
      return value.properties.some(({ value: held }) => mayServe(held));
    case "name":
    case "member":
    case "call":
    case "function":
    case "class":
    case "choice":
      return true;
    default:
      return false;
  }
}

function isOfSomebody(type: TypeRef): boolean {
  return type.kind === "named"
    ? /^[A-Z]/.test(type.name)
    : type.kind === "union" || type.kind === "query" || type.kind === "intersection";
}
