import { Balancer } from "../components/balancer.ts";
import { Breaker } from "../components/breaker.ts";
import { Bulkhead } from "../components/bulkhead.ts";
import { Cache } from "../components/cache.ts";
import { Database } from "../components/database.ts";
import { Limiter } from "../components/limiter.ts";
import { Pool } from "../components/pool.ts";
import { Queue } from "../components/queue.ts";
import { Server } from "../components/server.ts";
import { Source } from "../components/source.ts";
import { NO_CALL } from "../engine/calls.ts";
import * as Field from "../engine/field.ts";
import { doubles } from "../engine/memory.ts";
import type { Network } from "../engine/network.ts";
import type { WaitQueue } from "../engine/wait-queue.ts";
import { GAUGE, Gauge } from "../frame.ts";
import { type Counts, countsOf, detail, type Series } from "./series.ts";

const BREAKER_STATE = { closed: 0, open: 1, halfOpen: 2 } as const;

/** Fills the gauge rows of a frame with the state of every component at this moment. */
export function writeGauges(network: Network, series: Series, gauges: Float64Array): void {
  const { simulation } = network;
  const { now } = simulation;
  simulation.hold();
  network.components.forEach((component, index) => {
    const row = index * GAUGE;
    const set = (column: number, value: number) => {
      gauges[row + column] = value;
    };
    const { station } = component;
    const counts = countsOf(component, now);
    const second = series.before(index, 1);
    const elapsed = now - second.time;
    set(Gauge.rate, elapsed > 0 ? (counts.arrived - second.arrived) / elapsed : 0);
    set(Gauge.failureRate, elapsed > 0 ? (counts.failed - second.failed) / elapsed : 0);
    set(Gauge.active, station.active.value);
    set(Gauge.waiting, station.waiting.value);
    set(Gauge.capacity, Number.POSITIVE_INFINITY);
    set(Gauge.utilisation, Number.NaN);
    set(Gauge.fault, component.disturbance.active ? 1 : 0);
    set(Gauge.count, component.disturbance.down ? 1 : 0);
    const inFiveSeconds = detail(component, series.before(index, 4), counts);
    if (component instanceof Source) {
      set(Gauge.active, component.underWay);
      set(Gauge.detail, Number.isFinite(inFiveSeconds) ? inFiveSeconds : 1);
    } else if (component instanceof Server) {
      const slots = component.capacity;
      set(Gauge.capacity, slots);
      set(Gauge.idle, Number.isFinite(slots) ? Math.max(0, slots - station.active.value) : 0);
      set(Gauge.utilisation, ofCapacity(counts, second, slots));
      set(Gauge.dead, deadShare(component) * station.active.value);
      set(Gauge.extra, component.replicasNow.up);
      set(Gauge.connecting, component.replicasNow.starting);
      if (component.replicasNow.listening === 0) set(Gauge.count, 1);
    } else if (component instanceof Pool) {
      set(Gauge.idle, station.idle.value);
      set(Gauge.connecting, station.connecting.value);
      set(Gauge.capacity, component.max);
      set(Gauge.utilisation, ofCapacity(counts, second, component.max));
      set(Gauge.extra, waitedLongest(component.queue, now));
      set(Gauge.detail, elapsed > 0 ? waitingTrend(counts, second, station.waiting.value) : 0);
    } else if (component instanceof Database) {
      set(Gauge.capacity, component.cores);
      set(Gauge.utilisation, Math.min(1, ofCapacity(counts, second, component.cores)));
      set(Gauge.detail, component.slowdown * component.disturbance.slowdown);
      set(Gauge.extra, component.backlog);
      if (component.isHurt) set(Gauge.fault, 1);
    } else if (component instanceof Cache) {
      set(Gauge.active, component.entries.size);
      set(Gauge.idle, station.active.value);
      set(Gauge.capacity, component.entries.maxEntries);
      set(Gauge.connecting, station.connecting.value);
      set(Gauge.detail, inFiveSeconds);
      const five = series.before(index, 4);
      set(Gauge.extra, (counts.stale - five.stale) / (counts.lookups - five.lookups));
    } else if (component instanceof Breaker) {
      const { calls: inWindow, failureRatio } = component.recent;
      set(Gauge.active, BREAKER_STATE[component.stateName]);
      set(Gauge.detail, failureRatio);
      set(Gauge.extra, component.opensAgainIn);
      set(Gauge.count, inWindow);
    } else if (component instanceof Bulkhead) {
      set(Gauge.capacity, component.limit);
      set(
        Gauge.idle,
        Number.isFinite(component.limit) ? Math.max(0, component.limit - station.active.value) : 0,
      );
      set(Gauge.utilisation, ofCapacity(counts, second, component.limit));
      set(Gauge.extra, waitedLongest(component.queue, now));
    } else if (component instanceof Queue) {
      set(Gauge.idle, station.idle.value);
      set(Gauge.capacity, component.capacity);
      set(Gauge.utilisation, ofCapacity(counts, second, component.capacity));
      set(Gauge.detail, elapsed > 0 ? waitingTrend(counts, second, station.waiting.value) : 0);
      set(Gauge.extra, component.oldestAge);
    } else if (component instanceof Limiter) {
      set(Gauge.detail, inFiveSeconds);
      set(Gauge.extra, component.waitedLongest);
    } else if (component instanceof Balancer) {
      set(Gauge.capacity, Number.POSITIVE_INFINITY);
    }
  });
}

/** For how long the first of those that wait has waited, seconds; 0 where none does. */
function waitedLongest(queue: WaitQueue, now: number): number {
  const oldest = queue.oldest();
  return oldest === NO_CALL ? 0 : now - (doubles[(oldest >> 1) + Field.start] as number);
}

/** The share of a capacity in use between two moments. */
function ofCapacity(to: Counts, from: Counts, capacity: number): number {
  const seconds = to.time - from.time;
  return Number.isFinite(capacity) && seconds > 0
    ? (to.active - from.active) / seconds / capacity
    : Number.NaN;
}

/** How fast the number of waiting calls grows, per second: from its mean since `from`, which lies half as far back. */
function waitingTrend(to: Counts, from: Counts, waiting: number): number {
  const seconds = to.time - from.time;
  return (waiting - (to.waiting - from.waiting) / seconds) / (seconds / 2);
}

/** The share of a server's recent work that was dead. */
function deadShare({ station }: Server): number {
  return station.work > 0 ? station.deadWork / station.work : 0;
}
