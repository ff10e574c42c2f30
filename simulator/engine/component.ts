import { Station } from "../measure/station.ts";
import type { FaultEvent, Component as Spec } from "../scenario/schema/scenario.ts";
import { Disturbance } from "./disturbance.ts";
import type { Simulation } from "./simulation.ts";

/**
 * A running component. Calls come in by `enter` and end by `simulation.complete`; in between the component schedules events
 * for itself, which come back by `happen`, and sends calls of its own, whose ends come back by `childDone`.
 */
export abstract class Component {
  readonly simulation: Simulation;
  readonly index: number;
  /** The component of the scenario that this is, or is a part of. */
  readonly id: string;
  readonly station: Station;
  /** What faults do to it at present. */
  readonly disturbance: Disturbance;

  /** `like`: it is counted with that component, and faults reach both. */
  constructor(simulation: Simulation, id: string, like?: Component) {
    this.simulation = simulation;
    this.index = simulation.components.length;
    this.id = id;
    this.station = like?.station ?? new Station();
    this.disturbance = like?.disturbance ?? new Disturbance(simulation.seed, id);
    simulation.components.push(this);
  }

  /** A call has arrived. */
  abstract enter(call: number): void;

  /** A call that this component sent for `call` (NO_CALL where a source sent it for nobody) has ended. */
  childDone(call: number, child: number, _outcome: number): void {
    throw new Error(`${this.id}: call ${child} answered to call ${call}, which waits for nothing`);
  }

  /** An event that this component scheduled. */
  happen(kind: number, _argument: number): void {
    throw new Error(`${this.id}: unknown event ${kind}`);
  }

  /** Nobody waits any more for a call that is here. Work goes on unless the component is told otherwise. */
  abandoned(_call: number): void {}

  /** Stops working on a call, which then ends as timed out. False where that is not possible, and nothing has happened. */
  interrupt(_call: number): boolean {
    return false;
  }

  /** Whether it answers a health check that waits for `timeout` seconds. */
  answersCheck(timeout: number): boolean {
    return !this.disturbance.down && this.disturbance.hang < timeout;
  }

  /** A pool opens a connection to this component. False where it is refused, and nothing has happened. */
  acceptConnection(): boolean {
    return true;
  }

  /** A connection that was accepted is closed. */
  connectionClosed(): void {}

  /** A transaction on a connection is over, or its session: of the pool with that index, by the pool's own number. */
  sessionEnded(_pool: number, _connection: number, _what: "transaction" | "session"): void {}

  /** A call that this component sent for `call` reaches its target now: a partition had held it back. */
  reachedTarget(_call: number): void {}

  /** A partition between this component and another one that it calls is over. */
  reconnected(): void {}

  /** Takes over changed parameters; calls that are here go on. The type of the component stays. */
  abstract configure(spec: Spec): void;

  /** What a fault disturbs: the whole component, or a part of it that the fault names. */
  disturbanceFor(_fault: FaultEvent): Disturbance {
    return this.disturbance;
  }

  /** A fault has begun or ended; `disturbance` says what holds now. */
  disturbed(): void {}

  /** Everything counted so far is forgotten; levels stay as they are. */
  restartMeasures(): void {
    this.station.restart(this.simulation.now);
  }
}
