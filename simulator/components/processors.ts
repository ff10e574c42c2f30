import type { Disturbance } from "../engine/disturbance.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import { ints } from "../engine/memory.ts";
import type { Simulation } from "../engine/simulation.ts";
import { eventLoop } from "../scenario/schema/components/server.ts";
import type { ComponentOf } from "../scenario/schema/scenario.ts";
import { ProcessorSharing } from "./processor-sharing.ts";
import { ThreadMeasures, Threads } from "./threads.ts";

type Spec = ComponentOf<"server">;

/** The events of a server that say that shared compute work is done, or a piece of it. */
export const SHARED_COMPUTED = 5;
export const THREAD_COMPUTED = 6;
export const WORKER_COMPUTED = 7;

const SHARES = Flag.sharing | Flag.threaded | Flag.onWorkers;
const ENDLESS = Number.POSITIVE_INFINITY;
const LOOP = eventLoop.parse({});

/** How busy a server's threads and workers are; its replicas have these in common. */
export class ProcessorMeasures {
  readonly threads = new ThreadMeasures();
  readonly workers = new ThreadMeasures();

  restart(now: number): void {
    this.threads.restart(now);
    this.workers.restart(now);
  }
}

/** Worker threads beside an event loop. */
export const workersOf = ({ eventLoop }: Spec): number => (eventLoop ?? LOOP).workers;

/** Whether work may wait for a thread. */
export const hasThreads = ({ discipline }: Spec): boolean =>
  discipline === "preemptive" || discipline === "eventLoop";

/**
 * Who does the compute steps of a server whose calls do not each have a processor to themselves. The flags of a call say who has its work, as
 * the discipline may change before that is done.
 */
export class Processors {
  private readonly sharing: ProcessorSharing;
  private readonly threads: Threads;
  private readonly workers: Threads;
  private threaded = false;

  constructor(
    simulation: Simulation,
    component: number,
    parts: { work: number; wait: number },
    measures: ProcessorMeasures,
  ) {
    this.sharing = new ProcessorSharing(simulation, component, SHARED_COMPUTED, 0, measures.threads.busy);
    this.threads = new Threads(simulation, component, THREAD_COMPUTED, parts, measures.threads);
    this.workers = new Threads(simulation, component, WORKER_COMPUTED, parts, measures.workers);
  }

  configure(spec: Spec, disturbance: Disturbance): void {
    const { discipline, concurrency, queue } = spec;
    const processors = disturbance.left(concurrency);
    this.threaded = hasThreads(spec);
    if (discipline === "processorSharing") this.sharing.configure(processors, 0);
    if (discipline === "preemptive")
      this.threads.configure({ count: processors, order: queue.order, preempts: true, slice: ENDLESS });
    if (discipline === "eventLoop") {
      const { slice, workers } = spec.eventLoop ?? LOOP;
      const fifo = { order: "fifo", preempts: false } as const;
      this.threads.configure({ ...fifo, count: disturbance.left(1), slice });
      this.workers.configure({ ...fifo, count: disturbance.left(workers), slice: ENDLESS });
    }
  }

  /** Takes on the compute work of a call, seconds. */
  add(call: number, work: number, onWorkers: boolean): void {
    const who = !this.threaded ? Flag.sharing : onWorkers ? Flag.onWorkers : Flag.threaded;
    const doer = !this.threaded ? this.sharing : onWorkers ? this.workers : this.threads;
    ints[call + Field.flags] = ((ints[call + Field.flags] as number) & ~SHARES) | who;
    ints[call + Field.event] = doer.add(call, work);
  }

  /** Whether it is one of these that has the work of a call with such flags. */
  has(flags: number): boolean {
    return (flags & SHARES) !== 0;
  }

  /** Takes a call's work back before it is done. */
  remove(call: number): void {
    const flags = ints[call + Field.flags] as number;
    const handle = ints[call + Field.event] as number;
    if (flags & Flag.sharing) this.sharing.remove(handle);
    else if (flags & Flag.threaded) this.threads.remove(handle);
    else this.workers.remove(handle);
    ints[call + Field.flags] = flags & ~SHARES;
  }

  /** One of the events above has happened. Returns the call whose work is done, or NO_CALL where some of it is left. */
  finish(kind: number, argument: number): number {
    const doer = kind === THREAD_COMPUTED ? this.threads : this.workers;
    const call = kind === SHARED_COMPUTED ? this.sharing.finish() : doer.finish(argument);
    if (call >= 0) ints[call + Field.flags] = (ints[call + Field.flags] as number) & ~SHARES;
    return call;
  }
}
