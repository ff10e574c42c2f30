import { type Choice, NO_TARGET, type Targets } from "./targets.ts";

/** One after another. */
export function roundRobin(targets: Targets): Choice {
  let turn = 0;
  return () => {
    for (let i = 0; i < targets.size; i++) {
      const target = turn;
      turn = (turn + 1) % targets.size;
      if (targets.takes(target)) return target;
    }
    return NO_TARGET;
  };
}

/** nginx's smooth weighted one: all gain their weight, the highest score is chosen and loses the sum of the weights. */
export function smoothRoundRobin(targets: Targets): Choice {
  const scores = new Float64Array(targets.size);
  return () => {
    let total = 0;
    let best = NO_TARGET;
    for (let i = 0; i < targets.size; i++) {
      const weight = targets.effective[i] as number;
      if (weight === 0) continue;
      total += weight;
      scores[i] = (scores[i] as number) + weight;
      if (best === NO_TARGET || (scores[i] as number) > (scores[best] as number)) best = i;
    }
    if (best !== NO_TARGET) scores[best] = (scores[best] as number) - total;
    return best;
  };
}

/** As many in a row as a target's weight says: AAAABBC for 4, 2, 1. */
export function blockRoundRobin(targets: Targets): Choice {
  let target = 0;
  let left = targets.effective[0] ?? 0;
  return () => {
    for (let i = 0; i <= targets.size; i++) {
      if (left > 0 && targets.takes(target)) {
        left--;
        return target;
      }
      target = (target + 1) % targets.size;
      // A weight below 1 still has its turn.
      left = Math.ceil(targets.effective[target] as number);
    }
    return NO_TARGET;
  };
}
