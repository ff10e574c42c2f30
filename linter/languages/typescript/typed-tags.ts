import type { SyntaxTree } from "../syntax.ts";

/**
 * The grammar takes (id) => sql<Row[]>`…` for ((id) => sql<Row[]>)`…`, and so with `a ? b : sql<Row[]>`, `a ?? sql<Row[]>` and
 * `a = sql<Row[]>` before a template, and with whatever is called on the answer. This says what belongs where.
 */
export class TypedTags {
  private readonly tree: SyntaxTree;
  private readonly mayHave: boolean;
  /** What was taken for the callee, with what is called. */
  private readonly callees = new Map<number, number>();
  /** What is called, with the whole expression that begins with the call. */
  private readonly wholes = new Map<number, number>();
  private readonly starts = new Map<number, number>();
  private readonly ends = new Map<number, number>();

  constructor(tree: SyntaxTree) {
    this.tree = tree;
    this.mayHave = tree.text.includes(">`");
  }

  /** The function or operation at whose end such a call stands; -1 where the expression is what it seems. */
  around(node: number): number {
    if (!this.mayHave) return -1;
    const { tree } = this;
    const passed: number[] = [];
    let at = node;
    while (passed.length < chained && !this.isTag(at)) {
      passed.push(at);
      at = tree.child(at, tree.type(at) === "call_expression" ? "function" : "object");
      if (at < 0 || !/^(call|member)_expression$/.test(tree.type(at))) return -1;
    }
    if (!this.isTag(at)) return -1;
    const callee = tree.child(at, "function");
    const outer = this.unwrapped(callee);
    const end = tree.end(node);
    const called = this.callees.has(callee) ? -1 : this.calledIn(outer, end);
    if (called < 0 || called === outer) return -1;
    this.ends.set(callee, end);
    this.callees.set(callee, called);
    this.wholes.set(called, node);
    for (const one of [...passed, at]) this.starts.set(one, tree.start(called));
    return outer;
  }

  private isTag(node: number): boolean {
    const given = this.tree.child(node, "arguments");
    return given >= 0 && this.tree.type(given) === "template_string";
  }

  private unwrapped(node: number): number {
    let at = node;
    while (/^(non_null|instantiation)_expression$/.test(this.tree.type(at))) at = this.tree.firstNamed(at);
    return at;
  }

  /** What stands at the end of a function or operation; what is passed on the way ends where the whole does. */
  private calledIn(outer: number, end: number): number {
    const { tree } = this;
    if (!/^(arrow_function|(ternary|binary|assignment)_expression)$/.test(tree.type(outer))) return -1;
    let at = outer;
    for (let hops = 0; hops < chained; hops++) {
      const part = lastParts[tree.type(at)];
      if (part === undefined) return at;
      this.ends.set(at, end);
      const last = part === "" ? tree.firstNamed(at) : tree.child(at, part);
      if (last < 0 || tree.type(last) === "statement_block") return -1;
      at = last;
    }
    return -1;
  }

  calleeOf(node: number): number {
    const callee = this.tree.child(node, "function");
    return (this.mayHave ? this.callees.get(callee) : undefined) ?? callee;
  }

  /** The expression that begins with a call of this, once: inside of it, it is itself. */
  takeWhole(node: number): number | undefined {
    if (!this.mayHave) return undefined;
    const whole = this.wholes.get(node);
    if (whole !== undefined) this.wholes.delete(node);
    return whole;
  }

  start(node: number): number {
    return (this.mayHave ? this.starts.get(node) : undefined) ?? this.tree.start(node);
  }

  end(node: number): number {
    return (this.mayHave ? this.ends.get(node) : undefined) ?? this.tree.end(node);
  }
}

/** So many calls on the answer are looked behind. */
const chained = 12;

/** The part of each that stands last. */
const lastParts: Record<string, string> = {
  arrow_function: "body",
  ternary_expression: "alternative",
  binary_expression: "right",
  assignment_expression: "right",
  await_expression: "",
  unary_expression: "argument",
  non_null_expression: "",
  instantiation_expression: "",
};
