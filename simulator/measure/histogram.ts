const SUB_BUCKET_BITS = 7;
/** Buckets an octave: each is 1/128 of its octave wide, so its middle is within 0.4 % of every value in it. */
const PER_OCTAVE = 1 << SUB_BUCKET_BITS;
const SHIFT = 20 - SUB_BUCKET_BITS;
const FIRST_OCTAVES = 8;

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
const HIGH = new Uint32Array(new Float64Array([1]).buffer)[1] === 0x3ff00000 ? 1 : 0;

/** Non-negative numbers counted in buckets whose width is a fixed share of their value (log-linear, as HdrHistogram). */
export class Histogram {
  /** How many were recorded. */
  count = 0;
  /** Their exact sum, and the largest. */
  sum = 0;
  max = 0;
  private zeros = 0;
  /** Bucket number of counts[0]; a bucket number is the exponent and the first bits of the fraction of a double. */
  private base = 0;
  private counts = new Uint32Array(0);

  record(value: number): void {
    if (value <= 0) {
      this.recordZero();
      return;
    }
    this.count++;
    this.sum += value;
    if (value > this.max) this.max = value;
    number[0] = value;
    const index = ((words[HIGH] as number) >>> SHIFT) - this.base;
    const { counts } = this;
    if (index >= 0 && index < counts.length) counts[index] = (counts[index] as number) + 1;
    else this.recordOutside(index + this.base);
  }

  /** What `record(0)` does: the most common wait. */
  recordZero(): void {
    this.count++;
    this.zeros++;
  }

  private recordOutside(bucket: number): void {
    this.cover(bucket, bucket);
    const index = bucket - this.base;
    this.counts[index] = (this.counts[index] as number) + 1;
  }

  /** Makes room for buckets, in whole octaves. */
  private cover(low: number, high: number): void {
    const octave = (bucket: number) => Math.floor(bucket / PER_OCTAVE) * PER_OCTAVE;
    if (this.counts.length === 0) {
      this.base = octave(low) - (FIRST_OCTAVES / 2) * PER_OCTAVE;
      this.counts = new Uint32Array(FIRST_OCTAVES * PER_OCTAVE);
    }
    const from = Math.min(this.base, octave(low));
    const to = Math.max(this.base + this.counts.length, octave(high) + PER_OCTAVE);
    if (from === this.base && to === this.base + this.counts.length) return;
    const counts = new Uint32Array(to - from);
    counts.set(this.counts, this.base - from);
    this.base = from;
    this.counts = counts;
  }

  get mean(): number {
    return this.count > 0 ? this.sum / this.count : Number.NaN;
  }

  /** The value at or below which `share` (0..1) of the numbers lie, within 0.4 %; NaN where there are none. */
  quantile(share: number): number {
    if (this.count === 0) return Number.NaN;
    const rank = Math.max(1, Math.ceil(share * this.count));
    if (rank >= this.count) return this.max;
    let seen = this.zeros;
    if (seen >= rank) return 0;
    for (let i = 0; i < this.counts.length; i++) {
      const here = this.counts[i] as number;
      if (seen + here >= rank) {
        const low = lowerBound(this.base + i);
        const width = lowerBound(this.base + i + 1) - low;
        // Straight line within the bucket, so that the estimate moves with the rank.
        return Math.min(this.max, low + width * ((rank - seen - 0.5) / here));
      }
      seen += here;
    }
    return this.max;
  }

  /** The share of numbers above a value; those in the bucket of the value are taken to lie evenly in it. */
  shareAbove(value: number): number {
    if (this.count === 0) return Number.NaN;
    if (value >= this.max) return 0;
    if (value < 0) return 1;
    number[0] = value;
    const bucket = value > 0 ? (words[HIGH] as number) >>> SHIFT : -1;
    const at = bucket - this.base;
    let above = 0;
    for (let i = Math.max(0, at + 1); i < this.counts.length; i++) above += this.counts[i] as number;
    if (at >= 0 && at < this.counts.length) {
      const low = lowerBound(bucket);
      const high = lowerBound(bucket + 1);
      above += ((this.counts[at] as number) * (high - value)) / (high - low);
    }
    return above / this.count;
  }

  add(other: Histogram): void {
    if (other.counts.length > 0) {
      this.cover(other.base, other.base + other.counts.length - 1);
      const shift = other.base - this.base;
      for (let i = 0; i < other.counts.length; i++) {
        this.counts[i + shift] = (this.counts[i + shift] as number) + (other.counts[i] as number);
      }
    }
    this.count += other.count;
    this.sum += other.sum;
    this.zeros += other.zeros;
    this.max = Math.max(this.max, other.max);
  }

  clear(): void {
    this.counts.fill(0);
    this.count = 0;
    this.sum = 0;
    this.zeros = 0;
    this.max = 0;
  }
}

/** The smallest value of a bucket. */
function lowerBound(bucket: number): number {
  words[HIGH] = (bucket << SHIFT) >>> 0;
  words[1 - HIGH] = 0;
  return number[0] as number;
}
