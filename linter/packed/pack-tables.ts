import type { Property, TypeRef, Value } from "../facts.ts";
import { partsInside } from "../value-parts.ts";
import { ByteWriter } from "./bytes.ts";
import { kinds, numbers } from "./packed.ts";

const valueKinds = numbers(kinds.value);
const typeKinds = numbers(kinds.type);

/** Numbers the texts, values and types of a file, and writes each of them once. */
export class TableWriter {
  private readonly values: ByteWriter;
  private readonly types = new ByteWriter();
  private readonly textNumbers = new Map<string, number>();
  private readonly valueNumbers: ValueNumbers;
  private readonly typeNumbers = new Map<TypeRef, number>();
  private readonly casts: { value: number; as: TypeRef }[] = [];
  /** The numbers of the values inside those that are being written, the innermost last. */
  private readonly inside: number[] = [];
  private depth = 0;
  /** Where the value that was written last starts. */
  private lastStart = 0;

  /** @param end where the last value may start */
  constructor(end: number) {
    this.values = new ByteWriter(end);
    this.valueNumbers = new ValueNumbers(end);
  }

  get counts(): { values: number; types: number } {
    return { values: this.valueNumbers.size, types: this.typeNumbers.size };
  }

  /** The lengths of the texts, the values and the types. */
  written(): ByteWriter[] {
    const lengths = new ByteWriter();
    lengths.number(this.textNumbers.size);
    for (const text of this.textNumbers.keys()) lengths.number(text.length);
    return [lengths, this.values, this.types];
  }

  allTexts(): string {
    return [...this.textNumbers.keys()].join("");
  }

  /** What values are said to be: such a type may be that of a value, which may be said to be something itself. */
  allCasts(): readonly { value: number; as: TypeRef }[] {
    const { casts } = this;
    for (let next = 0; next < casts.length; next++) this.type(casts[next]?.as ?? { kind: "unknown" });
    return casts;
  }

  text(text: string): number {
    const known = this.textNumbers.get(text);
    if (known !== undefined) return known;
    const number = this.textNumbers.size;
    this.textNumbers.set(text, number);
    return number;
  }

  /** Writes a value behind those that it is made of, unless it is written already. */
  value(value: Value): number {
    const known = this.valueNumbers.of(value);
    if (known >= 0) return known;
    const { values, inside } = this;
    const from = this.depth;
    this.numberInside(value);
    const count = this.depth - from;
    const number = this.valueNumbers.add(value);
    if (value.as !== undefined) this.casts.push({ value: number, as: value.as });
    const kind = value.kind === "literal" ? literalKind(value.value) : value.kind;
    values.signed(value.start - this.lastStart);
    values.number(valueKinds[kind]);
    values.signed(value.end - value.start);
    this.lastStart = value.start;
    switch (value.kind) {
      case "name":
        values.number(this.text(value.name));
        values.signed(value.binding);
        break;
      case "member":
        values.number(this.text(value.name));
        break;
      case "literal":
        if (typeof value.value === "string") values.number(this.text(value.value));
        else if (typeof value.value === "number") {
          values.number(this.text(Object.is(value.value, -0) ? "-0" : String(value.value)));
        }
        break;
      case "call":
        values.number(value.call);
        break;
      case "function":
        values.number(value.function);
        break;
      case "class":
        values.number(value.class);
        break;
      case "object":
        values.number(value.properties.length);
        for (const property of value.properties) this.property(property, value.start);
        break;
      case "text":
        values.number(value.strings.length);
        for (const text of value.strings) values.number(this.text(text));
        values.number(count);
        break;
      case "operation":
        values.number(this.text(value.operator));
        values.number(count);
        break;
      case "array":
        values.number(count);
        break;
      case "choice":
        values.number(value.of.length);
        values.flag(value.when !== undefined);
        break;
      case "parameter":
        values.number(value.function);
        values.number(value.index);
        break;
      case "module":
        values.number(this.text(value.module));
        break;
      default:
    }
    for (let at = from; at < this.depth; at++) values.number(number - (inside[at] as number));
    this.depth = from;
    return number;
  }

  /** Puts the numbers of the values directly inside one on the stack. */
  private numberInside(value: Value): void {
    switch (value.kind) {
      case "member":
      case "await":
      case "spread":
      case "each":
        this.push(value.of);
        return;
      case "element":
        this.push(value.of);
        this.push(value.key);
        return;
      default:
        for (const part of partsInside(value)) this.push(part);
    }
  }

  private push(value: Value): void {
    const number = this.value(value);
    this.inside[this.depth++] = number;
  }

  private property(property: Property, from: number): void {
    const { values } = this;
    values.number(property.key === undefined ? 0 : this.text(property.key) + 1);
    values.signed(property.start - from);
    values.signed(property.end - property.start);
    values.flag(property.shorthand);
  }

  type(type: TypeRef): number {
    const known = this.typeNumbers.get(type);
    if (known !== undefined) return known;
    const value = type.kind === "query" ? this.value(type.value) : 0;
    const parts = typesIn(type).map((part) => this.type(part));
    const { types } = this;
    const number = this.typeNumbers.size;
    this.typeNumbers.set(type, number);
    types.number(typeKinds[type.kind]);
    switch (type.kind) {
      case "named":
        types.number(this.text(type.name));
        types.signed(type.binding);
        types.number(type.path.length);
        for (const name of type.path) types.number(this.text(name));
        types.number(parts.length);
        break;
      case "object":
        types.number(parts.length);
        for (const { name } of type.members) types.number(this.text(name));
        break;
      case "union":
      case "intersection":
      case "function":
        types.number(parts.length);
        break;
      case "query":
        types.number(value);
        break;
      case "lookup":
        types.number(this.text(type.key));
        break;
      default:
    }
    for (const part of parts) types.number(number - part);
    return number;
  }
}

/** The number of each value, in the order in which they come: looked up by where it starts, which is faster than by what it is. */
class ValueNumbers {
  private readonly values: Value[] = [];
  /** By start, the last value that starts there, and by value the one before it, each plus one. */
  private readonly last: Int32Array;
  private readonly before: number[] = [];

  /** @param end where the last value may start */
  constructor(end: number) {
    this.last = new Int32Array(end + 1);
  }

  get size(): number {
    return this.values.length;
  }

  /** -1 where it has none yet. */
  of(value: Value): number {
    let next = this.last[value.start] ?? 0;
    while (next > 0 && this.values[next - 1] !== value) next = this.before[next - 1] as number;
    return next - 1;
  }

  add(value: Value): number {
    const number = this.values.push(value) - 1;
    this.before.push(this.last[value.start] ?? 0);
    this.last[value.start] = number + 1;
    return number;
  }
}

function literalKind(value: string | number | boolean | null) {
  if (typeof value === "string") return "text literal";
  if (typeof value === "number") return "number literal";
  return value === null ? "null" : value ? "true" : "false";
}

const none: never[] = [];

function typesIn(type: TypeRef): readonly TypeRef[] {
  switch (type.kind) {
    case "named":
      return type.arguments;
    case "union":
    case "intersection":
      return type.of;
    case "object":
      return type.members.map((member) => member.type);
    case "array":
    case "lookup":
      return [type.of];
    case "function":
      return [...type.parameters, type.returns];
    default:
      return none;
  }
}
