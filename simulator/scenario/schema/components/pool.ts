import * as z from "zod";
import {
  choice,
  componentId,
  count,
  countLimit,
  duration,
  factor,
  flag,
  positiveDuration,
  ratio,
  timeLimit,
} from "../quantities.ts";

const reconnect = z
  .strictObject({
    initial: positiveDuration({
      title: "first wait",
      description: "The wait after the first failed try.",
      control: { max: 60 },
    }).prefault("1s"),
    factor: factor({
      title: "factor",
      description: "Each further wait is this many times the last.",
    }).default(2),
    max: timeLimit({ title: "longest wait", description: "No wait is longer than this." }).prefault("none"),
    tries: countLimit({
      title: "tries",
      description: "After this many failed tries in a row the waiting requests are told.",
      control: { max: 50 },
    }).default(5),
  })
  .meta({
    title: "reconnect",
    description: "What to do when a connection cannot be opened: wait and try again, while requests wait.",
  });

const reserve = z
  .strictObject({
    connections: count(
      { title: "reserve connections", description: "How many connections beyond max may be opened." },
      1,
    ),
    after: positiveDuration({
      title: "after",
      description: "When a request has waited this long.",
      control: { max: 60 },
    }).prefault("5s"),
  })
  .meta({
    title: "reserve",
    description: "Connections beyond max for requests that have waited too long (PgBouncer's reserve pool).",
  });

/** A connection pool in front of a database or another component. */
export const pool = z.strictObject({
  id: componentId({ title: "id", description: "The component's name." }),
  type: z.literal("pool"),
  target: componentId({ title: "target", description: "What its connections lead to." }),
  max: count(
    { title: "max", description: "The most connections that it keeps open.", control: { max: 200 } },
    1,
  ).default(10),
  min: count({
    title: "min",
    description: "Connections that it keeps open though they are idle.",
    control: { min: 0, max: 200, scale: "linear" },
  }).default(0),
  acquireTimeout: timeLimit({
    title: "acquire timeout",
    description: "How long a request waits for a free connection before it fails.",
  }).prefault("none"),
  waitQueueLimit: countLimit(
    {
      title: "max waiting",
      description: "How many requests may wait; a further one fails at once. 0 means that nobody waits.",
    },
    0,
  ).prefault("unlimited"),
  order: choice(["fifo", "lifo"], {
    title: "order",
    description: "Which waiting request gets the next free connection.",
  }).default("fifo"),
  idleOrder: choice(["lifo", "fifo"], {
    title: "idle order",
    description: "Which idle connection is used next: the one used last, or the one used longest ago.",
  }).default("lifo"),
  connectTime: duration({
    title: "connect time",
    description: "How long it takes to open a connection.",
    control: { max: 5 },
  }).prefault("0ms"),
  authenticationTime: duration({
    title: "authentication time",
    description: "What logging in adds to that.",
    control: { max: 5 },
  }).prefault("0ms"),
  closeTime: duration({
    title: "close time",
    description: "How long closing a connection takes; the target counts it until then.",
    control: { max: 5 },
  }).prefault("0ms"),
  perRequest: flag({
    title: "connection per request",
    description:
      "No pool at all: each request opens a connection of its own and closes it before it is answered; `max` does not hold.",
  }).default(false),
  fill: choice(["demand", "ahead"], {
    title: "filled",
    description:
      "When `min` connections are opened: as requests need them, or ahead, from the start and whenever there are fewer.",
  }).default("demand"),
  mode: choice(["session", "transaction", "statement"], {
    title: "pooler mode",
    description:
      "Of a pooler behind other pools: how long a connection of theirs keeps one of its own; until it is closed, for a transaction, or for a query.",
  }).default("transaction"),
  maxClients: countLimit({
    title: "max clients",
    description: "Of a pooler: how many connections the pools in front of it may hold in all.",
    control: { max: 10_000 },
  }).prefault("unlimited"),
  connectTimeout: timeLimit({
    title: "connect timeout",
    description: "How long opening a connection may take before it fails.",
  }).prefault("none"),
  reconnect: reconnect.optional(),
  validationTime: duration({
    title: "validation time",
    description: "How long it takes to test an idle connection before it is used.",
    control: { max: 1 },
  }).prefault("0ms"),
  queryTimeout: timeLimit({
    title: "query timeout",
    description:
      "How long the caller waits for a query once it has a connection; the query itself goes on. A query step's own timeout goes first.",
  }).prefault("none"),
  statementTimeout: timeLimit({
    title: "statement timeout",
    description: "The database stops a query that runs this long.",
  }).prefault("none"),
  leakRatio: ratio({
    title: "leaks",
    description: "The share of uses after which the connection is never returned.",
    control: { max: 0.1 },
  }).default(0),
  leakTimeout: timeLimit({
    title: "leak timeout",
    description: "The pool takes a connection back that was not returned for this long.",
    control: { max: 3600 },
  }).prefault("none"),
  leakDetection: timeLimit({
    title: "leak detection",
    description: "A connection that is out for longer than this is counted as a suspected leak.",
    control: { max: 3600 },
  }).prefault("none"),
  reserve: reserve.optional(),
  fallback: componentId({
    title: "fallback",
    description: "The pool that a request tries when it got no connection here.",
  }).optional(),
  fallbackFor: duration({
    title: "fall back for",
    description: "After a failure all requests go to the fallback for this long, without waiting here.",
    control: { max: 60 },
  }).prefault("0ms"),
  maxConnecting: countLimit({
    title: "max connecting",
    description: "How many connections may be opened at once.",
  }).prefault("unlimited"),
  idleTimeout: timeLimit({
    title: "idle timeout",
    description: "An idle connection above `min` is closed after this long.",
    control: { max: 3600 },
  }).prefault("none"),
  maxIdle: countLimit(
    {
      title: "max idle",
      description: "How many connections may be idle; one that comes back when there are as many is closed.",
    },
    0,
  ).prefault("unlimited"),
  maxLifetime: timeLimit({
    title: "max lifetime",
    description: "A connection older than this is closed when it is returned or idle.",
    control: { max: 7200 },
  }).prefault("none"),
  closeOnError: flag({
    title: "close on error",
    description:
      "A connection whose query failed or timed out is closed instead of being used again, as `pool.query` of pg does; one that is held for a transaction is not.",
  }).default(false),
  maxUses: countLimit({
    title: "max uses",
    description: "A connection is closed after this many uses.",
    control: { max: 100_000 },
  }).prefault("unlimited"),
});

export type Pool = z.output<typeof pool>;
