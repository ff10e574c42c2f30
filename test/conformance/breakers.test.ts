import { createRequire } from "node:module";
import { BrokenCircuitError, ConsecutiveBreaker, CountBreaker, circuitBreaker, handleAll } from "cockatiel";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as Field from "../../simulator/engine/field.ts";
import { ints } from "../../simulator/engine/memory.ts";
import { RandomStream } from "../../simulator/engine/random-stream.ts";
import { OUTCOMES, Outcome } from "../../simulator/outcome.ts";
import { Run } from "../../simulator/study/run.ts";
import { documentOf, type Part, s } from "../parts.ts";

type Opossum = { fire(attempt: Attempt): Promise<unknown>; shutdown(): void };
const Opossum = createRequire(import.meta.url)("opossum") as new (
  action: (attempt: Attempt) => Promise<void>,
  options: object,
) => Opossum;

/** A call: when it is made, how long it takes where it is let through, in milliseconds, and how it ends. */
type Attempt = { at: number; fails: boolean; takes?: number };

/** Calls that take no time, in milliseconds; failures come in stretches. */
function attempts(seed: number): Attempt[] {
  const stream = new RandomStream(seed, "breaker");
  let at = 0;
  let failing = false;
  return Array.from({ length: 600 }, () => {
    at += 2 * (1 + stream.below(30));
    if (stream.uniform() < 0.08) failing = !failing;
    return { at, fails: stream.uniform() < (failing ? 0.9 : 0.05) };
  });
}

/** Which calls our breaker rejects: the server behind it fails when the trace says so. */
function ours(breaker: Part, calls: readonly Attempt[]): boolean[] {
  const end = calls.at(-1)!.at / 1000 + 10;
  const run = new Run(
    documentOf(
      [
        {
          id: "clients",
          type: "source",
          arrival: { model: "trace", times: calls.map(({ at }) => s(at / 1000)) },
          calls: ["breaker"],
        },
        { id: "breaker", type: "breaker", target: "server", ...breaker },
        { id: "server", type: "server", steps: [] },
      ],
      end,
      0,
    ),
    1,
    false,
  );
  const { simulation } = run.network;
  const server = run.network.component("server");
  const rejected: boolean[] = [];
  const attemptOf = (call: number) => calls[ints[call + Field.request]! - 1]!;
  const DONE = 7;
  server.enter = (call) => {
    simulation.schedule(simulation.now + (attemptOf(call).takes ?? 0) / 1000, server.index, DONE, call);
  };
  server.happen = (_kind, call) =>
    simulation.complete(call, attemptOf(call).fails ? Outcome.error : Outcome.inTime);
  simulation.trace = {
    hop(call, link, back, outcome) {
      const request = ints[call + Field.request]! - 1;
      if (link.target.id === "breaker" && back === 1)
        rejected[request] = OUTCOMES[outcome] === "shortCircuited";
    },
  };
  run.advance(end, Number.POSITIVE_INFINITY);
  return rejected;
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Which calls a real breaker rejects. */
async function theirs(
  calls: readonly Attempt[],
  fire: (attempt: Attempt) => Promise<unknown>,
  isRejection: (error: unknown) => boolean,
): Promise<boolean[]> {
  const rejected: boolean[] = [];
  let now = 0;
  for (const [i, attempt] of calls.entries()) {
    await vi.advanceTimersByTimeAsync(attempt.at - now);
    now = attempt.at;
    rejected[i] = false;
    fire(attempt).catch((error) => {
      rejected[i] = isRejection(error);
    });
    await vi.advanceTimersByTimeAsync(0);
  }
  await vi.advanceTimersByTimeAsync(60_000);
  return rejected;
}

const action = async ({ fails, takes = 0 }: Attempt): Promise<void> => {
  if (takes > 0) await new Promise((resolve) => setTimeout(resolve, takes));
  if (fails) throw new Error("down");
};

const isOpossumOpen = (error: unknown): boolean => (error as { code?: string }).code === "EOPENBREAKER";

describe.each([1, 2, 3, 4, 5])("trace %d", (seed) => {
  const calls = attempts(seed);

  test("cockatiel's ConsecutiveBreaker and ours reject the same calls", async () => {
    const policy = circuitBreaker(handleAll, { halfOpenAfter: 501, breaker: new ConsecutiveBreaker(4) });
    const real = await theirs(
      calls,
      (attempt) => policy.execute(() => action(attempt)),
      (error) => error instanceof BrokenCircuitError,
    );
    const own = ours({ failureRatio: 1, consecutiveFailures: 4, openFor: "501ms" }, calls);
    expect(real.filter(Boolean).length).toBeGreaterThan(10);
    expect(own).toEqual(real);
  });

  test("opossum and ours reject the same calls, through every opening and closing", async () => {
    const breaker = new Opossum(action, {
      timeout: false,
      errorThresholdPercentage: 50,
      resetTimeout: 701,
      rollingCountTimeout: 4_000,
      rollingCountBuckets: 10,
      volumeThreshold: 5,
    });
    const real = await theirs(calls, (attempt) => breaker.fire(attempt), isOpossumOpen);
    breaker.shutdown();
    const own = ours({ preset: "opossum", window: "4s", minimumCalls: 5, openFor: "701ms" }, calls);
    expect(closings(real)).toBeGreaterThan(0);
    expect(own).toEqual(real);
  });
});

/** How often a breaker was open. */
const closings = (rejected: readonly boolean[]): number =>
  rejected.filter((now, i) => !now && rejected[i - 1] === true).length;

/** Calls that overlap. Beginnings, ends and reopenings fall on milliseconds of different remainders by four, so that none coincide. */
const overlapping = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 60 }),
      takes: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 100, max: 900 })),
      fails: fc.boolean(),
    }),
    { minLength: 20, maxLength: 150, size: "max" },
  )
  .map((drawn): Attempt[] => {
    let at = 0;
    return drawn.map(({ gap, takes, fails }) => {
      at += 4 + 4 * gap;
      return { at, fails, takes: 4 * takes + 1 };
    });
  });

test("opossum and ours reject the same of any calls that overlap, late answers and all", async () => {
  let cycles = 0;
  await fc.assert(
    fc.asyncProperty(
      overlapping,
      fc.constantFrom(0, 3, 10),
      fc.constantFrom(30, 50, 80),
      fc.constantFrom(101, 401, 1201),
      fc.constantFrom(1_000, 4_000),
      async (calls, minimumCalls, percentage, openFor, window) => {
        vi.setSystemTime(1_000_000_000);
        const breaker = new Opossum(action, {
          timeout: false,
          errorThresholdPercentage: percentage,
          resetTimeout: openFor,
          rollingCountTimeout: window,
          rollingCountBuckets: 10,
          volumeThreshold: minimumCalls,
        });
        const real = await theirs(calls, (attempt) => breaker.fire(attempt), isOpossumOpen);
        breaker.shutdown();
        vi.clearAllTimers();
        const own = ours(
          {
            preset: "opossum",
            failureRatio: percentage / 100,
            window: `${window}ms`,
            minimumCalls,
            openFor: `${openFor}ms`,
          },
          calls,
        );
        cycles += closings(real);
        expect(own).toEqual(real);
      },
    ),
    { numRuns: 150, seed: 20_261_121 },
  );
  expect(cycles).toBeGreaterThan(300);
});

test("cockatiel's CountBreaker and ours reject the same calls until the first closing", async () => {
  let openings = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ gap: fc.integer({ min: 1, max: 60 }), fails: fc.boolean() }), {
        minLength: 20,
        maxLength: 120,
        size: "max",
      }),
      fc.integer({ min: 2, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(0.3, 0.5, 0.8),
      async (drawn, size, minimum, threshold) => {
        vi.setSystemTime(1_000_000_000);
        let at = 0;
        const calls = drawn.map(({ gap, fails }): Attempt => {
          at += 2 * gap;
          return { at, fails };
        });
        const minimumNumberOfCalls = Math.min(size, minimum);
        const breaker = new CountBreaker({ threshold, size, minimumNumberOfCalls });
        const policy = circuitBreaker(handleAll, { halfOpenAfter: 201, breaker });
        let closed = calls.length;
        policy.onReset(() => {
          closed = Math.min(
            closed,
            calls.findIndex((call) => call.at >= Date.now() - 1_000_000_000),
          );
        });
        const real = await theirs(
          calls,
          (attempt) => policy.execute(() => action(attempt)),
          (error) => error instanceof BrokenCircuitError,
        );
        const spec = {
          failureRatio: threshold,
          opensAt: "above",
          window: `${size} calls`,
          minimumCalls: minimumNumberOfCalls,
          openFor: "201ms",
        };
        openings += real.slice(0, closed).filter(Boolean).length > 0 ? 1 : 0;
        expect(ours(spec, calls).slice(0, closed)).toEqual(real.slice(0, closed));
      },
    ),
    { numRuns: 100, seed: 20_261_128 },
  );
  expect(openings).toBeGreaterThan(50);
});
