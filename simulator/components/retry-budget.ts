const SECONDS = 10;

/** First tries and retries over the last ten seconds, in buckets of one: retries may be only a share of the first tries. */
export class RetryBudget {
  private readonly firsts = new Float64Array(SECONDS);
  private readonly retries = new Float64Array(SECONDS);
  private second = 0;

  first(now: number): void {
    this.advance(now);
    const at = this.second % SECONDS;
    this.firsts[at] = (this.firsts[at] as number) + 1;
  }

  /** Whether one more retry stays within `ratio`; if so, it is counted. */
  allows(now: number, ratio: number): boolean {
    this.advance(now);
    let firsts = 0;
    let retries = 0;
    for (let i = 0; i < SECONDS; i++) {
      firsts += this.firsts[i] as number;
      retries += this.retries[i] as number;
    }
    if (ratio < 1 && retries + 1 > firsts * ratio) return false;
    const at = this.second % SECONDS;
    this.retries[at] = (this.retries[at] as number) + 1;
    return true;
  }

  private advance(now: number): void {
    const second = Math.floor(now);
    if (second === this.second) return;
    const passed = Math.min(SECONDS, second - this.second);
    for (let i = 1; i <= passed; i++) {
      const at = (this.second + i) % SECONDS;
      this.firsts[at] = 0;
      this.retries[at] = 0;
    }
    this.second = second;
  }
}
