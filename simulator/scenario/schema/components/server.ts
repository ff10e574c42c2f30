import { z } from "zod";
import { queue } from "../call.ts";
import { choice, componentId, countLimit, factor, name } from "../quantities.ts";
import { steps } from "../steps.ts";

/** A service: takes a request into a slot and does its steps. */
export const server = z.strictObject({
  id: componentId({ title: "id", description: "The component's name." }),
  type: z.literal("server"),
  concurrency: countLimit({
    title: "concurrency",
    description: "How many requests it works on at once.",
  }).prefault("unlimited"),
  discipline: choice(["slots", "processorSharing"], {
    title: "discipline",
    description:
      "slots: each request has a slot to itself while it is worked on; processorSharing: all requests share the `concurrency` processors evenly and none waits.",
  }).default("slots"),
  speed: factor({ title: "speed", description: "Compute steps take 1/speed of their time." }).default(1),
  queue: queue.prefault({}),
  cancellation: choice(["ignored", "queued", "immediate"], {
    title: "cancellation",
    description:
      "What happens when the caller has gone: ignored = the work is done all the same; queued = dropped while it still waits; immediate = dropped also while it is worked on.",
  }).default("ignored"),
  steps: steps.optional(),
  endpoints: z
    .record(name(), steps)
    .meta({ title: "endpoints", description: "Steps by endpoint; `steps` is for all others." })
    .optional(),
  forward: componentId({
    title: "forward",
    description: "Where the request goes next, once its slot here is free again.",
  }).optional(),
});

export type Server = z.output<typeof server>;
