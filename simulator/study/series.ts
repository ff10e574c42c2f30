import { Breaker } from "../components/breaker.ts";
import { Cache } from "../components/cache.ts";
import { Limiter } from "../components/limiter.ts";
import { Source } from "../components/source.ts";
import type { Component } from "../engine/component.ts";
import type { Network } from "../engine/network.ts";
import { BUCKET, Bucket } from "../frame.ts";
import { Histogram } from "../measure/histogram.ts";
import { OUTCOMES, Outcome } from "../outcome.ts";

/** What was counted at a component up to a moment. */
export type Counts = {
  time: number;
  arrived: number;
  ended: number;
  failed: number;
  attempts: number;
  hits: number;
  stale: number;
  lookups: number;
  outcomes: Float64Array;
  active: number;
  idle: number;
  connecting: number;
  waiting: number;
};

export function countsOf(component: Component, now: number): Counts {
  const { station } = component;
  const answered = (station.outcomes[Outcome.inTime] as number) + (station.outcomes[Outcome.late] as number);
  return {
    time: now,
    arrived: station.arrived,
    ended: station.ended,
    failed: station.ended - answered,
    attempts: station.attempts,
    hits: station.hits,
    stale: station.stale,
    lookups: component instanceof Cache ? component.lookups : 0,
    outcomes: station.outcomes.slice(),
    active: station.active.integral(now),
    idle: station.idle.integral(now),
    connecting: station.connecting.integral(now),
    waiting: station.waiting.integral(now),
  };
}

/** How many moments are kept: what is shown "of late" looks back this many buckets at most. */
const KEPT = 6;

/** A run second by second: rows as frames carry them, and the counts of the last few seconds. */
export class Series {
  /** Seconds a bucket. */
  readonly width = 1;
  private readonly network: Network;
  private readonly history: Counts[][];
  private nextEnd: number;

  constructor(network: Network) {
    this.network = network;
    this.nextEnd = this.width;
    this.history = network.components.map((component) => {
      component.station.bucket = new Histogram();
      return [countsOf(component, 0)];
    });
  }

  /** When the present bucket ends. */
  get endsAt(): number {
    return this.nextEnd;
  }

  /** The counts of a component `back` buckets before the present one's start, or as far back as is known. */
  before(component: number, back: number): Counts {
    const kept = this.history[component] as Counts[];
    return kept[Math.max(0, kept.length - 1 - back)] as Counts;
  }

  /** Ends the present bucket and appends its rows. */
  end(rows: number[]): void {
    const end = this.nextEnd;
    this.network.components.forEach((component, index) => {
      const kept = this.history[index] as Counts[];
      const now = countsOf(component, end);
      const last = kept[kept.length - 1] as Counts;
      const at = rows.length;
      for (let i = 0; i < BUCKET; i++) rows.push(0);
      const times = component.station.bucket as Histogram;
      const { width } = this;
      rows[at + Bucket.component] = index;
      rows[at + Bucket.start] = end - width;
      rows[at + Bucket.width] = width;
      rows[at + Bucket.arrived] = now.arrived - last.arrived;
      rows[at + Bucket.ended] = now.ended - last.ended;
      rows[at + Bucket.p50] = times.quantile(0.5);
      rows[at + Bucket.p95] = times.quantile(0.95);
      rows[at + Bucket.p99] = times.quantile(0.99);
      rows[at + Bucket.max] = times.count > 0 ? times.max : Number.NaN;
      rows[at + Bucket.answered] = times.count;
      rows[at + Bucket.active] = (now.active - last.active) / width;
      rows[at + Bucket.idle] = (now.idle - last.idle) / width;
      rows[at + Bucket.connecting] = (now.connecting - last.connecting) / width;
      rows[at + Bucket.waiting] = (now.waiting - last.waiting) / width;
      rows[at + Bucket.waitingMax] = component.station.waiting.takePeak();
      rows[at + Bucket.detail] = detail(component, last, now);
      for (let kind = 0; kind < OUTCOMES.length; kind++) {
        rows[at + Bucket.outcomes + kind] = (now.outcomes[kind] as number) - (last.outcomes[kind] as number);
      }
      times.clear();
      kept.push(now);
      if (kept.length > KEPT) kept.shift();
    });
    this.nextEnd = end + this.width;
  }
}

/** Bucket.detail of a component between two moments. */
export function detail(component: Component, from: Counts, to: Counts): number {
  if (component instanceof Source) return (to.attempts - from.attempts) / (to.arrived - from.arrived);
  if (component instanceof Cache) return (to.hits - from.hits) / (to.lookups - from.lookups);
  // A breaker keeps its open time as the level "connecting", which it has no other use for.
  if (component instanceof Breaker) return (to.connecting - from.connecting) / (to.time - from.time);
  if (component instanceof Limiter) return refused(to, from) / (to.ended - from.ended);
  return Number.NaN;
}

const refused = (to: Counts, from: Counts): number =>
  (to.outcomes[Outcome.rateLimited] as number) - (from.outcomes[Outcome.rateLimited] as number);
