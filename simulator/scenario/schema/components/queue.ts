import * as z from "zod";
import {
  choice,
  componentId,
  count,
  countLimit,
  duration,
  factor,
  positiveDuration,
  timeLimit,
} from "../quantities.ts";

const batch = z
  .strictObject({
    size: count(
      { title: "batch size", description: "How many messages a consumer takes at once, at most." },
      1,
    ).default(10),
    linger: duration({
      title: "linger",
      description: "How long a message waits for others to fill a batch.",
    }).prefault("0ms"),
  })
  .meta({
    title: "batch",
    description: "Consumers take several messages at once, with one call for all of them.",
  });

const redelivery = z
  .strictObject({
    delay: positiveDuration({
      title: "first wait",
      description: "The wait before the second delivery.",
    }).prefault("1ms"),
    factor: factor({
      title: "factor",
      description: "Each further wait is this many times the last.",
    }).default(1),
    max: timeLimit({ title: "longest wait", description: "No wait is longer than this." }).prefault("1h"),
  })
  .meta({ title: "redelivery", description: "When a message that was given back is delivered again." });

/** A message broker's queue and its consumers: a call publishes a message and is answered; consumers call the target later. */
export const queue = z.strictObject({
  id: componentId({ title: "id", description: "The component's name." }),
  type: z.literal("queue"),
  target: componentId({ title: "target", description: "What the consumers call with each message." }),
  publishTime: duration({
    title: "publish time",
    description: "How long it takes until a message is stored and its publisher is answered.",
  }).prefault("0ms"),
  limit: countLimit({
    title: "queue limit",
    description: "How many messages may wait; those that consumers have do not count.",
    control: { max: 100_000 },
  }).prefault("unlimited"),
  overflow: choice(["reject", "dropOldest"], {
    title: "overflow",
    description: "What gives way when the queue is full: the new message, or the oldest one.",
  }).default("reject"),
  order: choice(["fifo", "lifo", "priority"], {
    title: "order",
    description: "Which message goes first: the oldest, the newest, or the smallest priority number.",
  }).default("fifo"),
  messageTtl: timeLimit({
    title: "message lifetime",
    description: "A message that waits when it is older than this is dropped.",
    control: { max: 3600 },
  }).prefault("none"),
  consumers: count({
    title: "consumers",
    description: "How many take messages.",
    control: { min: 0, max: 100, scale: "linear" },
  }).default(1),
  prefetch: countLimit({
    title: "prefetch",
    description: "How many deliveries each consumer has at once; it works on all of them.",
  }).default(1),
  batch: batch.optional(),
  deliveryTime: duration({
    title: "delivery time",
    description: "How long it takes from the queue to a consumer.",
  }).prefault("0ms"),
  acknowledge: choice(["afterWork", "onDelivery"], {
    title: "acknowledge",
    description:
      "When a message is done with: when the target has answered, or when it is delivered, so that it is lost if the target fails.",
  }).default("afterWork"),
  onFailure: choice(["return", "leave"], {
    title: "on failure",
    description:
      "What a consumer does with a message that failed: gives it back, or leaves it until the visibility timeout ends.",
  }).default("return"),
  redelivery: redelivery.prefault({}),
  visibilityTimeout: timeLimit({
    title: "visibility timeout",
    description: "A message that is not acknowledged this long after it was taken is delivered again.",
    control: { max: 3600 },
  }).prefault("none"),
  maxDeliveries: countLimit({
    title: "max deliveries",
    description: "A message that failed this many times is dead.",
    control: { max: 100 },
  }).prefault("unlimited"),
  deadLetter: componentId({
    title: "dead letters",
    description: "Where dead and dropped messages go, such as another queue; they are gone where left out.",
  }).optional(),
});

export type Queue = z.output<typeof queue>;
