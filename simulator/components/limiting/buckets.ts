import type { Meter, MeterParameters } from "./meter.ts";
import { periodAt } from "./period.ts";

/**
 * A bucket whose tokens come evenly, kept as the one time at which it would be full (the generic cell rate algorithm), so that no
 * fractions of tokens are lost. It is full at first. A leaky bucket is one that holds a single token.
 */
export class EvenBucket implements Meter {
  /** When it is full, if nothing passes any more. */
  private fullAt = Number.NEGATIVE_INFINITY;
  /** Seconds for a token, and for all but one of those it holds. */
  private interval = 0;
  private saved = 0;

  constructor(parameters: MeterParameters) {
    this.set(parameters);
  }

  set({ algorithm, limit, period, burst }: MeterParameters): void {
    const holds = algorithm === "leakyBucket" ? 1 : (burst ?? limit);
    this.interval = period / limit;
    this.saved = (holds - 1) * this.interval;
  }

  nextAt(): number {
    return this.fullAt - this.saved;
  }

  take(now: number): void {
    this.fullAt = Math.max(now, this.fullAt) + this.interval;
  }
}

/** A bucket that gets `limit` tokens at the end of each period, as Envoy's. It is full at first. */
export class LumpBucket implements Meter {
  private limit = 1;
  private period = 1;
  private holds = 1;
  private tokens: number;
  /** The number of the period up to whose beginning tokens were added. */
  private filled = 0;

  constructor(parameters: MeterParameters) {
    this.set(parameters);
    this.tokens = this.holds;
  }

  set({ limit, period, burst }: MeterParameters): void {
    this.limit = limit;
    this.period = period;
    this.holds = burst ?? limit;
    this.tokens = Math.min(this.tokens, this.holds);
  }

  nextAt(now: number): number {
    this.fill(now);
    return this.tokens > 0 ? now : (this.filled + 1) * this.period;
  }

  take(now: number): void {
    this.fill(now);
    this.tokens--;
  }

  private fill(now: number): void {
    const at = periodAt(now, this.period);
    this.tokens = Math.min(this.holds, this.tokens + Math.max(0, at - this.filled) * this.limit);
    this.filled = at;
  }
}
