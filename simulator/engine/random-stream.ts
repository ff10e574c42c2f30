import { EXPONENTIAL } from "./ziggurat.ts";

const BLOCK = 256;
const { x: WIDTHS, y: HEIGHTS, tail: TAIL } = EXPONENTIAL;

/** The finaliser of MurmurHash3: every input bit reaches every output bit. */
function mix(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** FNV-1a over UTF-16 units, from a basis, so that two bases give independent words. */
function hash(text: string, basis: number): number {
  let h = basis;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h);
}

/**
 * A stream of random numbers for one (component, purpose): xoshiro128++ (Blackman and Vigna, 2019), filled in blocks.
 * Streams with different names or seeds are independent, so that adding a component, or changing what another one does,
 * leaves this stream's numbers as they were: common random numbers are the default.
 */
export class RandomStream {
  private s0: number;
  private s1: number;
  private s2: number;
  private s3: number;
  private readonly block = new Uint32Array(BLOCK);
  private next = BLOCK;
  private spareNormal = Number.NaN;

  /** `seed` is a 32-bit unsigned integer; `name` says whose stream it is, such as `orders-db/work`. */
  constructor(seed: number, name: string) {
    const a = hash(name, 0x811c9dc5);
    const b = hash(name, 0x9747b28c);
    // Signed, as `fill` leaves them.
    this.s0 = mix(seed ^ a) | 0;
    this.s1 = mix(seed + 0x9e3779b9) ^ b;
    this.s2 = mix(a + Math.imul(seed | 1, 0x27d4eb2f)) | 0;
    this.s3 = mix(b ^ Math.imul(seed + 0x632be5ab, 0x85ebca77)) | 1;
  }

  private fill(): void {
    const { block } = this;
    // Known to be of 32 bits from here on: otherwise sums are made with doubles.
    let s0 = this.s0 | 0;
    let s1 = this.s1 | 0;
    let s2 = this.s2 | 0;
    let s3 = this.s3 | 0;
    for (let i = 0; i < BLOCK; i++) {
      const sum = (s0 + s3) | 0;
      block[i] = (((sum << 7) | (sum >>> 25)) + s0) | 0;
      const t = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= t;
      s3 = (s3 << 11) | (s3 >>> 21);
    }
    this.s0 = s0;
    this.s1 = s1;
    this.s2 = s2;
    this.s3 = s3;
    this.next = 0;
  }

  /** A whole number of 0 .. 2^32 - 1. */
  word(): number {
    if (this.next === BLOCK) this.fill();
    return this.block[this.next++] as number;
  }

  /** A number in (0, 1) with 52 random bits; never 0, never 1. */
  uniform(): number {
    // Words are drawn in pairs, and BLOCK is even unless a single word was drawn before.
    if (this.next + 2 > BLOCK) this.fill();
    const high = this.block[this.next++] as number;
    const low = this.block[this.next++] as number;
    // With 53 bits the half would be rounded away, and the largest number would be 1.
    return ((high >>> 6) * 67108864 + (low >>> 6) + 0.5) * 2.220446049250313e-16;
  }

  /** A whole number of 0 .. n - 1, for n up to 2^31. */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Exponential with mean 1, by the ziggurat of 256 layers with 56 random bits a draw. */
  exponential(): number {
    if (this.next + 2 > BLOCK) this.fill();
    const { block, next } = this;
    this.next = next + 2;
    const a = block[next] as number;
    const layer = a & 255;
    const x =
      ((a >>> 8) * 5.9604644775390625e-8 + (block[next + 1] as number) * 1.3877787807814457e-17) *
      (WIDTHS[layer] as number);
    // The plus tells the compiler that the rare way gives a number too: without it every result is boxed.
    return x < (WIDTHS[layer + 1] as number) ? x : +this.exponentialEdge(layer, x);
  }

  private exponentialEdge(layer: number, x: number): number {
    // The tail of an exponential is an exponential again, shifted.
    if (layer === 0) return TAIL + this.exponential();
    const low = HEIGHTS[layer] as number;
    const high = HEIGHTS[layer + 1] as number;
    return low + this.uniform() * (high - low) < Math.exp(-x) ? x : this.exponential();
  }

  /** Standard normal, by Marsaglia's polar method; every second draw is kept for the next call. */
  normal(): number {
    if (!Number.isNaN(this.spareNormal)) {
      const spare = this.spareNormal;
      this.spareNormal = Number.NaN;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * Math.log(s)) / s);
        this.spareNormal = v * scale;
        return u * scale;
      }
    }
  }

  /** Gamma with this shape (> 0) and scale 1, by Marsaglia and Tsang (2000). */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * this.uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }
}
