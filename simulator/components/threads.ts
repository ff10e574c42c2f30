import { NO_CALL } from "../engine/calls.ts";
import { EventList, NO_EVENT } from "../engine/event-list.ts";
import * as Field from "../engine/field.ts";
import { ints } from "../engine/memory.ts";
import type { Simulation } from "../engine/simulation.ts";
import type { QueueOrder } from "../engine/wait-queue.ts";
import { Histogram } from "../measure/histogram.ts";
import { Level } from "../measure/level.ts";

/** How threads are shared out. */
export type Sharing = {
  /** How many there are; a part of one counts as a whole one. */
  count: number;
  /** Who is first: who came first or last, or has the smallest priority number and among those came first. */
  order: QueueOrder;
  /** Whether one that is first interrupts the last of those that are worked on; its work is kept. */
  preempts: boolean;
  /** After this many seconds of work others go first; Infinity is never. */
  slice: number;
};

/** How busy threads are, and how long the work for them waits, seconds. Replicas have one in common. */
export class ThreadMeasures {
  readonly busy = new Level();
  readonly wait = new Histogram();

  restart(now: number): void {
    this.busy.restart(now);
    this.wait.clear();
  }
}

type Job = {
  call: number;
  /** Seconds of work that are left, and since when it is worked on or waits. */
  left: number;
  since: number;
  /** How much of it is done in one go, seconds. */
  piece: number;
  /** Where it stands among those that wait: the smaller goes first. */
  rank: number;
  sequence: number;
  /** Its event while it is worked on, or its handle among those that wait. */
  handle: number;
  isRunning: boolean;
};

/**
 * Threads that do the compute steps of a server: the thread of an event loop, its workers, or processors that are interrupted. A job that
 * waits books its time on a part of the ledger of its own.
 */
export class Threads {
  private readonly simulation: Simulation;
  private readonly component: number;
  private readonly kind: number;
  private readonly waitPart: number;
  private readonly workPart: number;
  private readonly measures: ThreadMeasures;
  private sharing: Sharing = { count: 1, order: "fifo", preempts: false, slice: Number.POSITIVE_INFINITY };
  private readonly jobs: Job[] = [];
  private readonly free: number[] = [];
  private readonly running: number[] = [];
  private readonly waiting = new EventList();
  private sequence = 0;

  /** `kind` is the event of the component that says that a piece of a job is done; its argument is for `finish`. */
  constructor(
    simulation: Simulation,
    component: number,
    kind: number,
    parts: { work: number; wait: number },
    measures: ThreadMeasures,
  ) {
    this.simulation = simulation;
    this.component = component;
    this.kind = kind;
    this.workPart = parts.work;
    this.waitPart = parts.wait;
    this.measures = measures;
  }

  configure(sharing: Sharing): void {
    const reordered = sharing.order !== this.sharing.order;
    this.sharing = sharing;
    if (reordered) {
      const waiting: number[] = [];
      while (this.waiting.size > 0) {
        this.waiting.pop();
        waiting.push(this.waiting.argument);
      }
      for (const job of [...waiting, ...this.running]) this.rank(this.job(job));
      for (const job of waiting) this.enqueue(job);
    }
    if (sharing.preempts) while (this.running.length >= sharing.count + 1) this.suspend(this.last());
    this.fill();
  }

  /** Adds a job of `work` seconds for a call and returns the handle with which to remove it. */
  add(call: number, work: number): number {
    const handle = this.free.pop() ?? this.jobs.length;
    const sequence = this.sequence++;
    const since = this.simulation.now;
    this.jobs[handle] = {
      call,
      left: work,
      since,
      piece: 0,
      rank: 0,
      sequence,
      handle: NO_EVENT,
      isRunning: false,
    };
    this.rank(this.job(handle));
    this.wait(handle);
    this.fill();
    return handle;
  }

  /** Takes a job out before it is done. */
  remove(handle: number): void {
    const job = this.job(handle);
    if (job.isRunning) {
      this.simulation.eventList.cancel(job.handle);
      this.stop(handle);
    } else {
      this.waiting.cancel(job.handle);
    }
    this.free.push(handle);
    this.fill();
  }

  /** Ends a piece of work, when the component's event has happened. Returns the call whose work is done, or NO_CALL where some is left. */
  finish(handle: number): number {
    const job = this.job(handle);
    job.left -= job.piece;
    this.stop(handle);
    if (job.left > 0) {
      // Whoever waits goes first.
      job.sequence = this.sequence++;
      this.rank(job);
      this.wait(handle);
      this.fill();
      return NO_CALL;
    }
    this.free.push(handle);
    this.fill();
    return job.call;
  }

  private job(handle: number): Job {
    return this.jobs[handle] as Job;
  }

  private rank(job: Job): void {
    const { order } = this.sharing;
    if (order === "priority") job.rank = ints[job.call + Field.priority] as number;
    else job.rank = order === "lifo" ? -job.sequence : 0;
  }

  /** Gives threads to those who are first. */
  private fill(): void {
    const { waiting, running, sharing } = this;
    while (waiting.size > 0) {
      if (running.length >= sharing.count) {
        if (!sharing.preempts || sharing.count <= 0) return;
        const last = this.last();
        const { rank, sequence } = this.job(last);
        const first = this.firstWaiting();
        const isFirst = first.rank < rank || (first.rank === rank && first.sequence < sequence);
        if (!isFirst) return;
        this.suspend(last);
      }
      waiting.pop();
      this.start(waiting.argument);
    }
  }

  private firstWaiting(): Job {
    // Taking it out is the only way to see it; it goes back to its place.
    this.waiting.pop();
    const handle = this.waiting.argument;
    this.enqueue(handle);
    return this.job(handle);
  }

  /** The job under way that is the last in the order. */
  private last(): number {
    const { running } = this;
    let last = running[0] as number;
    for (const handle of running) {
      const { rank, sequence } = this.job(handle);
      const other = this.job(last);
      if (rank > other.rank || (rank === other.rank && sequence > other.sequence)) last = handle;
    }
    return last;
  }

  private start(handle: number): void {
    const { simulation, measures, running } = this;
    const { now } = simulation;
    const job = this.job(handle);
    measures.wait.record(now - job.since);
    measures.busy.add(1, now);
    simulation.ledgers.enter(ints[job.call + Field.ledger] as number, this.workPart, now);
    job.since = now;
    job.isRunning = true;
    job.piece = Math.min(job.left, this.sharing.slice);
    job.handle = simulation.schedule(now + job.piece, this.component, this.kind, handle);
    running.push(handle);
  }

  /** A job leaves its thread. */
  private stop(handle: number): void {
    const { running, measures } = this;
    running.splice(running.indexOf(handle), 1);
    this.job(handle).isRunning = false;
    measures.busy.add(-1, this.simulation.now);
  }

  private suspend(handle: number): void {
    const { simulation } = this;
    const job = this.job(handle);
    simulation.eventList.cancel(job.handle);
    job.left = Math.max(0, job.left - (simulation.now - job.since));
    this.stop(handle);
    this.wait(handle);
  }

  private wait(handle: number): void {
    const { ledgers, now } = this.simulation;
    const job = this.job(handle);
    job.since = now;
    ledgers.enter(ints[job.call + Field.ledger] as number, this.waitPart, now);
    this.enqueue(handle);
  }

  private enqueue(handle: number): void {
    const job = this.job(handle);
    job.handle = this.waiting.insert(job.rank, job.sequence, 0, handle);
  }
}
