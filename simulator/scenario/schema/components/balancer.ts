import { z } from "zod";
import { choice, componentId, factor } from "../quantities.ts";

const target = z.strictObject({
  target: componentId({ title: "target", description: "The component that gets a share of the requests." }),
  weight: factor({
    title: "weight",
    description: "Its share relative to the others, for the weighted algorithms.",
  }).default(1),
});

/** Spreads requests over targets. */
export const balancer = z.strictObject({
  id: componentId({ title: "id", description: "The component's name." }),
  type: z.literal("balancer"),
  algorithm: choice(
    [
      "roundRobin",
      "weightedRoundRobin",
      "leastConnections",
      "weightedLeastConnections",
      "random",
      "weightedRandom",
      "powerOfTwo",
    ],
    {
      title: "algorithm",
      description: "Who gets the next request. weightedRoundRobin is the smooth one of nginx.",
    },
  ).default("roundRobin"),
  targets: z
    .array(z.union([target.shape.target.transform((id) => ({ target: id })).pipe(target), target]))
    .min(1)
    .max(1000)
    .meta({ title: "targets", description: "The components behind the balancer." }),
});

export type Balancer = z.output<typeof balancer>;
