import type { Build } from "../../engine/build.ts";
import { Component } from "../../engine/component.ts";
import * as Field from "../../engine/field.ts";
import * as Flag from "../../engine/flag.ts";
import { NO_PART } from "../../engine/ledgers.ts";
import type { Link } from "../../engine/link.ts";
import { doubles, ints } from "../../engine/memory.ts";
import { WaitQueue } from "../../engine/wait-queue.ts";
import { Outcome } from "../../outcome.ts";
import type { Connection as Parameters } from "../../scenario/schema/call.ts";

const CONNECTED = 0;

/**
 * The connections of an HTTP client: each call has one to itself, which is opened for it or was kept from a call before. It is
 * not on the stage. A call's register `a` is the call to the target.
 */
export class Connecting extends Component {
  private readonly owner: Component;
  private readonly link: Link;
  private parameters: Parameters;
  /** Connections that exist or are being opened; when each of those that are idle became so, oldest first. */
  private open = 0;
  private readonly idle: number[] = [];
  private readonly queue = new WaitQueue();
  private readonly connectPart: number;
  private readonly waitPart: number;

  constructor(build: Build, owner: Component, name: string, link: Link, parameters: Parameters) {
    super(build.simulation, `${owner.id}/${name}.connection`);
    this.owner = owner;
    this.link = link;
    this.parameters = parameters;
    const { ledgers } = this.simulation;
    this.connectPart = ledgers.part(owner.id, "connect");
    this.waitPart = ledgers.part(owner.id, "connection wait");
  }

  /** Not a component of the scenario: its owner says what has changed. */
  override configure(): void {}

  set(parameters: Parameters): void {
    this.parameters = parameters;
    if (!parameters.keepAlive) {
      this.open -= this.idle.length;
      this.idle.length = 0;
    }
    while (this.queue.size > 0 && this.open < parameters.max) this.connect(this.takeWaiting());
  }

  override enter(call: number): void {
    const { simulation, idle, parameters } = this;
    const { ledgers, now } = simulation;
    ints[call + Field.flags] = (ints[call + Field.flags] as number) | Flag.frame;
    doubles[(call >> 1) + Field.start] = now;
    this.closeIdle(now - parameters.idleTimeout);
    if (idle.length > 0) {
      idle.pop();
      this.send(call);
    } else if (this.open < parameters.max) {
      this.connect(call);
    } else {
      ledgers.enter(ints[call + Field.ledger] as number, this.waitPart, now);
      this.queue.push(call);
      this.station.waiting.set(this.queue.size, now);
    }
  }

  /** Connections that have been idle since `since` or longer are closed; nobody saw when. */
  private closeIdle(since: number): void {
    const { idle } = this;
    let old = 0;
    while (old < idle.length && (idle[old] as number) <= since) old++;
    if (old === 0) return;
    idle.splice(0, old);
    this.open -= old;
  }

  private connect(call: number): void {
    const { simulation, parameters } = this;
    const { ledgers, now } = simulation;
    this.open++;
    this.owner.station.calls.connects++;
    if (parameters.connectTime === 0) {
      this.send(call);
      return;
    }
    ledgers.enter(ints[call + Field.ledger] as number, this.connectPart, now);
    ints[call + Field.event] = simulation.schedule(now + parameters.connectTime, this.index, CONNECTED, call);
    ints[call + Field.flags] = (ints[call + Field.flags] as number) | Flag.scheduled;
  }

  override happen(_kind: number, call: number): void {
    ints[call + Field.flags] = (ints[call + Field.flags] as number) & ~Flag.scheduled;
    this.send(call);
  }

  private send(call: number): void {
    const { simulation } = this;
    const { calls, ledgers, now } = simulation;
    ledgers.enter(ints[call + Field.ledger] as number, NO_PART, now);
    this.station.active.add(1, now);
    const child = calls.child(call, this.index);
    ints[call + Field.a] = child;
    doubles[(child >> 1) + Field.work] = doubles[(call >> 1) + Field.work] as number;
    simulation.send(child, this.link);
  }

  override childDone(call: number, _child: number, outcome: number): void {
    const { simulation, parameters, idle } = this;
    const { now } = simulation;
    this.station.active.add(-1, now);
    simulation.complete(call, outcome);
    // A target that is down has broken the connection.
    const isKept = parameters.keepAlive && outcome !== Outcome.unavailable;
    if (isKept && this.queue.size > 0 && this.open <= parameters.max) {
      this.send(this.takeWaiting());
    } else if (isKept && idle.length < parameters.maxIdle && this.open <= parameters.max) {
      idle.push(now);
    } else {
      this.closed();
    }
  }

  private closed(): void {
    this.open--;
    if (this.queue.size > 0 && this.open < this.parameters.max) this.connect(this.takeWaiting());
  }

  private takeWaiting(): number {
    const call = this.queue.peek();
    this.leaveQueue(call);
    return call;
  }

  private leaveQueue(call: number): void {
    this.queue.remove(call);
    this.station.waiting.set(this.queue.size, this.simulation.now);
  }

  /** A call that is given up takes its connection with it. */
  override abandoned(call: number): void {
    const { simulation } = this;
    const flags = ints[call + Field.flags] as number;
    if (flags & Flag.queued) {
      this.leaveQueue(call);
      simulation.complete(call, Outcome.cancelled);
      return;
    }
    if (flags & Flag.scheduled) {
      ints[call + Field.flags] = flags & ~Flag.scheduled;
      simulation.eventList.cancel(ints[call + Field.event] as number);
    } else {
      this.station.active.add(-1, simulation.now);
      simulation.leaveBehind(call, ints[call + Field.a] as number);
    }
    simulation.complete(call, Outcome.cancelled);
    this.closed();
  }
}
