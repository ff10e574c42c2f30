import type { ComponentOf } from "../../scenario/schema/scenario.ts";

type Reconnect = NonNullable<ComponentOf<"pool">["reconnect"]>;

/** How often connecting has failed in a row, and when it is tried again. */
export class Reconnecting {
  private failures = 0;
  /** Waiting for the next try: none is made meanwhile. */
  waits = false;

  /** Seconds until the next try, or undefined where there is none. */
  failed(reconnect: Reconnect | undefined): number | undefined {
    this.failures++;
    if (reconnect === undefined || this.failures > reconnect.tries) {
      this.failures = 0;
      return undefined;
    }
    this.waits = true;
    return Math.min(reconnect.max, reconnect.initial * reconnect.factor ** (this.failures - 1));
  }

  succeeded(): void {
    this.failures = 0;
  }
}
