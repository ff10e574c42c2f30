import type { Build } from "../../engine/build.ts";
import { NO_CALL } from "../../engine/calls.ts";
import type { Component } from "../../engine/component.ts";
import * as Field from "../../engine/field.ts";
import * as Flag from "../../engine/flag.ts";
import type { Link } from "../../engine/link.ts";
import { doubles, ints } from "../../engine/memory.ts";
import type { Fallback } from "../../scenario/schema/call.ts";

/**
 * Where a call is answered when it has failed: by another component, or by the same answer for all after some time. While that
 * goes on the call's register `d` is the call to the other component, or its `event` the pending answer.
 */
export class FallbackWay {
  private readonly component: Component;
  private readonly link: Link | undefined;
  private readonly part: number;
  private time: number;

  /** `owner` is the component of the scenario that calls, `component` the one that the calls are at. */
  constructor(build: Build, owner: Component, component: Component, fallback: Fallback) {
    this.component = component;
    this.link = fallback.target === undefined ? undefined : build.link(owner.id, fallback.target);
    this.part = component.simulation.ledgers.part(owner.id, "fallback");
    this.time = fallback.time;
  }

  set(fallback: Fallback): void {
    this.time = fallback.time;
  }

  /**
   * Has a call answered. The component gets either `childDone` or the event `kind`. False where it is answered at once, and
   * nothing has happened.
   */
  begin(call: number, kind: number): boolean {
    const { component, link, time } = this;
    const { simulation } = component;
    const { calls, now } = simulation;
    ints[call + Field.d] = NO_CALL;
    if (link !== undefined) {
      const child = calls.child(call, component.index);
      doubles[(child >> 1) + Field.work] = doubles[(call >> 1) + Field.work] as number;
      ints[call + Field.d] = child;
      simulation.send(child, link);
      return true;
    }
    if (time === 0) return false;
    simulation.ledgers.enter(ints[call + Field.ledger] as number, this.part, now);
    ints[call + Field.event] = simulation.schedule(now + time, component.index, kind, call);
    ints[call + Field.flags] = (ints[call + Field.flags] as number) | Flag.scheduled;
    return true;
  }

  /** Nobody waits for the answer any more. */
  stop(call: number): void {
    const { simulation } = this.component;
    const flags = ints[call + Field.flags] as number;
    if (flags & Flag.scheduled) {
      ints[call + Field.flags] = flags & ~Flag.scheduled;
      simulation.eventList.cancel(ints[call + Field.event] as number);
    }
    const child = ints[call + Field.d] as number;
    if (child !== NO_CALL) simulation.leaveBehind(call, child);
  }
}
