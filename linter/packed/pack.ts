import type { Decorator, FileFacts, Property, TypeRef, Value } from "../facts.ts";
import { outlineOf } from "../link/outline.ts";
import { partsInside } from "../value-parts.ts";
import { ByteWriter } from "./bytes.ts";
import { kinds, numbers, type PackedFacts } from "./packed.ts";

const kindOf = {
  language: numbers(kinds.language),
  binding: numbers(kinds.binding),
  function: numbers(kinds.function),
  region: numbers(kinds.region),
  use: numbers(kinds.use),
  form: numbers(kinds.form),
  exit: numbers(kinds.exit),
  directive: numbers(kinds.directive),
  type: numbers(kinds.type),
  value: numbers(kinds.value),
};

/** Packs facts; what stands in several places of them is written once and shared again when it is unpacked. */
export function pack(facts: FileFacts): PackedFacts {
  return new Packer().pack(facts);
}

class Packer {
  private readonly head = new ByteWriter();
  private body = new ByteWriter();
  private readonly values = new ByteWriter();
  private readonly types = new ByteWriter();
  private valueNumbers = new ValueNumbers(0);
  private readonly typeNumbers = new Map<TypeRef, number>();
  private readonly textNumbers = new Map<string, number>();
  /** What values are said to be, written behind everything that such a type may be made of. */
  private readonly casts: { value: number; as: TypeRef }[] = [];
  private readonly lastValue = { start: 0, number: 0 };
  private lastStart = 0;

  pack(facts: FileFacts): PackedFacts {
    this.valueNumbers = new ValueNumbers(facts.functions[0]?.end ?? 0);
    this.outline(facts);
    const { head, body: outline } = this;
    this.body = new ByteWriter();
    this.facts(facts);
    const texts = [...this.textNumbers.keys()];
    head.number(facts.version);
    head.number(texts.length);
    for (const text of texts) head.number(text.length);
    head.add(outline);
    head.number(this.valueNumbers.size);
    head.add(this.values);
    head.number(this.typeNumbers.size);
    head.add(this.types);
    head.add(this.body);
    return { lines: facts.lineStarts.length, bytes: head.written(), texts: texts.join("") };
  }

  /** What can be unpacked without the rest. */
  private outline(facts: FileFacts): void {
    const { imports, required, heirs, objects, handed, named } = outlineOf(facts);
    const { body } = this;
    this.list(imports, ({ module, name }) => {
      this.text(module);
      this.text(name);
    });
    this.list(required, (module) => this.text(module));
    this.list(heirs, (heir) => {
      this.text(heir.name);
      body.number(heir.class);
      this.text(heir.own);
    });
    this.list(objects, (name) => this.text(name));
    this.list(handed, (name) => this.text(name));
    this.list(named, (fact) => {
      this.text(fact.name);
      body.number(fact.function);
    });
  }

  private facts(facts: FileFacts): void {
    const { body } = this;
    body.number(kindOf.language[facts.language]);
    let line = 0;
    this.list(facts.lineStarts, (start) => {
      body.number(start - line);
      line = start;
    });
    // Module and name of each stand in the outline.
    this.list(facts.imports, (fact) => {
      body.signed(fact.binding);
      this.place(fact);
    });
    this.list(facts.exports, (fact) => {
      this.text(fact.name);
      this.optional(fact.value, (value) => this.value(value));
      this.optional(fact.module, (module) => this.text(module));
      this.optional(fact.imported, (imported) => this.text(imported));
    });
    this.list(facts.bindings, (fact) => {
      this.text(fact.name);
      body.number(kindOf.binding[fact.kind]);
      this.place(fact);
      body.number(fact.region);
      this.optional(fact.type, (type) => this.type(type));
      this.list(fact.values, (assigned) => {
        this.value(assigned.value);
        body.number(assigned.region);
        body.number(assigned.start);
        body.flag(assigned.later);
      });
      body.signed(fact.target ?? -1);
    });
    this.list(facts.functions, (fact) => {
      this.text(fact.name);
      body.number(kindOf.function[fact.kind]);
      this.place(fact);
      body.signed(fact.nameStart - fact.start);
      body.signed(fact.nameEnd - fact.nameStart);
      body.number(fact.region);
      body.number(fact.body);
      body.signed(fact.class);
      body.number((fact.static ? 1 : 0) + (fact.async ? 2 : 0) + (fact.generator ? 4 : 0));
      this.list(fact.parameters, (parameter) => {
        this.text(parameter.name);
        body.signed(parameter.binding);
        this.optional(parameter.type, (type) => this.type(type));
        body.number((parameter.optional ? 1 : 0) + (parameter.rest ? 2 : 0) + (parameter.field ? 4 : 0));
        this.decorators(parameter.decorators);
      });
      this.optional(fact.returnType, (type) => this.type(type));
      this.list(fact.returns, (returned) => {
        this.value(returned.value);
        body.number(returned.region);
      });
      this.decorators(fact.decorators);
    });
    this.list(facts.classes, (fact) => {
      this.text(fact.name);
      body.signed(fact.binding);
      this.place(fact);
      body.flag(fact.abstract);
      this.optional(fact.superclass, (value) => this.value(value));
      this.list(fact.superArguments, (type) => this.type(type));
      this.list(fact.implements, (type) => this.type(type));
      this.decorators(fact.decorators);
      this.list(fact.fields, (field) => {
        this.text(field.name);
        body.flag(field.static);
        this.optional(field.type, (type) => this.type(type));
        this.optional(field.value, (value) => this.value(value));
        this.decorators(field.decorators);
        this.place(field);
      });
      this.list(fact.methods, (method) => {
        this.text(method.name);
        body.flag(method.static);
        body.number(method.function);
      });
    });
    this.list(facts.types, (fact) => {
      this.text(fact.name);
      body.signed(fact.binding);
      this.list(fact.extends, (type) => this.type(type));
      this.type(fact.type);
      body.number((fact.enumeration ? 1 : 0) + (fact.adds ? 2 : 0) + (fact.parameters ? 4 : 0));
      if (fact.parameters !== undefined) this.list(fact.parameters, (name) => this.text(name));
    });
    this.list(facts.regions, (fact) => {
      body.number(kindOf.region[fact.kind]);
      body.signed(fact.parent);
      body.number(fact.function);
      this.place(fact);
      body.signed(fact.headEnd - fact.end);
      this.optional(fact.over, (value) => this.value(value));
      this.optional(fact.condition, (value) => this.value(value));
      this.optional(fact.step, (value) => this.value(value));
      body.flag(fact.awaits);
      body.signed(fact.arm);
      body.signed(fact.group);
    });
    this.list(facts.calls, (fact) => {
      body.number(kindOf.form[fact.form]);
      this.value(fact.callee);
      this.list(fact.arguments, (value) => this.value(value));
      this.list(fact.types, (type) => this.type(type));
      this.place(fact);
      body.number(fact.region);
      body.number(kindOf.use[fact.use]);
    });
    this.list(facts.assignments, (fact) => {
      this.value(fact.target);
      this.value(fact.value);
      body.number(fact.region);
      this.place(fact);
    });
    this.list(facts.exits, (fact) => {
      body.number(kindOf.exit[fact.kind]);
      body.number(fact.region);
      this.place(fact);
      this.optional(fact.value, (value) => this.value(value));
    });
    this.list(facts.directives, (fact) => {
      body.number(kindOf.directive[fact.kind]);
      this.text(fact.word);
      this.list(fact.rules, (rule) => this.text(rule));
      this.text(fact.reason);
      this.place(fact);
      body.number(fact.until - fact.end);
    });
    this.list(facts.errors, ([start, end]) => this.place({ start, end }));
    // A type may be that of a value, which may be said to be something itself: the list grows while it is written.
    for (let next = 0; next < this.casts.length; next++)
      this.typeNumber(this.casts[next]?.as ?? { kind: "unknown" });
    this.list(this.casts, ({ value, as }) => {
      body.number(value);
      this.type(as);
    });
  }

  private list<T>(items: readonly T[], write: (item: T) => void): void {
    this.body.number(items.length);
    for (const item of items) write(item);
  }

  private optional<T>(item: T | undefined, write: (item: T) => void): void {
    this.body.flag(item !== undefined);
    if (item !== undefined) write(item);
  }

  private text(text: string): void {
    this.body.number(this.textNumber(text));
  }

  private textNumber(text: string): number {
    const known = this.textNumbers.get(text);
    if (known !== undefined) return known;
    const number = this.textNumbers.size;
    this.textNumbers.set(text, number);
    return number;
  }

  /** Places follow one another, so the way from the last one is short. */
  private place({ start, end }: { start: number; end: number }): void {
    this.body.signed(start - this.lastStart);
    this.body.signed(end - start);
    this.lastStart = start;
  }

  private decorators(decorators: readonly Decorator[]): void {
    this.list(decorators, (decorator) => {
      this.value(decorator.value);
      this.place(decorator);
    });
  }

  private value(value: Value): void {
    const number = this.valueNumber(value);
    this.body.signed(number - this.lastValue.number);
    this.lastValue.number = number;
  }

  private type(type: TypeRef): void {
    this.body.number(this.typeNumber(type));
  }

  /** Writes a value behind those that it is made of, unless it is written already. */
  private valueNumber(value: Value): number {
    const known = this.valueNumbers.of(value);
    if (known >= 0) return known;
    const inside = partsInside(value);
    const parts: number[] = inside.length === 0 ? none : new Array(inside.length);
    for (let i = 0; i < inside.length; i++) parts[i] = this.valueNumber(inside[i] as Value);
    const { values, lastValue } = this;
    const number = this.valueNumbers.add(value);
    if (value.as !== undefined) this.casts.push({ value: number, as: value.as });
    const kind = value.kind === "literal" ? literalKind(value.value) : value.kind;
    values.number(kindOf.value[kind]);
    values.signed(value.start - lastValue.start);
    values.signed(value.end - value.start);
    lastValue.start = value.start;
    switch (value.kind) {
      case "name":
        values.number(this.textNumber(value.name));
        values.signed(value.binding);
        break;
      case "member":
        values.number(this.textNumber(value.name));
        break;
      case "literal":
        if (typeof value.value === "string") values.number(this.textNumber(value.value));
        else if (typeof value.value === "number") {
          values.number(this.textNumber(Object.is(value.value, -0) ? "-0" : String(value.value)));
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
        for (const text of value.strings) values.number(this.textNumber(text));
        values.number(parts.length);
        break;
      case "operation":
        values.number(this.textNumber(value.operator));
        values.number(parts.length);
        break;
      case "array":
        values.number(parts.length);
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
        values.number(this.textNumber(value.module));
        break;
      default:
    }
    for (const part of parts) values.number(number - part);
    return number;
  }

  private property(property: Property, from: number): void {
    const { values } = this;
    values.number(property.key === undefined ? 0 : this.textNumber(property.key) + 1);
    values.signed(property.start - from);
    values.signed(property.end - property.start);
    values.flag(property.shorthand);
  }

  private typeNumber(type: TypeRef): number {
    const known = this.typeNumbers.get(type);
    if (known !== undefined) return known;
    const value = type.kind === "query" ? this.valueNumber(type.value) : 0;
    const parts = typesIn(type).map((part) => this.typeNumber(part));
    const { types } = this;
    const number = this.typeNumbers.size;
    this.typeNumbers.set(type, number);
    types.number(kindOf.type[type.kind]);
    switch (type.kind) {
      case "named":
        types.number(this.textNumber(type.name));
        types.signed(type.binding);
        types.number(type.path.length);
        for (const name of type.path) types.number(this.textNumber(name));
        types.number(parts.length);
        break;
      case "object":
        types.number(parts.length);
        for (const { name } of type.members) types.number(this.textNumber(name));
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
        types.number(this.textNumber(type.key));
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
