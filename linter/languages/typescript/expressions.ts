import type { CallFact, Property, TypeRef, Use, Value } from "../../facts.ts";
import { classDeclaration } from "./classes.ts";
import { documentValue } from "./documented.ts";
import { type Draft, deepest } from "./draft.ts";
import { functionExpression, nameFunction } from "./functions.ts";
import { literal } from "./literals.ts";
import { moduleNamed, modulesChosen, modulesPutTogether } from "./module-names.ts";
import { assignPattern } from "./patterns.ts";
import { typeArguments, typeOf } from "./types.ts";

/** An expression of which nothing is known. */
export function nothing(draft: Draft, node: number): Value {
  return { kind: "unknown", start: draft.tree.start(node), end: draft.tree.end(node) };
}

/** The value of an expression; its calls, functions and assignments are noted on the way. */
export function expression(draft: Draft, node: number, use: Use): Value {
  if (node < 0) return { kind: "unknown", start: 0, end: 0 };
  if (draft.depth >= deepest) return nothing(draft, node);
  draft.depth++;
  const value = shallow(draft, node, use);
  draft.depth--;
  return value;
}

function shallow(draft: Draft, node: number, use: Use): Value {
  const { tree, tags } = draft;
  const whole = tags.takeWhole(node);
  if (whole !== undefined) return expression(draft, whole, use);
  const start = tags.start(node);
  const end = tags.end(node);
  switch (tree.type(node)) {
    case "identifier":
    case "undefined":
    case "shorthand_property_identifier": {
      const value = { kind: "name" as const, name: tree.textOf(node), binding: -1, start, end };
      draft.resolveLater(value);
      return value;
    }
    case "this":
      return { kind: "this", start, end };
    case "super":
      return { kind: "name", name: "super", binding: -1, start, end };
    case "parenthesized_expression": {
      draft.awaitedChain = undefined;
      const value = awaitedWhole(draft, expression(draft, tree.firstNamed(node), use));
      documentValue(draft, node, value);
      return value;
    }
    case "non_null_expression":
    case "instantiation_expression":
      return expression(draft, tree.firstNamed(node), use);
    case "satisfies_expression":
    case "as_expression": {
      const [written = -1, type = -1] = tree.namedChildren(node);
      return said(draft, expression(draft, written, use), type);
    }
    case "type_assertion": {
      const [types = -1, written = -1] = tree.namedChildren(node);
      return said(draft, expression(draft, written, use), tree.firstNamed(types));
    }
    case "member_expression": {
      const outer = tags.around(node);
      if (outer >= 0) return expression(draft, outer, use);
      const property = tree.child(node, "property");
      const of = expression(draft, tree.child(node, "object"), use === "chained" ? "chained" : "kept");
      return { kind: "member", of, name: tree.textOf(property), start, end };
    }
    case "subscript_expression": {
      const of = expression(draft, tree.child(node, "object"), "kept");
      const key = expression(draft, tree.child(node, "index"), "kept");
      return key.kind === "literal" && typeof key.value === "string"
        ? { kind: "member", of, name: key.value, start, end }
        : { kind: "element", of, key, start, end };
    }
    case "call_expression":
      return call(draft, node, use);
    case "new_expression":
      return construction(draft, node, use);
    case "await_expression":
      return { kind: "await", of: expression(draft, tree.firstNamed(node), "awaited"), start, end };
    case "yield_expression": {
      const inner = tree.firstNamed(node);
      if (inner < 0) return nothing(draft, node);
      const of = expression(draft, inner, "awaited");
      const value: Value = tree.childOfType(node, "*") >= 0 ? { kind: "each", of, start, end } : of;
      draft.facts.functions[draft.function]?.returns.push({ value, region: draft.region });
      return of;
    }
    case "assignment_expression":
      return assignment(draft, node);
    case "augmented_assignment_expression":
      return augmented(draft, node);
    case "binary_expression":
      return binary(draft, node, use);
    case "ternary_expression": {
      const when = expression(draft, tree.child(node, "condition"), "kept");
      const group = draft.group();
      const arms = ["consequence", "alternative"].map((arm, index) =>
        conditional(draft, tree.child(node, arm), use, when, index, group),
      );
      return { kind: "choice", of: arms, when, start, end };
    }
    case "sequence_expression": {
      const values = tree.namedChildren(node).map((part) => expression(draft, part, "kept"));
      return values.at(-1) ?? nothing(draft, node);
    }
    case "unary_expression":
    case "update_expression":
      return operation(draft, node);
    case "spread_element":
      return { kind: "spread", of: expression(draft, tree.firstNamed(node), "argument"), start, end };
    case "object":
      return { kind: "object", properties: properties(draft, node), start, end };
    case "array":
      return {
        kind: "array",
        items: tree.namedChildren(node).map((item) => expression(draft, item, "argument")),
        start,
        end,
      };
    case "arrow_function":
    case "function_expression":
    case "function":
    case "generator_function":
      return { kind: "function", function: functionExpression(draft, node), start, end };
    case "class":
      return { kind: "class", class: classDeclaration(draft, node), start, end };
    case "template_string":
      return template(draft, node);
    case "jsx_self_closing_element":
    case "jsx_opening_element":
      return element(draft, node);
    default:
      return literal(draft, node) ?? anything(draft, node);
  }
}

/** What a cast, or `satisfies`, says that the value is, where that may be something of which more is known elsewhere. */
function said(draft: Draft, value: Value, node: number): Value {
  const type = node < 0 ? undefined : typeOf(draft, node);
  if (type !== undefined && saysMore(type)) value.as = type;
  return value;
}

/** `as UserRepo`, `as typeof repos & Admins`: not `as string`. */
function saysMore(type: TypeRef): boolean {
  switch (type.kind) {
    case "named":
      return /^[A-Z]/.test(type.name);
    case "intersection":
      return type.of.some(saysMore);
    case "lookup":
      return saysMore(type.of);
    default:
      return type.kind === "query";
  }
}

/** Broken code, markup and rare syntax: the parts are walked, the whole has no value. */
function anything(draft: Draft, node: number): Value {
  for (const child of draft.tree.namedChildren(node)) expression(draft, child, "kept");
  return nothing(draft, node);
}

function call(draft: Draft, node: number, use: Use): Value {
  const { tree, tags } = draft;
  const outer = tags.around(node);
  if (outer >= 0) return expression(draft, outer, use);
  const start = tags.start(node);
  const end = tags.end(node);
  const target = tags.calleeOf(node);
  const written = tree.child(node, "arguments");
  const kind = tree.type(target);
  if (kind === "import" || (kind === "identifier" && tree.textOf(target) === "require")) {
    const first = written >= 0 ? tree.firstNamed(written) : -1;
    const module =
      first < 0
        ? undefined
        : (moduleNamed(tree, first) ?? (kind === "import" ? modulesChosen(tree, first) : undefined));
    if (first >= 0) draft.facts.loads.push(module ?? modulesPutTogether(tree, first));
    if (module !== undefined) return { kind: "module", module, start, end };
  }
  const tagged = written >= 0 && tree.type(written) === "template_string";
  const awaited = awaitedCallee(draft, target);
  const callee = expression(draft, awaited >= 0 ? awaited : target, "chained");
  // What is awaited is the chain as a whole.
  const before = draft.awaitedChain;
  const chain =
    before?.from === start ? before : awaited >= 0 ? { from: start, start: callee.start } : undefined;
  draft.awaitedChain = undefined;
  const values = tagged ? [template(draft, written)] : listed(draft, written);
  const form = tagged ? "tag" : "call";
  if (chain === undefined || use === "chained") {
    draft.awaitedChain = chain;
    return add(draft, node, { form, callee, arguments: values, use }, chain?.start);
  }
  const made = add(draft, node, { form, callee, arguments: values, use: "awaited" }, chain.start);
  return { kind: "await", of: made, start, end };
}

/** `(await find<User>(id)).map(…)`: the chain that is awaited ends with its parentheses. */
function awaitedWhole(draft: Draft, value: Value): Value {
  const call = draft.awaitedChain === undefined || value.kind !== "call" ? -1 : value.call;
  const fact = draft.facts.calls[call];
  if (fact === undefined) return value;
  draft.awaitedChain = undefined;
  draft.facts.calls[call] = { ...fact, use: "awaited" };
  return { kind: "await", of: value, start: value.start, end: value.end };
}

/** The grammar takes await sql<User[]>`…` and await find<User>(id) for (await sql)<User[]>`…`: what is called, or -1 where nothing is awaited. */
function awaitedCallee({ tree }: Draft, target: number): number {
  let at = target;
  let type = tree.type(at);
  while (type === "non_null_expression" || type === "instantiation_expression") {
    at = tree.firstNamed(at);
    type = tree.type(at);
  }
  return type === "await_expression" ? tree.firstNamed(at) : -1;
}

/** `<Row id={row.id} />`: a server calls such a function for each of them. */
function element(draft: Draft, node: number): Value {
  const { tree } = draft;
  const name = tree.child(node, "name");
  const values = tree
    .namedChildren(node)
    .filter((child) => child !== name)
    .flatMap((child) => (tree.type(child) === "jsx_attribute" ? tree.namedChildren(child).slice(1) : [child]))
    .map((part) =>
      expression(draft, tree.type(part) === "jsx_expression" ? tree.firstNamed(part) : part, "argument"),
    );
  if (name < 0 || tree.type(name) !== "identifier" || !/^[A-Z]/.test(tree.textOf(name)))
    return nothing(draft, node);
  const callee = expression(draft, name, "kept");
  const given = values.filter(({ kind }) => kind !== "function" && kind !== "unknown" && kind !== "literal");
  add(draft, node, { form: "element", callee, arguments: given, use: "kept" });
  return nothing(draft, node);
}

function construction(draft: Draft, node: number, use: Use): Value {
  const callee = expression(draft, draft.tree.child(node, "constructor"), "kept");
  const values = listed(draft, draft.tree.child(node, "arguments"));
  return add(draft, node, { form: "new", callee, arguments: values, use });
}

function listed(draft: Draft, node: number): Value[] {
  if (node < 0) return [];
  return draft.tree.namedChildren(node).map((child) => expression(draft, child, "argument"));
}

function add(
  draft: Draft,
  node: number,
  facts: Pick<CallFact, "form" | "callee" | "arguments" | "use">,
  start = draft.tags.start(node),
): Value {
  const { tree, tags } = draft;
  const end = tags.end(node);
  const written = tree.child(node, "type_arguments");
  const types: TypeRef[] = written >= 0 ? typeArguments(draft, written) : [];
  const { form, callee, arguments: given, use } = facts;
  const { calls } = draft.facts;
  calls.push({ form, callee, arguments: given, use, types, start, end, region: draft.region });
  return { kind: "call", call: calls.length - 1, start, end };
}

function assignment(draft: Draft, node: number): Value {
  const right = expression(draft, draft.tree.child(node, "right"), "kept");
  const left = draft.tree.child(node, "left");
  nameFunction(draft, right, draft.tree.textOf(left).slice(-80));
  documentValue(draft, node, right);
  assignPattern(draft, left, right);
  return right;
}

/** `a += b`, `a ??= b`: the name holds something made of both. */
function augmented(draft: Draft, node: number): Value {
  const { tree } = draft;
  const left = tree.child(node, "left");
  const old = expression(draft, left, "kept");
  const operator = tree.textOf(tree.child(node, "operator"));
  const lazy = operator === "??=" || operator === "||=" || operator === "&&=";
  const written = tree.child(node, "right");
  const right = lazy
    ? conditional(draft, written, "kept", old, 1, draft.group())
    : expression(draft, written, "kept");
  const start = tree.start(node);
  const end = tree.end(node);
  const value: Value = lazy
    ? { kind: "choice", of: [old, right], start, end }
    : { kind: "operation", operator: operator.slice(0, -1), of: [old, right], start, end };
  assignPattern(draft, left, value);
  return value;
}

function binary(draft: Draft, node: number, use: Use): Value {
  const { tree } = draft;
  const start = tree.start(node);
  const end = tree.end(node);
  const operator = tree.textOf(tree.child(node, "operator"));
  if (operator === "&&" || operator === "||" || operator === "??") {
    const left = expression(draft, tree.child(node, "left"), "kept");
    const arm = operator === "&&" ? 0 : 1;
    const right = conditional(draft, tree.child(node, "right"), use, left, arm, draft.group());
    if (operator === "&&") return { kind: "choice", of: [right], when: left, start, end };
    return { kind: "choice", of: [left, right], start, end };
  }
  // A sum of a thousand texts leans to the left: unrolled, not recursed.
  const parts: number[] = [];
  let left = node;
  while (tree.type(left) === "binary_expression" && tree.textOf(tree.child(left, "operator")) === operator) {
    parts.push(tree.child(left, "right"));
    left = tree.child(left, "left");
  }
  parts.push(left);
  const of = parts.reverse().map((part) => expression(draft, part, "kept"));
  return { kind: "operation", operator, of, start, end };
}

/** An arm that runs only sometimes: a region of its own, if anything happens in it. */
function conditional(
  draft: Draft,
  node: number,
  use: Use,
  condition: Value,
  arm: number,
  group: number,
): Value {
  const { facts, tags } = draft;
  if (node < 0) return nothing(draft, 0);
  let value: Value | undefined;
  const before = facts.calls.length + facts.functions.length + facts.assignments.length;
  const start = tags.start(node);
  const end = tags.end(node);
  const region = draft.inRegion({ kind: "branch", start, end, condition, arm, group }, () => {
    value = expression(draft, node, use);
  });
  const after = facts.calls.length + facts.functions.length + facts.assignments.length;
  if (after === before && region === facts.regions.length - 1) facts.regions.pop();
  return value ?? nothing(draft, node);
}

function operation(draft: Draft, node: number): Value {
  const { tree } = draft;
  const written = tree.child(node, "argument");
  const operator = tree.textOf(tree.child(node, "operator"));
  // `void query.where(…)`: what it gives is let go.
  const inner = expression(draft, written, operator === "void" ? "discarded" : "kept");
  const start = tree.start(node);
  const end = tree.end(node);
  if (operator === "void") return inner;
  if (operator === "-" && inner.kind === "literal" && typeof inner.value === "number") {
    return { kind: "literal", value: -inner.value, start, end };
  }
  const value: Value = { kind: "operation", operator, of: [inner], start, end };
  if (tree.type(node) === "update_expression") assignPattern(draft, written, value);
  return value;
}

function properties(draft: Draft, node: number): Property[] {
  const { tree } = draft;
  const out: Property[] = [];
  for (const child of tree.namedChildren(node)) {
    const start = tree.start(child);
    const end = tree.end(child);
    const type = tree.type(child);
    if (type === "pair") {
      const written = tree.child(child, "key");
      const computed = tree.type(written) === "computed_property_name";
      if (computed) expression(draft, tree.firstNamed(written), "kept");
      const key = computed ? undefined : tree.textOf(written).replace(/^["']|["']$/g, "");
      const value = expression(draft, tree.child(child, "value"), "property");
      nameFunction(draft, value, key ?? "");
      out.push({ key, value, shorthand: false, start, end });
    } else if (type === "shorthand_property_identifier") {
      const value = expression(draft, child, "argument");
      out.push({ key: tree.textOf(child), value, shorthand: true, start, end });
    } else if (type === "method_definition") {
      const key = tree.textOf(tree.child(child, "name"));
      const value: Value = { kind: "function", function: functionExpression(draft, child), start, end };
      out.push({ key, value, shorthand: false, start, end });
    } else {
      out.push({ key: undefined, value: expression(draft, child, "argument"), shorthand: false, start, end });
    }
  }
  return out;
}

function template(draft: Draft, node: number): Value {
  const { tree } = draft;
  const strings: string[] = [];
  const of: Value[] = [];
  let from = tree.start(node) + 1;
  for (let child = tree.first(node); child >= 0; child = tree.next(child)) {
    if (tree.type(child) !== "template_substitution") continue;
    strings.push(tree.text.slice(from, tree.start(child)));
    of.push(expression(draft, tree.firstNamed(child), "kept"));
    from = tree.end(child);
  }
  strings.push(tree.text.slice(from, Math.max(from, tree.end(node) - 1)));
  const start = tree.start(node);
  const end = tree.end(node);
  const [only] = strings;
  if (of.length === 0 && only !== undefined) return { kind: "literal", value: only, start, end };
  return { kind: "text", strings, of, start, end };
}
