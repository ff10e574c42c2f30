import fc from "fast-check";
import { LRUCache } from "lru-cache";
import { afterEach, expect, test, vi } from "vitest";
import { CacheEntries } from "../../simulator/components/cache-entries.ts";
import * as Field from "../../simulator/engine/field.ts";
import { KeyDraw } from "../../simulator/engine/keys.ts";
import { ints } from "../../simulator/engine/memory.ts";
import { RandomStream } from "../../simulator/engine/random-stream.ts";
import { Run } from "../../simulator/study/run.ts";
import { documentOf, type Part } from "../parts.ts";

test.each([
  { max: 50, ttl: 0 },
  { max: 50, ttl: 300 },
  { max: 500, ttl: 40 },
])("the same lookups hit lru-cache and our cache: max $max, ttl $ttl", ({ max, ttl }) => {
  let now = 1;
  const theirs = new LRUCache<number, true>({
    max,
    ...(ttl > 0 ? { ttl, perf: { now: () => now }, ttlResolution: 0 } : {}),
  });
  const ours = new CacheEntries(1000);
  ours.configure(max, "lru");
  const keys = new KeyDraw(new RandomStream(5, "lru"), { distribution: "zipf", count: 1000, exponent: 0.8 });
  let hits = 0;
  const apart: number[] = [];
  for (let i = 0; i < 20_000; i++) {
    now++;
    const key = keys.next();
    const hit = theirs.get(key) === true;
    // At its very last moment lru-cache still answers; ours lives half a tick longer than the last whole one.
    const own = ours.has(key) && now < ours.expiry(key);
    if (hit !== own) apart.push(i);
    if (hit) hits++;
    else theirs.set(key, true);
    if (own) ours.touch(key);
    else ours.store(key, ttl > 0 ? now + ttl + 0.5 : Number.POSITIVE_INFINITY);
  }
  expect(apart).toEqual([]);
  expect(hits).toBeGreaterThan(1000);
});

afterEach(() => {
  vi.useRealTimers();
});

/** A lookup of a key, milliseconds. */
type Lookup = { at: number; key: number };

/** Lookups at even milliseconds; loads take an odd number of them, and values live for an even one. */
const lookups = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 60 }), key: fc.integer({ min: 0, max: 4 }) }), {
    minLength: 1,
    maxLength: 60,
  })
  .map((drawn): Lookup[] => {
    let at = 0;
    return drawn.map(({ gap, key }) => {
      at += 2 * gap;
      return { at, key };
    });
  });

/** When each lookup is answered by our cache before a server that takes `load` milliseconds, and how many loads there were. */
function answered(wanted: readonly Lookup[], cache: Part, load: number): { at: number[]; loads: number } {
  const arrival = {
    model: "trace",
    times: wanted.map(({ at }) => `${at}ms`),
    keys: wanted.map(({ key }) => key),
  };
  const parts: Part[] = [
    { id: "clients", type: "source", arrival, calls: ["cache"] },
    { id: "cache", type: "cache", target: "origin", ...cache },
    { id: "origin", type: "server", steps: [{ compute: `${load}ms` }] },
  ];
  const run = new Run(documentOf(parts, 100, 0), 1, false);
  const { simulation, sources } = run.network;
  const at: number[] = [];
  const source = sources[0]!;
  const told = source.childDone.bind(source);
  source.childDone = (none, call, outcome) => {
    at[ints[call + Field.request]! - 1] = Math.round(simulation.now * 1000);
    told(none, call, outcome);
  };
  run.advance(100, Number.POSITIVE_INFINITY);
  return { at, loads: run.network.component("cache").station.loads };
}

test("lru-cache's fetch and our cache answer at the same times and load as often: one load a key, stale values if allowed", async () => {
  vi.useFakeTimers({ now: 1 });
  await fc.assert(
    fc.asyncProperty(
      lookups,
      fc.constantFrom(0, 40, 200),
      fc.boolean(),
      fc.constantFrom(1, 21, 75),
      async (wanted, ttl, allowStale, load) => {
        vi.clearAllTimers();
        const start = Date.now();
        let loads = 0;
        // There a key that is being loaded takes a place already, and may lose it again: all have one.
        const cache = new LRUCache<number, object>({
          max: 5,
          ...(ttl > 0 ? { ttl, ttlResolution: 0, perf: { now: () => Date.now() } } : {}),
          allowStale,
          fetchMethod: async () => {
            loads++;
            await new Promise((resolve) => setTimeout(resolve, load));
            return {};
          },
        });
        const at: number[] = [];
        for (const [i, lookup] of wanted.entries())
          setTimeout(async () => {
            await cache.fetch(lookup.key);
            at[i] = Date.now() - start;
          }, lookup.at);
        await vi.runAllTimersAsync();
        const own = answered(
          wanted,
          {
            preset: "lru-cache",
            maxEntries: 5,
            // At its very last moment it still answers; ours lives a little longer than that.
            ttl: ttl === 0 ? "none" : `${ttl}.5ms`,
            ...(allowStale ? { staleWhileRevalidate: "100h" } : {}),
          },
          load,
        );
        expect(own).toEqual({ at, loads });
      },
    ),
    { numRuns: 200, seed: 20_261_128 },
  );
});

/**
 * Least frequently used as Shah, Mitra and Matani describe it (An O(1) algorithm for implementing the LFU cache eviction scheme,
 * 2010): keys in lists by how often each was used, and the first key of the lowest list goes. They leave the order within a list open;
 * here it is that of the last use.
 */
class FrequencyLists {
  private readonly lists = new Map<number, Set<number>>();
  private readonly uses = new Map<number, number>();
  private readonly max: number;

  constructor(max: number) {
    this.max = max;
  }

  /** Whether the key was there; it is afterwards. */
  access(key: number): boolean {
    const uses = this.uses.get(key);
    if (uses === undefined && this.uses.size === this.max) this.evict();
    if (uses !== undefined) this.lists.get(uses)!.delete(key);
    this.uses.set(key, (uses ?? 0) + 1);
    const list = this.lists.get((uses ?? 0) + 1) ?? new Set();
    this.lists.set((uses ?? 0) + 1, list.add(key));
    return uses !== undefined;
  }

  private evict(): void {
    const lowest = Math.min(...[...this.lists].filter(([, list]) => list.size > 0).map(([uses]) => uses));
    const [first] = this.lists.get(lowest)!;
    this.lists.get(lowest)!.delete(first!);
    this.uses.delete(first!);
  }
}

test.each([10, 100, 400])("the same lookups hit the published LFU and our cache: max %d", (max) => {
  const theirs = new FrequencyLists(max);
  const ours = new CacheEntries(1000);
  ours.configure(max, "lfu");
  const keys = new KeyDraw(new RandomStream(5, "lfu"), { distribution: "zipf", count: 1000, exponent: 0.8 });
  const apart: number[] = [];
  let hits = 0;
  for (let i = 0; i < 20_000; i++) {
    // What is popular changes half way, which LFU is slow to see.
    const key = i < 10_000 ? keys.next() : 999 - keys.next();
    const own = ours.has(key);
    if (own) ours.touch(key);
    else ours.store(key, Number.POSITIVE_INFINITY);
    if (theirs.access(key) !== own) apart.push(i);
    if (own) hits++;
  }
  expect(apart).toEqual([]);
  expect(hits).toBeGreaterThan(1000);
});

test("the key goes whose time to live ends first, where that is the policy", () => {
  const ours = new CacheEntries(10);
  ours.configure(3, "ttl");
  ours.store(1, 30);
  ours.store(2, 10);
  ours.store(3, 20);
  ours.touch(2);
  ours.store(4, 40);
  expect([1, 2, 3, 4].map((key) => ours.has(key))).toEqual([true, false, true, true]);
  // Stored again, it lives longer than all.
  ours.store(3, 50);
  ours.store(5, 60);
  expect([1, 3, 4, 5].map((key) => ours.has(key))).toEqual([false, true, true, true]);
});
