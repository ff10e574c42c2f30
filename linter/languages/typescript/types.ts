import type { TypeFact, TypeRef } from "../../facts.ts";
import { type Draft, deepest } from "./draft.ts";
import { expression } from "./expressions.ts";

const unknownType: TypeRef = { kind: "unknown" };

/** A type as written; what says nothing about how a value is used is unknown. */
export function typeOf(draft: Draft, node: number): TypeRef {
  if (node < 0 || draft.depth >= deepest) return unknownType;
  draft.depth++;
  const type = shallow(draft, node);
  draft.depth--;
  return type;
}

export function typeArguments(draft: Draft, node: number): TypeRef[] {
  return draft.tree.namedChildren(node).map((child) => typeOf(draft, child));
}

function shallow(draft: Draft, node: number): TypeRef {
  const { tree } = draft;
  switch (tree.type(node)) {
    case "type_annotation":
    case "parenthesized_type":
    case "readonly_type":
    case "optional_type":
    case "rest_type":
      return typeOf(draft, tree.firstNamed(node));
    case "type_identifier":
    case "identifier":
      return named(draft, tree.textOf(node), []);
    case "nested_type_identifier":
    case "member_expression": {
      const text = tree.textOf(node);
      const far = imported.exec(text);
      if (far !== null) return importedType(draft, far, node);
      const [first, ...path] = text.split(/\s*\.\s*/);
      return named(draft, first ?? "", path);
    }
    case "generic_type": {
      const type = typeOf(draft, tree.firstNamed(node));
      const written = tree.child(node, "type_arguments");
      if (type.kind === "named" && written >= 0) type.arguments = typeArguments(draft, written);
      return type;
    }
    case "union_type":
    case "intersection_type":
      return combined(draft, node);
    case "array_type":
      return { kind: "array", of: typeOf(draft, tree.firstNamed(node)) };
    case "tuple_type": {
      const first = tree.firstNamed(node);
      return { kind: "array", of: first >= 0 ? typeOf(draft, first) : unknownType };
    }
    case "object_type":
    case "interface_body":
      return { kind: "object", members: members(draft, node) };
    case "type_query":
      return { kind: "query", value: expression(draft, tree.firstNamed(node), "kept") };
    case "function_type":
      return functionType(draft, node);
    case "lookup_type": {
      const [of = -1, key = -1] = tree.namedChildren(node);
      const name = key >= 0 ? tree.textOf(key).replace(/^["']|["']$/g, "") : "";
      return { kind: "lookup", of: typeOf(draft, of), key: name };
    }
    default:
      return unknownType;
  }
}

const imported = /^import\(\s*["']([^"']+)["']\s*\)\.([\w.]+)$/;

/** `import("./users").UserRepo`: an import of its own, under no name. */
export function importedType(
  draft: Draft,
  [, module = "", names = ""]: readonly string[],
  node: number,
): TypeRef {
  const { tree, facts } = draft;
  const [name = "", ...path] = names.split(".");
  const place = { start: tree.start(node), end: tree.end(node) };
  const binding = facts.bindings.push({ name: "", kind: "import", ...place, region: 0, values: [] }) - 1;
  facts.imports.push({ binding, module, name, ...place });
  return { kind: "named", name, binding, path, arguments: [] };
}

export function named(draft: Draft, name: string, path: string[]): TypeRef {
  const type = { kind: "named" as const, name, binding: -1, path, arguments: [] };
  draft.resolveLater(type);
  return type;
}

/** A long union leans to the left: unrolled. */
function combined(draft: Draft, node: number): TypeRef {
  const { tree } = draft;
  const kind = tree.type(node);
  const parts: number[] = [];
  let left = node;
  while (left >= 0 && tree.type(left) === kind) {
    const [first = -1, second = -1] = tree.namedChildren(left);
    if (second >= 0) parts.push(second);
    left = first;
  }
  if (left >= 0) parts.push(left);
  return {
    kind: kind === "union_type" ? "union" : "intersection",
    of: parts.reverse().map((part) => typeOf(draft, part)),
  };
}

function members(draft: Draft, node: number): { name: string; type: TypeRef }[] {
  const { tree } = draft;
  const out: { name: string; type: TypeRef }[] = [];
  for (const child of tree.namedChildren(node)) {
    const name = tree.child(child, "name");
    if (name < 0) continue;
    const kind = tree.type(child);
    if (kind === "property_signature") {
      out.push({ name: tree.textOf(name), type: typeOf(draft, tree.child(child, "type")) });
    } else if (kind === "method_signature") {
      out.push({ name: tree.textOf(name), type: functionType(draft, child) });
    }
  }
  return out;
}

function functionType(draft: Draft, node: number): TypeRef {
  const { tree } = draft;
  const list = tree.child(node, "parameters");
  const written = list >= 0 ? tree.namedChildren(list) : [];
  return {
    kind: "function",
    parameters: written.map((part) => typeOf(draft, tree.child(part, "type"))),
    returns: typeOf(draft, tree.child(node, "return_type")),
  };
}

export function typeInterface(draft: Draft, node: number): void {
  const { tree } = draft;
  const clause = tree.childOfType(node, "extends_type_clause");
  const parents = clause >= 0 ? tree.namedChildren(clause).map((part) => typeOf(draft, part)) : [];
  declareType(draft, node, typeOf(draft, tree.child(node, "body")), parents, false);
}

export function typeAlias(draft: Draft, node: number): void {
  declareType(draft, node, typeOf(draft, draft.tree.child(node, "value")), [], false);
}

export function enumeration(draft: Draft, node: number): void {
  declareType(draft, node, unknownType, [], true);
}

function declareType(
  draft: Draft,
  node: number,
  type: TypeRef,
  parents: TypeRef[],
  enumeration: boolean,
): void {
  const { tree, facts } = draft;
  const name = tree.child(node, "name");
  if (name < 0) return;
  const written = tree.textOf(name);
  const index = facts.types.length;
  const binding = draft.declare(written, "type", tree.start(name), tree.end(name));
  const fact: TypeFact = { name: written, binding, extends: parents, type, enumeration };
  const open = tree.childOfType(node, "type_parameters");
  if (open >= 0)
    fact.parameters = tree.namedChildren(open).map((child) => tree.textOf(tree.child(child, "name")));
  facts.types.push(fact);
  const declared = facts.bindings[binding];
  if (declared !== undefined) declared.target = index;
}
