import type { CallFact, Value } from "../../facts.ts";
import { dependsOn, mentions, mentionsDeep } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { sqlText } from "../../link/queries/sql.ts";
import type { Linked } from "../rule.ts";
import { carriedOn } from "../way/carried.ts";
import { changingIn, elementBindings } from "../way/elements.ts";
import { bindingsHolding } from "../way/held.ts";
import { writingIn } from "../way/leading.ts";
import type { LoopedCall } from "../way/looped-call.ts";
import { namesPart, type Parts, partsPassedOn } from "../way/parts.ts";
import { endOf, stepsOn } from "../way/way.ts";

/**
 * The newest row is read, of all or of something that is the same in every turn, and then one is written: the next number, the last
 * position. Each turn needs what the turn before wrote, and asking once before the loop gives another answer.
 */
export function readsOwnWrite({ linked, file, call, loop, reach: way }: LoopedCall): boolean {
  // Few queries do, and few are near a write; the rest takes longer to find out.
  if (!writesOnTheWay(linked, file, way)) return false;
  const end = endOf(linked, file, call, way);
  if (end === undefined) return false;
  const isNext = isSequence(linked, end) || makesNumber(linked, call, end, way);
  const isOwn = isNext || (isNewest(end.file, end.call) && !isKept(end)) || asksForLast(linked, end);
  if (!isOwn && !writesWhatItRead(linked, end, way)) return false;
  const changing = comingFrom(file, loop);
  // What is passed on as a part of an object is no longer followed: a row of the element is no row of the turn before.
  if (!isOwn && [call.callee, ...call.arguments].some((value) => dependsOn(file, value, changing)))
    return false;
  let writes = writesAfter(linked, file, call, loop);
  let carried: ReadonlySet<number> = changing;
  let parts: Parts = new Map();
  let from = { file, call };
  for (const step of carriedOn(linked, file, call, way, changing)) {
    if (step === undefined) return false;
    parts = partsPassedOn(from, carried, parts, step);
    carried = step.carried;
    from = step;
    writes ||= writesAfter(linked, step.file, step.call);
  }
  if (!writes) return false;
  return ![end.call.callee, ...end.call.arguments].some(
    (value) => dependsOn(end.file, value, carried) || namesPart(end.file, value, parts),
  );
}

/** Something is written in one of the files on the way. */
function writesOnTheWay(linked: Linked, file: FileNode, way: Reach): boolean {
  if (writingIn(linked, file).length > 0) return true;
  for (const step of stepsOn(linked, way))
    if (step !== undefined && writingIn(linked, step.file).length > 0) return true;
  return false;
}

/**
 * The element, what is assigned in each turn, and what is asked of others in it; what is only declared inside is what it is made of: the prefix of
 * today's numbers.
 */
function comingFrom(file: FileNode, loop: Iteration): Set<number> {
  const { bindings } = file.facts;
  const elements = new Set(elementBindings(file, loop));
  const isPlain = (index: number) => {
    const [held, another] = bindings[index]?.values ?? [];
    if (elements.has(index) || held === undefined || another !== undefined || held.later) return false;
    return !mentions(file, held.value, ({ kind }) => kind === "await" || kind === "function");
  };
  return new Set([...changingIn(file, loop)].filter((index) => !isPlain(index)));
}

/** `const list = await find(); …; await update({ used: list.used + 1 })`: the row is written again as it was read, and more. */
function writesWhatItRead(
  linked: Linked,
  { file, call }: { file: FileNode; call: CallFact },
  { query }: Reach,
): boolean {
  const { calls, regions } = file.facts;
  if (query.subject === "") return false;
  const functionOf = (one: CallFact) => regions[one.region]?.function;
  const writes: CallFact[] = [];
  for (const { call: index, queries } of writingIn(linked, file)) {
    const other = calls[index];
    if (other === undefined || other.start <= call.end || functionOf(other) !== functionOf(call)) continue;
    if (queries.some(({ effect, subject }) => effect === "write" && subject === query.subject))
      writes.push(other);
  }
  if (writes.length === 0) return false;
  const held = bindingsHolding(file, calls.indexOf(call));
  const isRead = (value: Value) =>
    value.kind === "member" &&
    value.of.kind === "name" &&
    held.has(value.of.binding) &&
    !/^(_?id|uuid|guid)$/i.test(value.name);
  return writes.some((write) => write.arguments.some((value) => mentionsDeep(file, value, isRead)));
}

/**
 * `const settings = await findFirst({ orderBy }); if (settings) return settings; return await create(usual)`: the one row that there is, made where there is
 * none. What is written says nothing of what was read, and the next turn reads the same row.
 */
function isKept({ file, call }: { file: FileNode; call: CallFact }): boolean {
  const { calls, exits, regions } = file.facts;
  const held = bindingsHolding(file, calls.indexOf(call));
  const isIt = (value: Value | undefined) => value?.kind === "name" && held.has(value.binding);
  const own = regions[call.region]?.function;
  const leaves = exits.find((exit) => {
    const { kind, condition, function: of } = regions[exit.region] ?? {};
    return (
      exit.kind === "return" &&
      isIt(exit.value) &&
      exit.start > call.end &&
      of === own &&
      kind === "branch" &&
      condition !== undefined &&
      mentions(file, condition, isIt)
    );
  });
  const later = calls.filter(
    (other) => leaves !== undefined && other.start > leaves.end && regions[other.region]?.function === own,
  );
  return (
    later.length > 0 &&
    !later.some((other) => other.arguments.some((given) => mentionsDeep(file, given, isIt)))
  );
}

/** A call further down in the same function, and inside the loop where there is one, that leads to a write. */
function writesAfter(linked: Linked, file: FileNode, call: CallFact, loop?: Iteration): boolean {
  const { regions, calls } = file.facts;
  const functionOf = (one: CallFact) => regions[one.region]?.function;
  return writingIn(linked, file).some(({ call: index }) => {
    const other = calls[index];
    if (other === undefined || other.start <= call.end || functionOf(other) !== functionOf(call))
      return false;
    return loop === undefined || other.end <= loop.bodyEnd;
  });
}

/** `SELECT MAX(number) + 1 FROM orders` */
function isSequence(linked: Linked, { file, call }: { file: FileNode; call: CallFact }): boolean {
  const text = sqlText(linked.evaluator, file, call.arguments[0]);
  return text !== undefined && /\bmax\s*\([\s\S]{0,200}?\)[\s\S]{0,80}?\+\s*1\b/i.test(text);
}

/** `SELECT hash FROM ledger ORDER BY id DESC LIMIT 1` */
function asksForLast(linked: Linked, { file, call }: { file: FileNode; call: CallFact }): boolean {
  const text = sqlText(linked.evaluator, file, call.arguments[0]);
  return text !== undefined && /\border\s+by\b[^()]*\blimit\s+1\s*;?\s*$/i.test(text);
}

/** `await Invoice.generateInvoiceNumber()`, which counts those that there are; `nextNumber(series)`, which keeps the last one. */
function makesNumber(linked: Linked, call: CallFact, end: { call: CallFact }, way: Reach): boolean {
  const isNamed = ({ callee }: CallFact, names: RegExp) =>
    (callee.kind === "member" || callee.kind === "name") && names.test(callee.name);
  const counts = isNamed(end.call, /^(count|countDocuments|estimatedDocumentCount)$/);
  const making = counts
    ? /^(generate|next|make|create|new)\w*(number|code|serial|sequence)$/i
    : /next_?(\w*_?)(number|code|serial|sequence)$/i;
  if (isNamed(call, making)) return true;
  for (const step of stepsOn(linked, way)) if (step !== undefined && isNamed(step.call, making)) return true;
  return false;
}

/** One row, the first in some order. */
function isNewest(file: FileNode, call: CallFact): boolean {
  const parts: Value[] = [call.callee, ...call.arguments];
  const some = (test: (value: Value) => boolean) => parts.some((part) => mentionsDeep(file, part, test));
  const named = (value: Value, names: RegExp): CallFact | undefined => {
    const inner = value.kind === "call" ? file.facts.calls[value.call] : undefined;
    return inner?.callee.kind === "member" && names.test(inner.callee.name) ? inner : undefined;
  };
  const one = (value: Value | undefined) => value?.kind === "literal" && value.value === 1;
  const ordered = some(
    (value) =>
      named(value, /^(sort|orderBy|addOrderBy|order)$/) !== undefined ||
      (value.kind === "object" &&
        value.properties.some(({ key }) => /^(orderBy|order|sort)$/.test(key ?? ""))),
  );
  const name = call.callee.kind === "member" ? call.callee.name : "";
  const limited = /^(limit|take)$/.test(name) && one(call.arguments[0]);
  return (
    ordered &&
    (/^(findOne|findFirst|first|executeTakeFirst|executeTakeFirstOrThrow|getOne)$/.test(name) ||
      limited ||
      some(
        (value) =>
          one(named(value, /^(limit|take)$/)?.arguments[0]) ||
          (value.kind === "object" &&
            value.properties.some(({ key, value: most }) => /^(limit|take)$/.test(key ?? "") && one(most))),
      ))
  );
}
