import { type Sentence, sentence } from "../../../words/sentence.ts";
import type { CallFact, FunctionFact, Value } from "../../facts.ts";
import type { Reach } from "../../link/graph.ts";
import { mentions } from "../../link/mentions.ts";
import type { FileNode } from "../../link/project.ts";
import { lineStarts } from "../../text.ts";
import { bindingsHolding } from "../exemptions.ts";
import type { Linked } from "../rule.ts";
import type { ByKey } from "./by-key/by-key.ts";
import { byKeyOf } from "./by-key/index.ts";
import { textOf } from "./place.ts";
import { type Written, writtenFunction } from "./written-function.ts";

/** A function of the project that a loop calls, and that asks one query by what it is passed in one of its parameters. */
export interface Helper {
  file: FileNode;
  fact: FunctionFact;
  written: Written;
  /** Which of its parameters is another in each turn. */
  parameter: number;
  query: CallFact;
  single: ByKey;
  /** It gives what the query gives, and does nothing else. */
  isQueryAlone: boolean;
}

const asksMore = sentence("the query is in another function, which does more than ask by one unique key");

/** The function that the call leads to, as far as it can be written a second time for many keys; or why it cannot. */
export function helperOf(linked: Linked, call: CallFact, reach: Reach, varied: number): Helper | Sentence {
  const { next, onward } = reach;
  const file = next === undefined ? undefined : linked.project.files.get(next.file);
  const fact = file?.facts.functions[next?.function ?? -1];
  if (next === undefined || onward === undefined || file === undefined || fact === undefined) return asksMore;
  if (onward.next !== undefined || onward.file !== next.file)
    return sentence("the query is several functions away, each of which would have to take many");
  const query = file.facts.calls[onward.at.call];
  const body = file.facts.regions[fact.body];
  if (query === undefined || body === undefined) return asksMore;
  if (query.region !== fact.body || onward.conditional || leavesBefore(file, fact, query))
    return sentence("the query is in another function, which does not always make it");
  if (asksTwice(linked, file, fact, onward.at.call))
    return sentence("the query is in another function, which asks or writes something else, too");
  if (fact.generator || fact.decorators.length > 0) return asksMore;
  const written = writtenFunction(file, fact);
  const parameter = fact.parameters[varied];
  if (!isAsRead(file, fact)) return asksMore;
  if (written === undefined || parameter === undefined || parameter.rest || parameter.optional)
    return asksMore;
  if (written.parameters.length !== fact.parameters.length || call.arguments.length > fact.parameters.length)
    return asksMore;
  const place = written.parameters[varied];
  if (place === undefined || isOverridden(linked, file, fact)) return asksMore;
  const own = ownBindings(file, fact);
  const given = new Set(own.filter((index) => isWithin(file.facts.bindings[index], place)));
  const others = new Set(
    own.filter((index) => !given.has(index) && file.facts.bindings[index]?.kind !== "parameter"),
  );
  const single = byKeyOf(linked, file, query, onward, { varies: (value) => mentionsAny(file, value, given) });
  if (
    single === undefined ||
    [query.callee, ...query.arguments].some((value) => mentionsAny(file, value, others))
  )
    return asksMore;
  if (single.throws === true) return sentence("the function with the query throws where there is no row");
  if (changesRows(file, fact, onward.at.call))
    return sentence("the function with the query changes the row that it found");
  if ([...given].some((index) => file.facts.bindings[index]?.values.some(({ later }) => later)))
    return asksMore;
  const text = textOf(file, written.body)
    .replace(/^\{\s*return\b|;?\s*\}$/g, "")
    .trim();
  const isQueryAlone = text.replace(/^await\s+/, "") === textOf(file, query);
  return { file, fact, written, parameter: varied, query, single, isQueryAlone };
}

/** The variables of a function, its parameters among them. */
function ownBindings(file: FileNode, { start, end }: FunctionFact): number[] {
  return file.facts.bindings.flatMap((binding, index) =>
    binding.start >= start && binding.start < end ? [index] : [],
  );
}

function isWithin(one: { start: number } | undefined, place: { start: number; end: number }): boolean {
  return one !== undefined && one.start >= place.start && one.start < place.end;
}

function mentionsAny(file: FileNode, value: Value, bindings: ReadonlySet<number>): boolean {
  return mentions(file, value, (at) => at.kind === "name" && bindings.has(at.binding));
}

/** Anything else in the function that asks or writes. */
function asksTwice(linked: Linked, file: FileNode, { start, end }: FunctionFact, query: number): boolean {
  for (const [index, { queries, functions }] of linked.graph.targetsOf(file)) {
    const call = file.facts.calls[index];
    if (index === query || call === undefined || call.start < start || call.end > end) continue;
    if (queries.length > 0) return true;
    const sends = functions.some(({ ref }) => Object.keys(linked.graph.reachOf(ref)).length > 0);
    if (sends) return true;
  }
  return false;
}

/** Some callers do not come to the query: what keeps them from it may be what makes their key one. */
function leavesBefore(file: FileNode, { start }: FunctionFact, query: CallFact): boolean {
  return file.facts.exits.some((exit) => exit.start > start && exit.end <= query.start);
}

/** A class below has a function of its own under that name. */
function isOverridden(linked: Linked, file: FileNode, fact: FunctionFact): boolean {
  const owner = file.facts.classes[fact.class];
  if (owner === undefined) return false;
  return linked.project.heirsOf(owner.name).some((heir) => {
    const below = linked.project.files.get(heir.file)?.facts.classes[heir.class];
    return below?.methods.some(({ name }) => name === fact.name) ?? true;
  });
}

/** A row that two callers with one key would share is changed. */
function changesRows(file: FileNode, { start, end }: FunctionFact, query: number): boolean {
  const rows = bindingsHolding(file, query);
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

/** The text is still the one that the facts are of: a file that nobody has open may have been written since. */
function isAsRead({ source, facts }: FileNode, { name, kind, nameStart, nameEnd }: FunctionFact): boolean {
  const starts = lineStarts(source);
  if (starts.length !== facts.lineStarts.length || starts.at(-1) !== facts.lineStarts.at(-1)) return false;
  return (kind !== "method" && kind !== "function") || source.slice(nameStart, nameEnd) === name;
}
