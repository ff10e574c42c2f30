const FIRST = 256;

/** Calls that have ended, with their outcomes, in the order in which they did: a ring of pairs. */
export class ReadyQueue {
  size = 0;
  private head = 0;
  private mask = 2 * FIRST - 1;
  private pairs = new Int32Array(2 * FIRST);

  push(call: number, outcome: number): void {
    if (2 * this.size > this.mask) this.grow();
    const { pairs } = this;
    const at = (this.head + 2 * this.size++) & this.mask;
    pairs[at] = call;
    pairs[at + 1] = outcome;
  }

  /** The first call, and its outcome; only where `size` is above 0. */
  call(): number {
    return this.pairs[this.head] as number;
  }

  outcome(): number {
    return this.pairs[this.head + 1] as number;
  }

  shift(): void {
    this.head = (this.head + 2) & this.mask;
    this.size--;
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
