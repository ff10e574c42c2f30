/** Numbers of 31 bits, seven bits a byte, the lowest first; small ones take one byte. */
export class ByteWriter {
  private bytes: Uint8Array<ArrayBuffer>;
  size = 0;

  /** @param room bytes that it will take, as far as is known */
  constructor(room = 1 << 8) {
    this.bytes = new Uint8Array(room);
  }

  /** A whole number from 0 on. */
  number(value: number): void {
    if (this.size + 5 > this.bytes.length) this.grow(5);
    while (value > 127) {
      this.bytes[this.size++] = (value & 127) | 128;
      value >>>= 7;
    }
    this.bytes[this.size++] = value;
  }

  /** A whole number of either sign. */
  signed(value: number): void {
    this.number(((value << 1) ^ (value >> 31)) >>> 0);
  }

  flag(value: boolean): void {
    this.number(value ? 1 : 0);
  }

  add(other: ByteWriter): void {
    if (this.size + other.size > this.bytes.length) this.grow(other.size);
    this.bytes.set(other.bytes.subarray(0, other.size), this.size);
    this.size += other.size;
  }

  /** A copy of what was written. */
  written(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.size);
  }

  private grow(by: number): void {
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.size + by));
    grown.set(this.bytes);
    this.bytes = grown;
  }
}

export class ByteReader {
  private readonly bytes: Uint8Array;
  /** Where the next number lies. */
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get length(): number {
    return this.bytes.length;
  }

  number(): number {
    const { bytes } = this;
    let byte = bytes[this.at++] ?? 0;
    if (byte < 128) return byte;
    let value = byte & 127;
    for (let shift = 7; shift < 32; shift += 7) {
      byte = bytes[this.at++] ?? 0;
      value |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    return value >>> 0;
  }

  signed(): number {
    const value = this.number();
    return (value >>> 1) ^ -(value & 1);
  }

  flag(): boolean {
    return this.number() === 1;
  }

  /** How many things follow, each of which takes a byte or more. */
  count(): number {
    const count = this.number();
    if (count > this.bytes.length) throw new RangeError(`a list of ${count} in ${this.bytes.length} bytes`);
    return count;
  }

  /** So many of what `read` reads. */
  list<T>(read: () => T): T[] {
    const count = this.count();
    // A list that grows takes room for seventeen at once, and most of these are short.
    const out = new Array<T>(count);
    for (let i = 0; i < count; i++) out[i] = read();
    return out;
  }
}
