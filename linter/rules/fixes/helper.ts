import { type Sentence, sentence } from "../../../words/sentence.ts";
import type { CallFact, FileFacts, FunctionFact, Value } from "../../facts.ts";
import { dependsOn, mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach, Reaches } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { parentBindings } from "../../link/queries/resolvers.ts";
import { lineStarts } from "../../text.ts";
import type { Linked } from "../rule.ts";
import { leadingIn } from "../way/leading.ts";
import { otherReads } from "../way/reached.ts";
import { actsBefore } from "./acts-before.ts";
import { answersOf, queryOf } from "./answer.ts";
import { type Declared, declaredBefore } from "./beforehand.ts";
import type { ByKey } from "./by-key/by-key.ts";
import { byKeyOf } from "./by-key/index.ts";
import { guardsOf } from "./guards.ts";
import { byElement } from "./key.ts";
import { writesApart } from "./loop-writes.ts";
import { mayBeMissing } from "./missing-key.ts";
import { isNarrowed } from "./narrowed.ts";
import { passedIn } from "./passed-options.ts";
import { textOf } from "./place.ts";
import type { Turn } from "./turn.ts";
import { type Written, writtenFunction } from "./written-function.ts";

/** A function of the project that a loop calls, and that asks by what it is passed in one of its parameters. */
export interface Helper {
  file: FileNode;
  fact: FunctionFact;
  /** The class that it is a member of, or -1. */
  owner: number;
  written: Written;
  /** Which of its parameters the query is asked by. */
  parameter: number;
  /** Those that are others in each turn, that one among them. */
  varied: readonly number[];
  /** The call in it that becomes a look into what was asked for all: the query, or that of a helper of its own. */
  query: CallFact;
  /** What the call is given of the key, and the same said by the parameter alone. */
  given: Value;
  key: string;
  /** Under what conditions it comes to ask, said by the parameter alone. */
  guards: string[];
  /** Lines before the query that it needs, and that say the same for every key. */
  declared: Declared[];
  /** The way to the query, from where the helper is called. */
  reach: Reach;
  /** How the query asks for many; the query of the last helper, where there are several. */
  single: ByKey;
  /** The helper that this one calls, where it does not make the query itself. */
  inner?: Helper;
  /** It gives what the query gives, and does nothing else. */
  isQueryAlone: boolean;
}

const asksMore = sentence("the query is in another function, which does more than ask by one unique key");

/** Of what a function reads, so much is looked at. */
const most = 6;

/**
 * The function that the call leads to, as far as it can be written a second time for many keys, of which the first query that can be is
 * asked for all; or why there is none.
 */
export function helperOf(
  linked: Linked,
  from: FileNode,
  reach: Reach,
  by: number,
  varied: readonly number[],
  above?: Above,
): Helper | Sentence {
  const hops = above?.hops ?? 0;
  const given = { from: from.facts.calls[reach.at.call], ...above };
  const first = byQuery(linked, reach, by, varied, given);
  // Each of them may lead to as many again.
  if (!("template" in first) || hops > 1) return first;
  let count = 0;
  for (const other of otherReads(linked, from, reach.at, reach)) {
    if (++count > most) break;
    const helper = byQuery(linked, other, by, varied, given);
    if (!("template" in helper)) return helper;
  }
  return first;
}

/** The helper that calls a helper, and how far it is from the loop. */
interface Above {
  turn: Turn;
  hops: number;
}

/** The same by one of the queries that the function makes. */
function byQuery(
  linked: Linked,
  reach: Reach,
  by: number,
  varied: readonly number[],
  { from, turn: above, hops = 0 }: Partial<Above> & { from: CallFact | undefined },
): Helper | Sentence {
  const { next, onward } = reach;
  const file = next === undefined ? undefined : linked.project.files.get(next.file);
  const fact = file?.facts.functions[next?.function ?? -1];
  if (next === undefined || onward === undefined || file === undefined || fact === undefined) return asksMore;
  const sent = file.facts.calls[onward.at.call];
  const query = sent === undefined ? undefined : queryOf(file, sent);
  const parameter = fact.parameters[by];
  const owner = ownerOf(file, fact, next.function);
  if (query === undefined || onward.file !== next.file || hops > 4) return asksMore;
  if (parameter === undefined || parameter.rest) return asksMore;
  if (fact.generator || fact.decorators.length > 0 || isOverridden(linked, file, fact.name, owner))
    return asksMore;
  if (file.facts.regions[query.region]?.function !== next.function) return asksMore;
  if (writesToo(linked, file, fact, { reach: onward, besides: [sent, query] }))
    return sentence("the query is in another function, which may write something, too");
  const passed = new Set(parentBindings(file, next.function, by));
  // What is handed over to be called is passed something else.
  const isCalled = reach.at.functions.some(
    ({ ref, argument, bound }) =>
      ref.file === next.file && ref.function === next.function && argument < 0 && bound === undefined,
  );
  const turn: Turn = {
    varies: (value) => dependsOn(file, value, passed),
    passed: (value) =>
      passedIn(file, next.function, value, { call: isCalled ? from : undefined, turn: above }),
  };
  const asked = onward.next === undefined ? byKeyOf(linked, file, query, onward, turn) : undefined;
  if (onward.next === undefined && asked === undefined) return asksMore;
  // From here on the text is needed, which may have to be read.
  const written = writtenFunction(file, fact);
  if (written?.parameters.length !== fact.parameters.length || !isAsRead(file, fact)) return asksMore;
  // A default would be another key.
  const own = written.parameters[by];
  if (parameter.optional && (own === undefined || !/^[\w$]+\?/.test(textOf(file, own)))) return asksMore;
  const call = callOf(fact, next.function, by);
  const guards = guardsOf(file, query, call);
  if ("template" in guards)
    return sentence("the query is in another function, which does not always make it");
  if (actsBefore(linked, file, query, call))
    return sentence("what the function with the query does before it may throw, or change what it is passed");
  const inner = onward.next === undefined ? undefined : innerOf(linked, file, onward, query, turn, hops);
  if (inner !== undefined && "template" in inner) return inner;
  const single = inner?.helper.single ?? asked;
  const given = inner?.given ?? asked?.value;
  const key = given === undefined ? undefined : byElement(file, given, call);
  if (single === undefined || given === undefined || key === undefined) return asksMore;
  if (isNarrowed(file, query, fact.start, { changing: passed, key: given }))
    return sentence("the query is in another function, which does not always make it");
  const further = varied.filter((index) => index !== by);
  if (further.some((index) => fact.parameters[index]?.rest !== false)) return asksMore;
  const others = new Set(further.flatMap((index) => parentBindings(file, next.function, index)));
  if (mentionsOthers(file, query, given, others)) return asksMore;
  const declared = declaredBefore(file, fact, query, { turn: ofAny(file, passed, others), key: given });
  if (declared === undefined) return asksMore;
  if (
    inner === undefined &&
    single.nullFindsNone !== true &&
    !guards.some((guard) => guard.includes(key)) &&
    mayBeMissing(linked, file, given)
  )
    return sentence("the key may be missing, for which one query and many give another answer");
  if (changesRows(file, fact, query))
    return sentence("the function with the query changes the row that it found");
  if ([...passed].some((index) => file.facts.bindings[index]?.values.some(({ later }) => later)))
    return asksMore;
  const text = textOf(file, written.body)
    .replace(/^\{\s*return\b|;?\s*\}$/g, "")
    .trim();
  const isQueryAlone = text.replace(/^await\s+/, "") === textOf(file, query);
  return {
    ...{
      file,
      fact,
      owner,
      written,
      parameter: by,
      varied,
      query,
      given,
      key,
      guards,
      declared,
      reach,
      single,
      isQueryAlone,
    },
    ...(inner === undefined ? {} : { inner: inner.helper }),
  };
}

/** The helper that a helper calls, by one argument that is another for each key. */
function innerOf(
  linked: Linked,
  file: FileNode,
  onward: Reach,
  { arguments: all, callee }: CallFact,
  turn: Turn,
  hops: number,
): { helper: Helper; given: Value } | Sentence {
  const varied = all.filter((value) => turn.varies(value));
  const [given] = varied;
  if (given === undefined || varied.length > 1 || turn.varies(callee)) return asksMore;
  if (all.some(({ kind }) => kind === "spread")) return asksMore;
  const index = all.indexOf(given);
  const helper = helperOf(linked, file, onward, index, [index], { turn, hops: hops + 1 });
  return "template" in helper ? helper : { helper, given };
}

/** A call of the function as a turn of a loop: what is passed is its element. */
function callOf({ start, end }: FunctionFact, callback: number, parent: number): Iteration {
  const place = { start, end: start, bodyStart: start, bodyEnd: end };
  return { kind: "callback", region: -1, call: -1, callback, parent, ...place, awaits: false };
}

/** What hangs on the key, or on what else is another for each. */
function ofAny(file: FileNode, passed: ReadonlySet<number>, others: ReadonlySet<number>): Turn {
  const all = new Set([...passed, ...others]);
  return { varies: (value) => dependsOn(file, value, all) };
}

/** What else is another for each, but in the key: the query could not stand before it. */
function mentionsOthers(file: FileNode, query: CallFact, key: Value, others: ReadonlySet<number>): boolean {
  return [query.callee, ...query.arguments].some((value) =>
    mentions(
      file,
      value,
      (at) => at.kind === "name" && others.has(at.binding) && !(at.start >= key.start && at.end <= key.end),
    ),
  );
}

/** Anything else in the function that may write what another turn reads. */
function writesToo(
  linked: Linked,
  file: FileNode,
  { start, end }: FunctionFact,
  { reach, besides }: { reach: Reach; besides: readonly (CallFact | undefined)[] },
): boolean {
  for (const { call: index, queries, functions } of leadingIn(linked, file)) {
    const call = file.facts.calls[index];
    if (call === undefined || besides.includes(call) || call.start < start || call.end > end) continue;
    const writes = queries.some(
      (query) =>
        query.hidden !== undefined ||
        (query.effect === "write" && !writesApart(linked, file, reach, { call, query })),
    );
    if (writes || functions.some(({ ref }) => mayWrite(linked.graph.reachOf(ref)))) return true;
  }
  return false;
}

function mayWrite({ read, coalesced, write, others = [] }: Reaches): boolean {
  return isWrite(read) || isWrite(coalesced) || isWrite(write) || others.some(isWrite);
}

function isWrite(reach: Reach | undefined): boolean {
  return reach !== undefined && (reach.kind === "write" || reach.text !== undefined);
}

/** The class that a method is of, or a function in a field. */
function ownerOf({ facts }: FileNode, fact: FunctionFact, index: number): number {
  if (fact.class >= 0 || fact.kind !== "arrow") return fact.class;
  return facts.classes.findIndex(({ fields }) =>
    fields.some(({ value }) => value?.kind === "function" && value.function === index),
  );
}

/** A class below has a function of its own under that name. */
function isOverridden(linked: Linked, file: FileNode, name: string, owner: number): boolean {
  const above = file.facts.classes[owner];
  if (above === undefined) return false;
  return linked.project.heirsOf(above.name).some((heir) => {
    const below = linked.project.files.get(heir.file)?.facts.classes[heir.class];
    return below === undefined || [...below.methods, ...below.fields].some((member) => member.name === name);
  });
}

/** A row that two callers with one key would share is changed. */
function changesRows(file: FileNode, { start, end }: FunctionFact, query: CallFact): boolean {
  const rows = answersOf(file, query);
  const isRow = (value: Value) => value.kind === "name" && rows.has(value.binding);
  const { assignments, calls } = file.facts;
  const isInside = (place: { start: number; end: number }) => place.start >= start && place.end <= end;
  if (/\bdelete\s/.test(file.source.slice(start, end))) return true;
  if (assignments.some(({ target, ...place }) => isInside(place) && mentions(file, target, isRow)))
    return true;
  return calls.some((call) => {
    if (!isInside(call) || call.callee.kind !== "member") return false;
    const onRow = mentions(file, call.callee.of, isRow);
    const puts = /^(set|push|pop|shift|unshift|splice|sort|reverse|assign)$/.test(call.callee.name);
    return puts && (onRow || call.arguments.slice(0, 1).some((value) => mentions(file, value, isRow)));
  });
}

/** By facts, the text that was held against them last, and whether it has their lines. */
const compared = new WeakMap<FileFacts, { source: string; hasLines: boolean }>();

/** The text is still the one that the facts are of: a file that nobody has open may have been written since. */
function isAsRead({ source, facts }: FileNode, { name, kind, nameStart, nameEnd }: FunctionFact): boolean {
  let known = compared.get(facts);
  if (known?.source !== source) {
    const starts = lineStarts(source);
    const { length } = facts.lineStarts;
    known = { source, hasLines: starts.length === length && starts.at(-1) === facts.lineStarts.at(-1) };
    compared.set(facts, known);
  }
  if (!known.hasLines) return false;
  return (kind !== "method" && kind !== "function") || source.slice(nameStart, nameEnd) === name;
}
