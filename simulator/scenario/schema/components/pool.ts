import { z } from "zod";
import { choice, componentId, count, countLimit, duration, timeLimit } from "../quantities.ts";

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
  maxConnecting: countLimit({
    title: "max connecting",
    description: "How many connections may be opened at once.",
  }).prefault("unlimited"),
  idleTimeout: timeLimit({
    title: "idle timeout",
    description: "An idle connection above `min` is closed after this long.",
    control: { max: 3600 },
  }).prefault("none"),
  maxLifetime: timeLimit({
    title: "max lifetime",
    description: "A connection older than this is closed when it is returned.",
    control: { max: 7200 },
  }).prefault("none"),
  maxUses: countLimit({
    title: "max uses",
    description: "A connection is closed after this many uses.",
    control: { max: 100_000 },
  }).prefault("unlimited"),
});

export type Pool = z.output<typeof pool>;
