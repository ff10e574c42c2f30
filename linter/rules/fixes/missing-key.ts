import type { Binding, TypeRef, Value } from "../../facts.ts";
import type { FileNode } from "../../link/project.ts";
import type { Linked } from "../rule.ts";

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
  const list = own?.type === undefined ? listOf(file, key.of.binding) : undefined;
  const declared = list ?? own;
  const type = list?.type?.kind === "array" ? list.type.of : declared?.type;
  if (declared === undefined || type === undefined) return false;
  if (type.kind === "object") return fieldMissing(inBraces(file.source, declared.end), key.name);
  return declaresMissing(linked, file, type, key.name, 0);
}

/** The variable that holds the list of which another holds an element: `for (const row of rows)`, `rows.map((row) => …)`. */
function listOf(file: FileNode, element: number): Binding | undefined {
  const { bindings, calls } = file.facts;
  const value = bindings[element]?.values[0]?.value;
  let list = value?.kind === "each" ? value.of : undefined;
  if (value?.kind === "parameter") {
    const place = file.passedTo.get(value.function);
    const callee = place === undefined ? undefined : calls[place.call]?.callee;
    list = callee?.kind === "member" ? callee.of : undefined;
  }
  return list?.kind === "name" ? bindings[list.binding] : undefined;
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
