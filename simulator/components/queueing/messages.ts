import { NO_CALL } from "../../engine/calls.ts";
import * as Field from "../../engine/field.ts";
import { doubles } from "../../engine/memory.ts";
import { type QueueOrder, WaitQueue } from "../../engine/wait-queue.ts";

/** Messages that wait for a consumer. Those that came back go first, in the order in which they did; then the others in the order of the queue. */
export class Messages {
  private readonly returned = new WaitQueue();
  private readonly fresh = new WaitQueue();

  get size(): number {
    return this.returned.size + this.fresh.size;
  }

  set order(order: QueueOrder) {
    this.fresh.order = order;
  }

  push(message: number, isReturned: boolean): void {
    (isReturned ? this.returned : this.fresh).push(message);
  }

  /** The message whose turn it is, or NO_CALL. It stays in the queue. */
  first(): number {
    return this.returned.size > 0 ? this.returned.peek() : this.fresh.peek();
  }

  /** The message that has waited longest since it was put in the queue last, or NO_CALL. */
  oldest(): number {
    const returned = this.returned.oldest();
    const fresh = this.fresh.oldest();
    if (returned === NO_CALL || fresh === NO_CALL) return returned === NO_CALL ? fresh : returned;
    return this.since(returned) <= this.since(fresh) ? returned : fresh;
  }

  /** When a message was put in the queue last, seconds. */
  since(message: number): number {
    return doubles[(message >> 1) + Field.start] as number;
  }

  remove(message: number, isReturned: boolean): void {
    (isReturned ? this.returned : this.fresh).remove(message);
  }
}
