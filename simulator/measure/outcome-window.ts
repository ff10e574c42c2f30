const BUCKETS = 10;

/** Failures and slow calls among the last calls: over a time in ten buckets (as opossum), or over a number of calls (as resilience4j). */
export class OutcomeWindow {
  private readonly width: number;
  private readonly ring: Uint8Array | undefined;
  private readonly calls = new Float64Array(BUCKETS);
  private readonly failures = new Float64Array(BUCKETS);
  private readonly slow = new Float64Array(BUCKETS);
  private bucket = 0;
  private counted = 0;

  constructor(window: { kind: "time"; seconds: number } | { kind: "calls"; calls: number }) {
    this.width = window.kind === "time" ? window.seconds / BUCKETS : Number.POSITIVE_INFINITY;
    this.ring = window.kind === "calls" ? new Uint8Array(window.calls) : undefined;
  }

  record(now: number, failed: boolean, slow: boolean): void {
    if (this.ring !== undefined) {
      this.ring[this.counted++ % this.ring.length] = (failed ? 1 : 0) | (slow ? 2 : 0);
      return;
    }
    this.began(now);
    this.ended(now, failed, slow);
  }

  /** A call has begun, where beginnings and ends are counted apart; over a time only. */
  began(now: number): void {
    this.advance(now);
    const at = this.bucket % BUCKETS;
    this.calls[at] = (this.calls[at] as number) + 1;
  }

  /** A call has ended that was counted when it began. */
  ended(now: number, failed: boolean, slow: boolean): void {
    this.advance(now);
    const at = this.bucket % BUCKETS;
    if (failed) this.failures[at] = (this.failures[at] as number) + 1;
    if (slow) this.slow[at] = (this.slow[at] as number) + 1;
  }

  /** How many calls are in the window at `now`, and the shares of them that failed or were slow; 0 where there are none. */
  read(now: number): { calls: number; failureRatio: number; slowRatio: number } {
    let calls = 0;
    let failures = 0;
    let slow = 0;
    if (this.ring !== undefined) {
      calls = Math.min(this.counted, this.ring.length);
      for (let i = 0; i < calls; i++) {
        failures += (this.ring[i] as number) & 1;
        slow += (this.ring[i] as number) >> 1;
      }
    } else {
      this.advance(now);
      for (let i = 0; i < BUCKETS; i++) {
        calls += this.calls[i] as number;
        failures += this.failures[i] as number;
        slow += this.slow[i] as number;
      }
    }
    // Failures of calls that began before the window are infinitely many of none.
    return {
      calls,
      failureRatio: failures > 0 ? failures / calls : 0,
      slowRatio: slow > 0 ? slow / calls : 0,
    };
  }

  clear(): void {
    this.counted = 0;
    this.calls.fill(0);
    this.failures.fill(0);
    this.slow.fill(0);
  }

  private advance(now: number): void {
    // The end of a bucket is in the next one, whatever rounding makes of it.
    const bucket = Math.floor(now / this.width + 1e-9);
    const passed = Math.min(BUCKETS, bucket - this.bucket);
    for (let i = 1; i <= passed; i++) {
      const at = (this.bucket + i) % BUCKETS;
      this.calls[at] = 0;
      this.failures[at] = 0;
      this.slow[at] = 0;
    }
    this.bucket = bucket;
  }
}
