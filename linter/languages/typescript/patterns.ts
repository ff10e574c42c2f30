import type { BindingKind, TypeRef, Value } from "../../facts.ts";
import { type Draft, deepest } from "./draft.ts";
import { expression, nothing } from "./expressions.ts";

/** What is being declared, and what it holds. */
export interface Declared {
  kind: BindingKind;
  value?: Value | undefined;
  type?: TypeRef | undefined;
  hoisted?: boolean;
}

/** Declares every name of a pattern; `{ a: [b] } = v` gives `b` the value `v.a[0]`. Returns the binding of a plain name, else -1. */
export function declarePattern(draft: Draft, node: number, declared: Declared): number {
  if (node < 0) return -1;
  const { tree } = draft;
  if (!isName(tree.type(node))) {
    parts(draft, node, declared.value, declared.type, (part, value, type) => {
      declarePattern(draft, part, { ...declared, value, type });
    });
    return -1;
  }
  const place = [tree.start(node), tree.end(node)] as const;
  const index = draft.declare(tree.textOf(node), declared.kind, ...place, declared.hoisted);
  const binding = draft.binding(index);
  if (binding === undefined) return -1;
  if (declared.type !== undefined) binding.type = declared.type;
  if (declared.value !== undefined) {
    const later = binding.values.length > 0;
    binding.values.push({ value: declared.value, region: draft.region, start: place[0], later });
  }
  return index;
}

/** Notes the assignment to every name or member of a pattern. */
export function assignPattern(draft: Draft, node: number, value: Value): void {
  const { tree } = draft;
  const type = tree.type(node);
  if (isName(type)) {
    draft.assignLater(tree.textOf(node), value, tree.start(node));
    return;
  }
  if (type === "member_expression" || type === "subscript_expression") {
    const target = expression(draft, node, "kept");
    const place = { region: draft.region, start: tree.start(node), end: value.end };
    draft.facts.assignments.push({ target, value, ...place });
    return;
  }
  if (type === "non_null_expression" || type === "parenthesized_expression" || type === "as_expression") {
    const inner = tree.firstNamed(node);
    if (inner >= 0) assignPattern(draft, inner, value);
    return;
  }
  parts(draft, node, value, undefined, (part, piece) => {
    if (piece !== undefined) assignPattern(draft, part, piece);
  });
}

function isName(type: string): boolean {
  return type === "identifier" || type === "shorthand_property_identifier_pattern" || type === "undefined";
}

type Each = (part: number, value: Value | undefined, type: TypeRef | undefined) => void;

function parts(
  draft: Draft,
  node: number,
  value: Value | undefined,
  type: TypeRef | undefined,
  each: Each,
): void {
  if (draft.depth >= deepest) return;
  draft.depth++;
  const { tree } = draft;
  switch (tree.type(node)) {
    case "object_pattern":
    case "object":
      for (const child of tree.namedChildren(node)) objectPart(draft, child, value, type, each);
      break;
    case "array_pattern":
    case "array": {
      tree.namedChildren(node).forEach((child, index) => {
        const piece = value && itemOf(value, index);
        each(child, piece, type?.kind === "array" ? type.of : undefined);
      });
      break;
    }
    case "assignment_pattern":
    case "object_assignment_pattern":
    case "assignment_expression":
      each(tree.child(node, "left"), withDefault(draft, node, value), type);
      break;
    case "rest_pattern":
    case "spread_element": {
      const inner = tree.firstNamed(node);
      if (inner >= 0) each(inner, value, type);
      break;
    }
  }
  draft.depth--;
}

function objectPart(
  draft: Draft,
  child: number,
  value: Value | undefined,
  type: TypeRef | undefined,
  each: Each,
): void {
  const { tree } = draft;
  switch (tree.type(child)) {
    case "shorthand_property_identifier_pattern":
    case "shorthand_property_identifier": {
      const name = tree.textOf(child);
      each(child, value && memberOf(draft, value, name, child), lookup(type, name));
      return;
    }
    case "object_assignment_pattern":
    case "assignment_pattern": {
      const left = tree.child(child, "left");
      const name = tree.textOf(left);
      const piece = value && memberOf(draft, value, name, left);
      each(left, withDefault(draft, child, piece), lookup(type, name));
      return;
    }
    case "pair_pattern":
    case "pair": {
      const key = tree.child(child, "key");
      const name = tree.textOf(key).replace(/^["']|["']$/g, "");
      each(tree.child(child, "value"), value && memberOf(draft, value, name, key), lookup(type, name));
      return;
    }
    default:
      each(child, value, type);
      return;
  }
}

function lookup(type: TypeRef | undefined, key: string): TypeRef | undefined {
  return type && { kind: "lookup", of: type, key };
}

function memberOf(draft: Draft, of: Value, name: string, at: number): Value {
  return { kind: "member", of, name, start: draft.tree.start(at), end: draft.tree.end(at) };
}

function itemOf(of: Value, index: number): Value {
  const place = { start: of.start, end: of.end };
  return { kind: "element", of, key: { kind: "literal", value: index, ...place }, ...place };
}

function withDefault(draft: Draft, node: number, value: Value | undefined): Value | undefined {
  const right = draft.tree.child(node, "right");
  const fallback = right < 0 ? nothing(draft, node) : expression(draft, right, "kept");
  if (value === undefined) return fallback;
  return { kind: "choice", of: [value, fallback], start: value.start, end: value.end };
}
