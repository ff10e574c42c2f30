import type { Build } from "../engine/build.ts";
import { NO_CALL } from "../engine/calls.ts";
import { Component } from "../engine/component.ts";
import { NO_EVENT } from "../engine/event-list.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import type { Link } from "../engine/link.ts";
import type { RandomStream } from "../engine/random-stream.ts";
import { WaitQueue } from "../engine/wait-queue.ts";
import { Outcome } from "../outcome.ts";
import type { ComponentOf, Component as Spec } from "../scenario/schema/scenario.ts";
import { Connections } from "./pooling/connections.ts";
import { Reconnecting } from "./pooling/reconnecting.ts";

const ACQUIRE_TIMEOUT = 0;
const CONNECTED = 1;
const IDLE_CHECK = 2;
const QUERY_TIMEOUT = 3;
const STATEMENT_TIMEOUT = 4;
const VALIDATED = 5;
const CONNECT_FAILED = 6;
const LATER = 7;

/** What the argument of a LATER event says: a connection that leaked is closed, or one of these. */
const TRY_AGAIN = -1;
const RESERVE = -2;

/**
 * A connection pool. A call takes an idle connection, or waits until one is opened or returned; then its query runs on the
 * target, and the connection comes back. Whichever connection is free first goes to the call whose turn it is.
 *
 * A call's registers here: `c` its connection, `a` the call to the target, `x` first the query timeout that it asked for, then when
 * its query began.
 */
export class Pool extends Component {
  spec: ComponentOf<"pool">;
  private link: Link | undefined;
  private fallback: Link | undefined;
  readonly queue: WaitQueue;
  private readonly connections = new Connections();
  private readonly reconnecting = new Reconnecting();
  private connecting = 0;
  private idleCheck = NO_EVENT;
  private readonly leaks: RandomStream;
  private readonly waitPart: number;
  private readonly connectPart: number;

  constructor(build: Build, spec: ComponentOf<"pool">) {
    super(build.simulation, spec.id);
    this.spec = spec;
    this.queue = new WaitQueue(this.simulation.calls);
    this.queue.order = spec.order;
    this.leaks = build.stream(spec.id, "leaks");
    this.waitPart = this.simulation.ledgers.part(spec.id, "pool wait");
    this.connectPart = this.simulation.ledgers.part(spec.id, "connect");
  }

  wire(build: Build): void {
    this.link = build.link(this.id, this.spec.target);
    if (this.spec.fallback !== undefined) this.fallback = build.link(this.id, this.spec.fallback);
  }

  override configure(spec: Spec): void {
    if (spec.type !== "pool") return;
    this.spec = spec;
    this.queue.order = spec.order;
    while (this.connections.idle.length > 0 && this.total > spec.max)
      this.close(this.connections.takeIdle("fifo"));
    this.openForWaiting();
    this.scheduleIdleCheck();
  }

  /** Connections that exist or are being opened. */
  private get total(): number {
    return this.connections.open + this.connecting;
  }

  override enter(call: number): void {
    const { simulation, station, spec, connections, disturbance } = this;
    const { calls, now } = simulation;
    station.arrived++;
    calls.doubles[(call >> 1) + Field.start] = now;
    if (disturbance.refuses()) {
      this.refuse(call, disturbance.down ? Outcome.unavailable : Outcome.error);
      return;
    }
    if (connections.idle.length > 0) {
      const connection = connections.takeIdle(spec.idleOrder);
      station.idle.set(connections.idle.length, now);
      station.wait.record(0);
      this.take(call, connection, spec.validationTime);
      return;
    }
    const opens = this.mayOpen(spec.max);
    if (!opens && this.queue.size - this.connecting >= spec.waitQueueLimit) {
      this.refuse(call, Outcome.queueFull);
      return;
    }
    simulation.ledgers.enter(
      calls.ints[call + Field.ledger] as number,
      opens ? this.connectPart : this.waitPart,
      now,
    );
    this.queue.push(call);
    station.waiting.set(this.queue.size, now);
    simulation.startTimer(call, this.index, ACQUIRE_TIMEOUT, spec.acquireTimeout);
    if (opens) this.openOne();
    else if (spec.reserve !== undefined)
      simulation.schedule(now + spec.reserve.after, this.index, LATER, RESERVE);
  }

  private mayOpen(max: number): boolean {
    return this.total < max && this.connecting < this.spec.maxConnecting && !this.reconnecting.waits;
  }

  /** Begins to open a connection. One to a target that is down is refused; one to a target that hangs takes as long as that. */
  private openOne(): void {
    const { simulation, spec, station } = this;
    const { target } = this.link as Link;
    const { down, hang } = target.disturbance;
    const time = Math.max(this.disturbance.stretch(spec.connectTime), hang);
    this.connecting++;
    station.opened++;
    station.connecting.set(this.connecting, simulation.now);
    if (down || time > spec.connectTimeout || !target.acceptConnection()) {
      const until = simulation.now + Math.min(time, spec.connectTimeout);
      simulation.schedule(until, this.index, CONNECT_FAILED, 0);
    } else if (time > 0) {
      simulation.schedule(simulation.now + time, this.index, CONNECTED, 0);
    } else {
      this.connected();
    }
  }

  /** Opens connections for waiting calls that none is being opened for. */
  private openForWaiting(): void {
    while (this.queue.size > this.connecting && this.mayOpen(this.spec.max)) this.openOne();
  }

  private connected(): void {
    const { now } = this.simulation;
    this.connecting--;
    this.station.connecting.set(this.connecting, now);
    this.reconnecting.succeeded();
    this.hand(this.connections.add(now));
  }

  /** Waits before the next try where that is asked for; otherwise the calls that wait for a connection are told. */
  private connectFailed(): void {
    const { simulation, queue, spec } = this;
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
      const call = queue.first();
      this.leaveQueue(call);
      simulation.cancelTimer(call);
      this.refuse(call, Outcome.unavailable);
    }
    this.openForWaiting();
  }

  override happen(kind: number, argument: number): void {
    switch (kind) {
      case ACQUIRE_TIMEOUT:
        this.leaveQueue(argument);
        this.refuse(argument, Outcome.acquireTimeout);
        break;
      case CONNECTED:
        this.connected();
        break;
      case IDLE_CHECK:
        this.closeIdle();
        break;
      case QUERY_TIMEOUT:
        this.queryTimedOut(argument);
        break;
      case STATEMENT_TIMEOUT:
        // The database stops the query; where it cannot, the query goes on as after a query timeout.
        if (!this.simulation.interrupt(this.simulation.calls.ints[argument + Field.a] as number))
          this.queryTimedOut(argument);
        break;
      case VALIDATED:
        this.query(argument);
        break;
      case CONNECT_FAILED:
        this.connectFailed();
        break;
      default:
        this.later(argument);
    }
  }

  private later(what: number): void {
    if (what === TRY_AGAIN) {
      this.reconnecting.waits = false;
      this.openForWaiting();
    } else if (what === RESERVE) {
      this.openReserve();
    } else {
      this.station.active.add(-1, this.simulation.now);
      this.close(what);
      this.openForWaiting();
    }
  }

  /** Opens a connection beyond `max` for a call that has waited too long, as PgBouncer's reserve pool. */
  private openReserve(): void {
    const { queue, simulation, spec } = this;
    const oldest = queue.oldest();
    if (spec.reserve === undefined || oldest === NO_CALL) return;
    const since = simulation.calls.doubles[(oldest >> 1) + Field.start] as number;
    if (simulation.now - since < spec.reserve.after || !this.mayOpen(spec.max + spec.reserve.connections))
      return;
    this.openOne();
  }

  private leaveQueue(call: number): void {
    const { calls, now } = this.simulation;
    this.queue.remove(call);
    this.station.waiting.set(this.queue.size, now);
    this.station.wait.record(now - (calls.doubles[(call >> 1) + Field.start] as number));
  }

  /** Gives a connection to the call whose turn it is, or lets it idle. */
  private hand(connection: number): void {
    const { simulation, station, spec, connections, queue } = this;
    const { now } = simulation;
    // A connection of the reserve is kept while calls wait.
    const most =
      spec.reserve !== undefined && queue.size > 0 ? spec.max + spec.reserve.connections : spec.max;
    if (connections.open > most || connections.isWorn(connection, now, spec.maxUses, spec.maxLifetime)) {
      this.close(connection);
      this.openForWaiting();
      return;
    }
    const call = queue.first();
    if (call !== NO_CALL) {
      this.leaveQueue(call);
      simulation.cancelTimer(call);
      this.take(call, connection, 0);
      return;
    }
    connections.rest(connection, now);
    station.idle.set(connections.idle.length, now);
    this.scheduleIdleCheck();
  }

  /** A call has its connection; it is tested first where that takes time. */
  private take(call: number, connection: number, validationTime: number): void {
    const { simulation } = this;
    const { calls, now } = simulation;
    calls.ints[call + Field.c] = connection;
    this.connections.use(connection);
    this.station.active.add(1, now);
    if (validationTime > 0) {
      simulation.ledgers.enter(calls.ints[call + Field.ledger] as number, this.connectPart, now);
      simulation.schedule(now + validationTime, this.index, VALIDATED, call);
    } else {
      this.query(call);
    }
  }

  private query(call: number): void {
    const { simulation, link, spec } = this;
    const { calls, now } = simulation;
    const child = calls.child(now, call, this.index);
    const at = call >> 1;
    calls.doubles[(child >> 1) + Field.work] = calls.doubles[at + Field.work] as number;
    calls.ints[call + Field.a] = child;
    const asked = calls.doubles[at + Field.x] as number;
    const timeout = asked < Number.POSITIVE_INFINITY ? asked : spec.queryTimeout;
    calls.doubles[at + Field.x] = now;
    if (timeout < Number.POSITIVE_INFINITY || spec.statementTimeout < Number.POSITIVE_INFINITY) {
      simulation.fork(child);
      // One timer: the shorter of the two decides.
      const stops = spec.statementTimeout <= timeout;
      simulation.startTimer(
        call,
        this.index,
        stops ? STATEMENT_TIMEOUT : QUERY_TIMEOUT,
        stops ? spec.statementTimeout : timeout,
      );
    }
    simulation.send(child, link as Link);
  }

  override childDone(call: number, child: number, outcome: number): void {
    const { simulation, station, spec } = this;
    const { calls, now } = simulation;
    simulation.cancelTimer(call);
    station.use.record(now - (calls.doubles[(call >> 1) + Field.x] as number));
    const connection = calls.ints[call + Field.c] as number;
    // The query outlived its timeout: its caller has been told, and only the connection is left to return.
    if ((calls.ints[call + Field.flags] as number) & Flag.frame) {
      simulation.complete(call, outcome);
    } else {
      simulation.join(call, child);
      this.end(call, outcome);
    }
    if (spec.leakRatio > 0 && this.leaks.uniform() < spec.leakRatio) {
      this.leak(connection);
      return;
    }
    station.active.add(-1, now);
    if (outcome === Outcome.unavailable) {
      // The connection broke with the target.
      this.close(connection);
      this.openForWaiting();
    } else {
      this.hand(connection);
    }
  }

  /** The caller forgets to return a connection: it counts as in use until the pool takes it back, if it ever does. */
  private leak(connection: number): void {
    const { simulation, spec } = this;
    if (spec.leakTimeout < Number.POSITIVE_INFINITY) {
      simulation.schedule(simulation.now + spec.leakTimeout, this.index, LATER, connection);
    }
  }

  /** The caller is told; the query goes on, and its connection is busy until it ends. */
  private queryTimedOut(call: number): void {
    const { calls, now } = this.simulation;
    const child = calls.ints[call + Field.a] as number;
    this.simulation.join(call, child);
    const rest = calls.detached(now, call);
    calls.ints[rest + Field.c] = calls.ints[call + Field.c] as number;
    calls.doubles[(rest >> 1) + Field.x] = calls.doubles[(call >> 1) + Field.x] as number;
    calls.ints[child + Field.parent] = rest;
    this.end(call, Outcome.timeout);
  }

  /** A call that got no connection fails, or tries the pool that is there for that. */
  private refuse(call: number, outcome: number): void {
    const { simulation, station, fallback } = this;
    if (fallback === undefined) {
      this.end(call, outcome);
      return;
    }
    station.end(outcome, simulation.now - (simulation.calls.doubles[(call >> 1) + Field.start] as number));
    simulation.send(call, fallback);
  }

  private end(call: number, outcome: number): void {
    const { simulation, station } = this;
    station.end(outcome, simulation.now - (simulation.calls.doubles[(call >> 1) + Field.start] as number));
    simulation.complete(call, outcome);
  }

  private close(connection: number): void {
    (this.link as Link).target.connectionClosed();
    this.connections.close(connection);
    this.station.idle.set(this.connections.idle.length, this.simulation.now);
  }

  private closeIdle(): void {
    const { connections, spec, simulation } = this;
    this.idleCheck = NO_EVENT;
    while (
      connections.idle.length > 0 &&
      this.total > spec.min &&
      connections.idleSince + spec.idleTimeout <= simulation.now
    ) {
      this.close(connections.takeIdle("fifo"));
    }
    this.scheduleIdleCheck();
  }

  private scheduleIdleCheck(): void {
    const { simulation, spec, connections } = this;
    if (this.idleCheck !== NO_EVENT || connections.idle.length === 0 || this.total <= spec.min) return;
    const at = connections.idleSince + spec.idleTimeout;
    if (at === Number.POSITIVE_INFINITY) return;
    this.idleCheck = simulation.schedule(Math.max(at, simulation.now), this.index, IDLE_CHECK, 0);
  }
}
