import { sentence } from "../../../../words/sentence.ts";
import type { Place, Value } from "../../../facts.ts";
import type { Fix } from "../../../finding.ts";
import type { FileNode } from "../../../link/project/project.ts";
import { elementBindings } from "../../way/elements.ts";
import type { LoopedCall } from "../../way/looped-call.ts";
import { awaitAround, indentAt, isArray, isPlain, patternOf, replace, textOf } from "../place.ts";
import { isArm } from "../statement.ts";
import { styleOf } from "../style.ts";
import { typeBehind } from "../written-type.ts";

/**
 * `for (const user of users) { user.isOpen = false; await repository.save(user); }`: the rows are changed as before, and saved together behind the loop. Only
 * where a turn does nothing but give its element values that cannot fail.
 */
export function savedTogether({ linked, file, call, loop, reach }: LoopedCall): Fix | undefined {
  const { query } = reach;
  const [row, ...more] = call.arguments;
  const { collection } = loop;
  if (`${query.library.name} ${query.name}` !== "typeorm save" || more.length > 0) return undefined;
  if (loop.kind !== "each" || loop.awaits || collection === undefined || !isPlain(collection))
    return undefined;
  if (!/^[\w$]+$/.test(patternOf(file, loop) ?? "") || !isArray(linked, file, collection)) return undefined;
  if (isReadOnly(file, collection)) return undefined;
  const elements = new Set(elementBindings(file, loop));
  const isElement = (value: Value | undefined) => value?.kind === "name" && elements.has(value.binding);
  if (!isElement(row) || call.callee.kind !== "member" || !isPlain(call.callee.of)) return undefined;
  const saving = awaitAround(file, call);
  if (saving === undefined || call.region !== loop.region || isArm(file, loop.start)) return undefined;
  const body = { start: file.source.indexOf("{", loop.end - 1), end: loop.bodyEnd };
  if (body.start < 0 || !/^\s*;?\s*\}$/.test(file.source.slice(saving.end, body.end))) return undefined;
  if (!givesValues(file, { start: body.start + 1, end: saving.start }, isElement)) return undefined;
  const { end } = styleOf(file);
  const newline = file.source.includes("\r\n") ? "\r\n" : "\n";
  const text = `await ${textOf(file, call.callee)}(${textOf(file, collection)})${end}`;
  return {
    title: sentence("Save all rows behind the loop"),
    edits: [
      replace(file, wholeLine(file, saving), ""),
      replace(file, { start: body.end, end: body.end }, `${newline}${indentAt(file, loop.start)}${text}`),
    ],
    isPreferred: true,
  };
}

/** `readonly User[]`: `save` takes lists that it may change. */
function isReadOnly({ facts, source }: FileNode, list: Value): boolean {
  const declared = list.kind === "name" ? facts.bindings[list.binding] : undefined;
  return declared !== undefined && /^\s*:\s*[Rr]eadonly/.test(typeBehind(source, declared.end));
}

/** There is nothing but comments and values given to the element: at least one of them. */
function givesValues(file: FileNode, place: Place, isElement: (value: Value) => boolean): boolean {
  const isInside = ({ start, end }: Place) => start >= place.start && end <= place.end;
  const given = file.facts.assignments.filter(isInside);
  const isSimple = given.every(
    ({ target, value }) => target.kind === "member" && isElement(target.of) && cannotFail(file, value),
  );
  if (given.length === 0 || !isSimple) return false;
  let rest = file.source.slice(place.start, place.end);
  for (const { start, end } of given.toSorted((a, b) => b.start - a.start))
    rest = rest.slice(0, start - place.start) + rest.slice(end - place.start);
  return /^[\s;]*$/.test(rest.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ""));
}

/** Names, constants, what they have, and the time. */
function cannotFail(file: FileNode, value: Value): boolean {
  switch (value.kind) {
    case "name":
    case "this":
    case "literal":
      return true;
    case "member":
      return value.of.kind === "name" || value.of.kind === "this";
    case "text":
    case "operation":
      return value.of.every((part) => cannotFail(file, part));
    case "call": {
      const call = file.facts.calls[value.call];
      const text = call === undefined ? "" : file.source.slice(call.start, call.end);
      return /^(new Date\(\)|Date\.now\(\))$/.test(text);
    }
    default:
      return false;
  }
}

/** A statement with its line, where it has that for itself. */
function wholeLine({ source }: FileNode, { start, end }: Place): Place {
  const until = end + (/^\s*;/.exec(source.slice(end))?.[0].length ?? 0);
  const from = source.lastIndexOf("\n", start) + 1;
  const line = /^[ \t]*\r?\n/.exec(source.slice(until))?.[0];
  return line !== undefined && source.slice(from, start).trim() === ""
    ? { start: from, end: until + line.length }
    : { start, end: until };
}
