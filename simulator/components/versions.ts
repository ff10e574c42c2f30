/** How often each key was written, and how old what a cache holds of it is; nothing until the first write. */
export class Versions {
  private readonly keys: number;
  private latest = new Int32Array(0);
  private held = new Int32Array(0);

  constructor(keys: number) {
    this.keys = keys;
  }

  /** A key was written. */
  bump(key: number): void {
    if (this.latest.length === 0) {
      this.latest = new Int32Array(this.keys);
      this.held = new Int32Array(this.keys);
    }
    this.latest[key] = (this.latest[key] as number) + 1;
  }

  /** What the origin would answer now. */
  of(key: number): number {
    return this.latest[key] ?? 0;
  }

  hold(key: number, version: number): void {
    if (this.held.length > 0) this.held[key] = version;
  }

  /** Whether the key was written after what is held of it was read. */
  isOutdated(key: number): boolean {
    return this.latest.length > 0 && (this.held[key] as number) < (this.latest[key] as number);
  }
}
