import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import { Pool as Tarn } from "tarn";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Part } from "../parts.ts";
import { type Got, ours, theirs, trace } from "./replay.ts";

type PgClient = EventEmitter & { release(): void };
type PgPool = { connect(): Promise<PgClient>; query(wanted: number): Promise<unknown> };
const PgPool = createRequire(import.meta.url)("pg-pool") as new (options: object) => PgPool;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

let opened = 0;

type PgOptions = {
  max: number;
  min?: number;
  connectionTimeoutMillis?: number;
  idleTimeoutMillis?: number;
  maxUses?: number;
  maxLifetimeSeconds?: number;
};

/** A pool of connections to nowhere; `query` is what happens on one. */
function pgPool(
  options: PgOptions,
  connectTime: number,
  query?: (wanted: number, done: (error?: Error) => void) => void,
): PgPool {
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
    query(wanted: number, _values: undefined, done: (error?: Error) => void): void {
      query?.(wanted, done);
    }
    end(done?: () => void): void {
      done?.();
    }
    ref(): void {}
    unref(): void {}
  }
  return new PgPool({ idleTimeoutMillis: 0, ...options, Client });
}

function pg(options: PgOptions, connectTime: number) {
  const pool = pgPool(options, connectTime);
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

  test.each([20, 75, 300])(
    "pg-pool closes connections that are older than %d s, idle or when they come back, and so does ours",
    async (seconds) => {
      const wanted = trace(300, seed, 30, 40);
      const real = await theirs(wanted, pg({ max: 4, maxLifetimeSeconds: seconds + 0.5 }, 0));
      const { got, connects } = ours(
        { preset: "pg", max: 4, idleTimeout: "none", maxLifetime: `${seconds}.5s` },
        wanted,
      );
      expect(got).toEqual(real);
      expect(connects).toBe(opened);
    },
  );

  test("pg-pool keeps its minimum of idle connections, and so does ours", async () => {
    const wanted = trace(300, seed, 60, 50);
    const real = await theirs(wanted, pg({ max: 6, min: 2, idleTimeoutMillis: 91_500 }, 0));
    const { got, connects } = ours({ preset: "pg", max: 6, min: 2, idleTimeout: "91500ms" }, wanted);
    expect(got).toEqual(real);
    expect(connects).toBe(opened);
  });

  test.each([
    { name: "queries that fail", queryTimeout: undefined },
    { name: "queries that time out", queryTimeout: 30_500 },
  ])("pg-pool closes the connections of $name, and so does ours", async ({ queryTimeout }) => {
    const wanted = trace(400, seed, 10, 25).map((one, i) => ({ ...one, fails: (i * seed) % 3 === 0 }));
    const real: Got[] = [];
    const pool = pgPool({ max: 3 }, 0, (i, done) => {
      real[i] = { at: Date.now(), got: true };
      const { hold, fails } = wanted[i]!;
      if (queryTimeout !== undefined && hold > queryTimeout)
        setTimeout(() => done(new Error("timeout")), queryTimeout);
      else setTimeout(() => done(fails ? new Error("syntax") : undefined), hold);
    });
    for (const [i, { at }] of wanted.entries()) setTimeout(() => pool.query(i).catch(() => undefined), at);
    await vi.advanceTimersByTimeAsync(wanted.at(-1)!.at + 6_000_000);
    const { got, connects } = ours(
      {
        preset: "pg",
        max: 3,
        idleTimeout: "none",
        queryTimeout: limit(queryTimeout),
      },
      wanted,
    );
    expect(opened).toBeGreaterThan(100);
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
      opened = 0;
      const pool = new Tarn<object>({
        create: async () => {
          opened++;
          return {};
        },
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
      const { got, connects } = ours({ max, acquireTimeout: `${timeout}ms` }, wanted);
      expect(got).toEqual(real);
      expect(connects).toBe(opened);
    },
  );
});
