/** What a balancer knows of its targets; arrays by target. */
export class Targets {
  readonly size: number;
  readonly names: readonly string[];
  /** As configured. */
  readonly weights: Float64Array;
  /** What counts now: 0 for a target that gets nothing, less than its weight while it starts slowly. */
  readonly effective: Float64Array;
  /** Calls under way. */
  readonly underWay: Int32Array;
  /** The moving peak of the response times, seconds, and when it was worked out. */
  readonly peak: Float64Array;
  readonly peakAt: Float64Array;

  /** The way to each from where the call at hand comes from and back, seconds; empty without zones. */
  distances: Float64Array = new Float64Array(0);

  constructor(names: readonly string[]) {
    this.size = names.length;
    this.names = names;
    this.weights = new Float64Array(names.length).fill(1);
    this.effective = new Float64Array(names.length).fill(1);
    this.underWay = new Int32Array(names.length);
    this.peak = new Float64Array(names.length);
    this.peakAt = new Float64Array(names.length);
  }

  /** Whether a target may get calls. */
  takes(target: number): boolean {
    return (this.effective[target] as number) > 0;
  }
}

/** What stands for "no target". */
export const NO_TARGET = -1;

/** Chooses a target for a request with a key at a time, or NO_TARGET where none takes calls. */
export type Choice = (key: number, now: number) => number;
