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
  FunctionFact,
  ImportFact,
  LanguageId,
  ParameterFact,
  Region,
  ReturnFact,
  TypeFact,
  TypeRef,
  Value,
} from "../facts.ts";
import type { Outline } from "../outline/outline.ts";
import type { Span } from "../text.ts";
import { ByteReader } from "./bytes.ts";
import { kinds, numbers, type PackedFacts, type Part, parts } from "./packed.ts";
import { named, Texts } from "./tables.ts";
import { Types } from "./types.ts";
import { Values } from "./values.ts";

/** The parts of packed facts, each read without the others. */
export class Parts {
  readonly version: number;
  readonly language: LanguageId;
  private readonly packed: PackedFacts;
  private readonly bytes: ByteReader;
  /** Where each part lies. */
  private readonly places: number[];
  private readonly counts: { values: number; types: number };
  private knownTexts: Texts | undefined;
  private knownValues: Values | undefined;
  private knownTypes: Types | undefined;
  private lastValue = 0;
  private lastStart = 0;

  constructor(packed: PackedFacts) {
    this.packed = packed;
    const bytes = new ByteReader(packed.bytes);
    this.bytes = bytes;
    this.version = bytes.number();
    this.language = named(kinds.language, bytes.number());
    this.counts = { values: bytes.number(), types: bytes.number() };
    const sizes = parts.map(() => bytes.number());
    let { at } = bytes;
    this.places = sizes.map((size) => {
      at += size;
      return at - size;
    });
  }

  /**
   * An outline lives as long as the project, facts for a moment. The engine learns how long things live by the place in the code that
   * makes them, so the two have nothing in common there, not even `list`.
   */
  outline(): Outline {
    const bytes = this.go("outline");
    const texts = () => {
      const out: string[] = [];
      for (let left = bytes.number(); left > 0; left--) out.push(this.text());
      return out;
    };
    const hasDirectives = bytes.flag();
    const imports: Outline["imports"] = [];
    for (let left = bytes.number(); left > 0; left--)
      imports.push({ module: this.text(), name: this.text() });
    const outline: Outline = {
      hasDirectives,
      imports,
      required: texts(),
      patterns: texts(),
      exports: texts(),
      handedOn: texts(),
      objects: texts(),
      handed: texts(),
      heirs: [],
      named: [],
      handingOn: [],
    };
    for (let left = bytes.number(); left > 0; left--)
      outline.heirs.push({ name: this.text(), class: bytes.number(), own: this.text() });
    for (let left = bytes.number(); left > 0; left--)
      outline.named.push({ name: this.text(), function: bytes.number() });
    for (let left = bytes.number(); left > 0; left--) outline.handingOn.push(bytes.number());
    return outline;
  }

  lineStarts(): number[] {
    const { bytes } = this;
    let line = 0;
    return this.list("lineStarts", () => {
      line += bytes.number();
      return line;
    });
  }

  imports(): ImportFact[] {
    return this.list("imports", () => this.importFact());
  }

  loads(): string[] {
    return this.list("loads", () => this.text());
  }

  exports(): ExportFact[] {
    return this.list("exports", () => this.exportFact());
  }

  bindings(): Binding[] {
    return this.list("bindings", () => this.binding());
  }

  functions(): FunctionFact[] {
    return this.list("functions", () => this.functionFact());
  }

  classes(): ClassFact[] {
    return this.list("classes", () => this.classFact());
  }

  declarations(): TypeFact[] {
    return this.list("declarations", () => this.typeFact());
  }

  regions(): Region[] {
    return this.list("regions", () => this.region());
  }

  calls(): CallFact[] {
    return this.list("calls", () => this.call());
  }

  assignments(): Assignment[] {
    return this.list("assignments", () => this.assignment());
  }

  exits(): Exit[] {
    return this.list("exits", () => this.exit());
  }

  directives(): Directive[] {
    return this.list("directives", () => this.directive());
  }

  errors(): Span[] {
    return this.list("errors", () => {
      const start = this.start();
      return [start, this.end(start)];
    });
  }

  private go(part: Part): ByteReader {
    this.bytes.at = this.places[numberOf[part]] as number;
    this.lastValue = 0;
    this.lastStart = 0;
    return this.bytes;
  }

  private list<T>(part: Part, read: () => T): T[] {
    return this.go(part).list(read);
  }

  private importFact(): ImportFact {
    const binding = this.bytes.signed();
    const module = this.text();
    const name = this.text();
    const start = this.start();
    return { binding, module, name, start, end: this.end(start) };
  }

  private exportFact(): ExportFact {
    const fact: ExportFact = { name: this.text() };
    if (this.bytes.flag()) fact.value = this.value();
    if (this.bytes.flag()) fact.module = this.text();
    if (this.bytes.flag()) fact.imported = this.text();
    return fact;
  }

  private binding(): Binding {
    const { bytes } = this;
    const name = this.text();
    const marks = bytes.number();
    const kind = named(kinds.binding, marks >> 2);
    const start = this.start();
    const end = this.end(start);
    const region = bytes.number();
    const type = (marks & 1) !== 0 ? this.type() : undefined;
    const values = new Array<AssignedValue>(bytes.count());
    for (let i = 0; i < values.length; i++) values[i] = this.assigned(end);
    // A property that is added to an object later takes a piece of memory of its own, and bindings are many.
    const fact: Binding =
      type === undefined
        ? { name, kind, start, end, region, values }
        : { name, kind, start, end, region, values, type };
    if ((marks & 2) !== 0) fact.target = bytes.number();
    return fact;
  }

  private assigned(end: number): AssignedValue {
    const { bytes } = this;
    const value = this.value();
    const region = bytes.number();
    const start = end + bytes.signed();
    return { value, region: region >> 1, start, later: (region & 1) !== 0 };
  }

  private functionFact(): FunctionFact {
    const { bytes } = this;
    const name = this.text();
    const marks = bytes.number();
    const kind = named(kinds.function, marks >> 4);
    const start = this.start();
    const end = this.end(start);
    const nameStart = start + bytes.signed();
    const nameEnd = nameStart + bytes.signed();
    const region = bytes.number();
    const body = bytes.number();
    const of = bytes.signed();
    const parameters = new Array<ParameterFact>(bytes.count());
    for (let i = 0; i < parameters.length; i++) parameters[i] = this.parameter();
    const returnType = (marks & 8) !== 0 ? this.type() : undefined;
    const returns = new Array<ReturnFact>(bytes.count());
    for (let i = 0; i < returns.length; i++) returns[i] = { value: this.value(), region: bytes.number() };
    const fact: FunctionFact = {
      name,
      kind,
      start,
      end,
      nameStart,
      nameEnd,
      region,
      body,
      class: of,
      static: (marks & 1) !== 0,
      async: (marks & 2) !== 0,
      generator: (marks & 4) !== 0,
      parameters,
      returns,
      decorators: this.decorators(),
    };
    if (returnType !== undefined) fact.returnType = returnType;
    return fact;
  }

  private parameter(): ParameterFact {
    const { bytes } = this;
    const name = this.text();
    const marks = bytes.number();
    const binding = bytes.signed();
    const type = (marks & 8) !== 0 ? this.type() : undefined;
    const optional = (marks & 1) !== 0;
    const rest = (marks & 2) !== 0;
    const field = (marks & 4) !== 0;
    const decorators = this.decorators();
    return type === undefined
      ? { name, binding, optional, rest, field, decorators }
      : { name, binding, optional, rest, field, decorators, type };
  }

  private classFact(): ClassFact {
    const { bytes } = this;
    const name = this.text();
    const binding = bytes.signed();
    const start = this.start();
    const end = this.end(start);
    const abstract = bytes.flag();
    const superclass = bytes.flag() ? this.value() : undefined;
    const fact: ClassFact = {
      name,
      binding,
      start,
      end,
      abstract,
      superArguments: this.typeList(),
      implements: this.typeList(),
      decorators: this.decorators(),
      fields: bytes.list(() => this.field()),
      methods: bytes.list(() => ({
        name: this.text(),
        static: bytes.flag(),
        function: bytes.number(),
      })),
    };
    if (superclass !== undefined) fact.superclass = superclass;
    return fact;
  }

  private field(): FieldFact {
    const { bytes } = this;
    const name = this.text();
    const isStatic = bytes.flag();
    const type = bytes.flag() ? this.type() : undefined;
    const value = bytes.flag() ? this.value() : undefined;
    const decorators = this.decorators();
    const start = this.start();
    const end = this.end(start);
    const fact: FieldFact = { name, static: isStatic, decorators, start, end };
    if (type !== undefined) fact.type = type;
    if (value !== undefined) fact.value = value;
    return fact;
  }

  private typeFact(): TypeFact {
    const { bytes } = this;
    const fact: TypeFact = {
      name: this.text(),
      binding: bytes.signed(),
      extends: this.typeList(),
      type: this.type(),
      enumeration: false,
    };
    const marks = bytes.number();
    fact.enumeration = (marks & 1) !== 0;
    if ((marks & 2) !== 0) fact.adds = true;
    if ((marks & 4) !== 0) fact.parameters = bytes.list(() => this.text());
    return fact;
  }

  private region(): Region {
    const { bytes } = this;
    const marks = bytes.number();
    const kind = named(kinds.region, marks >> 4);
    const parent = bytes.signed();
    const inside = bytes.number();
    const start = this.start();
    const end = this.end(start);
    const headEnd = end + bytes.signed();
    const over = (marks & 1) !== 0 ? this.value() : undefined;
    const condition = (marks & 2) !== 0 ? this.value() : undefined;
    const step = (marks & 4) !== 0 ? this.value() : undefined;
    const awaits = (marks & 8) !== 0;
    const arm = bytes.signed();
    const group = bytes.signed();
    // Here too: many have a condition.
    const fact: Region =
      condition === undefined
        ? { kind, parent, function: inside, start, end, headEnd, awaits, arm, group }
        : { kind, parent, function: inside, start, end, headEnd, awaits, arm, group, condition };
    if (over !== undefined) fact.over = over;
    if (step !== undefined) fact.step = step;
    return fact;
  }

  private call(): CallFact {
    const { bytes } = this;
    const marks = bytes.number();
    const form = named(kinds.form, marks >> 3);
    const use = named(kinds.use, marks & 7);
    const callee = this.value();
    const given = new Array<Value>(bytes.count());
    for (let i = 0; i < given.length; i++) given[i] = this.value();
    const types = this.typeList();
    const start = this.start();
    const end = this.end(start);
    const region = bytes.number();
    return { form, callee, arguments: given, types, start, end, region, use };
  }

  private exit(): Exit {
    const { bytes } = this;
    const marks = bytes.number();
    const kind = named(kinds.exit, marks >> 1);
    const region = bytes.number();
    const start = this.start();
    const end = this.end(start);
    return (marks & 1) === 0
      ? { kind, region, start, end }
      : { kind, region, start, end, value: this.value() };
  }

  private assignment(): Assignment {
    const target = this.value();
    const value = this.value();
    const region = this.bytes.number();
    const start = this.start();
    return { target, value, region, start, end: this.end(start) };
  }

  private directive(): Directive {
    const { bytes } = this;
    const kind = named(kinds.directive, bytes.number());
    const word = this.text();
    const rules = bytes.list(() => this.text());
    const reason = this.text();
    const start = this.start();
    const end = this.end(start);
    return { kind, word, rules, reason, start, end, until: end + bytes.number() };
  }

  private decorators(): Decorator[] {
    const out = new Array<Decorator>(this.bytes.count());
    for (let i = 0; i < out.length; i++) {
      const value = this.value();
      const start = this.start();
      out[i] = { value, start, end: this.end(start) };
    }
    return out;
  }

  /** Where the next place starts; then where it ends. */
  private start(): number {
    this.lastStart += this.bytes.signed();
    return this.lastStart;
  }

  private end(start: number): number {
    return start + this.bytes.signed();
  }

  private text(): string {
    this.knownTexts ??= this.texts();
    return this.knownTexts.at(this.bytes.number());
  }

  private texts(): Texts {
    return new Texts(this.table("texts"), this.packed.texts);
  }

  private value(): Value {
    this.lastValue += this.bytes.signed();
    return this.values.at(this.lastValue);
  }

  private get values(): Values {
    if (this.knownValues === undefined) {
      this.knownTexts ??= this.texts();
      this.knownValues = new Values(this.table("values"), this.counts.values, this.knownTexts);
      // What a value is said to be may be the type of a value.
      const casts = this.table("casts");
      for (let left = casts.count(); left > 0; left--)
        this.knownValues.at(casts.number()).as = this.types.at(casts.number());
    }
    return this.knownValues;
  }

  private type(): TypeRef {
    return this.types.at(this.bytes.number());
  }

  private typeList(): TypeRef[] {
    const out = new Array<TypeRef>(this.bytes.count());
    for (let i = 0; i < out.length; i++) out[i] = this.type();
    return out;
  }

  private get types(): Types {
    this.knownTexts ??= this.texts();
    this.knownTypes ??= new Types(this.table("types"), this.counts.types, this.knownTexts, (value) =>
      this.values.at(value),
    );
    return this.knownTypes;
  }

  /** A reader of its own: tables are read in the middle of other parts. */
  private table(part: Part): ByteReader {
    return new ByteReader(this.packed.bytes, this.places[numberOf[part]]);
  }
}

const numberOf = numbers(parts);
