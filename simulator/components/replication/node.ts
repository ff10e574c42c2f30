import { Disturbance } from "../../engine/disturbance.ts";
import { NO_EVENT } from "../../engine/event-list.ts";
import type { Simulation } from "../../engine/simulation.ts";
import type { Level } from "../../measure/level.ts";
import { ProcessorSharing } from "../processor-sharing.ts";
import type { Commit } from "./commits.ts";

/** A write on its way to a replica: its key, when it was committed, the work of applying it in seconds, and what waits for it to be there. */
export type Write = { key: number; committed: number; work: number; commit: Commit | undefined };

/** One machine of a database: its cores, its own faults, and, of a replica, the writes that it does not show yet. */
export class Node {
  readonly sharing: ProcessorSharing;
  readonly disturbance: Disturbance;
  /** Queries that it works on, or that wait for a lock. */
  underWay = 0;
  /** Writes sent, in the order of their commits, from `first` on; how many of the next arrivals belong to no write any more. */
  private sent: Write[] = [];
  private first = 0;
  private void = 0;
  /** Arrivals that would have happened while it or the primary was down. */
  private held = 0;
  /** How many writes of a key it does not show yet. */
  private readonly behind = new Map<number, number>();
  /** Whether it is known to be down. */
  isOut = false;
  /** While it is down: the events at which that is noticed, and at which another becomes the primary. */
  detection = NO_EVENT;
  promotion = NO_EVENT;

  /** `busy` is told how many cores work. */
  constructor(
    simulation: Simulation,
    id: string,
    component: number,
    kind: number,
    number: number,
    busy: Level,
  ) {
    this.sharing = new ProcessorSharing(simulation, component, kind, number, busy);
    this.disturbance = new Disturbance(simulation.seed, `${id}/node-${number}`);
  }

  /** Writes that it does not show yet. */
  get backlog(): number {
    let sum = 0;
    for (const writes of this.behind.values()) sum += writes;
    return sum;
  }

  /** Whether a read of this key would miss a write. */
  misses(key: number): boolean {
    return this.behind.size > 0 && this.behind.has(key);
  }

  send(write: Write): void {
    this.behind.set(write.key, (this.behind.get(write.key) ?? 0) + 1);
    this.sent.push(write);
  }

  /** The write that arrives now, where there is one. One is held while this machine, or the one that sends it, is down. */
  arrive(isSent: boolean): Write | undefined {
    if (this.void > 0) {
      this.void--;
      return undefined;
    }
    if (this.disturbance.down || !isSent) {
      this.held++;
      return undefined;
    }
    return this.take();
  }

  /** What arrived while it was down, one after another. */
  takeHeld(): Write | undefined {
    if (this.held === 0) return undefined;
    this.held--;
    return this.take();
  }

  private take(): Write {
    const write = this.sent[this.first++] as Write;
    if (this.first === this.sent.length) {
      this.sent = [];
      this.first = 0;
    }
    return write;
  }

  /** A write is applied, or will never be. */
  shows(key: number): void {
    const left = (this.behind.get(key) as number) - 1;
    if (left === 0) this.behind.delete(key);
    else this.behind.set(key, left);
  }

  /** Writes under way will not arrive: the machine that sent them is no longer the primary. Returns them. */
  lose(): readonly Write[] {
    const lost = this.sent.slice(this.first);
    for (const { key } of lost) this.shows(key);
    this.void += lost.length - this.held;
    this.held = 0;
    this.sent = [];
    this.first = 0;
    return lost;
  }
}
