import type { Build } from "../engine/build.ts";
import { Component } from "../engine/component.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import { NO_PART } from "../engine/ledgers.ts";
import type { Link } from "../engine/link.ts";
import { doubles, ints } from "../engine/memory.ts";
import { WaitQueue } from "../engine/wait-queue.ts";
import { Level } from "../measure/level.ts";
import { Outcome } from "../outcome.ts";
import type { ComponentOf, Component as Spec } from "../scenario/schema/scenario.ts";
import { type AdaptiveLimit, adaptiveLimit } from "./limiting/adaptive.ts";
import { ControlledDelay } from "./limiting/codel.ts";

const QUEUE_TIMEOUT = 0;

/**
 * Lets only so many calls be under way to its target; further ones wait in a queue, or are refused.
 *
 * A call's registers: `a` the call to the target, `b` calls under way when it was sent, `x` when that was.
 */
export class Bulkhead extends Component {
  spec: ComponentOf<"bulkhead">;
  private link: Link | undefined;
  readonly queue = new WaitQueue();
  /** How many calls may be under way at present, and its course over time. */
  limit = 0;
  readonly limits = new Level();
  private busy = 0;
  private adaptive: AdaptiveLimit | undefined;
  private shedding: ControlledDelay | undefined;
  /** Calls that were refused, waited too long or were shed; a failure of the target with the same outcome is none of them. */
  rejected = 0;
  private readonly waitPart: number;

  constructor(build: Build, spec: ComponentOf<"bulkhead">) {
    super(build.simulation, spec.id);
    this.spec = spec;
    this.waitPart = this.simulation.ledgers.part(spec.id, "bulkhead wait");
    this.takeOver(spec);
    this.limits.restart(0);
  }

  wire(build: Build): void {
    this.link = build.link(this.id, this.spec.target);
  }

  override configure(spec: Spec): void {
    if (spec.type !== "bulkhead") return;
    this.takeOver(spec);
    this.serve();
  }

  private takeOver(spec: ComponentOf<"bulkhead">): void {
    const { adaptive, shedding, concurrency } = spec;
    this.spec = spec;
    this.queue.order = spec.queue.order;
    // A limit that has adapted goes on from where it is.
    const initial = this.adaptive?.limit ?? adaptive?.initial ?? 0;
    this.adaptive = adaptive === undefined ? undefined : adaptiveLimit(adaptive, concurrency, initial);
    this.setLimit(this.adaptive?.limit ?? concurrency);
    if (shedding === undefined) {
      this.shedding = undefined;
    } else if (this.shedding === undefined) {
      this.shedding = new ControlledDelay(shedding.target, shedding.interval);
    } else {
      Object.assign(this.shedding, shedding);
    }
  }

  private setLimit(limit: number): void {
    if (limit === this.limit) return;
    this.limit = limit;
    this.limits.set(limit, this.simulation.now);
  }

  override restartMeasures(): void {
    super.restartMeasures();
    this.rejected = 0;
    this.limits.restart(this.simulation.now);
  }

  override enter(call: number): void {
    const { simulation, station, disturbance, spec, queue } = this;
    const { now } = simulation;
    station.arrived++;
    doubles[(call >> 1) + Field.start] = now;
    if (disturbance.refuses()) {
      this.end(call, disturbance.down ? Outcome.unavailable : Outcome.error);
    } else if (this.busy < this.limit) {
      station.wait.record(0);
      this.begin(call);
    } else if (queue.size >= spec.queue.limit) {
      this.reject(call, Outcome.queueFull);
    } else {
      simulation.ledgers.enter(ints[call + Field.ledger] as number, this.waitPart, now);
      queue.push(call);
      station.waiting.set(queue.size, now);
      simulation.startTimer(call, this.index, QUEUE_TIMEOUT, spec.queue.timeout);
    }
  }

  private begin(call: number): void {
    const { simulation, station } = this;
    const { calls, now } = simulation;
    this.busy++;
    station.active.set(this.busy, now);
    ints[call + Field.b] = this.busy;
    doubles[(call >> 1) + Field.x] = now;
    const child = calls.child(call, this.index);
    ints[call + Field.a] = child;
    doubles[(child >> 1) + Field.work] = doubles[(call >> 1) + Field.work] as number;
    simulation.send(child, this.link as Link);
  }

  override childDone(call: number, _child: number, outcome: number): void {
    this.leave(call, outcome);
    this.serve();
  }

  private leave(call: number, outcome: number): void {
    const { simulation, adaptive } = this;
    const { now } = simulation;
    this.busy--;
    this.station.active.set(this.busy, now);
    if (adaptive !== undefined && outcome !== Outcome.cancelled) {
      const sent = doubles[(call >> 1) + Field.x] as number;
      adaptive.ended(now - sent, ints[call + Field.b] as number, outcome > Outcome.late);
      this.setLimit(adaptive.limit);
    }
    this.end(call, outcome);
  }

  private reject(call: number, outcome: number): void {
    this.rejected++;
    this.end(call, outcome);
  }

  private end(call: number, outcome: number): void {
    const { simulation, station } = this;
    station.end(outcome, simulation.now - (doubles[(call >> 1) + Field.start] as number));
    simulation.complete(call, outcome);
  }

  /** Sends waiting calls while there is room. */
  private serve(): void {
    const { simulation, queue, shedding, spec } = this;
    const { calls, ledgers, now } = simulation;
    while (queue.size > 0 && this.busy < this.limit) {
      const call = queue.peek();
      const waited = now - (doubles[(call >> 1) + Field.start] as number);
      this.leaveQueue(call);
      if (shedding?.drops(waited, now)) {
        this.reject(call, Outcome.queueTimeout);
      } else if (spec.queue.dropExpired && calls.isDead(call, now)) {
        this.end(call, Outcome.cancelled);
      } else {
        ledgers.enter(ints[call + Field.ledger] as number, NO_PART, now);
        this.begin(call);
      }
    }
    if (queue.size === 0) shedding?.emptied();
  }

  private leaveQueue(call: number): void {
    const { simulation, station, queue } = this;
    const { now } = simulation;
    queue.remove(call);
    simulation.cancelTimer(call);
    station.waiting.set(queue.size, now);
    station.wait.record(now - (doubles[(call >> 1) + Field.start] as number));
  }

  override happen(_kind: number, call: number): void {
    this.leaveQueue(call);
    this.reject(call, Outcome.queueTimeout);
  }

  override abandoned(call: number): void {
    const { simulation, spec } = this;
    if (spec.cancellation === "ignored") return;
    if ((ints[call + Field.flags] as number) & Flag.queued) {
      this.leaveQueue(call);
      this.end(call, Outcome.cancelled);
    } else if (spec.cancellation === "immediate") {
      simulation.leaveBehind(call, ints[call + Field.a] as number);
      this.leave(call, Outcome.cancelled);
      this.serve();
    }
  }
}
