import { NO_CALL } from "../engine/calls.ts";
import { WaitQueue } from "../engine/wait-queue.ts";

const CONNECTIONS = 2 ** 24;

/** The owner of locks that are held until the end of a transaction on a connection of the pool with that index. */
export const sessionOwner = (pool: number, connection: number): number =>
  -1 - pool * CONNECTIONS - connection;

/**
 * Locks by number, each held by one owner at a time; who waits for one gets it in the order of coming. An owner is the call of a query, or below
 * 0 the session whose transaction holds what its queries have locked.
 */
export class Locks {
  private readonly ownerOf: (call: number) => number;
  /** Who holds a lock, and who waits for it; a lock that nobody holds is in neither. */
  private readonly holder = new Map<number, number>();
  private readonly queues = new Map<number, WaitQueue>();
  /** The locks of each session that has any. */
  private readonly held = new Map<number, number[]>();

  constructor(ownerOf: (call: number) => number) {
    this.ownerOf = ownerOf;
  }

  /** Whether the call has the lock now; otherwise it waits. */
  acquire(lock: number, call: number): boolean {
    const owner = this.ownerOf(call);
    const holder = this.holder.get(lock);
    if (holder === undefined) this.give(lock, owner);
    if (holder === undefined || holder === owner) return true;
    let queue = this.queues.get(lock);
    if (queue === undefined) {
      queue = new WaitQueue();
      this.queues.set(lock, queue);
    }
    queue.push(call);
    return false;
  }

  private give(lock: number, owner: number): void {
    this.holder.set(lock, owner);
    if (owner >= 0) return;
    const held = this.held.get(owner);
    if (held === undefined) this.held.set(owner, [lock]);
    else held.push(lock);
  }

  /** Whether a lock outlives the query that has it. */
  isKept(lock: number): boolean {
    return (this.holder.get(lock) as number) < 0;
  }

  /** The locks of a session, which it has no more: each is to be released. */
  takeHeld(owner: number): readonly number[] {
    const held = this.held.get(owner) ?? [];
    this.held.delete(owner);
    return held;
  }

  /** Gives a lock back; returns the call that has it now, or NO_CALL. */
  release(lock: number): number {
    const queue = this.queues.get(lock);
    const next = queue?.peek() ?? NO_CALL;
    if (queue === undefined || next === NO_CALL) {
      this.holder.delete(lock);
      this.queues.delete(lock);
      return NO_CALL;
    }
    queue.remove(next);
    this.give(lock, this.ownerOf(next));
    return next;
  }

  /** A call does not wait any longer. */
  leave(lock: number, call: number): void {
    this.queues.get(lock)?.remove(call);
  }
}
