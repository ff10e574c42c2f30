import type { Keys } from "../scenario/schema/components/source.ts";
import type { RandomStream } from "./random-stream.ts";

/** Draws keys 0 .. count - 1; key 0 is the most popular. One uniform number a key, so that streams stay in step. */
export class KeyDraw {
  readonly count: number;
  private readonly stream: RandomStream;
  private readonly pick: (u: number) => number;

  constructor(stream: RandomStream, keys: Keys) {
    this.stream = stream;
    this.count = keys.count;
    const { count } = keys;
    switch (keys.distribution) {
      case "uniform":
        this.pick = (u) => Math.floor(u * count);
        break;
      case "hot": {
        const hot = Math.min(keys.hotCount, count);
        const cold = count - hot;
        const ratio = cold > 0 ? keys.hotRatio : 1;
        this.pick = (u) =>
          u < ratio ? Math.floor((u / ratio) * hot) : hot + Math.floor(((u - ratio) / (1 - ratio)) * cold);
        break;
      }
      case "zipf":
        this.pick = zipf(count, keys.exponent);
    }
  }

  next(): number {
    return Math.min(this.count - 1, this.pick(this.stream.uniform()));
  }
}

/** Inversion of the exact distribution function P(key = k) ~ 1/(k+1)^exponent, with a guide table to begin the search at. */
function zipf(count: number, exponent: number): (u: number) => number {
  const sums = new Float64Array(count);
  let sum = 0;
  for (let k = 0; k < count; k++) {
    sum += (k + 1) ** -exponent;
    sums[k] = sum;
  }
  const guide = new Int32Array(Math.min(count, 65_536));
  for (let slot = 0, k = 0; slot < guide.length; slot++) {
    while ((sums[k] as number) < (slot / guide.length) * sum) k++;
    guide[slot] = k;
  }
  return (u) => {
    const target = u * sum;
    let k = guide[Math.floor(u * guide.length)] as number;
    let high = count - 1;
    const slot = Math.floor(u * guide.length) + 1;
    if (slot < guide.length) high = guide[slot] as number;
    while (k < high) {
      const middle = (k + high) >> 1;
      if ((sums[middle] as number) < target) k = middle + 1;
      else high = middle;
    }
    return k;
  };
}
