import { type Interval, meanInterval } from "./student.ts";

/** Batches that are kept: an even number, so that they can be joined in pairs. */
const BATCHES = 64;
/** Joined to at least this many for an interval: so few, and so long, that neighbours hardly depend on one another. */
const FOR_INTERVAL = 16;

/** A warm-up of this share of the run, of at most a half, has not ended in it. */
const NOT_SETTLED = 0.45;

/** How a run's latencies went, in order of completion. */
export type Steadiness = "settled" | "notSettled" | "unstable" | "tooShort";

/**
 * The means of consecutive batches of a run, in bounded memory: when all batches are full, neighbours are joined and batches get
 * twice as long. From them come an interval for one long run, and whether the run had settled.
 */
export class BatchMeans {
  private readonly sums = new Float64Array(BATCHES);
  /** Requests under way at the end of each batch. */
  private readonly backlog = new Float64Array(BATCHES);
  private size = 1;
  private inBatch = 0;
  private sum = 0;
  private full = 0;

  /** `underWay`: requests that are not answered yet. */
  record(seconds: number, underWay: number): void {
    this.sum += seconds;
    if (++this.inBatch < this.size) return;
    this.sums[this.full] = this.sum;
    this.backlog[this.full] = underWay;
    this.inBatch = 0;
    this.sum = 0;
    if (++this.full === BATCHES) this.joinPairs();
  }

  private joinPairs(): void {
    const { sums, backlog } = this;
    for (let i = 0; i < BATCHES / 2; i++) {
      sums[i] = (sums[2 * i] as number) + (sums[2 * i + 1] as number);
      backlog[i] = backlog[2 * i + 1] as number;
    }
    sums.fill(0, BATCHES / 2);
    this.full = BATCHES / 2;
    this.size *= 2;
  }

  clear(): void {
    this.sums.fill(0);
    this.size = 1;
    this.inBatch = 0;
    this.sum = 0;
    this.full = 0;
  }

  /** The means of the full batches, oldest first, joined in pairs until fewer than twice `least` are left. */
  means(least: number): number[] {
    let means = Array.from(this.sums.subarray(0, this.full), (sum) => sum / this.size);
    while (means.length >= 2 * least) {
      means = Array.from(
        { length: means.length >> 1 },
        (_, i) => ((means[2 * i] as number) + (means[2 * i + 1] as number)) / 2,
      );
    }
    return means;
  }

  /** The mean of one long run with its t-interval over long batches (Law, section 9.5.3). */
  interval(confidence: number): Interval {
    return meanInterval(this.means(FOR_INTERVAL), confidence);
  }

  /**
   * Whether the run had settled. Unstable: the backlog grows throughout. Not settled: MSER (White, 1997) finds no end of
   * the warm-up in the first half of the run.
   */
  steadiness(): Steadiness {
    const n = this.full;
    if (n < 20 || n * this.size < 200) return "tooShort";
    if (grows(Array.from(this.backlog.subarray(0, n)))) return "unstable";
    return mser(Array.from(this.sums.subarray(0, n))) >= NOT_SETTLED * n ? "notSettled" : "settled";
  }
}

/**
 * How many of the first values MSER leaves out: the number, up to half of them, that makes the standard error of the rest's mean
 * smallest. Half means that no end of the warm-up was found.
 */
export function mser(values: readonly number[]): number {
  const n = values.length;
  const half = n >> 1;
  let sum = 0;
  let squares = 0;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  // From the back, so that the sums of every rest are made in one pass.
  for (let from = n - 1; from >= 0; from--) {
    const value = values[from] as number;
    sum += value;
    squares += value * value;
    if (from > half) continue;
    const rest = n - from;
    const error = (squares - (sum * sum) / rest) / (rest * rest);
    if (error <= least) {
      least = error;
      best = from;
    }
  }
  return best;
}

/** A backlog below this many requests is a queue, not a flood. */
const FLOOD = 50;

/**
 * Whether a backlog grows without end: each quarter of the run has more than the one before, and the last step is not much smaller
 * than the first, as it would be in a queue that fills up to its level.
 */
function grows(backlog: readonly number[]): boolean {
  const length = backlog.length >> 2;
  const quarter = (i: number) =>
    backlog.slice(i * length, (i + 1) * length).reduce((sum, x) => sum + x, 0) / length;
  const steps = [1, 2, 3].map((i) => quarter(i) - quarter(i - 1));
  const [first = 0, , last = 0] = steps;
  return quarter(3) > FLOOD && steps.every((step) => step > 0) && last > first / 2;
}
