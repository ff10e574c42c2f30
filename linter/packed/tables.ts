import type { ByteReader } from "./bytes.ts";

/** The texts of packed facts, each cut out when it is first asked for. */
export class Texts {
  private readonly all: string;
  private readonly ends: number[];
  private readonly known: (string | undefined)[];

  constructor(bytes: ByteReader, all: string) {
    this.all = all;
    const count = bytes.count();
    this.ends = new Array(count);
    this.known = new Array(count);
    let end = 0;
    for (let i = 0; i < count; i++) {
      end += bytes.number();
      this.ends[i] = end;
    }
  }

  at(number: number): string {
    let text = this.known[number];
    if (text === undefined) {
      const end = this.ends[number];
      if (end === undefined) throw missing(number, this.ends.length);
      text = this.all.slice(this.ends[number - 1] ?? 0, end);
      this.known[number] = text;
    }
    return text;
  }
}

/** What stands one after the other in the bytes, each behind those that it is made of: one thing wherever it is named. */
export abstract class Table<T> {
  protected readonly bytes: ByteReader;
  protected readonly texts: Texts;
  private readonly all: T[];
  /** How many are read. */
  private known = 0;

  constructor(bytes: ByteReader, count: number, texts: Texts) {
    if (count > bytes.length) throw missing(count, bytes.length);
    this.bytes = bytes;
    this.texts = texts;
    this.all = new Array(count);
  }

  protected abstract read(): T;

  protected readAll(): void {
    for (; this.known < this.all.length; this.known++) this.all[this.known] = this.read();
  }

  at(number: number): T {
    return named(this.all, number);
  }

  protected text(): string {
    return this.texts.at(this.bytes.number());
  }

  /** Parts are named by how far in front they stand. */
  protected part(): T {
    return named(this.all, this.known - this.bytes.number());
  }

  protected parts(count: number): T[] {
    const out = new Array<T>(count);
    for (let i = 0; i < count; i++) out[i] = this.part();
    return out;
  }
}

/** What has a number. */
export function named<T>(names: readonly T[], number: number): T {
  const name = names[number];
  if (name === undefined) throw missing(number, names.length);
  return name;
}

function missing(number: number, count: number): RangeError {
  return new RangeError(`packed facts name entry ${number} of ${count}`);
}
