import { type Calls, NO_CALL } from "./calls.ts";
import * as Field from "./field.ts";
import * as Flag from "./flag.ts";

type Line = { priority: number; head: number; tail: number };

export type QueueOrder = "fifo" | "lifo" | "priority";

/**
 * Calls that wait, linked through the calls' own `next` and `previous`, so that joining and leaving anywhere allocate nothing. One
 * line, or one a priority where the order is by priority (smaller first, then first come).
 */
export class WaitQueue {
  size = 0;
  private chosen: QueueOrder = "fifo";
  private readonly calls: Calls;
  private lines: Line[] = [{ priority: 0, head: NO_CALL, tail: NO_CALL }];

  constructor(calls: Calls) {
    this.calls = calls;
  }

  get order(): QueueOrder {
    return this.chosen;
  }

  /** Calls that wait already are put in the new order, by when they came. */
  set order(order: QueueOrder) {
    if (order === this.chosen) return;
    const { doubles, ints } = this.calls;
    const waiting: number[] = [];
    for (const { head } of this.lines) {
      for (let call = head; call !== NO_CALL; call = ints[call + Field.next] as number) waiting.push(call);
    }
    const came = (call: number) => doubles[(call >> 1) + Field.start] as number;
    waiting.sort((a, b) => came(a) - came(b));
    this.lines = [{ priority: 0, head: NO_CALL, tail: NO_CALL }];
    this.size = 0;
    this.chosen = order;
    for (const call of waiting) this.push(call);
  }

  push(call: number): void {
    const { ints } = this.calls;
    const line = this.lineOf(call);
    ints[call + Field.flags] = (ints[call + Field.flags] as number) | Flag.queued;
    ints[call + Field.next] = NO_CALL;
    ints[call + Field.previous] = line.tail;
    if (line.tail === NO_CALL) line.head = call;
    else ints[line.tail + Field.next] = call;
    line.tail = call;
    this.size++;
  }

  /** The call whose turn it is, or NO_CALL. It stays in the queue. */
  first(): number {
    const { lines } = this;
    for (let i = 0; i < lines.length; i++) {
      const { head, tail } = lines[i] as Line;
      if (head !== NO_CALL) return this.chosen === "lifo" ? tail : head;
    }
    return NO_CALL;
  }

  /** The call that has waited longest, or NO_CALL. */
  oldest(): number {
    let oldest = NO_CALL;
    for (const { head } of this.lines) {
      if (head === NO_CALL) continue;
      if (
        oldest === NO_CALL ||
        (this.calls.doubles[(head >> 1) + Field.start] as number) <
          (this.calls.doubles[(oldest >> 1) + Field.start] as number)
      )
        oldest = head;
    }
    return oldest;
  }

  remove(call: number): void {
    const { ints } = this.calls;
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
    const first = this.lines[0] as Line;
    if (this.chosen !== "priority") return first;
    const priority = this.calls.ints[call + Field.priority] as number;
    return first.priority === priority ? first : this.otherLine(priority);
  }

  private otherLine(priority: number): Line {
    for (const line of this.lines) if (line.priority === priority) return line;
    const line = { priority, head: NO_CALL, tail: NO_CALL };
    this.lines.push(line);
    this.lines.sort((a, b) => a.priority - b.priority);
    return line;
  }
}
