import type { TypeRef, Value } from "../../facts.ts";
import { fieldOf } from "../../link/project/prisma-models.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { askedRows } from "./include/asked-rows.ts";

/**
 * Whether the code declares that the key may be null or undefined, which asks for all rows in one library and is an error in another:
 * `row.userId` of `{ userId?: string }`. What is made of it (`row.userId ?? ""`) is not.
 */
export function mayBeMissing(linked: Linked, file: FileNode, key: Value): boolean {
  if (key.kind === "name") return saysMissing(textOfType(file, key.binding));
  if (key.kind !== "member") return false;
  // `row.user?.id`, `row.user!.id`
  if (file.source.slice(key.of.end, key.end).startsWith("?.")) return true;
  if (key.of.kind !== "name" || file.source.charAt(key.end) === "!") return false;
  const own = file.facts.bindings[key.of.binding];
  const value = own?.type === undefined ? listOf(file, key.of.binding) : undefined;
  const list = value?.kind === "name" ? file.facts.bindings[value.binding] : undefined;
  const declared = list ?? own;
  const type = list?.type?.kind === "array" ? list.type.of : declared?.type;
  if (declared === undefined || type === undefined)
    return value !== undefined && rowsMayLack(linked, file, value, key.name);
  if (type.kind === "object") return fieldMissing(inBraces(file.source, declared.end), key.name);
  return declaresMissing(linked, file, type, key.name, 0);
}

/** The schema says that rows may have nothing there. */
function rowsMayLack(linked: Linked, file: FileNode, list: Value, name: string): boolean {
  const asked = askedRows(linked, file, list);
  return asked !== undefined && fieldOf(asked.place.model, name)?.optional === true;
}

/** The list of which a variable holds an element: `for (const row of rows)`, `rows.map((row) => …)`. */
function listOf(file: FileNode, element: number): Value | undefined {
  const { bindings, calls } = file.facts;
  const value = bindings[element]?.values[0]?.value;
  if (value?.kind === "each") return value.of;
  const place = value?.kind === "parameter" ? file.passedTo.get(value.function) : undefined;
  const callee = place === undefined ? undefined : calls[place.call]?.callee;
  return callee?.kind === "member" ? callee.of : undefined;
}

/** The text up to the brace that closes the first one. */
function inBraces(source: string, start: number): string {
  const text = source.slice(start, start + 1000);
  return text.slice(0, text.indexOf("}") + 1);
}

function declaresMissing(
  linked: Linked,
  file: FileNode,
  type: TypeRef,
  field: string,
  hops: number,
): boolean {
  if (type.kind !== "named" || type.path.length > 0 || hops > 4) return false;
  const binding = file.facts.bindings[type.binding];
  if (binding?.kind === "import") {
    const fact = file.imports.get(type.binding);
    const there = fact && linked.project.resolve(fact.module, file);
    const index = there?.facts.bindings.findIndex(({ name, region }) => region === 0 && name === fact?.name);
    if (there === undefined || index === undefined || index < 0) return false;
    return declaresMissing(linked, there, { ...type, binding: index }, field, hops + 1);
  }
  if (binding?.kind !== "type" && binding?.kind !== "class") return false;
  const text = file.source.slice(binding.end);
  return fieldMissing(text.slice(0, text.search(/^\}|\}\s*;?\s*$/m) + 1), field);
}

function fieldMissing(text: string, field: string): boolean {
  const name = field.replace(/[$]/g, "\\$&");
  const found = new RegExp(`(?:^|[\\s;,{])${name}(\\?)?!?\\s*:\\s*([^;,\\n}]*)`).exec(text);
  return found !== null && (found[1] === "?" || saysMissing(found[2] ?? ""));
}

function saysMissing(type: string): boolean {
  return /\b(null|undefined)\b/.test(type);
}

/** What is written behind a variable as its type; what may be left out may be undefined. */
function textOfType({ facts, source }: FileNode, index: number): string {
  const end = facts.bindings[index]?.end;
  if (end === undefined) return "";
  const text = source.slice(end, end + 120);
  return text.startsWith("?") ? "undefined" : (/^\s*:\s*([^=;,)]*)/.exec(text)?.[1] ?? "");
}
