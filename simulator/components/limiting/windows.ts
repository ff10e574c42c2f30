import type { Meter, MeterParameters } from "./meter.ts";
import { periodAt } from "./period.ts";

/** So many calls in each period. Periods follow one another from time 0, or begin with the first call after the last one. */
export class FixedWindow implements Meter {
  private limit = 1;
  private period = 1;
  private byClock = true;
  private endsAt = 0;
  private used = 0;

  constructor(parameters: MeterParameters) {
    this.set(parameters);
  }

  set({ limit, period, windows }: MeterParameters): void {
    this.limit = limit;
    this.period = period;
    this.byClock = windows === "clock";
  }

  nextAt(now: number): number {
    return now >= this.endsAt || this.used < this.limit ? now : this.endsAt;
  }

  take(now: number): void {
    if (now >= this.endsAt) {
      this.used = 0;
      this.endsAt = this.byClock ? (periodAt(now, this.period) + 1) * this.period : now + this.period;
    }
    this.used++;
  }
}

/**
 * The count of the present period, and that of the last one weighted by how much of it is within one period from now: an estimate
 * of the calls of the last period's length that needs two numbers. A call may pass while the estimate is below the limit.
 */
export class SlidingWindow implements Meter {
  private limit = 1;
  private period = 1;
  private number = 0;
  private present = 0;
  private last = 0;

  constructor(parameters: MeterParameters) {
    this.set(parameters);
  }

  set({ limit, period }: MeterParameters): void {
    this.limit = limit;
    this.period = period;
  }

  nextAt(now: number): number {
    this.advance(now);
    const { limit, period, present, last, number } = this;
    // What counts of the present period weighs fully until it ends.
    if (present >= limit) return (number + 1 + Math.max(0, 1 - limit / present)) * period;
    const room = limit - present;
    return last <= room ? now : (number + 1 - room / last) * period;
  }

  take(now: number): void {
    this.advance(now);
    this.present++;
  }

  private advance(now: number): void {
    const number = periodAt(now, this.period);
    if (number === this.number) return;
    this.last = number === this.number + 1 ? this.present : 0;
    this.present = 0;
    this.number = number;
  }
}

/** The times of the calls that have passed: never more than `limit` within any period. */
export class SlidingLog implements Meter {
  private limit = 1;
  private period = 1;
  private times: number[] = [];
  /** Before this place all times are too old. */
  private from = 0;

  constructor(parameters: MeterParameters) {
    this.set(parameters);
  }

  set({ limit, period }: MeterParameters): void {
    this.limit = limit;
    this.period = period;
  }

  nextAt(now: number): number {
    const counted = this.times[this.times.length - this.limit];
    return counted === undefined ? now : counted + this.period;
  }

  take(now: number): void {
    this.times.push(now);
    // A lower limit that is raised again needs those of one period, and no older ones.
    while ((this.times[this.from] as number) + this.period < now) this.from++;
    if (this.from > this.times.length / 2) {
      this.times = this.times.slice(this.from);
      this.from = 0;
    }
  }
}
