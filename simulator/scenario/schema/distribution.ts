import * as z from "zod";
import { parseDuration } from "../units.ts";
import { type About, count, duration, factor, ratio } from "./quantities.ts";

const mean = duration({ title: "mean", description: "The average of the distribution." });
const cv = factor({
  title: "coefficient of variation",
  description: "Standard deviation divided by mean: 1 is as variable as an exponential.",
  control: { min: 0.1, max: 5 },
});

const shapes = [
  z.strictObject({
    distribution: z.literal("constant"),
    value: duration({ title: "value", description: "Every draw is this duration." }),
  }),
  z.strictObject({ distribution: z.literal("exponential"), mean }),
  z.strictObject({
    distribution: z.literal("uniform"),
    min: duration({ title: "least", description: "The smallest duration." }),
    max: duration({ title: "most", description: "The largest duration." }),
  }),
  z.strictObject({
    distribution: z.literal("normal"),
    mean,
    standardDeviation: duration({
      title: "standard deviation",
      description: "Of the normal distribution before it is cut off at zero.",
    }),
  }),
  z.strictObject({ distribution: z.literal("lognormal"), mean, cv }),
  z.strictObject({ distribution: z.literal("gamma"), mean, cv }),
  z.strictObject({
    distribution: z.literal("erlang"),
    mean,
    stages: count({ title: "stages", description: "How many equal exponential stages it is the sum of." }, 1),
  }),
  z.strictObject({
    distribution: z.literal("weibull"),
    mean,
    shape: factor({
      title: "shape",
      description: "Below 1: heavy tail; 1: exponential; above 1: light tail.",
    }),
  }),
  z.strictObject({
    distribution: z.literal("pareto"),
    min: duration({ title: "least", description: "The smallest duration, above zero." }),
    max: duration({
      title: "most",
      description: "The largest duration; leave it out for an unbounded tail.",
    }).optional(),
    shape: factor({ title: "shape", description: "The tail index: the smaller, the heavier the tail." }),
  }),
  z.strictObject({
    distribution: z.literal("hyperexponential"),
    phases: z
      .array(
        z.strictObject({
          ratio: ratio({ title: "share", description: "How often this phase is drawn." }),
          mean,
        }),
      )
      .min(1)
      .meta({
        title: "phases",
        description: "Exponentials of which one is drawn each time; the shares sum to 1.",
      }),
  }),
  z.strictObject({
    distribution: z.literal("empirical"),
    samples: z
      .array(duration({ title: "sample", description: "A measured duration." }))
      .min(1)
      .max(100_000)
      .meta({ title: "samples", description: "Measured durations; each is drawn equally often." })
      .optional(),
    histogram: z
      .array(
        z.tuple([
          duration({ title: "from", description: "Where the bin begins." }),
          duration({ title: "to", description: "Where it ends." }),
          count({ title: "count", description: "How many values were in it." }),
        ]),
      )
      .min(1)
      .max(10_000)
      .meta({
        title: "histogram",
        description:
          'Bins [from, to, count], such as [["1ms", "2ms", 40], ["2ms", "5ms", 7]]; within a bin all values are equally likely.',
      })
      .optional(),
    quantiles: z
      .array(
        z.tuple([
          ratio({ title: "share", description: "The share of draws at or below the value." }),
          duration({ title: "value", description: "The duration at this quantile." }),
        ]),
      )
      .min(2)
      .meta({
        title: "quantiles",
        description:
          'Pairs [share, duration] from 0 to 1, joined by straight lines, such as [[0, "1ms"], [0.5, "5ms"], [1, "80ms"]].',
      })
      .optional(),
  }),
] as const;

const mixture = z.strictObject({
  distribution: z.literal("mixture"),
  of: z
    .array(
      z.strictObject({
        ratio: ratio({ title: "share", description: "How often this part is drawn." }),
        work: z.discriminatedUnion("distribution", shapes),
      }),
    )
    .min(1)
    .meta({
      title: "parts",
      description: "Distributions of which one is drawn each time; the shares sum to 1.",
    }),
});

const shape = z.discriminatedUnion("distribution", [...shapes, mixture]).meta({
  id: "distribution",
  title: "distribution",
  description: "A random duration.",
});

/** A random duration, in seconds. A plain duration such as `"50ms"` is a constant. */
export const distribution = (about: Pick<About, "title" | "description">) =>
  z
    .union([duration(about).transform((value) => ({ distribution: "constant" as const, value })), shape], {
      error: (issue) =>
        typeof issue.input === "object"
          ? undefined
          : typeof issue.input === "string" && parseDuration(issue.input) === undefined
            ? `${JSON.stringify(issue.input)} is neither a duration such as "50ms" nor an object such as { "distribution": "exponential", "mean": "50ms" }`
            : `${JSON.stringify(issue.input)} has no unit: write a duration such as "50ms", or { "distribution": "exponential", "mean": "50ms" }`,
    })
    .meta(about);

/** A parsed distribution: durations in seconds. */
export type Distribution = z.output<typeof shape>;
