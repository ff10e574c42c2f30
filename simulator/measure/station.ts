import { OUTCOMES } from "../outcome.ts";
import { CallTally } from "./call-tally.ts";
import { Histogram } from "./histogram.ts";
import { Level } from "./level.ts";

/** What is counted at a component. Times are in seconds, levels in calls or connections. */
export class Station {
  /** Calls that came in since the last restart. */
  arrived = 0;
  readonly outcomes = new Float64Array(OUTCOMES.length);
  /** How long the answered calls were here, and how long calls waited for a slot or connection. */
  readonly time = new Histogram();
  readonly wait = new Histogram();
  /** How long a connection was in use for a call. */
  readonly use = new Histogram();
  readonly active = new Level();
  readonly waiting = new Level();
  readonly idle = new Level();
  readonly connecting = new Level();
  /** Work done here, and the part of it that nobody waited for any more, seconds. */
  work = 0;
  deadWork = 0;
  /** Counts of the component's own: connections opened, loads, evictions, times opened, attempts. */
  opened = 0;
  hits = 0;
  stale = 0;
  loads = 0;
  evictions = 0;
  attempts = 0;
  /** What became of the calls that it makes itself. */
  calls = new CallTally();
  /** The times of `time`, of the present bucket of the series; only while a series is recorded. */
  bucket: Histogram | undefined;

  /** Calls that ended since the last restart. */
  get ended(): number {
    return this.outcomes.reduce((sum, count) => sum + count, 0);
  }

  /** A call has ended with an outcome of OUTCOMES after `seconds` here; the first two are answers. */
  end(outcome: number, seconds: number): void {
    this.outcomes[outcome] = (this.outcomes[outcome] as number) + 1;
    if (outcome <= 1) {
      this.time.record(seconds);
      if (this.bucket !== undefined) this.bucket.record(seconds);
    }
  }

  restart(now: number): void {
    this.arrived = 0;
    this.outcomes.fill(0);
    this.time.clear();
    this.wait.clear();
    this.use.clear();
    this.active.restart(now);
    this.waiting.restart(now);
    this.idle.restart(now);
    this.connecting.restart(now);
    this.work = 0;
    this.deadWork = 0;
    this.opened = 0;
    this.hits = 0;
    this.stale = 0;
    this.loads = 0;
    this.evictions = 0;
    this.attempts = 0;
    this.calls = new CallTally();
  }
}
