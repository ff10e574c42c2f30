import * as z from "zod";
import {
  choice,
  componentId,
  count,
  countLimit,
  duration,
  flag,
  positiveDuration,
  ratio,
  timeLimit,
} from "../quantities.ts";

const writeBehind = z
  .strictObject({
    batch: count(
      {
        title: "write batch",
        description: "A batch has at most this many keys; so many are written at once.",
      },
      1,
    ).default(100),
    interval: positiveDuration({
      title: "flush interval",
      description: "What is not written after this long is written, however few keys it is.",
      control: { max: 60 },
    }).prefault("1s"),
  })
  .meta({ title: "write-behind", description: "How the origin gets what was written to the cache only." });

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
  policy: choice(["lru", "fifo", "lfu", "ttl"], {
    title: "policy",
    description:
      "Which key goes when it is full: least recently used, first in, least frequently used, the one whose time to live ends first.",
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
  writes: choice(["invalidate", "through", "behind", "around"], {
    title: "write policy",
    description:
      "What a write does: the origin is written and the key dropped (invalidate) or stored (through) or left as it is (around); or the key is stored and the origin written later (behind).",
  }).default("invalidate"),
  writeBehind: writeBehind.prefault({}),
  invalidates: z
    .array(componentId({ title: "cache", description: "A cache that drops the key." }))
    .max(100)
    .meta({
      title: "invalidates",
      description: "Caches that drop a key when it was written here, such as those in front of this one.",
    })
    .default([]),
  invalidationDelay: duration({
    title: "invalidation delay",
    description: "How long it takes until they do.",
  }).prefault("0ms"),
  prewarm: count({
    title: "pre-warmed",
    description: "So many of the most popular keys are there from the start, and again after a flush.",
    control: { max: 1_000_000 },
  }).default(0),
  bypass: flag({
    title: "bypass",
    description:
      "A lookup or write of a server that finds the cache down goes past it, to its own steps; it fails otherwise.",
  }).default(false),
});

export type Cache = z.output<typeof cache>;
