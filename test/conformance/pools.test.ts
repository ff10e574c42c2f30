import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import { Pool as Tarn } from "tarn";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Part } from "../parts.ts";
import { ours, theirs, trace } from "./replay.ts";

type PgClient = EventEmitter & { release(): void };
type PgPool = { connect(): Promise<PgClient> };
const PgPool = createRequire(import.meta.url)("pg-pool") as new (options: object) => PgPool;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

let opened = 0;

function pg(
  options: { max: number; connectionTimeoutMillis?: number; idleTimeoutMillis?: number; maxUses?: number },
  connectTime: number,
) {
  opened = 0;
  class Client extends EventEmitter {
    // What pg-pool asks of a client before it takes it back.
    readonly _queryable = true;
    readonly _ending = false;
    connect(done: (error?: Error) => void): void {
      opened++;
      if (connectTime === 0) done();
      else setTimeout(done, connectTime);
    }
    end(done?: () => void): void {
      done?.();
    }
    ref(): void {}
    unref(): void {}
  }
  const pool = new PgPool({ idleTimeoutMillis: 0, ...options, Client });
  return async () => {
    const client = await pool.connect();
    return { release: () => client.release() };
  };
}

const limit = (ms: number | undefined): string => (ms === undefined ? "none" : `${ms}ms`);

describe.each([1, 2, 3, 4])("trace %d", (seed) => {
  test.each([
    { name: "a light load", max: 5, gap: 20, hold: 60, timeout: undefined, uses: undefined },
    { name: "an overload with a timeout", max: 3, gap: 10, hold: 40, timeout: 101_500, uses: undefined },
    { name: "one connection", max: 1, gap: 30, hold: 20, timeout: 51_500, uses: undefined },
    { name: "connections that wear out", max: 3, gap: 10, hold: 22, timeout: 201_500, uses: 4 },
  ])(
    "pg-pool and our pool hand out connections at the same times: $name",
    async ({ max, gap, hold, timeout, uses }) => {
      const wanted = trace(400, seed, gap, hold);
      const real = await theirs(
        wanted,
        pg(
          {
            max,
            ...(timeout === undefined ? {} : { connectionTimeoutMillis: timeout }),
            ...(uses === undefined ? {} : { maxUses: uses }),
          },
          0,
        ),
      );
      const spec: Part = { max, acquireTimeout: limit(timeout), maxUses: uses ?? "unlimited" };
      const { got, connects } = ours(spec, wanted);
      expect(got).toEqual(real);
      expect(connects).toBe(opened);
    },
  );

  test("pg-pool closes connections that are idle for long, and so does ours", async () => {
    const wanted = trace(300, seed, 60, 50);
    const real = await theirs(wanted, pg({ max: 6, idleTimeoutMillis: 151_500 }, 0));
    const { got, connects } = ours({ max: 6, idleTimeout: "151500ms", idleOrder: "lifo" }, wanted);
    expect(got).toEqual(real);
    expect(connects).toBe(opened);
  });

  test.each([
    { name: "a light load", max: 5, gap: 20, hold: 60, timeout: 100_000_500 },
    { name: "an overload with a timeout", max: 3, gap: 10, hold: 40, timeout: 101_500 },
  ])(
    "tarn and our pool hand out connections at the same times: $name",
    async ({ max, gap, hold, timeout }) => {
      const wanted = trace(400, seed, gap, hold);
      const pool = new Tarn<object>({
        create: async () => ({}),
        destroy: () => undefined,
        min: 0,
        max,
        acquireTimeoutMillis: timeout,
        idleTimeoutMillis: 1_000_000_000,
        reapIntervalMillis: 1_000_000_000,
      });
      const real = await theirs(wanted, async () => {
        const pending = pool.acquire();
        const resource = await pending.promise;
        return { release: () => pool.release(resource) };
      });
      expect(ours({ max, acquireTimeout: `${timeout}ms` }, wanted).got).toEqual(real);
    },
  );
});
