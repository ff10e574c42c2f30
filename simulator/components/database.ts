import type { Build } from "../engine/build.ts";
import { NO_CALL } from "../engine/calls.ts";
import { Component } from "../engine/component.ts";
import type { Disturbance } from "../engine/disturbance.ts";
import { Draw } from "../engine/draw.ts";
import { NO_EVENT } from "../engine/event-list.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import { NO_PART } from "../engine/ledgers.ts";
import { doubles, ints } from "../engine/memory.ts";
import { Level } from "../measure/level.ts";
import { Outcome } from "../outcome.ts";
import type { ComponentOf, FaultEvent, Component as Spec } from "../scenario/schema/scenario.ts";
import { murmur3 } from "./balancing/hashing.ts";
import { NO_TARGET } from "./balancing/targets.ts";
import { Locks, sessionOwner } from "./locks.ts";
import { Pool } from "./pool.ts";
import { Node, type Write } from "./replication/node.ts";
import { Replication } from "./replication/replication.ts";

const DONE = 0;
const SHARED_DONE = 1;
const REPLICATED = 2;
const OUTAGE_NOTICED = 3;
const PRIMARY_LOST = 4;
const LOCK_TIMEOUT = 5;
const REPLICATION_TIMEOUT = 6;

/** What a query is at (register `b`): work after which it is done, work before it needs its lock, waiting for it, holding it; and waiting for replicas, without a lock or with one. */
const PLAIN = 0;
const BEFORE_LOCK = 1;
const LOCK_WAIT = 2;
const LOCKED = 3;
const COMMITTED = 4;
const COMMITTED_LOCKED = 5;

/**
 * A database: each query needs its work on one core; queries beyond the cores share them. It is one machine, or a primary with
 * replicas. A query that takes a lock works, waits, and works.
 *
 * A call's registers: `a` the machine that it is at, `b` what it is at there, `c` its lock, `x` how long it waited for that, `d` whether its
 * machine counts it, and `event` how its work is found.
 */
export class Database extends Component {
  private spec: ComponentOf<"database">;
  private readonly serviceTime: Draw;
  /** The primary to begin with, and the replicas; more than there are once their number was lowered. */
  private readonly nodes: Node[] = [];
  readonly replication: Replication;
  /** A single machine without a fault of its own: nothing is routed. */
  private isSingle = true;
  private readonly locks: Locks;
  private readonly keyCount: number;
  /** Connections that pools hold. */
  private connections = 0;
  /** Queries that write. */
  writes = 0;
  /** Cores of all machines: those at work, and those that there are. Where they are unlimited neither is counted. */
  private readonly busy = new Level();
  private readonly present = new Level();
  private readonly workPart: number;
  private readonly waitPart: number;
  private readonly lockPart: number;
  private readonly replicationPart: number;

  constructor(build: Build, spec: ComponentOf<"database">) {
    super(build.simulation, spec.id);
    this.spec = spec;
    this.keyCount = build.keyCount;
    this.serviceTime = new Draw(build.stream(spec.id, "service"), spec.serviceTime);
    this.replication = new Replication(
      this.nodes,
      spec.replicas,
      build.stream(spec.id, "replicas"),
      build.keyCount,
    );
    this.locks = new Locks((call) => this.lockOwner(call));
    const { ledgers } = this.simulation;
    this.workPart = ledgers.part(spec.id, "query work");
    this.waitPart = ledgers.part(spec.id, "query wait");
    this.lockPart = ledgers.part(spec.id, "lock wait");
    this.replicationPart =
      spec.replicas.synchronous === undefined ? NO_PART : ledgers.part(spec.id, "replication wait");
    this.configure(spec);
  }

  override acceptConnection(): boolean {
    if (this.connections >= this.spec.maxConnections) return false;
    this.connections++;
    return true;
  }

  override connectionClosed(): void {
    this.connections--;
  }

  /** Cores of all machines that are left by the faults of the moment. */
  get cores(): number {
    let sum = 0;
    for (let i = 0; i <= this.spec.replicas.count; i++) sum += this.coresOf(this.nodes[i] as Node);
    return sum;
  }

  /** The share of the cores at work over time; 0 where they are unlimited. */
  get utilisation(): number {
    if (this.spec.cores === Number.POSITIVE_INFINITY) return 0;
    const { now } = this.simulation;
    return this.busy.integral(now) / this.present.integral(now);
  }

  /** How many times slower than alone a query is on the busiest machine. */
  get slowdown(): number {
    let most = 1;
    for (const { sharing } of this.nodes) most = Math.max(most, sharing.slowdown);
    return most;
  }

  /** Writes that the replica furthest behind does not show yet. */
  get backlog(): number {
    let most = 0;
    for (const { backlog } of this.nodes) most = Math.max(most, backlog);
    return most;
  }

  /** Whether a machine of several has a fault of its own. */
  get isHurt(): boolean {
    return this.nodes.some(({ disturbance }) => disturbance.active);
  }

  private coresOf(node: Node): number {
    return node.disturbance.left(this.disturbance.left(this.spec.cores));
  }

  override configure(spec: Spec): void {
    if (spec.type !== "database") return;
    this.spec = spec;
    this.serviceTime.set(spec.serviceTime);
    while (this.nodes.length <= spec.replicas.count)
      this.nodes.push(
        new Node(this.simulation, this.id, this.index, SHARED_DONE, this.nodes.length, this.busy),
      );
    this.replication.configure(spec.replicas);
    this.disturbed();
  }

  override disturbanceFor(fault: FaultEvent): Disturbance {
    return fault.node === undefined
      ? this.disturbance
      : ((this.nodes[fault.node] as Node | undefined)?.disturbance ?? this.disturbance);
  }

  override disturbed(): void {
    const { nodes, spec } = this;
    for (const node of nodes) node.sharing.configure(this.coresOf(node), spec.contentionPerExtra);
    if (spec.cores < Number.POSITIVE_INFINITY) this.present.set(this.cores, this.simulation.now);
    this.isSingle = spec.replicas.count === 0 && !this.isHurt;
    nodes.forEach((node, number) => {
      if (node.disturbance.down) this.goesDown(node, number);
      else this.isUp(node, number);
    });
  }

  /** Whether the primary is up to send what it has written. */
  private get isSending(): boolean {
    return !(this.nodes[this.replication.primary] as Node).disturbance.down;
  }

  private goesDown(node: Node, number: number): void {
    const { simulation, spec } = this;
    const { detectionTime, promotionTime } = spec.replicas;
    const after = (seconds: number, kind: number) =>
      simulation.schedule(simulation.now + seconds, this.index, kind, number);
    if (node.detection === NO_EVENT && !node.isOut) node.detection = after(detectionTime, OUTAGE_NOTICED);
    if (
      number === this.replication.primary &&
      node.promotion === NO_EVENT &&
      promotionTime < Number.POSITIVE_INFINITY
    )
      node.promotion = after(promotionTime, PRIMARY_LOST);
  }

  private isUp(node: Node, number: number): void {
    const { eventList } = this.simulation;
    if (node.detection !== NO_EVENT) eventList.cancel(node.detection);
    if (node.promotion !== NO_EVENT) eventList.cancel(node.promotion);
    node.detection = NO_EVENT;
    node.promotion = NO_EVENT;
    if (node.isOut) {
      node.isOut = false;
      this.replication.weigh();
    }
    if (!this.isSending) return;
    for (let write = node.takeHeld(); write !== undefined; write = node.takeHeld()) this.apply(number, write);
  }

  override enter(call: number): void {
    const { simulation, station, disturbance } = this;
    const { now } = simulation;
    station.arrived++;
    doubles[(call >> 1) + Field.start] = now;
    if (disturbance.refuses()) {
      this.refuse(call, disturbance.down ? Outcome.unavailable : Outcome.error);
      return;
    }
    const writes = ((ints[call + Field.flags] as number) & Flag.write) !== 0;
    if (writes) this.writes++;
    let at = 0;
    ints[call + Field.d] = 0;
    if (!this.isSingle) {
      const key = ints[call + Field.key] as number;
      at = this.replication.route(key, writes, now);
      const node = at === NO_TARGET ? undefined : (this.nodes[at] as Node);
      if (node === undefined || node.disturbance.refuses()) {
        const isDown = node === undefined || node.disturbance.down;
        this.refuse(call, isDown ? Outcome.unavailable : Outcome.error);
        return;
      }
      this.replication.begins(at, key);
      ints[call + Field.d] = 1;
    }
    const given = doubles[(call >> 1) + Field.work] as number;
    const rest = ((ints[call + Field.rows] as number) - 1) * this.spec.rowTime;
    let work = disturbance.stretch((Number.isNaN(given) ? this.serviceTime.next() : given) + rest);
    if (!this.isSingle) work = (this.nodes[at] as Node).disturbance.stretch(work);
    doubles[(call >> 1) + Field.work] = work;
    doubles[(call >> 1) + Field.x] = 0;
    ints[call + Field.a] = at;
    station.active.add(1, now);
    simulation.ledgers.enter(ints[call + Field.ledger] as number, this.workPart, now);
    const { takenBy, share } = this.spec.locks;
    if (takenBy === "nobody" || (takenBy === "writes" && !writes) || share === 0) {
      ints[call + Field.b] = PLAIN;
      this.work(call, work);
    } else if (share < 1) {
      ints[call + Field.b] = BEFORE_LOCK;
      this.work(call, work * (1 - share));
    } else {
      this.lock(call);
    }
  }

  /** Works for a query on its machine, seconds of a core. */
  private work(call: number, seconds: number): void {
    const { simulation } = this;
    const shared = this.spec.cores < Number.POSITIVE_INFINITY;
    const flags = ints[call + Field.flags] as number;
    ints[call + Field.flags] = shared ? flags | Flag.sharing : flags & ~Flag.sharing;
    ints[call + Field.event] = shared
      ? (this.nodes[ints[call + Field.a] as number] as Node).sharing.add(call, seconds)
      : simulation.schedule(simulation.now + seconds, this.index, DONE, call);
  }

  override happen(kind: number, argument: number): void {
    switch (kind) {
      case DONE:
        this.worked(argument);
        break;
      case SHARED_DONE:
        this.worked((this.nodes[argument] as Node).sharing.finish());
        break;
      case LOCK_TIMEOUT:
        this.locks.leave(ints[argument + Field.c] as number, argument);
        this.station.waiting.add(-1, this.simulation.now);
        this.cutShort(argument);
        break;
      case REPLICATED:
        this.arrive(argument);
        break;
      case REPLICATION_TIMEOUT:
        for (const call of this.replication.commits.goAlone(this.simulation.now)) this.written(call);
        break;
      case OUTAGE_NOTICED: {
        const node = this.nodes[argument] as Node;
        node.detection = NO_EVENT;
        node.isOut = true;
        this.replication.weigh();
        break;
      }
      default:
        this.promote(argument);
    }
  }

  private worked(job: number): void {
    if (job < 0) {
      const { write } = this.replication.applied(job, this.simulation.now);
      this.acknowledge(write, "applied");
    } else if (ints[job + Field.b] === BEFORE_LOCK) {
      this.lock(job);
    } else {
      this.finish(job);
    }
  }

  private lock(call: number): void {
    const { simulation, station } = this;
    const { now } = simulation;
    const lock = this.lockOf(ints[call + Field.key] as number);
    ints[call + Field.c] = lock;
    if (this.locks.acquire(lock, call)) {
      station.wait.record(0);
      this.hold(call);
      return;
    }
    ints[call + Field.b] = LOCK_WAIT;
    doubles[(call >> 1) + Field.x] = now;
    station.waiting.add(1, now);
    simulation.ledgers.enter(ints[call + Field.ledger] as number, this.lockPart, now);
    simulation.startTimer(call, this.index, LOCK_TIMEOUT, this.spec.locks.timeout);
  }

  private lockOf(key: number): number {
    const { count } = this.spec.locks;
    if (count === 1) return 0;
    return count >= this.keyCount ? key : murmur3(String(key)) % count;
  }

  /** The rest of a query's work, under its lock. */
  private hold(call: number): void {
    ints[call + Field.b] = LOCKED;
    this.work(call, (doubles[(call >> 1) + Field.work] as number) * this.spec.locks.share);
  }

  /** Who holds what a query locks: its transaction, or else the query itself. */
  private lockOwner(call: number): number {
    const { simulation } = this;
    const asker = ints[call + Field.parent] as number;
    const pool = asker === NO_CALL ? undefined : simulation.componentAt(asker);
    return pool instanceof Pool && pool.isWithin(asker)
      ? sessionOwner(pool.index, ints[asker + Field.c] as number)
      : call;
  }

  /** A transaction has ended, or its connection: its locks are free. */
  override sessionEnded(pool: number, connection: number): void {
    for (const lock of this.locks.takeHeld(sessionOwner(pool, connection))) this.unlock(lock);
  }

  /** The query that had a lock is done with it. */
  private leaveLock(call: number): void {
    const lock = ints[call + Field.c] as number;
    if (!this.locks.isKept(lock)) this.unlock(lock);
  }

  private unlock(lock: number): void {
    const { simulation, station } = this;
    const { now } = simulation;
    const next = this.locks.release(lock);
    if (next === NO_CALL) return;
    simulation.cancelTimer(next);
    const waited = now - (doubles[(next >> 1) + Field.x] as number);
    doubles[(next >> 1) + Field.x] = waited;
    station.wait.record(waited);
    station.waiting.add(-1, now);
    simulation.ledgers.enter(ints[next + Field.ledger] as number, this.workPart, now);
    this.hold(next);
  }

  /** What was done of the query until now was for nothing. */
  override interrupt(call: number): boolean {
    const { simulation, station } = this;
    const { now } = simulation;
    const phase = ints[call + Field.b] as number;
    const event = ints[call + Field.event] as number;
    if (phase >= COMMITTED) {
      // It is committed already, and a PostgreSQL that is told to stop waiting says so with a warning only.
      this.replication.commits.giveUp(call, now);
      this.written(call);
      return true;
    }
    if (phase === LOCK_WAIT) {
      this.locks.leave(ints[call + Field.c] as number, call);
      simulation.cancelTimer(call);
      station.waiting.add(-1, now);
    } else if ((ints[call + Field.flags] as number) & Flag.sharing) {
      (this.nodes[ints[call + Field.a] as number] as Node).sharing.remove(event);
    } else {
      simulation.eventList.cancel(event);
    }
    this.cutShort(call);
    if (phase === LOCKED) this.leaveLock(call);
    return true;
  }

  /** A query ends before its work is done. */
  private cutShort(call: number): void {
    const { simulation, station } = this;
    const { now } = simulation;
    const seconds = now - (doubles[(call >> 1) + Field.start] as number);
    const phase = ints[call + Field.b];
    const whole = doubles[(call >> 1) + Field.work] as number;
    const waited = phase === LOCKED ? (doubles[(call >> 1) + Field.x] as number) : 0;
    // Who waits for a lock has done what comes before it.
    const most = phase === LOCK_WAIT ? whole * (1 - this.spec.locks.share) : whole;
    const work = Math.min(seconds - waited, most);
    station.work += work;
    station.deadWork += work;
    this.end(call, Outcome.timeout, seconds);
  }

  private finish(call: number): void {
    const { simulation, station } = this;
    const { calls, now, ledgers } = simulation;
    const seconds = now - (doubles[(call >> 1) + Field.start] as number);
    const work = doubles[(call >> 1) + Field.work] as number;
    station.work += work;
    if (calls.isDead(call, now)) station.deadWork += work;
    const shared = seconds - work - (doubles[(call >> 1) + Field.x] as number);
    if (shared > 0) ledgers.move(this.closeWork(call), this.workPart, this.waitPart, shared);
    const isWrite = ((ints[call + Field.flags] as number) & Flag.write) !== 0;
    if (isWrite && this.spec.replicas.count > 0) this.replicate(call, work);
    else this.answerAfter(seconds, call, Outcome.inTime);
  }

  private answer(call: number, outcome: number): void {
    const { now } = this.simulation;
    this.answerAfter(now - (doubles[(call >> 1) + Field.start] as number), call, outcome);
  }

  private answerAfter(seconds: number, call: number, outcome: number): void {
    const phase = ints[call + Field.b];
    this.end(call, outcome, seconds);
    if (phase === LOCKED || phase === COMMITTED_LOCKED) this.leaveLock(call);
  }

  private end(call: number, outcome: number, seconds: number): void {
    const { simulation, station } = this;
    if (ints[call + Field.d] === 1) this.replication.ends(ints[call + Field.a] as number);
    station.active.add(-1, simulation.now);
    station.end(outcome, seconds);
    simulation.complete(call, outcome);
  }

  private refuse(call: number, outcome: number): void {
    this.station.end(outcome, 0);
    this.simulation.complete(call, outcome);
  }

  /** A write is committed, and sent to the replicas. It is answered now, or when enough of them have it. */
  private replicate(call: number, work: number): void {
    const { simulation, spec, replication } = this;
    const { now } = simulation;
    const { synchronous, lag } = spec.replicas;
    if (ints[call + Field.a] !== replication.primary) {
      // Another machine is the primary by now, and never hears of it.
      if (synchronous === undefined) replication.lost++;
      this.answer(call, synchronous === undefined ? Outcome.inTime : Outcome.unavailable);
      return;
    }
    const commit = synchronous && replication.commits.begin(call, synchronous, now);
    replication.commit({ key: ints[call + Field.key] as number, work, commit }, now, (replica) => {
      simulation.schedule(now + lag, this.index, REPLICATED, replica);
    });
    if (commit === undefined) this.answer(call, Outcome.inTime);
    else this.waitForReplicas(call);
  }

  private waitForReplicas(call: number): void {
    const { simulation, spec } = this;
    ints[call + Field.b] = ints[call + Field.b] === LOCKED ? COMMITTED_LOCKED : COMMITTED;
    simulation.ledgers.enter(ints[call + Field.ledger] as number, this.replicationPart, simulation.now);
    const timeout = spec.replicas.synchronous?.timeout ?? Number.POSITIVE_INFINITY;
    simulation.startTimer(call, this.index, REPLICATION_TIMEOUT, timeout);
  }

  private acknowledge(write: Write, when: "received" | "applied"): void {
    const call = this.replication.acknowledge(write, when, this.simulation.now);
    if (call !== NO_CALL) this.written(call);
  }

  /** A write need not wait any longer. */
  private written(call: number): void {
    this.simulation.cancelTimer(call);
    this.answer(call, Outcome.inTime);
  }

  private arrive(number: number): void {
    const write = (this.nodes[number] as Node).arrive(this.isSending);
    if (write !== undefined) this.apply(number, write);
  }

  /** A replica begins to apply a write, beside its reads. */
  private apply(number: number, write: Write): void {
    const { simulation, replication, spec } = this;
    const node = this.nodes[number] as Node;
    this.acknowledge(write, "received");
    if (write.work === 0) {
      replication.show(node, write, simulation.now);
      this.acknowledge(write, "applied");
      return;
    }
    const job = replication.apply(node, write);
    if (spec.cores < Number.POSITIVE_INFINITY) node.sharing.add(job, write.work);
    else simulation.schedule(simulation.now + write.work, this.index, DONE, job);
  }

  private promote(number: number): void {
    const { simulation, replication } = this;
    (this.nodes[number] as Node).promotion = NO_EVENT;
    if (!replication.promote()) return;
    for (const call of replication.commits.lose(simulation.now)) {
      simulation.cancelTimer(call);
      this.answer(call, Outcome.unavailable);
    }
  }

  override restartMeasures(): void {
    super.restartMeasures();
    this.replication.restartMeasures();
    this.writes = 0;
    this.busy.restart(this.simulation.now);
    this.present.restart(this.simulation.now);
  }

  /** Books the time up to now, so that a part of it can be moved. */
  private closeWork(call: number): number {
    const ledger = ints[call + Field.ledger] as number;
    this.simulation.ledgers.enter(ledger, this.workPart, this.simulation.now);
    return ledger;
  }
}
