import type { Distribution } from "../scenario/schema/distribution.ts";
import type { RandomStream } from "./random-stream.ts";

const CONSTANT = 0;
const EXPONENTIAL = 1;
const OTHER = 2;

/**
 * Draws durations of a distribution from a stream. One class for all shapes, with the two common ones first, so that the call
 * in the event loop stays monomorphic and is inlined.
 */
export class Draw {
  private readonly stream: RandomStream;
  private shape = CONSTANT;
  private scale = 0;
  private other: (stream: RandomStream) => number = zero;
  /** The mean in seconds; NaN where it is not known in closed form. */
  mean = 0;

  constructor(stream: RandomStream, distribution: Distribution) {
    this.stream = stream;
    this.set(distribution);
  }

  /** Changes the distribution and keeps the stream where it is. */
  set(distribution: Distribution): void {
    switch (distribution.distribution) {
      case "constant":
        this.shape = CONSTANT;
        this.scale = distribution.value;
        this.mean = distribution.value;
        break;
      case "exponential":
        this.shape = EXPONENTIAL;
        this.scale = distribution.mean;
        this.mean = distribution.mean;
        break;
      default: {
        const { draw, mean } = sampler(distribution);
        this.shape = OTHER;
        this.other = draw;
        this.mean = mean;
      }
    }
  }

  /** Seconds, never negative. */
  next(): number {
    if (this.shape === EXPONENTIAL) return this.scale * this.stream.exponential();
    if (this.shape === CONSTANT) return this.scale;
    // The plus tells the compiler that this is a number too: without it every result is boxed.
    return +this.other(this.stream);
  }
}

const zero = () => 0;

type Sampler = { draw: (stream: RandomStream) => number; mean: number };

/** Formulas: Law, Simulation Modeling and Analysis (5th ed.), chapter 8. */
function sampler(d: Distribution): Sampler {
  switch (d.distribution) {
    case "constant":
      return { draw: () => d.value, mean: d.value };
    case "exponential":
      return { draw: (s) => d.mean * s.exponential(), mean: d.mean };
    case "uniform":
      return { draw: (s) => d.min + (d.max - d.min) * s.uniform(), mean: (d.min + d.max) / 2 };
    case "normal":
      return normal(d.mean, d.standardDeviation);
    case "lognormal": {
      const variance = Math.log1p(d.cv * d.cv);
      const location = Math.log(d.mean) - variance / 2;
      const sigma = Math.sqrt(variance);
      return { draw: (s) => Math.exp(location + sigma * s.normal()), mean: d.mean };
    }
    case "gamma": {
      const shape = 1 / (d.cv * d.cv);
      return { draw: (s) => (d.mean / shape) * s.gamma(shape), mean: d.mean };
    }
    case "erlang": {
      const { stages } = d;
      const scale = d.mean / stages;
      if (stages > 16) return { draw: (s) => scale * s.gamma(stages), mean: d.mean };
      return {
        draw: (s) => {
          let sum = 0;
          for (let i = 0; i < stages; i++) sum += s.exponential();
          return scale * sum;
        },
        mean: d.mean,
      };
    }
    case "weibull": {
      const scale = d.mean / gammaFunction(1 + 1 / d.shape);
      const power = 1 / d.shape;
      return { draw: (s) => scale * s.exponential() ** power, mean: d.mean };
    }
    case "pareto":
      return pareto(d.min, d.max ?? Number.POSITIVE_INFINITY, d.shape);
    case "hyperexponential": {
      const pick = picker(d.phases.map((phase) => phase.ratio));
      const means = d.phases.map((phase) => phase.mean);
      return {
        draw: (s) => (means[pick(s.uniform())] as number) * s.exponential(),
        mean: d.phases.reduce((sum, phase) => sum + phase.ratio * phase.mean, 0),
      };
    }
    case "empirical":
      if (d.samples !== undefined) return samples(d.samples);
      return d.histogram === undefined ? quantiles(d.quantiles ?? []) : histogram(d.histogram);
    case "mixture": {
      const parts = d.of.map((part) => ({ ratio: part.ratio, ...sampler(part.work) }));
      const pick = picker(parts.map((part) => part.ratio));
      return {
        draw: (s) => (parts[pick(s.uniform())] as Sampler).draw(s),
        mean: parts.reduce((sum, part) => sum + part.ratio * part.mean, 0),
      };
    }
  }
}

/** Normal, drawn again where it is negative: a duration cannot be. The mean is that of the truncated distribution. */
function normal(mean: number, deviation: number): Sampler {
  if (deviation === 0) return { draw: () => mean, mean };
  const z = mean / deviation;
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  return {
    draw: (s) => {
      for (;;) {
        const x = mean + deviation * s.normal();
        if (x >= 0) return x;
      }
    },
    mean: mean + (deviation * density) / normalShareBelow(z),
  };
}

/** Pareto from `min`, cut off at `max`, by inversion. */
function pareto(min: number, max: number, shape: number): Sampler {
  const cut = 1 - (min / max) ** shape;
  const draw = (s: RandomStream) => min * (1 - s.uniform() * cut) ** (-1 / shape);
  if (max === Number.POSITIVE_INFINITY)
    return { draw, mean: shape > 1 ? (shape * min) / (shape - 1) : Number.POSITIVE_INFINITY };
  const mean =
    shape === 1
      ? (min / cut) * Math.log(max / min)
      : ((shape * min ** shape) / (cut * (shape - 1))) * (min ** (1 - shape) - max ** (1 - shape));
  return { draw, mean };
}

function samples(values: readonly number[]): Sampler {
  const array = Float64Array.from(values);
  return {
    draw: (s) => array[s.below(array.length)] as number,
    mean: array.reduce((sum, x) => sum + x, 0) / array.length,
  };
}

function histogram(bins: readonly (readonly [number, number, number])[]): Sampler {
  const total = bins.reduce((sum, [, , count]) => sum + count, 0);
  const pick = picker(bins.map(([, , count]) => count / total));
  return {
    draw: (s) => {
      const [from, to] = bins[pick(s.uniform())] as readonly [number, number, number];
      return from + (to - from) * s.uniform();
    },
    mean: bins.reduce((sum, [from, to, count]) => sum + (count / total) * ((from + to) / 2), 0),
  };
}

/** The inverse of a distribution function given at some points, straight in between. */
function quantiles(points: readonly (readonly [number, number])[]): Sampler {
  const shares = Float64Array.from(points, ([share]) => share);
  const values = Float64Array.from(points, ([, value]) => value);
  let mean = 0;
  for (let i = 1; i < points.length; i++) {
    mean +=
      ((shares[i] as number) - (shares[i - 1] as number)) *
      (((values[i] as number) + (values[i - 1] as number)) / 2);
  }
  return {
    draw: (s) => {
      const u = s.uniform();
      let i = 1;
      while (i < shares.length - 1 && (shares[i] as number) < u) i++;
      const low = shares[i - 1] as number;
      const span = (shares[i] as number) - low;
      const part = span > 0 ? (u - low) / span : 1;
      return (values[i - 1] as number) + part * ((values[i] as number) - (values[i - 1] as number));
    },
    mean,
  };
}

/** A function from a uniform number to an index, by shares that sum to 1. */
export function picker(shares: readonly number[]): (u: number) => number {
  const sums = new Float64Array(shares.length);
  let sum = 0;
  shares.forEach((share, i) => {
    sum += share;
    sums[i] = sum;
  });
  const last = shares.length - 1;
  return (u) => {
    let i = 0;
    while (i < last && u * sum >= (sums[i] as number)) i++;
    return i;
  };
}

/** Lanczos' approximation of the gamma function for x > 0; relative error below 1e-13. */
function gammaFunction(x: number): number {
  const c = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const y = x - 1;
  let sum = c[0] as number;
  for (let i = 1; i < c.length; i++) sum += (c[i] as number) / (y + i);
  const t = y + 7.5;
  return Math.sqrt(2 * Math.PI) * t ** (y + 0.5) * Math.exp(-t) * sum;
}

/** The standard normal distribution function, by Abramowitz and Stegun 7.1.26; absolute error below 1.5e-7. */
function normalShareBelow(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const tail =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) *
    t *
    Math.exp(-x * x);
  return z >= 0 ? 1 - tail / 2 : tail / 2;
}
