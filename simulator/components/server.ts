import type { Build } from "../engine/build.ts";
import { NO_CALL } from "../engine/calls.ts";
import { Component } from "../engine/component.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import type { Link } from "../engine/link.ts";
import { WaitQueue } from "../engine/wait-queue.ts";
import { Outcome } from "../outcome.ts";
import type { ComponentOf, Component as Spec } from "../scenario/schema/scenario.ts";
import { ProcessorSharing } from "./processor-sharing.ts";
import { type Op, OpKind, Program } from "./program.ts";

const COMPUTED = 0;
const QUEUE_TIMEOUT = 1;
const SHARED_COMPUTED = 2;

/**
 * A service. A call waits for a slot, keeps it while its steps are done one after another, and is answered, or forwarded.
 *
 * Registers of a call, or of a frame that runs a body of steps: `a` its place in the program, `b` parallel branches under way,
 * `c` rounds left, `d` the call or (first) frame that it waits for, `x` the compute work under way in seconds, `event` its pending end.
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
  /** Slots that are left by the faults of the moment. */
  slots = 0;
  private shared = false;
  private speed = 1;
  /** Where the steps of an endpoint with steps of its own begin in the program; the default ones hold for endpoints beyond. */
  private starts = new Int32Array(0);
  private defaultStart = 0;
  private readonly sharing: ProcessorSharing;
  private readonly queuePart: number;
  private readonly workPart: number;
  private readonly joinPart: number;

  constructor(build: Build, spec: ComponentOf<"server">) {
    super(build.simulation, spec.id);
    this.spec = spec;
    this.queue = new WaitQueue(this.simulation.calls);
    this.program = new Program(build, this);
    this.sharing = new ProcessorSharing(this.simulation, this.index, SHARED_COMPUTED);
    const { ledgers } = this.simulation;
    this.queuePart = ledgers.part(spec.id, "server queue");
    this.workPart = ledgers.part(spec.id, "server work");
    this.joinPart = ledgers.part(spec.id, "join");
    this.configure(spec);
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
    if (spec.forward !== undefined) this.forward = build.link(spec.id, spec.forward);
  }

  override configure(spec: Spec): void {
    if (spec.type !== "server") return;
    this.spec = spec;
    this.queue.order = spec.queue.order;
    this.program.configure(spec.steps ?? [], "steps");
    for (const [name, steps] of Object.entries(spec.endpoints ?? {}))
      this.program.configure(steps, `endpoints.${name}`);
    this.disturbed();
  }

  override disturbed(): void {
    const processors = this.disturbance.left(this.spec.concurrency);
    this.shared = this.spec.discipline === "processorSharing";
    this.speed = this.spec.speed;
    if (this.shared) this.sharing.configure(processors, 0);
    this.slots = this.shared ? Number.POSITIVE_INFINITY : processors;
    this.serveWaiting();
  }

  override enter(call: number): void {
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
      station.waiting.set(this.queue.size, now);
      simulation.startTimer(call, this.index, QUEUE_TIMEOUT, spec.queue.timeout);
    }
  }

  private begin(call: number): void {
    const { simulation } = this;
    const { calls } = simulation;
    this.busy++;
    this.station.active.set(this.busy, simulation.now);
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
          calls.ints[child + Field.flags] = (calls.ints[child + Field.flags] as number) | Flag.lookup;
          calls.ints[child + Field.a] = this.index;
          calls.ints[child + Field.b] = op.places[0] as number;
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
    const { shared } = this;
    // The discipline may change before the work is cut off.
    calls.ints[call + Field.flags] =
      ((calls.ints[call + Field.flags] as number) & ~Flag.sharing) |
      Flag.scheduled |
      (shared ? Flag.sharing : 0);
    calls.ints[call + Field.event] = shared
      ? this.sharing.add(call, work)
      : simulation.schedule(now + work, this.index, COMPUTED, call);
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
      // As Promise.all, the first failure decides, and as Promise.any, the last one does.
      if (left > 0 && op.any === failed) return;
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
    if (kind === QUEUE_TIMEOUT) {
      this.queue.remove(argument);
      station.waiting.set(this.queue.size, now);
      station.wait.record(now - (calls.doubles[(argument >> 1) + Field.start] as number));
      this.end(argument, Outcome.queueTimeout);
      return;
    }
    const call = kind === SHARED_COMPUTED ? this.sharing.finish() : argument;
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
    station.active.set(this.busy, simulation.now);
    if (forward !== undefined && outcome <= Outcome.late) {
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

  private serveWaiting(): void {
    // A call whose steps take no time leaves at once; the loop that began it goes on with the next.
    if (this.serving) return;
    this.serving = true;
    const { simulation, station, queue, spec } = this;
    const { calls, now } = simulation;
    while (queue.size > 0 && this.busy < this.slots) {
      const call = queue.first();
      queue.remove(call);
      station.waiting.set(queue.size, now);
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
    if (spec.cancellation === "ignored") return;
    if (flags & Flag.queued) {
      this.queue.remove(call);
      station.waiting.set(this.queue.size, now);
      simulation.cancelTimer(call);
      this.end(call, Outcome.cancelled);
    } else if (spec.cancellation === "immediate") {
      this.cutOff(call);
    }
  }

  /** Stops what is done for a call or frame: its own work at once, and what it waits for is told. */
  private cutOff(call: number): void {
    const { simulation } = this;
    const { calls } = simulation;
    const flags = calls.ints[call + Field.flags] as number;
    const op = this.ops[calls.ints[call + Field.a] as number] as Op;
    if (flags & Flag.scheduled) {
      calls.ints[call + Field.flags] = flags & ~Flag.scheduled;
      if (flags & Flag.sharing) this.sharing.remove(calls.ints[call + Field.event] as number);
      else simulation.eventList.cancel(calls.ints[call + Field.event] as number);
    } else if (op.kind === OpKind.parallel) {
      this.abandonFrames(call);
    } else if ((calls.ints[call + Field.d] as number) !== NO_CALL) {
      simulation.leaveBehind(call, calls.ints[call + Field.d] as number);
    }
    this.stop(call, Outcome.cancelled);
  }
}
