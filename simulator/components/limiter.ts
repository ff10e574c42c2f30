import type { Build } from "../engine/build.ts";
import { Component } from "../engine/component.ts";
import { NO_EVENT } from "../engine/event-list.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import { NO_PART } from "../engine/ledgers.ts";
import type { Link } from "../engine/link.ts";
import { doubles, ints } from "../engine/memory.ts";
import { WaitQueue } from "../engine/wait-queue.ts";
import { Outcome } from "../outcome.ts";
import type { ComponentOf, Component as Spec } from "../scenario/schema/scenario.ts";
import { isSameKind, type Meter, meterFor } from "./limiting/meter.ts";

const RELEASE = 0;
const QUEUE_TIMEOUT = 1;

/** Where all calls share one gate, this is its name; otherwise the key is. */
const EVERY_KEY = -1;

/** What two computations of the same moment may differ by, seconds. */
const TOLERANCE = 1e-10;

/** Those who share a limit: how much of it is used, and who waits for it. */
type Gate = { meter: Meter; queue: WaitQueue; event: number };

/**
 * Lets calls through at a limited rate; further ones wait for their turn, or are refused.
 *
 * A call's registers: `a` the call to the target, `b` the name of its gate.
 */
export class Limiter extends Component {
  private spec: ComponentOf<"limiter">;
  private link: Link | undefined;
  private readonly gates = new Map<number, Gate>();
  private waiting = 0;
  /** Calls that were refused or waited too long; a failure of the target with the same outcome is none of them. */
  rejected = 0;
  private readonly waitPart: number;

  constructor(build: Build, spec: ComponentOf<"limiter">) {
    super(build.simulation, spec.id);
    this.spec = spec;
    this.waitPart = this.simulation.ledgers.part(spec.id, "rate limit wait");
  }

  wire(build: Build): void {
    this.link = build.link(this.id, this.spec.target);
  }

  override configure(spec: Spec): void {
    if (spec.type !== "limiter") return;
    const before = this.spec;
    this.spec = spec;
    for (const [name, gate] of this.gates) {
      if (isSameKind(before, spec)) gate.meter.set(spec);
      else gate.meter = meterFor(spec);
      gate.queue.order = spec.queue.order;
      if (gate.event !== NO_EVENT) this.simulation.eventList.cancel(gate.event);
      this.release(gate, name);
    }
  }

  override restartMeasures(): void {
    super.restartMeasures();
    this.rejected = 0;
  }

  /** How long the first of those that wait has waited, seconds. */
  get waitedLongest(): number {
    const { now } = this.simulation;
    let longest = 0;
    for (const { queue } of this.gates.values()) {
      if (queue.size > 0)
        longest = Math.max(longest, now - (doubles[(queue.oldest() >> 1) + Field.start] as number));
    }
    return longest;
  }

  override enter(call: number): void {
    const { simulation, station, disturbance, spec } = this;
    const { now } = simulation;
    station.arrived++;
    doubles[(call >> 1) + Field.start] = now;
    if (disturbance.refuses()) {
      this.end(call, disturbance.down ? Outcome.unavailable : Outcome.error);
      return;
    }
    const name = spec.scope === "key" ? (ints[call + Field.key] as number) : EVERY_KEY;
    const gate = this.gate(name);
    ints[call + Field.b] = name;
    // Whoever's turn comes at this very moment goes first, and leaves room in the queue.
    if (gate.queue.size > 0 && gate.meter.nextAt(now) <= now + TOLERANCE) {
      simulation.eventList.cancel(gate.event);
      this.release(gate, name);
    }
    if (gate.queue.size === 0 && gate.meter.nextAt(now) <= now + TOLERANCE) {
      station.wait.record(0);
      this.pass(call, gate);
    } else if (gate.queue.size >= spec.queue.limit) {
      this.reject(call);
    } else {
      simulation.ledgers.enter(ints[call + Field.ledger] as number, this.waitPart, now);
      gate.queue.push(call);
      this.waits(1);
      simulation.startTimer(call, this.index, QUEUE_TIMEOUT, spec.queue.timeout);
      if (gate.event === NO_EVENT) this.release(gate, name);
    }
  }

  private gate(name: number): Gate {
    const known = this.gates.get(name);
    if (known !== undefined) return known;
    const { spec } = this;
    const gate = { meter: meterFor(spec), queue: new WaitQueue(), event: NO_EVENT };
    gate.queue.order = spec.queue.order;
    this.gates.set(name, gate);
    return gate;
  }

  private pass(call: number, gate: Gate): void {
    const { simulation, station } = this;
    const { calls, now } = simulation;
    gate.meter.take(now);
    station.active.add(1, now);
    const child = calls.child(call, this.index);
    ints[call + Field.a] = child;
    doubles[(child >> 1) + Field.work] = doubles[(call >> 1) + Field.work] as number;
    simulation.send(child, this.link as Link);
  }

  /** Lets waiting calls through while they may, and comes back when the next one may. */
  private release(gate: Gate, name: number): void {
    const { simulation, spec } = this;
    const { calls, now } = simulation;
    const { queue } = gate;
    gate.event = NO_EVENT;
    while (queue.size > 0) {
      const at = gate.meter.nextAt(now);
      if (at > now + TOLERANCE) {
        gate.event = simulation.schedule(at, this.index, RELEASE, name);
        return;
      }
      const call = queue.peek();
      this.leaveQueue(call, gate);
      if (spec.queue.dropExpired && calls.isDead(call, now)) {
        this.end(call, Outcome.cancelled);
      } else {
        simulation.ledgers.enter(ints[call + Field.ledger] as number, NO_PART, now);
        this.pass(call, gate);
      }
    }
  }

  private waits(change: number): void {
    this.waiting += change;
    this.station.waiting.set(this.waiting, this.simulation.now);
  }

  private leaveQueue(call: number, { queue }: Gate): void {
    const { simulation, station } = this;
    queue.remove(call);
    simulation.cancelTimer(call);
    this.waits(-1);
    station.wait.record(simulation.now - (doubles[(call >> 1) + Field.start] as number));
  }

  private gateOf(call: number): Gate {
    return this.gate(ints[call + Field.b] as number);
  }

  override happen(kind: number, argument: number): void {
    if (kind === RELEASE) {
      this.release(this.gate(argument), argument);
    } else {
      this.leaveQueue(argument, this.gateOf(argument));
      this.reject(argument);
    }
  }

  override childDone(call: number, _child: number, outcome: number): void {
    this.station.active.add(-1, this.simulation.now);
    this.end(call, outcome);
  }

  private reject(call: number): void {
    this.rejected++;
    this.end(call, Outcome.rateLimited);
  }

  private end(call: number, outcome: number): void {
    const { simulation, station } = this;
    station.end(outcome, simulation.now - (doubles[(call >> 1) + Field.start] as number));
    simulation.complete(call, outcome);
  }

  /** One that waits leaves the queue; what has passed is given up, and the target is told. */
  override abandoned(call: number): void {
    const { simulation, station } = this;
    if ((ints[call + Field.flags] as number) & Flag.queued) {
      this.leaveQueue(call, this.gateOf(call));
    } else {
      station.active.add(-1, simulation.now);
      simulation.leaveBehind(call, ints[call + Field.a] as number);
    }
    this.end(call, Outcome.cancelled);
  }
}
