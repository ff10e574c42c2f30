import type { Repeated } from "../fixes/repeated.ts";
import { askedOn, asksTheSame } from "../way/asked.ts";
import { isForTurn, isInvariant } from "../way/invariant.ts";

/** What is the same in every turn: the whole call, or no more than the query that it leads to, whatever else the call passes. */
export type Sameness = "call" | "query";

export function samenessOf({ linked, file, call, loop, reach }: Repeated): Sameness | undefined {
  if (isForTurn(file, call, loop)) return undefined;
  if (isInvariant(file, call, loop)) return "call";
  const asked = reach.next === undefined ? undefined : askedOn(linked, file, call, loop, reach);
  return asked !== undefined && asksTheSame(asked) ? "query" : undefined;
}
