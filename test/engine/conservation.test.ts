import fc from "fast-check";
import { expect, test } from "vitest";
import { Bulkhead } from "../../simulator/components/bulkhead.ts";
import { Pool } from "../../simulator/components/pool.ts";
import { Queue } from "../../simulator/components/queue.ts";
import { Server } from "../../simulator/components/server.ts";
import type { Source } from "../../simulator/components/source.ts";
import { ledgerInts } from "../../simulator/engine/memory.ts";
import type { Network } from "../../simulator/engine/network.ts";
import { Outcome } from "../../simulator/outcome.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import { Run } from "../../simulator/study/run.ts";
import { documentOf, type Part } from "../parts.ts";
import { randomScenario } from "./random-scenario.ts";

const runs = { numRuns: 300, seed: 20_261_121 };

/** Checks that the parts of every answered request add up to its latency. */
function watchLedgers(network: Network): { sources: Source[]; worst: () => number } {
  let worst = 0;
  for (const source of network.sources) {
    source.breakdown.record = (latency, ledgers, ledger) => {
      const parts = ledgers.read(ledger);
      let sum = 0;
      for (const part of parts) {
        sum += part;
        if (part < -1e-9) worst = Number.POSITIVE_INFINITY;
      }
      const off = Math.abs(sum - latency) / Math.max(1e-3, latency);
      if (!(off <= worst)) worst = off;
    };
  }
  return { sources: network.sources, worst: () => worst };
}

function start(scenario: { components: Part[]; events: Part[] }, seed = 7): Run {
  return new Run(documentOf(scenario.components, 100_000, 0, scenario.events), seed, false);
}

/** How many ledgers are open. */
function openLedgers(network: Network): number {
  const { used, stride, free } = network.simulation.ledgers as unknown as {
    used: number;
    stride: number;
    free: number;
  };
  let closed = 0;
  for (let ledger = free; ledger !== -1; ledger = ledgerInts[2 * ledger + 2]!)
    if (++closed > used / stride) throw new Error("a ledger was closed twice");
  return used / stride - closed;
}

test("every request that arrived ends once, and nothing of it is left", () => {
  fc.assert(
    fc.property(randomScenario, (scenario) => {
      const run = start(scenario);
      const { network } = run;
      const { sources, worst } = watchLedgers(network);
      // Idle checks and probes go on for some time; requests do not.
      expect(run.advance(90_000, 3_000_000)).toBe("reached");
      for (const { station, underWay } of sources) {
        expect(underWay).toBe(0);
        expect(station.ended).toBe(station.arrived);
        expect(station.outcomes.reduce((sum, n) => sum + n, 0)).toBe(station.arrived);
      }
      expect(network.simulation.calls.live).toBe(0);
      expect(openLedgers(network)).toBe(0);
      for (const component of network.simulation.components) {
        const { station } = component;
        expect(station.active.value, `${component.id} active`).toBe(0);
        expect(station.waiting.value, `${component.id} waiting`).toBe(0);
        if (component instanceof Server) expect(component.busy).toBe(0);
        if (component instanceof Pool) expect(component.queue.size).toBe(0);
        if (component instanceof Queue) {
          const { acknowledged, deadLettered, expired, dropped } = component.tally;
          expect(station.idle.value, `${component.id} delayed`).toBe(0);
          expect(acknowledged + deadLettered + expired + dropped).toBe(station.outcomes[Outcome.inTime]);
        }
      }
      expect(worst()).toBeLessThan(1e-9);
    }),
    runs,
  );
});

test("no limit is exceeded and no level is negative at any moment", () => {
  fc.assert(
    fc.property(randomScenario, (scenario) => {
      const run = start(scenario);
      const { network } = run;
      const broken: string[] = [];
      for (let until = 0.05; until < 8; until += 0.05) {
        run.advance(until, 3_000_000);
        for (const component of network.components) {
          const { station, id } = component;
          const { active, waiting, idle, connecting } = station;
          if (Math.min(active.value, waiting.value, idle.value, connecting.value) < 0)
            broken.push(`${id} is below 0 at ${until}`);
          if (component instanceof Server && component.spec.discipline === "slots") {
            const { replicas, scaling, concurrency, queue } = component.spec;
            const most = Math.max(replicas, scaling?.max ?? 1);
            if (active.max > most * concurrency) broken.push(`${id} has more than its slots`);
            if (waiting.max > most * queue.limit) broken.push(`${id} has more than may wait`);
          }
          if (component instanceof Bulkhead) {
            if (active.max > component.spec.concurrency) broken.push(`${id} lets too many through`);
            if (waiting.max > component.spec.queue.limit) broken.push(`${id} has more than may wait`);
          }
          if (component instanceof Pool && active.value + idle.value > component.max)
            broken.push(`${id} has more than max`);
        }
      }
      expect(broken).toEqual([]);
      for (const component of network.components) {
        const { time, wait } = component.station;
        expect(Number.isFinite(time.sum) && Number.isFinite(wait.sum)).toBe(true);
        expect(time.quantile(0)).not.toBeLessThan(0);
        expect(wait.quantile(0)).not.toBeLessThan(0);
      }
    }),
    runs,
  );
});

test("slices of any size give the same measurements, byte for byte", () => {
  fc.assert(
    fc.property(randomScenario, fc.integer({ min: 1, max: 50 }), (scenario, slice) => {
      const whole = start(scenario);
      whole.advance(20, Number.POSITIVE_INFINITY);
      const sliced = start(scenario);
      for (let until = 0; until < 20; until += 0.37) {
        while (sliced.advance(Math.min(20, until), slice) === "more");
      }
      while (sliced.advance(20, slice) === "more");
      expect(JSON.stringify(measurements(sliced.network))).toBe(JSON.stringify(measurements(whole.network)));
    }),
    { ...runs, numRuns: 150 },
  );
});
