import { NO_CALL } from "./calls.ts";

const FIRST = 256;

/** Calls that have ended, with their outcomes, in the order in which they did: the first, and those behind it in a ring of pairs. */
export class ReadyQueue {
  size = 0;
  /** The first call, and its outcome; only where `size` is above 0. */
  call = NO_CALL;
  outcome = 0;
  private head = 0;
  private mask = 2 * FIRST - 1;
  private pairs = new Int32Array(2 * FIRST);

  push(call: number, outcome: number): void {
    if (this.size++ > 0) {
      this.pushBehind(call, outcome);
      return;
    }
    this.call = call;
    this.outcome = outcome;
  }

  shift(): void {
    if (--this.size > 0) this.advance();
  }

  private pushBehind(call: number, outcome: number): void {
    // The first is not in the ring, and this one is counted already.
    const behind = 2 * (this.size - 2);
    if (behind > this.mask) this.grow();
    const { pairs } = this;
    const at = (this.head + behind) & this.mask;
    pairs[at] = call;
    pairs[at + 1] = outcome;
  }

  private advance(): void {
    const { pairs, head } = this;
    this.call = pairs[head] as number;
    this.outcome = pairs[head + 1] as number;
    this.head = (head + 2) & this.mask;
  }

  private grow(): void {
    const { pairs } = this;
    const larger = new Int32Array(pairs.length * 2);
    larger.set(pairs.subarray(this.head));
    larger.set(pairs.subarray(0, this.head), pairs.length - this.head);
    this.pairs = larger;
    this.mask = larger.length - 1;
    this.head = 0;
  }
}
