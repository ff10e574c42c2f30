import type { Build } from "../engine/build.ts";
import { NO_CALL } from "../engine/calls.ts";
import { Component } from "../engine/component.ts";
import type { Draw } from "../engine/draw.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import type { Link } from "../engine/link.ts";
import { doubles, ints } from "../engine/memory.ts";
import { Outcome } from "../outcome.ts";
import type { ComponentOf } from "../scenario/schema/scenario.ts";
import { hasThreads, ProcessorMeasures, Processors } from "./processors.ts";
import { type Op, OpKind, Program } from "./program.ts";

/** Compute work of a call that has a processor to itself is done. The kinds of processors.ts are taken as well. */
const COMPUTED = 0;

/** The place in the program of a call whose steps are done and which goes on in this moment. */
export const LEFT = -1;

/**
 * Does the steps of calls one after another, until they are done or one has failed. Whose steps are done, and what becomes of a call then, is for
 * the server to say.
 *
 * Registers of a call, or of a frame that runs a body of steps: `a` its place in the program, `b` parallel branches under way,
 * `c` rounds left, `d` the call or (first) frame that it waits for, `x` the compute work under way in seconds, or how many parallel
 * branches must still succeed, `event` its pending end.
 * Parallel frames are linked by `next` and `previous`.
 */
export abstract class Execution extends Component {
  private readonly program: Program;
  private ops: Op[] = [];
  /** Where the steps of an endpoint with steps of its own begin in the program; the default ones hold for endpoints beyond. */
  private starts = new Int32Array(0);
  private defaultStart = 0;
  /** Calls do not each have a processor to themselves. */
  protected shared = false;
  protected speed = 1;
  protected readonly processors: Processors;
  readonly processorMeasures: ProcessorMeasures;
  protected readonly queuePart: number;
  private readonly workPart: number;
  private readonly joinPart: number;
  private readonly threadPart: number;

  /** `first`: it does the same steps. */
  constructor(build: Build, spec: ComponentOf<"server">, first: Execution | undefined) {
    super(build.simulation, spec.id, first);
    const { simulation, index } = this;
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
    if (first !== undefined) {
      this.starts = first.starts;
      this.defaultStart = first.defaultStart;
      this.ops = first.ops;
    }
  }

  /** The steps of a call are done, or one has failed. */
  protected abstract leave(call: number, outcome: number): void;

  /** Whether the steps are laid out. */
  protected get isWired(): boolean {
    return this.ops.length > 0;
  }

  protected wireSteps(build: Build, spec: ComponentOf<"server">): void {
    const { program } = this;
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
  }

  /** Takes over changed values of the same steps. */
  protected configureSteps(spec: ComponentOf<"server">): void {
    this.program.configure(spec.steps ?? [], "steps");
    for (const [name, steps] of Object.entries(spec.endpoints ?? {}))
      this.program.configure(steps, `endpoints.${name}`);
  }

  /** Begins the steps of a call. */
  protected start(call: number): void {
    const { starts } = this;
    const endpoint = ints[call + Field.endpoint] as number;
    ints[call + Field.a] = endpoint < starts.length ? (starts[endpoint] as number) : this.defaultStart;
    this.run(call);
  }

  /** Does the steps of a call or frame until one of them takes time; most often that is the first, or there are none left. */
  private run(call: number): void {
    const op = this.ops[ints[call + Field.a] as number] as Op;
    if (op.kind === OpKind.compute) this.compute(call, op);
    else if (op.kind === OpKind.end && ((ints[call + Field.flags] as number) & Flag.frame) === 0)
      this.leave(call, Outcome.inTime);
    else this.runSteps(call);
  }

  private runSteps(call: number): void {
    const { simulation } = this;
    const { calls } = simulation;
    for (;;) {
      const op = this.ops[ints[call + Field.a] as number] as Op;
      switch (op.kind) {
        case OpKind.compute:
          this.compute(call, op);
          return;
        case OpKind.query: {
          const child = calls.child(call, this.index);
          ints[child + Field.endpoint] = 0;
          doubles[(child >> 1) + Field.work] =
            op.draw !== undefined ? op.draw.next() : (doubles[(call >> 1) + Field.work] as number);
          doubles[(child >> 1) + Field.x] = op.timeout;
          if (op.rows > 0) ints[child + Field.rows] = op.rows;
          ints[child + Field.flags] = ((ints[child + Field.flags] as number) & op.keeps) | op.sets;
          ints[call + Field.d] = child;
          simulation.send(child, op.link as Link);
          return;
        }
        case OpKind.call: {
          const policy = op.policy as Component;
          const child = calls.child(call, policy.index);
          ints[child + Field.endpoint] = op.endpoint;
          doubles[(child >> 1) + Field.work] = doubles[(call >> 1) + Field.work] as number;
          ints[call + Field.d] = child;
          policy.enter(child);
          return;
        }
        case OpKind.lookup: {
          const child = calls.child(call, this.index);
          // The cache runs the body of a miss as a frame of this server.
          ints[child + Field.flags] = ((ints[child + Field.flags] as number) & op.keeps) | op.sets;
          ints[child + Field.a] = this.index;
          ints[child + Field.b] = op.places[0] ?? 0;
          doubles[(child >> 1) + Field.work] = doubles[(call >> 1) + Field.work] as number;
          ints[call + Field.d] = child;
          simulation.send(child, op.link as Link);
          return;
        }
        case OpKind.parallel:
          this.fan(call, op);
          return;
        case OpKind.repeat:
          if (op.times > 0) {
            const frame = this.frame(call, op.places[0] as number);
            ints[frame + Field.c] = op.times - 1;
            ints[call + Field.d] = frame;
            this.run(frame);
            return;
          }
          break;
        case OpKind.branch:
          ints[call + Field.a] = op.places[op.pick((op.stream as { uniform(): number }).uniform())] as number;
          continue;
        case OpKind.jump:
          ints[call + Field.a] = op.places[0] as number;
          continue;
        case OpKind.end:
          if (((ints[call + Field.flags] as number) & Flag.frame) === 0) {
            this.leave(call, Outcome.inTime);
            return;
          }
          if (this.goesRound(call)) continue;
          simulation.complete(call, Outcome.inTime);
          return;
      }
      ints[call + Field.a] = (ints[call + Field.a] as number) + 1;
    }
  }

  private compute(call: number, op: Op): void {
    const { simulation } = this;
    const { now } = simulation;
    let work = op.traced ? this.broughtWork(call, op) : (op.draw as Draw).next();
    if (this.speed !== 1) work /= this.speed;
    work = this.disturbance.stretch(work);
    doubles[(call >> 1) + Field.x] = work;
    simulation.ledgers.enter(ints[call + Field.ledger] as number, this.workPart, now);
    if (this.shared) this.processors.add(call, work, op.onWorkers);
    else ints[call + Field.event] = simulation.schedule(now + work, this.index, COMPUTED, call);
  }

  /** What the request of a trace brings along, or draws where it brings nothing, seconds. */
  private broughtWork(call: number, op: Op): number {
    const brought = doubles[(call >> 1) + Field.work] as number;
    return Number.isNaN(brought) ? (op.draw as Draw).next() : brought;
  }

  /** Compute work is done, or a piece of it. */
  protected computed(kind: number, argument: number): void {
    const call = kind === COMPUTED ? argument : this.processors.finish(kind, argument);
    if (call === NO_CALL) return;
    this.worked(call, doubles[(call >> 1) + Field.x] as number);
    ints[call + Field.a] = (ints[call + Field.a] as number) + 1;
    this.run(call);
  }

  /** Counts work that was done here. */
  private worked(call: number, seconds: number): void {
    this.station.work += seconds;
    if (this.simulation.calls.isDead(call, this.simulation.now)) this.station.deadWork += seconds;
  }

  /** A frame of this server that runs a body of steps for a call. */
  private frame(call: number, place: number): number {
    const { calls } = this.simulation;
    const frame = calls.child(call, this.index);
    doubles[(frame >> 1) + Field.work] = doubles[(call >> 1) + Field.work] as number;
    ints[frame + Field.flags] = (ints[frame + Field.flags] as number) | Flag.frame;
    ints[frame + Field.a] = place;
    ints[frame + Field.c] = 0;
    return frame;
  }

  /** Runs the steps that a cache does on a miss, for the call that asked it. */
  load(call: number, place: number): number {
    const frame = this.frame(call, place);
    this.run(frame);
    return frame;
  }

  /** How long the query may take that a call waits for, seconds. */
  queryTimeoutOf(call: number): number {
    return (this.ops[ints[call + Field.a] as number] as Op).timeout;
  }

  private fan(call: number, op: Op): void {
    const { simulation } = this;
    const { ledgers, now } = simulation;
    ledgers.enter(ints[call + Field.ledger] as number, this.joinPart, now);
    ints[call + Field.b] = op.places.length * op.times;
    doubles[(call >> 1) + Field.x] = op.needed;
    ints[call + Field.d] = NO_CALL;
    // All are linked before the first runs. A frame that ends at once is handed back only after this event.
    for (let i = ints[call + Field.b] as number; i > 0; i--) {
      const frame = this.frame(call, op.places[(i - 1) % op.places.length] as number);
      simulation.fork(frame);
      this.linkFrame(call, frame);
    }
    let frame = ints[call + Field.d] as number;
    while (frame !== NO_CALL) {
      const after = ints[frame + Field.next] as number;
      this.run(frame);
      frame = after;
    }
  }

  private linkFrame(call: number, frame: number): void {
    const first = ints[call + Field.d] as number;
    ints[frame + Field.next] = first;
    ints[frame + Field.previous] = NO_CALL;
    if (first !== NO_CALL) ints[first + Field.previous] = frame;
    ints[call + Field.d] = frame;
  }

  private unlinkFrame(call: number, frame: number): void {
    const after = ints[frame + Field.next] as number;
    const before = ints[frame + Field.previous] as number;
    if (before === NO_CALL) ints[call + Field.d] = after;
    else ints[before + Field.next] = after;
    if (after !== NO_CALL) ints[after + Field.previous] = before;
  }

  override childDone(call: number, child: number, outcome: number): void {
    const { simulation } = this;
    const op = this.ops[ints[call + Field.a] as number] as Op;
    const failed = outcome > Outcome.late;
    if (op.kind === OpKind.parallel) {
      this.unlinkFrame(call, child);
      const left = (ints[call + Field.b] as number) - 1;
      ints[call + Field.b] = left;
      const needed = (doubles[(call >> 1) + Field.x] as number) - (failed ? 0 : 1);
      doubles[(call >> 1) + Field.x] = needed;
      // Enough have succeeded, or too few can: of all, the first failure decides, and of any, the last one does.
      if (needed > 0 && left >= needed) return;
      simulation.join(call, child);
      this.abandonFrames(call);
    }
    ints[call + Field.d] = NO_CALL;
    if (failed) {
      this.stop(call, outcome);
      return;
    }
    ints[call + Field.a] = (ints[call + Field.a] as number) + 1;
    this.run(call);
  }

  private abandonFrames(call: number): void {
    const { simulation } = this;
    let frame = ints[call + Field.d] as number;
    while (frame !== NO_CALL) {
      const after = ints[frame + Field.next] as number;
      simulation.abandon(frame);
      frame = after;
    }
    ints[call + Field.d] = NO_CALL;
  }

  /** At the end of its steps, a loop's frame begins its next round, if there is one. */
  private goesRound(frame: number): boolean {
    const left = ints[frame + Field.c] as number;
    const parent = ints[frame + Field.parent] as number;
    if (left === 0 || parent === NO_CALL) return false;
    ints[frame + Field.c] = left - 1;
    const loop = this.ops[ints[parent + Field.a] as number] as Op;
    ints[frame + Field.a] = loop.places[0] as number;
    return true;
  }

  /** The steps of a call or frame end here. */
  private stop(call: number, outcome: number): void {
    if (((ints[call + Field.flags] as number) & Flag.frame) !== 0) this.simulation.complete(call, outcome);
    else this.leave(call, outcome);
  }

  /** Stops what is done for a call or frame: its own work at once, and what it waits for is told. */
  protected cutOff(call: number, outcome: number): void {
    const { simulation } = this;
    const event = ints[call + Field.event] as number;
    const place = ints[call + Field.a] as number;
    if (place === LEFT) {
      simulation.eventList.cancel(event);
      simulation.complete(call, outcome);
      return;
    }
    const op = this.ops[place] as Op;
    if (op.kind === OpKind.compute) {
      if (this.processors.has(ints[call + Field.flags] as number)) this.processors.remove(call);
      else simulation.eventList.cancel(event);
    } else if (op.kind === OpKind.parallel) {
      this.abandonFrames(call);
    } else if ((ints[call + Field.d] as number) !== NO_CALL) {
      simulation.leaveBehind(call, ints[call + Field.d] as number);
    }
    this.stop(call, outcome);
  }
}
