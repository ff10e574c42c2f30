import DataLoader from "dataloader";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Field from "../../simulator/engine/field.ts";
import { ints } from "../../simulator/engine/memory.ts";
import { Run } from "../../simulator/study/run.ts";
import { documentOf, type Part } from "../parts.ts";

/** Keys that are asked for at a time, in milliseconds: all in one turn. */
type Turn = { at: number; keys: number[] };
/** A batch that was sent: when, and how many different keys it is about. */
type Batch = { at: number; keys: number };

const turns = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 12 }),
      keys: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 9 }),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((drawn): Turn[] => {
    let at = 0;
    return drawn.map(({ gap, keys }) => {
      at += 2 * gap;
      return { at, keys };
    });
  });

function ours(turns: readonly Turn[], batch: Part): Batch[] {
  const times = turns.flatMap(({ at, keys }) => keys.map(() => `${at}ms`));
  const keys = turns.flatMap((turn) => turn.keys);
  const parts: Part[] = [
    {
      id: "clients",
      type: "source",
      arrival: { model: "trace", times, keys },
      calls: [{ target: "api", batch }],
    },
    { id: "api", type: "server", steps: [] },
  ];
  const run = new Run(documentOf(parts, 10, 0), 1, false);
  const { simulation } = run.network;
  const { station } = run.network.component("clients");
  const batches: Batch[] = [];
  const api = run.network.component("api");
  const enter = api.enter.bind(api);
  let before = 0;
  api.enter = (call) => {
    batches.push({ at: Math.round(simulation.now * 1000), keys: station.calls.batched - before });
    before = station.calls.batched;
    expect(ints[call + Field.key]).toBeGreaterThanOrEqual(0);
    enter(call);
  };
  run.advance(10, Number.POSITIVE_INFINITY);
  return batches;
}

async function theirs(
  turns: readonly Turn[],
  options: { maxBatchSize?: number; window?: number },
): Promise<Batch[]> {
  const { window, maxBatchSize } = options;
  const batches: Batch[] = [];
  const loader = new DataLoader<number, number>(
    async (keys) => {
      batches.push({ at: Date.now(), keys: keys.length });
      return [...keys];
    },
    {
      cache: false,
      ...(maxBatchSize === undefined ? {} : { maxBatchSize }),
      ...(window === undefined ? {} : { batchScheduleFn: (send) => setTimeout(send, window) }),
    },
  );
  for (const { at, keys } of turns) setTimeout(() => void keys.map((key) => loader.load(key)), at);
  await vi.runAllTimersAsync();
  return batches;
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Arrivals of a trace at one moment are an event each; a turn of the event loop is what comes within less than any timer. */
const TURN = "10us";

test("DataLoader and ours send the same batches: what is asked for in one turn", () =>
  fc.assert(
    fc.asyncProperty(turns, fc.option(fc.integer({ min: 1, max: 5 })), async (turns, most) => {
      vi.setSystemTime(0);
      const own = ours(turns, { window: TURN, maxSize: most ?? "unlimited", coalesce: false });
      expect(own).toEqual(await theirs(turns, most === null ? {} : { maxBatchSize: most }));
    }),
    { numRuns: 100, seed: 20_261_128 },
  ));

test("or within a window from the first call on", () =>
  fc.assert(
    fc.asyncProperty(turns, fc.constantFrom(1, 5, 15), async (turns, window) => {
      vi.setSystemTime(0);
      const own = ours(turns, { window: `${window}ms`, coalesce: false });
      expect(own).toEqual(await theirs(turns, { window }));
    }),
    { numRuns: 100, seed: 20_261_128 },
  ));
