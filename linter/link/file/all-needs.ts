import type { CallFact, FileFacts } from "../../facts.ts";
import { handedOn, meets, type Need, sameNeed } from "./needs.ts";

/** What a caller must pass, all of it: a branch asks for one thing, and an early return before it for another. */
export type Needs = readonly Need[];

/** More are not kept: with fewer a call counts as made where it may not be. */
const most = 4;

/** Both together, each once; undefined where nothing is needed. */
export function together(some: Needs | undefined, others: Needs | undefined): Needs | undefined {
  if (some === undefined || others === undefined) return some ?? others;
  const all = [...some];
  for (const need of others)
    if (all.length < most && !all.some((known) => sameNeed(known, need))) all.push(need);
  return all;
}

export function sameNeeds(some: Needs | undefined, others: Needs | undefined): boolean {
  if (some === undefined || others === undefined) return some === others;
  return some.length === others.length && some.every((need) => others.some((other) => sameNeed(need, other)));
}

/** Whether a call may meet all of them. */
export function meetsAll(facts: FileFacts, call: CallFact, needs: Needs): boolean {
  return needs.every((need) => meets(facts, call, need));
}

/** What the function in which the call is made must be passed itself, so that the call meets the needs; "unmet" where it does not. */
export function neededBy(facts: FileFacts, call: CallFact, needs: Needs): Needs | "unmet" | undefined {
  let own: Needs | undefined;
  for (const need of needs) {
    const passed = handedOn(facts, call, need);
    if (passed !== undefined) own = together(own, [passed]);
    else if (!meets(facts, call, need)) return "unmet";
  }
  return own;
}
