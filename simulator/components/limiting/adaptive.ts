import type { Bulkhead } from "../../scenario/schema/components/bulkhead.ts";

type Parameters = NonNullable<Bulkhead["adaptive"]>;

/** A limit that moves with how the calls go; read as a whole number. */
export type AdaptiveLimit = {
  readonly limit: number;
  /**
   * A call has ended.
   * @param seconds from when it was sent until its answer
   * @param underWay calls under way when it was sent, itself included
   */
  ended(seconds: number, underWay: number, failed: boolean): void;
};

/** `most` is the largest limit. Both as in Netflix's concurrency-limits, without its sampling windows: each call is a sample. */
export function adaptiveLimit(parameters: Parameters, most: number, initial: number): AdaptiveLimit {
  return parameters.algorithm === "aimd"
    ? new AdditiveIncrease(parameters, most, initial)
    : new Gradient(parameters, most, initial);
}

/** One more after a good call while at least half of the limit is used, a share less after a bad one. */
class AdditiveIncrease implements AdaptiveLimit {
  limit: number;
  private readonly parameters: Parameters;
  private readonly most: number;

  constructor(parameters: Parameters, most: number, initial: number) {
    this.parameters = parameters;
    this.most = most;
    this.limit = Math.max(parameters.min, Math.min(most, initial));
  }

  ended(seconds: number, underWay: number, failed: boolean): void {
    const { min, backoffRatio, slowCallDuration } = this.parameters;
    if (failed || seconds > slowCallDuration) {
      this.limit = Math.max(min, Math.min(this.limit - 1, Math.floor(this.limit * backoffRatio)));
    } else if (underWay * 2 >= this.limit) {
      this.limit = Math.min(this.most, this.limit + 1);
    }
  }
}

const FIRST_SAMPLES = 10;

/** The limit shrinks by as much as calls are slower than usual, and grows by a few while they are not. */
class Gradient implements AdaptiveLimit {
  private estimate: number;
  private readonly parameters: Parameters;
  private readonly most: number;
  /** The usual time of a call: a plain mean of the first ones, then an exponential one. */
  private usual = 0;
  private sum = 0;
  private samples = 0;

  constructor(parameters: Parameters, most: number, initial: number) {
    this.parameters = parameters;
    this.most = most;
    this.estimate = Math.max(parameters.min, Math.min(most, initial));
  }

  get limit(): number {
    return Math.floor(this.estimate);
  }

  ended(seconds: number, underWay: number): void {
    // A refusal that came at once is no sign of a fast target.
    if (seconds <= 0) return;
    const { min, smoothing, spare, longWindow } = this.parameters;
    this.learn(seconds, longWindow);
    const usual = this.usual;
    if (usual / seconds > 2) this.usual *= 0.9;
    if (underWay < this.estimate / 2) return;
    const gradient = Math.max(0.5, Math.min(1, usual / seconds));
    const wanted = this.estimate * gradient + spare;
    const next = this.estimate * (1 - smoothing) + wanted * smoothing;
    this.estimate = Math.max(min, Math.min(this.most, next));
  }

  private learn(seconds: number, window: number): void {
    if (this.samples < FIRST_SAMPLES) {
      this.samples++;
      this.sum += seconds;
      this.usual = this.sum / this.samples;
    } else {
      const weight = 2 / (window + 1);
      this.usual = this.usual * (1 - weight) + seconds * weight;
    }
  }
}
