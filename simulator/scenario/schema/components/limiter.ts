import * as z from "zod";
import { queue } from "../call.ts";
import { choice, componentId, count, positiveDuration } from "../quantities.ts";

/** A rate limiter in front of a component. */
export const limiter = z.strictObject({
  id: componentId({ title: "id", description: "The component's name." }),
  type: z.literal("limiter"),
  target: componentId({ title: "target", description: "What it protects." }),
  algorithm: choice(["tokenBucket", "leakyBucket", "fixedWindow", "slidingWindow", "slidingLog"], {
    title: "algorithm",
    description:
      "tokenBucket: saves up to `burst` tokens; leakyBucket: calls pass evenly spaced; fixedWindow: `limit` in each period; slidingWindow: the present and the last period's count, weighted; slidingLog: at most `limit` in any period.",
  }).default("tokenBucket"),
  limit: count(
    {
      title: "limit",
      description: "How many calls may pass in each period.",
      control: { max: 10_000 },
    },
    1,
  ),
  period: positiveDuration({
    title: "period",
    description: "The time that the limit is for.",
    control: { max: 3600 },
  }).prefault("1s"),
  burst: count(
    { title: "burst", description: "tokenBucket: the most tokens it holds; `limit` where left out." },
    1,
  ).optional(),
  refill: choice(["steady", "whole"], {
    title: "refill",
    description: "tokenBucket: tokens come one by one, or `limit` of them at the end of each period.",
  }).default("steady"),
  windows: choice(["clock", "firstCall"], {
    title: "windows",
    description: "fixedWindow: periods follow one another, or begin with the first call after the last one.",
  }).default("clock"),
  scope: choice(["all", "key"], {
    title: "scope",
    description: "Whether all calls share the limit, or each key has one of its own.",
  }).default("all"),
  queue: queue.prefault({ limit: 0 }),
});

export type Limiter = z.output<typeof limiter>;
