import type { Build } from "../engine/build.ts";
import { NO_CALL } from "../engine/calls.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import type { Link } from "../engine/link.ts";
import { doubles, ints } from "../engine/memory.ts";
import type { RandomStream } from "../engine/random-stream.ts";
import { Outcome } from "../outcome.ts";
import type { ComponentOf, Component as Spec } from "../scenario/schema/scenario.ts";
import { Execution } from "./execution.ts";
import { Clients } from "./pooling/clients.ts";
import {
  CLOSED,
  CONNECT_FAILED,
  CONNECTED,
  IDLE_CHECK,
  LATER,
  RESERVE,
  Stock,
  SUSPECTED,
  TRY_AGAIN,
} from "./pooling/stock.ts";
import { Transactions } from "./pooling/transactions.ts";
import type { Server } from "./server.ts";

const ACQUIRE_TIMEOUT = 4;
const QUERY_TIMEOUT = 5;
const STATEMENT_TIMEOUT = 6;
/** A call's connection was tested, or is closed. */
const READY = 7;

const NO_LINK = -1;

/**
 * A connection pool. A call takes an idle connection, or waits until one is opened or returned; then its query runs on the
 * target, and the connection comes back. Whichever connection is free first goes to the call whose turn it is.
 *
 * A call's registers here: `c` its connection, `a` the call to the target, `x` first the query timeout that it asked for, then when
 * its query began; `b` its outcome while its connection is closed. Transactions have others.
 */
export class Pool extends Stock {
  private fallback: Link | undefined;
  private readonly transactions: Transactions;
  /** Connections of pools in front of this one; it is a pooler where there are such pools. */
  private readonly clients = new Clients();
  private isPooler = false;
  /** Whether a call that comes may be told something else than to wait for a connection. */
  private isDiverting = false;
  /** Whether a connection may go another way than back to the pool. */
  private isDetaining = false;
  /** Until when calls go straight to the fallback. */
  private fallsBackUntil = 0;
  fallbacks = 0;
  leaked = 0;
  suspected = 0;
  private readonly leaks: RandomStream;

  constructor(build: Build, spec: ComponentOf<"pool">) {
    super(build, spec);
    this.transactions = new Transactions(this.index);
    this.leaks = build.stream(spec.id, "leaks");
  }

  wire(build: Build): void {
    this.link = build.link(this.id, this.spec.target);
    if (this.spec.fallback !== undefined) this.fallback = build.link(this.id, this.spec.fallback);
    if (this.link.target instanceof Pool) this.link.target.becomePooler();
    this.adopt(this.spec);
    this.fill();
  }

  private becomePooler(): void {
    this.isPooler = true;
    this.adopt(this.spec);
  }

  private adopt(spec: ComponentOf<"pool">): void {
    this.spec = spec;
    this.max = spec.perRequest ? Number.POSITIVE_INFINITY : spec.max;
    this.isDetaining =
      this.isPooler || spec.leakRatio > 0 || spec.leakDetection < Number.POSITIVE_INFINITY || spec.perRequest;
    this.decideDiverting();
  }

  private decideDiverting(): void {
    this.isDiverting = this.transactions.size > 0 || this.isPooler || this.fallback !== undefined;
  }

  override configure(spec: Spec): void {
    if (spec.type !== "pool") return;
    this.adopt(spec);
    this.queue.order = spec.order;
    while (this.connections.idle.length > 0 && this.total > this.max)
      this.close(this.connections.takeIdle("fifo"));
    this.openForWaiting();
    this.fill();
    this.scheduleIdleCheck();
  }

  override acceptConnection(): boolean {
    if (this.clients.open >= this.spec.maxClients) return false;
    this.clients.open++;
    return true;
  }

  override connectionClosed(): void {
    this.clients.open--;
  }

  override sessionEnded(pool: number, connection: number, what: "transaction" | "session"): void {
    const own = this.clients.connectionOf(pool, connection);
    if (own === undefined) return;
    (this.link as Link).target.sessionEnded(this.index, own, what);
    if (what === "transaction" && this.spec.mode === "session") return;
    this.clients.release(own);
    this.station.active.add(-1, this.simulation.now);
    this.hand(own);
  }

  override enter(call: number): void {
    const { simulation, station, spec, connections, disturbance } = this;
    const { now } = simulation;
    station.arrived++;
    doubles[(call >> 1) + Field.start] = now;
    if (disturbance.refuses()) {
      this.refuse(call, disturbance.down ? Outcome.unavailable : Outcome.error);
      return;
    }
    if (this.isDiverting && this.diverts(call)) return;
    if (connections.idle.length > 0) {
      const connection = connections.takeIdle(spec.idleOrder);
      station.idle.set(connections.idle.length, now);
      station.wait.record(0);
      this.take(call, connection, spec.validationTime);
      return;
    }
    // What is opened ahead may be for this call.
    const isAhead = spec.fill === "ahead" && this.queue.size < this.connecting;
    const opens = !isAhead && this.mayOpen(this.max);
    if (!opens && this.queue.size - this.connecting >= spec.waitQueueLimit) {
      this.refuse(call, Outcome.queueFull);
      return;
    }
    this.waits(call, opens ? this.connectPart : this.waitPart);
    this.queue.push(call);
    station.waiting.set(this.queue.size, now);
    simulation.startTimer(call, this.index, ACQUIRE_TIMEOUT, spec.acquireTimeout);
    if (opens) this.openOne();
    else if (spec.reserve !== undefined)
      simulation.schedule(now + spec.reserve.after, this.index, LATER, RESERVE);
  }

  /** Whether a call needs no connection of its own: it belongs to one that is held, or goes to the fallback. */
  private diverts(call: number): boolean {
    const { simulation, transactions, clients } = this;
    if (((ints[call + Field.flags] as number) & Flag.transaction) === 0) {
      const transaction = transactions.of(call, this.fallback?.index ?? NO_LINK);
      if (transaction !== NO_CALL) {
        if (ints[transaction + Field.node] !== this.index) this.goOver(call, Outcome.unavailable);
        else if (transactions.join(call, transaction)) this.query(call);
        else this.waits(call, this.waitPart);
        return true;
      }
    }
    const front = this.isPooler ? this.clientOf(call) : NO_CALL;
    if (front !== NO_CALL) {
      const { node, c } = Field;
      const own = clients.connectionOf(ints[front + node] as number, ints[front + c] as number);
      if (own !== undefined) {
        ints[call + Field.c] = own;
        this.query(call);
        return true;
      }
    }
    if (simulation.now >= this.fallsBackUntil || this.fallback === undefined) return false;
    this.refuse(call, Outcome.unavailable);
    return true;
  }

  /** Whether a call's query is one of a transaction that keeps its connection to the target until its end. */
  isWithin(call: number): boolean {
    if ((ints[call + Field.flags] as number) & Flag.within) return true;
    const front = this.isPooler && this.spec.mode !== "statement" ? this.clientOf(call) : NO_CALL;
    return front !== NO_CALL && (this.simulation.componentAt(front) as Pool).isWithin(front);
  }

  /** The call at a pool in front for which this one is made, or NO_CALL. */
  private clientOf(call: number): number {
    const { simulation } = this;
    const front = ints[call + Field.parent] as number;
    return front !== NO_CALL && simulation.components[ints[front + Field.node] as number] instanceof Pool
      ? front
      : NO_CALL;
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
        this.statementTimedOut(argument);
        break;
      case READY:
        if ((ints[argument + Field.flags] as number) & Flag.closing) this.closed(argument);
        else this.query(argument);
        break;
      case CONNECT_FAILED:
        this.connectFailed(argument);
        break;
      default:
        this.later(argument);
    }
  }

  private later(what: number): void {
    if (what === TRY_AGAIN) {
      this.tryAgain();
    } else if (what === RESERVE) {
      this.openReserve();
    } else if (what === CLOSED) {
      (this.link as Link).target.connectionClosed();
    } else if (what === SUSPECTED) {
      this.suspected++;
    } else {
      this.station.active.add(-1, this.simulation.now);
      this.close(what);
      this.openForWaiting();
    }
  }

  /** Gives a connection to the call whose turn it is, or lets it idle. */
  protected override hand(connection: number): void {
    const { simulation, station, spec, connections, queue } = this;
    const { now } = simulation;
    // A connection of the reserve is kept while calls wait.
    const most =
      spec.reserve !== undefined && queue.size > 0 ? this.max + spec.reserve.connections : this.max;
    if (connections.open > most || connections.isWorn(connection, now, spec.maxUses, spec.maxLifetime)) {
      this.close(connection);
      this.openForWaiting();
      return;
    }
    const call = queue.peek();
    if (call !== NO_CALL) {
      this.leaveQueue(call);
      simulation.cancelTimer(call);
      this.take(call, connection, 0);
      return;
    }
    if (spec.perRequest || connections.idle.length >= spec.maxIdle) {
      this.close(connection);
      return;
    }
    connections.rest(connection, now);
    station.idle.set(connections.idle.length, now);
    this.scheduleIdleCheck();
  }

  /** A call has its connection; it is tested first where that takes time. */
  private take(call: number, connection: number, validationTime: number): void {
    const { simulation } = this;
    const { now } = simulation;
    ints[call + Field.c] = connection;
    this.connections.use(connection);
    this.station.active.add(1, now);
    if (validationTime > 0) {
      this.waits(call, this.connectPart);
      simulation.schedule(now + validationTime, this.index, READY, call);
    } else {
      this.query(call);
    }
  }

  private query(call: number): void {
    const { simulation, link, spec } = this;
    const { calls, now } = simulation;
    if ((ints[call + Field.flags] as number) & Flag.transaction) {
      this.transact(call);
      return;
    }
    const child = calls.child(call, this.index);
    const at = call >> 1;
    doubles[(child >> 1) + Field.work] = doubles[at + Field.work] as number;
    ints[call + Field.a] = child;
    const asked = doubles[at + Field.x] as number;
    const timeout = asked < Number.POSITIVE_INFINITY ? asked : spec.queryTimeout;
    doubles[at + Field.x] = now;
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

  /** Holds the connection while the server that asked for it does its steps. */
  private transact(call: number): void {
    const { simulation, transactions } = this;
    const server = simulation.components[ints[call + Field.a] as number] as Server;
    const place = ints[call + Field.b] as number;
    doubles[(call >> 1) + Field.x] = simulation.now;
    transactions.begin(call);
    this.decideDiverting();
    server.load(call, place);
  }

  private transactionDone(call: number, outcome: number): void {
    const { simulation, transactions, station } = this;
    const connection = ints[call + Field.c] as number;
    transactions.size--;
    this.decideDiverting();
    station.use.record(simulation.now - (doubles[(call >> 1) + Field.x] as number));
    (this.link as Link).target.sessionEnded(this.index, connection, "transaction");
    this.giveBack(call, connection, ints[call + Field.b] === 1 ? Outcome.unavailable : outcome, outcome);
  }

  /** A query within a transaction is done; its connection stays with the transaction. */
  private doneWithin(call: number, child: number, outcome: number): void {
    const { simulation, transactions } = this;
    const transaction = ints[call + Field.b] as number;
    if (outcome === Outcome.unavailable) ints[transaction + Field.b] = 1;
    if (((ints[call + Field.flags] as number) & Flag.frame) === 0) simulation.join(call, child);
    this.answer(call, outcome);
    const next = transactions.next(call);
    if (next !== NO_CALL) this.query(next);
    else if (transactions.isDone(transaction))
      this.transactionDone(transaction, ints[transaction + Field.event] as number);
  }

  override childDone(call: number, child: number, outcome: number): void {
    const { simulation, station } = this;
    const { now } = simulation;
    const flags = ints[call + Field.flags] as number;
    if (flags & Flag.transaction) {
      if (this.transactions.done(call, outcome)) this.transactionDone(call, outcome);
      return;
    }
    simulation.cancelTimer(call);
    if (flags & Flag.within) {
      this.doneWithin(call, child, outcome);
      return;
    }
    if (flags & Flag.closing) {
      this.forgetConnection(ints[call + Field.c] as number);
      simulation.complete(call, outcome);
      return;
    }
    station.use.record(now - (doubles[(call >> 1) + Field.x] as number));
    const connection = ints[call + Field.c] as number;
    if ((flags & Flag.frame) === 0) simulation.join(call, child);
    this.giveBack(call, connection, outcome, outcome);
  }

  /** A call is answered, and its connection comes back; `end` is how that was used, which tells whether it broke. */
  private giveBack(call: number, connection: number, end: number, outcome: number): void {
    const { simulation, station } = this;
    if (this.isDetaining && this.detains(call, connection, end, outcome)) return;
    this.answer(call, outcome);
    station.active.add(-1, simulation.now);
    if (end > Outcome.late && this.isSpoilt(call, end)) {
      this.close(connection);
      this.openForWaiting();
    } else {
      this.hand(connection);
    }
  }

  /** Whether a failure leaves a connection unfit for use: it broke with the target, or nobody trusts it any more. */
  private isSpoilt(call: number, end: number): boolean {
    if (end === Outcome.unavailable) return true;
    const isTransaction = ((ints[call + Field.flags] as number) & Flag.transaction) !== 0;
    return this.spec.closeOnError && !isTransaction;
  }

  /** Whether a connection goes another way than back: it is closed for the caller, kept for a client, or leaks. */
  private detains(call: number, connection: number, end: number, outcome: number): boolean {
    const { simulation, spec } = this;
    const { now } = simulation;
    const used = now - (doubles[(call >> 1) + Field.x] as number);
    if (used > spec.leakDetection) this.suspected++;
    const isFrame = ((ints[call + Field.flags] as number) & Flag.frame) !== 0;
    if (spec.perRequest && !isFrame && end !== Outcome.unavailable) {
      ints[call + Field.b] = outcome;
      ints[call + Field.flags] = (ints[call + Field.flags] as number) | Flag.closing;
      this.waits(call, this.connectPart);
      if (spec.closeTime > 0) simulation.schedule(now + spec.closeTime, this.index, READY, call);
      else this.closed(call);
      return true;
    }
    if (this.isPooler && this.keeps(call, connection, end)) {
      this.answer(call, outcome);
      return true;
    }
    if (spec.leakRatio === 0 || this.leaks.uniform() >= spec.leakRatio) return false;
    this.answer(call, outcome);
    this.leak(connection, used);
    return true;
  }

  /** Whether a connection stays with the client that it was used for, a connection of a pool in front. */
  private keeps(call: number, connection: number, end: number): boolean {
    const { clients } = this;
    if (clients.isTied(connection)) {
      if (end !== Outcome.unavailable) return true;
      clients.release(connection);
      return false;
    }
    const front = end === Outcome.unavailable ? NO_CALL : this.clientOf(call);
    if (front === NO_CALL || !this.keepsFor(front)) return false;
    clients.tie(ints[front + Field.node] as number, ints[front + Field.c] as number, connection);
    return true;
  }

  /** Tells the caller; where that was done already, when the query outlived its timeout, only the rest of the call ends. */
  private answer(call: number, outcome: number): void {
    if ((ints[call + Field.flags] as number) & Flag.frame) this.simulation.complete(call, outcome);
    else this.end(call, outcome);
  }

  /** Whether the client of a call at a pool in front keeps its connection here. */
  private keepsFor(front: number): boolean {
    const { mode } = this.spec;
    const isWithin = ((ints[front + Field.flags] as number) & Flag.within) !== 0;
    return mode === "session" || (mode === "transaction" && isWithin);
  }

  /** The connection that was opened for a call is closed. */
  private closed(call: number): void {
    this.station.active.add(-1, this.simulation.now);
    this.close(ints[call + Field.c] as number, 0);
    this.end(call, ints[call + Field.b] as number);
    this.openForWaiting();
  }

  /** The caller forgets to return a connection: it counts as in use until the pool takes it back, if it ever does. */
  private leak(connection: number, used: number): void {
    const { simulation, spec } = this;
    this.leaked++;
    const { leakTimeout, leakDetection } = spec;
    if (leakTimeout < Number.POSITIVE_INFINITY)
      simulation.schedule(simulation.now + leakTimeout, this.index, LATER, connection);
    if (used <= leakDetection && leakDetection < Math.min(Number.POSITIVE_INFINITY, used + leakTimeout))
      simulation.schedule(simulation.now + leakDetection - used, this.index, LATER, SUSPECTED);
  }

  /** The database stops the query; where it cannot, the query goes on as after a query timeout. */
  private statementTimedOut(call: number): void {
    const { simulation } = this;
    const child = ints[call + Field.a] as number;
    const isCutOff = simulation.isCutOff(child);
    ints[call + Field.flags] = (ints[call + Field.flags] as number) & ~Flag.timed;
    const isStopped = simulation.interrupt(child);
    // Over a cut nobody hears of that: only the caller's own timeout ends its wait.
    if (isCutOff) this.limit(call, Number.POSITIVE_INFINITY);
    else if (!isStopped) this.queryTimedOut(call);
  }

  /** A query reaches its database, where the time of the statement begins. */
  override reachedTarget(call: number): void {
    const { simulation, spec } = this;
    const isTold = ((ints[call + Field.flags] as number) & Flag.frame) !== 0;
    if (isTold || spec.statementTimeout === Number.POSITIVE_INFINITY) return;
    simulation.cancelTimer(call);
    this.limit(call, spec.statementTimeout);
  }

  /** Starts the timer of a query that is under way already: that of the statement, or what is left of the caller's. */
  private limit(call: number, statement: number): void {
    const { simulation } = this;
    const asker = ints[call + Field.parent] as number;
    const server = asker === NO_CALL ? undefined : simulation.componentAt(asker);
    const asked = server instanceof Execution ? server.queryTimeoutOf(asker) : Number.POSITIVE_INFINITY;
    const timeout = asked < Number.POSITIVE_INFINITY ? asked : this.spec.queryTimeout;
    const left = (doubles[(call >> 1) + Field.x] as number) + timeout - simulation.now;
    const seconds = Math.max(0, Math.min(left, statement));
    if (seconds === Number.POSITIVE_INFINITY) return;
    simulation.startOddTimer(call, this.index, left < statement ? QUERY_TIMEOUT : STATEMENT_TIMEOUT, seconds);
  }

  /** The caller is told; the query goes on, and its connection is busy until it ends. */
  private queryTimedOut(call: number): void {
    const { calls, now } = this.simulation;
    const child = ints[call + Field.a] as number;
    // A timer that was drawn leaves its flag to us.
    ints[call + Field.flags] = (ints[call + Field.flags] as number) & ~Flag.timed;
    this.simulation.join(call, child);
    const rest = calls.detached(call);
    ints[rest + Field.c] = ints[call + Field.c] as number;
    doubles[(rest >> 1) + Field.x] = doubles[(call >> 1) + Field.x] as number;
    ints[child + Field.parent] = rest;
    const isWithin = ((ints[call + Field.flags] as number) & Flag.within) !== 0;
    if (isWithin) this.transactions.replace(call, rest);
    this.end(call, Outcome.timeout);
    if (!this.spec.closeOnError || isWithin || this.isPooler) return;
    this.station.use.record(now - (doubles[(call >> 1) + Field.x] as number));
    ints[rest + Field.flags] = (ints[rest + Field.flags] as number) | Flag.closing;
    this.abandonConnection();
  }

  /** A call that got no connection fails, or tries the pool that is there for that. */
  protected override refuse(call: number, outcome: number): void {
    const { simulation, fallback, spec } = this;
    if (fallback === undefined) {
      this.end(call, outcome);
      return;
    }
    if (simulation.now >= this.fallsBackUntil) this.fallsBackUntil = simulation.now + spec.fallbackFor;
    this.goOver(call, outcome);
  }

  /** A call goes on to the fallback. */
  private goOver(call: number, outcome: number): void {
    const { simulation, station, fallback } = this;
    station.end(outcome, simulation.now - (doubles[(call >> 1) + Field.start] as number));
    this.fallbacks++;
    simulation.send(call, fallback as Link);
  }

  private end(call: number, outcome: number): void {
    const { simulation, station } = this;
    station.end(outcome, simulation.now - (doubles[(call >> 1) + Field.start] as number));
    simulation.complete(call, outcome);
  }

  override restartMeasures(): void {
    super.restartMeasures();
    this.fallbacks = 0;
    this.leaked = 0;
    this.suspected = 0;
  }
}
