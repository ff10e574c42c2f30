import type { Binding, FunctionFact, TypeRef, Value } from "../../facts.ts";
import type { Draft } from "./draft.ts";
import { importedType, named } from "./types.ts";

/**
 * The types that JavaScript says in comments: `@param {UserRepo} repo`, `@returns {Pool}`, `@type {import("pg").Pool}`. The comment
 * stands directly above the line of what it is about, or before it in the same line.
 */
export function documentFunction(draft: Draft, node: number, fact: FunctionFact): void {
  const comment = commentBefore(draft, draft.tree.start(node));
  if (comment === undefined) return;
  for (const [, written = "", name = ""] of comment.matchAll(
    /@param\s*\{([^}\n]+)\}\s*\[?([\w$]+)(?![\w$.])/g,
  )) {
    const parameter = fact.parameters.find((one) => one.name.split("=", 1)[0]?.trim() === name);
    if (parameter === undefined || parameter.type !== undefined) continue;
    const type = typeIn(draft, written, node);
    if (type === undefined) continue;
    parameter.type = type;
    const binding = draft.binding(parameter.binding);
    if (binding !== undefined) binding.type ??= type;
  }
  const returned = /@returns?\s*\{([^}\n]+)\}/.exec(comment)?.[1];
  const type = returned === undefined ? undefined : typeIn(draft, returned, node);
  if (type?.kind === "named") fact.returnType ??= type;
}

/** A variable that holds something may hold more than its comment says. */
export function documentBinding(draft: Draft, node: number, binding: Binding | undefined): void {
  const held = binding?.values[0]?.value;
  if (held !== undefined) documentValue(draft, node, held);
}

export function documentValue(draft: Draft, node: number, value: Value): void {
  const type = typeBefore(draft, node);
  if (type !== undefined) value.as ??= type;
}

/** What `@type` says in the comment before a node. */
export function typeBefore(draft: Draft, node: number): TypeRef | undefined {
  const comment = commentBefore(draft, draft.tree.start(node));
  const written = comment === undefined ? undefined : /@type\s*\{([^}\n]+)\}/.exec(comment)?.[1];
  return written === undefined ? undefined : typeIn(draft, written, node);
}

/** `@typedef {import("./users").UserRepo} Repo`: a type of the file, wherever it is written. */
export function documentedTypes(draft: Draft, comment: number): void {
  const { tree, facts } = draft;
  const [start, end] = [tree.start(comment), tree.end(comment)];
  if (draft.facts.language !== "javascript" || !tree.text.startsWith("/**", start)) return;
  const text = tree.text.slice(start, end);
  if (!text.includes("@typedef")) return;
  for (const [, written = "", name = ""] of text.matchAll(/@typedef\s*\{([^}\n]+)\}\s*([\w$]+)/g)) {
    const type = typeIn(draft, written, comment);
    if (type === undefined) continue;
    const binding = draft.declare(name, "type", start, end);
    const declared = draft.binding(binding);
    if (declared?.kind !== "type") continue;
    declared.target = facts.types.push({ name, binding, extends: [], type, enumeration: false }) - 1;
  }
}

/** The documentation comment that ends where the line of a place, or the text before it in that line, begins. */
function commentBefore({ tree, facts }: Draft, at: number): string | undefined {
  if (facts.language !== "javascript") return undefined;
  const { text } = tree;
  let end = at;
  const line = text.lastIndexOf("\n", at - 1) + 1;
  while (end > line && isSpace(text.charCodeAt(end - 1))) end--;
  if (!text.startsWith("*/", end - 2)) {
    end = line;
    while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
    if (!text.startsWith("*/", end - 2)) return undefined;
  }
  const start = text.lastIndexOf("/*", end - 2);
  return start >= 0 && text.startsWith("/**", start) ? text.slice(start, end) : undefined;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** A type as JSDoc writes it, where it is a name, a promise or a list of one; the rest says nothing of use. */
function typeIn(draft: Draft, written: string, node: number): TypeRef | undefined {
  const text = written
    .trim()
    .replace(/^[?!]|[?!=]+$/g, "")
    .replace(/\s*\|\s*(null|undefined)$/, "");
  const list = /^(?:Array<(.+)>|(.+)\[\])$/.exec(text);
  if (list !== null) {
    const of = typeIn(draft, list[1] ?? list[2] ?? "", node);
    return of === undefined ? undefined : { kind: "array", of };
  }
  const promised = /^Promise<(.+)>$/.exec(text)?.[1];
  if (promised !== undefined) return typeIn(draft, promised, node);
  const far = /^import\(["']([^"']+)["']\)(?:\.([\w.]+))?(?:<.*>)?$/.exec(text);
  if (far !== null) return importedType(draft, [text, far[1] ?? "", far[2] ?? "default"], node);
  const [, first = "", rest = ""] =
    /^([A-Z$][\w$]*|[a-z][\w$]*(?=\.))((?:\.[\w$]+)*)(?:<.*>)?$/.exec(text) ?? [];
  if (
    first === "" ||
    /^(Object|Function|Array|String|Number|Boolean|Map|Set|Record|Date|Error|RegExp|Buffer)$/.test(first)
  )
    return undefined;
  return named(draft, first, rest === "" ? [] : rest.slice(1).split("."));
}
