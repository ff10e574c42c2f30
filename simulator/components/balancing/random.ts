import type { RandomStream } from "../../engine/random-stream.ts";
import { type Choice, NO_TARGET, type Targets } from "./targets.ts";

/** Any target that takes calls, each as often. */
export function random(targets: Targets, stream: RandomStream): Choice {
  return () => {
    let open = 0;
    for (let i = 0; i < targets.size; i++) if (targets.takes(i)) open++;
    return open === 0 ? NO_TARGET : nthOpen(targets, stream.below(open));
  };
}

/** The n-th target, from 0, of those that take calls. */
export function nthOpen(targets: Targets, n: number): number {
  for (let i = 0; i < targets.size; i++) {
    if (targets.takes(i) && n-- === 0) return i;
  }
  return NO_TARGET;
}

/** Each as often as its weight says. */
export function weightedRandom(targets: Targets, stream: RandomStream): Choice {
  return () => {
    let total = 0;
    let last = NO_TARGET;
    for (let i = 0; i < targets.size; i++) {
      if (!targets.takes(i)) continue;
      total += targets.effective[i] as number;
      last = i;
    }
    let left = stream.uniform() * total;
    for (let i = 0; i < last; i++) {
      left -= targets.effective[i] as number;
      if (left < 0 && targets.takes(i)) return i;
    }
    return last;
  };
}
