import type { CallFact, Region } from "../../facts.ts";
import { neverRuns } from "../../link/file/branches.ts";
import { guardedByCache } from "../../link/file/memo/guarded.ts";
import { regionsInFunction } from "../../link/file/regions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { isAnsweredAlike } from "./answered-alike.ts";
import { isOfMany, takesList } from "./asks-for-many.ts";
import { dispatches, dispatchesInside } from "./dispatch.ts";
import { startsEndlessWork } from "./endless-work.ts";
import { isAfterFailure, isAfterFailureOnTheWay } from "./failures.ts";
import { stopsAtFirst } from "./first-hit.ts";
import { followsChain } from "./follows.ts";
import { asksForGathered, gathersOnTheWay, waitsForMany } from "./gathered.ts";
import { asksOnlyOnce } from "./kept-relations.ts";
import { asksAnotherTable, passesTable } from "./other-tables.ts";
import { readsOwnWrite } from "./own-writes.ts";
import { isInMigration, isPartOfProgram } from "./program-parts.ts";
import { readsAgain } from "./read-again.ts";
import { stopsByFlag } from "./stop-flags.ts";
import { isThereAlready } from "./there-already.ts";
import { readsTableWritten } from "./written-tables.ts";

/** The loops inside of such a one ask the same table in every turn. */
export const anotherTable = "each turn asks another table";
/** The loops around such a one come to the query in each of their turns. */
export const firstHit = "stops at the first hit";
export const oneElement = "each branch is for one known element";
/** This query needs what the turn before wrote; what else the turn reads may not. */
export const ownWrite = "each turn reads what the turn before wrote";
/** This query is asked of what a row lacks; what else the turn reads may not be. */
export const notLacking = "asks only for what these rows have already";

/** Why a query in a loop over data is right as it is, or undefined where it is not. `way` is how the call comes to the query. */
export function exemptionOf(
  linked: Linked,
  file: FileNode,
  index: number,
  loop: Iteration,
  way: Reach,
): string | undefined {
  const call = file.facts.calls[index];
  if (call === undefined) return "";
  const looped = { linked, file, call, loop, reach: way };
  if (isInMigration(file, call)) return "a migration runs once";
  if (neverRuns(file.facts, call)) return "stands behind the end of its function and never runs";
  const around = regionsBetween(file, call, loop);
  const isAfterError =
    around.some((region) => region.kind === "catch") ||
    isInCatch(file, loop) ||
    isAfterFailure(file, around) ||
    isAfterFailureOnTheWay(linked, way);
  if (isAfterError) return "runs only after an error";
  const inFunction = around.find((region) => region.kind === "function")?.function ?? functionOf(file, call);
  const again = { start: loop.bodyStart, end: loop.bodyEnd };
  if (guardedByCache(file, index, inFunction, again)) return "asks only for what is not kept yet";
  if (around.some((region) => isOfMany(file, region))) return "asks once for so many turns";
  if (takesList(file, call, loop)) return "the element is itself a list that is asked for at once";
  const gathers = asksForGathered(file, call, loop) || waitsForMany(file, around, loop);
  if (gathers || gathersOnTheWay(linked, way)) return "asks at once for what many turns gathered";
  if (asksAnotherTable(linked, file, call, loop) || passesTable(looped)) return anotherTable;
  if (startsEndlessWork(linked, way)) return "each turn starts work that goes on by itself";
  if (isPartOfProgram(looped)) return "the elements are parts of the program, not rows";
  if (dispatches(file, call, around, loop) || dispatchesInside(file, call, loop, way)) return oneElement;
  const stops = stopsAtFirst(file, index, loop) || stopsByFlag(file, index, loop);
  if (stops && !isAnsweredAlike(file, index, loop, way)) return firstHit;
  if (followsChain(file, call, loop)) return "each turn needs the row of the turn before";
  if (asksOnlyOnce(looped)) return "what is asked for is kept and asked for once";
  if (readsOwnWrite(looped) || readsTableWritten(looped)) return ownWrite;
  if (readsAgain(looped)) return "what may have changed since is read again";
  if (isThereAlready(looped)) return notLacking;
  return undefined;
}

function functionOf(file: FileNode, call: CallFact): number {
  return file.facts.regions[call.region]?.function ?? 0;
}

/** The loop itself is what is done after an error. */
function isInCatch(file: FileNode, loop: Iteration): boolean {
  const inside = loop.region >= 0 ? loop.region : (file.facts.calls[loop.call]?.region ?? -1);
  for (const { kind } of regionsInFunction(file.facts, inside)) if (kind === "catch") return true;
  return false;
}

/** The regions from the call out to the loop. */
function regionsBetween(file: FileNode, call: CallFact, loop: Iteration): Region[] {
  const out: Region[] = [];
  for (let at = call.region, hops = 0; at >= 0 && at !== loop.region && hops < 300; hops++) {
    const region = file.facts.regions[at];
    if (region === undefined || region.start < loop.bodyStart) break;
    out.push(region);
    at = region.parent;
  }
  return out;
}
