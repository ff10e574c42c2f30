import { search } from "../catalog/index.ts";
import type { CallFact, FunctionFact, Region, Value } from "../facts.ts";
import { lastName } from "../value-parts.ts";
import { isComposing } from "./composed.ts";
import type { Evaluator } from "./evaluator.ts";
import { mentions } from "./mentions.ts";
import { placeOf } from "./needs.ts";
import type { FileNode } from "./project.ts";
import { parentParameter } from "./resolvers.ts";
import { isTask } from "./tasks.ts";

/** Something that runs its inside once per element (or per turn). */
export interface Iteration {
  kind: "each" | "count" | "while" | "callback";
  /** The loop, where it is a statement. */
  region: number;
  /** The call that runs the callback, else -1. */
  call: number;
  /** The function that runs per element, else -1. */
  callback: number;
  /** Of a GraphQL field resolver: the parameter that holds its parent object. */
  parent?: number;
  collection?: Value;
  /** The place to point at: the loop's header, or the callee of `.map`. */
  start: number;
  end: number;
  /** Where the repeated code is. */
  bodyStart: number;
  bodyEnd: number;
  /** Elements arrive one by one: a stream or a cursor. */
  awaits: boolean;
}

/** How a callee runs a function that it is given. */
export type Role = { runs: "once" | "later" | "cached" } | { runs: "each"; collection?: Value };

const perElement = new Set([
  "map",
  "forEach",
  "flatMap",
  "filter",
  "some",
  "every",
  "find",
  "findIndex",
  "findLast",
  "reduce",
  "reduceRight",
]);
const later =
  /^(on|once|off|addListener|prependListener|addEventListener|subscribe|schedule|scheduleJob|cron|setTimeout|setInterval|setImmediate|describe|it|test|before|after|beforeEach|afterEach|command|hook|addHook|use|middleware|registerTool|task|listen|consume)$|(Listener|Callback|Handler|Hook|Observer|Subscriber)$/;
/** What a package is told to start by a function's name runs as a job of its own: `start(exportVideo, [id])`. */
const started = /^(start|startChild|executeChild|signalWithStart|enqueue|dispatch|trigger)$/;
const routes =
  /^(get|post|put|patch|delete|all|head|options|route|ws|register|process|define|add|action|handle|method)$/;
const cached =
  /memo|cache|^once$|remember|getOr(?:Set|Fetch|Create|Load|Compute|Add)|computeIfAbsent|singleflight|singleton|dedupe|^wrap$|withLock/i;
/** Libraries whose functions take (list, callback). */
const listFirst = new Set([
  "lodash",
  "underscore",
  "async",
  "bluebird",
  "p-map",
  "p-each-series",
  "p-map-series",
  "p-filter",
  "radash",
  "remeda",
  "es-toolkit",
  "lodash-es",
  "ramda",
]);

/** The loops around a call, innermost first, out to the function that is called from elsewhere. */
export function iterationsAround(evaluator: Evaluator, file: FileNode, region: number): Iteration[] {
  const { regions, calls } = file.facts;
  const out: Iteration[] = [];
  let at = region;
  for (let hops = 0; at >= 0 && hops < 500; hops++) {
    const here = regions[at];
    if (here === undefined) break;
    if (here.kind === "each" || here.kind === "count" || here.kind === "while") out.push(loop(here, at));
    if (here.kind !== "function" || here.function === 0) {
      at = here.parent;
      continue;
    }
    const resolver = resolverIteration(evaluator, file, here);
    if (resolver !== undefined) out.push(resolver);
    const place = runnerOf(file, here.function);
    if (place === undefined && isTask(file, here.function)) {
      at = here.parent;
      continue;
    }
    if (place === undefined) break;
    const call = calls[place.call];
    if (call === undefined) break;
    if (place.argument >= 0) {
      const role = roleOf(evaluator, file, call, place.argument);
      // What a cache asks when it has no answer is asked once, whoever comes.
      if (role.runs === "later" || role.runs === "cached") break;
      if (role.runs === "each") out.push(callback(call, place.call, here, role.collection));
    }
    at = call.region;
  }
  return out;
}

/** A GraphQL field resolver: no loop in sight, but it runs once per parent object. */
function resolverIteration(evaluator: Evaluator, file: FileNode, body: Region): Iteration | undefined {
  const fact = file.facts.functions[body.function];
  const parent = parentParameter(evaluator, file, body.function);
  if (fact === undefined || parent === undefined) return undefined;
  return {
    kind: "callback",
    region: -1,
    call: -1,
    callback: body.function,
    parent,
    start: fact.nameStart,
    end: fact.nameEnd,
    bodyStart: body.start,
    bodyEnd: body.end,
    awaits: false,
  };
}

/** The call that runs a function expression in place: the one it is an argument of, or its own `(() => …)()`. */
export function runnerOf(file: FileNode, index: number): { call: number; argument: number } | undefined {
  return file.passedTo.get(index) ?? file.selfCalled.get(index);
}

function loop(region: Region, index: number): Iteration {
  return {
    kind: region.kind === "each" ? "each" : region.kind === "count" ? "count" : "while",
    region: index,
    call: -1,
    callback: -1,
    ...(region.over === undefined ? {} : { collection: region.over }),
    start: region.start,
    end: region.headEnd,
    bodyStart: region.start,
    bodyEnd: region.end,
    awaits: region.awaits,
  };
}

function callback(call: CallFact, index: number, body: Region, collection: Value | undefined): Iteration {
  return {
    ...callbackIteration(call, index, collection),
    callback: body.function,
    bodyStart: body.start,
    bodyEnd: body.end,
  };
}

/** The iteration that a call like `.map(load)` is by itself. */
export function callbackIteration(call: CallFact, index: number, collection: Value | undefined): Iteration {
  return {
    kind: "callback",
    region: -1,
    call: index,
    callback: -1,
    ...(collection === undefined ? {} : { collection }),
    start: call.callee.start,
    end: call.callee.end,
    bodyStart: call.start,
    bodyEnd: call.end,
    awaits: false,
  };
}

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
      return roleInProject(evaluator, entity.file, entity.function, argument, call, hops);
    }
  }
  if (/^from(Async)?$/.test(name) && argument === 1) return each(call.arguments[0]);
  if (callee.kind === "member" && argument === 0 && perElement.has(name)) {
    return holdsOne(evaluator, file, callee.of) ? { runs: "once" } : each(callee.of);
  }
  if (callee.kind === "member" && name === "map" && argument === 1) return each(call.arguments[0]);
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
  if (name === "push" && call.arguments[argument]?.kind !== "function") return { runs: "later" };
  const [first] = call.arguments;
  if (argument > 0 && routes.test(name) && callee.kind === "member") {
    const router = lastName(callee.of);
    if (first?.kind === "literal" || /app|router|server|fastify|route|worker|queue/i.test(router))
      return { runs: "later" };
  }
  return { runs: "once" };
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

/** `this.requestCache.get(key, () => query)`, `ctx.cache.users.find(id)`: the answer is kept, or asked for once and kept. */
export function isCache(callee: Value): boolean {
  if (callee.kind !== "member" || !/^(get|fetch|find|load|use|run|try|is|has|available)/.test(callee.name)) {
    return false;
  }
  return ofCache(callee.of);
}

/** `ctx.cache.users`: something that a cache holds, or one. */
export function ofCache(value: Value): boolean {
  for (let at = value; ; at = at.of) {
    if (at.kind !== "name" && at.kind !== "member") return false;
    if (/cache|memo/i.test(at.name)) return true;
    if (at.kind === "name") return false;
  }
}

function each(collection: Value | undefined): Role {
  return collection === undefined ? { runs: "each" } : { runs: "each", collection };
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
  if (isComposing(module, name)) return { runs: "later" };
  if (!listFirst.has(root)) return undefined;
  // `_.map(rows, save)` and `_.isFunction(handler)` call no rows and no handler.
  if (argument === 0 && root !== "ramda" && asksAbout(call, name)) return { runs: "later" };
  if (argument === 0) return undefined;
  if (
    /^(parallel|series|waterfall|auto|retry|queue|times|until|whilst|debounce|throttle|once|memoize)/.test(
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
  return roleOfGiven(evaluator, file, index, isIt, call, hops) ?? { runs: "once" };
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
  return roleOfGiven(evaluator, file, index, isIt, call, 0) ?? { runs: "later" };
}

/** What a function does with the function that it is given under a name; undefined where it does nothing. */
function roleOfGiven(
  evaluator: Evaluator,
  file: FileNode,
  index: number,
  isIt: (value: Value) => boolean,
  call: CallFact,
  hops: number,
): Role | undefined {
  const fact = file.facts.functions[index];
  if (fact === undefined) return undefined;
  // `const forEach = async (list, run) => { … }` has the name that it is called by.
  const { callee } = call;
  const calledBy = lastName(callee);
  const name = fact.name === "" ? calledBy : fact.name;
  if (cached.test(name) && !onlyCalls(file, fact, isIt)) return { runs: "cached" };
  if (/^(schedule|cron|subscribe|addListener|addEventListener)$/.test(name)) return { runs: "later" };
  let called = false;
  let kept = false;
  for (const inner of file.facts.calls) {
    const direct = isIt(inner.callee);
    const handed = inner.arguments.some(isIt);
    if (!direct && !handed) continue;
    const forLater = direct && isHandedOut(call) && isInReturned(file, inner.region, fact);
    if (
      forLater ||
      isAfterError(file, inner.region, fact.body) ||
      (handed && inner.form === "new") ||
      (hops < 4 && waits(evaluator, file, inner, isIt, fact, hops))
    ) {
      kept = true;
      continue;
    }
    called = true;
    const around = loopsInside(file, inner.region, fact.body, throughList.test(name));
    if (around !== undefined) {
      if (leavesLoop(file, inner, around)) continue;
      const counted = around.kind === "count" || around.kind === "while";
      // Once per constant, or once per piece of the list.
      if (isFixedList(file, around.over) || isInPieces(file, around.over)) return { runs: "once" };
      const listed = argumentFor(fact.parameters, around.over, call);
      if (listed !== undefined) return each(listed);
      return each(counted ? call.arguments[0] : argumentFor(fact.parameters, listOf(file, inner), call));
    }
    if (handed && inner.callee.kind === "member" && perElement.has(inner.callee.name)) {
      if (isFixedList(file, inner.callee.of) || isInPieces(file, inner.callee.of)) return { runs: "once" };
      return each(argumentFor(fact.parameters, inner.callee.of, call));
    }
  }
  // `new Worker(name, handler)`: it runs when there is work; what is given back, when somebody calls it.
  if (called) return { runs: "once" };
  return kept ? { runs: "later" } : undefined;
}

/** `function cached(key, load) { log(key); return load(); }`: whatever it is called, it keeps nothing. */
function onlyCalls(file: FileNode, fact: FunctionFact, isIt: (value: Value) => boolean): boolean {
  const [only, another] = fact.returns;
  const call = only?.value.kind === "call" ? file.facts.calls[only.value.call] : undefined;
  return (
    another === undefined &&
    fact.decorators.length === 0 &&
    call !== undefined &&
    isIt(call.callee) &&
    call.region === fact.body
  );
}

/** `for (const id of ids) if (!allowed(id)) return done(error);`: the loop ends where the function is called. */
function leavesLoop(file: FileNode, call: CallFact, loop: Region): boolean {
  if (loop.kind !== "each" || file.facts.regions[call.region]?.function !== loop.function) return false;
  return file.facts.exits.some(
    ({ kind, start, end }) => kind === "return" && start <= call.start && call.end <= end,
  );
}

/**
 * A place in a function where its parameter is called or handed on runs only when something happens: in a listener that the function
 * adds, or handed to what keeps it for later.
 */
function waits(
  evaluator: Evaluator,
  file: FileNode,
  inner: CallFact,
  isIt: (value: Value) => boolean,
  { body }: FunctionFact,
  hops: number,
): boolean {
  // What a cache is handed, it asks when it has no answer.
  const isLater = (taker: CallFact, position: number) =>
    /^(later|cached)$/.test(roleOf(evaluator, file, taker, position, hops + 1).runs);
  const position = inner.arguments.findIndex(isIt);
  if (position >= 0 && isLater(inner, position)) return true;
  return isInAdded(file, inner.region, body, isLater, hops);
}

type IsLater = (taker: CallFact, position: number) => boolean;

/** Between the place and the function body that it is in stands a function that is added for later. */
function isInAdded(file: FileNode, region: number, body: number, isLater: IsLater, hops: number): boolean {
  for (let at = region, steps = 0; at >= 0 && at !== body && steps < 200; steps++) {
    const here = file.facts.regions[at];
    if (here === undefined) return false;
    if (here.kind === "function" && isAddedFor(file, here.function, body, isLater, hops)) return true;
    at = here.parent;
  }
  return false;
}

/** A function that is handed, in place or by its name, only to calls that keep it for later, or called only in such. */
function isAddedFor(file: FileNode, index: number, body: number, isLater: IsLater, hops: number): boolean {
  const { bindings, calls } = file.facts;
  const place = file.passedTo.get(index);
  const taker = place === undefined ? undefined : calls[place.call];
  if (place !== undefined && taker !== undefined) return isLater(taker, place.argument);
  const held = bindings.findIndex(
    ({ values, target, kind }) =>
      (kind === "function" && target === index) ||
      values.some(({ value }) => value.kind === "function" && value.function === index),
  );
  if (held < 0 || hops > 4) return false;
  const isHeld = (value: Value) => value.kind === "name" && value.binding === held;
  const users = calls.filter(({ callee, arguments: given }) => isHeld(callee) || given.some(isHeld));
  return (
    users.length > 0 &&
    users.every((user) =>
      isHeld(user.callee)
        ? isInAdded(file, user.region, body, isLater, hops + 1)
        : isLater(user, user.arguments.findIndex(isHeld)),
    )
  );
}

/** `try { … } catch (error) { await rollBack(); throw error; }` */
function isAfterError(file: FileNode, region: number, body: number): boolean {
  for (let at = region, hops = 0; at >= 0 && at !== body && hops < 200; hops++) {
    const here = file.facts.regions[at];
    if (here?.kind === "catch") return true;
    at = here?.parent ?? -1;
  }
  return false;
}

/** What the call gives is not called where it is made. */
function isHandedOut({ use }: CallFact): boolean {
  return use === "returned" || use === "property";
}

/** `return async () => f()`: the place is in a function that the function around it only gives back. */
function isInReturned(file: FileNode, region: number, { body, returns }: FunctionFact): boolean {
  for (let at = region, hops = 0; at >= 0 && at !== body && hops < 200; hops++) {
    const here = file.facts.regions[at];
    if (here === undefined) return false;
    const given = here.kind === "function" ? here.function : -1;
    if (returns.some(({ value }) => value.kind === "function" && value.function === given)) return true;
    at = here.parent;
  }
  return false;
}

/** A list that stands in the code, or one that is named like a constant. */
function isFixedList(file: FileNode, value: Value | undefined, hops = 0): boolean {
  if (value?.kind === "array") return !value.items.some(({ kind }) => kind === "spread");
  if (value?.kind !== "name" || hops > 4) return false;
  if (/^[A-Z][A-Z0-9_]+$/.test(value.name)) return true;
  const binding = file.facts.bindings[value.binding];
  return (
    binding?.kind === "constant" &&
    binding.values.length === 1 &&
    isFixedList(file, binding.values[0]?.value, hops + 1)
  );
}

/** Names of functions that cut a list into pieces. */
export const inPieces = /chunk|batch|bundle|partition|splitevery|paginate|pages|windowed|slices|ingroups/i;

/** `chunk(rows, 100).map(…)`, also by way of a variable. */
function isInPieces(file: FileNode, value: Value | undefined): boolean {
  const held = value?.kind === "name" ? file.facts.bindings[value.binding]?.values[0]?.value : value;
  const made = held?.kind === "await" ? held.of : held;
  const callee = made?.kind === "call" ? file.facts.calls[made.call]?.callee : undefined;
  return (callee?.kind === "name" || callee?.kind === "member") && inPieces.test(callee.name);
}

const throughList = /map|each|concurren|parallel|series/i;

/** The loop between a region and the function body that it is in. */
function loopsInside(file: FileNode, region: number, body: number, byName: boolean): Region | undefined {
  let callbackOf: Region | undefined;
  for (let at = region, hops = 0; at >= 0 && at !== body && hops < 200; hops++) {
    const here = file.facts.regions[at];
    if (here === undefined) return undefined;
    if (here.kind === "each") return here;
    // A loop that counts may as well try again; by its name the function goes through a list.
    if (byName && (here.kind === "count" || here.kind === "while")) return here;
    if (here.kind === "function") {
      const place = file.passedTo.get(here.function);
      const call = place === undefined ? undefined : file.facts.calls[place.call];
      if (call?.callee.kind === "member" && perElement.has(call.callee.name)) {
        callbackOf = { ...here, over: call.callee.of };
        return callbackOf;
      }
    }
    at = here.parent;
  }
  return undefined;
}

/** `callback(items[at])`: the list whose element a callback is given, where the loop itself (of workers, say) is over something else. */
function listOf(file: FileNode, { arguments: [given] }: CallFact): Value | undefined {
  const held = given?.kind === "name" ? file.facts.bindings[given.binding]?.values[0]?.value : given;
  return held?.kind === "element" ? held.of : undefined;
}

/** What the caller passes for the parameter that a helper loops over. */
function argumentFor(
  parameters: { binding: number }[],
  over: Value | undefined,
  call: CallFact,
): Value | undefined {
  if (over?.kind !== "name") return undefined;
  const position = parameters.findIndex(({ binding }) => binding === over.binding);
  return position < 0 ? undefined : call.arguments[position];
}
