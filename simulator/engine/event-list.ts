const FIRST = 256;
const NONE = -1;

/** What stands for "no event". */
export const NO_EVENT = -1;

// A record of an event: its place in the heap, its code and argument, the next free record, and its sequence number as a double.
const INTS = 8;
const PLACE = 0;
const CODE = 1;
const ARGUMENT = 2;
const NEXT_FREE = 3;
const SEQUENCE = 2;

/** The time of a root that was taken out and not yet filled: before that of any event. */
const TAKEN = Number.NEGATIVE_INFINITY;
/** The time at the root of an empty list. */
const NEVER = Number.POSITIVE_INFINITY;

/**
 * The pending events, ordered by (time, sequence): a 4-ary heap in typed arrays. The sequence grows with every event, so that
 * events of the same time happen in the order in which they were scheduled, and never by chance.
 *
 * An event has a `code` (whose event, and which) and an `argument`, and is known by the place of its record. The record says where in the heap
 * it is, so that cancelling removes it at once: timeouts that never fire would otherwise be most of the heap.
 *
 * What happens most often schedules something else: so the root that `pop` took out stays open, and the next event goes there, with its record.
 */
export class EventList {
  /** Places of the heap in use, the root that was taken out among them. */
  private count = 0;
  /** By place in the heap: when, and which record. */
  private times = new Float64Array(FIRST).fill(NEVER, 0, 1);
  private heap = new Int32Array(FIRST);
  private ints = new Int32Array(FIRST * INTS);
  private doubles = new Float64Array(this.ints.buffer);
  private used = 0;
  private free = NONE;
  private sequence = 0;

  /** Pending events. */
  get size(): number {
    return this.times[0] === TAKEN ? this.count - 1 : this.count;
  }

  /** The time of the next event; Infinity where there is none. */
  nextTime(): number {
    const time = this.times[0] as number;
    return time === TAKEN ? +this.fillRoot() : time;
  }

  /** A sequence number taken now for an event that may be put in the list later. */
  takeSequence(): number {
    return this.sequence++;
  }

  /** Schedules an event and returns its handle, which is valid until the event happens or is cancelled. */
  schedule(time: number, code: number, argument: number): number {
    return this.insert(time, this.sequence++, code, argument);
  }

  insert(time: number, sequence: number, code: number, argument: number): number {
    if (this.times[0] !== TAKEN) return this.insertBelow(time, sequence, code, argument);
    const event = this.heap[0] as number;
    this.write(event, sequence, code, argument);
    this.sink(0, time, event);
    return event;
  }

  private insertBelow(time: number, sequence: number, code: number, argument: number): number {
    let event = this.free;
    if (event !== NONE) {
      this.free = this.ints[event + NEXT_FREE] as number;
    } else {
      if (this.used === this.ints.length) this.grow();
      event = this.used;
      this.used += INTS;
    }
    this.write(event, sequence, code, argument);
    this.rise(this.count++, time, event);
    return event;
  }

  private write(event: number, sequence: number, code: number, argument: number): void {
    const { ints } = this;
    ints[event + CODE] = code;
    ints[event + ARGUMENT] = argument;
    this.doubles[(event >> 1) + SEQUENCE] = sequence;
  }

  /** Has a pending event happen at another time instead, as if it was cancelled and scheduled anew. */
  move(event: number, time: number): void {
    const place = this.ints[event + PLACE] as number;
    const before = this.times[place] as number;
    this.doubles[(event >> 1) + SEQUENCE] = this.sequence++;
    if (time < before) this.rise(place, time, event);
    else this.sink(place, time, event);
  }

  /** Removes a pending event. */
  cancel(event: number): void {
    this.remove(this.ints[event + PLACE] as number);
    this.release(event);
  }

  /** What the event that `pop` took out last is about. */
  argument = 0;

  /** Takes the next event out and returns its code; `argument` then holds what it is about. */
  pop(): number {
    if (this.times[0] === TAKEN) this.fillRoot();
    const { ints } = this;
    const event = this.heap[0] as number;
    this.times[0] = TAKEN;
    this.argument = ints[event + ARGUMENT] as number;
    return ints[event + CODE] as number;
  }

  /** Fills the root that was taken out with the last event, and returns the time of the next. */
  private fillRoot(): number {
    this.release(this.heap[0] as number);
    const size = --this.count;
    if (size > 0) this.sink(0, this.times[size] as number, this.heap[size] as number);
    else this.times[0] = NEVER;
    return this.times[0] as number;
  }

  private release(event: number): void {
    this.ints[event + NEXT_FREE] = this.free;
    this.free = event;
  }

  private remove(place: number): void {
    const size = --this.count;
    if (place === size) {
      if (size === 0) this.times[0] = NEVER;
      return;
    }
    const time = this.times[size] as number;
    const event = this.heap[size] as number;
    const parent = (place - 1) >> 2;
    const above = place > 0 ? (this.times[parent] as number) : Number.NEGATIVE_INFINITY;
    if (time < above || (time === above && this.earlier(event, this.heap[parent] as number)))
      this.rise(place, time, event);
    else this.sink(place, time, event);
  }

  /** Whether one event was scheduled before another. */
  private earlier(event: number, other: number): boolean {
    const { doubles } = this;
    return (doubles[(event >> 1) + SEQUENCE] as number) < (doubles[(other >> 1) + SEQUENCE] as number);
  }

  /** Puts an event at a place or nearer to the root. */
  private rise(place: number, time: number, event: number): void {
    const { times, heap, ints } = this;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      const other = times[parent] as number;
      const moved = heap[parent] as number;
      if (time > other || (time === other && this.earlier(moved, event))) break;
      times[place] = other;
      heap[place] = moved;
      ints[moved + PLACE] = place;
      place = parent;
    }
    times[place] = time;
    heap[place] = event;
    ints[event + PLACE] = place;
  }

  /** Puts an event at a place or farther from the root. */
  private sink(place: number, time: number, event: number): void {
    const { times, heap, ints, count: size } = this;
    for (;;) {
      const first = (place << 2) + 1;
      if (first >= size) break;
      const end = first + 4 < size ? first + 4 : size;
      let best = first;
      let bestTime = times[first] as number;
      for (let child = first + 1; child < end; child++) {
        const childTime = times[child] as number;
        if (childTime > bestTime) continue;
        if (childTime === bestTime && !this.earlier(heap[child] as number, heap[best] as number)) continue;
        best = child;
        bestTime = childTime;
      }
      const moved = heap[best] as number;
      if (time < bestTime || (time === bestTime && this.earlier(event, moved))) break;
      times[place] = bestTime;
      heap[place] = moved;
      ints[moved + PLACE] = place;
      place = best;
    }
    times[place] = time;
    heap[place] = event;
    ints[event + PLACE] = place;
  }

  private grow(): void {
    this.times = enlarged(this.times, new Float64Array(this.times.length * 2));
    this.heap = enlarged(this.heap, new Int32Array(this.heap.length * 2));
    this.ints = enlarged(this.ints, new Int32Array(this.ints.length * 2));
    this.doubles = new Float64Array(this.ints.buffer);
  }
}

/** Copies a typed array into a larger one and returns that. */
export function enlarged<T extends Float64Array | Int32Array | Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
