import type { Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { escaped } from "../../text.ts";
import { isCallInText, isOnlySaid } from "./only-said.ts";
import { nameStartOf } from "./private-members.ts";
import { codeOf } from "./said-in-code.ts";

type ObjectValue = Extract<Value, { kind: "object" }>;

/** How a place says a name: `list(…)`, `list` without a call, `this.list` or `exports.list`, `orders.list`. */
export type Manner = "called" | "named" | "as its own" | "as another's";

export const anyManner: readonly Manner[] = ["called", "named", "as its own", "as another's"];

/** Where the code of a file says a name, but for where it declares it and where it only offers it to others. Offsets. */
export function mentionsInCode(file: FileNode, name: string, manners = anyManner): number[] {
  if (!maySay(file, name)) return [];
  const code = withoutModules(file).replace(offering, blank);
  const found = saidIn(file, code, name).filter((at) => {
    const manner = mannerAt(code, at, name);
    if (manner === "called" && isCallInText(code, at)) return false;
    return manners.includes(manner) && !(manner === "named" && isOnlySaid(code, at, name));
  });
  if (found.length === 0) return [];
  const offered = objectsAmong([...file.exports.values()].flat());
  return found.filter((at) => !offered.some((one) => isListedIn(file, one, at)));
}

function mannerAt(code: string, at: number, name: string): Manner {
  const before = code.slice(Math.max(0, at - 30), at);
  if (/(?<![\w$])(this|self|exports)\s*\??\.\s*$/.test(before)) return "as its own";
  if (/(?<!\.\.)\.\s*$/.test(before)) return "as another's";
  return /^\s*\??\s*[(<]/.test(code.slice(at + name.length, at + name.length + 30)) ? "called" : "named";
}

/** Whether a file does anything with what a variable holds but to name something of it: for its own ones, also but to offer it to others. */
export function usedWhole(file: FileNode, name: string, whose: "its own" | "another's"): boolean {
  const all = withoutModules(file);
  const code = whose === "its own" ? all.replace(offering, blank) : all;
  const namesOne = (end: number) => /^\s*\??\.\s*[\w$]/.test(code.slice(end, end + 40));
  const isKey = (at: number) =>
    /[{,]\s*$/.test(code.slice(Math.max(0, at - 40), at)) && /^\s*:/.test(code.slice(at + name.length));
  return saidIn(file, code, name).some(
    (at) =>
      !/["'`]/.test(code.charAt(at - 1)) &&
      !/^as /.test(mannerAt(code, at, name)) &&
      !isKey(at) &&
      !namesOne(at + name.length) &&
      !(
        takenApart.test(code.slice(Math.max(0, at - 600), at)) &&
        /^\s*($|[;,\n])/.test(code.slice(at + name.length))
      ),
  );
}

/** `const { list, remove } = `, which names what it takes; not `{ list, ...others } = `. */
const takenApart = /\{(?:(?!\.\.\.)[^{}=])*\}\s*=\s*$/;

/** Whether a text of the code names it, alone or last: `"orders.list"`, `"OrderController@list"`. */
export function isNamedInText(file: FileNode, name: string): boolean {
  if (!maySay(file, name)) return false;
  return new RegExp(`["'\`](?:[\\w$/-]+[.#@:])*${escaped(name)}["'\`]`).test(codeOf(file));
}

/** `export { list }`, `export default list`, `exports.list = list`: nobody uses it by that. */
const offering =
  /\bexport\s+(?:type\s+)?\{[^}]*\}|\bexport\s+default\s+[\w$]+\s*(?=[;\n]|$)|\bexports(?:\.[\w$]+)?\s*=(?!=)(?:\s*[\w$]+\s*(?=[;\n]|$))?/g;

/** What a module is called says nothing of what is taken of it. */
function withoutModules(file: FileNode): string {
  return codeOf(file).replace(/\b(?:from|import|require)\s*\(?\s*["'`][^"'`\n]*["'`]/g, blank);
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

function maySay(file: FileNode, name: string): boolean {
  return file.mayName(new RegExp(escaped(name)));
}

/** The places of a name in the code, but for where the file declares something by it; none of them is a part of a path, `/orders/list`. */
function saidIn(file: FileNode, code: string, name: string): number[] {
  const found = [...code.matchAll(new RegExp(`(?<![\\w$/-])${escaped(name)}(?![\\w$/-])`, "g"))];
  if (found.length === 0) return [];
  const declared = declaredIn(file, name);
  return found.flatMap(({ index }) => (declared.has(index) ? [] : [index]));
}

function declaredIn({ facts, source }: FileNode, name: string): Set<number> {
  const out = new Set<number>();
  for (const one of facts.bindings) if (one.name === name) out.add(one.start);
  for (const field of facts.classes.flatMap(({ fields }) => fields))
    if (field.name === name) out.add(nameStartOf(source, field));
  for (const one of facts.functions) if (one.name === name) out.add(one.nameStart);
  const held = [...facts.bindings.flatMap(({ values }) => values), ...facts.exports, ...facts.assignments];
  for (const { properties } of objectsAmong(held))
    for (const { key, value, start } of properties)
      if (key === name && value.kind === "function") out.add(start);
  return out;
}

function objectsAmong(held: readonly { value?: Value }[]): ObjectValue[] {
  return held.flatMap(({ value }) => (value?.kind === "object" ? [value] : []));
}

/** Whether it stands directly in the object, and in no function there: `module.exports = { list }`. */
function isListedIn({ facts }: FileNode, { start, end }: ObjectValue, at: number): boolean {
  if (at < start || end <= at) return false;
  return !facts.functions.some((one) => one.start > start && one.start <= at && at < one.end);
}
