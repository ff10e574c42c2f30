import { createPool, type Options } from "generic-pool";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ours, theirs, trace } from "./replay.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

let opened = 0;

/** The real pool; opening a resource takes `connectTime` milliseconds. */
function generic(options: Options, connectTime: number) {
  opened = 0;
  const pool = createPool<object>(
    {
      create: () => {
        opened++;
        return new Promise((done) => {
          if (connectTime === 0) done({});
          else setTimeout(() => done({}), connectTime);
        });
      },
      destroy: async () => undefined,
    },
    options,
  );
  return async () => {
    const resource = await pool.acquire();
    return { release: () => void pool.release(resource) };
  };
}

describe.each([1, 2, 3, 4])("trace %d", (seed) => {
  test.each([
    { name: "a light load", max: 5, gap: 20, hold: 60, timeout: undefined, waiting: undefined },
    { name: "an overload with a timeout", max: 3, gap: 10, hold: 40, timeout: 101_500, waiting: undefined },
    {
      name: "an overload with a limit of waiting",
      max: 3,
      gap: 10,
      hold: 40,
      timeout: undefined,
      waiting: 4,
    },
    {
      name: "the one resource that it has by default",
      max: 1,
      gap: 30,
      hold: 20,
      timeout: 51_500,
      waiting: undefined,
    },
  ])(
    "generic-pool and our pool hand out connections at the same times: $name",
    async ({ max, gap, hold, timeout, waiting }) => {
      const wanted = trace(400, seed, gap, hold);
      const real = await theirs(
        wanted,
        generic(
          {
            max,
            ...(timeout === undefined ? {} : { acquireTimeoutMillis: timeout }),
            ...(waiting === undefined ? {} : { maxWaitingClients: waiting }),
          },
          0,
        ),
      );
      const { got, connects } = ours(
        {
          preset: "generic-pool",
          max,
          acquireTimeout: timeout === undefined ? "none" : `${timeout}ms`,
          waitQueueLimit: waiting ?? "unlimited",
        },
        wanted,
      );
      expect(got).toEqual(real);
      expect(connects).toBe(opened);
    },
  );

  test("generic-pool opens its minimum ahead, and so does ours", async () => {
    const wanted = trace(200, seed, 60, 50).map(({ at, hold }) => ({ at: at + 10_000, hold }));
    const real = await theirs(wanted, generic({ max: 6, min: 3 }, 2500));
    const { got, connects } = ours({ preset: "generic-pool", max: 6, min: 3, connectTime: "2500ms" }, wanted);
    expect(got).toEqual(real);
    expect(connects).toBe(opened);
  });
});
