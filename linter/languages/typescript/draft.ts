import type {
  Binding,
  BindingKind,
  FileFacts,
  FunctionFact,
  LanguageId,
  Region,
  TypeRef,
  Value,
} from "../../facts.ts";
import { emptyModule } from "../module.ts";
import type { SyntaxTree } from "../syntax.ts";
import { TypedTags } from "./typed-tags.ts";

type NameValue = Extract<Value, { kind: "name" }>;
type NamedType = Extract<TypeRef, { kind: "named" }>;

interface Scope {
  parent: number;
  /** Most scopes declare nothing. */
  names?: Map<string, number>;
  /** Types that share their name with a value, which stands among the names: `const User = model(…); type User = …`. */
  types?: Map<string, number>;
  /** Where `var` lands. */
  function: boolean;
}

/**
 * Deeper nesting than this is not followed: the walk recurses, and the depth of a file is its author's choice. The deepest
 * expression met in real backends is under 60.
 */
export const deepest = 220;

/** The facts of a file while they are gathered: where the walk is, and which names wait to be resolved. */
export class Draft {
  readonly tree: SyntaxTree;
  readonly facts: FileFacts;
  readonly tags: TypedTags;
  region = 0;
  function = 0;
  class = -1;
  depth = 0;
  /** Where a chain of calls begins of which the grammar took the first alone for what is awaited, with its `await`; undefined where there is none. */
  awaitedChain: { from: number; start: number } | undefined;
  private scope = 0;
  private groups = 0;
  private readonly scopes: Scope[] = [{ parent: -1, function: true }];
  private readonly waiting: { at: NameValue | NamedType; scope: number }[] = [];
  private readonly assigned: { name: string; scope: number; value: Value; region: number; start: number }[] =
    [];

  constructor(tree: SyntaxTree, language: LanguageId) {
    this.tree = tree;
    this.tags = new TypedTags(tree);
    this.facts = emptyModule(tree.text, language);
  }

  declare(name: string, kind: BindingKind, start: number, end: number, hoisted = false): number {
    let scope = this.scope;
    while (hoisted && this.scopes[scope]?.function === false) scope = this.scopes[scope]?.parent ?? 0;
    const held = this.scopes[scope];
    const known = held?.names?.get(name);
    const was = known === undefined ? undefined : this.facts.bindings[known]?.kind;
    // `var` twice, or an overload: one name.
    if (known !== undefined && was !== "type" && (hoisted || kind === "function")) return known;
    const index = this.facts.bindings.length;
    this.facts.bindings.push({ name, kind, start, end, region: this.region, values: [] });
    if (held === undefined) return index;
    const isShared = known !== undefined && was !== kind && (was === "type" || kind === "type");
    // A class is a type as well, to which an interface of its name only adds.
    if (isShared && was !== "class" && kind !== "class") {
      held.types ??= new Map();
      held.types.set(name, kind === "type" ? index : known);
    }
    if (!isShared || was === "type") {
      held.names ??= new Map();
      held.names.set(name, index);
    }
    return index;
  }

  binding(index: number): Binding | undefined {
    return this.facts.bindings[index];
  }

  /** Names may be declared after their use, so they are resolved when the whole file is known. */
  resolveLater(at: NameValue | NamedType): void {
    this.waiting.push({ at, scope: this.scope });
  }

  assignLater(name: string, value: Value, start: number): void {
    this.assigned.push({ name, scope: this.scope, value, region: this.region, start });
  }

  resolveNames(): void {
    for (const { at, scope } of this.waiting) at.binding = this.lookUp(at.name, scope, at.kind === "named");
    for (const { name, scope, value, region, start } of this.assigned) {
      const binding = this.lookUp(name, scope);
      if (binding >= 0) this.facts.bindings[binding]?.values.push({ value, region, start, later: true });
      else if (value.kind === "module" || value.kind === "member" || value.kind === "call") {
        // `mongoose = require("mongoose")`, which nothing declares, makes it global.
        const target = { kind: "name" as const, name, binding, start, end: start + name.length };
        this.facts.assignments.push({ target, value, region, start, end: value.end });
      }
    }
  }

  private lookUp(name: string, from: number, asType = false): number {
    for (let scope = from; scope >= 0; scope = this.scopes[scope]?.parent ?? -1) {
      const held = this.scopes[scope];
      const found = (asType ? held?.types?.get(name) : undefined) ?? held?.names?.get(name);
      if (found !== undefined) return found;
    }
    return -1;
  }

  inScope(walk: () => void, isFunction = false): void {
    const outer = this.scope;
    this.scopes.push({ parent: outer, function: isFunction });
    this.scope = this.scopes.length - 1;
    walk();
    this.scope = outer;
  }

  /** Walks inside a new region (and scope); returns its index. */
  inRegion(region: Pick<Region, "kind" | "start" | "end"> & Partial<Region>, walk: () => void): number {
    const outer = this.region;
    const index = this.openRegion(region);
    this.region = index;
    this.inScope(walk);
    this.region = outer;
    return index;
  }

  openRegion(region: Pick<Region, "kind" | "start" | "end"> & Partial<Region>): number {
    // A copy by spreading takes many times as long, and there are as many regions as branches and functions.
    const { kind, start, end, over, condition, step } = region;
    const opened: Region = {
      kind,
      parent: region.parent ?? this.region,
      function: region.function ?? this.function,
      start,
      end,
      headEnd: region.headEnd ?? end,
      awaits: region.awaits ?? false,
      arm: region.arm ?? -1,
      group: region.group ?? -1,
    };
    if (over !== undefined) opened.over = over;
    if (condition !== undefined) opened.condition = condition;
    if (step !== undefined) opened.step = step;
    return this.facts.regions.push(opened) - 1;
  }

  group(): number {
    return this.groups++;
  }

  /** Walks the inside of a function, whose index is already taken. */
  inFunction(index: number, body: { start: number; end: number }, walk: () => void): void {
    const outer = { region: this.region, function: this.function };
    this.function = index;
    const fact = this.facts.functions[index] as FunctionFact;
    fact.body = this.openRegion({ kind: "function", start: body.start, end: body.end, parent: outer.region });
    this.region = fact.body;
    this.inScope(walk, true);
    this.region = outer.region;
    this.function = outer.function;
  }
}
