import type { Value } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";

/**
 * The type of `parent.id` as far as the code declares it as one simple type: "string", "number", "bigint"; "" in JavaScript, which needs
 * none; undefined where it is not seen or may be missing.
 */
export function keyTypeOf(
  linked: Linked,
  file: FileNode,
  value: Value,
  resolver: Iteration,
): string | undefined {
  if (file.facts.language === "javascript") return "";
  const field = value.kind === "member" && value.of.kind === "name" ? value.name : undefined;
  const fact = file.facts.functions[resolver.callback];
  const parameter = fact?.parameters[resolver.parent ?? -1];
  const name = value.kind === "name" ? value.name : field;
  if (fact === undefined || parameter?.type === undefined || name === undefined) return undefined;
  const { type } = parameter;
  if (type.kind === "object") {
    const body = file.facts.regions[fact.body]?.start ?? fact.end;
    return simpleIn(file.source.slice(fact.start, body), name);
  }
  if (type.kind !== "named" || type.path.length > 0) return undefined;
  return declared(linked, file, type.binding, name);
}

/** The field's type in the text of a type or class of the file, or of the one that it imports. */
function declared(linked: Linked, file: FileNode, index: number, field: string): string | undefined {
  const binding = file.facts.bindings[index];
  if (binding?.kind === "import") {
    const fact = file.imports.get(index);
    const from = fact && linked.project.resolve(fact.module, file);
    const there = from?.facts.bindings.findIndex(
      ({ name, region, kind }) =>
        region === 0 && name === fact?.name && (kind === "type" || kind === "class"),
    );
    return from === undefined || there === undefined || there < 0
      ? undefined
      : declared(linked, from, there, field);
  }
  if (binding?.kind !== "type" && binding?.kind !== "class") return undefined;
  const text = file.source.slice(binding.end);
  // Up to the line that closes it.
  return simpleIn(text.slice(0, text.search(/^\}|\}\s*;?\s*$/m) + 1), field);
}

function simpleIn(text: string, field: string): string | undefined {
  const name = field.replace(/[$]/g, "\\$&");
  return new RegExp(`(?:^|[\\s;,{])${name}!?:\\s*(string|number|bigint)\\s*[;,}\\n]`).exec(text)?.[1];
}
