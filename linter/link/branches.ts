import type { Exit, FileFacts, Region, Value } from "../facts.ts";
import { oncePer } from "../once-per.ts";

/** A way out of a function that is taken where a condition holds, or where it does not. */
export interface EarlyExit {
  exit: Exit;
  branch: Region;
  condition: Value;
}

interface Branches {
  /** The branches of each `if` by their arms. */
  arms: Map<number, Region[]>;
  exits: Map<number, EarlyExit[]>;
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

const branchesOf = oncePer((facts: FileFacts): Branches => ({ arms: armsOf(facts), exits: exitsOf(facts) }));

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
