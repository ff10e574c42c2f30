import * as Field from "./field.ts";
import * as Flag from "./flag.ts";
import { doubles, Exhausted, ints } from "./memory.ts";

const INHERITED = Flag.shown | Flag.write;

/** What stands for "no call". */
export const NO_CALL = -1;

/**
 * Every call under way. A request is a tree of calls: each has the call that waits for it as its `parent`. Registers `a` to `d`
 * and `x`, `event` and `timer` belong to the component that the call is at; `next` and `previous` link the queue that it waits in.
 *
 * A call is a record in the memory of the thread, seen as whole numbers and as doubles, and is known by the place where its whole
 * numbers begin. So all fields are found through two arrays, and lie together.
 */
export class Calls {
  /** Calls under way. */
  live = 0;
  /** Where the next record begins that was never used, and the last one given back; those are linked by `next`. */
  private used = 0;
  private free = NO_CALL;
  /** The records, while another simulation has the memory. */
  private kept = new Int32Array(0);

  /** A record for a new call; every field holds what its last user left. */
  private take(): number {
    const { free } = this;
    this.live++;
    if (free !== NO_CALL) {
      this.free = ints[free + Field.next] as number;
      return free;
    }
    return this.takeUnused();
  }

  private takeUnused(): number {
    const call = this.used;
    if (call === ints.length) throw new Exhausted();
    this.used += Field.INTS;
    // Another simulation may have left something there.
    ints.fill(0, call, this.used);
    return call;
  }

  /** Copies the records out of the memory, and back to where they were. */
  putAway(): void {
    this.kept = ints.slice(0, this.used);
  }

  bringBack(): void {
    ints.set(this.kept);
    this.kept = new Int32Array(0);
  }

  /**
   * The first call of a request, which arrives at `now`. Its deadline, endpoint, priority and key are for its maker to set, and the
   * component that it is at.
   */
  root(now: number, source: number, request: number, ledger: number): number {
    const call = this.take();
    const at = call >> 1;
    doubles[at + Field.born] = now;
    doubles[at + Field.work] = Number.NaN;
    doubles[at + Field.x] = Number.POSITIVE_INFINITY;
    ints[call + Field.parent] = NO_CALL;
    ints[call + Field.source] = source;
    ints[call + Field.request] = request;
    ints[call + Field.ledger] = ledger;
    ints[call + Field.flags] = Flag.ownsLedger;
    ints[call + Field.rows] = 1;
    return call;
  }

  /** A call that `parent` waits for. It inherits the request's number, deadline, key, priority and ledger, and what kind of query it is. */
  child(parent: number, node: number): number {
    const call = this.take();
    const at = call >> 1;
    const from = parent >> 1;
    doubles[at + Field.born] = doubles[from + Field.born] as number;
    doubles[at + Field.deadline] = doubles[from + Field.deadline] as number;
    doubles[at + Field.work] = Number.NaN;
    doubles[at + Field.x] = Number.POSITIVE_INFINITY;
    ints[call + Field.parent] = parent;
    ints[call + Field.node] = node;
    ints[call + Field.request] = ints[parent + Field.request] as number;
    ints[call + Field.endpoint] = ints[parent + Field.endpoint] as number;
    ints[call + Field.key] = ints[parent + Field.key] as number;
    ints[call + Field.priority] = ints[parent + Field.priority] as number;
    ints[call + Field.ledger] = ints[parent + Field.ledger] as number;
    ints[call + Field.flags] = (ints[parent + Field.flags] as number) & INHERITED;
    ints[call + Field.rows] = ints[parent + Field.rows] as number;
    return call;
  }

  /** What goes on for nobody after a call's caller has been told: a frame of the same component that no one waits for. */
  detached(call: number): number {
    const rest = this.child(call, ints[call + Field.node] as number);
    ints[rest + Field.parent] = NO_CALL;
    ints[rest + Field.flags] = Flag.abandoned | Flag.frame;
    return rest;
  }

  release(call: number): void {
    this.live--;
    ints[call + Field.next] = this.free;
    this.free = call;
  }

  /** Whether nobody waits any more for what the call does: it or a call above it was abandoned, or its client has given up. */
  isDead(call: number, now: number): boolean {
    if (now > (doubles[(call >> 1) + Field.deadline] as number)) return true;
    for (let at = call; at !== NO_CALL; at = ints[at + Field.parent] as number) {
      if ((ints[at + Field.flags] as number) & Flag.abandoned) return true;
    }
    return false;
  }

  /** Whether `call` is `other`, or is made for it. */
  isWithin(call: number, other: number): boolean {
    for (let at = call; at !== NO_CALL; at = ints[at + Field.parent] as number) if (at === other) return true;
    return false;
  }

  /** All calls that are at a component and have not ended. */
  at(component: number): number[] {
    return this.underWay(Field.node, component);
  }

  /** All calls that came over a link and have not ended. */
  over(link: number): number[] {
    const isFrame = (call: number) => ((ints[call + Field.flags] as number) & Flag.frame) !== 0;
    return this.underWay(Field.link, link).filter((call) => !isFrame(call));
  }

  /** All calls that have not ended and have this value in a field. Looks through everything: for rare events. */
  private underWay(field: number, value: number): number[] {
    const found: number[] = [];
    for (let call = 0; call < this.used; call += Field.INTS) {
      const hasEnded = ((ints[call + Field.flags] as number) & Flag.ended) !== 0;
      if (!hasEnded && ints[call + field] === value) found.push(call);
    }
    return found;
  }
}
