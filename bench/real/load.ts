import { monitorEventLoopDelay } from "node:perf_hooks";
import pg from "pg";
import { RandomStream } from "../../simulator/engine/random-stream.ts";
import type { Cluster } from "./cluster.ts";

/** How often the lateness of timers is looked at, milliseconds. */
const TIMER_MS = 10;

export type Setting = {
  name: string;
  /** Connections of the pool. */
  max: number;
  /** The share of the connections' time that is asked for; above 1 is too much. */
  load: number;
  /** Mean of the exponential sleep, seconds. */
  meanSleep: number;
  /** Seconds during which requests arrive. */
  duration: number;
  /** connectionTimeoutMillis in seconds, where there is one. */
  acquireTimeout?: number;
  /** The pool begins without connections and opens each when it is needed. */
  cold?: true;
  seed: number;
};

/** One request, in seconds from the start of the run. `released` is absent where it got no connection. */
export type Request = {
  arrived: number;
  /** How long the query was to sleep. */
  asked: number;
  /** When it had its connection, or was told that there is none. */
  acquired: number;
  released?: number;
  /** It had a connection opened for it, and waited for that one. */
  opened: boolean;
};

export const waitOf = ({ acquired, arrived }: Request): number => acquired - arrived;

export type Served = Request & { released: number };
export const isServed = (request: Request): request is Served => request.released !== undefined;
export const workOf = ({ released, acquired }: Served): number => released - acquired;

/** How long a query takes longer than it sleeps, seconds: the mean of some that are alone. */
export async function measureOverhead(cluster: Cluster): Promise<number> {
  const queries: number[] = [];
  const client = new pg.Client(cluster.connection);
  await client.connect();
  for (let i = 0; i < 200; i++) {
    // Not in step with whatever the server's clock rounds to.
    const asked = 0.005 + (i % 20) / 1994;
    const before = performance.now();
    await client.query("select pg_sleep($1)", [asked]);
    queries.push((performance.now() - before) / 1000 - asked);
  }
  await client.end();
  return mean(queries);
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** What was recorded, and how late timers were in 99 % of the cases at most, seconds: what this process adds of its own. */
export type Recorded = { requests: Request[]; lateness: number };

/** Drives a pool with Poisson arrivals that do not wait for answers, and records what became of each request. */
export async function drive(cluster: Cluster, setting: Setting, overhead: number): Promise<Recorded> {
  const { max, acquireTimeout } = setting;
  const pool = new pg.Pool({
    ...cluster.connection,
    max,
    // No connection is closed during the run.
    idleTimeoutMillis: 0,
  });
  if (setting.cold === undefined) await openAll(pool, max);
  // Only now, because node-postgres bounds the opening of a connection by it as well.
  if (acquireTimeout !== undefined) pool.options.connectionTimeoutMillis = acquireTimeout * 1000;
  const arrivals = new RandomStream(setting.seed, "arrivals");
  const work = new RandomStream(setting.seed, "work");
  const rate = (setting.load * max) / (setting.meanSleep + overhead);
  const requests: Request[] = [];
  const underWay: Promise<void>[] = [];
  const delay = monitorEventLoopDelay({ resolution: TIMER_MS });
  delay.enable();
  const start = performance.now();
  const now = () => (performance.now() - start) / 1000;
  for (let due = arrivals.exponential() / rate; due < setting.duration; ) {
    const early = due - now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early * 1000));
    // Timers are as fine as a millisecond: all that are due by now arrive one after another.
    for (; due <= now() && due < setting.duration; due += arrivals.exponential() / rate) {
      const asked = setting.meanSleep * work.exponential();
      underWay.push(one(pool, asked, now, requests));
    }
  }
  await Promise.all(underWay);
  delay.disable();
  await pool.end();
  return { requests, lateness: Math.max(0, delay.percentile(99) / 1e6 - TIMER_MS) / 1000 };
}

/**
 * The connection is taken and returned with callbacks, so that no turn of the event loop lies between the moment at which the pool
 * acts and the moment that is written down.
 */
function one(pool: pg.Pool, asked: number, now: () => number, requests: Request[]): Promise<void> {
  const arrived = now();
  const connections = pool.totalCount;
  const request: Request = { arrived, asked, acquired: Number.NaN, opened: false };
  requests.push(request);
  return new Promise((resolve, reject) => {
    // The callback is never called at once, so `opened` is known before it.
    pool.connect((error, client, release) => {
      request.acquired = now();
      if (client === undefined) {
        if (error?.message.includes("timeout")) resolve();
        else reject(error);
        return;
      }
      client.query("select pg_sleep($1)", [asked], (failed) => {
        request.released = now();
        release();
        if (failed === null || failed === undefined) resolve();
        else reject(failed);
      });
    });
    request.opened = pool.totalCount > connections;
  });
}

async function openAll(pool: pg.Pool, max: number): Promise<void> {
  const clients = await Promise.all(Array.from({ length: max }, () => pool.connect()));
  for (const client of clients) {
    await client.query("select pg_sleep($1)", [0]);
    client.release();
  }
}
