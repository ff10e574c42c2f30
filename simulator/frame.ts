import { OUTCOMES } from "./outcome.ts";

/**
 * A frame: what a running session shows at one moment, as one Float64Array, so that it crosses a worker's port, a webview's
 * message and a WebSocket as bytes. Numbers are seconds, events per second, or counts. Components and edges are in the order
 * of the network that `opened` told.
 *
 *   header   HEADER numbers (see Header)
 *   gauges   one row of GAUGE numbers a component: the state at this moment
 *   edges    one row of EDGE numbers an edge: rates over the last second
 *   hops     one row of HOP numbers for each sampled request that moved along an edge since the last frame
 *   buckets  one row of BUCKET numbers for each component and each second that ended since the last frame
 */
export const FRAME_VERSION = 1;

export const Header = {
  version: 0,
  sequence: 1,
  /** Simulated time, seconds. */
  time: 2,
  /** Simulated seconds a real second that were reached of late; below the wanted speed where the machine cannot keep up. */
  achievedSpeed: 3,
  /** One request in this many is shown by hops. */
  oneIn: 4,
  /** Requests under way. */
  live: 5,
  /** Arrivals and departures since the start. */
  events: 6,
  /** Requests that arrived since the start. */
  arrived: 7,
  components: 8,
  edges: 9,
  hops: 10,
  buckets: 11,
} as const;
export const HEADER = 12;

/** Columns of a gauge row; what a column means for each type of component is said beside it. */
export const Gauge = {
  /** server: requests worked on · pool: connections in use · database: queries running · source: requests under way · cache: entries · breaker: 0 closed, 1 open, 2 half open · balancer, bulkhead, limiter: calls under way · queue: messages that consumers have */
  active: 0,
  /** pool: idle connections · server, bulkhead: idle slots · queue: messages that failed and are not to be seen yet · cache: loads under way · breaker: probes under way */
  idle: 1,
  /** pool: connections being opened · cache: keys that the origin has not been given yet */
  connecting: 2,
  /** server, pool, bulkhead, limiter: waiting requests · queue: waiting messages · database: queries waiting for a lock · cache: requests that wait for somebody else's load */
  waiting: 3,
  /** server: slots · pool: max · bulkhead: its limit of the moment · queue: messages that consumers can have at once · database: cores · cache: max entries; Infinity where unlimited */
  capacity: 4,
  /** Share of capacity in use over the last 2 s, 0..1; NaN where capacity is unlimited. */
  utilisation: 5,
  /** Calls that came in over the last second, per second. */
  rate: 6,
  /** Calls that failed over the last second, per second. */
  failureRate: 7,
  /** server, database: work under way whose client has gone (dead work) */
  dead: 8,
  /** source: attempts ÷ requests over the last 5 s · database: how many times slower than idle · cache: hit ratio of the last 5 s · breaker: failure ratio in the window · pool, queue: change of waiting per second · limiter: share refused of the last 5 s */
  detail: 9,
  /** server: replicas that are up · breaker: seconds until it half opens · cache: stale share of the last 5 s · pool, bulkhead, limiter, queue: age of the oldest waiter, s · database: writes that the replica furthest behind does not show */
  extra: 10,
  /** breaker: calls in the window · down components: 1 */
  count: 11,
  /** 1 while a fault is on. */
  fault: 12,
} as const;
export const GAUGE = 13;

export const Edge = { rate: 0, failureRate: 1 } as const;
export const EDGE = 2;

export const Hop = {
  /** When it left, simulated seconds. */
  time: 0,
  /** The request's number; the same through every hop. */
  request: 1,
  edge: 2,
  /** 0 = call on its way in, 1 = answer on its way back. */
  back: 3,
  /** One of SHAPES. */
  shape: 4,
  /** Seconds since the request arrived. */
  age: 5,
  /** Age ÷ budget, where the budget is the deadline, or 1 s without one. */
  ageRatio: 6,
} as const;
export const HOP = 7;

/** What a dot looks like. */
export const SHAPES = ["request", "retry", "late", "error", "rejected", "cached", "shortCircuited"] as const;
export type Shape = (typeof SHAPES)[number];

/** Columns of a bucket row: one component over one second. */
export const Bucket = {
  component: 0,
  /** Start, simulated seconds. */
  start: 1,
  /** Length in seconds. */
  width: 2,
  /** Calls that came in. */
  arrived: 3,
  /** Calls that ended. */
  ended: 4,
  /** Percentiles of the time of the calls that were answered, seconds; NaN where none was. */
  p50: 5,
  p95: 6,
  p99: 7,
  max: 8,
  /** How many calls the percentiles are from. */
  answered: 9,
  /** Time-weighted means of the gauges, and the largest `waiting`. */
  active: 10,
  idle: 11,
  connecting: 12,
  waiting: 13,
  waitingMax: 14,
  /** As Gauge.detail, over the bucket: source: attempts per request · cache: hit ratio · breaker: share of the time open · limiter: share refused */
  detail: 15,
  /** Then one count for each of OUTCOMES. */
  outcomes: 16,
} as const;
export const BUCKET = Bucket.outcomes + OUTCOMES.length;

/** A frame taken apart: views into its buffer, nothing copied. */
export type Frame = {
  header: Float64Array;
  gauges: Float64Array;
  edges: Float64Array;
  hops: Float64Array;
  buckets: Float64Array;
};

/** Lays out an empty frame for these numbers of rows. */
export function frame(rows: {
  components: number;
  edges: number;
  hops: number;
  buckets: number;
}): Frame & { data: Float64Array<ArrayBuffer> } {
  const data = new Float64Array(
    HEADER + rows.components * GAUGE + rows.edges * EDGE + rows.hops * HOP + rows.buckets * BUCKET,
  );
  data[Header.version] = FRAME_VERSION;
  data[Header.components] = rows.components;
  data[Header.edges] = rows.edges;
  data[Header.hops] = rows.hops;
  data[Header.buckets] = rows.buckets;
  return { data, ...sections(data) };
}

/** Takes a received frame apart. Throws a RangeError where the bytes are not a frame of this version. */
export function readFrame(data: Float64Array): Frame {
  if (data.length < HEADER || data[Header.version] !== FRAME_VERSION) {
    throw new RangeError(
      `not a frame of version ${FRAME_VERSION}: ${data.length} numbers, version ${data[Header.version]}`,
    );
  }
  const read = sections(data);
  if (read.buckets.byteOffset + read.buckets.byteLength !== data.byteOffset + data.byteLength) {
    throw new RangeError(`a frame of ${data.length} numbers does not match its header`);
  }
  return read;
}

function sections(data: Float64Array): Frame {
  let from = 0;
  const take = (length: number) => {
    from += length;
    return data.subarray(from - length, from);
  };
  const rows = (column: number) => data[column] ?? 0;
  return {
    header: take(HEADER),
    gauges: take(rows(Header.components) * GAUGE),
    edges: take(rows(Header.edges) * EDGE),
    hops: take(rows(Header.hops) * HOP),
    buckets: take(rows(Header.buckets) * BUCKET),
  };
}
