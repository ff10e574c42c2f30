import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type MeterParameters, meterFor } from "../../simulator/components/limiting/meter.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import type { Part } from "../parts.ts";
import { arrivingAt, journal } from "./journal.ts";

/** Requests at these times to a limiter before a server that takes 1 ms. */
function run(times: number[], limiter: Part, more: { source?: Part; events?: Part[]; until?: number } = {}) {
  const { entries, network } = journal(
    [
      arrivingAt(times, "limiter", more.source),
      { id: "limiter", type: "limiter", target: "server", ...limiter },
      { id: "server", type: "server", steps: [{ compute: "1ms" }] },
    ],
    more.until ?? 100,
    more.events,
  );
  const all = measurements(network);
  return {
    entries,
    network,
    /** When each request passed, in the order of their ends; those that were refused are left out. */
    passed: entries
      .filter(([, , outcome]) => outcome === "inTime")
      .map(([, end]) => Math.round((end - 0.001) * 1e6) / 1e6),
    refused: entries.filter(([, , outcome]) => outcome === "rateLimited").map(([, end]) => end),
    of: (metric: string) => all.find((one) => one.metric === metric && one.component === "limiter")!.value,
  };
}

describe("a token bucket", () => {
  it("lets a burst through, and then as many as tokens come", () => {
    const { passed, refused, of } = run([0, 0, 0, 0, 0.1, 0.25, 0.45, 0.46], {
      limit: 5,
      period: "1s",
      burst: 3,
    });
    // Three at once; a token every 200 ms: none at 0.1, one at 0.25 (since 0.2), one at 0.45 (since 0.4).
    expect(passed).toEqual([0, 0, 0, 0.25, 0.45]);
    expect(refused).toEqual([0, 0.1, 0.46]);
    expect(of("limiter.rejected.count")).toBe(3);
    expect(of("limiter.rejected.ratio")).toBe(3 / 8);
  });

  it("holds as many tokens as the limit where no burst is said, and saves no more", () => {
    const { passed } = run([10, 10, 10, 10], { limit: 3 });
    expect(passed).toEqual([10, 10, 10]);
  });

  it("gets its tokens all at once at the end of each period where that is said, as Envoy's", () => {
    const { passed, refused } = run([0, 0, 0, 0.9, 1, 1, 1.5, 2, 2, 2], {
      preset: "envoy",
      limit: 1,
      burst: 2,
    });
    // Full at first: two. One more at 1 s and at 2 s.
    expect(passed).toEqual([0, 0, 1, 2]);
    expect(refused).toEqual([0, 0.9, 1, 1.5, 2, 2]);
  });

  it("takes times that were computed in floating point for what they are", () => {
    const times = Array.from({ length: 50 }, (_, i) => Math.round(i * 100) / 1000);
    expect(run(times, { limit: 10, burst: 1 }).refused).toEqual([]);
  });
});

describe("a leaky bucket", () => {
  it("spaces calls evenly, and refuses those beyond its queue, as nginx's limit_req with a burst", () => {
    // Ten a second: excess 0, 1, 2 pass after 0, 100 and 200 ms; the fourth is beyond a burst of 2.
    const { passed, refused } = run([0, 0, 0, 0, 0.15], {
      preset: "nginx",
      limit: 10,
      queue: { limit: 2 },
    });
    expect(passed).toEqual([0, 0.1, 0.2, 0.3]);
    expect(refused).toEqual([0]);
  });

  it("without a queue refuses whatever comes too early", () => {
    const { passed, refused } = run([0, 0.05, 0.1, 0.19, 0.2], { preset: "nginx", limit: 10 });
    expect(passed).toEqual([0, 0.1, 0.2]);
    expect(refused).toEqual([0.05, 0.19]);
  });
});

describe("a fixed window", () => {
  it("lets twice the limit through about the turn of a period", () => {
    const { passed, refused } = run([0.8, 0.9, 0.95, 1, 1.1, 1.2], { algorithm: "fixedWindow", limit: 2 });
    expect(passed).toEqual([0.8, 0.9, 1, 1.1]);
    expect(refused).toEqual([0.95, 1.2]);
  });

  it("begins with the first call where that is said, as express-rate-limit's", () => {
    const { passed, refused } = run([0.8, 0.9, 1, 1.79, 1.8, 1.81], {
      algorithm: "fixedWindow",
      windows: "firstCall",
      limit: 2,
    });
    expect(passed).toEqual([0.8, 0.9, 1.8, 1.81]);
    expect(refused).toEqual([1, 1.79]);
  });

  it("lets waiting calls through at the beginnings of periods, as resilience4j's", () => {
    const { passed, refused } = run([0.2, 0.3, 0.3, 0.3, 0.3, 0.3], {
      preset: "resilience4j",
      limit: 2,
      period: "1s",
      queue: { timeout: "1500ms" },
    });
    expect(passed).toEqual([0.2, 0.3, 1, 1]);
    // The last two would have to wait until 2 s: they wait in vain.
    expect(refused).toEqual([1.8, 1.8]);
  });
});

describe("a sliding window", () => {
  it("weighs the last period by what of it is still within one period", () => {
    // Four in the first second. At 1.25 s three quarters of them count: one more may pass, at 1.5 s the next.
    const { passed, refused } = run([0, 0, 0, 0, 1.2, 1.3, 1.4, 1.6, 1.65], {
      algorithm: "slidingWindow",
      limit: 4,
    });
    expect(passed).toEqual([0, 0, 0, 0, 1.2, 1.3, 1.6]);
    expect(refused).toEqual([1.4, 1.65]);
  });

  it("as a log of times never lets more than the limit through in any period", () => {
    const { passed, refused } = run([0.8, 0.9, 1, 1.79, 1.8, 1.85, 1.9], {
      algorithm: "slidingLog",
      limit: 2,
    });
    expect(passed).toEqual([0.8, 0.9, 1.8, 1.9]);
    expect(refused).toEqual([1, 1.79, 1.85]);
  });

  it("lets waiting calls through as soon as the log allows", () => {
    const { passed } = run([0.1, 0.4, 0.5, 0.6, 0.7], {
      algorithm: "slidingLog",
      limit: 2,
      queue: { limit: 10 },
    });
    expect(passed).toEqual([0.1, 0.4, 1.1, 1.4, 2.1]);
  });
});

describe("who waits", () => {
  const waiting = { limit: 1, algorithm: "leakyBucket", queue: { limit: 10 } };

  it("is told of in its measures, and in the breakdown", () => {
    const { of, network } = run([0, 0, 0], waiting);
    expect(of("limiter.waiting.max")).toBe(2);
    expect(of("limiter.wait.max")).toBeCloseTo(2, 9);
    const { names } = network.simulation.ledgers;
    const { parts } = network.sources[0]!.breakdown.cohort(0.7, 1);
    expect(parts[names.findIndex(({ kind }) => kind === "rate limit wait")]).toBeCloseTo(2, 9);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(2.001, 9);
  });

  it("gives its turn to the next when its caller gives up", () => {
    const { entries } = run([0, 0.1, 0.2], waiting, {
      source: { calls: [{ target: "limiter", timeout: "850ms" }] },
    });
    expect(entries).toEqual([
      [0, 0.001, "inTime"],
      [0.1, 0.95, "timeout"],
      [0.2, 1.001, "inTime"],
    ]);
  });

  it("passes sooner when the limit is raised", () => {
    const { passed } = run([0, 0, 0], waiting, { events: [{ at: "500ms", set: { "limiter.limit": 10 } }] });
    // The first token was to be there again at 1 s: that stays; then one comes every 100 ms.
    expect(passed).toEqual([0, 1, 1.1]);
  });
});

it("each key has a limit of its own where the scope is a key", () => {
  const arrival = { model: "trace", times: ["0s", "0s", "0s", "0s"], keys: [0, 1, 0, 1] };
  const { entries } = run([], { limit: 1, scope: "key" }, { source: { arrival } });
  expect(entries.filter(([, , outcome]) => outcome === "inTime")).toHaveLength(2);
});

const parameters: fc.Arbitrary<MeterParameters> = fc.record({
  algorithm: fc.constantFrom("tokenBucket", "leakyBucket", "fixedWindow", "slidingWindow", "slidingLog"),
  limit: fc.integer({ min: 1, max: 6 }),
  period: fc.constantFrom(5e-7, 0.1, 1, 60),
  burst: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
  refill: fc.constantFrom("steady", "whole"),
  windows: fc.constantFrom("clock", "firstCall"),
});

test("what a meter promises holds, and over a long time no more pass than it allows", () => {
  fc.assert(
    fc.property(
      parameters,
      fc.array(fc.double({ min: 0, max: 0.7, noNaN: true }), { minLength: 5, maxLength: 80 }),
      (given, gaps) => {
        const meter = meterFor(given);
        let now = 0;
        let passed = 0;
        for (const gap of gaps) {
          now += gap * given.period;
          const at = meter.nextAt(now);
          // One who waits until then may pass then, and not long before.
          if (at > now + 1e-10) {
            expect(meter.nextAt(now + 0.999 * (at - now))).toBeGreaterThan(now + 0.999 * (at - now));
            now = at;
            expect(meter.nextAt(now)).toBeLessThanOrEqual(now + 1e-10);
          }
          meter.take(now);
          passed++;
          const first = Math.max(given.limit, given.burst ?? 0);
          const periods = Math.ceil(now / given.period + 1e-6) + 1;
          expect(passed).toBeLessThanOrEqual(first + given.limit * periods);
        }
      },
    ),
    { numRuns: 500, seed: 7 },
  );
});

test("a sliding log has no period with more than its limit, wherever it begins", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.nat({ max: 500 }), { minLength: 1, maxLength: 100 }),
      (limit, gaps) => {
        let at = 0;
        const times = gaps.map((gap) => {
          at += gap;
          return at / 1000;
        });
        const { passed } = run(times, { algorithm: "slidingLog", limit });
        passed.forEach((from, i) => {
          const next = passed[i + limit];
          if (next !== undefined) expect(next - from).toBeGreaterThanOrEqual(1 - 1e-9);
        });
      },
    ),
    { numRuns: 50, seed: 7 },
  );
});
