import fc from "fast-check";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Part } from "../parts.ts";
import { type Got, ours } from "./replay.ts";

/** Calls at odd milliseconds, which begins and ends of windows are not. */
const arrivals = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 80 }).map((gaps) => {
  let at = 1001;
  return gaps.map((gap) => {
    at += 2 * gap;
    return at;
  });
});

const replayed = (limiter: Part, times: readonly number[]): Got[] =>
  ours(
    { type: "limiter", ...limiter },
    times.map((at) => ({ at, hold: 0 })),
  ).got;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

test("rate-limiter-flexible in memory and a window from the first call on let the same calls through", () =>
  fc.assert(
    fc.asyncProperty(
      arrivals,
      fc.integer({ min: 1, max: 6 }),
      fc.constantFrom(1, 3),
      async (times, points, duration) => {
        vi.clearAllTimers();
        vi.setSystemTime(0);
        const limiter = new RateLimiterMemory({ points, duration });
        const real: Got[] = [];
        for (const [i, at] of times.entries())
          setTimeout(() => {
            const told = (got: boolean) => () => {
              real[i] = { at, got };
            };
            limiter.consume("all").then(told(true), told(false));
          }, at);
        await vi.advanceTimersByTimeAsync(times.at(-1)! + 1);
        const window = {
          algorithm: "fixedWindow",
          windows: "firstCall",
          limit: points,
          period: `${duration}s`,
        };
        expect(replayed(window, times)).toEqual(real);
      },
    ),
    { numRuns: 100, seed: 20_261_128 },
  ));
