import type { PartKind } from "../parts.ts";
import { ledgerDoubles as doubles, Exhausted, ledgerInts as ints } from "./memory.ts";

const NONE = -1;
/** A run stops at this share of the memory: one event may open many ledgers more. */
const SHARE = 0.95;

/** The part of a call that is nowhere yet. */
export const NO_PART = 0;

// A record: since when the running part runs, as a double; the running part and the set of parts that have time, as whole
// numbers in the place of one more double; then the seconds of each part.
const RUNNING = 2;
const TOUCHED = 3;
const PARTS = 2;

/**
 * Where the time of each request went. A ledger is a clock that is switched from part to part as the request moves: at any
 * moment exactly one part runs, so the parts add up to the latency by construction. Work that goes on at the same time
 * (parallel branches, hedged copies, a try that may time out) has ledgers of its own, and the one that decided the outcome is added to the ledger
 * above it.
 *
 * Part 0 is "elsewhere"; the others are (component, kind) pairs that the network numbers. A request visits few of them, so a ledger
 * remembers which (as bits, modulo 32) and only those are added up and cleared. A ledger is known by the place of its record.
 */
export class Ledgers {
  /** What the parts are, by number. */
  readonly names: { component: string; kind: PartKind }[] = [{ component: "", kind: "elsewhere" }];
  private parts = 1;
  private stride = PARTS + 1;
  private used = 0;
  /** The ledger that was closed last; closed ones are linked through RUNNING, and their parts are 0. */
  private free = NONE;
  /** The records, while another simulation has the memory. */
  private kept = new Float64Array(0);

  /** The number of a part. All parts are numbered before the first ledger is opened. */
  part(component: string, kind: PartKind): number {
    this.names.push({ component, kind });
    this.parts = this.names.length;
    this.stride = PARTS + this.parts;
    return this.parts - 1;
  }

  /** How many may be open before they take more memory than a run is given. */
  get most(): number {
    return Math.floor((SHARE * doubles.length) / this.stride);
  }

  open(now: number): number {
    let ledger = this.free;
    if (ledger !== NONE) {
      this.free = ints[2 * ledger + RUNNING] as number;
    } else {
      ledger = this.takeUnused();
    }
    doubles[ledger] = now;
    ints[2 * ledger + RUNNING] = NO_PART;
    return ledger;
  }

  private takeUnused(): number {
    const ledger = this.used;
    if (ledger + this.stride > doubles.length) throw new Exhausted();
    this.used += this.stride;
    // Another simulation may have left something there.
    doubles.fill(0, ledger, this.used);
    return ledger;
  }

  /** Copies the records out of the memory, and back to where they were. */
  putAway(): void {
    this.kept = doubles.slice(0, this.used);
  }

  bringBack(): void {
    doubles.set(this.kept);
    this.kept = new Float64Array(0);
  }

  /** One that says the same, and goes on by itself. */
  copy(ledger: number): number {
    const copy = this.open(0);
    doubles.copyWithin(copy, ledger, ledger + this.stride);
    return copy;
  }

  close(ledger: number): void {
    const { parts } = this;
    for (let touched = this.takeTouched(ledger); touched !== 0; touched &= touched - 1) {
      for (let part = lowest(touched); part < parts; part += 32) doubles[ledger + PARTS + part] = 0;
    }
    ints[2 * ledger + RUNNING] = this.free;
    this.free = ledger;
  }

  /** From now on the time goes to `part`. */
  enter(ledger: number, part: number, now: number): void {
    const seconds = now - (doubles[ledger] as number);
    const at = 2 * ledger;
    if (seconds > 0) {
      const running = ints[at + RUNNING] as number;
      const from = ledger + PARTS + running;
      doubles[from] = (doubles[from] as number) + seconds;
      ints[at + TOUCHED] = (ints[at + TOUCHED] as number) | (1 << running);
      doubles[ledger] = now;
    }
    ints[at + RUNNING] = part;
  }

  /** Books `seconds` that went to one part on another one, such as the slow-down of a shared core. */
  move(ledger: number, from: number, to: number, seconds: number): void {
    const at = ledger + PARTS;
    doubles[at + from] = (doubles[at + from] as number) - seconds;
    doubles[at + to] = (doubles[at + to] as number) + seconds;
    ints[2 * ledger + TOUCHED] = (ints[2 * ledger + TOUCHED] as number) | (1 << from) | (1 << to);
  }

  /** Adds a branch's parts, and goes on from now: for the time that `ledger` spent waiting for the branch. */
  join(ledger: number, branch: number, now: number): void {
    this.enter(branch, NO_PART, now);
    const { parts } = this;
    const branchTouched = ints[2 * branch + TOUCHED] as number;
    let inBranch = 0;
    for (let touched = branchTouched; touched !== 0; touched &= touched - 1) {
      for (let part = lowest(touched); part < parts; part += 32) {
        const to = ledger + PARTS + part;
        const seconds = doubles[branch + PARTS + part] as number;
        doubles[to] = (doubles[to] as number) + seconds;
        inBranch += seconds;
      }
    }
    // What ran before the branch began, such as the wait until a hedged copy was sent.
    const before = now - inBranch - (doubles[ledger] as number);
    const running = ints[2 * ledger + RUNNING] as number;
    doubles[ledger + PARTS + running] = (doubles[ledger + PARTS + running] as number) + before;
    doubles[ledger] = now;
    ints[2 * ledger + RUNNING] = NO_PART;
    ints[2 * ledger + TOUCHED] = (ints[2 * ledger + TOUCHED] as number) | branchTouched | (1 << running);
  }

  /** Seconds of each part so far: a view that is valid until the next call. */
  read(ledger: number): Float64Array {
    return doubles.subarray(ledger + PARTS, ledger + this.stride);
  }

  /** Moves the parts of a ledger to a row of sums: they are 0 after that. */
  drain(ledger: number, sums: Float64Array, row: number): void {
    const { parts } = this;
    const to = row * parts;
    for (let touched = this.takeTouched(ledger); touched !== 0; touched &= touched - 1) {
      for (let part = lowest(touched); part < parts; part += 32) {
        const from = ledger + PARTS + part;
        sums[to + part] = (sums[to + part] as number) + (doubles[from] as number);
        doubles[from] = 0;
      }
    }
  }

  private takeTouched(ledger: number): number {
    const touched = ints[2 * ledger + TOUCHED] as number;
    ints[2 * ledger + TOUCHED] = 0;
    return touched;
  }
}

/** The number of the lowest bit that is set. */
function lowest(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
