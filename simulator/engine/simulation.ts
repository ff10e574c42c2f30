import { Outcome } from "../outcome.ts";
import { Calls, NO_CALL } from "./calls.ts";
import type { Component } from "./component.ts";
import { Cut } from "./cut.ts";
import { EventList } from "./event-list.ts";
import * as Field from "./field.ts";
import * as Flag from "./flag.ts";
import { Ledgers } from "./ledgers.ts";
import type { Link } from "./link.ts";
import { Exhausted, hold, ints, type Tenant } from "./memory.ts";
import { OddTimers } from "./odd-timers.ts";
import { ReadyQueue } from "./ready-queue.ts";
import { TimerRing } from "./timer-ring.ts";

/** A component has up to eight kinds of events; an event's code is the component's index and the kind. */
const KIND_BITS = 3;
const KIND_MASK = (1 << KIND_BITS) - 1;

/** A run is stopped, not crashed, at this many calls under way: the system is far beyond what it can do. */
export const MOST_LIVE_CALLS = 2_000_000;

/**
 * Events in one call of the loop. Code that is optimised while it runs is worse than code that is entered anew (two percent
 * on W1, and after a change of shapes the better code never comes while the loop runs).
 */
const ROUND = 1000;

/** Told of the moves of shown requests. */
export type Trace = {
  /** A call leaves over a link (`back` = 0) or its answer returns over it (`back` = 1). */
  hop(call: number, link: Link, back: 0 | 1, outcome: number): void;
};

export type Progress = "reached" | "more" | "overloaded";

/**
 * The event loop and what the components share. Time is in seconds and moves only here. A component's methods run to their
 * end without being entered again: a call that ends is put in a queue and handed to its caller from the loop.
 */
export class Simulation implements Tenant {
  /** Simulated time, seconds. */
  now = 0;
  /** Arrivals and departures so far: the events of a queueing model, not of this program. */
  events = 0;
  readonly seed: number;
  readonly calls = new Calls();
  readonly ledgers = new Ledgers();
  readonly eventList = new EventList();
  readonly components: Component[] = [];
  readonly links: Link[] = [];
  trace: Trace | undefined;
  /** One request in this many is shown to the trace; only while there is one. */
  showOneIn = 1;
  private readonly ready = new ReadyQueue();
  /** One ring for each (component, kind, duration), and the code of the event that the owners of its timers get. */
  private readonly rings: TimerRing[] = [];
  private readonly ringTarget: number[] = [];
  /** By code: the number of the ring that was asked for last, and of all by their durations. */
  private readonly lastRing: number[] = [];
  private readonly ringOf: Map<number, number>[] = [];
  /** It was stopped because there are too many calls under way: it never goes on, and its records are of no use. */
  private over = false;
  private odd: { number: number; timers: OddTimers } | undefined;

  /** `seed` is a 32-bit unsigned integer. */
  constructor(seed: number) {
    this.seed = seed;
  }

  /** Takes the memory of the thread. Called before anything looks at calls, or changes what does. */
  hold(): void {
    hold(this);
  }

  putAway(): void {
    if (this.over) return;
    this.calls.putAway();
    this.ledgers.putAway();
  }

  bringBack(): void {
    this.calls.bringBack();
    this.ledgers.bringBack();
  }

  /** Schedules an event of a component at an absolute time; returns the handle with which to cancel it. */
  schedule(time: number, component: number, kind: number, argument: number): number {
    return this.eventList.schedule(time, (component << KIND_BITS) | kind, argument);
  }

  /** Sends a call over a link. */
  send(call: number, link: Link): void {
    ints[call + Field.node] = link.target.index;
    ints[call + Field.link] = link.index;
    link.sent++;
    if (this.trace !== undefined && ((ints[call + Field.flags] as number) & Flag.shown) !== 0)
      this.trace.hop(call, link, 0, Outcome.inTime);
    link.target.enter(call);
  }

  /** Gives a call a ledger of its own, because its caller may go on without it. */
  fork(child: number): void {
    ints[child + Field.ledger] = this.ledgers.open(this.now);
    ints[child + Field.flags] = (ints[child + Field.flags] as number) | Flag.ownsLedger;
  }

  /** Where a forked child decides how its caller goes on: the time since the fork is the child's. */
  join(call: number, child: number): void {
    if ((ints[child + Field.flags] as number) & Flag.ownsLedger) {
      this.ledgers.join(ints[call + Field.ledger] as number, ints[child + Field.ledger] as number, this.now);
    }
  }

  /** A call has ended; its caller is told once the present event is over. The slot is free after that. */
  complete(call: number, outcome: number): void {
    ints[call + Field.flags] = (ints[call + Field.flags] as number) | Flag.ended;
    this.ready.push(call, outcome);
  }

  /** Nobody waits any more for a call: whoever works on it is told, and may stop. */
  abandon(call: number): void {
    const flags = ints[call + Field.flags] as number;
    ints[call + Field.flags] = flags | Flag.abandoned;
    ints[call + Field.parent] = NO_CALL;
    if ((flags & Flag.ended) !== 0) return;
    (this.cutOf(call) ?? this.componentAt(call)).abandoned(call);
  }

  /** The partition that keeps a call from its target, or its answer from its caller. */
  private cutOf(call: number): Cut | undefined {
    if (((ints[call + Field.flags] as number) & Flag.cutOff) === 0) return undefined;
    const { target } = this.links[ints[call + Field.link] as number] as Link;
    return target instanceof Cut ? target : undefined;
  }

  /** Whether a call is cut off by a partition. */
  isCutOff(call: number): boolean {
    return this.cutOf(call) !== undefined;
  }

  /** Abandons what a call waits for because the call goes on without it, or ends. What is left behind keeps the ledger that both used. */
  leaveBehind(call: number, child: number): void {
    if (((ints[child + Field.flags] as number) & Flag.ownsLedger) === 0) {
      let owner = call;
      while (owner !== NO_CALL && ((ints[owner + Field.flags] as number) & Flag.ownsLedger) === 0)
        owner = ints[owner + Field.parent] as number;
      if (owner !== NO_CALL) {
        ints[child + Field.flags] = (ints[child + Field.flags] as number) | Flag.ownsLedger;
        this.keepBooks(call, owner);
      }
    }
    this.abandon(child);
  }

  /** From a call up to the owner of its ledger, time is booked on a copy from now on. */
  private keepBooks(call: number, owner: number): void {
    const ledger = this.ledgers.copy(ints[owner + Field.ledger] as number);
    for (let at = call; ; at = ints[at + Field.parent] as number) {
      ints[at + Field.ledger] = ledger;
      if (at === owner) return;
    }
  }

  /** Stops the work for a call at once, where the component that it is at can do that; the call then ends as timed out. */
  interrupt(call: number): boolean {
    if ((ints[call + Field.flags] as number) & Flag.ended) return true;
    return this.componentAt(call).interrupt(call);
  }

  /** Starts the timer of a call; `kind` is the event that its component gets, with the call as argument, unless it is cancelled. */
  startTimer(call: number, component: number, kind: number, duration: number): void {
    if (duration === Number.POSITIVE_INFINITY) return;
    const code = (component << KIND_BITS) | kind;
    let number = this.lastRing[code] ?? -1;
    if (number < 0 || (this.rings[number] as TimerRing).duration !== duration)
      number = this.ringFor(code, duration);
    ints[call + Field.timerRing] = number;
    ints[call + Field.timer] = (this.rings[number] as TimerRing).start(this.now, call);
    ints[call + Field.flags] = (ints[call + Field.flags] as number) | Flag.timed;
  }

  /** As `startTimer`, for durations that are drawn. The component takes the flag `timed` off the call when the event comes. */
  startOddTimer(call: number, component: number, kind: number, seconds: number): void {
    const { rings } = this;
    if (this.odd === undefined) {
      this.odd = { number: rings.length, timers: new OddTimers(this.eventList, -1, rings.length, 0) };
      rings.push(this.odd.timers);
      this.ringTarget.push(-1);
    }
    const { number, timers } = this.odd;
    ints[call + Field.timerRing] = number;
    ints[call + Field.timer] = timers.startUntil(this.now + seconds, (component << KIND_BITS) | kind, call);
    ints[call + Field.flags] = (ints[call + Field.flags] as number) | Flag.timed;
  }

  cancelTimer(call: number): void {
    const flags = ints[call + Field.flags] as number;
    if ((flags & Flag.timed) === 0) return;
    ints[call + Field.flags] = flags & ~Flag.timed;
    (this.rings[ints[call + Field.timerRing] as number] as TimerRing).cancel(
      ints[call + Field.timer] as number,
    );
  }

  private ringFor(code: number, duration: number): number {
    const { rings, ringOf, lastRing } = this;
    while (ringOf.length <= code) {
      ringOf.push(new Map());
      lastRing.push(-1);
    }
    const known = ringOf[code] as Map<number, number>;
    let number = known.get(duration);
    if (number === undefined) {
      number = rings.length;
      // The event list knows a ring by a negative code, with the number of the ring as the argument.
      rings.push(new TimerRing(this.eventList, -1, number, duration));
      this.ringTarget.push(code);
      known.set(duration, number);
    }
    lastRing[code] = number;
    return number;
  }

  /**
   * Runs every event up to and including the time `until`, at most `most` of them.
   * `more` means that events at or before `until` are left; `overloaded` that there are too many calls under way.
   */
  run(until: number, most: number): Progress {
    this.hold();
    if (this.over) return "overloaded";
    try {
      for (let left = most; ; left -= ROUND) {
        const progress = this.runEvents(until, Math.min(left, ROUND));
        if (progress === "overloaded") this.over = true;
        if (progress !== "more" || left <= ROUND) return progress;
      }
    } catch (error) {
      if (!(error instanceof Exhausted)) throw error;
      this.over = true;
      return "overloaded";
    }
  }

  private runEvents(until: number, most: number): Progress {
    const { eventList, components, ready, calls } = this;
    // A request that visits thousands of components has a large ledger.
    const mostLive = Math.min(MOST_LIVE_CALLS, this.ledgers.most);
    for (let left = most; ; left--) {
      const time = eventList.nextTime();
      if (time > until) {
        this.now = until;
        return "reached";
      }
      if (left <= 0) return "more";
      if (calls.live > mostLive) return "overloaded";
      this.now = time;
      const code = eventList.pop();
      if (code >= 0) {
        this.events++;
        (components[code >> KIND_BITS] as Component).happen(code & KIND_MASK, eventList.argument);
      } else {
        this.expire(eventList.argument);
      }
      while (ready.size > 0) this.settle();
    }
  }

  /** Hands what ended in a control action (a changed parameter, a fault) to its callers. */
  settleAll(): void {
    while (this.ready.size > 0) this.settle();
  }

  private expire(ring: number): void {
    const owner = (this.rings[ring] as TimerRing).expire(this.now);
    if (owner < 0) return;
    ints[owner + Field.flags] = (ints[owner + Field.flags] as number) & ~Flag.timed;
    const code = this.ringTarget[ring] as number;
    (this.components[code >> KIND_BITS] as Component).happen(code & KIND_MASK, owner);
  }

  /** Tells the caller of the next call that has ended. */
  private settle(): void {
    const { calls, ready } = this;
    const { call, outcome } = ready;
    ready.shift();
    const flags = ints[call + Field.flags] as number;
    const parent = ints[call + Field.parent] as number;
    if ((outcome > Outcome.late || (flags & (Flag.shown | Flag.cutOff)) !== 0) && this.isHeld(call, outcome))
      return;
    if (parent !== NO_CALL) this.componentAt(parent).childDone(parent, call, outcome);
    else if ((flags & (Flag.abandoned | Flag.background)) === 0)
      (this.components[ints[call + Field.source] as number] as Component).childDone(NO_CALL, call, outcome);
    // Read again: the caller may have marked it.
    if ((ints[call + Field.flags] as number) & Flag.ownsLedger)
      this.ledgers.close(ints[call + Field.ledger] as number);
    calls.release(call);
  }

  /** Whether a partition keeps an answer from its caller; one that comes through is shown and counted at its link. */
  private isHeld(call: number, outcome: number): boolean {
    const flags = ints[call + Field.flags] as number;
    const cut = this.cutOf(call);
    if (cut !== undefined) {
      cut.holdAnswer(call, outcome);
      return true;
    }
    if ((flags & Flag.frame) === 0) {
      const link = this.links[ints[call + Field.link] as number] as Link;
      if (this.trace !== undefined && flags & Flag.shown) this.trace.hop(call, link, 1, outcome);
      if (outcome > Outcome.late) link.failed++;
    }
    return false;
  }

  /** The component that a call is at. */
  componentAt(call: number): Component {
    return this.components[ints[call + Field.node] as number] as Component;
  }
}
