import { NO_CALL } from "./calls.ts";
import * as Field from "./field.ts";
import * as Flag from "./flag.ts";
import { doubles, ints } from "./memory.ts";

/** Calls in the order in which they came, of one priority where the order is by priority. */
class Line {
  readonly priority: number;
  head = NO_CALL;
  tail = NO_CALL;

  constructor(priority: number) {
    this.priority = priority;
  }
}

export type QueueOrder = "fifo" | "lifo" | "priority";

/**
 * Calls that wait, linked through the calls' own `next` and `previous`, so that joining and leaving anywhere allocate nothing. One
 * line, or one a priority where the order is by priority (smaller first, then first come).
 */
export class WaitQueue {
  size = 0;
  private chosen: QueueOrder = "fifo";
  /** The only line, or that of the smallest priority. */
  private first = new Line(0);
  /** By priority where the order is by priority; otherwise the only line. */
  private lines = [this.first];

  get order(): QueueOrder {
    return this.chosen;
  }

  /** Calls that wait already are put in the new order, by when they came. */
  set order(order: QueueOrder) {
    if (order === this.chosen) return;
    const waiting: number[] = [];
    for (const { head } of this.lines) {
      for (let call = head; call !== NO_CALL; call = ints[call + Field.next] as number) waiting.push(call);
    }
    const came = (call: number) => doubles[(call >> 1) + Field.start] as number;
    waiting.sort((a, b) => came(a) - came(b));
    this.first = new Line(0);
    this.lines = [this.first];
    this.size = 0;
    this.chosen = order;
    for (const call of waiting) this.push(call);
  }

  push(call: number): void {
    const line = this.lineOf(call);
    const { tail } = line;
    ints[call + Field.flags] = (ints[call + Field.flags] as number) | Flag.queued;
    ints[call + Field.next] = NO_CALL;
    ints[call + Field.previous] = tail;
    if (tail === NO_CALL) line.head = call;
    else ints[tail + Field.next] = call;
    line.tail = call;
    this.size++;
  }

  /** The call whose turn it is, or NO_CALL. It stays in the queue. */
  peek(): number {
    if (this.chosen === "lifo") return this.first.tail;
    return this.lines.length === 1 ? this.first.head : this.firstOfLines();
  }

  private firstOfLines(): number {
    for (const { head } of this.lines) if (head !== NO_CALL) return head;
    return NO_CALL;
  }

  /** The call that has waited longest, or NO_CALL. */
  oldest(): number {
    let oldest = NO_CALL;
    for (const { head } of this.lines) {
      if (head === NO_CALL) continue;
      if (
        oldest === NO_CALL ||
        (doubles[(head >> 1) + Field.start] as number) < (doubles[(oldest >> 1) + Field.start] as number)
      )
        oldest = head;
    }
    return oldest;
  }

  remove(call: number): void {
    const line = this.lineOf(call);
    ints[call + Field.flags] = (ints[call + Field.flags] as number) & ~Flag.queued;
    const after = ints[call + Field.next] as number;
    const before = ints[call + Field.previous] as number;
    if (before === NO_CALL) line.head = after;
    else ints[before + Field.next] = after;
    if (after === NO_CALL) line.tail = before;
    else ints[after + Field.previous] = before;
    this.size--;
  }

  private lineOf(call: number): Line {
    return this.chosen === "priority" ? this.lineOfPriority(call) : this.first;
  }

  private lineOfPriority(call: number): Line {
    const priority = ints[call + Field.priority] as number;
    for (const line of this.lines) if (line.priority === priority) return line;
    const line = new Line(priority);
    this.lines.push(line);
    this.lines.sort((a, b) => a.priority - b.priority);
    this.first = this.lines[0] as Line;
    return line;
  }
}
