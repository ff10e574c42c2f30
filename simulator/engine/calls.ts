import { enlarged } from "./event-list.ts";

const FIRST = 256;

/** What stands for "no call". */
export const NO_CALL = -1;

/** Bits of a call's `flags`. */
export const Flag = {
  /** Nobody waits for the answer any more. */
  abandoned: 1,
  /** A further try of a call that failed before. */
  retry: 2,
  /** The ledger is this call's own: it is settled and given back with the call. */
  ownsLedger: 4,
  /** A frame of a server's steps (a parallel branch, a loop's body), not a call to the server. */
  frame: 8,
  /** Its moves are shown on the stage. */
  shown: 16,
  /** A timer of `timerRing` runs for it. */
  timed: 32,
  /** An event is scheduled for it, whose handle is `event`. */
  scheduled: 64,
  /** Answered from a cache. */
  cached: 128,
  /** It waits in the queue of the component that it is at. */
  queued: 256,
  /** It has ended; its caller has not been told yet. */
  ended: 512,
  /** A server's lookup step: registers `a` and `b` say which steps load the key. */
  lookup: 1024,
  /** Work that no caller began to wait for, such as refreshing a cache: it ends in silence, and is not dead work. */
  background: 2048,
} as const;

/**
 * Every call under way, in typed arrays by slot. A request is a tree of calls: each has the call that waits for it as its
 * `parent`. Registers `a` to `d` and `x`, `event` and `timer` belong to the component that the call is at; `next` and `previous` link the queue that it waits in.
 */
export class Calls {
  /** Calls under way. */
  live = 0;
  capacity = FIRST;
  private used = 0;
  private free = new Int32Array(FIRST);
  private freeCount = 0;

  /** When the call reached the component that it is at, seconds. */
  start = new Float64Array(FIRST);
  /** When the request arrived at its source, seconds. */
  born = new Float64Array(FIRST);
  /** When the request's client gives up, seconds; Infinity where it never does. */
  deadline = new Float64Array(FIRST);
  /** Work that it brings along, seconds; NaN where the component draws it. */
  work = new Float64Array(FIRST);
  /** A number of the component's own; Infinity in a new call. */
  x = new Float64Array(FIRST);
  parent = new Int32Array(FIRST);
  /** Index of the component that it is at. */
  node = new Int32Array(FIRST);
  /** Number of the request, the same for all calls of its tree; wraps after 2^31. */
  request = new Int32Array(FIRST);
  /** Index of the endpoint that is called. */
  endpoint = new Int32Array(FIRST);
  key = new Int32Array(FIRST);
  priority = new Int32Array(FIRST);
  ledger = new Int32Array(FIRST);
  /** Index of the source that a request's first call came from. */
  source = new Int32Array(FIRST);
  /** Which of the source's calls the request makes; of the first call only. */
  route = new Int32Array(FIRST);
  /** Index of the link that the call came over. */
  link = new Int32Array(FIRST);
  flags = new Int32Array(FIRST);
  event = new Int32Array(FIRST);
  timer = new Int32Array(FIRST);
  timerRing = new Int32Array(FIRST);
  next = new Int32Array(FIRST);
  previous = new Int32Array(FIRST);
  a = new Int32Array(FIRST);
  b = new Int32Array(FIRST);
  c = new Int32Array(FIRST);
  d = new Int32Array(FIRST);

  /** A slot for a new call; every field but those given here holds what its last user left. */
  private take(): number {
    if (this.freeCount > 0) return this.free[--this.freeCount] as number;
    if (this.used === this.capacity) this.grow();
    return this.used++;
  }

  /** The first call of a request. */
  root(now: number, source: number, request: number, deadline: number, ledger: number): number {
    const call = this.take();
    this.live++;
    this.start[call] = now;
    this.born[call] = now;
    this.deadline[call] = deadline;
    this.work[call] = Number.NaN;
    this.x[call] = Number.POSITIVE_INFINITY;
    this.parent[call] = NO_CALL;
    this.source[call] = source;
    this.node[call] = source;
    this.request[call] = request;
    this.endpoint[call] = 0;
    this.key[call] = 0;
    this.priority[call] = 0;
    this.ledger[call] = ledger;
    this.flags[call] = Flag.ownsLedger;
    return call;
  }

  /** A call that `parent` waits for. It inherits the request's number, deadline, key, priority and ledger. */
  child(now: number, parent: number, node: number): number {
    const call = this.take();
    this.live++;
    this.start[call] = now;
    this.born[call] = this.born[parent] as number;
    this.deadline[call] = this.deadline[parent] as number;
    this.work[call] = Number.NaN;
    this.x[call] = Number.POSITIVE_INFINITY;
    this.parent[call] = parent;
    this.node[call] = node;
    this.request[call] = this.request[parent] as number;
    this.endpoint[call] = this.endpoint[parent] as number;
    this.key[call] = this.key[parent] as number;
    this.priority[call] = this.priority[parent] as number;
    this.ledger[call] = this.ledger[parent] as number;
    this.flags[call] = (this.flags[parent] as number) & Flag.shown;
    return call;
  }

  /** What goes on for nobody after a call's caller has been told: a frame of the same component that no one waits for. */
  detached(now: number, call: number): number {
    const rest = this.child(now, call, this.node[call] as number);
    this.parent[rest] = NO_CALL;
    this.flags[rest] = Flag.abandoned | Flag.frame;
    return rest;
  }

  release(call: number): void {
    this.live--;
    this.free[this.freeCount++] = call;
  }

  /** Whether nobody waits any more for what the call does: it or a call above it was abandoned, or its client has given up. */
  isDead(call: number, now: number): boolean {
    if (now > (this.deadline[call] as number)) return true;
    const { flags, parent } = this;
    for (let at = call; at !== NO_CALL; at = parent[at] as number) {
      if ((flags[at] as number) & Flag.abandoned) return true;
    }
    return false;
  }

  private grow(): void {
    const capacity = this.capacity * 2;
    for (const name of ["start", "born", "deadline", "work", "x"] as const) {
      this[name] = enlarged(this[name], new Float64Array(capacity));
    }
    for (const name of INTEGERS) this[name] = enlarged(this[name], new Int32Array(capacity));
    this.free = enlarged(this.free, new Int32Array(capacity));
    this.capacity = capacity;
  }
}

const INTEGERS = [
  "parent",
  "node",
  "request",
  "endpoint",
  "key",
  "priority",
  "ledger",
  "source",
  "route",
  "link",
  "flags",
  "event",
  "timer",
  "timerRing",
  "next",
  "previous",
  "a",
  "b",
  "c",
  "d",
] as const;
