import type { TypeRef, Value } from "../facts.ts";
import type { ByteReader } from "./bytes.ts";
import { kinds } from "./packed.ts";
import { named, Table, type Texts } from "./tables.ts";

/** The types of packed facts. */
export class Types extends Table<TypeRef> {
  /** The value with a number, of which a type may be that. */
  private readonly value: (number: number) => Value;

  constructor(bytes: ByteReader, count: number, texts: Texts, value: (number: number) => Value) {
    super(bytes, count, texts);
    this.value = value;
    this.readAll();
  }

  protected override read(): TypeRef {
    const { bytes } = this;
    const kind = named(kinds.type, bytes.number());
    switch (kind) {
      case "named": {
        const name = this.text();
        const binding = bytes.signed();
        const path = bytes.list(() => this.text());
        return { kind, name, binding, path, arguments: this.parts(bytes.count()) };
      }
      case "union":
      case "intersection":
        return { kind, of: this.parts(bytes.count()) };
      case "object": {
        const names = bytes.list(() => this.text());
        return { kind, members: names.map((name) => ({ name, type: this.part() })) };
      }
      case "array":
        return { kind, of: this.part() };
      case "query":
        return { kind, value: this.value(bytes.number()) };
      case "function": {
        const parts = this.parts(bytes.count());
        const returns = parts.pop() ?? { kind: "unknown" };
        return { kind, parameters: parts, returns };
      }
      case "lookup": {
        const key = this.text();
        return { kind, of: this.part(), key };
      }
      case "unknown":
        return { kind };
    }
  }
}
