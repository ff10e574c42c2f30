import type { Property, Value } from "../facts.ts";
import type { ByteReader } from "./bytes.ts";
import { kinds } from "./packed.ts";
import { named, Table, type Texts } from "./tables.ts";

/** The values of packed facts. */
export class Values extends Table<Value> {
  /** Where the one that was read last starts. */
  private start = 0;

  constructor(bytes: ByteReader, count: number, texts: Texts) {
    super(bytes, count, texts);
    this.readAll();
  }

  protected override read(): Value {
    const { bytes } = this;
    this.start += bytes.signed();
    const { start } = this;
    const kind = named(kinds.value, bytes.number());
    const end = start + bytes.signed();
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
        return { kind, items: this.parts(bytes.count()), start, end };
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
        return { kind, strings, of: this.parts(bytes.count()), start, end };
      }
      case "await":
      case "spread":
      case "each":
        return { kind, of: this.part(), start, end };
      case "choice": {
        const count = bytes.count();
        const conditional = bytes.flag();
        const of = this.parts(count);
        return conditional ? { kind, of, when: this.part(), start, end } : { kind, of, start, end };
      }
      case "operation": {
        const operator = this.text();
        return { kind, operator, of: this.parts(bytes.count()), start, end };
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
    const properties = new Array<Property>(this.bytes.count());
    for (let i = 0; i < properties.length; i++) properties[i] = this.property(from);
    for (const property of properties) property.value = this.part();
    return properties;
  }

  /** Its value is written behind all of them. */
  private property(from: number): Property {
    const { bytes } = this;
    // From 1 on: 0 is a key that the code computes.
    const text = bytes.number();
    const key = text === 0 ? undefined : this.texts.at(text - 1);
    const start = from + bytes.signed();
    const end = start + bytes.signed();
    return { key, value: unread, start, end, shorthand: bytes.flag() };
  }
}

const unread: Value = { kind: "unknown", start: 0, end: 0 };
