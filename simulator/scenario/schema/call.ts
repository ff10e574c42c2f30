import * as z from "zod";
import {
  choice,
  componentId,
  count,
  countLimit,
  duration,
  factor,
  flag,
  name,
  ratio,
  timeLimit,
} from "./quantities.ts";

const backoff = z
  .strictObject({
    initial: duration({ title: "first wait", description: "The wait before the first retry." }).prefault(
      "100ms",
    ),
    factor: factor({
      title: "factor",
      description: "Each further wait is this many times the last.",
    }).default(2),
    max: timeLimit({ title: "longest wait", description: "No wait is longer than this." }).prefault("30s"),
    jitter: choice(["none", "full", "equal", "decorrelated"], {
      title: "jitter",
      description:
        "How the wait is spread: none; full = anything from 0 to the wait; equal = half fixed, half random; decorrelated = from the first wait to three times the last one.",
    }).default("full"),
  })
  .meta({ title: "back-off", description: "How long to wait before each retry." });

const retry = z
  .strictObject({
    maxRetries: count({
      title: "retries",
      description: "How many further tries after the first.",
      control: { min: 0, max: 10, scale: "linear" },
    }),
    backoff: backoff.prefault({ initial: "0ms", jitter: "none" }),
    budgetRatio: ratio({
      title: "retry budget",
      description: "Retries may be at most this share of the first tries in the last 10 s; 1 is no budget.",
    }).default(1),
  })
  // No retries are 0 retries: that is how the inspector offers a call without them.
  .meta({
    id: "retry",
    title: "retry",
    description: "What to do when the call fails or times out.",
    offer: { maxRetries: 0 },
  });

const hedge = z
  .strictObject({
    after: duration({
      title: "hedge after",
      description: "Send a second copy when there is no answer after this long.",
    }),
    max: count(
      {
        title: "copies",
        description: "How many further copies at most.",
        control: { max: 5, scale: "linear" },
      },
      1,
    ).default(1),
  })
  .meta({
    id: "hedge",
    title: "hedge",
    description: "Send further copies of a slow call and take the first answer.",
  });

/** Where a call is answered that has failed. */
export const fallback = z
  .strictObject({
    target: componentId({
      title: "fallback",
      description: "The component that is called instead; the same answer for all where left out.",
    }).optional(),
    time: duration({
      title: "fallback time",
      description: "How long the answer that is the same for all takes.",
    }).prefault("0ms"),
  })
  .meta({
    id: "fallback",
    title: "fallback",
    description: "What answers a call that has failed for good, so that its caller sees a success.",
  });

const batching = z
  .strictObject({
    window: duration({
      title: "batch window",
      description:
        "How long the first call of a batch waits for others; 0ms takes those that one request makes in parallel.",
    }).prefault("0ms"),
    maxSize: countLimit({
      title: "batch size",
      description: "A batch of this many is sent at once.",
    }).prefault("unlimited"),
    coalesce: flag({
      title: "coalesce",
      description: "Calls for the same key count once towards the batch size.",
    }).default(true),
  })
  .meta({
    id: "batch",
    title: "batch",
    description: "Calls that are made about the same time become one call, whose answer is that of all.",
  });

const connection = z
  .strictObject({
    keepAlive: flag({
      title: "keep-alive",
      description: "Whether a connection is kept for the next call; otherwise each call opens one.",
    }).default(true),
    connectTime: duration({
      title: "connect time",
      description: "How long it takes to open a connection, TLS included.",
    }).prefault("1ms"),
    max: countLimit({
      title: "most connections",
      description: "Calls beyond this many wait for a connection.",
    }).prefault("unlimited"),
    idleTimeout: timeLimit({
      title: "idle timeout",
      description: "A kept connection is closed when it was idle for this long.",
    }).prefault("5s"),
    maxIdle: countLimit(
      { title: "most idle", description: "How many idle connections are kept." },
      0,
    ).prefault(256),
  })
  .meta({
    id: "connection",
    title: "connection",
    description:
      "Each call needs a connection, as of an HTTP client; calls have none to open where left out.",
  });

const policyFields = {
  timeout: timeLimit({
    title: "call timeout",
    description:
      "How long the caller waits for one try. The work it left behind goes on unless the callee notices.",
  }).prefault("none"),
  retry: retry.optional(),
  hedge: hedge.optional(),
  fallback: fallback.optional(),
  batch: batching.optional(),
  connection: connection.optional(),
};

/** A call from a server's step. */
export const call = z.strictObject({
  target: componentId({ title: "target", description: "The component that is called." }),
  endpoint: name()
    .meta({ title: "endpoint", description: "Which endpoint of the server is called." })
    .optional(),
  ...policyFields,
});

/** One of the calls that a source makes; which one a request makes is drawn by weight. */
export const sourceCall = z.strictObject({
  target: componentId({ title: "target", description: "The component that is called." }),
  endpoint: name()
    .meta({
      title: "endpoint",
      description:
        "The name under which these requests are counted, and the endpoint of the server that they call.",
    })
    .optional(),
  weight: factor({
    title: "weight",
    description: "How often this call is made, relative to the others.",
  }).default(1),
  priority: count({
    title: "priority",
    description: "Smaller goes first where a queue is ordered by priority.",
    control: { min: 0, max: 10, scale: "linear" },
  }).default(0),
  ...policyFields,
});

/** How many may wait, for how long, and who goes first. */
export const queue = z
  .strictObject({
    limit: countLimit(
      {
        title: "queue limit",
        description: "How many may wait; a further one is rejected. 0 means that nobody waits.",
      },
      0,
    ).prefault("unlimited"),
    timeout: timeLimit({
      title: "queue timeout",
      description: "How long one may wait before it is rejected.",
    }).prefault("none"),
    order: choice(["fifo", "lifo", "priority"], {
      title: "order",
      description: "Who goes first: the oldest, the newest, or the smallest priority number.",
    }).default("fifo"),
    dropExpired: z
      .boolean()
      .meta({
        title: "drop expired",
        description: "Drop a request at the head of the queue whose client has given up already.",
        control: { kind: "flag" },
      })
      .default(false),
  })
  .meta({ title: "queue", description: "Where requests wait when every slot is taken." });

export type Call = z.output<typeof call>;
export type SourceCall = z.output<typeof sourceCall>;
export type Retry = z.output<typeof retry>;
export type Fallback = z.output<typeof fallback>;
export type Batching = z.output<typeof batching>;
export type Connection = z.output<typeof connection>;
export type Backoff = z.output<typeof backoff>;
export type Queue = z.output<typeof queue>;
