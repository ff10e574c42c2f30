import { sentence } from "../../../words/sentence.ts";
import type { CallFact } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName } from "../../value-parts.ts";
import { isUnchecked, keptList, unchecked, waitedFor } from "./batch-site.ts";
import { calledBeside } from "./beside.ts";
import { whyNotApart } from "./fold-case.ts";
import { helperOf } from "./helper.ts";
import { before, type Fixed, freeName, refused, replace, textOf } from "./place.ts";
import { givenBy, raised, rowsCalled } from "./queried.ts";
import type { Repeated } from "./repeated.ts";
import { siblingOf } from "./sibling.ts";
import { styleOf } from "./style.ts";

/** Whether the loop is a call that is handed the function that asks: `ids.map(find)`, `ids.map(this.find)`. */
export function isByReference(file: FileNode, { call, loop }: Pick<Repeated, "call" | "loop">): boolean {
  return loop.kind === "callback" && loop.callback < 0 && file.facts.calls[loop.call] === call;
}

/** `Promise.all(ids.map(find))` becomes `Promise.all(ids.map(userById))`, with one query before it. */
export function referenceFix({ linked, file, call, loop, reach, names }: Repeated): Fixed {
  const site = waitedFor(linked, file, loop);
  if ("template" in site) return refused(site);
  if (isUnchecked(file, site.statement, call)) return refused(unchecked);
  const given = call.arguments.find(({ kind }) => kind === "name" || kind === "member");
  const helper = helperOf(linked, file, reach, 0, [0]);
  if ("template" in helper) return refused(helper);
  // `map` passes more than the element.
  if (given === undefined || helper.fact.parameters.length !== 1)
    return refused(sentence("more than the key is another in each turn"));
  const { key } = helper.single;
  const apart = whyNotApart(linked, helper.single);
  if (apart !== undefined) return refused(apart);
  const reference: CallFact = { ...call, callee: given };
  const called = lastName(given);
  const sibling = siblingOf(linked, helper, called);
  if ("template" in sibling) return refused(sibling);
  const callee = calledBeside(linked, file, reference, helper, sibling.name);
  if ("template" in callee) return refused(callee);
  const what =
    givenBy(called) || rowsCalled(helper.single.of ?? reach.query.subject, helper.single.list === true);
  const name = freeName(file, `${what}By${raised(key)}`, names);
  const list = site.isMade ? freeName(file, "elements", names) : textOf(file, site.collection);
  const keys = site.isArray || site.isMade ? list : `[...${list}]`;
  const edits = [
    before(file, site.statement, [
      ...keptList(file, site, list),
      `const ${name} = await ${callee.text}(${keys})${styleOf(file).end}`,
    ]),
    ...(site.isMade ? [replace(file, site.collection, list)] : []),
    replace(file, given, name),
    ...callee.edits,
    ...sibling.edits,
  ];
  const title = sentence("Ask once before the loop, with {0} beside {1}", sibling.name, called);
  return { fixes: [{ title, edits, isPreferred: false }] };
}
