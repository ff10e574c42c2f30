import { enlarged } from "./event-list.ts";

const FIRST = 256;

/** The part of a call that is nowhere yet. */
export const NO_PART = 0;

/**
 * Where the time of each request went. A ledger is a clock that is switched from part to part as the request moves: at any
 * moment exactly one part runs, so the parts add up to the latency by construction. Work that goes on at the same time
 * (parallel branches, hedged copies, a try that may time out) has ledgers of its own, and the one that decided the outcome is added to the ledger
 * above it.
 *
 * Part 0 is "elsewhere"; the others are (component, kind) pairs that the network numbers.
 */
export class Ledgers {
  /** What the parts are, by number. */
  readonly names: { component: string; kind: string }[] = [{ component: "", kind: "elsewhere" }];
  private parts = 1;
  private capacity = FIRST;
  private used = 0;
  private free = new Int32Array(FIRST);
  private freeCount = 0;
  private seconds = new Float64Array(FIRST);
  private since = new Float64Array(FIRST);
  private running = new Int32Array(FIRST);

  /** The number of a part. All parts are numbered before the first ledger is opened. */
  part(component: string, kind: string): number {
    this.names.push({ component, kind });
    this.parts = this.names.length;
    this.seconds = new Float64Array(FIRST * this.parts);
    return this.parts - 1;
  }

  open(now: number): number {
    let ledger: number;
    if (this.freeCount > 0) {
      ledger = this.free[--this.freeCount] as number;
    } else {
      if (this.used === this.capacity) this.grow();
      ledger = this.used++;
    }
    const from = ledger * this.parts;
    for (let i = from; i < from + this.parts; i++) this.seconds[i] = 0;
    this.since[ledger] = now;
    this.running[ledger] = NO_PART;
    return ledger;
  }

  close(ledger: number): void {
    this.free[this.freeCount++] = ledger;
  }

  /** From now on the time goes to `part`. */
  enter(ledger: number, part: number, now: number): void {
    const at = ledger * this.parts + (this.running[ledger] as number);
    this.seconds[at] = (this.seconds[at] as number) + now - (this.since[ledger] as number);
    this.since[ledger] = now;
    this.running[ledger] = part;
  }

  /** Books `seconds` that went to one part on another one, such as the slow-down of a shared core. */
  move(ledger: number, from: number, to: number, seconds: number): void {
    const at = ledger * this.parts;
    this.seconds[at + from] = (this.seconds[at + from] as number) - seconds;
    this.seconds[at + to] = (this.seconds[at + to] as number) + seconds;
  }

  /** Adds a branch's parts, and goes on from now: for the time that `ledger` spent waiting for the branch. */
  join(ledger: number, branch: number, now: number): void {
    this.enter(branch, NO_PART, now);
    const to = ledger * this.parts;
    const from = branch * this.parts;
    for (let i = 0; i < this.parts; i++) {
      this.seconds[to + i] = (this.seconds[to + i] as number) + (this.seconds[from + i] as number);
    }
    this.since[ledger] = now;
    this.running[ledger] = NO_PART;
  }

  /** Seconds of each part so far: a view that is valid until the next call. */
  read(ledger: number): Float64Array {
    return this.seconds.subarray(ledger * this.parts, (ledger + 1) * this.parts);
  }

  /** Adds the parts of a ledger to a row of sums. */
  addTo(ledger: number, sums: Float64Array, row: number): void {
    const from = ledger * this.parts;
    const to = row * this.parts;
    for (let i = 0; i < this.parts; i++) {
      sums[to + i] = (sums[to + i] as number) + (this.seconds[from + i] as number);
    }
  }

  private grow(): void {
    const capacity = this.capacity * 2;
    this.seconds = enlarged(this.seconds, new Float64Array(capacity * this.parts));
    this.since = enlarged(this.since, new Float64Array(capacity));
    this.running = enlarged(this.running, new Int32Array(capacity));
    this.free = enlarged(this.free, new Int32Array(capacity));
    this.capacity = capacity;
  }
}
