import { parseDuration } from "./units.ts";

/** A metric as it stands in an expression; offsets are from the start of the text. */
export type MetricUse = {
  kind: "metric";
  name: string;
  variant?: string;
  /** A component's id, `source/endpoint`, or `system`. */
  component: string;
  window?: string;
  /** Where the name and each argument start. */
  offset: number;
  argumentOffsets: { variant: number; component: number; window: number };
};

export type Term =
  | { kind: "number"; value: number }
  | MetricUse
  | { kind: "negate" | "abs"; of: Term }
  | { kind: "min" | "max"; of: Term[] }
  | { kind: "binary"; operator: "+" | "-" | "*" | "/"; left: Term; right: Term };

/** A statement that holds or does not: two terms compared. Times are in seconds. */
export type Expression = { left: Term; comparison: Comparison; right: Term };
export type Comparison = "<" | "<=" | ">" | ">=";

export type ExpressionFault = { offset: number; message: string };

export type Lookup = (
  metric: string,
  variant: string | undefined,
  component: string,
  window: string | undefined,
) => number;

class Fault extends Error {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

type Token = { text: string; offset: number; kind: "number" | "word" | "text" | "sign" | "end" };

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:e[+-]?\d+)?[A-Za-z]*)|([A-Za-z_][\w.-]*(?:\/[\w./:{}-]*)?)|"([^"]*)"|(<=|>=|[-+*/()|,<>]))/gy;

function tokens(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) {
      const offset = from + (/\S/.exec(text.slice(from))?.index ?? 0);
      throw new Fault(offset, `${JSON.stringify(text[offset])} is not expected here`);
    }
    const [all, number, word, quoted, sign] = match;
    const offset = match.index + all.length - all.trimStart().length;
    if (number !== undefined) found.push({ kind: "number", text: number, offset });
    else if (word !== undefined) found.push({ kind: "word", text: word, offset });
    else if (quoted !== undefined) found.push({ kind: "text", text: quoted, offset });
    else found.push({ kind: "sign", text: sign ?? "", offset });
  }
  found.push({ kind: "end", text: "the end", offset: text.length });
  return found;
}

/**
 * Reads `inTime.ratio(B, clients) - inTime.ratio(A, clients) > 0.12`. A metric is asked of a variant, a component and, where
 * wanted, a window; a scenario without variants leaves the variant out.
 */
export function parseExpression(
  text: string,
  { variants }: { variants: boolean },
): { ok: true; expression: Expression } | { ok: false; fault: ExpressionFault } {
  try {
    return { ok: true, expression: new Parser(tokens(text), variants).expression() };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: { offset: error.offset, message: error.message } };
    throw error;
  }
}

/** How strongly an operator binds; `*` before `+`. */
const BINDING: Readonly<Record<string, number>> = { "+": 1, "-": 1, "*": 2, "/": 2 };
const COMPARISONS: readonly string[] = ["<", "<=", ">", ">="] satisfies Comparison[];

/** A Pratt parser. */
class Parser {
  private readonly tokens: Token[];
  private readonly variants: boolean;
  private at = 0;

  constructor(tokens: Token[], variants: boolean) {
    this.tokens = tokens;
    this.variants = variants;
  }

  expression(): Expression {
    const left = this.term(0);
    const sign = this.next();
    if (!COMPARISONS.includes(sign.text)) {
      throw new Fault(sign.offset, `one of < <= > >= is expected here, found ${sign.text}`);
    }
    const right = this.term(0);
    const end = this.next();
    if (end.kind !== "end") throw new Fault(end.offset, `nothing more is expected here, found ${end.text}`);
    return { left, comparison: sign.text as Comparison, right };
  }

  private peek(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)] as Token;
  }

  private next(): Token {
    const token = this.peek();
    this.at++;
    return token;
  }

  private expect(text: string): void {
    const token = this.next();
    if (token.kind !== "sign" || token.text !== text) {
      throw new Fault(token.offset, `"${text}" is expected here, found ${token.text}`);
    }
  }

  private term(least: number): Term {
    let left = this.prefix();
    for (;;) {
      const token = this.peek();
      const binding = token.kind === "sign" ? BINDING[token.text] : undefined;
      if (binding === undefined || binding <= least) return left;
      this.at++;
      left = {
        kind: "binary",
        operator: token.text as "+" | "-" | "*" | "/",
        left,
        right: this.term(binding),
      };
    }
  }

  private prefix(): Term {
    const token = this.next();
    if (token.kind === "number") return { kind: "number", value: numberOf(token) };
    if (token.kind === "word") return this.named(token);
    switch (token.text) {
      case "-":
        return { kind: "negate", of: this.term(2) };
      case "(": {
        const inner = this.term(0);
        this.expect(")");
        return inner;
      }
      case "|": {
        const inner = this.term(0);
        this.expect("|");
        return { kind: "abs", of: inner };
      }
      default:
        throw new Fault(token.offset, `a number or a metric is expected here, found ${token.text}`);
    }
  }

  private named(token: Token): Term {
    this.expect("(");
    if (token.text === "abs" || token.text === "min" || token.text === "max") {
      const of = [this.term(0)];
      while (this.peek().text === ",") {
        this.at++;
        of.push(this.term(0));
      }
      this.expect(")");
      if (token.text !== "abs") return { kind: token.text, of };
      if (of[0] === undefined || of.length > 1) throw new Fault(token.offset, "abs takes one value");
      return { kind: "abs", of: of[0] };
    }
    return this.metric(token);
  }

  private metric(token: Token): Term {
    const given = [this.name()];
    while (this.peek().text === ",") {
      this.at++;
      given.push(this.name());
    }
    this.expect(")");
    const form = this.variants ? "(variant, component[, window])" : "(component[, window])";
    const least = this.variants ? 2 : 1;
    if (given.length < least || given.length > least + 1) {
      throw new Fault(token.offset, `write ${token.text}${form}`);
    }
    const [variant, component, window] = this.variants ? given : [undefined, ...given];
    if (component === undefined) throw new Fault(token.offset, `write ${token.text}${form}`);
    return {
      kind: "metric",
      name: token.text,
      component: component.text,
      ...(variant === undefined ? {} : { variant: variant.text }),
      ...(window === undefined ? {} : { window: window.text }),
      offset: token.offset,
      argumentOffsets: {
        variant: variant?.offset ?? token.offset,
        component: component.offset,
        window: window?.offset ?? token.offset,
      },
    };
  }

  private name(): Token {
    const token = this.next();
    if (token.kind === "word" || token.kind === "text") return token;
    throw new Fault(token.offset, `a name is expected here, found ${token.text}`);
  }
}

function numberOf({ text, offset }: Token): number {
  const value = parseDuration(text) ?? Number(text);
  if (Number.isFinite(value)) return value;
  throw new Fault(offset, `${text} is neither a number nor a duration such as 500ms`);
}

/** Every metric of an expression, in the order of the text. */
export function metricsOf({ left, right }: Expression): MetricUse[] {
  return [...uses(left), ...uses(right)];
}

function uses(term: Term): MetricUse[] {
  switch (term.kind) {
    case "number":
      return [];
    case "metric":
      return [term];
    case "binary":
      return [...uses(term.left), ...uses(term.right)];
    case "min":
    case "max":
      return term.of.flatMap(uses);
    default:
      return uses(term.of);
  }
}

/** Both sides of an expression in numbers. A metric that was not measured is NaN, and then nothing holds. */
export function evaluate(
  { left, comparison, right }: Expression,
  lookup: Lookup,
): { left: number; right: number; holds: boolean } {
  const sides = { left: valueOfTerm(left, lookup), right: valueOfTerm(right, lookup) };
  return { ...sides, holds: compare(sides.left, comparison, sides.right) };
}

function compare(left: number, comparison: Comparison, right: number): boolean {
  switch (comparison) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

function valueOfTerm(term: Term, lookup: Lookup): number {
  switch (term.kind) {
    case "number":
      return term.value;
    case "metric":
      return lookup(term.name, term.variant, term.component, term.window);
    case "negate":
      return -valueOfTerm(term.of, lookup);
    case "abs":
      return Math.abs(valueOfTerm(term.of, lookup));
    case "min":
      return Math.min(...term.of.map((each) => valueOfTerm(each, lookup)));
    case "max":
      return Math.max(...term.of.map((each) => valueOfTerm(each, lookup)));
    case "binary": {
      const left = valueOfTerm(term.left, lookup);
      const right = valueOfTerm(term.right, lookup);
      switch (term.operator) {
        case "+":
          return left + right;
        case "-":
          return left - right;
        case "*":
          return left * right;
        case "/":
          return left / right;
      }
    }
  }
}
