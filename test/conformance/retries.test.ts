import { ConstantBackoff, ExponentialBackoff, handleAll, noJitterGenerator, retry } from "cockatiel";
import fc from "fast-check";
import pRetry from "p-retry";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Outcome } from "../../simulator/outcome.ts";
import { Run } from "../../simulator/study/run.ts";
import { arrivingAt } from "../components/journal.ts";
import { documentOf, type Part } from "../parts.ts";

/** When the tries of one call are made, in milliseconds, of which the first `failures` fail. */
function ours(policy: Part, failures: number): number[] {
  const clients = { ...arrivingAt([0], "api"), calls: [{ target: "api", retry: policy }] };
  const run = new Run(documentOf([clients, { id: "api", type: "server", steps: [] }], 1e7, 0), 1, false);
  const { simulation } = run.network;
  const tries: number[] = [];
  run.network.component("api").enter = (call) => {
    tries.push(Math.round(simulation.now * 1000));
    simulation.complete(call, tries.length <= failures ? Outcome.error : Outcome.inTime);
  };
  run.advance(1e7, Number.POSITIVE_INFINITY);
  return tries;
}

/** The same of a library that retries what it is given. */
async function theirs(
  attempt: (work: () => Promise<void>) => Promise<unknown>,
  failures: number,
): Promise<number[]> {
  vi.setSystemTime(0);
  const tries: number[] = [];
  const done = attempt(async () => {
    tries.push(Date.now());
    if (tries.length <= failures) throw new Error("down");
  }).catch(() => undefined);
  await vi.runAllTimersAsync();
  await done;
  return tries;
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

const times = { initial: fc.integer({ min: 1, max: 2000 }), max: fc.integer({ min: 2000, max: 60_000 }) };
const many = { retries: fc.integer({ min: 0, max: 8 }), failures: fc.integer({ min: 0, max: 10 }) };

describe("tries are made at the same times", () => {
  test("by p-retry", () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({ ...times, ...many, factor: fc.constantFrom(1, 1.5, 2, 3) }),
        async ({ initial, factor, max, retries, failures }) => {
          const options = { retries, minTimeout: initial, factor, maxTimeout: max, randomize: false };
          const real = await theirs((work) => pRetry(work, options), failures);
          const backoff = { initial: `${initial}ms`, factor, max: `${max}ms`, jitter: "none" };
          const own = ours({ maxRetries: retries, backoff }, failures);
          expect(own.length).toBe(real.length);
          // It rounds each wait to a millisecond.
          for (const [i, at] of own.entries()) expect(Math.abs(at - real[i]!)).toBeLessThanOrEqual(i);
        },
      ),
      { numRuns: 100, seed: 20_261_128 },
    ));

  test("by cockatiel with an exponential back-off without jitter, which always doubles", () =>
    fc.assert(
      fc.asyncProperty(fc.record({ ...times, ...many }), async ({ initial, max, retries, failures }) => {
        const backoff = new ExponentialBackoff({
          initialDelay: initial,
          maxDelay: max,
          generator: noJitterGenerator,
        });
        const policy = retry(handleAll, { maxAttempts: retries, backoff });
        const real = await theirs((work) => policy.execute(work), failures);
        const own = { initial: `${initial}ms`, factor: 2, max: `${max}ms`, jitter: "none" };
        expect(ours({ maxRetries: retries, backoff: own }, failures)).toEqual(real);
      }),
      { numRuns: 100, seed: 20_261_128 },
    ));

  test("by cockatiel with a constant back-off", () =>
    fc.assert(
      fc.asyncProperty(fc.record({ ...times, ...many }), async ({ initial, retries, failures }) => {
        const policy = retry(handleAll, { maxAttempts: retries, backoff: new ConstantBackoff(initial) });
        const real = await theirs((work) => policy.execute(work), failures);
        const own = { initial: `${initial}ms`, factor: 1, max: "none", jitter: "none" };
        expect(ours({ maxRetries: retries, backoff: own }, failures)).toEqual(real);
      }),
      { numRuns: 100, seed: 20_261_128 },
    ));
});
