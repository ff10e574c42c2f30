import { TimerRing } from "./timer-ring.ts";

/** Timers of which each lasts as long as it is told: every one of them is an event of its own, which its component gets. */
export class OddTimers extends TimerRing {
  /** Starts a timer that ends at a time with an event of `code`; returns the handle with which to cancel it. */
  startUntil(time: number, code: number, owner: number): number {
    return this.events.schedule(time, code, owner);
  }

  override cancel(handle: number): void {
    this.events.cancel(handle);
  }
}
