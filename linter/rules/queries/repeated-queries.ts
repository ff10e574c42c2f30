import { type Filling, sentence } from "../../../words/sentence.ts";
import type { Effect } from "../../catalog/library.ts";
import type { CallFact, Value } from "../../facts.ts";
import type { Finding, Related } from "../../finding.ts";
import { dependsOn } from "../../link/file/mentions.ts";
import type { CallTarget } from "../../link/graph/call-targets.ts";
import { callbackIteration, type Iteration, iterationsAround } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { saidOf } from "../../link/queries/queries.ts";
import { isDecoratedField, parentBindings } from "../../link/queries/resolvers.ts";
import { roleOf } from "../../link/roles/roles.ts";
import { type Range, rangeOf } from "../../text.ts";
import { isAnsweredAlike } from "../exempt/answered-alike.ts";
import { isCommandLine } from "../exempt/command-line.ts";
import {
  anotherTable,
  endsOnAnswer,
  exemptionOf,
  firstHit,
  notLacking,
  oneElement,
  ownWrite,
} from "../exempt/exemptions.ts";
import { isUnderLock } from "../exempt/locks.ts";
import { isPolled, looksAgain, waitsForAnswer } from "../exempt/polling.ts";
import { batchFix } from "../fixes/batch.ts";
import { bulkWriteFix } from "../fixes/bulk-write.ts";
import { hoistFix } from "../fixes/hoist.ts";
import { refused } from "../fixes/place.ts";
import { repetitionOf } from "../repetition/repetition.ts";
import type { Linked } from "../rule.ts";
import { askedByAny, askedOn } from "../way/asked.ts";
import { keyAsked } from "../way/asked-key.ts";
import { changingIn, elementBindings } from "../way/elements.ts";
import { isInvariant } from "../way/invariant.ts";
import { usesElement } from "../way/pages.ts";
import { otherReads, reachedBy } from "../way/reached.ts";
import { wayOf } from "../way/way.ts";
import { asWrite, judgeWrite } from "../writes/writes.ts";
import { certaintyOf } from "./certainty.ts";
import { isChosen } from "./chosen.ts";
import { isFar } from "./far.ts";
import { keyed, messageOf } from "./message.ts";
import { asksForRange } from "./ranges.ts";
import { sentInOneTick } from "./same-tick.ts";
import { type Sameness, samenessOf } from "./sameness.ts";

const answerPassed = sentence("the query is in another function, which would have to be passed the answer");

/** What was concluded about a call in a loop that leads to a query. */
export interface Judged {
  call: CallFact;
  reach: Reach;
  /** Why it is left alone, where it is. */
  exempt?: string;
  finding?: Finding;
}

/**
 * Every call of the file, in a loop, that leads to a query of that kind: those to report and those that are right as they are. A
 * call that leads to reads and writes is judged as a read.
 */
export function judge(linked: Linked, file: FileNode, effect: Effect): Judged[] {
  const out: Judged[] = [];
  const names = new Set<string>();
  const targets = linked.graph.targetsOf(file);
  if (![...targets.values()].some((target) => leadsOn(linked, target))) return out;
  for (const [index, target] of targets) {
    if (isToldInside(linked, file, index, targets)) continue;
    const judged = atCall({ linked, file, index, target, effect, names });
    if (judged === undefined) continue;
    // What most files have no need to be read for is asked last.
    if (out.length === 0 && (isOfPage(file) || isCommandLine(linked, file))) return out;
    out.push(judged);
  }
  return out;
}

/** The call sends a query, or a function that it calls does. */
function leadsOn({ graph }: Linked, { queries, functions }: CallTarget): boolean {
  return queries.length > 0 || functions.some(({ ref }) => graph.hasReach(ref));
}

/** What a page calls of its server is a request over HTTP each. */
function isOfPage({ source }: FileNode): boolean {
  return /^\s*(?:\/[*/][^\n]*\n\s*)*["']use client["']/.test(source);
}

/** `load(user).then((rows) => …)`: what `load` asks is told where it is called, not once more of its answer. */
function isToldInside(
  { graph }: Linked,
  file: FileNode,
  index: number,
  targets: ReadonlyMap<number, CallTarget>,
): boolean {
  let asked = index;
  for (let hops = 0; hops < 20; hops++) {
    const callee = file.facts.calls[asked]?.callee;
    const settles = callee?.kind === "member" && /^(then|catch|finally)$/.test(callee.name);
    if (!settles || callee.of.kind !== "call") break;
    asked = callee.of.call;
  }
  const target = asked === index ? undefined : targets.get(asked);
  // One that only builds it leaves it to `then` to send it.
  return target?.queries.length === 0 && target.functions.some(({ ref }) => graph.hasReach(ref));
}

/** A call that leads somewhere, and what is looked for behind it. */
interface Candidate {
  linked: Linked;
  file: FileNode;
  index: number;
  target: CallTarget;
  effect: Effect;
  /** Names that fixes of the file have taken. */
  names: Set<string>;
}

function atCall(candidate: Candidate): Judged | undefined {
  const { linked, file, index, target, effect } = candidate;
  const reach = reachedBy(linked, file, index, target, effect);
  if (reach === undefined) return undefined;
  if (effect === "write" && reachedBy(linked, file, index, target, "read") !== undefined) return undefined;
  const first = onWay(candidate, reach);
  if (first?.exempt !== ownWrite && first?.exempt !== notLacking) return first;
  for (const other of otherReads(linked, file, target, reach)) {
    const judged = onWay(candidate, other);
    if (judged?.finding !== undefined) return judged;
  }
  return first;
}

/** The call, judged by one of the queries that it leads to. */
function onWay({ linked, file, index, target, effect, names }: Candidate, reach: Reach): Judged | undefined {
  const call = file.facts.calls[index];
  if (call === undefined) return undefined;
  const around = loopsOf(linked, file, index, target, reach);
  if (around.length === 0 || (reach.next !== undefined && isOfCaller(file, call, around))) return undefined;
  let weak = false;
  let few = "";
  let known = "";
  let loop: Iteration | undefined;
  let loops = 0;
  const pages: Iteration[] = [];
  for (const one of around) {
    const repetition = repetitionOf(linked, file, one, call);
    if (repetition.runs !== "many") {
      few ||= repetition.why;
      if (repetition.runs !== "few") pages.push(one);
      continue;
    }
    // A resolver is no loop of its own unless what it asks for belongs to its parent object.
    if (one.parent !== undefined && (effect === "write" || !asksForEach(file, call, one))) continue;
    // Pages inside a loop over data are asked for per element only where they are the element's own.
    const isInside = loop === undefined && (few !== "" || known === firstHit);
    if (isInside && !usesElement(file, call, one, pages)) continue;
    const exempt = exemptionOf(linked, file, index, one, reach);
    if (exempt === anotherTable && loop !== undefined) break;
    if (exempt === oneElement) {
      known = exempt;
      continue;
    }
    // A loop around that ends in its first turn leaves the one inside of it as it is.
    // One that ends in its first turn inside of another asks once for each element of that; what counts up may look for a free name.
    if (exempt === firstHit && (loop !== undefined || one.kind === "each")) {
      known ||= exempt;
      continue;
    }
    if (exempt !== undefined) return { call, reach, exempt };
    loop ??= one;
    loops++;
    weak ||= repetition.weak;
  }
  if (loop === undefined) {
    const why = known || few;
    return why === "" ? undefined : { call, reach, exempt: why };
  }
  if (reach.query.operation.coalesced === true && sentInOneTick(linked, file, call, loop, reach)) {
    return { call, reach, exempt: "reads of one tick travel as one query" };
  }
  if (isInvariant(file, call, loop) && looksAgain(call))
    return { call, reach, exempt: "looks again whether it may still go on" };
  const isWaiting =
    isPolled(file, call, loop) || (!usesElement(file, call, loop) && waitsForAnswer(linked, reach));
  const isAwaited = isInvariant(file, call, loop) && endsOnAnswer(file, index, loop);
  if (isWaiting || (isAwaited && !isAnsweredAlike(file, index, loop, reach))) {
    return { call, reach, exempt: "asks again until the answer is another" };
  }
  const aside = effect === "read" && isAside(linked, file, index, target, reach);
  const locked = effect === "read" && isUnderLock(linked, file, call, loop, reach);
  const seen = { weak, aside, locked, loops };
  if (effect === "read") {
    const repeated = { linked, file, call, loop, reach, names };
    const sameness = samenessOf(repeated);
    const fixed = sameness === "call" ? hoistFix(repeated) : batchFix(repeated);
    // What has a fix that asks for all asks for something else, too.
    const isSame = sameness === "query" && fixed.fixes.length === 0;
    const told = sameness === "call" || isSame ? sameness : undefined;
    const found = describe(linked, file, call, loop, reach, seen, told);
    return { call, reach, finding: { ...found, ...(isSame ? refused(answerPassed) : fixed) } };
  }
  const found = describe(linked, file, call, loop, reach, seen, undefined);
  const write = judgeWrite(linked, file, index, loop, reach);
  if ("exempt" in write) return { call, reach, exempt: write.exempt };
  const fixed = bulkWriteFix(linked, file, call, loop, reach);
  const bulk = keyedBulk(linked, file, call, loop, reach, write.bulk);
  return { call, reach, finding: { ...asWrite(found, reach, { ...write, bulk }), ...fixed } };
}

/** `for (const row of rows) await callback(row)` in a helper that is passed both: its callers are told, each of its own query. */
function isOfCaller(file: FileNode, call: CallFact, around: readonly Iteration[]): boolean {
  const { bindings, regions } = file.facts;
  const callback = call.callee.kind === "name" ? bindings[call.callee.binding] : undefined;
  const passed = callback?.kind === "parameter" ? callback.values[0]?.value : undefined;
  if (passed?.kind !== "parameter") return false;
  const given = new Set<number>();
  bindings.forEach(({ kind, values }, index) => {
    const [first] = values;
    if (kind !== "parameter" || first?.value.kind !== "parameter") return;
    if (first.value.function === passed.function) given.add(index);
  });
  return around.some(({ collection, region }) => {
    const over = collection ?? regions[region]?.condition;
    return over !== undefined && dependsOn(file, over, given);
  });
}

/** A resolver that a map or a builder holds may be that of a root, unless it asks for what belongs to its parent, or who asks. */
function asksForEach(file: FileNode, call: CallFact, loop: Iteration): boolean {
  if (isDecoratedField(file, loop.callback)) return true;
  const parents = new Set(elementBindings(file, loop));
  const ofParent = (value: Value) => dependsOn(file, value, parents);
  return [call.callee, ...call.arguments].some(ofParent) || asksWho(file, call, loop, ofParent);
}

/** `const me = await userOf(context); return me.id === post.writer`: the same user for all parents, for an answer of each. */
function asksWho(
  file: FileNode,
  call: CallFact,
  { callback, parent = 0 }: Iteration,
  ofParent: (value: Value) => boolean,
): boolean {
  const returns = file.facts.functions[callback]?.returns ?? [];
  if (!returns.some(({ value }) => ofParent(value))) return false;
  const context = new Set(parentBindings(file, callback, parent + 2));
  return call.arguments.some((value) => dependsOn(file, value, context));
}

/**
 * `create(row)`, which always writes, and on the way goes through the columns of the table and asks where one must be unique: for most
 * tables it asks nothing.
 */
function isAside(linked: Linked, file: FileNode, index: number, target: CallTarget, reach: Reach): boolean {
  const call = file.facts.calls[index];
  if (call === undefined || reach.next === undefined || !route(linked, file, call, reach).conditional)
    return false;
  let inLoop = false;
  for (let at = reach.onward; at !== undefined; at = at.onward) {
    const inside = linked.project.files.get(at.file);
    const region = inside?.facts.calls[at.at.call]?.region;
    if (inside !== undefined && region !== undefined)
      inLoop ||= iterationsAround(linked.evaluator, inside, region).some((one) => !isOverPassed(inside, one));
  }
  const write = inLoop ? reachedBy(linked, file, index, target, "write") : undefined;
  return write !== undefined && !route(linked, file, call, write).conditional;
}

/** `for (const value of row.values)` in a function that is passed the row: what it goes through is data, and no columns of a table. */
function isOverPassed(file: FileNode, { collection }: Iteration): boolean {
  const passed = new Set<number>();
  file.facts.bindings.forEach(({ kind }, index) => {
    if (kind === "parameter") passed.add(index);
  });
  return collection?.kind === "member" && dependsOn(file, collection.of, passed);
}

function loopsOf(
  linked: Linked,
  file: FileNode,
  index: number,
  target: CallTarget,
  reach: Reach,
): Iteration[] {
  const call = file.facts.calls[index];
  if (call === undefined) return [];
  const around = iterationsAround(linked.evaluator, file, call.region);
  if (reach.next === undefined && reach.query.handed !== undefined && call.callee.kind === "member")
    return [callbackIteration(call, index, call.callee.of), ...around];
  // `.map(this.load)`: the call is the loop.
  const handed = target.functions.find(({ ref, argument }) => argument >= 0 && ref.key === reach.next?.key);
  if (handed !== undefined) {
    const role = roleOf(linked.evaluator, file, call, handed.argument);
    if (role.runs === "each") return [callbackIteration(call, index, role.collection), ...around];
  }
  return around;
}

function describe(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  reach: Reach,
  seen: { weak: boolean; aside: boolean; locked: boolean; loops: number },
  sameness: Sameness | undefined,
): Finding {
  const { related, path, conditional, loops } = route(linked, file, call, reach);
  const formula = formulaOf(seen.loops + loops);
  const collection = loop.collection === undefined ? "" : saidOf(file, loop.collection);
  const query = reach.query;
  const resolver = loop.parent !== undefined;
  const ranged = reach.next === undefined && asksForRange(file, call, changingIn(file, loop));
  const certainty = certaintyOf(linked, file, reach, {
    ...seen,
    ranged,
    far: isFar(linked, reach, path.length, conditional),
    conditional: conditional || isChosen(file, call.callee),
    resolver,
  });
  const where = reach.next === undefined ? query.title : wayOf(path);
  const bulk = keyedBulk(linked, file, call, loop, reach, query.operation.bulk);
  const message = messageOf({ where, formula, collection, resolver, sameness, ranged, bulk });
  return {
    rule: "n-plus-one",
    message,
    file: file.path,
    range: pointAt(file, call),
    related: [
      {
        file: file.path,
        range: rangeOf(file.facts.lineStarts, [loop.start, Math.max(loop.start, loop.end)]),
        message: resolver
          ? sentence("The field resolver, which runs once for each parent")
          : sentence("The loop"),
      },
      ...related,
    ],
    ...certainty,
    fixes: [],
    data: {
      kind: "repetition",
      library: query.library.name,
      effect: query.effect,
      query: query.title,
      subject: query.subject,
      formula,
      collection,
      concurrent: loop.kind === "callback",
      invariant: sameness !== undefined,
      path,
    },
  };
}

/** What takes many rows at once, with the key that is another in each turn. */
function keyedBulk(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  reach: Reach,
  bulk: Filling | undefined,
): Filling | undefined {
  if (bulk === undefined) return undefined;
  const asked = askedOn(linked, file, call, loop, reach) ?? askedByAny(linked, file, call, reach);
  return keyed(bulk, asked === undefined ? undefined : keyAsked(asked, reach.query));
}

/** How many queries that is, with the one for the list, of loops in one another: `1 + N × M`. */
function formulaOf(loops: number): string {
  return `1 + ${["N", "M", "K"].slice(0, loops).join(" × ")}`;
}

/** The calls from the loop to the query, as places and as text, and how many loops they are in on the way. */
function route(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  reach: Reach,
): { related: Related[]; path: string[]; conditional: boolean; loops: number } {
  const related: Related[] = [];
  const path = [
    `${nameOf(file.path)}:${rangeOf(file.facts.lineStarts, [call.start, call.start]).start.line + 1}`,
  ];
  path.push(saidOf(file, call.callee));
  let conditional = reach.conditional;
  const loops = new Set<string>();
  for (let at = reach.onward; at !== undefined; at = at.onward) {
    const inside = linked.project.files.get(at.file);
    const step = inside?.facts.calls[at.at.call];
    if (inside === undefined || step === undefined) break;
    conditional ||= at.conditional;
    for (const loop of loopsOf(linked, inside, at.at.call, at.at, at)) {
      // A function in place is a step of its own and is in the loop of the step before.
      const { start } = loop.collection ?? loop;
      if (repetitionOf(linked, inside, loop, step).runs === "many") loops.add(`${start} ${at.file}`);
    }
    path.push(saidOf(inside, step.callee));
    related.push({
      file: inside.path,
      range: pointAt(inside, step),
      message:
        at.onward === undefined
          ? sentence("The query: {0}", saidOf(inside, step.callee))
          : sentence("Calls {0}", saidOf(inside, step.callee)),
    });
  }
  return { related, path, conditional, loops: loops.size };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The callee; of one that spans lines, its last name. */
export function pointAt(file: FileNode, call: CallFact): Range {
  const { callee } = call;
  const whole = rangeOf(file.facts.lineStarts, [callee.start, callee.end]);
  if (whole.start.line === whole.end.line || callee.kind !== "member") return whole;
  return rangeOf(file.facts.lineStarts, [callee.end - callee.name.length, callee.end]);
}
