import { sentence } from "../../../words/sentence.ts";
import type { CallFact } from "../../facts.ts";
import type { Iteration } from "../../link/iteration.ts";
import type { FileNode } from "../../link/project.ts";
import { positionAt } from "../../text.ts";
import type { Linked } from "../rule.ts";
import { writesInside } from "./batch.ts";
import { before, type Fixed, refused, replace } from "./place.ts";

/** Moves `const x = await query();`, which is a statement of the loop by itself, to before the loop. */
export function hoistFix(linked: Linked, file: FileNode, call: CallFact, loop: Iteration): Fixed {
  if (loop.region < 0 || call.region !== loop.region)
    return refused(sentence("the query is not a statement of the loop itself"));
  if (writesInside(linked, file, loop))
    return refused(sentence("the loop writes, and a later turn may read what was written"));
  const { lineStarts } = file.facts;
  const line = lineStarts[positionAt(lineStarts, call.start).line] ?? 0;
  const head = /^([ \t]*)((?:const|let)\s+[^;=]+=\s*await\s+)$/.exec(file.source.slice(line, call.start));
  const tail = /^;?[ \t]*\r?\n/.exec(file.source.slice(call.end));
  if (head === null || tail === null) return refused(sentence("the query is not a statement by itself"));
  const statement = `${head[2]}${file.source.slice(call.start, call.end)};`;
  const edits = [
    before(file, loop.start, [statement]),
    replace(file, { start: line, end: call.end + tail[0].length }, ""),
  ];
  // With an empty list the query now runs once where it did not run at all.
  return { fixes: [{ title: sentence("Ask before the loop"), edits, isPreferred: false }] };
}
