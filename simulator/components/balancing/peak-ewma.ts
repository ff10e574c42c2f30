import type { RandomStream } from "../../engine/random-stream.ts";
import { lowest } from "./least-connections.ts";
import type { Choice, Targets } from "./targets.ts";

/**
 * The smallest expected wait: the moving peak of the response times, times the calls under way and this one. A slow answer raises the
 * peak at once, and it sinks exponentially, as in Finagle.
 */
export function peakEwma(targets: Targets, stream: RandomStream, decay: number): Choice {
  let now = 0;
  const load = (target: number) =>
    peakNow(targets, target, now, decay) * ((targets.underWay[target] as number) + 1);
  return (_key, time) => {
    now = time;
    return lowest(targets, stream, load);
  };
}

function peakNow(targets: Targets, target: number, now: number, decay: number): number {
  return (targets.peak[target] as number) * Math.exp(-(now - (targets.peakAt[target] as number)) / decay);
}

/** Takes a response time in. */
export function observe(targets: Targets, target: number, now: number, seconds: number, decay: number): void {
  const old = peakNow(targets, target, now, decay);
  const kept = Math.exp(-(now - (targets.peakAt[target] as number)) / decay);
  targets.peak[target] =
    seconds > old ? seconds : (targets.peak[target] as number) * kept + seconds * (1 - kept);
  targets.peakAt[target] = now;
}
