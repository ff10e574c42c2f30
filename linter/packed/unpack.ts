import type {
  AssignedValue,
  Binding,
  CallFact,
  ClassFact,
  Decorator,
  Exit,
  ExportFact,
  FieldFact,
  FileFacts,
  FunctionFact,
  ImportFact,
  ParameterFact,
  Property,
  Region,
  TypeFact,
  TypeRef,
  Value,
} from "../facts.ts";
import type { Outline } from "../link/outline.ts";
import type { Span } from "../text.ts";
import { ByteReader } from "./bytes.ts";
import { kinds, type PackedFacts } from "./packed.ts";

/** The facts that were packed. Bytes that `pack` did not write give facts of no meaning; a cache has to see to that. */
export function unpack(packed: PackedFacts): FileFacts {
  return new Unpacker(packed).facts();
}

/** What the project has to know of the file at once; a small part of the work. */
export function unpackOutline(packed: PackedFacts): Outline {
  return new Unpacker(packed).outline();
}

class Unpacker {
  private readonly bytes: ByteReader;
  private readonly version: number;
  private readonly texts: string[];
  private values: Value[] = [];
  /** How many of the values, and of the types, are read. */
  private known = 0;
  private types: TypeRef[] = [];
  private knownTypes = 0;
  private lastValue = 0;
  private lastStart = 0;

  constructor({ bytes, texts }: PackedFacts) {
    const reader = new ByteReader(bytes);
    this.bytes = reader;
    this.version = reader.number();
    this.texts = new Array(reader.count());
    let at = 0;
    for (let i = 0; i < this.texts.length; i++) {
      const end = at + reader.number();
      this.texts[i] = texts.slice(at, end);
      at = end;
    }
  }

  /**
   * An outline lives as long as the project, facts for a moment. The engine learns how long things live by the place in the code that
   * makes them, so the two have nothing in common there, not even `list`.
   */
  outline(): Outline {
    const { bytes } = this;
    const outline: Outline = { imports: [], required: [], heirs: [], objects: [], handed: [], named: [] };
    for (let left = bytes.number(); left > 0; left--) {
      outline.imports.push({ module: this.text(), name: this.text() });
    }
    for (let left = bytes.number(); left > 0; left--) outline.required.push(this.text());
    for (let left = bytes.number(); left > 0; left--) {
      outline.heirs.push({ name: this.text(), class: bytes.number(), own: this.text() });
    }
    for (let left = bytes.number(); left > 0; left--) outline.objects.push(this.text());
    for (let left = bytes.number(); left > 0; left--) outline.handed.push(this.text());
    for (let left = bytes.number(); left > 0; left--) {
      outline.named.push({ name: this.text(), function: bytes.number() });
    }
    return outline;
  }

  facts(): FileFacts {
    const { bytes } = this;
    const { imports } = this.outline();
    let next = 0;
    this.readValues();
    this.readTypes();
    const language = at(kinds.language, bytes.number());
    let line = 0;
    const facts: FileFacts = {
      version: this.version,
      language,
      lineStarts: bytes.list(() => {
        line += bytes.number();
        return line;
      }),
      imports: bytes.list(() => this.importFact(at(imports, next++))),
      exports: bytes.list(() => this.exportFact()),
      bindings: bytes.list(() => this.binding()),
      functions: bytes.list(() => this.functionFact()),
      classes: bytes.list(() => this.classFact()),
      types: bytes.list(() => this.typeFact()),
      regions: bytes.list(() => this.region()),
      calls: bytes.list(() => this.call()),
      assignments: bytes.list(() => {
        const target = this.value();
        const value = this.value();
        const region = bytes.number();
        const start = this.start();
        return { target, value, region, start, end: this.end(start) };
      }),
      exits: bytes.list(() => this.exit()),
      directives: bytes.list(() => {
        const kind = at(kinds.directive, bytes.number());
        const word = this.text();
        const rules = bytes.list(() => this.text());
        const reason = this.text();
        const start = this.start();
        const end = this.end(start);
        return { kind, word, rules, reason, start, end, until: end + bytes.number() };
      }),
      errors: bytes.list((): Span => {
        const start = this.start();
        return [start, this.end(start)];
      }),
    };
    for (let left = bytes.number(); left > 0; left--) at(this.values, bytes.number()).as = this.type();
    return facts;
  }

  private importFact({ module, name }: Outline["imports"][number]): ImportFact {
    const binding = this.bytes.signed();
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
    const kind = at(kinds.binding, bytes.number());
    const start = this.start();
    const end = this.end(start);
    const region = bytes.number();
    const type = bytes.flag() ? this.type() : undefined;
    const values = bytes.list(() => this.assigned());
    const target = bytes.signed();
    // A property that is added to an object later takes a piece of memory of its own, and bindings are many.
    const fact: Binding =
      type === undefined
        ? { name, kind, start, end, region, values }
        : { name, kind, start, end, region, values, type };
    if (target >= 0) fact.target = target;
    return fact;
  }

  private assigned(): AssignedValue {
    const { bytes } = this;
    return { value: this.value(), region: bytes.number(), start: bytes.number(), later: bytes.flag() };
  }

  private functionFact(): FunctionFact {
    const { bytes } = this;
    const name = this.text();
    const kind = at(kinds.function, bytes.number());
    const start = this.start();
    const end = this.end(start);
    const nameStart = start + bytes.signed();
    const nameEnd = nameStart + bytes.signed();
    const region = bytes.number();
    const body = bytes.number();
    const of = bytes.signed();
    const marks = bytes.number();
    const parameters = bytes.list(() => this.parameter());
    const returnType = bytes.flag() ? this.type() : undefined;
    const returns = bytes.list(() => ({ value: this.value(), region: bytes.number() }));
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
    const binding = bytes.signed();
    const type = bytes.flag() ? this.type() : undefined;
    const marks = bytes.number();
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
      superArguments: bytes.list(() => this.type()),
      implements: bytes.list(() => this.type()),
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
      extends: bytes.list(() => this.type()),
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
    const kind = at(kinds.region, bytes.number());
    const parent = bytes.signed();
    const inside = bytes.number();
    const start = this.start();
    const end = this.end(start);
    const headEnd = end + bytes.signed();
    const over = bytes.flag() ? this.value() : undefined;
    const condition = bytes.flag() ? this.value() : undefined;
    const step = bytes.flag() ? this.value() : undefined;
    const awaits = bytes.flag();
    const arm = bytes.signed();
    const group = bytes.signed();
    const fact: Region = { kind, parent, function: inside, start, end, headEnd, awaits, arm, group };
    if (over !== undefined) fact.over = over;
    if (condition !== undefined) fact.condition = condition;
    if (step !== undefined) fact.step = step;
    return fact;
  }

  private call(): CallFact {
    const { bytes } = this;
    const form = at(kinds.form, bytes.number());
    const callee = this.value();
    const given = bytes.list(() => this.value());
    const types = bytes.list(() => this.type());
    const start = this.start();
    const end = this.end(start);
    const region = bytes.number();
    const use = at(kinds.use, bytes.number());
    return { form, callee, arguments: given, types, start, end, region, use };
  }

  private exit(): Exit {
    const { bytes } = this;
    const kind = at(kinds.exit, bytes.number());
    const region = bytes.number();
    const start = this.start();
    const end = this.end(start);
    const fact: Exit = { kind, region, start, end };
    if (bytes.flag()) fact.value = this.value();
    return fact;
  }

  private decorators(): Decorator[] {
    return this.bytes.list(() => {
      const value = this.value();
      const start = this.start();
      return { value, start, end: this.end(start) };
    });
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
    return at(this.texts, this.bytes.number());
  }

  private value(): Value {
    this.lastValue += this.bytes.signed();
    return at(this.values, this.lastValue);
  }

  private type(): TypeRef {
    return at(this.types, this.bytes.number());
  }

  private readValues(): void {
    const { bytes } = this;
    const values = new Array<Value>(bytes.count());
    this.values = values;
    let start = 0;
    for (let i = 0; i < values.length; i++) {
      this.known = i;
      const kind = at(kinds.value, bytes.number());
      start += bytes.signed();
      values[i] = this.readValue(kind, start, start + bytes.signed());
    }
  }

  private readTypes(): void {
    const types = new Array<TypeRef>(this.bytes.count());
    this.types = types;
    for (let i = 0; i < types.length; i++) {
      this.knownTypes = i;
      types[i] = this.readType();
    }
  }

  /** A part of the value that is read next. */
  private part(): Value {
    return at(this.values, this.known - this.bytes.number());
  }

  private parts(count: number): Value[] {
    const out = new Array<Value>(count);
    for (let i = 0; i < count; i++) out[i] = this.part();
    return out;
  }

  private readValue(kind: (typeof kinds.value)[number], start: number, end: number): Value {
    const { bytes } = this;
    switch (kind) {
      case "name":
        return { kind, name: this.text(), binding: bytes.signed(), start, end };
      case "member": {
        const name = this.text();
        return { kind, of: this.part(), name, start, end };
      }
      case "element":
        return { kind, of: this.part(), key: this.part(), start, end };
      case "call":
        return { kind, call: bytes.number(), start, end };
      case "function":
        return { kind, function: bytes.number(), start, end };
      case "class":
        return { kind, class: bytes.number(), start, end };
      case "object":
        return { kind, properties: this.properties(start), start, end };
      case "array":
        return { kind, items: this.parts(bytes.number()), start, end };
      case "text literal":
        return { kind: "literal", value: this.text(), start, end };
      case "number literal":
        return { kind: "literal", value: Number(this.text()), start, end };
      case "true":
      case "false":
        return { kind: "literal", value: kind === "true", start, end };
      case "null":
        return { kind: "literal", value: null, start, end };
      case "text": {
        const strings = bytes.list(() => this.text());
        return { kind, strings, of: this.parts(bytes.number()), start, end };
      }
      case "await":
      case "spread":
      case "each":
        return { kind, of: this.part(), start, end };
      case "choice": {
        const count = bytes.number();
        const conditional = bytes.flag();
        const of = this.parts(count);
        return conditional ? { kind, of, when: this.part(), start, end } : { kind, of, start, end };
      }
      case "operation": {
        const operator = this.text();
        return { kind, operator, of: this.parts(bytes.number()), start, end };
      }
      case "parameter":
        return { kind, function: bytes.number(), index: bytes.number(), start, end };
      case "module":
        return { kind, module: this.text(), start, end };
      case "this":
      case "unknown":
        return { kind, start, end };
    }
  }

  private properties(from: number): Property[] {
    const { bytes } = this;
    const properties = bytes.list(() => this.property(from));
    for (const property of properties) property.value = this.part();
    return properties;
  }

  /** Its value is written behind all of them. */
  private property(from: number): Property {
    const { bytes } = this;
    const key = bytes.number();
    const start = from + bytes.signed();
    const end = start + bytes.signed();
    return {
      key: key === 0 ? undefined : at(this.texts, key - 1),
      value: unread,
      start,
      end,
      shorthand: bytes.flag(),
    };
  }

  private readType(): TypeRef {
    const { bytes } = this;
    const kind = at(kinds.type, bytes.number());
    switch (kind) {
      case "named": {
        const name = this.text();
        const binding = bytes.signed();
        const path = bytes.list(() => this.text());
        return { kind, name, binding, path, arguments: this.typeParts(bytes.number()) };
      }
      case "union":
      case "intersection":
        return { kind, of: this.typeParts(bytes.number()) };
      case "object": {
        const names = this.list(bytes.number(), () => this.text());
        return { kind, members: names.map((name) => ({ name, type: this.typePart() })) };
      }
      case "array":
        return { kind, of: this.typePart() };
      case "query":
        return { kind, value: at(this.values, bytes.number()) };
      case "function": {
        const parts = this.typeParts(bytes.number());
        const returns = parts.pop() ?? { kind: "unknown" };
        return { kind, parameters: parts, returns };
      }
      case "lookup": {
        const key = this.text();
        return { kind, of: this.typePart(), key };
      }
      case "unknown":
        return { kind };
    }
  }

  private typePart(): TypeRef {
    return at(this.types, this.knownTypes - this.bytes.number());
  }

  private typeParts(count: number): TypeRef[] {
    return this.list(count, () => this.typePart());
  }

  private list<T>(count: number, read: () => T): T[] {
    const out = new Array<T>(count);
    for (let i = 0; i < count; i++) out[i] = read();
    return out;
  }
}

const unread: Value = { kind: "unknown", start: 0, end: 0 };

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`packed facts name entry ${index} of ${list.length}`);
  return found;
}
