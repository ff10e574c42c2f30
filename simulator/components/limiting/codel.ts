/**
 * Controlled delay, the state machine of RFC 8289, section 5: when the wait of all calls that left a queue has been above `target` for an
 * `interval`, one is dropped, and while that goes on the next ones after interval / sqrt(n). Times are in seconds.
 */
export class ControlledDelay {
  target: number;
  interval: number;
  /** When waits will have been too long for an interval; Infinity while they are not. */
  private tooLongAt = Number.POSITIVE_INFINITY;
  private dropping = false;
  private next = 0;
  private count = 0;
  private lastCount = 0;

  constructor(target: number, interval: number) {
    this.target = target;
    this.interval = interval;
  }

  /** Whether a call whose turn it is at `now`, after a wait of `seconds`, is dropped. */
  drops(seconds: number, now: number): boolean {
    const late = this.isLate(seconds, now);
    if (this.dropping) {
      this.dropping = late;
      if (!late || now < this.next) return false;
      this.count++;
      this.next = this.after(this.next);
      return true;
    }
    if (!late) return false;
    this.dropping = true;
    // Soon after the last stretch of drops it goes on at the rate of that one.
    const before = this.count - this.lastCount;
    this.count = before > 1 && now - this.next < 16 * this.interval ? before : 1;
    this.lastCount = this.count;
    this.next = this.after(now);
    return true;
  }

  /** Nothing waits any more. */
  emptied(): void {
    this.tooLongAt = Number.POSITIVE_INFINITY;
  }

  private isLate(seconds: number, now: number): boolean {
    if (seconds < this.target) {
      this.tooLongAt = Number.POSITIVE_INFINITY;
      return false;
    }
    if (this.tooLongAt === Number.POSITIVE_INFINITY) {
      this.tooLongAt = now + this.interval;
      return false;
    }
    return now >= this.tooLongAt;
  }

  private after(time: number): number {
    return time + this.interval / Math.sqrt(this.count);
  }
}
