import type { CallFact } from "../../facts.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { sqlText } from "../../link/queries/sql.ts";
import type { Linked } from "../rule.ts";
import { isIn } from "../way/elements.ts";
import { writingIn } from "../way/leading.ts";
import type { LoopedCall } from "../way/looped-call.ts";
import { samenessOf } from "../way/sameness.ts";
import { stepsOn } from "../way/way.ts";

interface Place {
  file: FileNode;
  call: CallFact;
}

/**
 * `SELECT height FROM tip`, the same text in every turn, where the turn also sends `UPDATE tip SET height = …`: what is read is what the turn before
 * wrote, and one answer for all turns would be another one.
 */
export function readsTableWritten(looped: LoopedCall): boolean {
  const { linked, file, call, loop, reach: way } = looped;
  const besides = writingIn(linked, file).flatMap((target) => {
    const other = file.facts.calls[target.call];
    return other === undefined || other === call || !isIn(loop, other.start) ? [] : [{ other, target }];
  });
  if (besides.length === 0) return false;
  const steps = [...stepsOn(linked, way)];
  const places = [{ file, call }, ...steps.flatMap((step) => step ?? [])];
  const table = named(linked, places, reading);
  if (table === undefined || samenessOf(looped) === undefined) return false;
  for (const { other, target } of besides) {
    const writes = target.queries.some(({ effect }) => effect === "write") ? [[{ file, call: other }]] : [];
    for (const { ref } of target.functions) {
      const { write } = linked.graph.reachOf(ref);
      if (write !== undefined) writes.push([{ file, call: other }, ...placesOf(linked, write)]);
    }
    if (writes.some((one) => named(linked, one, writing) === table)) return true;
  }
  return false;
}

/** The calls on a way that begins in a function. */
function placesOf({ project }: Linked, way: Reach): Place[] {
  const out: Place[] = [];
  for (let at: Reach | undefined = way; at !== undefined; at = at.onward) {
    const file = project.files.get(at.file);
    const call = file?.facts.calls[at.at.call];
    if (file !== undefined && call !== undefined) out.push({ file, call });
  }
  return out;
}

/** The table in the text that the last of the calls sends, or that one before it passes on. */
function named({ evaluator }: Linked, places: readonly Place[], of: RegExp): string | undefined {
  for (const { file, call } of places.toReversed()) {
    const [text, options] = call.arguments;
    const said = sqlText(evaluator, file, text) ?? sqlText(evaluator, file, options);
    if (said !== undefined) return of.exec(said)?.[1]?.toLowerCase();
  }
  return undefined;
}

const reading = /^\s*select\b[\s\S]*?\bfrom\s+["`]?([\w.]+)/i;
const writing = /^\s*(?:insert\s+into|update|delete\s+from|replace\s+into)\s+["`]?([\w.]+)/i;
