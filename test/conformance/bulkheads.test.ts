import { createRequire } from "node:module";
import { BulkheadRejectedError, bulkhead } from "cockatiel";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Got, ours, trace, type Wanted } from "./replay.ts";

type Opossum = { fire(hold: number): Promise<unknown> };
const Opossum = createRequire(import.meta.url)("opossum") as new (
  action: (hold: number) => Promise<void>,
  options: object,
) => Opossum;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Which calls a real bulkhead refuses, and when the others begin. */
async function theirs(
  wanted: readonly Wanted[],
  send: (hold: number, begin: () => void) => Promise<unknown>,
  isRefusal: (error: unknown) => boolean,
): Promise<Got[]> {
  const got: Got[] = [];
  for (const [i, { at, hold }] of wanted.entries()) {
    await vi.advanceTimersByTimeAsync(at - Date.now());
    const begin = () => {
      got[i] = { at: Date.now(), got: true };
    };
    send(hold, begin).catch((error) => {
      if (!isRefusal(error)) throw error;
      got[i] = { at: Date.now(), got: false };
    });
  }
  await vi.advanceTimersByTimeAsync(100_000_000);
  return got;
}

const sleep = (hold: number) => new Promise<void>((resolve) => setTimeout(resolve, hold));

describe.each([1, 2, 3, 4, 5])("trace %d", (seed) => {
  const wanted = trace(400, seed, 6, 30);

  test.each([
    [3, 0],
    [4, 6],
    [1, 20],
  ])(
    "cockatiel's bulkhead of %d with a queue of %d refuses and begins the same calls at the same moments",
    async (capacity, queue) => {
      const policy = bulkhead(capacity, queue);
      const real = await theirs(
        wanted,
        (hold, begin) =>
          policy.execute(() => {
            begin();
            return sleep(hold);
          }),
        (error) => error instanceof BulkheadRejectedError,
      );
      const own = ours(
        { type: "bulkhead", preset: "cockatiel", concurrency: capacity, queue: { limit: queue } },
        wanted,
      );
      expect(real.filter(({ got }) => !got).length).toBeGreaterThan(20);
      expect(own.got).toEqual(real);
    },
  );

  test("opossum refuses the same calls beyond its capacity", async () => {
    const begins: (() => void)[] = [];
    const breaker = new Opossum(
      (hold) => {
        begins.shift()?.();
        return sleep(hold);
      },
      // It would open for refusals as for failures: only the capacity is looked at here.
      { timeout: false, capacity: 3, errorThresholdPercentage: 100, volumeThreshold: 1_000_000 },
    );
    const real = await theirs(
      wanted,
      (hold, begin) => {
        begins.splice(0, 1, begin);
        return breaker.fire(hold);
      },
      (error) => (error as { code?: string }).code === "ESEMLOCKED",
    );
    const own = ours({ type: "bulkhead", preset: "opossum", concurrency: 3 }, wanted);
    expect(real.filter(({ got }) => !got).length).toBeGreaterThan(20);
    expect(own.got).toEqual(real);
  });
});
