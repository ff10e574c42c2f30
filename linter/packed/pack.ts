import type { Decorator, FileFacts, TypeRef, Value } from "../facts.ts";
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
    const from = this.body.size;
    this.lastValue = 0;
    this.lastStart = 0;
    this.list(items, write);
    this.sizes.push(this.body.size - from);
  }

  /** What can be unpacked without the rest. */
  private outline(): void {
    const { hasDirectives, imports, required, exports, handedOn, heirs, objects, handed, named } = outlineOf(
      this.facts,
    );
    const { body } = this;
    body.flag(hasDirectives);
    this.list(imports, ({ module, name }) => {
      this.text(module);
      this.text(name);
    });
    for (const names of [required, exports, handedOn, objects, handed])
      this.list(names, (name) => this.text(name));
    this.list(heirs, (heir) => {
      this.text(heir.name);
      body.number(heir.class);
      this.text(heir.own);
    });
    this.list(named, (fact) => {
      this.text(fact.name);
      body.number(fact.function);
    });
    this.sizes.push(body.size);
  }

  private rest(): void {
    const { facts, tables, body } = this;
    let line = 0;
    this.part(facts.lineStarts, (start) => {
      body.number(start - line);
      line = start;
    });
    this.part(facts.imports, (fact) => {
      body.signed(fact.binding);
      this.text(fact.module);
      this.text(fact.name);
      this.place(fact);
    });
    this.part(facts.exports, (fact) => {
      this.text(fact.name);
      this.optional(fact.value, (value) => this.value(value));
      this.optional(fact.module, (module) => this.text(module));
      this.optional(fact.imported, (imported) => this.text(imported));
    });
    this.part(facts.bindings, (fact) => {
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
    this.part(facts.functions, (fact) => {
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
    this.part(facts.classes, (fact) => {
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
    this.part(facts.types, (fact) => {
      this.text(fact.name);
      body.signed(fact.binding);
      this.list(fact.extends, (type) => this.type(type));
      this.type(fact.type);
      body.number((fact.enumeration ? 1 : 0) + (fact.adds ? 2 : 0) + (fact.parameters ? 4 : 0));
      if (fact.parameters !== undefined) this.list(fact.parameters, (name) => this.text(name));
    });
    this.part(facts.regions, (fact) => {
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
    this.part(facts.calls, (fact) => {
      body.number(kindOf.form[fact.form]);
      this.value(fact.callee);
      this.list(fact.arguments, (value) => this.value(value));
      this.list(fact.types, (type) => this.type(type));
      this.place(fact);
      body.number(fact.region);
      body.number(kindOf.use[fact.use]);
    });
    this.part(facts.assignments, (fact) => {
      this.value(fact.target);
      this.value(fact.value);
      body.number(fact.region);
      this.place(fact);
    });
    this.part(facts.exits, (fact) => {
      body.number(kindOf.exit[fact.kind]);
      body.number(fact.region);
      this.place(fact);
      this.optional(fact.value, (value) => this.value(value));
    });
    this.part(facts.directives, (fact) => {
      body.number(kindOf.directive[fact.kind]);
      this.text(fact.word);
      this.list(fact.rules, (rule) => this.text(rule));
      this.text(fact.reason);
      this.place(fact);
      body.number(fact.until - fact.end);
    });
    this.part(facts.errors, ([start, end]) => this.place({ start, end }));
    this.part(tables.allCasts(), ({ value, as }) => {
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
    this.body.number(this.tables.text(text));
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
    const number = this.tables.value(value);
    this.body.signed(number - this.lastValue);
    this.lastValue = number;
  }

  private type(type: TypeRef): void {
    this.body.number(this.tables.type(type));
  }
}
