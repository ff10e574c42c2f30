import type { CallFact, Property, Value } from "../../facts.ts";
import { earlyExits } from "../../link/file/branches.ts";
import { guardedByCache } from "../../link/file/memo/guarded.ts";
import { dependsOn, mentions } from "../../link/file/mentions.ts";
import { type Iteration, runnerOf } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { type Built, nameOf } from "../../options/constructions.ts";
import { lastName, titleOf } from "../../value-parts.ts";
import { repetitionOf } from "../repetition/repetition.ts";
import type { Linked } from "../rule.ts";
import { isHandler } from "../running/request-handlers.ts";
import { changingIn } from "../way/elements.ts";
import { loopsAround } from "../way/loops-around.ts";

/** For each of what a pool or client is built anew: for a request, or for an element that a loop goes through. */
export function builtPer(linked: Linked, file: FileNode, built: Built): "request" | "element" | undefined {
  const { call } = built;
  const around = loopsAround(linked, file, call.region);
  const isRepeated = (loop: Iteration) =>
    loop.kind !== "while" &&
    repetitionOf(linked, file, loop).runs === "many" &&
    !isOfElement(file, built, loop);
  if (around.some(isRepeated)) return "element";
  const own = file.facts.regions[call.region]?.function ?? 0;
  // What ends the program is no handler.
  if (endsProgram(file, own)) return undefined;
  // `if (client) return client; client = new Redis()`
  if (guardedByCache(file, built.index, own)) return undefined;
  const ofCaller = isOfCaller(file, call);
  const isOwn = isKept(file, built.index) || (ofCaller && call.use !== "returned");
  return runsPerRequest(linked, file, call, { calls: isOwn ? mostCalls : 0, ofCaller })
    ? "request"
    : undefined;
}

/** One connection to the server that each element names: there is nothing that they could share. */
function isOfElement(file: FileNode, { call, facts }: Built, loop: Iteration): boolean {
  const changing = changingIn(file, loop);
  // `pools.set(tenant.name, new Pool({ database: tenant.name }))`: one for each, which all find there.
  const holder = file.facts.calls[file.argumentOf.get(call) ?? -1];
  const isHeld = holder !== undefined && lastName(holder.callee) === "set";
  return (
    (facts.kind === "client" || isHeld) &&
    call.arguments.some((argument) => dependsOn(file, argument, changing))
  );
}

/** `process.on("SIGINT", async () => { …; process.exit(0); })` */
function endsProgram({ facts: { calls, regions } }: FileNode, own: number): boolean {
  return (
    own > 0 &&
    calls.some(
      ({ callee, region }) => titleOf(callee) === "process.exit" && regions[region]?.function === own,
    )
  );
}

/** How far the search for a handler has come. */
interface Search {
  /** Calls between the place that builds and the one that is looked at. */
  calls: number;
  /** The caller says which server it is. */
  ofCaller: boolean;
}

/** Whether the place is in a request handler, or in a function that one calls. */
function runsPerRequest(linked: Linked, file: FileNode, call: CallFact, search: Search): boolean {
  for (let at = call.region, hops = 0; at >= 0 && hops < 300; hops++) {
    const region = file.facts.regions[at];
    if (region === undefined) return false;
    // `if (!pool) pool = new Pool()` builds it once.
    if (region.kind === "branch" || region.kind === "catch") return false;
    if (region.kind !== "function") {
      at = region.parent;
      continue;
    }
    const made = classMaking(file, region.function, call);
    if (made !== undefined) return isOfRequest(file, made) || isMadePerRequest(linked, file, made, search);
    if (region.function === 0 || runsOnce(file, region.function, call)) return false;
    if (isHandler(linked, file, region.function)) return true;
    const runner = runnerOf(file, region.function);
    const outer = runner === undefined ? undefined : file.facts.calls[runner.call];
    if (outer === undefined) return isCalledPerRequest(linked, file, region.function, search);
    at = outer.region;
  }
  return false;
}

/** `if (db) return db; … db = client.db()`: the call is made as long as a variable from outside is empty, and the function fills it. */
function runsOnce(file: FileNode, index: number, call: CallFact): boolean {
  const { functions, bindings } = file.facts;
  const own = functions[index];
  const isInside = (start: number) => own !== undefined && start >= own.start && start < own.end;
  const isFilled = (value: Value): boolean => {
    const binding = value.kind === "name" ? bindings[value.binding] : undefined;
    if (binding === undefined || isInside(binding.start)) return false;
    return binding.values.some(({ later, start }) => later && isInside(start));
  };
  return earlyExits(file.facts, index).some(
    ({ exit, condition }) => exit.start < call.start && mentions(file, condition, isFilled),
  );
}

/** A handler is looked for behind so many calls. */
const mostCalls = 3;

/**
 * `this.pool = new Pool()`: a function that keeps what it builds is called when the program starts. What a constructor keeps lives as long as
 * the thing that is made.
 */
function isKept(file: FileNode, index: number): boolean {
  const isIt = (value: Value) => value.kind === "call" && value.call === index;
  const { assignments, bindings, functions } = file.facts;
  const constructors = new Set(functions.flatMap(({ kind, body }) => (kind === "constructor" ? [body] : [])));
  return (
    assignments.some(({ value, region }) => isIt(value) && !constructors.has(region)) ||
    bindings.some(({ region, values }) => region === 0 && values.some(({ value }) => isIt(value)))
  );
}

/** `open(url)`: where the caller says which server it is, one pool is not enough. */
function isOfCaller(file: FileNode, call: CallFact): boolean {
  const own = file.facts.regions[call.region]?.function ?? 0;
  const body = file.facts.functions[own]?.body;
  const passed = new Set<number>();
  file.facts.bindings.forEach(({ kind, region }, index) => {
    if (kind === "parameter" && region === body) passed.add(index);
  });
  return call.arguments.some((argument) => dependsOn(file, argument, passed));
}

/** The class whose things build something as they are made: in a constructor, or for a field. */
function classMaking({ facts }: FileNode, index: number, { start, end }: CallFact): number | undefined {
  const fact = facts.functions[index];
  if (fact?.kind === "constructor") return fact.class;
  const at = facts.classes.findIndex(
    (one) =>
      (index === 0 || fact === undefined || fact.start < one.start) &&
      one.fields.some((field) => !field.static && field.start <= start && end <= field.end),
  );
  return at < 0 ? undefined : at;
}

/** `@Injectable({ scope: Scope.REQUEST })`: Nest makes one for each request. */
function isOfRequest({ facts }: FileNode, index: number): boolean {
  const isScope = ({ key, value }: Property) => key === "scope" && lastName(value) === "REQUEST";
  return (facts.classes[index]?.decorators ?? []).some(({ value }) => {
    const [options] = (value.kind === "call" && facts.calls[value.call]?.arguments) || [];
    return options?.kind === "object" && options.properties.some(isScope);
  });
}

/** `new Orders()` in a handler, where each of them builds a pool. */
function isMadePerRequest(linked: Linked, file: FileNode, index: number, search: Search): boolean {
  const { calls } = search;
  if (calls >= mostCalls) return false;
  const { evaluator, project } = linked;
  const isIt = (other: FileNode, callee: Value) =>
    evaluator
      .value(other, callee)
      .some((made) => made.kind === "class" && made.file === file.path && made.class === index);
  return [file, ...project.importersOf(file)].some((other) =>
    other.facts.calls.some((call, position) => {
      if (call.form !== "new" || !isIt(other, call.callee)) return false;
      const own = other.facts.regions[call.region]?.function ?? 0;
      if (isKept(other, position) || guardedByCache(other, position, own)) return false;
      return runsPerRequest(linked, other, call, { ...search, calls: calls + 1 });
    }),
  );
}

/** `open()` in a handler, where `open` builds the pool: in the file itself, or in one that imports it. */
function isCalledPerRequest(linked: Linked, file: FileNode, index: number, search: Search): boolean {
  const { calls, ofCaller } = search;
  if (calls >= mostCalls) return false;
  return [file, ...linked.project.importersOf(file)].some((other) =>
    [...linked.graph.targetsOf(other)].some(([call, { functions }]) => {
      const calling = functions.some(
        ({ ref, argument }) => argument < 0 && ref.file === file.path && ref.function === index,
      );
      const from = calling ? other.facts.calls[call] : undefined;
      // What is opened and ended there tries the server that somebody names.
      if (from === undefined || (ofCaller && isEnded(other, call))) return false;
      return runsPerRequest(linked, other, from, { ...search, calls: calls + 1 });
    }),
  );
}

/** `const pool = new Pool(); try { … } finally { await pool.end(); }` in one function, which hands it to nobody. */
export function isClosedWhereBuilt({ facts }: FileNode, { index, call }: Built): boolean {
  const { bindings, calls, functions, regions } = facts;
  const own = regions[call.region]?.function ?? 0;
  const at = bindings.findIndex(
    ({ values: [first] }) => first?.value.kind === "call" && first.value.call === index,
  );
  if (own === 0 || at < 0) return false;
  const isIt = (value: Value) => value.kind === "name" && value.binding === at;
  if (functions[own]?.returns.some(({ value }) => mentions({ facts }, value, isIt))) return false;
  return calls.some(
    ({ callee, region }) =>
      regions[region]?.function === own &&
      regions[region]?.kind !== "catch" &&
      callee.kind === "member" &&
      closing.test(callee.name) &&
      isIt(callee.of),
  );
}

const closing = /^(end|close|destroy|quit|\$?disconnect)$/;

function isEnded(file: FileNode, index: number): boolean {
  const name = nameOf(file, index);
  return file.facts.calls.some(
    ({ callee }) => callee.kind === "member" && closing.test(callee.name) && titleOf(callee.of) === name,
  );
}
