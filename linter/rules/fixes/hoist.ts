import { sentence } from "../../../words/sentence.ts";
import type { CallFact } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { positionAt, type TextEdit } from "../../text.ts";
import { lastName } from "../../value-parts.ts";
import { chainOf } from "../way/chain.ts";
import { promised, queryOf } from "./answer.ts";
import { batchSite } from "./batch-site.ts";
import { guardsOf } from "./guards.ts";
import { writesInside, writesWhatIsRead } from "./loop-writes.ts";
import { before, type Fixed, freeName, indentAt, indented, refused, replace, textOf } from "./place.ts";
import { givenBy, lowered, modelOf } from "./queried.ts";
import type { Repeated } from "./repeated.ts";
import { styleOf } from "./style.ts";
import { changesInLoop } from "./unsteady.ts";

/** Moves a query that asks the same in every turn to before the loop: with its statement, or by way of a variable. */
export function hoistFix(found: Repeated): Fixed {
  const repeated = { ...found, call: queryOf(found.file, found.call) };
  const { linked, file, call, loop } = repeated;
  if (loop.parent !== undefined)
    return refused(sentence("what asks once for a request belongs to the request"));
  // A function may read more than the one query.
  const writes =
    found.reach.next === undefined
      ? writesWhatIsRead(linked, file, loop, found.reach)
      : writesInside(linked, file, loop);
  if (writes) return refused(sentence("the loop writes, and a later turn may read what was written"));
  const body = loop.callback >= 0 ? file.facts.functions[loop.callback]?.body : loop.region;
  const guards = guardsOf(file, call, loop);
  if (call.region !== body || "template" in guards || guards.length > 0)
    return refused(sentence("the query is not made in every turn"));
  if (changesInLoop(file, call, loop, "")) return refused(changing);
  if (isBuiltUpon(file, call, loop)) return refused(sentence("what is asked is put together in the loop"));
  return loop.region >= 0 && isStatement(file, call)
    ? statementMoved(file, call, loop)
    : keptBefore(repeated);
}

/** `builder.where(…)` in the loop, before `builder.getMany()`: it is another question in each turn. */
function isBuiltUpon(file: FileNode, call: CallFact, loop: Iteration): boolean {
  const { base } = chainOf(file, call);
  const name = textOf(file, base);
  return file.facts.calls.some((other) => {
    if (other === call || other.start < loop.bodyStart || other.end > loop.bodyEnd) return false;
    const isPart = other.start >= call.start && other.end <= call.end;
    return !isPart && other.use === "discarded" && textOf(file, chainOf(file, other).base) === name;
  });
}

const changing = sentence("the loop changes its list, its elements or what it finds");
const head = /^([ \t]*)((?:(?:const|let)\s+[^;=]+=\s*)?await\s+)$/;
// Without a semicolon the next line may go on: `find()\n .limit(1)`
const tail = /^(?:;[ \t]*\r?\n|[ \t]*\r?\n(?!\s*[.?([`+\-*/%&|<>=,:]|\s*(?:as|satisfies|in|instanceof)\b))/;

function lineOf(file: FileNode, { start }: CallFact): number {
  const { lineStarts } = file.facts;
  return lineStarts[positionAt(lineStarts, start).line] ?? 0;
}

/** `const x = await query();` or `await check();` on lines of its own, and not all that a loop without braces does. */
function isStatement(file: FileNode, call: CallFact): boolean {
  const line = lineOf(file, call);
  const goesBefore = file.source.slice(0, line).trimEnd().at(-1) ?? "";
  return (
    "{};".includes(goesBefore) &&
    head.test(file.source.slice(line, call.start)) &&
    tail.test(file.source.slice(call.end))
  );
}

function statementMoved(file: FileNode, call: CallFact, loop: Iteration): Fixed {
  const { bindings } = file.facts;
  const line = lineOf(file, call);
  const begins = head.exec(file.source.slice(line, call.start));
  const ends = tail.exec(file.source.slice(call.end));
  if (begins === null || ends === null) return refused(sentence("the query is not a statement by itself"));
  const moved = bindings.filter(({ start }) => start >= line && start < call.start);
  if (moved.some(({ values }) => values.some(({ later }) => later))) return refused(changing);
  // Outside, it would be another one of that name, or hide it.
  if (moved.some((one) => bindings.some((other) => other !== one && other.name === one.name)))
    return refused(sentence("the name of the variable is used outside the loop, too"));
  const statement = `${begins[2]}${indented(file, call, indentAt(file, loop.start))}${/^;/.test(ends[0]) ? ";" : ""}`;
  return fix([
    before(file, loop.start, [statement]),
    replace(file, { start: line, end: call.end + ends[0].length }, ""),
  ]);
}

/** The answer in a variable of its own, where the query is a part of something else or the loop a part of a statement. */
function keptBefore({ linked, file, call, loop, reach, names }: Repeated): Fixed {
  const site = batchSite(linked, file, call, loop);
  if ("template" in site) return refused(site);
  const { callee } = call;
  const what = reach.next === undefined ? "" : lastName(callee);
  const given = givenBy(what) || lowered(reach.query.subject || modelOf(call));
  const name = freeName(file, `${given}ForAll`, names);
  const { end } = styleOf(file);
  return fix([
    before(file, site.statement, [
      `const ${name} = await ${indented(file, call, indentAt(file, site.statement))}${end}`,
    ]),
    replace(file, site.asked, promised(site.asked, name)),
  ]);
}

function fix(edits: TextEdit[]): Fixed {
  // With an empty list the query now runs once where it did not run at all.
  return { fixes: [{ title: sentence("Ask before the loop"), edits, isPreferred: false }] };
}
