import { type EventList, NO_EVENT } from "./event-list.ts";

const FIRST = 64;
const CANCELLED = -1;

/**
 * Timers that all last the same: they end in the order in which they were started, so a ring holds them and only the first of
 * them is in the event list. Starting and cancelling are a store each, however many are pending. A cancelled timer keeps its
 * place until the timers before it have ended.
 */
export class TimerRing {
  protected readonly events: EventList;
  private readonly code: number;
  private readonly argument: number;
  /** Seconds from start to end; Infinity never ends. */
  readonly duration: number;
  private mask = FIRST - 1;
  private ends = new Float64Array(FIRST);
  private sequences = new Float64Array(FIRST);
  private owners = new Int32Array(FIRST);
  /** Places grow without bound and wrap as 32-bit integers; `& mask` finds them in the arrays. */
  private head = 0;
  private tail = 0;
  private event = NO_EVENT;

  /** `code` and `argument` are what the event list is told when the first timer ends; their receiver calls `expire`. */
  constructor(events: EventList, code: number, argument: number, duration: number) {
    this.events = events;
    this.code = code;
    this.argument = argument;
    this.duration = duration;
  }

  /** Starts a timer for an owner (an index of 0 or more) and returns the place with which to cancel it. */
  start(now: number, owner: number): number {
    if (((this.tail - this.head) | 0) > this.mask) this.grow();
    const place = this.tail;
    this.tail = (this.tail + 1) | 0;
    const at = place & this.mask;
    this.ends[at] = now + this.duration;
    this.sequences[at] = this.events.takeSequence();
    this.owners[at] = owner;
    if (this.event === NO_EVENT) this.arm();
    return place;
  }

  cancel(place: number): void {
    this.owners[place & this.mask] = CANCELLED;
  }

  /**
   * To be called when the ring's event happens at `now`. Returns the owner whose timer ended, or -1 where that one was cancelled
   * meanwhile; the next timer is put in the event list.
   */
  expire(now: number): number {
    this.event = NO_EVENT;
    const at = this.head & this.mask;
    let owner = CANCELLED;
    if ((this.ends[at] as number) <= now) {
      owner = this.owners[at] as number;
      this.head = (this.head + 1) | 0;
    }
    while (this.head !== this.tail && this.owners[this.head & this.mask] === CANCELLED)
      this.head = (this.head + 1) | 0;
    if (this.head !== this.tail) this.arm();
    return owner;
  }

  private arm(): void {
    const at = this.head & this.mask;
    this.event = this.events.insert(
      this.ends[at] as number,
      this.sequences[at] as number,
      this.code,
      this.argument,
    );
  }

  private grow(): void {
    const size = (this.mask + 1) * 2;
    const ends = new Float64Array(size);
    const sequences = new Float64Array(size);
    const owners = new Int32Array(size);
    for (let place = this.head; place !== this.tail; place = (place + 1) | 0) {
      const from = place & this.mask;
      const to = place & (size - 1);
      ends[to] = this.ends[from] as number;
      sequences[to] = this.sequences[from] as number;
      owners[to] = this.owners[from] as number;
    }
    this.ends = ends;
    this.sequences = sequences;
    this.owners = owners;
    this.mask = size - 1;
  }
}
