import type { ClassFact, Decorator, TypeRef, Value } from "../../facts.ts";
import { typeBefore } from "./documented.ts";
import type { Draft } from "./draft.ts";
import { expression } from "./expressions.ts";
import { decorator, decoratorsOf, functionExpression, nameFunction } from "./functions.ts";
import { statements } from "./statements.ts";
import { typeArguments, typeOf } from "./types.ts";

/** A class, as statement or expression. Returns its index. */
export function classDeclaration(draft: Draft, node: number): number {
  const { tree, facts } = draft;
  const name = tree.child(node, "name");
  const written = name >= 0 ? tree.textOf(name) : "";
  const binding =
    name >= 0 && tree.type(node) !== "class"
      ? draft.declare(written, "class", tree.start(name), tree.end(name))
      : -1;
  const fact: ClassFact = {
    name: written,
    binding,
    start: tree.start(node),
    end: tree.end(node),
    abstract: tree.type(node) === "abstract_class_declaration",
    superArguments: [],
    implements: [],
    decorators: decoratorsOf(draft, node),
    fields: [],
    methods: [],
  };
  const index = facts.classes.push(fact) - 1;
  const declared = facts.bindings[binding];
  if (declared !== undefined) declared.target = index;
  const heritage = tree.childOfType(node, "class_heritage");
  if (heritage >= 0) inheritance(draft, heritage, fact);
  const body = tree.child(node, "body");
  if (body >= 0) draft.inScope(() => members(draft, body, fact, index));
  return index;
}

function inheritance(draft: Draft, node: number, fact: ClassFact): void {
  const { tree } = draft;
  for (const clause of tree.namedChildren(node)) {
    const type = tree.type(clause);
    if (type === "implements_clause") {
      fact.implements.push(...tree.namedChildren(clause).map((part) => typeOf(draft, part)));
    } else if (type === "extends_clause") {
      fact.superclass = expression(draft, tree.child(clause, "value"), "kept");
      const written = tree.child(clause, "type_arguments");
      if (written >= 0) fact.superArguments = typeArguments(draft, written);
    } else {
      fact.superclass = expression(draft, clause, "kept");
    }
  }
}

function members(draft: Draft, body: number, fact: ClassFact, index: number): void {
  const { tree } = draft;
  // The decorators of a method stand before it, beside it.
  let before: Decorator[] = [];
  for (const child of tree.namedChildren(body)) {
    switch (tree.type(child)) {
      case "decorator":
        before.push(decorator(draft, child));
        continue;
      case "method_definition":
        method(draft, child, fact, index, before);
        break;
      case "public_field_definition":
      case "field_definition":
        field(draft, child, fact);
        break;
      case "class_static_block": {
        const inside = tree.child(child, "body");
        if (inside >= 0) draft.inScope(() => statements(draft, inside));
        break;
      }
      case "ERROR":
        expression(draft, child, "kept");
    }
    before = [];
  }
}

function method(draft: Draft, node: number, fact: ClassFact, index: number, before: Decorator[]): void {
  const made = functionExpression(draft, node, index);
  const written = draft.facts.functions[made];
  if (written === undefined) return;
  written.decorators = [...before, ...decoratorsOf(draft, node)];
  if (written.kind === "setter") return;
  fact.methods.push({ name: written.name, static: written.static, function: made });
  if (written.kind !== "constructor") return;
  written.parameters.forEach((parameter, position) => {
    if (!parameter.field) return;
    const place = { start: written.start, end: written.end };
    const passed: Value = { kind: "parameter", function: made, index: position, ...place };
    // `private readonly users = new Users()`: what is passed, or what it is without.
    const value = draft.facts.bindings[parameter.binding]?.values[0]?.value ?? passed;
    fact.fields.push({
      name: parameter.name,
      static: false,
      ...optionalType(parameter.type),
      value,
      decorators: parameter.decorators,
      ...place,
    });
  });
}

function field(draft: Draft, node: number, fact: ClassFact): void {
  const { tree } = draft;
  const annotation = tree.child(node, "type");
  const written = tree.child(node, "value");
  const nameNode = tree.child(node, "name") >= 0 ? tree.child(node, "name") : tree.child(node, "property");
  const name = nameNode >= 0 ? tree.textOf(nameNode) : "";
  const value = written >= 0 ? expression(draft, written, "kept") : undefined;
  if (value !== undefined) nameFunction(draft, value, name);
  fact.fields.push({
    name,
    static: tree.childOfType(node, "static") >= 0,
    ...optionalType(annotation >= 0 ? typeOf(draft, annotation) : typeBefore(draft, node)),
    ...(value === undefined ? {} : { value }),
    decorators: decoratorsOf(draft, node),
    start: tree.start(node),
    end: tree.end(node),
  });
}

function optionalType(type: TypeRef | undefined): { type?: TypeRef } {
  return type === undefined ? {} : { type };
}
