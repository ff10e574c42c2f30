import type { Value } from "../../facts.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";
import { titleOf } from "../../value-parts.ts";
import { changingAmong, isAnew } from "../way/same-data.ts";
import type { Statement } from "./only-writes.ts";

/** `INSERT`, `UPDATE` and `DELETE` take many rows where nothing but the key is another one. */
export function statementExemption(at: Statement, text: string): string | undefined {
  if (/\bselect\b/i.test(text)) return "writes all rows that it selects";
  if (/^\s*insert\b/i.test(text)) return undefined;
  if (!/^\s*(update|delete)\b/i.test(text)) return "each statement stands by itself";
  if (setsOthers(at, text)) return "each row gets other values";
  return changingConditions(at) > 1 ? "each row is found by more than one value" : undefined;
}

const setPart = /\bset\b([\s\S]*?)(?:\bwhere\b|$)/i;

/** What stands for a value in the text is another one in each turn, as far as that can be told. */
function setsOthers({ file, call, changes }: Statement, text: string): boolean {
  const [, given = ""] = setPart.exec(text) ?? [];
  if (!/[?$:@]/.test(given.replaceAll("::", ""))) return false;
  const built = call.arguments.map((value) => textIn(file, value)).find((text) => text !== undefined);
  if (built !== undefined) {
    // `SET ${sets.join(", ")} WHERE …`: what is between is seen in what it is put together of.
    const [before = "", ...behind] = built.strings;
    let read = before;
    let last = before;
    for (const [place, hole] of built.of.entries()) {
      const isSet = /\bset\b/i.test(read) && !/\bwhere\b/i.test(read);
      if (
        isSet &&
        (isGathered(file, hole) ||
          changes(hole) > 0 ||
          isAnew(file, hole) ||
          /[?$:@]/.test(last.replace(/^[\s\S]*\bset\b/i, "")))
      )
        return true;
      last = behind[place] ?? "";
      read += ` ${last}`;
      if (isSet && /[?$:@]/.test(last.replace(/\bwhere\b[\s\S]*/i, ""))) return true;
    }
    return !/\bset\b/i.test(read);
  }
  const list = call.arguments.map((value) => held(file, value)).find(({ kind }) => kind === "array");
  if (list?.kind !== "array" || list.items.some(({ kind }) => kind === "spread")) return true;
  if (call.arguments.some((value) => isGathered(file, value))) return true;
  // `?` are counted from the first on; one in a text with numbers is something that is not in sight.
  const [before = ""] = text.split(/\bset\b/i);
  if (/[:@]|\?[\s\S]*\$|\$[\s\S]*\?/.test(given.replaceAll("::", "")) || before.includes("?")) return true;
  const places = [...given.matchAll(/\$(\d+)|\?/g)].map(([, number], n) => (number ? Number(number) - 1 : n));
  return places.some((place) => {
    const value = list.items[place];
    return value === undefined || changes(value) > 0 || isAnew(file, value);
  });
}

/** How many values that are others in each turn the rows are found by. What the text is put together of with the values counts once. */
function changingConditions({ file, call, changes }: Statement): number {
  if (call.arguments.some((value) => isGathered(file, value))) return Number.POSITIVE_INFINITY;
  const [texts, others] = [true, false].map((isText) =>
    call.arguments.filter((value) => (textIn(file, value) !== undefined) === isText),
  );
  const given = changingAmong(
    file,
    (others ?? []).flatMap((value) => listed(file, value)),
    changes,
  );
  if (given === 0) return changingAmong(file, texts ?? [], changes);
  const holes = (texts ?? []).flatMap((value) => textIn(file, value)?.of ?? []);
  return (
    given +
    changingAmong(
      file,
      holes.filter((hole) => !isOfNames(file, hole)),
      changes,
    )
  );
}

/** `const sets = []; … sets.push(…)`: what a list gets later is not in sight; nor is what a variable gets. */
function isGathered(file: FileNode, value: Value): boolean {
  return mentions(file, value, (part) => {
    if (part.kind !== "name") return false;
    const { kind, values = [] } = file.facts.bindings[part.binding] ?? {};
    if (kind === "variable") return values.length > 1;
    if (kind !== "constant" || !values.some(({ value: first }) => first.kind === "array")) return false;
    return file.facts.calls.some(
      ({ callee }) =>
        callee.kind === "member" &&
        /^(push|unshift|splice)$/.test(callee.name) &&
        callee.of.kind === "name" &&
        callee.of.binding === part.binding,
    );
  });
}

/** `conditions.join(" AND ")`, `keys`: names of columns, whose values are passed beside the text. */
function isOfNames(file: FileNode, hole: Value): boolean {
  const call = hole.kind === "call" ? file.facts.calls[hole.call] : undefined;
  const of = call?.callee.kind === "member" ? call.callee.of : hole;
  return of.kind === "name" && file.facts.bindings[of.binding]?.kind === "constant";
}

/** `Object.values(where)` and `[...first, ...second]` are what they are made of. */
function listed(file: FileNode, value: Value): Value[] {
  const at = held(file, value);
  if (at.kind === "spread") return listed(file, at.of);
  if (at.kind === "array") return at.items.flatMap((item) => listed(file, item));
  const call = at.kind === "call" ? file.facts.calls[at.call] : undefined;
  return call !== undefined && titleOf(call.callee) === "Object.values" ? call.arguments : [value];
}

/** What a constant holds where it is a list, a text or what a call gives; else the value. */
function held(file: FileNode, value: Value): Value {
  const { kind, values = [] } = (value.kind === "name" && file.facts.bindings[value.binding]) || {};
  const [only, ...more] = values;
  if (kind !== "constant" || only === undefined || more.length > 0) return value;
  return /^(array|text|call)$/.test(only.value.kind) ? only.value : value;
}

/** The text that a value is, where it is put together in place: also that of a tag. */
function textIn(file: FileNode, value: Value): (Value & { kind: "text" }) | undefined {
  const at = held(file, value);
  const call = at.kind === "call" ? file.facts.calls[at.call] : undefined;
  const text = call?.form === "tag" ? call.arguments.find(({ kind }) => kind === "text") : at;
  return text?.kind === "text" ? text : undefined;
}
