import type { CallFact } from "../../facts.ts";
import { titleOf } from "../../value-parts.ts";
import { isLeftBefore } from "../file/branches.ts";
import { callsWith } from "../file/calls-with.ts";
import type { FileNode } from "./file-node.ts";

/**
 * Where in its file a call stands, as text: in which loops and branches, in functions that are handed to whom, and whether its function may be left
 * before. Of a call that calls what a function was passed, this says how often that runs, and when.
 */
export function runsWhere(file: FileNode, call: CallFact, hops = 0): string {
  const { facts } = file;
  const out: string[] = [];
  for (let at = call.region; at > 0 && out.length < 100; at = facts.regions[at]?.parent ?? -1) {
    const region = facts.regions[at];
    if (region === undefined) break;
    out.push(region.kind);
    if (region.over !== undefined) out.push(titleOf(region.over));
    if (region.kind === "function") out.push(...takersOf(file, region.function, hops));
  }
  return [isLeftBefore(facts, call) ? "perhaps" : "", ...out].join(" ");
}

/** What a function is handed to, in place or by its name, and where it is called by that. */
function takersOf(file: FileNode, index: number, hops: number): string[] {
  const { bindings, calls } = file.facts;
  const place = file.passedTo.get(index);
  const taker = place === undefined ? undefined : calls[place.call];
  if (place !== undefined && taker !== undefined) return [`of ${titleOf(taker.callee)} ${place.argument}`];
  const held = bindings.findIndex(({ values }) =>
    values.some(({ value }) => value.kind === "function" && value.function === index),
  );
  if (held < 0 || hops > 3) return [];
  return callsWith(file.facts, held).flatMap((at) => {
    const user = calls[at];
    if (user === undefined) return [];
    const where = bindings[held]?.region === 0 ? "" : runsWhere(file, user, hops + 1);
    return [`by ${titleOf(user.callee)} (${where})`];
  });
}
