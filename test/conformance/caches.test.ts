import { LRUCache } from "lru-cache";
import { expect, test } from "vitest";
import { CacheEntries } from "../../simulator/components/cache-entries.ts";
import { KeyDraw } from "../../simulator/engine/keys.ts";
import { RandomStream } from "../../simulator/engine/random-stream.ts";

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
