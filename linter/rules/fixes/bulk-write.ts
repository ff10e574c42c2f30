import { sentence } from "../../../words/sentence.ts";
import type { CallFact, Value } from "../../facts.ts";
import type { Reach } from "../../link/graph.ts";
import type { Iteration } from "../../link/iteration.ts";
import type { FileNode } from "../../link/project.ts";
import type { Linked } from "../rule.ts";
import { eachOf, type Fixed, isArray, isPlain, patternOf, refused, replace, textOf } from "./place.ts";

/** The rewrite of a loop that does nothing but write each row, to one statement. */
export function bulkWriteFix(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  reach: Reach,
): Fixed {
  if (reach.next !== undefined)
    return refused(sentence("the write is in another function, which has other callers"));
  const pattern = patternOf(file, loop);
  const { collection } = loop;
  if (loop.kind !== "each" || collection === undefined || !isPlain(collection) || pattern === undefined) {
    return refused(sentence("the loop is not over a list that is kept in a variable"));
  }
  if (!isWholeBody(file, call, loop)) return refused(sentence("the loop does more than write"));
  const rows = (value: Value) =>
    eachOf(file, loop, pattern, textOf(file, value), isArray(linked, file, collection));
  const text = bulkCall(file, call, reach, rows);
  if (text === undefined)
    return refused(sentence("what is written may not be possible for many rows at once"));
  const edits = [replace(file, { start: loop.bodyStart, end: loop.bodyEnd }, `await ${text};`)];
  return { fixes: [{ title: sentence("Write all rows at once"), edits, isPreferred: true }] };
}

function isWholeBody(file: FileNode, call: CallFact, loop: Iteration): boolean {
  const before = file.source.slice(loop.end, call.start);
  const after = file.source.slice(call.end, loop.bodyEnd);
  return /^\s*\)?\s*\{?\s*await\s+$/.test(before) && /^\s*;?\s*\}?$/.test(after);
}

function bulkCall(
  file: FileNode,
  call: CallFact,
  reach: Reach,
  rows: (value: Value) => string,
): string | undefined {
  const { library, name } = reach.query;
  const [argument] = call.arguments;
  if (call.callee.kind !== "member" || argument === undefined || call.arguments.length !== 1)
    return undefined;
  const receiver = textOf(file, call.callee.of);
  switch (`${library.name} ${name}`) {
    case "prisma create": {
      const data =
        argument.kind === "object" && argument.properties.length === 1 ? argument.properties[0] : undefined;
      if (data?.key !== "data" || !isFlat(data.value)) return undefined;
      return `${receiver}.createMany({ data: ${rows(data.value)} })`;
    }
    case "sequelize create":
      return isFlat(argument) ? `${receiver}.bulkCreate(${rows(argument)})` : undefined;
    case "mongodb insertOne":
      return `${receiver}.insertMany(${rows(argument)})`;
    case "typeorm insert":
      return `${receiver}.insert(${rows(argument)})`;
    case "typeorm save":
      return `${receiver}.save(${rows(argument)})`;
    case "drizzle values":
    case "knex insert":
      return `${receiver}.${name}(${rows(argument)})`;
    default:
      return undefined;
  }
}

/** Without nested objects, which could be rows of other tables. */
function isFlat(value: Value): boolean {
  if (value.kind !== "object") return isPlain(value);
  return value.properties.every(
    (p) => p.key !== undefined && p.value.kind !== "object" && p.value.kind !== "array",
  );
}
