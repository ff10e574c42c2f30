import * as z from "zod";
import { queue } from "../call.ts";
import { choice, componentId, count, countLimit, positiveDuration, ratio, timeLimit } from "../quantities.ts";

const adaptive = z
  .strictObject({
    algorithm: choice(["aimd", "gradient"], {
      title: "algorithm",
      description:
        "aimd: one more after a good call, a share less after a bad one; gradient: by how much slower calls are than they were over a long time.",
    }).default("aimd"),
    initial: count(
      { title: "first limit", description: "The limit to begin with.", control: { max: 200 } },
      1,
    ).default(20),
    min: count(
      { title: "least", description: "The limit never falls below this.", control: { max: 100 } },
      1,
    ).default(1),
    backoffRatio: ratio({
      title: "back-off",
      description: "aimd: after a bad call the limit is this share of what it was.",
    }).default(0.9),
    slowCallDuration: timeLimit({
      title: "slow call",
      description: "aimd: a call that took longer than this counts as bad, as one that failed.",
    }).prefault("5s"),
    smoothing: ratio({
      title: "smoothing",
      description: "gradient: how much of each new estimate is taken over.",
    }).default(0.2),
    spare: count({
      title: "spare",
      description: "gradient: by how many calls the limit may grow beyond what the times allow.",
      control: { max: 50 },
    }).default(4),
    longWindow: count(
      { title: "long window", description: "gradient: over how many calls the usual time is averaged." },
      1,
    ).default(600),
  })
  .meta({
    title: "adaptive limit",
    description: "The limit moves with how the calls go, between `min` and `concurrency`.",
  });

const shedding = z
  .strictObject({
    target: positiveDuration({
      title: "wanted wait",
      description: "A wait up to this is fine.",
      control: { max: 1 },
    }).prefault("5ms"),
    interval: positiveDuration({
      title: "interval",
      description: "Once every wait has been longer for this long, calls are dropped, ever faster.",
    }).prefault("100ms"),
  })
  .meta({
    title: "shedding",
    description: "Drops waiting calls while the queue does not get shorter (CoDel, RFC 8289).",
  });

/** A limit on the calls under way to a component, with a queue for those beyond it. */
export const bulkhead = z.strictObject({
  id: componentId({ title: "id", description: "The component's name." }),
  type: z.literal("bulkhead"),
  target: componentId({ title: "target", description: "What it protects." }),
  concurrency: countLimit({
    title: "concurrency",
    description: "How many calls may be under way at once; the most of an adaptive limit.",
  }),
  queue: queue.prefault({ limit: 0 }),
  cancellation: choice(["ignored", "queued", "immediate"], {
    title: "cancellation",
    description:
      "What happens when the caller has gone: ignored = the call keeps its place until the target has answered; queued = it leaves the queue, but not the target; immediate = its place is free at once.",
  }).default("ignored"),
  adaptive: adaptive.optional(),
  shedding: shedding.optional(),
});

export type Bulkhead = z.output<typeof bulkhead>;
