import * as z from "zod";
import { queue } from "../call.ts";
import { distribution } from "../distribution.ts";
import {
  choice,
  componentId,
  count,
  countLimit,
  duration,
  factor,
  flag,
  name,
  positiveDuration,
  ratio,
  timeLimit,
} from "../quantities.ts";
import { steps } from "../steps.ts";

const patientQueue = queue
  .extend({
    patience: distribution({
      title: "patience",
      description:
        "How long a request is willing to wait, drawn for each; then it leaves the queue. The queue timeout holds as well.",
    }).optional(),
  })
  .meta({ title: "queue", description: "Where requests wait when every slot is taken." });

/** The one thread of an event loop, and the threads that it gives work to. */
export const eventLoop = z
  .strictObject({
    slice: timeLimit({
      title: "slice",
      description:
        "Compute steps on the loop let others go first after each piece of this length, as with setImmediate between chunks; none = to the end in one go.",
    }).prefault("none"),
    workers: count(
      {
        title: "worker threads",
        description: 'How many compute steps that say { "on": "workers" } are done at once, off the loop.',
        control: { max: 64 },
      },
      1,
    ).default(4),
  })
  .meta({ title: "event loop", description: "For the discipline eventLoop." });

const startUp = z
  .strictObject({
    time: distribution({
      title: "start-up time",
      description: "How long a replica takes until it works, drawn for each start.",
    }),
    requests: choice(["queue", "refuse", "wait"], {
      title: "during the start",
      description:
        "queue: requests are taken and wait in the queue until it has started; refuse: they are taken and fail at once; wait: it gets none until it has started.",
    }).default("wait"),
    cold: flag({
      title: "cold start",
      description: "Whether the replicas start with the run, and not long before.",
    }).default(false),
  })
  .meta({ title: "start-up", description: "What starting a replica takes." });

const scaling = z
  .strictObject({
    metric: choice(["utilisation", "waiting"], {
      title: "metric",
      description:
        "What is looked at: the share of the replicas' capacity in use, or the number of waiting requests for each replica.",
    }).default("utilisation"),
    target: factor({
      title: "target",
      description: "The value of the metric that there should be replicas for.",
      control: { min: 0.05, max: 10 },
    }),
    min: count(
      { title: "fewest", description: "Never fewer replicas than this.", control: { max: 100 } },
      1,
    ).default(1),
    max: count(
      { title: "most", description: "Never more replicas than this.", control: { max: 100 } },
      1,
    ).default(10),
    interval: positiveDuration({
      title: "interval",
      description: "How often the metric is looked at; its mean over the interval counts.",
      control: { max: 300 },
    }).prefault("15s"),
    tolerance: ratio({
      title: "tolerance",
      description: "A value this close to the target, as a share of it, changes nothing.",
    }).default(0.1),
    delay: duration({
      title: "delay",
      description: "From the decision to the moment at which a new replica begins to start up.",
      control: { max: 600 },
    }).prefault("0s"),
    cooldown: duration({
      title: "cooldown",
      description: "Replicas are given up only when fewer would have done for this long.",
      control: { max: 900 },
    }).prefault("300s"),
  })
  .meta({ title: "autoscaling", description: "Replicas are added and given up as a metric asks for." });

const chance = z.strictObject({
  target: componentId({ title: "target", description: "Where the request goes next." }),
  ratio: ratio({ title: "share", description: "How often it goes there." }),
});

/** A service: takes a request into a slot and does its steps. */
export const server = z.strictObject({
  id: componentId({ title: "id", description: "The component's name." }),
  type: z.literal("server"),
  concurrency: countLimit({
    title: "concurrency",
    description: "How many requests it works on at once; of each replica.",
  }).prefault("unlimited"),
  discipline: choice(["slots", "processorSharing", "preemptive", "eventLoop"], {
    title: "discipline",
    description:
      "slots: each request has a slot to itself while it is worked on; processorSharing: all requests share the `concurrency` processors evenly; preemptive: at any moment the `concurrency` processors work for those who are first in the queue's order, and interrupt others for them; eventLoop: one thread does all compute steps, one after another.",
  }).default("slots"),
  atOnce: countLimit({
    title: "at once",
    description:
      "With processorSharing and preemptive: how many requests share the processors; further ones wait in the queue.",
  }).prefault("unlimited"),
  eventLoop: eventLoop.optional(),
  speed: factor({ title: "speed", description: "Compute steps take 1/speed of their time." }).default(1),
  queue: patientQueue.prefault({}),
  replicas: count(
    {
      title: "replicas",
      description: "How many of this server there are; each has its own slots and its own queue.",
      control: { max: 100 },
    },
    1,
  ).default(1),
  spread: choice(["roundRobin", "random", "leastBusy", "powerOfTwo"], {
    title: "spread",
    description:
      "Which replica gets a request: one after another, any, the one with the fewest requests, or the better of two that are drawn.",
  }).default("roundRobin"),
  startUp: startUp.optional(),
  scaling: scaling.optional(),
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
  forward: z
    .union([
      componentId({ title: "forward", description: "The component that gets it." }),
      z.array(chance).min(1).max(100),
    ])
    .meta({
      title: "forward",
      description:
        "Where the request goes next, once its slot here is free again: a component, or several by chance; what is left of the shares is answered. A request may come back to where it was, if it can also leave.",
    })
    .optional(),
});

export type Server = z.output<typeof server>;
export type EventLoop = z.output<typeof eventLoop>;
