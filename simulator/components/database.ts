import type { Build } from "../engine/build.ts";
import { Component } from "../engine/component.ts";
import { Draw } from "../engine/draw.ts";
import * as Field from "../engine/field.ts";
import { Outcome } from "../outcome.ts";
import type { ComponentOf, Component as Spec } from "../scenario/schema/scenario.ts";
import { ProcessorSharing } from "./processor-sharing.ts";

const DONE = 0;
const SHARED_DONE = 1;

/**
 * A database: each query needs its work on one core; queries beyond the cores share them. A call's register `a` is 1 where it shares,
 * and `event` is how it is found there.
 */
export class Database extends Component {
  private spec: ComponentOf<"database">;
  private readonly serviceTime: Draw;
  readonly sharing: ProcessorSharing;
  /** Connections that pools hold. */
  private connections = 0;
  private readonly workPart: number;
  private readonly waitPart: number;

  constructor(build: Build, spec: ComponentOf<"database">) {
    super(build.simulation, spec.id);
    this.spec = spec;
    this.serviceTime = new Draw(build.stream(spec.id, "service"), spec.serviceTime);
    this.sharing = new ProcessorSharing(this.simulation, this.index, SHARED_DONE);
    const { ledgers } = this.simulation;
    this.workPart = ledgers.part(spec.id, "query work");
    this.waitPart = ledgers.part(spec.id, "query wait");
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

  /** Cores that are left by the faults of the moment. */
  get cores(): number {
    return this.disturbance.left(this.spec.cores);
  }

  override configure(spec: Spec): void {
    if (spec.type !== "database") return;
    this.spec = spec;
    this.serviceTime.set(spec.serviceTime);
    this.sharing.configure(this.cores, spec.contentionPerExtra);
  }

  override disturbed(): void {
    this.sharing.configure(this.cores, this.spec.contentionPerExtra);
  }

  override enter(call: number): void {
    const { simulation, station, disturbance } = this;
    const { calls, now } = simulation;
    station.arrived++;
    calls.doubles[(call >> 1) + Field.start] = now;
    if (disturbance.refuses()) {
      const outcome = disturbance.down ? Outcome.unavailable : Outcome.error;
      station.end(outcome, 0);
      simulation.complete(call, outcome);
      return;
    }
    const given = calls.doubles[(call >> 1) + Field.work] as number;
    const work = disturbance.stretch(Number.isNaN(given) ? this.serviceTime.next() : given);
    calls.doubles[(call >> 1) + Field.work] = work;
    station.active.add(1, now);
    simulation.ledgers.enter(calls.ints[call + Field.ledger] as number, this.workPart, now);
    const shared = this.spec.cores < Number.POSITIVE_INFINITY;
    calls.ints[call + Field.a] = shared ? 1 : 0;
    calls.ints[call + Field.event] = shared
      ? this.sharing.add(call, work)
      : simulation.schedule(now + work, this.index, DONE, call);
  }

  override happen(kind: number, argument: number): void {
    this.finish(kind === DONE ? argument : this.sharing.finish());
  }

  /** What was done of the query until now was for nothing. */
  override interrupt(call: number): boolean {
    const { simulation, station } = this;
    const { calls, now } = simulation;
    const event = calls.ints[call + Field.event] as number;
    if (calls.ints[call + Field.a] === 1) this.sharing.remove(event);
    else simulation.eventList.cancel(event);
    const seconds = now - (calls.doubles[(call >> 1) + Field.start] as number);
    const work = Math.min(seconds, calls.doubles[(call >> 1) + Field.work] as number);
    station.active.add(-1, now);
    station.work += work;
    station.deadWork += work;
    station.end(Outcome.timeout, seconds);
    simulation.complete(call, Outcome.timeout);
    return true;
  }

  private finish(call: number): void {
    const { simulation, station } = this;
    const { calls, now, ledgers } = simulation;
    const seconds = now - (calls.doubles[(call >> 1) + Field.start] as number);
    const work = calls.doubles[(call >> 1) + Field.work] as number;
    station.active.add(-1, now);
    station.work += work;
    if (calls.isDead(call, now)) station.deadWork += work;
    if (seconds > work) ledgers.move(this.closeWork(call), this.workPart, this.waitPart, seconds - work);
    station.end(Outcome.inTime, seconds);
    simulation.complete(call, Outcome.inTime);
  }

  /** Books the time up to now, so that a part of it can be moved. */
  private closeWork(call: number): number {
    const ledger = this.simulation.calls.ints[call + Field.ledger] as number;
    this.simulation.ledgers.enter(ledger, this.workPart, this.simulation.now);
    return ledger;
  }
}
