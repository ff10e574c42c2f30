import { type Sentence, sentence } from "../../../words/sentence.ts";
import type { Place } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { TextEdit } from "../../text.ts";
import { lastName } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { takenIn } from "./answer.ts";
import type { Declared } from "./beforehand.ts";
import { calledBeside } from "./beside.ts";
import { changed } from "./changes.ts";
import type { Helper } from "./helper.ts";
import { importing } from "./imports.ts";
import { keptRows } from "./kept-rows.ts";
import { freeName, indentAt, keysOf, replace, shifted, textOf } from "./place.ts";
import { styleOf } from "./style.ts";

/** A function beside a helper that asks for many keys at once, and gives a function that answers for one of them. */
export interface Sibling {
  name: string;
  edits: TextEdit[];
  /** What it gives answers at once, not with a promise. */
  answersAtOnce: boolean;
}

const unknownPlace = sentence(
  "the function with the query is not written where another one can stand beside it",
);

/** @param called by what name the helper is called */
export function siblingOf(linked: Linked, helper: Helper, called: string): Sibling | Sentence {
  const { file, single, isQueryAlone } = helper;
  const inner = innerSibling(linked, helper);
  if (inner !== undefined && "template" in inner) return inner;
  const wanted = `${called}Among`;
  const mayThrow = inner === undefined && single.throws === true;
  const answersAtOnce = isQueryAlone && inner?.answersAtOnce !== false && !mayThrow;
  const innerEdits = inner?.edits ?? [];
  // Another loop may have had it written already.
  const known = textBeside(helper, wanted, inner);
  if (known === undefined) return unknownPlace;
  if (file.source.includes(known.text.trim())) return { name: wanted, edits: innerEdits, answersAtOnce };
  const name = freeName(file, wanted, new Set(methodsIn(helper)));
  const { at, text } = textBeside(helper, name, inner) ?? known;
  const edits = [replace(file, { start: at, end: at }, text), ...innerEdits];
  if (inner === undefined && single.needs !== undefined) edits.push(...importing(file, single.needs));
  return { name, edits, answersAtOnce };
}

/** How the function beside the inner helper is called. */
interface Inner {
  callee: string;
  edits: TextEdit[];
  answersAtOnce: boolean;
}

function innerSibling(linked: Linked, { file, query, inner }: Helper): Inner | Sentence | undefined {
  if (inner === undefined) return undefined;
  const { callee } = query;
  const sibling = siblingOf(linked, inner, lastName(callee));
  if ("template" in sibling) return sibling;
  const beside = calledBeside(linked, file, query, inner, sibling.name);
  if ("template" in beside) return beside;
  const { answersAtOnce } = sibling;
  return { callee: beside.text, edits: [...beside.edits, ...sibling.edits], answersAtOnce };
}

function textBeside(
  helper: Helper,
  name: string,
  inner: Inner | undefined,
): { at: number; text: string } | undefined {
  const place = placeBeside(helper, name);
  const body = place === undefined ? undefined : bodyOf(helper, place.indent, inner);
  if (place === undefined || body === undefined) return undefined;
  return { at: place.at, text: place.text(parametersOf(helper), body) };
}

/** The names of the class that the helper is a method of. */
function methodsIn({ file, owner }: Helper): string[] {
  const { methods = [], fields = [] } = file.facts.classes[owner] ?? {};
  return [...methods, ...fields].map(({ name }) => name);
}

/** What the list of keys is called. */
function listName({ file, fact, written, parameter }: Helper): string {
  const own = textOf(file, written.parameters[parameter] ?? { start: 0, end: 0 });
  const name = /^[A-Za-z_$][\w$]*/.exec(own)?.[0];
  const wanted = name === undefined ? "keys" : /s$/.test(name) ? `${name}List` : `${name}s`;
  const taken = file.facts.bindings.some(
    (binding) => binding.name === wanted && binding.start >= fact.start && binding.start < fact.end,
  );
  return taken ? "everyKey" : wanted;
}

/** The parameter of one key, with its type; what may be left out may be undefined. */
function one({ file, written, parameter }: Helper): string {
  const text = textOf(file, written.parameters[parameter] ?? { start: 0, end: 0 });
  return text.replace(/^([\w$]+)\?\s*:\s*([\s\S]+)$/, "$1: $2 | undefined").replace(/^([\w$]+)\?$/, "$1");
}

/** What is another for each, as parameters. */
function ofEach({ file, written, varied }: Helper): string {
  return written.parameters
    .flatMap((place, index) => (varied.includes(index) ? textOf(file, place) : []))
    .join(", ");
}

/** The parameters of the helper, with a list in place of the key. */
function parametersOf(helper: Helper): string {
  const { file, written, parameter, varied } = helper;
  return written.parameters
    .flatMap((place, index) => {
      if (index !== parameter) return varied.includes(index) ? [] : textOf(file, place);
      const type = typeOfOne(helper);
      if (type === "") return listName(helper);
      return `${listName(helper)}: ${/^([\w$.]+(\[\])*|\{[^{}]*\})$/.test(type) ? type : `(${type})`}[]`;
    })
    .join(", ");
}

/** `id: string` → `string`, `{ id }: { id: string }` → `{ id: string }`. */
function typeOfOne(helper: Helper): string {
  return /^(?:[\w$]+|\{[^{}]*\}|\[[^[\]]*\])\s*:\s*([\s\S]+)$/.exec(one(helper))?.[1]?.trim() ?? "";
}

/** The lines of its body. */
function bodyOf(helper: Helper, indent: string, inner: Inner | undefined): string[] | undefined {
  const { file, query, written, isQueryAlone } = helper;
  const { end, indent: step } = styleOf(file);
  const { lines, found, atOnce } =
    inner === undefined ? asking(helper, indent + step) : askingInner(helper, inner, indent + step);
  const { returns } = written;
  const parameter = ofEach(helper);
  if (isQueryAlone) {
    // Without its row it asks itself, for an error of its own.
    if (helper.single.throws === true && inner === undefined)
      return [
        ...lines,
        `return async (${parameter})${returns === "" ? "" : `: ${returns}`} => ${found}${end}`,
      ];
    const given = atOnce ? /^Promise<([\s\S]+)>$/.exec(returns)?.[1] : returns;
    const type = given === undefined || given === "" ? "" : `: ${given}`;
    return [...lines, `return (${parameter})${type} => ${found}${end}`];
  }
  const asked = takenIn(file, query, true);
  if (asked === undefined) return undefined;
  const { start, end: until } = written.body;
  const before = withoutLines(file, { start, end: asked.start }, helper.declared);
  const awaited = atOnce
    ? inExpression(found, before, file.source.slice(asked.end, until))
    : `await ${found}`;
  const promise = atOnce ? `Promise.resolve(${found})` : found;
  const text = asked.isPromise ? promise : awaited;
  const body = `${before}${text}${file.source.slice(asked.end, until)}`;
  const own = indentAt(file, helper.fact.start);
  const moved = shifted(body, own, indent + step);
  const declared = helper.declared.map(({ text: line }) => line);
  return [
    ...declared,
    ...lines,
    `return async (${parameter})${returns === "" ? "" : `: ${returns}`} => ${moved}${end}`,
  ];
}

/** The text of a place but for these lines. */
function withoutLines(file: FileNode, place: Place, lines: readonly Declared[]): string {
  return changed(
    file,
    place,
    lines.map(({ start, end }) => ({ start, end, text: "" })),
  );
}

interface Asking {
  /** What asks for all. */
  lines: string[];
  /** What answers for one. */
  found: string;
  /** And not with a promise. */
  atOnce: boolean;
}

/** The list of what is asked for. */
function keysIn(helper: Helper): string {
  const { file, key, guards } = helper;
  return keysOf(file, { list: listName(helper), pattern: one(helper), isArray: true }, key, guards);
}

function asking(helper: Helper, indent: string): Asking {
  const { file, query, single, given, guards } = helper;
  const { end, indent: step } = styleOf(file);
  const rows = localName(helper, "rows");
  const listed = keysIn(helper);
  const isKept = single.inOrder === true || (single.needsKeys === true && guards.length > 0);
  const keys = isKept ? localName(helper, "keys") : listed;
  const place = single.list === true ? indent : indent + step;
  const answer = `await ${shifted(single.all(keys), indentAt(file, query.start), place)}`;
  const all = single.rowsIn?.(answer) ?? answer;
  const guarded =
    single.needsKeys === true ? `${isKept ? keys : listName(helper)}.length === 0 ? [] : ${all}` : all;
  const map = localName(helper, single.list === true ? "rowsByKey" : "rowByKey");
  const { lines, found } = keptRows(file, single, { rows, map, keys }, guarded);
  return {
    lines: [...(isKept ? [`const ${keys} = ${listed}${end}`] : []), ...lines],
    found: found(textOf(file, given)) + (single.throws === true ? ` ?? (await ${textOf(file, query)})` : ""),
    atOnce: true,
  };
}

function askingInner(helper: Helper, { callee, answersAtOnce }: Inner, indent: string): Asking {
  const { file, query, given } = helper;
  const name = localName(helper, "found");
  const passed = query.arguments.map((value) =>
    value === given ? keysIn(helper) : shifted(textOf(file, value), indentAt(file, query.start), indent),
  );
  return {
    lines: [`const ${name} = await ${callee}(${passed.join(", ")})${styleOf(file).end}`],
    found: `${name}(${textOf(file, given)})`,
    atOnce: answersAtOnce,
  };
}

/** A name that the helper does not mention, nor the list of keys has. */
function localName(helper: Helper, wanted: string): string {
  const text = `${textOf(helper.file, helper.fact)} ${listName(helper)}`;
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted}${n}`;
    if (!new RegExp(`\\b${name}\\b`).test(text)) return name;
  }
}

function inExpression(text: string, before: string, behind: string): string {
  const isApart =
    /(?<![=!<>])=\s*$|\breturn\s+$/.test(before) || (/\(\s*$/.test(before) && /^\s*\)/.test(behind));
  return isApart ? text : `(${text})`;
}

interface Stand {
  at: number;
  /** The indentation of its first line. */
  indent: string;
  text(parameters: string, body: string[]): string;
}

/** Where it stands, and how it is declared there. */
function placeBeside({ file, fact, owner }: Helper, name: string): Stand | undefined {
  const indent = indentAt(file, fact.start);
  const { indent: step, end } = styleOf(file);
  const newline = file.source.includes("\r\n") ? "\r\n" : "\n";
  const block = (head: string, lines: string[], tail = "") =>
    [`${indent}${head} {`, ...lines.map((line) => `${indent}${step}${line}`), `${indent}}${tail}`].join(
      newline,
    );
  const head = file.source.slice(fact.start, fact.nameStart);
  const behind = file.source.slice(fact.end, fact.end + 40);
  const before = file.source.slice(Math.max(0, fact.start - 200), fact.start);
  const gap = newline + newline;
  if (fact.kind === "method" && fact.class >= 0 && /^[\w\s]*$/.test(head)) {
    const words = head.split(/\s+/).filter((word) => /^(public|private|protected|static)$/.test(word));
    return {
      at: fact.end,
      indent,
      text: (given, lines) => gap + block([...words, `async ${name}(${given})`].join(" "), lines),
    };
  }
  if (fact.kind === "method" && /^(async\s+)?$/.test(head))
    return {
      at: fact.end,
      indent,
      text: (given, lines) => `,${gap}${block(`async ${name}(${given})`, lines)}`,
    };
  if (fact.kind === "function" && fact.region === 0 && /^(async\s+)?function\s+$/.test(head)) {
    const exported = /(^|\n)\s*export\s+(default\s+)?$/.test(before) ? "export " : "";
    if (exported === "" && !/(^|[\n;}])\s*$/.test(before)) return undefined;
    return {
      at: fact.end,
      indent,
      text: (given, lines) => gap + block(`${exported}async function ${name}(${given})`, lines),
    };
  }
  if (fact.kind !== "arrow") return undefined;
  const field =
    /(?:^|[\n;{}])[ \t]*((?:(?:public|private|protected|readonly|static)\s+)*)[\w$]+\s*=\s*$/.exec(before);
  if (owner >= 0) {
    const until = /^\s*;/.exec(behind)?.[0].length ?? 0;
    if (field === null || (until === 0 && !/^[ \t]*(\r?\n|$)/.test(behind))) return undefined;
    const words = (field[1] ?? "").split(/\s+/).filter((word) => word !== "" && word !== "readonly");
    return {
      at: fact.end + until,
      indent,
      text: (given, lines) => gap + block([...words, `async ${name}(${given})`].join(" "), lines),
    };
  }
  const constant = /(?:^|\n)(export\s+)?const\s+[\w$]+\s*=\s*$/.exec(before);
  if (constant !== null && fact.region === 0) {
    const until = /^\s*;/.exec(behind)?.[0].length ?? 0;
    if (until === 0 && !/^[ \t]*(\r?\n|$)/.test(behind)) return undefined;
    return {
      at: fact.end + until,
      indent,
      text: (given, lines) =>
        gap + block(`${constant[1] ?? ""}const ${name} = async (${given}) =>`, lines, end),
    };
  }
  if (/[{,]\s*[\w$]+\s*:\s*$/.test(before) && /^\s*[,}]/.test(behind))
    return {
      at: fact.end,
      indent,
      text: (given, lines) => `,${newline}${block(`${name}: async (${given}) =>`, lines)}`,
    };
  return undefined;
}
