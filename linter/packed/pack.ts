import type {
  AssignedValue,
  Assignment,
  Binding,
  CallFact,
  ClassFact,
  Decorator,
  Directive,
  Exit,
  ExportFact,
  FieldFact,
  FileFacts,
  FunctionFact,
  ImportFact,
  MethodFact,
  ParameterFact,
  Region,
  ReturnFact,
  TypeFact,
  TypeRef,
  Value,
} from "../facts.ts";
import { outlineOf } from "../outline/outline.ts";
import { ByteWriter } from "./bytes.ts";
import { TableWriter } from "./pack-tables.ts";
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
};

/** Packs facts; what stands in several places of them is written once and shared again when it is unpacked. */
export function pack(facts: FileFacts): PackedFacts {
  return new Packer(facts).packed();
}

class Packer {
  private readonly facts: FileFacts;
  private readonly body: ByteWriter;
  /** How long each part of the body is. */
  private readonly sizes: number[] = [];
  private readonly tables: TableWriter;
  /** The value that was named last in this part, and where what was placed last in it starts. */
  private lastValue = 0;
  private lastStart = 0;

  constructor(facts: FileFacts) {
    this.facts = facts;
    const end = facts.functions[0]?.end ?? 0;
    this.body = new ByteWriter(end);
    this.tables = new TableWriter(end);
  }

  packed(): PackedFacts {
    const { facts, tables, body } = this;
    this.outline();
    this.rest();
    const written = tables.written();
    const sizes = [...written.map(({ size }) => size), ...this.sizes];
    const out = new ByteWriter(sizes.reduce((sum, size) => sum + size + 4, 20));
    out.number(facts.version);
    out.number(kindOf.language[facts.language]);
    out.number(tables.counts.values);
    out.number(tables.counts.types);
    for (const size of sizes) out.number(size);
    for (const table of written) out.add(table);
    out.add(body);
    return { lines: facts.lineStarts.length, bytes: out.written(), texts: tables.allTexts() };
  }

  /** Writes a part that can be read without those before it. */
  private part<T>(items: readonly T[], write: (item: T) => void): void {
    const { body } = this;
    const from = body.size;
    this.lastValue = 0;
    this.lastStart = 0;
    body.number(items.length);
    for (const item of items) write(item);
    this.sizes.push(body.size - from);
  }

  /** What can be unpacked without the rest. */
  private outline(): void {
    const outline = outlineOf(this.facts);
    const { hasDirectives, imports, required, patterns, exports, handedOn, heirs, objects, handed, named } =
      outline;
    const { body } = this;
    body.flag(hasDirectives);
    body.number(imports.length);
    for (const { module, name } of imports) {
      this.text(module);
      this.text(name);
    }
    for (const names of [required, patterns, exports, handedOn, objects, handed]) this.texts(names);
    body.number(heirs.length);
    for (const heir of heirs) {
      this.text(heir.name);
      body.number(heir.class);
      this.text(heir.own);
    }
    body.number(named.length);
    for (const fact of named) {
      this.text(fact.name);
      body.number(fact.function);
    }
    body.number(outline.handingOn.length);
    for (const index of outline.handingOn) body.number(index);
    this.sizes.push(body.size);
  }

  private rest(): void {
    const { facts, tables, body } = this;
    let line = 0;
    this.part(facts.lineStarts, (start) => {
      body.number(start - line);
      line = start;
    });
    this.part(facts.imports, (fact) => this.importFact(fact));
    this.part(facts.loads, (module) => this.text(module));
    this.part(facts.exports, (fact) => this.exportFact(fact));
    this.part(facts.bindings, (fact) => this.binding(fact));
    this.part(facts.functions, (fact) => this.functionFact(fact));
    this.part(facts.classes, (fact) => this.classFact(fact));
    this.part(facts.types, (fact) => this.typeFact(fact));
    this.part(facts.regions, (fact) => this.region(fact));
    this.part(facts.calls, (fact) => this.call(fact));
    this.part(facts.assignments, (fact) => this.assignment(fact));
    this.part(facts.exits, (fact) => this.exit(fact));
    this.part(facts.directives, (fact) => this.directive(fact));
    this.part(facts.errors, ([start, end]) => this.place(start, end));
    this.part(tables.allCasts(), ({ value, as }) => {
      body.number(value);
      this.type(as);
    });
  }

  private importFact(fact: ImportFact): void {
    this.body.signed(fact.binding);
    this.text(fact.module);
    this.text(fact.name);
    this.place(fact.start, fact.end);
  }

  private exportFact(fact: ExportFact): void {
    this.text(fact.name);
    this.valueIfAny(fact.value);
    this.textIfAny(fact.module);
    this.textIfAny(fact.imported);
  }

  private binding(fact: Binding): void {
    const { body } = this;
    const { type, target } = fact;
    this.text(fact.name);
    body.number(
      kindOf.binding[fact.kind] * 4 + (type === undefined ? 0 : 1) + (target === undefined ? 0 : 2),
    );
    this.place(fact.start, fact.end);
    body.number(fact.region);
    if (type !== undefined) this.type(type);
    body.number(fact.values.length);
    for (const assigned of fact.values) this.assigned(assigned, fact.end);
    if (target !== undefined) body.number(target);
  }

  private assigned({ value, region, start, later }: AssignedValue, end: number): void {
    const { body } = this;
    this.value(value);
    body.number(region * 2 + (later ? 1 : 0));
    body.signed(start - end);
  }

  private functionFact(fact: FunctionFact): void {
    const { body } = this;
    const { returnType } = fact;
    this.text(fact.name);
    const marks = (fact.static ? 1 : 0) + (fact.async ? 2 : 0) + (fact.generator ? 4 : 0);
    body.number(kindOf.function[fact.kind] * 16 + marks + (returnType === undefined ? 0 : 8));
    this.place(fact.start, fact.end);
    body.signed(fact.nameStart - fact.start);
    body.signed(fact.nameEnd - fact.nameStart);
    body.number(fact.region);
    body.number(fact.body);
    body.signed(fact.class);
    body.number(fact.parameters.length);
    for (const parameter of fact.parameters) this.parameter(parameter);
    if (returnType !== undefined) this.type(returnType);
    body.number(fact.returns.length);
    for (const returned of fact.returns) this.returned(returned);
    this.decorators(fact.decorators);
  }

  private parameter(parameter: ParameterFact): void {
    const { body } = this;
    const { type } = parameter;
    const marks = (parameter.optional ? 1 : 0) + (parameter.rest ? 2 : 0) + (parameter.field ? 4 : 0);
    this.text(parameter.name);
    body.number(marks + (type === undefined ? 0 : 8));
    body.signed(parameter.binding);
    if (type !== undefined) this.type(type);
    this.decorators(parameter.decorators);
  }

  private returned({ value, region }: ReturnFact): void {
    this.value(value);
    this.body.number(region);
  }

  private classFact(fact: ClassFact): void {
    const { body } = this;
    this.text(fact.name);
    body.signed(fact.binding);
    this.place(fact.start, fact.end);
    body.flag(fact.abstract);
    this.valueIfAny(fact.superclass);
    this.types(fact.superArguments);
    this.types(fact.implements);
    this.decorators(fact.decorators);
    body.number(fact.fields.length);
    for (const field of fact.fields) this.field(field);
    body.number(fact.methods.length);
    for (const method of fact.methods) this.method(method);
  }

  private field(field: FieldFact): void {
    this.text(field.name);
    this.body.flag(field.static);
    this.typeIfAny(field.type);
    this.valueIfAny(field.value);
    this.decorators(field.decorators);
    this.place(field.start, field.end);
  }

  private method(method: MethodFact): void {
    this.text(method.name);
    this.body.flag(method.static);
    this.body.number(method.function);
  }

  private typeFact(fact: TypeFact): void {
    const { body } = this;
    this.text(fact.name);
    body.signed(fact.binding);
    this.types(fact.extends);
    this.type(fact.type);
    body.number((fact.enumeration ? 1 : 0) + (fact.adds ? 2 : 0) + (fact.parameters ? 4 : 0));
    if (fact.parameters !== undefined) this.texts(fact.parameters);
  }

  private region(fact: Region): void {
    const { body } = this;
    const { over, condition, step } = fact;
    const has =
      (over === undefined ? 0 : 1) + (condition === undefined ? 0 : 2) + (step === undefined ? 0 : 4);
    body.number(kindOf.region[fact.kind] * 16 + has + (fact.awaits ? 8 : 0));
    body.signed(fact.parent);
    body.number(fact.function);
    this.place(fact.start, fact.end);
    body.signed(fact.headEnd - fact.end);
    if (over !== undefined) this.value(over);
    if (condition !== undefined) this.value(condition);
    if (step !== undefined) this.value(step);
    body.signed(fact.arm);
    body.signed(fact.group);
  }

  private call(fact: CallFact): void {
    const { body } = this;
    body.number(kindOf.form[fact.form] * 8 + kindOf.use[fact.use]);
    this.value(fact.callee);
    body.number(fact.arguments.length);
    for (const given of fact.arguments) this.value(given);
    this.types(fact.types);
    this.place(fact.start, fact.end);
    body.number(fact.region);
  }

  private assignment(fact: Assignment): void {
    this.value(fact.target);
    this.value(fact.value);
    this.body.number(fact.region);
    this.place(fact.start, fact.end);
  }

  private exit(fact: Exit): void {
    const { value } = fact;
    this.body.number(kindOf.exit[fact.kind] * 2 + (value === undefined ? 0 : 1));
    this.body.number(fact.region);
    this.place(fact.start, fact.end);
    if (value !== undefined) this.value(value);
  }

  private directive(fact: Directive): void {
    this.body.number(kindOf.directive[fact.kind]);
    this.text(fact.word);
    this.texts(fact.rules);
    this.text(fact.reason);
    this.place(fact.start, fact.end);
    this.body.number(fact.until - fact.end);
  }

  private decorators(decorators: readonly Decorator[]): void {
    this.body.number(decorators.length);
    for (const decorator of decorators) {
      this.value(decorator.value);
      this.place(decorator.start, decorator.end);
    }
  }

  /** Places follow one another, so the way from the last one is short. */
  private place(start: number, end: number): void {
    this.body.signed(start - this.lastStart);
    this.body.signed(end - start);
    this.lastStart = start;
  }

  private text(text: string): void {
    this.body.number(this.tables.text(text));
  }

  private texts(texts: readonly string[]): void {
    this.body.number(texts.length);
    for (const text of texts) this.text(text);
  }

  private textIfAny(text: string | undefined): void {
    this.body.flag(text !== undefined);
    if (text !== undefined) this.text(text);
  }

  private value(value: Value): void {
    const number = this.tables.value(value);
    this.body.signed(number - this.lastValue);
    this.lastValue = number;
  }

  private valueIfAny(value: Value | undefined): void {
    this.body.flag(value !== undefined);
    if (value !== undefined) this.value(value);
  }

  private type(type: TypeRef): void {
    this.body.number(this.tables.type(type));
  }

  private types(types: readonly TypeRef[]): void {
    this.body.number(types.length);
    for (const type of types) this.type(type);
  }

  private typeIfAny(type: TypeRef | undefined): void {
    this.body.flag(type !== undefined);
    if (type !== undefined) this.type(type);
  }
}
