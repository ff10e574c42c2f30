import type { FaultEvent } from "../scenario/schema/scenario.ts";
import { RandomStream } from "./random-stream.ts";

/** What the faults that are on at present do to a component. Faults of the same kind add up. */
export class Disturbance {
  /** Work takes this many times as long, plus `added`, and at least `hang` (seconds). */
  slowdown = 1;
  added = 0;
  hang = 0;
  errorRatio = 0;
  down = false;
  /** Work takes as long as ever. */
  private calm = true;
  /** Whether a call that arrives now may fail at once. */
  private refusing = false;
  traffic = 1;
  /** The share of cores or slots that is left. */
  cores = 1;
  private readonly on = new Set<FaultEvent>();
  private readonly stream: RandomStream;

  constructor(seed: number, id: string) {
    this.stream = new RandomStream(seed, `${id}/faults`);
  }

  get active(): boolean {
    return this.on.size > 0;
  }

  begin(fault: FaultEvent): void {
    this.on.add(fault);
    this.sum();
  }

  end(fault: FaultEvent): void {
    this.on.delete(fault);
    this.sum();
  }

  private sum(): void {
    this.slowdown = 1;
    this.added = 0;
    this.hang = 0;
    this.down = false;
    this.traffic = 1;
    this.cores = 1;
    let works = 1;
    for (const fault of this.on) {
      switch (fault.fault) {
        case "latency":
          this.slowdown *= fault.multiplyBy;
          this.added += fault.add;
          break;
        case "errors":
          works *= 1 - fault.ratio;
          break;
        case "hang":
          this.hang = Math.max(this.hang, fault.for);
          break;
        case "down":
          this.down = true;
          break;
        case "traffic":
          this.traffic *= fault.multiplyBy;
          break;
        case "cores":
          this.cores *= fault.ratio;
          break;
        case "flush":
        case "crash":
        case "partition":
          break;
      }
    }
    this.calm = this.slowdown === 1 && this.added === 0 && this.hang === 0;
    this.errorRatio = 1 - works;
    this.refusing = this.down || this.errorRatio > 0;
  }

  /** What is left of a number of cores or slots. A share of unlimited ones is unlimited, unless it is none. */
  left(amount: number): number {
    return this.cores === 0 ? 0 : amount * this.cores;
  }

  /** How long work of this length takes now, seconds. */
  stretch(work: number): number {
    if (this.calm) return work;
    const time = work * this.slowdown + this.added;
    return time > this.hang ? time : this.hang;
  }

  /** Whether a call that arrives now fails at once: it is down, or has an error by chance. */
  refuses(): boolean {
    return this.refusing && (this.down || this.fails());
  }

  private fails(): boolean {
    return this.errorRatio > 0 && this.stream.uniform() < this.errorRatio;
  }
}
