import { search } from "../../catalog/index.ts";
import type { CallFact, Value } from "../../facts.ts";
import { lastName } from "../../value-parts.ts";
import { isCache } from "../file/caches.ts";
import { callsWith } from "../file/calls-with.ts";
import { mentions } from "../file/mentions.ts";
import { placeOf } from "../file/needs.ts";
import {
  cached,
  later,
  listFirst,
  ofPromise,
  perElement,
  perElementAsync,
  routes,
  started,
} from "../file/taker-names.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { callsAll } from "./calls-all.ts";
import { isComposing, isTaking } from "./composed.ts";
import { type RoleIn, roleOfGiven } from "./given-role.ts";
import { each, type Role } from "./role.ts";

/** What the callee of `call` does with the function that is its argument number `argument`. */
export function roleOf(
  evaluator: Evaluator,
  file: FileNode,
  call: CallFact,
  argument: number,
  hops = 0,
): Role {
  const { callee } = call;
  const name = lastName(callee);
  if (call.form === "new") return name === "Promise" ? { runs: "once" } : { runs: "later" };
  const entities = evaluator.value(file, callee);
  for (const entity of entities) {
    if (entity.kind === "operation") {
      const known = entity.member.call?.callbacks?.[argument];
      if (known !== undefined) return known.runs === "each" ? each(call.arguments[0]) : { runs: known.runs };
      // `User.find((error, users) => …)`: a model is no list, and calls back once.
      const asks = search(entity.library, entity.type, (type) => type.place) === true;
      if (asks && entity.library.takesCallbacks === true) return { runs: "once" };
    } else if (entity.kind === "external") {
      const role = roleInPackage(file, entity.module, name, call, argument);
      if (role !== undefined) return role;
      if (isHandler(file, call, argument)) return { runs: "later" };
      if (started.test(name) && call.arguments[argument]?.kind !== "function") return { runs: "later" };
    } else if (entity.kind === "function" && !isCache(callee)) {
      if (listens(call, argument)) return { runs: "later" };
      const taken: CallFact = goesOnForLater(evaluator, file, call, hops)
        ? { ...call, use: "returned" }
        : call;
      return roleInProject(evaluator, entity.file, entity.function, argument, taken, hops);
    }
  }
  if (/^from(Async)?$/.test(name) && argument === 1) return each(call.arguments[0]);
  const isPerElement = perElement.has(name) || perElementAsync.test(name);
  if (callee.kind === "member" && argument === 0 && isPerElement) {
    return holdsOne(evaluator, file, callee.of) ? { runs: "once" } : each(callee.of);
  }
  if (callee.kind === "member" && name === "map" && argument === 1) return each(call.arguments[0]);
  // Bluebird's, which some programs put in the place of the language's own.
  if (callee.kind === "member" && argument === 1 && lastName(callee.of) === "Promise" && ofPromise.test(name))
    return each(call.arguments[0]);
  if (name === "process" && callee.kind === "member") {
    const pooled = promisePoolCollection(file, callee.of);
    if (pooled !== undefined) return each(pooled);
  }
  if (cached.test(name) || isCache(callee)) return { runs: "cached" };
  // `limiter.schedule(() => load(id))`: as soon as there is room, and the caller waits for it.
  const isNow = argument === 0 || call.arguments[0]?.kind === "object";
  if (name === "schedule" && isNow && call.use !== "discarded") return { runs: "once" };
  if (later.test(name)) return { runs: "later" };
  // `insert(rows).catch(retry)`: only after an error.
  if (name === "catch" && callee.kind === "member") return { runs: "later" };
  // `timers.set(id, run)`: a map keeps it.
  if (name === "set" && argument === 1 && callee.kind === "member") return { runs: "later" };
  // A function that is put into a list by its name runs where the list is gone through.
  if (/^(push|unshift)$/.test(name) && call.arguments[argument]?.kind !== "function")
    return { runs: "later" };
  const [first] = call.arguments;
  if (argument > 0 && routes.test(name) && callee.kind === "member") {
    const router = lastName(callee.of);
    if (first?.kind === "literal" || /app|router|server|fastify|route|worker|queue/i.test(router))
      return { runs: "later" };
  }
  return { runs: "once" };
}

/** `socket.on("join", async (room) => …)`: whoever wrote what is listened to, the event comes when it comes. */
function listens({ callee, arguments: [event], use }: CallFact, argument: number): boolean {
  if (callee.kind !== "member" || argument !== 1 || event?.kind !== "literal") return false;
  return use === "discarded" && /^(on|once|addListener|addEventListener)$/.test(callee.name);
}

/** `router.post("/", safely(async (request) => …))`: what the call gives is itself kept for later. */
function goesOnForLater(evaluator: Evaluator, file: FileNode, call: CallFact, hops: number): boolean {
  if (call.use !== "argument" || hops > 3) return false;
  const outer = file.facts.calls[file.argumentOf.get(call) ?? -1];
  const position = outer?.arguments.findIndex(
    (given) => given.kind === "call" && file.facts.calls[given.call] === call,
  );
  return (
    outer !== undefined &&
    position !== undefined &&
    position >= 0 &&
    roleOf(evaluator, file, outer, position, hops + 1).runs === "later"
  );
}

/** An asynchronous function for a package whose answer nobody awaits: `scheduleJob(at, async () => …)`, `const t = tool(async (input) => …)`. */
function isHandler(file: FileNode, call: CallFact, argument: number): boolean {
  if (call.use !== "discarded" && call.use !== "kept") return false;
  const given = call.arguments[argument];
  if (given?.kind !== "function" || file.facts.functions[given.function]?.async !== true) return false;
  // What is kept may be a promise, to be awaited with others.
  return call.use === "discarded" || !file.facts.calls.some((other) => awaits(file, other, call));
}

/** Whether the call is given what another call gives, by way of a variable, and is one that waits. */
function awaits(file: FileNode, other: CallFact, call: CallFact): boolean {
  const callee = other.callee.kind === "member" ? other.callee : undefined;
  if (callee?.of.kind !== "name" || callee.of.name !== "Promise") return false;
  const held = file.facts.bindings.findIndex(({ values }) =>
    values.some(({ value }) => value.kind === "call" && file.facts.calls[value.call] === call),
  );
  return other.arguments.some((argument) =>
    mentions(file, argument, (value) => value.kind === "name" && value.binding === held),
  );
}

const boxes = /^(ResultAsync|Result|Ok|Err|Observable|Option|Either|TaskEither|Maybe|Effect|Optional)\b/;

/** `.map` of a result that succeeded or failed is no loop: the receiver, or what it is a chain from, is such a box. */
function holdsOne(evaluator: Evaluator, file: FileNode, receiver: Value): boolean {
  for (let at: Value = receiver, hops = 0; at.kind === "call" && hops < 12; hops++) {
    const call: CallFact | undefined = file.facts.calls[at.call];
    if (call === undefined) return false;
    for (const entity of evaluator.value(file, call.callee)) {
      if (entity.kind === "external" && boxes.test(entity.name)) return true;
      const made = entity.kind === "function" ? evaluator.project.files.get(entity.file) : undefined;
      const type = made?.facts.functions[entity.kind === "function" ? entity.function : -1]?.returnType;
      if (type?.kind === "named" && boxes.test(type.path.at(-1) ?? type.name)) return true;
    }
    if (call.callee.kind !== "member") return false;
    at = call.callee.of;
  }
  return false;
}

/** `from(ids).pipe(mergeMap(load))`: once for each element of the list that it goes out from. */
function roleInPipe({ facts }: FileNode, name: string, call: CallFact): Role | undefined {
  if (!/^(merge|concat|switch|exhaust)Map$/.test(name)) return undefined;
  const index = facts.calls.indexOf(call);
  const pipe = facts.calls.find(({ arguments: given }) =>
    given.some((one) => one.kind === "call" && one.call === index),
  );
  const source = pipe?.callee.kind === "member" && pipe.callee.name === "pipe" ? pipe.callee.of : undefined;
  const made = source?.kind === "call" ? facts.calls[source.call] : undefined;
  const [list] = made?.arguments ?? [];
  const isList = made?.callee.kind === "name" && made.callee.name === "from" && list?.kind !== "call";
  return isList ? each(list) : undefined;
}

function roleInPackage(
  file: FileNode,
  module: string,
  name: string,
  call: CallFact,
  argument: number,
): Role | undefined {
  const [root = ""] = module.split("/");
  if (root === "dataloader") return { runs: "later" };
  if (root === "rxjs") return roleInPipe(file, name, call);
  if (isComposing(module, name) || isTaking(name)) return { runs: "later" };
  if (!listFirst.has(root)) return undefined;
  // `_.map(rows, save)` and `_.isFunction(handler)` call no rows and no handler.
  if (argument === 0 && root !== "ramda" && asksAbout(call, name)) return { runs: "later" };
  if (argument === 0) return undefined;
  if (
    /^(parallel|series|waterfall|auto|retry|queue|times|until|whilst|debounce|throttle|once|memoize|(detect|find|some|any)Series$|tryEach)/.test(
      name,
    )
  ) {
    return { runs: "once" };
  }
  // `eachSeries(rows, save, done)`: what follows the function for each element is called at the end.
  const forEach = /Limit$/.test(name) || /^(reduce|inject|foldl|transform)/.test(name) ? 2 : 1;
  return root === "async" && argument > forEach ? { runs: "once" } : each(call.arguments[0]);
}

/** What such a function is given first is a list, or a thing to look at. */
function asksAbout({ arguments: { length } }: CallFact, name: string): boolean {
  return /^is[A-Z]/.test(name) || (length > 1 && perElement.has(name));
}

/** `PromisePool.for(list).withConcurrency(2).process(f)`. */
function promisePoolCollection(file: FileNode, value: Value): Value | undefined {
  for (let at: Value | undefined = value, hops = 0; at !== undefined && hops < 8; hops++) {
    if (at.kind !== "call") return undefined;
    const call: CallFact | undefined = file.facts.calls[at.call];
    if (call?.callee.kind !== "member") return undefined;
    if (call.callee.name === "for") return call.arguments[0];
    at = call.callee.of;
  }
  return undefined;
}

/** A function of the project that takes a function: does it call it in a loop, once, or only keep it? */
function roleInProject(
  evaluator: Evaluator,
  path: string,
  index: number,
  argument: number,
  call: CallFact,
  hops: number,
): Role {
  const file = evaluator.project.files.get(path);
  const binding = file?.facts.functions[index]?.parameters[argument]?.binding ?? -1;
  if (file === undefined || binding < 0) return { runs: "once" };
  const isIt = (value: Value) => value.kind === "name" && value.binding === binding;
  const among = callsWith(file.facts, binding);
  return roleOfGiven(file, index, isIt, call, rolesIn(evaluator, file, hops), among) ?? { runs: "once" };
}

/** What the calls of a file do with a function that they are passed. */
function rolesIn(evaluator: Evaluator, file: FileNode, hops: number): RoleIn {
  return (taker, position) => (hops >= 4 ? undefined : roleOf(evaluator, file, taker, position, hops + 1));
}

/** What the function of the project that `call` calls does with the function that it finds under that key of its argument: `run({ execute })`. */
export function roleInOptions(
  evaluator: Evaluator,
  { file: path, function: index }: { file: string; function: number },
  call: CallFact,
  argument: number,
  key: string,
): Role {
  const file = evaluator.project.files.get(path);
  if (file === undefined) return { runs: "later" };
  const isIt = (value: Value) => {
    if (value.kind !== "name" && value.kind !== "member") return false;
    const place = placeOf(file.facts, index, value);
    return place?.parameter === argument && place.property === key;
  };
  const among = [...file.facts.calls.keys()];
  const role = roleOfGiven(file, index, isIt, call, rolesIn(evaluator, file, 0), among);
  return role ?? { runs: callsAll(evaluator, file, index, argument) ? "once" : "later" };
}
