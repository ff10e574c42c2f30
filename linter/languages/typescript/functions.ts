import type { Decorator, FunctionFact, FunctionKind, ParameterFact, Value } from "../../facts.ts";
import { documentFunction } from "./documented.ts";
import type { Draft } from "./draft.ts";
import { expression } from "./expressions.ts";
import { declarePattern } from "./patterns.ts";
import { statements } from "./statements.ts";
import { typeOf } from "./types.ts";

/** A `function name() {}` statement. Returns the index of the function. */
export function functionDeclaration(draft: Draft, node: number): number {
  const { tree, facts } = draft;
  const name = tree.child(node, "name");
  const binding =
    name >= 0 ? draft.declare(tree.textOf(name), "function", tree.start(name), tree.end(name)) : -1;
  const index = functionExpression(draft, node);
  const declared = facts.bindings[binding];
  if (declared !== undefined) declared.target = index;
  return index;
}

/** Any function: declaration, expression, arrow or method. */
export function functionExpression(draft: Draft, node: number, inClass = -1): number {
  const { tree, facts, tags } = draft;
  const body = tree.child(node, "body");
  const name = tree.child(node, "name");
  const named = name >= 0 ? name : node;
  const start = tree.start(node);
  const fact: FunctionFact = {
    name: name >= 0 ? tree.textOf(name) : "",
    kind: kindOf(draft, node, inClass),
    start,
    end: tags.end(node),
    nameStart: tree.start(named),
    nameEnd: name >= 0 ? tree.end(name) : Math.min(tree.end(node), start + 1),
    region: draft.region,
    body: 0,
    class: inClass,
    static: tree.childOfType(node, "static") >= 0,
    async: tree.childOfType(node, "async") >= 0,
    generator: tree.type(node).startsWith("generator") || tree.childOfType(node, "*") >= 0,
    parameters: [],
    returns: [],
    decorators: [],
  };
  const index = facts.functions.push(fact) - 1;
  const inside = body >= 0 ? body : node;
  draft.inFunction(index, { start: tree.start(inside), end: tags.end(inside) }, () => {
    parameters(draft, node, index, fact);
    const annotation = tree.child(node, "return_type");
    if (annotation >= 0) fact.returnType = typeOf(draft, annotation);
    documentFunction(draft, node, fact);
    if (body < 0) return;
    if (tree.type(body) === "statement_block") statements(draft, body);
    else fact.returns.push({ value: expression(draft, body, "returned"), region: draft.region });
  });
  return index;
}

/** An anonymous function is called by what it is kept in. */
export function nameFunction(draft: Draft, value: Value, name: string): void {
  if (value.kind !== "function") return;
  const fact = draft.facts.functions[value.function];
  if (fact !== undefined && fact.name === "") fact.name = name;
}

export function decoratorsOf(draft: Draft, node: number): Decorator[] {
  const { tree } = draft;
  const out: Decorator[] = [];
  for (let child = tree.first(node); child >= 0; child = tree.next(child)) {
    if (tree.type(child) === "decorator") out.push(decorator(draft, child));
  }
  return out;
}

export function decorator(draft: Draft, node: number): Decorator {
  const value = expression(draft, draft.tree.firstNamed(node), "kept");
  return { value, start: draft.tree.start(node), end: draft.tree.end(node) };
}

function kindOf(draft: Draft, node: number, inClass: number): FunctionKind {
  const { tree } = draft;
  if (tree.type(node) === "arrow_function") return "arrow";
  if (tree.type(node) !== "method_definition") return "function";
  if (tree.childOfType(node, "get") >= 0) return "getter";
  if (tree.childOfType(node, "set") >= 0) return "setter";
  return inClass >= 0 && tree.textOf(tree.child(node, "name")) === "constructor" ? "constructor" : "method";
}

function parameters(draft: Draft, node: number, index: number, fact: FunctionFact): void {
  const { tree } = draft;
  const single = tree.child(node, "parameter");
  const list = tree.child(node, "parameters");
  const written = single >= 0 ? [single] : list >= 0 ? tree.namedChildren(list) : [];
  for (const part of written) {
    if (tree.type(part) === "decorator") continue;
    fact.parameters.push(parameter(draft, part, index, fact.parameters.length));
  }
}

function parameter(draft: Draft, node: number, of: number, index: number): ParameterFact {
  const { tree } = draft;
  const typed = tree.type(node) === "required_parameter" || tree.type(node) === "optional_parameter";
  const pattern = typed ? tree.child(node, "pattern") : node;
  const annotation = typed ? tree.child(node, "type") : -1;
  const fallback = typed ? tree.child(node, "value") : -1;
  const start = tree.start(node);
  const end = tree.end(node);
  const passed: Value = { kind: "parameter", function: of, index, start, end };
  const value: Value =
    fallback < 0 ? passed : { kind: "choice", of: [passed, expression(draft, fallback, "kept")], start, end };
  const type = annotation >= 0 ? typeOf(draft, annotation) : undefined;
  const rest = pattern >= 0 && tree.type(pattern) === "rest_pattern";
  const binding = declarePattern(draft, pattern, { kind: "parameter", value, type });
  const fact: ParameterFact = {
    name: pattern >= 0 ? tree.textOf(pattern).slice(0, 80) : "",
    binding,
    optional: tree.type(node) === "optional_parameter" || fallback >= 0,
    rest,
    field:
      typed &&
      (tree.childOfType(node, "accessibility_modifier") >= 0 || tree.childOfType(node, "readonly") >= 0),
    decorators: typed ? decoratorsOf(draft, node) : [],
  };
  if (type !== undefined) fact.type = type;
  return fact;
}
