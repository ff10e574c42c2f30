import { z } from "zod";
import { choice, componentId, countLimit, duration, flag, ratio, timeLimit } from "../quantities.ts";

/** A cache of keys: asked by a server's lookup step, or called directly with a target behind it (read-through). */
export const cache = z.strictObject({
  id: componentId({ title: "id", description: "The component's name." }),
  type: z.literal("cache"),
  target: componentId({
    title: "target",
    description:
      "What is called for a key that it does not have (read-through); lookups of a server say it themselves.",
  }).optional(),
  maxEntries: countLimit({
    title: "max entries",
    description: "How many keys it holds.",
    control: { max: 1_000_000 },
  }).prefault("unlimited"),
  policy: choice(["lru", "fifo", "lfu"], {
    title: "policy",
    description: "Which key goes when it is full: least recently used, first in, least frequently used.",
  }).default("lru"),
  ttl: timeLimit({
    title: "time to live",
    description: "A key is fresh for this long.",
    control: { max: 3600 },
  }).prefault("none"),
  ttlJitter: ratio({
    title: "TTL jitter",
    description: "Each time to live is shortened by up to this share, at random.",
  }).default(0),
  singleFlight: flag({
    title: "single flight",
    description: "Concurrent misses on one key share one load.",
  }).default(false),
  staleWhileRevalidate: timeLimit({
    title: "stale while revalidate",
    description:
      'For this long after its time to live a key is answered stale, and loaded again behind the scenes; "none" is off.',
    control: { max: 3600 },
  }).prefault("none"),
  staleIfError: timeLimit({
    title: "stale if error",
    description:
      'For this long after its time to live a key is answered stale when the load fails; "none" is off.',
    control: { max: 3600 },
  }).prefault("none"),
  hitTime: duration({ title: "hit time", description: "How long a lookup takes." }).prefault("0ms"),
});

export type Cache = z.output<typeof cache>;
