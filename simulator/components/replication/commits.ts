import { NO_CALL } from "../../engine/calls.ts";
import { Histogram } from "../../measure/histogram.ts";
import type { ComponentOf } from "../../scenario/schema/scenario.ts";

type Synchronous = NonNullable<ComponentOf<"database">["replicas"]["synchronous"]>;

/** A write that is committed on the primary: the call that waits until replicas have it, or NO_CALL, and of how many. */
export type Commit = { call: number; needed: number; readonly since: number };

/** Writes that wait until enough replicas have them. */
export class Commits {
  /** How long those waited that were acknowledged, or given up. */
  readonly wait = new Histogram();
  /** Writes that were answered without enough replicas having them. */
  alone = 0;
  /** No write waits, since one has waited too long. */
  private goesAlone = false;
  private readonly waiting = new Map<number, Commit>();

  /** Has a call wait; undefined where it does not have to. */
  begin(call: number, { count }: Synchronous, now: number): Commit | undefined {
    if (this.goesAlone) {
      this.alone++;
      return undefined;
    }
    const commit = { call, needed: count, since: now };
    this.waiting.set(call, commit);
    return commit;
  }

  /** A replica has a write. Returns the call that need not wait any more, or NO_CALL. */
  acknowledge(commit: Commit, now: number): number {
    if (commit.call === NO_CALL || --commit.needed > 0) return NO_CALL;
    return this.end(commit, now);
  }

  private end(commit: Commit, now: number): number {
    const { call } = commit;
    commit.call = NO_CALL;
    this.waiting.delete(call);
    this.wait.record(now - commit.since);
    return call;
  }

  /** A call is answered without waiting any longer: the write is committed. */
  giveUp(call: number, now: number): void {
    this.end(this.waiting.get(call) as Commit, now);
    this.alone++;
  }

  /** From now on writes do not wait. Returns the calls that did. */
  goAlone(now: number): readonly number[] {
    this.goesAlone = true;
    const calls = [...this.waiting.keys()];
    for (const call of calls) this.giveUp(call, now);
    return calls;
  }

  /** Enough replicas are there again. */
  waitAgain(): void {
    this.goesAlone = false;
  }

  /** The primary is gone, and nobody knows whether what waits was written. Returns the calls that did. */
  lose(now: number): readonly number[] {
    const calls = [...this.waiting.values()];
    return calls.map((commit) => this.end(commit, now));
  }

  restartMeasures(): void {
    this.wait.clear();
    this.alone = 0;
  }
}
