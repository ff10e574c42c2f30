import { describe, expect, test } from "vitest";
import { RandomStream } from "../../simulator/engine/random-stream.ts";
import type { Part } from "../parts.ts";
import { type Got, ours } from "./replay.ts";

/*
 * None of these limiters is a library that runs here: the other side is the arithmetic of their sources, written down anew in whole
 * milliseconds. Arrivals are at odd milliseconds, and periods begin at even ones.
 */

const PERIOD = 1000;

function arrivals(seed: number, mean: number): number[] {
  const stream = new RandomStream(seed, "limiter");
  let at = 0;
  return Array.from({ length: 400 }, () => {
    at += 2 * Math.floor((mean * stream.exponential()) / 2);
    return at + 1;
  });
}

const replayed = (limiter: Part, times: readonly number[]): Got[] =>
  ours(
    { type: "limiter", ...limiter },
    times.map((at) => ({ at, hold: 0 })),
  ).got;

/** nginx's limit_req: what is in excess of the rate drains evenly; a call with more than `burst` before it is refused. In thousandths. */
function nginx(times: readonly number[], perSecond: number, burst: number, delays: boolean): Got[] {
  let excess = 0;
  let last: number | undefined;
  return times.map((at) => {
    const now = last === undefined ? 0 : Math.max(0, excess - perSecond * (at - last) + 1000);
    if (now > burst * 1000) return { at, got: false };
    excess = now;
    last = at;
    return { at: delays ? at + now / perSecond : at, got: true };
  });
}

/** resilience4j's AtomicRateLimiter: permissions of future cycles are reserved, and may be owed. */
function resilience4j(times: readonly number[], limit: number, timeout: number): Got[] {
  let cycle = 0;
  let permissions = limit;
  return times.map((at) => {
    const present = Math.floor(at / PERIOD);
    permissions = Math.min(limit, permissions + (present - cycle) * limit);
    cycle = present;
    const toNext = (present + 1) * PERIOD - at;
    const wait = permissions >= 1 ? 0 : toNext + PERIOD * (Math.ceil((1 - permissions) / limit) - 1);
    if (wait > timeout) return { at: at + timeout, got: false };
    permissions--;
    return { at: at + wait, got: true };
  });
}

/** Envoy's token bucket: a timer adds tokens, up to the most that it holds. */
function envoy(times: readonly number[], perFill: number, most: number): Got[] {
  let tokens = most;
  let filled = 0;
  return times.map((at) => {
    const fills = Math.floor(at / PERIOD);
    tokens = Math.min(most, tokens + (fills - filled) * perFill);
    filled = fills;
    if (tokens < 1) return { at, got: false };
    tokens--;
    return { at, got: true };
  });
}

const refused = (got: readonly Got[]) => got.filter((one) => !one.got).length;

describe.each([1, 2, 3, 4, 5])("trace %d", (seed) => {
  const times = arrivals(seed, 100);

  test.each([0, 3, 10])(
    "nginx's limit_req with a burst of %d lets the same calls through, at the same moments",
    (burst) => {
      const theirs = nginx(times, 10, burst, true);
      expect(refused(theirs)).toBeGreaterThan(5);
      expect(replayed({ preset: "nginx", limit: 10, queue: { limit: burst } }, times)).toEqual(theirs);
    },
  );

  test.each([0, 3, 10])(
    "nginx's limit_req with a burst of %d and nodelay lets the same calls through",
    (burst) => {
      const theirs = nginx(times, 10, burst, false);
      const own = replayed({ algorithm: "tokenBucket", limit: 10, burst: burst + 1 }, times);
      expect(own).toEqual(theirs);
    },
  );

  test.each([
    [3, 0],
    [8, 1502],
    [7, 4002],
  ])(
    "resilience4j's limit of %d with a timeout of %d ms lets the same calls through, at the same moments",
    (limit, timeout) => {
      const theirs = resilience4j(times, limit, timeout);
      expect(refused(theirs)).toBeGreaterThan(5);
      const queue = timeout === 0 ? { limit: 0 } : { timeout: `${timeout}ms` };
      expect(replayed({ preset: "resilience4j", limit, period: "1s", queue }, times)).toEqual(theirs);
    },
  );

  test.each([
    [5, 5],
    [6, 20],
    [9, 3],
  ])("Envoy's bucket that gets %d a second and holds %d lets the same calls through", (perFill, most) => {
    const theirs = envoy(times, perFill, most);
    expect(refused(theirs)).toBeGreaterThan(5);
    expect(replayed({ preset: "envoy", limit: perFill, burst: most }, times)).toEqual(theirs);
  });
});
