import { Breaker } from "../components/breaker.ts";
import { Bulkhead } from "../components/bulkhead.ts";
import { Cache } from "../components/cache.ts";
import { Database } from "../components/database.ts";
import { Limiter } from "../components/limiter.ts";
import { Pool } from "../components/pool.ts";
import { workersOf } from "../components/processors.ts";
import { Queue } from "../components/queue.ts";
import { Server } from "../components/server.ts";
import { Source } from "../components/source.ts";
import type { Network } from "../engine/network.ts";
import type { Histogram } from "../measure/histogram.ts";
import type { Level } from "../measure/level.ts";
import type { Station } from "../measure/station.ts";
import { OUTCOMES, Outcome } from "../outcome.ts";
import { STATION_LEVELS, SYSTEM, TIME_STATISTICS, type TimeStatistic } from "../scenario/metrics.ts";

/** One number of one run. `component` is an id, `source/endpoint`, or `system`; `window` the name of a measured window. */
export type Measurement = { metric: string; component: string; window?: string; value: number };

/** Everything that a run measured up to now. Names and units are those of scenario/metrics.ts. */
export function measurements(network: Network): Measurement[] {
  const { now } = network.simulation;
  const found: Measurement[] = [];
  const from = now > network.scenario.run.warmUp ? network.scenario.run.warmUp : 0;
  const seconds = now - from;
  let work = 0;
  let deadWork = 0;
  for (const component of network.components) {
    const { id, station } = component;
    const say = (metric: string, value: number) => found.push({ metric, component: id, value });
    const times = (prefix: string, histogram: Histogram) => {
      for (const statistic of TIME_STATISTICS)
        say(`${prefix}.${statistic}`, timeStatistic(histogram, statistic));
    };
    const level = (prefix: string, of: Level) => {
      say(`${prefix}.mean`, of.mean(now));
      say(`${prefix}.max`, of.max);
    };
    if (component instanceof Source) {
      found.push(...sourceMeasurements(component, seconds));
    } else {
      say("calls.count", station.arrived);
    }
    if (component instanceof Source || component instanceof Server || component instanceof Breaker)
      say("calls.fallbacks.count", station.calls.fallbacks);
    if (component instanceof Source || component instanceof Server) {
      const { connects, batches, batched } = station.calls;
      say("calls.connects.count", connects);
      say("calls.batches.count", batches);
      say("calls.batchSize.mean", batched / batches);
    }
    if (component instanceof Pool) {
      level("pool.active", station.active);
      level("pool.idle", station.idle);
      level("pool.connecting", station.connecting);
      level("pool.waiting", station.waiting);
      say("pool.utilisation", station.active.mean(now) / component.max);
      times("pool.wait", station.wait);
      say("pool.waited.ratio", station.wait.shareAbove(0));
      times("pool.use", station.use);
      say("pool.timeouts.count", station.outcomes[Outcome.acquireTimeout] as number);
      say("pool.connects.count", station.opened);
      say("pool.fallbacks.count", component.fallbacks);
      say("pool.leaks.count", component.leaked);
      say("pool.suspectedLeaks.count", component.suspected);
    } else if (component instanceof Server) {
      level("server.active", station.active);
      level("server.waiting", station.waiting);
      const { replicas, spec } = component;
      say("server.utilisation", component.busyMean(now) / replicas.up.mean);
      for (const [name, { mean, max }] of Object.entries(replicas)) {
        say(name === "up" ? "server.replicas.mean" : "server.starting.mean", mean);
        say(name === "up" ? "server.replicas.max" : "server.starting.max", max);
      }
      if (spec.discipline === "eventLoop") {
        const { threads, workers } = component.processorMeasures;
        times("server.loop.delay", threads.wait);
        say("server.workers.utilisation", workers.busy.mean(now) / workersOf(spec) / replicas.up.mean);
        times("server.workers.wait", workers.wait);
      }
      times("server.wait", station.wait);
      say("server.waited.ratio", station.wait.shareAbove(0));
      times("server.time", station.time);
    } else if (component instanceof Database) {
      level("database.active", station.active);
      say("database.utilisation", component.utilisation);
      say("database.queries.count", station.arrived);
      times("database.time", station.time);
      const { replication, writes } = component;
      say("database.writes.count", writes);
      say("database.stale.ratio", replication.stale / (station.arrived - writes));
      say("database.lostWrites.count", replication.lost);
      say("database.failovers.count", replication.failovers);
      times("database.lag", replication.lag);
      times("database.replicationWait", replication.commits.wait);
      say("database.unacknowledged.count", replication.commits.alone);
      level("database.lockWaiting", station.waiting);
      times("database.lockWait", station.wait);
    } else if (component instanceof Cache) {
      say("cache.hit.ratio", station.hits / component.lookups);
      say("cache.stale.ratio", station.stale / component.lookups);
      say("cache.loads.count", station.loads);
      say("cache.evictions.count", component.entries.evictions);
      say("cache.outdated.ratio", component.outdated / component.lookups);
      say("cache.writes.count", component.writes);
      say("cache.batches.count", component.batches);
      say("cache.lostWrites.count", component.lost);
      level("cache.dirty", station.connecting);
    } else if (component instanceof Breaker) {
      say("breaker.opened.count", station.opened);
      say("breaker.open.ratio", station.connecting.mean(now));
      say("breaker.shortCircuited.count", station.outcomes[Outcome.shortCircuited] as number);
    } else if (component instanceof Bulkhead) {
      level("bulkhead.active", station.active);
      level("bulkhead.waiting", station.waiting);
      level("bulkhead.limit", component.limits);
      say("bulkhead.utilisation", station.active.mean(now) / component.spec.concurrency);
      times("bulkhead.wait", station.wait);
      say("bulkhead.waited.ratio", station.wait.shareAbove(0));
      say("bulkhead.rejected.count", component.rejected);
    } else if (component instanceof Limiter) {
      level("limiter.waiting", station.waiting);
      times("limiter.wait", station.wait);
      say("limiter.waited.ratio", station.wait.shareAbove(0));
      say("limiter.rejected.count", component.rejected);
      say("limiter.rejected.ratio", component.rejected / station.arrived);
    } else if (component instanceof Queue) {
      const { tally } = component;
      level("queue.waiting", station.waiting);
      level("queue.taken", station.active);
      level("queue.delayed", station.idle);
      times("queue.wait", station.wait);
      times("queue.endToEnd", station.use);
      say("queue.oldest.max", component.oldestSoFar);
      say("queue.published.count", station.outcomes[Outcome.inTime] as number);
      say("queue.rejected.count", station.outcomes[Outcome.queueFull] as number);
      say("queue.acknowledged.count", tally.acknowledged);
      say("queue.acknowledged.rate", tally.acknowledged / seconds);
      say("queue.redelivered.count", tally.redelivered);
      say("queue.deadLettered.count", tally.deadLettered);
      say("queue.expired.count", tally.expired);
      say("queue.dropped.count", tally.dropped);
      say("queue.lost.count", tally.lost);
    }
    if (component instanceof Server || component instanceof Database) {
      say("deadWork.ratio", station.work > 0 ? station.deadWork / station.work : 0);
      work += station.work;
      deadWork += station.deadWork;
    }
  }
  found.push(...levelsInWindows(network));
  found.push({ metric: "deadWork.ratio", component: SYSTEM, value: work > 0 ? deadWork / work : 0 });
  return found;
}

/** Of components that are no sources. */
function levelsInWindows({ windows, components, scenario, simulation }: Network): Measurement[] {
  return windows.flatMap((window) =>
    components.flatMap(({ id }, i) => {
      const type = scenario.components[i]?.type;
      return Object.entries(STATION_LEVELS)
        .filter(([metric]) => metric.startsWith(`${type}.`))
        .map(([metric, level]) => ({
          ...{ metric, component: id, window: window.name },
          value: window.mean(i, level, simulation.now),
        }));
    }),
  );
}

function sourceMeasurements(source: Source, seconds: number): Measurement[] {
  const { id, station } = source;
  const found = stationMeasurements(station, id, seconds);
  found.push(
    { metric: "attempts.perRequest", component: id, value: station.attempts / station.arrived },
    { metric: "calls.count", component: id, value: station.attempts },
  );
  const { objective = 1 } = source.spec;
  if (objective < 1) found.push({ metric: "slo.burn", component: id, value: burn(station, objective) });
  if (source.endpoints.length > 1) {
    for (const endpoint of source.endpoints) {
      found.push(...stationMeasurements(endpoint.station, `${id}/${endpoint.name}`, seconds));
    }
  }
  for (const { name, from, to, station: inWindow, endpoints } of source.windows) {
    const add = (one: Station, component: string) => {
      found.push(
        ...stationMeasurements(one, component, to - from).map((each) => ({ ...each, window: name })),
      );
    };
    add(inWindow, id);
    if (objective < 1) {
      const value = burn(inWindow, objective);
      found.push({ metric: "slo.burn", component: id, window: name, value });
    }
    if (endpoints.length > 1) {
      for (const [i, one] of endpoints.entries()) add(one, `${id}/${source.endpoints[i]?.name}`);
    }
  }
  return found;
}

/** How many times faster than the objective allows requests miss it. */
function burn({ outcomes, ended }: Station, objective: number): number {
  return (1 - (outcomes[Outcome.inTime] as number) / ended) / (1 - objective);
}

/** What is told of the requests of a source, of one of its endpoints, or of a window. */
function stationMeasurements(station: Station, component: string, seconds: number): Measurement[] {
  const { ended, outcomes } = station;
  const answered = (outcomes[Outcome.inTime] as number) + (outcomes[Outcome.late] as number);
  const found: Measurement[] = [];
  const say = (metric: string, value: number) => found.push({ metric, component, value });
  for (const statistic of TIME_STATISTICS)
    say(`latency.${statistic}`, timeStatistic(station.time, statistic));
  say("requests.count", ended);
  say("unfinished.count", station.arrived - ended);
  say("requests.rate", station.arrived / seconds);
  say("goodput.rate", (outcomes[Outcome.inTime] as number) / seconds);
  say("inTime.ratio", (outcomes[Outcome.inTime] as number) / ended);
  say("late.ratio", (outcomes[Outcome.late] as number) / ended);
  say("error.ratio", (ended - answered) / ended);
  for (const kind of OUTCOMES) {
    say(`outcome.${kind}.ratio`, (outcomes[Outcome[kind]] as number) / ended);
    say(`outcome.${kind}.count`, outcomes[Outcome[kind]] as number);
  }
  return found;
}

function timeStatistic(times: Histogram, statistic: TimeStatistic): number {
  switch (statistic) {
    case "mean":
      return times.mean;
    case "p50":
      return times.quantile(0.5);
    case "p90":
      return times.quantile(0.9);
    case "p95":
      return times.quantile(0.95);
    case "p99":
      return times.quantile(0.99);
    case "p999":
      return times.quantile(0.999);
    case "max":
      return times.count > 0 ? times.max : Number.NaN;
  }
}
