import type { Tree } from "@vscode/tree-sitter-wasm";
import type { ParserMemory } from "./runtime.ts";
import { SubtreeWalk } from "./subtrees.ts";

/** What a grammar says about its node types, read once. The number of a node type is its place in each array. */
export interface Grammar {
  /** Name of each node type; unknown numbers are errors. */
  types: readonly string[];
  fields: readonly (string | null)[];
  named: readonly boolean[];
  /** What becomes of each node type in a `SyntaxTree`. */
  treatment: Uint8Array;
}

/** A node with what is in it, a node whose inside is of no interest because its text is enough, or nothing: brackets, commas, `if`. */
export const Treatment = { whole: 0, leaf: 1, none: 2 } as const;

const errorType = 0xffff;

/**
 * A syntax tree as flat arrays, copied out of the parser's memory in one walk. Reading a node then costs an array access instead of a
 * call into WebAssembly, and the parser's tree is freed at once. Nodes are numbers in document order; 0 is the root, -1 is none. Of
 * the tokens those are kept that tell shapes apart: `async`, `static`, operators.
 *
 * One instance is filled again and again: it is valid until the next `fill`.
 */
export class SyntaxTree {
  text = "";
  private readonly names = new Map<string, string>();
  size = 0;
  private readonly walk: SubtreeWalk;
  private grammar: Grammar = { types: [], fields: [], named: [], treatment: new Uint8Array(0) };
  private kinds = new Uint16Array(1 << 14);
  private fields = new Uint16Array(1 << 14);
  private starts = new Uint32Array(1 << 14);
  private ends = new Uint32Array(1 << 14);
  private firsts = new Int32Array(1 << 14);
  private lasts = new Int32Array(1 << 14);
  private nexts = new Int32Array(1 << 14);

  constructor(memory: ParserMemory) {
    this.walk = new SubtreeWalk(memory);
  }

  fill(tree: Tree, text: string, grammar: Grammar): void {
    this.text = text;
    this.grammar = grammar;
    this.size = 0;
    const { treatment } = grammar;
    this.walk.through(tree, (kind, field, start, end, parent) => {
      const treated = treatment[kind];
      if (treated === Treatment.none) return -1;
      const node = this.add(kind, field, start, end, parent);
      return treated === Treatment.leaf ? -1 : node;
    });
  }

  private add(kind: number, field: number, start: number, end: number, parent: number): number {
    const node = this.size++;
    if (node >= this.kinds.length) this.grow();
    this.kinds[node] = kind;
    this.fields[node] = field;
    this.starts[node] = start;
    this.ends[node] = end;
    this.firsts[node] = -1;
    this.lasts[node] = -1;
    this.nexts[node] = -1;
    const before = this.lasts[parent];
    if (before === undefined) return node;
    if (before < 0) this.firsts[parent] = node;
    else this.nexts[before] = node;
    this.lasts[parent] = node;
    return node;
  }

  private grow(): void {
    const grown = <T extends Uint16Array | Uint32Array | Int32Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    const size = this.kinds.length * 2;
    this.kinds = grown(this.kinds, new Uint16Array(size));
    this.fields = grown(this.fields, new Uint16Array(size));
    this.starts = grown(this.starts, new Uint32Array(size));
    this.ends = grown(this.ends, new Uint32Array(size));
    this.firsts = grown(this.firsts, new Int32Array(size));
    this.lasts = grown(this.lasts, new Int32Array(size));
    this.nexts = grown(this.nexts, new Int32Array(size));
  }

  type(node: number): string {
    const kind = this.kinds[node] ?? errorType;
    return kind === errorType ? "ERROR" : (this.grammar.types[kind] ?? "ERROR");
  }

  named(node: number): boolean {
    const kind = this.kinds[node] ?? errorType;
    return kind === errorType || this.grammar.named[kind] === true;
  }

  field(node: number): string | null {
    return this.grammar.fields[this.fields[node] ?? 0] ?? null;
  }

  start(node: number): number {
    return this.starts[node] ?? 0;
  }

  end(node: number): number {
    return this.ends[node] ?? 0;
  }

  first(node: number): number {
    return this.firsts[node] ?? -1;
  }

  next(node: number): number {
    return this.nexts[node] ?? -1;
  }

  /** Names come again and again: short texts are one string wherever they stand. */
  textOf(node: number): string {
    const text = this.text.slice(this.start(node), this.end(node));
    if (text.length > 40) return text;
    const known = this.names.get(text);
    if (known !== undefined) return known;
    if (this.names.size > 200_000) this.names.clear();
    this.names.set(text, text);
    return text;
  }

  /** The child in `field`, or -1. */
  child(node: number, field: string): number {
    for (let child = this.first(node); child >= 0; child = this.next(child)) {
      if (this.field(child) === field && this.type(child) !== "comment") return child;
    }
    return -1;
  }

  /** The first child of that type, or -1. */
  childOfType(node: number, type: string): number {
    for (let child = this.first(node); child >= 0; child = this.next(child)) {
      if (this.type(child) === type) return child;
    }
    return -1;
  }

  /** Children that are neither punctuation nor comments. */
  namedChildren(node: number): number[] {
    const out: number[] = [];
    for (let child = this.first(node); child >= 0; child = this.next(child)) {
      if (this.named(child) && this.type(child) !== "comment") out.push(child);
    }
    return out;
  }

  firstNamed(node: number): number {
    for (let child = this.first(node); child >= 0; child = this.next(child)) {
      if (this.named(child) && this.type(child) !== "comment") return child;
    }
    return -1;
  }
}
