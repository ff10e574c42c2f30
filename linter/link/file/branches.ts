import type { CallFact, Exit, FileFacts, Region, Value } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";

/** A way out of a function that is taken where a condition holds, or where it does not. */
export interface EarlyExit {
  exit: Exit;
  branch: Region;
  condition: Value;
}

/** What follows a `return` in the same block, and what stands under `if (false)`: code that somebody has switched off. */
export function neverRuns(facts: FileFacts, { region, start }: CallFact): boolean {
  const { ends } = branchesOf(facts);
  for (let at = region, hops = 0; at >= 0 && hops < 300; hops++) {
    const here = facts.regions[at];
    if (here === undefined) return false;
    const end = ends.get(at);
    if (end !== undefined && end <= start && here.kind !== "case") return true;
    const { condition } = here;
    const isFalse = condition?.kind === "literal" && condition.value === false;
    if (here.kind === "branch" && isFalse && isTaken(facts, here)) return true;
    // A function that is declared may be called from above.
    if (here.kind === "function" && facts.functions[here.function]?.kind !== "arrow") return false;
    at = here.parent;
  }
  return false;
}

interface Branches {
  /** The branches of each `if` by their arms. */
  arms: Map<number, Region[]>;
  exits: Map<number, EarlyExit[]>;
  /** Where each block is left at the latest. */
  ends: Map<number, number>;
}

/** Whether the arm runs when its condition holds; the last arm of an `if` carries the condition of the one before. */
export function isTaken(facts: FileFacts, { arm, group, condition }: Region): boolean {
  if (arm === 0) return true;
  const before = branchesOf(facts).arms.get(group)?.[arm - 1];
  return before !== undefined && before.condition?.start !== condition?.start;
}

/** Where a function is left early, in a branch of it, without a failure. */
export function earlyExits(facts: FileFacts, inFunction: number): readonly EarlyExit[] {
  return branchesOf(facts).exits.get(inFunction) ?? [];
}

const branchesOf = oncePer(
  (facts: FileFacts): Branches => ({
    arms: armsOf(facts),
    exits: exitsOf(facts),
    ends: endsOf(facts),
  }),
);

function armsOf({ regions }: FileFacts): Map<number, Region[]> {
  const out = new Map<number, Region[]>();
  for (const region of regions) {
    if (region.kind !== "branch") continue;
    const arms = out.get(region.group) ?? [];
    arms[region.arm] ??= region;
    out.set(region.group, arms);
  }
  return out;
}

function endsOf({ exits }: FileFacts): Map<number, number> {
  const out = new Map<number, number>();
  for (const { kind, region, end } of exits)
    if (kind === "return" || kind === "throw") out.set(region, Math.min(end, out.get(region) ?? end));
  return out;
}

function exitsOf({ exits, regions }: FileFacts): Map<number, EarlyExit[]> {
  const out = new Map<number, EarlyExit[]>();
  for (const exit of exits) {
    const branch = regions[exit.region];
    if (exit.kind === "throw" || branch?.kind !== "branch" || branch.condition === undefined) continue;
    const list = out.get(branch.function) ?? [];
    list.push({ exit, branch, condition: branch.condition });
    out.set(branch.function, list);
  }
  return out;
}

/** The function that a call stands in may have returned before it. */
export function isLeftBefore({ exits, regions }: FileFacts, { region, start }: CallFact): boolean {
  const own = regions[region]?.function;
  return exits.some(
    (exit) => exit.kind === "return" && exit.end <= start && regions[exit.region]?.function === own,
  );
}
