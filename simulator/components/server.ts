import type { Build } from "../engine/build.ts";
import { NO_CALL } from "../engine/calls.ts";
import { Draw } from "../engine/draw.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import type { Link } from "../engine/link.ts";
import { doubles, ints } from "../engine/memory.ts";
import { WaitQueue } from "../engine/wait-queue.ts";
import { Outcome } from "../outcome.ts";
import type { ComponentOf, Component as Spec } from "../scenario/schema/scenario.ts";
import { Execution, LEFT } from "./execution.ts";
import { Fleet, hasFleet } from "./fleet/fleet.ts";
import { Onward } from "./onward.ts";

const QUEUE_TIMEOUT = 1;
const PATIENCE_ENDED = 2;
const FORWARDED = 3;

/**
 * A service. A call waits for a slot, keeps it while its steps are done one after another, and is answered, or forwarded. With replicas it
 * is the first of them, and spreads the calls over all.
 */
export class Server extends Execution {
  spec: ComponentOf<"server">;
  readonly queue = new WaitQueue();
  /** Slots in use. */
  busy = 0;
  private serving = false;
  private forward: Link | undefined;
  private onward: Onward | undefined;
  /** How long requests are willing to wait. */
  private patience: Draw | undefined;
  private fleet: Fleet | undefined;
  private readonly build: Build;
  private readonly first: Server | undefined;
  /** It has no slot for anybody: it is starting. */
  private paused = false;
  private crashing = false;
  /** Slots that are left by the faults of the moment. */
  slots = 0;
  /** Of the queue's parameters, what every call asks for. */
  private queueLimit = 0;
  private queueTimeout = 0;
  private dropsExpired = false;

  /** `first`: it is a further replica of that server. */
  constructor(build: Build, spec: ComponentOf<"server">, first?: Server) {
    super(build, spec, first);
    this.build = build;
    this.spec = spec;
    this.first = first;
    if (first === undefined) {
      this.configure(spec);
      return;
    }
    this.forward = first.forward;
    this.onward = first.onward;
    this.take(spec);
  }

  /** A further one of this server. */
  replica(): Server {
    return new Server(this.build, this.spec, this);
  }

  wire(build: Build): void {
    const { spec } = this;
    this.wireSteps(build, spec);
    if (typeof spec.forward === "string") this.forward = build.link(spec.id, spec.forward);
    else if (spec.forward !== undefined) this.onward = new Onward(build, spec.id, spec.forward);
    if (hasFleet(spec)) this.fleet = new Fleet(build, this);
  }

  override configure(spec: Spec): void {
    if (spec.type !== "server") return;
    this.take(spec);
    this.configureSteps(spec);
    if (Array.isArray(spec.forward)) this.onward?.configure(spec.forward);
    if (this.fleet !== undefined) this.fleet.configure();
    else if (this.isWired && hasFleet(spec)) this.fleet = new Fleet(this.build, this);
  }

  /** Takes over the parameters of a replica. */
  take(spec: ComponentOf<"server">): void {
    this.spec = spec;
    const { order, limit, timeout, dropExpired, patience } = spec.queue;
    this.queue.order = order;
    this.queueLimit = limit;
    this.queueTimeout = timeout;
    this.dropsExpired = dropExpired;
    if (this.first !== undefined) this.patience = this.first.patience;
    else if (patience === undefined) this.patience = undefined;
    else if (this.patience !== undefined) this.patience.set(patience);
    else this.patience = new Draw(this.build.stream(spec.id, "patience"), patience);
    this.replicaDisturbed();
  }

  override disturbed(): void {
    this.replicaDisturbed();
    this.fleet?.disturbed();
  }

  /** Works out what this replica can do at present. */
  replicaDisturbed(): void {
    const { spec } = this;
    const { discipline, concurrency, atOnce } = spec;
    this.shared = discipline !== "slots";
    this.speed = spec.speed;
    this.processors.configure(spec, this.disturbance);
    const isProcessors = discipline === "processorSharing" || discipline === "preemptive";
    const slots = isProcessors ? atOnce : this.disturbance.left(concurrency);
    this.slots = this.paused ? 0 : slots;
    this.serveWaiting();
  }

  override answersCheck(timeout: number): boolean {
    return super.answersCheck(timeout) && (this.fleet === undefined || this.fleet.isListening);
  }

  /** Slots of all replicas that are up. */
  get capacity(): number {
    return this.fleet === undefined ? this.slots : this.fleet.slots;
  }

  /** Requests here, of this replica alone. */
  get requests(): number {
    return this.busy + this.queue.size;
  }

  /** The mean number of replicas since the last restart of the measures, and the largest; of those that are up, and of those that start. */
  get replicas(): { up: { mean: number; max: number }; starting: { mean: number; max: number } } {
    const alone = { up: { mean: 1, max: 1 }, starting: { mean: 0, max: 0 } };
    return this.fleet?.replicas ?? alone;
  }

  /** How many replicas there are at this moment: up, starting, and such as take calls. */
  get replicasNow(): { up: number; starting: number; listening: number } {
    return this.fleet?.now ?? ALONE;
  }

  /** The share of a replica's capacity that was in use since the last restart of the measures, summed over all. */
  busyMean(now: number): number {
    const { station, spec } = this;
    switch (spec.discipline) {
      case "slots":
        return station.active.mean(now) / spec.concurrency;
      case "processorSharing":
      case "preemptive":
        return this.processorMeasures.threads.busy.mean(now) / spec.concurrency;
      case "eventLoop":
        return this.processorMeasures.threads.busy.mean(now);
    }
  }

  /** A replica is starting: it takes no request into a slot until it is up. */
  pause(paused: boolean): void {
    if (this.paused === paused) return;
    this.paused = paused;
    this.replicaDisturbed();
  }

  /** Replicas crash, all or some, or begin to start again. */
  crash(fault: object, instances: number, begins: boolean): void {
    if (this.fleet === undefined) this.fleet = new Fleet(this.build, this);
    if (begins) this.fleet.crash(fault, instances);
    else this.fleet.restart(fault);
  }

  override enter(call: number): void {
    if (this.fleet === undefined) this.accept(call);
    else this.fleet.accept(call);
  }

  /** A call that no replica takes. */
  refuse(call: number, outcome: number): void {
    this.station.arrived++;
    doubles[(call >> 1) + Field.start] = this.simulation.now;
    this.end(call, outcome);
  }

  /** A call comes to this replica. */
  accept(call: number): void {
    const { simulation, station, disturbance } = this;
    const { now } = simulation;
    station.arrived++;
    doubles[(call >> 1) + Field.start] = now;
    if (disturbance.refuses()) {
      this.end(call, disturbance.down ? Outcome.unavailable : Outcome.error);
    } else if (this.busy < this.slots) {
      station.wait.recordZero();
      this.takeSlot();
      this.start(call);
    } else if (this.queue.size >= this.queueLimit) {
      this.end(call, Outcome.queueFull);
    } else {
      simulation.ledgers.enter(ints[call + Field.ledger] as number, this.queuePart, now);
      this.queue.push(call);
      station.waiting.add(1, now);
      if (this.patience !== undefined) this.waitPatiently(call, this.patience.next());
      else if (this.queueTimeout < Number.POSITIVE_INFINITY)
        simulation.startTimer(call, this.index, QUEUE_TIMEOUT, this.queueTimeout);
    }
  }

  private waitPatiently(call: number, seconds: number): void {
    const { simulation, queueTimeout } = this;
    if (seconds < queueTimeout) simulation.startOddTimer(call, this.index, PATIENCE_ENDED, seconds);
    else simulation.startTimer(call, this.index, QUEUE_TIMEOUT, queueTimeout);
  }

  private takeSlot(): void {
    this.busy++;
    this.station.active.add(1, this.simulation.now);
  }

  override happen(kind: number, argument: number): void {
    if (kind === QUEUE_TIMEOUT || kind === PATIENCE_ENDED) this.giveUp(argument);
    else if (kind === FORWARDED) this.goOn(argument);
    else this.computed(kind, argument);
  }

  /** A call has waited for long enough. */
  private giveUp(call: number): void {
    const { simulation, station } = this;
    const { now } = simulation;
    // A drawn timer leaves its flag to us.
    ints[call + Field.flags] = (ints[call + Field.flags] as number) & ~Flag.timed;
    this.queue.remove(call);
    station.waiting.add(-1, now);
    station.wait.record(now - (doubles[(call >> 1) + Field.start] as number));
    this.end(call, Outcome.queueTimeout);
  }

  /** A call gives its slot back and is answered, or goes on to the next server. */
  protected override leave(call: number, outcome: number): void {
    const { simulation, station } = this;
    const goesOn = outcome <= Outcome.late;
    const forward = goesOn ? this.forward : undefined;
    // Most often the slot goes on to the next call, and is not free in between.
    const passesOn = this.queue.size > 0 && this.busy <= this.slots && !this.serving;
    if (!passesOn) this.freeSlot();
    if (forward !== undefined)
      station.end(outcome, simulation.now - (doubles[(call >> 1) + Field.start] as number));
    else if (goesOn && this.onward !== undefined) this.forwardByChance(call, this.onward);
    else this.end(call, outcome);
    if (passesOn) this.passSlotOn();
    if (forward === undefined) return;
    // What was in the register here would be a query's timeout at a pool.
    doubles[(call >> 1) + Field.x] = Number.POSITIVE_INFINITY;
    simulation.send(call, forward);
  }

  private freeSlot(): void {
    this.busy--;
    this.station.active.add(-1, this.simulation.now);
  }

  /**
   * Draws where a call goes next. It may come back to where it was: each round is an event of its own, so that a long way round is not
   * a deep one.
   */
  private forwardByChance(call: number, onward: Onward): void {
    const { simulation, station } = this;
    const { now } = simulation;
    const way = onward.draw();
    if (way === onward.links.length) {
      this.end(call, Outcome.inTime);
    } else {
      station.end(Outcome.inTime, now - (doubles[(call >> 1) + Field.start] as number));
      ints[call + Field.a] = LEFT;
      ints[call + Field.b] = way;
      ints[call + Field.event] = simulation.schedule(now, this.index, FORWARDED, call);
    }
  }

  private goOn(call: number): void {
    const { simulation } = this;
    const links = this.onward?.links ?? [];
    doubles[(call >> 1) + Field.x] = Number.POSITIVE_INFINITY;
    simulation.send(call, links[ints[call + Field.b] as number] as Link);
  }

  /** Gives a slot, which counts as in use, to the call whose turn it is. */
  private passSlotOn(): void {
    this.serving = true;
    this.startWaiting();
    // A call whose steps take no time leaves at once: then it is the turn of the next.
    while (this.queue.size > 0 && this.busy < this.slots) {
      this.takeSlot();
      this.startWaiting();
    }
    this.serving = false;
  }

  private serveWaiting(): void {
    if (this.serving || this.queue.size === 0 || this.busy >= this.slots) return;
    this.takeSlot();
    this.passSlotOn();
  }

  private startWaiting(): void {
    const call = this.takeWaiting();
    if (call === NO_CALL) this.freeSlot();
    else this.start(call);
  }

  /** Takes the call whose turn it is out of the queue; NO_CALL where nobody is left who still waits for an answer. */
  private takeWaiting(): number {
    const { simulation, station, queue } = this;
    const { calls, now } = simulation;
    while (queue.size > 0) {
      const call = queue.peek();
      queue.remove(call);
      station.waiting.add(-1, now);
      simulation.cancelTimer(call);
      station.wait.record(now - (doubles[(call >> 1) + Field.start] as number));
      if (!this.dropsExpired || !calls.isDead(call, now)) return call;
      this.end(call, Outcome.cancelled);
    }
    return NO_CALL;
  }

  private end(call: number, outcome: number): void {
    const { simulation, station } = this;
    station.end(outcome, simulation.now - (doubles[(call >> 1) + Field.start] as number));
    simulation.complete(call, outcome);
  }

  override abandoned(call: number): void {
    const { simulation, spec, station } = this;
    const { now } = simulation;
    const flags = ints[call + Field.flags] as number;
    if (spec.cancellation === "ignored" && !this.crashing) return;
    if (flags & Flag.queued) {
      this.queue.remove(call);
      station.waiting.add(-1, now);
      simulation.cancelTimer(call);
      this.end(call, Outcome.cancelled);
    } else if (spec.cancellation === "immediate" || this.crashing) {
      this.cutOff(call, Outcome.cancelled);
    }
  }

  /** All that waits or is worked on here fails. */
  loseAll(): void {
    const { simulation, station, queue } = this;
    const { calls, now } = simulation;
    this.crashing = true;
    while (queue.size > 0) {
      const call = queue.peek();
      queue.remove(call);
      station.waiting.add(-1, now);
      simulation.cancelTimer(call);
      this.end(call, Outcome.unavailable);
    }
    const here = calls.at(this.index);
    const isFrame = (call: number) => ((ints[call + Field.flags] as number) & Flag.frame) !== 0;
    for (const call of [...here.filter((one) => !isFrame(one)), ...here.filter(isFrame)]) {
      // It may have ended with one before it.
      if (((ints[call + Field.flags] as number) & Flag.ended) === 0) this.cutOff(call, Outcome.unavailable);
    }
    this.crashing = false;
  }

  override restartMeasures(): void {
    this.fleet?.beforeRestart();
    super.restartMeasures();
    this.processorMeasures.restart(this.simulation.now);
  }
}

const ALONE = { up: 1, starting: 0, listening: 1 };
