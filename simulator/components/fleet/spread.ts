import type { RandomStream } from "../../engine/random-stream.ts";
import type { ComponentOf } from "../../scenario/schema/scenario.ts";

/** Chooses one of several by their number of requests; -1 where there are none. */
export class Spread {
  private readonly stream: RandomStream;
  private turn = 0;

  constructor(stream: RandomStream) {
    this.stream = stream;
  }

  choose(loads: readonly { requests: number }[], how: ComponentOf<"server">["spread"]): number {
    const n = loads.length;
    if (n < 2) return n - 1;
    switch (how) {
      case "roundRobin":
        this.turn = (this.turn + 1) % n;
        return (this.turn + n - 1) % n;
      case "random":
        return this.stream.below(n);
      case "leastBusy":
        return this.least(loads);
      case "powerOfTwo": {
        const one = this.stream.below(n);
        const drawn = this.stream.below(n - 1);
        const other = drawn >= one ? drawn + 1 : drawn;
        return at(loads, other) < at(loads, one) ? other : one;
      }
    }
  }

  /** The one with the fewest; ties are drawn. */
  private least(loads: readonly { requests: number }[]): number {
    const fewest = loads.reduce((least, { requests }) => Math.min(least, requests), Number.POSITIVE_INFINITY);
    const equal = loads.flatMap(({ requests }, i) => (requests === fewest ? [i] : []));
    return equal.length === 1 ? (equal[0] as number) : (equal[this.stream.below(equal.length)] as number);
  }
}

const at = (loads: readonly { requests: number }[], i: number): number => loads[i]?.requests ?? 0;
