/** A level over time, such as connections in use: its time-weighted mean and its largest value. */
export class Level {
  value = 0;
  private peak = 0;
  private peakBefore = 0;
  private area = 0;
  private since = 0;
  private from = 0;
  /** The integral up to the last `restart`. */
  private forgotten = 0;

  set(value: number, now: number): void {
    this.area += this.value * (now - this.since);
    this.since = now;
    this.value = value;
    if (value > this.peak) this.peak = value;
  }

  /** The largest value since the last `restart`. */
  get max(): number {
    return Math.max(this.peak, this.peakBefore);
  }

  /** The largest value since this was last asked for. */
  takePeak(): number {
    const { peak } = this;
    this.peakBefore = Math.max(this.peakBefore, peak);
    this.peak = this.value;
    return peak;
  }

  add(change: number, now: number): void {
    this.set(this.value + change, now);
  }

  /** The integral of the level from the last `restart` to `now`. */
  integral(now: number): number {
    return this.area + this.value * (now - this.since);
  }

  /** The integral of the level from the beginning to `now`. */
  total(now: number): number {
    return this.forgotten + this.integral(now);
  }

  /** The time-weighted mean since the last `restart`; NaN over no time. */
  mean(now: number): number {
    return now > this.from ? this.integral(now) / (now - this.from) : Number.NaN;
  }

  /** Forgets what was; the level stays. */
  restart(now: number): void {
    this.forgotten += this.integral(now);
    this.area = 0;
    this.since = now;
    this.from = now;
    this.peak = this.value;
    this.peakBefore = this.value;
  }
}
