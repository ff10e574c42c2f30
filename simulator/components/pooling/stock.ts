import type { Build } from "../../engine/build.ts";
import { NO_CALL } from "../../engine/calls.ts";
import { Component } from "../../engine/component.ts";
import { Cut } from "../../engine/cut.ts";
import { NO_EVENT } from "../../engine/event-list.ts";
import * as Field from "../../engine/field.ts";
import type { Link } from "../../engine/link.ts";
import { doubles, ints } from "../../engine/memory.ts";
import { WaitQueue } from "../../engine/wait-queue.ts";
import { Outcome } from "../../outcome.ts";
import type { ComponentOf } from "../../scenario/schema/scenario.ts";
import { Connections } from "./connections.ts";
import { Reconnecting } from "./reconnecting.ts";

/** Events of a pool that are about its connections. */
export const CONNECTED = 0;
export const CONNECT_FAILED = 1;
export const IDLE_CHECK = 2;
export const LATER = 3;

/** What the argument of a LATER event says: a connection that leaked is closed, or one of these. */
export const TRY_AGAIN = -1;
export const RESERVE = -2;
export const CLOSED = -3;
export const SUSPECTED = -4;

/** The connections of a pool, and the calls that wait for one: when connections are opened and closed. Who gets one is for the pool to say. */
export abstract class Stock extends Component {
  spec: ComponentOf<"pool">;
  protected link: Link | undefined;
  readonly queue = new WaitQueue();
  protected readonly connections = new Connections();
  private readonly reconnecting = new Reconnecting();
  /** Most connections. */
  max = 0;
  protected connecting = 0;
  /** When idle connections are looked at next: the event, and its time. */
  private idleCheck = NO_EVENT;
  private idleCheckAt = 0;
  /** Tries to connect over a cut, by number: the event at which each fails. */
  private readonly hanging = new Map<number, number>();
  private lastTry = 0;
  protected readonly waitPart: number;
  protected readonly connectPart: number;

  constructor(build: Build, spec: ComponentOf<"pool">) {
    super(build.simulation, spec.id);
    this.spec = spec;
    this.queue.order = spec.order;
    this.waitPart = this.simulation.ledgers.part(spec.id, "pool wait");
    this.connectPart = this.simulation.ledgers.part(spec.id, "connect");
  }

  /** A connection is free. */
  protected abstract hand(connection: number): void;

  /** A call gets no connection. */
  protected abstract refuse(call: number, outcome: number): void;

  /** Connections that exist or are being opened. */
  protected get total(): number {
    return this.connections.open + this.connecting;
  }

  /** Opens connections ahead of requests. */
  protected fill(): void {
    const { spec } = this;
    if (spec.fill !== "ahead" || spec.perRequest) return;
    while (this.total < spec.min && this.mayOpen(this.max)) this.openOne();
  }

  protected mayOpen(max: number): boolean {
    return this.total < max && this.connecting < this.spec.maxConnecting && !this.reconnecting.waits;
  }

  /** Begins to open a connection. One to a target that is down is refused; one to a target that hangs takes as long as that. */
  protected openOne(): void {
    const { simulation, station } = this;
    this.connecting++;
    station.opened++;
    station.connecting.set(this.connecting, simulation.now);
    this.connect();
  }

  private connect(): void {
    const { simulation, spec } = this;
    const { target } = this.link as Link;
    if (target instanceof Cut) {
      this.hang(spec.connectTimeout);
      return;
    }
    const { down, hang } = target.disturbance;
    const time = Math.max(this.disturbance.stretch(spec.connectTime + spec.authenticationTime), hang);
    if (down || time > spec.connectTimeout || !target.acceptConnection()) {
      const until = simulation.now + Math.min(time, spec.connectTimeout);
      simulation.schedule(until, this.index, CONNECT_FAILED, 0);
    } else if (time > 0) {
      simulation.schedule(simulation.now + time, this.index, CONNECTED, 0);
    } else {
      this.connected();
    }
  }

  /** Over a cut nobody answers: that lasts as long as the cut, or the connect timeout. */
  private hang(timeout: number): void {
    const { simulation, hanging } = this;
    const number = ++this.lastTry;
    const isLimited = timeout < Number.POSITIVE_INFINITY;
    const event = isLimited
      ? simulation.schedule(simulation.now + timeout, this.index, CONNECT_FAILED, number)
      : NO_EVENT;
    hanging.set(number, event);
  }

  override reconnected(): void {
    const events = [...this.hanging.values()];
    this.hanging.clear();
    for (const event of events) {
      if (event !== NO_EVENT) this.simulation.eventList.cancel(event);
      this.connect();
    }
  }

  /** Opens connections for waiting calls that none is being opened for. */
  protected openForWaiting(): void {
    while (this.queue.size > this.connecting && this.mayOpen(this.max)) this.openOne();
  }

  protected connected(): void {
    const { now } = this.simulation;
    this.connecting--;
    this.station.connecting.set(this.connecting, now);
    this.reconnecting.succeeded();
    this.hand(this.connections.add(now));
    // There may be room now for one that the limit of `maxConnecting` held back.
    this.openForWaiting();
  }

  /** Waits before the next try where that is asked for; otherwise the calls that wait for a connection are told. */
  protected connectFailed(number: number): void {
    const { simulation, queue, spec } = this;
    this.hanging.delete(number);
    this.connecting--;
    this.station.connecting.set(this.connecting, simulation.now);
    if (this.reconnecting.waits) return;
    const wait = this.reconnecting.failed(spec.reconnect);
    if (wait !== undefined) {
      simulation.schedule(simulation.now + wait, this.index, LATER, TRY_AGAIN);
      return;
    }
    // Without tries to come only the call that the connection was for fails; after the last of several tries, all do.
    for (
      let failing = spec.reconnect === undefined ? 1 : queue.size;
      failing > 0 && queue.size > 0;
      failing--
    ) {
      const call = queue.peek();
      this.leaveQueue(call);
      simulation.cancelTimer(call);
      this.refuse(call, Outcome.unavailable);
    }
    this.openForWaiting();
  }

  /** The wait before the next try to connect is over. */
  protected tryAgain(): void {
    this.reconnecting.waits = false;
    this.openForWaiting();
    this.fill();
  }

  /** Opens a connection beyond `max` for a call that has waited too long, as PgBouncer's reserve pool. */
  protected openReserve(): void {
    const { queue, simulation, spec } = this;
    const oldest = queue.oldest();
    if (spec.reserve === undefined || oldest === NO_CALL) return;
    const since = doubles[(oldest >> 1) + Field.start] as number;
    if (simulation.now - since < spec.reserve.after || !this.mayOpen(this.max + spec.reserve.connections))
      return;
    this.openOne();
  }

  /** Takes a connection out; the target counts it until it is closed. */
  protected close(connection: number, closeTime = this.spec.closeTime): void {
    const { simulation, connections } = this;
    this.tellClosed(connection, closeTime);
    connections.close(connection);
    this.station.idle.set(connections.idle.length, simulation.now);
    this.fill();
  }

  private tellClosed(connection: number, closeTime: number): void {
    const { simulation } = this;
    const { target } = this.link as Link;
    target.sessionEnded(this.index, connection, "session");
    if (closeTime > 0) simulation.schedule(simulation.now + closeTime, this.index, LATER, CLOSED);
    else target.connectionClosed();
  }

  /** Takes a connection out on which the target still works: the target notices when it is done. */
  protected abandonConnection(): void {
    this.connections.abandon();
    this.station.active.add(-1, this.simulation.now);
    this.fill();
    this.openForWaiting();
  }

  /** The target is done on a connection that was taken out. */
  protected forgetConnection(connection: number): void {
    this.tellClosed(connection, 0);
    this.connections.forget(connection);
  }

  /** Closes idle connections that are too old, or have been idle for too long. */
  protected closeIdle(): void {
    const { connections, spec, simulation } = this;
    this.idleCheck = NO_EVENT;
    if (spec.maxLifetime < Number.POSITIVE_INFINITY) this.closeOld(simulation.now - spec.maxLifetime);
    while (
      connections.idle.length > 0 &&
      this.total > spec.min &&
      connections.idleSince + spec.idleTimeout <= simulation.now
    ) {
      this.close(connections.takeIdle("fifo"));
    }
    this.scheduleIdleCheck();
  }

  private closeOld(opened: number): void {
    // The moment at which one is looked at may be rounded to before its end.
    const latest = opened + 1e-9;
    for (
      let old = this.connections.takeOld(latest);
      old !== undefined;
      old = this.connections.takeOld(latest)
    )
      this.close(old);
  }

  protected scheduleIdleCheck(): void {
    const { simulation, spec, connections } = this;
    const isPending = this.idleCheck !== NO_EVENT;
    const ages = spec.maxLifetime < Number.POSITIVE_INFINITY;
    if (connections.idle.length === 0 || (isPending && !ages)) return;
    let at = this.total > spec.min ? connections.idleSince + spec.idleTimeout : Number.POSITIVE_INFINITY;
    if (ages) at = Math.min(at, connections.oldestIdle + spec.maxLifetime);
    if (at === Number.POSITIVE_INFINITY || (isPending && this.idleCheckAt <= at)) return;
    if (isPending) simulation.eventList.cancel(this.idleCheck);
    this.idleCheckAt = Math.max(at, simulation.now);
    this.idleCheck = simulation.schedule(this.idleCheckAt, this.index, IDLE_CHECK, 0);
  }

  protected leaveQueue(call: number): void {
    const { now } = this.simulation;
    this.queue.remove(call);
    this.station.waiting.set(this.queue.size, now);
    this.station.wait.record(now - (doubles[(call >> 1) + Field.start] as number));
  }

  protected waits(call: number, part: number): void {
    const { ledgers, now } = this.simulation;
    ledgers.enter(ints[call + Field.ledger] as number, part, now);
  }
}
