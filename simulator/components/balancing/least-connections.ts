import type { RandomStream } from "../../engine/random-stream.ts";
import { nthOpen } from "./random.ts";
import { type Choice, NO_TARGET, type Targets } from "./targets.ts";

/** The smallest load; ties are drawn. */
export function lowest(targets: Targets, stream: RandomStream, load: (target: number) => number): number {
  let best = NO_TARGET;
  let bestLoad = Number.POSITIVE_INFINITY;
  let ties = 0;
  for (let i = 0; i < targets.size; i++) {
    if (!targets.takes(i)) continue;
    const here = load(i);
    if (best === NO_TARGET || here < bestLoad) {
      best = i;
      bestLoad = here;
      ties = 1;
    } else if (here === bestLoad) {
      // Reservoir sampling: the k-th equal one replaces the choice with probability 1/k.
      ties++;
      if (stream.uniform() * ties < 1) best = i;
    }
  }
  return best;
}

/** The fewest calls under way. */
export function least(targets: Targets, stream: RandomStream): Choice {
  const load = (target: number) => targets.underWay[target] as number;
  return () => lowest(targets, stream, load);
}

/** The fewest calls under way, this one included, per weight. */
export function leastWeighted(targets: Targets, stream: RandomStream): Choice {
  const load = (target: number) =>
    ((targets.underWay[target] as number) + 1) / (targets.effective[target] as number);
  return () => lowest(targets, stream, load);
}

/** The better of two that are drawn (Mitzenmacher, 2001). */
export function powerOfTwo(targets: Targets, stream: RandomStream): Choice {
  return () => {
    let open = 0;
    for (let i = 0; i < targets.size; i++) if (targets.takes(i)) open++;
    if (open === 0) return NO_TARGET;
    const n = stream.below(open);
    const first = nthOpen(targets, n);
    if (open === 1) return first;
    const other = stream.below(open - 1);
    const second = nthOpen(targets, other >= n ? other + 1 : other);
    return (targets.underWay[second] as number) < (targets.underWay[first] as number) ? second : first;
  };
}

/** The best of several that are drawn, each at most once; the first drawn on a tie. */
export function powerOfMany(targets: Targets, stream: RandomStream, choices: number): Choice {
  return () => {
    const open: number[] = [];
    for (let i = 0; i < targets.size; i++) if (targets.takes(i)) open.push(i);
    let best = NO_TARGET;
    for (let drawn = 0; drawn < choices && drawn < open.length; drawn++) {
      // The drawn ones stand at the beginning.
      const place = drawn + stream.below(open.length - drawn);
      const target = open[place] as number;
      open[place] = open[drawn] as number;
      open[drawn] = target;
      if (best === NO_TARGET || (targets.underWay[target] as number) < (targets.underWay[best] as number))
        best = target;
    }
    return best;
  };
}
