import * as z from "zod";
import { sourceCall } from "../call.ts";
import { distribution } from "../distribution.ts";
import { choice, componentId, count, duration, factor, rate, ratio, timeLimit } from "../quantities.ts";

const stage = z.strictObject({
  duration: duration({
    title: "duration",
    description: "How long the stage lasts.",
    control: { min: 0.1, max: 600 },
  }),
  rate: rate({ title: "rate", description: "The rate at the start of the stage." }),
  rampTo: rate({
    title: "ramp to",
    description: "The rate at its end; the rate changes in a straight line.",
  }).optional(),
});

const arrival = z
  .discriminatedUnion("model", [
    z.strictObject({
      model: z.literal("open"),
      process: choice(["poisson", "constant"], {
        title: "process",
        description: "poisson: independent users; constant: one every 1/rate.",
      }).default("poisson"),
      rate: rate({
        title: "rate",
        description: "Requests that arrive, whether or not earlier ones were answered.",
      }),
    }),
    z.strictObject({
      model: z.literal("renewal"),
      between: distribution({
        title: "time between",
        description: "How long after one request the next one arrives, independently of all others.",
      }),
    }),
    z.strictObject({
      model: z.literal("stages"),
      process: choice(["poisson", "constant"], {
        title: "process",
        description: "As of an open arrival.",
      }).default("poisson"),
      stages: z
        .array(stage)
        .min(1)
        .max(1000)
        .meta({ title: "stages", description: "Rates over time, one after another; the last rate holds." }),
    }),
    z.strictObject({
      model: z.literal("bursty"),
      states: z
        .array(
          z.strictObject({
            rate: rate({ title: "rate", description: "Poisson arrivals while in this state." }),
            duration: duration({
              title: "mean duration",
              description: "The state lasts exponentially long, on average this.",
              control: { min: 0.01, max: 600 },
            }),
          }),
        )
        .min(2)
        .max(16)
        .meta({
          title: "states",
          description: "A Markov-modulated Poisson process: the states follow one another in turn.",
        }),
    }),
    z.strictObject({
      model: z.literal("closed"),
      users: count(
        {
          title: "users",
          description: "Each sends a request, waits for the answer, thinks, and sends the next.",
        },
        1,
      ),
      thinkTime: distribution({
        title: "think time",
        description: "How long a user waits after an answer.",
      }).prefault("0ms"),
    }),
    z.strictObject({
      model: z.literal("trace"),
      times: z
        .array(duration({ title: "time", description: "When a request arrives, from the start of the run." }))
        .min(1)
        .max(1_000_000)
        .meta({ title: "times", description: "Arrival times in ascending order." }),
      works: z
        .array(
          duration({ title: "work", description: "How long the request's query runs on an idle database." }),
        )
        .max(1_000_000)
        .meta({
          title: "works",
          description:
            "The work that each request brings along, in the order of the times: for queries and databases that are not told another.",
        })
        .optional(),
      keys: z
        .array(count({ title: "key", description: "The key that the request is about." }))
        .max(1_000_000)
        .meta({ title: "keys", description: "The key of each request, in the order of the times." })
        .optional(),
    }),
  ])
  .meta({ title: "arrival", description: "How requests come in." });

const keys = z
  .discriminatedUnion("distribution", [
    z.strictObject({
      distribution: z.literal("uniform"),
      count: count(
        { title: "keys", description: "How many keys there are.", control: { max: 1_000_000 } },
        1,
      ),
    }),
    z.strictObject({
      distribution: z.literal("zipf"),
      count: count(
        { title: "keys", description: "How many keys there are.", control: { max: 1_000_000 } },
        1,
      ),
      exponent: factor({
        title: "exponent",
        description: "How uneven: 1 is the web's usual, larger is more uneven.",
        control: { min: 0.1, max: 2, scale: "linear" },
      }).default(1),
    }),
    z.strictObject({
      distribution: z.literal("hot"),
      count: count(
        { title: "keys", description: "How many keys there are.", control: { max: 1_000_000 } },
        1,
      ),
      hotCount: count({ title: "hot keys", description: "How many of them are hot." }, 1),
      hotRatio: z
        .number()
        .min(0)
        .max(1)
        .meta({
          title: "hot share",
          description: "The share of requests that ask for a hot key.",
          control: { kind: "ratio", min: 0, max: 1, scale: "linear" },
        }),
    }),
  ])
  .meta({ title: "keys", description: "Which key a request is about: for caches and hashing." });

/** Where requests come from. */
export const source = z.strictObject({
  id: componentId({ title: "id", description: "The component's name." }),
  type: z.literal("source"),
  arrival,
  deadline: timeLimit({
    title: "deadline",
    description:
      "How long the client waits for its answer. A later answer counts as late, and the work for it as dead work.",
  }).prefault("none"),
  patience: distribution({
    title: "patience",
    description:
      "How long the client waits where that is not the same for all, drawn for each request; the deadline holds as well.",
  }).optional(),
  objective: ratio({
    title: "objective",
    description:
      "The share of requests that are to be answered in time (the service level objective); slo.burn says how fast its error budget is used up.",
  }).optional(),
  keys: keys.optional(),
  calls: z
    .array(
      z.union([sourceCall.shape.target.transform((target) => ({ target })).pipe(sourceCall), sourceCall]),
    )
    .min(1)
    .max(100)
    .meta({ title: "calls", description: "What is called; by weight where there are several." }),
});

export type Source = z.output<typeof source>;
export type Arrival = Source["arrival"];
export type Keys = NonNullable<Source["keys"]>;
