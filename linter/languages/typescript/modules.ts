import type { Property, Value } from "../../facts.ts";
import type { Draft } from "./draft.ts";
import { expression } from "./expressions.ts";
import { textOfString } from "./literals.ts";
import { statement } from "./statements.ts";

export function importStatement(draft: Draft, node: number): void {
  const { tree, facts } = draft;
  const source = tree.child(node, "source");
  const required = tree.childOfType(node, "import_require_clause");
  if (required >= 0) {
    const [name = -1, from = -1] = tree.namedChildren(required);
    if (name >= 0 && from >= 0) bring(draft, name, textOfString(tree, from), "*");
    return;
  }
  if (source < 0) return;
  const module = textOfString(tree, source);
  const clause = tree.childOfType(node, "import_clause");
  if (clause < 0) {
    const place = { start: tree.start(node), end: tree.end(node) };
    facts.imports.push({ binding: -1, module, name: "", ...place });
    return;
  }
  for (const part of tree.namedChildren(clause)) {
    const type = tree.type(part);
    if (type === "identifier") bring(draft, part, module, "default");
    else if (type === "namespace_import") bring(draft, tree.firstNamed(part), module, "*");
    else if (type === "named_imports") {
      for (const specifier of tree.namedChildren(part)) {
        const name = tree.child(specifier, "name");
        const alias = tree.child(specifier, "alias");
        if (name >= 0) bring(draft, alias >= 0 ? alias : name, module, unquoted(tree.textOf(name)));
      }
    }
  }
}

function bring(draft: Draft, local: number, module: string, name: string): void {
  if (local < 0) return;
  const { tree, facts } = draft;
  const place = { start: tree.start(local), end: tree.end(local) };
  const binding = draft.declare(tree.textOf(local), "import", place.start, place.end);
  facts.imports.push({ binding, module, name, ...place });
}

export function exportStatement(draft: Draft, node: number): void {
  const { tree, facts } = draft;
  const source = tree.child(node, "source");
  const module = source >= 0 ? textOfString(tree, source) : undefined;
  const clause = tree.childOfType(node, "export_clause");
  if (clause >= 0) {
    for (const specifier of tree.namedChildren(clause)) exportName(draft, specifier, module);
    return;
  }
  if (module !== undefined) {
    const namespace = tree.childOfType(node, "namespace_export");
    const name = namespace >= 0 ? tree.textOf(tree.firstNamed(namespace)) : "*";
    facts.exports.push({ name, module, imported: "*" });
    return;
  }
  const written = tree.child(node, "value");
  if (written >= 0) {
    facts.exports.push({ name: "default", value: expression(draft, written, "kept") });
    return;
  }
  // `export = users`: the whole module.
  if (tree.childOfType(node, "=") >= 0) {
    facts.exports.push({ name: "=", value: expression(draft, tree.firstNamed(node), "kept") });
    return;
  }
  const declaration = tree.child(node, "declaration");
  if (declaration >= 0) exportDeclaration(draft, node, declaration);
  else {
    for (const child of tree.namedChildren(node)) {
      if (tree.type(child) !== "decorator") statement(draft, child);
    }
  }
}

function exportName(draft: Draft, specifier: number, module: string | undefined): void {
  const { tree, facts } = draft;
  const local = tree.child(specifier, "name");
  if (local < 0) return;
  const alias = tree.child(specifier, "alias");
  const name = unquoted(tree.textOf(alias >= 0 ? alias : local));
  const imported = unquoted(tree.textOf(local));
  if (module !== undefined) facts.exports.push({ name, module, imported });
  else facts.exports.push({ name, value: nameValue(draft, imported, local) });
}

function exportDeclaration(draft: Draft, node: number, declaration: number): void {
  const { tree, facts } = draft;
  const first = facts.bindings.length;
  const classes = facts.classes.length;
  statement(draft, declaration);
  const decorated = facts.classes[classes];
  if (decorated !== undefined) {
    for (const child of tree.namedChildren(node)) {
      if (tree.type(child) !== "decorator") continue;
      const value = expression(draft, tree.firstNamed(child), "kept");
      decorated.decorators.push({ value, start: tree.start(child), end: tree.end(child) });
    }
  }
  const isDefault = tree.childOfType(node, "default") >= 0;
  const name = tree.child(declaration, "name");
  if (isDefault) {
    if (name >= 0) {
      facts.exports.push({ name: "default", value: nameValue(draft, tree.textOf(name), name) });
    }
    return;
  }
  if (name >= 0) {
    const written = tree.textOf(name);
    const declared = draft.binding(first);
    // A type that shares its name with a value is exported beside it.
    const value: Value =
      declared?.kind === "type" && declared.name === written
        ? { kind: "name", name: written, binding: first, start: tree.start(name), end: tree.end(name) }
        : nameValue(draft, written, name);
    facts.exports.push({ name: written, value });
    return;
  }
  // `export const a = 1, { b } = c`: every name of this scope that it declared.
  for (let index = first; index < facts.bindings.length; index++) {
    const binding = facts.bindings[index];
    if (binding === undefined || binding.region !== draft.region) continue;
    if (binding.kind !== "constant" && binding.kind !== "variable") continue;
    const place = { start: binding.start, end: binding.end };
    facts.exports.push({
      name: binding.name,
      value: { kind: "name", name: binding.name, binding: index, ...place },
    });
  }
}

function nameValue(draft: Draft, name: string, node: number): Value {
  const place = { start: draft.tree.start(node), end: draft.tree.end(node) };
  const value = { kind: "name" as const, name, binding: -1, ...place };
  draft.resolveLater(value);
  return value;
}

/** A namespace is an object whose exported names are its members; what a module of another package exports is no business of the file. */
export function namesOfModule(draft: Draft, node: number, walk: () => void): void {
  const { tree, facts } = draft;
  const name = tree.child(node, "name");
  const exported = facts.exports.length;
  draft.inScope(walk);
  const members = facts.exports.splice(exported);
  if (name < 0 || tree.type(name) !== "identifier") return;
  const place = { start: tree.start(node), end: tree.end(node) };
  const properties: Property[] = members.flatMap(({ name: key, value }) =>
    value === undefined ? [] : [{ key, value, shorthand: true, ...place }],
  );
  if (properties.length === 0) return;
  const binding = draft.declare(tree.textOf(name), "constant", tree.start(name), tree.end(name));
  const value: Value = { kind: "object", properties, ...place };
  draft.binding(binding)?.values.push({ value, region: draft.region, start: place.start, later: false });
}

function unquoted(text: string): string {
  return text.replace(/^["']|["']$/g, "");
}
