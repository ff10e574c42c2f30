import { type Calls, NO_CALL } from "../engine/calls.ts";
import { WaitQueue } from "../engine/wait-queue.ts";

/** Locks by number, each held by one call at a time; who waits for one gets it in the order of coming. */
export class Locks {
  private readonly calls: Calls;
  /** Who holds a lock, and who waits for it; a lock that nobody holds is in neither. */
  private readonly holder = new Map<number, number>();
  private readonly queues = new Map<number, WaitQueue>();

  constructor(calls: Calls) {
    this.calls = calls;
  }

  /** Whether the call has the lock now; otherwise it waits. */
  acquire(lock: number, call: number): boolean {
    if (!this.holder.has(lock)) {
      this.holder.set(lock, call);
      return true;
    }
    let queue = this.queues.get(lock);
    if (queue === undefined) {
      queue = new WaitQueue(this.calls);
      this.queues.set(lock, queue);
    }
    queue.push(call);
    return false;
  }

  /** Gives a lock back; returns the call that has it now, or NO_CALL. */
  release(lock: number): number {
    const queue = this.queues.get(lock);
    const next = queue?.first() ?? NO_CALL;
    if (queue === undefined || next === NO_CALL) {
      this.holder.delete(lock);
      this.queues.delete(lock);
      return NO_CALL;
    }
    queue.remove(next);
    this.holder.set(lock, next);
    return next;
  }

  /** A call does not wait any longer. */
  leave(lock: number, call: number): void {
    this.queues.get(lock)?.remove(call);
  }
}
