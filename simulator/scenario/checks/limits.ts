import type { Flaw } from "../flaw.ts";
import { formatDuration } from "../format.ts";
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

/** What the fields of a queue say against one another. */
export function queueFlaws(queue: ComponentOf<"queue">, path: readonly Segment[]): Flaw[] {
  const { onFailure, visibilityTimeout, redelivery, batch } = queue;
  const flaws: Flaw[] = [];
  if (onFailure === "leave" && visibilityTimeout === Number.POSITIVE_INFINITY) {
    const message = "a message that failed is left for ever: there is no visibility timeout";
    const suggestion = 'write a visibilityTimeout such as "30s", or "onFailure": "return"';
    flaws.push(wrong([...path, "onFailure"], message, suggestion));
  }
  if (redelivery.factor < 1) {
    const message = `a factor of ${redelivery.factor} makes each wait shorter than the last: write 1 or more`;
    flaws.push(wrong([...path, "redelivery", "factor"], message));
  }
  if (redelivery.delay > redelivery.max) {
    const message = `the first wait ${formatDuration(redelivery.delay)} is above the longest wait ${formatDuration(redelivery.max)}`;
    flaws.push(wrong([...path, "redelivery", "delay"], message));
  }
  if (batch !== undefined && batch.linger > 0 && batch.size === 1) {
    const message = "a batch of one waits for no other message";
    flaws.push(wrong([...path, "batch", "linger"], message, "write a larger size, or no linger"));
  }
  if (queue.acknowledge === "onDelivery" && visibilityTimeout < Number.POSITIVE_INFINITY) {
    const message = "a message that is done with on delivery has no visibility timeout";
    flaws.push(wrong([...path, "visibilityTimeout"], message, 'write "none"'));
  }
  return flaws;
}
