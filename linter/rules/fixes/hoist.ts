import { sentence } from "../../../words/sentence.ts";
import type { CallFact } from "../../facts.ts";
import type { Iteration } from "../../link/iteration.ts";
import type { FileNode } from "../../link/project.ts";
import { positionAt } from "../../text.ts";
import type { Linked } from "../rule.ts";
import { writesInside } from "./loop-writes.ts";
import { before, type Fixed, indentAt, indented, refused, replace } from "./place.ts";
import { changesInLoop } from "./unsteady.ts";

/** Moves `const x = await query();`, which is a statement of the loop by itself, to before the loop. */
export function hoistFix(linked: Linked, file: FileNode, call: CallFact, loop: Iteration): Fixed {
  if (loop.region < 0 || call.region !== loop.region)
    return refused(sentence("the query is not a statement of the loop itself"));
  if (writesInside(linked, file, loop))
    return refused(sentence("the loop writes, and a later turn may read what was written"));
  const { lineStarts, bindings } = file.facts;
  const line = lineStarts[positionAt(lineStarts, call.start).line] ?? 0;
  const head = /^([ \t]*)((?:const|let)\s+[^;=]+=\s*await\s+)$/.exec(file.source.slice(line, call.start));
  // Without a semicolon the next line may go on: `find()\n .limit(1)`
  const tail =
    /^(?:;[ \t]*\r?\n|[ \t]*\r?\n(?!\s*[.?([`+\-*/%&|<>=,:]|\s*(?:as|satisfies|in|instanceof)\b))/.exec(
      file.source.slice(call.end),
    );
  if (head === null || tail === null) return refused(sentence("the query is not a statement by itself"));
  const moved = bindings.filter(({ start }) => start >= line && start < call.start);
  if (moved.some(({ values }) => values.some(({ later }) => later)) || changesInLoop(file, call, loop, ""))
    return refused(sentence("the loop changes its list, its elements or what it finds"));
  // Outside, it would be another one of that name, or hide it.
  if (moved.some((one) => bindings.some((other) => other !== one && other.name === one.name)))
    return refused(sentence("the name of the variable is used outside the loop, too"));
  const statement = `${head[2]}${indented(file, call, indentAt(file, loop.start))}${/^;/.test(tail[0]) ? ";" : ""}`;
  const edits = [
    before(file, loop.start, [statement]),
    replace(file, { start: line, end: call.end + tail[0].length }, ""),
  ];
  // With an empty list the query now runs once where it did not run at all.
  return { fixes: [{ title: sentence("Ask before the loop"), edits, isPreferred: false }] };
}
