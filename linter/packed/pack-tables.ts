import type { Property, TypeRef, Value } from "../facts.ts";
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
    // Values are of many shapes, so what they share is looked up as seldom as possible.
    const { start } = value;
    const known = this.valueNumbers.of(value, start);
    return known >= 0 ? known : this.newValue(value, start);
  }

  private newValue(value: Value, start: number): number {
    const { values } = this;
    switch (value.kind) {
      case "name": {
        const number = this.begin(value, start, valueKinds.name);
        values.number(this.text(value.name));
        values.signed(value.binding);
        return number;
      }
      case "member": {
        const of = this.value(value.of);
        const number = this.begin(value, start, valueKinds.member);
        values.number(this.text(value.name));
        values.number(number - of);
        return number;
      }
      case "element": {
        const of = this.value(value.of);
        const key = this.value(value.key);
        const number = this.begin(value, start, valueKinds.element);
        values.number(number - of);
        values.number(number - key);
        return number;
      }
      case "await":
      case "spread":
      case "each": {
        const of = this.value(value.of);
        const number = this.begin(value, start, valueKinds[value.kind]);
        values.number(number - of);
        return number;
      }
      case "literal":
        return this.literal(value, start);
      case "call": {
        const number = this.begin(value, start, valueKinds.call);
        values.number(value.call);
        return number;
      }
      case "function": {
        const number = this.begin(value, start, valueKinds.function);
        values.number(value.function);
        return number;
      }
      case "class": {
        const number = this.begin(value, start, valueKinds.class);
        values.number(value.class);
        return number;
      }
      case "object": {
        const from = this.depth;
        for (const property of value.properties) this.push(property.value);
        const number = this.begin(value, start, valueKinds.object);
        values.number(value.properties.length);
        for (const property of value.properties) this.property(property, start);
        this.pop(from, number);
        return number;
      }
      case "array": {
        const from = this.pushAll(value.items);
        const number = this.begin(value, start, valueKinds.array);
        values.number(value.items.length);
        this.pop(from, number);
        return number;
      }
      case "text": {
        const from = this.pushAll(value.of);
        const number = this.begin(value, start, valueKinds.text);
        values.number(value.strings.length);
        for (const text of value.strings) values.number(this.text(text));
        values.number(value.of.length);
        this.pop(from, number);
        return number;
      }
      case "operation": {
        const from = this.pushAll(value.of);
        const number = this.begin(value, start, valueKinds.operation);
        values.number(this.text(value.operator));
        values.number(value.of.length);
        this.pop(from, number);
        return number;
      }
      case "choice": {
        const from = this.pushAll(value.of);
        if (value.when !== undefined) this.push(value.when);
        const number = this.begin(value, start, valueKinds.choice);
        values.number(value.of.length);
        values.flag(value.when !== undefined);
        this.pop(from, number);
        return number;
      }
      case "parameter": {
        const number = this.begin(value, start, valueKinds.parameter);
        values.number(value.function);
        values.number(value.index);
        return number;
      }
      case "module": {
        const number = this.begin(value, start, valueKinds.module);
        values.number(this.text(value.module));
        return number;
      }
      case "this":
      case "unknown":
        return this.begin(value, start, valueKinds[value.kind]);
    }
  }

  /** Gives a value its number, and writes what every value has. */
  private begin(value: Value, start: number, kind: number): number {
    const { values } = this;
    const number = this.valueNumbers.add(value, start);
    if (value.as !== undefined) this.casts.push({ value: number, as: value.as });
    values.signed(start - this.lastStart);
    values.number(kind);
    values.signed(value.end - start);
    this.lastStart = start;
    return number;
  }

  private literal(literal: Extract<Value, { kind: "literal" }>, start: number): number {
    const { value } = literal;
    if (typeof value === "string" || typeof value === "number") {
      const isText = typeof value === "string";
      const number = this.begin(literal, start, valueKinds[isText ? "text literal" : "number literal"]);
      this.values.number(this.text(isText ? value : Object.is(value, -0) ? "-0" : String(value)));
      return number;
    }
    return this.begin(literal, start, valueKinds[value === null ? "null" : value ? "true" : "false"]);
  }

  /** Puts the number of a value directly inside another one on the stack. */
  private push(value: Value): void {
    const number = this.value(value);
    this.inside[this.depth++] = number;
  }

  /** Returns how high the stack was. */
  private pushAll(values: readonly Value[]): number {
    const from = this.depth;
    for (const value of values) this.push(value);
    return from;
  }

  /** Takes numbers off the stack again, and writes them as parts of the value with this one. */
  private pop(from: number, number: number): void {
    for (let at = from; at < this.depth; at++) this.values.number(number - (this.inside[at] as number));
    this.depth = from;
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
  of(value: Value, start: number): number {
    const { values, before } = this;
    let next = this.last[start] ?? 0;
    while (next > 0 && values[next - 1] !== value) next = before[next - 1] as number;
    return next - 1;
  }

  add(value: Value, start: number): number {
    const number = this.values.push(value);
    this.before.push(this.last[start] ?? 0);
    this.last[start] = number;
    return number - 1;
  }
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
