import type { Build } from "../engine/build.ts";
import { NO_CALL } from "../engine/calls.ts";
import { Component } from "../engine/component.ts";
import { NO_EVENT } from "../engine/event-list.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import type { Link } from "../engine/link.ts";
import { WaitQueue } from "../engine/wait-queue.ts";
import { Outcome } from "../outcome.ts";
import type { ComponentOf, Component as Spec } from "../scenario/schema/scenario.ts";

const ACQUIRE_TIMEOUT = 0;
const CONNECTED = 1;
const IDLE_CHECK = 2;
const QUERY_TIMEOUT = 3;

/** Connections by number: when opened, when last returned, how often used. */
class Connections {
  readonly opened: number[] = [];
  readonly returned: number[] = [];
  readonly uses: number[] = [];
  private readonly free: number[] = [];

  add(now: number): number {
    const connection = this.free.pop() ?? this.opened.length;
    this.opened[connection] = now;
    this.returned[connection] = now;
    this.uses[connection] = 0;
    return connection;
  }

  close(connection: number): void {
    this.free.push(connection);
  }
}

/**
 * A connection pool. A call takes an idle connection, or waits until one is opened or returned; then its query runs on the
 * target, and the connection comes back. Whichever connection is free first goes to the call whose turn it is.
 *
 * A call's registers here: `c` its connection, `a` the call to the target, `x` the query timeout it asked for.
 */
export class Pool extends Component {
  spec: ComponentOf<"pool">;
  private link: Link | undefined;
  readonly queue: WaitQueue;
  private readonly connections = new Connections();
  /** Idle connections, the one returned first at the front. */
  private readonly idle: number[] = [];
  private open = 0;
  private connecting = 0;
  private idleCheck = NO_EVENT;
  private readonly waitPart: number;
  private readonly connectPart: number;

  constructor(build: Build, spec: ComponentOf<"pool">) {
    super(build.simulation, spec.id);
    this.spec = spec;
    this.queue = new WaitQueue(this.simulation.calls);
    this.queue.order = spec.order;
    this.waitPart = this.simulation.ledgers.part(spec.id, "pool wait");
    this.connectPart = this.simulation.ledgers.part(spec.id, "connect");
  }

  wire(build: Build): void {
    this.link = build.link(this.id, this.spec.target);
  }

  override configure(spec: Spec): void {
    if (spec.type !== "pool") return;
    this.spec = spec;
    this.queue.order = spec.order;
    while (this.idle.length > 0 && this.total > spec.max) this.close(this.idle.shift() as number);
    this.openForWaiting();
    this.scheduleIdleCheck();
  }

  /** Connections that exist or are being opened. */
  private get total(): number {
    return this.open + this.connecting;
  }

  override enter(call: number): void {
    const { simulation, station, spec } = this;
    const { calls, now } = simulation;
    station.arrived++;
    calls.doubles[(call >> 1) + Field.start] = now;
    if (this.disturbance.down || this.disturbance.fails()) {
      this.end(call, this.disturbance.down ? Outcome.unavailable : Outcome.error);
      return;
    }
    if (this.idle.length > 0) {
      const connection = (spec.idleOrder === "lifo" ? this.idle.pop() : this.idle.shift()) as number;
      station.idle.set(this.idle.length, now);
      station.wait.record(0);
      this.use(call, connection);
      return;
    }
    const opens = this.mayOpen();
    if (!opens && this.queue.size - this.connecting >= spec.waitQueueLimit) {
      this.end(call, Outcome.queueFull);
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
  }

  private mayOpen(): boolean {
    return this.total < this.spec.max && this.connecting < this.spec.maxConnecting;
  }

  private openOne(): void {
    const { simulation } = this;
    const time = this.disturbance.stretch(this.spec.connectTime);
    this.connecting++;
    this.station.opened++;
    this.station.connecting.set(this.connecting, simulation.now);
    if (time > 0) simulation.schedule(simulation.now + time, this.index, CONNECTED, 0);
    else this.connected();
  }

  /** Opens connections for waiting calls that none is being opened for. */
  private openForWaiting(): void {
    while (this.queue.size > this.connecting && this.mayOpen()) this.openOne();
  }

  private connected(): void {
    const { now } = this.simulation;
    this.connecting--;
    this.open++;
    this.station.connecting.set(this.connecting, now);
    this.hand(this.connections.add(now));
  }

  override happen(kind: number, argument: number): void {
    switch (kind) {
      case ACQUIRE_TIMEOUT:
        this.giveUp(argument);
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
      default:
        super.happen(kind, argument);
    }
  }

  private giveUp(call: number): void {
    const { calls, now } = this.simulation;
    this.queue.remove(call);
    this.station.waiting.set(this.queue.size, now);
    this.station.wait.record(now - (calls.doubles[(call >> 1) + Field.start] as number));
    this.end(call, Outcome.acquireTimeout);
  }

  /** Gives a connection to the call whose turn it is, or lets it idle. */
  private hand(connection: number): void {
    const { simulation, station, spec, connections } = this;
    const { now, calls } = simulation;
    const worn =
      (connections.uses[connection] as number) >= spec.maxUses ||
      now - (connections.opened[connection] as number) >= spec.maxLifetime;
    if (worn || this.open > spec.max) {
      this.close(connection);
      this.openForWaiting();
      return;
    }
    const call = this.queue.first();
    if (call !== NO_CALL) {
      this.queue.remove(call);
      station.waiting.set(this.queue.size, now);
      simulation.cancelTimer(call);
      station.wait.record(now - (calls.doubles[(call >> 1) + Field.start] as number));
      this.use(call, connection);
      return;
    }
    connections.returned[connection] = now;
    this.idle.push(connection);
    station.idle.set(this.idle.length, now);
    this.scheduleIdleCheck();
  }

  private use(call: number, connection: number): void {
    const { simulation, connections, link } = this;
    const { calls, now } = simulation;
    calls.ints[call + Field.c] = connection;
    connections.uses[connection] = (connections.uses[connection] as number) + 1;
    this.station.active.add(1, now);
    const child = calls.child(now, call, this.index);
    calls.doubles[(child >> 1) + Field.work] = calls.doubles[(call >> 1) + Field.work] as number;
    calls.ints[call + Field.a] = child;
    // When the connection was taken: what the call's start was is in the histogram already.
    calls.doubles[(call >> 1) + Field.work] = now;
    const timeout = calls.doubles[(call >> 1) + Field.x] as number;
    if (timeout < Number.POSITIVE_INFINITY) {
      simulation.fork(child);
      simulation.startTimer(call, this.index, QUERY_TIMEOUT, timeout);
    }
    simulation.send(child, link as Link);
  }

  override childDone(call: number, child: number, outcome: number): void {
    const { simulation, station } = this;
    const { calls, now } = simulation;
    simulation.cancelTimer(call);
    station.active.add(-1, now);
    station.use.record(now - (calls.doubles[(call >> 1) + Field.work] as number));
    const connection = calls.ints[call + Field.c] as number;
    // The query outlived its timeout: its caller has been told, and only the connection is left to return.
    if ((calls.ints[call + Field.flags] as number) & Flag.frame) {
      simulation.complete(call, outcome);
    } else {
      simulation.join(call, child);
      this.end(call, outcome);
    }
    this.hand(connection);
  }

  /** The caller is told; the query goes on, and its connection is busy until it ends. */
  private queryTimedOut(call: number): void {
    const { calls, now } = this.simulation;
    const child = calls.ints[call + Field.a] as number;
    this.simulation.join(call, child);
    const rest = calls.detached(now, call);
    calls.ints[rest + Field.c] = calls.ints[call + Field.c] as number;
    calls.doubles[(rest >> 1) + Field.work] = calls.doubles[(call >> 1) + Field.work] as number;
    calls.ints[child + Field.parent] = rest;
    this.end(call, Outcome.timeout);
  }

  private end(call: number, outcome: number): void {
    const { simulation, station } = this;
    station.end(outcome, simulation.now - (simulation.calls.doubles[(call >> 1) + Field.start] as number));
    simulation.complete(call, outcome);
  }

  private close(connection: number): void {
    this.open--;
    this.connections.close(connection);
    this.station.idle.set(this.idle.length, this.simulation.now);
  }

  private closeIdle(): void {
    const { now } = this.simulation;
    this.idleCheck = NO_EVENT;
    while (this.idle.length > 0 && this.total > this.spec.min && this.idleUntil() <= now) {
      this.close(this.idle.shift() as number);
    }
    this.scheduleIdleCheck();
  }

  /** When the connection that has been idle longest is closed. */
  private idleUntil(): number {
    return (this.connections.returned[this.idle[0] as number] as number) + this.spec.idleTimeout;
  }

  private scheduleIdleCheck(): void {
    const { simulation, spec } = this;
    if (this.idleCheck !== NO_EVENT || this.idle.length === 0 || this.total <= spec.min) return;
    const at = this.idleUntil();
    if (at === Number.POSITIVE_INFINITY) return;
    this.idleCheck = simulation.schedule(Math.max(at, simulation.now), this.index, IDLE_CHECK, 0);
  }
}
