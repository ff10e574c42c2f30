import type { Flaw } from "../flaw.ts";
import type { Segment } from "../path.ts";
import type { ComponentOf } from "../schema/scenario.ts";
import { wrong } from "./findings.ts";

/** What the fields of a bulkhead say against one another. */
export function bulkheadFlaws(
  { concurrency, queue, adaptive, shedding }: ComponentOf<"bulkhead">,
  path: readonly Segment[],
): Flaw[] {
  const flaws: Flaw[] = [];
  if (adaptive !== undefined) {
    const here = [...path, "adaptive"];
    if (adaptive.min > concurrency)
      flaws.push(wrong([...here, "min"], `min ${adaptive.min} is above concurrency ${concurrency}`));
    else if (adaptive.initial < adaptive.min || adaptive.initial > concurrency) {
      const bounds = `min ${adaptive.min} and concurrency ${concurrency}`;
      flaws.push(wrong([...here, "initial"], `initial ${adaptive.initial} is not between ${bounds}`));
    }
  }
  if (shedding !== undefined && queue.limit === 0) {
    const message = "there is nothing to shed: no call may wait here";
    flaws.push(wrong([...path, "shedding"], message, 'give the queue a limit, such as "limit": 100'));
  }
  return flaws;
}
