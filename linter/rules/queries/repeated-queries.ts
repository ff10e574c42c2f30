import { sentence } from "../../../words/sentence.ts";
import type { Effect } from "../../catalog/library.ts";
import type { CallFact } from "../../facts.ts";
import type { Finding } from "../../finding.ts";
import { dependsOn } from "../../link/file/mentions.ts";
import type { CallTarget } from "../../link/graph/call-targets.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { isAnsweredAlike } from "../exempt/answered-alike.ts";
import { isDelivery } from "../exempt/deliveries.ts";
import {
  anotherTable,
  exemptionOf,
  firstHit,
  notLacking,
  oneElement,
  ownWrite,
} from "../exempt/exemptions.ts";
import { endsOnAnswer } from "../exempt/first-hit.ts";
import { isUnderLock } from "../exempt/locks.ts";
import { isPolled, looksAgain, sleepsOnAnswer, waitsForAnswer } from "../exempt/polling.ts";
import { batchFix } from "../fixes/batch.ts";
import { bulkWriteFix } from "../fixes/bulk/bulk-write.ts";
import { hoistFix } from "../fixes/hoist.ts";
import { refused } from "../fixes/place.ts";
import { repetitionOf } from "../repetition/repetition.ts";
import type { Linked } from "../rule.ts";
import { isCommandLine } from "../running/command-line.ts";
import { isInvariant } from "../way/invariant.ts";
import { leadingIn } from "../way/leading.ts";
import { loopsAround } from "../way/loops-around.ts";
import { usesElement } from "../way/pages.ts";
import { otherReads, reachedBy } from "../way/reached.ts";
import { samenessOf } from "../way/sameness.ts";
import { stepsOn } from "../way/way.ts";
import { asWrite, judgeWrite } from "../writes/writes.ts";
import { isAside } from "./aside.ts";
import { describe, keyedBulk } from "./described.ts";
import { asksForEach } from "./for-each-parent.ts";
import { loopsOfCallers, loopsOver } from "./loops-of-callers.ts";
import { loopsOf } from "./route.ts";
import { sentInOneTick } from "./same-tick.ts";

const toldInside = "the loop inside of it is told, with both";
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
  for (const target of leadingIn(linked, file)) {
    const index = target.call;
    if (!mayRepeat(linked, file, target) || isToldInside(linked, file, index, targets)) continue;
    const judged = atCall({ linked, file, index, target, effect, names });
    if (judged === undefined) continue;
    // What most files have no need to be read for is asked last.
    if (out.length === 0 && (isOfPage(file) || isCommandLine(linked, file))) return out;
    out.push(judged);
  }
  return out;
}

/** What a page calls of its server is a request over HTTP each. */
function isOfPage(file: FileNode): boolean {
  // What begins so early leaves no room for it, and the text need not be read.
  if (file.facts.bindings.some(({ start }) => start < "'use client'".length)) return false;
  return /^\s*(?:\/[*/][^\n]*\n\s*)*["']use client["']/.test(file.source);
}

/** It is in a loop, or is one by what it is handed: of those that lead to a query, a few. */
function mayRepeat(linked: Linked, file: FileNode, { call, queries, functions }: CallTarget): boolean {
  if (functions.some(({ argument }) => argument >= 0)) return true;
  if (queries.some(({ handed }) => handed !== undefined)) return true;
  const region = file.facts.calls[call]?.region;
  return region !== undefined && loopsAround(linked, file, region).length > 0;
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
  if (first?.exempt !== ownWrite && first?.exempt !== notLacking && first?.exempt !== toldInside)
    return first;
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
  const looped = { linked, file, call, loop, reach };
  if (effect === "read" && isToldInLoop(linked, file, reach) && samenessOf(looped) === undefined)
    return { call, reach, exempt: toldInside };
  if (reach.query.operation.coalesced === true && sentInOneTick(looped)) {
    return { call, reach, exempt: "reads of one tick travel as one query" };
  }
  if (isInvariant(file, call, loop) && looksAgain(call))
    return { call, reach, exempt: "looks again whether it may still go on" };
  const isWaiting =
    isPolled(file, call, loop) ||
    sleepsOnAnswer(looped) ||
    (!usesElement(file, call, loop) && waitsForAnswer(linked, reach));
  const isAwaited = isInvariant(file, call, loop) && endsOnAnswer(file, index, loop);
  if (isWaiting || (isAwaited && !isAnsweredAlike(file, index, loop, reach))) {
    return { call, reach, exempt: "asks again until the answer is another" };
  }
  const aside = effect === "read" && isAside(linked, file, index, target, reach);
  const locked = effect === "read" && isUnderLock(looped);
  const delivered = effect === "read" && isDelivery(looped);
  const seen = { weak, aside, locked, delivered, loops: loops + loopsOfCallers(linked, file, call) };
  if (effect === "read") {
    const repeated = { ...looped, names };
    const sameness = samenessOf(looped);
    const fixed = sameness === "call" ? hoistFix(repeated) : batchFix(repeated);
    // What has a fix that asks for all asks for something else, too.
    const isSame = sameness === "query" && fixed.fixes.length === 0;
    const told = sameness === "call" || isSame ? sameness : undefined;
    const found = describe(looped, seen, told);
    return { call, reach, finding: { ...found, ...(isSame ? refused(answerPassed) : fixed) } };
  }
  const write = judgeWrite(linked, file, index, loop, reach);
  if ("exempt" in write) return { call, reach, exempt: write.exempt };
  const found = describe(looped, seen, undefined);
  const fixed = bulkWriteFix(looped);
  const bulk = keyedBulk(looped, write.bulk);
  return { call, reach, finding: { ...asWrite(found, reach, { ...write, bulk }), ...fixed } };
}

/** The query is in another loop, of a function that only this file calls, and only in loops: it is told there, with both. */
function isToldInLoop(linked: Linked, file: FileNode, way: Reach): boolean {
  for (const step of stepsOn(linked, way)) {
    if (step === undefined || step.file !== file) return false;
    const { call, reach } = step;
    if (loopsOver(linked, file, call) === 0 || loopsOfCallers(linked, file, call) === 0) continue;
    const { at: target } = reach;
    const told = onWay({ linked, file, index: target.call, target, effect: "read", names: new Set() }, reach);
    if (told?.exempt === toldInside) return true;
    if (told?.finding !== undefined && told.finding.certainty !== "possible") return true;
  }
  return false;
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
