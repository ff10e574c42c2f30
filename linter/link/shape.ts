import type { FileFacts, TypeRef, Value } from "../facts.ts";

/** Longer definitions are cut: two that differ only beyond this are taken for the same by the next look at the whole project. */
const deepest = 8;

/**
 * All that other files can see of a file, as text: exports, classes, types, and what functions take and return. While it stays the
 * same, an edit cannot change which function a call in another file leads to.
 */
export function shapeOf(facts: FileFacts): string {
  const out: string[] = [];
  const say = (...parts: (string | number | boolean | undefined)[]) => out.push(parts.join(" "));
  for (const { module, name } of facts.imports) say("import", module, name);
  for (const fact of facts.exports) {
    say("export", fact.name, fact.module, fact.imported, fact.value && value(facts, fact.value, 0));
  }
  for (const binding of facts.bindings) {
    if (binding.region !== 0) continue;
    say(binding.kind, binding.name, binding.target, binding.type && type(facts, binding.type, 0));
    for (const held of binding.values) say("=", value(facts, held.value, 0));
  }
  for (const fact of facts.functions) {
    say(
      "function",
      fact.kind,
      fact.name,
      fact.class,
      fact.static,
      fact.returnType && type(facts, fact.returnType, 0),
    );
    for (const parameter of fact.parameters) {
      say("takes", parameter.name, parameter.type && type(facts, parameter.type, 0));
    }
    for (const returned of fact.returns.slice(0, 6)) say("returns", value(facts, returned.value, 0));
  }
  for (const fact of facts.classes) {
    say("class", fact.name, fact.abstract, fact.superclass && value(facts, fact.superclass, 0));
    for (const parent of fact.implements) say("implements", type(facts, parent, 0));
    for (const field of fact.fields) {
      say("field", field.name, field.static, field.type && type(facts, field.type, 0));
      if (field.value !== undefined) say("=", value(facts, field.value, 0));
    }
  }
  for (const fact of facts.types)
    say("type", fact.name, type(facts, fact.type, 0), ...fact.extends.map((t) => type(facts, t, 0)));
  for (const { target, value: put } of facts.assignments)
    say("put", value(facts, target, 0), value(facts, put, 0));
  return out.join("\n");
}

function value(facts: FileFacts, of: Value, depth: number): string {
  if (depth > deepest) return "…";
  const inner = (v: Value) => value(facts, v, depth + 1);
  switch (of.kind) {
    case "name": {
      const binding = facts.bindings[of.binding];
      const local = binding !== undefined && binding.region !== 0;
      return local ? `${of.name}(${binding.values.slice(0, 3).map((v) => inner(v.value))})` : of.name;
    }
    case "member":
      return `${inner(of.of)}.${of.name}`;
    case "element":
    case "await":
    case "spread":
    case "each":
      return `${of.kind} ${inner(of.of)}`;
    case "call": {
      const call = facts.calls[of.call];
      return call === undefined ? "" : `${call.form} ${inner(call.callee)}(${call.arguments.map(inner)})`;
    }
    case "function":
      return `function ${of.function}`;
    case "class":
      return `class ${of.class}`;
    case "object":
      return `{${of.properties.map((p) => `${p.key}:${inner(p.value)}`)}}`;
    case "array":
      return `[${of.items.map(inner)}]`;
    case "choice":
    case "operation":
    case "text":
      return `(${of.of.map(inner)})`;
    case "literal":
      return JSON.stringify(of.value);
    case "parameter":
      return `parameter ${of.function} ${of.index}`;
    case "module":
      return `module ${of.module}`;
    default:
      return of.kind;
  }
}

function type(facts: FileFacts, of: TypeRef, depth: number): string {
  if (depth > deepest) return "…";
  const inner = (t: TypeRef) => type(facts, t, depth + 1);
  switch (of.kind) {
    case "named":
      return `${of.name}.${of.path}<${of.arguments.map(inner)}>`;
    case "union":
    case "intersection":
      return `${of.kind} ${of.of.map(inner)}`;
    case "object":
      return `{${of.members.map((m) => `${m.name}:${inner(m.type)}`)}}`;
    case "array":
      return `${inner(of.of)}[]`;
    case "query":
      return `typeof ${value(facts, of.value, depth + 1)}`;
    case "function":
      return `(${of.parameters.map(inner)})=>${inner(of.returns)}`;
    case "lookup":
      return `${inner(of.of)}["${of.key}"]`;
    case "unknown":
      return "?";
  }
}
