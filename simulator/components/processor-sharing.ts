import { EventList, NO_EVENT } from "../engine/event-list.ts";
import type { Simulation } from "../engine/simulation.ts";
import type { Level } from "../measure/level.ts";

/**
 * Jobs that share processors evenly. With n jobs on c processors each advances at min(1, c/n), divided by 1 + contention for each
 * job beyond the processors. Instead of every job's remaining work, the sharing keeps the work that any job has received since the beginning
 * (virtual time): a job ends when virtual time reaches its own end, so an arrival or departure costs O(log n).
 */
export class ProcessorSharing {
  private readonly simulation: Simulation;
  private readonly component: number;
  private readonly kind: number;
  private readonly argument: number;
  private readonly busy: Level;
  /** How many of the busy processors are of these. */
  private working = 0;
  private processors = Number.POSITIVE_INFINITY;
  private contention = 0;
  private readonly jobs = new EventList();
  private virtual = 0;
  private since = 0;
  private rate = 1;
  private event = NO_EVENT;
  /** The virtual time at which the job ends that `event` is about. */
  private first = 0;

  /**
   * `kind` is the event of the component, with `argument`, that says that a job is done; it then calls `finish`. `busy` is told how many
   * processors work; others may count in it too.
   */
  constructor(simulation: Simulation, component: number, kind: number, argument: number, busy: Level) {
    this.simulation = simulation;
    this.component = component;
    this.kind = kind;
    this.argument = argument;
    this.busy = busy;
  }

  /** Jobs under way. */
  get size(): number {
    return this.jobs.size;
  }

  /** How many times slower than alone each job is at present. */
  get slowdown(): number {
    return 1 / this.rate;
  }

  /** `contention` is the share by which each job beyond the processors slows all of them. */
  configure(processors: number, contention: number): void {
    this.advance();
    this.processors = processors;
    this.contention = contention;
    this.reschedule();
  }

  /** Adds a job of `work` seconds and returns the handle with which to remove it. */
  add(job: number, work: number): number {
    this.advance();
    const handle = this.jobs.schedule(this.virtual + work, 0, job);
    this.reschedule();
    return handle;
  }

  /** Takes a job out before it is done. */
  remove(handle: number): void {
    this.advance();
    this.jobs.cancel(handle);
    this.reschedule();
  }

  /** Takes the job out whose work is done, when the component's event has happened. */
  finish(): number {
    this.event = NO_EVENT;
    this.virtual = this.jobs.nextTime();
    this.since = this.simulation.now;
    this.jobs.pop();
    const job = this.jobs.argument;
    if (this.jobs.size === 0) this.virtual = 0;
    this.reschedule();
    return job;
  }

  private advance(): void {
    const { now } = this.simulation;
    this.virtual += (now - this.since) * this.rate;
    this.since = now;
  }

  private reschedule(): void {
    const { simulation, jobs } = this;
    const n = jobs.size;
    const working = n < this.processors ? n : this.processors;
    if (working !== this.working) {
      this.busy.add(working - this.working, simulation.now);
      this.working = working;
    }
    const extra = n > this.processors ? n - this.processors : 0;
    const rate = extra > 0 ? this.processors / n / (1 + this.contention * extra) : 1;
    const first = jobs.nextTime();
    // As soon as before, as long as nobody shares.
    if (this.event !== NO_EVENT && first === this.first && rate === this.rate) return;
    this.rate = rate;
    this.first = first;
    if (n === 0 || rate === 0) {
      if (this.event !== NO_EVENT) simulation.eventList.cancel(this.event);
      this.event = NO_EVENT;
      return;
    }
    const at = simulation.now + Math.max(0, first - this.virtual) / rate;
    if (this.event !== NO_EVENT) simulation.eventList.move(this.event, at);
    else this.event = simulation.schedule(at, this.component, this.kind, this.argument);
  }
}
