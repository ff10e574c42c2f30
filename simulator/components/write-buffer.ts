/** What wrote a key last: a server's place in the network and of its steps there; `server` < 0 is the cache's own target. */
export type Writer = { server: number; place: number };

type Dirty = { writes: number; writer: Writer };

/** Keys that a cache was given and its origin has not yet, the one that has waited longest first. */
export class WriteBuffer {
  private readonly dirty = new Map<number, Dirty>();
  /** Writes under way to the origin. */
  private batch = new Map<number, Dirty>();

  /** Keys that wait. */
  get size(): number {
    return this.dirty.size;
  }

  get isWriting(): boolean {
    return this.batch.size > 0;
  }

  has(key: number): boolean {
    return this.dirty.size + this.batch.size > 0 && (this.dirty.has(key) || this.batch.has(key));
  }

  /** Writes of a key that waits already are one write to the origin. */
  add(key: number, writer: Writer): void {
    const known = this.dirty.get(key);
    this.dirty.set(key, { writes: (known?.writes ?? 0) + 1, writer });
  }

  /** Takes out up to `most` keys that the same steps write. Only where there are some; returns them. */
  take(most: number): { first: number; size: number; writer: Writer } {
    const [first, { writer }] = this.dirty.entries().next().value as [number, Dirty];
    for (const [key, one] of this.dirty) {
      const { server, place } = one.writer;
      if (this.batch.size === most || server !== writer.server || place !== writer.place) break;
      this.batch.set(key, one);
    }
    for (const key of this.batch.keys()) this.dirty.delete(key);
    return { first, size: this.batch.size, writer };
  }

  /** The origin has the batch. */
  written(): void {
    this.batch = new Map();
  }

  /** The origin did not get the batch: its keys wait again. */
  failed(): void {
    for (const [key, { writes, writer }] of this.batch) {
      const newer = this.dirty.get(key);
      this.dirty.set(key, { writes: writes + (newer?.writes ?? 0), writer: newer?.writer ?? writer });
    }
    this.batch = new Map();
  }

  /** Forgets what waits; returns how many writes that were. */
  lose(): number {
    let writes = 0;
    for (const one of this.dirty.values()) writes += one.writes;
    this.dirty.clear();
    return writes;
  }
}
