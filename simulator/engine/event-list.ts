const ARITY = 4;
const FIRST = 256;

/** What stands for "no event". */
export const NO_EVENT = -1;

/**
 * The pending events, ordered by (time, sequence): a 4-ary heap in typed arrays. The sequence grows with every event, so that
 * events of the same time happen in the order in which they were scheduled, and never by chance.
 *
 * An event is a slot with a `code` (whose event, and which) and an `argument`. A slot knows its place in the heap, so that
 * cancelling removes it at once: timeouts that never fire would otherwise be most of the heap.
 */
export class EventList {
  /** Pending events. */
  size = 0;
  private capacity = FIRST;
  /** By place in the heap. */
  private times = new Float64Array(FIRST);
  private slots = new Int32Array(FIRST);
  /** By slot. */
  private sequences = new Float64Array(FIRST);
  private places = new Int32Array(FIRST);
  private codes = new Int32Array(FIRST);
  private args = new Int32Array(FIRST);
  private free = new Int32Array(FIRST);
  private freeCount = 0;
  private used = 0;
  private sequence = 0;

  /** The time of the next event; Infinity where there is none. */
  nextTime(): number {
    return this.size > 0 ? (this.times[0] as number) : Number.POSITIVE_INFINITY;
  }

  /** A sequence number taken now for an event that may be put in the list later. */
  takeSequence(): number {
    return this.sequence++;
  }

  /** Schedules an event and returns its slot, which is valid until the event happens or is cancelled. */
  schedule(time: number, code: number, argument: number): number {
    return this.insert(time, this.sequence++, code, argument);
  }

  insert(time: number, sequence: number, code: number, argument: number): number {
    if (this.size === this.capacity) this.grow();
    const slot = this.freeCount > 0 ? (this.free[--this.freeCount] as number) : this.used++;
    this.sequences[slot] = sequence;
    this.codes[slot] = code;
    this.args[slot] = argument;
    this.rise(this.size++, time, slot);
    return slot;
  }

  /** Removes a pending event. */
  cancel(slot: number): void {
    const place = this.places[slot] as number;
    this.remove(place);
    this.free[this.freeCount++] = slot;
  }

  /** What the event that `pop` took out last is about. */
  argument = 0;

  /** Takes the next event out and returns its code; `argument` then holds what it is about. */
  pop(): number {
    const slot = this.slots[0] as number;
    this.argument = this.args[slot] as number;
    this.free[this.freeCount++] = slot;
    const size = --this.size;
    if (size > 0) this.sink(0, this.times[size] as number, this.slots[size] as number);
    return this.codes[slot] as number;
  }

  private remove(place: number): void {
    const size = --this.size;
    if (place === size) return;
    const time = this.times[size] as number;
    const slot = this.slots[size] as number;
    const parent = (place - 1) >> 2;
    if (place > 0 && this.before(time, slot, parent)) this.rise(place, time, slot);
    else this.sink(place, time, slot);
  }

  /** Whether (time, slot) comes before what is at a place of the heap. */
  private before(time: number, slot: number, place: number): boolean {
    const other = this.times[place] as number;
    return (
      time < other ||
      (time === other &&
        (this.sequences[slot] as number) < (this.sequences[this.slots[place] as number] as number))
    );
  }

  private rise(place: number, time: number, slot: number): void {
    const { times, slots, places } = this;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      if (!this.before(time, slot, parent)) break;
      const moved = slots[parent] as number;
      times[place] = times[parent] as number;
      slots[place] = moved;
      places[moved] = place;
      place = parent;
    }
    times[place] = time;
    slots[place] = slot;
    places[slot] = place;
  }

  private sink(place: number, time: number, slot: number): void {
    const { times, slots, places, sequences, size } = this;
    const sequence = sequences[slot] as number;
    for (;;) {
      const first = place * ARITY + 1;
      if (first >= size) break;
      const end = first + ARITY < size ? first + ARITY : size;
      let best = first;
      let bestTime = times[first] as number;
      for (let child = first + 1; child < end; child++) {
        const childTime = times[child] as number;
        if (
          childTime < bestTime ||
          (childTime === bestTime &&
            (sequences[slots[child] as number] as number) < (sequences[slots[best] as number] as number))
        ) {
          best = child;
          bestTime = childTime;
        }
      }
      const moved = slots[best] as number;
      if (time < bestTime || (time === bestTime && sequence < (sequences[moved] as number))) break;
      times[place] = bestTime;
      slots[place] = moved;
      places[moved] = place;
      place = best;
    }
    times[place] = time;
    slots[place] = slot;
    places[slot] = place;
  }

  private grow(): void {
    const capacity = this.capacity * 2;
    this.times = enlarged(this.times, new Float64Array(capacity));
    this.sequences = enlarged(this.sequences, new Float64Array(capacity));
    this.slots = enlarged(this.slots, new Int32Array(capacity));
    this.places = enlarged(this.places, new Int32Array(capacity));
    this.codes = enlarged(this.codes, new Int32Array(capacity));
    this.args = enlarged(this.args, new Int32Array(capacity));
    this.free = enlarged(this.free, new Int32Array(capacity));
    this.capacity = capacity;
  }
}

/** Copies a typed array into a larger one and returns that. */
export function enlarged<T extends Float64Array | Int32Array | Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
