import { type Needs, sameNeeds } from "../file/all-needs.ts";
import type { Query } from "../queries/queries.ts";
import type { SqlParameter } from "../queries/sql.ts";
import type { CalledFunction, CallTarget } from "./call-targets.ts";
import type { FunctionRef } from "./function-refs.ts";

/** That a function sends a query when it is called, and which call in it leads there. */
export interface Reach {
  query: Query;
  kind: ReachKind;
  file: string;
  at: CallTarget;
  /** The function called there, where the query is further away, and the way on from it. */
  next?: FunctionRef;
  onward?: Reach;
  distance: number;
  /** Some way through the function avoids it. */
  conditional: boolean;
  /** Only callers that pass this are led there. */
  needs?: Needs;
  /** Some function on the way is known by its name alone. */
  named?: true;
  /** It is what one class below does at a step that the function leaves to such classes: not for callers that know which class it is. */
  left?: true;
  /** An object on the way keeps the answer, and asks once: for callers that go through such objects. */
  keptByObject?: true;
  /** The text of the query is what callers pass here. */
  text?: SqlParameter;
}

/** Reads that travel together when they are sent together are kept apart: they must not hide others. */
export type ReachKind = "read" | "coalesced" | "write";

export type Reaches = Partial<Record<ReachKind, Reach>> & {
  /** Further ways, for callers that pass other things. */
  others?: Reach[];
};

export function kindOf(query: Query): ReachKind {
  return query.effect === "read" && query.operation.coalesced === true ? "coalesced" : query.effect;
}

/** Keeps the first way to a query of each kind, and others only where each is for other callers. False where it is not kept. */
export function keep(known: Reaches, reach: Reach): boolean {
  const first = known[reach.kind];
  if (first === undefined) {
    known[reach.kind] = reach;
    return true;
  }
  const before = [first, ...(known.others ?? []).filter(({ kind }) => kind === reach.kind)];
  // One way for each kind: `switch (kind)` has many.
  const isOfKind = reach.needs?.some(({ values }) => values !== undefined) === true;
  if (before.length > (isOfKind ? 12 : 2)) return false;
  if (before.some((other) => !isSelective(other) || sameWay(other, reach))) return false;
  known.others = [...(known.others ?? []), reach];
  return true;
}

/** Not every caller is led there. */
function isSelective({ needs, text, left, keptByObject, at }: Reach): boolean {
  const isForSome = left === true || keptByObject === true;
  return needs !== undefined || text !== undefined || isForSome || at.place?.parameter !== undefined;
}

function sameWay(a: Reach, b: Reach): boolean {
  const isPassed = a.at.place?.parameter === b.at.place?.parameter;
  const isAlike = a.left === b.left && a.keptByObject === b.keptByObject;
  return (
    sameNeeds(a.needs, b.needs) && isPassed && isAlike && JSON.stringify(a.text) === JSON.stringify(b.text)
  );
}

/** How much stands between a function and the query: nothing, a condition, what its caller passes or is, or that a function is known by its name alone. */
export function hindrance({ needs, conditional, named, left, keptByObject }: Reach): number {
  return named ? 3 : needs !== undefined || left || keptByObject ? 2 : conditional ? 1 : 0;
}

/** Whether all functions of the name by which they are known come to such a query. */
export function doTheSame(
  functions: readonly CalledFunction[],
  kind: ReachKind,
  reachesOf: (ref: FunctionRef) => Reaches | undefined,
): boolean {
  return functions.every(({ ref, named }) => !named || reachesOf(ref)?.[kind] !== undefined);
}
