import type { Build } from "../engine/build.ts";
import { NO_CALL } from "../engine/calls.ts";
import { Component } from "../engine/component.ts";
import { Draw } from "../engine/draw.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import type { Link } from "../engine/link.ts";
import { WaitQueue } from "../engine/wait-queue.ts";
import { Outcome } from "../outcome.ts";
import type { ComponentOf, Component as Spec } from "../scenario/schema/scenario.ts";
import { Fleet, hasFleet } from "./fleet/fleet.ts";
import { Onward } from "./onward.ts";
import {
  hasThreads,
  ProcessorMeasures,
  Processors,
  SHARED_COMPUTED,
  THREAD_COMPUTED,
  WORKER_COMPUTED,
} from "./processors.ts";
import { type Op, OpKind, Program } from "./program.ts";

const COMPUTED = 0;
const QUEUE_TIMEOUT = 1;
const PATIENCE_ENDED = 2;
const FORWARDED = 3;

/** The place in the program of a call that has left its slot and goes on in this moment. */
const LEFT = -1;

/**
 * A service. A call waits for a slot, keeps it while its steps are done one after another, and is answered, or forwarded. With replicas it
 * is the first of them, and spreads the calls over all.
 *
 * Registers of a call, or of a frame that runs a body of steps: `a` its place in the program, `b` parallel branches under way,
 * `c` rounds left, `d` the call or (first) frame that it waits for, `x` the compute work under way in seconds, or how many parallel
 * branches must still succeed, `event` its pending end.
 * Parallel frames are linked by `next` and `previous`.
 */
export class Server extends Component {
  spec: ComponentOf<"server">;
  readonly queue: WaitQueue;
  /** Slots in use. */
  busy = 0;
  private serving = false;
  private readonly program: Program;
  private ops: Op[] = [];
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
  private shared = false;
  private speed = 1;
  /** Where the steps of an endpoint with steps of its own begin in the program; the default ones hold for endpoints beyond. */
  private starts = new Int32Array(0);
  private defaultStart = 0;
  private readonly processors: Processors;
  readonly processorMeasures: ProcessorMeasures;
  private readonly queuePart: number;
  private readonly workPart: number;
  private readonly joinPart: number;
  private readonly threadPart: number;

  /** `first`: it is a further replica of that server. */
  constructor(build: Build, spec: ComponentOf<"server">, first?: Server) {
    super(build.simulation, spec.id, first);
    this.build = build;
    this.spec = spec;
    const { simulation, index } = this;
    this.queue = new WaitQueue(simulation.calls);
    this.program = first?.program ?? new Program(build, this);
    const { ledgers } = simulation;
    this.queuePart = first?.queuePart ?? ledgers.part(spec.id, "server queue");
    this.workPart = first?.workPart ?? ledgers.part(spec.id, "server work");
    this.joinPart = first?.joinPart ?? ledgers.part(spec.id, "join");
    this.threadPart =
      first?.threadPart ?? (hasThreads(spec) ? ledgers.part(spec.id, "thread wait") : this.workPart);
    this.processorMeasures = first?.processorMeasures ?? new ProcessorMeasures();
    const parts = { work: this.workPart, wait: this.threadPart };
    this.processors = new Processors(simulation, index, parts, this.processorMeasures);
    this.first = first;
    if (first === undefined) {
      this.configure(spec);
      return;
    }
    this.starts = first.starts;
    this.defaultStart = first.defaultStart;
    this.ops = first.ops;
    this.forward = first.forward;
    this.onward = first.onward;
    this.take(spec);
  }

  /** A further one of this server. */
  replica(): Server {
    return new Server(this.build, this.spec, this);
  }

  wire(build: Build): void {
    const { spec, program } = this;
    this.defaultStart = program.add(spec.steps ?? [], "steps");
    for (const [name, steps] of Object.entries(spec.endpoints ?? {})) {
      const endpoint = build.endpoint(name);
      if (endpoint >= this.starts.length) {
        const starts = new Int32Array(endpoint + 1).fill(this.defaultStart);
        starts.set(this.starts);
        this.starts = starts;
      }
      this.starts[endpoint] = program.add(steps, `endpoints.${name}`);
    }
    this.ops = program.ops;
    if (typeof spec.forward === "string") this.forward = build.link(spec.id, spec.forward);
    else if (spec.forward !== undefined) this.onward = new Onward(build, spec.id, spec.forward);
    if (hasFleet(spec)) this.fleet = new Fleet(build, this);
  }

  override configure(spec: Spec): void {
    if (spec.type !== "server") return;
    this.take(spec);
    this.program.configure(spec.steps ?? [], "steps");
    for (const [name, steps] of Object.entries(spec.endpoints ?? {}))
      this.program.configure(steps, `endpoints.${name}`);
    if (Array.isArray(spec.forward)) this.onward?.configure(spec.forward);
    if (this.fleet !== undefined) this.fleet.configure();
    else if (this.ops.length > 0 && hasFleet(spec)) this.fleet = new Fleet(this.build, this);
  }

  /** Takes over the parameters of a replica. */
  take(spec: ComponentOf<"server">): void {
    this.spec = spec;
    this.queue.order = spec.queue.order;
    const { patience } = spec.queue;
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

  /** The share of a replica's capacity that was in use since the last restart of the measures, `seconds` ago, summed over all. */
  busyMean(now: number, seconds: number): number {
    const { station, spec } = this;
    switch (spec.discipline) {
      case "slots":
        return station.active.mean(now) / spec.concurrency;
      case "processorSharing":
        return station.work / seconds / spec.concurrency;
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
    this.simulation.calls.doubles[(call >> 1) + Field.start] = this.simulation.now;
    this.end(call, outcome);
  }

  /** A call comes to this replica. */
  accept(call: number): void {
    const { simulation, station, disturbance, spec } = this;
    const { calls, now } = simulation;
    station.arrived++;
    calls.doubles[(call >> 1) + Field.start] = now;
    if (disturbance.refuses()) {
      this.end(call, disturbance.down ? Outcome.unavailable : Outcome.error);
    } else if (this.busy < this.slots) {
      station.wait.recordZero();
      this.begin(call);
    } else if (this.queue.size >= spec.queue.limit) {
      this.end(call, Outcome.queueFull);
    } else {
      simulation.ledgers.enter(calls.ints[call + Field.ledger] as number, this.queuePart, now);
      this.queue.push(call);
      station.waiting.add(1, now);
      if (this.patience === undefined)
        simulation.startTimer(call, this.index, QUEUE_TIMEOUT, spec.queue.timeout);
      else this.waitPatiently(call, this.patience.next());
    }
  }

  private waitPatiently(call: number, seconds: number): void {
    const { simulation, spec } = this;
    if (seconds < spec.queue.timeout) simulation.startOddTimer(call, this.index, PATIENCE_ENDED, seconds);
    else simulation.startTimer(call, this.index, QUEUE_TIMEOUT, spec.queue.timeout);
  }

  private begin(call: number): void {
    const { simulation } = this;
    const { calls } = simulation;
    this.busy++;
    this.station.active.add(1, simulation.now);
    const { starts } = this;
    const endpoint = calls.ints[call + Field.endpoint] as number;
    calls.ints[call + Field.a] = endpoint < starts.length ? (starts[endpoint] as number) : this.defaultStart;
    this.run(call);
  }

  /** Does the steps of a call or frame until one of them takes time; most often that is the first. */
  private run(call: number): void {
    const op = this.ops[this.simulation.calls.ints[call + Field.a] as number] as Op;
    if (op.kind === OpKind.compute) this.compute(call, op);
    else this.runSteps(call);
  }

  private runSteps(call: number): void {
    const { simulation } = this;
    const { calls, now } = simulation;
    for (;;) {
      const op = this.ops[calls.ints[call + Field.a] as number] as Op;
      switch (op.kind) {
        case OpKind.compute:
          this.compute(call, op);
          return;
        case OpKind.query: {
          const child = calls.child(now, call, this.index);
          calls.ints[child + Field.endpoint] = 0;
          calls.doubles[(child >> 1) + Field.work] =
            op.draw !== undefined ? op.draw.next() : (calls.doubles[(call >> 1) + Field.work] as number);
          calls.doubles[(child >> 1) + Field.x] = op.timeout;
          if (op.rows > 0) calls.ints[child + Field.rows] = op.rows;
          calls.ints[child + Field.flags] =
            ((calls.ints[child + Field.flags] as number) & op.keeps) | op.sets;
          calls.ints[call + Field.d] = child;
          simulation.send(child, op.link as Link);
          return;
        }
        case OpKind.call: {
          const policy = op.policy as Component;
          const child = calls.child(now, call, policy.index);
          calls.ints[child + Field.endpoint] = op.endpoint;
          calls.doubles[(child >> 1) + Field.work] = calls.doubles[(call >> 1) + Field.work] as number;
          calls.ints[call + Field.d] = child;
          policy.enter(child);
          return;
        }
        case OpKind.lookup: {
          const child = calls.child(now, call, this.index);
          // The cache runs the body of a miss as a frame of this server.
          calls.ints[child + Field.flags] =
            ((calls.ints[child + Field.flags] as number) & op.keeps) | op.sets;
          calls.ints[child + Field.a] = this.index;
          calls.ints[child + Field.b] = op.places[0] ?? 0;
          calls.doubles[(child >> 1) + Field.work] = calls.doubles[(call >> 1) + Field.work] as number;
          calls.ints[call + Field.d] = child;
          simulation.send(child, op.link as Link);
          return;
        }
        case OpKind.parallel:
          this.fan(call, op);
          return;
        case OpKind.repeat:
          if (op.times > 0) {
            const frame = this.frame(call, op.places[0] as number);
            calls.ints[frame + Field.c] = op.times - 1;
            calls.ints[call + Field.d] = frame;
            this.run(frame);
            return;
          }
          break;
        case OpKind.branch:
          calls.ints[call + Field.a] = op.places[
            op.pick((op.stream as { uniform(): number }).uniform())
          ] as number;
          continue;
        case OpKind.jump:
          calls.ints[call + Field.a] = op.places[0] as number;
          continue;
        case OpKind.end:
          if (((calls.ints[call + Field.flags] as number) & Flag.frame) === 0) {
            this.leave(call, Outcome.inTime);
            return;
          }
          if (this.goesRound(call)) continue;
          simulation.complete(call, Outcome.inTime);
          return;
      }
      calls.ints[call + Field.a] = (calls.ints[call + Field.a] as number) + 1;
    }
  }

  private compute(call: number, op: Op): void {
    const { simulation } = this;
    const { calls, now } = simulation;
    const work = this.disturbance.stretch((op.draw as { next(): number }).next() / this.speed);
    calls.doubles[(call >> 1) + Field.x] = work;
    simulation.ledgers.enter(calls.ints[call + Field.ledger] as number, this.workPart, now);
    calls.ints[call + Field.flags] = (calls.ints[call + Field.flags] as number) | Flag.scheduled;
    if (this.shared) this.processors.add(call, work, op.onWorkers);
    else calls.ints[call + Field.event] = simulation.schedule(now + work, this.index, COMPUTED, call);
  }

  /** A frame of this server that runs a body of steps for a call. */
  private frame(call: number, place: number): number {
    const { calls, now } = this.simulation;
    const frame = calls.child(now, call, this.index);
    calls.doubles[(frame >> 1) + Field.work] = calls.doubles[(call >> 1) + Field.work] as number;
    calls.ints[frame + Field.flags] = (calls.ints[frame + Field.flags] as number) | Flag.frame;
    calls.ints[frame + Field.a] = place;
    calls.ints[frame + Field.c] = 0;
    return frame;
  }

  /** Runs the steps that a cache does on a miss, for the call that asked it. */
  load(call: number, place: number): number {
    const frame = this.frame(call, place);
    this.run(frame);
    return frame;
  }

  private fan(call: number, op: Op): void {
    const { simulation } = this;
    const { calls, ledgers, now } = simulation;
    ledgers.enter(calls.ints[call + Field.ledger] as number, this.joinPart, now);
    calls.ints[call + Field.b] = op.places.length * op.times;
    calls.doubles[(call >> 1) + Field.x] = op.needed;
    calls.ints[call + Field.d] = NO_CALL;
    // All are linked before the first runs. A frame that ends at once is handed back only after this event.
    for (let i = calls.ints[call + Field.b] as number; i > 0; i--) {
      const frame = this.frame(call, op.places[(i - 1) % op.places.length] as number);
      simulation.fork(frame);
      this.linkFrame(call, frame);
    }
    let frame = calls.ints[call + Field.d] as number;
    while (frame !== NO_CALL) {
      const after = calls.ints[frame + Field.next] as number;
      this.run(frame);
      frame = after;
    }
  }

  private linkFrame(call: number, frame: number): void {
    const { calls } = this.simulation;
    const first = calls.ints[call + Field.d] as number;
    calls.ints[frame + Field.next] = first;
    calls.ints[frame + Field.previous] = NO_CALL;
    if (first !== NO_CALL) calls.ints[first + Field.previous] = frame;
    calls.ints[call + Field.d] = frame;
  }

  private unlinkFrame(call: number, frame: number): void {
    const { calls } = this.simulation;
    const after = calls.ints[frame + Field.next] as number;
    const before = calls.ints[frame + Field.previous] as number;
    if (before === NO_CALL) calls.ints[call + Field.d] = after;
    else calls.ints[before + Field.next] = after;
    if (after !== NO_CALL) calls.ints[after + Field.previous] = before;
  }

  override childDone(call: number, child: number, outcome: number): void {
    const { simulation } = this;
    const { calls } = simulation;
    const op = this.ops[calls.ints[call + Field.a] as number] as Op;
    const failed = outcome > Outcome.late;
    if (op.kind === OpKind.parallel) {
      this.unlinkFrame(call, child);
      const left = (calls.ints[call + Field.b] as number) - 1;
      calls.ints[call + Field.b] = left;
      const needed = (calls.doubles[(call >> 1) + Field.x] as number) - (failed ? 0 : 1);
      calls.doubles[(call >> 1) + Field.x] = needed;
      // Enough have succeeded, or too few can: of all, the first failure decides, and of any, the last one does.
      if (needed > 0 && left >= needed) return;
      simulation.join(call, child);
      this.abandonFrames(call);
    }
    calls.ints[call + Field.d] = NO_CALL;
    if (failed) {
      this.stop(call, outcome);
      return;
    }
    calls.ints[call + Field.a] = (calls.ints[call + Field.a] as number) + 1;
    this.run(call);
  }

  private abandonFrames(call: number): void {
    const { simulation } = this;
    const { calls } = simulation;
    let frame = calls.ints[call + Field.d] as number;
    while (frame !== NO_CALL) {
      const after = calls.ints[frame + Field.next] as number;
      simulation.abandon(frame);
      frame = after;
    }
    calls.ints[call + Field.d] = NO_CALL;
  }

  /** At the end of its steps, a loop's frame begins its next round, if there is one. */
  private goesRound(frame: number): boolean {
    const { calls } = this.simulation;
    const left = calls.ints[frame + Field.c] as number;
    const parent = calls.ints[frame + Field.parent] as number;
    if (left === 0 || parent === NO_CALL) return false;
    calls.ints[frame + Field.c] = left - 1;
    const loop = this.ops[calls.ints[parent + Field.a] as number] as Op;
    calls.ints[frame + Field.a] = loop.places[0] as number;
    return true;
  }

  /** The steps of a call or frame end here. */
  private stop(call: number, outcome: number): void {
    if (((this.simulation.calls.ints[call + Field.flags] as number) & Flag.frame) !== 0)
      this.simulation.complete(call, outcome);
    else this.leave(call, outcome);
  }

  override happen(kind: number, argument: number): void {
    const { simulation, station } = this;
    const { calls, now } = simulation;
    let call = argument;
    switch (kind) {
      case COMPUTED:
        break;
      case SHARED_COMPUTED:
      case THREAD_COMPUTED:
      case WORKER_COMPUTED:
        call = this.processors.finish(kind, argument);
        if (call === NO_CALL) return;
        break;
      case FORWARDED:
        this.goOn(call);
        return;
      default:
        // A drawn timer leaves its flag to us.
        calls.ints[call + Field.flags] = (calls.ints[call + Field.flags] as number) & ~Flag.timed;
        this.queue.remove(call);
        station.waiting.add(-1, now);
        station.wait.record(now - (calls.doubles[(call >> 1) + Field.start] as number));
        this.end(call, Outcome.queueTimeout);
        return;
    }
    calls.ints[call + Field.flags] = (calls.ints[call + Field.flags] as number) & ~Flag.scheduled;
    this.worked(call, calls.doubles[(call >> 1) + Field.x] as number);
    calls.ints[call + Field.a] = (calls.ints[call + Field.a] as number) + 1;
    this.run(call);
  }

  /** Counts work that was done here. */
  private worked(call: number, seconds: number): void {
    this.station.work += seconds;
    if (this.simulation.calls.isDead(call, this.simulation.now)) this.station.deadWork += seconds;
  }

  /** A call gives its slot back and is answered, or goes on to the next server. */
  private leave(call: number, outcome: number): void {
    const { simulation, forward, station } = this;
    this.busy--;
    station.active.add(-1, simulation.now);
    if (this.onward !== undefined && outcome <= Outcome.late) {
      this.forwardByChance(call, this.onward);
    } else if (forward !== undefined && outcome <= Outcome.late) {
      station.end(outcome, simulation.now - (simulation.calls.doubles[(call >> 1) + Field.start] as number));
      this.serveWaiting();
      // What was in the register here would be a query's timeout at a pool.
      simulation.calls.doubles[(call >> 1) + Field.x] = Number.POSITIVE_INFINITY;
      simulation.send(call, forward);
    } else {
      this.end(call, outcome);
      this.serveWaiting();
    }
  }

  /**
   * Draws where a call goes next. It may come back to where it was: each round is an event of its own, so that a long way round is not
   * a deep one.
   */
  private forwardByChance(call: number, onward: Onward): void {
    const { simulation, station } = this;
    const { calls, now } = simulation;
    const way = onward.draw();
    if (way === onward.links.length) {
      this.end(call, Outcome.inTime);
    } else {
      station.end(Outcome.inTime, now - (calls.doubles[(call >> 1) + Field.start] as number));
      calls.ints[call + Field.a] = LEFT;
      calls.ints[call + Field.b] = way;
      calls.ints[call + Field.event] = simulation.schedule(now, this.index, FORWARDED, call);
      calls.ints[call + Field.flags] = (calls.ints[call + Field.flags] as number) | Flag.scheduled;
    }
    this.serveWaiting();
  }

  private goOn(call: number): void {
    const { simulation } = this;
    const { calls } = simulation;
    const links = this.onward?.links ?? [];
    calls.ints[call + Field.flags] = (calls.ints[call + Field.flags] as number) & ~Flag.scheduled;
    calls.doubles[(call >> 1) + Field.x] = Number.POSITIVE_INFINITY;
    simulation.send(call, links[calls.ints[call + Field.b] as number] as Link);
  }

  private serveWaiting(): void {
    // A call whose steps take no time leaves at once; the loop that began it goes on with the next.
    if (this.serving) return;
    this.serving = true;
    const { simulation, station, queue, spec } = this;
    const { calls, now } = simulation;
    while (queue.size > 0 && this.busy < this.slots) {
      const call = queue.first();
      queue.remove(call);
      station.waiting.add(-1, now);
      simulation.cancelTimer(call);
      station.wait.record(now - (calls.doubles[(call >> 1) + Field.start] as number));
      if (spec.queue.dropExpired && calls.isDead(call, now)) this.end(call, Outcome.cancelled);
      else this.begin(call);
    }
    this.serving = false;
  }

  private end(call: number, outcome: number): void {
    const { simulation, station } = this;
    station.end(outcome, simulation.now - (simulation.calls.doubles[(call >> 1) + Field.start] as number));
    simulation.complete(call, outcome);
  }

  override abandoned(call: number): void {
    const { simulation, spec, station } = this;
    const { calls, now } = simulation;
    const flags = calls.ints[call + Field.flags] as number;
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
      const call = queue.first();
      queue.remove(call);
      station.waiting.add(-1, now);
      simulation.cancelTimer(call);
      this.end(call, Outcome.unavailable);
    }
    const here = calls.at(this.index);
    const isFrame = (call: number) => ((calls.ints[call + Field.flags] as number) & Flag.frame) !== 0;
    for (const call of [...here.filter((one) => !isFrame(one)), ...here.filter(isFrame)]) {
      // It may have ended with one before it.
      if (((calls.ints[call + Field.flags] as number) & Flag.ended) === 0)
        this.cutOff(call, Outcome.unavailable);
    }
    this.crashing = false;
  }

  /** Stops what is done for a call or frame: its own work at once, and what it waits for is told. */
  private cutOff(call: number, outcome: number): void {
    const { simulation } = this;
    const { calls } = simulation;
    const flags = calls.ints[call + Field.flags] as number;
    const op = this.ops[calls.ints[call + Field.a] as number] as Op;
    if (flags & Flag.scheduled) {
      const event = calls.ints[call + Field.event] as number;
      calls.ints[call + Field.flags] = flags & ~Flag.scheduled;
      if (this.processors.has(flags)) this.processors.remove(call);
      else simulation.eventList.cancel(event);
      if (calls.ints[call + Field.a] === LEFT) {
        simulation.complete(call, outcome);
        return;
      }
    } else if (op.kind === OpKind.parallel) {
      this.abandonFrames(call);
    } else if ((calls.ints[call + Field.d] as number) !== NO_CALL) {
      simulation.leaveBehind(call, calls.ints[call + Field.d] as number);
    }
    this.stop(call, outcome);
  }

  override restartMeasures(): void {
    this.fleet?.beforeRestart();
    super.restartMeasures();
    this.processorMeasures.restart(this.simulation.now);
  }
}

const ALONE = { up: 1, starting: 0, listening: 1 };
