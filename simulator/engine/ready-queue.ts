import { enlarged } from "./event-list.ts";

const FIRST = 256;

/** Calls that have ended, with their outcomes, in the order in which they did: a ring in typed arrays. */
export class ReadyQueue {
  size = 0;
  private head = 0;
  private mask = FIRST - 1;
  private calls = new Int32Array(FIRST);
  private outcomes = new Int32Array(FIRST);

  push(call: number, outcome: number): void {
    if (this.size > this.mask) this.grow();
    const at = (this.head + this.size++) & this.mask;
    this.calls[at] = call;
    this.outcomes[at] = outcome;
  }

  /** The first call, and its outcome; only where `size` is above 0. */
  call(): number {
    return this.calls[this.head] as number;
  }

  outcome(): number {
    return this.outcomes[this.head] as number;
  }

  shift(): void {
    this.head = (this.head + 1) & this.mask;
    this.size--;
  }

  private grow(): void {
    const turned = (from: Int32Array) => {
      const straight = new Int32Array(this.size);
      for (let i = 0; i < this.size; i++) straight[i] = from[(this.head + i) & this.mask] as number;
      return enlarged(straight, new Int32Array(this.size * 2));
    };
    this.calls = turned(this.calls);
    this.outcomes = turned(this.outcomes);
    this.mask = this.size * 2 - 1;
    this.head = 0;
  }
}
