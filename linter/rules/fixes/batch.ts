import { type Sentence, sentence } from "../../../words/sentence.ts";
import type { CallFact } from "../../facts.ts";
import type { Fix } from "../../finding.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { positionAt, type TextEdit } from "../../text.ts";
import { lastName } from "../../value-parts.ts";
import { chainOf } from "../way/chain.ts";
import { changingIn } from "../way/elements.ts";
import { actsBefore } from "./acts-before.ts";
import { answerAt, promised, queryOf } from "./answer.ts";
import { type BatchSite, batchSite, keptList } from "./batch-site.ts";
import { calledBeside } from "./beside.ts";
import type { ByKey } from "./by-key/by-key.ts";
import { byKeyOf } from "./by-key/index.ts";
import { isByReference, referenceFix } from "./by-reference.ts";
import { whyNotApart } from "./fold-case.ts";
import { guardsOf } from "./guards.ts";
import { throughGiver } from "./handed-back.ts";
import { type Helper, helperOf } from "./helper.ts";
import { importing } from "./imports.ts";
import { fluentFix } from "./include/fluent.ts";
import { includeFix } from "./include/include.ts";
import { keptRows } from "./kept-rows.ts";
import { byElement, isOfElement, writtenKey } from "./key.ts";
import { loaderFix } from "./loader.ts";
import { writesWhatIsRead } from "./loop-writes.ts";
import { mayBeMissing } from "./missing-key.ts";
import { isNarrowed } from "./narrowed.ts";
import {
  before,
  type Fixed,
  freeName,
  indentAt,
  keysOf,
  refused,
  replace,
  shifted,
  textOf,
} from "./place.ts";
import { givenBy, lowered, modelOf, plural, raised, singular } from "./queried.ts";
import type { Repeated } from "./repeated.ts";
import { siblingOf } from "./sibling.ts";
import { styleOf } from "./style.ts";
import { turnOf } from "./turn.ts";
import { changesInLoop } from "./unsteady.ts";

const heldByTurn = sentence(
  "a condition in the loop is about what else the query is asked with, which may not be there before it",
);
const another = sentence("more than the key is another in each turn");

/**
 * The rewrite of `for (const x of list) { … await find(x.id) … }` to one query before the loop and a map: only where the query is
 * by a unique key, and nothing in the loop changes what it finds.
 */
export function batchFix(found: Repeated): Fixed {
  const asking = { ...found, call: queryOf(found.file, found.call) };
  const repeated = { ...asking, reach: throughGiver(asking) };
  const { file, loop } = repeated;
  if (loop.parent !== undefined) return firstOf(fluentFix(repeated), loaderFix(repeated));
  if (isByReference(file, repeated)) return referenceFix(repeated);
  return firstOf(includeFix(repeated), askedBefore(repeated));
}

/** What the schema makes provable, before what else there is. */
function firstOf(first: Fix | undefined, others: Fixed): Fixed {
  if (first === undefined) return others;
  return { fixes: [first, ...others.fixes.map((fix) => ({ ...fix, isPreferred: false }))] };
}

/** One query for all before the loop, by a key. */
function askedBefore(repeated: Repeated): Fixed {
  const { linked, file, call, loop, reach, names } = repeated;
  if (reach.next !== undefined) return throughHelper(repeated);
  const site = batchSite(linked, file, call, loop);
  if ("template" in site) return refused(site);
  const turn = turnOf(file, loop);
  if (turn.varies(chainOf(file, call).base)) return refused(another);
  // `repository?.find(…)`: without a repository there are no rows to go through.
  if (/\?\.\s*(?:[\w$#]+\s*)?\(/.test(file.source.slice(call.start, call.callee.end + 3)))
    return refused(sentence("the query is only made where what it is asked of is there"));
  const single = byKeyOf(linked, file, call, reach, turn);
  if (single === undefined) return refused(sentence("the query is not by one unique key alone"));
  const keys = keysBefore(repeated, single, site);
  if ("template" in keys) return refused(keys);
  const name = freeName(file, nameOf(file, reach, call, single), names);
  const list = site.isMade ? freeName(file, "elements", names) : textOf(file, site.collection);
  const { end, indent } = styleOf(file);
  const listed = keys.text(list);
  // A list that the guards may leave nothing of is kept, to be looked at.
  const isKept = listed !== list && (single.inOrder === true || (single.needsKeys === true && !keys.areAll));
  const kept = isKept ? freeName(file, `${lowered(single.key)}s`, names) : list;
  const question = single.all(isKept ? kept : listed);
  const place = indentAt(file, site.statement) + (single.list === true ? "" : indent);
  const answer = `await ${shifted(question, indentAt(file, call.start), place)}`;
  const asked = single.rowsIn?.(answer) ?? answer;
  const rows = single.needsKeys === true ? `${kept}.length === 0 ? [] : ${asked}` : asked;
  const all = single.list === true ? freeName(file, allOf(name, single), names) : "";
  const byKey = keptRows(file, single, { rows: all, map: name, keys: kept }, rows);
  const answered = byKey.found(writtenKey(file, single.value));
  const orItself = single.throws === true ? ` ?? (${textOf(file, site.asked)})` : "";
  const edits: TextEdit[] = [
    before(file, site.statement, [
      ...keptList(file, site, list),
      ...(isKept ? [`const ${kept} = ${listed}${end}`] : []),
      ...byKey.lines,
    ]),
    ...(site.isMade ? [replace(file, site.collection, list)] : []),
    replace(file, site.asked, answerAt(file, site.asked, answered + orItself)),
  ];
  if (single.needs !== undefined) edits.push(...importing(file, single.needs));
  return { fixes: [{ title: sentence("Ask once before the loop"), edits, isPreferred: true }] };
}

/** `userById`, `itemsByOrderId`, `itemCountByOrderId` */
function nameOf(file: FileNode, { query }: Reach, call: CallFact, { key, of, list, counts }: ByKey): string {
  const { base } = chainOf(file, call);
  const model = base.kind === "name" && /^[A-Z]/.test(base.name) ? base.name : modelOf(call);
  const subject = lowered((of ?? (model || query.subject)).replace(/(?<=\w)(Model|Entity|Document)$/, ""));
  const one = singular(subject);
  const named = list === true ? plural(subject) : counts === true ? `${one}Count` : one;
  return `${named}By${raised(key)}`;
}

/** `itemsByOrderId` → `allItems` */
function allOf(name: string, { key }: ByKey): string {
  return `all${raised(name.replace(new RegExp(`By${raised(key)}\\d*$`), ""))}`;
}

/** The helper by that of its parameters which the query asks by. */
function helperByOne({ linked, file, reach }: Repeated, varied: readonly number[]): Helper | Sentence {
  let why: Sentence = another;
  for (const index of varied) {
    const helper = helperOf(linked, file, reach, index, varied);
    if (!("template" in helper)) return helper;
    why = varied.length > 1 ? another : helper;
  }
  return why;
}

/** The query is in a function that the loop calls: one beside it asks for all, and gives what answers for one. */
function throughHelper(repeated: Repeated): Fixed {
  const { linked, file, call, loop, reach, names } = repeated;
  const turn = turnOf(file, loop);
  const varied = call.arguments.flatMap((value, index) => (turn.varies(value) ? [index] : []));
  if (varied.length === 0 || turn.varies(call.callee) || call.arguments.some(({ kind }) => kind === "spread"))
    return refused(another);
  const helper = helperByOne(repeated, varied);
  if ("template" in helper) return refused(helper);
  // Beside a function that calls itself, the other one would call the first.
  if (helper.file === file && helper.fact.start <= call.start && call.end <= helper.fact.end)
    return refused(sentence("the query is in the function around the loop, which calls itself"));
  const given = call.arguments[helper.parameter];
  if (given === undefined) return refused(another);
  if (isLong(helper))
    return refused(sentence("the function with the query is long, and would have to stand there twice"));
  const site = batchSite(linked, file, call, loop);
  if ("template" in site) return refused(site);
  // What the helper leaves out by itself may as well be missing.
  const isLeftOut = helper.guards.some((guard) => guard.includes(helper.key));
  const asking = { ...helper.single, value: given, ...(isLeftOut ? { nullFindsNone: true as const } : {}) };
  const keys = keysBefore({ ...repeated, reach: helper.reach }, asking, site);
  if ("template" in keys) return refused(keys);
  const called = lastName(call.callee);
  const sibling = siblingOf(linked, helper, called);
  if ("template" in sibling) return refused(sibling);
  const callee = calledBeside(linked, file, call, helper, sibling.name);
  if ("template" in callee) return refused(callee);
  // What makes something else of its row is called by what it does.
  const what = givenBy(called) || (helper.isQueryAlone ? "" : called);
  const wanted =
    what === "" ? nameOf(file, reach, call, helper.single) : `${what}By${raised(helper.single.key)}`;
  const name = freeName(file, wanted, names);
  const list = site.isMade ? freeName(file, "elements", names) : textOf(file, site.collection);
  const passed = call.arguments.flatMap((value, index) =>
    value === given ? keys.text(list) : varied.includes(index) ? [] : writtenKey(file, value),
  );
  const own = call.arguments.filter((_, index) => varied.includes(index));
  const { end } = styleOf(file);
  const answer = `${name}(${own.map((value) => writtenKey(file, value)).join(", ")})`;
  const edits: TextEdit[] = [
    before(file, site.statement, [
      ...keptList(file, site, list),
      `const ${name} = await ${callee.text}(${passed.join(", ")})${end}`,
    ]),
    ...(site.isMade ? [replace(file, site.collection, list)] : []),
    sibling.answersAtOnce
      ? replace(file, site.asked, promised(site.asked, answer))
      : replace(file, call, answer),
    ...callee.edits,
    ...sibling.edits,
  ];
  const title = sentence("Ask once before the loop, with {0} beside {1}", sibling.name, called);
  return { fixes: [{ title, edits, isPreferred: false }] };
}

/** What the function beside repeats is more than a person would want to keep in two places. */
function isLong({ file, fact, isQueryAlone }: Helper): boolean {
  const [first, last] = [fact.start, fact.end].map((at) => positionAt(file.facts.lineStarts, at).line);
  return !isQueryAlone && (last ?? 0) - (first ?? 0) > 40;
}

/** The text of the list of all keys, which stands before the loop, or why there can be none. */
function keysBefore(
  { linked, file, call, loop, reach }: Repeated,
  single: ByKey,
  site: BatchSite,
): { text(list: string): string; areAll: boolean } | Sentence {
  const { value, nullFindsNone } = single;
  if (!isOfElement(file, value, loop)) return sentence("the key is not a property of the element");
  const text = byElement(file, value, loop);
  if (text === undefined)
    return sentence("the key is made of the element by something that may not be done twice");
  const guards = guardsOf(file, call, loop);
  if ("template" in guards) return guards;
  const isKept = nullFindsNone === true || guards.some((guard) => guard.includes(text));
  const isUnknown =
    single.optional === true && file.facts.language === "javascript" && lastName(value) !== "id";
  if (!isKept && (isUnknown || mayBeMissing(linked, file, value)))
    return sentence("the key may be missing, for which one query and many give another answer");
  if (isNarrowed(file, call, loop.bodyStart, { changing: changingIn(file, loop), key: value }))
    return heldByTurn;
  if (actsBefore(linked, file, call, loop))
    return sentence("what a turn does before its query may throw, or change the element");
  const apart = whyNotApart(linked, single);
  if (apart !== undefined) return apart;
  if (reach.next === undefined && otherwiseOfTurn(file, call, loop, value)) return another;
  // What a helper writes was looked at there.
  if (writesWhatIsRead(linked, file, loop, reach, reach.next === undefined ? undefined : call))
    return sentence("the loop writes, and a later turn may read what was written");
  if (changesInLoop(file, call, loop, [text, ...guards].join(" ")))
    return sentence("the loop changes its list, its elements or what it finds");
  const isArray = site.isArray || site.isMade;
  const isCopied = site.isIndexed === true && !isArray;
  const { pattern } = site;
  const any = file.facts.language === "typescript" ? "<any>" : "";
  return {
    text: (list) =>
      isCopied
        ? keysOf(file, { list: `Array.from${any}(${list})`, pattern, isArray: true }, text, guards)
        : keysOf(file, { list, pattern, isArray }, text, guards),
    areAll: guards.length === 0 && isArray,
  };
}

/** Whether the query names anything of its turn but in the key: it could not stand before the loop. */
function otherwiseOfTurn(
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  key: { start: number; end: number },
): boolean {
  const changing = changingIn(file, loop);
  return [call.callee, ...call.arguments].some((value) =>
    mentions(
      file,
      value,
      (at) => at.kind === "name" && changing.has(at.binding) && !(at.start >= key.start && at.end <= key.end),
    ),
  );
}
