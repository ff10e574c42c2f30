import { sentence } from "../../../words/sentence.ts";
import type { CallFact, Value } from "../../facts.ts";
import { dependsOn, mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { changingIn } from "../way/elements.ts";
import type { LoopedCall } from "../way/looped-call.ts";
import { bulkCall } from "./bulk-call.ts";
import { bulkInsert } from "./insert-text.ts";
import {
  asserted,
  eachOf,
  type Fixed,
  indentAt,
  indented,
  isArray,
  isPlain,
  patternOf,
  refused,
  replace,
  textOf,
} from "./place.ts";
import { modelOf } from "./queried.ts";
import { savedTogether } from "./saved-together.ts";
import { isArm } from "./statement.ts";
import { styleOf } from "./style.ts";

/** The rewrite of a loop that does nothing but write each row, to one statement. */
export function bulkWriteFix(looped: LoopedCall): Fixed {
  const { linked, file, call, loop, reach } = looped;
  if (reach.next !== undefined)
    return refused(sentence("the write is in another function, which would have to take many"));
  const pattern = patternOf(file, loop);
  const { collection } = loop;
  if (loop.kind !== "each" || collection === undefined || pattern === undefined)
    return refused(sentence("the loop is not over a list that is kept in a variable"));
  if (!isWholeBody(file, call, loop)) {
    const together = savedTogether(looped);
    return together === undefined
      ? refused(sentence("the loop does more than write"))
      : { fixes: [together] };
  }
  const listed = isArray(linked, file, collection);
  const base = indentAt(file, loop.start);
  const each = (text: string) => eachOf(file, loop, pattern, text, listed);
  const rows = (value: Value, indent = base) => each(indented(file, asserted(file, value), indent));
  const bulk = isSameBesides(file, call, loop)
    ? (bulkInsert(file, call, reach, { each, list: textOf(file, collection) }) ??
      bulkCall(file, call, loop, reach, rows))
    : undefined;
  if (bulk === undefined)
    return refused(sentence("what is written may not be possible for many rows at once"));
  if (
    reach.query.library.name === "sequelize" &&
    hasHooks(linked, file, reach.query.subject || modelOf(call))
  )
    return refused(sentence("hooks of the project run for each row that is created by itself"));
  // Where no row is an error, nothing is written, as before.
  if (bulk.needsRows && !isPlain(collection))
    return refused(sentence("the loop is not over a list that is kept in a variable"));
  if (bulk.needsRows && !listed) return refused(sentence("no row at all would be an error"));
  if (bulk.needsRows && isArm(file, loop.start))
    return refused(sentence("the loop is the one statement of a branch"));
  const condition = bulk.needsRows ? `if (${textOf(file, collection)}.length > 0) ` : "";
  const statement = `${condition}await ${bulk.text}${styleOf(file).end}`;
  const edits = [replace(file, { start: loop.bodyStart, end: loop.bodyEnd }, statement)];
  const title =
    bulk.most === undefined
      ? sentence("Write all rows at once")
      : sentence("Write all rows at once, up to {0}", bulk.most);
  return { fixes: [{ title, edits, isPreferred: bulk.most === undefined }] };
}

/** Not another place for each row, and nothing that is waited for before each. */
function isSameBesides(file: FileNode, call: CallFact, loop: Iteration): boolean {
  const { callee } = call;
  const place = callee.kind === "member" ? callee.of : callee;
  return (
    !dependsOn(file, place, changingIn(file, loop)) &&
    !call.arguments.some((one) => mentions(file, one, ({ kind }) => kind === "await"))
  );
}

function isWholeBody(file: FileNode, call: CallFact, loop: Iteration): boolean {
  const before = file.source.slice(loop.end, call.start);
  const after = file.source.slice(call.end, loop.bodyEnd);
  return /^\s*\)?\s*\{?\s*await\s+$/.test(before) && /^\s*;?\s*\}?$/.test(after);
}

/** Sequelize runs hooks of a row for `create`, and none of them for `bulkCreate`: those of the model, or of all that a connection has. */
function hasHooks(linked: Linked, file: FileNode, model: string): boolean {
  const hook = /\b(before|after)(Create|Save|Validate)\b|\baddHook\(|\bhooks\s*:/i;
  const concerns = new RegExp(`\\b${model.replace(/\W/g, "")}\\b|new Sequelize\\(`, "i");
  return linked.project
    .usersOf("sequelize")
    .some(
      (other) =>
        linked.project.isSamePackage(file, other) && hook.test(other.source) && concerns.test(other.source),
    );
}
