import { type Sentence, sentence } from "../../../words/sentence.ts";
import type { CallFact, Value } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { positionAt } from "../../text.ts";
import type { Linked } from "../rule.ts";
import { type Taken, takenIn } from "./answer.ts";
import { countedOf } from "./counted.ts";
import { indentAt, indented, isArray, isPlain, patternOf, textOf } from "./place.ts";
import { isArm, statementAround } from "./statement.ts";
import { styleOf } from "./style.ts";
import { typeBehind } from "./written-type.ts";

/** Where in a loop the single query stands, and where one for all elements can be put. */
export interface BatchSite {
  collection: Value;
  /** What the loop calls its element, as written. */
  pattern: string;
  /** The list has `map`. */
  isArray: boolean;
  /** The list is gone through by its index: what is no list is none of any length. */
  isIndexed?: true;
  /** The list is made where the loop is, and has to be kept in a variable to be named twice. */
  isMade: boolean;
  /** The text that becomes a look into what was asked before. */
  asked: Taken;
  /** The statement before which the query for all goes. */
  statement: number;
}

/** The site, or why there is none. */
export function batchSite(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  loop: Iteration,
): BatchSite | Sentence {
  const site =
    loop.kind === "callback" ? inCallback(linked, file, call, loop) : inStatement(linked, file, call, loop);
  return "template" in site || !isUnchecked(file, site.statement, call) ? site : unchecked;
}

export const unchecked = sentence("a comment keeps the compiler from checking what would be moved");

/** `// @ts-expect-error` above the loop, or between its beginning and the query: it is about what stands below it. */
export function isUnchecked({ facts, source }: FileNode, start: number, { end }: CallFact): boolean {
  const { line } = positionAt(facts.lineStarts, start);
  return /@ts-(expect-error|ignore)\b/.test(source.slice(facts.lineStarts[Math.max(0, line - 1)], end));
}

function inStatement(linked: Linked, file: FileNode, call: CallFact, loop: Iteration): BatchSite | Sentence {
  const counted = countedOf(file, loop);
  if (loop.kind !== "each" && counted === undefined) return noList;
  const collection = counted?.list ?? loop.collection;
  const pattern = counted?.name ?? patternOf(file, loop);
  if (collection === undefined || pattern === undefined)
    return sentence("the list is not kept in a variable");
  const { regions } = file.facts;
  if (regions[call.region]?.function !== regions[loop.region]?.function)
    return sentence("the query is in a function inside the loop");
  const asked = askedIn(file, call, false);
  if (asked === undefined) return sentence("the query is not awaited in place");
  if (isArm(file, loop.start)) return sentence("the loop is the one statement of a branch");
  const list =
    counted === undefined
      ? listOf(linked, file, collection)
      : {
          collection,
          isArray: isArray(linked, file, collection),
          isMade: false,
          isIndexed: true as const,
        };
  return { ...list, pattern, asked, statement: loop.start };
}

/** `await Promise.all(list.map((x) => find(x.id)))`, also with an async callback that awaits it. */
function inCallback(linked: Linked, file: FileNode, call: CallFact, loop: Iteration): BatchSite | Sentence {
  if (loop.callback < 0) return noList;
  const waited = waitedFor(linked, file, loop);
  if ("template" in waited) return waited;
  if (file.facts.regions[call.region]?.function !== loop.callback)
    return sentence("the query is in a function inside the loop");
  const asked = askedIn(file, call, true);
  if (asked === undefined) return sentence("the query is not awaited in place");
  const pattern = firstParameter(file, loop.callback);
  return pattern === undefined
    ? sentence("the element has no name of its own")
    : { ...waited, pattern, asked };
}

const noList = sentence("the loop is not over the elements of a list in this statement");

/** A list of promises that is waited for in one statement, `await Promise.all(list.map(…))`: what is gone through, and where the statement begins. */
export function waitedFor(
  linked: Linked,
  file: FileNode,
  loop: Iteration,
): Pick<BatchSite, "collection" | "isArray" | "isMade" | "statement"> | Sentence {
  const { calls, functions, regions } = file.facts;
  const map = calls[loop.call];
  const { collection } = loop;
  const outer =
    map === undefined
      ? undefined
      : (waiterOf(file, map, collection) ?? calls[file.argumentOf.get(map) ?? -1] ?? waitsSoon(file, map));
  if (map === undefined || collection === undefined) return noList;
  if (outer !== map) {
    if (map.callee.kind !== "member" || map.callee.name !== "map" || collection !== map.callee.of)
      return noList;
    const how = promiseOf(outer);
    if (outer === undefined || how === undefined || outer.arguments.length > 1)
      return sentence("the promises are not handed to Promise.all at once");
    if (how !== "all") return sentence("each query may fail by itself here, and one for all cannot");
  }
  const around = functions[regions[map.region]?.function ?? 0];
  const isKept = outer !== map && file.argumentOf.get(map) === undefined;
  const statement = statementAround(file, isKept ? map : outer, map.region);
  if (statement === undefined || around === undefined)
    return sentence("the loop is not a statement that is awaited or returned");
  if (outer.use !== "awaited" && !around.async) return sentence("the function around the loop is not async");
  const list = listOf(linked, file, collection);
  // What has a `map` of its own is a list.
  return outer === map
    ? { ...list, statement }
    : { ...list, isArray: true, isMade: !isPlain(collection), statement };
}

/** Bluebird's `Promise.map(list, …)` and its like, and `pMap(list, …)`, wait for all of their turns themselves. */
function waiterOf(file: FileNode, call: CallFact, collection: Value | undefined): CallFact | undefined {
  if (call.use !== "awaited" || collection === undefined || call.arguments[0] !== collection)
    return undefined;
  const { callee } = call;
  if (callee.kind === "name") {
    const from = file.imports.get(callee.binding)?.module ?? "";
    return /^p-(map|each|each-series|map-series)$/.test(from) ? call : undefined;
  }
  const isPromise =
    callee.kind === "member" && callee.of.kind === "name" && /^(Promise|Bluebird)$/.test(callee.of.name);
  return isPromise && /^(map|each|mapSeries)$/.test(callee.name) ? call : undefined;
}

/** `const asked = list.map(…); … await Promise.all(asked)`, with no call between the two. */
function waitsSoon(file: FileNode, map: CallFact): CallFact | undefined {
  const { bindings, calls } = file.facts;
  const index = calls.indexOf(map);
  const held = bindings.findIndex(
    ({ kind, values }) =>
      kind === "constant" && values[0]?.value.kind === "call" && values[0].value.call === index,
  );
  const waiter = calls.find(
    ({ arguments: [given], use, region }) =>
      use === "awaited" && region === map.region && given?.kind === "name" && given.binding === held,
  );
  if (held < 0 || waiter === undefined || promiseOf(waiter) === undefined) return undefined;
  return calls.some(({ start, end }) => start >= map.end && end <= waiter.start) ? undefined : waiter;
}

function promiseOf(call: CallFact | undefined): string | undefined {
  const callee = call?.callee.kind === "member" ? call.callee : undefined;
  return callee?.of.kind === "name" && callee.of.name === "Promise" ? callee.name : undefined;
}

/** The query where its answer is taken, or the promise of one that is awaited with others: `await Promise.all([find(id), count(id)])`. */
export function askedIn(file: FileNode, call: CallFact, mayReturn: boolean): Taken | undefined {
  const taken = takenIn(file, call, mayReturn);
  if (taken !== undefined) return taken;
  const together = file.facts.calls.find(
    ({ arguments: [list], use, region }) =>
      region === call.region &&
      use === "awaited" &&
      list?.kind === "array" &&
      list.items.some((item) => item.kind === "call" && file.facts.calls[item.call] === call),
  );
  const { start, end } = call;
  return promiseOf(together) === "all" ? { start, end, isPromise: false } : undefined;
}

function listOf(
  linked: Linked,
  file: FileNode,
  collection: Value,
): Pick<BatchSite, "collection" | "isArray" | "isMade"> {
  if (isPlain(collection)) {
    const listed = isArray(linked, file, collection);
    return { collection, isArray: listed, isMade: !listed && mayBeIterator(file, collection) };
  }
  const made = collection.kind === "call" ? file.facts.calls[collection.call] : undefined;
  const callee = made === undefined ? "" : textOf(file, made.callee);
  const gives =
    /(^Object\.(entries|keys|values)|\.(filter|map|flatMap|slice|split|concat|sort|toSorted|reverse))$/;
  return {
    collection,
    isArray: gives.test(callee) || isArray(linked, file, collection),
    isMade: true,
  };
}

/** A variable of which nothing says that it can be gone through twice. */
function mayBeIterator(file: FileNode, value: Value): boolean {
  const binding = value.kind === "name" ? file.facts.bindings[value.binding] : undefined;
  if (binding === undefined || binding.type !== undefined) return false;
  const held = binding.values[0]?.value;
  const made = held?.kind === "call" ? file.facts.calls[held.call] : undefined;
  const isCollection = made?.callee.kind === "name" && /^(Set|Map|Array)$/.test(made.callee.name);
  return !(made?.form === "new" && isCollection);
}

/** The first parameter with its type, or its pattern. */
export function firstParameter(file: FileNode, index: number): string | undefined {
  const fact = file.facts.functions[index];
  const [first] = fact?.parameters ?? [];
  if (fact === undefined || first === undefined || first.rest || first.optional) return undefined;
  const binding = file.facts.bindings[first.binding];
  if (binding !== undefined) return binding.name + typeBehind(file.source, binding.end);
  return /^(?:async\s*)?(?:function\s*)?\(\s*(\{[^{}()=]*\}|\[[^[\]()=]*\])/.exec(
    file.source.slice(fact.start, fact.end),
  )?.[1];
}

/** The list, where it is made at the loop, in a variable. */
export function keptList(
  file: FileNode,
  { collection, isMade, isArray, statement }: Omit<BatchSite, "pattern" | "asked">,
  name: string,
): string[] {
  if (!isMade) return [];
  const text = indented(file, collection, indentAt(file, statement));
  return [`const ${name} = ${isArray ? text : `[...${text}]`}${styleOf(file).end}`];
}
