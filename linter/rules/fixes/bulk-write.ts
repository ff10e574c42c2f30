import { sentence } from "../../../words/sentence.ts";
import type { CallFact, Value } from "../../facts.ts";
import { dependsOn, mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { changingIn } from "../way/elements.ts";
import type { LoopedCall } from "../way/looped-call.ts";
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
  const rows = (value: Value, indent = base) =>
    eachOf(file, loop, pattern, indented(file, asserted(file, value), indent), listed);
  const text = bulkCall(file, call, loop, reach, rows);
  if (text === undefined)
    return refused(sentence("what is written may not be possible for many rows at once"));
  if (
    reach.query.library.name === "sequelize" &&
    hasHooks(linked, file, reach.query.subject || modelOf(call))
  )
    return refused(sentence("hooks of the project run for each row that is created by itself"));
  // Where no row is an error, nothing is written, as before.
  const guarded = /^(drizzle|mongodb)$/.test(reach.query.library.name);
  if (guarded && !isPlain(collection))
    return refused(sentence("the loop is not over a list that is kept in a variable"));
  if (guarded && !listed) return refused(sentence("no row at all would be an error"));
  if (guarded && isArm(file, loop.start))
    return refused(sentence("the loop is the one statement of a branch"));
  const condition = guarded ? `if (${textOf(file, collection)}.length > 0) ` : "";
  const statement = `${condition}await ${text}${styleOf(file).end}`;
  const edits = [replace(file, { start: loop.bodyStart, end: loop.bodyEnd }, statement)];
  return { fixes: [{ title: sentence("Write all rows at once"), edits, isPreferred: true }] };
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

function bulkCall(
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  reach: Reach,
  rows: (value: Value, indent?: string) => string,
): string | undefined {
  const { library, name } = reach.query;
  const [argument] = call.arguments;
  if (call.callee.kind !== "member" || argument === undefined || call.arguments.length !== 1)
    return undefined;
  // Another place for each row, or something that is waited for before each.
  const changing = changingIn(file, loop);
  if (dependsOn(file, call.callee.of, changing)) return undefined;
  if (mentions(file, argument, ({ kind }) => kind === "await")) return undefined;
  const receiver = textOf(file, call.callee.of);
  switch (`${library.name} ${name}`) {
    case "prisma create": {
      const data =
        argument.kind === "object" && argument.properties.length === 1 ? argument.properties[0] : undefined;
      if (data?.key !== "data" || !isFlat(data.value)) return undefined;
      if (!textOf(file, data.value).includes("\n"))
        return `${receiver}.createMany({ data: ${rows(data.value)} })`;
      const outer = indentAt(file, loop.start);
      const inner = outer + styleOf(file).indent;
      const newline = file.source.includes("\r\n") ? "\r\n" : "\n";
      return [`${receiver}.createMany({`, `${inner}data: ${rows(data.value, inner)},`, `${outer}})`].join(
        newline,
      );
    }
    case "sequelize create":
      // A row by itself is validated, too.
      return isFlat(argument) ? `${receiver}.bulkCreate(${rows(argument)}, { validate: true })` : undefined;
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
