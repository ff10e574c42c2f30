import { askedOn, asksTheSame } from "./asked.ts";
import { isForTurn, isInvariant } from "./invariant.ts";
import type { LoopedCall } from "./looped-call.ts";

/** What is the same in every turn: the whole call, or no more than the query that it leads to, whatever else the call passes. */
export type Sameness = "call" | "query";

export function samenessOf(looped: LoopedCall): Sameness | undefined {
  const { file, call, loop, reach } = looped;
  if (isForTurn(file, call, loop)) return undefined;
  if (isInvariant(file, call, loop)) return "call";
  const asked = reach.next === undefined ? undefined : askedOn(looped);
  return asked !== undefined && asksTheSame(asked) ? "query" : undefined;
}
