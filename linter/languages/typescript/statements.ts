import type { Exit, Region, Value } from "../../facts.ts";
import { classDeclaration } from "./classes.ts";
import { documentBinding } from "./documented.ts";
import { type Draft, deepest } from "./draft.ts";
import { expression, nothing } from "./expressions.ts";
import { functionDeclaration } from "./functions.ts";
import { exportStatement, importStatement, namesOfModule } from "./modules.ts";
import { assignPattern, declarePattern } from "./patterns.ts";
import { enumeration, typeAlias, typeInterface, typeOf } from "./types.ts";

/** Every statement directly inside `node`, in order. */
export function statements(draft: Draft, node: number): void {
  if (draft.depth >= deepest) return;
  draft.depth++;
  const { tree } = draft;
  for (let child = tree.first(node); child >= 0; child = tree.next(child)) {
    if (tree.named(child)) statement(draft, child);
  }
  draft.depth--;
}

/** A statement; where the code is broken, whatever can be made of it. */
export function statement(draft: Draft, node: number): void {
  const { tree } = draft;
  switch (tree.type(node)) {
    case "comment":
    case "hash_bang_line":
    case "empty_statement":
    case "debugger_statement":
    case "function_signature":
    case "import_alias":
      return;
    case "import_statement":
      importStatement(draft, node);
      return;
    case "export_statement":
      exportStatement(draft, node);
      return;
    case "expression_statement":
      expressionStatement(draft, node);
      return;
    case "lexical_declaration":
    case "variable_declaration":
      declarations(draft, node);
      return;
    case "function_declaration":
    case "generator_function_declaration":
      functionDeclaration(draft, node);
      return;
    case "class_declaration":
    case "abstract_class_declaration":
      classDeclaration(draft, node);
      return;
    case "interface_declaration":
      typeInterface(draft, node);
      return;
    case "type_alias_declaration":
      typeAlias(draft, node);
      return;
    case "enum_declaration":
      enumeration(draft, node);
      return;
    case "internal_module":
    case "module": {
      const body = tree.child(node, "body");
      if (body >= 0) namesOfModule(draft, node, () => statements(draft, body));
      return;
    }
    case "if_statement":
      ifStatement(draft, node);
      return;
    case "switch_statement":
      switchStatement(draft, node);
      return;
    case "for_statement":
      countingLoop(draft, node);
      return;
    case "for_in_statement":
      elementLoop(draft, node);
      return;
    case "while_statement":
    case "do_statement":
      conditionalLoop(draft, node);
      return;
    case "try_statement":
      tryStatement(draft, node);
      return;
    case "return_statement":
      returnStatement(draft, node);
      return;
    case "throw_statement":
    case "break_statement":
    case "continue_statement":
      otherExit(draft, node);
      return;
    case "ambient_declaration":
      ambient(draft, node);
      return;
    case "statement_block":
    case "labeled_statement":
    case "with_statement":
    case "else_clause":
    case "ERROR":
    case "parenthesized_expression":
      draft.inScope(() => statements(draft, node));
      return;
    default:
      expression(draft, node, "discarded");
  }
}

/** `declare module "fastify" { interface FastifyRequest { db: Db } }`, `declare global { … }` */
function ambient(draft: Draft, node: number): void {
  const { tree, facts } = draft;
  const first = facts.types.length;
  statements(draft, node);
  const inside = tree.firstNamed(node);
  const isModule =
    inside >= 0 && tree.type(inside) === "module" && tree.type(tree.child(inside, "name")) === "string";
  if (!isModule && tree.type(inside) !== "statement_block") return;
  for (const fact of facts.types.slice(first)) if (fact.type.kind === "object") fact.adds = true;
}

function expressionStatement(draft: Draft, node: number): void {
  for (const child of draft.tree.namedChildren(node)) {
    // A namespace is written like an expression.
    if (draft.tree.type(child) === "internal_module") statement(draft, child);
    else expression(draft, child, "discarded");
  }
}

export function declarations(draft: Draft, node: number): void {
  const { tree } = draft;
  const word = tree.textOf(tree.first(node));
  const kind = word === "const" || word === "using" ? "constant" : "variable";
  for (let child = tree.first(node); child >= 0; child = tree.next(child)) {
    if (tree.type(child) !== "variable_declarator") continue;
    const written = tree.child(child, "value");
    const value = written >= 0 ? expression(draft, written, "kept") : undefined;
    const annotation = tree.child(child, "type");
    const type = annotation >= 0 ? typeOf(draft, annotation) : undefined;
    const binding = declarePattern(draft, tree.child(child, "name"), {
      kind,
      value,
      type,
      hoisted: word === "var",
    });
    documentBinding(draft, node, draft.binding(binding));
  }
}

function ifStatement(draft: Draft, first: number): void {
  const { tree } = draft;
  const group = draft.group();
  let node = first;
  // An else-if ladder can be long: a loop, not recursion.
  for (let arm = 0; node >= 0; arm++) {
    const condition = expression(draft, tree.child(node, "condition"), "kept");
    const body = tree.child(node, "consequence");
    if (body >= 0) branch(draft, body, { condition, arm, group });
    const other = tree.child(node, "alternative");
    if (other < 0) return;
    const inner = tree.type(other) === "else_clause" ? tree.firstNamed(other) : other;
    if (inner >= 0 && tree.type(inner) === "if_statement") {
      node = inner;
      continue;
    }
    if (inner >= 0) branch(draft, inner, { condition, arm: arm + 1, group });
    return;
  }
}

function branch(draft: Draft, node: number, facts: Partial<Region>): void {
  const { tree } = draft;
  draft.inRegion({ kind: "branch", start: tree.start(node), end: tree.end(node), ...facts }, () => {
    statement(draft, node);
  });
}

function switchStatement(draft: Draft, node: number): void {
  const { tree } = draft;
  const condition = expression(draft, tree.child(node, "value"), "kept");
  const body = tree.child(node, "body");
  if (body < 0) return;
  const group = draft.group();
  let arm = 0;
  // The labels of an arm, and of those above that go on into it; undefined where `default` is one of them.
  let labels: Value[] | undefined = [];
  draft.inScope(() => {
    for (const part of tree.namedChildren(body)) {
      const test = tree.child(part, "value");
      const label = test < 0 ? undefined : expression(draft, test, "kept");
      labels = label === undefined ? undefined : labels && [...labels, label];
      // What is left for `default` is not known to be one thing.
      const tested = label === undefined ? {} : { condition: inCase(condition, labels ?? []) };
      draft.inRegion(
        { kind: "case", start: tree.start(part), end: tree.end(part), ...tested, arm: arm++, group },
        () => {
          for (const child of tree.namedChildren(part)) if (child !== test) statement(draft, child);
        },
      );
      if (leavesSwitch(draft, part, test)) labels = [];
    }
  });
}

/** What an arm of a switch asks: that the value is one of its labels. */
function inCase(value: Value, labels: readonly Value[]): Value {
  return { kind: "operation", operator: "case", of: [value, ...labels], start: value.start, end: value.end };
}

/** The arm ends with a statement behind which nothing goes on into the next arm. */
function leavesSwitch({ tree }: Draft, arm: number, test: number): boolean {
  let last = tree.namedChildren(arm).findLast((child) => child !== test);
  while (last !== undefined && tree.type(last) === "statement_block") last = tree.namedChildren(last).at(-1);
  return last !== undefined && /^(break|return|throw|continue)_statement$/.test(tree.type(last));
}

function countingLoop(draft: Draft, node: number): void {
  const { tree } = draft;
  const body = tree.child(node, "body");
  const bounds = { start: tree.start(node), end: tree.end(node), headEnd: headEnd(draft, node, body) };
  draft.inScope(() => {
    const initial = tree.child(node, "initializer");
    if (initial >= 0) statement(draft, initial);
    const index = draft.inRegion({ kind: "count", ...bounds }, () => {
      const region = draft.facts.regions[draft.region] as Region;
      const condition = tree.child(node, "condition");
      // `for (let page = 1; ; page++)`
      const isLeftOut = condition < 0 || tree.type(condition) === "empty_statement";
      if (!isLeftOut) region.condition = looseExpression(draft, condition);
      const step = tree.child(node, "increment");
      if (step >= 0) region.step = expression(draft, step, "discarded");
      if (body >= 0) statement(draft, body);
    });
    void index;
  });
}

/** The grammar wraps the condition of a `for` in a statement. */
function looseExpression(draft: Draft, node: number): Value {
  const inner = draft.tree.type(node) === "expression_statement" ? draft.tree.firstNamed(node) : node;
  return inner < 0 ? nothing(draft, node) : expression(draft, inner, "kept");
}

function elementLoop(draft: Draft, node: number): void {
  const { tree } = draft;
  const collection = tree.child(node, "right");
  const over = expression(draft, collection, "kept");
  const body = tree.child(node, "body");
  const bounds = { start: tree.start(node), end: tree.end(node), headEnd: headEnd(draft, node, body) };
  const awaits = tree.childOfType(node, "await") >= 0;
  draft.inRegion({ kind: "each", over, awaits, ...bounds }, () => {
    const keys = tree.textOf(tree.child(node, "operator")) === "in";
    const place = { start: tree.start(collection), end: tree.end(collection) };
    const value: Value = keys ? { kind: "unknown", ...place } : { kind: "each", of: over, ...place };
    const target = tree.child(node, "left");
    if (tree.child(node, "kind") >= 0) {
      const kind = "element";
      declarePattern(draft, target, {
        kind,
        value,
        hoisted: tree.textOf(tree.child(node, "kind")) === "var",
      });
    } else if (target >= 0) assignPattern(draft, target, value);
    if (body >= 0) statement(draft, body);
  });
}

function conditionalLoop(draft: Draft, node: number): void {
  const { tree } = draft;
  const body = tree.child(node, "body");
  const test = tree.child(node, "condition");
  const head = tree.type(node) === "do_statement" ? tree.start(node) + 2 : tree.end(test);
  const bounds = { start: tree.start(node), end: tree.end(node), headEnd: head };
  draft.inRegion({ kind: "while", ...bounds }, () => {
    const region = draft.facts.regions[draft.region] as Region;
    if (test >= 0) region.condition = expression(draft, test, "kept");
    if (body >= 0) statement(draft, body);
  });
}

function headEnd(draft: Draft, node: number, body: number): number {
  if (body < 0) return draft.tree.end(node);
  const text = draft.tree.text.slice(draft.tree.start(node), draft.tree.start(body)).trimEnd();
  return draft.tree.start(node) + text.length;
}

function tryStatement(draft: Draft, node: number): void {
  const { tree } = draft;
  const place = (part: number) => ({ start: tree.start(part), end: tree.end(part) });
  const body = tree.child(node, "body");
  if (body >= 0) draft.inRegion({ kind: "try", ...place(body) }, () => statements(draft, body));
  const handler = tree.child(node, "handler");
  if (handler >= 0) {
    draft.inRegion({ kind: "catch", ...place(handler) }, () => {
      const caught = tree.child(handler, "parameter");
      if (caught >= 0) declarePattern(draft, caught, { kind: "caught" });
      const inside = tree.child(handler, "body");
      if (inside >= 0) statements(draft, inside);
    });
  }
  const last = tree.child(node, "finalizer");
  const inside = last >= 0 ? tree.child(last, "body") : -1;
  if (inside >= 0) draft.inRegion({ kind: "finally", ...place(inside) }, () => statements(draft, inside));
}

function returnStatement(draft: Draft, node: number): void {
  const { tree } = draft;
  const written = tree.firstNamed(node);
  const exit: Exit = { kind: "return", region: draft.region, start: tree.start(node), end: tree.end(node) };
  if (written >= 0) {
    exit.value = expression(draft, written, "returned");
    draft.facts.functions[draft.function]?.returns.push({ value: exit.value, region: draft.region });
  }
  draft.facts.exits.push(exit);
}

function otherExit(draft: Draft, node: number): void {
  const { tree } = draft;
  const kind = tree.type(node).replace("_statement", "") as Exit["kind"];
  const exit: Exit = { kind, region: draft.region, start: tree.start(node), end: tree.end(node) };
  const written = kind === "throw" ? tree.firstNamed(node) : -1;
  if (written >= 0) exit.value = expression(draft, written, "kept");
  draft.facts.exits.push(exit);
}
