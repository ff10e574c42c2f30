import * as z from "zod";
import { call } from "./call.ts";
import { type Distribution, distribution } from "./distribution.ts";
import { choice, componentId, count, flag, ratio, timeLimit } from "./quantities.ts";

const query = z.strictObject({
  pool: componentId({ title: "pool", description: "The pool whose connection the query uses." }),
  work: distribution({
    title: "work",
    description: "How long the query runs on an idle database; the database's serviceTime where left out.",
  }).optional(),
  timeout: timeLimit({
    title: "query timeout",
    description: "How long the query may run once it has a connection.",
  }).prefault("none"),
  access: choice(["read", "write"], {
    title: "access",
    description:
      "Whether it reads or writes: replicas answer reads, and locks may be for writes. Where left out it reads, but what is done for a write to a cache writes.",
  }).optional(),
  rows: count(
    {
      title: "rows",
      description: "How many rows it is about: each costs the database's rowTime; 1 where left out.",
      control: { max: 10_000 },
    },
    1,
  ).optional(),
});

/** What a server does for a request, one step after another. Exactly one key each. */
export type Step =
  | { compute: Distribution; traced?: boolean | undefined; on?: "loop" | "workers" | undefined }
  | { query: z.output<typeof query> }
  | { transaction: { pool: string; steps: Step[] } }
  | { call: z.output<typeof call> }
  | { lookup: { cache: string; onMiss: Step[] } }
  | { write: { cache: string; steps?: Step[] | undefined } }
  | { parallel: ({ times: number; steps: Step[] } | { branches: Step[][] }) & Joining }
  | { repeat: { times: number; steps: Step[] } }
  | { branch: { ratio: number; steps: Step[] }[] };

/** When a request goes on whose parallel steps are not all done. */
type Joining = { join: "all" | "any" | "quorum"; quorum?: number | undefined };

const joining = {
  join: z
    .enum(["all", "any", "quorum"])
    .meta({
      title: "join",
      description: "Go on when all have succeeded, when any one has, or when as many have as `quorum` says.",
    })
    .default("all"),
  quorum: count(
    {
      title: "quorum",
      description: "How many must succeed; more than half of them where left out.",
      control: { max: 20, scale: "linear" },
    },
    1,
  ).optional(),
};

const list = (description: string) =>
  z
    .array(z.lazy(() => step))
    .max(1000)
    .meta({ title: "steps", description });

export const step: z.ZodType<Step> = z
  .union(
    [
      z.strictObject({
        compute: distribution({
          title: "compute",
          description: "Work of the server itself; holds its slot.",
        }),
        traced: flag({
          title: "traced",
          description:
            "It takes the work that a request of a trace brought along, and `compute` where there is none.",
        }).optional(),
        on: z
          .enum(["loop", "workers"])
          .meta({
            title: "on",
            description:
              "With the discipline eventLoop: whether the loop does it (as it does where nothing is said) or a worker thread.",
            control: { kind: "choice", choices: ["loop", "workers"] },
          })
          .optional(),
      }),
      z.strictObject({
        query: query.meta({
          title: "query",
          description: "Takes a connection of a pool and runs a query on its database.",
        }),
      }),
      z.strictObject({
        transaction: z
          .strictObject({
            pool: componentId({ title: "pool", description: "The pool whose connection is held." }),
            steps: list("What is done meanwhile; queries to the same pool use the connection that is held."),
          })
          .meta({
            title: "transaction",
            description: "Holds a connection of a pool while steps are done.",
          }),
      }),
      z.strictObject({
        call: z
          .union([call.shape.target.transform((target) => ({ target })).pipe(call), call])
          .meta({ title: "call", description: "Calls another component and waits for its answer." }),
      }),
      z.strictObject({
        lookup: z
          .strictObject({
            cache: componentId({
              title: "cache",
              description: "The cache that is asked for the request's key.",
            }),
            onMiss: list("What is done when the cache does not have the key; its result is then stored."),
          })
          .meta({
            title: "lookup",
            description: "Asks a cache, and runs the onMiss steps where it does not have the key.",
          }),
      }),
      z.strictObject({
        write: z
          .strictObject({
            cache: componentId({
              title: "cache",
              description: "The cache that the request's key is written to.",
            }),
            steps: list(
              "What writes to the origin; where left out, the cache's target is called.",
            ).optional(),
          })
          .meta({
            title: "write",
            description: "Writes the request's key; what becomes of it is said by `writes` of the cache.",
          }),
      }),
      z.strictObject({
        parallel: z
          .union([
            z.strictObject({
              times: count({ title: "times", description: "How many copies run at once." }, 1),
              steps: list("What each copy does."),
              ...joining,
            }),
            z.strictObject({
              branches: z
                .array(list("One branch."))
                .min(1)
                .max(100)
                .meta({ title: "branches", description: "Lists of steps that run at once." }),
              ...joining,
            }),
          ])
          .meta({ title: "parallel", description: "Runs steps at the same time." }),
      }),
      z.strictObject({
        repeat: z
          .strictObject({
            times: count({ title: "times", description: "How many times, one after another." }, 0),
            steps: list("What is repeated."),
          })
          .meta({
            title: "repeat",
            description: "Runs steps again and again, one after another, as a loop with await does.",
          }),
      }),
      z.strictObject({
        branch: z
          .array(
            z.strictObject({
              ratio: ratio({ title: "share", description: "How often this way is taken." }),
              steps: list("What is done."),
            }),
          )
          .min(1)
          .meta({
            title: "branch",
            description: "Takes one of several ways by chance; the rest of the shares does nothing.",
          }),
      }),
    ],
    {
      error: () =>
        "not a step: write one of { compute }, { query }, { transaction }, { call }, { lookup }, { write }, { parallel }, { repeat }, { branch }",
    },
  )
  .meta({
    id: "step",
    title: "step",
    description: "One thing that a server does for a request.",
  }) as z.ZodType<Step>;

export const steps = list("What the server does for a request, one step after another.");
