import type { CallFact, FileFacts, TypeRef, Value } from "../facts.ts";
import { oncePer } from "../once-per.ts";
import { lastName } from "../value-parts.ts";
import { definedModels, MODEL_OF } from "./defined-models.ts";
import { GLOBAL, GLOBAL_TEXT, isGlobalObject } from "./globals.ts";

/** What a program puts into a context or a container under a name, to be asked for elsewhere. */
export interface Handed {
  /** Of a "factory" what it returns, of a "class" an instance. */
  how: "value" | "class" | "factory" | "type";
  value?: Value;
  type?: TypeRef;
}

/** What people call that which carries such things. */
export const carriers = new Set(
  (
    "c ctx context req request res reply app application fastify server instance state locals cradle container Container var event " +
    "deps dependencies services scope opts koa"
  ).split(" "),
);

/** Calls that put something there. */
const givers = new Set(
  (
    "decorate decorateRequest decorateReply set register registerSingleton registerInstance registerType to toConstantValue " +
    "toDynamicValue toSelf next $context use loadModules registerAs forRoot"
  ).split(" "),
);

/** What Feathers' `app.service("users")` is found by. */
export const SERVICE_AT = (path: string) => `service ${path.replace(/^\/+|\/+$/g, "")}`;

/** What a call that loads folders into a container is handed out as: awilix's `container.loadModules(["services/*.js"])`. */
export const LOADED = "modules that are loaded";

/** What a part of Nest's configuration is handed out as: `registerAs("database", () => ({ … }))`. */
export const CONFIGURATION = (name: string) => `configuration ${name}`;

/** The same of what is loaded as a whole: `ConfigModule.forRoot({ load: [configuration] })`. */
export const CONFIGURATIONS = "configurations";

/** What the file hands out, by name. */
export const handedIn: (of: FileFacts) => ReadonlyMap<string, readonly Handed[]> = oncePer(find);

/** A token as both sides write it: its text, or the last part of its name. */
export function tokenOf(token: Value | undefined): string | undefined {
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
    if (target.kind === "name" && (value.kind === "module" || mayServe(value)))
      add(GLOBAL(target.name), { how: "value", value });
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
      add(tokenOf(call.arguments[0]), {
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
  if (name === "registerAs") {
    if (first?.kind === "literal" && second !== undefined)
      add(CONFIGURATION(String(first.value)), { how: "factory", value: second });
  } else if (name === "forRoot") {
    const load =
      first?.kind === "object" ? first.properties.find(({ key }) => key === "load")?.value : undefined;
    for (const value of load?.kind === "array" ? load.items : [])
      add(CONFIGURATIONS, { how: "factory", value });
  } else if (name.startsWith("decorate")) {
    if (second !== undefined && mayServe(second)) add(tokenOf(first), { how: "value", value: second });
  } else if (name === "set" && callee.kind === "member" && second !== undefined) {
    const on = lastName(callee.of);
    if (carriers.has(on) && mayServe(second)) add(tokenOf(first), { how: "value", value: second });
  } else if (name.startsWith("register") && callee.kind === "member") {
    // awilix, and tsyringe
    if (first?.kind === "object") {
      for (const { key, value } of first.properties) add(key, registered(facts, value));
    } else if (second !== undefined) add(tokenOf(first), registered(facts, second) ?? putIn(second));
  } else if (name.startsWith("to") && callee.kind === "member") {
    // inversify's `bind(token).to(Class)`
    const bound = callee.of.kind === "call" ? facts.calls[callee.of.call] : undefined;
    const isBind =
      (bound?.callee.kind === "member" || bound?.callee.kind === "name") &&
      /^(re)?bind$/.test(bound.callee.name);
    if (!isBind || first === undefined) return;
    const how = name === "to" ? "class" : name === "toDynamicValue" ? "factory" : "value";
    add(tokenOf(bound.arguments[0]), { how, value: first });
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
  const token = tokenOf(value.properties.find(({ key }) => key === "provide")?.value);
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
